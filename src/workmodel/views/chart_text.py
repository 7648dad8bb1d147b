"""A Gantt chart in characters."""

from __future__ import annotations

from math import ceil, floor
from typing import Final

from attrs import field, frozen

from workmodel.errors import whole_number
from workmodel.views.characters import cells, fit, plain
from workmodel.views.chart import Bar, Chart
from workmodel.views.scale import Bands, Tick, bands
from workmodel.views.wording import moment_words

__all__ = ["chart_text"]

_NARROWEST: Final = 40
_WIDEST_UNIT: Final = {"day": 4, "hour": 6}  # a plan of two days should not be stretched over the whole line
_DEEPEST_INDENT: Final = 8
_FOOTER_FROM: Final = 50  # rows: a long chart repeats its scale at the end
_NEARLY: Final = 1e-9


@frozen
class Glyphs:
    """The characters a chart is drawn with."""

    left: str  # plain task: remaining work
    done: str
    critical: str
    critical_done: str
    summary: tuple[str, str, str, str]  # first, middle, last, alone
    milestone: str
    critical_milestone: str
    reached: str
    shade: str
    today: str
    deadline: str


UNICODE: Final = Glyphs("░", "▓", "▅", "█", ("┣", "━", "┫", "╋"), "◇", "◆", "●", "·", "│", "▼")
ASCII: Final = Glyphs("-", "=", "x", "#", ("[", "_", "]", "I"), "o", "O", "*", ".", "|", "v")


@frozen
class _Canvas:
    """Columns of the drawing: how positions fall on them."""

    chart: Chart
    room: int
    glyphs: Glyphs
    density: float = field(init=False)
    columns: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        length = self.chart.scale.length
        whole = min(self.room // length, _WIDEST_UNIT[self.chart.scale.unit])
        object.__setattr__(self, "density", float(whole) if whole else self.room / length)
        object.__setattr__(self, "columns", whole * length if whole else self.room)

    def column(self, position: float) -> int:
        """The column in which something at a position begins."""
        return max(0, min(floor(position * self.density + _NEARLY), self.columns - 1))

    def covered(self, left: float, right: float) -> tuple[int, int]:
        """The columns that something covers, half-open, at least one."""
        first = self.column(left)
        return first, min(max(first + 1, ceil(right * self.density - _NEARLY)), self.columns)


def chart_text(chart: Chart, *, width: int = 100, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """The chart in characters, its name column and bars in at most *width* cells.

    Parameters
    ----------
    chart
        What to show.
    width
        Most cells in a line, at least 40.
    ascii
        Whether only ASCII characters may be used.
    """
    if not chart.rows:
        return "Nothing to do: the plan has no tasks, milestones or projects."
    width = max(whole_number("a width in cells", width), _NARROWEST)
    names = [_name(chart, bar) for bar in chart.bars]
    label = min(max(10, *(cells(name) for name in names)), max(16, width * 3 // 10))
    canvas = _Canvas(chart, width - label - 1, ASCII if ascii else UNICODE)
    head = _header(canvas, bands(chart.scale, canvas.density))
    background = _background(canvas)
    lines = [" " * (label + 1) + line for line in head]
    lines += [
        f"{fit(name, label, ascii=ascii)} {_line(canvas, bar, background)}"
        for name, bar in zip(names, chart.bars, strict=True)
    ]
    if len(chart.rows) >= _FOOTER_FROM:
        lines += [" " * (label + 1) + line for line in head]
    lines += ["", *_legend(canvas, width)]
    if chart.title:
        lines.insert(0, fit(chart.title, width, ascii=ascii))
    found = "\n".join(line.rstrip() for line in lines)
    return plain(found) if ascii else found


def _name(chart: Chart, bar: Bar) -> str:
    row = chart.rows[bar.row]
    return "  " * min(row.level - 1, _DEEPEST_INDENT) + row.name


def _header(canvas: _Canvas, found: Bands) -> list[str]:
    lines = [_labels(canvas, band) for band in (found.major, found.minor) if band]
    today = canvas.chart.today
    if today is not None:
        marks = [" "] * canvas.columns
        marks[canvas.column(today)] = "v" if canvas.glyphs is ASCII else "▾"
        lines.append("".join(marks))
    return lines


def _labels(canvas: _Canvas, ticks: tuple[Tick, ...]) -> str:
    line = [" "] * canvas.columns
    for tick in ticks:
        first = ceil(tick.left * canvas.density - _NEARLY)
        room = ceil(tick.right * canvas.density - _NEARLY) - first
        # labels of neighbours need a space between them, one at the end of the line does not
        text = tick.label(room if first + room >= canvas.columns else room - 1)
        line[first : first + len(text)] = text
    return "".join(line)


def _background(canvas: _Canvas) -> list[str]:
    line = [" "] * canvas.columns
    if canvas.density >= 1 or canvas.chart.scale.unit == "hour":
        for shade in canvas.chart.shades:
            first = ceil(shade.left * canvas.density - _NEARLY)
            last = floor(shade.right * canvas.density + _NEARLY)
            line[first:last] = canvas.glyphs.shade * (last - first)
    if canvas.chart.today is not None:
        line[canvas.column(canvas.chart.today)] = canvas.glyphs.today
    return line


def _line(canvas: _Canvas, bar: Bar, background: list[str]) -> str:
    line, glyphs, row = list(background), canvas.glyphs, canvas.chart.rows[bar.row]
    if bar.deadline is not None and 0 <= bar.deadline <= canvas.chart.scale.length:
        line[canvas.covered(0, bar.deadline)[1] - 1] = glyphs.deadline
    if bar.shape == "milestone":
        mark = (
            glyphs.reached
            if row.complete >= 100
            else glyphs.critical_milestone
            if row.critical
            else glyphs.milestone
        )
        line[_milestone_column(canvas, bar)] = mark
        return "".join(line)
    first, last = canvas.covered(bar.left, bar.right)
    if bar.shape == "summary":
        begin, middle, end, alone = glyphs.summary
        line[first:last] = alone if last - first == 1 else begin + middle * (last - first - 2) + end
        return "".join(line)
    done = first + _done_columns(last - first, row.complete)
    filled, hollow = (glyphs.critical_done, glyphs.critical) if row.critical else (glyphs.done, glyphs.left)
    line[first:last] = filled * (done - first) + hollow * (last - done)
    return "".join(line)


def _done_columns(columns: int, complete: float) -> int:
    """How much of a bar is filled: what was begun shows, and so does what is left, where there is room for both."""
    nearest = floor(columns * min(complete, 100) / 100 + 0.5)
    if columns == 1 or complete <= 0 or complete >= 100:
        return nearest
    return min(max(nearest, 1), columns - 1)


def _milestone_column(canvas: _Canvas, bar: Bar) -> int:
    """At the close of a day it stands in that day's last column, not in the next day's first."""
    scale = canvas.chart.scale
    column = canvas.column(bar.left)
    if scale.unit == "hour":
        return column
    own_day = canvas.chart.rows[bar.row].start.date().toordinal() - scale.first_day.toordinal()
    return max(0, min(column, ceil((own_day + 1) * canvas.density - _NEARLY) - 1))


def _legend(canvas: _Canvas, width: int) -> list[str]:
    chart, g = canvas.chart, canvas.glyphs
    shapes = {bar.shape for bar in chart.bars}
    tasks = [chart.rows[bar.row] for bar in chart.bars if bar.shape == "task"]
    points = [chart.rows[bar.row] for bar in chart.bars if bar.shape == "milestone"]
    entries = [
        (any(not row.critical for row in tasks), f"{g.left * 2} task"),
        (any(row.critical for row in tasks), f"{g.critical * 2} critical"),
        (any(row.complete and not row.critical for row in tasks), f"{g.done * 2} done"),
        (any(row.complete and row.critical for row in tasks), f"{g.critical_done * 2} done, critical"),
        ("summary" in shapes, f"{g.summary[0]}{g.summary[1]}{g.summary[2]} summary"),
        (any(not row.critical and row.complete < 100 for row in points), f"{g.milestone} milestone"),
        (any(row.critical for row in points), f"{g.critical_milestone} critical milestone"),
        (any(row.complete >= 100 for row in points), f"{g.reached} milestone reached"),
        (any(bar.deadline is not None for bar in chart.bars), f"{g.deadline} deadline"),
        (g.shade in _background(canvas), f"{g.shade * 2} non-working"),
        (chart.as_of is not None, _today_entry(canvas)),
    ]
    lines = [""]
    for shown, entry in entries:
        if not shown:
            continue
        longer = f"{lines[-1]}   {entry}".strip()
        if cells(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    return lines


def _today_entry(canvas: _Canvas) -> str:
    chart = canvas.chart
    if chart.as_of is None:
        return ""
    outside = "" if chart.today is not None else ", outside the chart"
    return f"{canvas.glyphs.today} {moment_words(chart.as_of)}{outside}"
