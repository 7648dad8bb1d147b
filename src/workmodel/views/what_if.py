"""What a change to a plan would do, part by part: as rows, text and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.errors import instance_of, whole_number
from workmodel.scenarios import WhatIf
from workmodel.scenarios.words import called
from workmodel.views.characters import clean, markup, plain
from workmodel.views.heat_words import hours
from workmodel.views.moves import boxes, lines_of
from workmodel.views.style import fragment

if TYPE_CHECKING:
    from workmodel.capacity import Overload
    from workmodel.domain import ItemMove
    from workmodel.scenarios import OverloadChange

__all__ = ["WhatIfLine", "html", "rows", "text"]

_NARROWEST: Final = 40
_MOST_LINES: Final = 12
_MOST_ROWS: Final = 200
_HEADINGS: Final = {
    "ends": "",
    "added": "Added",
    "removed": "Removed",
    "milestone": "Milestones",
    "moved": "Moved",
    "critical": "Critical",
    "missed": "Missed now",
    "overload": "Hours",
    "finding": "Findings",
}
_SIDES: Final = {"new": 1, "worse": 1, "gone": -1, "eased": -1}


@frozen
class WhatIfLine:
    """One line of what a change would do.

    Attributes
    ----------
    part
        ``"ends"``, when all ends; ``"added"`` and ``"removed"``, items that only one plan has; ``"milestone"`` and
        ``"moved"``, what has other dates; ``"critical"``, what became critical
        or is no longer; ``"missed"``, a promise that is broken; ``"overload"``, hours that are too much, or no longer;
        ``"finding"``, one that is new or gone.
    words
        The line in words.
    items
        Ids of what it is about.
    worse
        Whether it is for the worse (1), for the better (-1), or neither (0).

    Examples
    --------
    >>> WhatIfLine("critical", "Copy becomes critical", ("copy",), 1).items
    ('copy',)
    """

    part: str
    words: str
    items: tuple[str, ...] = ()
    worse: int = 0


def rows(what_if: WhatIf) -> tuple[WhatIfLine, ...]:
    """When all ends, then milestones, other items that moved, critical ones, promises, hours and findings.

    Raises
    ------
    WrongType
        Not what `workmodel.scenarios.what_if` returns.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource, Task
    >>> from workmodel.scenarios import what_if
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"), Task("design", duration="5d", assignments=["ana"])
    ... )
    >>> found = what_if(plan, lambda plan: plan.evolve("ana", absences=["2026-03-03..2026-03-04 ill"]))
    >>> [(line.part, line.words) for line in rows(found)]
    [('ends', 'all ends as before, Fri 2026-03-06'), ('overload', 'ana, 2026-W10 (to 2026-03-06): 16h over, 0h before')]
    """  # fmt: skip
    known = instance_of(WhatIf, "an answer to show", what_if, "a WhatIf, as what_if(plan, change) returns it")
    return tuple(_lines(known))


def _lines(found: WhatIf) -> Iterator[WhatIfLine]:
    moved = found.moves
    ends = (found.finish_before, found.finish)
    worse = 0 if ends[0] is None or ends[1] is None else (ends[1] > ends[0]) - (ends[1] < ends[0])
    yield WhatIfLine("ends", clean(moved.ends), (), worse)
    for part, ids in (("added", moved.added), ("removed", moved.removed)):
        yield from (WhatIfLine(part, clean(name), (name,), 0) for name in ids)
    shifted = tuple(moved.shifted)
    for one in shifted:
        if one.kind == "milestone":
            yield _moved("milestone", one)
    for one in shifted:
        if one.kind != "milestone":
            yield _moved("moved", one)
    yield from (_critical(one, "becomes critical", 1) for one in found.became_critical)
    yield from (_critical(one, "is no longer critical", -1) for one in found.left_critical)
    yield from (WhatIfLine("missed", clean(str(one)), (one.item,), 1) for one in found.missed)
    yield from (_overload(one, found) for one in found.overloads)
    told = {(one.code, one.item) for one in found.missed}
    for finding in found.findings_new:
        if (finding.code, finding.subject) not in told:
            yield WhatIfLine("finding", clean(f"new: {finding}"), _about(finding.subject), 1)
    for finding in found.findings_gone:
        yield WhatIfLine("finding", clean(f"gone: {finding}"), _about(finding.subject), -1)


def _about(subject: str) -> tuple[str, ...]:
    return (subject,) if subject else ()


def _moved(part: str, one: ItemMove) -> WhatIfLine:
    verb = "is" if one.kind == "milestone" else "ends" if one.after.finish != one.before.finish else "begins"
    return WhatIfLine(part, clean(f"{called(one)} {verb} {one.by}, {one.to}"), (one.id,), one.side)


def _critical(one: ItemMove, words: str, worse: int) -> WhatIfLine:
    return WhatIfLine("critical", clean(f"{called(one)} {words}"), (one.id,), worse)


def _overload(one: OverloadChange, found: WhatIf) -> WhatIfLine:
    entity = found.plan.get(one.resource) or found.before.plan[one.resource]
    words = f"{clean(entity.name, one.resource)}, {one.period}: {_over(one.after)} over, {_over(one.before)} before"
    return WhatIfLine("overload", words, (one.resource,), _SIDES[one.kind])


def _over(one: Overload | None) -> str:
    return hours(0 if one is None else round(one.over))


def text(what_if: WhatIf, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """What a change would do, part by part, as text, with the first dozen lines of each.

    Parameters
    ----------
    what_if
        The answer.
    width
        Most cells in a line, at least 40; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scenarios import what_if
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"),
    ...     Milestone("live", title="Live", after=["design"], deadline="2026-03-06"),
    ... )
    >>> print(text(what_if(plan, lambda plan: plan.evolve("design", duration="7d"))))
    All ends Tue 2026-03-10, 2d later
    Milestones
    · Live is 2d later, Tue 2026-03-10
    Moved
    · Design ends 2d later, Tue 2026-03-10
    Missed now
    · live misses its deadline, Fri 2026-03-06, by 2d
    Findings
    · new: [float.negative] live: Live, with what it waits for, is 2d too late for what is promised
    """
    width = None if width is None else max(whole_number("a width in cells", width), _NARROWEST)
    found, lines = rows(what_if), []
    for part, heading in _HEADINGS.items():
        own = [one for one in found if one.part == part]
        said = [f"· {one.words}" if heading else _sentence(one.words) for one in own[:_MOST_LINES]]
        if len(own) > _MOST_LINES:
            said.append(f"… and {len(own) - _MOST_LINES:,} more")
        if own and heading:
            lines.append(heading)
        for one in said:
            lines += [one] if width is None else wrap(one, width, subsequent_indent="  " if heading else "")
    shown = "\n".join(lines)
    return plain(shown) if ascii else shown


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def html(what_if: WhatIf) -> str:
    """What a change would do, as a self-contained piece of HTML; what moved is a table, of at most 200 items.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import what_if
    >>> plan = Plan(start="2026-03-02").add(Task("design", title="<Design>", duration="5d"))
    >>> "&lt;Design&gt;" in html(what_if(plan, lambda plan: plan.evolve("design", duration="7d")))
    True
    """
    found = rows(what_if)
    title = clean(what_if.plan.title, "What if")
    parts = [f"<h2><bdi>{markup(title)}</bdi></h2>"]
    for part, heading in _HEADINGS.items():
        own = [one for one in found if one.part == part]
        if part == "moved" or not own:
            continue
        if not heading:
            parts += [f"<h3{_kind(one)}>{markup(_sentence(one.words))}</h3>" for one in own]
            continue
        parts.append(f"<h3>{heading}</h3>{_list(own)}")
    shifted = what_if.moves.shifted
    if shifted:
        parts.append(boxes(lines_of(shifted[:_MOST_ROWS], what_if.plan), len(shifted)))
    return fragment("".join(parts))


def _list(lines: list[WhatIfLine]) -> str:
    points = "".join(f"<li{_kind(one)}>{markup(one.words)}</li>" for one in lines[:_MOST_ROWS])
    more = f"<li>… and {len(lines) - _MOST_ROWS:,} more</li>" if len(lines) > _MOST_ROWS else ""
    return f"<ul>{points}{more}</ul>"


def _kind(one: WhatIfLine) -> str:
    return ' class="w-bad"' if one.worse > 0 else ' class="w-good"' if one.worse < 0 else ""
