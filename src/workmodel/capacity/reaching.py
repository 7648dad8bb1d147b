"""How far an occurrence with a time of day reaches beyond the day on which it begins: over midnight, or over several."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final

from workmodel.domain.teams import people

if TYPE_CHECKING:
    from workmodel.domain import Plan, Routine

__all__ = ["nights"]

_DAY: Final = 1440
_STANDARD: Final = Decimal(1)


def nights(plan: Plan, routine: Routine) -> timedelta:
    """How many days before a window an occurrence may begin that still claims hours in it.

    Examples
    --------
    >>> from workmodel.domain import Plan, Routine
    >>> late = Routine("backup", recurrence="FREQ=DAILY", at="23:30", effort="90min")
    >>> nights(Plan(), late).days, nights(Plan(), Routine("post", recurrence="FREQ=DAILY", effort="9h")).days
    (1, 0)
    """
    begin = _latest(routine)
    if begin is None:
        return timedelta()
    sizes = [
        routine.effort,
        *(one.effort for one in routine.steps),
        *(one.effort for one in routine.overrides),
    ]
    takes = max((plan.minutes(one) for one in sizes if one is not None), default=0)
    if routine.split != "each" and not routine.steps:
        slowest = min((_slowest(plan, one.resource) for one in routine.assignments), default=_STANDARD)
        takes = takes if slowest == _STANDARD else ceil(takes / Fraction(slowest))
    return timedelta(days=max(begin + takes - 1, 0) // _DAY)


def _slowest(plan: Plan, name: str) -> Decimal:
    """The least efficiency of a resource, or of all who are ever in it."""
    resource = plan.resources[name]
    if not resource.members:
        return resource.efficiency
    return min((plan.resources[one].efficiency for one in people(plan, (name,))), default=_STANDARD)


def _latest(routine: Routine) -> int | None:
    """The last minute of a day at which it may begin; ``None``: it has no time of day."""
    if routine.occurs is None:
        return None
    if routine.at and routine.zone is None and not routine.overrides:
        return _minute(routine.at)
    said = routine.occurs.says_times or routine.occurs.hourly or isinstance(routine.valid_from, datetime)
    moved = any(isinstance(one.start, datetime) for one in routine.overrides)
    if said or moved or (routine.at and routine.zone is not None):
        return _DAY - 1
    return _minute(routine.at) if routine.at else None


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])
