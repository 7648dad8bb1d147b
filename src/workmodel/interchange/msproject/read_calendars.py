"""Calendars: base calendars and those of resources, with their week, work weeks and exceptions.

An exception may be stored twice, as a WeekDay with the DayType 0 and in Exceptions; what stands in both is read once.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from attrs import evolve

from workmodel.calendars import STANDARD, CalendarException, Shift, WeekPattern, WorkWeek
from workmodel.domain import Calendar
from workmodel.errors import InvalidValue
from workmodel.interchange.msproject.codes import MONDAY_FIRST, WEEKDAYS
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.recurrence import recurrence_of
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.uids import Uids

__all__ = ["calendars_of"]

_DAY: Final = 1440
_DEFAULT: Final = (Shift(480, 720), Shift(780, 1020))
_MOST_DAYS_COMPARED: Final = 400


def calendars_of(root: Node, report: Report) -> tuple[list[Calendar], Uids]:
    """The calendars in the file's order, and their ids by UID."""
    uids = Uids("c", "calendar", report)
    nodes = [(uids.claim(Fields(node, report)), node) for node in root.inside("Calendars", "Calendar")]
    found = {name: _calendar(Fields(node, report, name), uids) for name, node in nodes}
    return [_without_ring(calendar, found, report) for calendar in found.values()], uids


def _calendar(fields: Fields, uids: Uids) -> Calendar:
    node, report = fields.node, fields.report
    week, listed = _week(node, fields)
    base = _base(fields, uids)
    if base is None:
        week = _completed(week)
    exceptions = [
        found
        for group in node.all("Exceptions")
        for found in _exceptions(group, Fields(group, report, fields.subject))
    ]
    exceptions = [*_only_listed(listed, exceptions, fields), *exceptions]
    weeks = [
        found
        for one in node.inside("WorkWeeks", "WorkWeek")
        if (found := _work_week(Fields(one, report, fields.subject))) is not None
    ]
    return Calendar(
        fields.subject, title=fields.text("Name"), base=base,
        week=week if any(day is not None for day in week.days) else None,
        exceptions=tuple(exceptions), work_weeks=tuple(weeks),
    )  # fmt: skip


def _completed(week: WeekPattern) -> WeekPattern:
    """The week with standard days where it says nothing: what a base calendar does not mention is Microsoft's default."""
    days = zip(MONDAY_FIRST, week.days, STANDARD.week.days, strict=True)
    return WeekPattern(**{name: default if day is None else day for name, day, default in days})


def _base(fields: Fields, uids: Uids) -> str | None:
    uid = fields.whole("BaseCalendarUID")
    if fields.flag("IsBaseCalendar") or uid is None or uid < 0:
        return None
    base = uids(uid)
    if base is None:
        fields.report.add(
            "unknown_calendar", fields.subject,
            f"the calendar is based on the calendar with the UID {uid}, which is not in the file; it stands on its own",
            {"uid": uid},
        )  # fmt: skip
    return base


def _without_ring(calendar: Calendar, all_of_them: dict[str, Calendar], report: Report) -> Calendar:
    """The calendar, without its base where that leads back to it and it is the first on the way round."""
    path = [calendar.id]
    here = calendar.base
    while here in all_of_them:
        if here == calendar.id:
            if calendar.id == min(path):
                report.add(
                    "calendar_ring", calendar.id,
                    f"these calendars are based on each other: {' → '.join((*path, here))}; {calendar.id} was cut off",
                    {"path": tuple(path)},
                )  # fmt: skip
                return evolve(calendar, base=None, week=_completed(calendar.week or WeekPattern()))
            return calendar
        if here in path:
            return calendar
        path.append(str(here))
        here = all_of_them[str(here)].base
    return calendar


def _week(node: Node, fields: Fields) -> tuple[WeekPattern, list[CalendarException]]:
    """The week of a calendar or work week, and the exceptions among its days."""
    days: dict[str, tuple[Shift, ...]] = {}
    listed: list[CalendarException] = []
    groups = [*node.all("WeekDays"), node]
    for day in (day for group in groups for day in group.all("WeekDay")):
        each = Fields(day, fields.report, fields.subject)
        number = each.whole("DayType", 0, 7)
        if number == 0:
            found = _span(each)
            if found is not None:
                listed.append(CalendarException(start=found[0], finish=found[1], shifts=_shifts(each)))
        elif number is not None:
            days[WEEKDAYS[number - 1]] = _shifts(each)
    return WeekPattern(**days), listed


def _shifts(fields: Fields) -> tuple[Shift, ...]:
    """The shifts of a day: those of WorkingTimes where it is a working day."""
    if not fields.flag("DayWorking"):
        return ()
    times = [
        (start, finish)
        for node in fields.node.inside("WorkingTimes", "WorkingTime")
        if (start := _clock(Fields(node, fields.report, fields.subject), "FromTime")) is not None
        and (finish := _clock(Fields(node, fields.report, fields.subject), "ToTime")) is not None
    ]
    if not times:
        fields.report.tally(
            "default_times", "WorkingTimes", fields.subject,
            "a working day without {what} was read {n} as 08:00-12:00, 13:00-17:00",
        )  # fmt: skip
        return _DEFAULT
    merged: list[tuple[int, int]] = []
    for start, finish in sorted((a % _DAY, b if b > a else b + _DAY) for a, b in times):
        if merged and start < merged[-1][1]:
            fields.report.tally(
                "overlap", "WorkingTime", fields.subject, "overlapping working times were joined {n}"
            )
            merged[-1] = (merged[-1][0], min(max(finish, merged[-1][1]), merged[-1][0] + _DAY))
        else:
            merged.append((start, min(finish, start + _DAY)))
    return tuple(Shift(start, finish) for start, finish in merged[:100])


def _clock(fields: Fields, name: str) -> int | None:
    """A time of day in minutes after midnight."""
    text = fields.word(name)
    parts = text.split(":")
    if not 2 <= len(parts) <= 3 or not all(part[:2].isascii() and part[:2].isdigit() for part in parts):
        fields.report.add(
            "bad_value", fields.subject,
            f'{fields.node.name}/{name} is "{text[:40]}", which is not a time such as "08:00:00"; the working time was '
            "left out",
            {"element": name, "value": text[:200]},
        )  # fmt: skip
        return None
    minute = int(parts[0][:2]) * 60 + int(parts[1][:2]) + (len(parts) == 3 and int(parts[2][:2]) >= 30)
    return min(minute, _DAY)


def _span(fields: Fields) -> tuple[date, date] | None:
    """First and last day of the TimePeriod, both included, whatever the time of day."""
    period = fields.node.first("TimePeriod")
    if period is None:
        fields.report.add(
            "bad_value", fields.subject, f"a {fields.node.name} without a TimePeriod was left out"
        )
        return None
    each = Fields(period, fields.report, fields.subject)
    first, last = each.word("FromDate")[:10], each.word("ToDate")[:10] or each.word("FromDate")[:10]
    try:
        start, finish = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        fields.report.add(
            "bad_value",
            fields.subject,
            f"a {fields.node.name} from {first!r} to {last!r} was left out: not two dates",
        )
        return None
    return start, max(start, finish)


def _exceptions(group: Node, fields: Fields) -> list[CalendarException]:
    found = []
    for node in group.all("Exception"):
        each = Fields(node, fields.report, fields.subject)
        span = _span(each)
        kind = each.whole("Type", 1, 9) if each.has("Type") else 1
        if span is None or kind is None:
            continue
        try:
            rule, finish = recurrence_of(each, kind, *span)
            found.append(
                CalendarException(
                    start=span[0],
                    finish=finish,
                    shifts=_shifts(each),
                    name=each.text("Name"),
                    recurrence=rule,
                )
            )
        except InvalidValue as problem:
            fields.report.add(
                "bad_value", fields.subject, f"an exception of the calendar was left out: {problem}",
                {"name": each.text("Name")[:200]},
            )  # fmt: skip
    return found


def _only_listed(
    listed: list[CalendarException], exceptions: list[CalendarException], fields: Fields
) -> list[CalendarException]:
    """Exceptions among the week days that Exceptions does not say again."""
    if not exceptions:
        return listed
    simple = {(one.start, one.finish, one.shifts) for one in exceptions if not one.recurring}
    missing = [one for one in listed if (one.start, one.finish, one.shifts) not in simple]
    return [one for one in missing if not _said(one, exceptions, fields)]


def _said(one: CalendarException, exceptions: list[CalendarException], fields: Fields) -> bool:
    """Whether the exceptions say something about each day of one stored the old way; they win where they differ."""
    assert one.finish is not None
    length = min((one.finish - one.start).days, _MOST_DAYS_COMPARED)
    days = [one.start + timedelta(days=n) for n in range(length + 1)]
    said = all(any(other.on(day) is not None for other in exceptions) for day in days)
    if not said:
        fields.report.tally(
            "exception_only_in_week", "WeekDay", fields.subject,
            "an exception stood {n} only among the week days of its calendar, not in its Exceptions; it was kept",
        )  # fmt: skip
    return said


def _work_week(fields: Fields) -> WorkWeek | None:
    span = _span(fields)
    if span is None:
        return None
    week, _ = _week(fields.node, fields)
    return WorkWeek(start=span[0], finish=span[1], pattern=week, name=fields.text("Name"))
