"""Working time in kernels: calendars compiled into one flat array, and the three functions that read it.

``T[0]`` and ``T[1]`` are the ends of the stretch of time that was compiled. Four numbers a calendar follow: where its table
by shifted time begins, where its table by shifted work begins, all its work, and a spare. The tables hold places of
windows, each three numbers: opening, closing, work done before it. A moment or an amount finds its window through its
table and at most a few steps: O(1). Moments outside the stretch are clamped to its ends; a date that comes out at an end
tells the caller to compile a longer stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar

__all__ = ["compiled_calendars", "finish_of", "position", "start_of"]

TIME_SHIFT: Final = 9
WORK_SHIFT: Final = 7
HEAD: Final = 2
PER_CALENDAR: Final = 4
_FAR: Final = 2**61


def position(T: Any, c: int, t: int) -> int:
    """Open minutes of calendar *c* between the beginning of the stretch and *t*."""
    h = HEAD + PER_CALENDAR * c
    lo = T[0]
    if t <= lo:
        return 0
    if t >= T[1]:
        return T[h + 2]  # type: ignore[no-any-return]
    k = T[T[h] + ((t - lo) >> TIME_SHIFT)]
    while T[k + 1] <= t:
        k += 3
    begin = T[k]
    if t > begin:
        return T[k + 2] + t - begin  # type: ignore[no-any-return]
    return T[k + 2]  # type: ignore[no-any-return]


def start_of(T: Any, c: int, w: int) -> int:
    """The latest moment with *w* open minutes before it: the start-of-work reading."""
    h = HEAD + PER_CALENDAR * c
    if w < 0:
        return T[0]  # type: ignore[no-any-return]
    if w >= T[h + 2]:
        return T[1]  # type: ignore[no-any-return]
    k = T[T[h + 1] + (w >> WORK_SHIFT)]
    while T[k + 5] <= w:
        k += 3
    return T[k] + w - T[k + 2]  # type: ignore[no-any-return]


def finish_of(T: Any, c: int, w: int) -> int:
    """The earliest moment with *w* open minutes before it: the end-of-work reading."""
    h = HEAD + PER_CALENDAR * c
    if w <= 0:
        return T[0]  # type: ignore[no-any-return]
    if w > T[h + 2]:
        return T[1]  # type: ignore[no-any-return]
    k = T[T[h + 1] + ((w - 1) >> WORK_SHIFT)]
    while T[k + 5] < w:
        k += 3
    return T[k] + w - T[k + 2]  # type: ignore[no-any-return]


def compiled_calendars(calendars: Sequence[WorkCalendar], lo: int, hi: int, spare: int = 0) -> Any:
    """The calendars compiled for a stretch of time. int64, one dimension

    Parameters
    ----------
    calendars
        What the numbers of calendars in a kernel mean.
    lo, hi
        The stretch. [min since 1970]
    spare
        For how many more calendars there shall be room at the head, see `one_calendar`.
    """
    import numpy as np

    head = [lo, hi]
    parts: list[Any] = []
    place = HEAD + PER_CALENDAR * (len(calendars) + spare)
    for calendar in calendars:
        numbers, part, places = one_calendar(calendar, lo, hi)
        part[places:] += place
        head += [numbers[0] + place, numbers[1] + place, *numbers[2:]]
        parts.append(part)
        place += len(part)
    head += [0] * (PER_CALENDAR * spare)
    return np.concatenate([np.array(head), *parts]).astype(np.int64)


def one_calendar(
    calendar: WorkCalendar, lo: int, hi: int, *, computed: bool = False
) -> tuple[list[int], Any, int]:
    """A calendar compiled to stand at the beginning of an array: its numbers in the head, and what stands there.

    Beside them from where on that holds places, to be shifted by where it stands in truth. With *computed* its windows are
    computed for this stretch alone, rather than taken from the timeline that equal calendars share.
    """
    import numpy as np

    ticks = lo + (np.arange(((hi - lo) >> TIME_SHIFT) + 2) << TIME_SHIFT)
    starts, finishes = (calendar.compute_windows if computed else calendar.windows)(lo, hi)
    before = np.concatenate([[0], np.cumsum(finishes - starts)])
    work = int(before[-1])
    windows = np.empty((len(before), 3), dtype=np.int64)
    windows[:, 0] = np.append(starts, _FAR)
    windows[:, 1] = np.append(finishes, _FAR)
    windows[:, 2] = before
    by_time = 3 * np.searchsorted(finishes, ticks, side="right")
    amounts = np.arange((work >> WORK_SHIFT) + 1) << WORK_SHIFT
    by_work = 3 * np.maximum(np.searchsorted(before, amounts, side="right") - 1, 0)
    behind = windows.size
    part = np.concatenate([windows.ravel(), by_time, by_work])
    return [behind, behind + len(by_time), work, 0], part, behind
