"""Why a date is what it is: the chain of causes as plain rows, as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from workmodel.domain import Bound, Explanation, Step
from workmodel.errors import WrongType, instance_of, whole_number
from workmodel.views.characters import cells, clean, fit, markup, plain
from workmodel.views.naming import cause
from workmodel.views.style import fragment
from workmodel.views.wording import point

__all__ = ["ExplanationRow", "html", "rows", "text"]

NO_NAMES: Final[Mapping[str, str]] = {}
_DEEPEST_INDENT: Final = 10


@frozen(kw_only=True)
class ExplanationRow:
    """One line of an explanation: an item of the chain, a bound on its dates, or a note.

    Attributes
    ----------
    depth
        How many causes lie between the item asked for and this one, 0 for itself.
    sort
        ``"item"``, ``"bound"`` or ``"note"``.
    id, name
        The item that the line is about.
    what
        The item's name, the cause, or the note.
    start, finish
        For an item, its scheduled dates.
    side
        For a bound, which date it bounds, ``"start"`` or ``"finish"``.
    limit
        For a bound, ``"not before"`` or, where it keeps the date from being later, ``"not after"``.
    time
        For a bound, the bound itself.
    decides
        For a bound, whether it decided the date.
    subject
        For a bound, the other item, where there is one.
    """

    depth: int
    sort: str
    id: str
    name: str
    what: str
    start: datetime | None = None
    finish: datetime | None = None
    side: str = ""
    limit: str = ""
    time: datetime | None = None
    decides: bool = False
    subject: str = ""


def rows(explanation: Explanation, *, names: Mapping[str, str] = NO_NAMES) -> tuple[ExplanationRow, ...]:
    """The lines of an explanation: each item of the chain, then what bound it, then notes.

    Parameters
    ----------
    explanation
        Of one item's dates.
    names
        What items beside the chain are called, by id; those on it say it themselves.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> [(row.depth, row.sort, row.what, row.decides) for row in rows(schedule(plan).explain("review"))][:2]
    [(0, 'item', 'review', False), (0, 'bound', 'draft', True)]
    """
    called = _called(explanation, names)
    found: list[ExplanationRow] = []
    for depth, step in enumerate(explanation.steps):
        found.extend(step_rows(step, called, depth))
    return tuple(found)


def _called(explanation: Explanation, names: Mapping[str, str]) -> dict[str, str]:
    """What all items are called; those on the chain say it themselves."""
    instance_of(
        Explanation, "an explanation to show", explanation, 'an Explanation, such as schedule.explain("x")'
    )
    if not isinstance(names, Mapping):
        raise WrongType("names of items", names, "a mapping from ids to names")
    return {**names, **names_of(explanation)}


def names_of(explanation: Explanation) -> dict[str, str]:
    """What the items of a chain are called."""
    return {step.id: clean(step.title, clean(step.id, "?")) for step in explanation.steps}


def step_rows(step: Step, names: Mapping[str, str], depth: int = 0) -> list[ExplanationRow]:
    """The lines of one item of a chain."""
    name = clean(step.title, clean(step.id, "?"))
    item = ExplanationRow(
        depth=depth, sort="item", id=step.id, name=name, what=name, start=step.start, finish=step.finish
    )
    bounds = [
        ExplanationRow(
            depth=depth,
            sort="bound",
            id=step.id,
            name=name,
            what=_cause(bound, names),
            side=bound.side,
            time=bound.time,
            limit="not after" if bound.upper else "not before",
            decides=bound.binding,
            subject=bound.driver.subject,
        )
        for bound in step.bounds
    ]
    notes = [
        ExplanationRow(depth=depth, sort="note", id=step.id, name=name, what=clean(note))
        for note in step.notes
    ]
    return [item, *bounds, *notes]


def _cause(bound: Bound, names: Mapping[str, str]) -> str:
    through = f", through {clean(names.get(bound.through, bound.through))}" if bound.through else ""
    return cause(bound.driver, names) + through


def dates(row: ExplanationRow) -> str:
    """The dates of an item's line, in full."""
    if row.start is None or row.finish is None:
        return ""
    return point(row.start) if row.start == row.finish else f"{point(row.start)} → {point(row.finish)}"


def text(
    explanation: Explanation,
    *,
    names: Mapping[str, str] = NO_NAMES,
    width: int = 100,
    ascii: bool = False,  # noqa: A002 - the views' word
) -> str:
    """The explanation as indented text, what decides marked with an arrow.

    Parameters
    ----------
    explanation
        Of one item's dates.
    names
        What items beside the chain are called, by id.
    width
        Most cells for an item's name and its indent together with its dates.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> print(text(schedule(plan).explain("draft")))
    draft: Mon 2 Mar 2026 08:00 → Wed 4 Mar 2026 17:00
      → the plan's start: start not before Mon 2 Mar 2026 00:00
        its calendar is closed until Mon 2 Mar 2026 08:00
    """
    width = whole_number("a width in cells", width)
    lines = []
    for row in rows(explanation, names=names):
        indent = "  " * min(row.depth, _DEEPEST_INDENT)
        if row.sort == "item":
            when = dates(row)
            room = max(width - len(indent) - cells(when) - 2, 12)
            name = row.what if cells(row.what) <= room else fit(row.what, room)
            lines.append(f"{indent}{name}: {when}")
        elif row.sort == "bound" and row.time is not None:
            mark = "→" if row.decides else " "
            lines.append(f"{indent}  {mark} {row.what}: {row.side} {row.limit} {point(row.time)}")
        else:
            lines.append(f"{indent}    {row.what}")
    found = "\n".join(lines) or "Nothing to explain."
    return plain(found) if ascii else found


def html(explanation: Explanation, *, names: Mapping[str, str] = NO_NAMES) -> str:
    """The explanation as a self-contained piece of HTML: a table for each item of the chain.

    Parameters
    ----------
    explanation
        Of one item's dates.
    names
        What items beside the chain are called, by id.

    Examples
    --------
    >>> from workmodel.domain import Explanation
    >>> html(Explanation("x", ())).endswith("<p>Nothing to explain.</p></div>")
    True
    """
    called = _called(explanation, names)
    parts = [
        f"<h2>{'Because of' if depth else 'Why'} <bdi>{markup(lines[0].name)}</bdi></h2>"
        f'<p class="w-mu">{markup(dates(lines[0]))}</p>{bounds_table(lines[1:])}'
        for depth, step in enumerate(explanation.steps)
        for lines in [step_rows(step, called, depth)]
    ]
    return fragment("".join(parts) or "<p>Nothing to explain.</p>")


def bounds_table(lines: list[ExplanationRow], targets: dict[str, str] | None = None) -> str:
    """Bounds and notes as a table and a list; causes in *targets* are buttons that open the explanation of that id."""
    bounds = [row for row in lines if row.sort == "bound" and row.time is not None]
    notes = [row for row in lines if row.sort == "note"]
    parts = []
    if bounds:
        body = "".join(_bound_row(row, (targets or {}).get(row.subject)) for row in bounds)
        parts.append(
            '<div class="w-box"><table><thead><tr><th scope="col">Decides</th><th scope="col">Cause</th>'
            f'<th scope="col">Bounds</th></tr></thead><tbody>{body}</tbody></table></div>'
        )
    if notes:
        parts.append(f"<ul>{''.join(f'<li>{markup(row.what)}</li>' for row in notes)}</ul>")
    return "".join(parts)


def _bound_row(row: ExplanationRow, target: str | None) -> str:
    what = f"<bdi>{markup(row.what)}</bdi>"
    if target:
        what = f'<button class="w-n2" popovertarget="{target}">{what}</button>'
    when = f"{row.side} {row.limit} {point(row.time)}" if row.time is not None else ""
    return f'<tr><td>{"→ yes" if row.decides else ""}</td><td>{what}</td><td class="w-nw">{markup(when)}</td></tr>'
