"""Calendars as elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from workmodel.calendars import CalendarException, Shift, WeekPattern, WorkWeek
from workmodel.domain import BUILT_IN_CALENDARS, Calendar, Plan
from workmodel.interchange.msproject.codes import WEEKDAYS
from workmodel.interchange.msproject.numbering import Numbering, base_of
from workmodel.interchange.msproject.output import Markup, element
from workmodel.interchange.msproject.recurrence import recurrence_values

__all__ = ["calendar_elements"]

_DAY: Final = 1440
_END_OF_DAY: Final = time(23, 59)
_LAST_DAY: Final = date(2049, 12, 31)  # the last that every version of Microsoft Project knows
_YEARS_SPELLED_OUT: Final = timedelta(days=3653)
_MOST_SPELLED_OUT: Final = 500


def calendar_elements(plan: Plan, numbering: Numbering) -> Iterator[Markup]:
    """The plan's calendars and the ready-made ones that it uses."""
    for calendar in (*plan.calendars.values(), *(BUILT_IN_CALENDARS[name] for name in numbering.built_in)):
        yield _calendar(calendar, numbering)


def _calendar(calendar: Calendar, numbering: Numbering) -> Markup:
    week = calendar.week or WeekPattern()
    base = base_of(calendar)
    if calendar.base is None:
        week = _closed(week)
    return element(
        "Calendar",
        {
            "UID": numbering.calendars[calendar.id],
            "Name": calendar.title or (calendar.id if calendar.id != numbering.names[calendar.id] else None),
            "IsBaseCalendar": base is None,
            "BaseCalendarUID": -1 if base is None else numbering.calendars[base],
            "WeekDays": _week(week),
            "Exceptions": _group("Exceptions", _exceptions(calendar.exceptions)),
            "WorkWeeks": _group("WorkWeeks", map(_work_week, calendar.work_weeks)),
        },
    )


def _group(tag: str, parts: Iterable[Markup]) -> Markup | None:
    """An element around several; nothing around none."""
    inside = "".join(parts)
    return Markup(f"<{tag}>{inside}</{tag}>") if inside else None


def _closed(week: WeekPattern) -> WeekPattern:
    """The week with days off where it says nothing."""
    return WeekPattern(**{name: getattr(week, name) or () for name in WEEKDAYS})


def _week(week: WeekPattern) -> Markup | None:
    days = {name: getattr(week, name) for name in WEEKDAYS}
    return _group("WeekDays", [_day(number, shifts) for number, shifts in _split(days) if shifts is not None])


def _split(days: dict[str, tuple[Shift, ...] | None]) -> list[tuple[int, list[tuple[int, int]] | None]]:
    """Days with their times; what runs over midnight goes to the start of the next day, where that has its own times."""
    times: dict[int, list[tuple[int, int]] | None] = {
        number: None if days[name] is None else [] for number, name in enumerate(WEEKDAYS, 1)
    }
    for number, name in enumerate(WEEKDAYS, 1):
        following = times[number % 7 + 1]
        for shift in days[name] or ():
            if shift.finish > _DAY and following is not None:
                _listed(times[number]).append((shift.start, _DAY))
                following.append((0, shift.finish - _DAY))
            else:
                _listed(times[number]).append((shift.start, shift.finish))
    return [(number, None if found is None else sorted(found)) for number, found in times.items()]


def _listed(times: list[tuple[int, int]] | None) -> list[tuple[int, int]]:
    assert times is not None  # a day with shifts has times
    return times


def _day(number: int, times: list[tuple[int, int]]) -> Markup:
    return element(
        "WeekDay", {"DayType": number, "DayWorking": bool(times), "WorkingTimes": _working_times(times)}
    )


def _working_times(times: Iterable[tuple[int, int]]) -> Markup | None:
    return _group(
        "WorkingTimes",
        [
            element("WorkingTime", {"FromTime": _clock(start), "ToTime": _clock(finish)})
            for start, finish in times
        ],
    )


def _clock(minute: int) -> str:
    """A time of day; midnight at the end of the day is 00:00, as Microsoft Project writes it."""
    hours, minutes = divmod(minute % _DAY, 60)
    return f"{hours:02}:{minutes:02}:00"


def _period(first: date, last: date) -> Markup:
    start = datetime.combine(first, time())
    return element("TimePeriod", {"FromDate": start, "ToDate": datetime.combine(last, _END_OF_DAY)})


def _exceptions(exceptions: tuple[CalendarException, ...]) -> Iterator[Markup]:
    for one in exceptions:
        values = recurrence_values(one)
        if values is None:
            yield from (_exception(one, day, day, {"Type": 1}) for day in _spelled_out(one))
        else:
            yield _exception(one, one.start, _last_day(one), values)


def _exception(one: CalendarException, first: date, last: date, values: dict[str, Any]) -> Markup:
    times = [(shift.start, shift.finish) for shift in one.shifts]
    return element(
        "Exception",
        {
            "EnteredByOccurrences": False,
            "TimePeriod": _period(first, last),
            "Occurrences": 1 if values["Type"] == 1 else None,
            "Name": one.name or None,
            "DayWorking": bool(times),
            "WorkingTimes": _working_times(times),
            **values,
        },
    )


def _spelled_out(one: CalendarException) -> tuple[date, ...]:
    """The days of an exception whose rule the format cannot say: those of ten years, at most five hundred."""
    last = min(one.finish or _LAST_DAY, one.start + _YEARS_SPELLED_OUT)
    return one.days(one.start, last)[:_MOST_SPELLED_OUT]


def _last_day(one: CalendarException) -> date:
    """The last day; of a rule without an end the last that the format knows, of one that counts its last occurrence."""
    if one.finish is not None:
        return one.finish
    if one.recurrence is not None and one.recurrence.ends:
        days = one.days(one.start, max(one.start, _LAST_DAY))
        return days[-1] if days else one.start
    return max(one.start, _LAST_DAY)


def _work_week(week: WorkWeek) -> Markup:
    return element(
        "WorkWeek",
        {
            "TimePeriod": _period(week.start, week.finish),
            "Name": week.name or None,
            "WeekDays": _week(week.pattern),
        },
    )
