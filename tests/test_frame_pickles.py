"""Values travel: copied, pickled by any protocol, and made in another process with other hashes."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import workmodel
from workmodel.calendars import (
    CalendarException,
    Layer,
    RecurrenceSet,
    WeekPattern,
    WorkCalendar,
    WorkWeek,
    union,
)
from workmodel.domain import (
    Baseline,
    BaselineRow,
    Calendar,
    Completion,
    Moved,
    Plan,
    Project,
    Property,
    Removed,
    Renamed,
    Resource,
    Revised,
    Routine,
    RoutineStep,
    Task,
    dependency,
    estimate,
    override,
)
from workmodel.errors import (
    DependencyCycle,
    NoCompletion,
    NoOccurrences,
    OutOfRange,
    PlanFaults,
    SpansDoNotMix,
    UnknownId,
    WorkModelError,
)
from workmodel.findings import Finding
from workmodel.graph import DependencyGraph
from workmodel.quantities import Axis, Conventions, Effort, TimeWindow, lag, money, rate, reservation, span
from workmodel.routines import adherence, next_occurrence


def values() -> list[object]:
    plan = Plan(start="2026-03-02", zone="Europe/Berlin").add(
        Resource("ana", calendar="late"),
        Calendar("late", base="standard", week="mon-fri 12:00-20:00"),
        Property("risk", type="int"),
        Project("p"),
        Task("a", parent="p", duration="1d", properties={"risk": 3}, tags=["x"], assignments=["ana 50%"]),
        Task("b", after=["a SS+1d"], estimate="1d / 2d / 3d"),
        Routine(
            "r",
            recurrence="FREQ=DAILY",
            overrides="2026-03-09 cancelled",
            steps=RoutineStep("x", who="ana"),
        ),
        Completion(routine="r", occurrence="2026-03-02", done="2026-03-03"),
        Baseline("agreed", date="2026-03-02", rows=[BaselineRow(id="a", finish="2026-03-02", cost="5 EUR")]),
    )
    office = WorkCalendar("mon-fri 09:00-17:00", zone="Europe/Berlin")
    return [
        plan, plan.settings, plan["a"], workmodel.schedule(plan), workmodel.schedule(plan).explain("b"), span("1w 2d"),
        lag("50%"), money("5 EUR"), Axis("Europe/Berlin"), Conventions(450), Effort(5), Finding("a.b", "s", "m", {"n": 1}),
        TimeWindow(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12)), office, union([office, WorkCalendar("sat 9-12", "UTC")]),
        Layer("mon 9-17", CalendarException(start="2026-01-01", recurrence="FREQ=YEARLY")), WeekPattern.of("mon 9-17"),
        WorkWeek(start="2026-01-01", finish="2026-02-01", pattern="mon 9-17"), dependency("a FS+2d"), estimate("1d / 2d / 3d"),
        next_occurrence(plan, "r", "2026-03-02"), adherence(plan, "r", "2026-03-02", "2026-03-09", as_of="2026-03-08"),
        RecurrenceSet("FREQ=DAILY"), rate("3 per day"), reservation("20%"), override("2026-03-09 cancelled"),
        Removed(Task("z")), Renamed("a", "b"), Moved("a", None, "b"), Revised("a", [("title", "", "x")]),
    ]  # fmt: skip


ERRORS = (
    UnknownId("a", " Did you mean"),
    PlanFaults(("one", "two"), (("a", "b"),)),
    DependencyCycle(("a", "b"), ("a",)),
    SpansDoNotMix("1d", "1ed", "add"),
    OutOfRange("a share", 7, "less"),
    NoOccurrences("r", "has no recurrence", "Give it one."),
    NoCompletion("r"),
)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_value_survives_copies_and_pickles(protocol):
    for value in values():
        for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value, protocol))):
            assert other == value, value
            assert type(other) is type(value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_errors_graphs_and_views_of_a_plan_survive_pickles(protocol):
    for error in ERRORS:
        other = pickle.loads(pickle.dumps(error, protocol))
        assert isinstance(other, WorkModelError)
        assert (type(other), str(other), other.args) == (type(error), str(error), error.args)
    plan = Plan(start="2026-03-02").add(Task("a"), Task("b", after=["a"]))
    assert pickle.loads(pickle.dumps(DependencyGraph(plan), protocol)).descendants("a") == ("b",)
    assert pickle.loads(pickle.dumps(plan.tasks, protocol)) == plan.tasks


ELSEWHERE = """
import pickle, sys
from test_frame_pickles import values
found = values()
for value in found:
    if type(value).__hash__ is not None:
        hash(value)
sys.stdout.buffer.write(pickle.dumps(found))
"""


def test_what_another_process_made_is_found_by_its_hash_here():
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parent)}
    made = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, check=True, env=environment)
    for theirs, ours in zip(pickle.loads(made.stdout), values(), strict=True):
        assert theirs == ours
        if type(ours).__hash__ is not None:
            assert {ours: "found"}[theirs] == "found"
