"""What items use up of materials and money, day by day: quantities of assignments, spread over the time of their items.

A task uses its quantity evenly over its own working time, cumulatively, so that parts add up to it exactly; without working
time, on the day on which it starts. Each occurrence of a routine uses it on its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from workmodel.capacity.hours import SCALE
from workmodel.domain import Routine, Task
from workmodel.routines import occurrences

if TYPE_CHECKING:
    from workmodel.capacity.ledger import Ledger
    from workmodel.domain import Assignment, Plan

__all__ = ["Draw", "draws", "own_calendar", "starts"]


@frozen
class Draw:
    """What one assignment uses up.

    Attributes
    ----------
    item, resource
        Ids.
    unit
        What it is counted in; empty where neither says.
    before
        What of it was used up before the ledger's days. [1/10 000 of the unit]
    by_day
        The same on each of those days on which it is.
    """

    item: str
    resource: str
    unit: str
    before: int
    by_day: tuple[tuple[date, int], ...]


def draws(ledger: Ledger) -> Iterator[Draw]:
    """What the assignments to materials and money use up until the last day of a ledger, in the plan's order."""
    plan = ledger.plan
    for entity in plan:
        if isinstance(entity, (Task, Routine)):
            for one in entity.assignments:
                resource = plan.resources[one.resource]
                if not resource.works and one.units:
                    unit = one.unit or resource.unit
                    found = _of(ledger, entity, one)
                    yield Draw(entity.id, resource.id, unit, *found)


def _of(ledger: Ledger, item: Task | Routine, one: Assignment) -> tuple[int, tuple[tuple[date, int], ...]]:
    assert one.units is not None
    amount = int(one.units * SCALE)
    if isinstance(item, Task):
        return _spread(ledger, item.id, amount)
    before, by_day = 0, dict[date, int]()
    for day in starts(ledger, item, before_too=True):
        if day < ledger.first:
            before += amount
        else:
            by_day[day] = by_day.get(day, 0) + amount
    return before, tuple(by_day.items())


def _spread(ledger: Ledger, name: str, amount: int) -> tuple[int, tuple[tuple[date, int], ...]]:
    """An amount evenly over the working time of a task."""
    plan, schedule = ledger.plan, ledger.schedule
    axis, row = plan.axis, schedule._row(name)
    start, finish = int(schedule.dates.start[row]), int(schedule.dates.finish[row])
    first, last = axis.time(start).date(), axis.time(max(finish - 1, start)).date()
    calendar = plan.work_calendar(own_calendar(plan, name))
    whole = calendar.between(start, finish)
    if not whole:
        inside = ledger.first <= first <= ledger.last
        return amount * (first < ledger.first), ((first, amount),) if inside else ()
    edge = axis.minute(ledger.first)
    before = amount * calendar.between(start, min(max(start, edge), finish)) // whole
    reached, found, day = before, [], max(first, ledger.first)
    while day <= min(last, ledger.last):
        end = min(max(axis.minute(day, end=True), start), finish)
        upto = amount * calendar.between(start, end) // whole
        if upto > reached:
            found.append((day, upto - reached))
        reached, day = upto, day + timedelta(days=1)
    return before, tuple(found)


def own_calendar(plan: Plan, name: str) -> str | None:
    """Id of the calendar of an item, else of what is above it; ``None``: the plan's."""
    here: Any = plan[name]
    while here is not None:
        if here.calendar is not None:
            return str(here.calendar)
        here = None if here.parent is None else plan[here.parent]
    return None


def starts(ledger: Ledger, routine: Routine, *, before_too: bool = False) -> Iterator[date]:
    """The days on which a routine occurs until the last day of a ledger, without what was skipped.

    Expected arrivals and hours held begin on no day.
    """
    plan = ledger.plan
    first = ledger.first
    if before_too and plan.start is not None:
        first = min(first, plan.axis.time(plan.axis.minute(plan.start)).date())
    if routine.recurrence:
        for one in occurrences(plan, routine, first, ledger.last, ledger.schedule):
            if not one.skipped:
                yield one.start.date()
