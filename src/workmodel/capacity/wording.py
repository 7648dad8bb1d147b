"""Amounts of somebody's time in words, and rounded so that they still add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["said_hours", "whole_minutes"]


def said_hours(minutes: Decimal) -> str:
    """An amount in hours and whole minutes, halves up.

    Examples
    --------
    >>> said_hours(Decimal(150)), said_hours(Decimal("0.5"))
    ('2h 30min', '1min')
    """
    hours, rest = divmod(int(minutes.to_integral_value(ROUND_HALF_UP)), 60)
    return f"{hours}h {rest}min" if hours and rest else f"{hours}h" if hours else f"{rest}min"


def whole_minutes(amounts: Sequence[Decimal]) -> list[int]:
    """Amounts rounded to whole minutes that add up to the rounded sum, by largest remainder; of equal ones the first.

    Examples
    --------
    >>> whole_minutes([Decimal("1.5"), Decimal("1.5"), Decimal(1)])
    [2, 1, 1]
    """
    found = [int(one) for one in amounts]
    total = int(sum(amounts, Decimal(0)).to_integral_value(ROUND_HALF_UP))
    by_rest = sorted(range(len(amounts)), key=lambda n: (found[n] - amounts[n], n))
    for number in by_rest[: total - sum(found)]:
        found[number] += 1
    return found
