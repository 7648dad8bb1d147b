"""A plant's maintenance as columns: every machine, every inspection, in one plan, and the planner looks at a few."""

import numpy as np

import workmodel as wm
from workmodel.errors import PlanFaults, Stopped

MACHINES, STEPS = 2_000, 10
rows = MACHINES * STEPS

# -- what the maintenance system gives: one row an inspection, and which comes after which -------------------------

step = np.tile(np.arange(STEPS), MACHINES)
machine = np.repeat(np.arange(MACHINES), STEPS)
items = {
    "id": [f"m{number}-{place}" for number, place in zip(machine.tolist(), step.tolist(), strict=True)],
    "duration": 60 + 30 * ((machine + step) % 5),
    "calendar": np.where(machine % 4 == 0, "night_shift", "plant").tolist(),
}
place = np.arange(rows)
follows = place[step > 0]
links = {"predecessor": follows - 1, "successor": follows}

plan = wm.Plan.from_columns(
    items,
    links,
    also=[wm.Calendar("plant", base="standard", week="fri 08:00-12:00")],
    start="2026-03-02",
    title="Maintenance",
)
print(plan)

# -- dates for all of them, as columns -----------------------------------------------------------------------------

dates = wm.schedule(plan).to_columns()
late = dates["finish"] > np.datetime64("2026-03-04T12:00")
print(
    f"{late.sum()} of {len(late)} inspections end after Wednesday noon, the last on {dates['finish'].max()}"
)
last = int(dates["finish"].argmax())
print(f"that is {dates['id'][last]}, whose machine can slip {dates['total_float_minutes'][last]} minutes")

# -- the planner looks at one and moves it: the plan is a plan like any other --------------------------------------

name = dates["id"][last]
print(f"{name} takes {plan[name].duration} and waits for {', '.join(map(str, plan[name].after))}")
shorter = plan.evolve(name, duration="1h", notes="with a second fitter")
print(f"with a second fitter it ends on {wm.schedule(shorter)[name].finish}")
for change in plan.diff(shorter):
    for field, before, after in change.fields:
        print(f"changed: {change.subject} {field} from {before or 'nothing'} to {after}")

# -- what does not fit is told by row ------------------------------------------------------------------------------

items["duration"][[7, 4711]] = -30
items["calendar"] = ["24_hours"] * (rows - 1) + ["24_hour"]
links["predecessor"][0] = rows
try:
    wm.Plan.from_columns(items, links, start="2026-03-02")
except PlanFaults as problem:
    print(problem)

# -- and a load that nobody waits for any more ends ----------------------------------------------------------------

try:
    wm.Plan.from_columns({"notes": ["check the seals"] * rows}, on_progress=lambda done, _: done < rows)
except Stopped as stopped:
    print(stopped)
