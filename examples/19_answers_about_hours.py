"""A support team with two projects asks its ledger: who is full, what waits, who could help, and what rests on one person."""

import workmodel as wm
from workmodel.capacity import (
    Bottleneck,
    Candidate,
    Cause,
    Coverage,
    DayItem,
    Effect,
    HoursByCategory,
    ItemEffect,
    Ledger,
    OpenDemand,
    Overload,
    Period,
    ResourceEffect,
    SinglePoint,
    Utilisation,
    Workload,
    bottlenecks,
    effect,
    hours_by_category,
    ledger,
    open_demand,
    overloads,
    persons_day,
    single_points_of_failure,
    utilisation,
    who_what_when,
    workload,
)

plan = wm.Plan(title="Hosting, spring", start="2026-03-02").add(
    wm.Resource("nora", capacity="0.8", skills=["support 5", "law"]),
    wm.Resource("omar", skills=["support", "sql 4"]),
    wm.Resource("pia", skills=["support", "design 4"], absences=["2026-03-05 sick"]),
    wm.Resource("ravi", capacity="0.6", skills=["sql 3"], absences=["2026-03-10..2026-03-12 vacation"]),
    wm.Resource("desk", type="team", members=["nora", "omar", "pia"]),
    wm.Routine(
        "tickets", arrivals="36 per day", effort="20min", requires=["support"],
        assignments=["nora", "omar", "pia"],
    ),
    wm.Routine(
        "stand_up", recurrence="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", at="09:00", effort="15min", split="each",
        assignments=["nora", "omar", "pia", "ravi"],
    ),
    wm.Routine(
        "certificates", recurrence="FREQ=WEEKLY;BYDAY=TU", at="10:00", effort="2h", assignments=["ravi"]
    ),
    wm.Project("migration", priority=700, deadline="2026-03-11"),
    wm.Task("survey", parent="migration", duration="2d", effort="8h", assignments=["omar"], requires=["sql"]),
    wm.Task(
        "move_data", parent="migration", duration="2d", effort="15h", after=["survey"], assignments=["omar"],
        requires=["sql 3"],
    ),
    wm.Milestone("switched", parent="migration", after=["move_data"]),
    wm.Project("portal"),
    wm.Task("screens", parent="portal", duration="5d", effort="18h", assignments=["pia"], requires=["design 4"]),
    wm.Task("terms", parent="portal", duration="3d", effort="6h", requires=["law"]),
    wm.Task("translation", parent="portal", duration="2d", effort="10h", after=["screens"], requires=["polish"]),
    wm.Task("rehearsal", parent="portal", after=["screens"]),
)  # fmt: skip
two_weeks: Ledger = ledger(plan, "2026-03-02", "2026-03-16")

print("== How full is everybody, week by week?")
load: Workload = workload(two_weeks, period="week")
print(load)
covered: Coverage = load.coverage
second_week: Period = load.periods[1]
print(f"the figures do not know of {', '.join(covered.missing)}; {second_week} is whole: {second_week.whole}")
fullness: tuple[Utilisation, ...] = utilisation(two_weeks)
print("over both weeks:", ", ".join(map(str, fullness)))

print("\n== Where do the hours go?")
where: HoursByCategory = hours_by_category(two_weeks)
print(where)

print("\n== Who has too much, and who could take it over?")
full: tuple[Overload, ...] = overloads(two_weeks, period="week")
for overload in full:
    print(overload)
worst: Cause = full[0].causes[0]
helper: Candidate = full[0].could_take_over[0]
print(f"so {helper.resource} could help with {worst.source.id}")

print("\n== Where does work wait?")
waiting: tuple[Bottleneck, ...] = bottlenecks(two_weeks)
for bottleneck in waiting:
    print(bottleneck)

print("\n== What has nobody?")
unstaffed: tuple[OpenDemand, ...] = open_demand(plan, two_weeks)
for demand in unstaffed:
    print(demand)

print("\n== What rests on one person?")
alone: tuple[SinglePoint, ...] = single_points_of_failure(plan, two_weeks)
for point in alone:
    print(point)

print("\n== What if Ravi moved half of the data?")
shared = plan.evolve("move_data", assignments=["omar 50%", "ravi 50%"])
change: Effect = effect(two_weeks, ledger(shared, "2026-03-02", "2026-03-16"))
print(change)
person: ResourceEffect = change.resources[-1]
item: ItemEffect = next(one for one in change.items if one.item == "move_data")
print(f"{person.resource} is granted {person.granted / 60:.1f} h more; of move_data, by person: ", end="")
print({who: f"{minutes / 60:+.1f} h" for who, minutes in item.by_resource})

print("\n== Omar's Wednesday")
agenda: tuple[DayItem, ...] = persons_day(two_weeks, "omar", "2026-03-04")
for entry in agenda:
    print(entry)

print("\n== Who does what of the projects, and when?")
for row in who_what_when(two_weeks):
    if row["kind"] == "task":
        print(
            f"{row['resource']:5} {row['item']:10} {row['start']:%d %b} to {row['finish']:%d %b} "
            f"{row['granted'] / 60:5.1f} of {row['wanted'] / 60:.1f} h"
        )
