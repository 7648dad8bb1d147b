"""A conference with a fixed date: plan backward, see the last moment at which each thing can begin."""

import workmodel as wm
from workmodel.testing import timetable

plan = wm.Plan(title="Conference", finish="2026-09-25 17:00", direction="backward").add(
    wm.Project("conference", title="Conference of the maintainers"),
    wm.Task("programme", title="Choose the talks", parent="conference", duration="10d"),
    wm.Task(
        "speakers", title="Invite the speakers", parent="conference", duration="15d", after=["programme"]
    ),
    wm.Task("venue", title="Book the venue", parent="conference", duration="5d"),
    wm.Task(
        "tickets",
        title="Sell tickets",
        parent="conference",
        duration="8w",
        after=["venue", "programme FS+2d"],
    ),
    wm.Task(
        "badges", title="Print the badges", parent="conference", duration="3d", after=["tickets", "speakers"]
    ),
    wm.Task(
        "party",
        title="Order the food",
        parent="conference",
        duration="2d",
        constraint="ASAP",
        after=["venue"],
    ),
    wm.Milestone("doors", title="Doors open", parent="conference", after=["badges FS+1d", "party"]),
)
schedule = wm.schedule(plan)
for name, when in timetable(schedule).items():
    print(f"{schedule[name].name:30} {when}")
print()
print(f"the last day to begin: {schedule.start:%A %d %B %Y}")
print()
print(schedule.explain("venue"))

# -- the same network forward: how late would it be if work began today? -------------------------------------

forward = plan.evolve(direction="forward", start="2026-07-13", finish=None)
print()
print(f"begun on 13 July the doors open {wm.schedule(forward)['doors'].finish:%A %d %B %Y}")

# -- as late as possible inside a forward plan ---------------------------------------------------------------

lazy = forward.evolve(start="2026-06-01").evolve("venue", constraint="ALAP")
item = wm.schedule(lazy)["venue"]
print(
    f"the venue as late as possible: {item.start:%a %d %b} to {item.finish:%a %d %b}, float {item.total_float}"
)
