"""Working time, to the minute: week patterns, exceptions, inheritance, zones, and fast arithmetic on them.

Knows nothing of plans. Values (`Shift`, `WeekPattern`, `WorkWeek`, `CalendarException`, `Layer`) say when
work happens; `WorkCalendar` counts with it.
"""

from workmodel.calendars.days import DayWindows, day_number, windows_by_day
from workmodel.calendars.endings import ending
from workmodel.calendars.exceptions import CalendarException
from workmodel.calendars.layers import Layer, Statement, day_shifts, deciding
from workmodel.calendars.national import public_holidays
from workmodel.calendars.readymade import NIGHT_SHIFT, ROUND_THE_CLOCK, STANDARD
from workmodel.calendars.recurrence import Recurrence
from workmodel.calendars.recurrenceset import RecurrenceSet
from workmodel.calendars.rulewords import clock_time, daily, monthly, weekly, yearly
from workmodel.calendars.shift import Shift, shifts
from workmodel.calendars.weeks import WeekPattern, WorkWeek, week
from workmodel.calendars.workcalendar import (
    ALWAYS,
    CombinedCalendar,
    Reading,
    WorkCalendar,
    intersection,
    union,
)

__all__ = [
    "ALWAYS",
    "NIGHT_SHIFT",
    "ROUND_THE_CLOCK",
    "STANDARD",
    "CalendarException",
    "CombinedCalendar",
    "DayWindows",
    "Layer",
    "Reading",
    "Recurrence",
    "RecurrenceSet",
    "Shift",
    "Statement",
    "WeekPattern",
    "WorkCalendar",
    "WorkWeek",
    "day_number",
    "clock_time",
    "daily",
    "day_shifts",
    "deciding",
    "ending",
    "intersection",
    "monthly",
    "public_holidays",
    "shifts",
    "union",
    "week",
    "windows_by_day",
    "weekly",
    "yearly",
]
