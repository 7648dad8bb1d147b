"""Dates and lengths as a planner's answer says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workmodel.calendars import WorkCalendar
from workmodel.domain import Plan

__all__ = ["calendar_of", "listed", "said_day", "said_instead", "said_time", "said_work", "work_between"]


def said_day(moment: datetime) -> str:
    """A day, ``"Fri 2026-03-20"``."""
    return f"{moment:%a %Y-%m-%d}"


def said_time(moment: datetime) -> str:
    """A time, ``"Fri 2026-03-20 17:00"``."""
    return f"{moment:%a %Y-%m-%d %H:%M}"


def said_instead(now: datetime, before: datetime) -> str:
    """One moment instead of another: days, or times where the day is the same.

    Examples
    --------
    >>> said_instead(datetime(2026, 3, 5, 17), datetime(2026, 3, 6, 17))
    'Thu 2026-03-05 instead of Fri 2026-03-06'
    >>> said_instead(datetime(2026, 3, 5, 9), datetime(2026, 3, 5, 17))
    'Thu 2026-03-05 09:00 instead of 17:00'
    """
    if now.date() == before.date():
        return f"{said_time(now)} instead of {before:%H:%M}"
    return f"{said_day(now)} instead of {said_day(before)}"


def said_work(minutes: int, plan: Plan) -> str:
    """Working time in the plan's days, hours and minutes; from a day on to the nearest hour.

    Examples
    --------
    >>> said_work(1501, Plan()), said_work(-95, Plan())
    ('3d 1h', '1h 35min')
    """
    size, day = abs(minutes), plan.conventions.minutes_per_day
    if size >= day:
        size = (size + 30) // 60 * 60
    days, rest = divmod(size, day)
    hours, left = divmod(rest, 60)
    if days:
        left = 0  # of a day that is no whole number of hours
    parts = ((days, "d"), (hours, "h"), (left, "min"))
    return " ".join(f"{amount}{unit}" for amount, unit in parts if amount) or "0min"


def listed(parts: Sequence[str], most: int = 4) -> str:
    """Names in a row; of many, the first ones and how many more.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=1)
    ('a, b and c', 'a and 2 more')
    """
    shown = [*parts[:most]]
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


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
