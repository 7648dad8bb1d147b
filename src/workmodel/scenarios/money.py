"""Amounts of several currencies: sums and differences, each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from workmodel.quantities import Money

__all__ = ["money_between", "money_sum", "said_money"]

_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_SHOWN: Final = Decimal("0.01")


def money_sum(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Amounts together, one for each currency, in alphabetical order.

    Examples
    --------
    >>> from workmodel.quantities import money
    >>> [str(one) for one in money_sum(map(money, ["5 USD", "3 EUR", "4 EUR"]))]
    ['7 EUR', '5 USD']
    """
    found: dict[str, Money] = {}
    for one in amounts:
        found[one.currency] = one if one.currency not in found else found[one.currency] + one
    return tuple(found[currency] for currency in sorted(found))


def money_between(before: Iterable[Money], after: Iterable[Money]) -> tuple[Money, ...]:
    """What is more (above zero) or less in each currency in which anything differs.

    Examples
    --------
    >>> from workmodel.quantities import money
    >>> was, now = [money("100 EUR"), money("5 USD")], [money("120 EUR"), money("5 USD")]
    >>> [str(one) for one in money_between(was, now)]
    ['20 EUR']
    """
    turned = (one * -1 for one in before)
    return tuple(one for one in money_sum([*after, *turned]) if one.amount)


def said_money(amounts: Iterable[Money], *, signed: bool = False) -> str:
    """Amounts to the hundredth, halves up.

    Examples
    --------
    >>> from workmodel.quantities import money
    >>> said_money([money("1920 EUR")]), said_money([money("20 EUR"), money("-5.5 USD")], signed=True)
    ('1,920.00 EUR', '+20.00 EUR, −5.50 USD')
    """
    return ", ".join(_said(one, signed=signed) for one in amounts)


def _said(one: Money, *, signed: bool) -> str:
    amount = _WIDE.quantize(one.amount, _SHOWN)
    mark = "−" if amount < 0 else "+" if signed and amount else ""
    return f"{mark}{abs(amount):,f} {one.currency}"
