"""Claims with a time of day: how much their own minutes have room for. Arrays over all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.capacity.hours import SCALE
from workmodel.capacity.ordering import by_two
from workmodel.capacity.placing import Day, Timed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.calendars import DayWindows
    from workmodel.capacity.cells import Cells

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["fit_times"]


def fit_times(cells: Cells, cell: Ints, wanted: Ints, start: Ints, finish: Ints) -> Ints:
    """What claims with a time could use: what their own minutes have room for, in their order.

    Most lie apart from each other in open hours, as columns tell; the days of the others are looked at one by one.

    Parameters
    ----------
    cells
        What hours there are.
    cell, wanted, start, finish : int arrays, shape (claims,)
        Of which cells, how much, and when; claims of one cell stand together, in the order in which they are served.
    """
    import numpy as np

    doubtful = ~_open_throughout(cells, cell, start, finish)
    doubtful |= _meeting(cell, start, finish)
    possible = wanted.copy()
    if not doubtful.any():
        return possible
    odd = np.zeros(len(cells.budget), dtype=np.bool_)
    odd[cell[doubtful]] = True
    left = np.flatnonzero(odd[cell])
    for own in np.split(left, np.flatnonzero(np.diff(cell[left])) + 1):
        claims = tuple(Timed(int(start[n]), int(finish[n]), SCALE, int(wanted[n])) for n in own.tolist())
        day = Day(cells.pieces(*divmod(int(cell[own[0]]), cells.days)), claims)
        possible[own] = day.taken
    return possible


def _meeting(cell: Ints, start: Ints, finish: Ints) -> Flags:
    """Which claims begin before another one of their cell, that began no later, has ended."""
    import numpy as np

    found = np.zeros(len(cell), dtype=np.bool_)
    cell, start, by_time = by_two(cell, start - (least := int(start.min())))
    found[by_time[1:]] = (cell[1:] == cell[:-1]) & (start[1:] + least < finish[by_time[:-1]])
    return found


def _open_throughout(cells: Cells, cell: Ints, start: Ints, finish: Ints) -> Flags:
    """Which claims lie in open hours of a day without absence, by whose capacity they may be had."""
    import numpy as np

    supply = cells.supply
    usable = (supply.absence == 0) & (supply.capacity > 0)
    found: Flags = usable.ravel()[cell]
    clocks = np.unique(supply.calendar_of)
    clock = np.repeat(supply.calendar_of, cells.days)[cell] if len(clocks) > 1 else None
    for number in clocks.tolist():
        some = slice(None) if clock is None else np.flatnonzero(clock == number)
        windows = supply.calendars[number]
        if not len(windows.starts):
            found[some] = False
            continue
        # an occurrence is open throughout where one window, or several that touch, hold it: count the minutes
        done = np.concatenate([[0], np.cumsum(windows.finishes - windows.starts)])
        begin, end = start[some], finish[some]
        found[some] &= _reached(windows, done, end) - _reached(windows, done, begin) == end - begin
    return found


def _reached(windows: DayWindows, done: Ints, moments: Ints) -> Ints:
    """Open minutes before each moment, where so many lie before each window."""
    import numpy as np

    k = np.searchsorted(windows.finishes, moments, side="right")  # the first window that ends later
    at = np.minimum(k, len(windows.starts) - 1)
    inside = np.clip(moments - windows.starts[at], 0, (windows.finishes - windows.starts)[at])
    found: Ints = done[at] + inside
    return found
