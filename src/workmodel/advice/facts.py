"""`Fact`: one thing that a plan says, as a sentence, and the plan that does not say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from attrs import evolve, frozen

from workmodel.advice.wording import listed
from workmodel.domain import (
    Constraint,
    Dependency,
    Plan,
    Project,
    Requirement,
    Resource,
    Routine,
    Task,
    WorkItem,
)

__all__ = [
    "Fact",
    "Relaxable",
    "about_hours",
    "about_logic",
    "constrained",
    "free_id",
    "required",
    "without_value",
]

_EARLIER: Final = timedelta(days=366)  # by how much a plan may begin earlier where its start is no fact
_ROUND_THE_CLOCK: Final = "24_hours"


@frozen
class Fact:
    """One thing that a plan says.

    Attributes
    ----------
    kind
        ``"deadline"``, ``"constraint"``, ``"manual"``, ``"finish"`` or ``"assignment"`` (what is asked for); ``"start"``,
        ``"link"``, ``"duration"``, ``"calendar"``, ``"progress"``; ``"people"``, ``"absence"``, ``"routine"``;
        ``"requirement"``, ``"skills"``; ``"stock"``, ``"use"``.
    subject
        Id of what says it; empty for the plan itself.
    said
        It in words.
    """

    kind: str
    subject: str
    said: str

    def __str__(self) -> str:
        return self.said


@frozen(eq=False)
class Relaxable:
    """A fact, with how a plan is made that does not hold to it."""

    fact: Fact
    relax: Callable[[Plan], Plan]


def without_value(name: str, **values: Any) -> Callable[[Plan], Plan]:
    """A plan in which an entity has other values."""
    return lambda plan: plan.evolve(name, **values)


def constrained(item: str, held: Constraint) -> Fact:
    """A date constraint in words."""
    if held.date is None:
        return Fact("constraint", item, f"{item} is planned {held.name}")
    must = held.name if held.name.startswith("must") else f"must {held.name}"
    return Fact("constraint", item, f"{item} {must} {held.date}")


# -- logic --------------------------------------------------------------------------------------------------------


def about_logic(plan: Plan, subject: str, *, start: bool = True) -> Iterator[Relaxable]:
    """What an item's dates follow from, the least worth arguing about first; an empty subject means all items."""
    names = _behind(plan, subject)
    items = [one for name, one in plan.items.items() if name in names]
    for item in items:
        yield from _calendar(item)
    if start and plan.start is not None:
        yield Relaxable(Fact("start", "", f"the plan starts {plan.start}"), _earlier)
    for item in items:
        yield from _dates(item)
    for item in items:
        for one in item.after:
            if one.predecessor in plan.items:
                yield Relaxable(Fact("link", item.id, f"{item.id} waits for {one}"), _unlinked(item.id, one))
    for item in items:
        if isinstance(item, Task) and not plan.children(item.id):
            yield _duration(item)


def _behind(plan: Plan, subject: str) -> dict[str, bool]:
    """Items whose dates count for an item's: what it contains, is part of, and waits for, and so on."""
    if not subject:
        return dict.fromkeys(plan.items, True)
    seen: dict[str, bool] = {}
    stack = [(subject, True)]
    while stack:
        here, whole = stack.pop()
        if here not in plan.items or seen.get(here, not whole) is whole or seen.get(here):
            continue
        seen[here] = whole
        item = plan[here]
        if item.parent is not None:
            stack.append((item.parent, False))
        if whole:
            stack += [(name, True) for name in plan.children(here)]
        stack += [(one.predecessor, True) for one in item.after]
    return seen


def _calendar(item: WorkItem) -> Iterator[Relaxable]:
    if item.calendar is not None and item.calendar != _ROUND_THE_CLOCK:
        said = f"{item.id} follows the calendar {item.calendar}"
        relax = without_value(item.id, calendar=_ROUND_THE_CLOCK)
        yield Relaxable(Fact("calendar", item.id, said), relax)


def _dates(item: WorkItem) -> Iterator[Relaxable]:
    """What says something of an item's dates beside its logic."""
    name = item.id
    if isinstance(item, Project) and item.start is not None:
        yield Relaxable(Fact("start", name, f"{name} starts {item.start}"), without_value(name, start=None))
    if item.constraint is not None and item.constraint.kind != "ASAP":
        yield Relaxable(constrained(name, item.constraint), without_value(name, constraint=None))
    if getattr(item, "manual", None) is not None:
        yield Relaxable(Fact("manual", name, f"{name} is set by hand"), without_value(name, manual=None))
    if getattr(item, "progress", None) is not None:
        yield Relaxable(
            Fact("progress", name, f"{name} stands where it was reported"), without_value(name, progress=None)
        )


def _earlier(plan: Plan) -> Plan:
    return plan if plan.start is None else plan.evolve(start=plan.start - _EARLIER)


def _unlinked(item: str, link: Dependency) -> Callable[[Plan], Plan]:
    return lambda plan: plan.evolve(item, after=tuple(one for one in plan[item].after if one != link))


def _duration(task: Task) -> Relaxable:
    if task.duration is not None:
        said = f"{task.id} takes {task.duration}"
    elif task.effort is not None:
        by = f" by {listed([one.resource for one in task.assignments])}" if task.assignments else ""
        said = f"{task.id} takes {task.effort} of work{by}"
    else:
        said = f"{task.id} takes one day, since nothing else is said"
    relax = without_value(task.id, duration="0d", effort=None, estimate=None)
    return Relaxable(Fact("duration", task.id, said), relax)


# -- hours --------------------------------------------------------------------------------------------------------


def about_hours(plan: Plan, subject: str) -> Iterator[Relaxable]:
    """What an item's dates follow from within everybody's hours: its logic, who there is, and what else they do."""
    for name, item in plan.items.items():
        if item.deadline is not None and name != subject:
            yield Relaxable(
                Fact("deadline", name, f"{name} is due {item.deadline}"), without_value(name, deadline=None)
            )
    known = list(about_logic(plan, subject, start=False))
    yield from known
    own = {one.fact.subject for one in known if one.fact.kind == "duration"}
    for name, task in plan.tasks.items():
        if task.assignments and name not in own and not plan.children(name):
            yield _duration(task)
    for one in plan.routines.values():
        if one.assignments or one.fan_out or one.steps:
            yield Relaxable(Fact("routine", one.id, _routine(one)), _idle(one.id))
    for resource in plan.resources.values():
        if resource.works:
            yield from _resource(plan, resource)


def _routine(one: Routine) -> str:
    who = listed(tuple(dict.fromkeys([*(each.resource for each in one.assignments), *one.fan_out])))
    return f"{one.id} claims hours of {who}" if who else f"{one.id} claims hours"


def _idle(name: str) -> Callable[[Plan], Plan]:
    """A plan in which a routine takes nobody's hours."""

    def relax(plan: Plan) -> Plan:
        steps = tuple(evolve(one, who=()) for one in plan.routines[name].steps)
        return plan.evolve(name, assignments=(), fan_out=(), steps=steps)

    return relax


def _resource(plan: Plan, one: Resource) -> Iterator[Relaxable]:
    if one.absences:
        said = f"{one.id} is away: {listed([str(each) for each in one.absences])}"
        yield Relaxable(Fact("absence", one.id, said), _everywhere(one.id, absences=()))
    if one.capacity_changes:
        said = f"the capacity of {one.id} changes: {listed([str(each) for each in one.capacity_changes])}"
        yield Relaxable(Fact("people", one.id, said), _everywhere(one.id, capacity_changes=()))
    if any(each.resource == one.id for task in plan.tasks.values() for each in task.assignments):
        said = f"{one.id} cannot be in two places at once"
        yield Relaxable(Fact("people", one.id, said), _copied(one.id))


def _everywhere(name: str, **values: Any) -> Callable[[Plan], Plan]:
    """A plan in which a resource has other values, and so have those who stand for it in a task."""

    def relax(plan: Plan) -> Plan:
        standing = (_copy_of(name, task) for task in plan.tasks)
        names = [name, *(one for one in standing if one in plan.resources)]
        return plan.replace(*(evolve(plan.resources[one], **values) for one in names))

    return relax


def _copy_of(name: str, task: str) -> str:
    return f"{name}-for-{task}"


def _copied(name: str) -> Callable[[Plan], Plan]:
    """A plan in which every task has somebody for itself, whom nothing else claims."""

    def relax(plan: Plan) -> Plan:
        resource: Resource = plan.resources[name]
        whole = resource.capacity
        if resource.members:
            whole = sum((plan.resources[one.resource].capacity for one in resource.members), whole * 0)
        copies, tasks = [], []
        for task in plan.tasks.values():
            if any(one.resource == name for one in task.assignments):
                own = free_id(plan, _copy_of(name, task.id))
                copies.append(evolve(resource, id=own, members=(), capacity=whole))
                assigned = [
                    evolve(one, resource=own) if one.resource == name else one for one in task.assignments
                ]
                tasks.append(evolve(task, assignments=tuple(assigned)))
        return plan.add(*copies).replace(*tasks)

    return relax


def free_id(plan: Plan, name: str) -> str:
    """An id that nothing in a plan has."""
    here, number = name, 2
    while here in plan:
        here, number = f"{name}-{number}", number + 1
    return here


def required(item: str, wanted: Requirement) -> Fact:
    """What an item asks people to be able to do, in words."""
    return Fact("requirement", item, f"{item} asks for {wanted}")
