"""What moved between two schedules, by how much, and why: as rows, text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.domain import ItemMove, Moves
from workmodel.errors import instance_of, whole_number
from workmodel.views.boxes import Cell, boxed
from workmodel.views.characters import clean, markup, plain
from workmodel.views.naming import cause
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import amount, brief, count, day, point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workmodel.domain import Plan
    from workmodel.quantities import WorkTime

__all__ = ["MoveLine", "html", "rows", "text"]

_NOTHING: Final = "Nothing moved."
_MOST_LINES: Final = 40
_MOST_ROWS: Final = 200
_MOST_NAMED: Final = 10


@frozen
class MoveLine:
    """One item that moved.

    Attributes
    ----------
    id
        Its id.
    name
        What people call it.
    kind
        ``"task"``, ``"milestone"`` or ``"project"``.
    before, now
        Its end before and now, or its start where only that moved; with the time where the day is the same.
    moved
        By how much, in words; empty where it keeps its dates.
    float
        Its total float now, after what it was where that differs.
    critical
        ``"now"``, ``"no longer"``, or empty where that is as before.
    because
        What drives it now, in words.
    worse
        Whether it is later (1), earlier (-1), or neither (0).

    Examples
    --------
    >>> MoveLine("live", "Live", "milestone", "Mon 9 Mar 2026", "Thu 12 Mar 2026", "3d later", "0d", "", "Build", 1).worse
    1
    """  # fmt: skip

    id: str
    name: str
    kind: str
    before: str
    now: str
    moved: str
    float: str
    critical: str
    because: str
    worse: int


def rows(moves: Moves, *, most: int | None = None) -> tuple[MoveLine, ...]:
    """The items that moved, in the plan's order.

    Parameters
    ----------
    moves
        What moved.
    most
        How many of them at most; ``None``: all.

    Raises
    ------
    WrongType
        Not what `workmodel.scheduling.moves` returns.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(Task("design", duration="5d"), Task("build", after=["design"]))
    >>> found = rows(moves(schedule(plan), schedule(plan.evolve("design", duration="8d"))))
    >>> [(row.id, row.now, row.moved, row.because) for row in found]
    [('design', 'Wed 11 Mar 2026', '3d later', "the plan's start"), ('build', 'Thu 12 Mar 2026', '3d later', 'design')]
    """  # fmt: skip
    known = instance_of(Moves, "moves to show", moves, "a Moves, as moves(before, after) returns it")
    end = len(known) if most is None else max(whole_number("how many moves", most), 0)
    return lines_of(known[:end], known.after.plan)


def lines_of(moves: Iterable[ItemMove], plan: Plan) -> tuple[MoveLine, ...]:
    """The lines of some moves, with items of the plan called by their names."""
    return tuple(_line(one, plan) for one in moves)


def _line(one: ItemMove, plan: Plan) -> MoveLine:
    ends = (one.before.finish, one.after.finish)
    if one.shifted and ends[0] == ends[1]:
        ends = (one.before.start, one.after.start)
    words = point if one.shifted and ends[0].date() == ends[1].date() else day
    critical = "now" if one.became_critical else "no longer" if one.left_critical else ""
    subject = "" if one.why is None else one.why.subject
    entity = plan.get(subject) if subject else None
    names = {} if entity is None else {subject: clean(entity.name, subject)}
    return MoveLine(
        one.id, clean(one.name, one.id), one.kind, words(ends[0]), words(ends[1]), one.by,
        _floats(one, plan), critical, cause(one.why, names), one.side,
    )  # fmt: skip


def _floats(one: ItemMove, plan: Plan) -> str:
    def said(length: WorkTime) -> str:
        return str(brief(amount(length.minutes, plan.conventions, elapsed=one.elapsed))).replace("-", "−")

    was, now = said(one.before.total_float), said(one.after.total_float)
    return now if was == now else f"{was} → {now}"


def text(
    moves: Moves,
    *,
    width: int | None = None,
    ascii: bool = False,  # noqa: A002 - the views' word
    most: int = _MOST_LINES,
) -> str:
    """What moved, as a table, with what was added and removed, and when all ends.

    Parameters
    ----------
    moves
        What moved.
    width
        Most cells in a line; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.
    most
        How many items at most; how many more there are is said.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"), Task("copy", title="Copy", duration="2d"),
    ...     Milestone("live", title="Live", after=["design", "copy"]),
    ... )
    >>> print(text(moves(schedule(plan), schedule(plan.evolve("design", duration="8d")))))
    Item    Before          Now              Moved     Float    Because
    Design  Fri 6 Mar 2026  Wed 11 Mar 2026  3d later  0d       the plan's start
    Copy    Tue 3 Mar 2026  Tue 3 Mar 2026             3d → 6d  the plan's start
    Live    Fri 6 Mar 2026  Wed 11 Mar 2026  3d later  0d       Design
    All ends Wed 2026-03-11, 3d later
    """  # fmt: skip
    found = rows(moves, most=most)
    lines = tabled(found, width=width, ascii=ascii) if found else [_NOTHING]
    if len(moves) > len(found):
        lines.append(f"… and {len(moves) - len(found):,} more")
    lines += _notes(moves)
    shown = "\n".join(lines)
    return plain(shown) if ascii else shown


def tabled(found: tuple[MoveLine, ...], *, width: int | None, ascii: bool) -> list[str]:  # noqa: A002
    """The lines of a table of moves; columns that say nothing are left out."""
    columns = [
        Column("Item", least=10, most=40), Column("Before", rank=1), Column("Now"),
        Column("Moved", shown=any(one.moved for one in found)), Column("Float", rank=3),
        Column("Critical", rank=2, shown=any(one.critical for one in found)),
        Column("Because", least=10, most=40, rank=4),
    ]  # fmt: skip
    body = [[one.name, one.before, one.now, one.moved, one.float, one.critical, one.because] for one in found]
    return table(columns, body, width=width, ascii=ascii)


def _notes(moves: Moves) -> list[str]:
    """What was added and removed, and when all ends."""
    parts = (("Added", moves.added), ("Removed", moves.removed))
    found = [f"{what}: {_named(ids)}" for what, ids in parts if ids]
    ends = moves.ends
    return [*found, f"{ends[:1].upper()}{ends[1:]}"]


def _named(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return f"{', '.join(ids[:_MOST_NAMED])}{more}"


def html(moves: Moves) -> str:
    """What moved, as a self-contained piece of HTML, with the first 200 items.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(Task("design", title="<Design>", duration="5d"))
    >>> "&lt;Design&gt;" in html(moves(schedule(plan), schedule(plan.evolve("design", duration="8d"))))
    True
    """
    found = rows(moves, most=_MOST_ROWS)
    title = clean(moves.after.plan.title, "What moved")
    table = boxes(found, len(moves)) if found else f"<p>{_NOTHING}</p>"
    notes = "".join(f"<p>{markup(one)}</p>" for one in _notes(moves))
    return fragment(f"<h2><bdi>{markup(title)}</bdi></h2>{table}{notes}")


def boxes(found: tuple[MoveLine, ...], all_of_them: int) -> str:
    """A table of moves as HTML, with how many there are in all."""
    heads = [
        Cell("Item"), Cell("Before"), Cell("Now"), Cell("Moved", "w-r"), Cell("Float", "w-r"), Cell("Critical"),
        Cell("Because"),
    ]  # fmt: skip
    sides = {1: "w-r w-bad", -1: "w-r w-good", 0: "w-r w-mu"}
    body = [
        [
            Cell(f"◆ {one.name}" if one.kind == "milestone" else one.name), Cell(one.before, "w-nw"),
            Cell(one.now, "w-nw"), Cell(one.moved, sides[one.worse]), Cell(one.float, "w-r w-nw"),
            Cell(one.critical, "w-bad" if one.critical == "now" else ""), Cell(one.because),
        ]
        for one in found
    ]  # fmt: skip
    rest = f'<p class="w-mu">… and {all_of_them - len(found):,} more</p>' if all_of_them > len(found) else ""
    return f"<h3>{count(all_of_them, 'item')} moved</h3>{boxed(heads, body, 'What moved')}{rest}"
