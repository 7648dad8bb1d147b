"""When a resource is away: its working time cut where absences begin and end, each piece with its share of absence."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.calendars import DayWindows, day_number
from workmodel.capacity.hours import SCALE
from workmodel.domain import Absence
from workmodel.errors import WrongType, instance_of, tuple_of
from workmodel.quantities import Axis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Presence", "presence"]


@frozen(eq=False)
class Presence:
    """The working time of a resource in some days, cut where absences begin and end.

    Attributes
    ----------
    first, end
        The stretch of days, half-open. [days since 1970-01-01, local]
    starts, finishes : int64 array, shape (pieces,)
        The pieces, in order, disjoint, not empty. [min on the axis]
    days : int64 array, shape (pieces,)
        The day to which each belongs, ascending. [days since 1970-01-01, local]
    away : int64 array, shape (pieces,)
        The share of absence in each. [ten-thousandths, 0 to 10,000]
    """

    first: int
    end: int
    starts: Ints
    finishes: Ints
    days: Ints
    away: Ints

    def by_day(self) -> Ints:
        """Open minutes lost to absence, day by day. int64 array, shape (end - first,) [ten-thousandths of a working min]"""
        import numpy as np

        done = np.zeros(self.starts.size + 1, np.int64)
        np.cumsum((self.finishes - self.starts) * self.away, out=done[1:])
        edges = np.searchsorted(self.days, np.arange(self.first, self.end + 1), "left")
        found: Ints = np.diff(done[edges])
        return found


def presence(windows: DayWindows, absences: Iterable[Absence], axis: Axis) -> Presence:
    """The windows of a resource's calendar, cut and marked by its absences.

    Where absences overlap, the larger share counts, not the sum: nobody is away twice.

    Parameters
    ----------
    windows
        When the resource works.
    absences
        When it is away, in any order. Days are days of the windows; times without a zone are wall clock of the axis.
    axis
        The plan's axis.

    Raises
    ------
    WrongType
        Something else is given.
    ZoneMismatch
        A time has a zone and the axis has none.

    Notes
    -----
    O(windows + absences) array steps for each absence given by times; one for each given by days.

    Examples
    --------
    >>> from datetime import date
    >>> from workmodel.calendars import WorkCalendar, windows_by_day
    >>> from workmodel.domain import absence
    >>> monday = windows_by_day(WorkCalendar("mon-fri 08:00-16:00"), date(2026, 3, 2), date(2026, 3, 3))
    >>> found = presence(monday, [absence("2026-03-02 12:00..2026-03-02 18:00 50% training")], Axis())
    >>> (found.finishes - found.starts).tolist(), found.away.tolist()
    ([240, 240], [0, 5000])
    """
    import numpy as np

    instance_of(DayWindows, "the windows of a resource", windows, "a DayWindows; see windows_by_day")
    instance_of(Axis, "an axis", axis, "an Axis")
    given = tuple_of("absences", absences, "a list of Absence")
    for one in given:
        if not isinstance(one, Absence):
            raise WrongType("an absence", one, 'an Absence, such as absence("2026-05-04 sick")')
    by_day = np.zeros(windows.end - windows.first, np.int64)
    timed: list[tuple[int, int, int]] = []
    for one in given:
        assert one.finish is not None
        share = int(Fraction(one.share) * SCALE)
        if one.timed:
            timed.append((axis.minute(one.start), axis.minute(one.finish), share))
            continue
        begin = max(day_number(one.start) - windows.first, 0)
        stretch = by_day[begin : max(day_number(one.finish) - windows.first + 1, 0)]
        np.maximum(stretch, share, out=stretch)
    starts, finishes, days = windows.starts, windows.finishes, windows.days
    if timed:
        starts, finishes, days = _cut(windows, np.unique([end for one in timed for end in one[:2]]))
    away = by_day[days - windows.first]
    for lo, hi, share in timed:
        i, j = np.searchsorted(starts, [lo, hi], "left")
        np.maximum(away[i:j], share, out=away[i:j])
    return Presence(windows.first, windows.end, starts, finishes, days, away)


def _cut(windows: DayWindows, cuts: Ints) -> tuple[Ints, Ints, Ints]:
    """Windows cut at these minutes, which are in order: starts, finishes and days of the pieces."""
    import numpy as np

    if not windows.starts.size:
        return windows.starts, windows.finishes, windows.days
    at = np.searchsorted(windows.starts, cuts, "right") - 1
    inside = (at >= 0) & (cuts > windows.starts[at]) & (cuts < windows.finishes[at])
    at, cuts = at[inside], cuts[inside]
    return (
        np.insert(windows.starts, at + 1, cuts),
        np.insert(windows.finishes, at, cuts),
        np.insert(windows.days, at, windows.days[at]),
    )
