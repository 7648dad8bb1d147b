"""Where a day without a time ends: finishes and dates by which something is due are the end of work that day."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from workmodel.calendars.workcalendar import WorkCalendar
from workmodel.errors import HorizonExceeded, NoWorkingTime, instance_of
from workmodel.quantities import Axis

if TYPE_CHECKING:
    from workmodel.quantities import Moment

__all__ = ["ending"]


def ending(axis: Axis, moment: Moment, calendar: WorkCalendar) -> int:
    """The minute that a moment stands for where something ends, or is due. [min since 1970]

    A datetime is that moment. A date is the end of work on that day: where the calendar is closed all day, the time of day
    at which work last ended before; where it is open over midnight, or was never open, midnight.

    Parameters
    ----------
    axis
        The plan's axis.
    moment
        A date or a datetime.
    calendar
        When whoever has the date works.

    Raises
    ------
    OutOfRange
        A time beyond the years 1 to 9999.
    WrongType
        No axis, moment or calendar.

    Examples
    --------
    >>> from datetime import date
    >>> from workmodel.calendars import STANDARD, WorkCalendar
    >>> from workmodel.quantities import Axis
    >>> axis, office = Axis(), WorkCalendar((STANDARD,))
    >>> f"{axis.time(ending(axis, date(2026, 3, 4), office)):%a %H:%M}"
    'Wed 17:00'
    >>> f"{axis.time(ending(axis, date(2026, 3, 8), office)):%a %H:%M}"
    'Sun 17:00'
    """
    instance_of(Axis, "an axis", axis, "an Axis, such as plan.axis")
    instance_of(WorkCalendar, "a calendar", calendar, "a WorkCalendar")
    midnight = axis.minute(moment, end=True)
    if isinstance(moment, datetime):
        return midnight
    try:
        last = calendar.previous_open(midnight)
    except (NoWorkingTime, HorizonExceeded):
        return midnight
    if last > axis.minute(moment):
        return last
    closing = axis.time(last).time()
    return midnight if closing == time() else axis.minute(datetime.combine(moment, closing))
