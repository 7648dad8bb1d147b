"""A schedule as one HTML file: figures, timetable and Gantt chart, workload, critical path, findings, and every date's why.

The file stands alone. Its content security policy forbids any request and any script but its own, so a title that
somehow got through as markup could still do nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.domain import Step
from workmodel.errors import WorkModelError, instance_of
from workmodel.views.characters import clean, markup
from workmodel.views.chart import Chart, chart
from workmodel.views.critical_path import path_list, path_rows
from workmodel.views.explanation import bounds_table, step_rows
from workmodel.views.figures import figures, figures_list
from workmodel.views.findings import findings_table
from workmodel.views.findings import rows as finding_rows
from workmodel.views.heat import heat
from workmodel.views.heat_html import heat_table
from workmodel.views.outline import TimetableRow
from workmodel.views.overload import overload_table
from workmodel.views.panes import legend_list, table_html
from workmodel.views.script import SCRIPT, fingerprint
from workmodel.views.staffing import ledger_of, usual_period
from workmodel.views.style import page_style
from workmodel.views.unserved import unserved_table
from workmodel.views.wording import moment_words, percent, point

if TYPE_CHECKING:
    from workmodel.domain import Schedule
    from workmodel.quantities import Moment

__all__ = ["html"]

_MOST_EXPLAINED: Final = 1000  # items: beyond that the explanations would outweigh the page
_LONGEST_NOTES: Final = 2000  # characters
_SHORTENED: Final = " Only the first ten years are looked at."


def html(schedule: Schedule, title: str | None = None, as_of: Moment | str | None = None) -> str:
    """The report of a schedule: a complete, self-contained HTML document.

    Where anybody has hours, their workload is in it, with the fullest day explained and what finds no room.

    Parameters
    ----------
    schedule
        What to report.
    title
        Its heading; ``None``: the plan's title.
    as_of
        Where the line of today stands, and what is late is told from; ``None``: the plan's status date, if it has one.

    Returns
    -------
    str
        HTML in which every name is escaped. About 2 kB an item; above 1000 items names no longer open explanations.

    Raises
    ------
    InvalidText, WrongType, ZoneMismatch
        *as_of* is no moment on the plan's axis.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> page = html(
    ...     schedule(Plan(start="2026-03-02").add(Task("draft", title="<b>Draft</b>", duration="3d")))
    ... )
    >>> page.startswith("<!doctype html>"), "&lt;b&gt;Draft" in page, "<b>" in page
    (True, True, False)
    """
    drawn = chart(schedule, as_of=as_of)
    instance_of(
        str, "the title of a report", "" if title is None else title, "text, or None for the plan's title"
    )
    heading = clean(title if title is not None else schedule.plan.title, "Schedule")
    explained = len(drawn.rows) <= _MOST_EXPLAINED
    targets = {row.id: f"w{number}" for number, row in enumerate(drawn.rows)} if explained else {}
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src '{fingerprint()}'"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{markup(heading)}</title><style>{page_style()}</style></head>"
        f'<body class="wm"><header><h1><bdi>{markup(heading)}</bdi></h1>{_subtitle(schedule, drawn)}</header><main>'
        f"{figures_list(figures(schedule, drawn))}"
        f"<h2>Timetable</h2>{legend_list(drawn)}{table_html(drawn, targets=targets)}"
        f"{_workload(schedule, as_of)}"
        f"<h2>Critical path</h2>{path_list(path_rows(schedule, drawn.rows), drawn.wording, targets)}"
        f"<h2>Findings</h2>{findings_table(finding_rows(schedule), targets)}"
        f"{_popovers(schedule, drawn, targets)}"
        f"</main>{_footer(schedule, explained=explained)}<script>{SCRIPT}</script></body></html>"
    )


def _workload(schedule: Schedule, as_of: Moment | str | None) -> str:
    """How full everybody is, the fullest day and what finds no room; nothing where the plan has no people."""
    heading = "<h2>Workload</h2>"
    try:
        found = ledger_of(schedule)
    except WorkModelError as problem:  # dates can be told, and hours cannot: the report is still one of dates
        return f"{heading}<p>Hours cannot be told: {markup(str(problem))}</p>"
    if found is None:
        return ""
    lasts = "" if schedule.finish is None or found.last >= schedule.finish.date() else _SHORTENED
    return (
        f'{heading}<p class="w-mu">What is wanted of everybody, in percent of what there is. Point at a cell to see what '
        f"claims it.{lasts}</p>{heat_table(heat(found, period=usual_period(found), as_of=as_of))}"
        f"<h3>The fullest day</h3>{overload_table(found)}<h3>What finds no room</h3>{unserved_table(found)}"
    )


def _subtitle(schedule: Schedule, drawn: Chart) -> str:
    parts = []
    if schedule.start is not None and schedule.finish is not None:
        parts.append(drawn.wording.span(schedule.start, schedule.finish))
    if drawn.as_of is not None:
        parts.append(f"as of {moment_words(drawn.as_of)}")
    if schedule.plan.zone:
        parts.append(f"times in {schedule.plan.zone}")
    return f'<p class="w-mu">{markup(" · ".join(parts))}</p>' if parts else ""


def _footer(schedule: Schedule, *, explained: bool) -> str:
    source = (
        "Dates were read from a file." if schedule.source == "read" else "Dates were computed from the plan."
    )
    how = " Choose an item to see why its dates are what they are." if explained and schedule.ids else ""
    return f"<footer>{source}{how}</footer>"


def _steps(schedule: Schedule, found: tuple[TimetableRow, ...]) -> dict[str, Step]:
    """What bound each item. Explaining a late one tells of all that led to it, so those are not asked again."""
    steps: dict[str, Step] = {}
    for row in sorted(found, key=lambda row: (row.finish, row.start), reverse=True):
        if row.id not in steps:
            for step in schedule.explain(row.id).steps:
                steps.setdefault(step.id, step)
    return steps


def _popovers(schedule: Schedule, drawn: Chart, targets: dict[str, str]) -> str:
    """What opens when an item's name is chosen, for all items."""
    if not targets:
        return ""
    names = {row.id: row.name for row in drawn.rows}
    steps = _steps(schedule, drawn.rows)
    parts = []
    for row in drawn.rows:
        place, step = targets[row.id], steps.get(row.id)
        facts = "".join(
            f"<dt>{markup(word)}</dt><dd>{value}</dd>" for word, value in _facts(schedule, row, drawn)
        )
        why = bounds_table(step_rows(step, names)[1:], targets) if step is not None else ""
        parts.append(
            f'<div popover id="{place}" role="dialog" aria-labelledby="{place}t"><button class="w-cl" '
            f'popovertarget="{place}" popovertargetaction="hide" aria-label="Close">✕</button>'
            f'<h3 id="{place}t"><bdi>{markup(row.name)}</bdi></h3><dl>{facts}</dl>{why}</div>'
        )
    return "".join(parts)


def _facts(schedule: Schedule, row: TimetableRow, drawn: Chart) -> list[tuple[str, str]]:
    """Labels and values, the values as HTML; those without a value left out."""
    words = drawn.wording
    dates = point(row.finish) if row.milestone else f"{point(row.start)} → {point(row.finish)}"
    deadline = words.limit(row.deadline) if row.deadline is not None else ""
    notes = schedule.plan[row.id].notes[:_LONGEST_NOTES]
    facts = [
        ("Id", row.id if row.title else ""),
        ("When", dates),
        ("Duration", "" if row.milestone else str(row.duration)),
        ("Done", percent(row.complete) if row.complete else ""),
        (
            "Float",
            "critical"
            if row.critical and not row.total_float
            else f"{row.total_float} total, {row.free_float} free",
        ),
        ("Waits for", ", ".join(row.after)),
        ("Assigned", ", ".join(row.assigned)),
        ("Asks for", ", ".join(row.asks)),
        ("Mode", row.way),
        ("Constraint", row.constraint),
        ("Deadline", f"{deadline}, missed" if row.late else deadline),
    ]
    found = [(label, markup(value)) for label, value in facts if value]
    if notes.strip():
        found.append(("Notes", "\n".join(markup(line) for line in notes.splitlines())))
    return found
