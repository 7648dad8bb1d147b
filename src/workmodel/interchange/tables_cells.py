"""Single cells of a table: spans, dates, percentages and yes or no, in the spellings that spreadsheets have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, Literal

from workmodel.errors import InvalidText
from workmodel.interchange.document_values import moment_form
from workmodel.interchange.tables_languages import MONTHS, NO, WEEKDAYS, YES, in_english_units, with_points
from workmodel.interchange.tables_text import folded
from workmodel.quantities import Moment, Span, span

__all__ = ["DateOrder", "date_of", "date_order", "names_in", "percent_of", "shares", "span_of", "yes"]

DateOrder = Literal["month", "day", "unclear"]
"""What comes first in ``03/04/2026``."""

_WEEKDAY: Final = re.compile(rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:{WEEKDAYS}))[.,]*\s+")
_CLOCK: Final = re.compile(r"[ T,]\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*(am|pm)?$", re.IGNORECASE)
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", re.ASCII)
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})", re.ASCII)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[ .-]+([a-z]{3,})[ .,-]+(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_MONTH_DAY: Final = re.compile(r"([a-z]{3,})[ .]+(\d{1,2}),?\s+(\d{4})", re.ASCII | re.IGNORECASE)
_DATE_EXPECTED: Final = (
    'a date such as "2026-03-02", "2026-03-02 09:00", "2 Mar 2026", "2.3.2026" or "3/2/2026"'
)
_SPAN_EXPECTED: Final = 'an amount with a unit, such as "3 days", "4h", "1w 2d" or "2 ed"'
_BARE: Final = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_DIGITS: Final = re.compile(r"\d{1,6}(\.\d{1,12})?|\.\d{1,12}", re.ASCII)
_YES: Final = frozenset(("yes", "y", "true", "1", "x", "✓")) | YES
_NO: Final = frozenset(("", "no", "n", "false", "0")) | NO


def yes(text: str) -> bool:
    """Whether a cell says yes.

    Raises
    ------
    InvalidText
        It says neither yes nor no.
    """
    word = folded(text.strip())
    if word not in _YES and word not in _NO:
        raise InvalidText("yes or no", text, '"yes" or "no"')
    return word in _YES


def span_of(text: str, unit: str = "", *, comma: bool = False) -> tuple[Span, bool, bool]:
    """A span in a cell, whether it is marked as an estimate (``"3 days?"``), and whether its unit had to be assumed.

    Parameters
    ----------
    text
        The cell.
    unit
        Unit of bare numbers, as the header names it; days where it names none.
    comma
        Whether the table's language has a decimal comma, so that points set thousands apart.

    Raises
    ------
    InvalidText
        Not a span.

    Examples
    --------
    >>> [
    ...     str(span_of(text)[0])
    ...     for text in ("3 days?", "1.5 hrs", "2 edays", "1,5d", "5", "2 Wochen", "3 jours")
    ... ]
    ['3d', '1.5h', '2ed', '1.5d', '5d', '2w', '3d']
    >>> str(span_of("1.200,5 Std.", comma=True)[0])
    '1200.5h'
    """
    clean = text.strip()
    estimated = clean.endswith("?")
    clean = clean.removesuffix("?").strip()
    clean = with_points(clean) if comma else re.sub(r"(?<=\d),(?=\d)", ".", clean)
    bare = _BARE.fullmatch(clean)
    if bare:
        clean = f"{clean}{unit or 'd'}"
    try:
        return span(in_english_units(clean)), estimated, bool(bare) and not unit
    except InvalidText:
        raise InvalidText("an amount of time", text.strip(), _SPAN_EXPECTED) from None


def date_order(cells: Iterable[str]) -> DateOrder:
    """What comes first in the dates with slashes of a table, as far as they tell: a 13 is no month.

    Examples
    --------
    >>> date_order(["03/04/2026", "25/04/2026"]), date_order(["03/04/2026"]), date_order(["2026-03-04"])
    ('day', 'unclear', 'month')
    """
    order: DateOrder = "month"
    for cell in cells:
        match = _SLASHED.search(cell[:64])
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12:
            return "day"
        if second > 12:
            return "month"
        if first != second:
            order = "unclear"
    return order


def date_of(text: str, order: DateOrder = "month") -> Moment:
    """A date or time in a cell.

    Parameters
    ----------
    text
        The cell: ISO 8601, ``2.3.2026``, ``3/2/2026``, ``2 Mar 2026``, ``Mar 2, 2026``, each with a weekday before it
        or a time of day behind it or not.
    order
        What comes first in dates with slashes; unclear counts as the month, as in Microsoft Project's own tables.

    Raises
    ------
    InvalidText
        Not a date.

    Examples
    --------
    >>> date_of("Mon 3/2/26 8:00 AM"), date_of("2.3.2026"), date_of("3/2/2026", "day")
    (datetime.datetime(2026, 3, 2, 8, 0), datetime.date(2026, 3, 2), datetime.date(2026, 2, 3))
    """
    clean = text.strip()
    if re.match(r"\d{4}-", clean) or len(clean) > 64:
        return moment_form.read(clean)  # type: ignore[no-any-return]
    rest = folded(clean)
    clock = _CLOCK.search(rest)
    if clock:
        rest = rest[: clock.start()].strip()
    try:
        # "Mar" is March before a day and a year, and a Tuesday of France or Spain before a whole date
        day = _day(rest if _MONTH_DAY.fullmatch(rest) else _without_weekday(rest), order)
        return datetime.combine(day, _time(clock)) if clock else day
    except ValueError:
        raise InvalidText("a date", clean, _DATE_EXPECTED) from None


def _without_weekday(text: str) -> str:
    weekday = _WEEKDAY.match(text)
    return text[weekday.end() :] if weekday else text


def _month(name: str) -> int:
    """A month by as much of its name as tells it from the others: juin and juillet differ in the fourth letter."""
    return MONTHS.get(name[:4], 0) or MONTHS.get(name[:3], 0)


def _day(text: str, order: DateOrder) -> date:
    if match := _SLASHED.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        month, day = (second, first) if order == "day" else (first, second)
    elif match := _DOTTED.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _DAY_MONTH.fullmatch(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = _month(match[1]), int(match[2]), int(match[3])
    else:
        raise ValueError(text)
    return date(year + 2000 if year < 100 else year, month, day)


def _time(clock: re.Match[str]) -> time:
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _number(text: str) -> Decimal:
    digits = text.strip().removesuffix("%").strip().replace(",", ".")
    if not _DIGITS.fullmatch(digits):
        raise InvalidText("a percentage", text.strip(), 'a number from 0 to 100, such as "40%"')
    return Decimal(digits)


def shares(cells: Iterable[str]) -> bool:
    """Whether a column of percentages holds shares of one: nothing above 1, and something between.

    Examples
    --------
    >>> shares(["0.4", "1", "0"]), shares(["40", "0.5"]), shares(["0.4%"])
    (True, False, False)
    """
    numbers = []
    for cell in cells:
        digits = cell.strip().replace(",", ".")
        if not _DIGITS.fullmatch(digits):
            return False
        numbers.append(Decimal(digits))
    return bool(numbers) and all(n <= 1 for n in numbers) and any(0 < n < 1 for n in numbers)


def percent_of(text: str, *, share: bool = False) -> Decimal:
    """A percentage in a cell. [0–100]

    Raises
    ------
    InvalidText
        Not a percentage.
    """
    number = _number(text) * (100 if share else 1)
    if number > 100:
        raise InvalidText("a percentage", text.strip(), 'a number from 0 to 100, such as "40%"')
    return number


def names_in(cell: str) -> list[str]:
    """The parts of a cell that lists several things: by semicolons, else by commas, else by line ends.

    Examples
    --------
    >>> names_in("3FS+2d;5"), names_in("Ana, Ben[50%]"), names_in("")
    (['3FS+2d', '5'], ['Ana', 'Ben[50%]'], [])
    """
    separator = next((mark for mark in ";,\n" if mark in cell), ";")
    return [part.strip() for part in cell.split(separator) if part.strip()]
