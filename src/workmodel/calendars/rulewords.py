"""Recurrence rules in words: `daily`, `weekly`, `monthly` and `yearly` return the text of RFC 5545."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from workmodel.calendars.recurrence import Recurrence
from workmodel.calendars.rules import WEEKDAYS
from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities.moments import Moment, moment

__all__ = ["clock_time", "daily", "monthly", "weekly", "yearly"]

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_CLOCK_EXPECTED: Final = 'a time of day from "00:00" to "23:59", such as "09:00"'
_DAYS_EXPECTED: Final = 'a day of the month such as 15 or -1, or a weekday of it such as "2TU" or "-1FR"'


def clock_time(value: object) -> str:
    """A time of day as canonical text.

    Raises
    ------
    InvalidText, WrongType
        It is none.

    Examples
    --------
    >>> clock_time("9:05")
    '09:05'
    """
    if not isinstance(value, str):
        raise WrongType("a time of day", value, _CLOCK_EXPECTED)
    return _clock(value)


@lru_cache(maxsize=1024)
def _clock(text: str) -> str:
    match = _CLOCK.fullmatch(text.strip()) if len(text) < 20 else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise InvalidText("a time of day", text, _CLOCK_EXPECTED)
    return f"{int(match[1]):02}:{match[2]}"


def _text(
    frequency: str,
    every: int,
    by: dict[str, str],
    at: str | None,
    until: Moment | str | None,
    count: int | None,
) -> str:
    parts = {"FREQ": frequency, "INTERVAL": str(_whole("every", every, 100_000)), **by}
    if at is not None:
        hour, minute = clock_time(at).split(":")
        parts |= {"BYHOUR": str(int(hour)), "BYMINUTE": str(int(minute))}
    if until is not None and count is not None:
        raise OutOfRange("the end of a rule", f"until {until} and count {count}", "one of until and count")
    if until is not None:
        parts["UNTIL"] = _stamp(moment(until))
    if count is not None:
        parts["COUNT"] = str(_whole("count", count, 10_000))
    return Recurrence(";".join(f"{key}={value}" for key, value in parts.items() if value)).rule


def _whole(what: str, value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType(what, value, "a whole number")
    if not 1 <= value <= most:
        raise OutOfRange(what, value, f"from 1 to {most:,}")
    return value


def _month_day(day: int) -> str:
    if not 1 <= abs(day) <= 31:
        raise OutOfRange("a day of the month", day, "from 1 to 31, or from -1 to -31")
    return str(day)


def _stamp(end: date) -> str:
    day = f"{end.year:04}{end:%m%d}"
    if not isinstance(end, datetime):
        return day
    if end.tzinfo is not None:
        raise WrongType("an end of a rule", end, "a date or a time without a zone: rules are wall clock")
    return f"{day}T{end:%H%M%S}"


def daily(
    *, at: str | None = None, every: int = 1, until: Moment | str | None = None, count: int | None = None
) -> str:
    """The rule of something that happens every day, or every so many days.

    Parameters
    ----------
    at
        Local time of day, ``"09:00"``; left out, the rule names none.
    every
        Every how many days.
    until
        The last day, or the last time, that may occur.
    count
        After how many times it ends.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is none of what it may be.

    Examples
    --------
    >>> daily(at="09:00"), daily(every=3, count=10)
    ('FREQ=DAILY;BYHOUR=9;BYMINUTE=0', 'FREQ=DAILY;INTERVAL=3;COUNT=10')
    """
    return _text("DAILY", every, {}, at, until, count)


def weekly(
    *days: str,
    at: str | None = None,
    every: int = 1,
    until: Moment | str | None = None,
    count: int | None = None,
) -> str:
    """The rule of something that happens on days of the week, every week or every so many weeks.

    Parameters
    ----------
    days
        ``"MO"`` to ``"SU"``; none: the weekday on which it begins.
    at, until, count
        As in `daily`.
    every
        Every how many weeks.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is none of what it may be.

    Examples
    --------
    >>> weekly("MO", "TH", at="09:00", every=2)
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0'
    """
    for day in days:
        if not isinstance(day, str) or day.upper() not in WEEKDAYS:
            raise WrongType("a day of the week", day, f"one of {', '.join(WEEKDAYS)}")
    return _text("WEEKLY", every, {"BYDAY": ",".join(days)}, at, until, count)


def monthly(
    *days: int | str,
    at: str | None = None,
    every: int = 1,
    until: Moment | str | None = None,
    count: int | None = None,
) -> str:
    """The rule of something that happens on days of the month, every month or every so many months.

    Parameters
    ----------
    days
        Days of the month, from its end where negative (``15``, ``-1``), or weekdays of it (``"2TU"``, ``"-1FR"``), not
        both kinds at once; none: the day on which it begins.
    at, until, count
        As in `daily`.
    every
        Every how many months.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is none of what it may be.

    Examples
    --------
    >>> monthly(15), monthly("-1FR", at="16:30")
    ('FREQ=MONTHLY;BYMONTHDAY=15', 'FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=16;BYMINUTE=30')
    """
    numbers = [day for day in days if isinstance(day, int) and not isinstance(day, bool)]
    weekdays = [day for day in days if isinstance(day, str)]
    if len(numbers) + len(weekdays) < len(days) or (numbers and weekdays):
        raise WrongType("days of the month", days, f"{_DAYS_EXPECTED}, one kind at a time")
    by = {"BYMONTHDAY": ",".join(map(_month_day, numbers)), "BYDAY": ",".join(weekdays)}
    return _text("MONTHLY", every, by, at, until, count)


def yearly(
    *,
    month: int,
    day: int | str,
    at: str | None = None,
    every: int = 1,
    until: Moment | str | None = None,
    count: int | None = None,
) -> str:
    """The rule of something that happens on one day of the year, every year or every so many years.

    Parameters
    ----------
    month
        From 1 to 12.
    day
        Day of that month, from its end where negative, or a weekday of it (``"-1FR"``).
    at, until, count
        As in `daily`.
    every
        Every how many years.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is none of what it may be.

    Examples
    --------
    >>> yearly(month=11, day=1), yearly(month=11, day="4TH", every=2)
    ('FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYDAY=4TH')
    """
    if isinstance(day, bool) or not isinstance(day, (int, str)):
        raise WrongType("a day of the year", day, _DAYS_EXPECTED)
    by = {"BYMONTH": str(_whole("month", month, 12))}
    if isinstance(day, str):
        by["BYDAY"] = day
    else:
        by["BYMONTHDAY"] = _month_day(day)
    return _text("YEARLY", every, by, at, until, count)
