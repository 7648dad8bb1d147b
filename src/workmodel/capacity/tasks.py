"""Scheduled tasks as the ledger takes them: what they ask of whom, what nobody takes, what says nothing of its effort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import cast

from attrs import frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.claims import Part
from workmodel.capacity.coverage import Coverage, coverage_of
from workmodel.capacity.loads import AS_WORKED, Loads, effort_of, loads_of, spread_over_days
from workmodel.capacity.sources import Source
from workmodel.domain import Plan, Project, Schedule

__all__ = ["TaskClaims", "task_claims"]


@frozen(eq=False)
class TaskClaims:
    """What the tasks of a schedule ask for, whatever days are looked at.

    Attributes
    ----------
    loads
        What assignments ask for in all.
    sources
        The line that each of its tasks is.
    open
        Effort of tasks that nobody is assigned to, on the day on which they start: line, day and amount.
    coverage
        What says nothing of its effort.
    """

    loads: Loads
    sources: Sequence[Source]
    open: Sequence[tuple[Source, date, int]]
    coverage: Coverage

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


def task_claims(plan: Plan, schedule: Schedule) -> TaskClaims:
    """What the tasks of a schedule ask for; made once for a schedule, and kept with it."""
    known = schedule._memo.get("task_claims")
    if known is None:
        loads = loads_of(plan, schedule)
        sources = [_source(plan, name) for name in loads.items]
        without = tuple(_without_people(plan, schedule))
        known = schedule._memo["task_claims"] = TaskClaims(
            loads, sources, without, coverage_of(plan, schedule)
        )
    return cast("TaskClaims", known)


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


def _without_people(plan: Plan, schedule: Schedule) -> Iterator[tuple[Source, date, int]]:
    """Effort of tasks that nobody is assigned to, on the day on which they start."""
    parents = {item.parent for item in plan.items.values()}
    for name, task in plan.tasks.items():
        somebody = any(plan.resources[one.resource].works for one in task.assignments)
        effort = None if somebody or name in parents else effort_of(plan, task)
        if effort:
            day = plan.axis.time(int(schedule.dates.start[schedule._row(name)])).date()
            yield _source(plan, name), day, effort
