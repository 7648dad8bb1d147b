"""A customer asks for an audit, operations for a duty: can the workshop take them on, and who pays for it?"""

import workmodel as wm
from workmodel.advice import Asked, Consideration, Missed, Shift, Slot

WEEKDAYS = "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"

plan = wm.Plan(title="Spring at the workshop", start="2026-03-02").add(
    wm.Resource("ana", title="Ana", skills=["design", "sql"]),
    wm.Resource("ben", title="Ben", skills=["python 4", "sql"], absences=["2026-03-16..2026-03-17 vacation"]),
    wm.Resource("kim", title="Kim", skills=["python"], capacity=0.75),
    wm.Routine("support", owner="kim", reservation="10h per week", assignments=["kim"]),
    wm.Routine("standup", owner="ben", recurrence=WEEKDAYS, at="09:00", effort="15min", split="each",
               assignments=["ana", "ben", "kim"]),
    wm.Project("shop", priority=600, deadline="2026-04-03"),
    wm.Task("catalogue", parent="shop", effort="40h", assignments=["ana"]),
    wm.Task("checkout", parent="shop", effort="60h", assignments=["ben"], after=["catalogue SS+2d"]),
    wm.Task("trial", parent="shop", effort="24h", assignments=["kim"], after=["catalogue", "checkout"]),
    wm.Milestone("shop-open", parent="shop", after=["trial"], deadline="2026-04-03"),
)  # fmt: skip


def told(found: Consideration) -> None:
    print(found.explain())
    slot: Slot | None = found.slot
    if slot is not None and slot.finish is not None:
        print(f"  with lowest priority: {slot.start:%a %d %b} to {slot.finish:%a %d %b}, and nobody notices")


print("An audit by Ben, before everything else?")
customer = wm.Project("customer", priority=700)
told(wm.consider(plan, [customer, wm.Task("audit", parent="customer", effort="32h", assignments=["ben"])]))

print("\nThe same audit once the shop is open?")
told(wm.consider(plan, wm.Task("audit", effort="32h", assignments=["ben"], constraint="SNET 2026-03-30")))

print("\nA week of documentation by Ana, to be done by Friday the 20th?")
told(
    wm.consider(
        plan, wm.Task("manual", effort="30h", assignments=["ana"], deadline="2026-03-20", priority=400)
    )
)

print("\nA duty of two hours a day for Kim, for good?")
duty = wm.consider(
    plan, wm.Routine("duty", owner="kim", recurrence=WEEKDAYS, effort="2h", assignments=["kim"])
)
told(duty)

# everything that is told can be asked for as values
shift: Shift
for shift in duty.shifts:
    assert shift.finish == duty.beside.schedule[shift.item].finish
broken: tuple[Missed, ...] = duty.missed
people: tuple[Asked, ...] = duty.asked
assert [one.resource for one in people] == ["kim"]
assert duty.beside.schedule == wm.allocate(duty.plan).schedule
