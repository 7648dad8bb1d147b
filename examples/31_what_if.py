"""What if the designer is ill for a week? Asked before anybody decides, and asked on from there."""

import workmodel as wm
from workmodel.views import what_if

plan = wm.Plan(title="Spring launch", start="2026-03-02").add(
    wm.Resource("dana", title="Dana", skills=["design"]),
    wm.Resource("eli", title="Eli", skills=["design", "python"]),
    wm.Resource("finn", title="Finn", skills=["python"]),
    wm.Project("launch", title="Launch"),
    wm.Task("brief", title="Brief", parent="launch", duration="3d", assignments=["eli"]),
    wm.Task("design", title="Design", parent="launch", duration="8d", after=["brief"], assignments=["dana"]),
    wm.Task("shop", title="Shop", parent="launch", duration="10d", after=["brief"], assignments=["finn"]),
    wm.Task("pages", title="Pages", parent="launch", duration="4d", after=["design"], assignments=["eli"]),
    wm.Milestone("live", title="Go live", parent="launch", after=["pages", "shop"], deadline="2026-03-24"),
)
dates = wm.schedule(plan)

# -- she is ill, and nobody does anything: no date moves, but a week of hours is not there ---------------------------


def ill(plan):
    return plan.evolve("dana", absences=["2026-03-09..2026-03-13 ill"])


asked = wm.what_if(plan, ill, schedule=dates)
print(what_if.text(asked))
print()
for overload in asked.overloads:
    print(overload.kind, overload)

# -- so the design takes a week longer -----------------------------------------------------------------------------------

waits = wm.what_if(plan, lambda plan: ill(plan).evolve("design", duration="13d"), schedule=dates)
print()
print(waits)

# -- each move has its chain: back to where it begins ----------------------------------------------------------------------

print()
print(" ← ".join(f"{move.name} {move.by}" for move in waits.moves.chain("live")))
print(waits.moves["shop"])

# -- or Eli takes over: asked of the plan as it would be, at the cost of the difference -------------------------------------

instead = wm.what_if(
    waits.plan,
    lambda plan: plan.evolve("design", duration="9d", assignments=["eli"]),
    schedule=waits.schedule,
)
print()
print(what_if.text(instead))

# -- whoever decides goes on with that plan, and sees what it comes to against the first --------------------------------------

chosen = instead.plan
print()
print(wm.moves(dates, wm.schedule(chosen)))
