"""Recurring exceptions of calendars: Microsoft Project's seven kinds and recurrence rules of RFC 5545.

Type 1 every day; 7 every Period days; 8 every weekday; 6 weekly, in weeks that begin on Sunday; 4 and 5 monthly by
day and by position; 2 and 3 yearly by day and by position. Months count from 0; of the items of a month 0 is any day,
1 Monday to Friday, 2 Saturday and Sunday, 3–9 Sunday to Saturday; position 4 is the last.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from workmodel.calendars import CalendarException
from workmodel.interchange.msproject.codes import RECURRENCE_DAYS
from workmodel.interchange.msproject.fields import Fields

__all__ = ["recurrence_of", "recurrence_values"]

_WORKDAYS: Final = "MO,TU,WE,TH,FR"
_LAST: Final = 4


def recurrence_of(fields: Fields, kind: int, start: date, finish: date) -> tuple[str | None, date | None]:
    """The rule of an exception (``None``: all its days) and its last day (``None``: the rule ends by itself)."""
    every = fields.whole("Period", 1, 10_000) or 1
    rule = _rule(kind, fields, start)
    if kind == 9:
        fields.report.add(
            "exception_type", fields.subject, "an exception of no type was read as one of single days"
        )
    if rule is None:
        return None, finish
    parts = [f"FREQ={rule[0]}"]
    if every > 1 and kind not in (2, 3, 8):
        parts.append(f"INTERVAL={every}")
    parts += rule[1:]
    times = fields.whole("Occurrences", 0, 100_000) or 0
    if fields.flag("EnteredByOccurrences") and times:
        return ";".join([*parts, f"COUNT={times}"]), None
    return ";".join(parts), finish


def _rule(kind: int, fields: Fields, start: date) -> list[str] | None:
    """Frequency and BY parts of a kind."""
    if kind in (1, 9):
        return None
    if kind == 7:
        return ["DAILY"]
    if kind == 8:
        return ["DAILY", f"BYDAY={_WORKDAYS}"]
    if kind == 6:
        bits = fields.whole("DaysOfWeek", 0, 127) or 1 << (start.weekday() + 1) % 7
        days = [day for bit, day in enumerate(RECURRENCE_DAYS) if bits >> bit & 1]
        return ["WEEKLY", f"BYDAY={','.join(days)}", "WKST=SU"]
    month = [f"BYMONTH={(fields.whole('Month', 0, 11) or 0) + 1}"] if kind in (2, 3) else []
    frequency = "YEARLY" if kind in (2, 3) else "MONTHLY"
    if kind in (2, 4):
        return [frequency, *month, f"BYMONTHDAY={fields.whole('MonthDay', 1, 31) or start.day}"]
    position = fields.whole("MonthPosition", 0, _LAST) or 0
    place = -1 if position == _LAST else position + 1
    item = fields.whole("MonthItem", 0, 9) or 0
    if item == 0:
        return [frequency, *month, f"BYMONTHDAY={place}"]
    if item in (1, 2):
        return [frequency, *month, f"BYDAY={_WORKDAYS if item == 1 else 'SA,SU'}", f"BYSETPOS={place}"]
    return [frequency, *month, f"BYDAY={place}{RECURRENCE_DAYS[item - 3]}"]


def recurrence_values(exception: CalendarException) -> dict[str, Any] | None:
    """The elements that say a recurring exception's rule; ``None`` where the format has no way to say it.

    Examples
    --------
    >>> fridays = CalendarException(
    ...     start="2026-01-01", finish="2026-12-31", recurrence="FREQ=MONTHLY;BYDAY=-1FR"
    ... )
    >>> recurrence_values(fridays)
    {'Type': 5, 'Period': 1, 'MonthItem': 8, 'MonthPosition': 4}
    """
    if exception.recurrence is None:
        return {"Type": 1}
    parts = dict(part.split("=", 1) for part in exception.recurrence.rule.split(";"))
    frequency, every = parts.pop("FREQ"), int(parts.pop("INTERVAL", "1"))
    count = parts.pop("COUNT", None)
    weeks_begin = parts.pop("WKST", "MO")
    found: dict[str, Any] | None = None
    if frequency == "DAILY" and not parts:
        found = {"Type": 7, "Period": every}
    elif frequency == "DAILY" and every == 1 and _days(parts) == set(_WORKDAYS.split(",")):
        found = {"Type": 8}
    elif frequency == "WEEKLY" and (weeks_begin == "SU" or every == 1) and set(parts) <= {"BYDAY"}:
        days = _days(parts) or {RECURRENCE_DAYS[(exception.start.weekday() + 1) % 7]}
        found = {
            "Type": 6,
            "Period": every,
            "DaysOfWeek": sum(1 << RECURRENCE_DAYS.index(day) for day in days),
        }
    elif frequency == "MONTHLY":
        found = _month_values(parts, exception.start, yearly=False)
        if found is not None:
            found = {"Type": found.pop("Type"), "Period": every, **found}
    elif frequency == "YEARLY" and every == 1 and ("BYMONTH" in parts or not parts):
        month = parts.pop("BYMONTH", str(exception.start.month))
        found = _month_values(parts, exception.start, yearly=True)
        if found is not None:
            found = {**found, "Month": int(month) - 1} if month.isdigit() else None
    if found is not None and count is not None:
        found = {"EnteredByOccurrences": True, "Occurrences": int(count), **found}
    return found


def _days(parts: dict[str, str]) -> set[str]:
    return set(filter(None, parts.get("BYDAY", "").split(",")))


def _month_values(parts: dict[str, str], start: date, *, yearly: bool) -> dict[str, Any] | None:
    """Elements for the days within a month, or ``None``."""
    by_day, by_position = (2, 3) if yearly else (4, 5)
    if not parts:
        return {"Type": by_day, "MonthDay": start.day}
    if set(parts) == {"BYMONTHDAY"} and re.fullmatch(r"\d+", parts["BYMONTHDAY"]):
        return {"Type": by_day, "MonthDay": int(parts["BYMONTHDAY"])}
    if parts == {"BYMONTHDAY": "-1"}:
        return {"Type": by_position, "MonthItem": 0, "MonthPosition": _LAST}
    single = re.fullmatch(r"(-1|[1-4])(SU|MO|TU|WE|TH|FR|SA)", parts.get("BYDAY", ""))
    if set(parts) == {"BYDAY"} and single:
        return {
            "Type": by_position,
            "MonthItem": 3 + RECURRENCE_DAYS.index(single[2]),
            "MonthPosition": _place(single[1]),
        }
    groups = {frozenset(_WORKDAYS.split(",")): 1, frozenset(("SA", "SU")): 2}
    item = groups.get(frozenset(_days(parts)))
    if set(parts) == {"BYDAY", "BYSETPOS"} and item and re.fullmatch(r"-1|[1-4]", parts["BYSETPOS"]):
        return {"Type": by_position, "MonthItem": item, "MonthPosition": _place(parts["BYSETPOS"])}
    return None


def _place(text: str) -> int:
    return _LAST if text == "-1" else int(text) - 1
