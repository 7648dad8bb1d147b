"""Timelines: the arithmetic of working time, over blocks of compiled windows.

Working time is counted by W(t), the open minutes between a fixed origin and t; everything else follows from W
and its two inverses. Windows are compiled in blocks of 2048 days, as far from the origin as is asked for: a
block never changes, and neither does an answer, however far the timeline has grown. One operation is one
search among the blocks and one within a block.

A timeline ends where nothing is open for a hundred years, counted from the origin outwards: what may lie
beyond is not looked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np
from attrs import frozen

from workmodel.calendars.openings import Windows, clipped, merged
from workmodel.calendars.zones import FIRST_DAY, LAST_DAY
from workmodel.errors import HorizonExceeded, NoWorkingTime, WrongType, whole_number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Minutes = NDArray[np.int64]

__all__ = [
    "FIRST_MINUTE",
    "LAST_MINUTE",
    "ORIGIN",
    "CompiledCalendar",
    "ElapsedTimeline",
    "Timeline",
    "whole",
]

ORIGIN: Final = 18262 * 1440
"""2020-01-01T00:00, where working time is counted from. [min since 1970]"""
FIRST_MINUTE: Final = FIRST_DAY * 1440
LAST_MINUTE: Final = (LAST_DAY + 1) * 1440

_BLOCK: Final = 2048 * 1440
_FIRST_BLOCK: Final = (FIRST_MINUTE - ORIGIN) // _BLOCK
_LAST_BLOCK: Final = (LAST_MINUTE - ORIGIN) // _BLOCK
_BARREN: Final = (
    18  # blocks without work after which a timeline ends: 36,864 days, a little over a hundred years
)
_FARTHEST: Final = 2**62  # where arrays of minutes around the clock end
_KEPT: Final = 64  # blocks kept compiled: 358 years


@frozen(eq=False)
class CompiledCalendar:
    """The open windows of a stretch of time as arrays: what kernels count on.

    Attributes
    ----------
    lo, hi
        The stretch, half-open. [min on the axis]
    starts, finishes : int64 array, shape (windows,)
        The maximal open windows, clipped to the stretch, in order. [min on the axis]
    done : int64 array, shape (windows,)
        Open minutes of the windows before each. [working min]
    """

    lo: int
    hi: int
    starts: Minutes
    finishes: Minutes
    done: Minutes

    @property
    def total(self) -> int:
        """Open minutes of the whole stretch. [working min]"""
        return int(self.done[-1] + self.finishes[-1] - self.starts[-1]) if self.starts.size else 0


class _Block:
    """The windows of one block: as lists for scalars, which are thrice as fast there, and as arrays."""

    __slots__ = ("done", "done_list", "finishes", "finishes_list", "starts", "starts_list", "total")

    def __init__(self, windows: Windows) -> None:
        self.starts, self.finishes = windows
        self.done: Minutes = np.zeros(self.starts.size + 1, np.int64)
        np.cumsum(self.finishes - self.starts, out=self.done[1:])
        self.starts_list: list[int] = self.starts.tolist()
        self.finishes_list: list[int] = self.finishes.tolist()
        self.done_list: list[int] = self.done.tolist()
        self.total = self.done_list[-1]

    def before(self, t: int) -> int:
        """Open minutes of the block before t."""
        k = bisect_right(self.starts_list, t) - 1
        return 0 if k < 0 else self.done_list[k] + min(t, self.finishes_list[k]) - self.starts_list[k]

    def befores(self, ts: Minutes) -> Minutes:
        if not self.starts.size:
            return np.zeros(ts.size, np.int64)
        k = np.maximum(np.searchsorted(self.starts, ts, "right") - 1, 0)
        into = np.clip(ts - self.starts[k], 0, self.finishes[k] - self.starts[k])
        found: Minutes = self.done[k] + into
        return found


_NOTHING: Final = (np.empty(0, np.int64), np.empty(0, np.int64))
_EMPTY: Final = _Block(_NOTHING)


def whole(values: ArrayLike) -> Minutes:
    """An int64 array of whole numbers.

    Raises
    ------
    WrongType
        The values are not whole numbers; they would be cut silently.
    """
    try:
        array = np.asarray(values)
    except ValueError:
        raise WrongType("an array of minutes", values, "whole numbers (int64) in one shape") from None
    if array.size and array.dtype == np.uint64 and array.max() > LAST_MINUTE:
        raise HorizonExceeded(int(array.max()))
    if array.size and array.dtype.kind not in "iu":
        raise WrongType("an array of minutes", str(array.dtype), "whole numbers (int64)")
    return array.astype(np.int64, copy=False)


class Timeline:
    """Working time of one calendar, grown on demand; shared by all calendars of equal content.

    Parameters
    ----------
    windows_of
        The maximal open windows within ``lo <= t < hi``.
    """

    __slots__ = ("_blocks", "_ends", "_lock", "_reach", "_windows_of")

    def __init__(self, windows_of: Callable[[int, int], Windows]) -> None:
        self._windows_of = windows_of
        self._blocks: dict[int, _Block] = {}
        self._lock = RLock()
        # The number of the first counted block, and W at the start of each counted block and at the end of
        # the last.
        self._reach: tuple[int, list[int]] = (0, [0])
        # Where the timeline is known to end: the numbers of the first and the last block that are looked at.
        self._ends = (_FIRST_BLOCK, _LAST_BLOCK)

    # --- blocks
    # -------------------------------------------------------------------------------------------------------

    def _block(self, number: int) -> _Block:
        found = self._blocks.get(number)
        if found is not None:
            return found
        if not self._ends[0] <= number <= self._ends[1]:
            return _EMPTY
        begin = ORIGIN + number * _BLOCK
        lo, hi = max(begin, FIRST_MINUTE), min(begin + _BLOCK, LAST_MINUTE)
        block = _Block(self._windows_of(lo, hi)) if lo < hi else _EMPTY
        with self._lock:
            while len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = block
        return block

    def _grow_ahead(self) -> bool:
        """Count one block more; whether there was one."""
        with self._lock:
            first, marks = self._reach
            number = first + len(marks) - 1
            if number > self._ends[1]:
                return False
            grown = [*marks, marks[-1] + self._block(number).total]
            self._reach = (first, grown)
            origin = -first
            if len(grown) - 1 - max(bisect_left(grown, grown[-1]), origin) >= _BARREN:
                self._ends = (self._ends[0], number)
            return True

    def _grow_behind(self) -> bool:
        with self._lock:
            first, marks = self._reach
            if first <= self._ends[0]:
                return False
            grown = [marks[0] - self._block(first - 1).total, *marks]
            self._reach = (first - 1, grown)
            origin = 1 - first
            if min(bisect_right(grown, grown[0]) - 1, origin) >= _BARREN:
                self._ends = (first - 1, self._ends[1])
            return True

    def _mark(self, number: int) -> int:
        """W at the start of a block, or at the end of the timeline beyond which it lies."""
        first, marks = self._reach
        while number > first + len(marks) - 1 and self._grow_ahead():
            first, marks = self._reach
        while number < first and self._grow_behind():
            first, marks = self._reach
        return marks[min(max(number - first, 0), len(marks) - 1)]

    def _check(self, t: int) -> None:
        if not FIRST_MINUTE <= t <= LAST_MINUTE:
            raise HorizonExceeded(t)

    def _check_work(self, w: int) -> None:
        if abs(w) > LAST_MINUTE - FIRST_MINUTE:  # more than could be open: do not count all the way to see it
            raise HorizonExceeded(LAST_MINUTE if w > 0 else FIRST_MINUTE)

    # --- scalars
    # ------------------------------------------------------------------------------------------------------

    def position(self, t: int) -> int:
        """W(t). [working min]"""
        t = whole_number("a minute", t)
        self._check(t)
        number = (t - ORIGIN) // _BLOCK
        return self._mark(number) + self._block(number).before(t)

    def start_of(self, w: int) -> int:
        """The latest t with W(t) = w. [min]"""
        w = whole_number("a minute", w)
        first, marks = self._reach_of_start(w)
        place = bisect_right(marks, w) - 1
        block, rest = self._block(first + place), w - marks[place]
        k = bisect_right(block.done_list, rest) - 1
        return block.starts_list[k] + rest - block.done_list[k]

    def finish_of(self, w: int) -> int:
        """The earliest t with W(t) = w. [min]"""
        w = whole_number("a minute", w)
        first, marks = self._reach_of_finish(w)
        place = bisect_left(marks, w) - 1
        block, rest = self._block(first + place), w - marks[place]
        k = bisect_left(block.done_list, rest) - 1
        return block.starts_list[k] + rest - block.done_list[k]

    def _reach_of_start(self, w: int) -> tuple[int, list[int]]:
        """Grown so far that a minute after W = w is open, and one at or before it is counted."""
        self._check_work(w)
        while self._reach[1][-1] <= w:
            if not self._grow_ahead():
                self._refuse(ahead=True)
        while self._reach[1][0] > w:
            if not self._grow_behind():
                self._refuse(ahead=False)
        return self._reach

    def _reach_of_finish(self, w: int) -> tuple[int, list[int]]:
        """Grown so far that a minute before W = w is open, and one at or after it is counted."""
        self._check_work(w)
        while self._reach[1][0] >= w:
            if not self._grow_behind():
                self._refuse(ahead=False)
        while self._reach[1][-1] < w:
            if not self._grow_ahead():
                self._refuse(ahead=True)
        return self._reach

    def _refuse(self, *, ahead: bool) -> NoReturn:
        first, marks = self._reach
        if not (self._ends[1] < _LAST_BLOCK if ahead else self._ends[0] > _FIRST_BLOCK):
            raise HorizonExceeded(LAST_MINUTE if ahead else FIRST_MINUTE)
        if ahead:
            last = self._block(first + bisect_left(marks, marks[-1]) - 1).finishes_list
            raise NoWorkingTime((), last[-1] if last else ORIGIN, "after")
        opening = self._block(first + bisect_right(marks, marks[0]) - 1).starts_list
        raise NoWorkingTime((), opening[0] if opening else ORIGIN, "before")

    def is_open(self, t: int) -> bool:
        """Whether the minute that begins at t is open."""
        t = whole_number("a minute", t)
        self._check(t)
        self._check(t + 1)
        number = (t - ORIGIN) // _BLOCK
        self._mark(number)
        block = self._block(number)
        k = bisect_right(block.starts_list, t) - 1
        return k >= 0 and t < block.finishes_list[k]

    # --- arrays
    # -------------------------------------------------------------------------------------------------------

    def positions(self, ts: ArrayLike) -> Minutes:
        """`position` of each."""
        times = whole(ts)
        if times.size:
            self._check(int(times.min()))
            self._check(int(times.max()))
        return self._by_block(times, (times - ORIGIN) // _BLOCK, _Block.befores)

    def are_open(self, ts: ArrayLike) -> NDArray[np.bool_]:
        """`is_open` of each."""
        times = whole(ts)
        if times.size:
            self._check(int(times.min()))
            self._check(int(times.max()) + 1)
        found: NDArray[np.bool_] = self.positions(times + 1) > self.positions(times)
        return found

    def _by_block(
        self, times: Minutes, numbers: Minutes, within: Callable[[_Block, Minutes], Minutes]
    ) -> Minutes:
        found = np.empty(times.shape, np.int64)
        for number in np.unique(numbers).tolist():
            chosen = numbers == number
            mark = self._mark(number)
            found[chosen] = mark + within(self._block(number), times[chosen])
        return found

    def starts_of(self, ws: ArrayLike) -> Minutes:
        """`start_of` of each."""
        work = whole(ws)
        if work.size:
            self._reach_of_start(int(work.max()))
            self._reach_of_start(int(work.min()))
        return self._inverse(work, "right")

    def finishes_of(self, ws: ArrayLike) -> Minutes:
        """`finish_of` of each."""
        work = whole(ws)
        if work.size:
            self._reach_of_finish(int(work.min()))
            self._reach_of_finish(int(work.max()))
        return self._inverse(work, "left")

    def _inverse(self, work: Minutes, side: str) -> Minutes:
        first, known = self._reach
        marks = np.array(known, np.int64)
        places = np.searchsorted(marks, work, side) - 1  # type: ignore[call-overload]
        found = np.empty(work.shape, np.int64)
        for place in np.unique(places).tolist():
            chosen = places == place
            block, rest = self._block(first + place), work[chosen] - marks[place]
            k = np.searchsorted(block.done, rest, side) - 1  # type: ignore[call-overload]
            found[chosen] = block.starts[k] + rest - block.done[k]
        return found

    def windows(self, lo: int, hi: int) -> Windows:
        """The maximal open windows within ``lo <= t < hi``."""
        lo, hi = whole_number("a minute", lo), whole_number("a minute", hi)
        self._check(lo)
        self._check(hi)
        if lo >= hi:
            return _NOTHING
        first, last = (lo - ORIGIN) // _BLOCK, (hi - 1 - ORIGIN) // _BLOCK
        self._mark(first)
        self._mark(last)
        blocks = [self._block(number) for number in range(first, last + 1)]
        starts = np.concatenate([block.starts for block in blocks])
        finishes = np.concatenate([block.finishes for block in blocks])
        return clipped(merged(starts, finishes), lo, hi)

    def compiled(self, lo: int, hi: int) -> CompiledCalendar:
        """The windows with the work done before each."""
        starts, finishes = self.windows(lo, hi)
        done = np.zeros(starts.size, np.int64)
        np.cumsum((finishes - starts)[:-1], out=done[1:])
        return CompiledCalendar(lo, hi, starts, finishes, done)


class ElapsedTimeline(Timeline):
    """Time around the clock: W(t) = t, without a horizon."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(lambda lo, hi: (np.array([lo], np.int64), np.array([hi], np.int64)))

    def position(self, t: int) -> int:
        """W(t). [working min]"""
        return whole_number("a minute", t)

    def start_of(self, w: int) -> int:
        """The latest t with W(t) = w. [min]"""
        return whole_number("a minute", w)

    def finish_of(self, w: int) -> int:
        """The earliest t with W(t) = w. [min]"""
        return whole_number("a minute", w)

    def is_open(self, t: int) -> bool:
        """Whether the minute that begins at t is open."""
        whole_number("a minute", t)
        return True

    def positions(self, ts: ArrayLike) -> Minutes:
        """`position` of each."""
        return whole(ts)

    def starts_of(self, ws: ArrayLike) -> Minutes:
        """`start_of` of each."""
        return whole(ws)

    def finishes_of(self, ws: ArrayLike) -> Minutes:
        """`finish_of` of each."""
        return whole(ws)

    def are_open(self, ts: ArrayLike) -> NDArray[np.bool_]:
        """`is_open` of each."""
        return np.ones(whole(ts).shape, np.bool_)

    def windows(self, lo: int, hi: int) -> Windows:
        """The maximal open windows within ``lo <= t < hi``."""
        lo, hi = whole_number("a minute", lo), whole_number("a minute", hi)
        for minute in (lo, hi):
            if abs(minute) > _FARTHEST:
                raise HorizonExceeded(minute)
        return self._windows_of(lo, hi) if lo < hi else _NOTHING
