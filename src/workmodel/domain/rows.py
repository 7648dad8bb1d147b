"""From an entity to its row: references to slots, spans to minutes, rare attributes to one flag."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from workmodel.domain.baseline import Baseline
from workmodel.domain.calendar import BUILT_IN_CALENDARS, Calendar
from workmodel.domain.chunks import Row
from workmodel.domain.completion import Completion
from workmodel.domain.items import Entity, Milestone, Project, Task
from workmodel.domain.property import Property
from workmodel.domain.references import references_of
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.quantities import NO_LAG, Conventions, Percent, Span

if TYPE_CHECKING:
    from workmodel.domain.dependency import Dependency

__all__ = [
    "ASSIGNED", "BUILT_IN_SLOTS", "ELAPSED", "KIND_CODES", "LAG_ELAPSED", "LAG_PERCENT", "LAG_PERCENT_ELAPSED",
    "LAG_WORKING", "MISSING", "RARE", "Unresolved", "row_of",
]  # fmt: skip

KIND_CODES: Final = {
    "task": 0,
    "milestone": 1,
    "project": 2,
    "routine": 3,
    "resource": 4,
    "calendar": 5,
    "property": 6,
    "completion": 7,
    "baseline": 8,
}

CLASSES: Final[dict[type, int]] = {
    Task: 0, Milestone: 1, Project: 2, Routine: 3, Resource: 4, Calendar: 5, Property: 6,
    Completion: 7, Baseline: 8,
}  # fmt: skip
"""Codes of kinds by class. Only these very classes: a subclass would lose what it adds on the way through files."""

ELAPSED: Final = 1  # flag: the duration runs around the clock
RARE: Final = 2  # flag: an engine has to look at the entity itself
ASSIGNED: Final = 4  # flag: somebody is assigned
MISSING: Final = -1  # a duration that is not given

LAG_WORKING: Final = 0
LAG_ELAPSED: Final = 1
LAG_PERCENT: Final = 2  # size in ten-thousandths of a percent
LAG_PERCENT_ELAPSED: Final = 3

BUILT_IN_SLOTS: Final = {name: -2 - i for i, name in enumerate(BUILT_IN_CALENDARS)}
"""Slots of the ready-made calendars: negative, below "none" (-1)."""

_TASK: Final = attrgetter(
    "parent", "calendar", "after", "assignments", "duration", "properties", "constraint", "deadline", "manual",
    "progress", "leveling_delay", "ignore_resource_calendars",
)  # fmt: skip
_TASK_PLAIN: Final = (None, None, None, None, None, False)
_MILESTONE: Final = attrgetter(
    "parent",
    "calendar",
    "after",
    "properties",
    "constraint",
    "deadline",
    "manual",
    "progress",
    "leveling_delay",
)
_MILESTONE_PLAIN: Final = (None, None, None, None, None)


class Unresolved(Exception):
    """A reference that a row cannot resolve; caught by the draft, which then names every fault."""


Resolve = Callable[[str, int], int]
"""From an id and a mask of allowed kinds to a slot; raises `Unresolved`."""

_WORK: Final = 0b1111  # task, milestone, project, routine
_PARENTS: Final = 0b101
_RESOURCE: Final = 1 << 4
_CALENDAR: Final = 1 << 5


def row_of(entity: Entity, resolve: Resolve, conventions: Conventions) -> Row:
    """The row of an entity.

    Raises
    ------
    Unresolved
        It refers to something that is not there or is of another kind.
    """
    if type(entity) is Task:
        return _task_row(entity, resolve, conventions)
    if type(entity) is Milestone:
        return _milestone_row(entity, resolve, conventions)
    return _other_row(entity, resolve, conventions)


def _task_row(task: Task, resolve: Resolve, conventions: Conventions) -> Row:
    parent_id, calendar_id, after, assigned, span, properties, *rare = _TASK(task)
    targets: list[int] = []
    parent = calendar = -1
    flags = 0
    if parent_id is not None:
        parent = resolve(parent_id, _PARENTS)
        targets.append(parent)
    links = _links(after, resolve, conventions, targets) if after else ()
    if calendar_id is not None:
        calendar = resolve(calendar_id, _CALENDAR)
        targets.append(calendar)
    if assigned:
        flags = ASSIGNED
        targets.extend([resolve(a.resource, _RESOURCE) for a in assigned])
    if span is None:
        duration = MISSING
    else:
        duration = span.minutes(conventions)
        if span.elapsed:
            flags |= ELAPSED
    if tuple(rare) != _TASK_PLAIN:
        flags |= RARE
    if properties or task.requires or task.modes:
        _generic_targets(task, resolve, targets)
    return Row(0, parent, calendar, duration, flags, links, tuple(targets))


def _milestone_row(milestone: Milestone, resolve: Resolve, conventions: Conventions) -> Row:
    parent_id, calendar_id, after, properties, *rare = _MILESTONE(milestone)
    targets: list[int] = []
    parent = calendar = -1
    if parent_id is not None:
        parent = resolve(parent_id, _PARENTS)
        targets.append(parent)
    links = _links(after, resolve, conventions, targets) if after else ()
    if calendar_id is not None:
        calendar = resolve(calendar_id, _CALENDAR)
        targets.append(calendar)
    flags = RARE if tuple(rare) != _MILESTONE_PLAIN else 0
    if properties:
        _generic_targets(milestone, resolve, targets)
    return Row(1, parent, calendar, 0, flags, links, tuple(targets))


def _other_row(entity: Entity, resolve: Resolve, conventions: Conventions) -> Row:
    targets: list[int] = []
    _generic_targets(entity, resolve, targets)
    code = KIND_CODES[entity.kind]
    if isinstance(entity, (Project, Routine)):
        parent = -1 if entity.parent is None else resolve(entity.parent, _PARENTS)
        links = _links(entity.after, resolve, conventions, []) if entity.after else ()
        rare = isinstance(entity, Project) and (entity.start, entity.constraint, entity.deadline) != (
            None,
            None,
            None,
        )
        calendar = -1 if entity.calendar is None else resolve(entity.calendar, _CALENDAR)
        return Row(code, parent, calendar, 0, RARE if rare else 0, links, tuple(targets))
    if isinstance(entity, (Resource, Calendar)):
        name = entity.calendar if isinstance(entity, Resource) else entity.base
        calendar = -1 if name is None else resolve(name, _CALENDAR)
        return Row(code, -1, calendar, 0, 0, (), tuple(targets))
    assert isinstance(entity, (Property, Completion, Baseline))
    return Row(code, -1, -1, 0, 0, (), tuple(targets))


def _generic_targets(entity: Entity, resolve: Resolve, targets: list[int]) -> None:
    known = set(targets)
    for found in references_of(entity):
        slot = resolve(found.target, mask_of(found.kinds))
        if slot not in known:
            known.add(slot)
            targets.append(slot)


def mask_of(kinds: tuple[str, ...]) -> int:
    """Kinds as a bit mask; none given means any."""
    mask = 0
    for kind in kinds or KIND_CODES:
        mask |= 1 << KIND_CODES[kind]
    return mask


def _links(
    after: tuple[Dependency, ...], resolve: Resolve, conventions: Conventions, targets: list[int]
) -> tuple[tuple[int, int, int, int], ...]:
    links = []
    for d in after:
        slot = resolve(d.predecessor, _WORK)
        targets.append(slot)
        lag = d.lag
        if lag is NO_LAG:
            links.append((slot, d.link.code, 0, 0))
        elif isinstance(lag, Span):
            kind = LAG_ELAPSED if lag.elapsed else LAG_WORKING
            links.append((slot, d.link.code, kind, lag.minutes(conventions)))
        else:
            assert isinstance(lag, Percent)
            kind = LAG_PERCENT_ELAPSED if lag.elapsed else LAG_PERCENT
            links.append((slot, d.link.code, kind, int(Fraction(lag.value) * 10_000)))
    return tuple(links)
