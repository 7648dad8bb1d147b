"""The rows of the timetable: every item as a planner reads it, in outline order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.domain import Assignment, Driver, Schedule, Task
from workmodel.domain.quantity import quantity_words
from workmodel.errors import instance_of
from workmodel.quantities import Span
from workmodel.views.characters import clean
from workmodel.views.naming import cause, constraint_words, dependency_words
from workmodel.views.wording import amount, percent

if TYPE_CHECKING:
    from workmodel.domain import Plan, WorkItem
    from workmodel.views.wording import Wording

__all__ = ["TimetableRow", "timetable_rows"]


@frozen(kw_only=True)
class TimetableRow:
    """One item as a planner reads it.

    Attributes
    ----------
    id, title, kind
        The item; ``kind`` is ``"task"``, ``"milestone"`` or ``"project"``.
    wbs, level
        Its place in the outline, ``"1.2"``, and depth, 1 at the top.
    summary
        Whether it contains others.
    start, finish
        Scheduled dates.
    duration
        Time between them, in the plan's conventions. [working time; elapsed where it says so]
    total_float, free_float
        How much it can slip without moving the end, or anything at all.
    late_finish
        The latest finish that moves nothing it must not.
    critical
        Whether a slip of it moves the end.
    complete
        Percent complete. [0–100]
    after
        What it waits for, by name.
    assigned
        Names of the resources assigned, with units where given.
    asks
        Whom it needs before anybody is named, in the notation of requirements.
    mode, modes
        The name of the mode in which it is planned, empty for none, and those of all its modes.
    deadline
        When it should be finished; ``None``: no deadline.
    constraint
        Its date constraint in words; empty without one.
    driver
        What held its date; ``None``: not known.
    held_by
        The same in words.
    """

    id: str
    title: str
    kind: str
    wbs: str
    level: int
    summary: bool
    start: datetime
    finish: datetime
    duration: Span
    total_float: Span
    free_float: Span
    late_finish: datetime
    critical: bool
    complete: float
    after: tuple[str, ...]
    assigned: tuple[str, ...]
    asks: tuple[str, ...]
    mode: str
    modes: tuple[str, ...]
    deadline: datetime | None
    constraint: str
    driver: Driver | None
    held_by: str

    @property
    def name(self) -> str:
        """The title, or the id where there is none; one harmless line."""
        return clean(self.title, clean(self.id, "?"))

    @property
    def milestone(self) -> bool:
        """Whether it is drawn as a point: a milestone, or a task without duration."""
        return self.kind == "milestone" or (not self.summary and self.start == self.finish)

    @property
    def way(self) -> str:
        """In which of its modes it is planned, in words; empty where it has none."""
        if not self.modes:
            return ""
        return clean(f"{self.mode or 'none'}, of {', '.join(self.modes)}")

    def dates(self, words: Wording) -> tuple[str, str]:
        """Its start and finish in words."""
        return words.ends(self.start, self.finish)

    @property
    def late(self) -> bool:
        """Whether it finishes after its deadline."""
        return self.deadline is not None and self.finish > self.deadline


def timetable_rows(schedule: Schedule) -> tuple[TimetableRow, ...]:
    """The timetable of a schedule as plain rows, parents before what they contain.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="12h", after=["draft"])
    ... )
    >>> [(row.wbs, row.name, str(row.duration), row.held_by) for row in timetable_rows(schedule(plan))]
    [('1', 'draft', '3d', "the plan's start"), ('2', 'review', '1d 4h', 'draft')]
    """
    instance_of(Schedule, "the schedule of a view", schedule, "a Schedule, such as schedule(plan) gives")
    order = sorted(range(len(schedule.ids)), key=lambda row: _outline(schedule.wbs[row]))
    names = {entity.id: clean(entity.title, clean(entity.id, "?")) for entity in schedule.plan}
    return tuple(_row(schedule, schedule.ids[row], names) for row in order)


def _outline(wbs: str) -> tuple[int, ...]:
    return tuple(map(int, wbs.split(".")))


def _row(schedule: Schedule, name: str, names: Mapping[str, str]) -> TimetableRow:
    plan, item = schedule.plan, schedule[name]
    entity: WorkItem = plan[name]
    task = entity if isinstance(entity, Task) else None

    def written(minutes: int) -> Span:
        return amount(minutes, plan.conventions, elapsed=item.elapsed)

    return TimetableRow(
        id=item.id,
        title=item.title,
        kind=item.kind,
        wbs=item.wbs,
        level=item.level,
        summary=item.summary,
        start=item.start,
        finish=item.finish,
        duration=written(item.duration.minutes),
        total_float=written(item.total_float.minutes),
        free_float=written(item.free_float.minutes),
        late_finish=item.late_finish,
        critical=item.critical,
        complete=item.complete,
        after=tuple(dependency_words(dependency, names) for dependency in entity.after),
        assigned=_assigned(plan, entity, names),
        asks=tuple(map(str, task.requires)) if task is not None else (),
        mode=task.mode if task is not None else "",
        modes=tuple([one.name for one in task.modes]) if task is not None else (),
        deadline=_deadline(plan, entity),
        constraint=constraint_words(entity.constraint) if entity.constraint is not None else "",
        driver=item.driver,
        held_by=cause(item.driver, names),
    )


def _assigned(plan: Plan, entity: WorkItem, people: Mapping[str, str]) -> tuple[str, ...]:
    if not isinstance(entity, Task):
        return ()
    return tuple(f"{people[a.resource]} {_units(plan, a)}".rstrip() for a in entity.assignments)


def _units(plan: Plan, one: Assignment) -> str:
    """A share in whole percent, or the quantity that is used up."""
    resource = plan.resources[one.resource]
    if one.units is None or (resource.works and not one.unit):
        return "" if one.units is None else percent(float(one.units * 100))
    return clean(quantity_words(resource, one))


def _deadline(plan: Plan, entity: WorkItem) -> datetime | None:
    if entity.deadline is None:
        return None
    return plan.axis.time(plan.axis.minute(entity.deadline, end=True))
