"""Layers: calendars that inherit, and the one place that says which statement decides about a day.

A calendar is a stack of layers, base first: the office, then the person. Each layer makes statements: a week
pattern, work weeks for periods, exceptions for days. About a day,

1. exceptions beat work weeks, and work weeks beat week patterns: what is said about few days beats what is
   said about many, so that a public holiday of the office stays a holiday for a colleague with hours of her
   own;
2. among statements of one kind the last layer that makes one decides: the person's exception beats the
   office's;
3. within a layer a one-off exception beats a recurring one, as in Microsoft Project;
4. within what is left, the later listed beats the earlier.

A day of which a work week or a pattern says nothing is decided by the next statement in line. Where nobody
says anything, nobody works. Microsoft Project's resource calendars inherit the exceptions and work weeks of
their base in this way too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from attrs import field, frozen

from workmodel.calendars.exceptions import CalendarException
from workmodel.calendars.shift import Shift
from workmodel.calendars.weeks import WeekPattern, WorkWeek, week
from workmodel.errors import WrongType, instance_of, tuple_of

__all__ = ["Layer", "Statement", "day_shifts", "deciding", "statements"]

Statement = WeekPattern | WorkWeek | CalendarException
"""What a layer says about some days; each kind answers ``on(day)``."""


def _several(value: Any, kind: type[Any], what: str) -> tuple[Any, ...]:
    if isinstance(value, kind):
        return (value,)
    if isinstance(value, Iterable) and not isinstance(value, str):
        found = tuple(value)
        wrong = [one for one in found if not isinstance(one, kind)]
        if not wrong:
            return found
        value = wrong[0]
    raise WrongType(what, value, f"several of {kind.__name__}")


def _exceptions(value: Any) -> tuple[CalendarException, ...]:
    return _several(value, CalendarException, "the exceptions of a layer")


def _work_weeks(value: Any) -> tuple[WorkWeek, ...]:
    return _several(value, WorkWeek, "the work weeks of a layer")


@frozen(cache_hash=True)
class Layer:
    """What one calendar says itself, without what it inherits.

    Attributes
    ----------
    week
        Its week pattern; days that it does not name are inherited.
    exceptions
        Days with other shifts.
    work_weeks
        Patterns for periods.

    Examples
    --------
    >>> office = Layer("mon-fri 09:00-17:00", CalendarException(start="2026-12-25"))
    >>> ana = Layer("fri off")
    >>> [str(s) for s in day_shifts((office, ana), date(2026, 3, 5))]
    ['09:00-17:00']
    >>> day_shifts((office, ana), date(2026, 3, 6))
    ()
    """

    week: WeekPattern = field(factory=WeekPattern, converter=week)
    exceptions: tuple[CalendarException, ...] = field(default=(), converter=_exceptions)
    work_weeks: tuple[WorkWeek, ...] = field(default=(), converter=_work_weeks)


def statements(layers: Iterable[Layer]) -> Iterator[Statement]:
    """All statements of a stack; each beats those before it on the days it speaks of."""
    stack = tuple_of("layers", layers, "a list of Layer, the base first")
    for layer in stack:
        instance_of(Layer, "a layer", layer, "a Layer")
    for layer in stack:
        yield layer.week
    for layer in stack:
        yield from layer.work_weeks
    for layer in stack:
        yield from (one for one in layer.exceptions if one.recurring)
        yield from (one for one in layer.exceptions if not one.recurring)


def effective_week(layers: Sequence[Layer]) -> WeekPattern:
    """What the week patterns of a stack say together: of each day what the last layer that names it says.

    Examples
    --------
    >>> str(effective_week((Layer("mon-fri 09:00-17:00"), Layer("fri 08:00-12:00"))))
    'mon-thu 09:00-17:00; fri 08:00-12:00'
    """
    said: list[tuple[Shift, ...] | None] = [None] * 7
    for layer in layers:
        said = [own if own is not None else base for own, base in zip(layer.week.days, said, strict=True)]
    return WeekPattern(*said)


def deciding(layers: Iterable[Layer], day: date) -> Statement | None:
    """The statement that decides about a day, or ``None``: nobody says anything about it.

    Examples
    --------
    >>> office = Layer("mon-fri 09:00-17:00", CalendarException(start="2026-12-25", name="Christmas"))
    >>> deciding((office, Layer("fri 08:00-12:00")), date(2026, 12, 25)).name
    'Christmas'
    """
    return next((one for one in reversed(list(statements(layers))) if one.on(day) is not None), None)


def day_shifts(layers: Iterable[Layer], day: date) -> tuple[Shift, ...]:
    """The shifts that begin on a day.

    Parameters
    ----------
    layers
        The stack, base first.
    day
        A local day; a shift over midnight belongs to the day it begins on.
    """
    statement = deciding(layers, day)
    return () if statement is None else statement.on(day) or ()
