"""Custom properties as custom fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from workmodel.domain import Plan, Property
from workmodel.interchange.msproject.codes import format_of
from workmodel.interchange.msproject.output import Markup, duration_text, element
from workmodel.quantities import Span

__all__ = ["FieldNumbers"]


def _series(text: str) -> tuple[int, ...]:
    """Numbers from ``"4-6 9"``."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


_FIELDS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
    "task": {
        "Text": _series(
            "188743731 188743734 188743737 188743740 188743743 188743746-188743750 188743997-188744016"
        ),
        "Number": _series("188743767-188743771 188743982-188743996"),
        "Flag": _series("188743752-188743761 188743972-188743981"),
        "Date": _series("188743945-188743954"),
        "Duration": _series("188743783-188743785 188743955-188743961"),
        "Cost": _series("188743786-188743788 188743938-188743944"),
        "Start": _series(
            "188743732 188743735 188743738 188743741 188743744 188743962 188743964 188743966 188743968 188743970"
        ),
        "Finish": _series(
            "188743733 188743736 188743739 188743742 188743745 188743963 188743965 188743967 188743969 188743971"
        ),
    },
    "resource": {
        "Text": _series("205520904 205520905 205520926-205520928 205520993-205520997 205521121-205521140"),
        "Number": _series("205521008-205521012 205521101-205521115"),
        "Flag": _series("205521023-205521031 205521022 205521091-205521100"),
        "Date": _series("205521069-205521078"),
        "Duration": _series("205521013-205521015 205521079-205521085"),
        "Cost": _series("205521019-205521021 205521062-205521068"),
        "Start": _series("205520998-205521002 205521116-205521120"),
        "Finish": _series("205521003-205521007 205521086-205521090"),
    },
}
"""Numbers of the custom fields of each kind, Text1 first (Microsoft, "Custom field data in XML")."""

_NAMES: Final = {"text": "Text", "choice": "Text", "reference": "Text", "int": "Number", "decimal": "Number",
                 "bool": "Flag", "date": "Date", "span": "Duration"}  # fmt: skip
_SAME: Final = {"Number": ("Number", "Cost"), "Date": ("Date", "Start", "Finish")}
_KINDS: Final = {
    "Cost": 0,
    "Date": 1,
    "Duration": 2,
    "Finish": 3,
    "Flag": 4,
    "Number": 5,
    "Start": 6,
    "Text": 7,
}
_ITEMS: Final = ("task", "milestone", "project")
_LONGEST_ALIAS: Final = 100


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
            kind: {name: list(numbers) for name, numbers in names.items()} for kind, names in _FIELDS.items()
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
            numbers = _FIELDS[kind][match[2]]
            if place < len(numbers) and len([k for k in ("task", "resource") if _on(one, k)]) == 1:
                free[match[2]].remove(numbers[place])
                self._fields[kind, one.id] = (numbers[place], f"{match[2]}{match[3]}", "")
        elif free[name]:
            number = free[name].pop(0)
            label = f"{name}{_FIELDS[kind][name].index(number) + 1}"
            self._fields[kind, one.id] = (number, label, (one.title or one.id)[:_LONGEST_ALIAS])

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
                "CFType": _KINDS[name.rstrip("0123456789")],
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
            text, unit = self._written(value)
            yield element("ExtendedAttribute", {"FieldID": field[0], "Value": text, "DurationFormat": unit})

    def _written(self, value: Any) -> tuple[Any, int | None]:
        """A value as it is written, with the format of a duration."""
        if isinstance(value, Span):
            return duration_text(self._plan.minutes(value)), format_of(value)
        if isinstance(value, datetime):
            return value.replace(tzinfo=None), None
        return (f"{value.isoformat()}T00:00:00" if isinstance(value, date) else value), None


def _on(one: Property, kind: str) -> bool:
    """Whether a property goes to tasks or resources."""
    return not one.on or (any(name in one.on for name in _ITEMS) if kind == "task" else "resource" in one.on)
