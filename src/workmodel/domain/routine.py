"""Ongoing work that repeats and has no planned end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Literal, NoReturn

from attrs import field, frozen

from workmodel.calendars import RecurrenceSet, clock_time
from workmodel.domain.assignment import Assignment, assignments
from workmodel.domain.dependency import Dependency, dependencies
from workmodel.domain.estimate import Estimate, estimate
from workmodel.domain.items import Entity, _priority
from workmodel.domain.override import Override, override
from workmodel.domain.references import holds, reference
from workmodel.domain.routinestep import RoutineStep, check_steps, steps
from workmodel.domain.skills import Requirement, requirements
from workmodel.domain.values import one_of, optional, optional_id, positive, readable_id, several, some_text
from workmodel.errors import InvalidText, NoCompletion, OutOfRange, WrongType
from workmodel.quantities import Axis, Moment, Rate, Reservation, Span, moment, rate, reservation

__all__ = ["Routine"]


def _recurrence(value: object) -> str:
    return "" if value == "" else RecurrenceSet(value).text


def _clock(value: object) -> str:
    return "" if value == "" else clock_time(value)


def _zone(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise WrongType("a zone", value, 'an IANA name such as "Europe/Berlin"')
    return Axis(value).zone


def _people(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(several("whom a routine is fanned out for", readable_id)(value)))


@frozen(kw_only=True)
class Routine(Entity):
    """Ongoing work with an owner, a rate and a service level, and no completion: support, reviews, maintenance.

    It has one of three demands: a *recurrence* (when it comes is known), *arrivals* (how often is known) or a
    *reservation* (hours held). What a recurrence comes to, `workmodel.routines` says; what was done of it, `Completion`.

    Attributes
    ----------
    parent
        Id of the project it belongs to, with which it begins and ends.
    purpose
        What it is for.
    owner
        Id of the resource that answers for it.
    recurrence
        An RFC 5545 recurrence rule, ``"FREQ=WEEKLY;BYDAY=MO"``, or several lines ``RRULE:``, ``RDATE:`` and ``EXDATE:``; kept
        in canonical form. `workmodel.calendars.weekly` and its kin return such text.
    arrivals
        How many items come in a period, ``"12 per day"``.
    reservation
        Time held per period, ``"4h per week"``, or a share, ``"20%"``.
    effort
        Person-time per occurrence or item.
    estimate
        Three-point estimate of that effort; without an effort, its mean is it.
    window
        How long after its start an occurrence may still be done.
    at
        Local time of day at which an occurrence starts, ``"09:00"``, where the recurrence says none; where neither does, it may
        be done at any time of its day.
    zone
        IANA name of the zone whose wall clock it keeps; ``None``: the plan's.
    gap
        What happens to a local time that a change of clocks removes: ``"shift"`` moves it by as much, so that nothing is
        lost; ``"skip"`` leaves it out, as RFC 5545 does.
    day_off
        What happens to an occurrence on a day on which its calendar (its own, else its project's, else the plan's) is
        closed: ``"keep"``, ``"skip"``, or it moves to the ``"next"`` or ``"previous"`` open day.
    renewal
        From when the next occurrence counts: ``"fixed"``, by the rule whatever was done; ``"after_completion"``, by the rule
        begun anew when the last was done; ``"catch_up"``, by the rule, without those that passed before the last was done.
    overrides
        What is different about single occurrences, each an `Override` or its text, ``"2026-06-30 cancelled"``.
    assignments
        Who does it, each ``"RESOURCE [UNITS%]"``; what they share goes by units × open time, units being the capacity where
        none are said.
    requires
        Whom it needs before anybody is named, each ``"[COUNT] SKILL [LEVEL]"``.
    split
        Whether the effort is shared by the assigned (``"total"``), each at their efficiency, or each spends it as so much
        time (``"each"``: meetings).
    steps
        What each occurrence consists of, each a `RoutineStep`; they say the effort then.
    fan_out
        Ids of the people, or teams of people, for each of whom the steps that name ``"each"`` or ``"manager"`` happen.
    calendar
        Id of its working calendar.
    valid_from, valid_to
        Period of validity, where its rule begins and ends: from ``valid_from`` on, or from the start of its project, or of the
        plan. A day as ``valid_to`` counts to its end. Without a zone, the routine's wall clock.
    after
        What its first occurrence waits for.
    priority
        0–1000, higher first.
    service_level
        Span within which an item should be done, counted from its start or its arrival.

    Raises
    ------
    OutOfRange
        Several demands; a time of day said twice, or of an amount per period; overrides of one start; an effort or estimate
        beside steps or a reservation; steps in a ring; somebody assigned twice; a fan-out without steps; a renewal after
        completion that counts.
    InvalidText, WrongType
        A part is of no type that means something here; the error names it.

    Examples
    --------
    >>> Routine("support", recurrence="FREQ=WEEKLY;BYDAY=MO,TU", effort="1h", assignments=["ben"]).name
    'support'
    >>> close = Routine(
    ...     "close", recurrence="rrule:bymonthday=-1;freq=monthly", overrides=["2026-06-30 cancelled"]
    ... )
    >>> close.recurrence, close.overrides[0].cancelled
    ('FREQ=MONTHLY;BYMONTHDAY=-1', True)
    """

    kind: ClassVar[str] = "routine"

    parent: str | None = reference("project", default=None, converter=optional_id)
    purpose: str = field(default="", converter=some_text)
    owner: str | None = reference("resource", default=None, converter=optional_id)
    recurrence: str = field(default="", converter=_recurrence)
    arrivals: Rate | None = field(default=None, converter=optional(rate))
    reservation: Reservation | None = field(default=None, converter=optional(reservation))
    effort: Span | None = field(default=None, converter=positive("an effort"))
    estimate: Estimate | None = field(default=None, converter=optional(estimate))
    window: Span | None = field(default=None, converter=positive("a window"))
    at: str = field(default="", converter=_clock)
    zone: str | None = field(default=None, converter=_zone)
    gap: Literal["shift", "skip"] = field(
        default="shift", converter=one_of("what happens to a removed time", "shift", "skip")
    )
    day_off: Literal["keep", "skip", "next", "previous"] = field(
        default="keep", converter=one_of("a rule for days off", "keep", "skip", "next", "previous")
    )
    renewal: Literal["fixed", "after_completion", "catch_up"] = field(
        default="fixed", converter=one_of("a renewal", "fixed", "after_completion", "catch_up")
    )
    overrides: tuple[Override, ...] = field(default=(), converter=several("a list of overrides", override))
    assignments: tuple[Assignment, ...] = holds(Assignment, converter=assignments)
    requires: tuple[Requirement, ...] = holds(Requirement, converter=requirements)
    split: str = field(default="total", converter=one_of("a split of effort", "total", "each"))
    steps: tuple[RoutineStep, ...] = holds(RoutineStep, converter=steps)
    fan_out: tuple[str, ...] = reference("resource", default=(), converter=_people)
    calendar: str | None = reference("calendar", default=None, converter=optional_id)
    valid_from: Moment | None = field(default=None, converter=optional(moment))
    valid_to: Moment | None = field(default=None, converter=optional(moment))
    after: tuple[Dependency, ...] = holds(Dependency, converter=dependencies)
    priority: int = field(default=500, converter=_priority)
    service_level: Span | None = field(default=None, converter=positive("a service level"))

    def __attrs_post_init__(self) -> None:
        demands = [
            name
            for name in ("recurrence", "arrivals", "reservation")
            if getattr(self, name) not in ("", None)
        ]
        if len(demands) > 1:
            raise OutOfRange(
                "the demand of a routine", " and ".join(demands), "one of recurrence, arrivals, reservation"
            )
        if self.effort is not None and self.effort.elapsed:
            raise OutOfRange("an effort", str(self.effort), 'working time such as "1h"')
        if self.recurrence:
            _check_times(self)
        else:
            _check_meaning(self)
        people = [one.resource for one in self.assignments]
        if len(set(people)) < len(people):
            twice = next(name for name in people if people.count(name) > 1)
            raise OutOfRange("who is assigned to a routine", twice, "named once")
        if self.fan_out and not self.steps:
            raise OutOfRange(
                "whom a routine is fanned out for", ", ".join(self.fan_out), "left out, as it has no steps"
            )
        if self.overrides:
            _check_overrides(self)
        if self.steps:
            check_steps(self.steps)
            for name in ("effort", "estimate"):
                if (said := getattr(self, name)) is not None:
                    raise OutOfRange(f"the {name} of a routine with steps", str(said), "said by its steps")

    @property
    def occurs(self) -> RecurrenceSet | None:
        """Its recurrence as a value that can be asked for dates; ``None`` without one."""
        return RecurrenceSet(self.recurrence) if self.recurrence else None

    @property
    def zoned(self) -> Iterator[str]:
        """Names of the fields that mean an instant and so need a plan with a zone."""
        if self.zone is not None:
            yield "zone"
        part = RecurrenceSet(self.recurrence).zoned if self.recurrence else ""
        if part:
            yield f"recurrence ({part})"
        times = (time for one in self.overrides for time in (one.original, one.start))
        if any(isinstance(time, datetime) and time.tzinfo is not None for time in times):
            yield "overrides"

    @property
    def percent_complete(self) -> NoReturn:
        """Nothing: a routine goes on, so no share of it is done.

        Raises
        ------
        NoCompletion
            Always; it says what to ask instead.
        """
        raise NoCompletion(self.id)


def _check_times(routine: Routine) -> None:
    found = RecurrenceSet(routine.recurrence)
    if routine.at and (found.says_times or found.hourly):
        raise OutOfRange("the time of day (at)", routine.at, f"left out, as the rule says its own: {found}")
    if routine.renewal == "after_completion" and not (found.plain and not found.counts):
        raise InvalidText(
            "the recurrence of a routine renewed after completion", str(found), "one rule without COUNT"
        )


def _check_meaning(routine: Routine) -> None:
    """Refuse what means nothing where what comes, or is held, is an amount per period."""
    if routine.arrivals is None and routine.reservation is None:
        return
    if routine.at:
        raise OutOfRange(
            "the time of day (at)", routine.at, "left out, as an amount per period lies in all of it"
        )
    for name in ("effort", "estimate"):
        said = getattr(routine, name)
        if routine.reservation is not None and said is not None:
            raise OutOfRange(
                f"the {name} of a routine", str(said), "left out, as its reservation says how much"
            )


def _check_overrides(routine: Routine) -> None:
    keys = [(one.original, type(one.original), one.following) for one in routine.overrides]
    if len(set(keys)) < len(keys):
        twice = next(one for one, key in zip(routine.overrides, keys, strict=True) if keys.count(key) > 1)
        raise OutOfRange("the start that an override names", str(twice), "named by one override only")
    if routine.steps and any(one.effort is not None for one in routine.overrides):
        raise OutOfRange("an effort in an override", "given", "left out, as the routine's steps say theirs")
