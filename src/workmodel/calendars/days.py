"""Working time day by day: the open minutes of a calendar by the local day to which they belong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.calendars.workcalendar import CombinedCalendar, WorkCalendar
from workmodel.calendars.zones import FIRST_DAY
from workmodel.errors import OutOfRange, WrongType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["DayWindows", "day_number", "windows_by_day"]

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


@frozen(eq=False)
class DayWindows:
    """The open windows of a calendar in some local days, each with the day to which it belongs.

    A shift over midnight belongs to the day on which it starts. Where it meets a shift of the next day, the minutes
    that both cover are counted once, in the earlier shift.

    Attributes
    ----------
    first, end
        The stretch of days, half-open. [days since 1970-01-01, local]
    starts, finishes : int64 array, shape (windows,)
        The windows, in order, disjoint, not empty; neighbours may touch. [min on the axis]
    days : int64 array, shape (windows,)
        The day of each, ascending. [days since 1970-01-01, local]

    Examples
    --------
    >>> from workmodel.calendars import STANDARD
    >>> monday: DayWindows = windows_by_day(WorkCalendar(STANDARD), date(2026, 3, 2), date(2026, 3, 3))
    >>> (monday.finishes - monday.starts).tolist(), (monday.days - monday.first).tolist()
    ([240, 240], [0, 0])
    """

    first: int
    end: int
    starts: Ints
    finishes: Ints
    days: Ints

    @property
    def minutes(self) -> Ints:
        """Open minutes of each day. int64 array, shape (end - first,) [working min]"""
        import numpy as np

        done = np.zeros(self.starts.size + 1, np.int64)
        np.cumsum(self.finishes - self.starts, out=done[1:])
        edges = np.searchsorted(self.days, np.arange(self.first, self.end + 1), "left")
        found: Ints = np.diff(done[edges])
        return found


def day_number(day: date) -> int:
    """A day as a number. [days since 1970-01-01]

    Raises
    ------
    InvalidText, WrongType
        No day.

    Examples
    --------
    >>> day_number(date(1970, 1, 2))
    1
    """
    return calendar_day(day).toordinal() - _EPOCH_DAY


def windows_by_day(calendar: WorkCalendar, start: date, end: date) -> DayWindows:
    """The open windows of the local days ``start <= day < end``, each with its day.

    Parameters
    ----------
    calendar
        When work happens; its days are those of its own zone.
    start, end
        First day, and the first day no longer looked at.

    Raises
    ------
    OutOfRange
        The end is before the start.
    WrongType
        No calendar, one combined of others, whose windows belong to no day, or no days.

    Examples
    --------
    >>> night = WorkCalendar("mon-fri 22:00-06:00")
    >>> week = windows_by_day(night, date(2026, 3, 2), date(2026, 3, 9))
    >>> week.minutes.tolist()
    [480, 480, 480, 480, 480, 0, 0]
    """
    import numpy as np

    from workmodel.calendars.openings import shift_windows

    if not isinstance(calendar, WorkCalendar) or isinstance(calendar, CombinedCalendar):
        raise WrongType("a calendar whose days are counted", calendar, "a WorkCalendar made of layers")
    first, last = day_number(start), day_number(end)
    if last < first:
        raise OutOfRange("a stretch of days", f"{start} to {end}", "one whose end is not before its start")
    if first == last:
        nothing = np.empty(0, np.int64)
        return DayWindows(first, last, nothing, nothing, nothing)
    lead = max(first - 1, FIRST_DAY)  # a shift of the day before may reach into the first
    starts, finishes, days = shift_windows(calendar.layers, calendar.zone, lead, last - lead)
    if starts.size:
        reach = np.r_[starts[0], np.maximum.accumulate(finishes)[:-1]]
        starts = np.maximum(starts, reach)
    kept = (finishes > starts) & (days >= first)
    return DayWindows(first, last, starts[kept], finishes[kept], days[kept])
