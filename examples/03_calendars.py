"""When work happens: part-time people, holidays, a night shift, summer hours, zones and a change of clocks."""

from datetime import date

import workmodel as wm
from workmodel.calendars import (
    ALWAYS,
    NIGHT_SHIFT,
    ROUND_THE_CLOCK,
    STANDARD,
    CombinedCalendar,
    Layer,
    Recurrence,
    Shift,
    WeekPattern,
    WorkCalendar,
    day_shifts,
    deciding,
    intersection,
    public_holidays,
    shifts,
    union,
    week,
)
from workmodel.errors import NoWorkingTime
from workmodel.quantities import Axis, moment

# -- one office, one person with other hours -----------------------------------------------------------------

plan = wm.Plan(start="2026-03-30", calendar="office").add(
    wm.Calendar(
        "office",
        base="standard",
        week="fri 08:00-12:00",
        exceptions=[
            *public_holidays("DE", 2026, "BE"),
            wm.CalendarException(start="2026-04-02", name="Moving house"),
        ],
        work_weeks=[wm.WorkWeek(start="2026-07-01", finish="2026-08-31", pattern="fri off", name="Summer")],
    ),
    wm.Calendar("kims_week", base="office", week="wed off"),
    wm.Resource("kim", title="Kim, four days", calendar="kims_week"),
    wm.Resource("lee", title="Lee, half time", capacity=0.5),
    wm.Task("survey", effort="3d", assignments=["kim"]),
    wm.Task("figures", effort="3d", assignments=["lee"]),
    wm.Task("both", effort="3d", assignments=["kim", "lee"]),
    wm.Task("servers", duration="12h", calendar="night_shift"),
    wm.Task("concrete", title="Concrete sets", duration="3ed"),
)
schedule = wm.schedule(plan)
for item in schedule.values():
    print(f"{item.name:14} {item.start:%a %d %b %H:%M} to {item.finish:%a %d %b %H:%M}  {item.duration}")

# -- which statement decides about a day ---------------------------------------------------------------------

office = plan.work_calendar("office")
print()
for day in (date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 7, 3)):
    said = deciding(office.layers, day)
    hours = ", ".join(str(shift) for shift in day_shifts(office.layers, day)) or "closed"
    print(f"{day:%a %d %b}  {hours:26} {getattr(said, 'name', 'the week')}")

# -- calendars count -----------------------------------------------------------------------------------------

axis = plan.axis
thursday = axis.minute(moment("2026-04-01 16:00"))
print()
print("two hours after Wed 16:00 work ends ", f"{axis.time(office.add(thursday, 120)):%a %d %b %H:%M}")
print(
    "one hour after, the next work starts", f"{axis.time(office.add(thursday, 60, 'start')):%a %d %b %H:%M}"
)
print(
    "open minutes in April 2026          ",
    office.between(*(axis.minute(moment(m)) for m in ("2026-04-01", "2026-05-01"))),
)
print(
    "elapsed minutes in April 2026       ",
    ALWAYS.between(*(axis.minute(moment(m)) for m in ("2026-04-01", "2026-05-01"))),
)

early = WorkCalendar(Layer("mon-fri 06:00-14:00"))
late = WorkCalendar((Layer("mon-fri 09:00-17:00"), Layer("wed off")))
shared, either = intersection([early, late]), union([early, late])
assert isinstance(shared, CombinedCalendar)
monday = axis.minute(moment("2026-04-13"))
print(
    "both, either, in one week           ",
    *(c.between(monday, monday + 7 * 1440) // 60 for c in (shared, either)),
    "hours",
)
try:
    intersection([early, WorkCalendar("mon-fri 14:00-22:00")]).next_open(monday)
except NoWorkingTime as error:
    print("never open together:", str(error).split(". ")[0])

# -- patterns, shifts and rules are values -------------------------------------------------------------------

print()
print(week({"mon-thu": "08:00-16:30", "fri": "08:00-14:00"}))
for ready_made in (STANDARD, NIGHT_SHIFT, ROUND_THE_CLOCK):
    print(ready_made.week)
assert WeekPattern.of("sat-sun off") == week({"sat": "off", "sun": "off"})
print([str(shift) for shift in shifts("22:00-06:00")], Shift.of("22:00-06:00").minutes, "minutes")
stocktaking = Recurrence("FREQ=MONTHLY;BYDAY=-1SA")
print(
    stocktaking.rule,
    [str(day) for day in stocktaking.days(date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 30))],
)

# -- zones: the night in which clocks go forward has seven hours ---------------------------------------------

berlin = wm.Plan(start="2026-03-28 22:00", zone="Europe/Berlin").add(
    wm.Calendar("nights", week="mon-sun 22:00-06:00"),
    wm.Task("migration", duration="16h", calendar="nights"),
    wm.Task(
        "call",
        title="Call to New York",
        duration="1h",
        constraint="SNET 2026-03-30 14:00-04:00",
        calendar="24_hours",
    ),
)
print()
for item in wm.schedule(berlin).values():
    print(f"{item.name:16} {item.start.isoformat()} to {item.finish.isoformat()}")
night = berlin.work_calendar("nights")
clock = Axis("Europe/Berlin")
hours = night.between(*(clock.minute(moment(m)) for m in ("2026-03-28 22:00", "2026-03-29 06:00"))) // 60
print(f"the night of the change has {hours} hours")
