"""Columns of text that line up: the shared printer of all tables in this room."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from workmodel.errors import whole_number
from workmodel.views.characters import cells, fit

__all__ = ["Column", "fits", "table"]


@frozen
class Column:
    """One column of a text table.

    Attributes
    ----------
    title
        Its heading.
    right
        Whether it is set flush right.
    least, most
        How narrow it may become, 0 for never narrower than its content, and how wide. [terminal cells]
    rank
        The higher, the sooner it is left out where room is short; 0 never.
    shown
        Whether it has anything to say.
    """

    title: str
    right: bool = False
    least: int = 0
    most: int = 80
    rank: int = 0
    shown: bool = True


def table(
    columns: Sequence[Column],
    body: Sequence[Sequence[str]],
    *,
    width: int | None = None,
    ascii: bool = False,  # noqa: A002
) -> list[str]:
    """The lines of a table: a heading and one line per row, none with spaces at its end.

    Parameters
    ----------
    columns
        What each column is.
    body
        One text per column in each row.
    width
        Most cells in a line; narrower columns first, then fewer.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> table([Column("Name"), Column("Days", right=True)], [["draft", "3"], ["review", "12"]])
    ['Name    Days', 'draft      3', 'review    12']
    """
    width = None if width is None else whole_number("a width in cells", width)
    needed = _needed(columns, body)
    taken = [i for i, column in enumerate(columns) if column.shown]
    while True:
        sizes = _sizes([evolve(columns[i], most=needed[i]) for i in taken], width)
        droppable = [i for i in taken if columns[i].rank]
        if sizes is not None or not droppable:
            break
        taken.remove(max(droppable, key=lambda i: columns[i].rank))
    chosen = sizes or [min(needed[i], columns[i].least or needed[i]) for i in taken]

    def line(texts: Sequence[str]) -> str:
        parts = (
            fit(texts[i], size, right=columns[i].right, ascii=ascii)
            for i, size in zip(taken, chosen, strict=True)
        )
        return "  ".join(parts).rstrip()

    return [line([column.title for column in columns]), *map(line, body)]


def fits(columns: Sequence[Column], body: Sequence[Sequence[str]], width: int | None) -> bool:
    """Whether the first columns of a table fit into a width, each as narrow as it may be at most.

    Examples
    --------
    >>> fits([Column("Name", least=4)], [["a long name"]], 4), fits([Column("Name")], [["a long name"]], 4)
    (True, False)
    """
    needed = _needed(columns, body)
    return (
        _sizes([evolve(one, most=most) for one, most in zip(columns, needed, strict=True)], width) is not None
    )


def _needed(columns: Sequence[Column], body: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column would like to be."""
    return [
        min(column.most, max([cells(column.title), *(cells(row[i]) for row in body)]))
        for i, column in enumerate(columns)
    ]


def _sizes(columns: Sequence[Column], width: int | None) -> list[int] | None:
    """Widths that fit into *width*, the widest shrinkable column giving way first; ``None``: they cannot."""
    sizes = [column.most for column in columns]
    if width is None:
        return sizes
    excess = sum(sizes) + 2 * (len(sizes) - 1) - width
    while excess > 0:
        shrinkable = [i for i, c in enumerate(columns) if c.least and sizes[i] > c.least]
        if not shrinkable:
            return None
        widest = max(shrinkable, key=lambda i: sizes[i])
        sizes[widest] -= 1
        excess -= 1
    return sizes
