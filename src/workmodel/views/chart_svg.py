"""A Gantt chart as one SVG drawing: names to the left, bars to the right, a legend below."""

from __future__ import annotations

from typing import Final

from workmodel.views.characters import cells, fit, markup
from workmodel.views.chart import Chart
from workmodel.views.drawing import HEADER, ROW, bars, grid, grounds, header, links, sizes, today_line
from workmodel.views.style import drawing_style
from workmodel.views.wording import count, moment_words

__all__ = ["chart_svg", "legend", "spoken"]

_INDENT: Final = 14
_DEEPEST_INDENT: Final = 8
_CELL: Final = 6.6  # px, of a name's characters on average
_MOST_NAME: Final = 46  # characters
_TITLE: Final = 34
_LEGEND: Final = 34


def spoken(chart: Chart) -> str:
    """The chart in one sentence, for those who do not see it."""
    if not chart.rows:
        return "Gantt chart without items"
    start, finish = min(row.start for row in chart.rows), max(row.finish for row in chart.rows)
    name = f" of {chart.title}" if chart.title else ""
    return f"Gantt chart{name}: {count(len(chart.rows), 'item')}, {chart.wording.span(start, finish)}"


def chart_svg(chart: Chart) -> str:
    """The chart as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    chart
        What to show.
    """
    size, lines = sizes(chart), max(len(chart.rows), 1)
    names = min(max([6.0, *(_room(chart, i) for i in range(len(chart.rows)))]), 360.0) + 24
    top = _TITLE if chart.title else 8
    body = top + HEADER
    marks, needed = _legend_line(chart)
    width, height = round(max(names + size.total, needed)), body + lines * ROW + _LEGEND
    title = f'<text x="12" y="23" style="font-size:16px;font-weight:600">{markup(fit(chart.title, 100).rstrip())}</text>'
    clip = f'<svg x="{number_of(names)}" y="{top}" width="{size.total}" height="{height - top - _LEGEND}">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wm" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" '
        f'role="img" aria-label="{markup(spoken(chart))}"><title>{markup(chart.title or "Gantt chart")}</title>'
        f'<style>{drawing_style()}</style><rect class="w-bg" width="{width}" height="{height}"/>'
        f"{title if chart.title else ''}{_names(chart, names, body)}"
        f'{clip}<g>{header(chart, size)}</g><g transform="translate(0 {HEADER})">{grid(chart, size, lines)}'
        f"{grounds(chart, size)}{links(chart, size)}{bars(chart, size)}{today_line(chart, size, lines)}</g></svg>"
        f'<path class="w-st" d="M{number_of(names)} {top}V{body + lines * ROW}"/>'
        f'<g transform="translate(12 {body + lines * ROW + 8})">{marks}</g></svg>'
    )


def number_of(value: float) -> str:
    """A whole coordinate."""
    return str(round(value))


def _indent(chart: Chart, line: int) -> int:
    return _INDENT * min(chart.rows[line].level - 1, _DEEPEST_INDENT)


def _room(chart: Chart, line: int) -> float:
    """What a name needs. [px]"""
    return _indent(chart, line) + _CELL * min(cells(chart.rows[line].name), _MOST_NAME)


def _names(chart: Chart, width: float, top: int) -> str:
    parts = [f'<text class="w-ma" x="12" y="{top - 7}">{"Item" if chart.rows else "Nothing to do"}</text>']
    parts.append(f'<path class="w-st" d="M0 {top - 0.5}H{number_of(width)}"/>')
    for line, row in enumerate(chart.rows):
        indent = _indent(chart, line)
        name = fit(row.name, max(4, int((width - 20 - indent) / _CELL))).rstrip()
        heavy = ' style="font-weight:600"' if row.summary else ""
        parts.append(
            f'<g transform="translate(0 {top + line * ROW})"><title>{markup(row.name)}</title>'
            f'<text x="{12 + indent}" y="18"{heavy}>{markup(name)}</text>'
            f'<path class="w-gr" d="M0 {ROW - 0.5}H{number_of(width)}"/></g>'
        )
    return "".join(parts)


def legend(chart: Chart) -> list[tuple[str, str]]:
    """What the marks on this chart mean: a small drawing of 24 × 14 px and its word, only for those that occur."""
    tasks = [chart.rows[bar.row] for bar in chart.bars if bar.shape == "task"]
    points = [chart.rows[bar.row] for bar in chart.bars if bar.shape == "milestone"]
    box = 'x="1" y="2" width="22" height="10"'
    entries = [
        (any(not row.critical for row in tasks), f'<rect class="w-t" {box} rx="3"/>', "task"),
        (any(row.critical for row in tasks), f'<rect class="w-c" {box}/>', "critical task"),
        (
            any(row.complete for row in tasks),
            f'<rect class="w-t" {box} rx="3"/><rect class="w-d" x="1" y="2" width="11" height="10" rx="3"/>',
            "done so far",
        ),
        (
            any(bar.shape == "summary" for bar in chart.bars),
            '<path class="w-s" d="M1 4H23v7l-4-4H5l-4 4z"/>',
            "summary",
        ),
        (
            any(not row.critical for row in points),
            '<path class="w-m" d="M12 1l6 6l-6 6l-6-6z"/>',
            "milestone",
        ),
        (
            any(row.critical for row in points),
            '<path class="w-m w-mc" d="M12 1l6 6l-6 6l-6-6z"/>',
            "critical milestone",
        ),
        (
            any(bar.float_right is not None for bar in chart.bars),
            '<path class="w-f" d="M1 7H22m0-4v8"/>',
            "float",
        ),
        (
            any(bar.deadline is not None for bar in chart.bars),
            '<path class="w-dl" d="M12 1V6m-4 0h8l-4 6z"/>',
            "deadline",
        ),
        (bool(chart.shades), '<rect class="w-sh" width="24" height="14"/>', "non-working"),
        (
            chart.today is not None,
            '<path class="w-td" d="M12 0V14"/>',
            f"as of {moment_words(chart.as_of)}" if chart.as_of else "",
        ),
    ]
    return [(mark, word) for shown, mark, word in entries if shown]


def _legend_line(chart: Chart) -> tuple[str, float]:
    """The legend in one line, and what it needs. [px]"""
    parts, x = [], 0.0
    for mark, word in legend(chart):
        parts.append(
            f'<g transform="translate({number_of(x)} 0)">{mark}<text class="w-x" x="30" y="11">{markup(word)}</text></g>'
        )
        x += 30 + 6.4 * len(word) + 18
    return "".join(parts), x + 12
