"""Who does it, and in which way: what a task leaves open is chosen, and said."""

from __future__ import annotations

from datetime import datetime

import pytest
from attrs import evolve

import workmodel as wm
from workmodel.allocation import Allocation, allocate
from workmodel.domain import Mode, Project, Resource, Task
from workmodel.errors import NoWorkingTime
from workmodel.verification import verify

START = "2026-03-02"  # a Monday


def plan(*entities: object) -> wm.Plan:
    return wm.Plan(start=START).add(*entities)


def sound(found: Allocation) -> Allocation:
    assert [one for one in verify(found.plan, found) if one.code != "verify.leveled_plan"] == []
    return found


def who(found: Allocation, task: str) -> list[str]:
    return [one.resource for one in found.assignments[task]]


ANA = Resource("ana", skills=["python 4"])
BEN = Resource("ben", skills=["python 2", "sql"])
CEM = Resource("cem", skills=["design"])


class TestWhoeverCan:
    def test_two_tasks_at_once_go_to_two_people_who_can(self) -> None:
        found = sound(
            allocate(plan(ANA, BEN, CEM, *(Task(name, duration="2d", requires=["python"]) for name in "xy")))
        )
        assert {*who(found, "x"), *who(found, "y")} == {"ana", "ben"}
        assert found.finish == datetime(2026, 3, 3, 17)

    def test_what_is_part_of_a_project_or_a_summary_is_chosen_as_well(self) -> None:
        parts = [
            Task("x", parent="site", effort="8h", requires=["from ana|ben"]),
            Task("walls", parent="site"),
            Task("y", parent="walls", effort="8h", requires=["from ana|ben"]),
            Task("z", effort="8h", assignments=["ana"]),
        ]
        found = sound(allocate(plan(ANA, BEN, Project("site"), *parts), iterations=100))
        assert sorted([*who(found, "x"), *who(found, "y")]) in (["ana", "ben"], ["ben", "ben"])
        assert found.finish == datetime(2026, 3, 3, 17)

    def test_who_never_works_when_a_task_may_be_done_is_no_choice(self) -> None:
        night = Resource("night", calendar="night_shift")
        both = Task("x", duration="1d", calendar="standard", requires=["from night|ben"])
        found = sound(allocate(plan(night, BEN, both)))
        assert who(found, "x") == ["ben"]
        alone = plan(night, Task("x", duration="1d", calendar="standard", requires=["from night"]))
        with pytest.raises(NoWorkingTime) as told:
            allocate(alone)
        assert told.value.calendars == ("night_shift", "standard")

    def test_who_costs_least_is_told_by_the_rates_of_the_day_on_which_they_would_begin(self) -> None:
        ana = Resource("ana", cost_rate="10 EUR", cost_rates=["2026-03-03 100 EUR"])
        ben = Resource("ben", cost_rate="50 EUR")
        first = Task("first", duration="1d", assignments=["ana"], priority=900)
        found = sound(
            allocate(
                plan(ana, ben, first, Task("x", duration="1d", requires=["from ana|ben"])), objective="cost"
            )
        )
        assert who(found, "x") == ["ben"]

    def test_a_level_that_only_one_has_makes_tasks_wait_for_that_one(self) -> None:
        tasks = [Task(name, duration="2d", requires=["python 4"]) for name in "xy"]
        found = sound(allocate(plan(ANA, BEN, CEM, *tasks)))
        assert who(found, "x") == who(found, "y") == ["ana"]
        assert found.finish == datetime(2026, 3, 5, 17)

    def test_whoever_is_named_already_counts(self) -> None:
        found = sound(
            allocate(plan(ANA, BEN, Task("x", duration="1d", assignments=["ben"], requires=["2 python"])))
        )
        assert who(found, "x") == ["ben", "ana"]
        assert found.chosen["x"].people == ("ana",)

    def test_somebody_who_is_away_is_passed_over(self) -> None:
        away = evolve(ANA, absences=["2026-03-02..2026-03-20"])
        found = sound(allocate(plan(away, BEN, Task("x", duration="2d", requires=["python"]))))
        assert who(found, "x") == ["ben"]
        assert "ben" in found.explain("x")

    def test_effort_is_shared_by_those_who_are_chosen(self) -> None:
        found = sound(allocate(plan(ANA, BEN, Task("x", effort="4d", requires=["2 python"]))))
        assert found.finish == datetime(2026, 3, 3, 17)

    def test_one_of_several_named_people(self) -> None:
        tasks = [
            Task("own", duration="3d", assignments=["ana"]),
            Task("x", duration="1d", requires=["from ana|ben"]),
        ]
        found = sound(allocate(plan(ANA, BEN, *tasks)))
        assert who(found, "x") == ["ben"]
        assert found.finish == datetime(2026, 3, 4, 17)

    def test_a_team_is_a_pool_out_of_which_some_are_taken(self) -> None:
        dev = Resource("dev", members=["ana", "ben"])
        tasks = [Task(name, duration="1d", requires=["from dev"]) for name in "xyz"]
        found = sound(allocate(plan(ANA, BEN, CEM, dev, *tasks)))
        assert {name for task in "xyz" for name in who(found, task)} == {"ana", "ben"}
        assert found.finish == datetime(2026, 3, 3, 17)

    def test_what_nobody_can_is_told_and_left_as_it_is(self) -> None:
        found = allocate(plan(ANA, Task("x", duration="1d", requires=["welding"])))
        assert [one.code for one in found.findings] == ["allocation.nobody_can"]
        assert found.leveled == found.plan

    def test_the_same_people_go_on_where_that_costs_nothing(self) -> None:
        tasks = [
            Task("x", duration="1d", assignments=["ben"]),
            Task("y", duration="1d", requires=["python"], after=["x"]),
        ]
        found = sound(allocate(plan(ANA, BEN, *tasks)))
        assert who(found, "y") == ["ben"], "ana is as free, and comes first"

    def test_levelling_twice_changes_nothing(self) -> None:
        tasks = [Task(name, duration="2d", requires=["python"]) for name in "wxyz"]
        once = allocate(plan(ANA, BEN, CEM, *tasks))
        twice = allocate(once.leveled_plan())
        assert twice.leveled == once.leveled
        assert twice.schedule.finish == once.schedule.finish


class TestModes:
    TWO = (
        Mode("alone", duration="4d", assignments=["ana"]),
        Mode("both", duration="2d", assignments=["ana", "ben"]),
    )

    def test_the_faster_mode_is_taken_where_its_people_are_free(self) -> None:
        found = sound(allocate(plan(ANA, BEN, Task("x", modes=self.TWO))))
        assert found.chosen["x"].mode == "both"
        assert found.leveled["x"].mode == "both"
        assert found.finish == datetime(2026, 3, 3, 17)

    def test_another_mode_is_taken_where_that_is_better_for_everything(self) -> None:
        tasks = [Task("x", modes=self.TWO), Task("own", duration="4d", assignments=["ben"], priority=900)]
        found = sound(allocate(plan(ANA, BEN, *tasks)))
        assert found.chosen["x"].mode == "alone"
        assert found.finish == datetime(2026, 3, 5, 17)

    def test_what_is_used_up_bounds_the_choice(self) -> None:
        fast = Mode("bought", duration="1d", assignments=["ana", "kit 1 piece"])
        slow = Mode("made", duration="3d", assignments=["ana"])
        kit = Resource("kit", type="material", unit="piece", stock=1)
        tasks = [Task(name, modes=(fast, slow)) for name in "xy"]
        found = sound(allocate(plan(ANA, BEN, kit, *tasks)))
        assert sorted(one.mode for one in found.chosen.values()) == ["bought", "made"]
        assert found.finish == datetime(2026, 3, 5, 17)

    def test_the_cheaper_way_is_taken_where_cost_counts_first(self) -> None:
        dear = Resource("dear", skills=["python"], cost_rate="90 EUR")
        cheap = Resource("cheap", skills=["python"], cost_rate="50 EUR")
        tasks = [Task(name, duration="2d", requires=["python"]) for name in "xy"]
        found = sound(allocate(plan(dear, cheap, *tasks), objective=("cost", "finish")))
        assert who(found, "x") == who(found, "y") == ["cheap"]
        fast = sound(allocate(plan(dear, cheap, *tasks)))
        assert {*who(fast, "x"), *who(fast, "y")} == {"dear", "cheap"}
