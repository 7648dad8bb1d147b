"""How changes are replayed on a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve, fields

from workmodel.domain.arrangement import rearranged
from workmodel.domain.changes import Added, Moved, Removed, Renamed, Revised
from workmodel.domain.chunks import births
from workmodel.domain.draft import Draft
from workmodel.domain.propertyvalues import with_values
from workmodel.domain.references import rename_references
from workmodel.domain.rows import CLASSES
from workmodel.errors import ChangeDoesNotApply, shown, tuple_of

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["apply", "rename"]


def apply(plan: Plan, changes: Iterable[Any]) -> Plan:
    """The plan after those changes, checked once at the end."""
    steps = tuple_of("changes", changes, "a list of changes, such as plan.diff(other) gives")
    if not steps:
        return plan
    replay = _Replay(plan)
    for step in steps:
        replay.step(step)
    return replay.finished()


class _Replay:
    """Changes replayed on a draft; the order is written out only once a change needs a place in the middle."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.draft = Draft(plan)
        self.order: list[int] | None = None
        self.renames: dict[
            str, str
        ] = {}  # made together before the next change of another sort: old id → new
        self.before: dict[str, str] = {}  # the same the other way round

    def step(self, change: Any) -> None:
        if not isinstance(change, Renamed):
            self._make_renames()
        match change:
            case Added():
                self._add(change)
            case Removed():
                slot = self._there(change.entity.id)
                if self.draft.entity(slot) != change.entity:
                    raise ChangeDoesNotApply(change.entity.id, "the plan holds another version of it")
                self.draft.clear(slot)
                if self.order is not None:
                    self.order.remove(slot)
            case Renamed():
                self._rename(change)
            case Revised():
                self._revise(change)
            case Moved():
                slot = self._there(change.id)
                self._ordered().remove(slot)
                self._insert(slot, change.before, change.id)
            case _:
                raise ChangeDoesNotApply("", f"{shown(change)} is not a change")

    def _there(self, name: str) -> int:
        slot = self.draft.slot(name)
        if slot is None:
            raise ChangeDoesNotApply(name, "the plan has no such item")
        return slot

    def _add(self, change: Added) -> None:
        if self.draft.get(change.entity.id) is not None:
            raise ChangeDoesNotApply(change.entity.id, "the plan already has an item of that id")
        if change.before is not None and self.order is None:
            hole = self._there(change.before) - 1
            if hole >= 0 and self.draft.entity(hole) is None:
                self.draft.put(hole, change.entity, next(births))
                return
        slot = self.draft.end
        before = len(self.draft.faults)
        self.draft.add([change.entity])
        if len(self.draft.faults) > before or (self.order is None and change.before is None):
            return
        self._ordered(without=slot)
        self._insert(slot, change.before, change.entity.id)

    def _rename(self, change: Renamed) -> None:
        first = self.before.pop(change.old, None)
        if first is None:
            if change.old in self.renames:
                raise ChangeDoesNotApply(change.old, "the plan has no such item")
            self._there(change.old)
            first = change.old
        there = self.draft.get(change.new) is not None and change.new not in self.renames
        if there or change.new in self.before:
            raise ChangeDoesNotApply(change.old, f'the id "{change.new}" is taken')
        self.renames[first] = change.new
        self.before[change.new] = first

    def _make_renames(self) -> None:
        if self.renames:
            rename(self.draft, self.renames)
            self.renames, self.before = {}, {}

    def _revise(self, change: Revised) -> None:
        if change.id is None:
            self._check(change, self.draft.settings)
            self.draft.settings = evolve(self.draft.settings, **{name: new for name, _, new in change.fields})
            return
        slot = self._there(change.id)
        entity = self.draft.entity(slot)
        assert entity is not None
        if [name for name, _, _ in change.fields] == ["entity"]:
            _, old, new = change.fields[0]
            if entity != old:
                raise ChangeDoesNotApply(change.id, "the plan holds another version of it")
            if type(new) not in CLASSES or new.id != change.id:
                raise ChangeDoesNotApply(change.id, f"{shown(new)} cannot stand in its place")
            self.draft.swap(slot, new)
            return
        self._check(change, entity)
        self.draft.swap(slot, evolve(entity, **{name: new for name, _, new in change.fields}))

    @staticmethod
    def _check(change: Revised, holder: Any) -> None:
        for name, old, _ in change.fields:
            if name == "id":
                raise ChangeDoesNotApply(
                    change.subject, "an id changes by a Renamed, so that references follow"
                )
            if name not in {f.name for f in fields(type(holder))}:
                raise ChangeDoesNotApply(change.subject, f'it has no field "{name}"')
            if getattr(holder, name) != old:
                raise ChangeDoesNotApply(
                    change.subject, f"{name} is {getattr(holder, name)!s} here, not {old!s}"
                )

    def _ordered(self, without: int = -1) -> list[int]:
        if self.order is None:
            self.order = [
                s for s in range(self.draft.end) if s != without and self.draft.entity(s) is not None
            ]
        return self.order

    def _insert(self, slot: int, before: str | None, name: str) -> None:
        order = self._ordered()
        if before is None:
            order.append(slot)
            return
        anchor = self.draft.slot(before)
        if anchor is None or anchor == slot:
            raise ChangeDoesNotApply(name, f'there is no item "{before}" to stand before')
        order.insert(order.index(anchor), slot)

    def finished(self) -> Plan:
        """The plan that came out of it."""
        self._make_renames()
        plan = self.draft.commit()
        return plan if self.order is None else rearranged(plan, self.order)


def rename(draft: Draft, names: dict[str, str]) -> None:
    """Give entities other ids, old to new, all at once, and everything that refers to them the new ones."""
    slots = {new: slot for old, new in names.items() if (slot := draft.slot(old)) is not None}
    users = {s for s, (e, _) in draft.slots.items() if e is not None}
    for new, slot in slots.items():
        users.add(slot)
        users.update(draft.plan._referring(slot) if slot < draft.plan._end else ())
        entity = draft.entity(slot)
        assert entity is not None
        draft.swap(slot, evolve(entity, id=new))
    draft.names.update(slots)  # an id that one gave up and another took belongs to the other
    for user in users:
        referrer = draft.entity(user)
        if referrer is not None:
            follows = rename_references(referrer, names)
            follows = with_values(follows, draft.get, lambda target: names.get(target, target))
            if follows is not referrer:
                draft.swap(user, follows)
    draft.settings = rename_references(draft.settings, names)
