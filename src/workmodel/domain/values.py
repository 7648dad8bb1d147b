"""Small values and converters that several nouns share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from attrs import frozen

from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities import Span, span
from workmodel.quantities.texts import text

__all__ = ["ExternalReference", "FrozenMap"]

_T = TypeVar("_T")
_LONGEST_ID: Final = 200
_LONGEST_NUMBER: Final = 100
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_ID_RULE: Final = "text without white space, '@' or '/', at most 200 characters; a title is free"


class FrozenMap(Mapping[str, Any]):
    """A read-only mapping that hashes and compares by value.

    Examples
    --------
    >>> FrozenMap({"risk": 3})["risk"]
    3
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | Iterable[tuple[str, Any]] = ()) -> None:
        try:
            self._items = dict(items)
        except (TypeError, ValueError):
            raise WrongType("a mapping", items, 'names with values, such as {"risk": 3}') from None

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMap, (dict(self._items),)


EMPTY_MAP: Final = FrozenMap()


@frozen
class ExternalReference:
    """The same thing's name in another system.

    Attributes
    ----------
    system
        Which system (``"jira"``, ``"msproject"``).
    id
        Its id there.
    url
        Where to look, if anywhere.
    """

    system: str
    id: str
    url: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("system", "id", "url"):
            text(f"an external reference's {name}", getattr(self, name))


def readable_id(value: object) -> str:
    """An id: what entities are called in references, files and messages.

    Examples
    --------
    >>> readable_id("launch-2026")
    'launch-2026'
    """
    if not isinstance(value, str):
        raise WrongType("an id", value, _ID_RULE)
    if not value.isidentifier():
        whole = value.strip() and len(value) <= _LONGEST_ID
        if not whole or "@" in value or "/" in value or value.split() != [value] or not value.isprintable():
            raise InvalidText("an id", value, _ID_RULE)
    elif len(value) > _LONGEST_ID:
        raise InvalidText("an id", value, _ID_RULE)
    return value


def optional_id(value: object) -> str | None:
    """An id or nothing."""
    return None if value is None else readable_id(value)


def some_text(value: object) -> str:
    """Text of any content."""
    return text("a text", value)


def optional(convert: Callable[[Any], _T]) -> Callable[[Any], _T | None]:
    """That converter, passing ``None`` through."""

    def converted(value: Any) -> _T | None:
        return None if value is None else convert(value)

    return converted


def several(what: str, convert: Callable[[Any], _T]) -> Callable[[Any], tuple[_T, ...]]:
    """A converter to a tuple of values; a single text or value stands for a tuple of one."""

    def converted(value: Any) -> tuple[_T, ...]:
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Iterable):
            return (convert(value),)
        if isinstance(value, (Mapping, bytes, set, frozenset)):
            raise WrongType(what, value, "a list; order is part of a plan's value")
        return tuple([convert(part) for part in value])

    return converted


def positive(what: str, *, signed: bool = False) -> Callable[[Any], Span | None]:
    """A converter to a span of zero or more, or to nothing; *signed*: of either sign."""

    def converted(value: Any) -> Span | None:
        if value is None:
            return None
        found = span(value)
        if found.negative and not signed:
            raise OutOfRange(what, str(found), "zero or more")
        return found

    return converted


def refuse_elapsed_effort(effort: Span | None) -> None:
    """Refuse person-time around the clock.

    Raises
    ------
    OutOfRange
        The effort is elapsed time.
    """
    if effort is not None and effort.elapsed:
        raise OutOfRange(
            "an effort", str(effort), 'working time such as "3d"; people do not work around the clock'
        )


def texts(value: object) -> tuple[str, ...]:
    """A tuple of texts, such as tags."""
    return _texts(value)


_texts = several("a list of texts", some_text)


def mapping(value: object) -> FrozenMap:
    """A read-only mapping from names to values, which a plan checks against their declarations."""
    if value is EMPTY_MAP:
        return EMPTY_MAP
    if not isinstance(value, Mapping):
        raise WrongType("properties", value, 'a mapping such as {"risk": 3}')
    for name in value:
        text("a property's name", name)
    return value if isinstance(value, FrozenMap) else FrozenMap(value) if value else EMPTY_MAP


def externals(value: object) -> tuple[ExternalReference, ...]:
    """External references, each an `ExternalReference` or ``"system:id"``."""
    return _externals(value)


def _external(value: object) -> ExternalReference:
    if isinstance(value, ExternalReference):
        return value
    system, colon, name = text("an external reference", value).partition(":")
    if not (system and colon and name):
        raise InvalidText("an external reference", str(value), '"system:id", such as "jira:WEB-12"')
    return ExternalReference(system, name)


_externals = several("external references", _external)


def share(what: str, value: object, *, most: int = 1_000_000) -> Decimal:
    """A share or capacity, in whole ten-thousandths: ``0.8``, ``"80%"``, ``Decimal("0.8")``.

    Floats are read as they print, so that 0.1 is a tenth.
    """
    if isinstance(value, str) and value.strip().endswith("%"):
        found = number(what, value.strip()[:-1], _SHARE) / 100
    else:
        found = number(what, value, _SHARE)
    if not 0 <= found <= most:
        raise OutOfRange(what, value, f"a number from 0 to {most}")
    scaled = found * 10_000
    if scaled.denominator != 1:
        raise OutOfRange(what, value, "a number with at most four decimals")
    return decimals(scaled.numerator)


_SHARE: Final = 'a number such as 0.8, or text such as "80%"'


def number(what: str, value: object, expected: str) -> Fraction:
    """An exact finite number; floats are read as they print, texts as they are written.

    Raises
    ------
    InvalidText
        The text is no number.
    OutOfRange
        Not finite, or with an exponent beyond any use.
    WrongType
        Neither a number nor text.

    Examples
    --------
    >>> number("a rate", 0.1, "a number") == Fraction(1, 10)
    True
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise WrongType(what, value, expected)
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str) and not (len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value.strip())):
        raise InvalidText(what, value, expected)
    found = Decimal(str(value).strip())
    if not found.is_finite() or abs(found.adjusted()) > _LONGEST_NUMBER:
        raise OutOfRange(what, value, "a finite number")
    return Fraction(found)


def decimals(ten_thousandths: int) -> Decimal:
    """A whole number of ten-thousandths as a decimal without trailing zeros.

    Exact whatever a thread's decimal context says.

    Examples
    --------
    >>> str(decimals(8000)), str(decimals(-30000)), str(decimals(1))
    ('0.8', '-3', '0.0001')
    """
    whole_part, rest = divmod(abs(ten_thousandths), 10_000)
    digits = f"{whole_part}.{rest:04d}".rstrip("0").removesuffix(".")
    return Decimal(f"-{digits}" if ten_thousandths < 0 else digits)


def whole(what: str, value: object, least: int, most: int) -> int:
    """A whole number within limits."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType(what, value, "a whole number")
    if not least <= value <= most:
        raise OutOfRange(what, value, f"from {least} to {most}")
    return value


def flag(value: object) -> bool:
    """True or False, nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise WrongType("a switch", value, "True or False")
    return value


def one_of(what: str, *names: str) -> Callable[[Any], str]:
    """A converter that accepts exactly those names."""

    def chosen(value: Any) -> str:
        if value not in names:
            if not isinstance(value, str):
                raise WrongType(what, value, "one of " + ", ".join(names))
            raise InvalidText(what, value, "one of " + ", ".join(names))
        return str(value)

    return chosen
