"""How a merge is made: facts first, one by one, then what holds them together, then the plan."""

from __future__ import annotations

from typing import Any

import attrs

from workmodel.domain import Added, Change, Entity, Plan, Removed, Revised
from workmodel.domain.arrangement import rearranged
from workmodel.errors import InvalidValue, PlanFaults
from workmodel.scenarios.merge_conflict import Conflict, same
from workmodel.scenarios.merge_fields import MISSING, merged_order, merged_value
from workmodel.scenarios.merge_fit import fit
from workmodel.scenarios.merge_rings import open_rings
from workmodel.scenarios.merge_sides import Decide, Sides
from workmodel.scenarios.merge_state import State

__all__ = ["merged_plan"]

Three = tuple[Any, Any, Any]
"""A value in the base, in ours and in theirs."""


def merged_plan(sides: Sides, decide: Decide) -> Plan:
    """The merged plan, valid whatever is decided.

    Raises
    ------
    PlanFaults
        A value that was decided for, none of the three, does not fit.
    """
    state = State(sides, decide)
    _settings(state)
    ours_need, theirs_need = sides.ours.needs(sides.base.plan), sides.theirs.needs(sides.base.plan)
    for name in _touched(sides):
        _entity(state, name, tuple(ours_need.get(name, ())), tuple(theirs_need.get(name, ())))
    try:
        while True:
            fit(state)
            plan = _plan(state)
            if not open_rings(state, plan):
                return plan
    except PlanFaults as fault:
        if state.given:
            raise
        return _refused(state, fault)


def _touched(sides: Sides) -> list[str]:
    """What either side touched, in the order of the base, and then what came."""
    base = sides.base.plan
    found = dict.fromkeys((*sides.ours.touched, *sides.theirs.touched))
    return sorted(found, key=lambda name: base._end if (slot := base._slot(name)) is None else slot)


def _refused(state: State, fault: PlanFaults) -> Plan:
    """One side as a whole, where the two do not fit together in a way that nothing above tells."""
    sides = state.sides
    conflict = Conflict(
        kind="refused", entity=None, field="plan", base=sides.base.plan, ours=sides.ours.plan, theirs=sides.theirs.plan,
        reason=str(fault), address=("refused",),
    )  # fmt: skip
    return state.plan_of(state.ask(conflict))


# -- facts ----------------------------------------------------------------------------------------------------------


def _settings(state: State) -> None:
    base, ours, theirs = (
        side.plan.settings for side in (state.sides.base, state.sides.ours, state.sides.theirs)
    )
    changes = {}
    for name in sorted(state.sides.theirs.settings):
        values = _values(name, base, ours, theirs)
        if name not in state.sides.ours.settings:
            changes[name] = values[2]
        elif not same(values[1], values[2]):
            changes[name] = _decided(state, None, "", name, values)
    if changes:
        state.settings = attrs.evolve(ours, **changes)


def _entity(state: State, name: str, ours_need: tuple[str, ...], theirs_need: tuple[str, ...]) -> None:
    """What the merged plan holds of one entity."""
    base, ours, theirs = state.versions(name)
    state.found[name] = ours
    if same(ours, theirs):
        return
    if base is None:
        if ours is not None and theirs is not None:
            state.whole("added", name)
        else:
            state.found[name] = ours if theirs is None else theirs
    elif ours is None or theirs is None:
        left, needed = (theirs, theirs_need) if ours is None else (ours, ours_need)
        if needed or not same(left, base) or _was_renamed(state, name):
            state.whole("removed", name, needed)
        else:
            state.found[name] = None
    elif same(ours, base) or same(theirs, base):
        state.found[name] = theirs if same(ours, base) else ours
    elif not type(base) is type(ours) is type(theirs):
        state.whole("kind", name)
    else:
        _fields(state, name, base, ours, theirs)


def _was_renamed(state: State, name: str) -> bool:
    key = state.sides.key(name)
    return key is not None and key != ("base", name)


def _fields(state: State, name: str, base: Entity, ours: Entity, theirs: Entity) -> None:
    """Field by field; where what comes out does not go together, one side as a whole."""
    changes: dict[str, Any] = {}
    given = False
    for attribute in attrs.fields(type(ours)):
        b, o, t = values = _values(attribute.name, base, ours, theirs)
        if attribute.name == "id" or same(o, t) or same(t, b):
            continue
        if same(o, b):
            changes[attribute.name] = t
            continue
        changes[attribute.name] = _decided(state, base, name, attribute.name, values)
        given = given or (name, attribute.name) in state.given
    try:
        state.found[name] = attrs.evolve(ours, **changes)
    except InvalidValue as fault:
        if given:
            raise
        state.whole("together", name, reason=str(fault))


def _values(name: str, base: Any, ours: Any, theirs: Any) -> Three:
    return getattr(base, name), getattr(ours, name), getattr(theirs, name)


def _decided(state: State, holder: Entity | None, name: str, attribute: str, values: Three) -> Any:
    """The value of a field that both sides gave another: by element where it has any."""

    def asked(element: str, base: Any, ours: Any, theirs: Any) -> Any:
        three = [None if value is MISSING else value for value in (base, ours, theirs)]
        conflict = Conflict(
            kind="changed", entity=name or None, name="" if holder is None else holder.name, field=attribute,
            element=element, base=three[0], ours=three[1], theirs=three[2],
            address=("changed", state.sides.key(name or None), attribute, element),
        )  # fmt: skip
        choice = state.ask(conflict)
        if choice.side == "value":
            state.given.add((name, attribute))
            return MISSING if choice.value is None and element else choice.value
        return {"theirs": theirs, "base": base}.get(choice.side, ours)

    found = merged_value(attribute, *values, asked)
    return asked("", *values) if found is MISSING else found


# -- the plan -------------------------------------------------------------------------------------------------------


def _plan(state: State) -> Plan:
    """The merged plan: ours with what differs from it, in the order of both."""
    sides = state.sides
    ours = sides.ours.plan
    changes: list[Change] = []
    restored = False
    added: list[str] = []
    settings = ours.settings.changes_to(state.settings)
    if settings:
        changes.append(Revised(None, settings))
    for name, entity in state.found.items():
        here = ours.get(name)
        if here is None and entity is not None:
            restored = restored or name in sides.base.plan
            added.append(name)
        elif here is not None and entity is None:
            changes.append(Removed(here))
        elif here is not None and entity is not None and not same(here, entity):
            changes.append(Revised(name, (("entity", here, entity),)))
    changes += [Added(state.found[name]) for name in added]
    plan = ours.apply(changes)
    return _in_order(state, plan) if restored or sides.theirs.reordered else plan


def _in_order(state: State, plan: Plan) -> Plan:
    """The merged plan in the order of both sides: see `merged_order`."""
    present = [entity.id for entity in plan]
    base, ours, theirs = (
        [e.id for e in side.plan] for side in (state.sides.base, state.sides.ours, state.sides.theirs)
    )
    order = merged_order(base, ours, theirs, set(present))
    if order == present:
        return plan
    slots = {entity.id: slot for slot in range(plan._end) if (entity := plan._at(slot)) is not None}
    return rearranged(plan, [slots[name] for name in order])
