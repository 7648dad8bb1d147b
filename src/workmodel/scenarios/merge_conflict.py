"""`Conflict`: what two edits of one plan say differently, as a value that prints as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import attrs
from attrs import frozen

from workmodel.domain import Entity
from workmodel.errors import around

__all__ = ["OPEN", "Choice", "Conflict", "Decision", "Open", "in_words", "same"]

Kind = Literal[
    "changed",
    "removed",
    "added",
    "renamed",
    "same_id",
    "kind",
    "together",
    "declaration",
    "zone",
    "ring",
    "refused",
]
Decision = Literal["ours", "theirs", "base", "value", "open"]

SIDES: Final[tuple[Decision, ...]] = ("ours", "theirs", "base")

_MOST: Final = 6
_WORDS: Final = {
    "parent": "are part of each other",
    "base": "are based on each other",
    "manager": "manage each other",
    "members": "are members of each other",
    "after": "wait for each other",
}


@frozen
class Open:
    """The answer of whoever leaves a conflict open: see `OPEN`."""

    def __repr__(self) -> str:
        return "OPEN"


OPEN: Final = Open()
"""What a function that resolves conflicts returns for one that shall stay open."""


@frozen(eq=False)
class Choice:
    """What was decided about a conflict: for a side, or for a value of its own."""

    side: Decision
    value: Any = None


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one type, so that ``1`` is not ``True``."""
    return one is other or (type(one) is type(other) and bool(one == other))


@frozen(kw_only=True)
class Conflict:
    """Something on which two edits of one plan cannot both be had.

    Attributes
    ----------
    kind
        ``"changed"``: both gave a field, or an element of a list, another value. ``"removed"``: one removed what the other
        changed or now refers to. ``"added"``: both added the id, differently. ``"renamed"``: both renamed it, differently.
        ``"same_id"``: an id means one thing in ours and another in theirs. ``"kind"``: one made it another kind of entity,
        and the other changed it or needs the kind it was. ``"together"``: fields of one entity that do not go together.
        ``"declaration"``: values of a property that its declaration does not allow. ``"zone"``: times with a zone in a plan
        that has none. ``"ring"``: a ring that only the merge closes. ``"refused"``: anything else that a plan refuses.
    entity
        Its id in the merged plan, or the id it would have; ``None``: the plan's settings, or the plan as a whole.
    name
        What people call it.
    field
        Which field; ``"id"`` for names, empty for an entity as a whole.
    element
        Of a list or mapping, which element, as people read it; empty: the field as a whole.
    base, ours, theirs
        The three values; ``None`` where there is none. Of an entity as a whole the entity, ``None`` where it is not there.
    because
        Ids that tell more: around the ring, of what refers to the removed, of what does not fit the declaration.
    reason
        What a plan says against it, for what it refuses.
    address
        What a decision about it is remembered by: the same before and after others are decided.

    Examples
    --------
    >>> print(
    ...     Conflict(
    ...         kind="changed", entity="b", name="Build", field="duration", base="5d", ours="8d", theirs="6d"
    ...     )
    ... )
    Build: duration was 5d; ours says 8d, theirs says 6d
    """

    kind: Kind
    entity: str | None
    name: str = ""
    field: str = ""
    element: str = ""
    base: Any = None
    ours: Any = None
    theirs: Any = None
    because: tuple[str, ...] = ()
    reason: str = ""
    address: tuple[Any, ...] = attrs.field(default=(), repr=False, eq=False)

    def choice(self, value: Any) -> Choice:
        """What a value decides: for the side that says the same, or for itself."""
        if value is OPEN:
            return Choice("open")
        for side in SIDES:
            if same(getattr(self, side), value):
                return Choice(side)
        return Choice("value", value)

    def swapped(self) -> Conflict:
        """The same seen from the other side."""
        return attrs.evolve(self, ours=self.theirs, theirs=self.ours)

    def __str__(self) -> str:
        return f"{self.name or 'the plan'}: {_SENTENCES.get(self.kind, _changed)(self)}"


def _changed(conflict: Conflict) -> str:
    what = conflict.field + (f" ({conflict.element})" if conflict.element else "")
    return f"{what} was {in_words(conflict.base)}; ours says {in_words(conflict.ours)}, theirs says {in_words(conflict.theirs)}"


def _removed(conflict: Conflict) -> str:
    gone, stays = ("ours", "theirs") if conflict.ours is None else ("theirs", "ours")
    left = getattr(conflict, stays)
    told = []
    if (
        isinstance(left, Entity)
        and isinstance(conflict.base, Entity)
        and (changed := _differing(conflict.base, left))
    ):
        told.append(f"changed {_listed(changed)}")
    if conflict.because:
        told.append(f"needs it for {_listed(conflict.because)}")
    return f"{gone} removed it; {stays} {' and '.join(told) or 'renamed it'}"


def _differing(one: Entity, other: Entity) -> list[str]:
    if type(one) is not type(other):
        return ["its kind"]
    names = (attribute.name for attribute in attrs.fields(type(one)))
    return [name for name in names if not same(getattr(one, name), getattr(other, name))]


def _added(conflict: Conflict) -> str:
    one, other = conflict.ours, conflict.theirs
    if type(one) is type(other):
        return f"both added it, with another {_listed(_differing(one, other))}"
    return f"both added it, ours as a {one.kind}, theirs as a {other.kind}"


def _renamed(conflict: Conflict) -> str:
    return f'"{conflict.base}" is now "{conflict.ours}" in ours and "{conflict.theirs}" in theirs'


def _same_id(conflict: Conflict) -> str:
    return (
        f'"{conflict.entity}" is the {conflict.ours.kind} {in_words(conflict.ours)} in ours and the '
        f"{conflict.theirs.kind} {in_words(conflict.theirs)} in theirs"
    )


def _kind(conflict: Conflict) -> str:
    sides = [(side, getattr(conflict, side)) for side in ("ours", "theirs")]
    turned = [f"{side} made it a {e.kind}" for side, e in sides if type(e) is not type(conflict.base)]
    other = [f"{side} needs the {e.kind} it was" for side, e in sides if type(e) is type(conflict.base)]
    because = f" for {_listed(conflict.because)}" if conflict.because and other else ""
    return f"{', '.join([*turned, *other])}{because}"


def _together(conflict: Conflict) -> str:
    return f"what ours and theirs say of it does not go together: {conflict.reason.rstrip('.')}"


def _declaration(conflict: Conflict) -> str:
    users = _listed(conflict.because)
    return (
        f"ours and theirs declare this property differently, and the values of {users} fit only one of them"
    )


def _zone(conflict: Conflict) -> str:
    return (
        f"zone was {in_words(conflict.base)}; ours says {in_words(conflict.ours)}, theirs says "
        f"{in_words(conflict.theirs)}, and {_listed(conflict.because)} cannot do without"
    )


def _ring(conflict: Conflict) -> str:
    way = around(conflict.because) if conflict.because else ""
    return (
        f"together ours and theirs close a ring: these {_WORDS.get(conflict.field, 'lead back to where they began')}, {way}; "
        f"its {conflict.field} was {in_words(conflict.base)}, is {in_words(conflict.ours)} in ours and "
        f"{in_words(conflict.theirs)} in theirs"
    )


def _refused(conflict: Conflict) -> str:
    return f"ours and theirs do not fit together: {conflict.reason}"


_SENTENCES: Final = {
    "removed": _removed, "added": _added, "renamed": _renamed, "same_id": _same_id, "kind": _kind, "together": _together,
    "declaration": _declaration, "zone": _zone, "ring": _ring, "refused": _refused,
}  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = [f"{len(found) - _MOST} more"] if len(found) > _MOST + 1 else []
    found = [*found[:_MOST], *more] if more else found
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def in_words(value: Any) -> str:
    """A value as a planner reads it.

    Examples
    --------
    >>> in_words(None), in_words(()), in_words(True), in_words(("spec", "draft SS+2d")), in_words("")
    ('nothing', 'nothing', 'yes', 'spec, draft SS+2d', 'empty')
    """
    if value is None or value == ():
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value or "empty"
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(part)}" for name, part in value.items()) or "nothing"
    if isinstance(value, tuple):
        return ", ".join(in_words(part) for part in value)
    if attrs.has(type(value)) and "__str__" not in vars(type(value)):
        return _of_parts(value)
    return str(value)


def _of_parts(value: Any) -> str:
    """A value without a notation by what it says beyond its defaults."""
    told = []
    for attribute in attrs.fields(type(value)):
        part = getattr(value, attribute.name)
        default = attribute.default
        if part is not None and part not in ((), default):
            told.append(f"{attribute.name} {in_words(part)}")
    return ", ".join(told) or type(value).__name__
