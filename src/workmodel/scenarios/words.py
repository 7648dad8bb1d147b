"""How far dates are apart, and names of items, as sentences about plans say them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from workmodel.advice.wording import listed, said_day, said_time, said_work, work_between

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["called", "listed", "said_by", "said_day", "said_time", "said_to", "said_work", "work_between"]


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


def said_by(minutes: int, plan: Plan) -> str:
    """By how much something is later or earlier. [working min]

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> said_by(1440, Plan()), said_by(-480, Plan()), said_by(0, Plan())
    ('3d later', '1d earlier', 'as agreed')
    """
    if not minutes:
        return "as agreed"
    return f"{said_work(minutes, plan)} {'later' if minutes > 0 else 'earlier'}"


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
