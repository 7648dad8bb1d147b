"""Three-way merging of one field: as a whole, or by element where elements have an identity.

Two people who add different predecessors to one task do not contradict each other; two who give one predecessor
different lags do. What makes an element the same on both sides stands in one table, by the class of the element, so
that a field needs no entry of its own and a class that is not in the table is merged as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from workmodel.calendars import CalendarException, WeekPattern, WorkWeek
from workmodel.domain import (
    Absence,
    Assignment,
    CapacityChange,
    CostRate,
    Dependency,
    ExternalReference,
    FrozenMap,
    Membership,
    Mode,
    Override,
    Requirement,
    RoutineStep,
    Skill,
)
from workmodel.errors import InvalidValue
from workmodel.scenarios.merge_conflict import same

__all__ = ["MISSING", "merged_order", "merged_value"]

MISSING: Final = object()
"""An element that one side does not have."""

Clash = Callable[[str, Any, Any, Any], Any]
"""Decides about an element: its name, then base, ours and theirs, any of which may be `MISSING`."""

_IDENTITY: Final[Mapping[type, Callable[[Any], Hashable]]] = {
    str: lambda text: text,
    Absence: lambda one: one.start,
    Assignment: lambda one: one.resource,
    CalendarException: lambda one: (one.start, one.recurrence),
    CapacityChange: lambda one: one.start,
    CostRate: lambda one: one.start,
    Dependency: lambda one: (one.predecessor, one.link),
    ExternalReference: lambda one: (one.system, one.id),
    Membership: lambda one: one.resource,
    Mode: lambda one: one.name,
    Override: lambda one: (one.original, one.following),
    Requirement: lambda one: one.skill or one.among,
    RoutineStep: lambda one: one.id,
    Skill: lambda one: one.name,
    WorkWeek: lambda one: one.start,
}
"""What makes an element of a list the same in both edits."""

_WHOLE: Final = frozenset({"on", "refers_to"})
"""Lists of which an empty one means everything: what is taken out by one and by the other must not become all."""

_BY_PARTS: Final = (Mode, RoutineStep, WeekPattern)
"""Values whose parts are facts of their own; the parts of any other belong together."""


def merged_value(name: str, base: Any, ours: Any, theirs: Any, clash: Clash) -> Any:
    """The value of a field that both changed: by element or part where it has any, else `MISSING`.

    Parameters
    ----------
    name
        The field.
    base, ours, theirs
        Its three values.
    clash
        Asked about each element that both changed differently.
    """
    if name in _WHOLE:
        return MISSING
    before, here, there = (_elements(value) for value in (base, ours, theirs))
    if before is None or here is None or there is None:
        return _by_parts(base, ours, theirs)
    chosen = _merged_elements(before, here, there, clash)
    return FrozenMap(chosen) if isinstance(ours, FrozenMap) else tuple(chosen.values())


def _elements(value: Any) -> dict[Any, Any] | None:
    """The elements of a list or mapping by their identity, those of one identity counted; nothing for other values."""
    if isinstance(value, FrozenMap):
        return dict(value)
    if not isinstance(value, tuple):
        return None
    found: dict[Any, Any] = {}
    times: Counter[Hashable] = Counter()
    for part in value:
        identity = _IDENTITY.get(type(part))
        if identity is None:
            return None
        key = (type(part), identity(part))
        times[key] += 1
        found[(*key, times[key])] = part
    return found


def _merged_elements(
    base: dict[Any, Any], ours: dict[Any, Any], theirs: dict[Any, Any], clash: Clash
) -> dict[Any, Any]:
    chosen: dict[Any, Any] = {}
    for key in dict.fromkeys((*ours, *theirs, *base)):
        b, o, t = (side.get(key, MISSING) for side in (base, ours, theirs))
        if same(o, t) or same(t, b):
            value = o
        elif same(o, b):
            value = t
        else:
            value = MISSING if MISSING in (b, o, t) else _by_parts(b, o, t)
            if value is MISSING:
                value = clash(_called(key, b, o, t), b, o, t)
        if value is not MISSING:
            chosen[key] = value
    return {key: chosen[key] for key in merged_order(base, ours, theirs, chosen)}


def _called(key: Any, *values: Any) -> str:
    """What people call an element."""
    if isinstance(key, str):
        return key  # a property
    one = next(value for value in values if value is not MISSING)
    for attribute in ("predecessor", "resource", "name", "id", "skill", "start", "original"):
        if found := getattr(one, attribute, None):
            return str(found)
    return str(one)


def _by_parts(base: Any, ours: Any, theirs: Any) -> Any:
    """A value of which the sides changed different parts; `MISSING` where they changed one, or it does not fit together."""
    cls = type(ours)
    if cls not in _BY_PARTS or not type(base) is cls is type(theirs):
        return MISSING
    contradictions: list[str] = []

    def clash(name: str, *values: Any) -> Any:
        contradictions.append(name)
        return values[1]

    changes = {}
    for attribute in attrs.fields(cls):
        b, o, t = (getattr(value, attribute.name) for value in (base, ours, theirs))
        if same(o, t) or same(t, b):
            continue
        changes[attribute.name] = t if same(o, b) else merged_value(attribute.name, b, o, t, clash)
    if contradictions or MISSING in changes.values():
        return MISSING
    try:
        return attrs.evolve(ours, **changes)
    except InvalidValue:
        return MISSING


# -- order ----------------------------------------------------------------------------------------------------------


def merged_order(
    base: Iterable[Hashable],
    ours: Iterable[Hashable],
    theirs: Iterable[Hashable],
    kept: Mapping[Any, Any] | set[Any],
) -> list[Any]:
    """One order out of three: never a conflict.

    What stands in all three follows the side that moved any of it, ours where both did. What only one side has comes right
    after what it follows there, ours before theirs where both follow the same; what stands at a side's end comes to the end.

    Examples
    --------
    >>> merged_order("abc", "abxc", "abyc", set("abcxy"))
    ['a', 'b', 'x', 'y', 'c']
    >>> merged_order("abc", "abcx", "cab", set("abcx"))
    ['c', 'a', 'b', 'x']
    """
    before, one, other = ([key for key in side if key in kept] for side in (base, ours, theirs))
    common = set(before).intersection(one, other)
    first, second, third = ([key for key in side if key in common] for side in (before, one, other))
    if first == second and first != third:
        return _woven(other, one, ours_lead=False)
    return _woven(one, other, ours_lead=True)


def _woven(lead: Sequence[Any], other: Sequence[Any], *, ours_lead: bool) -> list[Any]:
    """The leading order with what only the other has put in."""
    there, here = set(lead), set(other)
    behind: dict[Any, list[Any]] = {}
    anchor: Any = None
    for key in other:
        if key in there:
            anchor = key
        else:
            behind.setdefault(anchor, []).append(key)
    last = behind.pop(anchor, []) if other and other[-1] not in there else []
    found: list[Any] = []
    waiting = behind.get(None, [])
    for key in lead:
        if waiting and (not ours_lead or key in here):
            found += waiting
            waiting = []
        found.append(key)
        waiting = waiting + behind.get(key, [])
    found += waiting
    end = len(found)
    while not ours_lead and end and found[end - 1] in there and found[end - 1] not in here:
        end -= 1
    return found[:end] + last + found[end:]
