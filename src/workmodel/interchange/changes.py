"""Single entities, settings and changes as JSON values: what a store keeps where a whole document would be too much.

::

    {"kind": "task", "id": "design", "effort": "5d", "properties": {"risk": 3}}         an entity
    {"title": "Website", "start": "2026-03-02"}                                         settings
    {"change": "added", "entity": {"kind": "task", "id": "draft"}, "before": "review"}  changes
    {"change": "removed", "entity": {"kind": "task", "id": "draft"}}
    {"change": "revised", "kind": "task", "id": "design", "fields": [["effort", "5d", "3d"]]}
    {"change": "replaced", "id": "live", "old": {"kind": "task", ...}, "new": {"kind": "milestone", ...}}
    {"change": "settings", "fields": [["title", "", "Website"]]}
    {"change": "renamed", "old": "draft", "new": "outline"}
    {"change": "moved", "id": "draft", "was_before": "review", "before": null}

The notation is that of the JSON document, with one difference: each value says all by itself. In a document the type
of a custom property stands in its declaration; a change may be older or younger than the declaration that holds, so
here a value that JSON has no type for names its own, ``{"date": "2026-03-02"}``. Reading is as strict as that of a
document, and tells all faults at once.

`json_line` and `json_value` are the way to text and back that keeps numbers exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, get_args, get_type_hints

import attrs

from workmodel.domain import (
    Added,
    Change,
    Entity,
    FrozenMap,
    Moved,
    Plan,
    Property,
    Removed,
    Renamed,
    Revised,
    Settings,
)
from workmodel.errors import (
    ChangeDoesNotApply,
    DocumentFaults,
    Fault,
    InvalidValue,
    WrongType,
    instance_of,
    nearest,
)
from workmodel.interchange.document import KINDS
from workmodel.interchange.document_codec import caught, codec, faults_of, path_to, write_object
from workmodel.interchange.document_properties import read_any, write_any
from workmodel.interchange.document_text import Repeated, json_line
from workmodel.interchange.document_text import json_value as value_of_text
from workmodel.interchange.document_values import text
from workmodel.interchange.document_whole import assembled, without_collection
from workmodel.interchange.given import given_plan

__all__ = [
    "json_line",
    "json_value",
    "read_change",
    "read_changes",
    "read_entities",
    "read_entity",
    "read_plan",
    "read_settings",
    "write_change",
    "write_entity",
    "write_settings",
]

_WORDS: Final[Mapping[type, str]] = {Added: "added", Removed: "removed", Renamed: "renamed", Moved: "moved"}
_WHOLE: Final = "entity"  # the one field of a Revised that exchanges all of it
_MAYBE_LEFT_OUT: Final = {("added", "before"), ("removed", "before")}


def json_value(line: str | bytes) -> Any:
    """The value of a JSON text that was written here; numbers are ``int`` or ``Decimal``.

    Unlike a document from elsewhere it may be of any size.

    Raises
    ------
    DocumentFaults
        Not JSON.
    WrongType
        Neither text nor bytes.

    Examples
    --------
    >>> json_value('{"capacity": 0.8}')
    {'capacity': Decimal('0.8')}
    """
    if not isinstance(line, (str, bytes)):
        raise WrongType("a JSON text", line, "text or bytes")
    return value_of_text(line, limit=1024 * (len(line) + 1))


# -- writing ------------------------------------------------------------------------------------------------------------


def write_entity(entity: Entity) -> dict[str, Any]:
    """An entity as a JSON value; lists in it may be tuples, numbers with decimals are ``Decimal``.

    Raises
    ------
    WrongType
        Not an entity.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> write_entity(Task("design", effort="5d", assignments=["ana"]))
    {'kind': 'task', 'id': 'design', 'effort': '5d', 'assignments': ('ana',)}
    """
    if KINDS.get(getattr(entity, "kind", "")) is not type(entity):
        raise WrongType("an entity", entity, "a Task, Milestone or another kind of entity")
    raw = {"kind": entity.kind, **write_object(entity)}
    if entity.properties:
        raw["properties"] = _written_properties(entity.properties)
    if isinstance(entity, Property) and entity.default is not None:
        raw["default"] = write_any(entity.default)
    return raw


def write_settings(settings: Settings) -> dict[str, Any]:
    """A plan's settings as a JSON value: those that differ from their defaults.

    Raises
    ------
    WrongType
        Not settings.

    Examples
    --------
    >>> write_settings(Settings(title="Website", start="2026-03-02"))
    {'title': 'Website', 'start': '2026-03-02'}
    """
    return dict(write_object(instance_of(Settings, "settings", settings, "the settings of a plan")))


def write_change(change: Change, plan: Plan) -> dict[str, Any]:
    """A change as a JSON value.

    Parameters
    ----------
    change
        The change.
    plan
        The plan that the changes lead to, or any other that has what is revised under this id: it says what kind of
        entity that is.

    Raises
    ------
    ChangeDoesNotApply
        A revision of what the plan does not have, or of fields that it does not have.
    InvalidValue
        A value that such a field cannot have.
    WrongType
        Not a change, or not a plan.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan().add(Task("design", effort="5d"))
    >>> later = plan.evolve("design", effort="3d")
    >>> [write_change(change, later) for change in plan.diff(later)]
    [{'change': 'revised', 'kind': 'task', 'id': 'design', 'fields': [['effort', '5d', '3d']]}]
    """
    given_plan(plan)
    match change:
        case Added(entity, before) | Removed(entity, before):
            place = {} if before is None else {"before": before}
            return {"change": _WORDS[type(change)], "entity": write_entity(entity), **place}
        case Renamed() | Moved():
            return {"change": _WORDS[type(change)], **attrs.asdict(change)}
        case Revised(None, fields):
            return {"change": "settings", "fields": _written(Settings, "", fields)}
        case Revised(name, ((field, old, new),)) if field == _WHOLE:
            return {"change": "replaced", "id": name, "old": write_entity(old), "new": write_entity(new)}
        case Revised(name, fields):
            entity = plan.get(name)
            if entity is None:
                raise ChangeDoesNotApply(name, "the plan has no such item")
            written = _written(type(entity), name, fields)
            return {"change": "revised", "kind": entity.kind, "id": name, "fields": written}
    raise WrongType("a change", change, "a change, such as plan.diff(other) gives")


def _written(cls: type, name: str, fields: Iterable[tuple[str, Any, Any]]) -> list[list[Any]]:
    known = _fields_of(cls)
    for field, _, _ in fields:
        if field not in known:
            raise ChangeDoesNotApply(name, f'it has no field "{field}" that could be revised')
    return [[field, known[field].write(old), known[field].write(new)] for field, old, new in fields]


def _written_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: write_any(value) for name, value in properties.items()}


@attrs.frozen
class _Field:
    """How the values of one attribute become JSON values and come back."""

    hint: Any
    convert: Callable[[Any], Any]
    spell: Callable[[Any], Any]
    structure: Callable[[Any, Any], Any]

    def write(self, value: Any) -> Any:
        value = self.convert(value)
        return None if value is None else self.spell(value)

    def read(self, value: Any) -> Any:
        optional = type(None) in get_args(self.hint) or self.hint is Any
        return self.convert(None if value is None and optional else self.structure(value, self.hint))


@lru_cache(maxsize=32)
def _fields_of(cls: type) -> Mapping[str, _Field]:
    """The attributes of a class of entities, or of settings, that a change may revise."""
    hints, made = get_type_hints(cls), codec()
    found: dict[str, _Field] = {}
    for attribute in attrs.fields(cls):
        hint, convert = hints[attribute.name], attribute.converter or _as_it_is
        if attribute.name == "id" or not attribute.init:
            continue
        if hint is FrozenMap:
            found[attribute.name] = _Field(hint, convert, _written_properties, _properties)
        elif hint is Any:
            found[attribute.name] = _Field(hint, convert, write_any, lambda value, _: read_any(value))
        else:
            spell, structure = made.get_unstructure_hook(hint), made.get_structure_hook(hint)
            found[attribute.name] = _Field(hint, convert, spell, structure)
    return found


def _as_it_is(value: Any) -> Any:
    return value


def _properties(value: Any, _: Any) -> FrozenMap:
    """Custom properties whose values say their own types."""
    raw = codec().structure(value, FrozenMap)
    return FrozenMap({name: read_any(one) for name, one in raw.items()})


# -- reading ------------------------------------------------------------------------------------------------------------


def read_entity(value: Any) -> Entity:
    """The entity in a JSON value.

    Raises
    ------
    DocumentFaults
        It is none; the error lists all that is wrong.

    Examples
    --------
    >>> str(read_entity({"kind": "task", "id": "design", "effort": "5d"}).effort)
    '5d'
    """
    faults: list[Fault] = []
    return _without(faults, _entity(value, "$", faults))  # type: ignore[no-any-return]


def read_entities(values: Iterable[Any]) -> list[Entity]:
    """The entities in many JSON values, in order.

    Raises
    ------
    DocumentFaults
        Some of them are none; the paths begin with the place in the order, ``"$[3]"``.

    Examples
    --------
    >>> [entity.id for entity in read_entities([{"kind": "task", "id": "a"}, {"kind": "resource", "id": "b"}])]
    ['a', 'b']
    """
    faults: list[Fault] = []
    return _without(faults, _all(values, _entity, faults))  # type: ignore[no-any-return]


def read_settings(value: Any) -> Settings:
    """The settings in a JSON value.

    Raises
    ------
    DocumentFaults
        It holds none.

    Examples
    --------
    >>> read_settings({"title": "Website"}).title
    'Website'
    """
    faults: list[Fault] = []
    return _without(faults, caught(Settings, value, "$", faults))  # type: ignore[no-any-return]


def read_plan(settings: Any, entities: Iterable[Any]) -> Plan:
    """The plan whose settings and entities are these JSON values.

    Raises
    ------
    DocumentFaults
        Something in them is wrong, or they do not fit together.

    Examples
    --------
    >>> plan = read_plan({"start": "2026-03-02"}, [{"kind": "task", "id": "a", "duration": "3d"}])
    >>> plan.start, len(plan)
    (datetime.date(2026, 3, 2), 1)
    """
    faults: list[Fault] = []
    found = caught(Settings, settings, "$.settings", faults)
    entries = _all(entities, _entity, faults, "$.entities")
    _without(faults, None)
    with without_collection(len(entries)):
        return assembled(found, entries)


def read_change(value: Any) -> Change:
    """The change in a JSON value.

    Raises
    ------
    DocumentFaults
        It is none; the error lists all that is wrong.

    Examples
    --------
    >>> read_change({"change": "renamed", "old": "draft", "new": "outline"})
    Renamed(old='draft', new='outline')
    """
    faults: list[Fault] = []
    return _without(faults, _change(value, "$", faults))  # type: ignore[no-any-return]


def read_changes(values: Iterable[Any]) -> tuple[Change, ...]:
    """The changes in many JSON values, in order.

    Raises
    ------
    DocumentFaults
        Some of them are none; the paths begin with the place in the order, ``"$[3]"``.

    Examples
    --------
    >>> read_changes([{"change": "moved", "id": "a", "was_before": None, "before": "b"}])
    (Moved(id='a', was_before=None, before='b'),)
    """
    faults: list[Fault] = []
    return tuple(_without(faults, _all(values, _change, faults)))


def _without(faults: list[Fault], found: Any) -> Any:
    if faults:
        raise DocumentFaults(tuple(faults))
    return found


def _all(
    values: Iterable[Any], read: Callable[[Any, str, list[Fault]], Any], faults: list[Fault], path: str = "$"
) -> list[Any]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise WrongType("JSON values", values, "a list of objects")
    given = list(values)
    with without_collection(len(given)):
        return [read(value, path_to(path, number), faults) for number, value in enumerate(given)]


def _entity(value: Any, path: str, faults: list[Fault]) -> Entity | None:
    if not isinstance(value, dict):
        faults.append(Fault(path, "has to be an object in braces"))
        return None
    cls = _class_of(value, path, faults)
    if cls is None:
        return None
    noted = len(faults)
    if cls is Property and "default" in value:
        value = {**value, "default": _noting(read_any, value["default"], path_to(path, "default"), faults)}
    entity = caught(cls, value, path, faults)
    if entity is not None and entity.properties:
        place = path_to(path, "properties")
        read = {
            name: _noting(read_any, one, path_to(place, name), faults)
            for name, one in entity.properties.items()
        }
        entity = attrs.evolve(entity, properties=FrozenMap(read))
    return entity if len(faults) == noted else None


def _class_of(value: dict[str, Any], path: str, faults: list[Fault]) -> type[Entity] | None:
    kind = value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return KINDS[kind]
    hint = nearest(kind, KINDS) if isinstance(kind, str) else ""
    faults.append(Fault(path_to(path, "kind"), f"has to be one of {', '.join(KINDS)}.{hint}".rstrip(".")))
    return None


def _noting(read: Callable[[Any], Any], value: Any, path: str, faults: list[Fault]) -> Any:
    """What is read of a value, or ``None`` where its faults were noted."""
    from cattrs.errors import BaseValidationError

    try:
        return read(value)
    except (InvalidValue, BaseValidationError) as problem:
        faults.extend(faults_of(problem, path))
        return None


# -- reading changes ----------------------------------------------------------------------------------------------------


def _change(value: Any, path: str, faults: list[Fault]) -> Change | None:
    if not isinstance(value, dict):
        faults.append(Fault(path, "has to be an object in braces"))
        return None
    word = value.get("change")
    if not isinstance(word, str) or word not in _PARTS:
        faults.append(Fault(path_to(path, "change"), f"has to be one of {', '.join(_PARTS)}"))
        return None
    noted = len(faults)
    faults.extend(_strange(value, ("change", *_PARTS[word]), path))
    parts: dict[str, Any] = {}
    for name, read in _PARTS[word].items():
        place = path_to(path, name)
        if name in value:
            parts[name] = read(value, name, place, faults)
        elif (word, name) in _MAYBE_LEFT_OUT:
            parts[name] = None
        else:
            faults.append(Fault(place, "is missing"))
    return _BUILT[word](**parts) if len(faults) == noted else None


def _strange(value: dict[str, Any], known: tuple[str, ...], path: str) -> Iterator[Fault]:
    for key in value:
        if key not in known:
            yield Fault(path_to(path, key), f"is not known here.{nearest(key, known)}".rstrip("."))
    for key in value.keys_again if isinstance(value, Repeated) else ():
        yield Fault(path_to(path, key), "is given more than once; keep one")


def _text_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> str | None:
    return _noting(text, raw[name], path, faults)  # type: ignore[no-any-return]


def _maybe_text_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> str | None:
    return None if raw[name] is None else _text_part(raw, name, path, faults)


def _entity_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> Entity | None:
    return _entity(raw[name], path, faults)


def _kind_part(raw: dict[str, Any], name: str, path: str, faults: list[Fault]) -> None:
    _class_of(raw, path.removesuffix(f".{name}"), faults)


def _fields_part(
    raw: dict[str, Any], name: str, path: str, faults: list[Fault]
) -> tuple[tuple[str, Any, Any], ...]:
    cls = Settings if raw["change"] == "settings" else _class_of(raw, "", [])
    if cls is None:  # told where the kind stands
        return ()
    if not isinstance(raw[name], list):
        faults.append(Fault(path, "has to be a list in square brackets"))
        return ()
    known = _fields_of(cls)
    found: list[tuple[str, Any, Any]] = []
    for number, part in enumerate(raw[name]):
        place = path_to(path, number)
        if not isinstance(part, list) or len(part) != 3 or not isinstance(part[0], str):
            faults.append(Fault(place, "has to be a list of a field's name, its old and its new value"))
        elif part[0] not in known:
            faults.append(Fault(place, f"is of no field that is known here.{nearest(part[0], known)}"))
        else:
            read = known[part[0]].read
            old, new = (_noting(read, part[i], path_to(place, i), faults) for i in (1, 2))
            found.append((part[0], old, new))
    return tuple(found)


_Part = Callable[[dict[str, Any], str, str, list[Fault]], Any]
_PARTS: Final[Mapping[str, Mapping[str, _Part]]] = {
    "added": {"entity": _entity_part, "before": _maybe_text_part},
    "removed": {"entity": _entity_part, "before": _maybe_text_part},
    "revised": {"kind": _kind_part, "id": _text_part, "fields": _fields_part},
    "replaced": {"id": _text_part, "old": _entity_part, "new": _entity_part},
    "settings": {"fields": _fields_part},
    "renamed": {"old": _text_part, "new": _text_part},
    "moved": {"id": _text_part, "was_before": _maybe_text_part, "before": _maybe_text_part},
}
_BUILT: Final[Mapping[str, Callable[..., Change]]] = {
    "added": Added,
    "removed": Removed,
    "revised": lambda kind, id, fields: Revised(id, fields),
    "replaced": lambda id, old, new: Revised(id, ((_WHOLE, old, new),)),
    "settings": lambda fields: Revised(None, fields),
    "renamed": Renamed,
    "moved": Moved,
}
