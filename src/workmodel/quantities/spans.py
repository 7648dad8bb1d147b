"""Spans: amounts of time as planners write them, ``"3d"``, ``"1w 2d"``, ``"3ed"``.

A span is kept as written, so that it prints and round-trips; how many minutes a day, a week or a month of work has is
said by `Conventions` when the span is resolved. Elapsed units (``e`` before the unit) run around the clock.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities.amounts import Effort, WorkTime

__all__ = ["NO_LAG", "STANDARD_CONVENTIONS", "Conventions", "Lag", "Percent", "Span", "lag", "span"]

_EXPECTED: Final = (
    'an amount with a unit, such as "4h", "3d", "1w 2d", "2mo" or "30min", with "e" before the unit for elapsed time ("3ed")'
)
_UNITS: Final = ("min", "h", "d", "w", "mo")
_SPELLINGS: Final = {
    **{name: "min" for name in ("m", "min", "mins", "minute", "minutes")},
    **{name: "h" for name in ("h", "hr", "hrs", "hour", "hours")},
    **{name: "d" for name in ("d", "day", "days")},
    **{name: "w" for name in ("w", "wk", "wks", "week", "weeks")},
    **{name: "mo" for name in ("mo", "mon", "mons", "month", "months")},
}
_PART: Final = re.compile(r"\s*(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})\s*(e?)([a-z]+)", re.ASCII)
_ELAPSED_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "w": 10080, "mo": 43200}
_MOST_MINUTES: Final = 2**40  # two million years: far beyond any calendar, far below the end of int64
_LONGEST_TEXT: Final = 200


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero, so that a lag and its mirrored lead have one size.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2))
    (3, -3)
    """
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


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
        """Working minutes in one ``"min"``, ``"h"``, ``"d"``, ``"w"`` or ``"mo"``."""
        return {
            "min": 1,
            "h": 60,
            "d": self.minutes_per_day,
            "w": self.minutes_per_week,
            "mo": self.minutes_per_day * self.days_per_month,
        }[name]


STANDARD_CONVENTIONS: Final = Conventions()


@frozen
class Span:
    """An amount of time as it was written: parts of one sign, all working or all elapsed.

    Attributes
    ----------
    parts
        Amounts with their units (``"min"``, ``"h"``, ``"d"``, ``"w"``, ``"mo"``), as written; none means zero.
    elapsed
        Whether it runs around the clock (``"3ed"``) rather than in working time.
    negative
        Whether it carries a minus.

    Examples
    --------
    >>> str(span("1 week 2 days")), span("1w 2d").minutes()
    ('1w 2d', 3360)
    >>> span("3ed").minutes()
    4320
    """

    parts: tuple[tuple[Decimal, str], ...] = ()
    elapsed: bool = False
    negative: bool = False
    _text: str = field(init=False, repr=False, eq=False, default="")

    def __attrs_post_init__(self) -> None:
        total = Fraction(0)
        for amount, unit in self.parts:
            if unit not in _UNITS or not isinstance(amount, Decimal) or not amount.is_finite() or amount < 0:
                raise InvalidText("a part of a span", f"{amount}{unit}", _EXPECTED)
            total += Fraction(amount) * _ELAPSED_MINUTES[unit]
        if total > _MOST_MINUTES:
            raise OutOfRange("span", str(self), "shorter than two million years")

    def __str__(self) -> str:
        if not self.parts:
            return "0d"
        mark = "e" if self.elapsed else ""
        text = " ".join(f"{_plain(amount)}{mark}{unit}" for amount, unit in self.parts)
        return f"-{text}" if self.negative else text

    def __bool__(self) -> bool:
        return any(amount for amount, _ in self.parts)

    def __neg__(self) -> Span:
        return Span(self.parts, self.elapsed, not self.negative) if self else self

    def minutes(self, conventions: Conventions = STANDARD_CONVENTIONS) -> int:
        """Whole minutes, rounded half away from zero once. [working min, or elapsed min where `elapsed`]

        Parameters
        ----------
        conventions
            How long a day, week and month of work are; elapsed units do not depend on it.
        """
        return _minutes(self, conventions)

    def work_time(self, conventions: Conventions = STANDARD_CONVENTIONS) -> WorkTime:
        """The span as working time."""
        return WorkTime(self.minutes(conventions))

    def effort(self, conventions: Conventions = STANDARD_CONVENTIONS) -> Effort:
        """The span as person-time."""
        return Effort(self.minutes(conventions))

    @classmethod
    def of_minutes(cls, minutes: int, *, unit: str = "min", elapsed: bool = False,
                   conventions: Conventions = STANDARD_CONVENTIONS) -> Span:
        """The span of so many minutes, written in *unit* where that is exact, else in hours or minutes.

        Examples
        --------
        >>> str(Span.of_minutes(960, unit="d")), str(Span.of_minutes(50, unit="d"))
        ('2d', '50min')
        """
        size = abs(minutes)
        for name in (unit, "h", "min"):
            length = _ELAPSED_MINUTES[name] if elapsed else conventions.unit(name)
            amount = Fraction(size, length)
            hundredths = amount * 100
            if hundredths.denominator == 1:
                value = Decimal(hundredths.numerator) / 100
                return cls(((_tidy(value), name),), elapsed, minutes < 0)
        return cls(((Decimal(size), "min"),), elapsed, minutes < 0)


@frozen
class Percent:
    """A lag as a percentage of the predecessor's duration.

    Attributes
    ----------
    value
        Percent, either sign; ``Decimal("50")`` is half of the predecessor's duration.
    elapsed
        Whether the result runs around the clock (written ``"50e%"``).

    Examples
    --------
    >>> str(lag("+50%")), lag("-25%").minutes_of(480)
    ('50%', -120)
    """

    value: Decimal
    elapsed: bool = False

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite() or abs(self.value) > 100_000:
            raise OutOfRange("percent lag", self.value, "a number from -100000 to 100000")

    def __str__(self) -> str:
        return f"{_plain(self.value)}{'e' if self.elapsed else ''}%"

    def __bool__(self) -> bool:
        return bool(self.value)

    def minutes_of(self, duration: int) -> int:
        """That share of a duration, in whole minutes, rounded half away from zero."""
        return half_up(Fraction(self.value) * duration / 100)


Lag = Span | Percent
"""What a dependency adds to the date it waits for: a span (working or elapsed) or a percentage."""

NO_LAG: Final = Span()


def span(value: object) -> Span:
    """A span from text; a `Span`, `WorkTime` or `Effort` is taken as it is.

    Raises
    ------
    InvalidText
        The text is not a span.
    WrongType
        Neither text nor a span; a bare number has no unit.

    Examples
    --------
    >>> span("2h 30min").minutes()
    150
    """
    if isinstance(value, str):
        return _parsed(value) if len(value) <= _LONGEST_TEXT else _refuse(value)
    if isinstance(value, Span):
        return value
    if isinstance(value, (WorkTime, Effort)):
        return Span.of_minutes(value.minutes, unit="h")
    raise WrongType("a span", value, _EXPECTED)


def lag(value: object) -> Lag:
    """A lag from text: a span with an optional sign, or a percentage.

    Examples
    --------
    >>> str(lag("+2d")), str(lag("-1ed")), str(lag("50%"))
    ('2d', '-1ed', '50%')
    """
    if isinstance(value, Percent):
        return value
    if isinstance(value, str) and value.rstrip().endswith("%"):
        return _percent(value)
    return span(value)


def _refuse(text: str) -> Span:
    raise InvalidText("a span", text, _EXPECTED)


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Span:
    rest = text.strip().lower()
    negative = rest.startswith(("-", "−"))
    if negative or rest.startswith("+"):
        rest = rest[1:]
    parts: list[tuple[Decimal, str]] = []
    marks: set[str] = set()
    place = 0
    while place < len(rest):
        match = _PART.match(rest, place)
        if match is None:
            _refuse(text)
            break
        number, mark, unit = match.groups()
        if unit not in _SPELLINGS:
            _refuse(text)
        parts.append((_tidy(Decimal(number)), _SPELLINGS[unit]))
        marks.add(mark)
        place = match.end()
    if not parts:
        _refuse(text)
    if len(marks) > 1:
        raise InvalidText("a span", text, "either working or elapsed units, not both in one span")
    found = Span(tuple(parts), "e" in marks, negative)
    return found if found else Span(tuple(parts), "e" in marks)


@lru_cache(maxsize=1024)
def _percent(text: str) -> Percent:
    match = re.fullmatch(r"\s*([+\-−]?)\s*(\d{1,6}(?:\.\d{1,6})?)\s*(e?)%\s*", text[:_LONGEST_TEXT], re.ASCII)
    if match is None:
        raise InvalidText("a lag", text, 'a percentage of the predecessor\'s duration such as "50%" or "-25%"')
    sign, number, mark = match.groups()
    value = _tidy(Decimal(number))
    return Percent(-value if sign and sign != "+" and value else value, mark == "e")


@lru_cache(maxsize=16384)
def _minutes(value: Span, conventions: Conventions) -> int:
    total = Fraction(0)
    for amount, unit in value.parts:
        length = _ELAPSED_MINUTES[unit] if value.elapsed else conventions.unit(unit)
        total += Fraction(amount) * length
    whole = half_up(total)
    return -whole if value.negative else whole


def _tidy(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent, so that equal amounts are written alike."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _plain(value: Decimal) -> str:
    return f"{value:f}"
