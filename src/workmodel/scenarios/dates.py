"""The dates that a question is about: those of a schedule that is given, of an allocation, or those of logic."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from workmodel.domain import Leveled, Plan, Schedule
from workmodel.errors import WrongType, instance_of
from workmodel.scheduling import schedule as scheduled

__all__ = ["Dated", "a_plan", "dated", "dates_of"]


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
