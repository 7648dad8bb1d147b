"""What the cells of a heat map say, in words: the same for text, SVG and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING, Final

from workmodel.capacity.limits import beyond
from workmodel.views.heat_marks import together
from workmodel.views.wording import MONTHS, WEEKDAYS, count, day, moment_words

if TYPE_CHECKING:
    from workmodel.views.heat import HeatCell, HeatColumn, HeatMap, HeatRow, Short

__all__ = [
    "away_words",
    "band_runs",
    "column_label",
    "column_words",
    "hours",
    "legend",
    "level",
    "load_words",
    "marks",
    "short_words",
    "spoken",
    "today_column",
    "today_words",
    "tooltip",
]

_MOST_CLAIMS: Final = 12
_MOST_REASONS: Final = 4
_LEVELS: Final = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def hours(minutes: int) -> str:
    """An amount in hours and minutes.

    Examples
    --------
    >>> hours(150), hours(600), hours(0)
    ('2h 30min', '10h', '0h')
    """
    whole, rest = divmod(minutes, 60)
    return f"{whole}h {rest}min" if whole and rest else f"{rest}min" if rest else f"{whole}h"


def load_words(cell: HeatCell) -> str:
    """The load in whole percent; nothing on a closed day, ``away``, ``limit``, or the hours wanted where there are none.

    What is not quite full does not read as full, nor what is slightly over-full.
    """
    if cell.load is None:
        if cell.wanted:
            return (
                hours(cell.wanted)
                if cell.wanted < 60
                else f"{floor(Fraction(cell.wanted, 60) + Fraction(1, 2))}h"
            )
        return "away" if cell.away else "limit" if cell.barred else ""
    nearest = floor(cell.load * 100 + Fraction(1, 2))
    if nearest == 100 and cell.load != 1:
        nearest = 99 if cell.load < 1 else 101
    if nearest == 0 and cell.wanted:
        nearest = 1
    return str(nearest)


def level(cell: HeatCell) -> str:
    """How full a cell is: ``closed``, ``away``, ``barred`` by a limit, ``0`` (nothing wanted) to ``4``, or ``full``."""
    if cell.load is None:
        return "full" if cell.wanted else "away" if cell.away else "barred" if cell.barred else "closed"
    if cell.load > 1:
        return "full"
    return "0" if not cell.wanted else str(1 + sum(cell.load > bound for bound in _LEVELS))


def column_label(column: HeatColumn, period: str, *, weekday: bool = False) -> str:
    """What stands over a column: the day of the month, where asked for with its weekday, or the month."""
    if period == "month":
        return MONTHS[column.first.month - 1][:3]
    name = f"{WEEKDAYS[column.first.weekday()][:2]} " if weekday and period == "day" else ""
    return f"{name}{column.first.day}"


def column_band(column: HeatColumn, period: str) -> str:
    """What several columns have in common: the month and year, or the year."""
    month = f"{MONTHS[column.first.month - 1][:3]} "
    return f"{'' if period == 'month' else month}{column.first.year}"


def band_runs(columns: Sequence[HeatColumn], period: str) -> list[tuple[str, int]]:
    """What runs of columns have in common, each with how many there are."""
    labels = groupby(column_band(column, period) for column in columns)
    return [(label, len(list(run))) for label, run in labels]


def column_words(column: HeatColumn, period: str) -> str:
    """A column in full."""
    if period == "day" or column.first == column.last:
        return day(column.first)
    if period == "month":
        return f"{MONTHS[column.first.month - 1]} {column.first.year}"
    return f"{day(column.first)} to {day(column.last)}"


def short_words(one: Short) -> str:
    """What was not served, and why."""
    limit = f", {beyond(one.limits)}" if one.limits else ""
    won = f", taken by {', '.join(one.won_by)}" if one.won_by else ""
    return f"{one.name}: {hours(one.minutes)} short{limit}{won}" + (
        "" if limit or won else ", more than there are hours"
    )


def tooltip(row: HeatRow, cell: HeatCell, when: str) -> list[str]:
    """What a cell says when pointed at, line by line: who, when, how full, what claims it, what is unmet."""
    share = f", {load_words(cell)} %" if cell.load is not None else ""
    facts = f"{hours(cell.wanted)} wanted of {hours(cell.claimable)}{share}"
    lines = [
        f"{row.name}, {when}",
        "no working time" if cell.closed and not cell.wanted else facts,
        f"{hours(cell.absence)} away{_because(cell.reasons)}" if cell.absence else "",
        *(f"{claim.name}: {hours(claim.minutes)}" for claim in cell.claims[:_MOST_CLAIMS]),
        f"and {count(len(cell.claims) - _MOST_CLAIMS, 'more claim')}"
        if len(cell.claims) > _MOST_CLAIMS
        else "",
        f"beyond a limit: {hours(cell.limit)}" if cell.limit else "",
        f"switching: {hours(cell.switching)}" if cell.switching else "",
        f"free: {hours(cell.free)}" if cell.free else "",
        *(f"! {short_words(one)}" for one in cell.short[:_MOST_CLAIMS]),
        f"! and {len(cell.short) - _MOST_CLAIMS} more" if len(cell.short) > _MOST_CLAIMS else "",
        f"! {hours(cell.unmet)} short" if cell.unmet and not cell.short else "",
    ]
    return [line for line in lines if line]


def _because(reasons: Sequence[str]) -> str:
    """Why somebody is away, as far as it is said."""
    shown = ", ".join(reasons[:_MOST_REASONS])
    more = f" and {len(reasons) - _MOST_REASONS} more" if len(reasons) > _MOST_REASONS else ""
    return f": {shown}{more}" if shown else ""


def away_words(found: HeatMap, *, whole: bool, brackets: bool = False) -> str:
    """Why people are away, in the cells in which they are away for all of their time or for a part of it."""
    cells = [cell for row in found.lines for cell in row.cells]
    words = _because(together(cell.reasons for cell in cells if cell.away is whole and cell.absence))
    return f" ({words.removeprefix(': ')})" if brackets and words else words


def today_words(found: HeatMap) -> str:
    """What counts as today, and whether it is shown; nothing where nothing does."""
    if found.as_of is None:
        return ""
    return f"as of {moment_words(found.as_of)}{'' if found.today is not None else ', outside these days'}"


def today_column(found: HeatMap) -> int:
    """The number of the column in which today is; -1 where it is in none."""
    return -1 if found.today is None else min(int(found.today), len(found.columns) - 1)


def marks(cell: HeatCell) -> str:
    """Signs that need no colour: ``!`` for what finds no room, ``~`` for absence of a part."""
    return ("!" if cell.over else "") + ("~" if cell.absence and not cell.away else "")


def legend(found: HeatMap) -> list[tuple[str, str, str]]:
    """What cells mean: level, sign and word, only for those that occur."""
    seen = [cell for row in found.lines for cell in row.cells]
    levels = {level(cell) for cell in seen}
    entries = [
        ("0" in levels, "0", "0", "free"),
        ("1" in levels, "1", "", "up to 25 %"),
        ("2" in levels, "2", "", "up to 50 %"),
        ("3" in levels, "3", "", "up to 75 %"),
        ("4" in levels, "4", "", "up to 100 %"),
        ("full" in levels, "full", "", "more than there is"),
        (any(cell.over for cell in seen), "over", "!", "not all of it finds room"),
        (any("~" in marks(cell) for cell in seen), "0", "~", f"away in part{away_words(found, whole=False)}"),
        ("away" in levels, "away", "away", f"away{away_words(found, whole=True)}"),
        ("barred" in levels, "barred", "limit", "no more may be claimed"),
        ("closed" in levels, "closed", "", "no working time"),
        (found.as_of is not None, "today", "", today_words(found)),
    ]
    return [(kind, sign, word) for shown, kind, sign, word in entries if shown]


def spoken(found: HeatMap) -> str:
    """The heat map in one sentence, for those who do not see it."""
    over = sum(cell.over for row in found.rows for cell in row.cells)
    name = f" of {found.title}" if found.title else ""
    what = f"{count(len(found.rows), 'resource')} by {found.period}"
    return f"Workload{name}: {what}, {count(over, 'cell')} with work that finds no room"
