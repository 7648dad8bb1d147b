"""Scheduled tasks as the ledger takes them: what they ask of whom, what nobody takes, what says nothing of its effort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, cast

from attrs import frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.claims import Part
from workmodel.capacity.coverage import Coverage, task_says
from workmodel.capacity.listing import Listing
from workmodel.capacity.loads import AS_WORKED, Loads, effort_of, loads_of, spread_over_days
from workmodel.capacity.sources import Source
from workmodel.domain import Plan, Project, Schedule, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.calendars import WorkCalendar

    Ints = NDArray[np.int64]

__all__ = ["TaskClaims", "task_claims"]


@frozen(eq=False)
class TaskClaims:
    """What the tasks of a schedule ask for, whatever days are looked at.

    Attributes
    ----------
    loads
        What assignments ask for in all.
    lines
        The line that each of its tasks is.
    idle
        Effort of tasks that nobody is assigned to, on the day on which they start: line, day and amount.
    says
        Of tasks that take time, their ids, with whether they say how much.
    """

    loads: Loads
    lines: Listing[Source]
    idle: Listing[tuple[Source, date, int]]
    says: Listing[tuple[str, bool]]

    @property
    def sources(self) -> Sequence[Source]:
        """The line that each of the tasks with loads is."""
        return self.lines.values

    @property
    def open(self) -> Sequence[tuple[Source, date, int]]:
        """What nobody takes."""
        return self.idle.values

    @cached_property
    def coverage(self) -> Coverage:
        """What totals of them cover."""
        return Coverage(len(self.says.values), tuple(name for name, said in self.says.values if not said))

    def widest(self, plan: Plan, first: date, last: date) -> tuple[date, date]:
        """The days that work takes which is done where there are hours, and which reaches into some days or meets such work."""
        worked = self.loads.shape == AS_WORKED
        if not worked.any():
            return first, last
        axis = plan.axis
        starts, finishes = self.loads.start[worked], self.loads.finish[worked]
        lo, hi = axis.minute(first), axis.minute(last, end=True)
        while True:
            met = (starts < hi) & (finishes > lo)
            before = lo, hi
            lo, hi = int(starts[met].min(initial=lo)), int(finishes[met].max(initial=hi))
            if (lo, hi) == before:
                break
        # a day more on either side, for whose days begin elsewhere
        day = timedelta(days=1)
        return min(first, axis.time(lo).date() - day), max(last, axis.time(hi).date() + day)

    def part(self, cells: Cells) -> Part:
        """What they ask of the cells."""
        found = spread_over_days(self.loads, cells)
        return Part(self.sources, found.item, found.cell, found.amount)


def task_claims(plan: Plan, schedule: Schedule, since: tuple[TaskClaims, Ints] | None = None) -> TaskClaims:
    """What the tasks of a schedule ask for; made once for a schedule, and kept with it.

    Parameters
    ----------
    since
        What those of another schedule ask for, with where each of its rows is in this one: -1 for what is gone or has to be
        told anew. People have to be the same.
    """
    known = schedule._memo.get("task_claims")
    if known is None:
        known = (
            _told(plan, schedule, range(len(schedule.ids)))
            if since is None
            else _since(plan, schedule, *since)
        )
        schedule._memo["task_claims"] = known
    return cast("TaskClaims", known)


def _since(plan: Plan, schedule: Schedule, before: TaskClaims, moved: Ints) -> TaskClaims:
    """What is told of the rows that are not those of another schedule, and of the others what was told."""
    import numpy as np

    new = np.ones(len(schedule.ids), dtype=np.bool_)
    new[moved[moved >= 0]] = False
    anew = _told(plan, schedule, np.flatnonzero(new).tolist(), before.loads.hours)
    return TaskClaims(
        before.loads.but(moved, anew.loads), before.lines.but(moved, anew.lines),
        before.idle.but(moved, anew.idle), before.says.but(moved, anew.says)
    )  # fmt: skip


def _told(
    plan: Plan, schedule: Schedule, rows: Sequence[int], hours: Sequence[WorkCalendar] = ()
) -> TaskClaims:
    """What the tasks in some rows of a schedule ask for."""
    loads = loads_of(plan, schedule, rows, hours)
    lines = [
        (place, _source(plan, name)) for place, name in zip(loads.places.tolist(), loads.items, strict=True)
    ]
    says = (
        (row, (schedule.ids[row], said))
        for row in rows
        if (said := task_says(plan, schedule, row)) is not None
    )
    idle = _without_people(plan, schedule, rows)
    return TaskClaims(loads, Listing.of(lines), Listing.of(idle), Listing.of(says))


def _source(plan: Plan, name: str) -> Source:
    """The line of a task: by priority of its project, its own, and the plan's order."""
    task = plan.tasks[name]
    here, project = task.parent, None
    while here is not None and project is None:
        above = plan[here]
        project = above if isinstance(above, Project) else None
        here = above.parent
    order = plan._slot(name) or 0
    standing = 500 if project is None else project.priority
    return Source("task", name, "" if project is None else project.id, (-standing, -task.priority, order))


def _without_people(
    plan: Plan, schedule: Schedule, rows: Sequence[int]
) -> Iterator[tuple[int, tuple[Source, date, int]]]:
    """Effort of tasks that nobody is assigned to, on the day on which they start."""
    for row in rows:
        name = schedule.ids[row]
        task = plan[name]
        if not isinstance(task, Task) or any(plan.resources[one.resource].works for one in task.assignments):
            continue
        effort = effort_of(plan, task)
        if effort and not schedule.dates.summary[row]:
            day = plan.axis.time(int(schedule.dates.start[row])).date()
            yield row, (_source(plan, name), day, effort)
