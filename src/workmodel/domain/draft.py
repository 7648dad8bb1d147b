"""Editing a plan: every edit is made on a draft, checked as a whole, and becomes a new plan or an error.

A draft holds what differs from its plan. `commit` resolves the references of everything touched, checks hierarchy,
properties and zones, and gathers all faults before it raises, so that nothing is ever half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workmodel.domain import faults as checks
from workmodel.domain.calendar import BUILT_IN_CALENDARS
from workmodel.domain.chunks import NO_ROW, Row, births, edited, extended
from workmodel.domain.columns import keep_columns
from workmodel.domain.items import Entity
from workmodel.domain.property import Property
from workmodel.domain.propertyvalues import referring_values
from workmodel.domain.quiet import quiet_collector
from workmodel.domain.rows import BUILT_IN_SLOTS, CLASSES, KIND_CODES, Unresolved, row_of
from workmodel.domain.telling import Teller
from workmodel.errors import PlanFaults

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.domain.settings import Settings

__all__ = ["Draft", "appended"]

_BULK = 1000  # from here on columns are made at once, while rows are at hand
_CALENDAR_BIT = 1 << KIND_CODES["calendar"]


def appended(plan: Plan, entities: Sequence[Any], teller: Teller) -> Plan:
    """The plan with entities added at its end: the fast road of `Plan.add`.

    Raises
    ------
    PlanFaults
        Everything that does not fit, at once.
    """
    end = plan._end
    fresh = _fresh_ids(plan, entities)
    with quiet_collector(len(entities)):
        rows = _certain_rows(plan, entities, fresh, teller) if fresh is not None else None
    if fresh is None or rows is None:
        draft = Draft(plan)
        draft.add(entities)
        made = draft.commit()  # seldom, and not told of
        teller.tell(len(entities), len(entities))
        return made
    birth = [next(births) for _ in entities]
    overlay = plan._names.bound(fresh, plan._overlay, end, end + len(entities))
    spine = extended(plan._spine, end, list(entities), rows, birth)
    if len(entities) >= _BULK:
        keep_columns(spine)
    return plan._successor(
        spine=spine,
        end=end + len(entities),
        live=plan._live + len(entities),
        overlay=overlay,
        touched=range(end, end + len(entities)),
    )


def _fresh_ids(plan: Plan, entities: Sequence[Any]) -> dict[str, int] | None:
    """The ids of entities to be added, with their slots; nothing where any needs a closer look."""
    wanted = plan.settings.calendar
    find = plan._slot
    if wanted not in BUILT_IN_CALENDARS and find(wanted) is None:
        return None  # a calendar that the plan was promised when it was made
    fresh: dict[str, int] = {}
    for slot, entity in enumerate(entities, plan._end):
        if type(entity) not in CLASSES:
            return None
        name = entity.id
        if name in fresh or find(name) is not None or name in BUILT_IN_CALENDARS:
            return None
        fresh[name] = slot
    return fresh


def _certain_rows(
    plan: Plan, entities: Sequence[Any], fresh: dict[str, int], teller: Teller
) -> list[Row] | None:
    """The rows of entities to be added; nothing where something may not fit."""
    end = plan._end
    kinds = [CLASSES[type(e)] for e in entities]
    find, known = plan._slot, plan._kind_of_slot

    def resolve(name: str, mask: int) -> int:
        slot = fresh.get(name)
        if slot is not None:
            kind = kinds[slot - end]
        else:
            slot = find(name)
            if slot is None:
                if mask & _CALENDAR_BIT and name in BUILT_IN_SLOTS:
                    return BUILT_IN_SLOTS[name]
                raise Unresolved
            kind = known(slot)
        if not mask >> kind & 1:
            raise Unresolved
        return slot

    conventions = plan.settings.conventions
    try:
        rows = [row_of(e, resolve, conventions) for e in teller.each(entities)]
    except Unresolved:
        return None
    return rows if checks.quickly_fine(plan, entities, rows, end) else None


class Draft:
    """A plan being edited: what differs from it, until `commit` makes the next plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settings: Settings = plan.settings
        self.slots: dict[int, tuple[Entity | None, int]] = {}
        self.names: dict[str, int | None] = {}
        self.end = plan._end
        self.faults: list[str] = []
        self.rings: list[tuple[str, ...]] = []  # of parents or bases: their faults name the ends only
        self.hints = 20  # near names cost a look through the plan: the first faults have them

    # -- reading ------------------------------------------------------------------------------------------------

    def slot(self, name: str) -> int | None:
        """The slot of an id in the draft, if it has one."""
        if name in self.names:
            return self.names[name]
        return self.plan._slot(name)

    def entity(self, slot: int) -> Entity | None:
        """The entity in a slot of the draft."""
        if slot in self.slots:
            return self.slots[slot][0]
        return self.plan._at(slot) if slot < self.plan._end else None

    def get(self, name: str) -> Entity | None:
        """The entity of that id in the draft, if there is one."""
        slot = self.slot(name)
        return None if slot is None else self.entity(slot)

    # -- editing ------------------------------------------------------------------------------------------------

    def add(self, entities: Iterable[Any]) -> None:
        """Append entities; what cannot be added becomes a fault."""
        for entity in entities:
            fault = checks.newcomer(self, entity)
            if fault:
                self.faults.append(fault)
                continue
            self.put(self.end, entity, next(births))
            self.end += 1

    def put(self, slot: int, entity: Entity, birth: int) -> None:
        """Set the entity of a slot."""
        self.slots[slot] = (entity, birth)
        self.names[entity.id] = slot

    def swap(self, slot: int, entity: Entity) -> None:
        """Exchange the entity of a slot for its next version."""
        old = self.entity(slot)
        if old is not None and old.id != entity.id:
            self.names[old.id] = None
        birth = self.slots[slot][1] if slot in self.slots else self.plan._birth(slot)
        self.put(slot, entity, birth)

    def clear(self, slot: int) -> None:
        """Leave a hole in a slot."""
        old = self.entity(slot)
        assert old is not None
        self.names[old.id] = None
        self.slots[slot] = (None, 0)

    # -- finishing ----------------------------------------------------------------------------------------------

    def touched(self) -> list[tuple[int, Entity]]:
        """Slots whose entity is new or changed, or must be looked at again because of what it refers to."""
        for slot in self._concerned():
            entity = self.plan._at(slot)
            if slot not in self.slots and entity is not None:
                self.slots[slot] = (entity, self.plan._birth(slot))
        return [(slot, entity) for slot, (entity, _) in sorted(self.slots.items()) if entity is not None]

    def _concerned(self) -> Iterable[int]:
        """Slots of entities that did not change but whose rows or values read otherwise now."""
        plan = self.plan
        if self.settings.conventions != plan.settings.conventions:
            return range(plan._end)
        found: list[int] = []
        for slot, (entity, _) in self.slots.items():
            before = plan._at(slot) if slot < plan._end else None
            if isinstance(before, Property) and isinstance(entity, Property) and before != entity:
                found.extend(plan._referring(slot))
            old, new = (None if e is None else e.id for e in (before, entity))
            if old != new and old in BUILT_IN_SLOTS:
                found.extend(plan._referring(slot))
            if old != new and new in BUILT_IN_SLOTS:  # it takes the place of the ready-made one
                found.extend(plan._referring(BUILT_IN_SLOTS[new]))
        return found

    def commit(self) -> Plan:
        """The next plan.

        Raises
        ------
        PlanFaults
            Everything that does not fit, at once; the plan is as it was.
        """
        touched = self.touched()
        with quiet_collector(len(touched)):
            rows = self.rows_of(touched)
            self.faults.extend(checks.draft_faults(self, touched))
        if self.faults:
            raise PlanFaults(tuple(self.faults), tuple(self.rings))
        return self._next(rows)

    def rows_of(self, touched: list[tuple[int, Entity]]) -> dict[int, Row]:
        """The rows of entities by slot; what they name and is not there becomes a fault."""
        conventions = self.settings.conventions
        rows: dict[int, Row] = {}
        for slot, entity in touched:
            try:
                row = row_of(entity, self._resolve, conventions)
            except Unresolved:
                self.faults.extend(checks.reference_faults(self, entity))
                continue
            named = [self.slot(name) for name in referring_values(entity, self.get)]
            more = tuple(s for s in dict.fromkeys(named) if s is not None and s not in row.targets)
            rows[slot] = row._replace(targets=row.targets + more) if more else row
        return rows

    def _resolve(self, name: str, mask: int) -> int:
        slot = self.slot(name)
        if slot is None:
            if mask & _CALENDAR_BIT and name in BUILT_IN_SLOTS:
                return BUILT_IN_SLOTS[name]
            raise Unresolved
        if slot in self.slots:
            entity = self.slots[slot][0]
            fits = entity is not None and mask >> KIND_CODES[entity.kind] & 1
        else:
            fits = mask >> self.plan._kind_of_slot(slot) & 1
        if not fits:
            raise Unresolved
        return slot

    def _next(self, rows: dict[int, Row]) -> Plan:
        plan = self.plan
        changes = {
            slot: (entity, rows[slot] if entity is not None else NO_ROW, birth)
            for slot, (entity, birth) in self.slots.items()
        }
        old = {slot: change for slot, change in changes.items() if slot < plan._end}
        spine = edited(plan._spine, old) if old else plan._spine
        live = plan._live + sum(
            (change[0] is not None) - (plan._at(slot) is not None) for slot, change in old.items()
        )
        new = [changes[slot] for slot in range(plan._end, self.end)]
        if new:
            items, fresh_rows, birth = map(list, zip(*new, strict=True))
            spine = extended(spine, plan._end, items, fresh_rows, birth)
            live += sum(item is not None for item in items)
        bound = {
            name: slot for name, slot in self.names.items() if slot is not None and plan._slot(name) != slot
        }
        overlay = plan._overlay
        if bound:
            overlay = plan._names.bound(bound, overlay, plan._end, self.end)
        return plan._successor(
            settings=self.settings,
            spine=spine,
            end=self.end,
            live=live,
            overlay=overlay,
            touched=sorted(self.slots),
        )
