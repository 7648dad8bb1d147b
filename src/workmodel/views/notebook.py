"""How a notebook shows a plan, a schedule and an explanation: pieces of HTML that bring their own style.

Cheap and bounded whatever the size: long tables are cut and say so, and showing a plan runs no engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from workmodel.domain import Entity, Plan, Project, Task
from workmodel.domain.items import WorkItem
from workmodel.errors import instance_of
from workmodel.views.characters import clean, markup
from workmodel.views.chart import chart
from workmodel.views.explanation import html as explanation_html
from workmodel.views.figures import figures, figures_list
from workmodel.views.panes import legend_list, shortened, table_html
from workmodel.views.style import fragment
from workmodel.views.wording import count

if TYPE_CHECKING:
    from workmodel.domain import Schedule

__all__ = ["explanation_html", "plan_html", "schedule_html"]

_MOST_ROWS: Final = 200
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
