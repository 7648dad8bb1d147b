"""Files in and out: Microsoft Project's XML, the JSON document, tables, instances of research; and whatever it is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import workmodel as wm
from workmodel.errors import DocumentFaults, Fault, MsProjectError, NewerFormat, UnknownFormat
from workmodel.interchange import Imported, document, load, msproject, psplib, read, tables

# -- a file as Microsoft Project saves it: three tasks, one of them done, with the dates that it computed ----

SAVED = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <Title>Kitchen</Title><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>
  <MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth>
  <Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>%s</WeekDays></Calendar></Calendars>
  <Tasks>
    <Task><UID>1</UID><ID>1</ID><Name>Measure</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration>
      <DurationFormat>7</DurationFormat><Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>
      <ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-02T17:00:00</ActualFinish>
      <PercentComplete>100</PercentComplete></Task>
    <Task><UID>2</UID><ID>2</ID><Name>Build cupboards</Name><OutlineLevel>1</OutlineLevel><Duration>PT40H0M0S</Duration>
      <DurationFormat>7</DurationFormat><Start>2026-03-05T08:00:00</Start><Finish>2026-03-11T17:00:00</Finish>
      <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>9600</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
    <Task><UID>3</UID><ID>3</ID><Name>Installed</Name><OutlineLevel>1</OutlineLevel><Duration>PT0H0M0S</Duration>
      <Milestone>1</Milestone><Start>2026-03-11T17:00:00</Start><Finish>2026-03-11T17:00:00</Finish>
      <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag></PredecessorLink></Task>
  </Tasks>
</Project>
"""
HOURS = (
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
)
DAY = "<WeekDay><DayType>{}</DayType><DayWorking>{}</DayWorking>{}</WeekDay>"
WEEK = "".join(
    DAY.format(day, int(1 < day < 7), f"<WorkingTimes>{HOURS}</WorkingTimes>" if 1 < day < 7 else "")
    for day in range(1, 8)
)

imported: Imported = msproject.loads(SAVED % WEEK)
print(imported.plan)
for entity in imported.plan.items.values():
    print(f"  {entity.id}  {entity.title:16} {', '.join(str(d) for d in entity.after)}")

# -- its dates came with it; ours are computed from the plan alone, and agree --------------------------------

stored, computed = imported.schedule, wm.schedule(imported.plan)
assert stored is not None
print(f"{'':22} {stored.source:18} {computed.source}")
for name in stored:
    ends = [f"{dates[name].finish:%a %d %b %H:%M}" for dates in (stored, computed)]
    print(f"  {stored[name].name:16} until {ends[0]}   until {ends[1]}")

# -- back to Microsoft Project: what its format cannot hold is listed first ----------------------------------

plan = imported.plan.add(wm.Resource("joiner", skills=["wood 5"], cost_rate="48 EUR")).evolve(
    "t2", assignments=["joiner"]
)
print()
for finding in msproject.losses(plan):
    print(finding)
xml = msproject.dumps(plan, wm.schedule(plan))
print(len(xml) > 5000, xml.splitlines()[1][:62].decode())
again = msproject.loads(xml)
print(
    "the same tasks and dates:",
    again.schedule is not None and again.schedule["t3"].finish == wm.schedule(plan)["t3"].finish,
)

# -- the JSON document: lossless, small, made to be compared line by line ------------------------------------

small = wm.Plan(title="Kitchen", start="2026-03-02").add(
    wm.Task("measure", duration="1d"),
    wm.Task("build", title="Build cupboards", duration="5d", after=["measure FS+2d"]),
)
print()
print(document.dumps(small), end="")
assert document.loads(document.dumps(small)) == small
described = document.schema()
print("version", document.VERSION, "with a JSON Schema of", len(described["$defs"]), "definitions")

# -- tables: what spreadsheets exchange ----------------------------------------------------------------------

table = tables.loads(
    "Task Name;Duration;Predecessors;Resource Names\nMeasure;1 day;;ana\nBuild;5 days;1FS+2d;ana,ben[50%]\n"
)
print()
print([f"{task.id}: {', '.join(map(str, task.after)) or '-'}" for task in table.plan.tasks.values()])
for finding in table.findings:
    print(finding)
print(tables.dumps(wm.schedule(small), delimiter=";"), end="")
print([finding.code for finding in tables.losses(plan)])

# -- instances of project scheduling research: a period is an hour around the clock --------------------------

TOWN = """2
1
3

2 0
1
5 2 1 1:2
4 1 1 2:1

1 6
1
2 3 0
"""
town = psplib.loads(TOWN, start="2026-03-02")
print()
print(town.plan)
for task in town.plan.tasks.values():
    waits, asks = (", ".join(map(str, found)) or "-" for found in (task.after, task.assignments))
    print(f"  {task.id}  {task.duration}  after {waits:6} {asks}")
print(psplib.dumps_starts({"town": wm.schedule(town.plan)}), end="")
bridge = wm.Plan(title="bridge", start=psplib.START, calendar="24_hours").add(
    wm.Resource("digger", type="equipment", capacity=2, calendar="24_hours"),
    wm.Task("dig", duration="3h", assignments=["digger"]),
    wm.Task("drain", duration="90min", after=["dig"]),
)
for finding in psplib.losses(bridge):
    print(finding)
print(psplib.dumps(bridge).partition("REQUESTS/DURATIONS:\n")[2], end="")

# -- files: what one is, is told by what is in it; writing is all or nothing ---------------------------------

with TemporaryDirectory() as folder:
    place = Path(folder)
    document.dump(small, place / "kitchen.json")
    msproject.dump(small, place / "kitchen.xml", wm.schedule(small))
    tables.dump(small, place / "kitchen.csv")
    psplib.dump(small, place / "kitchen.sm")
    psplib.dump_starts({"bridge": wm.schedule(bridge.evolve("drain", duration="2h"))}, place / "starts.txt")
    print((place / "starts.txt").read_text().split())
    (place / "starts.txt").unlink()
    print()
    for path in sorted(place.iterdir()):
        found = load(path)
        print(
            f"{path.name:13} {len(found.plan.tasks)} tasks, {'with' if found.schedule else 'without'} dates"
        )
    assert document.load(place / "kitchen.json") == small
    assert msproject.load(place / "kitchen.xml").schedule is not None
    assert len(tables.load(place / "kitchen.csv").plan) == 2
    assert len(psplib.load(place / "kitchen.sm").plan) == 4

# -- what is wrong with a file is told all at once, with places ----------------------------------------------

WRONG = """{"workmodel": {"format": "plan", "version": 1},
"entities": [{"kind": "task", "id": "a", "duraton": "3d"}, {"kind": "tsk"}]}"""

print()
for content in (
    WRONG,
    '{"workmodel": {"format": "plan", "version": 2}}',
    "<Planner/>",
    b"%PDF-1.7",
):
    try:
        read(content)
    except DocumentFaults as error:
        first: Fault = error.faults[0]
        print(f"{len(error.faults)} faults, the first at {first.path}")
        print(error)
    except (MsProjectError, NewerFormat, UnknownFormat) as error:
        print(f"{type(error).__name__}: {error}")
