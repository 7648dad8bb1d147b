"""A support team in spring: part time, holidays, a colleague abroad, and what is left of all their hours."""

import workmodel as wm
from workmodel.capacity import Limit, Presence, Supply, ledger, supply, utilisation
from workmodel.domain import CONTOURS, Absence, CapacityChange, CostRate, Membership, Mode, Requirement
from workmodel.errors import UnknownMode

easter = [
    wm.CalendarException(start="2026-04-03", name="Good Friday"),
    wm.CalendarException(start="2026-04-06", name="Easter Monday"),
]
plan = wm.Plan(title="Support in spring", start="2026-03-30", zone="Europe/Berlin", calendar="office").add(
    wm.Calendar("office", base="standard", exceptions=easter),
    wm.Calendar("nights", base="office", week="mon-thu 22:00-06:00; fri off"),
    wm.Calendar("pune", base="standard", zone="Asia/Kolkata"),
    wm.Resource("ana", title="Ana", absences=["2026-04-07..2026-04-10 vacation"], skills=["linux 4"]),
    wm.Resource("kim", title="Kim", capacity=0.75, capacity_changes=[CapacityChange("2026-04-08", "0.5")]),
    wm.Resource("eva", title="Eva", calendar="nights", absences=[Absence("2026-04-01", kind="sick")]),
    wm.Resource(
        "ravi",
        title="Ravi",
        calendar="pune",
        skills=["linux 2"],
        absences=["2026-04-02 05:30..2026-04-02 09:30 50% training"],
        cost_rate="40 EUR",
        cost_rates=[CostRate("2026-04-06", "44 EUR")],
    ),
    wm.Resource(
        "desk",
        title="Service desk",
        type="team",
        members=["ana", "kim", Membership("ravi", "2026-04-06"), "eva"],
    ),
    wm.Task("migration", effort="3d", requires=[Requirement("linux", 3, 2)], contour="front"),
)

two_weeks: Supply = supply(plan, "2026-03-30", "2026-04-13")

print("hours left on each day of two weeks")
names = [*two_weeks.resources, "desk"]
print("            " + "".join(f"{plan[name].name:>14}" for name in names))
columns = [two_weeks.of(name)["availability"] for name in names]
for day, *left in zip(two_weeks.days, *columns, strict=True):
    print(f"  {day:%a %d %b}" + "".join(f"{minutes / 60:14.2f}" for minutes in left))

print()
for name in names:
    print(f"{plan[name].name:<14}{two_weeks.total(name)}")
print(f"{'everybody':<14}{two_weeks.total()}")

print()
print(
    "Kim works",
    plan["kim"].capacity_on("2026-04-07"),
    "of a day, from 8 April",
    plan["kim"].capacity_on("2026-04-08"),
)
print(
    "an hour of Ravi costs",
    plan["ravi"].cost_rate_on("2026-04-05"),
    "and after Easter",
    plan["ravi"].cost_rate_on("2026-04-06"),
)

print()
print("Ravi's training, by Berlin's clock:")
pieces: Presence = two_weeks.presence("ravi")
for start, finish, away in zip(
    pieces.starts.tolist(), pieces.finishes.tolist(), pieces.away.tolist(), strict=True
):
    if away:
        print(f"  {plan.axis.time(start):%a %H:%M}-{plan.axis.time(finish):%H:%M}, away for {away / 100:g} %")

print()
print("without the absences there would be")
rested = plan.replace(*[wm.Resource(name, calendar=plan[name].calendar) for name in two_weeks.resources])
print(" ", supply(rested, "2026-03-30", "2026-04-13").total())
print()
print("what a planner should weigh:")
for finding in plan.check():
    print(" ", finding)
print("the first tenths of a front-loaded task:", CONTOURS["front"][:3])

print()
print("Two of the desk may do the audit, or Ana alone in twice the time:")
modes = [
    Mode("together", duration="2d", requires=["2 60% from desk"]),
    Mode("alone", duration="4d", assignments=["ana"]),
]
audit = wm.Task("audit", modes=modes, splittable=True, minimum_staff=1)
for task in (audit, audit.in_mode("alone")):
    asked = ", ".join(map(str, (*task.assignments, *task.requires)))
    print(
        f"  {task.mode}: {task.duration}, {asked}, until {wm.schedule(plan.add(task))['audit'].finish:%a %d %b}"
    )
try:
    audit.in_mode("togther")
except UnknownMode as problem:
    print(" ", problem)

print()
print("Lea is new and may be claimed for 20 hours a week:")
learning = plan.add(
    wm.Resource("lea", title="Lea", calendar="office", efficiency="0.5", weekly_limit="20h"),
    wm.Task("handbook", effort="12h", assignments=["lea"]),
    wm.Routine(
        "coaching",
        recurrence="FREQ=WEEKLY;BYDAY=TH",
        at="15:00",
        effort="2h",
        split="each",
        assignments=["lea"],
    ),
)
dates = wm.schedule(learning)["handbook"]
print(f"  12 hours of effort take her {dates.duration}, until {dates.finish:%a %d %b %H:%M}")
hours = ledger(learning, "2026-03-30", "2026-04-06")
print(" ", str(hours.week("lea", "2026-03-30")).replace("\n", "\n  "))
held: tuple[Limit, ...] = hours.day("lea", "2026-04-01").unmet[0].limits
print("  what holds her back on Wednesday:", *held)
print(" ", next(one for one in utilisation(hours) if one.resource == "lea"))
