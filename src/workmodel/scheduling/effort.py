"""How long work takes where that follows from who does it.

A given duration wins. Else, with effort and people, the finish is the least moment at which their open minutes × units
× efficiency add up to the effort; where each spends all of it, efficiency does not count: what each spends is time. Where
all have one calendar that is a number of minutes; where they differ it depends on the start, and is found on an effort
curve (`workmodel.scheduling.rates`).
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.calendars import intersection, union

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Resource, Task
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.rates import Curve

__all__ = ["Work", "work_of"]

UNIT: Final = 10_000  # units and efficiencies are whole ten-thousandths
RATE: Final = (
    UNIT * UNIT
)  # a full-time person of standard efficiency gets so much of an effort done in a minute
_FASTEST: Final = 2**62 // (100 * 366 * 1440)  # what is done in a century has to fit into 64 bits


@frozen
class Work:
    """What drives a task.

    Attributes
    ----------
    calendar
        The calendar it runs on.
    minutes
        How long it takes, where the people's calendars agree; a first guess where they do not. [working min]
    effort
        In the units in which the rates of the curves are, where curves are given.
    curves
        One for people who share the effort, one each where every one spends it.
    assumed
        Whether nothing was said, and one day is assumed.
    """

    calendar: WorkCalendar
    minutes: int = 0
    effort: int = 0
    curves: tuple[Curve, ...] = ()
    assumed: bool = False


def work_of(plan: Plan, task: Task, own: WorkCalendar) -> Work:
    """Whose calendars a task runs on and how long it takes.

    Parameters
    ----------
    plan
        The plan it is in.
    task
        A task without children.
    own
        Its own calendar, else its project's, else the plan's; elapsed time where its duration is.
    """
    people = _people(plan, task)
    calendar = own
    if people and not (task.ignore_resource_calendars and task.calendar is not None):
        calendars = [plan.work_calendar(resource.calendar) for resource, _ in people]
        calendar = union(calendars)
        if task.calendar is not None:
            calendar = intersection([calendar, plan.work_calendar(task.calendar)])
    else:
        calendars = [own for _ in people]
    if task.duration is not None:
        return Work(calendar)
    return _from_effort(
        plan, task, calendar, [(c, rate) for c, (_, rate) in zip(calendars, people, strict=True)]
    )


def _people(plan: Plan, task: Task) -> list[tuple[Resource, int]]:
    """Who of the assigned has hours, and how much each gets done in a minute. [`RATE` for one full-time person]"""
    found = []
    for assigned in task.assignments:
        resource = plan[assigned.resource]
        if resource.works:
            units = resource.capacity if assigned.units is None else assigned.units
            pace = UNIT if task.split == "each" else int(resource.efficiency * UNIT)
            found.append((resource, int(units * UNIT) * pace))
    return found


def _from_effort(
    plan: Plan, task: Task, calendar: WorkCalendar, people: list[tuple[WorkCalendar, int]]
) -> Work:
    if task.effort is not None:
        effort = plan.minutes(task.effort)
    elif task.estimate is None:
        return Work(calendar, plan.conventions.minutes_per_day, assumed=True)
    elif task.estimate.of == "duration":
        return Work(calendar, _mean(plan, task))
    else:
        effort = _mean(plan, task)
    working = [(c, rate) for c, rate in people if rate > 0]
    if not working:
        return Work(calendar, effort)
    if task.calendar is not None and not task.ignore_resource_calendars:
        own = plan.work_calendar(task.calendar)
        working = [(intersection([c, own]), rate) for c, rate in working]
    each = task.split == "each"
    whole = min(rate for _, rate in working) if each else sum(rate for _, rate in working)
    minutes = -(-effort * RATE // whole)
    if len({c for c, _ in working}) == 1:
        return Work(calendar, minutes)
    rates, amount = _lowest([rate for _, rate in working], effort * RATE)
    people = [(c, rate) for (c, _), rate in zip(working, rates, strict=True)]
    curves = tuple((one,) for one in people) if each else (tuple(people),)
    return Work(calendar, minutes, amount, curves)


def _lowest(rates: list[int], effort: int) -> tuple[list[int], int]:
    """Rates and effort in their largest common unit; where a thousand people still run too fast, in rounded ones."""
    common = gcd(effort, *rates)
    if sum(rates) // common > _FASTEST:
        return [max(rate // UNIT, 1) for rate in rates], effort // UNIT
    return [rate // common for rate in rates], effort // common


def _mean(plan: Plan, task: Task) -> int:
    """The beta-PERT mean of a three-point estimate, to the minute."""
    assert task.estimate is not None
    low, likely, high = task.estimate.minutes(plan.conventions)
    return (2 * (low + 4 * likely + high) + 6) // 12
