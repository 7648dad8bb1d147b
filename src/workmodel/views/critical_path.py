"""The critical path: the driving chain to the latest finish, first item first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.views.characters import markup
from workmodel.views.hours import hours_of
from workmodel.views.outline import TimetableRow, timetable_rows
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import Wording, wording

if TYPE_CHECKING:
    from workmodel.domain import Schedule

__all__ = ["html", "rows", "text"]

_NONE = "No critical path: nothing is left to do, or what drives these dates is not known."


def rows(schedule: Schedule) -> tuple[TimetableRow, ...]:
    """The items of the critical path in order, as rows of the timetable.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"),
    ...     Task("review", duration="1d", after=["draft"]),
    ...     Task("spell", duration="1d"),
    ... )
    >>> [row.name for row in rows(schedule(plan))]
    ['draft', 'review']
    """
    return path_rows(schedule, timetable_rows(schedule))


def path_rows(schedule: Schedule, found: tuple[TimetableRow, ...]) -> tuple[TimetableRow, ...]:
    """The rows of the critical path out of those of the timetable."""
    by_id = {row.id: row for row in found}
    return tuple(by_id[name] for name in schedule.critical_path)


def text(
    schedule: Schedule,
    *,
    width: int | None = None,
    times: bool | None = None,
    ascii: bool = False,  # noqa: A002
) -> str:
    """The critical path as text, one line for each item.

    Parameters
    ----------
    schedule
        Whose critical path.
    width
        Most cells in a line; ``None``: as wide as it needs.
    times
        Whether to write times of day; ``None``: where some item of the schedule starts or finishes within a day of work.
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
       Name    Start           Finish          Duration  Held by
    1  draft   Mon 2 Mar 2026  Wed 4 Mar 2026        3d  the plan's start
    2  review  Thu 5 Mar 2026  Thu 5 Mar 2026        1d  draft
    """
    found = rows(schedule)
    if not found:
        return _NONE
    words = wording(schedule, hours_of(schedule.plan), times=times)
    columns = [
        Column(""),
        Column("Name", least=12, most=60),
        Column("Start"),
        Column("Finish"),
        Column("Duration", right=True, rank=2),
        Column("Held by", least=10, most=48, rank=3),
    ]
    body = [
        [str(number), row.name, *row.dates(words), str(row.duration), row.held_by]
        for number, row in enumerate(found, 1)
    ]
    return "\n".join(table(columns, body, width=width, ascii=ascii))


def html(schedule: Schedule, *, times: bool | None = None) -> str:
    """The critical path as a self-contained piece of HTML: one card for each item, in order.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scheduling import schedule
    >>> "No critical path" in html(schedule(Plan(start="2026-03-02")))
    True
    """
    found = rows(schedule)
    words = wording(schedule, hours_of(schedule.plan), times=times)
    return fragment(path_list(found, words))


def path_list(found: tuple[TimetableRow, ...], words: Wording, targets: dict[str, str] | None = None) -> str:
    """The critical path as an ordered list; items in *targets* are buttons that open the explanation of that id."""
    if not found:
        return f"<p>{_NONE}</p>"
    return (
        f'<ol class="w-path">{"".join(_card(row, words, (targets or {}).get(row.id)) for row in found)}</ol>'
    )


def _card(row: TimetableRow, words: Wording, target: str | None) -> str:
    name = f"<bdi>{markup(row.name)}</bdi>"
    if target:
        name = f'<button class="w-n" popovertarget="{target}">{name}</button>'
    when = words.span(row.start, row.finish)
    size = "◆ milestone" if row.milestone else str(row.duration)
    held = f"<small>held by {markup(row.held_by)}</small>" if row.held_by else ""
    return f"<li><div>{name}<small>{markup(when)} · {size}</small>{held}</div></li>"
