"""`Move`: one change to a plan with what it does, as values."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from workmodel.advice.shifts import Missed, Shift
from workmodel.advice.wording import said_instead
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan
from workmodel.quantities import Money

__all__ = ["Move", "MoveKind", "Outcome"]

MoveKind = Literal["reassign", "split", "delay", "hours", "priority"]


@frozen
class Outcome:
    """What a move does, by a run of the engines before and after it.

    Attributes
    ----------
    item
        Id of the item that shall be done earlier; empty where an overload is asked about.
    finish_before, finish
        When that is done, without the move and with it; ``None`` where an overload is asked about.
    resource
        Whose overload is asked about; empty where an item is.
    over_before, over
        What of the wishes for that one's hours on the days asked about finds no room; where an item is asked about,
        of everybody's hours over all days. [person-min]
    total_over_before, total_over
        The same of everybody's hours over all days of both plans, so that an overload that only moves shows. [person-min]
    shifts
        What else moves, in the plan's order.
    missed
        Promises that are broken only with the move, or by more.
    cost
        What all that is wanted costs more, one amount for each currency in which that changes; below zero where it saves.
        [to the hundredth]
    """

    item: str
    finish_before: datetime | None
    finish: datetime | None
    resource: str
    over_before: Decimal
    over: Decimal
    total_over_before: Decimal
    total_over: Decimal
    shifts: tuple[Shift, ...]
    missed: tuple[Missed, ...]
    cost: tuple[Money, ...]

    def __str__(self) -> str:
        parts = []
        if self.finish is not None and self.finish_before is not None:
            parts.append(f"{self.item} is done {said_instead(self.finish, self.finish_before)}")
        if self.resource:
            parts.append(
                f"{_over(self.over)} too much for {self.resource} instead of {_over(self.over_before)}"
            )
        more = self.total_over - self.total_over_before
        if more > 0:
            parts.append(f"{said_hours(more)} more too much for everybody")
        later = sum(one.finish > one.finish_before for one in self.shifts)
        if later:
            parts.append(f"{later} other {'item ends' if later == 1 else 'items end'} later")
        parts += map(str, self.missed)
        parts += [f"{'+' if one.amount > 0 else ''}{one.amount:.2f} {one.currency}" for one in self.cost]
        return "; ".join(parts)


def _over(minutes: Decimal) -> str:
    return said_hours(minutes) if minutes else "nothing"


@frozen(eq=False)
class Move:
    """A change that helps, with the plan in which it is made and what it does.

    Attributes
    ----------
    kind
        ``"reassign"``: somebody else does it; ``"split"``: one more person works on it; ``"delay"``: something else that
        holds the person waits; ``"hours"``: somebody works longer; ``"priority"``: it comes before what holds its people.
    item
        Id of what changes: a task or routine, a project whose priority rises, a resource with more hours.
    what
        The change in words.
    plan
        The changed plan: take it, and ask again.
    outcome
        What the change does.
    """

    kind: MoveKind
    item: str
    what: str
    plan: Plan = field(repr=False)
    outcome: Outcome

    def __str__(self) -> str:
        return f"{self.what}: {self.outcome}"
