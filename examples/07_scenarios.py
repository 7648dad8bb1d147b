"""Scenarios: a plan is a value, so trying something out is making another plan; differences replay and invert."""

import workmodel as wm
from workmodel.domain import Added, Change, Moved, Removed, Renamed, Revised, Settings, inverse
from workmodel.errors import ChangeDoesNotApply, PlanFaults, StillReferred

agreed = wm.Plan(title="Museum guide", start="2026-04-01").add(
    wm.Resource("mia", title="Mia"),
    wm.Project("guide", title="Audio guide"),
    wm.Task("script", parent="guide", effort="6d", assignments=["mia"]),
    wm.Task("record", parent="guide", duration="4d", after=["script"]),
    wm.Task("cut", parent="guide", duration="5d", after=["record SS+2d"]),
    wm.Milestone("ready", parent="guide", after=["cut", "record"]),
)
print(agreed, "ready", f"{wm.schedule(agreed)['ready'].finish:%a %d %b}")

# -- three scenarios, none of which touches the agreed plan --------------------------------------------------

scenarios = {
    "with a second author": agreed.add(wm.Resource("noa")).evolve("script", assignments=["mia", "noa"]),
    "record in two days": agreed.evolve("record", duration="2d"),
    "a week later": agreed.evolve(start="2026-04-08"),
}
for name, plan in scenarios.items():
    print(f"{name:22} {wm.schedule(plan)['ready'].finish:%a %d %b}")
print(f"{'as agreed':22} {wm.schedule(agreed)['ready'].finish:%a %d %b}")

# -- an afternoon of editing ---------------------------------------------------------------------------------

edited = (
    agreed.rename("cut", "edit")
    .evolve("edit", title="Edit the recordings", duration="6d")
    .add(wm.Task("translate", parent="guide", duration="5d", after=["script"]))
    .replace(wm.Milestone("ready", parent="guide", title="In the museum", after=["edit", "translate"]))
    .evolve(status_date="2026-04-10")
    .remove("record", cascade=True)
)

print()


def told(change: Change) -> str:
    """A change in words."""
    match change:
        case Added(entity):
            return f"added {entity.id}"
        case Removed(entity):
            return f"removed {entity.id}"
        case Revised(None, fields):
            return f"settings: {', '.join(name for name, _, _ in fields)}"
        case Revised(name, fields):
            words = [f"{field} {old} -> {new}" for field, old, new in fields if field != "after"]
            return f"revised {name}: {', '.join(words)}"
        case Renamed(old, new):
            return f"renamed {old} to {new}"
        case Moved(name, _, before):
            return f"moved {name} before {before}"


changes = agreed.diff(edited)
for change in (*changes, *edited.diff(edited.move("translate", before="edit"))):
    print(told(change))

# -- the same changes replay, and take themselves back -------------------------------------------------------

assert agreed.apply(changes) == edited
assert edited.apply(inverse(changes)) == agreed
assert edited.apply(edited.diff(agreed)) == agreed
print()
print("undone:", [told(change) for change in inverse(changes)][-1])

# -- what does not fit is refused, all of it at once, and nothing has changed --------------------------------

for attempt in (
    lambda: agreed.remove("script"),
    lambda: agreed.add(wm.Task("mix", parent="guid", after=["cutt"]), wm.Task("cut")),
    lambda: wm.Plan(start="2026-04-01").apply(changes),
):
    try:
        attempt()
    except (StillReferred, PlanFaults, ChangeDoesNotApply) as error:
        print()
        print(f"{type(error).__name__}: {error}")

settings: Settings = edited.settings
print()
print([field for field, _, _ in agreed.settings.changes_to(settings)], settings.status_date)
