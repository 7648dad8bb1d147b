"""The launch will be late: why it cannot be had, what would help, and whose hours are worth most."""

import workmodel as wm
from workmodel.advice import (
    Conflict,
    Fact,
    MarginalValue,
    Move,
    Outcome,
    Repair,
    conflicts,
    marginal_value,
    with_more_hours,
)
from workmodel.capacity import overloads

plan = wm.Plan(title="Launch of the shop", start="2026-03-02").add(
    wm.Resource("ana", title="Ana", skills=["design", "text"], cost_rate="85 EUR"),
    wm.Resource("ben", title="Ben", skills=["python 4", "sql"], cost_rate="95 EUR",
                absences=["2026-03-12..2026-03-13 training"]),
    wm.Resource("kim", title="Kim", skills=["python", "text"], cost_rate="70 EUR"),
    wm.Routine("support", owner="ben", reservation="8h per week", assignments=["ben"]),
    wm.Project("launch"),
    wm.Task("design", parent="launch", effort="24h", assignments=["ana"]),
    wm.Task("checkout", parent="launch", effort="48h", assignments=["ben"], requires=["python"], after=["design"]),
    wm.Task("import", title="Import of old orders", parent="launch", effort="24h", assignments=["ben"],
            requires=["python"], after=["design"]),
    wm.Task("texts", parent="launch", effort="16h", assignments=["kim"], after=["design"]),
    wm.Task("trial", parent="launch", duration="2d", assignments=["ana", "kim"], after=["checkout", "import", "texts"]),
    wm.Milestone("open", parent="launch", after=["trial"], deadline="2026-03-20"),
)  # fmt: skip

print("Why can the deadline not be had?")
conflict: Conflict
for conflict in conflicts(plan):
    print(conflict.message)
    fact: Fact
    for fact in conflict.facts:
        print(f"  - {fact}")
    print("  any one of these would mend it:")
    repair: Repair
    for repair in conflict.repairs:
        print(f"  > {repair}")
        # a repair is told only once it was tried
        assert not any(one.code == "deadline.missed" for one in wm.allocate(repair.plan).findings)

print("\nWhat would help?")
move: Move
for move in wm.suggest(plan, "open")[:6]:
    print(f"  {move}")

best = wm.suggest(plan, "open")[0]
outcome: Outcome = best.outcome
print(f"\nTaken: {best.what}")
taken = wm.allocate(best.plan)
assert taken.schedule["open"].finish == outcome.finish
print(f"  the shop opens {taken.schedule['open'].finish:%a %d %b}")

print("\nWhose hours are worth most?")
value: MarginalValue
for value in marginal_value(plan, "4h"):
    print(f"  {value}")
first = marginal_value(plan, "4h", weekly=True)[0]
print(f"  and best in one week alone: {first.resource}, week of {first.week}")
assert wm.allocate(with_more_hours(plan, first.resource, "4h", week=first.week)).finish == first.finish

print("\nBy hand: one overload of the plan as logic has it, and what each move leaves of it")
overload = overloads(wm.ledger(plan, "2026-03-02", "2026-03-28"), period="week")[0]
print(f"  {overload.resource}, {overload.period}: {overload.over / 60:.0f} h too much")
for move in wm.suggest(plan, overload):
    print(f"  {move}")
