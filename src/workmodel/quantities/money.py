"""Money: exact amounts of one currency."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from attrs import field, frozen

from workmodel.errors import InvalidText, OutOfRange, WrongType

__all__ = ["Money", "money"]

_EXPECTED: Final = 'an amount with its currency, such as "85 EUR"'
_NOTATION: Final = re.compile(r"(-?\d{1,18}(?:\.\d{1,10})?)\s*([A-Za-z]{3})", re.ASCII)

_MOST_DECIMALS: Final = 10
_SMALLEST: Final = Decimal("1e-10")
_LIMIT: Final = Decimal("1e18")
# Half away from zero, whatever a thread's own decimal context says.
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongType("an amount of money", value, "a Decimal or a whole number; floats are not exact")
    number = Decimal(value)
    if not number.is_finite() or not -_LIMIT < number < _LIMIT:
        raise OutOfRange("an amount of money", value, "a finite number below 10^18")
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_DECIMALS:
        raise OutOfRange("an amount of money", value, "a number with at most ten decimals")
    return number or number.copy_abs()


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
        Units of the currency, below 10^18, with at most ten decimals.
    currency
        ISO 4217 code.

    Raises
    ------
    OutOfRange
        The amount is beyond its limits, or not a finite number.
    WrongType
        The amount is no exact number, or the currency no code.

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
        return Money(_EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(_EXACT.subtract(self.amount, other.amount), self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, (int, Decimal)):
            return NotImplemented
        number = Decimal(factor)
        if not number.is_finite() or not -_LIMIT < number < _LIMIT:
            raise OutOfRange("a factor of money", factor, "a finite number below 10^18")
        product = _EXACT.multiply(self.amount, number)
        exponent = product.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -_MOST_DECIMALS and -_LIMIT < product < _LIMIT:
            product = _EXACT.quantize(product, _SMALLEST)
        return Money(product, self.currency)


def money(value: object) -> Money:
    """Money from text, ``"85 EUR"``, or as it is. Lower case is read as upper.

    Raises
    ------
    InvalidText
        The text is no amount with a currency.
    WrongType
        Neither text nor `Money`.

    Examples
    --------
    >>> str(money("85.50 eur"))
    '85.50 EUR'
    """
    if isinstance(value, Money):
        return value
    if not isinstance(value, str):
        raise WrongType("money", value, _EXPECTED)
    match = _NOTATION.fullmatch(value.strip())
    if match is None:
        raise InvalidText("money", value, _EXPECTED)
    return Money(Decimal(match[1]), match[2].upper())
