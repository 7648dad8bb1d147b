"""Dates and lengths as a planner's answer says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workmodel.domain.wording import calendar_of, said_day, said_time, said_work, work_between

__all__ = ["calendar_of", "listed", "said_day", "said_instead", "said_time", "said_work", "work_between"]


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
