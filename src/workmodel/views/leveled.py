"""The rows of levelled dates: where each item stands by logic, where it stands within everybody's hours, and why there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.allocation import Allocation
from workmodel.errors import instance_of
from workmodel.quantities import Span
from workmodel.views.characters import clean
from workmodel.views.leveled_words import Reasons
from workmodel.views.outline import TimetableRow, timetable_rows
from workmodel.views.wording import amount

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Plan

__all__ = ["LeveledRow", "leveled_rows", "rows_beside"]


@frozen(kw_only=True)
class LeveledRow:
    """One item with the dates that logic asks for and those that people have time for.

    Attributes
    ----------
    id, title
        The item.
    wbs, level
        Its place in the outline, ``"1.2"``, and depth, 1 at the top.
    summary, milestone
        Whether it contains others, and whether it is drawn as a point.
    logic_start, logic_finish
        Its dates by logic alone.
    start, finish
        Its dates within everybody's hours.
    delay, slip
        By how much it starts, and finishes, later than by logic; negative where that is earlier. [elapsed]
    delay_work, slip_work
        The same in working time of the plan's calendar. [plan's conventions]
    waited
        What of its delay is its own wait for people; the rest it has from what it waits for. [elapsed]
    people
        Names of those who do it, with units where given, also of those who were chosen.
    why
        What holds it back and what makes it take longer, a clause each, ``"Ben has Deploy until then"``; empty where only
        logic counts.
    """

    id: str
    title: str
    wbs: str
    level: int
    summary: bool
    milestone: bool
    logic_start: datetime
    logic_finish: datetime
    start: datetime
    finish: datetime
    delay: timedelta
    delay_work: Span
    slip: timedelta
    slip_work: Span
    waited: timedelta
    people: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title, or the id where there is none; one harmless line."""
        return clean(self.title, clean(self.id, "?"))

    @property
    def moved(self) -> bool:
        """Whether it does not stand where logic asks."""
        return bool(self.delay or self.slip)


def leveled_rows(allocation: Allocation) -> tuple[LeveledRow, ...]:
    """The dates of an allocation beside those of logic as plain rows, parents before what they contain.

    Parameters
    ----------
    allocation
        Whose dates.

    Raises
    ------
    WrongType
        No allocation.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben", title="Ben"),
    ...     Task("deploy", title="Deploy", duration="3d", assignments=["ben"], priority=800),
    ...     Task("build", title="Build", duration="2d", assignments=["ben"]),
    ... )
    >>> [(row.name, str(row.delay_work), row.why) for row in leveled_rows(allocate(plan))]
    [('Deploy', '0d', ()), ('Build', '3d', ('Ben has Deploy until then',))]
    """
    instance_of(
        Allocation, "the allocation of a view", allocation, "an Allocation, such as allocate(plan) gives"
    )
    return rows_beside(allocation, timetable_rows(allocation.schedule))


def rows_beside(allocation: Allocation, timetable: tuple[TimetableRow, ...]) -> tuple[LeveledRow, ...]:
    """The same beside a timetable that is known already, one row for each of its rows."""
    plan = allocation.plan
    names = {entity.id: clean(entity.title, clean(entity.id, "?")) for entity in plan}
    reasons, calendar = Reasons(allocation, names), plan.work_calendar()
    return tuple(_row(allocation, row, reasons.of(row.id), plan, calendar) for row in timetable)


def _row(
    allocation: Allocation, row: TimetableRow, why: tuple[str, ...], plan: Plan, calendar: WorkCalendar
) -> LeveledRow:
    logic = allocation.logic[row.id]
    held = allocation.delays.get(row.id)
    delay, delay_work = _later(plan, calendar, logic.start, row.start)
    slip, slip_work = _later(plan, calendar, logic.finish, row.finish)
    return LeveledRow(
        id=row.id,
        title=row.title,
        wbs=row.wbs,
        level=row.level,
        summary=row.summary,
        milestone=row.milestone,
        logic_start=logic.start,
        logic_finish=logic.finish,
        start=row.start,
        finish=row.finish,
        delay=delay,
        delay_work=delay_work,
        slip=slip,
        slip_work=slip_work,
        waited=timedelta(0) if held is None else held.elapsed,
        people=row.assigned,
        why=why,
    )


def _later(plan: Plan, calendar: WorkCalendar, before: datetime, after: datetime) -> tuple[timedelta, Span]:
    """From one date to another, elapsed and in working time."""
    lo, hi = plan.axis.minute(before), plan.axis.minute(after)
    work = calendar.between(min(lo, hi), max(lo, hi))
    return timedelta(minutes=hi - lo), amount(work if hi >= lo else -work, plan.conventions)
