"""`Coverage`: what totals cover, and which tasks and routines say nothing of what they take."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from workmodel.capacity.loads import effort_of
from workmodel.domain import Plan, Routine, Schedule, Task

__all__ = ["Coverage", "coverage_of"]


@frozen
class Coverage:
    """What totals cover: how many items ask for hours, and which say nothing of what they take.

    Attributes
    ----------
    items
        Tasks that take time, and routines.
    missing
        Ids of tasks with neither an effort nor a duration and people, and of routines without an effort, or with none of a
        recurrence, arrivals and a reservation; no total holds them.
    """

    items: int
    missing: tuple[str, ...]

    def __str__(self) -> str:
        if not self.items:
            return "nothing asks for hours"
        if not self.missing:
            return "no item is without an effort"
        verb = "has" if len(self.missing) == 1 else "have"
        return f"{len(self.missing)} of {self.items} item{'s' * (self.items > 1)} {verb} no effort"


def coverage_of(plan: Plan, schedule: Schedule) -> Coverage:
    """What totals of the tasks of a schedule and of the routines of its plan cover."""
    found = [*_tasks(plan, schedule), *((name, _says(one)) for name, one in plan.routines.items())]
    return Coverage(len(found), tuple(name for name, said in found if not said))


def _tasks(plan: Plan, schedule: Schedule) -> Iterator[tuple[str, bool]]:
    """Tasks that take time, with whether they say how much."""
    dates = schedule.dates
    for row, name in enumerate(schedule.ids):
        task = plan[name]
        if isinstance(task, Task) and not dates.summary[row] and dates.duration[row]:
            said = effort_of(plan, task) is not None or (task.assignments and task.duration is not None)
            yield name, bool(said)


def _says(routine: Routine) -> bool:
    """Whether a routine says how much it asks for."""
    if routine.reservation is not None:
        return True
    if not routine.recurrence and routine.arrivals is None:
        return False
    if routine.steps:
        return any(step.effort for step in routine.steps)
    return routine.effort is not None or routine.estimate is not None
