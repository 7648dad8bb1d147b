"""A plan's own settings: its frame in time, its conventions and the choices of its scheduling rules."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Literal

from attrs import field, fields, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import one_of, optional, readable_id, some_text
from workmodel.errors import OutOfRange, WrongType, instance_of
from workmodel.quantities import STANDARD_CONVENTIONS, Axis, Conventions, Moment, Span, moment, span

__all__ = ["SETTING_NAMES", "Settings"]


@lru_cache(maxsize=64)
def _axis(zone: str | None) -> Axis:
    return Axis(zone)


def _zone(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongType("a zone", value, 'an IANA name such as "Europe/Berlin"')
    return Axis(value).zone


def _conventions(value: object) -> Conventions:
    if not isinstance(value, Conventions):
        raise WrongType("conventions", value, "a Conventions, such as Conventions(minutes_per_day=450)")
    return value


def _limit(value: object) -> Span:
    found = span(value)
    if found.elapsed:
        raise OutOfRange("a float limit", str(found), 'working time, such as "1d"')
    return found


@frozen(kw_only=True)
class Settings:
    """What holds for a plan as a whole.

    Attributes
    ----------
    title
        What people call the plan.
    start
        Nothing begins before; needed for dates when planning forward.
    finish
        Everything ends by then; needed when planning backward.
    direction
        ``"forward"`` from the start or ``"backward"`` from the finish.
    zone
        IANA name of the zone of its wall clock; ``None``: floating times, no zone anywhere.
    calendar
        Id of the calendar of work that has no other: ``"standard"``, ``"24_hours"``, ``"night_shift"`` or an entity.
    status_date
        The date to which progress is true.
    conventions
        How long a day, week and month of work are in spans.
    late_horizon
        Late dates run back from the latest finish in the nearest ``"project"``, or from that of the ``"plan"`` for all.
    uncompleted
        Unfinished work whose dates lie before the status date stays (``"keep"``) or what remains of it moves to the
        status date (``"reschedule"``).
    out_of_sequence
        Work that started before its predecessors allow runs on (``"keep"``) or what remains of it waits
        (``"retained_logic"``).
    critical_float
        Items with at most this total float are critical.
    """

    title: str = field(default="", converter=some_text)
    start: Moment | None = field(default=None, converter=optional(moment))
    finish: Moment | None = field(default=None, converter=optional(moment))
    direction: Literal["forward", "backward"] = field(
        default="forward", converter=one_of("a direction", "forward", "backward")
    )
    zone: str | None = field(default=None, converter=_zone)
    calendar: str = reference("calendar", default="standard", converter=readable_id)
    status_date: Moment | None = field(default=None, converter=optional(moment))
    conventions: Conventions = field(default=STANDARD_CONVENTIONS, converter=_conventions)
    late_horizon: Literal["project", "plan"] = field(
        default="project", converter=one_of("a late horizon", "project", "plan")
    )
    uncompleted: Literal["keep", "reschedule"] = field(
        default="keep", converter=one_of("a rule for uncompleted work", "keep", "reschedule")
    )
    out_of_sequence: Literal["keep", "retained_logic"] = field(
        default="keep", converter=one_of("a rule for work out of sequence", "keep", "retained_logic")
    )
    critical_float: Span = field(default=Span(), converter=_limit)

    @property
    def axis(self) -> Axis:
        """The door between its datetimes and minutes."""
        return _axis(self.zone)

    def changes_to(self, other: Settings) -> tuple[tuple[str, Any, Any], ...]:
        """Field, value here and value there, for every field that differs."""
        instance_of(Settings, "settings to compare with", other, "Settings")
        return tuple(
            (name, getattr(self, name), getattr(other, name))
            for name in SETTING_NAMES
            if getattr(self, name) != getattr(other, name)
        )


SETTING_NAMES: Final[tuple[str, ...]] = tuple(f.name for f in fields(Settings))
