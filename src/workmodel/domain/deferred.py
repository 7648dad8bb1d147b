"""Schedules whose columns are made when somebody asks for them: what an edit reached is often enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workmodel.domain.schedule import Causes, Schedule

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["deferred", "share_outline"]


def deferred(plan: Plan, causes: Causes, maker: Callable[[Schedule], dict[str, Any]]) -> Schedule:
    """A computed schedule without ids, dates, percentages and findings, until somebody asks for one of them.

    Parameters
    ----------
    plan, causes
        As of any schedule.
    maker
        From the schedule to those fields by name.
    """
    made = Schedule.__new__(Schedule)
    put = object.__setattr__
    put(made, "plan", plan)
    put(made, "source", "computed")
    put(made, "causes", causes)
    put(made, "_memo", {"maker": maker})
    return made


def share_outline(made: Schedule, other: Schedule) -> None:
    """Give a schedule what follows from which items there are, and in what order, from one of the same items."""
    for name in ("rows", "wbs"):
        if name in other._memo:
            made._memo[name] = other._memo[name]
