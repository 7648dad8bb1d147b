"""`timetable`: a schedule as a small dict of text, so that a test reads like the plan on the wall."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from workmodel.domain import Plan, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["timetable"]

# names of our own, not the locale's: a test has to read alike on every machine
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def timetable(
    schedule: Schedule | Plan,
    *only: str,
    short: bool = False,
    dates: Literal["scheduled", "early", "late"] = "scheduled",
) -> dict[str, str]:
    """When everything happens, as text by id, in the plan's order.

    Parameters
    ----------
    schedule
        A schedule, or a plan, which is scheduled first.
    only
        Ids to show; none given: all.
    short
        Weekday and time alone, ``"Mon 08:00 → Fri 17:00"``, for plans within a week. Otherwise the day of
        the month is said as well, and the year where the dates shown lie in more than one.
    dates
        Which dates: ``"scheduled"``, ``"early"`` or ``"late"``.

    Raises
    ------
    UnknownId
        No such item.

    Examples
    --------
    >>> from workmodel.testing import sketch
    >>> plan = sketch('''
    ...     draft   36h
    ...     review   8h  after draft
    ...     sent     0d  after review
    ... ''')
    >>> for name, when in timetable(plan).items():
    ...     print(name, when)
    draft Mon 2 Mar 08:00 → Fri 6 Mar 12:00
    review Fri 6 Mar 13:00 → Mon 9 Mar 12:00
    sent Mon 9 Mar 12:00
    """
    if isinstance(schedule, Plan):
        from workmodel.scheduling import schedule as scheduled

        return timetable(scheduled(schedule), *only, short=short, dates=dates)
    prefix = "" if dates == "scheduled" else f"{dates}_"
    ends: dict[str, tuple[datetime, datetime]] = {}
    for name in only or schedule.ids:
        item = schedule[name]
        ends[name] = (getattr(item, f"{prefix}start"), getattr(item, f"{prefix}finish"))
    years = {time.year for pair in ends.values() for time in pair}
    return {name: _window(pair, short=short, year=len(years) > 1) for name, pair in ends.items()}


def _window(ends: Iterable[datetime], *, short: bool, year: bool) -> str:
    texts = [_time(end, short=short, year=year) for end in ends]
    return " → ".join(dict.fromkeys(texts))


def _time(time: datetime, *, short: bool, year: bool) -> str:
    day = _DAYS[time.weekday()]
    if short:
        return f"{day} {time:%H:%M}"
    month = _MONTHS[time.month - 1]
    return f"{day} {time.day} {month}{f' {time.year}' if year else ''} {time:%H:%M}"
