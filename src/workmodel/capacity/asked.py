"""How a ledger was asked for, and the days that decide on what it says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity.claimants import Claimants
from workmodel.capacity.limits import whole_weeks
from workmodel.capacity.tasks import TaskClaims

if TYPE_CHECKING:
    from workmodel.capacity.sources import ClaimKind
    from workmodel.capacity.switching import SwitchingModel
    from workmodel.domain import Plan

__all__ = ["Asked", "Extent"]


@frozen
class Asked:
    """What somebody asks of a ledger.

    Attributes
    ----------
    first, last
        The days, both included.
    order
        Kinds of claims, first served first.
    switching
        What working on several things costs; ``None``: nothing.
    reserve
        Share of everybody's availability that is left. [1/10 000]
    """

    first: date
    last: date
    order: tuple[ClaimKind, ...]
    switching: SwitchingModel | None
    reserve: int


@frozen
class Extent:
    """The days that decide on what a ledger says.

    Attributes
    ----------
    begin, until
        On which claims have to be complete, both included: whole weeks where there are limits, work that is done where there
        are hours.
    lo, hi
        On which they are counted for that, both included: whole periods, and the days around.
    """

    begin: date
    until: date
    lo: date
    hi: date

    @classmethod
    def of(cls, plan: Plan, asked: Asked, claimants: Claimants, tasks: TaskClaims) -> Extent:
        """Of a ledger of a plan."""
        begin, until = tasks.widest(plan, asked.first, asked.last)
        if claimants.by_week:
            begin, until = whole_weeks(plan, begin, until)
        return cls(begin, until, *claimants.widest(begin, until))
