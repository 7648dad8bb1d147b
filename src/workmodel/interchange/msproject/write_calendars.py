"""Calendars as elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from attrs import evolve

from workmodel.calendars import CalendarException, Layer, Shift, WeekPattern, WorkWeek
from workmodel.domain import BUILT_IN_CALENDARS, Plan
from workmodel.domain.calendar import layers_of
from workmodel.interchange.msproject.codes import MONDAY_FIRST, WEEKDAYS
from workmodel.interchange.msproject.numbering import Numbering
from workmodel.interchange.msproject.output import Markup, element
from workmodel.interchange.msproject.recurrence import recurrence_values

__all__ = ["calendar_elements"]

_DAY: Final = 1440
_ONE_DAY: Final = timedelta(days=1)
_END_OF_DAY: Final = time(23, 59)
_LAST_DAY: Final = date(2049, 12, 31)  # the last that every version of Microsoft Project knows
_YEARS_SPELLED_OUT: Final = timedelta(days=3653)
_MOST_SPELLED_OUT: Final = 500


def calendar_elements(plan: Plan, numbering: Numbering) -> Iterator[Markup]:
    """The plan's calendars and the ready-made ones that it uses."""
    for calendar in (*plan.calendars.values(), *(BUILT_IN_CALENDARS[name] for name in numbering.built_in)):
        flat = _flattened(layers_of(plan, calendar.id))
        base = calendar.id in numbering.bases
        layer = flat if base else calendar.layer
        own = calendar.id == numbering.names[calendar.id]
        yield element(
            "Calendar",
            {
                "UID": numbering.calendars[calendar.id],
                "Name": calendar.title or (None if own else calendar.id),
                "IsBaseCalendar": base,
                "BaseCalendarUID": -1
                if base or calendar.base is None
                else numbering.calendars[calendar.base],
                "WeekDays": _week(layer.week),
                "Exceptions": _group("Exceptions", _exceptions(layer.exceptions)),
                "WorkWeeks": _group("WorkWeeks", [_work_week(week, flat.week) for week in layer.work_weeks]),
            },
        )


def _flattened(layers: tuple[Layer, ...]) -> Layer:
    """One layer that says what several say together; days of which none speaks are days off."""
    days = zip(*(layer.week.days for layer in layers), strict=True)
    said = [next((day for day in reversed(stack) if day is not None), ()) for stack in days]
    return Layer(
        WeekPattern(**dict(zip(MONDAY_FIRST, said, strict=True))),
        tuple(one for layer in layers for one in layer.exceptions),
        tuple(one for layer in layers for one in layer.work_weeks),
    )


def _group(tag: str, parts: Iterable[Markup]) -> Markup | None:
    """An element around several; nothing around none."""
    inside = "".join(parts)
    return Markup(f"<{tag}>{inside}</{tag}>") if inside else None


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
    for one in _apart(exceptions):
        values = recurrence_values(one)
        if values is None:
            yield from (_exception(one, day, day, {"Type": 1}) for day in _spelled_out(one))
        else:
            yield _exception(one, one.start, _last_day(one), values)


def _apart(exceptions: tuple[CalendarException, ...]) -> Iterator[CalendarException]:
    """The exceptions, single ones without the days that a later single one takes: Microsoft Project knows no overlaps."""
    for place, one in enumerate(exceptions):
        later = [] if one.recurring else [other for other in exceptions[place + 1 :] if not other.recurring]
        first, last = one.start, one.finish or one.start
        for other in sorted(later, key=lambda other: other.start):
            end = other.finish or other.start
            if end < first or other.start > last:
                continue
            if other.start > first:
                yield evolve(one, start=first, finish=other.start - _ONE_DAY)
            first = end + _ONE_DAY
        if one.recurring:
            yield one
        elif first <= last:
            yield evolve(one, start=first)


def _exception(one: CalendarException, first: date, last: date, values: dict[str, Any]) -> Markup:
    times = [(shift.start, shift.finish) for shift in one.shifts]
    return element(
        "Exception",
        {
            "EnteredByOccurrences": False,
            "TimePeriod": _period(first, last),
            "Occurrences": 1 if values["Type"] == 1 else len(one.days(first, last)),
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


def _work_week(week: WorkWeek, rest: WeekPattern) -> Markup:
    """A work week; of the days that it leaves as they are, other readers think that they are closed: they are said too."""
    days = zip(MONDAY_FIRST, week.pattern.days, rest.days, strict=True)
    whole = WeekPattern(**{name: other if day is None else day for name, day, other in days})
    return element(
        "WorkWeek",
        {"TimePeriod": _period(week.start, week.finish), "Name": week.name or None, "WeekDays": _week(whole)},
    )
