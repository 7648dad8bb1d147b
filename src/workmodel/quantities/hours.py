"""Person-time of a ledger, exact to the ten-thousandth of a minute."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from workmodel.errors import whole_number

__all__ = ["PersonTime", "whole_minutes"]

_SCALE: Final = 10_000


@frozen(order=True)
class PersonTime:
    """An amount of somebody's time, in whole ten-thousandths of a person-minute.

    Shares of people have four decimals at most, so that whatever is claimed of whole minutes is exact.

    Attributes
    ----------
    units
        [1/10 000 person-minute]

    Examples
    --------
    >>> six = PersonTime.of_minutes(360)
    >>> six.hours == 6, str(six), str(six - PersonTime.of_minutes(25))
    (True, '6h', '5h 35min')
    """

    units: int = field(converter=lambda value: whole_number("an amount of person-time", value))

    @classmethod
    def of_minutes(cls, minutes: int) -> PersonTime:
        """So many whole minutes of one person."""
        return cls(whole_number("minutes", minutes) * _SCALE)

    @property
    def minutes(self) -> Fraction:
        """In minutes, exactly."""
        return Fraction(self.units, _SCALE)

    @property
    def hours(self) -> Fraction:
        """In hours, exactly; ``float(...)`` of it for a chart."""
        return Fraction(self.units, _SCALE * 60)

    def __add__(self, other: PersonTime) -> PersonTime:
        return PersonTime(self.units + other.units) if isinstance(other, PersonTime) else NotImplemented

    def __sub__(self, other: PersonTime) -> PersonTime:
        return PersonTime(self.units - other.units) if isinstance(other, PersonTime) else NotImplemented

    def __neg__(self) -> PersonTime:
        return PersonTime(-self.units)

    def __bool__(self) -> bool:
        return self.units != 0

    def __str__(self) -> str:
        """Hours and whole minutes, halves up; for exact arithmetic there are `units`."""
        minutes = (2 * abs(self.units) + _SCALE) // (2 * _SCALE)
        hours, rest = divmod(minutes, 60)
        text = f"{hours}h {rest}min" if hours and rest else f"{hours}h" if hours else f"{rest}min"
        return f"-{text}" if self.units < 0 and minutes else text


def whole_minutes(amounts: Sequence[PersonTime]) -> list[int]:
    """Amounts rounded to whole minutes so that they add up to the rounded sum, by largest remainder.

    Of equal remainders the first is rounded up.

    Examples
    --------
    >>> whole_minutes([PersonTime(15_000), PersonTime(15_000), PersonTime(10_000)])
    [2, 1, 1]
    """
    floors = [one.units // _SCALE for one in amounts]
    total = (2 * sum(one.units for one in amounts) + _SCALE) // (2 * _SCALE)
    by_rest = sorted(range(len(amounts)), key=lambda n: (-(amounts[n].units % _SCALE), n))
    for number in by_rest[: total - sum(floors)]:
        floors[number] += 1
    return floors
