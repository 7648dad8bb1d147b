"""Spans: amounts of time as planners write them, ``"3d"``, ``"1w 2d"``, ``"3ed"``.

A span is kept as written, so that it prints and round-trips; how many minutes a day, a week or a month of
work has is said by `Conventions` when the span is resolved. Elapsed units (``e`` before the unit) run around
the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NoReturn

from attrs import field, frozen

from workmodel.errors import InvalidText, OutOfRange, SpansDoNotMix, WrongType, instance_of, whole_number
from workmodel.quantities.amounts import Effort, WorkTime
from workmodel.quantities.conventions import STANDARD_CONVENTIONS, Conventions, unit_name
from workmodel.quantities.sums import EXACT, sum_of_parts

__all__ = ["NO_LAG", "Lag", "Percent", "Span", "lag", "span"]

_EXPECTED: Final = (
    'an amount with a unit, such as "4h", "3d", "1w 2d", "2mo" or "30min", '
    'with "e" before the unit for elapsed time ("3ed")'
)
_SPELLINGS: Final = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "w"),
    **dict.fromkeys(("mo", "mon", "mons", "month", "months"), "mo"),
}
_PART: Final = re.compile(r"\s*(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})\s*(e?)([a-z]+)", re.ASCII)
_ELAPSED_MINUTES: Final = {"min": 1, "h": 60, "d": 1440, "w": 10080, "mo": 43200}
_MOST_MINUTES: Final = 2**40  # two million years: far beyond any calendar, far below the end of int64
_MOST_DECIMALS: Final = 15
_MOST_PERCENT: Final = 100_000
# Half away from zero, whatever a thread's own decimal context says.
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_LONGEST_TEXT: Final = 200


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero, so that a lag and its mirrored lead have one size.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2))
    (3, -3)
    """
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def _parts(value: object) -> tuple[tuple[Decimal, str], ...]:
    """Checked parts of a span, each amount without trailing zeros; none stands for "0d"."""
    if not isinstance(value, (tuple, list)):
        raise WrongType(
            "the parts of a span", value, 'pairs of a Decimal and a unit, such as ((Decimal("3"), "d"),)'
        )
    return tuple([_part(part) for part in value]) or _ZERO


def _part(value: object) -> tuple[Decimal, str]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise WrongType("a part of a span", value, 'a Decimal with its unit, such as (Decimal("3"), "d")')
    amount, unit = value
    if isinstance(amount, bool) or not isinstance(amount, (int, Decimal)):
        raise WrongType("an amount of time", amount, "a Decimal or a whole number; floats are not exact")
    number = Decimal(amount)
    if not number.is_finite() or not 0 <= number <= _MOST_MINUTES or _decimals(number) > _MOST_DECIMALS:
        raise OutOfRange(
            "an amount of time", amount, "zero or more, below two million years, at most 15 decimals"
        )
    return _tidy(number), unit_name(unit)


_ZERO: Final = ((Decimal(0), "d"),)


@frozen
class Span:
    """An amount of time as it was written: parts of one sign, all working or all elapsed.

    Attributes
    ----------
    parts
        Amounts with their units (``"min"``, ``"h"``, ``"d"``, ``"w"``, ``"mo"``), as written; none means
        ``"0d"``.
    elapsed
        Whether it runs around the clock (``"3ed"``) rather than in working time.
    negative
        Whether it carries a minus; nothing does not.

    Raises
    ------
    OutOfRange
        Longer than two million years, or an amount with more than 15 decimals.
    InvalidText, WrongType
        A part is no amount with a unit.
    SpansDoNotMix
        Added, subtracted or compared where only a plan's conventions or a calendar could say how: working with
        elapsed time, a week less two days. `minutes` resolves both first.

    Notes
    -----
    Equal spans are written alike; ``<`` and its kin compare how long they are, so that ``60min`` is neither
    shorter nor longer than ``1h``, nor equal to it.

    Examples
    --------
    >>> str(span("1 week 2 days")), span("1w 2d").minutes()
    ('1w 2d', 3360)
    >>> span("3ed").minutes()
    4320

    Spans add up in the units in which they are written:

    >>> str(span("3d") + span("4h")), str(span("3d") + span("2d")), str(span("1d") * 3), str(-span("2h"))
    ('3d 4h', '5d', '3d', '-2h')
    >>> span("2d 1h") > span("2d"), span("60min") >= span("1h"), span("60min") == span("1h")
    (True, True, False)
    """

    parts: tuple[tuple[Decimal, str], ...] = field(default=(), converter=_parts)
    elapsed: bool = False
    negative: bool = False

    def __attrs_post_init__(self) -> None:
        for name in ("elapsed", "negative"):
            if not isinstance(getattr(self, name), bool):
                raise WrongType(f"Span.{name}", getattr(self, name), "True or False")
        if self.negative and not self:
            object.__setattr__(self, "negative", False)
        if sum(Fraction(amount) * _ELAPSED_MINUTES[unit] for amount, unit in self.parts) > _MOST_MINUTES:
            raise OutOfRange("a span", str(self), "shorter than two million years")

    def __str__(self) -> str:
        mark = "e" if self.elapsed else ""
        text = " ".join(f"{_plain(amount)}{mark}{unit}" for amount, unit in self.parts)
        return f"-{text}" if self.negative else text

    def __bool__(self) -> bool:
        return any(amount for amount, _ in self.parts)

    def __neg__(self) -> Span:
        return Span(self.parts, self.elapsed, not self.negative)

    def __add__(self, other: Span) -> Span:
        return _sum(self, other) if isinstance(other, Span) else NotImplemented

    def __sub__(self, other: Span) -> Span:
        return _sum(self, -other) if isinstance(other, Span) else NotImplemented

    def __mul__(self, times: int) -> Span:
        if isinstance(times, bool) or not isinstance(times, int):
            return NotImplemented
        if abs(times) > _MOST_MINUTES:
            raise OutOfRange("how often a span is taken", times, "a number below a million million")
        size = Decimal(abs(times))
        parts = tuple([(EXACT.multiply(amount, size), unit) for amount, unit in self.parts])
        return Span(parts, self.elapsed, self.negative is not (times < 0))

    __rmul__ = __mul__

    def __lt__(self, other: Span) -> bool:
        return _order(self, other) < 0 if isinstance(other, Span) else NotImplemented

    def __le__(self, other: Span) -> bool:
        return _order(self, other) <= 0 if isinstance(other, Span) else NotImplemented

    def __gt__(self, other: Span) -> bool:
        return _order(self, other) > 0 if isinstance(other, Span) else NotImplemented

    def __ge__(self, other: Span) -> bool:
        return _order(self, other) >= 0 if isinstance(other, Span) else NotImplemented

    def minutes(self, conventions: Conventions = STANDARD_CONVENTIONS) -> int:
        """Whole minutes, rounded half away from zero once. [working min, or elapsed min where `elapsed`]

        Parameters
        ----------
        conventions
            How long a day, week and month of work are; elapsed units do not depend on it.
        """
        if not isinstance(conventions, Conventions):
            raise WrongType("conventions", conventions, "a Conventions, such as plan.conventions")
        return _minutes(self, conventions)

    def work_time(self, conventions: Conventions = STANDARD_CONVENTIONS) -> WorkTime:
        """The span as working time."""
        return WorkTime(self.minutes(conventions))

    def effort(self, conventions: Conventions = STANDARD_CONVENTIONS) -> Effort:
        """The span as person-time."""
        return Effort(self.minutes(conventions))

    @classmethod
    def of_minutes(
        cls,
        minutes: int,
        *,
        unit: str = "min",
        elapsed: bool = False,
        conventions: Conventions = STANDARD_CONVENTIONS,
    ) -> Span:
        """The span of so many minutes, in *unit* where two decimals say it exactly, else in hours or minutes.

        Raises
        ------
        OutOfRange
            Longer than two million years.
        InvalidText, WrongType
            There is no such unit; the minutes are no whole number.

        Examples
        --------
        >>> str(Span.of_minutes(960, unit="d")), str(Span.of_minutes(50, unit="d"))
        ('2d', '50min')
        """
        unit_name(unit)
        if isinstance(minutes, bool) or not isinstance(minutes, int):
            raise WrongType("a number of minutes", minutes, "a whole number")
        instance_of(Conventions, "conventions", conventions, "a Conventions, such as plan.conventions")
        size = abs(minutes)
        if size > _MOST_MINUTES:
            raise OutOfRange("a number of minutes", minutes, "less than two million years")
        for name in (unit, "h"):
            length = _ELAPSED_MINUTES[name] if elapsed else conventions.unit(name)
            hundredths, rest = divmod(100 * size, length)
            if not rest:
                return cls(((Decimal(f"{hundredths}e-2"), name),), elapsed, minutes < 0)
        return cls(((Decimal(size), "min"),), elapsed, minutes < 0)


def _sum(a: Span, b: Span) -> Span:
    if not a or not b:  # nothing is neither working nor elapsed time
        return a if a or not b else b
    found = None
    if a.elapsed is b.elapsed:
        found = sum_of_parts((*_signed(a), *_signed(b)), _ELAPSED_MINUTES, elapsed=a.elapsed)
    if found is None:
        raise SpansDoNotMix(str(a), str(-b if b.negative else b), "subtract" if b.negative else "add")
    return Span(found[0], a.elapsed, found[1])


def _signed(value: Span) -> Iterator[tuple[Decimal, str]]:
    return ((amount.copy_negate() if value.negative else amount, unit) for amount, unit in value.parts)


def _order(a: Span, b: Span) -> int:
    """Below zero, zero or above where a span is shorter than, as long as or longer than another."""
    try:
        rest = _sum(a, -b)
    except SpansDoNotMix:
        raise SpansDoNotMix(str(a), str(b), "compare") from None
    return (1 - 2 * rest.negative) * bool(rest)


def _percentage(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongType("a percent lag", value, "a Decimal or a whole number")
    number = Decimal(value)
    if not number.is_finite() or not -_MOST_PERCENT <= number <= _MOST_PERCENT:
        raise OutOfRange("a percent lag", value, f"a number from -{_MOST_PERCENT} to {_MOST_PERCENT}")
    if _decimals(number) > 4:
        number = _EXACT.quantize(number, Decimal("0.0001"))
    return _tidy(number)


@frozen
class Percent:
    """A lag as a percentage of the predecessor's duration.

    Attributes
    ----------
    value
        Percent, either sign, rounded to four decimals; ``Decimal("50")`` is half of the predecessor's
        duration.
    elapsed
        Whether the result runs around the clock (written ``"50e%"``).

    Raises
    ------
    OutOfRange
        Beyond 100,000 percent, or not a finite number.
    WrongType
        Neither a Decimal nor a whole number.

    Examples
    --------
    >>> str(lag("+50%")), lag("-25%").minutes_of(480)
    ('50%', -120)
    """

    value: Decimal = field(converter=_percentage)
    elapsed: bool = False

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.elapsed, bool):
            raise WrongType("Percent.elapsed", self.elapsed, "True or False")

    def __str__(self) -> str:
        return f"{_plain(self.value)}{'e' if self.elapsed else ''}%"

    def __bool__(self) -> bool:
        return bool(self.value)

    def minutes_of(self, duration: int) -> int:
        """That share of a duration in minutes, in whole minutes, rounded half away from zero. [min]"""
        return half_up(Fraction(self.value) * whole_number("a duration in minutes", duration) / 100)


Lag = Span | Percent
"""What a dependency adds to the date it waits for: a span (working or elapsed) or a percentage."""

NO_LAG: Final = Span()
"""A lag of nothing: what a dependency has that names none."""


def span(value: object) -> Span:
    """A span from text; a `Span`, `WorkTime` or `Effort` is taken as it is.

    Units are ``min``, ``h``, ``d``, ``w`` and ``mo``, also written in full. As in Microsoft Project ``m`` is minutes;
    months are ``mo``, ``mon`` or ``months``.

    Raises
    ------
    InvalidText
        The text is not a span.
    WrongType
        Neither text nor a span; a bare number has no unit.

    Examples
    --------
    >>> span("2h 30min").minutes(), str(span("2m")), str(span("2 months"))
    (150, '2min', '2mo')
    """
    if isinstance(value, str):
        return _parsed(value) if len(value) <= _LONGEST_TEXT else _refuse(value)
    if isinstance(value, Span):
        return value
    if isinstance(value, (WorkTime, Effort)):
        return Span.of_minutes(value.minutes, unit="h")
    raise WrongType("a span", value, _EXPECTED)


def lag(value: object) -> Lag:
    """A lag from text: a span with an optional sign, or a percentage; lags and spans are taken as they are.

    Raises
    ------
    InvalidText
        The text is neither a span nor a percentage.
    WrongType
        Neither text, a span nor a `Percent`.

    Examples
    --------
    >>> str(lag("+2d")), str(lag("-1ed")), str(lag("50%"))
    ('2d', '-1ed', '50%')
    """
    if isinstance(value, Percent):
        return value
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT and value.rstrip().endswith("%"):
        return _percent(value)
    return span(value)


def _refuse(text: str) -> NoReturn:
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
        if match is None or match[3] not in _SPELLINGS:
            _refuse(text)
        parts.append((Decimal(match[1]), _SPELLINGS[match[3]]))
        marks.add(match[2])
        place = match.end()
    if not parts:
        _refuse(text)
    if len(marks) > 1:
        raise InvalidText("a span", text, "either working or elapsed units, not both in one span")
    return Span(tuple(parts), "e" in marks, negative)


@lru_cache(maxsize=1024)
def _percent(text: str) -> Percent:
    match = re.fullmatch(r"\s*([+\-−]?)\s*(\d{1,6}(?:\.\d{1,6})?)\s*(e?)%\s*", text.lower(), re.ASCII)
    if match is None:
        raise InvalidText(
            "a lag", text, 'a percentage of the predecessor\'s duration such as "50%" or "-25%"'
        )
    sign, number, mark = match.groups()
    value = Decimal(number)
    return Percent(value if sign in ("", "+") else -value, mark == "e")


@lru_cache(maxsize=16384)
def _minutes(value: Span, conventions: Conventions) -> int:
    total = Fraction(0)
    for amount, unit in value.parts:
        length = _ELAPSED_MINUTES[unit] if value.elapsed else conventions.unit(unit)
        total += Fraction(amount) * length
    whole = half_up(total)
    return -whole if value.negative else whole


def _decimals(value: Decimal) -> int:
    """How many digits a finite number has after its point."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


def _tidy(value: Decimal) -> Decimal:
    """Without trailing zeros, exponent and signed zero, so that equal amounts are written alike.

    Works on the digits: a thread's decimal context must not round what was given.
    """
    text = _plain(value)
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return Decimal(text) if value else Decimal(0)


def _plain(value: Decimal) -> str:
    return f"{value:f}"
