"""Strategies for calendars: weeks with one or several shifts, nights, exceptions near each other, inheritance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from workmodel.calendars import CalendarException, Layer, WeekPattern, WorkCalendar, WorkWeek
from workmodel.domain import Calendar
from workmodel.testing.strategies.values import MONDAY

__all__ = ["DAYS", "NIGHTS", "calendars", "exceptions", "weeks", "work_calendars"]

# every week by day is open on Wednesdays from ten to eleven, so that any of them have working time in common
DAYS: Final = (
    "mon-fri 08:00-12:00, 13:00-17:00",
    "mon-fri 09:00-17:00",
    "mon-thu 07:00-12:00, 12:30-16:15; sat 09:00-13:00",
    "mon-sun 00:00-24:00",
    "wed 10:00-11:00",
    "tue-sat 06:00-14:00, 14:00-22:00",
    "mon-wed 10:00-15:00; fri 08:00-10:00",
)
"""Weeks of people who work by day."""

NIGHTS: Final = (
    "mon-fri 22:00-06:00",
    "mon 23:00-24:00; tue-fri 00:00-03:00, 04:00-08:00, 23:00-24:00; sat 00:00-03:00, 04:00-08:00",
)
"""Weeks of people who work by night."""

_HOURS: Final = ("", "09:00-12:00", "08:00-12:00, 13:00-17:00", "10:00-14:00", "22:00-02:00")
_RULES: Final = (
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=MONTHLY;BYMONTHDAY=10",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
)


def weeks(*, nights: bool = True) -> st.SearchStrategy[WeekPattern]:
    """Week patterns that say something about every working day."""
    return st.sampled_from(DAYS + NIGHTS if nights else DAYS).map(WeekPattern.of)


def exceptions(around: date = MONDAY) -> st.SearchStrategy[CalendarException]:
    """Days off, extra days and changed hours in the weeks after a day, some of them recurring for a month.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(exceptions(), lambda exception: not exception.shifts).start
    datetime.date(2026, 3, 2)
    """
    day = st.integers(0, 20).map(lambda n: around + timedelta(days=n))
    once = st.builds(_once, day, st.integers(0, 3), st.sampled_from(_HOURS))
    return once | st.builds(_recurring, day, st.sampled_from(_RULES), st.sampled_from(_HOURS))


def _once(day: date, more: int, hours: str) -> CalendarException:
    return CalendarException(start=day, finish=day + timedelta(days=more), shifts=hours)


def _recurring(day: date, rule: str, hours: str) -> CalendarException:
    return CalendarException(start=day, finish=day + timedelta(days=30), shifts=hours, recurrence=rule)


def work_weeks(around: date = MONDAY) -> st.SearchStrategy[WorkWeek]:
    """Weeks that hold for a period near a day."""
    day = st.integers(0, 14).map(lambda n: around + timedelta(days=n))
    texts = st.sampled_from(["fri off", "mon-fri 06:00-11:00", "sat 08:00-12:00", "wed 10:00-20:00; thu off"])
    return st.builds(
        lambda start, length, text: WorkWeek(start=start, finish=start + timedelta(days=length), pattern=text),
        day, st.integers(0, 13), texts,
    )  # fmt: skip


def calendars(
    name: str = "office",
    *,
    around: date = MONDAY,
    nights: bool = True,
    bases: tuple[str, ...] = ("standard",),
) -> st.SearchStrategy[Calendar]:
    """Calendars that a plan can hold: a whole week of their own, or changes to one of the *bases*.

    Parameters
    ----------
    name
        Their id.
    around
        Where their exceptions gather.
    nights
        Whether some work by night.
    bases
        Ids of what they may inherit from.
    """
    details = {
        "exceptions": st.lists(exceptions(around), max_size=2),
        "work_weeks": st.lists(work_weeks(around), max_size=1),
    }
    partial = st.sampled_from([None, "fri 08:00-12:00", "sat 10:00-14:00", "mon off"])
    based = st.builds(Calendar, st.just(name), base=st.sampled_from(bases), week=partial, **details)
    return based | st.builds(Calendar, st.just(name), week=weeks(nights=nights), **details)


def work_calendars(
    zones: tuple[str | None, ...] = (None, "Europe/Berlin"),
) -> st.SearchStrategy[WorkCalendar]:
    """Working time itself: layers on layers, in a zone or in none.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(work_calendars(), lambda calendar: True).zone is None
    True
    """
    base = st.builds(Layer, weeks(), st.lists(exceptions(), max_size=2), st.lists(work_weeks(), max_size=1))
    own = st.builds(
        Layer, st.sampled_from(["", "fri off", "sat 10:00-14:00"]), st.lists(exceptions(), max_size=2)
    )
    layers = st.lists(own, max_size=1).flatmap(lambda above: base.map(lambda below: (below, *above)))
    return st.builds(WorkCalendar, layers, zone=st.sampled_from(zones))
