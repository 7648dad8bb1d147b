"""Custom properties, declared before they are used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal

from attrs import field, frozen

from workmodel.domain.items import Entity
from workmodel.domain.values import number, one_of, several, some_text
from workmodel.errors import InvalidValue, OutOfRange, WrongType
from workmodel.quantities import moment, span
from workmodel.quantities.texts import text as checked_text

__all__ = ["ENTITY_KINDS", "Property"]

ENTITY_KINDS: Final = (
    "task", "milestone", "project", "routine", "resource", "calendar", "completion", "baseline",
)  # fmt: skip

_TYPES: Final = ("text", "int", "decimal", "bool", "date", "span", "choice", "reference")

_kind = one_of("a kind of entity", *ENTITY_KINDS)


def _text(value: Any) -> str:
    return checked_text("a property", value)


def _int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType("a property of type int", value, "a whole number")
    if abs(value) >= 2**63:
        raise OutOfRange("a property of type int", value, "a whole number of at most 63 bits")
    return value


def _decimal(value: Any) -> Decimal:
    number("a property of type decimal", value, "a number")
    return (
        value
        if isinstance(value, Decimal)
        else Decimal(value)
        if isinstance(value, int)
        else Decimal(str(value).strip())
    )


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongType("a property of type bool", value, "True or False")
    return value


def _date(value: Any) -> date:
    return moment(value)


_CONVERTERS: Final[Mapping[str, Any]] = {
    "text": _text, "int": _int, "decimal": _decimal, "bool": _bool, "date": _date, "span": span,
    "choice": _text, "reference": _text,
}  # fmt: skip


@frozen(kw_only=True)
class Property(Entity):
    """The declaration of a custom property: its name is the id, its values are checked whenever an entity is added.

    Attributes
    ----------
    type
        ``"text"``, ``"int"``, ``"decimal"``, ``"bool"``, ``"date"``, ``"span"``, ``"choice"`` or ``"reference"``.
    on
        Kinds of entities that may carry it; empty: all.
    default
        Its value where none is given.
    choices
        What a choice may be.
    refers_to
        For a reference, the kinds of entities it may point at; empty: any.

    Examples
    --------
    >>> Property("risk", type="choice", choices=["low", "high"]).value("high")
    'high'
    """

    kind: ClassVar[str] = "property"

    type: Literal["text", "int", "decimal", "bool", "date", "span", "choice", "reference"] = field(
        default="text", converter=one_of("a type of property", *_TYPES)
    )
    on: tuple[str, ...] = field(default=(), converter=several("a list of kinds", _kind))
    default: Any = None
    choices: tuple[str, ...] = field(default=(), converter=several("a list of choices", some_text))
    refers_to: tuple[str, ...] = field(default=(), converter=several("a list of kinds", _kind))

    def __attrs_post_init__(self) -> None:
        if (self.type == "choice") is not bool(self.choices):
            raise OutOfRange("choices", self.choices, 'given for type="choice", and for no other type')
        if self.refers_to and self.type != "reference":
            raise OutOfRange("refers_to", self.refers_to, 'given for type="reference" only')
        if self.default is not None:
            object.__setattr__(self, "default", self.value(self.default))

    def value(self, given: Any) -> Any:
        """The given value, checked and converted; ``None`` stays ``None``.

        Raises
        ------
        InvalidValue
            It is not of the declared type, or not among the choices.
        """
        if given is None:
            return None
        found = _CONVERTERS[self.type](given)
        if self.type == "choice" and found not in self.choices:
            raise OutOfRange(f'property "{self.id}"', given, "one of " + ", ".join(self.choices))
        return found

    def fault(self, kind: str, given: Any) -> str:
        """What is wrong with a value on an entity of that kind; empty where nothing is."""
        if self.on and kind not in self.on:
            return f'property "{self.id}" is declared for {", ".join(self.on)}, not for a {kind}'
        try:
            self.value(given)
        except InvalidValue as problem:
            told = str(problem)
            return told if told.startswith("property") else f'property "{self.id}": {told}'
        return ""
