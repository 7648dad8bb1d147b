"""The difference of two plans.

Two versions of one plan share what did not change, chunk by chunk, so that their difference costs what changed. An
entity is the same in both where it was born once (see `workmodel.domain.chunks`) or else has the same id.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, fields, frozen

from workmodel.domain.changes import Added, Change, Moved, Removed, Renamed, Revised
from workmodel.domain.chunks import SHIFT
from workmodel.domain.items import Entity
from workmodel.domain.propertyvalues import with_values
from workmodel.domain.references import rename_references

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["diff", "renamed", "slots_that_differ"]


def slots_that_differ(ours: Plan, theirs: Plan) -> Iterator[int]:
    """Slots whose entity is not one and the same object in both plans."""
    for number in range(max(len(ours._spine), len(theirs._spine))):
        mine = ours._spine[number] if number < len(ours._spine) else None
        other = theirs._spine[number] if number < len(theirs._spine) else None
        if mine is other:
            continue
        left = mine.items if mine is not None else []
        right = other.items if other is not None else []
        base = number << SHIFT
        for place in range(max(len(left), len(right))):
            a = left[place] if place < len(left) else None
            b = right[place] if place < len(right) else None
            if a is not b:
                yield base + place


@frozen
class _Matched:
    """What differs between two plans: entities born as one, those that go and come, and whether some stand elsewhere."""

    pairs: list[tuple[Entity, Entity]]
    gone: dict[str, Entity]
    come: dict[str, Entity]
    moved: bool


def _matched(ours: Plan, theirs: Plan) -> _Matched:
    """Which entity of one plan was born as which of the other, as far as they are not one and the same object."""
    pairs: list[tuple[Entity, Entity]] = []
    gone: dict[str, Entity] = {}
    come: dict[str, Entity] = {}
    born: dict[int, Entity] = {}  # of ours, by birth: what moved has another slot
    found: list[tuple[int, Entity]] = []
    for slot in slots_that_differ(ours, theirs):
        a = ours._at(slot) if slot < ours._end else None
        b = theirs._at(slot) if slot < theirs._end else None
        if a is not None and b is not None and ours._birth(slot) == theirs._birth(slot):
            pairs.append((a, b))
            continue
        if a is not None:
            gone[a.id] = a
            born[ours._birth(slot)] = a
        if b is not None:
            come[b.id] = b
            found.append((theirs._birth(slot), b))
    moved = [(a, b) for birth, b in found if (a := born.get(birth)) is not None]
    for a, b in moved:
        del gone[a.id], come[b.id]
    return _Matched(pairs + moved, gone, come, bool(moved))


def renamed(ours: Plan, theirs: Plan) -> dict[str, str]:
    """The id that an entity has in the other of two versions of a plan, by the one it has here, where they differ.

    It is the entity that was born once: whatever has its old id in the other plan is something else. Seen from the other
    version it is the same renames turned round.
    """
    if ours is theirs:
        return {}
    return {a.id: b.id for a, b in _matched(ours, theirs).pairs if a.id != b.id}


def diff(ours: Plan, theirs: Plan) -> tuple[Change, ...]:
    """The changes that lead from one plan to another: settings, renames, removals, additions, moves, revisions."""
    if ours is theirs:
        return ()
    found = _matched(ours, theirs)
    pairs, gone, come = found.pairs, found.gone, found.come
    _break_ambiguous(pairs, gone, come)
    settled = found.moved or bool(gone.keys() & come.keys())
    pairs.extend((gone.pop(name), come.pop(name)) for name in list(gone) if name in come)
    names = {a.id: b.id for a, b in pairs if a.id != b.id}
    back = {new: old for old, new in names.items()}
    pairs += _untouched(ours, theirs, names)
    changes: list[Change] = list(_renames(names, ours))
    changes.extend(_order_changes(ours, theirs, (names, back), gone, come, settled))
    revised = ours.settings if not names else rename_references(ours.settings, names)
    differing = revised.changes_to(theirs.settings)
    if differing:
        changes.append(Revised(None, differing))
    for a, b in pairs:
        change = _revision(_as_renamed(ours, a, names, back) if names else a, b)
        if change is not None:
            changes.append(change)
    return tuple(changes)


def _untouched(ours: Plan, theirs: Plan, names: dict[str, str]) -> list[tuple[Entity, Entity]]:
    """What refers to a renamed id and is one and the same in both plans: the id means something else in the other.

    A rename would take these references along.
    """
    found: dict[int, Entity] = {}
    for old in names:
        slot = ours._slot(old)
        for user in () if slot is None else ours._referring(slot):
            entity = ours._at(user)
            if entity is not None and user < theirs._end and theirs._at(user) is entity:
                found[user] = entity
    return [(entity, entity) for entity in found.values()]


def _break_ambiguous(
    pairs: list[tuple[Entity, Entity]], gone: dict[str, Entity], come: dict[str, Entity]
) -> None:
    """Take renames to the id of something that goes for a removal and a revision.

    What referred to the one that goes could not be told afterwards from what follows the rename.
    """
    while True:
        unclear = [pair for pair in pairs if pair[0].id != pair[1].id and pair[1].id in gone]
        if not unclear:
            return
        for a, b in unclear:
            pairs.remove((a, b))
            gone[a.id] = a
            come[b.id] = b


def _as_renamed(plan: Plan, entity: Entity, names: dict[str, str], back: dict[str, str]) -> Entity:
    """An entity of a plan whose references follow renames, told from old to new and back."""
    follows = rename_references(entity, names)
    return with_values(
        follows, lambda name: plan.get(back.get(name, name)), lambda target: names.get(target, target)
    )


def _renames(names: dict[str, str], ours: Plan) -> Iterator[Renamed]:
    """Renames in an order in which each new id is free; rings (a → b → a) go through a free id."""
    left = dict(names)
    taken = set(names.values())
    for start in names:
        chain: list[str] = []
        here = start
        while here in left and not (chain and here == start):
            chain.append(here)
            here = left[here]
        if chain and here == start:
            aside = f"{start}~"
            while aside in ours or aside in taken:
                aside += "~"
            yield Renamed(start, aside)
            last = left.pop(start)
            yield from (Renamed(old, left.pop(old)) for old in reversed(chain[1:]))
            yield Renamed(aside, last)
        else:
            yield from (Renamed(old, left.pop(old)) for old in reversed(chain))


def _revision(a: Entity, b: Entity) -> Revised | None:
    if type(a) is not type(b):
        return Revised(b.id, (("entity", evolve(a, id=b.id), b),))
    differing = []
    for attribute in fields(type(b)):
        if attribute.name == "id":
            continue
        old, new = getattr(a, attribute.name), getattr(b, attribute.name)
        if old is not new and (old != new or type(old) is not type(new)):
            differing.append((attribute.name, old, new))
    return Revised(b.id, tuple(differing)) if differing else None


# -- order ----------------------------------------------------------------------------------------------------------


def _order_changes(
    ours: Plan,
    theirs: Plan,
    renames: tuple[dict[str, str], dict[str, str]],
    gone: dict[str, Entity],
    come: dict[str, Entity],
    settled: bool,
) -> Iterator[Change]:
    """Removals, additions and moves, each with its place at that step."""
    names, back = renames
    leaving = {ours._slot(name) or 0: entity for name, entity in gone.items()}
    for slot, entity in sorted(leaving.items()):
        yield Removed(
            _as_renamed(ours, entity, names, back) if names else entity, _next_id(ours, slot, names)
        )
    if not settled and (not come or _all_at_end(theirs, come, ours._end)):
        for entity in come.values():
            yield Added(entity)
        return
    order = [names.get(e.id, e.id) for e in ours if e.id not in gone]
    yield from _arranged(order, [e.id for e in theirs], come)


def _all_at_end(theirs: Plan, come: dict[str, Entity], end: int) -> bool:
    return all((theirs._slot(name) or 0) >= end for name in come)


def _next_id(plan: Plan, slot: int, names: dict[str, str]) -> str | None:
    """Id of the item after a slot, where those before it may have been removed."""
    for later in range(slot + 1, plan._end):
        entity = plan._at(later)
        if entity is not None:
            return names.get(entity.id, entity.id)
    return None


def _arranged(order: list[str], target: list[str], come: dict[str, Entity]) -> Iterator[Change]:
    """The fewest moves and the additions that turn one order into the other.

    First what comes to the end, in order; then the rest from the end to the front, each before what it stands before.
    """
    place = {name: i for i, name in enumerate(target)}
    kept = set(_longest_rising(order, place))
    some_move = len(kept) < len(order)
    begin = len(target)
    while begin and target[begin - 1] in come:
        begin -= 1
    for name in target[begin:]:
        yield Added(come[name])
        order.append(name)
    for i in range(begin - 1, -1, -1):
        name = target[i]
        before = target[i + 1] if i + 1 < len(target) else None
        if name in come:
            yield Added(come[name], before)
        elif name not in kept:
            was = order.index(name)
            was_before = order[was + 1] if was + 1 < len(order) else None
            order.pop(was)
            yield Moved(name, was_before, before)  # never to where it stands: it would have been kept
        else:
            continue
        if some_move:  # only a move has to know where it moves from
            order.insert(len(order) if before is None else order.index(before), name)


def _longest_rising(order: list[str], place: dict[str, int]) -> list[str]:
    """The longest part of *order* that already stands in the target's order (patience sorting)."""
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for name in order:
        at = bisect_left(tails, place[name])
        previous[name] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(place[name])
            ends.append(name)
        else:
            tails[at] = place[name]
            ends[at] = name
    chain: list[str] = []
    here = ends[-1] if ends else None
    while here is not None:
        chain.append(here)
        here = previous[here]
    return chain
