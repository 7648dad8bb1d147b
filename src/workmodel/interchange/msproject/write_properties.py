"""Custom properties as custom fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from workmodel.domain import Plan, Property
from workmodel.interchange.msproject.codes import format_of
from workmodel.interchange.msproject.field_numbers import CF_TYPES, FIELD_NUMBERS, property_id
from workmodel.interchange.msproject.output import Markup, duration_text, element
from workmodel.quantities import Span

__all__ = ["FieldNumbers"]


_NAMES: Final = {"text": "Text", "choice": "Text", "reference": "Text", "int": "Number", "decimal": "Number",
                 "bool": "Flag", "date": "Date", "span": "Duration"}  # fmt: skip
_SAME: Final = {"Number": ("Number", "Cost"), "Date": ("Date", "Start", "Finish")}
_ITEMS: Final = ("task", "milestone", "project")


class FieldNumbers:
    """Which custom field stands for which property, on tasks and on resources.

    Parameters
    ----------
    plan
        The plan that declares the properties. Those for which no field is left are not written.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._free = {
            kind: {name: list(numbers) for name, numbers in names.items()}
            for kind, names in FIELD_NUMBERS.items()
        }
        self._fields: dict[tuple[str, str], tuple[int, str, str]] = {}
        declared = plan.properties.values()
        for own in (True, False):  # those that are called as a field get that field first
            for one in declared:
                for kind in ("task", "resource"):
                    if (kind, one.id) not in self._fields and _on(one, kind):
                        self._assign(one, kind, own=own)

    def _assign(self, one: Property, kind: str, *, own: bool) -> None:
        name = _NAMES[one.type]
        free = self._free[kind]
        if own:
            match = re.fullmatch(r"(resource_)?([A-Z][a-z]+)([1-9]\d?)", one.id)
            if (
                not match
                or match[2] not in _SAME.get(name, (name,))
                or bool(match[1]) is not (kind == "resource")
            ):
                return
            place = int(match[3]) - 1
            numbers = FIELD_NUMBERS[kind][match[2]]
            if place < len(numbers) and len([k for k in ("task", "resource") if _on(one, k)]) == 1:
                free[match[2]].remove(numbers[place])
                self._fields[kind, one.id] = (numbers[place], f"{match[2]}{match[3]}", "")
        elif free[name]:
            number = free[name].pop(0)
            label = f"{name}{FIELD_NUMBERS[kind][name].index(number) + 1}"
            self._fields[kind, one.id] = (number, label, _alias(one))

    def declarations(self) -> Markup | None:
        """The ExtendedAttributes of the project, in the plan's order."""
        parts: list[Markup] = []
        for one in self._plan.properties.values():
            keys = ((kind, one.id) for kind in ("task", "resource"))
            parts += [self._declaration(one, *self._fields[key]) for key in keys if key in self._fields]
        return Markup(f"<ExtendedAttributes>{''.join(parts)}</ExtendedAttributes>") if parts else None

    def _declaration(self, one: Property, number: int, name: str, alias: str) -> Markup:
        choices = [
            element("Value", {"ID": place, "Value": choice}, "ListedValue")
            for place, choice in enumerate(one.choices, 1)
        ]
        return element(
            "ExtendedAttribute",
            {
                "FieldID": number,
                "FieldName": name,
                "CFType": CF_TYPES[name.rstrip("0123456789")],
                "UserDef": True,
                "Alias": alias or None,
                "RestrictValues": True if choices else None,
                "ValueList": Markup(f"<ValueList>{''.join(choices)}</ValueList>") if choices else None,
            },
            "Declaration",
        )

    def values(self, properties: Any, kind: str) -> list[Markup]:
        """The custom values of an entity, in the order of their fields' declarations."""
        return list(self._values(properties, kind))

    def _values(self, properties: Any, kind: str) -> Iterator[Markup]:
        for name, value in properties.items():
            field = self._fields.get((kind, name))
            if field is None or value is None:
                continue
            text, unit = self._written(self._plan.properties[name].value(value))
            yield element("ExtendedAttribute", {"FieldID": field[0], "Value": text, "DurationFormat": unit})

    def _written(self, value: Any) -> tuple[Any, int | None]:
        """A value as it is written, with the format of a duration."""
        if isinstance(value, Span):
            return duration_text(self._plan.minutes(value)), format_of(value)
        if isinstance(value, datetime):
            return value.replace(tzinfo=None), None
        return (f"{value.isoformat()}T00:00:00" if isinstance(value, date) else value), None


def _alias(one: Property) -> str:
    """What the field is called: the title, where the id follows from it, else the id."""
    return one.title if one.title and property_id(one.title) == one.id else one.id


def _on(one: Property, kind: str) -> bool:
    """Whether a property goes to tasks or resources."""
    return not one.on or (any(name in one.on for name in _ITEMS) if kind == "task" else "resource" in one.on)
