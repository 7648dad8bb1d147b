"""Who works on an item: ``"ana"``, ``"ben 50%"``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import decimals, optional, readable_id, several, share
from workmodel.errors import InvalidText, InvalidValue, WrongType

__all__ = ["Assignment", "assignment"]

_EXPECTED: Final = (
    'a resource\'s id with its units if they are not its whole capacity, such as "ana" or "ben 50%"'
)


def _units(value: object) -> Decimal:
    return share("units", value, most=10_000)


@frozen
class Assignment:
    """A resource that works on the item that holds it.

    Attributes
    ----------
    resource
        Id of the resource.
    units
        Share of a full-time person or machine; ``None``: the resource's capacity. [1 = full time]

    Examples
    --------
    >>> a = assignment("ben 50%")
    >>> a.resource, a.units, str(a)
    ('ben', Decimal('0.5'), 'ben 50%')
    """

    resource: str = reference("resource", converter=readable_id)
    units: Decimal | None = field(default=None, converter=optional(_units))

    def __str__(self) -> str:
        if self.units is None:
            return self.resource
        return f"{self.resource} {decimals(int(Fraction(self.units) * 1_000_000)):f}%"


def assignment(value: object) -> Assignment:
    """An assignment from its notation, ``RESOURCE [UNITS%]``.

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
        if words and len(words) <= 2:
            return Assignment(*words)
    except InvalidValue as problem:
        raise InvalidText("an assignment", text, f"{_EXPECTED} ({str(problem).rstrip('.')})") from None
    raise InvalidText("an assignment", text, _EXPECTED)


assignments = several("a list of assignments", assignment)
