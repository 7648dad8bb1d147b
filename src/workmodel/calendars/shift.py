"""Shifts: the stretches of one local day in which work happens, and their notation.

A shift over midnight belongs to the day on which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

from attrs import field, frozen

from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType, named

__all__ = ["Shift", "shifts"]

_DAY: Final = 1440
_EXPECTED: Final = 'one such as "08:00-12:00", "22:00-06:00" (over midnight) or "00:00-24:00"'
_SEVERAL: Final = 'shifts such as "08:00-12:00, 13:00-17:00", or "off" for a day without work'
_NOTATION: Final = re.compile(
    r"\s*(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?\s*",
    re.ASCII,
)
_MOST_SHIFTS: Final = 100


def _minute(instance: Any, attribute: Any, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType("a time of day", value, "whole minutes after midnight")


@frozen(order=True)
class Shift:
    """One stretch of work of a local day. [min after midnight of the day it starts on]

    Attributes
    ----------
    start
        First minute, 0 to 1439.
    finish
        End, exclusive; above 1440 where it runs over midnight, at most a day after the start.

    Raises
    ------
    WrongType
        Not whole minutes.
    OutOfRange
        Outside those limits.

    Examples
    --------
    >>> Shift.of("22:00-06:00")
    Shift(start=1320, finish=1800)
    >>> str(Shift(480, 720)), Shift(480, 720).minutes
    ('08:00-12:00', 240)
    """

    start: int = field(validator=_minute)
    finish: int = field(validator=_minute)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start < _DAY:
            raise OutOfRange("the start of a shift", self.start, "0 to 1439 minutes after midnight")
        if not self.start < self.finish <= self.start + _DAY:
            raise OutOfRange("the finish of a shift", self.finish, "after its start, at most a day later")

    @classmethod
    def of(cls, text: object) -> Shift:
        """The shift that a text describes; a finish not after the start is on the next day.

        Raises
        ------
        InvalidText
            The text is not a shift.

        Examples
        --------
        >>> Shift.of("9-17:30") == Shift(540, 1050)
        True
        """
        match = _NOTATION.fullmatch(text) if isinstance(text, str) and len(text) <= 40 else None
        if match is None:
            raise InvalidText("a shift", named(text), _EXPECTED)
        hours, minutes, to_hours, to_minutes = (int(part or 0) for part in match.groups())
        start, finish = hours * 60 + minutes, to_hours * 60 + to_minutes
        if minutes > 59 or to_minutes > 59 or start >= _DAY or finish > _DAY:
            raise InvalidText("a shift", named(text), f"{_EXPECTED}, on a clock of 24 hours")
        return cls(start, finish if finish > start else finish + _DAY)

    @property
    def minutes(self) -> int:
        """How long it is by the wall clock. [min]"""
        return self.finish - self.start

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.finish)}"


def _clock(minute: int) -> str:
    """The time of day; midnight at the end of the day is 24:00."""
    hours, minutes = divmod(minute if minute <= _DAY else minute - _DAY, 60)
    return f"{hours:02}:{minutes:02}"


def shifts(value: object) -> tuple[Shift, ...]:
    """The shifts of a day, in order, from text or from several shifts.

    Parameters
    ----------
    value
        Text with commas between shifts, one `Shift`, or several shifts or texts. Nothing, ``""`` or ``"off"``
        is a day without work.

    Raises
    ------
    InvalidText
        A text is not a shift, or two shifts overlap.
    WrongType
        Neither text nor shifts.

    Examples
    --------
    >>> [str(s) for s in shifts("13:00-17:00, 08:00-12:00")]
    ['08:00-12:00', '13:00-17:00']
    >>> shifts("off")
    ()
    """
    if isinstance(value, Shift):
        return (value,)
    if isinstance(value, str):
        clean = value.strip().lower()
        parts: list[object] = [] if clean in {"", "off"} else list(value.split(","))
    elif isinstance(value, Iterable):
        parts = list(value)
    else:
        raise WrongType("the shifts of a day", value, _SEVERAL)
    if len(parts) > _MOST_SHIFTS:
        raise OutOfRange("the number of shifts of a day", len(parts), f"at most {_MOST_SHIFTS}")
    found = tuple(sorted(_shift(part) for part in parts))
    for one, other in pairwise(found):
        if other.start < one.finish:
            raise InvalidText("the shifts of a day", f"{one}, {other}", "shifts that do not overlap")
    return found


def _shift(value: object) -> Shift:
    if isinstance(value, Shift):
        return value
    if isinstance(value, str):
        try:
            return Shift.of(value)
        except InvalidValue:
            raise InvalidText("a shift", value.strip(), _EXPECTED) from None
    raise WrongType("a shift", value, _EXPECTED)
