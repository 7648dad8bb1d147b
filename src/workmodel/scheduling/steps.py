"""Working time in narrow kernels: each calendar as two tables in which one place answers, without a search.

Time is cut into stretches so short that none touches more than two windows, work into amounts so small that none has more
than one gap in it. So a row of the first table tells the work before any moment, and where work goes on from there or
stopped before; a row of the second tells the moment of any amount.

In every function ``K`` holds the tables. ``K[0]`` is the length of the stretch of time that they cover, ``K[1]`` and
``K[2]`` say how finely time and work are cut, as shifts. Four numbers a calendar follow: where its tables by time and by
work begin, all its work, and a spare. Moments count from the beginning of the stretch; what lies outside is clamped to its
ends, as by `workmodel.scheduling.clock`.
"""

# ruff: noqa: FURB136 - on lists, min() and max() would cost more than all the rest of a loop
from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.calendars import WorkCalendar

__all__ = ["begun", "ended", "finish_at", "moment", "start_at", "stepped_calendars", "work_in", "worked"]

STEPS_HEAD: Final = 4
STEPS_WIDTH: Final = 4
TIME_ROW: Final = (
    8  # work before, opening, closing, the next opening and closing, the one after; closing before; spare
)
WORK_ROW: Final = 4  # amount at the gap, how far moments are ahead of work before it and after it; spare
_FINEST: Final = (5, 3)  # shifts of time and work below which tables would be larger than what they save
_COARSEST: Final = 12


def work_in(K: Any, table: int, shift: int, t: int) -> int:
    """Open minutes before *t*, a moment within the whole, read from a calendar's table by time."""
    k = table + (t >> shift) * TIME_ROW
    opening, closing, again, over = K[k + 1], K[k + 2], K[k + 3], K[k + 4]
    first = t if t > opening else opening
    first = first if first < closing else closing
    second = t if t > again else again
    second = second if second < over else over
    return K[k] + (first - opening) + (second - again)  # type: ignore[no-any-return]


def worked(K: Any, c: int, t: int) -> int:
    """Open minutes of calendar *c* before *t*."""
    t = t if t > 0 else 0
    t = t if t < K[0] else K[0]
    return work_in(K, K[STEPS_HEAD + STEPS_WIDTH * c], K[1], t)


def begun(K: Any, c: int, t: int) -> int:
    """*t* where work goes on then, else when it goes on."""
    t = t if t > 0 else 0
    t = t if t < K[0] else K[0]
    k = K[STEPS_HEAD + STEPS_WIDTH * c] + (t >> K[1]) * TIME_ROW
    here, there, beyond = K[k + 1], K[k + 3], K[k + 5]
    here = t if t > here else here
    there = t if t > there else there
    later = there if t < K[k + 4] else beyond
    return here if t < K[k + 2] else later


def ended(K: Any, c: int, t: int) -> int:
    """*t* where work was done until then, else when it stopped."""
    t = t if t > 0 else 0
    t = t if t < K[0] else K[0]
    k = K[STEPS_HEAD + STEPS_WIDTH * c] + (t >> K[1]) * TIME_ROW
    here, there, behind = K[k + 2], K[k + 4], K[k + 6]
    here = t if t < here else here
    there = t if t < there else there
    sooner = here if t > K[k + 1] else behind
    return there if t > K[k + 3] else sooner


def moment(K: Any, table: int, shift: int, w: int) -> int:
    """The moment at which minute *w* of all work begins, read from a calendar's table by work."""
    k = table + (w >> shift) * WORK_ROW
    return w + (K[k + 2] if w >= K[k] else K[k + 1])  # type: ignore[no-any-return]


def start_at(K: Any, c: int, w: int) -> int:
    """The latest moment with *w* open minutes before it."""
    if w < 0:
        return 0
    if w >= K[STEPS_HEAD + STEPS_WIDTH * c + 2]:
        return K[0]  # type: ignore[no-any-return]
    return moment(K, K[STEPS_HEAD + STEPS_WIDTH * c + 1], K[2], w)


def finish_at(K: Any, c: int, w: int) -> int:
    """The earliest moment with *w* open minutes before it: a minute after the one before it began."""
    if w <= 0:
        return 0
    if w > K[STEPS_HEAD + STEPS_WIDTH * c + 2]:
        return K[0]  # type: ignore[no-any-return]
    return moment(K, K[STEPS_HEAD + STEPS_WIDTH * c + 1], K[2], w - 1) + 1


@lru_cache(maxsize=16)
def stepped_calendars(calendars: tuple[WorkCalendar, ...], lo: int, hi: int) -> NDArray[np.uint32] | None:
    """The tables of calendars for a stretch of time, the same for the next version of a plan. uint32, one dimension

    Parameters
    ----------
    calendars
        What the numbers of calendars in a kernel mean.
    lo, hi
        The stretch. [min since 1970]

    Returns
    -------
    numpy.ndarray or None
        ``None`` where windows are so short that tables would be huge.
    """
    import numpy as np

    length = hi - lo
    windows = [tuple(side - lo for side in calendar.windows(lo, hi)) for calendar in calendars]
    fine = min(_fineness(windows, length), _COARSEST), min(_least_window(windows), _COARSEST)
    if fine[0] < _FINEST[0] or fine[1] < _FINEST[1]:
        return None
    head, parts = [length, *fine, 0], []
    place = (STEPS_HEAD + STEPS_WIDTH * len(calendars) + TIME_ROW - 1) // TIME_ROW * TIME_ROW
    for start, finish in windows:
        before = np.concatenate([[0], np.cumsum(finish - start)])
        work = int(before[-1])
        times = _times(start, finish, before, (length >> fine[0]) + 1, fine[0], length)
        works = _works(start, before, (work >> fine[1]) // 2 * 2 + 2, fine[1])
        head += [place, place + times.size, work, 0]
        parts += [times.ravel(), works.ravel()]
        place += times.size + works.size
    head += [0] * (-len(head) % TIME_ROW)
    return np.concatenate([np.array(head), *parts]).astype(np.uint32)


def _fineness(windows: list[Any], length: int) -> int:
    """The shift of the longest stretch that touches at most two windows."""
    least = min(
        [int((start[2:] - finish[:-2]).min()) for start, finish in windows if len(start) > 2], default=length
    )
    return (max(least, 0) + 1).bit_length() - 1


def _least_window(windows: list[Any]) -> int:
    """The shift of the largest amount that has at most one gap in it."""
    least = min(
        [int((finish - start)[:-1].min()) for start, finish in windows if len(start) > 1],
        default=1 << _COARSEST,
    )
    return least.bit_length() - 1


def _times(start: Any, finish: Any, before: Any, rows: int, shift: int, length: int) -> Any:
    """The table by time."""
    import numpy as np

    table = np.zeros((rows, TIME_ROW), dtype=np.int64)
    place = np.searchsorted(
        finish, np.arange(rows) << shift, side="right"
    )  # the first window that is not over
    opening, closing = (np.concatenate([side, [length] * 3]) for side in (start, finish))
    table[:, 0] = before[place]
    for field in range(3):
        table[:, 1 + 2 * field] = opening[place + field]
    for field in range(2):
        table[:, 2 + 2 * field] = closing[place + field]
    table[:, 6] = np.where(place > 0, closing[place - 1], 0)
    return table


def _works(start: Any, before: Any, rows: int, shift: int) -> Any:
    """The table by work; what lies behind the last window is never read."""
    import numpy as np

    table = np.zeros((rows, WORK_ROW), dtype=np.int64)
    last = len(start) - 1
    if last < 0:
        return table
    place = np.minimum(np.searchsorted(before, np.arange(rows) << shift, side="right") - 1, last)
    ahead = start - before[:-1]
    table[:, 0] = before[place + 1]
    table[:, 1] = ahead[place]
    table[:, 2] = ahead[np.minimum(place + 1, last)]
    return table
