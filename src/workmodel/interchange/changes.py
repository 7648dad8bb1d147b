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

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from workmodel.domain import Added, Change, Entity, Moved, Plan, Property, Removed, Renamed, Revised, Settings
from workmodel.errors import ChangeDoesNotApply, DocumentFaults, Fault, WrongType, instance_of
from workmodel.interchange.document import KINDS
from workmodel.interchange.document_changes import WHOLE, change_of
from workmodel.interchange.document_codec import caught, path_to, write_object
from workmodel.interchange.document_parts import entity_of, fields_of, written_properties
from workmodel.interchange.document_properties import write_any
from workmodel.interchange.document_text import json_line
from workmodel.interchange.document_text import json_value as value_of_text
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
    """An entity as a JSON value; numbers with decimals are ``Decimal``.

    Raises
    ------
    WrongType
        Not an entity.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> write_entity(Task("design", effort="5d", assignments=["ana"]))
    {'kind': 'task', 'id': 'design', 'effort': '5d', 'assignments': ['ana']}
    """
    if KINDS.get(getattr(entity, "kind", "")) is not type(entity):
        raise WrongType("an entity", entity, "a Task, Milestone or another kind of entity")
    raw = {"kind": entity.kind, **write_object(entity)}
    if entity.properties:
        raw["properties"] = written_properties(entity.properties)
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
        case Revised(name, ((field, old, new),)) if field == WHOLE:
            return {"change": "replaced", "id": name, "old": write_entity(old), "new": write_entity(new)}
        case Revised(str() as name, fields):
            entity = plan.get(name)
            if entity is None:
                raise ChangeDoesNotApply(name, "the plan has no such item")
            written = _written(type(entity), name, fields)
            return {"change": "revised", "kind": entity.kind, "id": name, "fields": written}
        case _:
            raise WrongType("a change", change, "a change, such as plan.diff(other) gives")


def _written(cls: type, name: str, fields: Iterable[tuple[str, Any, Any]]) -> list[list[Any]]:
    known = fields_of(cls)
    for field, _, _ in fields:
        if field not in known:
            raise ChangeDoesNotApply(name, f'it has no field "{field}" that could be revised')
    return [[field, known[field].write(old), known[field].write(new)] for field, old, new in fields]


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
    return _without(faults, entity_of(value, "$", faults))  # type: ignore[no-any-return]


def read_entities(values: Iterable[Any]) -> list[Entity]:
    """The entities in many JSON values, in order.

    Raises
    ------
    DocumentFaults
        Some of them are none; the paths begin with the place in the order, ``"$[3]"``.

    Examples
    --------
    >>> [
    ...     entity.id
    ...     for entity in read_entities([{"kind": "task", "id": "a"}, {"kind": "resource", "id": "b"}])
    ... ]
    ['a', 'b']
    """
    faults: list[Fault] = []
    return _without(faults, _all(values, entity_of, faults))  # type: ignore[no-any-return]


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
    entries = _all(entities, entity_of, faults, "$.entities")
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
    return _without(faults, change_of(value, "$", faults))  # type: ignore[no-any-return]


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
    return tuple(_without(faults, _all(values, change_of, faults)))


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
