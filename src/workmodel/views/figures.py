"""The figures at the head of a report: when, how much, how far, what needs attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.views.characters import markup
from workmodel.views.outline import TimetableRow
from workmodel.views.wording import amount, count, percent

if TYPE_CHECKING:
    from workmodel.domain import Schedule
    from workmodel.findings import Finding
    from workmodel.views.chart import Chart

__all__ = ["Figure", "figures"]


@frozen
class Figure:
    """One figure.

    Attributes
    ----------
    label
        What it is.
    value
        The figure, in words.
    note
        What to know with it; may be empty.
    alarming
        Whether it asks for attention.
    """

    label: str
    value: str
    note: str = ""
    alarming: bool = False


def figures(
    schedule: Schedule, chart: Chart, *, findings: Sequence[Finding] | None = None
) -> tuple[Figure, ...]:
    """The figures of a schedule, those that have nothing to say left out.

    Parameters
    ----------
    schedule
        Whose figures.
    chart
        Its chart, for the rows, the wording and the moment that what is late is told from.
    findings
        What is to be weighed; ``None``: the schedule's findings.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> from workmodel.views.chart import chart
    >>> found = schedule(Plan(start="2026-03-02").add(Task("draft", duration="3d")))
    >>> [(figure.label, figure.value) for figure in figures(found, chart(found))][:3]
    [('Start', 'Mon 2 Mar 2026'), ('Finish', 'Wed 4 Mar 2026'), ('Work', '1 task')]
    """
    if schedule.start is None or schedule.finish is None:
        return (Figure("Work", "nothing to do"),)
    plan, words, rows = schedule.plan, chart.wording, chart.rows
    axis = plan.axis
    start, finish = words.ends(schedule.start, schedule.finish)
    between = plan.work_calendar().between(axis.minute(schedule.start), axis.minute(schedule.finish))
    leaves = [row for row in rows if not row.summary]
    points = [row for row in leaves if row.milestone]
    counts = ((len(leaves) - len(points), "task"), (len(points), "milestone"))
    work = [count(number, word) for number, word in counts if number]
    groups = len(rows) - len(leaves)
    found = [
        Figure("Start", start),
        Figure("Finish", finish, f"{amount(between, plan.conventions)} of working time"),
        Figure("Work", ", ".join(work) or "nothing to do", f"in {count(groups, 'group')}" if groups else ""),
        _done(schedule, leaves),
        _late(leaves, chart.until),
        Figure("Critical", f"{sum(row.critical for row in leaves)} of {len(leaves)}", "a slip moves the end"),
        _deadlines(rows),
        _findings(schedule.findings if findings is None else findings),
    ]
    return tuple(figure for figure in found if figure.value)


def _done(schedule: Schedule, leaves: list[TimetableRow]) -> Figure:
    calendar, axis = schedule.plan.work_calendar(), schedule.plan.axis
    spans = [
        (calendar.between(axis.minute(row.start), axis.minute(row.finish)), row.complete) for row in leaves
    ]
    total = sum(size for size, _ in spans)
    share = sum(size * done for size, done in spans) / total if total > 0 else 0.0
    return Figure("Done", percent(share) if share else "", "of all tasks, by the working time they span")


def _late(leaves: list[TimetableRow], until: datetime | None) -> Figure:
    late = [row for row in leaves if until is not None and row.complete < 100 and row.finish < until]
    return Figure(
        "Late", count(len(late), "item") if late else "", "unfinished past their finish", alarming=True
    )


def _deadlines(rows: tuple[TimetableRow, ...]) -> Figure:
    due = [row for row in rows if row.deadline is not None]
    missed = sum(row.late for row in due)
    value = f"{missed} of {len(due)} missed" if missed else f"{len(due)} met"
    return Figure("Deadlines", value if due else "", alarming=bool(missed))


def _findings(findings: Sequence[Finding]) -> Figure:
    counts = Counter(finding.severity for finding in findings)
    words = (
        count(counts["error"], "error"),
        count(counts["warning"], "warning"),
        f"{counts['info']} to know",
    )
    note = ", ".join(word for word in words if not word.startswith("0 "))
    return Figure("Findings", str(len(findings)), note, alarming=bool(counts["error"] or counts["warning"]))


def figures_list(found: tuple[Figure, ...]) -> str:
    """The figures as HTML."""
    cards = []
    for figure in found:
        kind = ' class="w-bad"' if figure.alarming else ""
        note = f"<small>{markup(figure.note)}</small>" if figure.note else ""
        cards.append(
            f"<div><dt>{markup(figure.label)}</dt><dd><span{kind}>{markup(figure.value)}</span>{note}</dd></div>"
        )
    return f'<dl class="w-cards">{"".join(cards)}</dl>'
