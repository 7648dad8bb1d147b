"""Conventions: how long a day, a week and a month of work are in a plan."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from workmodel.errors import InvalidText, OutOfRange, named

__all__ = ["STANDARD_CONVENTIONS", "UNITS", "Conventions", "unit_name"]

UNITS: Final = ("min", "h", "d", "w", "mo")


@frozen
class Conventions:
    """How many minutes of work a day, a week and a month have when a span says so.

    Microsoft Project's defaults: 8 hours, 40 hours, 20 days. A plan has one; calendars do not change it.

    Attributes
    ----------
    minutes_per_day
        Length of ``1d``. [working min]
    minutes_per_week
        Length of ``1w``. [working min]
    days_per_month
        Length of ``1mo``. [days]

    Examples
    --------
    >>> Conventions(minutes_per_day=450).minutes_per_day
    450
    """

    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20

    def __attrs_post_init__(self) -> None:
        limits = (("minutes_per_day", 1440), ("minutes_per_week", 10080), ("days_per_month", 31))
        for name, most in limits:
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
                raise OutOfRange(name, value, f"a whole number from 1 to {most}")

    def unit(self, name: str) -> int:
        """Working minutes in one ``"min"``, ``"h"``, ``"d"``, ``"w"`` or ``"mo"``. [working min]

        Raises
        ------
        InvalidText
            There is no such unit.
        """
        return {
            "min": 1,
            "h": 60,
            "d": self.minutes_per_day,
            "w": self.minutes_per_week,
            "mo": self.minutes_per_day * self.days_per_month,
        }[unit_name(name)]


STANDARD_CONVENTIONS: Final = Conventions()
"""Microsoft Project's defaults: days of 8 hours, weeks of 40, months of 20 days."""


def unit_name(name: object) -> str:
    """A unit in its short spelling, checked to be one."""
    if not isinstance(name, str) or name not in UNITS:
        raise InvalidText("a unit of time", named(name), "one of " + ", ".join(UNITS))
    return name
