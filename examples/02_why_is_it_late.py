"""Why is it late? The chain of causes, all bounds of one date, the critical path and the paths beside it."""

import workmodel as wm
from workmodel.domain import Bound, Driver, Explanation, ScheduledItem, Step
from workmodel.views import explanation as explanations

plan = wm.Plan(title="App release 2.0", start="2026-03-02").add(
    wm.Project("app", title="App release 2.0", deadline="2026-03-27"),
    wm.Task("spec", title="Write the specification", parent="app", duration="4d"),
    wm.Task("api", title="Build the interface", parent="app", duration="8d", after=["spec"]),
    wm.Task("screens", title="Draw the screens", parent="app", duration="6d", after=["spec SS+2d"]),
    wm.Task("build", title="Build the app", parent="app", duration="7d", after=["screens", "api FS-2d"]),
    wm.Task("store", title="Store entry", parent="app", duration="3d", constraint="SNET 2026-03-16"),
    wm.Task("tests", title="Test on devices", parent="app", duration="5d", after=["build"]),
    wm.Milestone("out", title="Released", parent="app", after=["tests FS+1d", "store"]),
)
schedule = wm.schedule(plan)

# -- the answer in one look ----------------------------------------------------------------------------------

out: ScheduledItem = schedule["out"]
print(f"{out.name}: {out.finish:%a %d %b %H:%M}, total float {out.total_float}")
for finding in schedule.findings:
    print(finding)

# -- the chain of causes: every bound is listed, an arrow marks those that decided ---------------------------

print()
why: Explanation = schedule.explain("out")
print(why)

print()
step: Step = why.steps[0]
deciding: list[Bound] = [bound for bound in step.bounds if bound.binding]
drivers: tuple[Driver, ...] = why.drivers
print(
    f"{step.id} is held by {[str(driver) for driver in drivers]}, {len(step.bounds)} bounds, {len(deciding)} deciding"
)
print(f"at the end of the chain: {why.root}")

# -- the critical path, and the next chains by how much room they leave --------------------------------------

print()
print("critical path:", " > ".join(schedule.critical_path))
for number, path in enumerate(schedule.paths("out", 4), 1):
    print(f"path {number}: {' > '.join(path)}")

# -- what would help: two days less work on the interface, or no waiting for the store -----------------------

print()
for text, other in (
    ("interface in 6 days", plan.evolve("api", duration="6d")),
    ("screens in 4 days", plan.evolve("screens", duration="4d")),
    ("tests start as the app is half built", plan.evolve("tests", after=["build SS+50%"])),
):
    print(f"{text:38} {wm.schedule(other)['out'].finish:%a %d %b}")

# -- the same explanation as rows, for a user interface of your own ------------------------------------------

print()
rows: tuple[explanations.ExplanationRow, ...] = explanations.rows(schedule.explain("build"))
for row in rows[:4]:
    print(row.depth, row.sort, row.what, "*" if row.decides else "")
print()
print(explanations.text(schedule.explain("build"), width=90))
