"""The ledger that a report or a command line shows: over the days of a schedule, if there is anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from workmodel.capacity import Ledger, ledger

if TYPE_CHECKING:
    from workmodel.allocation import Allocation
    from workmodel.domain import Schedule

__all__ = ["ledger_of", "ledger_within", "usual_period"]

_MOST_DAYS: Final = 3660  # ten years: beyond, columns of months would outweigh everything else
_LONG: Final = timedelta(days=_MOST_DAYS)
_WITHOUT_DATES: Final = 28  # days: of a plan that holds routines only
_DAYS_UP_TO: Final = 14
_WEEKS_UP_TO: Final = 106 * 7


def ledger_of(schedule: Schedule) -> Ledger | None:
    """The hours of everybody from the first day of a schedule to its last; four weeks where nothing has dates.

    Parameters
    ----------
    schedule
        Whose dates; of plans longer than ten years, the first ten.

    Returns
    -------
    Ledger or None
        ``None`` where nobody has hours, or nothing says when the plan is.

    Raises
    ------
    WorkModelError
        Whatever `workmodel.capacity.ledger` raises.
    """
    found = _days(schedule)
    has_hours = any(one.works and not one.members for one in schedule.plan.resources.values())
    if found is None or not has_hours:
        return None
    first, end = found
    return ledger(schedule.plan, first, min(end, first + timedelta(days=_MOST_DAYS)), schedule)


def ledger_within(allocation: Allocation) -> Ledger | None:
    """The hours of everybody as an allocation claims them; as for `ledger_of`, ``None`` where nobody has any."""
    schedule = allocation.schedule
    if schedule.start is None or schedule.finish is None or schedule.finish - schedule.start > _LONG:
        return ledger_of(schedule)
    has_hours = any(one.works and not one.members for one in schedule.plan.resources.values())
    return allocation.ledger if has_hours else None


def _days(schedule: Schedule) -> tuple[date, date] | None:
    """The first day, and the first after the last."""
    if schedule.start is not None and schedule.finish is not None:
        return schedule.start.date(), schedule.finish.date() + timedelta(days=1)
    axis, plan = schedule.plan.axis, schedule.plan
    if plan.start is not None:
        first = axis.time(axis.minute(plan.start)).date()
        return first, first + timedelta(days=_WITHOUT_DATES)
    if plan.finish is None:
        return None
    last = axis.time(axis.minute(plan.finish)).date()
    return last - timedelta(days=_WITHOUT_DATES - 1), last + timedelta(days=1)


def usual_period(found: Ledger) -> str:
    """Days for two weeks, weeks for two years, else months."""
    days = (found.last - found.first).days + 1
    return "day" if days <= _DAYS_UP_TO else "week" if days <= _WEEKS_UP_TO else "month"
