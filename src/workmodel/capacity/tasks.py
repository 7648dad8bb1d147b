"""Scheduled tasks as the ledger takes them: what they ask of whom, what nobody takes, what says nothing of its effort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from attrs import frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.claims import Part
from workmodel.capacity.coverage import Coverage, coverage_of
from workmodel.capacity.loads import Loads, effort_of, loads_of, spread_over_days
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
        effort = None if task.assignments or name in parents else effort_of(plan, task)
        if effort:
            day = plan.axis.time(int(schedule.dates.start[schedule._row(name)])).date()
            yield _source(plan, name), day, effort
