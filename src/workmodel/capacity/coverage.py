"""`Coverage`: what totals cover, and which tasks and routines say nothing of what they take."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from workmodel.capacity.loads import effort_of
from workmodel.domain import Plan, Routine, Schedule, Task

__all__ = ["Coverage", "coverage_of_routines", "task_says"]


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

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(self.items + other.items, self.missing + other.missing)


def task_says(plan: Plan, schedule: Schedule, row: int) -> bool | None:
    """Whether the item in a row of a schedule says how much it asks for; ``None`` for what is no task that takes time."""
    task, dates = plan[schedule.ids[row]], schedule.dates
    if not isinstance(task, Task) or dates.summary[row] or not dates.duration[row]:
        return None
    return effort_of(plan, task) is not None or bool(task.assignments and task.duration is not None)


def coverage_of_routines(routines: Sequence[Routine]) -> Coverage:
    """What totals of some routines cover."""
    return Coverage(len(routines), tuple(one.id for one in routines if not _says(one)))


def _says(routine: Routine) -> bool:
    """Whether a routine says how much it asks for."""
    if routine.reservation is not None:
        return True
    if not routine.recurrence and routine.arrivals is None:
        return False
    if routine.steps:
        return any(step.effort for step in routine.steps)
    return routine.effort is not None or routine.estimate is not None
