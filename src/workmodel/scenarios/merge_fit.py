"""What holds a plan together, applied to a merge in the making: references, kinds, declarations, zones, rings.

Each side fits; what does not fit together is what one side took away and the other relies on. That is a conflict about
what was taken away, asked once. What then still relies on something that is not there gives way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from workmodel.domain import Calendar, Entity, Property, Routine, Settings
from workmodel.domain.propertyvalues import referring_values, with_values
from workmodel.domain.references import drop_references, needed_by, references_of
from workmodel.errors import InvalidValue
from workmodel.scenarios.merge_conflict import Conflict
from workmodel.scenarios.merge_rings import closed_rings
from workmodel.scenarios.merge_state import State

__all__ = ["fit"]


def fit(state: State) -> None:
    """Have everything fit together, conflict by conflict, until nothing is left to ask or to give way."""
    while _references(state) or _declarations(state) or _zones(state) or closed_rings(state):
        pass


# -- references -----------------------------------------------------------------------------------------------------


def _references(state: State) -> bool:
    """Whether references did not lead where they have to, and something was done about it."""
    changed = _plan_calendar(state)
    astray: dict[str, list[tuple[str, str]]] = {}
    for name, entity in state.found.items():
        if entity is None:
            continue
        for found in references_of(entity):
            if not _leads(state, found.target, found.kinds):
                astray.setdefault(found.target, []).append((name, found.attribute))
        for target in referring_values(entity, state.get):
            if not _may_name(state, entity, target):
                astray.setdefault(target, []).append((name, ""))
    drops: dict[tuple[str, str], set[str]] = {}
    for target, uses in astray.items():
        if not _asked_for(state, target, tuple(dict.fromkeys(name for name, _ in uses))):
            for use in uses:
                drops.setdefault(use, set()).add(target)
    for (name, attribute), targets in drops.items():
        _drop(state, name, attribute, targets)
    return changed or bool(astray)


def _leads(state: State, target: str, kinds: tuple[str, ...]) -> bool:
    """Whether an id is there, and of one of those kinds."""
    kind = state.kind(target)
    return bool(kind) and (not kinds or kind in kinds)


def _may_name(state: State, entity: Entity, target: str) -> bool:
    """Whether the properties of an entity may have that id as a value; a ready-made calendar is no entity."""
    kinds = _kinds_of_values(state, entity, target)
    return state.get(target) is not None and _leads(state, target, kinds)


def _kinds_of_values(state: State, entity: Entity, target: str) -> tuple[str, ...]:
    """The kinds that a value of a property of type reference may name."""
    declared = [state.get(name) for name, value in entity.properties.items() if value == target]
    found = [one for one in declared if isinstance(one, Property) and one.type == "reference"]
    if isinstance(entity, Property) and entity.default == target:
        found.append(entity)
    kinds = [set(one.refers_to) for one in found if one.refers_to]
    return tuple(sorted(set.intersection(*kinds))) or ("nothing",) if kinds else ()


def _plan_calendar(state: State) -> bool:
    """Whether the plan's own calendar was not there."""
    name = state.settings.calendar
    if state.kind(name) == "calendar":
        return False
    if not _asked_for(state, name, ("the plan",)):
        state.refuse_given("", "calendar")
        sides = state.sides
        others = [side.plan.settings.calendar for side in (sides.ours, sides.theirs, sides.base)]
        there = (other for other in others if state.kind(other) == "calendar")
        state.settings = attrs.evolve(state.settings, calendar=next(there, "standard"))
    return True


def _asked_for(state: State, target: str, users: tuple[str, ...]) -> bool:
    """Whether a side could be asked about what a reference names: one of them has removed it, or made it another kind."""
    base, ours, theirs = state.versions(target)
    key = state.sides.key(target)
    if state.get(target) is None:
        if base is None or (ours is None) is (theirs is None) or state.asked("removed", key):
            return False
        state.whole("removed", target, users)
        return True
    if state.asked("kind", key) or not state.differs(target, type):
        return False
    state.whole("kind", target, users)
    return True


def _drop(state: State, name: str, attribute: str, targets: set[str]) -> None:
    """Take references out, or the entity that means nothing without them; without an attribute, values of properties."""
    entity = state.found[name]
    if entity is None:
        return
    if not attribute:
        _drop_values(state, entity, targets)
        return
    state.refuse_given(name, attribute)
    if not targets.isdisjoint(needed_by(entity)):
        state.found[name] = None
        return
    left = drop_references(entity, frozenset(targets))
    _put(state, entity, {attribute: getattr(left, attribute)})


def _drop_values(state: State, entity: Entity, targets: set[str]) -> None:
    """Take out the values of properties that name those ids."""
    left = with_values(entity, state.get, lambda name: None if name in targets else name)
    changes: dict[str, Any] = {"properties": left.properties} if left.properties != entity.properties else {}
    if isinstance(left, Property) and isinstance(entity, Property) and left.default != entity.default:
        changes["default"] = left.default
    _put(state, entity, changes)


def _put(state: State, entity: Entity, changes: dict[str, Any]) -> None:
    """Have the merged plan hold an entity with less; without it, where it cannot be with less."""
    try:
        state.put(entity, **changes)
    except InvalidValue:
        state.found[entity.id] = None


# -- declarations ---------------------------------------------------------------------------------------------------


def _declarations(state: State) -> bool:
    """Whether values did not fit the declarations of their properties, and something was done about it."""
    unfit: dict[str, list[str]] = {}
    for name, entity in state.found.items():
        for declared in _unfit(state, entity) if entity is not None else ():
            unfit.setdefault(declared, []).append(name)
    for declared, names in unfit.items():
        key = state.sides.key(declared)
        asked = any(state.asked(kind, key) for kind in ("added", "declaration", "removed"))
        if not asked and state.differs(declared, lambda one: one):
            state.whole("declaration", declared, tuple(names))
            continue
        for name in names:
            _other_value(state, name, declared)
    return bool(unfit)


def _unfit(state: State, entity: Entity) -> Iterator[str]:
    """Ids of the properties whose declarations do not allow what an entity says."""
    for name, value in entity.properties.items():
        declared = state.get(name)
        if isinstance(declared, Property) and declared.fault(entity.kind, value):
            yield name


def _other_value(state: State, name: str, declared: str) -> None:
    """Give an entity a side's value that its property allows, or none."""
    entity, property_ = state.found[name], state.get(declared)
    if entity is None or not isinstance(property_, Property):
        return
    _, *sides = state.versions(name)
    offered = [one.properties[declared] for one in sides if one is not None and declared in one.properties]
    fitting = [one for one in offered if not property_.fault(entity.kind, one)]
    left = {key: value for key, value in entity.properties.items() if key != declared}
    state.put(entity, properties=left | ({declared: fitting[0]} if fitting else {}))


# -- zones ----------------------------------------------------------------------------------------------------------


def _zones(state: State) -> bool:
    """Whether times with a zone stood in a plan that has none, and something was done about it."""
    if state.settings.zone is not None or all(
        side.plan.zone is None for side in (state.sides.base, state.sides.ours, state.sides.theirs)
    ):
        return False
    zoned = [e for e in state.found.values() if e is not None and any(_zoned_fields(state, e))]
    in_settings = tuple(_aware_fields(state.settings))
    if not zoned and not in_settings:
        return False
    if not state.asked("zone"):
        _ask_for_zone(state, tuple(e.id for e in zoned) or in_settings)
        return True
    for name in in_settings:
        state.refuse_given("", name)
    state.settings = attrs.evolve(
        state.settings, **{name: _without_zone(state, None, name) for name in in_settings}
    )
    for entity in zoned:
        _put(
            state, entity, {name: _without_zone(state, entity, name) for name in _zoned_fields(state, entity)}
        )
    return True


def _ask_for_zone(state: State, because: tuple[str, ...]) -> None:
    zones = [side.plan.zone for side in (state.sides.base, state.sides.ours, state.sides.theirs)]
    conflict = Conflict(
        kind="zone", entity=None, field="zone", base=zones[0], ours=zones[1], theirs=zones[2], because=because,
        address=("zone",),
    )  # fmt: skip
    choice = state.ask(conflict)
    zone = choice.value if choice.side == "value" else state.plan_of(choice).zone
    state.settings = attrs.evolve(state.settings, zone=zone)


def _zoned_fields(state: State, entity: Entity) -> Iterator[str]:
    """Names of the fields that hold a time with a zone, or mean one."""
    names = set(_aware_fields(entity))
    if isinstance(entity, Routine):
        names |= {name.split()[0] for name in entity.zoned}
    if isinstance(entity, Calendar) and entity.zone is not None:
        names.add("zone")
    if any(_aware(_read(state.get(name), value)) for name, value in entity.properties.items()):
        names.add("properties")
    yield from sorted(names)


def _read(declared: Entity | None, value: Any) -> Any:
    """The value of a property of type date as a time."""
    if not isinstance(declared, Property) or declared.type != "date":
        return value
    try:
        return declared.value(value)
    except InvalidValue:
        return value


def _aware_fields(holder: Entity | Settings) -> Iterator[str]:
    for attribute in attrs.fields(type(holder)):
        if attribute.name != "properties" and _aware(getattr(holder, attribute.name)):
            yield attribute.name


def _aware(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, tuple):
        return any(_aware(part) for part in value)
    return attrs.has(type(value)) and any(
        _aware(getattr(value, one.name)) for one in attrs.fields(type(value))
    )


def _without_zone(state: State, entity: Entity | None, name: str) -> Any:
    """A side's value of a field without a zone, else none."""
    sides = state.sides
    holders: list[Any] = [side.plan.settings for side in (sides.ours, sides.theirs, sides.base)]
    if entity is not None:
        base, ours, theirs = state.versions(entity.id)
        holders = [one for one in (ours, theirs, base) if type(one) is type(entity)]
    for holder in holders:
        value = getattr(holder, name)
        free = not _aware(value) if entity is None else name not in _zoned_fields(state, holder)
        if free:
            return value
    current: Any = getattr(state.settings if entity is None else entity, name)
    if isinstance(current, tuple):
        return tuple(part for part in current if not _aware(part))
    if name == "properties":
        return {key: part for key, part in current.items() if not _aware(_read(state.get(key), part))}
    return "" if isinstance(current, str) and name == "recurrence" else None
