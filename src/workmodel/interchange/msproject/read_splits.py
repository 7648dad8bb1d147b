"""Tasks whose dates follow only from timephased data: work with gaps, or shaped by contours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workmodel.calendars import WorkCalendar, intersection, union
from workmodel.domain import Plan, Schedule, Task
from workmodel.errors import WorkModelError
from workmodel.interchange.msproject.report import Report

__all__ = ["tell_splits"]


def tell_splits(plan: Plan, schedule: Schedule, report: Report) -> None:
    """Tell of every task that has more or less working time between its dates than it takes.

    Parameters
    ----------
    plan
        The plan read.
    schedule
        The dates read.
    report
        Where findings go.
    """
    calendars: dict[Any, WorkCalendar] = {}
    for row, task in _candidates(plan, schedule):
        start, finish = int(schedule.dates.start[row]), int(schedule.dates.finish[row])
        takes = plan.minutes(task.duration) if task.duration is not None else 0
        try:
            worked = _driving(plan, task, calendars).between(start, finish)
        except WorkModelError:
            continue  # calendars without common time, or times beyond the calendar: for the scheduling room to tell
        if worked != takes:
            report.add(
                "split" if worked > takes else "shape", task.id,
                f"{task.id} takes {takes} minutes of work and has {worked} between its start and finish in the file; "
                "gaps or contours that only its timephased data says were left out",
                {"duration": takes, "worked": worked}, "info",
            )  # fmt: skip


def _candidates(plan: Plan, schedule: Schedule) -> Iterator[tuple[int, Task]]:
    """Tasks with a duration in working time, without others below or dates set by hand."""
    for row, name in enumerate(schedule.ids):
        item = plan[name]
        if not isinstance(item, Task) or schedule.dates.summary[row] or item.manual is not None:
            continue
        if item.duration and not item.duration.elapsed:
            yield row, item


def _driving(plan: Plan, task: Task, known: dict[Any, WorkCalendar]) -> WorkCalendar:
    """The calendar that drives a task: its people's together, where its own calendar is open too."""
    people = []
    if not task.ignore_resource_calendars:
        resources = (plan[one.resource] for one in task.assignments)
        people = sorted({r.calendar or plan.calendar for r in resources if r.works})
    key = (tuple(people), task.calendar)
    if key not in known:
        own = plan.work_calendar(task.calendar)
        if not people:
            known[key] = own
        else:
            together = union([plan.work_calendar(name) for name in people])
            known[key] = together if task.calendar is None else intersection([together, own])
    return known[key]
