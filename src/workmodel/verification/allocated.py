"""A second opinion on dates that respect people's hours: nobody is held by more than there is, and nothing else changed.

On the plan, the leveled plan and the schedule alone; which hours routines claim is the ledger's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from workmodel.domain import Leveled, Plan, Revised, Task, WorkItem
from workmodel.domain.teams import people
from workmodel.findings import Finding

__all__ = ["allocated"]

_SET = frozenset({"leveling_delay", "duration", "contour", "constraint"})


def allocated(plan: Plan, found: Leveled) -> Iterator[Finding]:
    """What breaks the promises of levelling, apart from those of schedules."""
    if found.plan != plan:
        yield _broken("verify.leveled_plan", "", "the allocation is one of another plan")
        return
    yield from _only_delays(plan, found.leveled)
    if not found.smoothing:
        yield from _within_capacity(found)


def _broken(code: str, subject: str, message: str, **facts: object) -> Finding:
    return Finding(code, subject, message, facts, "error")


def _only_delays(plan: Plan, leveled: Plan) -> Iterator[Finding]:
    """The leveled plan differs in levelling delays, and in how long work takes that is done where there are hours."""
    for change in plan.diff(leveled):
        names = {name for name, _, _ in change.fields} if isinstance(change, Revised) else {"entity"}
        if change.subject not in plan or change.subject not in leveled or not names <= _SET:
            yield _broken(
                "verify.leveled_plan", change.subject,
                f"{change.subject or 'the plan'} differs from the plan in {', '.join(sorted(names))}",
                fields=tuple(sorted(names)),
            )  # fmt: skip
            continue
        before, after = plan[change.subject], leveled[change.subject]
        if "constraint" in names and not _late(plan, before):
            yield _broken(
                "verify.leveled_plan", change.subject, f"{change.subject} has another constraint",
                before=str(before.constraint), after=str(after.constraint),
            )  # fmt: skip


def _late(plan: Plan, item: WorkItem) -> bool:
    """Whether an item, or a summary above it, is planned as late as possible; levelling fixes where that is."""
    here: WorkItem | None = item
    while here is not None:
        if here.constraint is not None and here.constraint.kind == "ALAP":
            return True
        here = None if here.parent is None else plan[here.parent]
    return False


@frozen
class _Hold:
    """An item that holds a resource."""

    item: str
    start: int
    finish: int
    units: Fraction
    given: bool


def _within_capacity(found: Leveled) -> Iterator[Finding]:
    """At every moment, what holds a resource is no more than there is of it; what is given may hold what it likes."""
    held: dict[str, list[_Hold]] = {}
    schedule, plan = found.schedule, found.leveled
    for row, name in enumerate(schedule.ids):
        item = plan[name]
        if isinstance(item, Task) and not schedule.dates.summary[row]:
            start, finish = int(schedule.dates.start[row]), int(schedule.dates.finish[row])
            pinned = item.constraint is not None and item.constraint.kind in ("MSO", "MFO")
            given = item.manual is not None or item.progress is not None or pinned
            for who, units in _units(plan, item):
                held.setdefault(who, []).append(_Hold(name, start, finish, units, given))
    for who, holds in held.items():
        yield from _too_much(plan, who, holds)


def _units(plan: Plan, task: Task) -> Iterator[tuple[str, Fraction]]:
    """Who is held by a task, with how many units."""
    for assigned in task.assignments:
        resource = plan.resources[assigned.resource]
        if not resource.works:
            continue
        members = [
            plan.resources[name] for name in people(plan, (resource.id,)) if plan.resources[name].works
        ]
        whole = sum((Fraction(one.capacity) for one in members), Fraction(0))
        for one in members:
            own = Fraction(one.capacity)
            units = own
            if assigned.units is not None and whole:
                units = Fraction(assigned.units) * (own / whole if resource.members else 1)
            yield one.id, min(units, own)


def _too_much(plan: Plan, who: str, holds: list[_Hold]) -> Iterator[Finding]:
    resource, axis = plan.resources[who], plan.axis
    changes = {axis.minute(one.start) for one in resource.capacity_changes}
    moments = sorted({t for one in holds for t in (one.start, one.finish)} | changes)
    for start, finish in pairwise(moments):
        here = [one for one in holds if one.start < finish and one.finish > start]
        room = Fraction(resource.capacity_on(axis.time(start).date()))
        asked = sum((min(one.units, room) for one in here), Fraction(0))
        given = sum((min(one.units, room) for one in here if one.given), Fraction(0))
        if (
            room
            and asked > room + _ROUNDED * len(here)
            and not all(one.given for one in here)
            and given < asked
        ):
            names = tuple(one.item for one in here)
            yield _broken(
                "verify.capacity", who,
                f"{who} is held by {', '.join(names)} at {axis.time(start):%a %Y-%m-%d %H:%M}: "
                f"{float(asked):g} of {float(room):g}",
                moment=start, items=names, units=float(asked), capacity=float(room),
            )  # fmt: skip
            return  # one moment tells enough of a resource


_ROUNDED = Fraction(1, 10_000)  # units are whole ten-thousandths
