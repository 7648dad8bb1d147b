"""Calendars as tables, so that a kernel can count working time by reading arrays.

All calendars of a plan are compiled for one stretch of time, ``lo <= t < hi``, and laid end to end. A moment finds its
window through a table by shifted time, an amount of work through a table by shifted work: O(1) both ways. A moment
outside the stretch is clamped to its ends; a date that comes out at an end tells the caller to compile a longer stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar

__all__ = ["Tables", "tables"]

TIME_SHIFT: Final = 9
WORK_SHIFT: Final = 7
_FAR: Final = 2**61


class Tables(NamedTuple):
    """Compiled calendars, one after the other; integer arrays, or lists where no compiler helps.

    Windows of calendar ``c`` stand from ``first[c]`` on, closed by a sentinel: ``opens``, ``shuts`` and ``done``, the
    work before each. ``by_time`` and ``by_work`` hold, from ``time_base[c]`` and ``work_base[c]`` on, the window to look
    at first. ``total[c]`` is all the work of the stretch.
    """

    lo: int
    hi: int
    opens: Any
    shuts: Any
    done: Any
    by_time: Any
    time_base: Any
    by_work: Any
    work_base: Any
    total: Any


def tables(calendars: Sequence[WorkCalendar], lo: int, hi: int, *, arrays: bool) -> Tables:
    """The calendars compiled for a stretch of time.

    Parameters
    ----------
    calendars
        What the numbers of calendars in a kernel mean.
    lo, hi
        The stretch. [min since 1970]
    arrays
        Whether to hand out numpy arrays (for compiled kernels) or lists.
    """
    import numpy as np

    opens: list[Any] = []
    shuts: list[Any] = []
    done: list[Any] = []
    by_time: list[Any] = []
    by_work: list[Any] = []
    total = []
    begin = 0
    ticks = lo + (np.arange(((hi - lo) >> TIME_SHIFT) + 2) << TIME_SHIFT)
    for calendar in calendars:
        starts, finishes = calendar.windows(lo, hi)
        before = np.concatenate([[0], np.cumsum(finishes - starts)])
        work = int(before[-1])
        total.append(work)
        opens.append(np.append(starts, _FAR))
        shuts.append(np.append(finishes, _FAR))
        done.append(before)
        by_time.append(begin + np.searchsorted(finishes, ticks, side="right"))
        amounts = np.arange((work >> WORK_SHIFT) + 1) << WORK_SHIFT
        by_work.append(begin + np.maximum(np.searchsorted(before, amounts, side="right") - 1, 0))
        begin += len(before)
    columns = [np.concatenate(part).astype(np.int64) for part in (opens, shuts, done, by_time, by_work)]
    bases = [np.cumsum([0, *map(len, part)])[:-1].astype(np.int64) for part in (by_time, by_work)]
    ready: list[Any] = [*columns, *bases, np.array(total, dtype=np.int64)]
    if not arrays:
        ready = [column.tolist() for column in ready]
    o, s, d, bt, bw, tb, wb, tot = ready
    return Tables(lo, hi, o, s, d, bt, tb, bw, wb, tot)
