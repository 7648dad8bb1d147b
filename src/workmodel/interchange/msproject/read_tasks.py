"""Tasks: the outline, what each is, when it may happen and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain import Constraint, FrozenMap, ManualDates, Milestone, Progress, Resource, Task
from workmodel.domain.telling import Teller
from workmodel.errors import InvalidValue
from workmodel.interchange.msproject.codes import (
    CONSTRAINTS,
    ESTIMATED,
    TASK_TYPES,
    format_of,
    span_of,
    unit_of,
)
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.read_links import assignments_of, links_of
from workmodel.interchange.msproject.read_properties import CustomFields
from workmodel.interchange.msproject.read_resources import external_of
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.uids import Uids
from workmodel.quantities import Conventions, Span

__all__ = ["Outline", "Reading", "outline_of", "tasks_of"]

_MOST_LEVEL: Final = 65_535
_DATED: Final = frozenset(CONSTRAINTS[2:])


@frozen
class Outline:
    """The tasks that come into the plan, with their places.

    Attributes
    ----------
    rows
        Id and element of each, in order.
    parents
        Id of the task each is part of.
    summaries
        Ids of those with others below.
    uids
        Ids by UID.
    gone
        UIDs of tasks that were left out.
    """

    rows: tuple[tuple[str, Node], ...]
    parents: dict[str, str | None]
    summaries: frozenset[str]
    uids: Uids
    gone: set[int]


@frozen
class Reading:
    """What a task's values are read with."""

    root: Node
    report: Report
    conventions: Conventions
    backward: bool
    calendars: Uids
    resources: Uids
    known: Mapping[str, Resource]
    currency: str
    custom: CustomFields
    summary: Node | None
    work_format: int
    outline: Outline = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "outline", outline_of(self.root, self.report, self.summary))


def outline_of(root: Node, report: Report, summary: Node | None) -> Outline:
    """The outline, from each task's level; blank rows and inactive tasks are left out."""
    uids, gone = Uids("t", "task", report), set()
    rows: list[tuple[str, Node]] = []
    parents: dict[str, str | None] = {}
    stack: list[tuple[int, str | None]] = []
    for node in root.inside("Tasks", "Task"):
        fields = Fields(node, report)
        if node is summary or fields.flag("IsNull"):
            continue
        name = uids.claim(fields)
        level = _level(Fields(node, report, name))
        while stack and stack[-1][0] >= level:
            stack.pop()
        above = stack[-1][1] if stack else None
        if not fields.flag("Active", True):
            uid = fields.whole("UID")
            if uid is not None and uids(uid) == name:
                uids.put(uid, None)
                gone.add(uid)
            _inactive(Fields(node, report, name))
            stack.append((level, above))
            continue
        rows.append((name, node))
        parents[name] = above
        stack.append((level, name))
    summaries = frozenset(parent for parent in parents.values() if parent is not None)
    return Outline(tuple(rows), parents, summaries, uids, gone)


def _level(fields: Fields) -> int:
    level = fields.whole("OutlineLevel", 0, _MOST_LEVEL)
    if level is not None:
        return level
    number = fields.word("OutlineNumber")
    return number.count(".") + 1 if number else 1


def _inactive(fields: Fields) -> None:
    fields.report.add(
        "inactive", fields.subject,
        f"{fields.text('Name') or fields.subject} is inactive: it takes no part in the schedule, and was left out with "
        "its links",
        {
            "title": fields.text("Name"), "start": fields.word("Start"), "finish": fields.word("Finish"),
            "duration": fields.word("Duration"),
        },
    )  # fmt: skip


def tasks_of(reading: Reading, teller: Teller) -> list[Task | Milestone]:
    """The tasks and milestones, in the outline's order."""
    outline = reading.outline
    summary = None if reading.summary is None else 0
    staff = assignments_of(
        reading.root,
        reading.report,
        outline.uids,
        reading.resources,
        reading.known,
        reading.currency,
        summary,
    )
    found: list[Task | Milestone] = []
    for name, node in teller.each(outline.rows):
        fields = Fields(node, reading.report, name)
        _peculiar(fields)
        values = _common(fields, reading)
        workers = staff.get(name, ())
        if name in outline.summaries:
            found.append(_summary(fields, values, workers, reading))
        elif _is_milestone(fields) and not workers:
            found.append(
                Milestone(
                    name,
                    **values,
                    manual=_manual(fields),
                    progress=_progress(fields, reading, milestone=True),
                    leveling_delay=_delay(fields, reading.conventions),
                )
            )
        else:
            found.append(_leaf(fields, values, workers, reading))
    return found


def _is_milestone(fields: Fields) -> bool:
    if not fields.flag("Milestone"):
        return False
    if fields.minutes("Duration"):
        fields.report.add(
            "long_milestone", fields.subject,
            f"{fields.subject} is marked as a milestone and takes time; it was read as a task", severity="info",
        )  # fmt: skip
        return False
    return True


def _peculiar(fields: Fields) -> None:
    """Tell of what a plan has no place for."""
    report, name = fields.report, fields.subject
    if fields.flag("ExternalTask"):
        report.add(
            "external_task", name,
            f"{name} stands for a task of another file ({fields.word('ExternalTaskProject')[:200]}); it keeps the dates "
            "it had",
            {"file": fields.word("ExternalTaskProject")},
        )  # fmt: skip
    if fields.flag("IsSubproject"):
        report.add(
            "subproject", name,
            f"{name} stands for the project of another file ({fields.word('SubprojectName')[:200]}); it keeps the dates "
            "it had",
            {"file": fields.word("SubprojectName")},
        )  # fmt: skip
    if fields.flag("Recurring"):
        report.add(
            "recurring",
            name,
            f"{name} is a recurring task; its occurrences were read as plain tasks",
            severity="info",
        )


def _common(fields: Fields, reading: Reading) -> dict[str, Any]:
    """What tasks and milestones share."""
    calendar = None
    uid = fields.whole("CalendarUID")
    if uid is not None and uid >= 0:
        calendar = reading.calendars(uid)
        if calendar is None:
            fields.report.add(
                "unknown_calendar", fields.subject,
                f"{fields.subject} has the calendar with the UID {uid}, which is not in the file; it was left out",
                {"uid": uid},
            )  # fmt: skip
    priority = fields.whole("Priority", 0, 1000)
    outline = reading.outline
    return {
        "title": fields.text("Name"),
        "notes": fields.text("Notes"),
        "properties": FrozenMap(reading.custom.values_of(fields, "task")),
        "external": external_of(fields),
        "parent": outline.parents[fields.subject],
        "after": links_of(fields, outline.uids, outline.gone, reading.conventions),
        "calendar": calendar,
        "constraint": _constraint(fields, backward=reading.backward),
        "deadline": fields.moment("Deadline"),
        "priority": 500 if priority is None else priority,
    }


def _constraint(fields: Fields, *, backward: bool) -> Constraint | None:
    """The date constraint; what a plan planned in that direction does anyway is none."""
    number = fields.whole("ConstraintType", 0, 7) or 0
    if number == (1 if backward else 0):
        return None
    kind = CONSTRAINTS[number]
    if kind not in _DATED:
        return Constraint(kind)
    date = fields.moment("ConstraintDate")
    if date is None:
        fields.report.add(
            "constraint_without_date",
            fields.subject,
            f"{fields.subject} has the constraint {kind} without a date; it was left out",
        )
        return None
    return Constraint(kind, date)


def _delay(fields: Fields, conventions: Conventions) -> Span | None:
    """The levelling delay, elapsed time whatever format it is shown in."""
    minutes = fields.tenths("LevelingDelay")
    if not minutes:
        return None
    unit, _ = unit_of(fields.whole("LevelingDelayFormat", 0, 1000))
    return Span.of_minutes(minutes, unit=unit, elapsed=True, conventions=conventions)


def _manual(fields: Fields) -> ManualDates | None:
    """The dates that a manual task keeps; those of other files' tasks are kept in the same way."""
    kept = fields.flag("ExternalTask") or fields.flag("IsSubproject")
    if not (fields.flag("Manual") or kept):
        return None
    start, finish = fields.moment("ManualStart"), fields.moment("ManualFinish")
    if start is None and finish is None:
        start, finish = fields.moment("Start"), fields.moment("Finish")
    if start is None and finish is None:
        fields.report.add(
            "manual_without_dates",
            fields.subject,
            f"{fields.subject} is scheduled by hand and has no dates; it was read as any task",
        )
        return None
    if start is not None and finish is not None and finish < start:
        fields.report.add(
            "bad_value", fields.subject,
            f"{fields.subject} is set by hand to finish before it starts; its finish was left out",
            {"start": start, "finish": finish},
        )  # fmt: skip
        finish = None
    return ManualDates(start, finish)


def _type(fields: Fields) -> str:
    number = fields.whole("Type", 0, 2)
    return TASK_TYPES[number or 0]


def _summary(fields: Fields, values: dict[str, Any], workers: tuple[Any, ...], reading: Reading) -> Task:
    """A task with others below, which say how long it takes and what was done."""
    if fields.flag("Manual"):
        fields.report.add(
            "manual_summary", fields.subject,
            f"{fields.subject} is a summary with dates set by hand; a plan takes a summary's dates from what is in it",
            {"start": fields.word("ManualStart"), "finish": fields.word("ManualFinish")},
        )  # fmt: skip
    return Task(
        fields.subject,
        **values,
        assignments=workers,
        type=_type(fields),
        leveling_delay=_delay(fields, reading.conventions),
    )


def _leaf(fields: Fields, values: dict[str, Any], workers: tuple[Any, ...], reading: Reading) -> Task:
    conventions = reading.conventions
    number = fields.whole("DurationFormat", 0, 1000)
    duration = _amount(fields, "Duration", number, conventions)
    work = _amount(fields, "Work", reading.work_format, conventions)
    estimated = fields.flag("Estimated", number is not None and number != 53 and bool(number & ESTIMATED))
    ignores = fields.flag("IgnoreResourceCalendar")
    if ignores and values["calendar"] is None:
        fields.report.tally(
            "ignores_nothing", "IgnoreResourceCalendar", fields.subject,
            "{what} was left out {n} on tasks without a calendar of their own, where it has no effect",
        )  # fmt: skip
        ignores = False
    return Task(
        fields.subject, **values, duration=duration, effort=work or None, estimated=estimated, type=_type(fields),
        assignments=workers, ignore_resource_calendars=ignores, manual=_manual(fields),
        progress=_progress(fields, reading, milestone=False), leveling_delay=_delay(fields, conventions),
        splittable=fields.flag("LevelingCanSplit"),
    )  # fmt: skip


def _amount(fields: Fields, name: str, number: int | None, conventions: Conventions) -> Span | None:
    """A duration that is not negative."""
    minutes = fields.minutes(name)
    if minutes is None:
        return None
    if minutes < 0:
        fields.report.add(
            "bad_value", fields.subject, f"{fields.node.name}/{name} is negative; it was left out",
            {"element": name, "value": fields.word(name)},
        )  # fmt: skip
        return None
    return span_of(minutes, number, conventions)


def _progress(fields: Fields, reading: Reading, *, milestone: bool) -> Progress | None:
    """What was done: actual and remaining duration are the facts; the percentage counts where they are missing."""
    start, finish = fields.moment("ActualStart"), fields.moment("ActualFinish")
    percent = fields.number("PercentComplete")
    if percent is not None and not 0 <= percent <= 100:
        fields.report.add(
            "bad_value", fields.subject, f"{fields.subject} is {percent} % complete; that was left out"
        )
        percent = None
    if start is None and finish is None and not percent:
        return None
    if start is not None and finish is not None and finish < start:
        fields.report.add(
            "bad_value", fields.subject,
            f"{fields.subject} was finished before it was started; its actual finish was left out",
            {"start": start, "finish": finish},
        )  # fmt: skip
        finish = None
    number = _shown(fields, reading.conventions)
    done = _amount(fields, "ActualDuration", number, reading.conventions)
    left = _amount(fields, "RemainingDuration", number, reading.conventions)
    if milestone or not (done or left):
        done = left = None
    elif done is None:  # converters leave out what is zero
        done = span_of(0, number, reading.conventions)
    elif left is None:
        left = span_of(0, number, reading.conventions)
    told = done is not None or (percent == 100 and finish is not None)
    return _built(
        fields, actual_start=start, actual_finish=finish, percent=None if told else percent or None,
        actual_duration=done, remaining=left, resume=_resume(fields, finish),
    )  # fmt: skip


def _shown(fields: Fields, conventions: Conventions) -> int | None:
    """The format in which the duration is read: where its own cannot say it, that of hours or minutes."""
    number, minutes = fields.whole("DurationFormat", 0, 1000), fields.minutes("Duration")
    return number if minutes is None else format_of(span_of(minutes, number, conventions))


def _resume(fields: Fields, finish: datetime | None) -> datetime | None:
    """When the rest of a task in progress goes on."""
    return fields.moment("Resume") if finish is None and fields.has("ActualStart") else None


def _built(fields: Fields, **values: Any) -> Progress | None:
    try:
        return Progress(**values)
    except InvalidValue as problem:
        fields.report.add(
            "bad_value", fields.subject, f"the progress of {fields.subject} was left out: {problem}"
        )
        return None
