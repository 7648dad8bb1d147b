"""The pieces of a Gantt chart as SVG elements: scale, grid, shades, links, bars, the line of today.

The drawing on its own and the HTML tables put them together. Each row is a group that is moved to its line, so that a
page can fold rows away.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from workmodel.views.characters import clean, markup
from workmodel.views.chart import Bar, Chart, LinkLine
from workmodel.views.outline import TimetableRow
from workmodel.views.scale import Bands, Scale, bands
from workmodel.views.wording import Wording, moment_words, percent

__all__ = [
    "HEADER",
    "ROW",
    "Sizes",
    "bars",
    "grid",
    "grounds",
    "header",
    "links",
    "sizes",
    "today_line",
    "tooltip",
]

ROW: Final = 28  # px, height of a line
HEADER: Final = 46  # px, height of the scale
MARGIN: Final = 14  # px, beside the first and the last unit: marks at the edges need it
_MOST_WIDTH: Final = 1800  # px, of bars; longer plans are drawn more densely
_LEAST_WIDTH: Final = 560  # px, aimed at for short plans
_WIDEST: Final = {"day": 40, "hour": 64}  # px a unit may take
_CHARACTER: Final = 7.0  # px, of a label's characters on average
_MIDDLE: Final = ROW / 2
_HALF: Final = 7  # px, half the height of a bar
_MOST_LABEL: Final = 40
_YEARS_FROM: Final = 400  # days: milestones of longer plans say their year


@frozen
class Sizes:
    """How positions become pixels.

    Attributes
    ----------
    unit
        Width of an hour or a day. [px]
    width
        Width of the bars' area. [px]
    labels
        Room for labels to the right of it. [px]
    bands
        The ticks that fit.
    """

    unit: float
    width: float
    labels: float
    bands: Bands

    def x(self, position: float) -> float:
        """Where a position lies. [px]"""
        return MARGIN + position * self.unit

    @property
    def total(self) -> int:
        """The whole width. [px]"""
        return round(2 * MARGIN + self.width + self.labels)


def sizes(chart: Chart) -> Sizes:
    """How large a chart is drawn: by its length, never absurdly stretched, never endless."""
    length = chart.scale.length
    unit = min(_WIDEST[chart.scale.unit], max(_LEAST_WIDTH / length, min(24.0, _MOST_WIDTH / length)))
    places = [
        unit * (max(bar.right, bar.float_right or 0) - length) + 7 * len(_label(chart, bar))
        for bar in chart.bars
    ]
    labels = min(max([0.0, *places]), 300.0)
    return Sizes(unit, unit * length, labels, bands(chart.scale, unit / _CHARACTER))


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def header(chart: Chart, size: Sizes) -> str:
    """The time scale: two bands of labels and the mark of today."""
    half, parts = HEADER / 2, []
    for band, bottom in ((size.bands.major, half), (size.bands.minor, HEADER)):
        major = bottom == half
        for tick in band:
            left, right = size.x(tick.left), size.x(tick.right)
            label = tick.label((right - left - 4) / (_CHARACTER if major else 6.2))
            parts.append(
                f'<path class="w-st" d="M{number(left)} {number(bottom - half + 4)}V{number(bottom)}"/>'
            )
            if label:
                place = left + 5 if major else (left + right) / 2
                kind = "w-ma" if major else "w-mi"
                parts.append(
                    f'<text class="{kind}" x="{number(place)}" y="{number(bottom - 7)}">{markup(label)}</text>'
                )
    parts.append(f'<path class="w-st" d="M0 {HEADER - 0.5}H{size.total}"/>')
    if chart.today is not None:
        x = size.x(chart.today)
        parts.append(f'<path class="w-tt" d="M{number(x - 5)} {HEADER - 8}h10l-5 7z"/>')
    return "".join(parts)


def grid(chart: Chart, size: Sizes, lines: int) -> str:
    """Shades of non-working time and the lines of the scale, behind so many rows."""
    height = lines * ROW
    places = [(number(size.x(s.left)), number((s.right - s.left) * size.unit)) for s in chart.shades]
    parts = [f'<rect class="w-sh" x="{x}" width="{width}" height="{height}"/>' for x, width in places]
    for band, kind in ((size.bands.minor, "w-gr"), (size.bands.major, "w-st")):
        path = "".join(
            f"M{number(size.x(tick.left))} 0V{height}" for tick in band if kind == "w-st" or _lined(size)
        )
        parts.append(f'<path class="{kind}" d="{path}"/>' if path else "")
    return "".join(parts)


def _lined(size: Sizes) -> bool:
    """Days are told apart by their labels; lines between all of them would be a cage."""
    return size.bands.level != "day"


def today_line(chart: Chart, size: Sizes, lines: int) -> str:
    """The line of today over so many rows."""
    if chart.today is None or chart.as_of is None:
        return ""
    x = number(size.x(chart.today))
    return f'<path class="w-td" d="M{x} 0V{lines * ROW}"><title>As of {markup(moment_words(chart.as_of))}</title></path>'


def grounds(chart: Chart, size: Sizes) -> str:
    """One group per row, at its line, that links are drawn over: what lights up, the line below, the float."""
    return "".join(
        f'<g class="w-row" transform="translate(0 {line * ROW})"><rect class="w-h" width="{size.total}" height="{ROW}"/>'
        f'<path class="w-gr" d="M0 {ROW - 0.5}H{size.total}"/>{_float(bar, size)}</g>'
        for line, bar in enumerate(chart.bars)
    )


def bars(chart: Chart, size: Sizes) -> str:
    """One group per row, at its line: bar, marks and label, with a tooltip."""
    return "".join(
        f'<g class="w-row" transform="translate(0 {line * ROW})">'
        f"<title>{markup_lines(tooltip(chart.rows[bar.row], chart.wording))}</title>"
        f"{_bar(chart, bar, chart.rows[bar.row], size)}</g>"
        for line, bar in enumerate(chart.bars)
    )


def _bar(chart: Chart, bar: Bar, row: TimetableRow, size: Sizes) -> str:
    left, right = size.x(bar.left), size.x(bar.right)
    parts = []
    if bar.shape == "milestone":
        parts.append(_milestone(left, row))
        right += 8
    elif bar.shape == "summary":
        parts.append(_summary(left, max(right, left + 3)))
    else:
        right = max(right, left + 3)
        parts.append(_task(left, right, size.x(bar.done), row))
    parts.append(_deadline(bar, row, size, chart.scale))
    label = _label(chart, bar)
    if label:
        parts.append(f'<text class="w-x" x="{number(right + 6)}" y="18">{markup(label)}</text>')
    return "".join(parts)


def _task(left: float, right: float, done: float, row: TimetableRow) -> str:
    """Critical bars have square corners and a heavy outline; others are rounded."""
    corners = "" if row.critical else ' rx="3"'
    place = f'x="{number(left)}" y="{number(_MIDDLE - _HALF)}" height="{2 * _HALF}"{corners}'
    whole = f'<rect class="{"w-c" if row.critical else "w-t"}" {place} width="{number(right - left)}"/>'
    if row.complete <= 0:
        return whole
    width = min(max(done - left, 2), right - left)
    return f'{whole}<rect class="{"w-k" if row.critical else "w-d"}" {place} width="{number(width)}"/>'


def _summary(left: float, right: float) -> str:
    hook = min(5.0, (right - left) / 2)
    return (
        f'<path class="w-s" d="M{number(left)} 9H{number(right)}v10l{number(-hook)}-5H{number(left + hook)}'
        f'l{number(-hook)} 5z"/>'
    )


def _milestone(x: float, row: TimetableRow) -> str:
    kind = "w-m w-mc" if row.critical else "w-m"
    mark = f'<path class="{kind}" d="M{number(x)} 6l8 8l-8 8l-8-8z"/>'
    if row.complete >= 100:  # a tick: it was reached
        mark += f'<path class="w-ok" d="M{number(x - 3.5)} 14l2.5 3l4.5-6"/>'
    return mark


def _float(bar: Bar, size: Sizes) -> str:
    if bar.float_right is None:
        return ""
    return f'<path class="w-f" d="M{number(size.x(bar.right))} 14H{number(size.x(bar.float_right))}m0-4v8"/>'


def _deadline(bar: Bar, row: TimetableRow, size: Sizes, scale: Scale) -> str:
    if bar.deadline is None or not 0 <= bar.deadline <= scale.length:
        return ""
    x = size.x(bar.deadline)
    kind = "w-dm" if row.late else "w-dl"
    return f'<path class="{kind}" d="M{number(x)} 4V14m-5 0h10l-5 8z"/>'


def _label(chart: Chart, bar: Bar) -> str:
    row = chart.rows[bar.row]
    if bar.shape == "milestone":
        words = chart.wording.at(row.finish).split(" ")
        long = chart.scale.unit == "day" and chart.scale.length > _YEARS_FROM
        return " ".join(words[1:4] if long else [*words[1:3], *words[4:]])
    if bar.shape == "summary":
        return ""
    text = ", ".join(clean(name) for name in row.assigned)
    return text if len(text) <= _MOST_LABEL else text[: _MOST_LABEL - 1] + "…"


def tooltip(row: TimetableRow, words: Wording) -> list[str]:
    """What a bar says when pointed at, line by line."""
    facts = [
        f"{row.duration}" if not row.milestone else "",
        percent(row.complete) + " done" if row.complete else "",
    ]
    lines = [
        f"{row.wbs} {row.name}",
        words.span(row.start, row.finish),
        ", ".join(filter(None, facts)),
        "critical" if row.critical else f"float {row.total_float}" if row.complete < 100 else "",
        f"after {', '.join(row.after)}" if row.after else "",
        f"held by {row.held_by}" if row.held_by and not row.summary else "",
        ", ".join(row.assigned),
        f"asks for {', '.join(row.asks)}" if row.asks else "",
        f"mode {row.way}" if row.way else "",
        f"{'misses its' if row.late else ''} deadline {words.limit(row.deadline)}".strip()
        if row.deadline
        else "",
    ]
    return [line for line in lines if line]


def markup_lines(lines: list[str]) -> str:
    """Lines of text, each made harmless."""
    return "\n".join(map(markup, lines))


def links(chart: Chart, size: Sizes) -> str:
    """The dependencies as elbows with an arrow, driving ones stronger and critical ones strongest."""
    parts = []
    for link in sorted(chart.links, key=lambda line: (line.critical, line.driving)):
        x1, x2, width = _ends(chart, link, size)
        kind = " w-lc" if link.critical else " w-ld" if link.driving else ""
        path = elbow(link.link, x1, x2, width, link.before, link.after)
        facts = f"{link.before} {link.after} {link.link} {number(x1)} {number(x2)} {number(width)}"
        parts.append(f'<path class="w-l{kind}" data-l="{facts}" d="{path}"/>')
    return "".join(parts)


def _ends(chart: Chart, link: LinkLine, size: Sizes) -> tuple[float, float, float]:
    """Where the arrow leaves, where its successor's end lies, and how wide that one is. [px]"""
    before, after = chart.bars[link.before], chart.bars[link.after]
    out = before.right if link.link[0] == "F" else before.left
    into = after.left if link.link[1] == "S" else after.right
    width = 0.0 if after.shape == "milestone" else max((after.right - after.left) * size.unit, 3)
    return size.x(out), size.x(into), width


def elbow(kind: str, x1: float, x2: float, width: float, before: int, after: int) -> str:
    """The path of a link from line *before* to line *after*; the page's script draws the same one when rows fold."""
    y1, y2 = before * ROW + _MIDDLE, after * ROW + _MIDDLE
    down = 1 if after > before else -1
    begin = f"M{number(x1)} {number(y1)}"
    if kind == "FS":
        target = x2 + min(5, width / 2)
        if x1 <= target:
            head = "m-3-4l3 4l3-4" if down > 0 else "m-3 4l3-4l3 4"
            return f"{begin}H{number(target)}V{number(y2 - down * (_HALF + 2))}{head}"
        gap = y2 - down * _MIDDLE
        return f"{begin}h6V{number(gap)}H{number(x2 - 9)}V{number(y2)}H{number(x2 - 2)}m-4-3l4 3l-4 3"
    if kind == "SS":
        return f"{begin}H{number(min(x1, x2) - 9)}V{number(y2)}H{number(x2 - 2)}m-4-3l4 3l-4 3"
    if kind == "FF":
        return f"{begin}H{number(max(x1, x2) + 9)}V{number(y2)}H{number(x2 + 2)}m4-3l-4 3l4 3"
    gap = y2 - down * _MIDDLE
    return f"{begin}h-6V{number(gap)}H{number(x2 + 9)}V{number(y2)}H{number(x2 + 2)}m4-3l-4 3l4 3"
