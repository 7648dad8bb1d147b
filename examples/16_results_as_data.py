"""Results as data: arrays, rows and columns for any dataframe library, and what an engine leaves in a schedule."""

import pickle

import workmodel as wm
from workmodel.domain import BUILT_IN_CALENDARS, Causes, DateColumns, FrozenMap, Milestone, Project
from workmodel.findings import Finding, Severity

plan = wm.Plan(title="Library move", start="2026-08-03").add(
    Project("move", title="Library move"),
    wm.Task("pack", parent="move", duration="6d"),
    wm.Task("carry", parent="move", duration="3d", after=["pack FF+2d"]),
    wm.Task("signs", title="New signs", parent="move", duration="2d", after=["pack"]),
    wm.Task("shelve", parent="move", duration="5d", after=["carry SS+1d"]),
    Milestone("open", parent="move", after=["shelve"]),
)
schedule: wm.Schedule = wm.schedule(plan)

# -- one plain dict per item, or plain columns: pandas.DataFrame(schedule.columns()) takes them as they are --

columns = schedule.columns()
print(", ".join(columns))
for row in schedule.rows():
    start, slack = f"{row['start']:%d %b %H:%M}", row["total_float_minutes"]
    print(f"{row['wbs']:4} {row['id']:7} {start} {slack:5} min  critical {row['critical']}")

# -- the same as numpy arrays, in minutes of the plan's axis -------------------------------------------------

dates: DateColumns = schedule.dates
print()
print(
    dates.early_start.dtype,
    dates.early_start.shape,
    "slack in all:",
    int(dates.total_float[~dates.summary].sum()),
    "minutes",
)
print("from", schedule.start, "to", schedule.finish, "on", plan.axis.zone or "floating time")
print("columns are equal where every value is:", dates.same_as(wm.schedule(plan).dates))

# -- values compare by value, travel between processes, and share nothing that changes -----------------------

assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301 - bytes of our own
assert wm.schedule(plan) == schedule
causes: Causes = schedule.causes
assert causes.critical_path(schedule) == schedule.critical_path
assert list(BUILT_IN_CALENDARS) == ["standard", "24_hours", "night_shift"]
print(FrozenMap({"risk": 3}), hash(FrozenMap({"risk": 3})) == hash(FrozenMap({"risk": 3})))

# -- findings of your own join those of the engine -----------------------------------------------------------

grave: Severity = "error"
own = Finding("library.no_lift", "carry", "the lift is booked on the second day", {"day": 2}, grave)
told = schedule.with_findings([*schedule.findings, own])
print([finding.code for finding in told.findings], told.findings[-1].fact("day"))
