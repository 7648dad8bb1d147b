"""Tasks whose dates follow only from timephased data: work with gaps, or shaped by contours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from workmodel.calendars import WorkCalendar, intersection, union
from workmodel.domain import Plan, Schedule, Task
from workmodel.errors import WorkModelError
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.uids import Uids

__all__ = ["shaped_tasks", "tell_splits"]

_FLAT: Final = ("", "0")


def shaped_tasks(root: Node, tasks: Uids) -> frozenset[str]:
    """Ids of the tasks whose assignments, also those of nobody, have a contour or stretches without work."""
    found, quiet = set(), Report()  # what is wrong with an assignment is told where it is read
    for node in root.inside("Assignments", "Assignment"):
        fields = Fields(node, quiet)
        name = tasks(fields.whole("TaskUID"))
        if name is not None and (node.gaps or fields.word("WorkContour") not in _FLAT):
            found.add(name)
    return frozenset(found)


def tell_splits(plan: Plan, schedule: Schedule, shaped: frozenset[str], report: Report) -> None:
    """Tell of every task that has more or less working time between its dates than it takes.

    Parameters
    ----------
    plan
        The plan read.
    schedule
        The dates read.
    shaped
        Ids of tasks for which the file says where their work is.
    report
        Where findings go.
    """
    calendars: dict[Any, WorkCalendar] = {}
    for row, task in _candidates(plan, schedule):
        takes = plan.minutes(task.duration) if task.duration is not None else 0
        try:
            worked = _worked(plan, task, schedule, row, _driving(plan, task, calendars))
        except WorkModelError:
            continue  # calendars without common time, or times beyond the calendar: for the scheduling room to tell
        if worked == takes:
            continue
        text = f"{task.id} takes {takes} minutes of work and has {worked} between its start and finish in the file"
        facts = {"duration": takes, "worked": worked}
        if task.id in shaped:
            why = "gaps or contours that only its timephased data says were left out"
            report.add("split", task.id, f"{text}; {why}", facts, "info")
        else:
            report.add("shape", task.id, f"{text}; nothing in the file says why", facts, "info")


def _worked(plan: Plan, task: Task, schedule: Schedule, row: int, calendar: WorkCalendar) -> int:
    """Working time between a task's dates, without the pause between what was done and what goes on."""
    start, finish = int(schedule.dates.start[row]), int(schedule.dates.finish[row])
    worked = calendar.between(start, finish)
    said = task.progress
    if said is None or said.resume is None or said.actual_duration is None:
        return worked
    pause = calendar.between(start, plan.axis.minute(said.resume)) - plan.minutes(said.actual_duration)
    return worked - max(0, pause)


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
