"""Tables in which one place answers give what searching gives, at every minute and for every amount."""

from __future__ import annotations

import pytest

from workmodel.calendars import ALWAYS, CalendarException, WorkCalendar
from workmodel.domain import Calendar, Plan
from workmodel.scheduling.clock import compiled_calendars, finish_of, position, start_of
from workmodel.scheduling.steps import begun, ended, finish_at, start_at, stepped_calendars, worked

MIDNIGHT = 29_540_160  # Monday 2026-03-02 00:00, minutes since 1970
WEEKS = (
    "mon-fri 08:00-12:00, 13:00-17:00",
    "mon-sat 06:00-14:00",
    "mon-thu 22:00-06:00",
    "sat 10:00-10:30",
    "tue,thu 09:00-09:20, 09:25-16:00",
)


def calendars() -> tuple[WorkCalendar, ...]:
    plan = Plan(start="2026-03-02").add(
        *(Calendar(f"c{i}", week=week) for i, week in enumerate(WEEKS)),
        Calendar(
            "away",
            week="mon-fri 09:00-17:00",
            exceptions=[
                CalendarException(start="2026-03-09", finish="2026-03-13"),
                CalendarException(start="2026-03-14", shifts="11:00-12:00"),
            ],
        ),
    )
    return (ALWAYS, *(plan.work_calendar(name) for name in plan.calendars))


@pytest.mark.parametrize("lo", [MIDNIGHT, MIDNIGHT + 9 * 60 + 7, MIDNIGHT + 13 * 1440])
def test_what_tables_say_of_a_moment_is_what_a_search_says(lo: int) -> None:
    """Work before it, where work goes on and where it stopped; also before the beginning and after the end."""
    found, hi = calendars(), lo + 20 * 1440 + 11
    tables, searched = stepped_calendars(found, lo, hi), compiled_calendars(found, lo, hi).tolist()
    assert tables is not None
    k = tables.tolist()
    for c in range(len(found)):
        for t in (*range(-50, hi - lo + 50, 3), hi - lo):
            w = position(searched, c, lo + t)
            assert worked(k, c, t) == w
            assert begun(k, c, t) == start_of(searched, c, w) - lo
            assert ended(k, c, t) == finish_of(searched, c, w) - lo


@pytest.mark.parametrize("lo", [MIDNIGHT, MIDNIGHT + 9 * 60 + 7, MIDNIGHT + 13 * 1440])
def test_what_tables_say_of_an_amount_is_what_a_search_says(lo: int) -> None:
    """When it is done and when work goes on after it; also less than nothing and more than there is."""
    found, hi = calendars(), lo + 20 * 1440 + 11
    tables, searched = stepped_calendars(found, lo, hi), compiled_calendars(found, lo, hi).tolist()
    assert tables is not None
    k = tables.tolist()
    for c in range(len(found)):
        for w in range(-20, position(searched, c, hi) + 20):
            assert start_at(k, c, w) == start_of(searched, c, w) - lo
            assert finish_at(k, c, w) == finish_of(searched, c, w) - lo


def test_windows_of_a_few_minutes_are_not_worth_a_table() -> None:
    """Tables as fine as that would be larger than what they save."""
    short = Calendar("short", week="mon-fri 08:00-08:05, 08:10-08:15, 08:20-08:25")
    calendar = Plan(start="2026-03-02").add(short).work_calendar("short")
    assert stepped_calendars((ALWAYS, calendar), MIDNIGHT, MIDNIGHT + 20 * 1440) is None
