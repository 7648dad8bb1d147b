"""Timetable and Gantt chart side by side in one HTML table: names stay in sight while the chart scrolls past them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen

from workmodel.quantities import Span
from workmodel.views.characters import cells, clean, markup
from workmodel.views.chart import Chart
from workmodel.views.chart_svg import legend, spoken
from workmodel.views.drawing import HEADER, ROW, bars, grid, grounds, header, links, sizes, today_line
from workmodel.views.outline import TimetableRow
from workmodel.views.wording import Wording, brief, count, percent

__all__ = ["legend_list", "shortened", "table_html"]

_INDENT: Final = 16  # px for each level
_DEEPEST_INDENT: Final = 8
_CELL: Final = 7.2  # px, of a name's characters on average


@frozen
class Pane:
    """One column of the table: heading, width in px, class, and whether narrow screens leave it out."""

    title: str
    width: int
    kind: str = ""
    optional: bool = True


def shortened(chart: Chart, most: int) -> Chart:
    """The chart of the first *most* rows, with the links between them."""
    if len(chart.rows) <= most:
        return chart
    return evolve(
        chart,
        rows=chart.rows[:most],
        bars=chart.bars[:most],
        links=tuple(link for link in chart.links if link.before < most and link.after < most),
    )


def legend_list(chart: Chart) -> str:
    """What the marks mean, as HTML."""
    marks = "".join(
        f'<span><svg width="24" height="14" aria-hidden="true">{mark}</svg>{markup(word)}</span>'
        for mark, word in legend(chart)
    )
    if any(row.critical for row in chart.rows):
        marks += '<span><span class="w-crit" aria-hidden="true">●</span>critical item</span>'
    return f'<div class="w-legend">{marks}</div>'


def table_html(chart: Chart, *, drawn: bool = True, targets: dict[str, str] | None = None) -> str:
    """The table in its scrolling box.

    Parameters
    ----------
    chart
        What to show.
    drawn
        Whether the Gantt chart stands beside the timetable.
    targets
        Ids of the explanations that items' names open.
    """
    if not chart.rows:
        return "<p>Nothing to do: the plan has no tasks, milestones or projects.</p>"
    panes = _panes(chart, drawn=drawn)
    size, lines = sizes(chart), len(chart.rows)
    columns = "".join(f'<col style="width:{pane.width}px"{_optional(pane)}>' for pane in panes)
    heads = "".join(f'<th scope="col"{_classes(pane)}>{pane.title}</th>' for pane in panes)
    drawing = ""
    if drawn:
        columns += f'<col style="width:{size.total}px">'
        scale = f'<svg width="{size.total}" height="{HEADER}" aria-hidden="true">{header(chart, size)}</svg>'
        heads += f'<th scope="col" class="w-ch" aria-label="Gantt chart">{scale}</th>'
        drawing = (
            f'<td class="w-ch" rowspan="{lines}"><svg class="w-body" role="img" aria-label="{markup(spoken(chart))}" '
            f'width="{size.total}" height="{lines * ROW}">'
            f"{grid(chart, size, lines)}{grounds(chart, size)}<g>{links(chart, size)}</g>"
            f"{bars(chart, size)}{today_line(chart, size, lines)}</svg></td>"
        )
    body = "".join(
        _row(row, number, panes, chart.wording, (targets or {}).get(row.id), drawing if number == 0 else "")
        for number, row in enumerate(chart.rows)
    )
    label = markup(f"Timetable{' and Gantt chart' if drawn else ''} of {count(lines, 'item')}")
    return (
        f'<div class="w-box" tabindex="0" role="region" aria-label="{label}"><table class="w-grid">'
        f"<colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _panes(chart: Chart, *, drawn: bool) -> list[Pane]:
    widest = max(
        _INDENT * min(row.level, _DEEPEST_INDENT) + _CELL * cells(row.name) + 7 * len(row.wbs)
        for row in chart.rows
    )
    dates = 178 if chart.wording.times else 138
    panes = [
        Pane("Item", round(min(max(widest + 44, 160), 330)), optional=False),
        Pane("Start", dates),
        Pane("Finish", dates + (18 if any(row.late for row in chart.rows) else 0)),
        Pane("Duration", _wide(76, [row.duration for row in chart.rows]), "w-r"),
        Pane("Float", _wide(70, [row.total_float for row in chart.rows]), "w-r"),
    ]
    if any(row.complete for row in chart.rows):
        panes.append(Pane("Done", 56, "w-r"))
    if not drawn and any(row.assigned for row in chart.rows):  # the chart names them beside the bars
        panes.append(Pane("Assigned", 120))
    return panes


def _wide(least: int, spans: Sequence[Span]) -> int:
    """The width of a column of spans, none of which is cut."""
    return max(least, round(_CELL * max(cells(str(brief(one))) for one in spans)) + 24)


def _optional(pane: Pane) -> str:
    return ' class="w-opt"' if pane.optional else ""


def _classes(pane: Pane) -> str:
    names = " ".join(filter(None, (pane.kind, "w-opt" if pane.optional else "")))
    return f' class="{names}"' if names else ""


def _row(
    row: TimetableRow, number: int, panes: list[Pane], words: Wording, target: str | None, drawing: str
) -> str:
    cells_of = {pane.title: _cell(pane, row, words) for pane in panes[1:]}
    kind = ' class="w-sum"' if row.summary else ""
    return (
        f'<tr{kind} data-i="{number}" data-v="{row.level}">{_name(row, target)}'
        f"{''.join(cells_of.values())}{drawing}</tr>"
    )


def _name(row: TimetableRow, target: str | None) -> str:
    indent = 8 + _INDENT * min(row.level - 1, _DEEPEST_INDENT)
    name = f"<bdi>{markup(row.name)}</bdi>"
    if target:
        name = f'<button class="w-n" popovertarget="{target}">{name}</button>'
    shape = '<span class="w-ms" aria-label="milestone" role="img">◆</span>' if row.milestone else ""
    mark = (
        '<span class="w-crit" title="critical" role="img" aria-label="critical">●</span>'
        if row.critical
        else ""
    )
    return (
        f'<th scope="row" style="padding-left:{indent}px" title="{markup(row.name)}"><div class="w-nm">'
        f'<span class="w-no">{row.wbs}</span>{mark}{shape}{name}</div></th>'
    )


def _cell(pane: Pane, row: TimetableRow, words: Wording) -> str:
    if pane.title == "Start":
        text, _ = row.dates(words)
    elif pane.title == "Finish":
        _, text = row.dates(words)
        if row.late and row.deadline is not None:
            why = f"misses its deadline, {words.limit(row.deadline)}"
            return f'<td class="w-opt w-bad" title="{markup(why)}">✖ {text}</td>'
    elif pane.title == "Duration":
        return '<td class="w-r w-opt"></td>' if row.milestone else _span_cell(row.duration)
    elif pane.title == "Float":
        return _span_cell(row.total_float, " w-bad" if row.total_float.negative else "")
    elif pane.title == "Done":
        text = percent(row.complete)
    else:
        text = ", ".join(map(clean, row.assigned))
    return f"<td{_classes(pane)}>{markup(text)}</td>"


def _span_cell(value: Span, mark: str = "") -> str:
    """A cell with an amount in its two largest units, the whole of it in its tooltip."""
    short, whole = str(brief(value)), str(value)
    title = f' title="{markup(whole)}"' if short != whole else ""
    return f'<td class="w-r w-opt{mark}"{title}>{markup(short)}</td>'
