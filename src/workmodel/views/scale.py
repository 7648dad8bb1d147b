"""The time scale of a chart: its window, in hours or days, and the ticks that fit at a given density.

A chart of hours counts real hours, so a day of a change of clocks has 23 or 25 of them. A chart of days counts local
days, all equally wide. Positions are counted from the left edge of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, Literal

from attrs import frozen

from workmodel.quantities import Axis
from workmodel.views.wording import MONTHS, WEEKDAYS, day

__all__ = ["Bands", "Scale", "Tick", "bands", "window"]

_HOUR_STEPS: Final = (1, 2, 3, 4, 6, 12)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_WEEKS_UP_TO: Final = 400  # days: longer windows begin and end with a month
_MONTHS_UP_TO: Final = 6 * 366  # days: longer windows begin and end with a year


@frozen
class Scale:
    """The window of a chart.

    Attributes
    ----------
    unit
        What positions count, ``"hour"`` or ``"day"``.
    first
        Its left edge. [min since 1970 on the plan's axis]
    length
        How wide it is. [hours or days]
    zone
        The plan's zone.
    """

    unit: Literal["hour", "day"]
    first: int
    length: int
    zone: str | None = None

    @property
    def first_day(self) -> date:
        """The local day at its left edge."""
        return Axis(self.zone).time(self.first).date()


@frozen
class Tick:
    """One interval of a band of the scale, with its label.

    Attributes
    ----------
    left, right
        Where it begins and ends, cut to the window. [hours or days]
    labels
        What it may be called, the fullest first.
    """

    left: float
    right: float
    labels: tuple[str, ...]

    def label(self, room: float) -> str:
        """The fullest label of at most *room* characters; empty where none fits."""
        return next((text for text in self.labels if len(text) <= room), "")


@frozen
class Bands:
    """The two rows of ticks of a scale.

    Attributes
    ----------
    level
        What the lower band counts: ``"hour"``, ``"day"``, ``"week"``, ``"month"``, ``"quarter"`` or ``"year"``.
    major, minor
        The upper band, which may be empty, and the lower one.
    """

    level: str
    major: tuple[Tick, ...]
    minor: tuple[Tick, ...]


def window(axis: Axis, start: int, finish: int, *, hourly: bool) -> Scale:
    """The window that shows everything between two minutes, rounded outward to whole hours, weeks, months or years.

    Examples
    --------
    >>> axis = Axis()
    >>> scale = window(axis, axis.minute(date(2026, 3, 4)), axis.minute(date(2026, 3, 13)), hourly=False)
    >>> scale.first_day, scale.length
    (datetime.date(2026, 3, 2), 14)
    """
    if hourly:
        first = (start // 60 - 1) * 60
        return Scale("hour", first, -(-finish // 60) + 1 - first // 60, axis.zone)
    low, high = axis.time(start).date(), axis.time(max(finish - 1, start)).date()
    low, high = _rounded(low, high)
    return Scale("day", axis.minute(low), (high - low).days, axis.zone)


def _rounded(low: date, high: date) -> tuple[date, date]:
    """Half-open window of days around two days; as far as dates go."""
    days = (high - low).days
    try:
        if days <= _WEEKS_UP_TO:
            return low - timedelta(days=low.weekday()), high + timedelta(days=7 - high.weekday())
        if days <= _MONTHS_UP_TO:
            return low.replace(day=1), _next_month(high)
        return low.replace(month=1, day=1), date(high.year + 1, 1, 1)
    except (OverflowError, ValueError):  # at the very ends of what dates can say
        return low, high


def bands(scale: Scale, density: float) -> Bands:
    """The ticks for a scale drawn at so many characters per hour or day.

    Parameters
    ----------
    scale
        The window.
    density
        How many characters of a label fit on one unit. [characters per hour or day]

    Examples
    --------
    >>> axis = Axis()
    >>> scale = Scale("day", axis.minute(date(2026, 3, 2)), 28)
    >>> found = bands(scale, 0.5)
    >>> found.level, [tick.label(3.5) for tick in found.minor], found.major[0].label(14)
    ('week', ['2', '9', '16', '23'], 'March 2026')
    """
    if scale.unit == "hour":
        return _hour_bands(scale, density)
    months = _ticks(scale, _month_starts, _month_labels)
    years = _ticks(scale, _year_starts, lambda d: (f"{d.year}", f"’{d.year % 100:02}"))
    if density >= 2.5:
        return Bands("day", months, _ticks(scale, _day_starts, lambda d: (f"{d.day}",)))
    if density * 7 >= 2.6:
        return Bands("week", months, _ticks(scale, _week_starts, lambda d: (f"{d.day}",)))
    if density * 30 >= 3.6:
        return Bands("month", years, _ticks(scale, _month_starts, lambda d: (MONTHS[d.month - 1][:3],)))
    if density * 91 >= 2.6:
        return Bands("quarter", years, _ticks(scale, _quarter_starts, lambda d: (f"Q{(d.month + 2) // 3}",)))
    step = next((s for s in _YEAR_STEPS if density * 365 * s >= 5.5), _YEAR_STEPS[-1])
    return Bands("year", (), _ticks(scale, lambda d: _year_starts(d, step), lambda d: (f"{d.year}",)))


def _month_labels(first: date) -> tuple[str, ...]:
    name = MONTHS[first.month - 1]
    return f"{name} {first.year}", f"{name[:3]} {first.year}", name[:3]


def _ticks(
    scale: Scale, starts: Callable[[date], Iterator[date]], labels: Callable[[date], tuple[str, ...]]
) -> tuple[Tick, ...]:
    origin = scale.first_day.toordinal()
    edges: list[tuple[int, date]] = []
    for begin in starts(scale.first_day):
        edges.append((begin.toordinal() - origin, begin))
        if edges[-1][0] >= scale.length:
            break
    ends = [place for place, _ in edges[1:]] + [scale.length]
    return tuple(
        Tick(max(place, 0), min(end, scale.length), labels(begin))
        for (place, begin), end in zip(edges, ends, strict=True)
        if place < scale.length and end > 0
    )


def _stepped(begin: date, following: Callable[[date], date]) -> Iterator[date]:
    """Dates from *begin* on, as far as dates go."""
    try:
        while True:
            yield begin
            begin = following(begin)
    except (OverflowError, ValueError):
        return


def _day_starts(first: date) -> Iterator[date]:
    return _stepped(first, lambda d: d + timedelta(days=1))


def _week_starts(first: date) -> Iterator[date]:
    return _stepped(
        first - timedelta(days=min(first.weekday(), first.toordinal() - 1)), lambda d: d + timedelta(days=7)
    )


def _next_month(value: date) -> date:
    return date(value.year + value.month // 12, value.month % 12 + 1, 1)


def _month_starts(first: date) -> Iterator[date]:
    return _stepped(first.replace(day=1), _next_month)


def _quarter_starts(first: date) -> Iterator[date]:
    begin = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    return _stepped(begin, lambda d: _next_month(_next_month(_next_month(d))))


def _year_starts(first: date, step: int = 1) -> Iterator[date]:
    begin = max(first.year - first.year % step, 1)
    return _stepped(date(begin, 1, 1), lambda d: date(d.year - d.year % step + step, 1, 1))


def _hour_bands(scale: Scale, density: float) -> Bands:
    axis = Axis(scale.zone)
    times = [axis.time(scale.first + 60 * hour) for hour in range(scale.length + 1)]
    step = next((s for s in _HOUR_STEPS if density * s >= 2.5), _HOUR_STEPS[-1])
    days = [0, *(n for n in range(1, scale.length) if times[n].date() != times[n - 1].date())]
    hours = [n for n in range(scale.length) if times[n].hour % step == 0]
    return Bands(
        "hour",
        tuple(_between(days, scale.length, lambda n: _day_labels(times[n]))),
        tuple(_between(hours, scale.length, lambda n: (f"{times[n].hour:02}:00", f"{times[n].hour:02}"))),
    )


def _between(edges: list[int], length: int, labels: Callable[[int], tuple[str, ...]]) -> Iterator[Tick]:
    for place, end in zip(edges, [*edges[1:], length], strict=True):
        yield Tick(place, end, labels(place))


def _day_labels(value: datetime) -> tuple[str, ...]:
    short = f"{WEEKDAYS[value.weekday()]} {value.day}"
    return day(value), f"{short} {MONTHS[value.month - 1][:3]}", short, short[:3]
