"""How a notebook shows plans, schedules, allocations, explanations, ledgers and merges: HTML that brings its own style.

Cheap and bounded whatever the size: long tables are cut and say so, and showing a plan runs no engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from workmodel.capacity import Ledger, Stretch
from workmodel.capacity.wording import whole_minutes
from workmodel.domain import Entity, Plan, Project, Task
from workmodel.domain.items import WorkItem
from workmodel.errors import instance_of
from workmodel.views.characters import clean, markup
from workmodel.views.chart import chart
from workmodel.views.explanation import html as explanation_html
from workmodel.views.figures import figures, figures_list
from workmodel.views.heat import heat, reduced
from workmodel.views.heat_html import heat_table
from workmodel.views.heat_words import hours
from workmodel.views.leveled_chart import leveled_chart
from workmodel.views.leveled_html import leveled_html
from workmodel.views.merged import html as merge_html
from workmodel.views.overload import overload_table
from workmodel.views.panes import legend_list, shortened, table_html
from workmodel.views.staffing import usual_period
from workmodel.views.style import fragment
from workmodel.views.wording import count, day, point

if TYPE_CHECKING:
    from workmodel.allocation import Allocation
    from workmodel.domain import Schedule

__all__ = [
    "allocation_html", "explanation_html", "ledger_html", "merge_html", "plan_html", "schedule_html", "stretch_html",
]  # fmt: skip

_MOST_ROWS: Final = 200
_MOST_COLUMNS: Final = 106
_DEEPEST: Final = 8
_PLURALS: Final = {"property": "properties"}


def schedule_html(schedule: Schedule) -> str:
    """A schedule: figures, timetable and Gantt chart of its first 200 items.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> '<svg class="w-body"' in schedule_html(schedule(Plan(start="2026-03-02").add(Task("draft"))))
    True
    """
    drawn = chart(schedule)
    short = shortened(drawn, _MOST_ROWS)
    return _fragment(
        schedule.plan.title,
        figures_list(figures(schedule, drawn))
        + legend_list(short)
        + table_html(short)
        + _rest(len(drawn.rows)),
    )


def allocation_html(allocation: Allocation) -> str:
    """An allocation: its first 200 items where they stand and where logic has them, everybody's hours, and the reasons.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"), *(Task(name, duration="2d", assignments=["ben"]) for name in ("a", "b"))
    ... )
    >>> "ben has a until then" in allocation_html(allocate(plan))
    True
    """
    found = leveled_chart(allocation, most=_MOST_ROWS)
    return _fragment(allocation.plan.title, leveled_html(found))


def ledger_html(ledger: Ledger) -> str:
    """A ledger: the heat map of its first 200 resources and 106 periods, and the fullest day explained.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan(start="2026-03-02").add(Resource("ana"))
    >>> '<table class="w-heat">' in ledger_html(ledger(plan, "2026-03-02", "2026-03-16"))
    True
    """
    instance_of(Ledger, "a ledger to show", ledger, "a Ledger")
    found = heat(ledger, period=usual_period(ledger))
    days = f"{day(ledger.first)} to {day(ledger.last)}, by {found.period}"
    return _fragment(
        ledger.plan.title or "Ledger",
        f'<p class="w-mu">{days}</p>{heat_table(reduced(found, _MOST_ROWS, _MOST_COLUMNS))}'
        f"{_rest(len(found.rows))}{overload_table(ledger)}",
    )


def stretch_html(stretch: Stretch) -> str:
    """A stretch of somebody's time: what there is, what was granted to whom, what is free and what is short; ids, not titles.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> found = ledger(Plan(start="2026-03-02").add(Resource("ana")), "2026-03-02", "2026-03-03")
    >>> "8h" in stretch_html(found.day("ana", "2026-03-02"))
    True
    """
    instance_of(Stretch, "a stretch to show", stretch, "a Stretch")
    body = "".join(
        f'<tr><th scope="row"><bdi>{markup(row["id"] or row["kind"])}</bdi></th>'
        f'<td class="w-mu">{row["kind"] if row["id"] else ""}</td><td class="w-r">{hours(row["minutes"])}</td></tr>'
        for row in stretch.rows()
    )
    short = "".join(f'<p class="w-bad">! {markup(str(one))}</p>' for one in stretch.unmet)
    available, away = whole_minutes([stretch.availability])[0], whole_minutes([stretch.absence])[0]
    facts = f"{point(stretch.start)} to {point(stretch.finish)}: {hours(available)} available"
    facts += f" after {hours(away)} of absence" if away else ""
    return _fragment(
        stretch.resource,
        f'<p class="w-mu">{facts}</p><div class="w-box"><table><tbody>{body}</tbody></table></div>{short}',
    )


def plan_html(plan: Plan) -> str:
    """A plan: what it holds and its first 200 work items as given. Runs no engine.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> "3d" in plan_html(Plan().add(Task("draft", duration="3d")))
    True
    """
    instance_of(Plan, "a plan to show", plan, "a Plan")
    counts: dict[str, int] = {}
    for entity in plan:
        counts[entity.kind] = counts.get(entity.kind, 0) + 1
    held = (
        ", ".join(count(number, kind, _PLURALS.get(kind, "")) for kind, number in counts.items()) or "empty"
    )
    frame = [
        f"{name} {value}"
        for name in ("start", "finish", "zone")
        if (value := getattr(plan, name)) is not None
    ]
    items = [entity for entity in plan if isinstance(entity, WorkItem)]
    levels = _levels(items)
    ordered = list(levels_order(items))[:_MOST_ROWS]
    head = "".join(
        f'<th scope="col">{word}</th>'
        for word in ("Item", "Id", "Kind", "Duration", "Waits for", "Assigned", "Dates")
    )
    body = "".join(_plan_row(plan, entity, levels[entity.id]) for entity in ordered)
    listing = (
        f'<div class="w-box"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        if items
        else ""
    )
    return _fragment(
        plan.title or "Plan",
        f'<p class="w-mu">{markup(" · ".join([held, *frame]))}</p>{listing}{_rest(len(items))}',
    )


def _levels(items: Iterable[WorkItem]) -> dict[str, int]:
    parents = {entity.id: entity.parent for entity in items}
    levels: dict[str, int] = {}
    for name in parents:
        chain, here = [], name
        while here not in levels:
            chain.append(here)
            above = parents[here]
            if above is None or above not in parents:
                levels[here] = 0
                break
            here = above
        for below in reversed(chain):
            above = parents[below]
            levels.setdefault(below, levels[above] + 1 if above is not None and above in levels else 0)
    return levels


def levels_order(items: list[WorkItem]) -> Iterable[WorkItem]:
    """Work items with parents before their children, otherwise in the plan's order."""
    below: dict[str | None, list[WorkItem]] = {}
    known = {entity.id for entity in items}
    for entity in items:
        below.setdefault(entity.parent if entity.parent in known else None, []).append(entity)
    stack = list(reversed(below.get(None, [])))
    while stack:
        entity = stack.pop()
        yield entity
        stack.extend(reversed(below.get(entity.id, [])))


def _plan_row(plan: Plan, entity: WorkItem, level: int) -> str:
    given = []
    if isinstance(entity, Project) and entity.start is not None:
        given.append(f"start {entity.start}")
    if entity.constraint is not None:
        given.append(str(entity.constraint))
    if entity.deadline is not None:
        given.append(f"deadline {entity.deadline}")
    values = [
        entity.kind,
        _size(entity),
        ", ".join(map(str, entity.after)),
        ", ".join(_name(plan.get(a.resource)) for a in entity.assignments)
        if isinstance(entity, Task)
        else "",
        ", ".join(given),
    ]
    cells = "".join(f"<td>{markup(value)}</td>" for value in values)
    indent = 10 + 16 * min(level, _DEEPEST)
    return (
        f'<tr><th scope="row" style="padding-left:{indent}px"><bdi>{markup(_name(entity))}</bdi></th>'
        f'<td class="w-mu">{markup(entity.id)}</td>{cells}</tr>'
    )


def _name(entity: Entity | None) -> str:
    return clean(entity.title, clean(entity.id, "?")) if entity is not None else "?"


def _size(entity: WorkItem) -> str:
    if not isinstance(entity, Task):
        return ""
    if entity.duration is not None:
        return str(entity.duration)
    return f"effort {entity.effort}" if entity.effort is not None else ""


def _rest(number: int) -> str:
    return f'<p class="w-mu">… and {number - _MOST_ROWS} more</p>' if number > _MOST_ROWS else ""


def _fragment(title: str, content: str) -> str:
    heading = f"<h2><bdi>{markup(title)}</bdi></h2>" if clean(title) else ""
    return fragment(heading + content)
