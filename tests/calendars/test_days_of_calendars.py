"""Working time by the local day to which it belongs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.calendars import ALWAYS, DayWindows, WorkCalendar, day_number, windows_by_day
from workmodel.errors import OutOfRange, WrongType
from workmodel.quantities import Axis
from workmodel.testing.strategies import work_calendars

MONDAY = date(2026, 3, 2)


def minutes(calendar: WorkCalendar, start: date, days: int = 1) -> list[int]:
    found: list[int] = windows_by_day(calendar, start, start + timedelta(days=days)).minutes.tolist()
    return found


def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    assert minutes(WorkCalendar("fri 22:00-06:00"), MONDAY, 7) == [0, 0, 0, 0, 480, 0, 0]


def test_days_around_the_clock_are_told_apart() -> None:
    found = windows_by_day(WorkCalendar("mon-sun 00:00-24:00"), MONDAY, MONDAY + timedelta(days=2))
    assert found.days.tolist() == [day_number(MONDAY), day_number(MONDAY) + 1]
    assert found.finishes[0] == found.starts[1]


def test_minutes_of_two_shifts_count_once_in_the_earlier() -> None:
    both = WorkCalendar("mon 22:00-06:00; tue 04:00-12:00")
    assert minutes(both, MONDAY, 2) == [480, 360]
    assert minutes(both, MONDAY + timedelta(days=1)) == [360]


def test_a_day_has_the_hours_that_its_place_has_that_day() -> None:
    always = WorkCalendar("mon-sun 00:00-24:00", zone="Europe/Berlin")
    assert minutes(always, date(2026, 3, 28), 3) == [1440, 1380, 1440]
    assert minutes(always, date(2026, 10, 24), 3) == [1440, 1500, 1440]
    night = WorkCalendar("mon-sun 22:00-06:00", zone="Europe/Berlin")
    assert minutes(night, date(2026, 3, 27), 3) == [480, 420, 480]


@given(work_calendars((None, "Europe/Berlin", "America/New_York")), st.integers(-3, 240), st.integers(0, 12))
def test_days_hold_all_working_time_and_each_minute_once(
    calendar: WorkCalendar, skip: int, length: int
) -> None:
    start = MONDAY + timedelta(days=skip)
    end = start + timedelta(days=length)
    found = windows_by_day(calendar, start, end)
    assert int(found.minutes.sum()) == int((found.finishes - found.starts).sum())
    assert (found.starts[1:] >= found.finishes[:-1]).all()
    assert (found.starts < found.finishes).all()
    axis = Axis(calendar.zone)
    wide = windows_by_day(calendar, start - timedelta(days=2), end + timedelta(days=2))
    lo, hi = axis.minute(start), axis.minute(end)
    inside = sum(
        max(0, min(hi, b) - max(lo, a))
        for a, b in zip(wide.starts.tolist(), wide.finishes.tolist(), strict=True)
    )
    assert inside == calendar.between(lo, hi)


@given(work_calendars(), st.integers(0, 6), st.integers(0, 6))
def test_a_stretch_cut_in_two_has_the_same_days(calendar: WorkCalendar, before: int, after: int) -> None:
    middle = MONDAY + timedelta(days=before)
    whole = minutes(calendar, MONDAY, before + after)
    assert minutes(calendar, MONDAY, before) + minutes(calendar, middle, after) == whole


def test_the_ends_of_the_calendar_are_days_like_others() -> None:
    always = WorkCalendar("mon-sun 00:00-24:00", zone="Europe/Berlin")
    assert minutes(always, date(9999, 12, 30)) == [1440]
    assert minutes(always, date.max, 0) == []
    assert minutes(WorkCalendar("mon-sun 00:00-24:00"), date(1, 1, 1)) == [1440]


def test_what_has_no_days_is_refused() -> None:
    assert isinstance(windows_by_day(WorkCalendar("mon 9-17"), MONDAY, MONDAY), DayWindows)
    with pytest.raises(OutOfRange):
        minutes(WorkCalendar("mon 9-17"), MONDAY, -1)
    with pytest.raises(WrongType):
        minutes(ALWAYS, MONDAY)
