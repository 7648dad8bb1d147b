"""The numbers of Microsoft Project's XML format and what they stand for.

Source: Microsoft, "Project 2007 XML Data Interchange Schema Reference" (elements ConstraintType, DurationFormat,
LagFormat, Type, DayType, MonthItem and their annotations).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from workmodel.quantities import Conventions, Span

__all__ = [
    "CONSTRAINTS", "ESTIMATED", "LINKS", "MONDAY_FIRST", "NAMESPACE", "NO_CURRENCY", "PERCENT_FORMATS", "RECURRENCE_DAYS",
    "TASK_TYPES", "WEEKDAYS", "format_of", "span_of", "unit_of",
]  # fmt: skip

NAMESPACE: Final = "http://schemas.microsoft.com/project"

NO_CURRENCY: Final = 3 * "X"
"""The code that ISO 4217 gives to amounts without a currency."""

LINKS: Final = ("FF", "FS", "SF", "SS")
"""Link types by number."""

CONSTRAINTS: Final = ("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT")
"""Constraint types by number."""

TASK_TYPES: Final = ("fixed_units", "fixed_duration", "fixed_work")
"""Task types by number."""

WEEKDAYS: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
"""Days of the week by DayType − 1."""

MONDAY_FIRST: Final = (*WEEKDAYS[1:], WEEKDAYS[0])
"""The same as plans count them."""

RECURRENCE_DAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
"""The same in recurrence rules; also by MonthItem − 3 and by bit of DaysOfWeek."""

ESTIMATED: Final = 32
"""What a duration format adds where the duration is a guess."""

PERCENT_FORMATS: Final = {19: False, 20: True, 51: False, 52: True}
"""Lag formats that hold a percentage, and whether it runs around the clock."""

_FORMATS: Final = {
    3: ("min", False), 4: ("min", True), 5: ("h", False), 6: ("h", True), 7: ("d", False), 8: ("d", True),
    9: ("w", False), 10: ("w", True), 11: ("mo", False), 12: ("mo", True),
}  # fmt: skip
_NUMBERS: Final = {value: number for number, value in _FORMATS.items()}
_ZERO: Final = Decimal(0)
_DAYS: Final = ("d", False)


def unit_of(number: int | None) -> tuple[str, bool]:
    """The unit of a duration format and whether it is elapsed time; formats without a unit are days.

    Examples
    --------
    >>> unit_of(9), unit_of(40), unit_of(53)
    (('w', False), ('d', True), ('d', False))
    """
    if number is None:
        return _DAYS
    return _FORMATS.get(number, _FORMATS.get(number - ESTIMATED, _DAYS))


def format_of(span: Span, *, estimated: bool = False) -> int:
    """The duration format that shows a span in its (first) unit.

    Examples
    --------
    >>> from workmodel.quantities import span
    >>> format_of(span("3ed")), format_of(span("2w"), estimated=True)
    (8, 41)
    """
    unit = span.parts[0][1] if span.parts else "d"
    return _NUMBERS[unit, span.elapsed] + (ESTIMATED if estimated else 0)


def span_of(minutes: int, number: int | None, conventions: Conventions) -> Span:
    """A span of so many minutes as it is shown in a duration format.

    Examples
    --------
    >>> str(span_of(960, 7, Conventions())), str(span_of(-1440, 8, Conventions()))
    ('2d', '-1ed')
    """
    unit, elapsed = unit_of(number)
    if not minutes:
        return Span(((_ZERO, unit),), elapsed)
    return Span.of_minutes(minutes, unit=unit, elapsed=elapsed, conventions=conventions)
