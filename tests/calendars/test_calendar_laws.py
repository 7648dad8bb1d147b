"""The arithmetic of working time against a minute walker, and the laws that hold for any calendar.

The walker reads layers by itself and steps from minute to minute; it shares no code with the room.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.calendars import (
    ALWAYS,
    CalendarException,
    Layer,
    Shift,
    WeekPattern,
    WorkCalendar,
    WorkWeek,
    day_shifts,
    intersection,
    union,
)
from workmodel.errors import NoWorkingTime

EPOCH = datetime(1970, 1, 1)
DAYS = 16
PLACES = [  # zone and first day of a window with something in it
    (None, date(2026, 3, 2)),
    (None, date(2019, 12, 24)),  # across the origin of the count
    (None, date(2025, 8, 4)),  # across a border of compiled blocks
    ("Europe/Berlin", date(2026, 3, 23)),
    ("Europe/Berlin", date(2026, 10, 19)),
    ("America/New_York", date(2026, 10, 26)),
    ("Australia/Lord_Howe", date(2026, 3, 30)),  # half an hour
    ("America/Sao_Paulo", date(2018, 10, 29)),  # midnight does not exist
    ("America/Havana", date(2026, 10, 26)),  # midnight comes twice
    ("Pacific/Apia", date(2011, 12, 24)),  # a whole day does not exist
    ("Africa/Monrovia", date(1972, 1, 1)),  # an offset with seconds before
]
RULES = [
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU",
    "FREQ=MONTHLY;BYMONTHDAY=1,-1",
    "FREQ=MONTHLY;BYDAY=1WE,-1FR",
    "FREQ=YEARLY;BYMONTH=3,10,11,12;BYDAY=2TU",
    "FREQ=DAILY;COUNT=5",
]


class Walker:
    """Working time of a window, minute by minute."""

    def __init__(self, layers: tuple[Layer, ...], zone: str | None, first: date) -> None:
        self.lo = (first - EPOCH.date()).days * 1440
        self.hi = self.lo + DAYS * 1440
        clock = wall_clock(zone, self.lo - 4 * 1440, self.hi + 4 * 1440)
        self.open = bytearray(len(clock))
        for step in range(-3, DAYS + 3):
            day = first + timedelta(days=step)
            midnight = (day - EPOCH.date()).days * 1440
            for shift in said(layers, day):
                begin, end = (bisect_left(clock, midnight + m) for m in (shift.start, shift.finish))
                self.open[begin:end] = b"\1" * (end - begin)
        self.open = self.open[4 * 1440 : -4 * 1440]
        self.before = [0, *accumulate(self.open)]

    def next_open(self, t: int) -> int | None:
        while t < self.hi and not self.open[t - self.lo]:
            t += 1
        return t if t < self.hi else None

    def previous_open(self, t: int) -> int | None:
        while t > self.lo and not self.open[t - 1 - self.lo]:
            t -= 1
        return t if t > self.lo else None

    def worked(self, a: int, b: int) -> int:
        return self.before[b - self.lo] - self.before[a - self.lo]


@lru_cache(maxsize=64)
def wall_clock(zone: str | None, lo: int, hi: int) -> list[int]:
    """The furthest that the wall clock has shown by each minute. [min since 1970 by the wall clock]"""
    if zone is None:
        return list(range(lo, hi))
    info = ZoneInfo(zone)
    shown = []
    for minute in range(lo, hi):
        local = (EPOCH.replace(tzinfo=UTC) + timedelta(minutes=minute)).astimezone(info).replace(tzinfo=None)
        shown.append(round((local - EPOCH) / timedelta(minutes=1) - 1e-9))
    return list(accumulate(shown, max))


def said(layers: tuple[Layer, ...], day: date) -> tuple[Shift, ...]:
    """The shifts of a day: exceptions first, then work weeks, then weeks; the person before the office."""
    for layer in reversed(layers):
        one_off = [e for e in layer.exceptions if e.recurrence is None and e.start <= day <= e.finish]
        if one_off:
            return one_off[-1].shifts
        recurring = [e for e in layer.exceptions if e.recurrence is not None and repeats(e, day)]
        if recurring:
            return recurring[-1].shifts
    for layer in reversed(layers):
        for period in reversed(layer.work_weeks):
            if period.start <= day <= period.finish and period.pattern.days[day.weekday()] is not None:
                return period.pattern.days[day.weekday()]
    for layer in reversed(layers):
        if layer.week.days[day.weekday()] is not None:
            return layer.week.days[day.weekday()]
    return ()


def repeats(exception: CalendarException, day: date) -> bool:
    begin = datetime.combine(exception.start, datetime.min.time())
    moment = datetime.combine(day, datetime.min.time())
    if exception.finish is not None and day > exception.finish:
        return False
    return bool(rrulestr(exception.recurrence.rule, dtstart=begin).between(moment, moment, inc=True))


@st.composite
def shift_lists(draw: st.DrawFn) -> tuple[Shift, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, 287), max_size=6)))
    found = [Shift(a * 5, b * 5) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    night = draw(st.sampled_from([0, 0, 60, 8 * 60]))
    if night and (not found or found[-1].finish <= 1380):
        found.append(Shift(1380, 1440 + night))
    return tuple(found)


DAY_SHIFTS = st.one_of(
    st.just(()), st.sampled_from([(Shift(480, 720), Shift(780, 1020)), (Shift(0, 1440),)]), shift_lists()
)
WEEKS = st.builds(WeekPattern, *[st.one_of(st.none(), DAY_SHIFTS)] * 7)


@st.composite
def layers_near(draw: st.DrawFn, first: date) -> tuple[Layer, ...]:
    day = st.integers(-2, DAYS + 2).map(lambda n: first + timedelta(days=n))

    def exception(begin: date, days: int, said: tuple[Shift, ...], rule: str | None) -> CalendarException:
        finish = begin + timedelta(days=days)
        return CalendarException(start=begin, finish=finish, shifts=said, recurrence=rule)

    def work_week(begin: date, days: int, pattern: WeekPattern) -> WorkWeek:
        return WorkWeek(start=begin, finish=begin + timedelta(days=days), pattern=pattern)

    exceptions = st.lists(
        st.one_of(
            st.builds(exception, day, st.integers(0, 4), DAY_SHIFTS, st.none()),
            st.builds(exception, day, st.integers(0, 30), DAY_SHIFTS, st.sampled_from(RULES)),
        ),
        max_size=3,
    )
    work_weeks = st.lists(st.builds(work_week, day, st.integers(0, 9), WEEKS), max_size=2)
    base = Layer(draw(st.sampled_from(["mon-fri 08:00-12:00, 13:00-17:00", "mon-sun 22:00-06:00", ""])))
    return (base, *draw(st.lists(st.builds(Layer, WEEKS, exceptions, work_weeks), max_size=2)))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkCalendar, date]:
    zone, first = draw(st.sampled_from(PLACES))
    return WorkCalendar(draw(layers_near(first)), zone), first


def moments(first: date) -> st.SearchStrategy[list[int]]:
    begin = (first - EPOCH.date()).days * 1440
    return st.lists(st.integers(begin, begin + DAYS * 1440 - 1), min_size=50, max_size=60)


@pytest.mark.untraced
@given(st.data())
@settings(max_examples=4 * settings().max_examples)
def test_every_answer_is_the_one_that_walking_minute_by_minute_gives(data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    walker = Walker(calendar.layers, calendar.zone, first)
    times = data.draw(moments(first))
    for a, b in zip(times, times[::-1], strict=True):
        assert calendar.is_open(a) == walker.open[a - walker.lo]
        assert calendar.between(a, b) == walker.worked(a, b)
        opening, close = walker.next_open(a), walker.previous_open(a)
        if opening is not None:
            assert calendar.next_open(a) == opening
        if close is not None:
            assert calendar.previous_open(a) == close
        amount = walker.worked(a, b)
        if amount > 0:
            assert calendar.add(a, amount) == walker.previous_open(b)
        if amount < 0:
            assert calendar.add(a, amount, "start") == walker.next_open(b)
    starts, finishes = calendar.windows(walker.lo, walker.hi)
    walked = np.zeros(walker.hi - walker.lo, np.uint8)
    for begin, end in zip(starts, finishes, strict=True):
        walked[begin - walker.lo : end - walker.lo] = 1
    assert walked.tobytes() == bytes(walker.open)
    assert (starts[1:] > finishes[:-1]).all()


@given(st.data())
def test_a_day_has_the_shifts_of_the_statement_that_decides(data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    for step in range(DAYS):
        day = first + timedelta(days=step)
        assert day_shifts(calendar.layers, day) == said(calendar.layers, day)


@given(st.data())
def test_arrays_answer_as_scalars_do(data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    times = np.array(data.draw(moments(first)))
    amounts = np.array(
        data.draw(st.lists(st.integers(-3000, 3000), min_size=times.size, max_size=times.size))
    )
    assert calendar.positions(times).tolist() == [calendar.position(t) for t in times.tolist()]
    assert calendar.are_open(times).tolist() == [calendar.is_open(t) for t in times.tolist()]
    assert calendar.betweens(times, times[::-1]).tolist() == [
        calendar.between(a, b) for a, b in zip(times.tolist(), times[::-1].tolist(), strict=True)
    ]
    pairs = list(zip(times.tolist(), amounts.tolist(), strict=True))
    for many, one in [
        (lambda: calendar.next_opens(times), lambda: [calendar.next_open(t) for t, _ in pairs]),
        (lambda: calendar.previous_opens(times), lambda: [calendar.previous_open(t) for t, _ in pairs]),
        (lambda: calendar.adds(times, amounts), lambda: [calendar.add(t, n) for t, n in pairs]),
        (
            lambda: calendar.adds(times, amounts, "start"),
            lambda: [calendar.add(t, n, "start") for t, n in pairs],
        ),
    ]:
        try:
            expected = one()
        except NoWorkingTime:
            with pytest.raises(NoWorkingTime):
                many()
        else:
            assert many().tolist() == expected


def endless(calendar: WorkCalendar) -> bool:
    """Whether working time has no end in either direction, so that no law is cut short."""
    return any(
        next((said for layer in reversed(calendar.layers) if (said := layer.week.days[day]) is not None), ())
        for day in range(7)
    )


ENDLESS = calendars().filter(lambda pair: endless(pair[0]))


@given(ENDLESS, st.data())
def test_work_added_and_measured_again_is_the_same_work(
    found: tuple[WorkCalendar, date], data: st.DataObject
) -> None:
    calendar, first = found
    amount = data.draw(st.integers(-500_000, 500_000))
    for t in data.draw(moments(first))[:5]:
        for reading in ("start", "finish"):
            moment = calendar.add(t, amount, reading)
            assert calendar.between(t, moment) == amount
            assert calendar.add(moment, -amount, "start") == calendar.next_open(t)
            assert calendar.add(moment, -amount, "finish") == calendar.previous_open(t)


@given(ENDLESS, st.data())
def test_position_never_falls_and_its_inverses_bound_the_moments_of_one_position(
    found: tuple[WorkCalendar, date], data: st.DataObject
) -> None:
    calendar, first = found
    times = sorted(data.draw(moments(first)))
    positions = [calendar.position(t) for t in times]
    assert positions == sorted(positions)
    for t, w in zip(times, positions, strict=True):
        assert calendar.finish_of(w) <= t <= calendar.start_of(w)
        assert calendar.position(calendar.finish_of(w)) == w == calendar.position(calendar.start_of(w))
        assert calendar.is_open(calendar.start_of(w))
        assert calendar.is_open(calendar.finish_of(w) - 1)


@given(ENDLESS, st.data())
def test_the_next_and_the_previous_working_moment_stay_where_they_are(
    found: tuple[WorkCalendar, date], data: st.DataObject
) -> None:
    calendar, first = found
    for t in data.draw(moments(first))[:10]:
        assert calendar.next_open(calendar.next_open(t)) == calendar.next_open(t)
        assert calendar.previous_open(calendar.previous_open(t)) == calendar.previous_open(t)


@given(ENDLESS, st.data())
def test_no_answer_depends_on_how_far_the_calendar_was_asked_before(
    found: tuple[WorkCalendar, date], data: st.DataObject
) -> None:
    calendar, first = found
    times = data.draw(moments(first))[:5]
    nothing = Layer("", (), WorkWeek(start="9999-01-01", finish="9999-01-01", pattern=""))
    fresh = WorkCalendar((*calendar.layers, nothing), calendar.zone)  # equal time, but nothing shared
    for far in (-20_000_000, 60_000_000):
        fresh.position(far)
    for t in times:
        assert fresh.position(t) == calendar.position(t)
        assert fresh.add(t, 5000) == calendar.add(t, 5000)
        assert fresh.add(t, -5000, "start") == calendar.add(t, -5000, "start")


@given(st.data())
def test_unions_and_intersections_are_open_where_one_or_all_members_are(data: st.DataObject) -> None:
    zone, first = data.draw(st.sampled_from(PLACES))
    members = [WorkCalendar(data.draw(layers_near(first)), zone) for _ in range(data.draw(st.integers(1, 3)))]
    times = np.array(data.draw(moments(first)))
    each = np.array([member.are_open(times) for member in members])
    assert (union(members).are_open(times) == each.any(axis=0)).all()
    assert (intersection(members).are_open(times) == each.all(axis=0)).all()
    assert union([*members, ALWAYS]) == ALWAYS
    assert intersection([*members, ALWAYS]) == intersection(members)
