"""Rates: how many items come in a period (``"12 per day"``), and how much time is held (``"4h per week"``, ``"20%"``)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities.spans import Span, span

__all__ = ["Rate", "Reservation", "rate", "reservation"]

_PERIODS: Final = {
    **dict.fromkeys(("h", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks"), "week"),
    **dict.fromkeys(("mo", "month", "months"), "month"),
    **dict.fromkeys(("y", "yr", "year", "years"), "year"),
}
_NAMES: Final = "hour, day, week, month or year"
_RATE: Final = 'items per period, such as "12 per day" or "2.5 per week"'
_HELD: Final = 'time per period or a share, such as "4h per week" or "20%"'
_MOST_ITEMS: Final = 10**9
_NUMBER: Final = re.compile(r"\d{1,10}(\.\d{1,4})?", re.ASCII)
_LONGEST: Final = 100


def _period(value: object) -> str:
    found = _PERIODS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise WrongType("a period", value, f"one of {_NAMES}")
    return found


def _number(what: str, value: object, most: int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongType(what, value, "a Decimal or a whole number; floats are not exact")
    found = Decimal(value)
    if not found.is_finite() or not 0 < found <= most:
        raise OutOfRange(what, value, f"above zero, at most {most:,}")
    exponent = found.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        raise OutOfRange(what, value, "a number with at most four decimals")
    digits = f"{found:f}"
    return Decimal(digits.rstrip("0").removesuffix(".") if "." in digits else digits)


def _items(value: object) -> Decimal:
    return _number("a number of items", value, _MOST_ITEMS)


@frozen
class Rate:
    """How many items come in a period, on average.

    Attributes
    ----------
    amount
        Items in each period, above zero, with at most four decimals.
    period
        ``"hour"``, ``"day"``, ``"week"``, ``"month"`` or ``"year"``, as planners count them: a day is a working day of the
        calendar that applies.

    Raises
    ------
    OutOfRange
        Zero, negative, or more than a thousand million.
    WrongType
        No exact number, or no such period.

    Examples
    --------
    >>> r = Rate(Decimal("2.50"), "wk")
    >>> str(r), r.period
    ('2.5 per week', 'week')
    """

    amount: Decimal = field(converter=_items)
    period: str = field(converter=_period)

    def __str__(self) -> str:
        return f"{self.amount:f} per {self.period}"


def _time(value: object) -> Span | None:
    if value is None:
        return None
    found = span(value)
    if found.negative or not found or found.elapsed:
        raise OutOfRange("reserved time", str(found), 'working time above zero, such as "4h"')
    return found


def _optional_period(value: object) -> str | None:
    return None if value is None else _period(value)


def _share(value: object) -> Decimal | None:
    return None if value is None else _number("a reserved share", value, 1)


@frozen
class Reservation:
    """Time that is held free: so much in each period, or a share of whatever time there is.

    Attributes
    ----------
    time
        Person-time in each period; ``None``: a share is held. [plan's conventions]
    period
        ``"hour"``, ``"day"``, ``"week"``, ``"month"`` or ``"year"``; ``None`` with a share.
    share
        Share of the availability of those who hold it. [0–1, at most four decimals]

    Raises
    ------
    OutOfRange
        Neither time per period nor a share, or both; an amount that is not above zero; a share above 100 %.
    InvalidText, WrongType
        A part is of no type that means something here.

    Examples
    --------
    >>> str(Reservation(time="4h", period="week")), str(Reservation(share=Decimal("0.2")))
    ('4h per week', '20%')
    """

    time: Span | None = field(default=None, converter=_time)
    period: str | None = field(default=None, converter=_optional_period)
    share: Decimal | None = field(default=None, converter=_share)

    def __attrs_post_init__(self) -> None:
        timed = self.time is not None and self.period is not None
        if timed is (self.share is not None) or (self.time is None) is not (self.period is None):
            raise OutOfRange("a reservation", str(self), _HELD)

    def __str__(self) -> str:
        held = "" if self.share is None else f"{Rate(self.share * 100, 'day').amount:f}%"
        timed = "" if self.time is None and self.period is None else f"{self.time} per {self.period}"
        return " and ".join(filter(None, (timed, held)))


def rate(value: object) -> Rate:
    """A rate from text, ``"12 per day"`` or ``"12/day"``, or as it is.

    Raises
    ------
    InvalidText
        The text is no number of items per period.
    WrongType
        Neither text nor a `Rate`.

    Examples
    --------
    >>> str(rate("12/d"))
    '12 per day'
    """
    if isinstance(value, Rate):
        return value
    if not isinstance(value, str):
        raise WrongType("a rate", value, _RATE)
    return _rate(value)


@lru_cache(maxsize=1024)
def _rate(text: str) -> Rate:
    amount, period = _per(text)
    try:
        if _NUMBER.fullmatch(amount) and period:
            return Rate(Decimal(amount), period)
    except InvalidValue as problem:
        raise InvalidText("a rate", text, f"{_RATE} ({problem})") from None
    raise InvalidText("a rate", text, _RATE)


def reservation(value: object) -> Reservation:
    """A reservation from text, ``"4h per week"`` or ``"20%"``, or as it is.

    Raises
    ------
    InvalidText
        The text is neither time per period nor a share.
    WrongType
        Neither text nor a `Reservation`.

    Examples
    --------
    >>> str(reservation("4h/week")), str(reservation("12.5 %"))
    ('4h per week', '12.5%')
    """
    if isinstance(value, Reservation):
        return value
    if not isinstance(value, str):
        raise WrongType("a reservation", value, _HELD)
    return _reservation(value)


@lru_cache(maxsize=1024)
def _reservation(text: str) -> Reservation:
    amount, period = _per(text)
    percent = amount.removesuffix("%").strip()
    try:
        if not period and amount.endswith("%") and _NUMBER.fullmatch(percent):
            return Reservation(share=Decimal(percent).scaleb(-2))
        if period and amount:
            return Reservation(time=span(amount), period=period)
    except InvalidValue as problem:
        raise InvalidText("a reservation", text, f"{_HELD} ({problem})") from None
    raise InvalidText("a reservation", text, _HELD)


def _per(text: str) -> tuple[str, str]:
    """What stands before and behind "per" or a stroke."""
    if len(text) > _LONGEST:
        return "", ""
    amount, _, period = re.sub(r"\s+per\s+|\s*/\s*", "/", text.strip(), count=1).partition("/")
    return amount.strip(), period.strip()
