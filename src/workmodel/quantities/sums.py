"""Sums of spans, unit by unit: what is added stays in the units in which it was written.

How many days a week of work has, only a plan's conventions can say, so weeks and days are added side by side and
never exchanged. Hours and minutes are, and so are elapsed units, which all have one length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Final

__all__ = ["EXACT", "sum_of_parts"]

Parts = tuple[tuple[Decimal, str], ...]

EXACT: Final = Context(prec=60)
"""Wide enough for any sum or whole multiple of amounts of spans, whatever a thread's own context says."""

_DOWN: Final = Context(prec=60, rounding=ROUND_FLOOR)
_CLOCK: Final = ("h", "min")  # working units that have one length whatever the conventions


def sum_of_parts(
    signed: Iterable[tuple[Decimal, str]], lengths: Mapping[str, int], *, elapsed: bool
) -> tuple[Parts, bool] | None:
    """The sum of signed amounts as parts of one sign, the longest unit first, and whether that is a minus.

    Parameters
    ----------
    signed
        Amounts of either sign with their units.
    lengths
        All units, the shortest first, with their elapsed length. [min]
    elapsed
        Whether they run around the clock.

    Returns
    -------
    tuple or None
        ``None`` where units of work that have no common length would have to be exchanged: a week less two days.

    Examples
    --------
    >>> lengths = {"min": 1, "h": 60, "d": 1440}
    >>> sum_of_parts([(Decimal(3), "d"), (Decimal(4), "h"), (Decimal(-1), "d")], lengths, elapsed=False)
    (((Decimal('2'), 'd'), (Decimal('4'), 'h')), False)
    """
    found: dict[str, Decimal] = dict.fromkeys(reversed(list(lengths)), Decimal(0))
    written: set[str] = set()
    for amount, unit in signed:
        found[unit] = EXACT.add(found[unit], amount)
        written.add(unit)
    if _CLOCK[0] in written and _CLOCK[1] in written:
        _exchange(found, _CLOCK, lengths)
    if elapsed and _signs(found) > 1:
        _exchange(found, [unit for unit in found if unit in written | _between(written)], lengths)
    if _signs(found) > 1:
        return None
    parts = tuple((amount.copy_abs(), unit) for unit, amount in found.items() if amount)
    shortest = next((unit for unit in lengths if unit in written), "d")
    return parts or ((Decimal(0), shortest),), any(amount < 0 for amount in found.values())


def _between(written: set[str]) -> set[str]:
    """Units that an elapsed rest may need beside those written: a month is no whole number of weeks."""
    return ({"d"} if {"mo", "w"} <= written else set()) | ({"h"} if "min" in written else set())


def _signs(found: Mapping[str, Decimal]) -> int:
    return len({amount > 0 for amount in found.values() if amount})


def _exchange(found: dict[str, Decimal], units: Iterable[str], lengths: Mapping[str, int]) -> None:
    """Write the amounts in *units*, the longest first, as whole numbers of each with the rest in the last."""
    chosen = list(units)
    total = Decimal(0)
    for unit in chosen:
        total = EXACT.add(total, EXACT.multiply(found[unit], Decimal(lengths[unit])))
    rest = total.copy_abs()
    for unit in chosen[:-1]:
        whole = _DOWN.to_integral_value(_DOWN.divide(rest, Decimal(lengths[unit])))
        rest = EXACT.subtract(rest, EXACT.multiply(whole, Decimal(lengths[unit])))
        found[unit] = whole.copy_sign(total)
    found[chosen[-1]] = EXACT.divide(rest, Decimal(lengths[chosen[-1]])).copy_sign(total)
