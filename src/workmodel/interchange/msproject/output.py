"""XML text in the order of the schema, and values in its types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from workmodel.interchange.msproject.schema import ORDER

__all__ = ["Markup", "duration_text", "element", "value_text"]

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


class Markup(str):
    """Text that is XML already."""

    __slots__ = ()


def duration_text(minutes: int) -> str:
    """A duration as Microsoft Project writes it.

    Examples
    --------
    >>> duration_text(510), duration_text(-30)
    ('PT8H30M0S', '-PT0H30M0S')
    """
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}PT{hours}H{rest}M0S"


def value_text(value: object) -> str:
    """A value as text; characters that XML cannot hold become U+FFFD.

    Examples
    --------
    >>> value_text(True), value_text(datetime(2026, 3, 2, 8)), value_text("a & b")
    ('1', '2026-03-02T08:00:00', 'a &amp; b')
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", str(value)).translate(_ESCAPES)


def element(tag: str, values: Mapping[str, Any], kind: str = "") -> Markup:
    """An element with simple elements and marked-up ones inside, in the order of the schema.

    Parameters
    ----------
    tag
        Its name.
    values
        What is in it by name; ``None`` is left out, `Markup` is put as it is, a list of it one after the other.
    kind
        The table of the schema, where it is not called as the element is.

    Raises
    ------
    KeyError
        The schema knows no such element there.
    """
    order = ORDER[kind or tag]
    parts = [f"<{tag}>"]
    for name in sorted(values, key=order.__getitem__):
        value = values[name]
        if value is None:
            continue
        if isinstance(value, list):
            parts.extend(value)
        elif isinstance(value, Markup):
            parts.append(value)
        else:
            parts.append(f"<{name}>{value_text(value)}</{name}>")
    parts.append(f"</{tag}>")
    return Markup("".join(parts))
