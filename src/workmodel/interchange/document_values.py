"""How single values stand in a document: spans, moments, dependencies and other values with a notation.

A value is written in its human notation wherever reading that gives the same value back, and part by part where it
does not: a span without any part, a time in a named zone inside a constraint. Reading takes nothing for something
else: no number for a text, no text for a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from attrs import frozen

from workmodel.calendars import Recurrence, Shift, WeekPattern, shifts
from workmodel.domain import Constraint, constraint
from workmodel.errors import InvalidText, InvalidValue, WrongType
from workmodel.interchange.document_text import Unreadable
from workmodel.quantities import Lag, Money, Span, lag, moment, money, span
from workmodel.quantities.moments import zone_info
from workmodel.quantities.texts import text as storable_text

__all__ = ["Form", "moment_form", "refused", "scalar", "text_of_moment", "whole_number"]


@frozen
class Form:
    """How values of one type are read, written and described.

    Attributes
    ----------
    read
        From a JSON value to the value; raises `InvalidValue`.
    write
        From the value to a JSON value.
    schema
        The JSON Schema of what is read.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    schema: Mapping[str, Any]


def refused(what: str, value: Any, expected: str) -> NoReturn:
    """Refuse a JSON value of the wrong type, in the words of JSON."""
    if isinstance(value, Unreadable):
        raise InvalidText("a JSON number", repr(value), f"{expected}; a whole number has at most 20 digits")
    if isinstance(value, Decimal):
        value = float(value)
    raise WrongType(what, value, expected)


def text(value: Any) -> str:
    """A text that can be stored."""
    return (
        storable_text("a text", value)
        if isinstance(value, str)
        else refused("a text", value, "a text in quotes")
    )


def whole_number(value: Any) -> int:
    """A whole number; 1.0 is none, nor is true."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return refused("a whole number", value, "a number without decimals")


def _switch(value: Any) -> bool:
    return value if isinstance(value, bool) else refused("a switch", value, "true or false")


def _number(value: Any) -> Decimal:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    return refused("a number", value, "a number such as 0.8")


def scalar(value: Any) -> Any:
    """Text, number, true, false or null: nothing with an inside."""
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, (bool, int, Decimal)):
        return value
    return refused("a single value", value, "a text, a number, true, false or null")


def parts_of(
    what: str, value: Any, example: str, needed: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The members of a small object that stands for a value, with nothing missing and nothing besides."""
    if not isinstance(value, dict):
        refused(what, value, f'text such as "{example}"')
    if set(needed) - set(value) or set(value) - set(needed) - set(allowed):
        raise WrongType(what, value, f"an object with {', '.join((*needed, *allowed))}")
    return value


# -- moments ---------------------------------------------------------------------------------------------------------

_MARKED: Final = re.compile(r"(?P<time>[^\[]+)\[(?P<mark>[^\[\]]+)\]")
_LATER: Final = "fold=1"
_MOMENT_PATTERN: Final = (
    r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
    r"(Z|[+-]\d{2}:?\d{2}(:?\d{2}(\.\d+)?)?)?(\[[^\[\]]+\])?)?$"
)


def text_of_moment(value: date) -> str:
    """A day or time in ISO 8601; a named zone stands in brackets behind the offset (RFC 9557).

    Examples
    --------
    >>> (
    ...     text_of_moment(date(2026, 3, 2)),
    ...     text_of_moment(datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))),
    ... )
    ('2026-03-02', '2026-03-02T09:00+01:00[Europe/Berlin]')
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    plain = value.isoformat(timespec="minutes")
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        return f"{plain}[{value.tzinfo.key}]"
    return f"{plain}[{_LATER}]" if value.tzinfo is None and value.fold else plain


def _read_moment(value: Any) -> date:
    written = text(value)
    marked = _MARKED.fullmatch(written) if len(written) <= 200 else None
    if marked is None:
        return moment(written)
    time, mark = moment(marked["time"]), marked["mark"]
    if isinstance(time, datetime) and time.tzinfo is None and mark == _LATER:
        return time.replace(fold=1)
    if not isinstance(time, datetime) or time.tzinfo is None:
        raise InvalidText("a time in a zone", written, '"2026-03-02T09:00+01:00[Europe/Berlin]"')
    return _in_zone(time, mark, written)


def _in_zone(time: datetime, name: str, written: str) -> datetime:
    """The wall-clock time of a zone that has this offset; in a repeated hour the offset tells which of the two."""
    zone = zone_info(name)
    for fold in (0, 1):
        found = time.replace(tzinfo=zone, fold=fold)
        if found.utcoffset() == time.utcoffset():
            return found
    raise InvalidText("a time in a zone", written, f"an offset that {name} has at that time")


moment_form: Final = Form(
    _read_moment, text_of_moment, {"type": "string", "pattern": _MOMENT_PATTERN, "examples": ["2026-03-02"]}
)


def _read_day(value: Any) -> date:
    day = text(value)
    found = moment(day)
    if isinstance(found, datetime):
        raise InvalidText("a day", day, 'a date without a time, such as "2026-12-24"')
    return found


# -- spans and lags ---------------------------------------------------------------------------------------------------

_SPAN_PATTERN: Final = r"^\s*[-+−]?\s*(\s*(\d+(\.\d+)?|\.\d+)\s*[eE]?[A-Za-z]+)+\s*$"
_SPAN_PARTS: Final = {
    "type": "object",
    "properties": {
        "parts": {
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"enum": ["min", "h", "d", "w", "mo"]}],
                "minItems": 2,
                "maxItems": 2,
            },
        },
        "elapsed": {"type": "boolean"},
        "negative": {"type": "boolean"},
    },
    "required": ["parts"],
    "additionalProperties": False,
}


def _decimal(value: Any) -> Decimal:
    digits = text(value)
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise InvalidText("a decimal number", digits, 'digits such as "0.25"') from None


def _read_span(value: Any) -> Span:
    if isinstance(value, str):
        return span(text(value))
    members = parts_of("a span", value, "3d", ("parts",), ("elapsed", "negative"))
    parts = members["parts"]
    if not isinstance(parts, list) or not all(isinstance(p, list) and len(p) == 2 for p in parts):
        refused("the parts of a span", parts, 'a list such as [["1.5", "d"]]')
    return Span(
        tuple((_decimal(amount), text(unit)) for amount, unit in parts),
        _switch(members.get("elapsed", False)),
        _switch(members.get("negative", False)),
    )


def _write_span(value: Span) -> Any:
    written = str(value)
    if _same(lambda: span(written), value):
        return written
    members: dict[str, Any] = {"parts": [[str(amount), unit] for amount, unit in value.parts]}
    members.update({name: True for name in ("elapsed", "negative") if getattr(value, name)})
    return members


def _same(read: Callable[[], Any], value: Any) -> bool:
    try:
        return bool(read() == value)
    except InvalidValue:
        return False


def _read_lag(value: Any) -> Lag:
    return lag(text(value)) if isinstance(value, str) else _read_span(value)


def _write_lag(value: Lag) -> Any:
    return _write_span(value) if isinstance(value, Span) else str(value)


# -- the rest ---------------------------------------------------------------------------------------------------------


def _read_constraint(value: Any) -> Constraint:
    if isinstance(value, str):
        return constraint(text(value))
    members = parts_of("a constraint", value, "SNET 2026-03-02", ("kind",), ("date",))
    when = members.get("date")
    return Constraint(text(members["kind"]), None if when is None else _read_moment(when))


def _write_constraint(value: Constraint) -> Any:
    if value.date is None:
        return value.kind
    when = text_of_moment(value.date)
    return {"kind": value.kind, "date": when} if "[" in when else f"{value.kind} {when}"


def _shifts_text(value: tuple[Shift, ...]) -> str:
    return ", ".join(map(str, value)) or "off"


def _read_week(value: Any) -> WeekPattern:
    if isinstance(value, str):
        return WeekPattern.of(text(value))
    members = parts_of("a week", value, "mon-fri 09:00-17:00", (), _WEEKDAYS)
    return WeekPattern(**{day: shifts(text(said)) for day, said in members.items()})


def _write_week(value: WeekPattern) -> Any:
    written = str(value)
    if _same(lambda: WeekPattern.of(written), value):
        return written
    said = {day: getattr(value, day) for day in _WEEKDAYS}
    return {day: _shifts_text(found) for day, found in said.items() if found is not None}


_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TEXT: Final = {"type": "string"}


def _object(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema of a small object of texts."""
    return {
        "type": "object",
        "properties": dict.fromkeys((*required, *optional), _TEXT),
        "required": list(required),
        "additionalProperties": False,
    }


def _text_or(*others: Mapping[str, Any], pattern: str = "", example: str = "") -> dict[str, Any]:
    """The schema of a notation, or of the value part by part."""
    notation = {
        **_TEXT,
        **({"pattern": pattern} if pattern else {}),
        **({"examples": [example]} if example else {}),
    }
    return {"anyOf": [notation, *others]} if others else notation


_CONSTRAINT_PATTERN: Final = (
    r"^\s*([Aa][Ss][Aa][Pp]|[Aa][Ll][Aa][Pp]|[SsFf][Nn][EeLl][Tt]\s.+|[Mm][SsFf][Oo]\s.+)\s*$"
)

lag_form: Final = Form(
    _read_lag,
    _write_lag,
    _text_or(_SPAN_PARTS, pattern=r"%\s*$|" + _SPAN_PATTERN, example="2d"),
)

FORMS: Final[Mapping[Any, Form]] = {
    str: Form(text, str, _TEXT),
    bool: Form(_switch, bool, {"type": "boolean"}),
    int: Form(whole_number, int, {"type": "integer"}),
    Decimal: Form(_number, Decimal, {"type": "number"}),
    date: Form(_read_day, text_of_moment, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    Span: Form(_read_span, _write_span, _text_or(_SPAN_PARTS, pattern=_SPAN_PATTERN, example="3d")),
    Constraint: Form(
        _read_constraint,
        _write_constraint,
        _text_or(_object(("kind",), ("date",)), pattern=_CONSTRAINT_PATTERN, example="SNET 2026-03-02"),
    ),
    Money: Form(
        lambda value: money(text(value)),
        str,
        _text_or(pattern=r"^\s*-?\d+(\.\d+)?\s*[A-Za-z]{3}\s*$", example="85 EUR"),
    ),
    WeekPattern: Form(
        _read_week,
        _write_week,
        _text_or(_object((), _WEEKDAYS), example="mon-fri 08:00-12:00, 13:00-17:00; sat off"),
    ),
    tuple[Shift, ...]: Form(
        lambda value: shifts(text(value)), _shifts_text, _text_or(example="08:00-12:00, 13:00-17:00")
    ),
    Recurrence: Form(
        lambda value: Recurrence(text(value)), str, _text_or(pattern="FREQ", example="FREQ=YEARLY")
    ),
}
"""How values of a type stand in a document, where it is not as an object with the type's attributes."""
