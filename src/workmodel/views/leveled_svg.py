"""Levelled dates drawn: a solid bar where an item stands, a thin pale one below it where logic would have it.

The pieces serve the drawing on its own and the HTML table; each item is a group that is moved to its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.views.characters import cells, fit, markup
from workmodel.views.drawing import (
    HEADER,
    ROW,
    deadline_mark,
    grid,
    header,
    links,
    markup_lines,
    number,
    right_label,
    sizes,
    today_line,
)
from workmodel.views.leveled_words import hints
from workmodel.views.load_svg import STRIP, legend_of_loads, spoken_load, strip
from workmodel.views.style import drawing_style
from workmodel.views.wording import count, moment_words

if TYPE_CHECKING:
    from workmodel.views.chart import Bar
    from workmodel.views.drawing import Sizes
    from workmodel.views.leveled import LeveledRow
    from workmodel.views.leveled_chart import LeveledChart

__all__ = ["body", "leveled_legend", "leveled_svg", "rest_words", "spoken_leveled"]

_INDENT: Final = 14
_DEEPEST_INDENT: Final = 8
_CELL: Final = 6.6  # px, of a name's characters on average
_MOST_NAME: Final = 46  # characters
_TITLE: Final = 58
_LEGEND: Final = 34
_GAP: Final = 30  # px between the items and the loads
_TOP: Final = 5  # px from the top of a line to its bar
_HIGH: Final = 13  # px of the bar
_THIN: Final = 20  # px from the top of a line to where logic has it
_THIN_HIGH: Final = 4


def spoken_leveled(found: LeveledChart) -> str:
    """The chart in a sentence or two, for those who do not see it."""
    name = f" of {found.chart.title}" if found.chart.title else ""
    return f"Levelled dates{name} beside those of logic. {found.headline}"


def body(found: LeveledChart, size: Sizes) -> str:
    """Everything below the time scale, without the loads: shades, lines, waits, bars, the line of today."""
    chart, lines = found.chart, len(found.rows)
    grounds = "".join(_ground(found, line, size) for line in range(lines))
    drawn = "".join(_item(found, line, size) for line in range(lines))
    return f"{grid(chart, size, lines)}{grounds}<g>{links(chart, size)}</g>{drawn}{today_line(chart, size, lines)}"


def _ground(found: LeveledChart, line: int, size: Sizes) -> str:
    """What links are drawn over: what lights up, the line below, the dates of logic and the way from them."""
    bar, row, (left, right) = found.chart.bars[line], found.rows[line], found.chart.beside[line]
    x, end = size.x(left), size.x(right)
    if bar.shape == "milestone":
        mark = f'<path class="w-lg" d="M{number(x)} {_THIN - 2}l4 4l-4 4l-4-4z"/>'
    else:
        width = number(max(end - x, 2))
        mark = f'<rect class="w-lg" x="{number(x)}" y="{_THIN}" width="{width}" height="{_THIN_HIGH}"/>'
    middle = number(_TOP + _HIGH / 2)
    way = (
        f'<path class="w-wt" d="M{number(x)} {_THIN}V{middle}H{number(size.x(bar.left))}"/>'
        if row.moved and size.x(bar.left) - x > 1
        else ""
    )
    return (
        f'<g class="w-row" transform="translate(0 {line * ROW})"><rect class="w-h" width="{size.total}" height="{ROW}"/>'
        f'<path class="w-gr" d="M0 {ROW - 0.5}H{size.total}"/>{way}{mark}</g>'
    )


def _item(found: LeveledChart, line: int, size: Sizes) -> str:
    """The bar of an item with its marks and label; its reasons are its tooltip."""
    chart, bar, row = found.chart, found.chart.bars[line], found.rows[line]
    label = right_label(chart, bar)
    right = max(size.x(bar.right), size.x(chart.beside[line][1])) + (8 if bar.shape == "milestone" else 3)
    text = f'<text class="w-x" x="{number(right + 4)}" y="16">{markup(label)}</text>' if label else ""
    complete = chart.rows[bar.row].complete
    hint = markup_lines(hints(row, chart.wording, complete))
    due = deadline_mark(bar, chart.rows[bar.row], size, chart.scale)
    return (
        f'<g class="w-row" transform="translate(0 {line * ROW})"><title>{hint}</title>'
        f"{_bar(bar, complete, size)}{due}{text}</g>"
    )


def _bar(bar: Bar, complete: float, size: Sizes) -> str:
    left, right = size.x(bar.left), max(size.x(bar.right), size.x(bar.left) + 3)
    if bar.shape == "milestone":
        return f'<path class="w-m" d="M{number(left)} {_TOP - 1}l7 7l-7 7l-7-7z"/>'
    if bar.shape == "summary":
        hook = min(4.0, (right - left) / 2)
        return (
            f'<path class="w-s" d="M{number(left)} 7H{number(right)}v9l{number(-hook)}-4H{number(left + hook)}'
            f'l{number(-hook)} 4z"/>'
        )
    place = f'x="{number(left)}" y="{_TOP}" width="{number(right - left)}" height="{_HIGH}"'
    done = (
        f'<rect class="w-pr" x="{number(left + 1)}" y="{_TOP + 5}" height="3" '
        f'width="{number(max(size.x(bar.done) - left - 2, 1))}"/>'
        if complete
        else ""
    )
    return f'<rect class="w-lv" {place} rx="2"/>{done}'


def leveled_legend(found: LeveledChart) -> list[tuple[str, str]]:
    """What the marks mean: a small drawing of 24 × 14 px and its word, only for those that occur."""
    chart = found.chart
    shapes = {bar.shape for bar in chart.bars}
    solid = '<rect class="w-lv" x="1" y="2" width="22" height="10" rx="2"/>'
    entries = [
        (
            "task" in shapes,
            '<rect class="w-lv" x="1" y="2" width="22" height="10" rx="2"/>',
            "levelled dates",
        ),
        (
            any(row.complete for row, bar in zip(chart.rows, chart.bars, strict=True) if bar.shape == "task"),
            f'{solid}<rect class="w-pr" x="2" y="6" width="11" height="2"/>',
            "done so far",
        ),
        (bool(shapes), '<rect class="w-lg" x="1" y="5" width="22" height="4"/>', "by logic alone"),
        (
            any(row.moved for row in found.rows),
            '<path class="w-wt" d="M1 10V6H23"/>',
            "moved by so much",
        ),
        (bool(chart.links), '<path class="w-l" d="M4 2h8v8m-3-4l3 4l3-4"/>', "who was waited for"),
        ("summary" in shapes, '<path class="w-s" d="M1 4H23v7l-4-4H5l-4 4z"/>', "summary"),
        ("milestone" in shapes, '<path class="w-m" d="M12 1l6 6l-6 6l-6-6z"/>', "milestone"),
        (
            any(bar.deadline is not None for bar in chart.bars),
            '<path class="w-dl" d="M12 1V6m-4 0h8l-4 6z"/>',
            "deadline",
        ),
        (
            any(row.late for row in chart.rows),
            '<path class="w-dm" d="M12 1V6m-4 0h8l-4 6z"/>',
            "deadline missed",
        ),
        (bool(chart.shades), '<rect class="w-sh" width="24" height="14"/>', "non-working"),
        (
            chart.today is not None,
            '<path class="w-td" d="M12 0V14"/>',
            f"as of {moment_words(chart.as_of)}" if chart.as_of else "",
        ),
    ]
    return [(mark, word) for shown, mark, word in entries if shown]


def rest_words(found: LeveledChart) -> str:
    """What is not shown; nothing where all is."""
    items, resources = found.items - len(found.rows), found.resources - len(found.loads)
    parts = (
        count(items, "more item") if items > 0 else "",
        f"the hours of {count(resources, 'more resource')}" if resources > 0 else "",
    )
    told = " and ".join(filter(None, parts))
    return f"Not shown: {told}." if told else ""


def leveled_svg(found: LeveledChart) -> str:
    """The chart as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    found
        What to show.
    """
    chart, size, lines = found.chart, sizes(found.chart), max(len(found.rows), 1)
    names = (
        min(max([60.0, *map(_room, found.rows), *(_CELL * cells(row.name) for row in found.loads)]), 330.0)
        + 24
    )
    top = _TITLE + HEADER
    end = top + lines * ROW
    strips = end + (_GAP if found.loads else 0)
    bottom = strips + STRIP * len(found.loads)
    marks, width, rows = _legend_lines(found, max(names + size.total, 720))
    height = bottom + _LEGEND + 22 * (rows - 1)
    heading = markup(fit(chart.title or "Levelled dates", 100).rstrip())
    x = number(names)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wm" viewBox="0 0 {round(width)} {height}" '
        f'width="{round(width)}" height="{height}" role="img" aria-label="{markup(spoken_leveled(found))}">'
        f"<title>{heading}</title><style>{drawing_style()}</style>"
        f'<rect class="w-bg" width="{round(width)}" height="{height}"/>'
        f'<text x="12" y="23" style="font-size:16px;font-weight:600">{heading}</text>'
        f'<text class="w-qz" x="12" y="43">{markup(" ".join(filter(None, (found.headline, rest_words(found)))))}</text>'
        f"{_names(found, names, top)}"
        f'<svg x="{x}" y="{_TITLE}" width="{size.total}" height="{end - _TITLE}"><g>{header(chart, size)}</g>'
        f'<g transform="translate(0 {HEADER})">{body(found, size)}</g></svg>'
        f"{_loads(found, names, size, strips)}"
        f'<path class="w-st" d="M{x} {_TITLE}V{bottom}"/><g transform="translate(12 {bottom + 10})">{marks}</g></svg>'
    )


def _room(row: LeveledRow) -> float:
    """What a name needs. [px]"""
    return _INDENT * min(row.level - 1, _DEEPEST_INDENT) + _CELL * min(cells(row.name), _MOST_NAME)


def _names(found: LeveledChart, width: float, top: int) -> str:
    parts = [
        f'<text class="w-ma" x="12" y="{top - 7}">{"Item" if found.rows else "Nothing to do"}</text>',
        f'<path class="w-st" d="M0 {top - 0.5}H{number(width)}"/>',
    ]
    for line, row in enumerate(found.rows):
        indent = _INDENT * min(row.level - 1, _DEEPEST_INDENT)
        name = fit(row.name, max(4, int((width - 20 - indent) / _CELL))).rstrip()
        heavy = ' style="font-weight:600"' if row.summary else ""
        parts.append(
            f'<g transform="translate(0 {top + line * ROW})"><title>{markup(row.name)}</title>'
            f'<text x="{12 + indent}" y="18"{heavy}>{markup(name)}</text>'
            f'<path class="w-gr" d="M0 {ROW - 0.5}H{number(width)}"/></g>'
        )
    return "".join(parts)


def _loads(found: LeveledChart, names: float, size: Sizes, top: int) -> str:
    """The strips with the names of those whose they are, below everything else."""
    if not found.loads:
        return ""
    parts = [
        f'<text class="w-ma" x="12" y="{top - 8}">Hours by {found.period}</text>',
        f'<path class="w-st" d="M0 {top - 0.5}H{number(names + size.total)}"/>',
    ]
    behind, before = grid(found.chart, size, STRIP // ROW), today_line(found.chart, size, STRIP // ROW)
    for line, row in enumerate(found.loads):
        y = top + line * STRIP
        name = fit(row.name, max(4, int((names - 20) / _CELL))).rstrip()
        told = fit(spoken_load(row).split(":")[0], 10).rstrip()
        parts.append(
            f'<g transform="translate(0 {y})"><title>{markup(f"{row.name}: {spoken_load(row)}")}</title>'
            f'<text x="12" y="26">{markup(name)}</text><text class="w-qz" x="12" y="42">{markup(told)}</text></g>'
            f'<svg x="{number(names)}" y="{y}" width="{size.total}" height="{STRIP}">'
            f"{behind}{strip(row, found.period, found.chart.scale, size)}{before}</svg>"
        )
    return "".join(parts)


def _legend_lines(found: LeveledChart, room: float) -> tuple[str, float, int]:
    """The legend in as many lines as it takes, its drawing's width, and how many lines there are."""
    parts, line = [], -1
    for entries in (leveled_legend(found), legend_of_loads(found.loads)):
        x, line = 0.0, line + bool(entries)
        for mark, word in entries:
            needs = 30 + 6.4 * cells(word) + 18
            if x and x + needs > room - 24:
                x, line = 0.0, line + 1
            parts.append(
                f'<g transform="translate({number(x)} {22 * line})">{mark}'
                f'<text class="w-x" x="30" y="11">{markup(word)}</text></g>'
            )
            x += needs
    headline = 24 + 6.4 * cells(f"{found.headline} {rest_words(found)}")
    return "".join(parts), max(room, headline), max(line, 0) + 1
