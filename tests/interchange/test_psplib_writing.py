"""Plans as instances of project scheduling research: what fits comes back equal, what does not is a finding."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from workmodel import Milestone, Plan, Project, Resource, Routine, Task, schedule
from workmodel.domain import Mode
from workmodel.errors import DependencyCycle, DocumentFaults, NoPlanDate, OutOfRange, WrongType
from workmodel.interchange import psplib
from workmodel.testing.strategies import FEATURES, plans

DAY = {"start": psplib.START, "calendar": "24_hours"}


def machine(name: str, capacity: int = 2) -> Resource:
    return Resource(name, type="equipment", capacity=capacity, calendar="24_hours")


@st.composite
def ways(draw, resources: list[Resource], least: int) -> dict[str, Any]:
    """A duration in whole hours and whole units of some resources: what takes no time holds nothing that comes back."""
    hours = draw(st.integers(least, 500))
    held = {one: draw(st.integers(0, 4)) for one in resources if hours or not one.works}
    who = [f"{one.id} {100 * n}%" if one.works else f"{one.id} {n} unit" for one, n in held.items() if n]
    return {"duration": f"{hours}h", "assignments": who}


@st.composite
def fitting(draw) -> Plan:
    """Plans that an instance holds as they are."""
    resources = [machine(f"r{n}", draw(st.integers(0, 9))) for n in range(1, draw(st.integers(0, 3)) + 1)]
    if draw(st.booleans()):
        resources.append(Resource("n1", type="material", unit="unit", stock=draw(st.integers(0, 99))))
    work = draw(st.integers(0, 6))
    items: list[Task | Milestone] = [
        Milestone("a1", constraint=draw(st.sampled_from([None, "SNET 2026-01-06 07:00"])))
    ]
    waited: set[str] = set()
    for n in range(2, work + 2):
        names = draw(st.lists(st.integers(2, n - 1), unique=True, max_size=3)) if n > 2 else []
        after = [f"a{name}" for name in sorted(names)] or ["a1"]
        waited.update(after)
        form = draw(st.sampled_from(["one way", "milestone", "modes"]))
        if form == "one way":
            items.append(Task(f"a{n}", after=after, **draw(ways(resources, 1))))
        elif form == "modes":
            several = draw(st.lists(ways(resources, 0), min_size=2, max_size=3))
            modes = [Mode(f"m{place}", **way) for place, way in enumerate(several, 1)]
            items.append(Task(f"a{n}", after=after, modes=modes))
        else:
            items.append(Milestone(f"a{n}", after=after))
    last = [item.id for item in items if item.id not in waited]
    items.append(Milestone(f"a{work + 2}", after=last))
    return Plan(title=draw(st.sampled_from(["", "bridge.bas", "two words: x"])), **DAY).add(
        *resources, *items
    )


@given(fitting())
def test_a_plan_that_fits_comes_back_equal(plan):
    text = psplib.dumps(plan)
    assert psplib.loads(text).plan == plan
    assert psplib.dumps(psplib.loads(text).plan) == text
    assert psplib.losses(plan) == ()


@given(plans(features=FEATURES | {"choices"}))
def test_any_plan_is_written_so_that_it_is_read_or_refused_with_the_reason(plan):
    found = psplib.losses(plan)
    if any(one.code == "psplib.not_writable" for one in found):
        with pytest.raises((DependencyCycle, OutOfRange)) as caught:
            psplib.dumps(plan)
        assert [one.message for one in found] == [f"the plan cannot be written: {caught.value}"]
        return
    text = psplib.dumps(plan)
    begins = plan.start if plan.start is not None and plan.zone is None else psplib.START
    back = psplib.loads(text, start=begins).plan
    ends = sum(dict(one.facts)["count"] for one in found if one.code == "psplib.ends_added")
    assert len(back.items) == len(plan.leaves()) + ends
    assert psplib.dumps(back) == text
    if not [one for one in found if one.code != "psplib.start_lost"]:
        assert back == plan


def small(*more, **settings) -> Plan:
    return Plan(**{**DAY, **settings}).add(
        machine("r1"), Milestone("a1"), Task("a2", after=["a1"], duration="3h", assignments=["r1 200%"]),
        Milestone("a3", after=["a2"]), *more,
    )  # fmt: skip


def choice(*more: Mode) -> Plan:
    """The same, with two ways of doing the second activity."""
    modes = [
        Mode("m1", duration="3h", assignments=["r1 200%"]),
        Mode("m2", duration="8h", assignments=["r1 200%"]),
        *more,
    ]
    return small().evolve("a2", modes=modes)


def named(name: str) -> Plan:
    modes = choice()["a2"].modes
    return small().evolve("a2", modes=[evolve(modes[0], name=name), modes[1]])


def lost(plan: Plan) -> dict[str, int]:
    found = [dict(one.facts) for one in psplib.losses(plan) if one.code == "psplib.lost"]
    return {facts["what"]: facts["count"] for facts in found}


class TestLosses:
    def test_whatever_fits_is_no_loss(self):
        assert psplib.losses(small()) == ()
        assert psplib.losses(choice()) == ()

    @pytest.mark.parametrize(
        ("plan", "what"),
        [
            (small().evolve("a2", title="Dig"), "task.title"),
            (small().evolve("a2", duration="90min"), "task.duration"),
            (small().evolve("a2", deadline="2026-02-01"), "task.deadline"),
            (small().evolve("a2", assignments=["r1 50%"]), "task.assignments"),
            (small().evolve("a2", assignments=["r1"]), "task.assignments"),
            (small().evolve("a3", after=["a2 FS+2h"]), "milestone.after"),
            (small().evolve("a3", after=["a2", "a1 SS"]), "milestone.after"),
            (small().evolve("r1", type="person"), "resource.type"),
            (small().evolve("r1", capacity="1.5"), "resource.capacity"),
            (small().evolve("a2", constraint="SNET 2026-01-07"), "task.constraint"),
            (small().evolve("a1", constraint="SNET 2026-01-07 00:30"), "milestone.constraint"),
            (small(Routine("daily", recurrence="FREQ=DAILY", effort="1h")), "routine"),
            (small(calendar="standard"), "settings.calendar"),
            (small(title="two\nlines"), "settings.title"),
            (choice().evolve("a2", splittable=True), "task.splittable"),
            (choice().evolve("a2", modes=choice()["a2"].modes[:1]), "task.modes"),
            (choice().evolve("a2", duration="5h"), "task.duration"),
            (choice().replace(choice()["a2"].in_mode("m2")), "task.duration"),
            (named("fast"), "task.modes"),
            (choice(Mode("m3", duration="30min")), "task.modes"),
            (choice(Mode("m3", duration="1h", requires=["sql"])), "task.modes"),
        ],
    )
    def test_what_does_not_fit_is_named(self, plan, what):
        assert lost(plan) == {what: 1}

    def test_the_start_is_not_in_the_file_and_said_when_it_is_read(self):
        (finding,) = psplib.losses(small(start="2026-03-02"))
        assert (finding.code, finding.severity) == ("psplib.start_lost", "info")
        assert 'start="2026-03-02"' in finding.message
        plan = small(start="2026-03-02")
        assert psplib.loads(psplib.dumps(plan), start="2026-03-02").plan == plan

    def test_other_ids_become_numbers(self):
        (finding,) = psplib.losses(small().rename("a2", "dig"))
        assert (finding.code, dict(finding.facts)) == ("psplib.renamed", {"names": (("dig", "a2"),)})

    def test_another_order_is_a_finding(self):
        plan = Plan(**DAY).add(Milestone("a1"), Milestone("a2", after=["a1"]), machine("r1"))
        assert [one.code for one in psplib.losses(plan)] == ["psplib.reordered"]

    def test_ends_are_added_where_a_plan_begins_or_ends_with_work(self):
        plan = Plan(**DAY).add(Task("dig", duration="2h"), Task("drain", duration="3h"))
        back = psplib.loads(psplib.dumps(plan)).plan
        assert [str(link) for link in back["a4"].after] == ["a2", "a3"]
        assert [str(link) for link in back["a3"].after] == ["a1"]
        assert {one.code for one in psplib.losses(plan)} == {"psplib.ends_added", "psplib.renamed"}

    def test_projects_are_dissolved_and_their_links_hold_for_what_is_in_them(self):
        plan = Plan(**DAY).add(
            Milestone("a1"), Project("p", after=["a1"]), Task("a2", parent="p", duration="2h"),
            Task("a3", parent="p", duration="3h"), Milestone("a4", after=["p"]),
        )  # fmt: skip
        back = psplib.loads(psplib.dumps(plan)).plan
        assert [str(link) for link in back["a3"].after] == ["a1"]
        assert [str(link) for link in back["a4"].after] == ["a2", "a3"]
        assert lost(plan)["project"] == 1

    def test_parts_of_units_are_rounded_up(self):
        plan = small().evolve("r1", capacity="1.5").evolve("a2", assignments=["r1 150%"], duration="90min")
        back = psplib.loads(psplib.dumps(plan)).plan
        assert (back["r1"].capacity, str(back["a2"].assignments[0]), str(back["a2"].duration)) == (
            2,
            "r1 200%",
            "2h",
        )


class TestRefusals:
    def test_a_duration_that_follows_from_effort_is_not_guessed(self):
        plan = small().evolve("a2", duration=None, effort="5h")
        with pytest.raises(OutOfRange, match="the duration of a2"):
            psplib.dumps(plan)
        (finding,) = psplib.losses(plan)
        assert (finding.code, finding.severity) == ("psplib.not_writable", "error")

    def test_what_says_neither_takes_a_day_of_the_plan_as_everywhere(self):
        assert (
            str(psplib.loads(psplib.dumps(small().evolve("a2", duration=None))).plan["a2"].duration) == "8h"
        )

    def test_work_longer_than_any_that_is_read_is_not_written(self):
        with pytest.raises(OutOfRange, match="876,600"):
            psplib.dumps(small().evolve("a2", duration="900000h"))

    def test_the_largest_capacity_is_written_and_read(self):
        assert psplib.losses(small().evolve("r1", capacity=100_000)) == ()

    def test_rings_are_refused(self):
        with pytest.raises(DependencyCycle) as caught:
            psplib.dumps(small().evolve("a1", after=["a3"]))
        assert set(caught.value.path) == {"a1", "a2", "a3"}

    def test_what_is_no_plan_is_refused(self):
        with pytest.raises(WrongType):
            psplib.dumps("plan")


class TestStarts:
    def test_are_periods_after_the_start_of_the_plan(self):
        rows = psplib.dumps_starts({"bridge": schedule(small())}).splitlines()
        assert rows == ["instance,activity,start", "bridge,1,0", "bridge,2,0", "bridge,3,3"]

    def test_stand_below_each_other_for_as_many_instances_as_there_are(self):
        text = psplib.dumps_starts({"a": schedule(small()), "b": schedule(small(start="2026-03-02"))})
        assert [row["instance"] for row in csv.DictReader(io.StringIO(text))] == ["a"] * 3 + ["b"] * 3

    def test_number_activities_within_their_project_where_there_are_several(self):
        plan = Plan(**DAY).add(
            Project("p1"), Project("p2"), Task("x", parent="p2", duration="2h"), Milestone("y", parent="p1"),
            Task("z", parent="p2", after=["x"], duration="1h"),
        )  # fmt: skip
        rows = psplib.dumps_starts({"town": schedule(plan)}).splitlines()[1:]
        assert rows == ["town,2:1,0", "town,1:1,0", "town,2:2,2"]

    def test_number_activities_as_the_instance_does(self):
        plan = Plan(**DAY).add(Task("dig", duration="2h"), Task("drain", after=["dig"], duration="3h"))
        rows = psplib.dumps_starts({"x": schedule(plan)}).splitlines()[1:]
        assert rows == ["x,2,0", "x,3,2"]

    def test_say_in_which_mode_where_there_is_a_choice(self):
        plan = choice()
        plan = plan.replace(plan["a2"].in_mode("m2"))
        rows = psplib.dumps_starts({"x": schedule(plan)}).splitlines()
        assert rows == ["instance,activity,mode,start", "x,1,1,0", "x,2,2,0", "x,3,1,8"]
        with pytest.raises(OutOfRange, match="none of its modes"):
            psplib.dumps_starts({"x": schedule(plan.evolve("a2", duration="1h"))})

    def test_are_whole_or_refused(self):
        plan = small().evolve("a2", duration="90min")
        with pytest.raises(OutOfRange, match="the start of a3"):
            psplib.dumps_starts({"x": schedule(plan)})

    def test_a_plan_without_a_start_has_none(self):
        plan = small(start=None, finish="2026-03-02", direction="backward")
        with pytest.raises(NoPlanDate):
            psplib.dumps_starts({"x": schedule(plan)})

    def test_names_that_a_spreadsheet_would_run_are_guarded(self):
        assert "'=1+1,1,0" in psplib.dumps_starts({"=1+1": schedule(small())})

    def test_go_to_a_file(self, tmp_path):
        psplib.dump_starts({"x": schedule(small())}, tmp_path / "starts.csv")
        assert (tmp_path / "starts.csv").read_text(encoding="utf-8").startswith("instance,activity,start")

    @pytest.mark.parametrize("value", [None, 3, schedule(small()), {"x": small()}, {3: schedule(small())}])
    def test_what_is_no_schedule_by_name_is_refused(self, value):
        with pytest.raises(WrongType):
            psplib.dumps_starts(value)


def test_a_plan_with_everything_in_it_loses_and_is_written(full_plan):
    (refusal,) = psplib.losses(full_plan)
    assert refusal.code == "psplib.not_writable"
    kinds = {
        one.code
        for one in psplib.losses(full_plan.remove(*full_plan.routines, *full_plan.items, cascade=True))
    }
    assert "psplib.lost" in kinds


def test_a_larger_limit_reads_a_larger_file():
    text = psplib.dumps(small())
    with pytest.raises(DocumentFaults, match="larger than"):
        psplib.loads(text, limit=len(text) - 1)
    assert psplib.loads(text, limit=len(text))


def test_a_mode_whose_duration_follows_from_effort_is_refused_like_that_of_a_task():
    with pytest.raises(OutOfRange) as caught:
        psplib.dumps(choice(Mode("m3", effort="3h")))
    assert caught.value.what == "the duration of a2 in mode m3"


def test_of_a_material_without_a_stock_there_is_as_much_as_the_hungriest_modes_use_up():
    modes = [
        Mode("m1", duration="1h", assignments=["ink 4 unit"]),
        Mode("m2", duration="2h", assignments=["ink 7 unit"]),
    ]
    ink = Resource("ink", type="material", unit="unit")
    plan = Plan(**DAY).add(ink, Task("x", modes=modes), Task("y", modes=modes))
    assert psplib.loads(psplib.dumps(plan)).plan["n1"].stock == 14
