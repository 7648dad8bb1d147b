"""Amounts of somebody's time in words, and rounded so that they still add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from workmodel.capacity.hours import SCALE
from workmodel.domain.values import decimals

__all__ = ["said_hours", "said_share", "share_of", "whole_minutes"]


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


def share_of(part: int, whole: int) -> Decimal | None:
    """A part of a whole, in ten-thousandths, halves up; ``None`` where there is no whole.

    Examples
    --------
    >>> share_of(1, 3), share_of(5, 0)
    (Decimal('0.3333'), None)
    """
    return decimals((2 * part * SCALE + whole) // (2 * whole)) if whole else None


def said_share(share: Decimal | None) -> str:
    """A share in whole percent, halves up.

    Examples
    --------
    >>> said_share(Decimal("0.4167")), said_share(None)
    ('42 %', 'no hours')
    """
    return "no hours" if share is None else f"{(share * 100).to_integral_value(ROUND_HALF_UP)} %"
