"""Levelled dates as a table of text, with what holds each item back below its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.errors import whole_number
from workmodel.views.characters import cells, fit, plain
from workmodel.views.leveled_words import shift_words
from workmodel.views.tables import Column, fits, table
from workmodel.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workmodel.views.leveled import LeveledRow

__all__ = ["folded", "leveled_text"]

_DEEPEST_INDENT: Final = 12
_NEEDED: Final = 5  # columns, up to the first shift, that go before times of day
_LEAST: Final = 30  # cells a reason is wrapped to at least


def leveled_text(
    headline: str,
    rows: Sequence[LeveledRow],
    words: Wording,
    *,
    width: int | None,
    times: bool | None,
    ascii: bool,  # noqa: A002 - the views' word
) -> str:
    """The headline, and one line for each item with its reasons below it.

    Parameters
    ----------
    headline
        What levelling did as a whole.
    rows
        The items.
    words
        How dates are written.
    width
        Most cells in a line; ``None``: as wide as it needs.
    times
        Whether times of day were asked for; ``None``: they give way where there is no room.
    ascii
        Whether only ASCII characters may be used.
    """
    width = None if width is None else whole_number("a width in cells", width)
    lines = folded(headline, "", width, ascii=ascii)
    if not rows:
        return "\n".join(lines)
    milestone = "+" if ascii else "◆"
    columns = _columns(rows)
    body = [_cells(row, words, milestone) for row in rows]
    if times is None and words.times and not fits(columns[:_NEEDED], body, width):
        body = [_cells(row, Wording(times=False), milestone) for row in rows]
    head, *drawn = table(columns, body, width=width, ascii=ascii)
    lines += ["", head]
    for row, line in zip(rows, drawn, strict=True):
        lines += [line, *_reasons(row, width, ascii=ascii)]
    return "\n".join(lines)


def _columns(rows: Sequence[LeveledRow]) -> list[Column]:
    moved = any(row.moved for row in rows)
    return [
        Column("", least=3),
        Column("Name", least=16, most=60),
        Column("Start", rank=2),
        Column("Finish"),
        Column("Starts later", right=True, shown=moved, rank=3),
        Column("Ends later", right=True, shown=moved, rank=1),
        Column("People", least=8, most=32, rank=4, shown=any(row.people for row in rows)),
        Column("Start by logic", rank=5, shown=moved),
        Column("Finish by logic", rank=6, shown=moved),
    ]


def _cells(row: LeveledRow, words: Wording, milestone: str) -> list[str]:
    indent = "  " * min(row.level - 1, _DEEPEST_INDENT)
    return [
        row.wbs,
        f"{indent}{f'{milestone} ' if row.milestone else ''}{row.name}",
        *words.ends(row.start, row.finish),
        shift_words(row.delay_work),
        shift_words(row.slip_work),
        ", ".join(row.people),
        *words.ends(row.logic_start, row.logic_finish),
    ]


def _reasons(row: LeveledRow, width: int | None, *, ascii: bool) -> Iterator[str]:  # noqa: A002
    for reason in row.why:
        yield from folded(reason, "       " + ("> " if ascii else "· "), width, ascii=ascii)


def folded(text: str, lead: str, width: int | None, *, ascii: bool) -> list[str]:  # noqa: A002
    """A text in lines that fit, all of them as far to the right as the first."""
    text = plain(text) if ascii else text
    if width is None:
        return [lead + text]
    lines = _lines(text, max(width - len(lead), _LEAST))
    leads = [lead, *[" " * len(lead)] * (len(lines) - 1)]
    most = max(width, cells(lead) + 1)
    found = [a + b for a, b in zip(leads, lines, strict=True)]
    return [line if cells(line) <= most else fit(line, most, ascii=ascii).rstrip() for line in found]


def _lines(text: str, room: int) -> list[str]:
    """A text in lines of at most so many cells, as far as its words are no longer than that."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and cells(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
