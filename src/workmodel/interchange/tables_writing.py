"""From a plan or a schedule to the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from workmodel.domain import Assignment, Constraint, Milestone, Plan, Progress, Schedule, Task, WorkItem
from workmodel.domain.telling import SILENT, Teller
from workmodel.interchange.tables_columns import HEADERS
from workmodel.interchange.tables_dates import date_text
from workmodel.interchange.tables_text import guarded
from workmodel.quantities import Moment

__all__ = ["rows_of_plan"]

_OF_SCHEDULE = ("wbs", "start", "finish")


def rows_of_plan(source: Plan | Schedule, teller: Teller = SILENT) -> Iterator[list[str]]:
    """The header, then a row for each task, milestone and project in order."""
    plan = source.plan if isinstance(source, Schedule) else source
    dates = source if isinstance(source, Schedule) else None
    names = [name for name in HEADERS if dates is not None or name not in _OF_SCHEDULE]
    yield [HEADERS[name] for name in names]
    outline = {} if dates is None else dict(zip(dates.ids, dates.wbs, strict=True))
    date = partial(date_text, zoned=plan.zone is not None)
    for item in teller.each(tuple(plan.items.values())):
        cells = _cells(item, date)
        if dates is not None:
            scheduled = dates[item.id]
            cells["wbs"] = outline[item.id]
            cells["start"], cells["finish"] = date(scheduled.start), date(scheduled.finish)
        yield [guarded(cells.get(name, "")) for name in names]


def _cells(item: WorkItem, date: Callable[[Moment | None], str]) -> dict[str, str]:
    cells = {
        "id": item.id,
        "parent": item.parent or "",
        "type": item.kind,
        "name": item.name,
        "predecessors": "; ".join(map(str, item.after)),
        "constraint": _constraint(item.constraint, date),
        "deadline": date(item.deadline),
        "priority": str(item.priority),
        "calendar": item.calendar or "",
        "tags": "; ".join(item.tags),
        "notes": item.notes,
    }
    if isinstance(item, Task):
        cells["duration"] = "" if item.duration is None else f"{item.duration}{'?' if item.estimated else ''}"
        cells["effort"] = "" if item.effort is None else str(item.effort)
        cells["resources"] = "; ".join(_assigned(assignment) for assignment in item.assignments)
    if isinstance(item, (Task, Milestone)) and item.progress is not None:
        cells.update(_progress(item.progress, date))
    return cells


def _assigned(one: Assignment) -> str:
    """An assignment; a quantity stands in brackets, as Microsoft Project writes it."""
    return f"{one.resource}[{one.units:f} {one.unit}]" if one.unit else str(one)


def _constraint(value: Constraint | None, date: Callable[[Moment | None], str]) -> str:
    return "" if value is None else f"{value.kind} {date(value.date)}".rstrip()


def _progress(progress: Progress, date: Callable[[Moment | None], str]) -> dict[str, str]:
    return {
        "complete": "" if progress.percent is None else f"{progress.percent}%",
        "actual_start": date(progress.actual_start),
        "actual_finish": date(progress.actual_finish),
    }
