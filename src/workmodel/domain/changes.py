"""Changes: the one mechanism behind history, undo, storage and merge.

``plan.diff(other)`` gives them, ``plan.apply(changes)`` replays them, and each has an inverse. They are steps in a
sequence: where a change names a place in the order (``before``), it speaks of the order at that step.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.items import Entity
from workmodel.errors import WrongType, instance_of, tuple_of

__all__ = ["Added", "Change", "Moved", "Removed", "Renamed", "Revised", "inverse"]


def _entity(value: Any) -> Entity:
    return instance_of(Entity, "the entity of a change", value, "an entity, such as a Task")


def _id(value: Any) -> str:
    return instance_of(str, "an id in a change", value, "text")


def _maybe_id(value: Any) -> str | None:
    return None if value is None else _id(value)


@frozen
class Added:
    """An entity joined the plan.

    Attributes
    ----------
    entity
        The entity.
    before
        Id of the item it stands before; ``None``: at the end.
    """

    entity: Entity = field(converter=_entity)
    before: str | None = field(default=None, converter=_maybe_id)

    @property
    def subject(self) -> str:
        """Id of what changed."""
        return self.entity.id

    def inverse(self) -> Removed:
        """The change that takes this one back."""
        return Removed(self.entity, self.before)


@frozen
class Removed:
    """An entity left the plan.

    Attributes
    ----------
    entity
        The entity as it was.
    before
        Id of the item it stood before; ``None``: at the end.
    """

    entity: Entity = field(converter=_entity)
    before: str | None = field(default=None, converter=_maybe_id)

    @property
    def subject(self) -> str:
        """Id of what changed."""
        return self.entity.id

    def inverse(self) -> Added:
        """The change that takes this one back."""
        return Added(self.entity, self.before)


def _fields(value: Iterable[Any]) -> tuple[tuple[str, Any, Any], ...]:
    return tuple([_field(part) for part in tuple_of("the fields of a change", value, _FIELDS)])


_FIELDS: Final = 'a name with the old and the new value each, such as [("title", "", "Draft")]'


def _field(part: Any) -> tuple[str, Any, Any]:
    if not isinstance(part, (tuple, list)) or len(part) != 3 or not isinstance(part[0], str):
        raise WrongType("a field of a change", part, _FIELDS)
    name, old, new = part
    return name, old, new


@frozen
class Revised:
    """Fields of an entity, or of the plan's own settings, have other values.

    Attributes
    ----------
    id
        Which entity; ``None``: the plan's settings.
    fields
        Name, old value and new value of each field that differs; an entity that changed its kind has the one field
        ``"entity"`` with the whole entity before and after.
    """

    id: str | None = field(converter=_maybe_id)
    fields: tuple[tuple[str, Any, Any], ...] = field(converter=_fields)

    @property
    def subject(self) -> str:
        """Id of what changed; empty for the plan's settings."""
        return self.id or ""

    def inverse(self) -> Revised:
        """The change that takes this one back."""
        return Revised(self.id, tuple((name, new, old) for name, old, new in self.fields))


@frozen
class Renamed:
    """An entity has another id; everything that referred to it follows.

    Attributes
    ----------
    old, new
        The ids.
    """

    old: str = field(converter=_id)
    new: str = field(converter=_id)

    @property
    def subject(self) -> str:
        """Id of what changed, as it was."""
        return self.old

    def inverse(self) -> Renamed:
        """The change that takes this one back."""
        return Renamed(self.new, self.old)


@frozen
class Moved:
    """An entity stands at another place in the order.

    Attributes
    ----------
    id
        Which entity.
    was_before, before
        Id of the item it stood before, and stands before now; ``None``: at the end.
    """

    id: str = field(converter=_id)
    was_before: str | None = field(converter=_maybe_id)
    before: str | None = field(converter=_maybe_id)

    @property
    def subject(self) -> str:
        """Id of what changed."""
        return self.id

    def inverse(self) -> Moved:
        """The change that takes this one back."""
        return Moved(self.id, self.before, self.was_before)


Change = Added | Removed | Revised | Renamed | Moved
"""One step from a plan to another."""


_CHANGES: Final = "changes, such as plan.diff(other) gives"


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take these back: the inverse of each, last first.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> plan = Plan(start="2026-03-02").add(Task("a"))
    >>> changes = plan.diff(plan.evolve("a", duration="3d"))
    >>> plan.apply(changes).apply(inverse(changes)) == plan
    True
    """
    steps = tuple_of("changes", changes, _CHANGES)
    kinds = (Added, Removed, Revised, Renamed, Moved)
    for step in steps:
        if not isinstance(step, kinds):
            raise WrongType("a change", step, _CHANGES)
    return tuple(step.inverse() for step in reversed(steps))
