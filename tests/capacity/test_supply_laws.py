"""What holds of the hours of any resources, whatever their calendars, places, capacities and absences.

`plainly` reads the same hours slowly, minute by minute: the oracle.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.calendars import WorkCalendar, day_number, day_shifts
from workmodel.capacity import supply
from workmodel.domain import Absence, Calendar, Plan, Resource
from workmodel.domain.calendar import layers_of
from workmodel.quantities import Axis

DAYS = 7
STARTS = (
    date(2026, 3, 2), date(2026, 3, 25), date(2026, 10, 22), date(2028, 2, 25),
)  # fmt: skip
"""Weeks with nothing special, with clocks set forward in Berlin, set back, and with a leap day."""

WEEKS = (
    "mon-fri 08:00-12:00, 13:00-17:00",
    "mon-sun 00:00-24:00",
    "mon-fri 22:00-06:00",
    "mon-tue 20:00-04:00; wed 00:00-06:00, 22:00-24:00; thu-sun 20:00-04:00",
)
ZONES = (None, "Europe/Berlin", "America/New_York", "Asia/Kolkata")


@st.composite
def absences(draw: st.DrawFn, start: date) -> Absence:
    """An absence near a day, in days or times, some of them in part."""
    share = draw(st.sampled_from(["1", "0.5", "0.3333", "0.0001"]))
    first = start + timedelta(days=draw(st.integers(-2, 8)))
    if draw(st.booleans()):
        return Absence(first, first + timedelta(days=draw(st.integers(0, 4))), "away", share)
    begin, length = draw(st.integers(0, 1439)), draw(st.integers(1, 3000))
    text = f"{first} {begin // 60:02}:{begin % 60:02}"
    axis = Axis()
    finish = axis.time(axis.minute(Absence(text, "9999-01-01 00:00").start) + length)
    return Absence(text, finish, "away", share)


@st.composite
def staffed(draw: st.DrawFn) -> tuple[Plan, date]:
    """A plan of people with calendars, capacities and absences, and the first day to look at."""
    start = draw(st.sampled_from(STARTS))
    zone = draw(st.sampled_from(ZONES))
    places = st.sampled_from(ZONES) if zone else st.none()
    plan = Plan(zone=zone).add(
        Calendar("one", week=draw(st.sampled_from(WEEKS)), zone=draw(places)),
        Calendar("two", week=draw(st.sampled_from(WEEKS)), zone=draw(places)),
    )
    people = []
    for name in ("ana", "ben", "eva")[: draw(st.integers(1, 3))]:
        days = draw(st.lists(st.integers(-3, 9), max_size=2, unique=True))
        capacities = st.sampled_from(["1", "0.75", "0.3333", "3", "0", "2.5"])
        people.append(
            Resource(
                name,
                calendar=draw(st.sampled_from([None, "one", "two"])),
                capacity=draw(capacities),
                capacity_changes=[f"{start + timedelta(days=n)} {draw(capacities)}" for n in days],
                absences=draw(st.lists(absences(start), max_size=3)),
            )
        )
    return plan.add(*people), start


def plainly(plan: Plan, name: str, day: date) -> tuple[int, int]:
    """Gross and absence of a resource on a day, in ten-thousandths of a person-minute: minute by minute."""
    who = plan[name]
    calendar = plan.work_calendar(who.calendar)
    minutes = _minutes_of(plan, who.calendar or plan.calendar, calendar, day)
    capacity = Fraction(who.capacity_on(day)) * 10_000
    lost = sum((_share(plan.axis, who.absences, t, day) for t in minutes), Fraction(0)) * capacity
    return int(len(minutes) * capacity), int((2 * lost + 1) // 2)


def _minutes_of(plan: Plan, name: str, calendar: WorkCalendar, day: date) -> list[int]:
    """The open minutes that belong to a day: those of its shifts that no shift of the day before has already."""
    midnight = Axis(calendar.zone).minute(day)
    layers = layers_of(plan, name)
    found = []
    for t in range(midnight - 60, midnight + 2 * 1440 + 120):
        if not calendar.is_open(t):
            continue
        wall = Axis(calendar.zone).time(t)
        minute = (day_number(wall.date()) - day_number(day)) * 1440 + wall.hour * 60 + wall.minute
        mine = any(shift.start <= minute < shift.finish for shift in day_shifts(layers, day))
        before = any(
            shift.start <= minute + 1440 < shift.finish
            for shift in day_shifts(layers, day - timedelta(days=1))
        )
        if mine and not before:
            found.append(t)
    return found


def _share(axis: Axis, away: tuple[Absence, ...], t: int, day: date) -> Fraction:
    """Which part of a minute a resource is away."""
    found = Fraction(0)
    for one in away:
        assert one.finish is not None
        if one.timed and axis.minute(one.start) <= t < axis.minute(one.finish):
            found = max(found, Fraction(one.share))
        if not one.timed and one.start <= day <= one.finish:
            found = max(found, Fraction(one.share))
    return found


@settings(max_examples=settings().max_examples // 2)
@given(staffed(), st.integers(0, DAYS - 1))
def test_hours_are_what_a_count_minute_by_minute_finds(people, at):
    plan, start = people
    found = supply(plan, start, start + timedelta(days=DAYS))
    for row, name in enumerate(found.resources):
        day = start + timedelta(days=at)
        assert (int(found.gross[row, at]), int(found.absence[row, at])) == plainly(plan, name, day)


@given(staffed(), st.integers(0, DAYS))
def test_a_window_cut_in_two_adds_up(people, at):
    plan, start = people
    middle, end = start + timedelta(days=at), start + timedelta(days=DAYS)
    whole = supply(plan, start, end).columns()
    parts = [supply(plan, start, middle).rows(), supply(plan, middle, end).rows()]
    joined = sorted(
        (row["resource"], row["day"], row["gross"], row["absence"]) for part in parts for row in part
    )
    assert joined == sorted(
        zip(*[whole[name] for name in ("resource", "day", "gross", "absence")], strict=True)
    )


@given(staffed())
def test_nothing_is_negative_and_pieces_add_up_to_days(people):
    plan, start = people
    found = supply(plan, start, start + timedelta(days=DAYS))
    for amounts in (found.gross, found.absence, found.availability):
        assert (amounts >= 0).all()
    for row, name in enumerate(found.resources):
        pieces = found.presence(name)
        assert (pieces.starts[1:] >= pieces.finishes[:-1]).all()
        assert (pieces.starts < pieces.finishes).all()
        total = int((pieces.finishes - pieces.starts).sum())
        assert total == int(found.calendars[found.calendar_of[row]].minutes.sum())


@given(staffed())
def test_the_order_of_absences_does_not_matter(people):
    plan, start = people
    end = start + timedelta(days=DAYS)
    turned = [evolve(one, absences=one.absences[::-1]) for one in plan.resources.values()]
    again = supply(plan.replace(*turned), start, end)
    assert again.columns() == supply(plan, start, end).columns()


@given(staffed())
def test_one_more_absence_never_gives_hours(people):
    plan, start = people
    end = start + timedelta(days=DAYS)
    more = supply(plan, start, end)
    for one in plan.resources.values():
        less = supply(plan.replace(evolve(one, absences=one.absences[1:])), start, end)
        assert (more.availability <= less.availability).all()
        assert (more.gross == less.gross).all()


@given(staffed())
def test_who_has_the_same_calendar_shares_its_days(people):
    plan, start = people
    found = supply(plan, start, start + timedelta(days=DAYS))
    assert len(found.calendars) == len({plan.work_calendar(one.calendar) for one in plan.resources.values()})
