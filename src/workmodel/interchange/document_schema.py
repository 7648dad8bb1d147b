"""The JSON Schema of the document (draft 2020-12), generated from the model's own attributes and their docstrings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from inspect import cleandoc
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs

from workmodel.domain import (
    Baseline,
    Calendar,
    Completion,
    Entity,
    FrozenMap,
    Milestone,
    Project,
    Property,
    Resource,
    Routine,
    Settings,
    Task,
)
from workmodel.errors import OutOfRange, WrongType
from workmodel.interchange.document_codec import NOTATIONS, form_of, write_object
from workmodel.interchange.document_properties import SPELLINGS
from workmodel.interchange.document_text import json_text

__all__ = ["schema"]

_ENTITIES: Final = (Task, Milestone, Project, Routine, Resource, Calendar, Property, Completion, Baseline)
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final[Mapping[str, Any]] = {"type": "string", "pattern": r"^[^\s@/]+$", "maxLength": 200}
_SCALAR: Final = ["string", "number", "boolean", "null"]


def schema(*, version: int = 1) -> dict[str, Any]:
    """The JSON Schema of a plan's document, for editors and other programs.

    It says what every document that `dumps` writes looks like, and refuses unknown members and values of other
    types. What only the whole can tell (that references lead somewhere, that ids differ) is left to `loads`.

    Parameters
    ----------
    version
        The version of the format that documents have to name.

    Raises
    ------
    OutOfRange
        Less than 1.
    WrongType
        No whole number.

    Examples
    --------
    >>> described = schema()
    >>> sorted(described["properties"]), described["$defs"]["task"]["properties"]["kind"]
    (['entities', 'settings', 'workmodel'], {'const': 'task'})
    """
    if not isinstance(version, int) or isinstance(version, bool):
        raise WrongType("a version", version, "a whole number from 1")
    if version < 1:
        raise OutOfRange("a version", version, "a whole number from 1")
    definitions: dict[str, Any] = {}
    for cls in (*_ENTITIES, Settings):
        _define(cls, definitions)
    header = {"format": {"const": "plan"}, "version": {"const": version}}
    members = {
        "workmodel": _object(header, ["format", "version"]),
        "settings": {"$ref": "#/$defs/settings"},
        "entities": {
            "type": "array",
            "items": {"oneOf": [{"$ref": f"#/$defs/{cls.kind}"} for cls in _ENTITIES]},
        },
    }
    return {
        "$schema": _DIALECT,
        "title": f"workmodel plan, version {version}",
        **_object(members, ["workmodel"]),
        "$defs": dict(sorted(definitions.items())),
    }


def _object(members: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(members),
        "required": required,
        "additionalProperties": False,
    }


def _define(cls: type, definitions: dict[str, Any]) -> str:
    """Add the schema of a class, and of those it holds, to the definitions; the reference to it."""
    name = cls.kind if issubclass(cls, Entity) else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
    reference = f"#/$defs/{name}"
    if name in definitions:
        return reference
    definitions[name] = {}
    hints, words = get_type_hints(cls), _descriptions(cls)
    members: dict[str, Any] = {"kind": {"const": name}} if issubclass(cls, Entity) else {}
    required = list(members)
    for attribute in attrs.fields(cls):
        if attribute.init:
            said = _of_type(hints[attribute.name], definitions)
            if attribute.name == "id" and issubclass(cls, Entity):
                said = dict(_ID)
            if attribute.default is attrs.NOTHING:
                required.append(attribute.name)
            elif (
                attribute.default is not None and attribute.name != "id"
            ):  # made of the rest where it is left out
                said = {**said, "default": _plain(attribute.default)}
            about = words.get(attribute.name)
            members[attribute.name] = {**said, "description": about} if about else said
    found = _object(members, required)
    if cls in NOTATIONS:
        example = NOTATIONS[cls][2]
        found = {"anyOf": [{"type": "string", "minLength": 1, "examples": [example]}, found]}
    definitions[name] = found
    return reference


def _of_type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    kinds = get_args(hint)
    if type(None) in kinds:
        rest = tuple(kind for kind in kinds if kind is not type(None))
        form = form_of(hint)
        inner = dict(form.schema) if form is not None else _of_type(rest[0], definitions)
        return {"anyOf": [inner, {"type": "null"}]}
    form = form_of(hint)
    if form is not None:
        return dict(form.schema)
    if get_origin(hint) is Literal:
        return {"enum": list(kinds)}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of_type(kinds[0], definitions)}
    if hint is Any:
        return {"type": [*_SCALAR, "object"]}
    if hint is FrozenMap:
        return {"type": "object", "additionalProperties": _property_value()}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return {"$ref": _define(hint, definitions)}


def _property_value() -> dict[str, Any]:
    """A custom property's value: single, or an object that names its spelling."""
    spelled = [_object({name: {"type": ["string", "integer"]}}, [name]) for name in SPELLINGS]
    parts = {"type": "object", "required": ["parts"]}
    return {"anyOf": [{"type": list(_SCALAR)}, parts, *spelled]}


def _plain(default: Any) -> Any:
    return json.loads(json_text(write_object(default)))


def _descriptions(cls: type) -> dict[str, str]:
    """What the docstrings of a class and those it extends say about its attributes."""
    found: dict[str, str] = {}
    for owner in reversed(cls.__mro__):
        said = cleandoc(owner.__doc__ or "").partition("Attributes\n----------\n")[2]
        names: list[str] = []
        for line in said.splitlines():
            if line.startswith("---"):
                break
            if line.startswith(" "):
                for name in names:
                    found[name] = f"{found[name]} {line.strip()}".strip()
            elif line:
                names = [name.strip() for name in line.split(",")]
                found.update(dict.fromkeys(names, ""))
    return {name: re.sub(r"`{1,2}", "", text) for name, text in found.items() if text}
