"""The engine's passes against the plain reading of the rules."""

from __future__ import annotations

import os
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from workmodel.domain import Milestone, Plan, Project, Task
from workmodel.scheduling import schedule
from workmodel.testing import drawn, sketch
from workmodel.testing.oracle import plain_backward_pass, plain_floats, plain_forward_pass
from workmodel.testing.strategies import plans
from workmodel.verification import verify

THOROUGH = os.environ.get("WORKMODEL_THOROUGH") == "1"
CASES = 3_000 if THOROUGH else 100
GRAPHS = 100_000 if THOROUGH else 10_000
LINKS = ["FS", "SS", "FF", "SF"]
LAGS = ["", "", "+4h", "-1d", "+1ed", "+50%", "-25%", "+2d"]
DURATIONS = ["1d", "4h", "2d", "3d", "5h 20min", "2ed", "0d", "1w"]
CONSTRAINTS = [
    "SNET 2026-03-04", "FNET 2026-03-06 12:00", "SNLT 2026-03-03", "FNLT 2026-03-09", "MSO 2026-03-05", "MFO 2026-03-10"
]  # fmt: skip
LOGIC = {"lags", "constraints", "deadlines", "calendars", "hierarchy", "elapsed", "delays"}


def compared(plan: Plan) -> None:
    found = schedule(plan)
    early = plain_forward_pass(plan)
    late = plain_backward_pass(plan, early)
    floats = plain_floats(plan, early, late)
    d = found.dates
    rows = {name: row for row, name in enumerate(found.ids)}
    assert {name: (d.early_start[row], d.early_finish[row]) for name, row in rows.items()} == early, drawn(
        plan
    )
    assert {name: (d.late_start[rows[name]], d.late_finish[rows[name]]) for name in late} == late, drawn(plan)
    assert {name: (d.total_float[rows[name]], d.free_float[rows[name]]) for name in floats} == floats, drawn(
        plan
    )


def without_amounts(plan: Plan) -> Plan:
    """The plan without effort and estimates, which the plain reading leaves out."""
    for task in plan.tasks.values():
        if task.effort is not None or task.estimate is not None:
            plan = plan.evolve(task.id, effort=None, estimate=None, duration=task.duration or "1d")
    return plan


@pytest.mark.untraced
@settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(plans(features=LOGIC))
def test_all_links_lags_constraints_calendars_and_summaries(plan: Plan) -> None:
    compared(without_amounts(plan))


@settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(plans(features=LOGIC | {"resources", "zones"}, items=5))
def test_people_s_calendars_and_changes_of_clocks(plan: Plan) -> None:
    compared(without_amounts(plan))


@settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(plans(features={"lags"}, items=12))
def test_graphs_of_up_to_twelve_items(plan: Plan) -> None:
    compared(without_amounts(plan))


def graph(random: Random) -> Plan:
    """Two to twelve items with links to earlier ones, near enough for constraints and calendars to matter."""
    items: list[Task | Milestone] = []
    for number in range(random.randint(2, 12)):
        earlier = random.sample(range(number), min(number, random.choice([0, 1, 1, 2, 3])))
        after = [f"t{one} {random.choice(LINKS)}{random.choice(LAGS)}" for one in earlier]
        constraint = random.choice([None] * 8 + CONSTRAINTS)
        if random.random() < 0.15:
            items.append(Milestone(f"t{number}", after=after, constraint=constraint))
        else:
            duration, calendar = (
                random.choice(DURATIONS),
                random.choice([None] * 6 + ["night_shift", "24_hours"]),
            )
            items.append(
                Task(f"t{number}", duration=duration, after=after, constraint=constraint, calendar=calendar)
            )
    return Plan(start="2026-03-02 08:00").add(*items)


@pytest.mark.untraced
def test_ten_thousand_small_graphs() -> None:
    for seed in range(GRAPHS):
        plan = graph(Random(seed))
        compared(plan)
        assert not verify(plan, schedule(plan)), drawn(plan)


def minute(text: str) -> int:
    return int((datetime.fromisoformat(text) - datetime(1970, 1, 1)).total_seconds()) // 60


def test_the_plain_reading_itself_on_a_picture() -> None:
    plan = sketch("""
        design   2d
        spec     1d   after design SS+4h
        build    1d   after design, spec FS+50%
        live     0d   after build
        short    1d
    """)
    early = plain_forward_pass(plan)
    assert early["spec"] == (minute("2026-03-02 13:00"), minute("2026-03-03 12:00"))
    assert early["build"] == (minute("2026-03-04 08:00"), minute("2026-03-04 17:00"))
    assert early["live"] == (minute("2026-03-04 17:00"), minute("2026-03-04 17:00"))
    late = plain_backward_pass(plan, early)
    assert late["short"] == (minute("2026-03-04 08:00"), minute("2026-03-04 17:00"))
    assert late["design"] == (minute("2026-03-02 08:00"), minute("2026-03-03 17:00"))
    assert plain_floats(plan, early, late)["short"] == (960, 960)


def test_an_empty_project_stands_at_its_start() -> None:
    plan = Plan(start="2026-03-02").add(Project("site", start="2026-03-04"))
    at = minute("2026-03-04 00:00")
    assert plain_forward_pass(plan) == {"site": (at, at)}
