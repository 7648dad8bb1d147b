"""Custom properties whose values name other entities.

What a property's value means is said by its declaration, which only a plan has. So these references cannot be found from
the attributes of an entity alone, as those of `workmodel.domain.references` are; here they are found with the help of
the plan's declarations. The default of a declaration is such a value too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from workmodel.domain.items import Entity
from workmodel.domain.property import Property

__all__ = ["referring_values", "with_values"]

Lookup = Callable[[str], Entity | None]


def referring_values(entity: Entity, declared: Lookup) -> Iterator[str]:
    """The ids that values of an entity's properties name, in the order of the properties."""
    for name, value in entity.properties.items():
        if isinstance(value, str) and _refers(declared(name)):
            yield value
    if _refers(entity) and isinstance(entity, Property) and entity.default is not None:
        yield entity.default


def with_values(entity: Entity, declared: Lookup, new: Callable[[str], str | None]) -> Entity:
    """The entity with those ids exchanged, or without the value where there is no new id; itself where none changes."""
    changes: dict[str, Any] = {}
    kept = {}
    for name, value in entity.properties.items():
        refers = isinstance(value, str) and _refers(declared(name))
        other = new(value) if refers else value
        if other is not None or not refers:
            kept[name] = other
    if entity.properties != kept:
        changes["properties"] = kept
    if _refers(entity) and isinstance(entity, Property) and entity.default is not None:
        default = new(entity.default)
        if default != entity.default:
            changes["default"] = default
    return evolve(entity, **changes) if changes else entity


def _refers(declaration: Entity | None) -> bool:
    return isinstance(declaration, Property) and declaration.type == "reference"
