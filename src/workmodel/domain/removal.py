"""How entities leave a plan: refused while something refers to them, or with what means nothing without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from attrs import evolve

from workmodel.domain.draft import Draft
from workmodel.domain.items import Entity
from workmodel.domain.propertyvalues import with_values
from workmodel.domain.references import drop_references, needed_by
from workmodel.errors import StillReferred

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["removed"]


def removed(plan: Plan, names: Sequence[str], *, cascade: bool) -> Plan:
    """The plan without some entities: see `Plan.remove`."""
    slots = dict.fromkeys(plan._needed(name) for name in names)
    if cascade:
        stack = list(slots)
        while stack:
            slot = stack.pop()
            for user in plan._referring(slot):
                if user not in slots and _goes_with(plan, user, slot):
                    slots[user] = None
                    stack.append(user)
    draft = Draft(plan)
    refused: list[tuple[str, tuple[str, ...]]] = []
    gone = frozenset(plan._id(slot) for slot in slots)
    left: dict[int, None] = {}  # what stays and refers to what goes
    for slot in slots:
        users = [user for user in plan._referring(slot) if user not in slots]
        left.update(dict.fromkeys(users))
        listed = [plan._id(user) for user in users]
        if plan.settings.calendar == plan._id(slot):
            listed.append("the plan's settings")
        if listed and not cascade:
            refused.append((plan._id(slot), tuple(listed)))
    if refused:
        raise StillReferred(tuple(refused))
    for user in left:
        kept = with_values(
            cast("Entity", plan._at(user)), plan.get, lambda target: None if target in gone else target
        )
        draft.swap(user, drop_references(kept, gone))
    if plan.settings.calendar in gone:
        draft.settings = evolve(draft.settings, calendar="standard")
    for slot in slots:
        draft.clear(slot)
    return draft.commit()


def _goes_with(plan: Plan, user: int, slot: int) -> bool:
    """Whether what refers to an entity is part of it, or means nothing without it."""
    if plan._parent_of_slot(user) == slot:
        return True
    return plan._id(slot) in needed_by(plan._at(user))
