"""The timetable: every item with its dates, duration and float, in outline order; as rows, as text and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.views.chart import chart
from workmodel.views.hours import hours_of
from workmodel.views.outline import TimetableRow, timetable_rows
from workmodel.views.panes import table_html
from workmodel.views.style import fragment
from workmodel.views.tables import Column, fits, table
from workmodel.views.wording import Wording, brief, percent, wording

if TYPE_CHECKING:
    from workmodel.domain import Schedule

__all__ = ["TimetableRow", "html", "rows", "text"]

_DEEPEST_INDENT: Final = 12
_NEEDED: Final = 5  # columns, up to the duration, that go before times of day

rows = timetable_rows


def text(
    schedule: Schedule,
    *,
    width: int | None = None,
    times: bool | None = None,
    ascii: bool = False,  # noqa: A002
) -> str:
    """The timetable as text.

    Parameters
    ----------
    schedule
        Whose dates.
    width
        Most cells in a line; long names give way first, but to 24 cells, then columns that say least are left out.
        ``None``: as wide as it needs.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work, and there is
        room for the durations beside them.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> print(text(schedule(plan)))
         Name    Start           Finish          Duration  Float  Held by
    ● 1  draft   Mon 2 Mar 2026  Wed 4 Mar 2026        3d     0d  the plan's start
    ● 2  review  Thu 5 Mar 2026  Thu 5 Mar 2026        1d     0d  draft
    ● critical: a slip moves the end
    """
    found = timetable_rows(schedule)
    if not found:
        return "Nothing to do: the plan has no tasks, milestones or projects."
    words = wording(schedule, hours_of(schedule.plan), times=times)
    critical, milestone = ("*", "+") if ascii else ("●", "◆")
    body = [_cells(row, words, critical, milestone) for row in found]
    columns = _columns(found)
    if times is None and words.times and not fits(columns[:_NEEDED], body, width):
        words = Wording(times=False)
        body = [_cells(row, words, critical, milestone) for row in found]
    lines = table(columns, body, width=width, ascii=ascii)
    if any(row.critical for row in found):
        lines.append(f"{critical} critical: a slip moves the end")
    return "\n".join(lines)


def html(schedule: Schedule, *, times: bool | None = None) -> str:
    """The timetable as a self-contained piece of HTML.

    Parameters
    ----------
    schedule
        Whose dates.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> "Mon 2 Mar 2026" in html(schedule(Plan(start="2026-03-02").add(Task("draft", duration="3d"))))
    True
    """
    return fragment(table_html(chart(schedule, times=times), drawn=False))


def _columns(found: tuple[TimetableRow, ...]) -> list[Column]:
    progressed = any(row.complete for row in found)
    assigned = any(row.assigned for row in found)
    return [
        Column("", least=3),
        Column("Name", least=24, most=60),
        Column("Start"),
        Column("Finish"),
        Column("Duration", right=True, rank=2),
        Column("Float", right=True, rank=3),
        Column("Done", right=True, rank=4, shown=progressed),
        Column("Assigned", least=8, most=32, rank=5, shown=assigned),
        Column("Held by", least=10, most=48, rank=6),
    ]


def _cells(row: TimetableRow, words: Wording, critical: str, milestone: str) -> list[str]:
    indent = "  " * min(row.level - 1, _DEEPEST_INDENT)
    shape = f"{milestone} " if row.milestone else ""
    return [
        f"{critical if row.critical else ' '} {row.wbs}",
        f"{indent}{shape}{row.name}",
        *row.dates(words),
        str(brief(row.duration)),
        str(brief(row.total_float)),
        percent(row.complete),
        ", ".join(row.assigned),
        row.held_by,
    ]
