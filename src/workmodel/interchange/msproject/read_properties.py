"""Custom fields: their declarations as properties, and their values.

A field has a number per kind of element (task Text1 is not resource Text1). Its property is called by the alias where it
has one, else by the field's name. Fields of tasks and resources with one alias and type are one property.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from attrs import evolve, frozen

from workmodel.domain import Property
from workmodel.errors import InvalidValue
from workmodel.interchange.msproject.codes import span_of
from workmodel.interchange.msproject.field_numbers import KNOWN_FIELDS, property_id
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report
from workmodel.quantities import Conventions

__all__ = ["CustomFields"]

_BY_NUMBER: Final = {
    0: "decimal",
    1: "date",
    2: "span",
    3: "date",
    4: "bool",
    5: "decimal",
    6: "date",
    7: "text",
}
_BY_NAME: Final = (
    ("cost", "decimal"), ("date", "date"), ("duration", "span"), ("finish", "date"), ("flag", "bool"),
    ("number", "decimal"), ("start", "date"), ("text", "text"),
)  # fmt: skip
_TASK_FIELDS: Final = range(188_743_680, 188_809_216)  # 0x0B40…
_RESOURCE_FIELDS: Final = range(205_520_896, 205_586_432)  # 0x0C40…
_RESERVED: Final = re.compile(r"[trc]_?-?\d+|standard|24_hours|night_shift", re.ASCII)
_MOST_LEVELS: Final = 64


@frozen
class _Field:
    """One custom field of one kind of element; *own*: people made it what it is."""

    number: int
    name: str
    alias: str
    type: str
    kind: str
    choices: tuple[str, ...]
    own: bool = False


class CustomFields:
    """The custom fields that a file declares and uses.

    Parameters
    ----------
    root
        The project element.
    report
        Where findings go.
    conventions
        How long days and weeks are.
    """

    def __init__(self, root: Node, report: Report, conventions: Conventions) -> None:
        self._report = report
        self._conventions = conventions
        self._codes = _outline_values(root)
        self._by_number: dict[int, Property] = {}
        self.properties: dict[str, Property] = {}
        used = _numbers_used(root)
        for declared in _declared(root, report):
            if declared.kind and (declared.number in used or declared.alias or declared.own):
                self._declare(declared)
        for number in sorted(used - set(self._by_number)):
            kind, name = _kind_of(number), KNOWN_FIELDS.get(number, f"field{number}")
            if kind:
                self._declare(_Field(number, name, "", _type_of(name), kind, ()))

    def _declare(self, field: _Field) -> None:
        prefix = "resource_" if field.kind == "resource" and not field.alias else ""
        label = field.alias or field.name
        clean = property_id(prefix + label) or f"field{field.number}"
        on = ("task", "milestone") if field.kind == "task" else ("resource",)
        same = self.properties.get(clean)
        if (
            same is not None
            and same.type == field.type
            and same.choices == field.choices
            and not set(on) & set(same.on)
        ):
            found = evolve(same, on=(*same.on, *on))
        else:
            name, number = clean, 1
            while name in self.properties or _RESERVED.fullmatch(name):
                number += 1
                name = f"{clean}_{number}"
            found = Property(
                name,
                title="" if prefix + label == name else label,
                type=field.type,
                on=on,
                choices=field.choices,
            )
        self.properties[found.id] = found
        for number, known in list(self._by_number.items()):
            if known.id == found.id:
                self._by_number[number] = found
        self._by_number[field.number] = found

    def values_of(self, fields: Fields, kind: str) -> dict[str, Any]:
        """The custom values of one element."""
        found: dict[str, Any] = {}
        for each, declared in self._pairs(fields):
            if declared is None or kind not in declared.on:
                fields.report.tally(
                    "unknown_field",
                    each.word("FieldID"),
                    fields.subject,
                    "a value of the undeclared custom field {what} was left out {n}",
                )
                continue
            value = self._value(each, declared)
            if value is not None:
                found[declared.id] = value
        return found

    def _pairs(self, fields: Fields) -> Iterator[tuple[Fields, Property | None]]:
        for name in ("ExtendedAttribute", "OutlineCode"):
            for node in fields.node.all(name):
                each = Fields(node, self._report, fields.subject)
                yield each, self._by_number.get(each.whole("FieldID") or 0)

    def _value(self, fields: Fields, declared: Property) -> Any:
        text = fields.text("Value")
        if fields.node.name == "OutlineCode":
            return (
                self._codes.get((fields.word("FieldID"), fields.word("ValueID")))
                or fields.word("ValueID")
                or None
            )
        if declared.type == "choice":
            return self._choice(fields, declared, text)
        if not text.strip() or (declared.type == "date" and text.strip() == "NA"):
            return text if declared.type == "text" and text else None
        if declared.type == "text":
            return text
        if declared.type == "bool":
            return fields.flag("Value")
        if declared.type == "decimal":
            return fields.number("Value")
        if declared.type == "span":
            minutes = fields.minutes("Value")
            return (
                None
                if minutes is None
                else span_of(minutes, fields.whole("DurationFormat"), self._conventions)
            )
        found: datetime | None = fields.moment("Value")
        return found

    def _choice(self, fields: Fields, declared: Property, text: str) -> str | None:
        try:
            return str(declared.value(text)) if text else None
        except InvalidValue as problem:
            fields.report.add("bad_value", fields.subject, f"a custom value was left out: {problem}")
            return None


def _kind_of(number: int) -> str:
    """The kind of element that a field belongs to; nothing for those of assignments and projects."""
    return "task" if number in _TASK_FIELDS else "resource" if number in _RESOURCE_FIELDS else ""


def _type_of(name: str) -> str:
    """The type of a property that stands for a field of that name."""
    return next((type_ for start, type_ in _BY_NAME if re.fullmatch(rf"{start}\d*", name.lower())), "text")


def _numbers_used(root: Node) -> set[int]:
    found: set[int] = set()
    for group, name in (("Tasks", "Task"), ("Resources", "Resource")):
        for node in root.inside(group, name):
            for value in node.nodes:
                text = value.values.get("FieldID", "").strip()
                if (
                    value.name in ("ExtendedAttribute", "OutlineCode")
                    and text.isascii()
                    and text.isdigit()
                    and len(text) < 12
                ):
                    found.add(int(text))
    return found


def _declared(root: Node, report: Report) -> Iterator[_Field]:
    for node in root.inside("ExtendedAttributes", "ExtendedAttribute"):
        fields = Fields(node, report)
        number = fields.whole("FieldID", 0, 2**32)
        if number is None:
            continue
        name = fields.word("FieldName") or KNOWN_FIELDS.get(number, f"field{number}")
        kind = fields.whole("CFType", 0, 7) if fields.has("CFType") else None
        values = [value.values.get("Value", "") for value in node.inside("ValueList", "Value")]
        choices = tuple(dict.fromkeys(filter(None, values)))
        type_ = _type_of(name) if kind is None else _BY_NUMBER[kind]
        if type_ == "text" and choices and fields.flag("RestrictValues"):
            type_ = "choice"
        yield _Field(
            number,
            name,
            fields.text("Alias").strip(),
            type_,
            _kind_of(number),
            choices if type_ == "choice" else (),
            fields.flag("UserDef"),
        )
        if fields.has("Formula"):
            report.tally(
                "formula",
                "Formula",
                "",
                "the {what} of a custom field was left out {n}; its values were kept",
            )


def _outline_values(root: Node) -> dict[tuple[str, str], str]:
    """Values of outline codes in full, as ``1.2``, by field and number of the value."""
    found: dict[tuple[str, str], str] = {}
    for code in root.inside("OutlineCodes", "OutlineCode"):
        field = code.values.get("FieldID", "").strip()
        values = {
            node.values.get("ValueID", "").strip(): (
                node.values.get("Value", ""),
                node.values.get("ParentValueID", "0").strip(),
            )
            for node in code.inside("Values", "Value")
        }
        for number in values:
            parts: list[str] = []
            here = number
            while here in values and len(parts) < _MOST_LEVELS:
                text, here = values[here]
                parts.append(text)
            found[field, number] = ".".join(reversed(parts))
    return found
