"""`Asked`: what a request wants of each person's hours, and whether those are enough."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from workmodel.allocation import Allocation
from workmodel.capacity import Ledger, ledger
from workmodel.capacity.covered import covered
from workmodel.capacity.hours import amount
from workmodel.capacity.wording import said_hours

__all__ = ["WORTH_SAYING", "Asked", "asked_of", "days_of", "ledger_of"]

_NEXT: Final = timedelta(days=1)
_WEEKS: Final = timedelta(weeks=4)  # looked at where a plan has nothing that ends
WORTH_SAYING: Final = Decimal(
    15
)  # work that ends in the middle of a minute lies a little beside the hours there are


@frozen
class Asked:
    """What a request wants of one person or machine.

    Attributes
    ----------
    resource
        Whose hours.
    wanted
        How many it wants. [person-min]
    free_before
        What nobody claimed of them without it. [person-min]
    over_before, over
        What of all that is wanted of them finds no room, without the request and with it. [person-min]
    """

    resource: str
    wanted: Decimal
    free_before: Decimal
    over_before: Decimal
    over: Decimal

    @property
    def overloaded(self) -> bool:
        """Whether a quarter of an hour or more finds no room that did before."""
        return self.over - self.over_before >= WORTH_SAYING

    def __str__(self) -> str:
        more = f", {said_hours(self.over - self.over_before)} of all too much" if self.overloaded else ""
        return f"{self.resource}: {said_hours(self.wanted)} asked, {said_hours(self.free_before)} free{more}"


def days_of(*found: Allocation) -> tuple[date, date]:
    """The days over which allocations run, and the day after; four weeks where nothing in them ends."""
    starts = [one.schedule.start for one in found if one.schedule.start is not None]
    ends = [one.schedule.finish for one in found if one.schedule.finish is not None]
    if not starts:
        plan = found[0].plan
        first = plan.axis.time(plan.axis.minute(plan.start or date.min)).date()
        return first, first + _WEEKS
    return min(starts).date(), max(ends).date() + _NEXT


def ledger_of(found: Allocation, days: tuple[date, date]) -> Ledger:
    """Everybody's hours by the dates of an allocation, over some days."""
    return ledger(found.leveled, *days, schedule=found.schedule, reserve=str(float(found.reserve)))


def asked_of(without: Allocation, beside: Allocation, request: Collection[str]) -> tuple[Asked, ...]:
    """Whom a request asks for hours, or leaves with too few, in the plan's order."""
    days = days_of(without, beside)
    then, now = ledger_of(without, days), ledger_of(beside, days)
    before, after = covered(then), covered(now)
    sources = now.claims.sources
    wanted: dict[int, int] = {}
    for source, row, units in zip(
        after.source.tolist(), after.row.tolist(), after.wanted.tolist(), strict=True
    ):
        if sources[source].id in request:
            wanted[row] = wanted.get(row, 0) + units
    over = after.by_cell(after.wanted - after.granted).sum(axis=1).tolist()
    rows = {name: row for row, name in enumerate(then.resources)}
    free = before.free.sum(axis=1).tolist()
    over_before = before.by_cell(before.wanted - before.granted).sum(axis=1).tolist()
    found = []
    for row, name in enumerate(now.resources):
        old = rows.get(name)
        one = Asked(
            name, amount(wanted.get(row, 0)), amount(0 if old is None else free[old]),
            amount(0 if old is None else over_before[old]), amount(over[row]),
        )  # fmt: skip
        if one.wanted or one.overloaded:
            found.append(one)
    return tuple(found)
