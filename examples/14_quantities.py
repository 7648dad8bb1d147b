"""Amounts and moments with their units: spans as written, working time, effort, windows, money, conventions."""

from datetime import date, datetime
from decimal import Decimal

import workmodel as wm
from workmodel.quantities import (
    NO_LAG,
    STANDARD_CONVENTIONS,
    Axis,
    Effort,
    Lag,
    Moment,
    Money,
    Percent,
    Span,
    TimeWindow,
    WorkTime,
    lag,
    moment,
    money,
    span,
)

# -- a span is kept as it was written; a plan's conventions say how long a day is ----------------------------

week_and_a_half: Span = span("1 week 2.5 days")
short_days = wm.Conventions(minutes_per_day=450, minutes_per_week=2250)
print(
    week_and_a_half,
    "=",
    week_and_a_half.minutes(STANDARD_CONVENTIONS),
    "or",
    week_and_a_half.minutes(short_days),
    "working minutes",
)
print(span("3ed"), "=", span("3ed").minutes(), "minutes on the wall, whatever the conventions")
print(-span("2d"), bool(span("0h")), Span.of_minutes(2340, unit="d"), Span.of_minutes(50, unit="d"))
office = wm.Plan(start="2026-03-02", conventions=short_days).add(wm.Task("report", duration="4d"))
print("four days of 7.5 hours end", f"{wm.schedule(office)['report'].finish:%a %d %b %H:%M}")

# -- what is resolved: working time, effort, lags ------------------------------------------------------------

print(
    WorkTime(480) + WorkTime(45),
    "|",
    Effort(960).hours,
    "person-hours |",
    span("2d").effort(),
    "|",
    span("2d").work_time(),
)
lags: list[Lag] = [lag("+2d"), lag("-1ed"), lag("50%"), Percent(Decimal("-12.5")), NO_LAG]
print([str(one) for one in lags])

# -- moments: days and times, with and without a zone --------------------------------------------------------

due: Moment = moment("2026-03-29")
assert due == date(2026, 3, 29)
berlin, floating = Axis("Europe/Berlin"), Axis()
for axis in (floating, berlin):
    length = axis.minute(due, end=True) - axis.minute(due)
    print(f"29 March 2026 in {axis.zone or 'no zone'} has {length // 60} hours")
print(berlin.time(berlin.minute(moment("2026-03-29 12:00"))).isoformat(), moment("2026-03-02T09:00:30"))
morning = TimeWindow(datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 12))
print(
    "half-open:",
    datetime(2026, 3, 2, 8) in morning,
    datetime(2026, 3, 2, 12) in morning,
    "for",
    morning.elapsed,
)

# -- money is exact ------------------------------------------------------------------------------------------

day: Money = money("92.50 EUR") * 8
print(day, "|", day + money("150 EUR"), "|", Money(Decimal("0.1"), "EUR") * 3)
