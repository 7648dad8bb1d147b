"""`marginal_value`: what one more hour a week of each resource would be worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from attrs import frozen

from workmodel.advice.asking import asking, planned
from workmodel.advice.changing import as_capacity, more_capacity
from workmodel.advice.wording import said_instead, said_work
from workmodel.allocation import Allocation
from workmodel.calendars.weeks import calendar_day
from workmodel.domain import Plan
from workmodel.domain.values import flag, one_of, readable_id, several
from workmodel.errors import OutOfRange, UnknownId, WrongType, instance_of, named, nearest
from workmodel.quantities import Span, WorkTime, span

__all__ = ["MarginalValue", "marginal_value", "with_more_hours"]

Objective = Literal["finish", "lateness"]
_WEEK: Final = timedelta(weeks=1)
_objective: Final = one_of("an objective", "finish", "lateness")
_resources: Final = several("a list of resources", readable_id)


@frozen
class MarginalValue:
    """What more hours of one resource would be worth.

    Attributes
    ----------
    resource
        Whose hours.
    week
        The Monday of the week with more hours; ``None``: every week.
    more
        How many more hours a week. [working min]
    finish_before, finish
        When everything ends, without and with them.
    lateness_before, lateness
        By how much work deadlines are missed, all of them together, without and with them. [working min]
    gained
        How much earlier everything ends; below zero where a rule of thumb does worse with more. [working min]
    relieved
        How much less late it is. [working min]
    value
        Of *gained* and *relieved* the one that was asked for. [working min]
    said
        The value in the plan's days and hours.
    """

    resource: str
    week: date | None
    more: WorkTime
    finish_before: datetime
    finish: datetime
    lateness_before: WorkTime
    lateness: WorkTime
    gained: WorkTime
    relieved: WorkTime
    value: WorkTime
    said: str

    def __str__(self) -> str:
        when = "a week" if self.week is None else f"in the week of {self.week}"
        what = f"{self.more} more of {self.resource} {when}"
        if not self.value.minutes:
            return f"{what}: nothing gained"
        worth = "gained" if self.value.minutes > 0 else "lost"
        return f"{what}: {self.said} {worth}, done by {said_instead(self.finish, self.finish_before)}"


def with_more_hours(
    plan: Plan, resource: str, hours: Span | str = "1h", *, week: date | str | None = None
) -> Plan:
    """The plan in which there are more hours a week of a resource: its capacity is raised by their share of a week.

    Parameters
    ----------
    plan
        The plan.
    resource
        Id of a person, machine, or team without members.
    hours
        How many more a week. [plan's conventions]
    week
        A day of the only week in which there are more; ``None``: always.

    Raises
    ------
    OutOfRange
        No hours, elapsed ones, or a resource that has none of its own.
    UnknownId
        No such resource.

    Examples
    --------
    >>> from workmodel.domain import Resource
    >>> plan = Plan(start="2026-03-02").add(Resource("kim", capacity="0.75"))
    >>> with_more_hours(plan, "kim", "4h").resources["kim"].capacity
    Decimal('0.85')
    >>> [
    ...     str(one)
    ...     for one in with_more_hours(plan, "kim", "4h", week="2026-03-11").resources["kim"].capacity_changes
    ... ]
    ['2026-03-09 0.85', '2026-03-16 0.75']
    """
    known = instance_of(Plan, "a plan", plan, "a Plan, such as Plan(start=...).add(*items)")
    name = _with_hours(known, resource)
    more = as_capacity(_minutes(known, hours), known.conventions.minutes_per_week)
    if week is None:
        return more_capacity(known, name, more, None, None)
    day = calendar_day(week)
    monday = day - timedelta(days=day.weekday())
    return more_capacity(known, name, more, monday, monday + _WEEK)


def _minutes(plan: Plan, hours: object) -> int:
    given = span(hours)
    if given.elapsed or given.negative or not plan.minutes(given):
        raise OutOfRange("more hours a week", str(given), 'working time above zero, such as "1h"')
    return plan.minutes(given)


def _with_hours(plan: Plan, name: object) -> str:
    if not isinstance(name, str) or name not in plan.resources:
        raise UnknownId(named(name), nearest(named(name), plan.resources))
    resource = plan.resources[name]
    if not resource.works or resource.members:
        raise OutOfRange("a resource to give more hours", name, "one with hours of its own")
    return name


def marginal_value(
    plan: Plan, hours: Span | str = "1h", *, resources: Sequence[str] | None = None, weekly: bool = False,
    objective: Objective = "finish", iterations: int = 30, seed: int = 0, **options: Any,
) -> tuple[MarginalValue, ...]:  # fmt: skip
    """What more hours a week of each resource would be worth: how much earlier everything ends, or how much less is late.

    Parameters
    ----------
    plan
        The plan, with a start.
    hours
        How many more a week; a person more is ``"40h"``. [plan's conventions]
    resources
        Whose; ``None``: those of everybody with hours of their own.
    weekly
        Whether each week by itself has more hours, in a row of its own, rather than all of them.
    objective
        What counts, and what `allocate` looks for: an earlier ``"finish"`` of everything, or less ``"lateness"``.
    iterations, seed, options
        How `allocate` is run, without and with more hours alike.

    Returns
    -------
    tuple of MarginalValue
        The most valuable first; those worth the same in the plan's order, earlier weeks first. The first is the bottleneck.

    Raises
    ------
    UnknownId
        No such resource.
    OutOfRange, WrongType, InvalidText
        An argument is of no use here.
    WorkModelError
        Whatever `allocate` raises.

    Notes
    -----
    A finite difference: `allocate` runs on `with_more_hours` of the plan, once for each row. Hours of somebody who is not the
    bottleneck are worth nothing, and a little more may be worth nothing where a lot is worth much. Work with a given duration
    goes no faster with more hours; work with an effort does, where its people's units are not written.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"),
    ...     Resource("ben"),
    ...     Task("draw", effort="40h", assignments=["ana"]),
    ...     Task("build", effort="80h", assignments=["ben"]),
    ... )
    >>> for one in marginal_value(plan, "8h"):
    ...     print(one)
    8h more of ben a week: 1d 5h gained, done by Thu 2026-03-12 instead of Fri 2026-03-13
    8h more of ana a week: nothing gained
    """
    known, aim = planned(plan), _objective(objective)
    minutes = _minutes(known, hours)
    each = flag(weekly)
    ask = asking(iterations, seed, {**options, "objective": aim})
    everybody = [name for name, one in known.resources.items() if one.works and not one.members]
    chosen = everybody if resources is None else [_with_hours(known, one) for one in _named(resources)]
    before = ask.allocated(known)
    if before.finish is None:
        return ()
    found = []
    for name in chosen:
        for week in _weeks(before) if each else (None,):
            after = ask.allocated(with_more_hours(known, name, hours, week=week))
            found.append(_row(name, week, minutes, before, after, aim))
    return tuple(
        sorted(found, key=lambda one: (-one.value.minutes, -one.gained.minutes, -one.relieved.minutes))
    )


def _named(resources: object) -> tuple[str, ...]:
    if isinstance(resources, str):
        raise WrongType("a list of resources", resources, 'a list of ids, such as ["ana", "ben"]')
    return _resources(resources)


def _weeks(found: Allocation) -> Iterator[date]:
    """The Mondays of the weeks over which dates run."""
    first, last = found.schedule.start, found.schedule.finish
    assert first is not None
    assert last is not None
    monday = first.date() - timedelta(days=first.weekday())
    while monday <= last.date():
        yield monday
        monday += _WEEK


def _row(
    name: str, week: date | None, minutes: int, before: Allocation, after: Allocation, objective: str
) -> MarginalValue:
    plan, then, now = before.plan, before.finish, after.finish
    assert then is not None
    assert now is not None
    gained = plan.work_calendar().between(plan.axis.minute(now), plan.axis.minute(then))
    late_before, late = _lateness(before), _lateness(after)
    value = gained if objective == "finish" else late_before - late
    return MarginalValue(
        name, week, WorkTime(minutes), then, now, WorkTime(late_before), WorkTime(late), WorkTime(gained),
        WorkTime(late_before - late), WorkTime(value), said_work(value, plan),
    )  # fmt: skip


def _lateness(found: Allocation) -> int:
    """By how much work deadlines are missed, together. [working min]"""
    return sum(one.fact("over") for one in found.findings if one.code == "deadline.missed")
