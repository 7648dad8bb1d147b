"""What a changed plan does, measured: one judge for an item that is late, one for an overload."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from attrs import field, frozen

from workmodel.advice.asked import days_of, ledger_of
from workmodel.advice.asking import Asking
from workmodel.advice.moves import Outcome
from workmodel.advice.pricing import dearer
from workmodel.advice.shifts import missed_of, shifts_of
from workmodel.allocation import Allocation
from workmodel.capacity import Ledger, Overload, ledger
from workmodel.capacity.covered import covered
from workmodel.capacity.hours import amount
from workmodel.domain import Plan, Schedule
from workmodel.scheduling import schedule

__all__ = ["ItemJudge", "Judge", "OverloadJudge", "better"]

_DAY = timedelta(days=1)


class Judge(Protocol):
    """Measures what a changed plan does."""

    def outcome(self, plan: Plan) -> Outcome:
        """What differs from the plan as it is."""


def _over(found: Ledger, resource: str = "", days: tuple[date, ...] = ()) -> Decimal:
    """What finds no room: of one resource's hours on some days, or of everybody's."""
    here = covered(found)
    missing = here.by_cell(here.wanted - here.granted)
    if resource:
        row = found.resources.index(resource)
        missing = missing[row, [(day - found.first).days for day in days]]
    return amount(int(missing.sum()))


@frozen(eq=False)
class ItemJudge:
    """Measures when an item is done, within everybody's hours."""

    asking: Asking
    item: str
    before: Allocation

    def outcome(self, plan: Plan) -> Outcome:
        """What differs from the plan as it is."""
        found, item = self.asking.allocated(plan), self.item
        days = days_of(self.before, found)
        then, now = ledger_of(self.before, days), ledger_of(found, days)
        was, over = _over(then), _over(now)
        return Outcome(
            item, self.before.schedule[item].finish, found.schedule[item].finish, "", was, over, was, over,
            shifts_of(self.before.schedule, found.schedule, (item,)),
            missed_of(self.before.schedule, found.schedule), dearer(then, now),
        )  # fmt: skip


@frozen(eq=False)
class OverloadJudge:
    """Measures how much is too much for somebody on some days, by the dates of logic."""

    overload: Overload
    before: Schedule
    known: dict[tuple[date, date], Ledger] = field(factory=dict, init=False)

    def _days(self, after: Schedule) -> tuple[date, date]:
        days = [*self.overload.days]
        for one in (self.before, after):
            if one.start is not None and one.finish is not None:
                days += [one.start.date(), one.finish.date()]
        return min(days), max(days) + _DAY

    def outcome(self, plan: Plan) -> Outcome:
        """What differs from the plan as it is."""
        found, who, on = schedule(plan), self.overload.resource, self.overload.days
        days = self._days(found)
        if days not in self.known:
            self.known[days] = ledger(self.before.plan, *days, schedule=self.before)
        then = self.known[days]
        now = ledger(plan, *days, schedule=found, previous=then)
        return Outcome(
            "", None, None, who, _over(then, who, on), _over(now, who, on), _over(then), _over(now),
            shifts_of(self.before, found), missed_of(self.before, found), dearer(then, now),
        )  # fmt: skip


def better(one: Outcome, due: datetime | None) -> tuple[Decimal, ...]:
    """What a planner would rather have comes first: least late (or least too much), promises kept, least cost, least moved.

    Costs in several currencies are not compared.
    """
    if one.finish is None or one.finish_before is None:
        first = [one.over, max(one.total_over - one.total_over_before, Decimal(0))]
    else:
        since = one.finish_before if due is None else due
        late = Decimal(int((one.finish - since).total_seconds()))
        first = [late if due is None else max(late, Decimal(0)), max(one.over - one.over_before, Decimal(0))]
    cost = one.cost[0].amount if len(one.cost) == 1 else Decimal(0)
    later = sum(shift.finish > shift.finish_before for shift in one.shifts)
    return (*first, Decimal(len(one.missed)), cost, Decimal(later))
