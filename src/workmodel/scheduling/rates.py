"""Effort curves: effort spent by a moment by people on calendars of their own, piecewise linear.

Like `workmodel.scheduling.clock`, compiled for one stretch of time into one flat array: its ends, where each curve's
segments begin (one entry more than curves), and the segments with a rate above zero, four numbers each: opening,
closing, rate, effort spent before. Looked up by bisection, since few items need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar

__all__ = ["Curve", "compiled_rates", "rated_finish", "rated_start", "solved_finish", "solved_start"]

Curve = tuple[tuple["WorkCalendar", int], ...]
"""People as calendar and rate, who share an effort: how much of it each gets done in an open minute."""

_YEAR: Final = 60 * 24 * 366


def spent(R: Any, c: int, t: int) -> int:
    """Effort spent by *t* since the stretch began, in the units of the rates."""
    low = R[2 + c]
    high = R[3 + c]
    if low == high or t <= R[low]:
        return 0
    while high - low > 4:
        middle = low + ((high - low) >> 3) * 4
        if R[middle] < t:
            low = middle
        else:
            high = middle
    return R[low + 3] + (min(t, R[low + 1]) - R[low]) * R[low + 2]  # type: ignore[no-any-return]


def segment(R: Any, c: int, effort: int) -> int:
    """The segment in which so much effort is reached: the last that begins with less, or the first."""
    low = R[2 + c]
    high = R[3 + c]
    while high - low > 4:
        middle = low + ((high - low) >> 3) * 4
        if R[middle + 3] < effort:
            low = middle
        else:
            high = middle
    return low  # type: ignore[no-any-return]


def rated_finish(R: Any, begin: int, end: int, t: int, effort: int) -> int:
    """When the effort has been spent from *t* on, by each of the curves *begin* to *end*; the stretch's end if never."""
    latest = t
    for c in range(begin, end):
        wanted = spent(R, c, t) + effort
        moment = R[1]
        if R[2 + c] < R[3 + c]:
            k = segment(R, c, wanted)
            needed = R[k] - (R[k + 3] - wanted) // R[k + 2]
            if needed <= R[k + 1]:
                moment = needed
        latest = max(latest, moment)
    return latest


def rated_start(R: Any, begin: int, end: int, t: int, effort: int) -> int:
    """The latest moment from which each curve spends the effort by *t*; the stretch's beginning if none."""
    earliest = t
    for c in range(begin, end):
        wanted = spent(R, c, t) - effort
        moment = R[0]
        if wanted >= 0 and R[2 + c] < R[3 + c]:
            k = segment(R, c, wanted + 1)
            moment = R[k] + (wanted - R[k + 3]) // R[k + 2]
        earliest = min(earliest, moment)
    return earliest


def compiled_rates(curves: Sequence[Curve], lo: int, hi: int) -> Any:
    """The curves compiled for a stretch of time. int64, one dimension"""
    import numpy as np

    parts = [_segments(curve, lo, hi) for curve in curves]
    begin = 3 + len(curves)
    first = begin + np.cumsum([0, *(part.size for part in parts)])
    return np.concatenate([np.array([lo, hi]), first, *(part.ravel() for part in parts)]).astype(np.int64)


def _segments(curve: Curve, lo: int, hi: int) -> Any:
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
    return np.stack([moments[:-1][busy], moments[1:][busy], rate[busy], done[busy]], axis=1)


def solved_finish(curves: Sequence[Curve], start: int, effort: int) -> int:
    """`rated_finish` for one start, over as long a stretch as it takes."""
    reach = _YEAR
    while True:
        R = compiled_rates(curves, start - 1, start + reach).tolist()
        finish = rated_finish(R, 0, len(curves), start, effort)
        if finish < R[1] or reach > 100 * _YEAR:
            return finish
        reach *= 4


def solved_start(curves: Sequence[Curve], finish: int, effort: int) -> int:
    """`rated_start` for one finish, over as long a stretch as it takes."""
    reach = _YEAR
    while True:
        R = compiled_rates(curves, finish - reach, finish + 1).tolist()
        start = rated_start(R, 0, len(curves), finish, effort)
        if start > R[0] or reach > 100 * _YEAR:
            return start
        reach *= 4
