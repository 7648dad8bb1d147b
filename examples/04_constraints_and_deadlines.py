"""Constraints, deadlines and milestones: what each does to the dates, and what comes back as a finding."""

import workmodel as wm
from workmodel.domain import Constraint, Dependency, Link, ManualDates, constraint, dependency, manual_dates
from workmodel.quantities import NO_LAG, Percent, lag
from workmodel.testing import timetable

# -- the eight constraints, each on a task of three days in a plan of four weeks -----------------------------

base = wm.Plan(start="2026-03-02").add(wm.Task("frame", title="Everything else", duration="20d"))
print("constraint             early start -> finish         late start -> finish          float")
for text in (
    "ASAP",
    "ALAP",
    "SNET 2026-03-10",
    "SNLT 2026-03-10",
    "FNET 2026-03-13 17:00",
    "FNLT 2026-03-13",
    "MSO 2026-03-10",
    "MFO 2026-03-13",
):
    item = wm.schedule(base.add(wm.Task("x", duration="3d", constraint=text)))["x"]
    early = f"{item.early_start:%d %b %H:%M} -> {item.early_finish:%d %b %H:%M}"
    late = f"{item.late_start:%d %b %H:%M} -> {item.late_finish:%d %b %H:%M}"
    print(f"{text:21}  {early}  {late}  {item.total_float.hours:4.0f}h")
print(constraint("fnlt 2026-03-13").name, "|", Constraint("ALAP").name)

# -- a trade fair: what is promised, what is fixed, what is set by hand --------------------------------------

fair = wm.Plan(title="Trade fair", start="2026-03-02").add(
    wm.Task("stand", title="Design the stand", duration="7d", deadline="2026-03-09"),
    wm.Task("print", title="Print the panels", duration="4d", after=["stand"], constraint="FNLT 2026-03-12"),
    wm.Task("van", title="Rent a van", duration="1d", constraint="MSO 2026-03-12", after=["print"]),
    wm.Task(
        "build",
        title="Build the stand",
        duration="2d",
        after=["van FS-4h"],
        manual=("2026-03-13 08:00", "2026-03-16 17:00"),
    ),
    wm.Milestone("open", title="Doors open", after=["build FS+1ed"], constraint="SNET 2026-03-18 09:00"),
    wm.Task("flyers", title="Flyers", after=["stand SS+50%"]),
    wm.Task("thanks", title="Thank-you letters", duration="1d"),
)
schedule = wm.schedule(fair)
print()
for name, when in timetable(schedule).items():
    print(f"{fair[name].title:18} {when}")
print()
for finding in schedule.findings:
    print(f"{finding.severity:8} {finding}")

late = [finding for finding in schedule.findings if finding.code == "deadline.missed"]
print()
print("missed by", wm.Span.of_minutes(late[0].fact("over"), unit="d"), "of work; due", late[0].fact("due"))

# -- how dependencies and lags are written, and what they are ------------------------------------------------

print()
for text in ("stand", "stand SS+2d", "stand FF+50%", "stand SF", "stand FS-1ed"):
    found: Dependency = dependency(text)
    print(f"{text:14} link {found.link.value}, lag {found.lag if found.lag != NO_LAG else 'none'}")
assert Dependency("stand", Link.SS, lag("2d")) == dependency("stand SS+2d")
assert dependency("stand FF+50%").lag == Percent(50)
assert manual_dates(("2026-03-16", "2026-03-17")) == ManualDates("2026-03-16", "2026-03-17")
