"""References between entities, declared once and handled in general.

An attribute that points at another entity says so in its attrs metadata: `reference("resource")` for a single id. A
value that holds such an attribute (a `Dependency`, an `Assignment`) may stand alone or in a tuple; the keys of a mapping
may be references too (custom properties are named by the `Property` that declares them). From these
declarations alone follow integrity, "who refers to this?", renaming and the dropping of references; a new kind of
entity needs no change here nor in `Plan`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import attrs
from attrs import evolve, field

__all__ = ["Reference", "drop_references", "needed_by", "reference", "references_of", "rename_references"]

_KINDS: Final = "workmodel.refers_to"
_HOLDS: Final = "workmodel.holds"
_WORDS: Final = "workmodel.words"
_NEEDED: Final = "workmodel.needed"


def reference(
    *kinds: str,
    default: Any = attrs.NOTHING,
    words: tuple[str, ...] = (),
    needed: bool = False,
    **options: Any,
) -> Any:
    """An attrs field that holds the id of another entity, of one of *kinds*.

    Parameters
    ----------
    words
        Words that may stand there instead and refer to nothing.
    needed
        Whether the entity means nothing without what it refers to, and goes when that is removed in cascade.
    """
    about = {_KINDS: kinds, _WORDS: frozenset(words), _NEEDED: needed}
    return field(default=default, metadata=about, **options)


def holds(value_class: type, default: Any = (), **options: Any) -> Any:
    """An attrs field with values that refer to entities themselves: one, or a tuple of them."""
    return field(default=default, metadata={_HOLDS: value_class}, **options)


@attrs.frozen
class Reference:
    """One attribute of one entity that points at another.

    Attributes
    ----------
    attribute
        Name of the entity's attribute.
    target
        The id it points at.
    kinds
        Kinds of entities it may point at.
    """

    attribute: str
    target: str
    kinds: tuple[str, ...]


def _class(entity: Any) -> Any:
    return type(entity)


@cache
def _layout(cls: Any) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    """For each referring attribute of a class its kinds, or ``None`` where it holds referring values."""
    found: list[tuple[str, tuple[str, ...] | None]] = []
    for attribute in attrs.fields(cls):
        if _KINDS in attribute.metadata:
            found.append((attribute.name, attribute.metadata[_KINDS]))
        elif _HOLDS in attribute.metadata:
            found.append((attribute.name, None))
    return tuple(found)


@cache
def _words(cls: Any, name: str) -> frozenset[str]:
    """The words that an attribute may hold instead of ids."""
    found: frozenset[str] = attrs.fields_dict(cls)[name].metadata.get(_WORDS, frozenset())
    return found


def needed_by(entity: Any) -> Iterator[str]:
    """The ids without which an entity means nothing."""
    for attribute in attrs.fields(type(entity)):
        if attribute.metadata.get(_NEEDED) and (target := getattr(entity, attribute.name)) is not None:
            yield target


def references_of(entity: Any) -> Iterator[Reference]:
    """Every reference of an entity, in the order of its attributes.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> [r.target for r in references_of(Task("build", parent="site", after=["design"], assignments=["ben"]))]
    ['site', 'design', 'ben']
    """
    for name, kinds in _layout(_class(entity)):
        value = getattr(entity, name)
        if value is None or value == ():
            continue
        if isinstance(value, Mapping):
            for key in value:
                yield Reference(name, key, kinds or ())
        elif kinds is not None:
            words = _words(_class(entity), name)
            for target in value if isinstance(value, tuple) else (value,):
                if target not in words:
                    yield Reference(name, target, kinds)
        else:
            for part in value if isinstance(value, tuple) else (value,):
                for inner in references_of(part):
                    yield Reference(name, inner.target, inner.kinds)


def rename_references(entity: Any, names: dict[str, str]) -> Any:
    """The entity with its references renamed; itself where none is concerned."""
    return _changed(entity, lambda target: names.get(target, target))


def drop_references(entity: Any, ids: frozenset[str]) -> Any:
    """The entity without its references to *ids*; itself where none is concerned.

    A single id becomes ``None``, one of several leaves its tuple; a value whose single id is one of them leaves its
    tuple. So does one that then says none of the attributes of which its class needs one (``says_one_of``).
    """
    return _changed(entity, lambda target: None if target in ids else target)


def _changed(entity: Any, new: Callable[[str], str | None]) -> Any:
    changes = _changes(entity, new)
    return evolve(entity, **changes) if changes else entity


def _changes(entity: Any, new: Callable[[str], str | None]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    kept: Any
    for name, kinds in _layout(_class(entity)):
        value = getattr(entity, name)
        if value is None or value == ():
            continue
        if isinstance(value, Mapping):
            kept = type(value)({n: v for k, v in value.items() if (n := new(k)) is not None})  # type: ignore[call-arg]
        elif kinds is None:
            kept = _kept(value, new)
        elif isinstance(value, tuple):
            words = _words(_class(entity), name)
            kept = tuple(t for one in value if (t := one if one in words else new(one)) is not None)
        else:
            kept = new(value)
        if kept != value:
            changes[name] = kept
    return changes


def _kept(value: Any, new: Callable[[str], str | None]) -> Any:
    if not isinstance(value, tuple):
        return _left(value, new)
    return tuple(left for part in value if (left := _left(part, new)) is not None)


def _left(part: Any, new: Callable[[str], str | None]) -> Any:
    """What is left of a value that refers; nothing where it loses what it cannot do without."""
    if _lost(part, new):
        return None
    changes = _changes(part, new)
    if not changes:
        return part
    either = getattr(_class(part), "says_one_of", ())
    if either and all(changes.get(name, getattr(part, name)) in (None, "", ()) for name in either):
        return None
    return evolve(part, **changes)


def _lost(part: Any, new: Callable[[str], str | None]) -> bool:
    """Whether a value loses a single id that it cannot do without; of several ids it may lose some."""
    singles = {name for name, _ in _layout(_class(part)) if not isinstance(getattr(part, name), tuple)}
    return any(new(inner.target) is None for inner in references_of(part) if inner.attribute in singles)
