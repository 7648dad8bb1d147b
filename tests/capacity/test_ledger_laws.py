"""Laws of the ledger: it balances to the last unit, however it is cut, whatever claims it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Ledger, Stretch, ledger
from workmodel.routines import occurrences
from workmodel.testing.strategies import CLAIMING, plans

FEWER = settings(max_examples=60, suppress_health_check=list(HealthCheck))

DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY", "effort": "30min"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "at": "09:00", "effort": "1h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=TU,FR", "at": "11:30", "effort": "3h"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "at": "23:30", "effort": "90min", "split": "each"},
    {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=5", "effort": "6h", "window": "3d"},
    {"arrivals": "7 per day", "effort": "25min"},
    {"arrivals": "40 per week", "estimate": "10min / 20min / 45min"},
    {"reservation": "5h per week"},
    {"reservation": "9h per month", "split": "each"},
    {"reservation": "15%"},
)
ABSENCES = ((2, "{} sick"), (7, "{}..{} 50% parental"), (3, "{} 10:00..{} 15:00 training"))
DAYS = 14


def window(plan: wm.Plan) -> tuple[date, date]:
    """Two weeks around the plan's start."""
    assert plan.start is not None
    first = date(plan.start.year, plan.start.month, plan.start.day) - timedelta(days=1)
    return first, first + timedelta(days=DAYS)


def booked(plan: wm.Plan, **options: Any) -> Ledger:
    return ledger(plan, *window(plan), **options)


@st.composite
def peopled(draw: st.DrawFn) -> wm.Plan:
    """Plans with people who are away now and then, with work, and with routines that ask for them."""
    plan = draw(plans(features={"resources", "calendars", "hierarchy", "zones", "elapsed", "progress"}))
    people = [r.id for r in plan.resources.values() if r.works]
    if not people:
        plan, people = plan.add(wm.Resource("kim", capacity="0.75")), ["kim"]
    first, _ = window(plan)
    for name in people:
        chosen = draw(st.lists(st.sampled_from(ABSENCES), unique=True, max_size=2))
        days = [
            [first + timedelta(days=after + more) for more in (0, 2 if "%" in text else 0)]
            for after, text in chosen
        ]
        plan = plan.evolve(
            name, absences=[text.format(*two) for (_, text), two in zip(chosen, days, strict=True)]
        )
    for number in range(draw(st.integers(0, 3))):
        who = draw(st.lists(st.sampled_from(people), unique=True, min_size=1, max_size=2))
        size = {"effort": draw(st.sampled_from(["4h", "3d", "20min"]))}
        plan = plan.add(wm.Task(f"work{number}", duration="2d", assignments=who, **size))
    for number, demand in enumerate(draw(st.lists(st.sampled_from(DEMANDS), min_size=1, max_size=4))):
        who = draw(st.lists(st.sampled_from(people), unique=True, max_size=2))
        rank = draw(st.sampled_from([500, 900]))
        plan = plan.add(wm.Routine(f"routine{number}", assignments=who, priority=rank, **demand))
    return plan


def claimed() -> st.SearchStrategy[wm.Plan]:
    """Plans whose people are away, elsewhere and in teams, with routines at night, in windows and with steps."""
    features = {"resources", "calendars", "hierarchy", "zones", "elapsed"} | CLAIMING
    return plans(features=features, items=4)


def stretches(found: Ledger) -> list[Stretch]:
    return [found.day(name, day) for name in found.resources for day in found.days]


def balanced(one: Stretch) -> None:
    assert one.availability == one.claimed + one.switching + one.free
    parts = [line.amount for line in one.lines] + [one.gross, one.absence, one.switching, one.free]
    parts += [short.amount for short in one.unmet]
    assert all(part >= 0 for part in parts)


@FEWER
@given(
    claimed() | peopled(),
    st.sampled_from([None, "weinberg", "geometric", "20min per switch"]),
    st.sampled_from([0, "10%"]),
)
def test_every_day_sums_to_what_there_is_and_nothing_is_negative(
    plan: wm.Plan, switching: Any, reserve: Any
) -> None:
    found = booked(plan, switching=switching, reserve=reserve)
    for one in stretches(found):
        balanced(one)
    for name in found.resources:
        balanced(found.total(name))


@FEWER
@given(claimed() | peopled(), st.lists(st.integers(0, 14 * 1440), min_size=2, max_size=4))
def test_a_stretch_cut_anywhere_adds_up_line_by_line(plan: wm.Plan, cuts: list[int]) -> None:
    found = booked(plan)
    start, end = window(plan)
    for name in found.resources:
        row = found.cells.row(name)
        assert row is not None
        lo, hi = (
            int(found.cells.edges(row)[found._day(day) + after])
            for day, after in ((start, 0), (end - timedelta(days=1), 1))
        )
        ends = sorted({lo, hi, *(min(lo + cut, hi) for cut in cuts)})
        times = [plan.axis.time(end) for end in ends]
        parts = [found.between(name, a, b) for a, b in pairwise(times)]
        for part in parts:
            balanced(part)
        whole = found.between(name, times[0], times[-1])
        assert _sums(parts) == _sums([whole]) == _sums([found.total(name)])


def _sums(parts: list[Stretch]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        for line in part.lines:
            found[str(line.source)] = found.get(str(line.source), 0) + line.amount
        for column in ("gross", "absence", "switching", "free"):
            found[column] = found.get(column, 0) + getattr(part, column)
    return {key: value for key, value in found.items() if value}


@FEWER
@given(claimed() | peopled(), st.integers(1, 13))
def test_a_window_cut_in_two_asks_for_the_same(plan: wm.Plan, days: int) -> None:
    start, end = window(plan)
    middle = start + timedelta(days=days)
    whole, first, second = booked(plan), ledger(plan, start, middle), ledger(plan, middle, end)
    for name in whole.resources:
        for day in whole.days:
            half = first if day < middle else second
            assert half.day(name, day) == whole.day(name, day)
    assert sorted(first.unassigned + second.unassigned, key=str) == sorted(whole.unassigned, key=str)


@pytest.mark.parametrize(
    ("efficiency", "details", "days"),
    [
        ("1", {"at": "23:30", "effort": "90min"}, 1),
        ("1", {"at": "17:30", "effort": "90min", "zone": "America/New_York"}, 1),
        ("1", {"at": "08:00", "effort": "40h"}, 1),
        ("0.5", {"at": "20:00", "effort": "4h"}, 1),
        ("1", {"valid_from": "2026-03-02 23:00", "effort": "50h"}, 3),
        ("1", {"effort": "1h", "overrides": ["2026-03-04 to 2026-03-04 23:30"]}, 1),
    ],
)
def test_what_begins_before_a_window_and_reaches_into_it_counts(
    efficiency: str, details: dict[str, Any], days: int
) -> None:
    plan = wm.Plan(start="2026-03-02", zone="Europe/Berlin").add(
        wm.Resource("kim", calendar="24_hours", efficiency=efficiency),
        wm.Routine("watch", recurrence="FREQ=WEEKLY;BYDAY=WE", assignments=["kim"], **details),
    )
    whole = ledger(plan, "2026-03-02", "2026-03-10")
    for day in whole.days:
        alone = ledger(plan, day, day + timedelta(days=1))
        assert alone.day("kim", day) == whole.day("kim", day)
    assert whole.day("kim", date(2026, 3, 4) + timedelta(days=days)).claimed


@FEWER
@given(claimed())
def test_what_somebody_else_does_changes_nobodys_days(plan: wm.Plan) -> None:
    """Hours held for a year make a ledger look at a year."""
    more = plan.add(wm.Resource("zoe"), wm.Routine("held", reservation="1h per year", assignments=["zoe"]))
    one, other = booked(plan), booked(more)
    for name in one.resources:
        assert [one.day(name, day) for day in one.days] == [other.day(name, day) for day in one.days]
    assert one.unassigned == other.unassigned


@FEWER
@given(claimed())
def test_what_occurrences_take_is_claimed_or_told_to_the_last_unit(plan: wm.Plan) -> None:
    """Of a routine that ends within the ledger, of which nothing is reported yet, by people of standard efficiency."""
    plan = plan.replace(*(evolve(one, efficiency=1) for one in plan.resources.values()))
    first, _ = window(plan)
    last = first + timedelta(days=120)
    reported = {one.routine for one in plan.completions.values()}
    for routine in plan.routines.values():
        if not routine.recurrence or routine.split == "each" or routine.id in reported or routine.steps:
            continue
        plan = plan.evolve(routine.id, valid_to=first + timedelta(days=20))
    found = ledger(plan, first - timedelta(days=30), last)
    for routine in plan.routines.values():
        if routine.valid_to is None or not routine.recurrence:
            continue
        every = occurrences(plan, routine, first - timedelta(days=60), last, found.schedule)
        totals = [found.total(name) for name in found.resources]
        asked = sum(one.of(routine.id) for one in totals)
        asked += sum(short.amount for one in totals for short in one.unmet if short.source.id == routine.id)
        told = sum(one.amount for one in found.unassigned if one.source.id == routine.id)
        assert asked * 10_000 + told == sum(one.effort for one in every) * 10_000


@FEWER
@given(claimed() | peopled())
def test_removing_a_routine_frees_its_hours_and_takes_nothing_from_anybody(plan: wm.Plan) -> None:
    """What it had is free then, or granted to what it had kept from it."""
    if not plan.routines:
        return
    gone = next(iter(plan.routines))
    before, after = booked(plan), booked(plan.remove(gone, cascade=True))
    for name in before.resources:
        for day in before.days:
            was, now = before.day(name, day), after.day(name, day)
            others = {line.source.id: line.amount for line in was.lines if line.source.id != gone}
            more = {line.source.id: line.amount for line in now.lines}
            assert now.availability == was.availability
            assert all(more.get(key, 0) >= amount for key, amount in others.items())
            assert now.free + sum(more.values()) == was.free + sum(others.values()) + was.of(gone)


@FEWER
@given(claimed() | peopled())
def test_the_order_of_declaration_changes_no_total(plan: wm.Plan) -> None:
    """What everything wants stays; who gives way among equals is a matter of order."""
    names = [e.id for e in plan]
    moved = plan.move(names[0]) if names else plan
    one, other = booked(plan), booked(moved)
    for name in one.resources:
        for day in one.days:
            assert one.day(name, day).claimed == other.day(name, day).claimed


def test_the_present_moment_needs_no_clock() -> None:
    """The same plan, the same ledger."""
    plan = wm.Plan(start=datetime(2026, 3, 2)).add(
        wm.Resource("kim"), wm.Task("a", effort="1d", assignments=["kim"])
    )
    assert booked(plan).total("kim") == booked(plan).total("kim")


@given(people=st.integers(1, 60), hours=st.integers(1, 10_000), period=st.sampled_from(["month", "year"]))
def test_what_many_share_over_a_long_period_adds_up_to_it(people: int, hours: int, period: str) -> None:
    names = [f"p{n}" for n in range(people)]
    held = wm.Routine("held", reservation=f"{hours}h per {period}", assignments=names)
    plan = wm.Plan(start="2026-01-01").add(*map(wm.Resource, names), held)
    end = "2027-01-01" if period == "year" else "2026-02-01"
    found = ledger(plan, "2026-01-01", end)
    assert int(found.claims.wanted.sum()) == hours * 60 * 10_000
    assert int(found.claims.wanted.min()) >= 0
