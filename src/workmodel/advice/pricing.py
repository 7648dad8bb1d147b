"""What a plan would cost if all that is wanted were done, so that a plan that does not get round to its work is not cheap."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from workmodel.capacity import Ledger, costs
from workmodel.capacity.covered import covered
from workmodel.capacity.hours import SCALE
from workmodel.quantities import Money

__all__ = ["dearer"]

_HOUR: Final = 60 * SCALE
_CENT: Final = Decimal("0.01")
_BESIDE_WORK: Final = ("use", "material", "money")


def dearer(before: Ledger, after: Ledger) -> tuple[Money, ...]:
    """What a plan would cost more than another over the same days, by currency, to the hundredth.

    Hours count at the rate of their day whether or not they are granted: most of what lessens an overload grants more.
    """
    was, now = _price(before), _price(after)
    found = []
    for currency in sorted({*was, *now}):
        more = now.get(currency, Fraction(0)) - was.get(currency, Fraction(0))
        cents = (Decimal(more.numerator) / Decimal(more.denominator)).quantize(_CENT, ROUND_HALF_UP)
        if cents:
            found.append(Money(cents, currency))
    return tuple(found)


def _price(ledger: Ledger) -> dict[str, Fraction]:
    here, sources = covered(ledger), ledger.claims.sources
    hours: Counter[tuple[int, int]] = Counter()
    for source, row, day, wanted in zip(
        here.source.tolist(), here.row.tolist(), here.day.tolist(), here.wanted.tolist(), strict=True
    ):
        if sources[source].kind != "reserve":
            hours[row, day] += wanted
    days, found = ledger.days, dict[str, Fraction]()
    for (row, day), units in hours.items():
        rate = ledger.plan.resources[ledger.resources[row]].cost_rate_on(days[day])
        if rate is not None:
            more = Fraction(rate.amount) * Fraction(units, _HOUR)
            found[rate.currency] = found.get(rate.currency, Fraction(0)) + more
    for line in costs(ledger).rows():
        beside = sum((Fraction(line[name]) for name in _BESIDE_WORK), Fraction(0))
        found[line["currency"]] = found.get(line["currency"], Fraction(0)) + beside
    return found
