"""A plain table in its scrolling box, as HTML: headings, rows of cells, names of rows in front."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from workmodel.views.characters import markup

__all__ = ["Cell", "boxed"]


@frozen
class Cell:
    """What stands in one cell.

    Attributes
    ----------
    text
        The text, as it is; it is escaped where it is drawn.
    kind
        Classes of the style sheet: ``"w-r"`` flush right, ``"w-bad"``, ``"w-good"``, ``"w-mu"``.
    note
        What stands small below it.
    """

    text: str
    kind: str = ""
    note: str = ""


def boxed(heads: Sequence[Cell], body: Sequence[Sequence[Cell]], label: str) -> str:
    """The table; the first cell of each row names it.

    Examples
    --------
    >>> found = boxed([Cell("Name"), Cell("Days", "w-r")], [[Cell("draft"), Cell("3", "w-r")]], "Items")
    >>> '<th scope="row"><bdi>draft</bdi></th><td class="w-r">3</td>' in found
    True
    """
    columns = "".join(f'<th scope="col"{_classed(one)}>{markup(one.text)}</th>' for one in heads)
    lines = "".join(f"<tr>{_first(row[0])}{''.join(map(_cell, row[1:]))}</tr>" for row in body)
    return (
        f'<div class="w-box" tabindex="0" role="region" aria-label="{markup(label)}"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _classed(one: Cell) -> str:
    return f' class="{one.kind}"' if one.kind else ""


def _first(one: Cell) -> str:
    return f'<th scope="row"{_classed(one)}><bdi>{markup(one.text)}</bdi>{_note(one)}</th>'


def _cell(one: Cell) -> str:
    return f"<td{_classed(one)}>{markup(one.text)}{_note(one)}</td>"


def _note(one: Cell) -> str:
    return f'<br><small class="w-mu">{markup(one.note)}</small>' if one.note else ""
