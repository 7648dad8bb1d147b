"""Generated plans are valid, use what they may, leave out what they shall, and shrink to something readable."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from workmodel.domain import Estimate, Link, Milestone, Plan, Project, Task
from workmodel.domain.items import Entity
from workmodel.quantities import Percent, Span
from workmodel.testing import drawn, sketch
from workmodel.testing.strategies import (
    CLAIMING,
    FEATURES,
    calendars,
    entities,
    estimates,
    lags,
    names,
    plans,
    spans,
    texts,
    work_calendars,
)

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
met = settings(
    max_examples=4000, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@slow
@given(plans())
def test_a_generated_plan_has_no_rings_and_no_faults(plan: Plan) -> None:
    assert not [finding for finding in plan.check() if finding.severity == "error"]


@slow
@given(plans())
def test_a_generated_plan_can_be_drawn_and_read_back(plan: Plan) -> None:
    again = sketch(drawn(plan), start=plan.start)
    assert {entity.id: entity for entity in again} == {entity.id: entity for entity in plan}
    assert again.settings == plan.settings


@slow
@given(plans(details=True))
def test_details_are_what_no_engine_looks_at(plan: Plan) -> None:
    assert (
        Plan(**{n: getattr(plan.settings, n) for n in ("start", "zone")}).evolve(start="2026-03-02")
        is not None
    )
    assert len(plan) == len(list(plan))


@slow
@given(plans(links=[], features=()))
def test_without_links_and_features_nothing_is_left_but_durations(plan: Plan) -> None:
    for item in plan.items.values():
        assert not item.after
        assert item.parent is None
        assert item.constraint is None
        assert isinstance(item, (Task, Milestone))
    assert not plan.calendars
    assert not plan.resources


@slow
@given(plans(links=["FS", Link.SS], features={"lags"}))
def test_only_the_links_that_were_asked_for(plan: Plan) -> None:
    assert {d.link for item in plan.items.values() for d in item.after} <= {Link.FS, Link.SS}


@pytest.mark.parametrize(
    "wanted",
    [
        lambda p: any(len(item.after) > 1 for item in p.items.values()),
        lambda p: any(item.after and p.children(item.id) for item in p.items.values()),
        lambda p: any(isinstance(item, Project) and p.children(item.id) for item in p.items.values()),
        lambda p: any(isinstance(d.lag, Percent) for item in p.items.values() for d in item.after),
        lambda p: any(getattr(item, "progress", None) and item.after for item in p.items.values()),
        lambda p: p.settings.direction == "backward" and len(p.items) > 2,
        lambda p: p.settings.zone is not None and len(p.calendars) == 2,
        lambda p: any(len(t.assignments) == 2 and t.effort and not t.duration for t in p.tasks.values()),
    ],
    ids=["two links", "link of a summary", "project", "percent lag", "progress", "backward", "zone", "team"],
)
def test_interesting_plans_come_up(wanted: object) -> None:
    find(plans(), wanted, settings=met)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wanted",
    [
        lambda p: any(a.resource in p.resources for r in p.routines.values() for a in r.assignments),
        lambda p: any(r.at > "20:00" and r.assignments for r in p.routines.values()),
        lambda p: any(a.units for r in p.routines.values() for a in r.assignments),
        lambda p: any(r.window and r.steps and r.fan_out for r in p.routines.values()),
        lambda p: any(r.parent for r in p.routines.values()),
        lambda p: any(one.calendar == "abroad0" for one in p.resources.values()),
        lambda p: any(one.absences for one in p.resources.values()) and p.completions,
        lambda p: "crew" in p and any("crew" in r.fan_out for r in p.routines.values()),
        lambda p: any(len({m.assignments for m in t.modes}) > 1 and t.mode for t in p.tasks.values()),
        lambda p: any(r.among and r.skill for t in p.tasks.values() for r in t.requires),
    ],
    ids=["people", "night", "units", "steps", "project", "elsewhere", "reported", "team", "modes", "pool"],
)
def test_plans_with_all_that_claims_hours_come_up(wanted: object) -> None:
    features = {"resources", "hierarchy", "zones"} | CLAIMING
    find(plans(features=features), wanted, settings=met)  # type: ignore[arg-type]


@slow
@given(plans())
def test_routines_of_people_come_only_where_they_are_asked_for(plan: Plan) -> None:
    assert not plan.routines
    assert not plan.completions


def test_features_have_names() -> None:
    with pytest.raises(AssertionError, match="no such features"):
        find(plans(features={"magic"}), lambda plan: True)
    assert "lags" in FEATURES


@pytest.mark.untraced
def test_a_counterexample_shrinks_to_what_matters() -> None:
    """How far depends on chance: of a few, one is as small as can be, and none is large."""
    some = plans(features={"lags", "hierarchy", "deadlines"})
    found = [find(some, lambda p: len(p.milestones) > 0, random=Random(n)) for n in range(6)]
    smallest = min(found, key=len)
    assert len(smallest) == 1
    assert not any(item.after or item.deadline for item in smallest.items.values())
    assert max(map(len, found)) <= 4


@given(spans(), spans(zero=False, elapsed=True), spans(signed=True))
def test_spans_are_what_they_are_said_to_be(any_span: Span, elapsed: Span, signed: Span) -> None:
    assert any_span.minutes() >= 0
    assert elapsed.elapsed
    assert elapsed.minutes() > 0
    assert abs(signed.minutes()) < 10_000_000


@given(estimates(), lags(), texts(), names())
def test_values_are_valid(estimate: Estimate, lag: object, text: str, name: str) -> None:
    low, likely, high = estimate.minutes()
    assert 0 <= low <= likely <= high
    assert str(lag)
    assert text.encode() is not None
    assert Task(name).id == name


@slow
@given(entities(), calendars())
def test_entities_stand_alone(entity: Entity, calendar: Entity) -> None:
    plan = Plan(start="2026-03-02").add(entity)
    assert plan[entity.id] == entity
    assert Plan().add(calendar).work_calendar(calendar.id).position(0) is not None


@slow
@given(work_calendars(), st.integers(-100_000, 100_000))
def test_work_calendars_have_working_time(calendar: object, at: int) -> None:
    assert calendar.next_open(29_539_200 + at) >= 29_539_200 + at  # type: ignore[attr-defined]


def test_importing_the_library_does_not_load_its_testing_room() -> None:
    code = (
        "import sys, workmodel; "
        "assert not any(m.startswith(('workmodel.testing', 'hypothesis')) for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_sketch_and_timetable_need_no_hypothesis() -> None:
    code = "import sys, workmodel.testing; assert 'hypothesis' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
