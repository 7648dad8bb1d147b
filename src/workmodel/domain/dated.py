"""What changes about a resource from a day on: its capacity, and what an hour of it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Protocol, TypeVar

from attrs import field, frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.domain.values import several, share
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import Money, money

__all__ = ["CapacityChange", "CostRate", "capacity_change", "cost_rate"]

_CHANGE: Final = 'a day and the capacity from then on, such as "2026-03-01 0.6" or "2026-03-01 60%"'
_RATE: Final = 'a day and the money for an hour from then on, such as "2027-01-01 90 EUR"'


def capacity(value: Any) -> Decimal:
    """A capacity: how many full-time people or machines. [1 = full time]"""
    return share("capacity", value, most=100_000)


def _from(value: Any) -> date:
    return calendar_day(value)


@frozen
class CapacityChange:
    """The capacity of a resource from a day on, until the next change.

    Attributes
    ----------
    start
        The first day on which it holds, in the zone of the resource's calendar.
    capacity
        As `Resource.capacity`. [1 = full time]

    Examples
    --------
    >>> part_time = capacity_change("2026-03-01 60%")
    >>> part_time.capacity, str(part_time)
    (Decimal('0.6'), '2026-03-01 0.6')
    """

    start: date = field(converter=_from)
    capacity: Decimal = field(converter=capacity)

    def __str__(self) -> str:
        return f"{self.start} {self.capacity:f}"


@frozen
class CostRate:
    """What an hour of a resource costs from a day on, until the next rate.

    Attributes
    ----------
    start
        The first day on which it holds.
    rate
        Money per hour of work.

    Examples
    --------
    >>> str(cost_rate("2027-01-01 90 EUR").rate)
    '90 EUR'
    """

    start: date = field(converter=_from)
    rate: Money = field(converter=money)

    def __str__(self) -> str:
        return f"{self.start} {self.rate}"


def capacity_change(value: object) -> CapacityChange:
    """A change of capacity from its notation, ``DAY CAPACITY``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `CapacityChange`.
    """
    if isinstance(value, CapacityChange):
        return value
    if not isinstance(value, str):
        raise WrongType("a change of capacity", value, _CHANGE)
    return _change_of(value)


@lru_cache(maxsize=1024)
def _change_of(text: str) -> CapacityChange:
    return _two(text, CapacityChange, "a change of capacity", _CHANGE)


def cost_rate(value: object) -> CostRate:
    """A dated cost rate from its notation, ``DAY MONEY``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `CostRate`.
    """
    if isinstance(value, CostRate):
        return value
    if not isinstance(value, str):
        raise WrongType("a dated cost rate", value, _RATE)
    return _rate_of(value)


@lru_cache(maxsize=1024)
def _rate_of(text: str) -> CostRate:
    return _two(text, CostRate, "a dated cost rate", _RATE)


_T = TypeVar("_T")


def _two(text: str, make: Callable[[str, str], _T], what: str, expected: str) -> _T:
    """What a day and the rest of a text make."""
    words = text.split(maxsplit=1)
    try:
        if len(words) == 2:
            return make(*words)
    except InvalidValue as problem:
        raise InvalidText(what, text, f"{expected} ({problem})") from None
    raise InvalidText(what, text, expected)


class _Dated(Protocol):
    @property
    def start(self) -> date: ...


_D = TypeVar("_D", bound=_Dated)


def _one_a_day(what: str, found: tuple[_D, ...]) -> tuple[_D, ...]:
    days = [one.start for one in found]
    if len(set(days)) < len(days):
        twice = next(one for one in days if days.count(one) > 1)
        raise OutOfRange(f"the first day of a {what}", str(twice), "that of one of them only")
    return found


def capacity_changes(value: Any) -> tuple[CapacityChange, ...]:
    """Changes of capacity, at most one from any day on."""
    return _one_a_day("change of capacity", several("a list of changes of capacity", capacity_change)(value))


def cost_rates(value: Any) -> tuple[CostRate, ...]:
    """Dated cost rates, at most one from any day on."""
    return _one_a_day("cost rate", several("a list of cost rates", cost_rate)(value))


def in_force(changes: Iterable[_D], on: date) -> _D | None:
    """The one that holds on a day: the last to start by then, whatever order they are listed in."""
    started = [one for one in changes if one.start <= on]
    return max(started, key=lambda one: one.start, default=None)
