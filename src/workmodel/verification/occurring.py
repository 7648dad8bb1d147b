"""Which occurrence of a routine an item waits for, read off what the routine's room tells about windows of time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from workmodel.calendars import ending
from workmodel.domain import Dependency, Plan, Routine
from workmodel.domain.teams import people
from workmodel.errors import NoOccurrences
from workmodel.quantities import Axis
from workmodel.routines import Occurrence, next_occurrence, occurrences, validity

__all__ = ["occurrence"]

_YEAR: Final = 366 * 1440
_FIRST: Final = date(2, 1, 1)
_APART: Final = timedelta(days=70)  # how far days off may move an occurrence out of its period


def occurrence(plan: Plan, d: Dependency, own: int) -> tuple[int, int, int] | None:
    """Start, finish and the working time between of what is waited for by what could start at *own*; else ``None``.

    Also ``None`` where the occurrences cannot be told: such a plan has no schedule to be held against it.
    """
    routine = plan.routines[d.predecessor]
    clock = Axis(routine.zone) if routine.zone is not None else plan.axis
    try:
        if d.binding == "next_only":
            one = _next(plan, routine, clock, own)
        elif d.binding == "latest_before":
            one = _latest(plan, routine, own)
        else:
            one = _last_of_period(plan, routine, clock, own)
    except NoOccurrences:
        return None
    if one is None:
        return None
    calendar = plan.work_calendar(routine.calendar)
    start, finish = plan.axis.minute(one.start), _finish(plan, routine, clock, one)
    return start, finish, calendar.between(start, finish)


def _counts(one: Occurrence) -> bool:
    """Whether it was not left out on purpose."""
    if one.completion is not None:
        return one.completion.outcome == "done"
    reports = [step.completion for step in one.steps]
    return not reports or any(said is None or said.outcome == "done" for said in reports)


def _next(plan: Plan, routine: Routine, clock: Axis, own: int) -> Occurrence | None:
    time = clock.minute(clock.time(own).date()) - 1  # without a time of day, it is still to come all day
    while True:
        after = next_occurrence(plan, routine, plan.axis.time(time))
        if after is None:
            return None
        time = plan.axis.minute(after.start)
        together = occurrences(plan, routine, after.start, plan.axis.time(time + 1))
        for one in together:
            if _counts(one) and (not one.timed or time >= own):
                return one


def _latest(plan: Plan, routine: Routine, own: int) -> Occurrence | None:
    moved = [plan.axis.minute(one.start) for one in routine.overrides if one.start is not None]
    least = max(min([validity(plan, routine)[0], *moved]) - 2 * _YEAR, plan.axis.minute(_FIRST))
    end, years = own + 1, 1
    while end > least:
        begin = max(end - years * _YEAR, least)
        found = [
            one
            for one in occurrences(plan, routine, plan.axis.time(begin), plan.axis.time(end))
            if _counts(one)
        ]
        if found:
            return found[-1]
        end, years = begin, 2 * years
    return None


def _last_of_period(plan: Plan, routine: Routine, clock: Axis, own: int) -> Occurrence | None:
    day = clock.time(own).date()
    moved = [
        abs(_day(clock, one.start) - _day(clock, one.original)) for one in routine.overrides if one.start
    ]
    apart = _APART + max(moved, default=timedelta())
    first, last = _period(routine, day)
    within = occurrences(plan, routine, first - apart, last + apart)
    found = [one for one in within if _counts(one) and first <= _day(clock, one.original) <= last]
    return found[-1] if found else None


def _period(routine: Routine, day: date) -> tuple[date, date]:
    rules = routine.occurs.rules if routine.occurs is not None else ()
    said = [rule.frequency for rule in rules]
    first = last = day
    if "YEARLY" in said:
        first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
    elif "MONTHLY" in said:
        first, after = day.replace(day=1), day.replace(day=28) + timedelta(days=4)
        last = after - timedelta(days=after.day)
    elif "WEEKLY" in said:
        year, week, _ = day.isocalendar()
        first, last = date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    return first, last


def _day(clock: Axis, moment: date) -> date:
    return clock.time(clock.minute(moment)).date()


def _finish(plan: Plan, routine: Routine, clock: Axis, one: Occurrence) -> int:
    """When it was done, as its reports say; where they do not, when it will be."""
    reports = [one.completion] if one.completion is not None else [step.completion for step in one.steps]
    planned = _planned(plan, routine, clock, one)
    if not reports or None in reports:
        return planned
    calendar = plan.work_calendar(routine.calendar)
    said = [None if report is None else report.done for report in reports]
    return max(planned if done is None else ending(plan.axis, done, calendar) for done in said)


def _planned(plan: Plan, routine: Routine, clock: Axis, one: Occurrence) -> int:
    start, calendar = plan.axis.minute(one.start), plan.work_calendar(routine.calendar)
    if one.due is not None:
        return plan.axis.minute(one.due)
    if not one.timed:
        return ending(clock, _day(clock, one.start), calendar)
    steps = {step.id: step for step in one.steps}
    if not steps:
        names = [assigned.resource for assigned in routine.assignments]
        persons = people(plan, names, _day(clock, one.original))
        alone = routine.split != "each"
        speed = sum(
            (plan.resources[name].efficiency if alone else Decimal(1) for name in persons), Decimal(0)
        )
        takes = ceil(Fraction(one.effort) / Fraction(speed)) if persons else one.effort
        return start if not takes else calendar.add(start, takes)
    ends = dict.fromkeys(steps, 0)
    for _ in steps:  # a chain is no longer than there are steps
        for name, step in steps.items():
            own = step.each if step.duration is None else step.duration
            ends[name] = own + max((ends[before] for before in step.after), default=0)
    takes = max(ends.values())
    return start if not takes else calendar.add(start, takes)
