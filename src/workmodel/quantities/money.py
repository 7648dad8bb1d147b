"""Money: exact amounts of one currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from workmodel.errors import InvalidText, OutOfRange, WrongType

__all__ = ["Money", "money"]

_EXPECTED: Final = 'an amount with its currency, such as "85 EUR"'
_NOTATION: Final = re.compile(r"(-?\d{1,18}(?:\.\d{1,6})?)\s*([A-Za-z]{3})", re.ASCII)


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongType("an amount of money", value, "a Decimal or a whole number; floats are not exact")
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise OutOfRange("an amount of money", value, "a finite number below 10^18")
    return number


def _currency(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise WrongType("a currency", value, 'three capital letters as in ISO 4217, such as "EUR"')
    return value


@frozen
class Money:
    """An exact amount of one currency.

    Attributes
    ----------
    amount
        Units of the currency.
    currency
        ISO 4217 code.

    Examples
    --------
    >>> str(money("85 EUR") + money("15 EUR"))
    '100 EUR'
    """

    amount: Decimal = field(converter=_amount)
    currency: str = field(converter=_currency)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise OutOfRange("a sum of money", f"{self} and {other}", "in one currency")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, (int, Decimal)):
            return NotImplemented
        return Money(self.amount * factor, self.currency)


def money(value: object) -> Money:
    """Money from text, ``"85 EUR"``, or as it is.

    Raises
    ------
    InvalidText
        The text is no amount with a currency.
    WrongType
        Neither text nor `Money`.
    """
    if isinstance(value, Money):
        return value
    if not isinstance(value, str):
        raise WrongType("money", value, _EXPECTED)
    match = _NOTATION.fullmatch(value.strip())
    if match is None:
        raise InvalidText("money", value, _EXPECTED)
    return Money(Decimal(match[1]), match[2].upper())
