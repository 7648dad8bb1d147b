"""Three plans in one set of names: what each side changed, told so that the sides can be compared field by field.

A side may have renamed what the other refers to. So names are agreed on first, and all three plans are given them: then
references follow of themselves, and nothing after this has to think of renames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import frozen

from workmodel.domain import Added, Change, Entity, Moved, Plan, Removed, Renamed, Revised
from workmodel.domain.propertyvalues import referring_values
from workmodel.domain.references import references_of
from workmodel.domain.values import readable_id
from workmodel.errors import PlanFaults
from workmodel.scenarios.merge_conflict import Choice, Conflict

__all__ = ["Decide", "Key", "Sides", "sides_of"]

Key = tuple[str, str]
"""An entity across the three plans: ``("base", its id there)``, or ``("added", its id)`` where the base has none."""

Decide = Callable[[Conflict], Choice]

_LONGEST: Final = 200


@frozen
class Reading:
    """What one side's changes say of names.

    Attributes
    ----------
    renames
        Id in the base and on the side, where they differ.
    added
        Ids that came.
    """

    renames: dict[str, str]
    added: frozenset[str]

    @classmethod
    def of(cls, changes: tuple[Change, ...]) -> Reading:
        """Read off the changes from the base."""
        first: dict[str, str] = {}
        for change in changes:
            if isinstance(change, Renamed):
                first[change.new] = first.pop(change.old, change.old)
        added = frozenset(change.entity.id for change in changes if isinstance(change, Added))
        return cls({old: new for new, old in first.items() if old != new}, added)

    def named(self) -> Iterator[tuple[str, Key]]:
        """Ids on this side that the base does not have so, with what they are."""
        for old, new in self.renames.items():
            yield new, ("base", old)
        for name in self.added:
            yield name, ("added", name)


@frozen
class Side:
    """One side in the names that were agreed on.

    Attributes
    ----------
    plan
        The plan.
    touched
        Ids of what it added, removed or revised.
    settings
        Names of the settings that it changed.
    reordered
        Whether it moved anything, or added before something.
    """

    plan: Plan
    touched: tuple[str, ...]
    settings: frozenset[str]
    reordered: bool

    @classmethod
    def of(cls, plan: Plan, changes: tuple[Change, ...]) -> Side:
        """Read off the changes from the base, in the same names."""
        touched: dict[str, None] = {}
        settings: set[str] = set()
        reordered = False
        for change in changes:
            match change:
                case Revised(None, found):
                    settings.update(name for name, _, _ in found)
                case Revised(str(name), _):
                    touched[name] = None
                case Added(entity, before):
                    touched[entity.id] = None
                    reordered = reordered or before is not None
                case Removed(entity, _):
                    touched[entity.id] = None
                case Moved():
                    reordered = True
                case _:
                    pass  # names are the same on all sides
        return cls(plan, tuple(touched), frozenset(settings), reordered)

    def needs(self, base: Plan) -> dict[str, list[str]]:
        """By id, what on this side refers to it and did not in the base."""
        found: dict[str, list[str]] = {}
        for name in self.touched:
            here, before = self.plan.get(name), base.get(name)
            known = set(targets_of(before, base)) if before is not None else set()
            for target in dict.fromkeys(targets_of(here, self.plan) if here is not None else ()):
                if target not in known:
                    found.setdefault(target, []).append(name)
        if "calendar" in self.settings:
            found.setdefault(self.plan.calendar, []).append("the plan")
        return found


def targets_of(entity: Entity, plan: Plan) -> Iterator[str]:
    """Every id that an entity of a plan refers to, by its fields and by the values of its properties."""
    yield from (found.target for found in references_of(entity))
    yield from referring_values(entity, plan.get)


@frozen
class Sides:
    """Base, ours and theirs in one set of names.

    Attributes
    ----------
    base, ours, theirs
        The three sides; the base as a side that changed nothing.
    keys
        What an id stands for, where that is not the entity of that id in the base.
    """

    base: Side
    ours: Side
    theirs: Side
    keys: Mapping[str, Key]

    def key(self, name: str | None) -> Key | None:
        """What an id stands for, whatever it was named on the way."""
        return None if name is None else self.keys.get(name, ("base", name))


def sides_of(base: Plan, ours: Plan, theirs: Plan, decide: Decide) -> Sides:
    """Base, ours and theirs in one set of names."""
    changes = [base.diff(plan) for plan in (ours, theirs)]
    readings = [Reading.of(found) for found in changes]
    names = _Names(base, ours, theirs, readings[0], readings[1], decide).agreed()
    named = [
        _renamed(base, {old: new for (where, old), new in names.items() if where == "base"}),
        *(
            _renamed(plan, {old: names[key] for old, key in reading.named() if key in names} | {
                old: names[key] for key in names if key[0] == "base" and (old := key[1]) not in reading.renames
            })
            for plan, reading in zip((ours, theirs), readings, strict=True)
        ),
    ]  # fmt: skip
    if any(plan is not one for plan, one in zip(named, (base, ours, theirs), strict=True)):
        changes = [named[0].diff(plan) for plan in named[1:]]
    keys = {new: key for key, new in names.items()}
    return Sides(Side.of(named[0], ()), Side.of(named[1], changes[0]), Side.of(named[2], changes[1]), keys)


def _renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with other ids, given all at once: each by way of a free one, as they may follow each other around."""
    there = {old: new for old, new in names.items() if old != new and old in plan}
    aside: dict[str, str] = {}
    taken = set(there.values())
    for old in there:
        free = f"{old}~"
        while free in plan or free in taken:
            free += "~"
        aside[old] = free
        taken.add(free)
    return plan.apply(
        [Renamed(old, aside[old]) for old in there] + [Renamed(aside[old], new) for old, new in there.items()]
    )


class _Names:
    """How ids are agreed on: for everything that either side renamed or added."""

    def __init__(
        self, base: Plan, ours: Plan, theirs: Plan, our_names: Reading, their_names: Reading, decide: Decide
    ) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.mine, self.their = our_names, their_names
        self.decide = decide
        self.called = [dict(reading.named()) for reading in (our_names, their_names)]

    def agreed(self) -> dict[Key, str]:
        """The id of each in all three plans."""
        wanted: dict[Key, str] = {}
        for old in dict.fromkeys((*self.mine.renames, *self.their.renames)):
            wanted["base", old] = self._renamed(old)
        for name in sorted(self.mine.added | self.their.added):
            wanted["added", name] = name
        return self._apart(wanted)

    def _renamed(self, old: str) -> str:
        one, other = self.mine.renames.get(old, old), self.their.renames.get(old, old)
        if one in (other, old):
            return other
        if other == old:
            return one
        conflict = Conflict(
            kind="renamed", entity=one, name=self.base[old].name, field="id", base=old, ours=one, theirs=other,
            address=("renamed", old),
        )  # fmt: skip
        choice = self.decide(conflict)
        if choice.side == "value":
            name = readable_id(choice.value)
            if name in self.base or name in self.ours or name in self.theirs:
                raise PlanFaults((f'"{old}" cannot be renamed: the id "{name}" is taken; choose another',))
            return name
        return {"theirs": other, "base": old}.get(choice.side, one)

    def _apart(self, wanted: dict[Key, str]) -> dict[Key, str]:
        """Each id given once: where both sides mean something by it, one of them gives way."""
        claims: dict[str, list[Key]] = {}
        for key, name in wanted.items():
            claims.setdefault(name, []).append(key)
        found = dict(wanted)
        taken = set(wanted.values())
        for name, keys in claims.items():
            kept, given = keys[0], ""
            if len(keys) > 1:
                kept, given = self._winner(name, keys)
            elif not self._held_by_another(name, keys[0]):
                continue
            else:
                kept = ("base", name)
            for key in keys:
                if key != kept:
                    found[key] = self._free(key, name, given, taken)
                    taken.add(found[key])
        return found

    def _held_by_another(self, name: str, key: Key) -> bool:
        """Whether something that nobody renamed has that id."""
        kept = name not in self.mine.renames and name not in self.their.renames
        return kept and name in self.base and key != ("base", name)

    def _winner(self, name: str, keys: list[Key]) -> tuple[Key, str]:
        """Which of several keeps an id, and a name for the other where one was given."""
        claims = [called[name] if called.get(name) in keys else None for called in self.called]
        ours = claims[0] or next(key for key in keys if key != claims[1])
        theirs = claims[1] or next(key for key in keys if key != ours)
        if ours == theirs:  # both call it so; whatever else was to be called so again gives way
            return ours, ""
        conflict = Conflict(
            kind="same_id", entity=name, name=name, field="id", ours=self._meant(ours, self.ours, self.mine),
            theirs=self._meant(theirs, self.theirs, self.their), address=("same_id", name),
        )  # fmt: skip
        choice = self.decide(conflict)
        if choice.side != "value":
            return (theirs if choice.side == "theirs" else ours), ""
        given = readable_id(choice.value)
        if given in self.base or given in self.ours or given in self.theirs:
            raise PlanFaults((f'the id "{given}" is taken; choose another for what theirs calls "{name}"',))
        return ours, given

    def _meant(self, key: Key, plan: Plan, reading: Reading) -> Entity | None:
        """The entity as a side has it; where it has gone there, as the base or the other has it."""
        where, old = key
        here: Entity | None = plan.get(reading.renames.get(old, old) if where == "base" else old)
        others = (other.get(old) for other in (self.base, self.ours, self.theirs))
        return here or next((one for one in others if one is not None), None)

    def _free(self, key: Key, name: str, given: str, taken: set[str]) -> str:
        """Another id: the one given, the one it had, or the wanted one with a number."""
        plans = (self.base, self.ours, self.theirs)
        if given and given not in taken:
            return given
        where, old = key
        if where == "base" and old not in taken and not self._in_use(old):
            return old
        number = 2
        while True:
            free = f"{name[: _LONGEST - 8]}-{number}"
            if free not in taken and not any(free in plan for plan in plans):
                return free
            number += 1

    def _in_use(self, old: str) -> bool:
        """Whether the id that an entity had in the base means another on a side."""
        return old in self.mine.added or old in self.their.added
