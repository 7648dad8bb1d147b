"""The JSON document of a plan: neutral, versioned, lossless, and made to be read in a comparison of two versions.

::

    {
        "workmodel": {"format": "plan", "version": 1},
        "settings": {"title": "Website", "start": "2026-03-02"},
        "entities": [
            {"kind": "resource", "id": "ana"},
            {"kind": "task", "id": "design", "effort": "5d", "assignments": ["ana"]},
            {"kind": "milestone", "id": "live", "after": ["design FS+2d"]},
        ],
    }

Entities stand in the plan's order, one object each, with the attributes that differ from their defaults, in the
notation in which planners write them. `schema` describes the document for other programs. Reading is strict:
nothing unknown, repeated or of another type is passed over, and all that is wrong is told at once, each fault with
its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

from attrs import evolve

from workmodel.domain import (
    Baseline,
    Calendar,
    Completion,
    Entity,
    FrozenMap,
    Milestone,
    Plan,
    Project,
    Property,
    Resource,
    Routine,
    Settings,
    Task,
)
from workmodel.domain.telling import SILENT, OnProgress, Teller
from workmodel.errors import DocumentFaults, Fault, InvalidValue, NewerFormat, nearest
from workmodel.interchange.document_codec import caught, path_to, write_object
from workmodel.interchange.document_properties import (
    read_default,
    read_property,
    write_default,
    write_property,
)
from workmodel.interchange.document_schema import schema
from workmodel.interchange.document_text import MOST_BYTES, Repeated, json_text, json_value
from workmodel.interchange.document_whole import (
    MOST_FAULTS,
    MOST_HINTS,
    assembled,
    place_of,
    without_collection,
)
from workmodel.interchange.files import Source, contents, deliver
from workmodel.interchange.given import given_content, given_limit, given_plan

__all__ = ["VERSION", "dump", "dumps", "load", "loads", "schema"]

VERSION: Final = 1
"""The version of the format that is written."""

_FORMAT: Final = "plan"
_HEADER: Final = '{"workmodel": {"format": "plan", "version": 1}, "settings": {}, "entities": []}'
KINDS: Final[Mapping[str, type[Entity]]] = {
    cls.kind: cls
    for cls in (Task, Milestone, Project, Routine, Resource, Calendar, Property, Completion, Baseline)
}
_MIGRATIONS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""For each older version what makes its raw document one of the next version: a function from dict to dict."""


# -- writing ------------------------------------------------------------------------------------------------------------


def dumps(plan: Plan, *, on_progress: OnProgress | None = None) -> str:
    """The document of a plan, as JSON text; ``loads(dumps(plan)) == plan``.

    Equal plans have equal documents, as long as their texts (of spans, of dates with zones) are written alike.

    Parameters
    ----------
    plan
        The plan.
    on_progress
        Called now and then with how many entities were written and how many there are; ``False`` from it stops with
        `Stopped`.

    Raises
    ------
    InvalidText
        A text in the plan holds a lone surrogate, which no file can hold.
    WrongType
        Not a plan.
    Stopped
        `on_progress` returned ``False``.

    Examples
    --------
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", after=["draft FS+1d"])
    ... )
    >>> print(dumps(plan), end="")
    {
      "workmodel": {"format": "plan", "version": 1},
      "settings": {"start": "2026-03-02"},
      "entities": [
        {"kind": "task", "id": "draft", "duration": "3d"},
        {"kind": "task", "id": "review", "after": ["draft FS+1d"]}
      ]
    }
    >>> loads(dumps(plan)) == plan
    True
    """
    teller = Teller("writing the document", on_progress)
    with without_collection(len(given_plan(plan))):
        return json_text(raw_document(plan, teller))


def raw_document(plan: Plan, teller: Teller = SILENT) -> dict[str, Any]:
    """The document as plain values."""
    return {
        "workmodel": {"format": _FORMAT, "version": VERSION},
        "settings": write_object(plan.settings),
        "entities": [_raw_entity(plan, entity) for entity in teller.each(tuple(plan))],
    }


def _raw_entity(plan: Plan, entity: Entity) -> dict[str, Any]:
    raw = {"kind": entity.kind, **write_object(entity)}
    if entity.properties:
        raw["properties"] = {
            name: write_property(plan.properties[name], value) for name, value in entity.properties.items()
        }
    if isinstance(entity, Property) and entity.default is not None:
        raw["default"] = write_default(entity.default)
    return raw


def dump(plan: Plan, target: Source, *, on_progress: OnProgress | None = None) -> None:
    """Write the document of a plan to a path (in UTF-8, all or nothing) or to an open file; see `dumps`.

    Raises
    ------
    OSError
        The file cannot be written.
    WrongType
        Not a plan, or neither a path nor an open file.
    """
    deliver(dumps(plan, on_progress=on_progress), target)


# -- reading ------------------------------------------------------------------------------------------------------------


def load(source: Source, *, limit: int = MOST_BYTES, on_progress: OnProgress | None = None) -> Plan:
    """The plan in a file: a path, or an open file, text or binary; see `loads`.

    Raises
    ------
    OSError
        The file cannot be read.
    InvalidDocument
        It holds no plan.
    WrongType
        Neither a path nor an open file.
    """
    return loads(contents(source, limit=limit), limit=limit, on_progress=on_progress)


def loads(data: str | bytes, *, limit: int = MOST_BYTES, on_progress: OnProgress | None = None) -> Plan:
    """The plan that a document describes.

    Parameters
    ----------
    data
        JSON text, or bytes in UTF-8, UTF-16 or UTF-32.
    limit
        Largest size, which bounds the number of objects, lists and values as well: one for each 256, 64 and 32
        bytes of it. [bytes]
    on_progress
        Called now and then with how many entities were read and how many there are; ``False`` from it stops with
        `Stopped`.

    Raises
    ------
    DocumentFaults
        Something in it is wrong; the error lists all of it, each with its path.
    NewerFormat
        It was written by a later release.
    WrongType
        Neither text nor bytes.
    Stopped
        `on_progress` returned ``False``.

    Examples
    --------
    >>> try:
    ...     loads(
    ...         '{"workmodel": {"format": "plan", "version": 1}, "entities": [{"kind": "task", "durration": 3}]}'
    ...     )
    ... except DocumentFaults as error:
    ...     print(error)
    the document cannot be read; 2 things are wrong:
      - $.entities[0].durration: is not known here. Did you mean "duration"?
      - $.entities[0].id: is missing
    """
    content, most = given_content(data, "a document"), given_limit(limit)
    teller = Teller("reading the document", on_progress)
    with without_collection(len(content) // 50):
        return _plan_of(_current(json_value(content, limit=most)), teller)


def _plan_of(raw: dict[str, Any], teller: Teller) -> Plan:
    faults: list[Fault] = list(_strange_members(raw))
    settings = _settings(raw.get("settings", {}), faults)
    entities = _entities(raw.get("entities", []), faults, teller)
    if faults:
        raise DocumentFaults(tuple(faults))
    assert settings is not None
    return assembled(settings, entities)


def _current(raw: Any) -> dict[str, Any]:
    """The raw document, brought to the present version."""
    if not isinstance(raw, dict) or not isinstance(raw.get("workmodel"), dict):
        _refuse("$", f"not a workmodel document, which begins like {_HEADER}")
    header = raw["workmodel"]
    if header.get("format") != _FORMAT:
        _refuse(
            "$.workmodel.format",
            f'{header.get("format")!r:.60} is not a format of this release; "{_FORMAT}" is',
        )
    version = header.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse("$.workmodel.version", "has to be a whole number from 1")
    if version > VERSION:
        raise NewerFormat(_FORMAT, version, VERSION)
    current: dict[str, Any] = raw
    for older in range(version, VERSION):
        current = _MIGRATIONS[older](current)
    return current


def _refuse(path: str, message: str) -> NoReturn:
    raise DocumentFaults((Fault(path, message),))


def _strange_members(raw: dict[str, Any]) -> Iterator[Fault]:
    for path, part, known in (
        ("$", raw, ("workmodel", "settings", "entities")),
        ("$.workmodel", raw["workmodel"], ("format", "version")),
    ):
        for key in part:
            if key not in known:
                yield Fault(path_to(path, key), f"is not known here.{nearest(key, known)}".rstrip("."))
        for key in part.keys_again if isinstance(part, Repeated) else ():
            yield Fault(path_to(path, key), "is given more than once; keep one")


def _settings(value: Any, faults: list[Fault]) -> Settings | None:
    return caught(Settings, value, "$.settings", faults)  # type: ignore[no-any-return]


def _entities(value: Any, faults: list[Fault], teller: Teller) -> list[Entity]:
    if not isinstance(value, list):
        faults.append(Fault("$.entities", "has to be a list in square brackets"))
        return []
    found: dict[int, Entity] = {}
    wrong: dict[int, list[Fault]] = {}
    for number, raw in teller.each(list(_declarations_first(value))):
        noted: list[Fault] = []
        entity = _entity(raw, place_of(number), noted)
        if entity is not None:
            found[number] = entity
        if noted:
            wrong[number] = noted
        if len(wrong) > MOST_FAULTS:
            wrong[number + 1] = [Fault("$.entities", "reading stopped here, after so many faults")]
            break
    _read_properties(found, value, wrong)
    for number, fault in _taken_ids(found):
        wrong.setdefault(number, []).append(fault)
    faults += [fault for number in sorted(wrong) for fault in wrong[number]]
    return [found[number] for number in sorted(found)]


def _declarations_first(value: list[Any]) -> Iterator[tuple[int, Any]]:
    """Raw entities with their numbers; what custom properties mean has to be known before they are read."""
    for declarations in (True, False):
        for number, raw in enumerate(value):
            if (isinstance(raw, dict) and raw.get("kind") == Property.kind) is declarations:
                yield number, raw


def _taken_ids(found: Mapping[int, Entity]) -> Iterator[tuple[int, Fault]]:
    places: dict[str, int] = {}
    for number in sorted(found):
        name = found[number].id
        first = places.setdefault(name, number)
        if first != number:
            path = place_of(number)
            yield (
                number,
                Fault(f"{path}.id", f'"{name}" is the id of $.entities[{first}] too; ids have to differ'),
            )


def _entity(raw: Any, path: str, faults: list[Fault]) -> Entity | None:
    if not isinstance(raw, dict):
        faults.append(Fault(path, "has to be an object in braces"))
        return None
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(kind, KINDS) if isinstance(kind, str) else ""
        faults.append(Fault(f"{path}.kind", f"has to be one of {', '.join(KINDS)}.{hint}".rstrip(".")))
        return None
    if kind == Property.kind and "default" in raw:
        try:
            raw = {**raw, "default": read_default(raw)}
        except InvalidValue as problem:
            faults.append(Fault(f"{path}.default", str(problem)))
            return None
    return caught(KINDS[kind], raw, path, faults)  # type: ignore[no-any-return]


def _read_properties(found: dict[int, Entity], raw: list[Any], wrong: dict[int, list[Fault]]) -> None:
    """Read the custom properties of entities as their declarations say."""
    declared = {e.id: e for e in found.values() if isinstance(e, Property)}
    # a declaration with faults of its own is told once, there, not wherever it is used
    declarations = [r for r in raw if isinstance(r, dict) and r.get("kind") == Property.kind]
    faulty = {name for r in declarations if isinstance(name := r.get("id"), str)} - set(declared)
    faults = 0
    for number, entity in found.items():
        if not entity.properties:
            continue
        if faults > MOST_FAULTS:
            break
        values: dict[str, Any] = {}
        for name, value in entity.properties.items():
            try:
                if name in declared:
                    values[name] = read_property(declared[name], value)
                    continue
                hint = nearest(name, declared) if faults < MOST_HINTS else ""
                problem = _UNDECLARED + hint if name not in faulty else ""
            except InvalidValue as refusal:
                problem = str(refusal)
            if problem and (faults := faults + 1) <= MOST_FAULTS:
                place = path_to(f"{place_of(number)}.properties", name)
                wrong.setdefault(number, []).append(Fault(place, problem))
        found[number] = evolve(entity, properties=FrozenMap(values))


_UNDECLARED: Final = 'is not declared; add {"kind": "property", "id": ..., "type": ...} to the entities.'
