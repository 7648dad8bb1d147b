"""Custom fields and their numbers.

Source: Microsoft, "Custom Field Data in XML" and the element FieldID of the Project 2007
XML Data Interchange Schema Reference.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CF_TYPES", "FIELD_NUMBERS", "KNOWN_FIELDS", "property_id"]

_LONGEST_ID: Final = 150


def _series(text: str) -> tuple[int, ...]:
    """Numbers from ``"4-6 9"``."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


FIELD_NUMBERS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
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

KNOWN_FIELDS: Final[dict[int, str]] = {
    number: f"{name}{place}"
    for names in FIELD_NUMBERS.values()
    for name, numbers in names.items()
    for place, number in enumerate(numbers, 1)
}
"""Names of the fields by number."""

CF_TYPES: Final = {
    "Cost": 0,
    "Date": 1,
    "Duration": 2,
    "Finish": 3,
    "Flag": 4,
    "Number": 5,
    "Start": 6,
    "Text": 7,
}
"""Types of custom fields by name."""


def property_id(label: str) -> str:
    """The id of the property of a field that people call so; nothing where nothing of it can stay.

    Examples
    --------
    >>> property_id("Team name")
    'Team_name'
    """
    clean = re.sub(r"[\s@/]+", "_", label.strip())
    return "".join(letter for letter in clean if letter.isprintable())[:_LONGEST_ID]
