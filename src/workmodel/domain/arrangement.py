"""Places in a plan's order: how an entity comes to stand elsewhere, and how holes are squeezed out or left.

A slot is a place in the order, so that engines read the order off their arrays. An entity that moves therefore changes
its slot, and so does whatever has to make room for it: the entities between its new place and the nearest hole, one
slot each. Where no hole is near, all slots are dealt out anew with a hole every so often, and more of them where the
entity goes, so that the moves that follow find one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from workmodel.domain.chunks import MASK, NO_ROW, SHIFT, Names, Row, extended
from workmodel.domain.columns import HOLE
from workmodel.domain.draft import Draft
from workmodel.domain.index import Referrers

if TYPE_CHECKING:
    from workmodel.domain.items import Entity
    from workmodel.domain.plan import Plan

__all__ = ["behind", "moved", "rearranged", "squeezed"]

_EMPTY: Final = -1
_REACH: Final = 64  # how far from its new place a moving entity looks for a hole
_EVERY: Final = 32  # a hole behind every so many entities where slots are dealt out anew
_ROOM: Final = 64  # and so many where an entity is moved to


def moved(plan: Plan, slot: int, anchor: int | None) -> Plan:
    """The plan in which the entity in *slot* stands before that in *anchor*, or at the end."""
    if anchor == slot or _next_live(plan, slot) == anchor:
        return plan
    if anchor is None:
        return _shifted(plan, slot, {slot: plan._end})
    hole = _nearest_hole(plan, slot, anchor)
    if hole is None:
        return rearranged(plan, _with_room(plan, slot, anchor))
    if hole < anchor:
        places = {s: s - 1 for s in range(hole + 1, anchor)}
        return _shifted(plan, slot, {**places, slot: anchor - 1})
    places = {s: s + 1 for s in range(anchor, hole)}
    return _shifted(plan, slot, {**places, slot: anchor})


def squeezed(plan: Plan) -> Plan:
    """The same plan without holes, where most of its slots are holes."""
    if plan._end <= 1024 + 2 * plan._live:
        return plan
    return rearranged(plan, list(_live(plan, -1)))


def behind(plan: Plan, anchor: int, slot: int) -> int | None:
    """The slot before which the entity in *slot* has to stand to come right after *anchor*; ``None``: at the end."""
    if anchor == slot:
        return slot
    following = _next_live(plan, anchor)
    return slot if following == slot else following


def _next_live(plan: Plan, slot: int) -> int | None:
    """The slot of the entity that follows, or ``None`` at the end."""
    return next((s for s in range(slot + 1, plan._end) if plan._kind_of_slot(s) != HOLE), None)


def _nearest_hole(plan: Plan, slot: int, anchor: int) -> int | None:
    """The slot nearest to *anchor* that holds nothing once *slot* is left, if there is one near."""
    for distance in range(1, _REACH + 1):
        for place in (anchor - distance, anchor + distance):
            if place in {slot, plan._end} or (0 <= place < plan._end and plan._kind_of_slot(place) == HOLE):
                return place
    return None


def _shifted(plan: Plan, slot: int, places: dict[int, int]) -> Plan:
    """The plan in which entities have other slots; what refers to them follows."""
    draft = Draft(plan)
    draft.slots[slot] = (None, 0)
    for old, new in places.items():
        entity = plan._at(old)
        assert entity is not None
        draft.put(new, entity, plan._birth(old))
        draft.end = max(draft.end, new + 1)
    for old in places:
        for user in plan._referring(old):
            if user not in places:
                entity = plan._at(user)
                assert entity is not None
                draft.slots[user] = (entity, plan._birth(user))
    return draft.commit()


def _with_room(plan: Plan, slot: int, anchor: int) -> list[int]:
    """The order in which *slot* stands before *anchor*, with holes."""
    order: list[int] = []
    for count, here in enumerate(_live(plan, slot)):
        if here == anchor:
            order += [*[_EMPTY] * _ROOM, slot]
        order.append(here)
        if count % _EVERY == _EVERY - 1:
            order.append(_EMPTY)
    return order


def _live(plan: Plan, without: int) -> Iterator[int]:
    slot = -1
    for chunk in plan._spine:
        for kind in chunk.kinds():
            slot += 1
            if slot != without and kind != HOLE:
                yield slot


def rearranged(plan: Plan, order: Sequence[int]) -> Plan:
    """The plan with its entities in the slots that *order* deals out: old slots, and -1 for a hole.

    Nothing is checked again and no reference is resolved again: only numbers change. O(plan).
    """
    new = {old: place for place, old in enumerate(order) if old != _EMPTY}
    items: list[Entity | None] = []
    rows: list[Row] = []
    births: list[int] = []
    names: dict[str, int] = {}
    for place, old in enumerate(order):
        if old == _EMPTY:
            items.append(None)
            rows.append(NO_ROW)
            births.append(0)
            continue
        chunk, index = plan._spine[old >> SHIFT], old & MASK
        item = chunk.items[index]
        items.append(item)
        rows.append(_renumbered(chunk.rows[index], new))
        births.append(chunk.birth[index])
        names[item.id] = place
    fresh = type(plan).__new__(type(plan))
    spine = extended((), 0, items, rows, births)
    fresh._fill(plan.settings, spine, len(items), len(new), Names(names, len(items)), {}, Referrers())
    return fresh


def _renumbered(row: Row, new: dict[int, int]) -> Row:
    """A row whose references are to new slots; those to ready-made calendars are below zero and stay."""
    kind, parent, calendar, duration, flags, links, targets = row
    if not targets and parent < 0 and calendar < 0 and not links:
        return row
    return Row(
        kind,
        new.get(parent, parent),
        new.get(calendar, calendar),
        duration,
        flags,
        tuple([(new[slot], code, sort, size) for slot, code, sort, size in links]),
        tuple([new.get(target, target) for target in targets]),
    )
