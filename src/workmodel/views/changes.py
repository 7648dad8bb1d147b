"""What was edited, and what that caused: two lists, told apart; as rows, text and HTML."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.errors import instance_of, whole_number
from workmodel.scenarios import Known, WhatChanged
from workmodel.views.boxes import Cell, boxed
from workmodel.views.characters import clean, markup, plain
from workmodel.views.style import fragment
from workmodel.views.wording import count, day, point

if TYPE_CHECKING:
    from workmodel.scenarios import Consequence

__all__ = ["ChangeLine", "html", "known_html", "rows", "text"]

_NOTHING: Final = "Nothing changed."
_MOST_ROWS: Final = 200
_NARROWEST: Final = 40


@frozen
class ChangeLine:
    """One line of what changed.

    Attributes
    ----------
    part
        ``"edited"``; ``"caused"``, what moved for the same reasons; ``"missed"``, a promise that is broken now; ``"ends"``,
        when all ends; or ``"problem"``, why nothing is said of dates.
    words
        The line in words.
    items
        Ids of what it is about.
    worse
        Whether it is later or missed (1), earlier (-1), or neither (0).

    Examples
    --------
    >>> ChangeLine("edited", "design grew from 5d to 8d", ("design",)).worse
    0
    """

    part: str
    words: str
    items: tuple[str, ...] = ()
    worse: int = 0


def rows(changed: WhatChanged) -> tuple[ChangeLine, ...]:
    """What was edited, then what that caused, grouped by reasons, then what is missed and when all ends.

    Raises
    ------
    WrongType
        Not what `what_changed` returns.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import what_changed
    >>> plan = Plan(start="2026-03-02").add(Task("design", duration="5d"), Task("build", after=["design"]))
    >>> [
    ...     (row.part, row.items, row.worse)
    ...     for row in rows(what_changed(plan, plan.evolve("design", duration="8d")))
    ... ]
    [('edited', ('design',), 0), ('caused', ('design', 'build'), 1), ('ends', (), 1)]
    """
    instance_of(
        WhatChanged, "changes to show", changed, "a WhatChanged, as what_changed(before, after) returns it"
    )
    lines = [
        ChangeLine("edited", _clean(one.said), (one.subject,) if one.subject else ()) for one in changed.facts
    ]
    if changed.problem:
        return (*lines, ChangeLine("problem", _clean(changed.problem), (), 1))
    lines += [
        ChangeLine("caused", _clean(str(one)), tuple(item.id for item in one.items), one.items[0].side)
        for one in changed.grouped
    ]
    lines += [ChangeLine("missed", _clean(str(one)), (one.item,), 1) for one in changed.missed]
    if changed.facts:
        ends = (changed.finish_before, changed.finish)
        worse = 0 if ends[0] is None or ends[1] is None else (ends[1] > ends[0]) - (ends[1] < ends[0])
        lines.append(ChangeLine("ends", _clean(changed.ends), (), worse))
    return tuple(lines)


def _clean(words: str) -> str:
    return clean(words, "?")


_HEADINGS: Final = {
    "edited": "Edited",
    "caused": "Caused",
    "missed": "Missed now",
    "problem": "Dates",
    "ends": "",
}


def text(changed: WhatChanged, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """What was edited and what that caused, as text.

    Parameters
    ----------
    changed
        What changed.
    width
        Most cells in a line, at least 40; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scenarios import what_changed
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="5d"), Task("build", duration="5d", after=["design"]),
    ...     Milestone("live", after=["build"], deadline="2026-03-13"),
    ... )
    >>> print(text(what_changed(plan, plan.evolve("build", duration="6d"))))
    Edited
    · build grew from 5d to 6d
    Caused
    · build and live come 1d later, because build grew from 5d to 6d: live 1d later, Mon 2026-03-16
    Missed now
    · live misses its deadline, Fri 2026-03-13, by 1d
    All ends Mon 2026-03-16, 1d later
    """  # fmt: skip
    width = None if width is None else max(whole_number("a width in cells", width), _NARROWEST)
    lines, last = [], ""
    for one in rows(changed):
        if one.part != last and _HEADINGS[one.part]:
            lines.append(_HEADINGS[one.part])
        last = one.part
        words = _sentence(one.words) if one.part == "ends" else f"· {one.words}"
        lines += (
            [words]
            if width is None
            else wrap(words, width, subsequent_indent="" if one.part == "ends" else "  ")
        )
    shown = "\n".join(lines) or _NOTHING
    return plain(shown) if ascii else shown


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def html(changed: WhatChanged) -> str:
    """What was edited and what that caused, as a self-contained piece of HTML, with the first 200 items that moved.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import what_changed
    >>> plan = Plan(start="2026-03-02").add(Task("design", title="<Design>", duration="5d"))
    >>> "&lt;Design&gt; grew from 5d to 8d" in html(what_changed(plan, plan.evolve("design", duration="8d")))
    True
    """
    content = _content(changed)
    title = clean(changed.after.title, "What changed")
    return fragment(f"<h2><bdi>{markup(title)}</bdi></h2>{content}")


def known_html(known: Known) -> str:
    """Since when something is known, and what changed then, as a self-contained piece of HTML.

    Examples
    --------
    >>> from datetime import datetime
    >>> from workmodel.domain import Plan
    >>> from workmodel.scenarios import Known
    >>> from workmodel.storage import Revision
    >>> saved = Revision("website", 1, datetime(2026, 3, 2, 9), author="ana")
    >>> "known since revision 1" in known_html(Known(saved, saved, None, Plan(), None)).lower()
    True
    """
    instance_of(Known, "what is known", known, "a Known, as first_known(store, name, condition) returns it")
    first, *others = str(known).splitlines()[: 1 + known.wavered]
    title = clean(known.plan.title, "First known")
    lead = "".join(f"<p>{markup(_sentence(one))}.</p>" for one in (first, *others))
    rest = "" if known.what_changed is None else f"<h3>What changed then</h3>{_content(known.what_changed)}"
    return fragment(f"<h2><bdi>{markup(title)}</bdi></h2>{lead}{rest}")


def _content(changed: WhatChanged) -> str:
    """The lists, and the table of what moved."""
    lines = rows(changed)
    if not lines:
        return f"<p>{_NOTHING}</p>"
    parts = []
    for part, heading in _HEADINGS.items():
        own = [one for one in lines if one.part == part]
        if own and heading:
            points = "".join(f"<li{_kind(one)}>{markup(one.words)}</li>" for one in own)
            parts.append(f"<h3>{heading}</h3><ul>{points}</ul>")
        parts += [f"<h3{_kind(one)}>{markup(_sentence(one.words))}</h3>" for one in own if not heading]
    return "".join(parts) + _moved(changed.consequences)


def _kind(one: ChangeLine) -> str:
    bad = one.part in ("missed", "problem") or (one.part == "ends" and one.worse > 0)
    return ' class="w-bad"' if bad else ' class="w-good"' if one.part == "ends" and one.worse < 0 else ""


def _moved(moved: tuple[Consequence, ...]) -> str:
    if not moved:
        return ""
    heads = [Cell("Item"), Cell("Before"), Cell("Now"), Cell("Moved", "w-r"), Cell("Because")]
    body = [
        [
            Cell(f"◆ {one.name}" if one.kind == "milestone" else one.name), Cell(_when(one, before=True), "w-nw"),
            Cell(_when(one, before=False), "w-nw"), Cell(one.by, "w-r w-bad" if one.side > 0 else "w-r w-good"),
            Cell("; ".join(fact.said for fact in one.causes)),
        ]
        for one in moved[:_MOST_ROWS]
    ]  # fmt: skip
    rest = f'<p class="w-mu">… and {len(moved) - _MOST_ROWS} more</p>' if len(moved) > _MOST_ROWS else ""
    return f"<h3>{count(len(moved), 'item')} moved</h3>{boxed(heads, body, 'What moved')}{rest}"


def _when(one: Consequence, *, before: bool) -> str:
    """The end of an item, or its start where only that moved; with the time where the day is the same."""
    ends = (one.finish_before, one.finish)
    if ends[0] == ends[1]:
        ends = (one.start_before, one.start)
    words = point if ends[0].date() == ends[1].date() else day
    return words(ends[0] if before else ends[1])
