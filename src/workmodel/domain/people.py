"""What a planner should weigh about resources: absences, changes of capacity, teams, and skills that nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from workmodel.calendars import day_number, windows_by_day
from workmodel.domain.absence import Absence
from workmodel.domain.items import Task
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.domain.skills import Requirement
from workmodel.domain.teams import people
from workmodel.findings import Finding

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.reading import ReadablePlan

__all__ = ["able", "about_requirements", "about_resource", "about_staff"]

_MANY: Final = 10  # times one full-time person at the standard: a percentage, or a day's hours, was meant
_PIECE: Final = 366 * 1440  # minutes looked at in one go: an absence may have no end in sight
_DAY: Final = timedelta(days=1)
_LAST: Final = date.max - _DAY  # windows end before a day, and there is none after the last


def about_resource(plan: ReadablePlan, resource: Resource) -> Iterator[Finding]:
    """Findings about one resource."""
    if resource.type == "person" and resource.capacity >= _MANY:
        yield Finding(
            "resource.many", resource.id,
            f"{resource.id} is a person with a capacity of {resource.capacity}, that is as many full-time people; "
            "1 is one, 0.8 is four days of five",
            {"capacity": resource.capacity},
        )  # fmt: skip
    if resource.type == "person" and resource.efficiency >= _MANY:
        yield Finding(
            "resource.fast", resource.id,
            f"{resource.id} is a person with an efficiency of {resource.efficiency}, who does as many hours of effort in one; "
            "1 is the standard, 0.9 is nine tenths of it",
            {"efficiency": resource.efficiency},
        )  # fmt: skip
    yield from _limits(plan, resource)
    if resource.works and resource.absences:
        calendar = plan.work_calendar(resource.calendar)
        for one in resource.absences:
            if not _takes_hours(plan, calendar, one):
                yield Finding(
                    "absence.outside", resource.id,
                    f'the absence "{one}" takes no hours: {resource.id} does not work then',
                    {"absence": str(one)}, "info",
                )  # fmt: skip
    first = _day_of(plan.start)
    early = [change for change in resource.capacity_changes if first is not None and change.start < first]
    if early:
        yield Finding(
            "capacity.before_plan", resource.id,
            f"the capacity of {resource.id} changes before the plan begins on {first} ({', '.join(map(str, early))}), "
            f"so its capacity of {resource.capacity} is never used",
            {"changes": tuple(map(str, early)), "start": first}, "info",
        )  # fmt: skip
    if resource.members and (resource.absences or resource.capacity_changes):
        yield Finding(
            "team.own_hours", resource.id,
            f"{resource.id} has members, whose hours are its hours; its own absences and changes of capacity are kept "
            "unused",
        )  # fmt: skip


def _limits(plan: ReadablePlan, resource: Resource) -> Iterator[Finding]:
    """A limit of the week that those of its days keep out of reach."""
    daily, weekly = resource.daily_limit, resource.weekly_limit
    if daily is not None and weekly is not None and plan.minutes(weekly) >= 7 * plan.minutes(daily):
        yield Finding(
            "limit.unused", resource.id,
            f"seven days of {daily}, the daily limit of {resource.id}, never go beyond its weekly limit of {weekly}, "
            "which holds nothing back",
            {"daily_limit": str(daily), "weekly_limit": str(weekly)}, "info",
        )  # fmt: skip


def _day_of(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _takes_hours(plan: ReadablePlan, calendar: WorkCalendar, one: Absence) -> bool:
    """Whether an absence lies, somewhere, in working time."""
    assert one.finish is not None
    if one.timed:
        lo, hi = plan.axis.minute(one.start), plan.axis.minute(one.finish)
        pieces = range(lo, hi, _PIECE)
        return any(calendar.compute_windows(t, min(t + _PIECE, hi))[0].size for t in pieces)
    for year in range(one.start.year, one.finish.year + 1):
        days = _working_days(plan, calendar, year)
        first, last = max(one.start, date(year, 1, 1)), min(one.finish, date(year, 12, 31))
        if days and any(day in days for day in range(day_number(first), day_number(last) + 1)):
            return True
    return False


def _working_days(plan: ReadablePlan, calendar: WorkCalendar, year: int) -> frozenset[int]:
    """The days of a year on which work begins, kept with the plan: many people are absent in the same year."""
    known: dict[tuple[WorkCalendar, int], frozenset[int]] = plan._memo.setdefault("working_days", {})
    if (calendar, year) not in known:
        windows = windows_by_day(calendar, date(year, 1, 1), min(date(year, 12, 31), _LAST) + _DAY)
        known[calendar, year] = frozenset(windows.days.tolist())
    return known[calendar, year]


def about_requirements(plan: ReadablePlan, item: Task | Routine) -> Iterator[Finding]:
    """Findings about what an item, or one of its modes, asks for and the plan's resources cannot give."""
    yield from _unmet(plan, item.id, item.requires)
    if isinstance(item, Task):
        for mode in item.modes:
            if mode.name != item.mode:
                yield from _unmet(plan, item.id, mode.requires, mode.name)


def _unmet(
    plan: ReadablePlan, item: str, requires: tuple[Requirement, ...], mode: str = ""
) -> Iterator[Finding]:
    for one in requires:
        who = able(plan, one)
        there = sum(max(1, int(plan[name].capacity)) for name in who)
        if there < one.count:
            said = "nobody in the plan can" if not who else f"{there} in the plan can, {', '.join(who)}"
            facts = {"requirement": str(one), "needed": one.count, "there": there, "able": who}
            yield Finding(
                "requirement.unmet", item, f"{item}{f', in mode {mode},' if mode else ''} needs {one}, and {said}",
                facts | ({"mode": mode} if mode else {}),
            )  # fmt: skip


def about_staff(plan: ReadablePlan, task: Task) -> Iterator[Finding]:
    """A finding where fewer people are assigned than must have time for work to go on."""
    if task.minimum_staff < 2 or not task.assignments:
        return
    assigned = people(plan, [one.resource for one in task.assignments if plan[one.resource].works])
    there = sum(max(1, int(plan[name].capacity)) for name in assigned if plan[name].type != "equipment")
    if there < task.minimum_staff:
        yield Finding(
            "staff.too_few", task.id,
            f"{task.id} goes on only while {task.minimum_staff} of its people have time, and {there or 'none'} "
            f"{'is' if there < 2 else 'are'} assigned; assign more, or lower minimum_staff",
            {"minimum_staff": task.minimum_staff, "there": there},
        )  # fmt: skip


def able(plan: ReadablePlan, wanted: Requirement) -> tuple[str, ...]:
    """Who meets a requirement: those with hours who have the skill, of those to take from where it names some.

    The skills of a team are those of each of its members, who stand for it. In the plan's order, kept with the plan.

    Examples
    --------
    >>> from workmodel.domain import Plan, requirement
    >>> plan = Plan().add(
    ...     Resource("ana", skills=["sql 4"]), Resource("ben", skills=["sql"]), Resource("cem"),
    ...     Resource("dev", members=["ben", "cem"]),
    ... )
    >>> able(plan, requirement("sql")), able(plan, requirement("sql from dev")), able(plan, requirement("from dev"))
    (('ana', 'ben'), ('ben',), ('ben', 'cem'))
    """  # fmt: skip
    known: dict[tuple[Any, ...], tuple[str, ...]] = plan._memo.setdefault("able", {})
    key = (wanted.skill, wanted.level, wanted.among)
    if key not in known:
        found: dict[str, None] = {}
        pool = people(plan, wanted.among) if wanted.among else ()
        for name, resource in plan.resources.items():
            if resource.works and (not wanted.skill or any(wanted.met_by(one) for one in resource.skills)):
                found.update((who, None) for who in people(plan, (name,)) if plan[who].works)
        known[key] = tuple(who for who in found if not wanted.among or who in pool)
    return known[key]
