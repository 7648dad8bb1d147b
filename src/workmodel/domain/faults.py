"""What can be wrong with an edit of a plan, told in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from workmodel.domain.calendar import BUILT_IN_CALENDARS, Calendar
from workmodel.domain.chunks import Row
from workmodel.domain.dependency import dependency
from workmodel.domain.items import Entity
from workmodel.domain.property import Property
from workmodel.domain.references import Reference, references_of
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.domain.rows import CLASSES, KIND_CODES, RARE
from workmodel.errors import InvalidText, around, nearest, shown

if TYPE_CHECKING:
    from workmodel.domain.draft import Draft
    from workmodel.domain.plan import Plan
    from workmodel.domain.settings import Settings

__all__ = ["draft_faults", "newcomer", "own_faults", "quickly_fine", "reference_faults"]

_TASK, _MILESTONE = KIND_CODES["task"], KIND_CODES["milestone"]
_UNITS = re.compile(r"\[?\s*(\d{1,5}(?:\.\d{1,2})?)\s*%\s*\]?", re.ASCII)
_RELATIONS = {"parent": "part of", "base": "based on", "manager": "managed by"}
_NAMES = {"resource": "a resource", "calendar": "a calendar", "property": "a declared property"}


def _a(kind: str) -> str:
    return f"a {kind}"


def newcomer(draft: Draft, entity: Any) -> str:
    """Why something cannot be added, or nothing."""
    if type(entity) not in CLASSES:
        what = f"{shown(entity)} ({type(entity).__name__}) is not an entity"
        if isinstance(entity, Entity):
            what = f"{type(entity).__name__} is a class of its own; what is not said by a noun is said by a Property"
        if isinstance(entity, (list, tuple)):
            return f"{what}; add takes entities one by one: plan.add(*items)"
        return f"{what}; a plan holds " + ", ".join(kind.capitalize() for kind in KIND_CODES)
    if entity.id in BUILT_IN_CALENDARS and entity.kind != "calendar":
        return _taken_by_ready_made(entity)
    there = draft.get(entity.id)
    if there is None:
        return ""
    cure = f'use plan.replace(...) or plan.evolve("{entity.id}", ...) to change it, or choose another id'
    return f'the id "{entity.id}" is taken by {_a(there.kind)} ({shown(there.name, 40)}); {cure}'


def _taken_by_ready_made(entity: Entity) -> str:
    return f'"{entity.id}" is the id of a ready-made calendar; give the {entity.kind} another'


def quickly_fine(plan: Plan, entities: Sequence[Entity], rows: Sequence[Row], end: int) -> bool:
    """Whether freshly added entities certainly have no fault but those their rows would have shown.

    What is referred to earlier cannot close a ring; only rarely set fields hold times that may carry a zone.
    """
    floating = plan.settings.zone is None
    for slot, (entity, row) in enumerate(zip(entities, rows, strict=True), end):
        if row.parent >= slot or entity.properties:
            return False
        if row.kind > _MILESTONE:
            if row.calendar >= slot and row.kind == KIND_CODES["calendar"]:
                return False
            if slot in row.targets or (floating and any(_zone_faults(entity))):
                return False
            if isinstance(entity, Resource) and _may_close(entity) and max(row.targets) > slot:
                return False
            if isinstance(entity, Property) and entity.default is not None:
                return False
        elif row.flags & RARE and floating and any(_zoned(entity)):
            return False
        for link in row.links:
            if link[0] == slot:
                return False
    return True


def _may_close(resource: Resource) -> bool:
    """Whether what a resource refers to may lead back to it."""
    return bool(resource.members) or resource.manager is not None


def reference_faults(draft: Draft, entity: Entity) -> Iterator[str]:
    """One sentence for each reference of an entity that leads nowhere or to the wrong kind."""
    for found in references_of(entity):
        target = draft.get(found.target)
        if target is None and found.kinds == ("calendar",) and found.target in BUILT_IN_CALENDARS:
            continue
        if target is None:
            yield f'{entity.kind} "{entity.id}": {_unknown(draft, found)}'
        elif found.kinds and target.kind not in found.kinds:
            allowed = " or ".join(_a(kind) for kind in found.kinds)
            yield (
                f'{entity.kind} "{entity.id}": {found.attribute} names "{found.target}", which is {_a(target.kind)}; '
                f"it has to be {allowed}"
            )


def _unknown(draft: Draft, found: Reference) -> str:
    if found.kinds == ("property",):
        return (
            f'property "{found.target}" is not declared; declare it with '
            f'plan.add(Property("{found.target}", type="text")), type being text, int, decimal, bool, date, span, '
            "choice or reference"
        )
    if apart := _notation_apart(draft, found):
        return f'{found.attribute} names "{found.target}", which is not in the plan. Did you mean "{apart}", with a space?'
    draft.hints -= 1
    if draft.hints < 0:
        return f'{found.attribute} names "{found.target}", which is not in the plan'
    gone = {name for name, slot in draft.names.items() if slot is None}
    known = [e.id for e in draft.plan if (not found.kinds or e.kind in found.kinds) and e.id not in gone]
    known += [name for name, slot in draft.names.items() if slot is not None]
    if found.kinds == ("calendar",):
        known += BUILT_IN_CALENDARS
    hint = nearest(found.target, known)
    return f'{found.attribute} names "{found.target}", which is not in the plan.{hint}'.removesuffix(".")


def _notation_apart(draft: Draft, found: Reference) -> str:
    """A reference in which an id and what is said about it run together, as other tools write it, with a space between."""
    if found.attribute not in ("after", "assignments"):
        return ""
    for end in range(len(found.target) - 1, 0, -1):
        name, rest = found.target[:end], found.target[end:].strip()
        there = draft.get(name)
        if there is None or there.kind not in found.kinds:
            continue
        if found.attribute == "assignments":
            units = _UNITS.fullmatch(rest)
            return f"{name} {units[1]}%" if units else ""
        try:
            dependency(f"{name} {rest}")
        except InvalidText:
            continue
        return f"{name} {rest}"
    return ""


def draft_faults(draft: Draft, touched: Sequence[tuple[int, Entity]]) -> Iterator[str]:
    """Everything that is wrong with a draft beside unresolved references."""
    yield from _settings_faults(draft)
    zone_dropped = draft.settings.zone is None and draft.plan.settings.zone is not None
    looked_at = touched
    if zone_dropped:
        looked_at = [(s, e) for s in range(draft.end) if (e := draft.entity(s)) is not None]
    for _, entity in looked_at:
        if draft.settings.zone is None:
            yield from _zone_faults(entity)
            for name in _zoned_values(draft, entity):
                yield f'{entity.kind} "{entity.id}": {name} {_NO_ZONE}'
    for _, entity in touched:
        if entity.id in BUILT_IN_CALENDARS and entity.kind != "calendar":
            yield _taken_by_ready_made(entity)
        yield from _self_links(entity)
        yield from _property_faults(draft, entity)
    yield from _rings(draft, touched)
    yield from _team_rings(draft, touched)
    yield from _orphans(draft)


def own_faults(draft: Draft, touched: Sequence[tuple[int, Entity]]) -> Iterator[str]:
    """What is wrong with entities by themselves and with their properties."""
    for _, entity in touched:
        if draft.settings.zone is None:
            yield from _zone_faults(entity)
            for name in _zoned_values(draft, entity):
                yield f'{entity.kind} "{entity.id}": {name} {_NO_ZONE}'
        yield from _property_faults(draft, entity)


_NO_ZONE = (
    "names a zone, but the plan has none, so its times are plain wall clock; give the plan a zone, "
    'plan.evolve(zone="Europe/Berlin"), or the time without an offset'
)


def _settings_faults(draft: Draft) -> Iterator[str]:
    settings = draft.settings
    name = settings.calendar
    found = draft.get(name)
    if (found is None and name not in BUILT_IN_CALENDARS) or (found is not None and found.kind != "calendar"):
        known = [
            *BUILT_IN_CALENDARS,
            *draft.plan.calendars,
            *(e.id for e, _ in draft.slots.values() if e is not None),
        ]
        yield f'the plan\'s calendar "{name}" is not a calendar of the plan.{nearest(name, known)}'
    if settings.zone is None:
        for field in _zoned(settings):
            yield f"the plan's {field} {_NO_ZONE}"


def _zone_faults(entity: Entity) -> Iterator[str]:
    """What an entity says of zones, where the plan has none."""
    for name in _zoned(entity):
        yield f'{entity.kind} "{entity.id}": {name} {_NO_ZONE}'
    if isinstance(entity, Calendar) and entity.zone is not None:
        yield (
            f'calendar "{entity.id}" has the zone {entity.zone}, but the plan has none, so its times are plain wall '
            f'clock; give the plan a zone, plan.evolve(zone="{entity.zone}"), or the calendar none'
        )


def _zoned(value: Entity | Settings) -> Iterator[str]:
    """Names of the fields of an entity that hold a time with a zone."""
    if isinstance(value, Routine):
        yield from value.zoned
    for attribute in attrs.fields(type(value)):
        part = getattr(value, attribute.name)
        if isinstance(part, datetime):
            if part.tzinfo is not None:
                yield attribute.name
        elif attribute.name in ("absences", "rows"):
            if any(any(_zoned(one)) for one in part):
                yield attribute.name
        elif (
            attrs.has(type(part))
            and attribute.name in ("constraint", "manual", "progress")
            and any(_zoned(part))
        ):
            yield attribute.name


def _zoned_values(draft: Draft, entity: Entity) -> Iterator[str]:
    """Names of the properties of an entity whose value is a time with a zone."""
    for name, value in entity.properties.items():
        declared = draft.get(name)
        if (
            isinstance(declared, Property)
            and declared.type == "date"
            and not declared.fault(entity.kind, value)
        ):
            found = declared.value(value)
            if isinstance(found, datetime) and found.tzinfo is not None:
                yield f'property "{name}"'


def _self_links(entity: Entity) -> Iterator[str]:
    for found in references_of(entity):
        if found.target == entity.id and found.attribute in ("after", "parent", "members", "base", "manager"):
            verb = {
                "after": "waits for",
                "parent": "is part of",
                "members": "is a member of",
                "base": "inherits from",
                "manager": "is managed by",
            }
            yield f'{entity.kind} "{entity.id}" {verb[found.attribute]} itself; drop that reference'


def _property_faults(draft: Draft, entity: Entity) -> Iterator[str]:
    if isinstance(entity, Property) and entity.default is not None:
        fault = _reference_value(draft, entity, entity.default)
        if fault:
            yield f"default of {fault}"
    for name, value in entity.properties.items():
        declared = draft.get(name)
        if isinstance(declared, Property):
            fault = declared.fault(entity.kind, value) or _reference_value(draft, declared, value)
            if fault:
                yield f'{entity.kind} "{entity.id}": {fault}'


def _reference_value(draft: Draft, declared: Property, value: Any) -> str:
    if declared.type != "reference" or value is None:
        return ""
    target = draft.get(value)
    if target is None:
        return f'property "{declared.id}" names "{value}", which is not in the plan'
    if declared.refers_to and target.kind not in declared.refers_to:
        return (
            f'property "{declared.id}" names "{value}", which is {_a(target.kind)}; it has to be '
            + " or ".join(_a(kind) for kind in declared.refers_to)
        )
    return ""


def _rings(draft: Draft, touched: Sequence[tuple[int, Entity]]) -> Iterator[str]:
    """Parents, bases and managers that lead back to where they started, each ring told once."""
    told: set[str] = set()
    for attribute in ("parent", "base", "manager"):
        fine: set[str] = set()
        for _, entity in touched:
            path: dict[str, None] = {}
            here: Entity | None = entity
            while here is not None and here.id not in fine:
                if here.id in path:
                    way = list(path)
                    ring = way[way.index(here.id) :]
                    if len(ring) > 1 and told.isdisjoint(ring):
                        told.update(ring)
                        word = _RELATIONS[attribute]
                        draft.rings.append(tuple(ring))
                        yield f"these are {word} each other: {around(ring)}; give one another {attribute}"
                    break
                path[here.id] = None
                up = getattr(here, attribute, None)
                here = None if up is None else draft.get(up)
            fine.update(path)


def _team_rings(draft: Draft, touched: Sequence[tuple[int, Entity]]) -> Iterator[str]:
    """Teams that contain themselves through others, each ring told once."""
    done: set[str] = set()
    for _, entity in touched:
        path: dict[str, Iterator[str]] = {}
        here: str | None = entity.id
        while here is not None:
            if here in path:
                way = list(path)
                ring = way[way.index(here) :]
                if len(ring) > 1:
                    draft.rings.append(tuple(ring))
                    yield f"these teams are members of each other: {around(ring)}; take one out of another"
            elif here not in done:
                team = draft.get(here)
                inside = team.members if isinstance(team, Resource) else ()
                path[here] = iter([one.resource for one in inside])
            here = None
            while path and here is None:
                last = next(reversed(path))
                here = next(path[last], None)
                if here is None:
                    done.add(last)
                    del path[last]


def _orphans(draft: Draft) -> Iterator[str]:
    """Referrers, untouched by the draft, of ids that it removed or that changed their kind."""
    for slot, (entity, _) in draft.slots.items():
        before = draft.plan._at(slot) if slot < draft.plan._end else None
        if before is None or (entity is not None and entity.kind == before.kind and entity.id == before.id):
            continue
        for user in draft.plan._referring(slot):
            referrer = draft.entity(user)
            if referrer is not None and user not in draft.slots:
                yield from reference_faults(draft, referrer)
                yield from _property_faults(draft, referrer)
