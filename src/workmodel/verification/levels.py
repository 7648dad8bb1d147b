"""What an allocation says beside its plan, gathered once for all that doubt it: the plan before and after, item by item."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from attrs import field, frozen

from workmodel.domain import Leveled, Plan, Task
from workmodel.domain.leveled import Entries
from workmodel.verification.facts import Facts, Item, has_facts
from workmodel.verification.hours import Hours, Share, shares

__all__ = ["Levels", "stands_late"]


@frozen(eq=False)
class Levels:
    """An allocation, its plan as logic dates it and its leveled plan as it is dated.

    Attributes
    ----------
    found
        The allocation.
    before, after
        Facts of the plan, every task in the way that was chosen, with the dates of logic; and of the leveled plan with its
        dates.
    """

    found: Leveled
    before: Facts
    after: Facts
    _shares: dict[str, tuple[Share, ...]] = field(init=False, factory=dict)

    @property
    def plan(self) -> Plan:
        """What was to be levelled."""
        return self.found.plan

    @property
    def planned(self) -> Plan:
        """The plan, every task in the way that was chosen."""
        return self.before.plan

    @property
    def leveled(self) -> Plan:
        """The plan in which the delays are set."""
        return self.found.leveled

    @cached_property
    def days(self) -> tuple[date, date]:
        """The days of the first and of the last date."""
        dates, axis = self.found.schedule.dates, self.plan.axis
        return axis.time(int(dates.start.min())).date(), axis.time(int(dates.finish.max())).date()

    @cached_property
    def hours(self) -> Hours:
        """Everybody's hours, from the day before the first date to the day after the last."""
        first, last = self.days
        return Hours(self.leveled, first - timedelta(days=1), last + timedelta(days=1))

    @cached_property
    def entries(self) -> Entries | None:
        """What the ledger says, if one is kept."""
        book = self.found.ledger
        return None if book is None else book.entries()

    def shares(self, name: str) -> tuple[Share, ...]:
        """Whom a task of the leveled plan has."""
        if name not in self._shares:
            task = self.leveled[name]
            known = tuple(shares(self.leveled, task)) if isinstance(task, Task) else ()
            self._shares[name] = tuple(one for one in known if one.whole or one.units)
        return self._shares[name]

    @cached_property
    def movable(self) -> tuple[Item, ...]:
        """Leaves that levelling may move: their dates are no facts, and nobody fixed them."""
        return tuple(item for item in self.after.leaves if not has_facts(item) and not item.pinned)

    @cached_property
    def slowed(self) -> tuple[str, ...]:
        """Ids of what has another duration than in the plan: work that is done where there are hours for it."""
        return tuple(
            item.id
            for item in self.after.leaves
            if isinstance(item.entity, Task)
            and item.entity.contour == "as_worked"
            and item.entity.duration != self.planned[item.id].duration
        )


def stands_late(item: Item) -> bool:
    """Whether an item of a plan stands as late as possible, open or under way, by itself or by what it is in."""
    own = item.entity.constraint
    if has_facts(item) or own is not None:
        return own is not None and own.kind == "ALAP" and not has_facts(item)
    return any(constraint.kind == "ALAP" for _, constraint in item.constraints)
