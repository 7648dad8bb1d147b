"""Resolved amounts: working time and effort, in whole minutes.

Three spans that planning tools confuse stay apart: `WorkTime` (open minutes on a calendar), `Effort`
(person-minutes) and elapsed time (`datetime.timedelta`). Whole minutes, so that equality, hashing and order
agree.
"""

from __future__ import annotations

from typing import Any, Final, Self

from attrs import field, frozen

from workmodel.errors import OutOfRange, WrongType

__all__ = ["Effort", "WorkTime"]

_MOST: Final = 2**63 - 1


def _whole(instance: Any, attribute: Any, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType(f"{type(instance).__name__}.minutes", value, "a whole number of minutes")
    if not -_MOST <= value <= _MOST:
        raise OutOfRange(f"{type(instance).__name__}.minutes", value, "a whole number of at most 63 bits")


@frozen(order=True)
class _Minutes:
    minutes: int = field(validator=_whole)

    @property
    def hours(self) -> float:
        """The same in hours, for people; arithmetic stays in minutes."""
        return self.minutes / 60

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.minutes + other.minutes)

    def __sub__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.minutes - other.minutes)

    def __neg__(self) -> Self:
        return type(self)(-self.minutes)

    def __bool__(self) -> bool:
        return self.minutes != 0

    def __str__(self) -> str:
        size = abs(self.minutes)
        hours, rest = divmod(size, 60)
        text = f"{hours}h {rest}min" if hours and rest else f"{hours}h" if hours else f"{rest}min"
        return f"-{text}" if self.minutes < 0 else text


@frozen(order=True)
class WorkTime(_Minutes):
    """A span of *working* time, in whole minutes, either sign. [working min]

    Knows minutes, not days: how long a working day is, only a plan's conventions can say.

    Examples
    --------
    >>> str(WorkTime(150)), WorkTime(480) - WorkTime(30)
    ('2h 30min', WorkTime(minutes=450))
    """


@frozen(order=True)
class Effort(_Minutes):
    """Person-time that a piece of work needs, in whole minutes. [person-min]

    Examples
    --------
    >>> Effort(960).hours
    16.0
    """
