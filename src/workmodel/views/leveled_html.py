"""Levelled dates as HTML: one table with the chart and, below it on the same time axis, everybody's hours; then the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workmodel.views.characters import cells, markup
from workmodel.views.drawing import HEADER, ROW, grid, header, sizes, today_line
from workmodel.views.heat_words import hours
from workmodel.views.leveled_svg import body, leveled_legend, rest_words, spoken_leveled
from workmodel.views.leveled_words import shift_words
from workmodel.views.load_svg import STRIP, legend_of_loads, spoken_load, strip
from workmodel.views.wording import count

if TYPE_CHECKING:
    from workmodel.views.drawing import Sizes
    from workmodel.views.leveled import LeveledRow
    from workmodel.views.leveled_chart import LeveledChart
    from workmodel.views.load import LoadRow
    from workmodel.views.wording import Wording

__all__ = ["leveled_html", "leveled_legend_list", "leveled_table", "reasons_table"]

_INDENT: Final = 16  # px for each level
_DEEPEST_INDENT: Final = 8
_CELL: Final = 7.2  # px, of a name's characters on average
_HINT: Final = "Point at a bar to see both dates and what holds it back."
_BELOW: Final = " Everybody’s hours stand below the items, on the same days."
_NOTHING: Final = "<p>Nothing to do: the plan has no tasks, milestones or projects.</p>"


def leveled_html(found: LeveledChart, targets: Mapping[str, str] | None = None) -> str:
    """Headline, legend, chart with loads, and reasons.

    Parameters
    ----------
    found
        What to show.
    targets
        Ids of the explanations that items' names open.
    """
    if not found.rows:
        return _NOTHING
    told = " ".join(filter(None, (found.headline, rest_words(found))))
    return (
        f'<p>{markup(told)}</p><p class="w-mu">{_HINT}{_BELOW if found.loads else ""}</p>'
        f"{leveled_legend_list(found)}{leveled_table(found, targets)}"
        f"<h3>Why items are later</h3>{reasons_table(found, targets)}"
    )


def leveled_legend_list(found: LeveledChart) -> str:
    """What the marks mean, as HTML: those of items, and those of hours."""
    lines = (leveled_legend(found), legend_of_loads(found.loads))
    return "".join(f'<div class="w-legend">{"".join(map(_entry, line))}</div>' for line in lines if line)


def _entry(one: tuple[str, str]) -> str:
    mark, word = one
    return f'<span><svg width="24" height="14" aria-hidden="true">{mark}</svg>{markup(word)}</span>'


def leveled_table(found: LeveledChart, targets: Mapping[str, str] | None = None) -> str:
    """The table in its scrolling box: items with their dates and bars, then resources with their hours."""
    chart, size, lines = found.chart, sizes(found.chart), len(found.rows)
    dates = 178 if chart.wording.times else 138
    later = max(round(_CELL * max(cells(shift_words(row.slip_work)) for row in found.rows)) + 24, 70)
    widths = [(_names(found), ""), *((w, ' class="w-opt"') for w in (dates, dates, later))]
    columns = "".join(f'<col style="width:{width}px"{kind}>' for width, kind in widths)
    drawing = (
        f'<td class="w-ch" rowspan="{lines}"><svg class="w-body" role="img" aria-label="{markup(spoken_leveled(found))}" '
        f'width="{size.total}" height="{lines * ROW}">{body(found, size)}</svg></td>'
    )
    items = "".join(
        _row(row, number, chart.wording, (targets or {}).get(row.id), drawing if number == 0 else "")
        for number, row in enumerate(found.rows)
    )
    label = (
        f"Levelled dates of {count(lines, 'item')}, and the hours of {count(len(found.loads), 'resource')}"
    )
    scale = f'<svg width="{size.total}" height="{HEADER}" aria-hidden="true">{header(chart, size)}</svg>'
    return (
        f'<div class="w-box" tabindex="0" role="region" aria-label="{label}"><table class="w-grid">'
        f'<colgroup>{columns}<col style="width:{size.total}px"></colgroup><thead><tr><th scope="col">Item</th>'
        '<th scope="col" class="w-opt">Start</th><th scope="col" class="w-opt">Finish</th>'
        '<th scope="col" class="w-r w-opt" title="How much later it finishes than by logic, in working time">Later</th>'
        f'<th scope="col" class="w-ch" aria-label="Chart">{scale}</th></tr></thead>'
        f"<tbody>{items}</tbody>{_loads(found, size)}</table></div>"
    )


def _names(found: LeveledChart) -> int:
    """The width of the first column. [px]"""
    widest = max(
        _INDENT * min(row.level, _DEEPEST_INDENT) + _CELL * cells(row.name) + 7 * len(row.wbs)
        for row in found.rows
    )
    return round(min(max(widest + 44, 160, *(_CELL * cells(row.name) + 24 for row in found.loads)), 330))


def _row(row: LeveledRow, number: int, words: Wording, target: str | None, drawing: str) -> str:
    start, finish = words.ends(row.start, row.finish)
    kind = ' class="w-sum"' if row.summary else ""
    short, whole = shift_words(row.slip_work), str(row.slip_work)
    title = f' title="{markup(whole)}"' if short and short != whole else ""
    return (
        f'<tr{kind} data-i="{number}" data-v="{row.level}">{_name(row, target)}<td class="w-opt">{start}</td>'
        f'<td class="w-opt">{finish}</td><td class="w-r w-opt"{title}>{markup(short)}</td>{drawing}</tr>'
    )


def _name(row: LeveledRow, target: str | None) -> str:
    name = f"<bdi>{markup(row.name)}</bdi>"
    if target:
        name = f'<button class="w-n" popovertarget="{target}">{name}</button>'
    shape = '<span class="w-ms" aria-label="milestone" role="img">◆</span>' if row.milestone else ""
    indent = 8 + _INDENT * min(row.level - 1, _DEEPEST_INDENT)
    return (
        f'<th scope="row" style="padding-left:{indent}px" title="{markup(row.name)}"><div class="w-nm">'
        f'<span class="w-no">{row.wbs}</span>{shape}{name}</div></th>'
    )


def _loads(found: LeveledChart, size: Sizes) -> str:
    """The second body of the table: one row for each resource."""
    if not found.loads:
        return ""
    behind, before = grid(found.chart, size, STRIP // ROW), today_line(found.chart, size, STRIP // ROW)
    rows = "".join(_load(found, row, size, behind, before) for row in found.loads)
    return (
        f'<tbody><tr class="w-lh"><th scope="row">Who</th><td colspan="3" class="w-opt">Hours by {found.period}</td>'
        f"<td></td></tr>{rows}</tbody>"
    )


def _load(found: LeveledChart, row: LoadRow, size: Sizes, behind: str, before: str) -> str:
    told, short = spoken_load(row), row.total("short")
    lacks = f'<br><span class="w-bad">{_lacking(short).removeprefix(", ")}</span>' if short else ""
    drawing = strip(row, found.period, found.chart.scale, size)
    return (
        f'<tr class="w-load"><th scope="row" title="{markup(row.name)}"><div class="w-nm"><span class="w-n"><bdi>'
        f'{markup(row.name)}</bdi></span></div></th><td colspan="3" class="w-opt">{markup(told)}{lacks}</td>'
        f'<td class="w-ch"><svg role="img" aria-label="{markup(f"{row.name}: {told}{_lacking(short)}")}" width="{size.total}" '
        f'height="{STRIP}">{behind}{drawing}{before}</svg></td></tr>'
    )


def _lacking(short: int) -> str:
    return f", ! {hours(short)} more wanted than there is room for" if short else ""


def reasons_table(found: LeveledChart, targets: Mapping[str, str] | None = None) -> str:
    """Every item that is not where logic has it, or about which there is something to tell: both dates, and why."""
    rows = [row for row in found.rows if not row.summary and (row.moved or row.why)]
    if not rows:
        return "<p>None is: everybody has time when logic asks.</p>"
    words = found.chart.wording
    heads = "".join(
        f'<th scope="col">{word}</th>'
        for word in ("Item", "Starts by logic", "Starts", "Later", "Why", "Who")
    )
    body_rows = "".join(_reason(row, words, (targets or {}).get(row.id)) for row in rows)
    return (
        '<div class="w-box" tabindex="0" role="region" aria-label="Why items are later"><table class="w-why"><thead><tr>'
        f"{heads}</tr></thead><tbody>{body_rows}</tbody></table></div>"
    )


def _reason(row: LeveledRow, words: Wording, target: str | None) -> str:
    name = f"<bdi>{markup(row.name)}</bdi>"
    if target:
        name = f'<button class="w-n2" popovertarget="{target}">{name}</button>'
    why = "<br>".join(map(markup, row.why))
    people = ", ".join(map(markup, row.people))
    return (
        f'<tr><th scope="row">{name}</th><td class="w-nw">{words.at(row.logic_start)}</td>'
        f'<td class="w-nw">{words.at(row.start)}</td><td class="w-r">{markup(shift_words(row.delay_work))}</td>'
        f"<td>{why}</td><td>{people}</td></tr>"
    )
