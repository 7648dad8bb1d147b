"""Moments, lengths and distances as a planner's answer says them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan

__all__ = [
    "called",
    "calendar_of",
    "said_day",
    "said_ends",
    "said_minutes",
    "said_time",
    "said_to",
    "said_work",
    "work_between",
]


def said_day(moment: datetime) -> str:
    """A day, ``"Fri 2026-03-20"``."""
    return f"{moment:%a %Y-%m-%d}"


def said_time(moment: datetime) -> str:
    """A time, ``"Fri 2026-03-20 17:00"``."""
    return f"{moment:%a %Y-%m-%d %H:%M}"


def said_to(now: datetime, before: datetime) -> str:
    """Where something is now: the day, or the time where the day is the same.

    Examples
    --------
    >>> (
    ...     said_to(datetime(2026, 3, 19, 17), datetime(2026, 3, 16, 17)),
    ...     said_to(datetime(2026, 3, 19, 17), datetime(2026, 3, 19, 9)),
    ... )
    ('Thu 2026-03-19', 'Thu 2026-03-19 17:00')
    """
    return said_time(now) if now.date() == before.date() else said_day(now)


def said_minutes(minutes: int, minutes_per_day: int) -> str:
    """Minutes in days of that length, hours and minutes; from a day on to the nearest hour.

    Examples
    --------
    >>> said_minutes(1501, 480), said_minutes(-95, 480), said_minutes(1501, 1440)
    ('3d 1h', '1h 35min', '1d 1h')
    """
    size, day = abs(minutes), minutes_per_day
    if size >= day:
        size = (size + 30) // 60 * 60
    days, rest = divmod(size, day)
    hours, left = divmod(rest, 60)
    if days:
        left = 0  # of a day that is no whole number of hours
    parts = ((days, "d"), (hours, "h"), (left, "min"))
    return " ".join(f"{amount}{unit}" for amount, unit in parts if amount) or "0min"


def said_work(minutes: int, plan: Plan) -> str:
    """Working time in the plan's days, hours and minutes; from a day on to the nearest hour.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> said_work(1501, Plan()), said_work(-95, Plan())
    ('3d 1h', '1h 35min')
    """
    return said_minutes(minutes, plan.conventions.minutes_per_day)


def said_ends(plan: Plan, before: datetime | None, now: datetime | None) -> str:
    """When all ends, and by how much work on the plan's calendar that is another date than before.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> said_ends(Plan(), datetime(2026, 3, 6, 17), datetime(2026, 3, 10, 17))
    'all ends Tue 2026-03-10, 2d later'
    >>> said_ends(Plan(), datetime(2026, 3, 6, 17), datetime(2026, 3, 6, 17))
    'all ends as before, Fri 2026-03-06'
    """
    if now is None or before is None:
        return "one of the two plans has no dates"
    first, last = plan.axis.minute(before), plan.axis.minute(now)
    if first == last:
        return f"all ends as before, {now:%a %Y-%m-%d}"
    minutes = plan.work_calendar().between(first, last)
    side = "later" if last > first else "earlier"
    size = f"{said_work(minutes, plan)} {side}" if minutes else f"{side} in closed hours"
    return f"all ends {said_to(now, before)}, {size}"


def called(entity: Any) -> str:
    """What people call an entity, in quotation marks where it is more than one word.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> called(Task("t1", title="Design")), called(Task("t2", title="Write the guide")), called(Task("t3"))
    ('Design', '“Write the guide”', 't3')
    """
    name = " ".join(entity.name.split())
    return f"“{name}”" if " " in name else name


def calendar_of(plan: Plan, item: str) -> WorkCalendar:
    """The calendar by which people count an item's days: its own, that of what it is part of, or the plan's."""
    here = plan.get(item)
    while here is not None:
        if getattr(here, "calendar", None) is not None:
            return plan.work_calendar(here.calendar)
        here = None if here.parent is None else plan[here.parent]
    return plan.work_calendar()


def work_between(plan: Plan, item: str, before: datetime, after: datetime) -> int:
    """Working time from one moment to another on an item's calendar, below zero where the other is earlier. [working min]"""
    axis = plan.axis
    return calendar_of(plan, item).between(axis.minute(before), axis.minute(after))
