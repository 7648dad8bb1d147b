"""What two edits of one plan contradict each other in, as a list: what it was, what either says, what stands."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from workmodel.errors import instance_of
from workmodel.scenarios import Conflict, Merge
from workmodel.scenarios.merge_conflict import in_words
from workmodel.views.characters import clean, markup
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import count

__all__ = ["ConflictRow", "html", "rows", "text"]

_MOST_ROWS: Final = 200
_EXPECTED: Final = "a Merge, such as merge(base, ours, theirs) gives"


@frozen
class ConflictRow:
    """One conflict as a planner reads it.

    Attributes
    ----------
    subject
        Id of the entity; empty for the plan itself.
    name
        What that is called.
    field
        What is in conflict: a field, with its element in parentheses, or ``"all of it"``.
    base, ours, theirs
        The three values in words.
    state
        ``"open"`` or ``"decided"``.
    message
        All of it as a sentence.
    """

    subject: str
    name: str
    field: str
    base: str
    ours: str
    theirs: str
    state: str
    message: str


def rows(merge: Merge) -> tuple[ConflictRow, ...]:
    """The conflicts of a merge, open ones first.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scenarios import merge
    >>> base = Plan(title="Fair")
    >>> found = rows(merge(base, base.evolve(title="Spring fair"), base.evolve(title="Book fair")))
    >>> [(row.name, row.field, row.ours, row.theirs, row.state) for row in found]
    [('the plan', 'title', 'Spring fair', 'Book fair', 'open')]
    """
    instance_of(Merge, "a merge to show", merge, _EXPECTED)
    return tuple(
        _row(conflict, state)
        for state, conflicts in (("open", merge.conflicts), ("decided", merge.decided))
        for conflict in conflicts
    )


def _row(conflict: Conflict, state: str) -> ConflictRow:
    subject = conflict.entity or ""
    what = conflict.field + (f" ({conflict.element})" if conflict.element else "")
    whole = conflict.field in ("", "plan")
    values = (conflict.base, conflict.ours, conflict.theirs)
    base, ours, theirs = (
        ("there" if value is not None else "not there") if whole else clean(in_words(value), "nothing")
        for value in values
    )
    name = clean(conflict.name, clean(subject, "the plan"))
    told = "all of it" if whole else clean(what)
    return ConflictRow(subject, name, told, base, ours, theirs, state, clean(str(conflict)))


def text(merge: Merge, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """The conflicts of a merge as a table.

    Parameters
    ----------
    merge
        The merge.
    width
        Most cells in a line; ``None``: as wide as needed.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scenarios import merge
    >>> text(merge(Plan(), Plan(), Plan()))
    'No conflicts: both edits are in the plan.'
    """
    found = rows(merge)
    if not found:
        return _NONE
    columns = [
        Column("About", least=8, most=32), Column("Field", least=8, most=32), Column("Was", least=6, most=40),
        Column("Ours", least=6, most=40), Column("Theirs", least=6, most=40), Column("", rank=1),
    ]  # fmt: skip
    body = [[row.name, row.field, row.base, row.ours, row.theirs, row.state] for row in found]
    return "\n".join(table(columns, body, width=width, ascii=ascii))


_NONE: Final = "No conflicts: both edits are in the plan."


def html(merge: Merge) -> str:
    """A merge as a self-contained piece of HTML: its first 200 conflicts, open ones first.

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> from workmodel.scenarios import merge
    >>> base = Plan(title="Fair")
    >>> found = html(merge(base, base.evolve(title="Spring fair"), base.evolve(title="Book fair")))
    >>> "ours says Spring fair, theirs says Book fair" in found
    True
    """
    found = rows(merge)
    heading = f"<h2><bdi>{markup(merge.plan.title)}</bdi></h2>" if clean(merge.plan.title) else ""
    if not found:
        return fragment(f"{heading}<p>{_NONE}</p>")
    told = f"{count(len(merge.conflicts), 'open conflict')}, {len(merge.decided)} decided"
    head = "".join(
        f'<th scope="col">{word}</th>' for word in ("About", "Field", "Was", "Ours", "Theirs", "State")
    )
    body = "".join(_line(row) for row in found[:_MOST_ROWS])
    rest = len(found) - _MOST_ROWS
    more = f'<p class="w-mu">… and {rest} more</p>' if rest > 0 else ""
    return fragment(
        f'{heading}<p class="w-mu">{told}</p><div class="w-box"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{more}"
    )


def _line(row: ConflictRow) -> str:
    kind = "w-bad" if row.state == "open" else "w-mu"
    cells = "".join(f"<td>{markup(value)}</td>" for value in (row.field, row.base, row.ours, row.theirs))
    return (
        f'<tr title="{markup(row.message)}"><th scope="row"><bdi>{markup(row.name)}</bdi></th>{cells}'
        f'<td class="w-nw {kind}">{row.state}</td></tr>'
    )
