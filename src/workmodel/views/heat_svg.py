"""A heat map of hours as one SVG drawing: names to the left, cells, what rows add up to, a legend below."""

from __future__ import annotations

from typing import Final

from workmodel.views.characters import cells, fit, markup
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
    today_words,
    tooltip,
)
from workmodel.views.style import drawing_style

__all__ = ["heat_svg"]

_ROW: Final = 26
_WIDE: Final = 42  # px of a cell
_NARROW: Final = 12
_NUMBERS_UP_TO: Final = 120  # columns: beyond, cells show only their marks
_CELL: Final = 6.6  # px, of a name's characters on average
_MOST_NAME: Final = 46  # characters
_TOTALS: Final = 210
_TITLE: Final = 34
_HEADER: Final = 44
_LEGEND: Final = 36
_LINE: Final = 22  # px of a line of the legend
_LEAST_LEGEND: Final = 720
_TICK: Final = 5  # px of the line of today above and below a row's edge, so that it crosses no number


def heat_svg(found: HeatMap) -> str:
    """The heat map as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    found
        What to show.
    """
    unit = _WIDE if len(found.columns) <= _NUMBERS_UP_TO else _NARROW
    names = round(max([20.0, *(_CELL * min(cells(row.name), _MOST_NAME) for row in found.lines)])) + 24
    top = (_TITLE if found.title else 8) + _HEADER
    bottom = top + max(len(found.lines), 1) * _ROW
    drawn = names + unit * len(found.columns) + _TOTALS
    entries, needed, lines = _legend(found, max(drawn, _LEAST_LEGEND) - 24)
    width = max(drawn, needed + 24, 12 + 7 * len(NOBODY) if not found.rows else 0)
    height = bottom + _LEGEND + (lines - 1) * _LINE
    heading = f'<text x="12" y="23" style="font-size:16px;font-weight:600">{markup(fit(found.title, 100).rstrip())}</text>'
    body = (
        _header(found, names, unit, top)
        + "".join(_row(found, n, names, unit, top + n * _ROW) for n in range(len(found.lines)))
        + _today(found, names, unit, top, bottom)
        if found.rows
        else f'<text x="12" y="{top}">{NOBODY}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wm" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{markup(spoken(found))}">'
        f"<title>{markup(found.title or 'Workload')}</title><style>{drawing_style()}</style>"
        f'<rect class="w-bg" width="{width}" height="{height}"/>{heading if found.title else ""}{body}'
        f'<g transform="translate(12 {bottom + 10})">{entries}</g></svg>'
    )


def _header(found: HeatMap, names: int, unit: int, top: int) -> str:
    out, x = [], names
    for label, number in band_runs(found.columns, found.period):
        room = int((number * unit - 8) / 7)
        words = label if len(label) <= room else label.split(" ")[0]
        out.append(f'<path class="w-st" d="M{x} {top - _HEADER + 4}V{top}"/>')
        if len(words) <= room:
            out.append(f'<text class="w-ma" x="{x + 5}" y="{top - 27}">{words}</text>')
        x += number * unit
    if unit == _WIDE:
        for n, column in enumerate(found.columns):
            label = column_label(column, found.period, weekday=True)
            out.append(f'<text class="w-mi" x="{names + n * unit + unit // 2}" y="{top - 8}">{label}</text>')
    out.append(f'<path class="w-st" d="M{x} {top - _HEADER + 4}V{top}M0 {top - 0.5}H{x + _TOTALS}"/>')
    out.append(f'<text class="w-ma" x="12" y="{top - 8}">Who</text>')
    out.append(f'<text class="w-ma" x="{x + 12}" y="{top - 8}">In all</text>')
    return "".join(out)


def _today(found: HeatMap, names: int, unit: int, top: int, bottom: int) -> str:
    """The line of today down through all rows: whole between two columns, within one only where rows meet."""
    if found.today is None:
        return ""
    x = f"{names + unit * float(found.today):.5g}"
    if found.today.denominator == 1:
        path = f"M{x} {top - 6}V{bottom}"
    else:
        edges = range(top + _ROW, bottom + 1, _ROW)
        path = f"M{x} {top - 6}V{top + _TICK}" + "".join(f"M{x} {y - _TICK}v{2 * _TICK}" for y in edges)
    return f'<g><title>{markup(today_words(found))}</title><path class="w-td" style="stroke-dasharray:none" d="{path}"/></g>'


def _row(found: HeatMap, number: int, names: int, unit: int, y: int) -> str:
    row = found.lines[number]
    name = fit(row.name, max(4, int((names - 20) / _CELL))).rstrip()
    heavy = "" if row.id else ' style="font-weight:600"'
    drawn = "".join(
        _cell(row, cell, column_words(column, found.period), names + n * unit, unit)
        for n, (cell, column) in enumerate(zip(row.cells, found.columns, strict=True))
    )
    x = names + unit * len(found.columns)
    total, end = row.total, x + _TOTALS
    short = f", {hours(total.unmet)} short" if total.unmet else ""
    words = f"{hours(total.wanted)} of {hours(total.claimable)}"
    lines = "\n".join(map(markup, tooltip(row, total, "in all")))
    return (
        f'<g transform="translate(0 {y})"><g><title>{markup(row.name)}</title>'
        f'<text x="12" y="17"{heavy}>{markup(name)}</text></g>'
        f'{drawn}<g><title>{lines}</title><text class="w-qz" x="{x + 12}" y="17" style="font-size:11px">'
        f'{"! " if short else ""}{words}</text></g><path class="w-gr" d="M0 {_ROW - 0.5}H{end}"/></g>'
    )


def _cell(row: HeatRow, cell: HeatCell, when: str, x: int, unit: int) -> str:
    kind, middle = level(cell), x + unit / 2
    place = f'x="{x + 0.5}" y="0.5" width="{unit - 1}" height="{_ROW - 2}"'
    parts = [f'<rect class="w-q{kind}" {place}/>']
    if kind == "away":
        parts.append(f'<path class="w-qh" d="M{x + 1} {_ROW - 2}L{x + unit - 1} 1"/>')
    if cell.over:
        parts.append(f'<rect class="w-qo" x="{x + 1.3}" y="1.3" width="{unit - 2.6}" height="{_ROW - 3.6}"/>')
    shown = load_words(cell) + marks(cell) if unit == _WIDE else marks(cell)[:1]
    if shown:
        heavy = " w-qb" if cell.over else " w-qz" if kind in ("0", "away", "barred") else ""
        parts.append(f'<text class="w-qt{heavy}" x="{middle}" y="17">{shown}</text>')
    lines = "\n".join(map(markup, tooltip(row, cell, when)))
    return f"<g><title>{lines}</title>{''.join(parts)}</g>"


def _legend(found: HeatMap, room: int) -> tuple[str, int, int]:
    """The legend, as wide as it has to be at most, the width of its longest line, and how many it has. [px]"""
    out, x, line, widest = [], 0, 0, 0
    for kind, sign, word in legend(found):
        size = 38 + round(6.2 * cells(word)) + 16
        if x and x + size > room:
            x, line = 0, line + 1
        box = 'x="0.5" y="0.5" width="31" height="15"'
        ground = f'<rect class="w-q{kind}" {box}/>'
        if kind == "over":
            ground = f'<rect class="w-q0" {box}/><rect class="w-qo" {box}/>'
        elif kind == "today":
            ground = '<path class="w-td" style="stroke-dasharray:none" d="M16 0V16"/>'
        text = f'<text class="w-qt" x="16" y="12">{sign}</text>' if sign else ""
        out.append(
            f'<g transform="translate({x} {line * _LINE})">{ground}{text}<text class="w-x" x="38" y="12">{markup(word)}'
            "</text></g>"
        )
        x += size
        widest = max(widest, x)
    return "".join(out), widest, line + 1
