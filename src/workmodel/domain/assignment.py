"""Who works on an item, and what it uses up: ``"ana"``, ``"ben 50%"``, ``"paint 40 litre"``."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import decimals, optional, readable_id, several, share, some_text
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType

__all__ = ["Assignment", "assignment"]

_EXPECTED: Final = (
    'a resource\'s id with its units if they are not its whole capacity, such as "ana" or "ben 50%", or with the '
    'quantity that is used up, such as "paint 40 litre"'
)
_MOST_UNITS: Final = 10_000
_MOST_QUANTITY: Final = 1_000_000_000
_LONGEST_UNIT: Final = 100
_QUANTITY: Final = re.compile(r"(\S+)\s+(\d{1,10}(?:\.\d{1,4})?)\s+([^\s%\d].*)", re.ASCII)


def _units(value: object) -> Decimal:
    return share("units", value, most=_MOST_QUANTITY)


def _unit(value: Any) -> str:
    found = " ".join(some_text(value).split())
    if found and (len(found) > _LONGEST_UNIT or not found[0].isalpha() or not found.isprintable()):
        raise InvalidText("a unit", found, 'a word such as "litre", which begins with a letter')
    return found


@frozen
class Assignment:
    """A resource that works on the item that holds it, or is used up by it.

    Attributes
    ----------
    resource
        Id of the resource.
    units
        Of a resource with hours, the share of a full-time person or machine; ``None``: its capacity. [1 = full time, at
        most 10,000] Of material or money, the quantity that the item uses up in all, whatever its duration (Microsoft
        Project calls it fixed consumption); of a routine, what each occurrence uses up. ``None``: nothing is said of it.
    unit
        What a quantity is counted in, ``"litre"`` or ``"EUR"``: the resource's own unit. Empty: units are a share, or a
        quantity in whatever unit the resource has. [quantity: at most 10⁹, with at most four decimals]

    Raises
    ------
    OutOfRange
        Units beyond their limits, or a unit without a number.
    InvalidText, WrongType
        A part is of no use here.

    Examples
    --------
    >>> a = assignment("ben 50%")
    >>> a.resource, a.units, str(a)
    ('ben', Decimal('0.5'), 'ben 50%')
    >>> paint = assignment("paint 40 litre")
    >>> paint.units, paint.unit, str(paint)
    (Decimal('40'), 'litre', 'paint 40 litre')
    """

    resource: str = reference("resource", converter=readable_id)
    units: Decimal | None = field(default=None, converter=optional(_units))
    unit: str = field(default="", converter=_unit)

    def __attrs_post_init__(self) -> None:
        if self.unit:
            if self.units is None:
                raise OutOfRange("a quantity", f"of {self.resource} in {self.unit}", "with a number")
        elif self.units is not None and self.units > _MOST_UNITS:
            raise OutOfRange(
                "units", self.units, f"from 0 to {_MOST_UNITS}, unless the quantity names its unit"
            )

    def __str__(self) -> str:
        if self.units is None:
            return self.resource
        if self.unit:
            return f"{self.resource} {self.units:f} {self.unit}"
        return f"{self.resource} {decimals(int(Fraction(self.units) * 1_000_000)):f}%"


def assignment(value: object) -> Assignment:
    """An assignment from its notation, ``RESOURCE [UNITS%]`` or ``RESOURCE QUANTITY UNIT``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor an `Assignment`.
    """
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, Assignment):
        return value
    raise WrongType("an assignment", value, _EXPECTED)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Assignment:
    words = text.split(maxsplit=1)
    try:
        if len(words) == 2 and (quantity := _QUANTITY.fullmatch(text.strip())):
            return Assignment(*quantity.groups())
        if words and len(words) <= 2:
            return Assignment(*words)
    except InvalidValue as problem:
        raise InvalidText("an assignment", text, f"{_EXPECTED} ({str(problem).rstrip('.')})") from None
    raise InvalidText("an assignment", text, _EXPECTED)


assignments = several("a list of assignments", assignment)
