"""What is printed about a schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from workmodel.cli.terminal import Terminal
from workmodel.domain import Schedule
from workmodel.findings import Finding
from workmodel.views import (
    critical_path,
    explanation,
    findings,
    gantt,
    heatmap,
    leveling,
    moves,
    overload,
    timetable,
    unserved,
)
from workmodel.views.characters import clean, plain
from workmodel.views.timetable import TimetableRow
from workmodel.views.wording import amount, point

if TYPE_CHECKING:
    from workmodel.allocation import Allocation
    from workmodel.capacity import Ledger
    from workmodel.domain import Moves
    from workmodel.quantities import Moment

__all__ = [
    "show_explanation",
    "show_allocation",
    "show_dates",
    "show_import",
    "show_losses",
    "show_moves",
    "show_schedule",
    "show_workload",
]

_MOST_NOTES = 6
_MOST_LINES = 3


def show_dates(
    dates: Schedule | Allocation, terminal: Terminal, *, as_of: Moment | None, brief: bool
) -> None:
    """Print a schedule or an allocation: summary and findings, and unless *brief* all else."""
    if isinstance(dates, Schedule):
        show_schedule(dates, terminal, as_of=as_of, brief=brief)
    else:
        show_allocation(dates, terminal, brief=brief)


def show_allocation(allocation: Allocation, terminal: Terminal, *, brief: bool) -> None:
    """Print summary and findings, and unless *brief* the dates beside those of logic, with what holds each item back."""
    width, ascii_only, schedule = terminal.width, terminal.ascii, allocation.schedule
    told = findings.rows_of(schedule.plan, allocation.findings)
    parts = [_summary(schedule, allocation.findings, terminal)]
    if told:
        parts.append(
            _headed("Findings", findings.findings_text(told, width=width, ascii=ascii_only), terminal)
        )
    if schedule.ids and not brief:
        levelled = leveling.text(allocation, width=width, ascii=ascii_only)
        parts.append(_headed("Within everybody's hours", levelled, terminal))
    for part in parts:
        terminal.print(part.rstrip("\n"))
        terminal.print()


def show_schedule(schedule: Schedule, terminal: Terminal, *, as_of: Moment | None, brief: bool) -> None:
    """Print summary and findings, and unless *brief* the timetable, the chart and the critical path."""
    width, ascii_only = terminal.width, terminal.ascii
    parts = [_summary(schedule, schedule.findings, terminal)]
    if schedule.findings:
        parts.append(_headed("Findings", findings.text(schedule, width=width, ascii=ascii_only), terminal))
    if schedule.ids and not brief:
        parts += [
            _headed("Timetable", timetable.text(schedule, width=width, ascii=ascii_only), terminal),
            gantt.text(schedule, as_of=as_of, width=width, ascii=ascii_only),
            _headed("Critical path", critical_path.text(schedule, width=width, ascii=ascii_only), terminal),
        ]
    for part in parts:
        terminal.print(part.rstrip("\n"))
        terminal.print()


def show_explanation(dates: Schedule | Allocation, name: str, terminal: Terminal) -> None:
    """Print why an item is when it is: what people do before it, and the chain of causes, down to the plan's start."""
    schedule = dates if isinstance(dates, Schedule) else dates.schedule
    if not isinstance(dates, Schedule):
        terminal.print(leveling.why(dates, name, width=terminal.width, ascii=terminal.ascii))
        terminal.print()
    names = {row["id"]: row["title"] or row["id"] for row in schedule.rows()}
    terminal.print(
        explanation.text(schedule.explain(name), names=names, width=terminal.width, ascii=terminal.ascii)
    )
    terminal.print()


def show_workload(found: Ledger, terminal: Terminal, *, period: str, as_of: Moment | None) -> None:
    """Print how full everybody is, the fullest day and what finds no room."""
    width, ascii_only = terminal.width, terminal.ascii
    for part in (
        heatmap.text(found, period=period, as_of=as_of, width=width, ascii=ascii_only),
        _headed("The fullest day", overload.text(found, width=width, ascii=ascii_only), terminal),
        _headed("What finds no room", unserved.text(found, width=width, ascii=ascii_only), terminal),
    ):
        terminal.print(part.rstrip("\n"))
        terminal.print()


def show_moves(found: Moves, terminal: Terminal) -> None:
    """Print what moved between two schedules."""
    terminal.print(moves.text(found, width=terminal.width, ascii=terminal.ascii, most=len(found)))


def show_import(found: Sequence[Finding], terminal: Terminal) -> None:
    """Print what was guessed, rounded or left out while a file was read."""
    terminal.print("\n".join(["While the file was read:", *_notes([f.message for f in found], terminal), ""]))


def show_losses(target: str, lost: Sequence[Finding], terminal: Terminal) -> None:
    """Print that a file was written, and what it does not hold of the plan."""
    if not lost:
        terminal.print(f"wrote {target}")
        return
    about = [f"{finding.subject or 'the plan'}: {finding.message}" for finding in lost]
    terminal.print(
        "\n".join([f"wrote {target}; this format does not hold all of the plan:", *_notes(about, terminal)])
    )


def _notes(messages: Sequence[str], terminal: Terminal) -> list[str]:
    """Indented paragraphs, not too long and not too many."""
    lines = [
        line
        for message in messages[:_MOST_NOTES]
        for line in wrap(
            _line(message, terminal),
            terminal.width,
            initial_indent="  ",
            subsequent_indent="    ",
            max_lines=_MOST_LINES,
            placeholder=" ...",
        )
    ]
    return [*lines, f"  and {len(messages) - _MOST_NOTES} more"] if len(messages) > _MOST_NOTES else lines


def _headed(title: str, text: str, terminal: Terminal) -> str:
    rule = ("-" if terminal.ascii else "─") * len(title)
    return f"{title}\n{rule}\n{text}"


def _line(text: str, terminal: Terminal) -> str:
    return plain(clean(text)) if terminal.ascii else clean(text)


def _summary(schedule: Schedule, found: Sequence[Finding], terminal: Terminal) -> str:
    facts = list(_facts(schedule, found))
    room = max(len(name) for name, _ in facts)
    lines = [f"  {name:{room}}  {_line(value, terminal)}" for name, value in facts]
    return "\n".join([_line(schedule.plan.title or "Plan", terminal), *lines])


def _facts(schedule: Schedule, found: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    rows = timetable.rows(schedule)
    if schedule.start is None or schedule.finish is None:
        yield "items", "none: nothing in the plan has dates"
        return
    source = "" if schedule.source == "computed" else " (dates as stored in the file)"
    yield "start", point(schedule.start) + source
    yield "finish", point(schedule.finish)
    yield "items", f"{len(rows)}: {_counted(rows)}"
    leaves = [row for row in rows if not row.summary]
    done = sum(row.complete >= 100 for row in leaves)
    begun = sum(0 < row.complete < 100 for row in leaves)
    if done or begun:
        yield "progress", f"{done} of {len(leaves)} done, {begun} under way"
    critical = sum(row.critical for row in leaves)
    yield "critical", f"{critical} of {len(leaves)}"
    yield "float", _float(schedule)
    yield "findings", _severities(found) or "none"


def _severities(findings_: Sequence[Finding]) -> str:
    found = Counter(str(finding.severity) for finding in findings_)
    words = (("error", "error"), ("warning", "warning"), ("info", "remark"))
    return ", ".join(
        f"{found[name]} {word}{'' if found[name] == 1 else 's'}" for name, word in words if found[name]
    )


def _counted(rows: Sequence[TimetableRow]) -> str:
    kinds = Counter("milestone" if row.milestone else "summary" if row.summary else "task" for row in rows)
    plural = {"task": "tasks", "milestone": "milestones", "summary": "summaries"}
    return ", ".join(
        f"{kinds[one]} {one if kinds[one] == 1 else many}" for one, many in plural.items() if kinds[one]
    )


def _float(schedule: Schedule) -> str:
    """Whether all promises can be kept."""
    floats = schedule.dates.total_float[~schedule.dates.summary]
    late = floats[floats < 0]
    if not len(late):
        return "none is negative"
    worst = amount(int(late.min()), schedule.plan.conventions)
    return f"negative for {len(late)}, the worst {worst}"
