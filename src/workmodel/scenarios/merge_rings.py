"""Rings that only a merge closes: of parents, bases, managers, teams, and of items that wait for each other.

A plan refuses all of them but the last, which it may hold as a draft. Here that is a conflict too: neither side made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from workmodel.domain import Entity, Plan, Resource, Routine
from workmodel.domain.rings import rings
from workmodel.errors import PlanFaults, around
from workmodel.scenarios.merge_conflict import Conflict
from workmodel.scenarios.merge_sides import Side
from workmodel.scenarios.merge_state import State

__all__ = ["closed_rings", "open_rings"]

_UP = ("parent", "base", "manager", "members")
_LOGIC = ("after", "parent")


def closed_rings(state: State) -> bool:
    """Whether parents, bases, managers or teams led back to where they began, and something was done about it."""
    for attribute in _UP:
        ring = _ring(state, attribute)
        if not ring:
            continue
        address = _address(state, attribute, ring)
        if not state.asked(*address):
            _ask(state, attribute, ring, address)
        elif any((name, attribute) in state.given for name in ring):
            raise PlanFaults((f"what was decided closes a ring: {around(ring)}",), (tuple(ring),))
        elif state.first("as in ours", attribute):
            _as_in_ours(state, (attribute,))
        else:
            continue  # the plan will refuse it
        return True
    return False


def open_rings(state: State, plan: Plan) -> bool:
    """Whether items of a merged plan waited for each other in a ring that neither side has, and something was done about it.

    O(plan), and only where both sides changed what waits for what, or where something is in conflict.
    """
    sides = state.sides
    both = _changed_logic(sides.ours, sides.base.plan) and _changed_logic(sides.theirs, sides.base.plan)
    if not both and not state.disputed:
        return False
    changed = False
    for ring in rings(plan):  # one of each knot, so that what is done about one leaves the others
        if any(_has_ring(ring, side.plan) for side in (sides.ours, sides.theirs)):
            continue
        if any((name, attribute) in state.given for name in ring for attribute in _LOGIC):
            continue  # somebody decided for it, and a draft may hold one
        address = _address(state, "after", ring)
        if not state.asked(*address):
            _ask(state, "after", ring, address)
        elif state.first("as in ours", "after"):
            _as_in_ours(state, _LOGIC)
        else:
            continue
        changed = True
    return changed


def _address(state: State, attribute: str, ring: Iterable[str]) -> tuple[Any, ...]:
    return ("ring", attribute, tuple(sorted(state.sides.key(name) or ("", "") for name in ring)))


def _ask(state: State, attribute: str, ring: Sequence[str], address: tuple[Any, ...]) -> None:
    """Ask about a ring, and give what stands on it the values of the side that is decided for."""
    subject = _subject(state, attribute, ring)
    three = [getattr(one, attribute, None) for one in state.versions(subject)]
    known = state.get(subject)
    conflict = Conflict(
        kind="ring", entity=subject, name=subject if known is None else known.name, field=attribute, base=three[0],
        ours=three[1], theirs=three[2], because=tuple(ring), address=address,
    )  # fmt: skip
    choice = state.ask(conflict)
    if choice.side == "value":
        if known is not None:
            state.put(known, **{attribute: choice.value})
            state.given.add((subject, attribute))
        return
    for name in ring:
        _take(state, name, state.plan_of(choice), _LOGIC if attribute == "after" else (attribute,), set(ring))


def _subject(state: State, attribute: str, ring: Sequence[str]) -> str:
    """The first of a ring, by id, of which a side changed the value that is in question."""
    for name in sorted(ring):
        base, *sides = state.versions(name)
        before = getattr(base, attribute, None)
        if any(one is not None and getattr(one, attribute, None) != before for one in sides):
            return name
    return min(ring)


def _take(state: State, name: str, plan: Plan, attributes: Iterable[str], ring: set[str]) -> None:
    """Have one of a ring say what it says in a plan; what is not in that plan says nothing of the ring."""
    entity, there = state.get(name), plan.get(name)
    if entity is None:
        return
    changes = {}
    for attribute in attributes:
        if not hasattr(entity, attribute):
            continue
        old = getattr(entity, attribute)
        new = _without(old, ring) if there is None else getattr(there, attribute, old)
        if new != old:
            changes[attribute] = new
    if changes:
        state.put(entity, **changes)


def _without(value: Any, ring: set[str]) -> Any:
    """A value that refers, without what it says of a ring."""
    if isinstance(value, tuple):
        return tuple(part for part in value if _target(part) not in ring)
    return value


def _as_in_ours(state: State, attributes: Sequence[str]) -> None:
    """Have everything say what it says in ours; what only theirs has says nothing of the sort."""
    ours = state.sides.ours.plan
    for name, entity in list(state.found.items()):
        if entity is not None:
            _take(state, name, ours, attributes, set(_named(entity, attributes)))


def _named(entity: Entity, attributes: Sequence[str]) -> Iterator[str]:
    """What the lists of an entity name."""
    for attribute in attributes:
        value = getattr(entity, attribute, None)
        for part in value if isinstance(value, tuple) else ():
            yield _target(part)


def _target(part: Any) -> str:
    """What an element of a list refers to."""
    found: str = getattr(part, "predecessor", "") or getattr(part, "resource", "")
    return found


# -- finding --------------------------------------------------------------------------------------------------------


def _ring(state: State, attribute: str) -> list[str]:
    """A ring through something that a side touched, each followed by what it names; empty where there is none."""
    done: set[str] = set()
    for name in state.found:
        path: dict[str, Iterator[str]] = {}
        here: str | None = name
        while here is not None:
            if here in path:
                way = list(path)
                ring = way[way.index(here) :]
                if len(ring) > 1:
                    return ring
            elif here not in done:
                path[here] = _following(state, here, attribute)
            here = None
            while path and here is None:
                last = next(reversed(path))
                here = next(path[last], None)
                if here is None:
                    done.add(last)
                    del path[last]
    return []


def _following(state: State, name: str, attribute: str) -> Iterator[str]:
    entity = state.get(name)
    if attribute == "members":
        return iter([one.resource for one in entity.members] if isinstance(entity, Resource) else [])
    up = getattr(entity, attribute, None)
    return iter([] if up is None else [up])


def _changed_logic(side: Side, base: Plan) -> bool:
    """Whether a side changed what waits for what, or what is part of what."""
    for name in side.touched:
        here, before = side.plan.get(name), base.get(name)
        if here is not None and any(
            getattr(here, attribute, None) not in (getattr(before, attribute, None), ())
            for attribute in _LOGIC
        ):
            return True
    return False


def _has_ring(names: Sequence[str], plan: Plan) -> bool:
    """Whether some of those items wait for each other in a plan by what they say of each other: see `domain.rings`."""
    waits: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name in names:
        entity = plan.get(name)
        gate, close = waits.setdefault((name, "gate"), set()), waits.setdefault((name, "close"), set())
        close.add((name, "gate"))
        gate.update((one.predecessor, "close") for one in getattr(entity, "after", ()))
        parent = getattr(entity, "parent", None)
        if parent is not None:
            gate.add((parent, "gate"))
            if not isinstance(entity, Routine):
                waits.setdefault((parent, "close"), set()).add((name, "close"))
    held = set(names)
    inside = {end: [one for one in ends if one[0] in held] for end, ends in waits.items() if end[0] in held}
    try:
        TopologicalSorter(inside).prepare()
    except CycleError:
        return True
    return False
