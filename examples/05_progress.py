"""Progress and the status date: done, remaining, interrupted, out of sequence, and what to do with what is late."""

import workmodel as wm
from workmodel.domain import progress
from workmodel.testing import timetable

plan = wm.Plan(title="Office move", start="2026-03-02", status_date="2026-03-11").add(
    wm.Task(
        "lease",
        title="Sign the lease",
        duration="3d",
        progress={"actual_start": "2026-03-02 08:00", "actual_finish": "2026-03-04 17:00"},
    ),
    wm.Task(
        "cables",
        title="Lay cables",
        duration="5d",
        after=["lease"],
        progress=wm.Progress(actual_start="2026-03-05 13:00", percent=60),
    ),
    wm.Task("desks", title="Order desks", duration="4d", after=["lease"]),
    wm.Task(
        "paint",
        title="Paint the walls",
        duration="4d",
        after=["cables"],
        progress={"actual_start": "2026-03-09 08:00", "remaining": "3d"},
    ),
    wm.Task("server", title="Move the servers", duration="2d", after=["paint", "desks"]),
    wm.Milestone("moved", title="Everybody has moved", after=["server"]),
)


def show(title: str, plan: wm.Plan) -> None:
    """Dates and what has been done."""
    schedule = wm.schedule(plan)
    print(title)
    for name, when in timetable(schedule).items():
        item = schedule[name]
        print(f"  {item.name:20} {when:38} {item.complete:5.0f} %  float {item.total_float}")


# -- as reported: what is done stays, what is under way runs on from where it began --------------------------

show("as reported, status date Wednesday 11 March", plan)
print()
for finding in wm.schedule(plan).findings:
    print(finding)

# -- the two choices a plan has ------------------------------------------------------------------------------

print()
show("unfinished work moves to the status date", plan.evolve(uncompleted="reschedule"))
print()
show("what was begun too early waits with the rest", plan.evolve(out_of_sequence="retained_logic"))

# -- actual and remaining duration are the facts, percent complete follows -----------------------------------

print()
for given in (
    {"percent": 60},
    {"actual_duration": "3d", "remaining": "4d"},
    {"actual_duration": "3d", "percent": 80, "remaining": "4d"},
    {"actual_start": "2026-03-05 08:00", "actual_duration": "2d", "resume": "2026-03-12"},
):
    item = wm.schedule(plan.evolve("cables", progress=given))["cables"]
    print(f"{given}\n  {item.complete:.0f} %, until {item.finish:%a %d %b %H:%M}, duration {item.duration}")
print(progress("40%").started, progress("100%").complete)
