"""The load of one resource as a strip below a chart: stacked bars, a stepped line of what there is, and what is short."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from workmodel.quantities import Axis
from workmodel.views.drawing import markup_lines, number
from workmodel.views.heat import HeatColumn
from workmodel.views.heat_words import column_words, hours
from workmodel.views.wording import count

if TYPE_CHECKING:
    from workmodel.views.drawing import Sizes
    from workmodel.views.load import LoadPeriod, LoadRow
    from workmodel.views.scale import Scale

__all__ = ["STRIP", "legend_of_loads", "load_words", "spoken_load", "strip"]

STRIP: Final = 56  # px, height
_TOP: Final = 8  # px left free above the highest bar
_BASE: Final = STRIP - 5
_BOX: Final = 'y="2" height="10"'


def strip(row: LoadRow, period: str, scale: Scale, size: Sizes) -> str:
    """The strip's elements, without the `svg` around them; as high as its fullest period, whatever others have."""
    most = max((max(one.capacity, _filled(one)) for one in row.periods), default=0)
    per_minute = (_BASE - _TOP) / most if most else 0.0
    places = [_place(one, scale, size) for one in row.periods]
    drawn = [
        _period(row, one, period, place, per_minute)
        for one, place in zip(row.periods, places, strict=True)
        if not one.empty and place[1] > place[0]
    ]
    return (
        f'<path class="w-gr" d="M0 {_BASE + 0.5}H{size.total}"/>{"".join(drawn)}'
        f'<path class="w-cap" d="{_steps(row, places, per_minute)}"/>'
    )


def _filled(one: LoadPeriod) -> int:
    return one.tasks + one.ongoing + one.absence + one.short


def _place(one: LoadPeriod, scale: Scale, size: Sizes) -> tuple[float, float]:
    """Where a period lies on the axis of the chart. [px]"""
    left, right = _position(one.first, scale), _position(one.last + timedelta(days=1), scale)
    return size.x(max(0.0, left)), size.x(min(right, float(scale.length)))


def _position(day: date, scale: Scale) -> float:
    if scale.unit == "hour":
        return (Axis(scale.zone).minute(day) - scale.first) / 60
    return float(day.toordinal() - scale.first_day.toordinal())


def _period(row: LoadRow, one: LoadPeriod, period: str, place: tuple[float, float], per_minute: float) -> str:
    left, right = place
    gap = min(1.0, (right - left) / 8)
    across = f'x="{number(left + gap)}" width="{number(right - left - 2 * gap)}"'
    parts, y = [], float(_BASE)
    for kind, minutes in (
        ("w-lt", one.tasks), ("w-lr", one.ongoing), ("w-la", one.absence), ("w-lx", one.short)
    ):  # fmt: skip
        high = minutes * per_minute
        if minutes:
            y -= high
            parts.append(f'<rect class="{kind}" {across} y="{number(y)}" height="{number(max(high, 1))}"/>')
    lines = markup_lines(load_words(row, one, period))
    ground = f'<rect class="w-h" {across} y="0" height="{STRIP}"/>'
    return f"<g><title>{lines}</title>{ground}{''.join(parts)}</g>"


def _steps(row: LoadRow, places: list[tuple[float, float]], per_minute: float) -> str:
    """The line of what there is, from period to period."""
    path: list[str] = []
    last = ""
    for one, (left, right) in zip(row.periods, places, strict=True):
        y = number(_BASE - one.capacity * per_minute)
        if not path:
            path.append(f"M{number(left)} {y}")
        elif y != last:
            path.append(f"H{number(left)}V{y}")
        if one is row.periods[-1]:
            path.append(f"H{number(right)}")
        last = y
    return "".join(path)


def load_words(row: LoadRow, one: LoadPeriod, period: str) -> list[str]:
    """What a bar says when pointed at, line by line."""
    lines = [
        f"{row.name}, {column_words(HeatColumn(one.first, one.last), period)}",
        f"{hours(one.tasks + one.ongoing)} of {hours(one.capacity - one.absence)} taken",
        f"tasks: {hours(one.tasks)}" if one.tasks else "",
        f"routines and meetings: {hours(one.ongoing)}" if one.ongoing else "",
        f"away: {hours(one.absence)}" if one.absence else "",
        f"free: {hours(one.free)}" if one.free else "",
        *(f"  {claim.name}: {hours(claim.minutes)}" for claim in one.claims),
        f"  and {count(one.others, 'more claim')}" if one.others else "",
        f"! {hours(one.short)} more is wanted than there is room for" if one.short else "",
    ]
    return [line for line in lines if line]


def spoken_load(row: LoadRow) -> str:
    """A resource's load in one line; what is short stands beside it.

    Examples
    --------
    >>> from workmodel.views.load import LoadPeriod, LoadRow
    >>> from datetime import date
    >>> week = LoadPeriod(
    ...     first=date(2026, 3, 2), last=date(2026, 3, 8), tasks=960, ongoing=480, absence=480, free=480,
    ...     short=0, claims=(), others=0,
    ... )  # fmt: skip
    >>> spoken_load(LoadRow(id="kim", name="Kim", periods=(week,)))
    '75 %: tasks 16h, routines and meetings 8h, free 8h, away 8h'
    """
    kinds = (
        ("tasks", row.total("tasks")), ("routines and meetings", row.total("ongoing")),
        ("free", row.total("free")), ("away", row.total("absence")),
    )  # fmt: skip
    there = sum(minutes for _, minutes in kinds[:3])
    taken = there - row.total("free")
    share = f"{(taken * 100 + there // 2) // there} %: " if there else ""
    told = ", ".join(f"{word} {hours(minutes)}" for word, minutes in kinds if minutes)
    return f"{share}{told or 'no hours'}"


def legend_of_loads(found: tuple[LoadRow, ...]) -> list[tuple[str, str]]:
    """What the marks of loads mean, only for those that occur."""
    entries = (
        ("tasks", "w-lt", "tasks"), ("ongoing", "w-lr", "routines and meetings"),
        ("absence", "w-la", "away"), ("short", "w-lx", "finds no room"),
    )  # fmt: skip
    marks = [
        (f'<rect class="{kind}" x="6" width="12" {_BOX}/>', word)
        for what, kind, word in entries
        if any(getattr(one, what) for row in found for one in row.periods)
    ]
    return [*marks, ('<path class="w-cap" d="M1 11V4H12V8H23"/>', "hours there are")] if found else []
