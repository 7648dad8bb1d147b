"""An independent reader, MPXJ, agrees on what we write: dates, links, calendars, assignments.

It needs the extra ``reader`` and a Java runtime beside the test requirements, and runs before a release only.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from workmodel import Plan, WorkModelError, schedule
from workmodel.calendars import CalendarException, WorkWeek
from workmodel.calendars.layers import day_shifts
from workmodel.domain import Assignment, Calendar, Milestone, Project, Resource, Schedule, Task
from workmodel.domain.calendar import layers_of
from workmodel.interchange import msproject
from workmodel.quantities import Percent, Span
from workmodel.testing.strategies import plans

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        shutil.which("java") is None
        or any(importlib.util.find_spec(name) is None for name in ("mpxj", "jpype")),
        reason="needs the packages mpxj and jpype1 (extra: reader) and a Java runtime",
    ),
]

READER = """
import json, sys
import jpype, mpxj
jpype.startJVM("-Xmx512m")
from java.time import LocalDate
from org.mpxj import TimeUnit
from org.mpxj.mspdi import MSPDIReader

def text(value):
    return None if value is None else str(value)

def minutes(duration, properties):
    return None if duration is None else round(duration.convertUnits(TimeUnit.MINUTES, properties).getDuration())

def read(path, days):
    file = MSPDIReader().read(path)
    p = file.getProjectProperties()
    tasks = {}
    for t in file.getTasks():
        links = []
        for r in t.getPredecessors():
            lag = r.getLag()
            percent = str(lag.getUnits()) in ("%", "e%")
            amount = lag.getDuration() if percent else minutes(lag, p)
            links.append([int(str(r.getPredecessorTask().getUniqueID())), str(r.getType()), amount, str(lag.getUnits())])
        parent = t.getParentTask()
        tasks[str(t.getUniqueID())] = {
            "name": text(t.getName()), "start": text(t.getStart()), "finish": text(t.getFinish()),
            "early_start": text(t.getEarlyStart()), "early_finish": text(t.getEarlyFinish()),
            "late_start": text(t.getLateStart()), "late_finish": text(t.getLateFinish()),
            "duration": minutes(t.getDuration(), p), "milestone": bool(t.getMilestone()),
            "summary": bool(t.getSummary()),
            "critical": bool(t.getCritical()), "constraint": text(t.getConstraintType()),
            "constraint_date": text(t.getConstraintDate()), "deadline": text(t.getDeadline()),
            "parent": None if parent is None else int(str(parent.getUniqueID())),
            "calendar": None if t.getCalendar() is None else int(str(t.getCalendar().getUniqueID())),
            "manual": str(t.getTaskMode()) == "MANUALLY_SCHEDULED", "links": sorted(links),
        }
    calendars = {}
    for c in file.getCalendars():
        hours = []
        for day in days:
            found = c.getHours(LocalDate.parse(day))
            hours.append([] if found is None else [[text(r.getStart()), text(r.getEnd())] for r in found])
        calendars[str(c.getUniqueID())] = hours
    assignments = sorted(
        [int(str(a.getTaskUniqueID())), int(str(a.getResourceUniqueID())), float(a.getUnits().doubleValue())]
        for a in file.getResourceAssignments() if a.getResource() is not None
    )
    resources = {str(r.getUniqueID()): text(r.getName()) for r in file.getResources()}
    return {"tasks": tasks, "calendars": calendars, "assignments": assignments, "resources": resources,
            "start": text(p.getStartDate()), "finish": text(p.getFinishDate())}

jobs = json.load(sys.stdin)
print("JSON" + json.dumps([read(path, days) for path, days in jobs]))
"""
LINKS = {"FINISH_START": "FS", "START_START": "SS", "FINISH_FINISH": "FF", "START_FINISH": "SF", "FS": "FS", "SS": "SS",
         "FF": "FF", "SF": "SF"}  # fmt: skip
CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": "ASAP", "AS_LATE_AS_POSSIBLE": "ALAP", "MUST_START_ON": "MSO", "MUST_FINISH_ON": "MFO",
    "START_NO_EARLIER_THAN": "SNET", "START_NO_LATER_THAN": "SNLT", "FINISH_NO_EARLIER_THAN": "FNET",
    "FINISH_NO_LATER_THAN": "FNLT",
}  # fmt: skip


def read_by_mpxj(written: list[tuple[Plan, Schedule, bytes]], folder: Path) -> list[dict[str, Any]]:
    jobs = []
    for number, (_, dates, data) in enumerate(written):
        path = folder / f"{number}.xml"
        path.write_bytes(data)
        jobs.append([str(path), [day.isoformat() for day in sample_days(dates)]])
    done = subprocess.run(
        [sys.executable, "-c", READER], input=json.dumps(jobs), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result: list[dict[str, Any]] = json.loads(done.stdout.partition("JSON")[2])
    return result


def sample_days(dates: Schedule) -> list[date]:
    first = (dates.start or datetime(2026, 1, 1)).date()
    return [first + timedelta(days=n) for n in range(-10, 100)]


def stamp(value: datetime) -> str:
    return value.isoformat(timespec="minutes")


def assert_agrees(plan: Plan, dates: Schedule, seen: dict[str, Any]) -> None:
    """MPXJ saw the tasks, links, calendars and assignments that the plan has."""
    uid = {name: name[1:] for name in [*plan.items, *plan.resources, *plan.calendars]}
    assert set(seen["tasks"]) - {"0"} == {uid[name] for name in plan.items}
    for name, item in dates.items():
        entity, task = plan[name], seen["tasks"][uid[name]]
        for field in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
            assert task[field][:16] == stamp(getattr(item, field)), (name, field)
        assert task["critical"] is item.critical, name
        assert task["summary"] is item.summary, name
        assert (task["name"] or "") == entity.title
        assert task["parent"] in ((None, 0) if entity.parent is None else (int(uid[entity.parent]),))
        if not item.summary:
            assert task["duration"] == item.duration.minutes, name
        assert task["calendar"] == (None if entity.calendar is None else int(uid[entity.calendar])), name
        kind = "ASAP" if entity.constraint is None else entity.constraint.kind
        assert CONSTRAINTS[task["constraint"]] == kind, name
        assert sorted(map(tuple, task["links"])) == sorted(set(links_of(plan, entity))), name
        assert task["manual"] is (getattr(entity, "manual", None) is not None), name
    assert seen["assignments"] == sorted(assignments_of(plan))
    days = sample_days(dates)
    for name in plan.calendars:
        if goes_on(plan[name]):
            continue
        if uid[name] not in seen["calendars"]:  # MPXJ drops what is derived and belongs to no resource
            assert plan[name].base is not None
            assert not plan.referrers(name), name
            continue
        assert seen["calendars"][uid[name]] == [hours_of(plan, name, day) for day in days], name


def goes_on(calendar: Calendar) -> bool:
    """Whether a monthly or yearly exception ends within a period: MPXJ lets it occur once more."""
    rules = (
        one.recurrence for one in calendar.exceptions if one.recurrence is not None and one.finish is not None
    )
    return any(rule.frequency in ("MONTHLY", "YEARLY") and not rule.ends for rule in rules)


def links_of(plan: Plan, entity: Any) -> list[tuple[Any, ...]]:
    """What an item waits for; MPXJ keeps one of several links that are alike."""
    found: list[tuple[Any, ...]] = []
    for one in entity.after:
        percent = isinstance(one.lag, Percent)
        amount = float(one.lag.value) if percent else plan.minutes(one.lag)
        unit = ("e%" if one.lag.elapsed else "%") if percent else unit_of(one.lag)
        found.append((int(one.predecessor[1:]), str(one.link), amount, unit))
    return found


def unit_of(lag: Span) -> str:
    unit = {"min": "m", "h": "h", "d": "d", "w": "w", "mo": "mo"}[lag.parts[0][1] if lag.parts else "d"]
    return f"e{unit}" if lag.elapsed else unit


def assignments_of(plan: Plan) -> list[list[Any]]:
    found = []
    for task in plan.tasks.values():
        for one in task.assignments:
            units = plan[one.resource].capacity if one.units is None else one.units
            found.append([int(task.id[1:]), int(one.resource[1:]), float(units * 100)])
    return found


def hours_of(plan: Plan, name: str, day: date) -> list[list[str]]:
    """The hours that begin on a day, as MPXJ tells them: midnight at the end of the day is 00:00."""
    found = [(shift.start, shift.finish % 1440) for shift in day_shifts(layers_of(plan, name), day)]
    return [[f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in found]


def rich_plan() -> Plan:
    return Plan(title="Launch", start="2026-03-02 08:00", calendar="c1").add(
        Calendar(
            "c1", title="Standard", week="mon-fri 08:00-12:00, 13:00-17:00; sat-sun off",
            exceptions=(
                CalendarException(start="2026-04-03", name="Good Friday"),
                CalendarException(start="2026-03-07", shifts="08:00-12:00", name="Saturday work"),
                CalendarException(
                    start="2026-03-04", finish="2026-05-04", recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=SU"
                ),
                CalendarException(start="2026-03-01", recurrence="FREQ=MONTHLY;COUNT=9;BYMONTHDAY=20"),
                CalendarException(start="2026-03-01", recurrence="FREQ=MONTHLY;COUNT=9;BYDAY=-1TU"),
                CalendarException(
                    start="2026-01-01", recurrence="FREQ=YEARLY;COUNT=4;BYMONTH=5;BYMONTHDAY=1"
                ),
            ),
            work_weeks=[WorkWeek(
                start="2026-05-04", finish="2026-05-10", name="short",
                pattern="mon-thu 09:00-15:00; fri 08:00-12:00; sat-sun off",
            )],
        ),
        Calendar("c2", title="Ana", base="c1", exceptions=(CalendarException(start="2026-03-10"),)),
        Calendar("c3", title="Night", week="mon 23:00-24:00; tue-fri 00:00-03:00, 04:00-08:00, 23:00-24:00; "
                 "sat 00:00-03:00, 04:00-08:00; sun off"),
        Resource("r1", title="Ana", calendar="c2", email="ana@example.org"),
        Resource("r2", title="Crew", capacity=3),
        Task("t1", title="Phase"),
        Task("t2", title="Draft & <design>", parent="t1", duration="5d", assignments=["r1"]),
        Task("t3", title="Build", parent="t1", duration="2w", after=["t2", "t2 SS+50%"],
             assignments=[Assignment("r2", "2")]),
        Task("t4", title="Night run", duration="16h", after=["t2 FF+1d"], calendar="c3", deadline="2026-04-30 17:00"),
        Task("t5", title="Concrete hardens", duration="3ed", after=["t3 FS+2ed"]),
        Task("t6", title="By hand", duration="2d", manual=("2026-03-23 08:00", "2026-03-24 17:00")),
        Task("t7", title="Late", duration="1d", constraint="SNET 2026-04-13 08:00", after=["t6 FS-1d"]),
        Milestone("t8", title="Live", after=["t5", "t7", "t4"]),
    )  # fmt: skip


def test_mpxj_agrees_on_a_plan_that_uses_everything(tmp_path: Path) -> None:
    plan = rich_plan()
    dates = schedule(plan)
    (seen,) = read_by_mpxj([(plan, dates, msproject.dumps(plan, dates))], tmp_path)
    assert_agrees(plan, dates, seen)
    assert seen["resources"]["1"] == "Ana"
    assert seen["finish"][:16] == stamp(dates.finish)


def test_mpxj_agrees_on_every_file_of_the_benchmark_written_anew(benchmarks: Path, tmp_path: Path) -> None:
    written = []
    for path in sorted((benchmarks / "msproject").glob("*.xml")):
        plan = msproject.load(path).plan
        dates = schedule(plan)
        written.append((plan, dates, msproject.dumps(plan, dates)))
    assert written
    for (plan, dates, _), seen in zip(written, read_by_mpxj(written, tmp_path), strict=True):
        assert_agrees(plan, dates, seen)


FEATURES = [
    "calendars",
    "constraints",
    "deadlines",
    "elapsed",
    "hierarchy",
    "lags",
    "late",
    "manual",
    "resources",
]


def test_mpxj_agrees_on_generated_plans(tmp_path: Path) -> None:
    """Written, read and written again, so that the plan is one that the format can hold."""
    written: list[tuple[Plan, Schedule, bytes]] = []

    @settings(
        max_examples=80, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(plans(features=FEATURES))
    def collect(plan: Plan) -> None:
        held = msproject.loads(msproject.dumps(plan)).plan
        try:
            dates = schedule(held)
        except WorkModelError:
            return
        if len(dates):
            written.append((held, dates, msproject.dumps(held, dates)))

    collect()
    assert len(written) > 30
    for (plan, dates, _), seen in zip(written, read_by_mpxj(written, tmp_path), strict=True):
        assert_agrees(plan, dates, seen)


def test_mpxj_agrees_on_projects_and_items_with_names_of_their_own(tmp_path: Path) -> None:
    plan = Plan(start="2026-03-02 08:00").add(
        Project("site", title="Website"),
        Task("design", title="Design", parent="site", duration="5d"),
        Milestone("live", title="Live", parent="site", after=["design"]),
    )
    dates = schedule(plan)
    (seen,) = read_by_mpxj([(plan, dates, msproject.dumps(plan, dates))], tmp_path)
    again = msproject.loads(msproject.dumps(plan, dates))
    assert again.schedule is not None
    assert_agrees(again.plan, again.schedule, seen)
