"""One change each that a planner might make: who does it, when, with how many hours, before or after what else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import evolve

from workmodel.capacity.hours import SCALE
from workmodel.domain import Assignment, CapacityChange, Plan, Resource, Routine, Task
from workmodel.domain.values import decimals
from workmodel.quantities import Span

__all__ = ["as_capacity", "delayed", "more_capacity", "priority_raised", "reassigned", "shared", "standing"]

_HIGHEST = 1000


def reassigned(plan: Plan, item: str, old: str, new: str) -> Plan | None:
    """The plan in which somebody does another's part of an item; ``None`` where the other is not named in it."""
    one = plan[item]
    if not isinstance(one, (Task, Routine)) or all(a.resource != old for a in one.assignments):
        return None
    kept = [a for a in one.assignments if a.resource != new]
    made = tuple(evolve(a, resource=new) if a.resource == old else a for a in kept)
    return plan.evolve(item, assignments=made)


def shared(plan: Plan, task: Task, new: str) -> Plan | None:
    """The plan in which one more person works on a task, which takes less time for it; ``None`` where it would not.

    An effort is shared by those assigned. A duration shrinks as if the work between them stayed the same; a fixed one does not.
    """
    working = [a for a in task.assignments if plan.resources[a.resource].works]
    if not working or any(a.resource == new for a in working) or task.type == "fixed_duration":
        return None
    both = (*task.assignments, Assignment(new))
    if task.duration is None:
        return plan.evolve(task.id, assignments=both) if task.split == "total" else None
    if task.duration.elapsed:
        return None
    minutes = -(-plan.minutes(task.duration) * len(working) // (len(working) + 1))
    span = Span.of_minutes(minutes, unit="d", conventions=plan.conventions)
    return plan.evolve(task.id, assignments=both, duration=span)


def delayed(plan: Plan, task: Task, minutes: int) -> Plan:
    """The plan in which a task begins so many elapsed minutes later than what it waits for lets it."""
    had = 0 if task.leveling_delay is None else plan.minutes(task.leveling_delay)
    return plan.evolve(task.id, leveling_delay=f"{max(had + minutes, 0)}emin")


def more_capacity(plan: Plan, name: str, more: Decimal, first: date | None, end: date | None) -> Plan:
    """The plan in which there is more of a resource on the days ``first <= day < end``; without days, always.

    Parameters
    ----------
    more
        [1 = full time]
    """
    resource: Resource = plan.resources[name]
    if first is None or end is None:
        changes = tuple(evolve(one, capacity=one.capacity + more) for one in resource.capacity_changes)
        return plan.evolve(name, capacity=resource.capacity + more, capacity_changes=changes)
    kept = [one for one in resource.capacity_changes if not first <= one.start <= end]
    inside = [one for one in resource.capacity_changes if first < one.start < end]
    changed = [
        *kept,
        CapacityChange(first, resource.capacity_on(first) + more),
        *(evolve(one, capacity=one.capacity + more) for one in inside),
        CapacityChange(end, resource.capacity_on(end)),
    ]
    return plan.evolve(name, capacity_changes=tuple(sorted(changed, key=lambda one: one.start)))


def as_capacity(minutes: int, of: int) -> Decimal:
    """So many minutes of so many, as a capacity, rounded up. [1 = full time, whole ten-thousandths]

    Examples
    --------
    >>> as_capacity(120, 480), as_capacity(60, 2250)
    (Decimal('0.25'), Decimal('0.0267'))
    """
    return decimals(-(-minutes * SCALE // of))


def standing(plan: Plan, item: str) -> tuple[int, int]:
    """The priorities by which an item comes before others: that of its nearest project, then its own."""
    one = here = plan[item]
    while here is not None and here.kind != "project":
        here = None if here.parent is None else plan[here.parent]
    return (500 if here is None else here.priority), one.priority


def priority_raised(plan: Plan, task: str, above: str) -> tuple[Plan, str, int] | None:
    """The plan in which a task comes before another: its project's priority rises where that decides, else its own.

    Returns
    -------
    tuple or None
        The plan, whose priority changed, and to what; ``None`` where it comes first already, or no priority is left.
    """
    own, other = standing(plan, task), standing(plan, above)
    here = plan[task]
    while here is not None and here.kind != "project":
        here = None if here.parent is None else plan[here.parent]
    if own[0] < other[0] and here is not None:
        name, least = here.id, other[0]
    elif own[0] == other[0] and own[1] <= other[1]:
        name, least = task, other[1]
    else:
        return None
    if least >= _HIGHEST:
        return None
    to = min(least + 100, _HIGHEST)
    return plan.evolve(name, priority=to), name, to
