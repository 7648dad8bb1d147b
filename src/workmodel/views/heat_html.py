"""A heat map of hours as an HTML table: names and totals to the left, where they stay in sight, one cell a period."""

from __future__ import annotations

from workmodel.views.characters import markup
from workmodel.views.heat import HeatCell, HeatMap, HeatRow
from workmodel.views.heat_text import NOBODY
from workmodel.views.heat_words import (
    band_runs,
    column_label,
    column_words,
    hours,
    legend,
    level,
    load_words,
    marks,
    spoken,
    today_column,
    tooltip,
)

__all__ = ["heat_table"]


def heat_table(found: HeatMap) -> str:
    """Legend and table of a heat map, without a style of their own.

    Parameters
    ----------
    found
        What to show.
    """
    if not found.rows:
        return f"<p>{NOBODY}</p>"
    runs = band_runs(found.columns, found.period)
    starts = {sum(number for _, number in runs[:n]) for n in range(len(runs))}
    bands = "".join(f'<th scope="colgroup" class="w-bd" colspan="{n}">{label}</th>' for label, n in runs)
    totals = "".join(
        f'<th scope="col" rowspan="2" class="w-r{"" if word == "Load" else " w-opt"}">{word}</th>'
        for word in ("Load", "Wanted", "Hours", "Short")
    )
    labels = "".join(
        f'<th scope="col"{" class=w-bd" if n in starts else ""} title="{column_words(column, found.period)}" '
        f'style="text-align:center">{column_label(column, found.period, weekday=True)}'
        f"{_now(found) if n == today_column(found) else ''}</th>"
        for n, column in enumerate(found.columns)
    )
    body = "".join(_row(found, row) for row in found.lines)
    return (
        f'{_legend(found)}<div class="w-box" tabindex="0" role="region" aria-label="{markup(spoken(found))}">'
        f'<table class="w-heat"><thead><tr><th scope="col" rowspan="2">Who</th>{totals}{bands}</tr><tr>{labels}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(found: HeatMap, row: HeatRow) -> str:
    total, name = row.total, markup(row.name)
    load = f"{load_words(total)} %" if total.load is not None else load_words(total)
    short = (
        f'<td class="w-r w-opt w-bad">! {hours(total.unmet)}</td>'
        if total.unmet
        else '<td class="w-opt"></td>'
    )
    today = today_column(found)
    cells = "".join(
        _cell(row, cell, column_words(column, found.period), _now(found) if n == today else "")
        for n, (cell, column) in enumerate(zip(row.cells, found.columns, strict=True))
    )
    return (
        f'<tr{"" if row.id else " class=w-all"}><th scope="row" title="{name}"><div><bdi>{name}</bdi></div></th>'
        f'<td class="w-r" title="{_lines(row, total, "in all")}">{load}</td>'
        f'<td class="w-r w-opt">{hours(total.wanted)}</td><td class="w-r w-opt">{hours(total.claimable)}</td>'
        f"{short}{cells}</tr>"
    )


def _cell(row: HeatRow, cell: HeatCell, when: str, now: str) -> str:
    over = " w-qover" if cell.over else ""
    shown = f"{load_words(cell)}{_signs(cell)}{now}"
    return f'<td class="w-q w-q{level(cell)}{over}" title="{_lines(row, cell, when)}">{shown}</td>'


def _now(found: HeatMap) -> str:
    """The line of today within the cells of its column."""
    assert found.today is not None
    part = found.today - today_column(found)
    edge = "" if part.denominator > 1 else " w-edge"
    return f'<i class="w-now{edge}" style="left:{float(100 * part):.4g}%"></i>'


def _signs(cell: HeatCell) -> str:
    found = marks(cell)
    return f"<b>{found}</b>" if found else ""


def _lines(row: HeatRow, cell: HeatCell, when: str) -> str:
    return "\n".join(map(markup, tooltip(row, cell, when)))


def _legend(found: HeatMap) -> str:
    entries = "".join(
        f'<span><svg width="32" height="16" aria-hidden="true">{_sample(kind, sign)}</svg>{markup(word)}</span>'
        for kind, sign, word in legend(found)
    )
    return f'<div class="w-legend">{entries}</div>'


def _sample(kind: str, sign: str) -> str:
    """What an entry of the legend explains."""
    if kind == "today":
        return '<path class="w-td" style="stroke-dasharray:none" d="M16 0V16"/>'
    frame = "<rect class=w-qo x=1 y=1 width=30 height=14 />" if kind == "over" else ""
    text = f"<text class=w-qt x=16 y=12>{sign}</text>" if sign else ""
    return f'<rect class="w-q{"0" if kind == "over" else kind}" width="32" height="16"/>{frame}{text}'
