"""Custom properties in a document: what a value means is said by the `Property` that declares it.

Values stand in the natural JSON of their type: decimals as text, so that every digit is kept. Where a plan holds a
value in another of the spellings that its declaration admits (the text "3d" for a span), an object with one key
names the spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from workmodel.domain import Property
from workmodel.errors import InvalidText, InvalidValue, WrongType
from workmodel.interchange.document_values import FORMS, moment_form, refused, scalar, text, whole_number
from workmodel.quantities import Effort, Span, WorkTime

__all__ = [
    "SPELLINGS",
    "read_any",
    "read_default",
    "read_property",
    "write_any",
    "write_default",
    "write_property",
]


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str):
        try:
            return Decimal(text(value))
        except ArithmeticError:
            raise InvalidText("a decimal number", value, 'digits such as "0.25"') from None
    return FORMS[Decimal].read(value)  # type: ignore[no-any-return]


def _float(value: Any) -> float:
    return float(_decimal(text(value)))


def _exact_time(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(text(value))
    except ValueError:
        raise InvalidText("a time", value, 'a time in ISO 8601 form, such as "2026-03-02T09:00:30"') from None


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "text": text,
    "choice": text,
    "reference": text,
    "int": whole_number,
    "bool": FORMS[bool].read,
    "decimal": _decimal,
    "date": moment_form.read,
    "span": FORMS[Span].read,
}

SPELLINGS: Final[Mapping[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "text": (str, text, str),
    "float": (float, _float, lambda value: repr(float(value))),
    "time": (datetime, _exact_time, datetime.isoformat),
    "work_time": (WorkTime, lambda value: WorkTime(whole_number(value)), lambda value: value.minutes),
    "effort": (Effort, lambda value: Effort(whole_number(value)), lambda value: value.minutes),
}
"""Spellings that a plan may hold beside the natural one: their type, how to read and how to write it."""


def read_property(declared: Property, value: Any) -> Any:
    """The value of a custom property from its JSON value.

    Raises
    ------
    InvalidValue
        It is not of the declared type.
    """
    if value is None:
        return None
    if isinstance(value, dict) and "parts" not in value:
        name = next(iter(value), "")
        if len(value) != 1 or name not in SPELLINGS:
            refused(f'property "{declared.id}"', value, f"a value of type {declared.type}")
        return SPELLINGS[name][1](value[name])
    return _READ[declared.type](value)


def write_property(declared: Property, value: Any) -> Any:
    """The JSON value of a custom property."""
    if value is None:
        return None
    natural = declared.value(value)
    if natural == value:
        return _natural(natural)
    name, (_, _, write) = next(item for item in SPELLINGS.items() if isinstance(value, item[1][0]))
    return {name: write(value)}


def _natural(value: Any) -> Any:
    if isinstance(value, date):
        return moment_form.write(value)
    if isinstance(value, Span):
        return FORMS[Span].write(value)
    return str(value) if isinstance(value, Decimal) else value


def read_default(declaration: Mapping[str, Any]) -> Any:
    """The default in a raw declaration, as far as the declaration itself could not read it: zones, spans in parts.

    Raises
    ------
    InvalidValue
        It is not of the declared type.
    """
    kind, value = declaration.get("type"), declaration.get("default")
    if kind in ("date", "span") and isinstance(value, (str, dict)):
        return _READ[kind](value)
    return scalar(value)


def write_default(value: Any) -> Any:
    """The JSON value of a property's default."""
    return None if value is None else _natural(value)


# -- values that say their own type -------------------------------------------------------------------------------------

_OWN_TYPE: Final[Mapping[str, Callable[[Any], Any]]] = {
    **{name: _READ[name] for name in ("decimal", "date", "span")},
    **{name: read for name, (_, read, _) in SPELLINGS.items() if name != "text"},
}
_MOST_BITS: Final = 63


def write_any(value: Any) -> Any:
    """The JSON value of a custom property that needs no declaration to be read: an object where JSON has no such type.

    Raises
    ------
    WrongType
        Nothing that a custom property can be.

    Examples
    --------
    >>> write_any("high"), write_any(Decimal("0.50")), write_any(date(2026, 3, 2))
    ('high', {'decimal': '0.50'}, {'date': '2026-03-02'})
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int) and value.bit_length() <= _MOST_BITS:
        return value
    if isinstance(value, (int, Decimal)):
        return {"decimal": str(Decimal(value))}
    if isinstance(value, Span):
        return {"span": FORMS[Span].write(value)}
    if isinstance(value, date) and _is_natural(value):
        return {"date": moment_form.write(value)}
    for name, (kind, _, write) in SPELLINGS.items():
        if isinstance(value, kind):
            return {name: write(value)}
    raise WrongType(
        "the value of a custom property", value, "a text, a number, a date, a span or true or false"
    )


def _is_natural(value: date) -> bool:
    try:
        return bool(moment_form.read(moment_form.write(value)) == value)
    except InvalidValue:
        return False


def read_any(value: Any) -> Any:
    """The value that says its own type.

    Raises
    ------
    InvalidValue
        It says none that is known, or is not of that type.

    Examples
    --------
    >>> str(read_any({"span": "3d"})), read_any(3)
    ('3d', 3)
    """
    if not isinstance(value, dict):
        return scalar(value)
    name = next(iter(value), "")
    if len(value) != 1 or name not in _OWN_TYPE:
        refused("a value", value, f"an object with one of {', '.join(_OWN_TYPE)}")
    return _OWN_TYPE[name](value[name])
