"""`Hours`: gross, absence and availability of a resource or several, for a day or many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.values import decimals
from workmodel.errors import OutOfRange, WrongType

__all__ = ["Hours", "amount"]

SCALE: Final = 10_000
"""Units, shares and amounts are whole ten-thousandths."""


def amount(ten_thousandths: int) -> Decimal:
    """An amount as people read it. [person-min]"""
    return decimals(ten_thousandths)


def _minutes(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongType("an amount of hours", value, "a Decimal or a whole number of person-minutes")
    found = Decimal(value)
    if not found.is_finite() or found < 0:
        raise OutOfRange("an amount of hours", value, "zero or more person-minutes")
    return found


@frozen
class Hours:
    """What there is of a resource, or of several together.

    Attributes
    ----------
    gross
        Open minutes of its calendar × its capacity. [person-min]
    absence
        What of them is lost to absences. [person-min]

    Raises
    ------
    OutOfRange
        An amount below zero, or more absence than there are hours.
    WrongType
        No exact number.

    Examples
    --------
    >>> day = Hours(480, 240)
    >>> day.availability
    Decimal('240')
    >>> print(day)
    480 min gross − 240 min absence = 240 min available
    """

    gross: Decimal = field(converter=_minutes)
    absence: Decimal = field(default=Decimal(0), converter=_minutes)

    def __attrs_post_init__(self) -> None:
        if self.absence > self.gross:
            raise OutOfRange("an absence", self.absence, f"at most the gross of {self.gross} person-minutes")

    @property
    def availability(self) -> Decimal:
        """What is left: gross − absence. [person-min]"""
        return self.gross - self.absence

    def __str__(self) -> str:
        return (
            f"{self.gross:f} min gross − {self.absence:f} min absence = {self.availability:f} min available"
        )
