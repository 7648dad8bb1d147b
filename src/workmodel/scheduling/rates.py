"""Effort curves: effort spent by a moment by people on calendars of their own, piecewise linear.

Like `workmodel.scheduling.tables`, compiled for one stretch of time and read by kernels; looked up by bisection, since
few items need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar

__all__ = ["Curve", "Rates", "rated_finish", "rated_start", "rates", "solved_finish", "solved_start"]

Curve = tuple[tuple["WorkCalendar", int], ...]
"""People as calendar and units, in ten-thousandths of a full-time person, who share an effort."""

_YEAR: Final = 60 * 24 * 366


class Rates(NamedTuple):
    """Curves one after the other: segments with a rate above zero; integer arrays or lists.

    Curve ``c`` has the segments ``first[c]`` up to ``first[c + 1]``; ``done`` is the effort spent before a segment.
    """

    lo: int
    hi: int
    opens: Any
    shuts: Any
    rate: Any
    done: Any
    first: Any


def spent(R: Rates, c: int, t: int) -> int:
    """Effort spent by *t*, in ten-thousandths of a person-minute since the stretch began."""
    low = R.first[c]
    high = R.first[c + 1]
    if low == high or t <= R.opens[low]:
        return 0
    while high - low > 1:
        middle = (low + high) >> 1
        if R.opens[middle] < t:
            low = middle
        else:
            high = middle
    return R.done[low] + (min(t, R.shuts[low]) - R.opens[low]) * R.rate[low]  # type: ignore[no-any-return]


def segment(R: Rates, c: int, effort: int) -> int:
    """The segment in which so much effort is reached: the last that begins with less, or the first."""
    low = R.first[c]
    high = R.first[c + 1]
    while high - low > 1:
        middle = (low + high) >> 1
        if R.done[middle] < effort:
            low = middle
        else:
            high = middle
    return low  # type: ignore[no-any-return]


def rated_finish(R: Rates, begin: int, end: int, t: int, effort: int) -> int:
    """When the effort has been spent from *t* on, by each of the curves *begin* to *end*; the stretch's end if never."""
    latest = t
    for c in range(begin, end):
        wanted = spent(R, c, t) + effort
        k = segment(R, c, wanted)
        moment = R.hi
        if R.first[c] < R.first[c + 1]:
            needed = R.opens[k] - (R.done[k] - wanted) // R.rate[k]
            if needed <= R.shuts[k]:
                moment = needed
        latest = max(latest, moment)
    return latest


def rated_start(R: Rates, begin: int, end: int, t: int, effort: int) -> int:
    """The latest moment from which each curve spends the effort by *t*; the stretch's beginning if none."""
    earliest = t
    for c in range(begin, end):
        wanted = spent(R, c, t) - effort
        moment = R.lo
        if wanted >= 0 and R.first[c] < R.first[c + 1]:
            k = segment(R, c, wanted + 1)
            moment = R.opens[k] + (wanted - R.done[k]) // R.rate[k]
        earliest = min(earliest, moment)
    return earliest


def rates(curves: Sequence[Curve], lo: int, hi: int, *, arrays: bool) -> Rates:
    """The curves compiled for a stretch of time."""
    import numpy as np

    parts: list[tuple[Any, Any, Any, Any]] = [_segments(curve, lo, hi) for curve in curves]
    first = np.cumsum([0, *(len(part[0]) for part in parts)]).astype(np.int64)
    columns = [
        np.concatenate([part[k] for part in parts]).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)
        for k in range(4)
    ]
    ready: list[Any] = [*columns, first] if arrays else [column.tolist() for column in (*columns, first)]
    return Rates(lo, hi, *ready)


def _segments(curve: Curve, lo: int, hi: int) -> tuple[Any, Any, Any, Any]:
    import numpy as np

    times: list[Any] = [np.array([lo, hi])]
    steps: list[Any] = [np.array([0, 0])]
    for calendar, units in curve:
        opens, shuts = calendar.windows(lo, hi)
        times += [opens, shuts]
        steps += [np.full(len(opens), units), np.full(len(shuts), -units)]
    at, step = np.concatenate(times), np.concatenate(steps)
    order = np.argsort(at, kind="stable")
    moments, begin = np.unique(at[order], return_index=True)
    rate = np.cumsum(np.add.reduceat(step[order], begin))[:-1]
    done = np.concatenate([[0], np.cumsum(rate * np.diff(moments))])[:-1]
    busy = rate > 0
    return moments[:-1][busy], moments[1:][busy], rate[busy], done[busy]


def solved_finish(curves: Sequence[Curve], start: int, effort: int) -> int:
    """`rated_finish` for one start, over as long a stretch as it takes."""
    reach = _YEAR
    while True:
        R = rates(curves, start - 1, start + reach, arrays=False)
        finish = rated_finish(R, 0, len(curves), start, effort)
        if finish < R.hi or reach > 100 * _YEAR:
            return finish
        reach *= 4


def solved_start(curves: Sequence[Curve], finish: int, effort: int) -> int:
    """`rated_start` for one finish, over as long a stretch as it takes."""
    reach = _YEAR
    while True:
        R = rates(curves, finish - reach, finish + 1, arrays=False)
        start = rated_start(R, 0, len(curves), finish, effort)
        if start > R.lo or reach > 100 * _YEAR:
            return start
        reach *= 4
