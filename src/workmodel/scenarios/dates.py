"""The dates that a question is about: those of a schedule that is given, of an allocation, or those of logic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.domain import Leveled, Plan, Schedule
from workmodel.errors import OutOfRange, WrongType, instance_of
from workmodel.scheduling import schedule as scheduled

__all__ = ["Dated", "Days", "a_plan", "dated", "dates_of", "days_asked", "days_of"]

Days = tuple[date, date]
"""The first day, and the first one no longer looked at."""


@frozen(eq=False)
class Dated:
    """Dates, and the plan whose people have the hours for them.

    Attributes
    ----------
    plan
        The plan as it is asked about.
    worked
        The same, as an allocation decided who does what; without one, the plan.
    schedule
        The dates.
    reserve
        Share of everybody's availability that the dates leave on purpose. [0–1]
    """

    plan: Plan
    worked: Plan
    schedule: Schedule
    reserve: Fraction = Fraction(0)


def a_plan(plan: object, what: str = "a plan") -> Plan:
    """That plan.

    Raises
    ------
    WrongType
        It is none.
    """
    return instance_of(Plan, what, plan, "a Plan, such as Plan(start=...).add(*items)")


def dates_of(dates: object, what: str) -> Dated:
    """The dates of a plan by logic, or those of a schedule or an allocation.

    Raises
    ------
    WorkModelError
        Whatever `schedule` raises.
    WrongType
        None of the three.
    """
    if isinstance(dates, Leveled):
        return Dated(dates.plan, dates.leveled, dates.schedule, dates.reserve)
    if isinstance(dates, Schedule):
        return Dated(dates.plan, dates.plan, dates)
    plan = instance_of(Plan, what, dates, "a Plan, a Schedule or an Allocation")
    return Dated(plan, plan, scheduled(plan))


def dated(plan: object, dates: object) -> Dated:
    """The dates of a plan: those that are given, or by logic.

    Raises
    ------
    WorkModelError
        Whatever `schedule` raises.
    WrongType
        No plan, or the dates of another.
    """
    found = a_plan(plan)
    if dates is None:
        return Dated(found, found, scheduled(found))
    if not isinstance(dates, (Schedule, Leveled)) or dates.plan != found:
        raise WrongType("the dates of the plan", dates, "a Schedule or an Allocation of this very plan")
    return dates_of(dates, "dates")


def days_asked(window: object) -> Days:
    """The first day of a window, and the first one no longer looked at.

    Raises
    ------
    WorkModelError
        No two days, or none between them.
    """
    if not isinstance(window, (tuple, list)) or len(window) != 2:
        raise WrongType("a window", window, 'two days, such as ("2026-03-02", "2026-04-01")')
    first, end = (calendar_day(one) for one in window)
    if end <= first:
        raise OutOfRange("a window", f"{first} to {end}", "one that ends after it starts")
    return first, end


def days_of(schedules: Sequence[Schedule]) -> Days | None:
    """The days from the earliest start of some schedules to the latest finish, and the one after."""
    some = [one for one in schedules if one.start is not None and one.finish is not None]
    if not some:
        return None
    first = min(one.start.date() for one in some if one.start is not None)
    last = max(one.finish.date() for one in some if one.finish is not None)
    return first, last + timedelta(days=1)
