"""The `Calendar` entity, the ready-made calendars, and how a chain of calendars becomes working time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final

from attrs import field, frozen

from workmodel.calendars import (
    NIGHT_SHIFT,
    ROUND_THE_CLOCK,
    STANDARD,
    CalendarException,
    Layer,
    WeekPattern,
    WorkCalendar,
    WorkWeek,
)
from workmodel.domain.items import Entity
from workmodel.domain.references import reference
from workmodel.domain.values import optional, optional_id, several
from workmodel.errors import InvalidPlan, WrongType, around
from workmodel.quantities.moments import zone_info

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["BUILT_IN_CALENDARS", "Calendar", "CalendarRing", "layers_of", "work_calendar"]


def _week(value: Any) -> WeekPattern:
    if isinstance(value, WeekPattern):
        return value
    if isinstance(value, (str, Mapping)):
        return WeekPattern.of(value)
    raise WrongType("a week", value, 'a WeekPattern or text such as "mon-fri 09:00-17:00; sat 10:00-14:00"')


def _exception(value: Any) -> CalendarException:
    if isinstance(value, CalendarException):
        return value
    raise WrongType("an exception", value, "a CalendarException")


def _work_week(value: Any) -> WorkWeek:
    if isinstance(value, WorkWeek):
        return value
    raise WrongType("a work week", value, "a WorkWeek")


def _zone(value: Any) -> str:
    return zone_info(value).key


@frozen(kw_only=True)
class Calendar(Entity):
    """When work happens; what ``calendar=`` refers to.

    Attributes
    ----------
    base
        Id of the calendar it inherits from: an entity, or ``"standard"``, ``"24_hours"``, ``"night_shift"``; ``None``:
        nothing is inherited.
    week
        Its week pattern, such as ``"mon-fri 09:00-17:00; sat 10:00-14:00"``; days it does not name are inherited.
    exceptions
        Days off, extra working days, changed hours.
    work_weeks
        Week patterns valid for a period.
    zone
        IANA name of the zone on whose wall clock its hours are, ``"Asia/Kolkata"``; ``None``: that of its base, at last
        the plan's. Only a plan with a zone can hold it.

    Examples
    --------
    >>> office = Calendar("office", base="standard", week="fri 08:00-12:00")
    >>> office.base
    'standard'
    >>> from workmodel.domain import Plan
    >>> pune = Plan(zone="Europe/Berlin").add(Calendar("pune", base="standard", zone="Asia/Kolkata"))
    >>> pune.work_calendar("pune").zone, pune.work_calendar().zone
    ('Asia/Kolkata', 'Europe/Berlin')
    """

    kind: ClassVar[str] = "calendar"

    base: str | None = reference("calendar", default=None, converter=optional_id)
    week: WeekPattern | None = field(default=None, converter=optional(_week))
    exceptions: tuple[CalendarException, ...] = field(default=(), converter=several("exceptions", _exception))
    work_weeks: tuple[WorkWeek, ...] = field(default=(), converter=several("work weeks", _work_week))
    zone: str | None = field(default=None, converter=optional(_zone))

    @property
    def layer(self) -> Layer:
        """What it says itself, without its base."""
        return Layer(self.week or WeekPattern(), self.exceptions, self.work_weeks)


BUILT_IN_CALENDARS: Final[Mapping[str, Calendar]] = MappingProxyType(
    {
        "standard": Calendar("standard", title="Standard", week=STANDARD.week),
        "24_hours": Calendar("24_hours", title="24 hours", week=ROUND_THE_CLOCK.week),
        "night_shift": Calendar("night_shift", title="Night shift", week=NIGHT_SHIFT.week),
    }
)
"""Calendars that every plan knows without declaring them, by id."""


@frozen
class CalendarRing(InvalidPlan):
    """Calendars that inherit from each other.

    Attributes
    ----------
    path
        The ids around the ring.
    """

    path: tuple[str, ...]

    def __str__(self) -> str:
        return f"these calendars inherit from each other: {around(self.path)}. Give one no base."


def layers_of(plan: ReadablePlan, calendar: str, known: dict[str, Layer] | None = None) -> tuple[Layer, ...]:
    """The layers of a calendar with all it inherits, base first.

    Parameters
    ----------
    plan
        The plan.
    calendar
        Id of the calendar.
    known
        Layers by id, kept from calendar to calendar: those of one chain share what they inherit.

    Raises
    ------
    CalendarRing
        The calendars inherit from each other.
    """
    known = {} if known is None else known
    found: list[Layer] = []
    for entity in _chain(plan, calendar):
        layer = known.get(entity.id)
        if layer is None:
            layer = known[entity.id] = entity.layer
        found.append(layer)
    return tuple(reversed(found))


def _chain(plan: ReadablePlan, calendar: str) -> list[Calendar]:
    """A calendar, what it inherits from, and so on."""
    chain: dict[str, Calendar] = {}
    name: str | None = calendar
    while name is not None:
        if name in chain:
            path = list(chain)
            raise CalendarRing(tuple(path[path.index(name) :]))
        chain[name] = plan.get(name) or BUILT_IN_CALENDARS[name]
        name = chain[name].base
    return list(chain.values())


def work_calendar(plan: ReadablePlan, calendar: str) -> WorkCalendar:
    """The working time of a calendar of a plan, on the plan's axis of minutes.

    The zone is the nearest that the calendar or one it inherits from names, else the plan's: hours that a calendar
    inherits are read on its own wall clock.
    """
    zones = (one.zone for one in _chain(plan, calendar) if one.zone is not None)
    layers = layers_of(plan, calendar, plan._memo.setdefault("layers", {}))
    return WorkCalendar(layers, zone=next(zones, plan.zone))
