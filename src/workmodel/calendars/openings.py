"""From layers to open windows: the vectorised reading of a stack of layers over a stretch of days.

Arrays of windows are pairs ``(starts, finishes)`` of int64 minutes: half-open, in order, disjoint, not even
touching.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from workmodel.calendars.exceptions import CalendarException
from workmodel.calendars.layers import Layer, effective_week, statements
from workmodel.calendars.shift import Shift
from workmodel.calendars.weeks import WeekPattern, WorkWeek
from workmodel.calendars.zones import FIRST_DAY, LAST_DAY, axis_minutes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Windows", "clipped", "combined", "merged", "open_windows", "shift_windows"]

Windows = tuple["NDArray[np.int64]", "NDArray[np.int64]"]

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_MARGIN: Final = 2  # days: a shift may begin on the day before, and no zone is a whole day away from UTC


def open_windows(layers: Sequence[Layer], zone: str | None, lo: int, hi: int) -> Windows:
    """The maximal open windows of a stack of layers within ``lo <= t < hi``. [min on the axis]"""
    lo, hi = max(lo, FIRST_DAY * 1440), min(hi, (LAST_DAY + 1) * 1440)
    if lo >= hi:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = max(lo // 1440 - _MARGIN, FIRST_DAY)
    count = min(-(-hi // 1440) + _MARGIN, LAST_DAY + 1) - first
    starts, finishes, _ = shift_windows(layers, zone, first, count)
    return clipped(merged(starts, finishes), lo, hi)


def shift_windows(
    layers: Sequence[Layer], zone: str | None, first: int, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every shift of *count* days from the day *first* on, sorted by start: start, finish [min on the axis], its day.

    Shifts may touch or overlap, where one over midnight meets one of the next day, and may be empty, where a change
    of clocks removes the hour they lie in.
    """
    picks, table = _painted(layers, first, count)
    starts: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    finishes: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for number, day_shifts in enumerate(table):
        if not day_shifts:
            continue
        midnights = (np.flatnonzero(picks == number) + first) * 1440
        for shift in day_shifts:
            starts.append(midnights + shift.start)
            finishes.append(midnights + shift.finish)
    begin, end = np.concatenate(starts), np.concatenate(finishes)
    order = np.argsort(begin, kind="stable")
    begin, end = begin[order], end[order]
    covered = count + 1  # a shift of the last day may end on the day after it
    return axis_minutes(zone, begin, first, covered), axis_minutes(zone, end, first, covered), begin // 1440


def _painted(
    layers: Sequence[Layer], first: int, count: int
) -> tuple[NDArray[np.int32], list[tuple[Shift, ...]]]:
    """For each day which entry of the table of shifts it has; later statements paint over earlier ones."""
    table: dict[tuple[Shift, ...], int] = {(): 0}
    picks = np.zeros(count, np.int32)
    weekdays = (np.arange(first, first + count) + 3) % 7  # 1970-01-01 was a Thursday
    first_date, last_date = (
        date.fromordinal(first + _EPOCH_DAY),
        date.fromordinal(first + count - 1 + _EPOCH_DAY),
    )

    def number(said: tuple[Shift, ...]) -> int:
        return table.setdefault(said, len(table))

    def paint_week(pattern: WeekPattern, begin: int, end: int) -> None:
        said = np.array([-1 if one is None else number(one) for one in pattern.days], np.int32)
        fresh = said[weekdays[begin:end]]
        picks[begin:end] = np.where(fresh < 0, picks[begin:end], fresh)

    paint_week(effective_week(layers), 0, count)
    said_again = dict.fromkeys(
        reversed([one for one in statements(layers) if not isinstance(one, WeekPattern)])
    )
    for statement in reversed(said_again):
        match statement:
            case WorkWeek(start=start, finish=finish):
                if start <= last_date and finish >= first_date:
                    begin = max(0, start.toordinal() - _EPOCH_DAY - first)
                    paint_week(statement.pattern, begin, finish.toordinal() - _EPOCH_DAY - first + 1)
            case CalendarException(recurrence=None, start=start, finish=finish) if finish is not None:
                begin, end = (day.toordinal() - _EPOCH_DAY - first for day in (start, finish))
                if begin < count and end >= 0:
                    picks[max(0, begin) : end + 1] = number(statement.shifts)
            case _:  # a recurring exception
                days = statement.days(first_date, last_date)
                places = np.array([day.toordinal() for day in days], np.int64) - _EPOCH_DAY - first
                picks[places] = number(statement.shifts)
    return picks, list(table)


def merged(starts: NDArray[np.int64], finishes: NDArray[np.int64]) -> Windows:
    """The union of windows sorted by start: empty ones dropped, overlapping and touching ones joined."""
    real = finishes > starts
    starts, finishes = starts[real], finishes[real]
    if not starts.size:
        return starts, finishes
    reach = np.maximum.accumulate(finishes)
    gap = starts[1:] > reach[:-1]
    return starts[np.r_[True, gap]], reach[np.r_[gap, True]]


def clipped(windows: Windows, lo: int, hi: int) -> Windows:
    """The parts of windows within ``lo <= t < hi``."""
    starts, finishes = windows
    begin, end = np.searchsorted(finishes, lo, "right"), np.searchsorted(starts, hi, "left")
    return np.maximum(starts[begin:end], lo), np.minimum(finishes[begin:end], hi)


def combined(members: Sequence[Windows], needed: int) -> Windows:
    """Where at least *needed* of the members are open."""
    times = np.concatenate([array for windows in members for array in windows])
    steps = np.concatenate([np.full(w[0].size, sign) for w in members for sign in (1, -1)])
    instants, places = np.unique(times, return_inverse=True)
    level = np.cumsum(np.bincount(places, weights=steps, minlength=instants.size).astype(np.int64))
    is_open = level >= needed
    edges = np.diff(np.r_[False, is_open].astype(np.int8))
    return instants[edges == 1], instants[edges == -1]
