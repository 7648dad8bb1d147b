"""A heat map of hours in characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workmodel.errors import whole_number
from workmodel.views.characters import cells, fit, plain
from workmodel.views.heat import HeatCell, HeatColumn, HeatMap, HeatRow
from workmodel.views.heat_words import (
    away_words,
    band_runs,
    column_label,
    hours,
    load_words,
    marks,
    today_words,
)

__all__ = ["NOBODY", "heat_text"]

NOBODY: Final = "Nobody to show: the plan has no people or equipment with hours."
_NARROWEST: Final = 40
_OVER: Final = "!"
_PARTLY_AWAY: Final = "~"
_TODAY: Final = "▾"
_TODAY_ASCII: Final = "v"
_TOTALS: Final = ("Load", "Wanted", "Hours", "Short")


def heat_text(found: HeatMap, *, width: int = 100, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """The heat map in characters, at most *width* cells a line; periods that do not fit stand below the first ones.

    Parameters
    ----------
    found
        What to show.
    width
        Most cells in a line, at least 40.
    ascii
        Whether only ASCII characters may be used.
    """
    if not found.rows:
        return NOBODY
    width = max(whole_number("a width in cells", width), _NARROWEST)
    label = min(max(10, *(cells(row.name) for row in found.lines)), max(14, width * 3 // 10))
    texts = [[_cell(cell) for cell in row.cells] for row in found.lines]
    size = 1 + max(3, *(len(text) for row in texts for text in row))
    room = max(1, (width - label) // size)
    lines = [fit(found.title, width, ascii=ascii)] if found.title else []
    for first in range(0, len(found.columns), room):
        some = slice(first, first + room)
        head = [
            *_header(found.columns[some], found.period, size),
            *_today(found, first, room, size, ascii=ascii),
        ]
        lines += [*([""] if first else []), *(" " * label + line for line in head)]
        lines += [
            fit(row.name, label, ascii=ascii) + "".join(f"{text:>{size}}" for text in row_texts[some])
            for row, row_texts in zip(found.lines, texts, strict=True)
        ]
    lines += ["", *_totals(found, label, width, ascii=ascii), "", *_legend(found, width, ascii=ascii)]
    shown = "\n".join(line.rstrip() for line in lines)
    return plain(shown) if ascii else shown


def _cell(cell: HeatCell) -> str:
    """Load, mark of what finds no room, mark of absence; all end where the percent of others ends."""
    return f"{load_words(cell) or '·'}{marks(cell) or ' '}"


def _header(columns: Sequence[HeatColumn], period: str, size: int) -> list[str]:
    """The months, or years, over the days; a label as long as its columns allow."""
    band, start = [" "] * (size * len(columns)), 0
    for label, count in band_runs(columns, period):
        end = start + count
        words = label if len(label) < size * count else label.split(" ")[0]
        place = size * start + size - 1 - len(column_label(columns[start], period))
        place = min(place, size * end - 1 - len(words))
        if place >= size * start:
            band[place : place + len(words)] = words
        start = end
    days = "".join(f"{column_label(column, period) + ' ':>{size}}" for column in columns)
    return ["".join(band), days]


def _today(found: HeatMap, first: int, room: int, size: int, *, ascii: bool) -> list[str]:  # noqa: A002
    """A mark over the columns where today is, if it is among these."""
    last = min(first + room, len(found.columns))
    if found.today is None or not first <= found.today <= last or (found.today == last < len(found.columns)):
        return []
    place = min(int(size * (found.today - first)), size * (last - first) - 1)
    return [" " * place + (_TODAY_ASCII if ascii else _TODAY)]


def _totals(found: HeatMap, label: int, width: int, *, ascii: bool) -> list[str]:  # noqa: A002
    """What each row adds up to."""
    values = [
        [_percent(row), hours(row.total.wanted), hours(row.total.claimable), _short(row)]
        for row in found.lines
    ]
    sizes = [max(len(head), *(len(value[n]) for value in values)) for n, head in enumerate(_TOTALS)]
    while sum(sizes) + 2 * len(sizes) + label > width and len(sizes) > 1:
        sizes.pop()
    lines = [" " * label + "".join(f"  {head:>{size}}" for head, size in zip(_TOTALS, sizes, strict=False))]
    lines[0] = fit("In all", label) + lines[0][label:]
    return lines + [
        fit(row.name, label, ascii=ascii)
        + "".join(f"  {text:>{size}}" for text, size in zip(value, sizes, strict=False))
        for row, value in zip(found.lines, values, strict=True)
    ]


def _percent(row: HeatRow) -> str:
    text = load_words(row.total)
    return f"{text} %" if row.total.load is not None else text or "-"


def _short(row: HeatRow) -> str:
    return f"{hours(row.total.unmet)} {_OVER}" if row.total.unmet else "-"


def _legend(found: HeatMap, width: int, *, ascii: bool) -> list[str]:  # noqa: A002
    seen = [cell for row in found.lines for cell in row.cells]
    entries = [
        (True, "82 percent of the hours are wanted"),
        (any(cell.over for cell in seen), f"{_OVER} not all of it finds room"),
        (
            any(cell.absence and not cell.away for cell in seen),
            f"{_PARTLY_AWAY} away in part{away_words(found, whole=False)}",
        ),
        (
            any(cell.away for cell in seen),
            f"away: all of it{away_words(found, whole=True, brackets=True)}",
        ),
        (any(cell.barred and not cell.wanted for cell in seen), "limit: no more may be claimed"),
        (any(cell.closed and not cell.wanted for cell in seen), "· no working time"),
        (any(cell.load is None and cell.wanted for cell in seen), "h: wanted where there are no hours"),
        (found.as_of is not None, f"{_TODAY_ASCII if ascii else _TODAY} {today_words(found)}"),
    ]
    lines = [""]
    for entry in (entry for shown, entry in entries if shown):
        longer = f"{lines[-1]}   {entry}".strip()
        if cells(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    return lines
