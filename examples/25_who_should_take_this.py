"""Six pieces of work, five people, nobody named yet: who should take what, in which way, and what would be cheaper?"""

import workmodel as wm
from workmodel.allocation import Allocation, Chosen
from workmodel.capacity import costs
from workmodel.domain import Mode, Requirement, requirement

plan = wm.Plan(title="Moving the shop to the new cloud", start="2026-03-02").add(
    wm.Resource("ana", title="Ana", skills=["python 5", "sql 4"], cost_rate="95 EUR"),
    wm.Resource("ben", title="Ben", skills=["python 3"], cost_rate="70 EUR", absences=["2026-03-09..2026-03-13 vacation"]),
    wm.Resource("cem", title="Cem", skills=["sql 3", "ops 4"], cost_rate="80 EUR"),
    wm.Resource("dana", title="Dana", skills=["ops 3"], cost_rate="75 EUR", capacity=0.5),
    wm.Resource("eli", title="Eli", skills=["python 2", "design"], cost_rate="60 EUR"),
    wm.Resource("licences", type="material", unit="seat", stock=1, cost_rate="900 EUR"),
    wm.Routine("on-call", owner="cem", reservation="4h per week", assignments=["cem"]),
    wm.Task("inventory", duration="2d", requires=["from ana|cem"]),
    wm.Task("schema", effort="6d", requires=["2 sql 3"], after=["inventory"]),
    wm.Task("importer", effort="8d", requires=["python 3"], after=["inventory"]),
    wm.Task("screens", effort="5d", requires=["design"], after=["inventory"]),
    # bought or made: one licence is paid for, so only one of the two can be bought
    wm.Task("monitoring", after=["schema"], modes=[
        Mode("bought", duration="1d", assignments=["licences 1 seat"], requires=["ops"]),
        Mode("made", duration="4d", requires=["ops"]),
    ]),
    wm.Task("dashboards", after=["schema"], modes=[
        Mode("bought", duration="1d", assignments=["licences 1 seat"], requires=["ops"]),
        Mode("made", duration="3d", requires=["python"]),
    ]),
    wm.Milestone("switched", after=["importer", "screens", "monitoring", "dashboards"]),
)  # fmt: skip

found: Allocation = wm.allocate(plan, iterations=300)
print(f"done {found.finish:%a %d %b %H:%M}, and no plan can be done before {found.bound:%a %d %b %H:%M}")

print("\nwho takes what")
choice: Chosen
for choice in found.chosen.values():
    when = found.schedule[choice.item]
    print(f"  {when.start:%d %b %H:%M} to {when.finish:%d %b %H:%M}  {choice}")

print("\nwhat that costs, and what it would cost to ask for the cheapest people first")
cheap = wm.allocate(plan, objective=("cost", "finish"), iterations=300)
for title, one in (("early", found), ("cheap", cheap)):
    money = " + ".join(map(str, costs(one.ledger).total()))
    print(f"  {title}: {money}, done {one.finish:%a %d %b %H:%M}")

print("\nnobody can do what nobody has learnt")
welding: Requirement = requirement("welding 4")
odd = wm.allocate(plan.add(wm.Task("rack", duration="1d", requires=[welding])))
print("\n".join(f"  {one.message}" for one in odd.findings if one.code == "allocation.nobody_can"))

# what was chosen is written into the leveled plan, where it can be kept, changed or taken back
assert wm.verify(plan, found) == ()
assert found.leveled_plan()["monitoring"].assignments == found.assignments["monitoring"]
assert plan["monitoring"].requires == plan["monitoring"].modes[0].requires
