"""Tasks and assignments as elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from attrs import field, frozen

from workmodel.calendars import ending
from workmodel.domain import Assignment, Milestone, Plan, Progress, Schedule, Task
from workmodel.domain.items import WorkItem
from workmodel.domain.telling import Teller
from workmodel.interchange.msproject.codes import CONSTRAINTS, LINKS, NO_CURRENCY, TASK_TYPES, format_of
from workmodel.interchange.msproject.fields import rounded
from workmodel.interchange.msproject.numbering import Numbering
from workmodel.interchange.msproject.output import Markup, duration_text, element
from workmodel.interchange.msproject.write_properties import FieldNumbers
from workmodel.quantities import Percent, Span

__all__ = ["Writing", "assignment_elements", "guid_of", "task_elements"]

_GUID: Final = re.compile(r"[0-9A-Fa-f\-{}]{1,64}", re.ASCII)


@frozen
class Writing:
    """What elements are made with."""

    plan: Plan
    schedule: Schedule | None
    numbering: Numbering
    custom: FieldNumbers
    currency: str = NO_CURRENCY
    _rows: dict[str, int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.schedule is not None:
            self._rows.update((name, row) for row, name in enumerate(self.schedule.ids))

    def row(self, name: str) -> int | None:
        """The row of an item in the schedule."""
        return self._rows.get(name)

    def stamp(self, value: date | None) -> datetime | None:
        """The wall clock of a moment; a day is its start."""
        return None if value is None else self.wall(self.plan.axis.minute(value))

    def due(self, value: date | None, calendar: str | None = None) -> datetime | None:
        """The wall clock of a moment at which something ends or is due; a day is the end of work on that calendar."""
        if value is None:
            return None
        return self.wall(ending(self.plan.axis, value, self.plan.work_calendar(calendar)))

    def wall(self, minute: int) -> datetime:
        """The wall clock of a minute."""
        return self.plan.axis.time(minute).replace(tzinfo=None)

    def minutes(self, span: Span) -> int:
        """A span in minutes."""
        return self.plan.minutes(span)


def guid_of(item: Any) -> str | None:
    """The GUID by which servers of Microsoft Project know it."""
    return next(
        (one.id for one in item.external if one.system == "msproject" and _GUID.fullmatch(one.id)), None
    )


def task_elements(writing: Writing, teller: Teller) -> Iterator[Markup]:
    """The items in the order of the outline."""
    summaries = {item.parent for item, _, _ in writing.numbering.items}
    for place, (item, level, number) in enumerate(teller.each(writing.numbering.items), 1):
        own = item.id == writing.numbering.names[item.id]
        values: dict[str, Any] = {
            "UID": writing.numbering.tasks[item.id],
            "GUID": guid_of(item),
            "ID": place,
            "Name": item.title or (None if own else item.id),
            "Active": True,
            "IsNull": False,
            "WBS": number,
            "OutlineNumber": number,
            "OutlineLevel": level,
            "Priority": item.priority,
            "Milestone": isinstance(item, Milestone),
            "Summary": item.id in summaries,
            "Notes": item.notes or None,
            "PredecessorLink": list(_links(item, writing)),
            "ExtendedAttribute": writing.custom.values(item.properties, "task"),
            **_bounds(item, writing),
            **_dates(item, writing),
            **_amounts(item, writing, summary=item.id in summaries),
        }
        yield element("Task", values)


def _bounds(item: WorkItem, writing: Writing) -> dict[str, Any]:
    """Calendar, constraint, deadline, levelling."""
    backward = writing.plan.settings.direction == "backward"
    bound = item.constraint
    delay = getattr(item, "leveling_delay", None)
    return {
        "ConstraintType": CONSTRAINTS.index(bound.kind) if bound is not None else int(backward),
        "ConstraintDate": _constraint_date(item, writing),
        "CalendarUID": -1 if item.calendar is None else writing.numbering.calendars[item.calendar],
        "Deadline": writing.due(item.deadline, item.calendar),
        "LevelingDelay": 10 * writing.minutes(delay) if delay else 0,
        "LevelingDelayFormat": format_of(delay) if delay else 8,
        "LevelingCanSplit": getattr(item, "splittable", False),
        "IgnoreResourceCalendar": getattr(item, "ignore_resource_calendars", False),
    }


def _constraint_date(item: WorkItem, writing: Writing) -> datetime | None:
    bound = item.constraint
    if bound is None:
        return None
    return writing.due(bound.date, item.calendar) if bound.reads_end_of_day else writing.stamp(bound.date)


def _links(item: WorkItem, writing: Writing) -> Iterator[Markup]:
    for one in item.after:
        uid = writing.numbering.tasks.get(one.predecessor)
        if uid is None:
            continue  # a routine, which the format does not know
        if isinstance(one.lag, Percent):
            amount, unit = rounded(one.lag.value), 20 if one.lag.elapsed else 19
        else:
            amount, unit = 10 * writing.minutes(one.lag), format_of(one.lag)
        yield element(
            "PredecessorLink",
            {
                "PredecessorUID": uid,
                "Type": LINKS.index(one.link),
                "CrossProject": False,
                "LinkLag": amount,
                "LagFormat": unit,
            },
        )


def _dates(item: WorkItem, writing: Writing) -> dict[str, Any]:
    """What the schedule says."""
    row = writing.row(item.id)
    if row is None or writing.schedule is None:
        return {}
    d, wall = writing.schedule.dates, writing.wall
    return {
        "Start": wall(int(d.start[row])),
        "Finish": wall(int(d.finish[row])),
        "EarlyStart": wall(int(d.early_start[row])),
        "EarlyFinish": wall(int(d.early_finish[row])),
        "LateStart": wall(int(d.late_start[row])),
        "LateFinish": wall(int(d.late_finish[row])),
        "TotalSlack": 10 * int(d.total_float[row]),
        "FreeSlack": 10 * int(d.free_float[row]),
        "Critical": bool(d.critical[row]),
        "PercentComplete": _percent(writing.schedule.percent_complete(row)),
    }


def _percent(value: float) -> int:
    return rounded(Decimal(str(value)))


def _amounts(item: WorkItem, writing: Writing, *, summary: bool) -> dict[str, Any]:
    """Duration, work, progress, dates set by hand."""
    row = writing.row(item.id)
    computed = None if row is None or writing.schedule is None else int(writing.schedule.dates.duration[row])
    if not isinstance(item, Task):
        zero = isinstance(item, Milestone)
        amount = 0 if zero else computed
        values: dict[str, Any] = {
            "Duration": None if amount is None else duration_text(amount),
            "DurationFormat": 7,
        }
        return values if not zero else {**values, **_manual(item, writing), **_progress(item, 0, writing)}
    span = None if summary else item.duration
    amount = computed if span is None else writing.minutes(span)
    work = _work(item, writing)
    shown = span if span is not None else Span()
    return {
        "Type": TASK_TYPES.index(item.type),
        "Duration": None if amount is None else duration_text(amount),
        "DurationFormat": format_of(shown, estimated=item.estimated),
        "Estimated": item.estimated,
        "EffortDriven": item.type == "fixed_work",
        "Work": None if work is None else duration_text(work),
        **_manual(item, writing),
        **_progress(item, amount or 0, writing),
    }


def _work(item: Task, writing: Writing) -> int | None:
    """The work of a task in all; what each of several spends is counted for each."""
    if item.effort is None:
        return None
    shares = max(1, len(item.assignments)) if item.split == "each" else 1
    return writing.minutes(item.effort) * shares


def _manual(item: Any, writing: Writing) -> dict[str, Any]:
    if item.manual is None:
        return {"Manual": False}
    return {
        "Manual": True,
        "ManualStart": writing.stamp(item.manual.start),
        "ManualFinish": writing.due(item.manual.finish, item.calendar),
    }


def _progress(item: Any, duration: int, writing: Writing) -> dict[str, Any]:
    """What was done, as far as it is said; of done and left the one that is not said follows from the duration."""
    said: Progress | None = item.progress
    if said is None:
        return {}
    values: dict[str, Any] = {
        "ActualStart": writing.stamp(said.actual_start),
        "ActualFinish": writing.due(said.actual_finish, item.calendar),
        "Resume": writing.stamp(said.resume),
    }
    if said.percent is not None:
        values["PercentComplete"] = rounded(said.percent)
    done, left = said.actual_duration, said.remaining
    if done is not None or left is not None:
        done_minutes = (
            writing.minutes(done) if done is not None else max(0, duration - writing.minutes(left or Span()))
        )
        left_minutes = writing.minutes(left) if left is not None else max(0, duration - done_minutes)
        values |= {
            "ActualDuration": duration_text(done_minutes),
            "RemainingDuration": duration_text(left_minutes),
        }
    return values


def assignment_elements(writing: Writing) -> Iterator[Markup]:
    """Who works on what, task by task; the work is shared in proportion to units."""
    uid = 0
    for item, _, _ in writing.numbering.items:
        if not isinstance(item, Task):
            continue
        units = [_units(one, writing) for one in item.assignments]
        working = [writing.plan.resources[one.resource].works for one in item.assignments]
        whole = sum((share for share, works in zip(units, working, strict=True) if works), Decimal(0))
        work = _work(item, writing)
        row = writing.row(item.id)
        for one, share, works in zip(item.assignments, units, working, strict=True):
            uid += 1
            values: dict[str, Any] = {
                "UID": uid,
                "TaskUID": writing.numbering.tasks[item.id],
                "ResourceUID": writing.numbering.resources[one.resource],
            }
            if not works:
                values |= _used_up(one, writing)
            elif work is not None and whole:
                values |= {"Units": share, "Work": duration_text(rounded(work * share / whole))}
            elif item.duration is not None and not item.duration.elapsed:
                values |= {
                    "Units": share,
                    "Work": duration_text(rounded(writing.minutes(item.duration) * share)),
                }
            else:
                values["Units"] = share
            if row is not None and writing.schedule is not None:
                values["Start"] = writing.wall(int(writing.schedule.dates.start[row]))
                values["Finish"] = writing.wall(int(writing.schedule.dates.finish[row]))
            yield element("Assignment", values)


def _used_up(one: Assignment, writing: Writing) -> dict[str, Any]:
    """The quantity of a material, an hour of work being one unit; the amount of money in hundredths."""
    if one.units is None:
        return {}
    if writing.plan.resources[one.resource].type == "money":
        currency = one.unit or writing.plan.resources[one.resource].unit
        return {"Cost": one.units * 100} if currency == writing.currency else {}
    return {
        "HasFixedRateUnits": True,
        "FixedMaterial": True,
        "Units": one.units,
        "Work": duration_text(rounded(one.units * 60)),
    }


def _units(one: Any, writing: Writing) -> Decimal:
    """Units said, or the resource's capacity."""
    capacity: Decimal = writing.plan[one.resource].capacity
    return capacity if one.units is None else one.units
