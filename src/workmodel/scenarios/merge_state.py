"""The merged plan in the making: what differs from ours, and what was asked on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from workmodel.domain import BUILT_IN_CALENDARS, Entity, Plan, Settings
from workmodel.errors import PlanFaults, WrongType
from workmodel.scenarios.merge_conflict import Choice, Conflict
from workmodel.scenarios.merge_sides import Decide, Sides

__all__ = ["State"]


class State:
    """What the merged plan holds instead of what ours holds, by id; ``None`` where it holds nothing.

    Attributes
    ----------
    sides
        The three plans, in one set of names.
    found
        For everything that either side touched, what the merged plan has.
    settings
        Its settings.
    given
        Field by field what was decided by a value that is none of the three: refused with an error rather than adjusted.
    """

    def __init__(self, sides: Sides, decide: Decide) -> None:
        self.sides = sides
        self.found: dict[str, Entity | None] = {}
        self.settings: Settings = sides.ours.plan.settings
        self.given: set[tuple[str, str]] = set()
        self._decide = decide
        self._asked: set[tuple[Any, ...]] = set()

    # -- reading ------------------------------------------------------------------------------------------------

    def get(self, name: str) -> Entity | None:
        """The entity of that id in the merged plan."""
        if name in self.found:
            return self.found[name]
        found: Entity | None = self.sides.ours.plan.get(name)
        return found

    def kind(self, name: str) -> str:
        """The kind of that id in the merged plan, ready-made calendars included; empty where there is none."""
        entity = self.get(name)
        if entity is None:
            return "calendar" if name in BUILT_IN_CALENDARS else ""
        return entity.kind

    def versions(self, name: str) -> tuple[Entity | None, Entity | None, Entity | None]:
        """An entity in the base, in ours and in theirs."""
        sides = self.sides
        return sides.base.plan.get(name), sides.ours.plan.get(name), sides.theirs.plan.get(name)

    def plan_of(self, choice: Choice) -> Plan:
        """The plan of the side that was decided for; ours while nothing is."""
        sides = self.sides
        return {"theirs": sides.theirs, "base": sides.base}.get(choice.side, sides.ours).plan

    # -- asking -------------------------------------------------------------------------------------------------

    def ask(self, conflict: Conflict) -> Choice:
        """What is decided about a conflict, asked once each."""
        self._asked.add(conflict.address)
        return self._decide(conflict)

    def asked(self, *address: Any) -> bool:
        """Whether that was asked before."""
        return address in self._asked

    @property
    def disputed(self) -> bool:
        """Whether anything was asked at all: then what is merged may be of one side here and of the other there."""
        return bool(self._asked)

    def first(self, *address: Any) -> bool:
        """Whether that comes up for the first time."""
        if address in self._asked:
            return False
        self._asked.add(address)
        return True

    def whole(self, kind: Any, name: str, because: tuple[str, ...] = (), reason: str = "") -> Choice:
        """Ask about an entity as a whole, and have the merged plan hold what is decided."""
        base, ours, theirs = self.versions(name)
        known = next(e for e in (base, ours, theirs) if e is not None)
        conflict = Conflict(
            kind=kind, entity=name, name=known.name, base=base, ours=ours, theirs=theirs, because=because, reason=reason,
            address=(kind, self.sides.key(name)),
        )  # fmt: skip
        choice = self.ask(conflict)
        if choice.side == "value":
            self.found[name] = self._entity(choice.value, name)
            self.given.add((name, ""))
        else:
            self.found[name] = self.plan_of(choice).get(name)
        return choice

    @staticmethod
    def _entity(value: Any, name: str) -> Entity | None:
        if value is None:
            return None
        if not isinstance(value, Entity) or value.id != name:
            raise WrongType("what is decided", value, f'an entity with the id "{name}", or None for none')
        return value

    def differs(self, name: str, what: Callable[[Any], Any]) -> bool:
        """Whether an entity is in both edits, and not the same in them in some respect."""
        _, ours, theirs = self.versions(name)
        return ours is not None and theirs is not None and what(ours) != what(theirs)

    # -- changing -----------------------------------------------------------------------------------------------

    def put(self, entity: Entity, **changes: Any) -> None:
        """Have the merged plan hold an entity with other values; without it, where it cannot be with them."""
        for name in changes:
            self.refuse_given(entity.id, name)
        self.found[entity.id] = attrs.evolve(entity, **changes)

    def refuse_given(self, name: str, attribute: str) -> None:
        """Refuse to adjust what was decided by a value.

        Raises
        ------
        PlanFaults
            It was.
        """
        if {(name, attribute), (name, "")} & self.given:
            raise PlanFaults(
                (f'what was decided about {attribute} of "{name}" does not fit the merged plan',)
            )
