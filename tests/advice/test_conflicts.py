"""What cannot be had together: the smallest set of facts that exclude each other, and what mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.advice import Conflict, conflicts
from workmodel.capacity import consumption, ledger
from workmodel.domain import RoutineStep
from workmodel.errors import OutOfRange
from workmodel.testing import sketch
from workmodel.testing.strategies import plans


def said(found: Conflict) -> list[str]:
    return [str(one) for one in found.facts]


def repairs(found: Conflict) -> list[str]:
    return [str(one) for one in found.repairs]


def on_time(*names: str) -> Callable[[wm.Plan], bool]:
    """Whether there is an order of work in which all of these are done by their deadlines."""

    def met(plan: wm.Plan) -> bool:
        found = wm.allocate(plan, objective=("lateness", "finish"))
        return all(
            ("deadline.missed", name) not in {(one.code, one.subject) for one in found.findings}
            for name in names
        )

    return met


def codes(plan: wm.Plan, *, hours: bool = False) -> set[tuple[str, str]]:
    """What an engine says is missed, by code and item."""
    findings = wm.allocate(plan).findings if hours else wm.schedule(plan).findings
    return {(one.code, one.subject) for one in findings}


def minimal(found: Conflict, met: Callable[[wm.Plan], bool]) -> None:
    """The facts alone exclude each other, and no fewer do; every repair mends the plan."""
    assert not met(found.core)
    for fact in found.facts:
        assert met(found.without(fact)), fact
    assert found.repairs
    for one in found.repairs:
        assert met(one.plan), one


class TestLogic:
    def test_only_the_chain_that_is_too_long_is_in_conflict_with_the_deadline(self) -> None:
        plan = sketch("""
            design   3d
            legal    1d
            build    4d   after design
            launch   0d   after build, legal  deadline 2026-03-09
        """)
        (found,) = conflicts(plan)
        assert found.subject == "launch"
        assert found.by == "logic"
        assert said(found) == [
            "the plan starts 2026-03-02 08:00:00", "build waits for design", "launch waits for build",
            "design takes 3d", "build takes 4d", "launch is due 2026-03-09",
        ]  # fmt: skip
        assert repairs(found)[:3] == [
            "move the deadline of launch to Tue 2026-03-10 17:00",
            "shorten design by 1d",
            "shorten build by 1d",
        ]
        minimal(found, lambda one: ("deadline.missed", "launch") not in codes(one))

    def test_a_task_is_shortened_by_as_little_as_it_takes(self) -> None:
        (found,) = conflicts(sketch("a  20h  deadline 2026-03-03"))
        (less,) = (one for one in found.repairs if one.kind == "shorten")
        assert str(less) == "shorten a by 4h"
        assert wm.schedule(less.plan)["a"].finish.day == 3

    def test_a_date_before_which_nothing_starts_is_in_conflict_rather_than_the_plans_start(self) -> None:
        plan = sketch("""
            a  3d  SNET 2026-03-05
            b  2d  after a  deadline 2026-03-09
        """)
        (found,) = conflicts(plan)
        assert "a must start no earlier than 2026-03-05" in said(found)
        assert not any("plan starts" in one for one in said(found))
        assert "drop the constraint: a must start no earlier than 2026-03-05" in repairs(found)

    def test_where_two_chains_are_too_long_a_repair_of_one_is_none(self) -> None:
        plan = sketch("""
            a       5d
            b       5d
            launch  0d  after a, b  deadline 2026-03-04
        """)
        (found,) = conflicts(plan)
        assert len([one for one in found.facts if one.kind == "duration"]) == 1
        assert [one.kind for one in found.repairs] == ["move", "begin_earlier", "give_up"]

    def test_a_date_that_must_be_kept_is_in_conflict_with_what_comes_before(self) -> None:
        plan = sketch("""
            a  3d
            b  1d  after a  MSO 2026-03-03 08:00
        """)
        (found,) = conflicts(plan)
        assert "b must start on 2026-03-03 08:00:00" in said(found)
        assert repairs(found)[0] == 'move "must start on" of b to Wed 2026-03-04 17:00'
        minimal(found, lambda one: ("constraint.against_logic", "b") not in codes(one))

    def test_dates_set_by_hand_and_the_finish_of_the_plan_can_be_in_conflict(self) -> None:
        plan = sketch("""
            a  3d
            b  1d  after a  manual 2026-03-02 08:00 .. 2026-03-02 17:00
        """)
        (by_hand,) = conflicts(plan)
        assert by_hand.asked.kind == "manual"
        assert repairs(by_hand)[0] == "set b by hand to Wed 2026-03-04 17:00"
        minimal(by_hand, lambda one: ("manual.against_logic", "b") not in codes(one))
        (whole,) = conflicts(sketch("a 8d", finish="2026-03-06"))
        assert whole.subject == ""
        assert repairs(whole)[0] == "move the finish of the plan to Wed 2026-03-11 17:00"

    def test_a_calendar_that_is_seldom_open_is_a_fact(self) -> None:
        saturdays = wm.Calendar("saturdays", week="sat 08:00-12:00")
        plan = sketch("a  1d  deadline 2026-03-10").add(saturdays).evolve("a", calendar="saturdays")
        (found,) = conflicts(plan)
        assert "a follows the calendar saturdays" in said(found)

    def test_what_is_planned_late_and_a_projects_own_start_are_facts(self) -> None:
        plan = sketch("""
            site  project
              walls  2d  ALAP
              paint  5d
            open  0d  after site  deadline 2026-03-10
        """).evolve("site", start="2026-03-05")
        (found,) = conflicts(plan)
        assert "site starts 2026-03-05" in said(found)
        minimal(found, lambda one: ("deadline.missed", "open") not in codes(one))

    def test_of_a_summary_what_is_in_it_counts(self) -> None:
        plan = sketch("""
            site  project, deadline 2026-03-04
              walls  5d
              paint  1d
        """)
        (found,) = conflicts(plan)
        assert said(found) == [
            "the plan starts 2026-03-02 08:00:00",
            "walls takes 5d",
            "site is due 2026-03-04",
        ]

    def test_what_can_be_had_is_no_conflict(self) -> None:
        assert conflicts(sketch("a 1d deadline 2026-03-09")) == ()
        assert conflicts(wm.Plan(start="2026-03-02")) == ()


class TestPeople:
    def two(self, **more: Any) -> wm.Plan:
        return wm.Plan(start="2026-03-02").add(
            wm.Resource("ben"),
            wm.Resource("eva"),
            wm.Task("deploy", duration="3d", assignments=["ben"], deadline="2026-03-05"),
            wm.Task("build", duration="3d", assignments=["ben"], deadline="2026-03-05", **more),
            wm.Task("other", duration="9d", assignments=["eva"]),
        )

    def test_what_logic_would_allow_is_in_conflict_with_who_there_is(self) -> None:
        (found,) = conflicts(self.two())
        assert found.by == "people"
        assert said(found) == [
            "deploy is due 2026-03-05", "build takes 3d", "deploy takes 3d", "ben cannot be in two places at once",
            "build is due 2026-03-05",
        ]  # fmt: skip
        minimal(found, on_time("build", "deploy"))

    def test_what_another_order_of_work_would_keep_is_no_conflict(self) -> None:
        plan = self.two().evolve("deploy", deadline=None, priority=800)
        assert ("deadline.missed", "build") in codes(plan, hours=True)
        assert conflicts(plan) == ()
        in_time = wm.allocate(plan, objective=("lateness", "finish"))
        assert all(one.code != "deadline.missed" for one in in_time.findings)

    def test_others_do_it_or_join_or_it_is_due_later(self) -> None:
        (found,) = conflicts(self.two())
        kinds = [one.kind for one in found.repairs]
        assert kinds == sorted(
            kinds, key=["move", "shorten", "reorganise", "hire", "begin_earlier", "drop", "give_up"].index
        )
        assert "deploy goes from ben to eva" in repairs(found)
        assert "add somebody beside ben who does build" in repairs(found)
        assert "move the deadline of build to Mon 2026-03-09 17:00" in repairs(found)

    def test_an_absence_or_a_routine_that_takes_the_hours_is_named(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana", absences=["2026-03-03..2026-03-04 vacation"]),
            wm.Task("report", duration="3d", assignments=["ana"], deadline="2026-03-05"),
        )
        (found,) = conflicts(plan)
        assert "ana is away: 2026-03-03..2026-03-04 vacation" in said(found)
        assert any(one.kind == "drop" and one.subject == "ana" for one in found.repairs)
        held = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana"),
            wm.Routine("ops", reservation="20h per week", assignments=["ana"]),
            wm.Task("report", duration="3d", assignments=["ana"], deadline="2026-03-05"),
        )
        (found,) = conflicts(held)
        assert "ops claims hours of ana" in said(found)
        minimal(found, lambda one: ("deadline.missed", "report") not in codes(one, hours=True))

    def test_a_capacity_that_falls_and_the_steps_of_a_routine_are_named(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana", capacity_changes=["2026-03-03 0.5"]),
            wm.Task("report", effort="24h", assignments=["ana"], deadline="2026-03-05"),
        )
        (found,) = conflicts(plan)
        assert "the capacity of ana changes: 2026-03-03 0.5" in said(found)
        steps = [RoutineStep("check", effort="6h", who=["ana"])]
        held = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana"),
            wm.Routine("close", recurrence="FREQ=DAILY", steps=steps),
            wm.Task("report", effort="24h", assignments=["ana"], deadline="2026-03-05"),
        )
        (found,) = conflicts(held)
        assert "close claims hours" in said(found)
        minimal(found, lambda one: ("deadline.missed", "report") not in codes(one, hours=True))

    def test_somebody_without_hours_cannot_do_it(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana", absences=["2026-01-01..2036-01-01 leave"]),
            wm.Resource("ben"),
            wm.Task("report", duration="3d", assignments=["ana"]),
        )
        (found,) = conflicts(plan)
        assert found.asked.kind == "assignment"
        assert "add somebody beside ana who does report" in repairs(found)
        assert "report goes from ana to ben" in repairs(found)
        minimal(found, lambda one: ("allocation.no_hours", "report") not in codes(one, hours=True))

    def test_two_things_that_must_be_at_one_time_exclude_each_other_where_one_person_does_both(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ben"), wm.Resource("eva"),
            wm.Task("fair", duration="2d", assignments=["ben"], constraint="MSO 2026-03-04 08:00", priority=900),
            wm.Task("audit", duration="1d", assignments=["ben"], constraint="MSO 2026-03-05 08:00"),
        )  # fmt: skip
        (found,) = conflicts(plan)
        assert found.message == "audit stands on its dates, and 8h of its hours are not there then"
        assert "audit must start on 2026-03-05 08:00:00" in said(found)
        assert "ben cannot be in two places at once" in said(found)
        assert repairs(found)[0] == 'move "must start on" of audit to Mon 2026-03-02 08:00'
        assert "audit goes from ben to eva" in repairs(found)

        def met(one: wm.Plan) -> bool:
            book = wm.allocate(one).ledger
            return not any(book.total(name).unmet for name in book.resources)

        minimal(found, met)

    def test_a_team_cannot_be_in_two_places_at_once(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana"), wm.Resource("ben"), wm.Resource("crew", type="team", members=["ana", "ben"]),
            wm.Task("deploy", duration="3d", assignments=["crew"], deadline="2026-03-05"),
            wm.Task("build", duration="3d", assignments=["crew"], deadline="2026-03-05"),
        )  # fmt: skip
        (found,) = conflicts(plan)
        assert "crew cannot be in two places at once" in said(found)
        minimal(found, on_time("build", "deploy"))


class TestSkillsAndStocks:
    def test_what_too_few_can_do_is_in_conflict_with_who_can(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("ana", skills=["sql 2"]), wm.Task("query", effort="2d", requires=["2 sql 2"])
        )
        (found,) = conflicts(plan)
        assert found.by == "skills"
        assert said(found) == ["only ana can do that", "query asks for 2 sql 2"]
        assert repairs(found) == [
            "ask for sql 2 in query", "add somebody who can do sql", "give up that query asks for 2 sql 2",
        ]  # fmt: skip
        minimal(found, lambda one: not any(each.code == "requirement.unmet" for each in one.check()))

    def test_more_used_than_there_is_is_in_conflict_with_the_stock(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(
            wm.Resource("paint", type="material", unit="litre", stock=100),
            wm.Task("walls", duration="2d", assignments=["paint 80 litre"]),
            wm.Task("doors", duration="2d", assignments=["paint 30 litre"], after=["walls"]),
            wm.Task("fence", duration="2d", assignments=["paint 15 litre"], after=["doors"]),
        )

        def enough(one: wm.Plan) -> bool:
            return not consumption(ledger(one, "2026-03-02", "2026-03-20")).shortages

        (found,) = conflicts(plan)
        assert said(found) == [
            "walls uses up paint 80 litre", "doors uses up paint 30 litre", "there are 100 litre of paint",
        ]  # fmt: skip
        assert repairs(found)[0] == "have 125 litre of paint"
        minimal(found, enough)


class TestWhatCannotBeAsked:
    def test_no_conflicts_and_somebody_elses_fact(self) -> None:
        with pytest.raises(OutOfRange):
            conflicts(sketch("a 1d"), most=0)
        (found,) = conflicts(sketch("a  20h  deadline 2026-03-03"))
        with pytest.raises(OutOfRange):
            found.without(conflicts(sketch("b  20h  deadline 2026-03-03"))[0].facts[-1])


MORE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@MORE
@given(plan=plans(features={"deadlines", "constraints", "hierarchy", "manual", "calendars"}))
def test_each_set_is_minimal_by_deletion_and_each_repair_makes_it_feasible(plan: wm.Plan) -> None:
    assume(plan.direction == "forward")
    told = [one for one in conflicts(plan, most=2) if one.by == "logic"]
    known = codes(plan)
    kinds = {"deadline": "deadline.missed", "manual": "manual.against_logic", "finish": "plan.finish_missed"}
    for found in told:
        names = {
            kinds.get(found.asked.kind, "constraint.missed"),
            kinds.get(found.asked.kind, "constraint.against_logic"),
        }
        wish = next((code, found.subject) for code in names if (code, found.subject) in known)
        minimal(found, lambda one, w=wish: w not in codes(one))  # type: ignore[misc]


@SLOW
@given(data=st.data())
def test_so_it_is_within_peoples_hours(data: Any, busy: Any) -> None:
    plan: wm.Plan = data.draw(busy())
    for found in conflicts(plan, most=1, iterations=3):
        if found.by == "people" and found.asked.kind == "deadline":
            missed = {
                one.subject
                for one in wm.allocate(plan, iterations=3).findings
                if one.code == "deadline.missed"
            }
            names = {
                name for name, item in plan.items.items() if item.deadline is not None and name not in missed
            }

            def met(one: wm.Plan, names: frozenset[str] = frozenset({found.subject, *names})) -> bool:
                return any(
                    names.isdisjoint(
                        each.subject
                        for each in wm.allocate(one, iterations=3, objective=objective).findings
                        if each.code == "deadline.missed"
                    )
                    for objective in (("lateness", "finish"), "finish")
                )

            minimal(found, met)
