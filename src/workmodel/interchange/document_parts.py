"""The attributes of entities and settings one by one, and entities, as JSON values that say all by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, get_args, get_type_hints

import attrs

from workmodel.domain import Entity, FrozenMap, Property
from workmodel.errors import Fault, InvalidValue, nearest
from workmodel.interchange.document import KINDS
from workmodel.interchange.document_codec import caught, codec, faults_of, path_to
from workmodel.interchange.document_properties import read_any, write_any

__all__ = ["class_of", "entity_of", "fields_of", "noting", "written_properties"]


def written_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Custom properties with values that say their own types."""
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
def fields_of(cls: type) -> Mapping[str, _Field]:
    """The attributes of a class of entities, or of settings, that a change may revise."""
    hints, made = get_type_hints(cls), codec()
    found: dict[str, _Field] = {}
    for attribute in attrs.fields(cls):
        hint, convert = hints[attribute.name], attribute.converter or _as_it_is
        if attribute.name == "id" or not attribute.init:
            continue
        if hint is FrozenMap:
            found[attribute.name] = _Field(hint, convert, written_properties, _properties)
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


def entity_of(value: Any, path: str, faults: list[Fault]) -> Entity | None:
    """The entity in a JSON value, or ``None`` where its faults were noted."""
    if not isinstance(value, dict):
        faults.append(Fault(path, "has to be an object in braces"))
        return None
    cls = class_of(value, path, faults)
    if cls is None:
        return None
    noted = len(faults)
    if cls is Property and "default" in value:
        value = {**value, "default": noting(read_any, value["default"], path_to(path, "default"), faults)}
    entity = caught(cls, value, path, faults)
    if entity is not None and entity.properties:
        place = path_to(path, "properties")
        read = {
            name: noting(read_any, one, path_to(place, name), faults)
            for name, one in entity.properties.items()
        }
        entity = attrs.evolve(entity, properties=FrozenMap(read))
    return entity if len(faults) == noted else None


def class_of(value: dict[str, Any], path: str, faults: list[Fault]) -> type[Entity] | None:
    """The class of the kind that an object names, or ``None`` where it names none."""
    kind = value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return KINDS[kind]
    hint = nearest(kind, KINDS) if isinstance(kind, str) else ""
    faults.append(Fault(path_to(path, "kind"), f"has to be one of {', '.join(KINDS)}.{hint}".rstrip(".")))
    return None


def noting(read: Callable[[Any], Any], value: Any, path: str, faults: list[Fault]) -> Any:
    """What is read of a value, or ``None`` where its faults were noted."""
    from cattrs.errors import BaseValidationError

    try:
        return read(value)
    except (InvalidValue, BaseValidationError) as problem:
        faults.extend(faults_of(problem, path))
        return None
