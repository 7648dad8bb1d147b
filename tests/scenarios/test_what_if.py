"""What a change would do, before anybody makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workmodel.domain import Added, Plan, Revised, Schedule, Task
from workmodel.errors import InvalidValue, NoPlanDate, PlanFaults, WorkModelError, WrongType, ZonesDoNotMix
from workmodel.scenarios import WhatIf, what_changed, what_if
from workmodel.scheduling import moves, schedule
from workmodel.testing import sketch
from workmodel.testing.strategies import plans
from workmodel.testing.strategies.edits import edited


def launch() -> Plan:
    return sketch("""
        site     project "Site"
          design  5d "Design" @ana
          build   5d "Build" after design @ben
          copy    2d "Copy"
          live    0d "Live" after build, copy deadline 2026-03-13
        ana  resource "Ana"
        ben  resource "Ben"
    """)


def longer(plan: Plan) -> Plan:
    return plan.evolve("design", duration="7d")


def ill(plan: Plan) -> Plan:
    return plan.evolve("ana", absences=["2026-03-02..2026-03-06 ill"])


class TestTheChange:
    @pytest.mark.parametrize(
        "change",
        [
            longer,
            longer(launch()),
            launch().diff(longer(launch())),
            list(launch().diff(longer(launch()))),
            launch().diff(longer(launch()))[0],
            iter(launch().diff(longer(launch()))),
        ],
        ids=["function", "plan", "changes", "list", "one change", "iterator"],
    )
    def test_it_is_a_function_changes_one_of_them_or_the_other_plan(self, change: Any) -> None:
        found = what_if(launch(), change)
        assert found.plan == longer(launch())
        assert found.schedule == schedule(longer(launch()))
        assert found.before == schedule(launch())

    def test_the_plan_stays_as_it_is(self) -> None:
        plan = launch()
        what_if(plan, longer)
        assert plan == launch()

    @pytest.mark.parametrize(
        "wrong", [None, 3, "design 7d", b"x", [None], ["a"], lambda _: None, lambda plan: plan["design"]]
    )
    def test_what_is_no_change_is_refused(self, wrong: Any) -> None:
        with pytest.raises(WrongType):
            what_if(launch(), wrong)

    def test_whatever_is_wrong_with_the_plan_after_it_is_raised(self) -> None:
        with pytest.raises(PlanFaults):
            what_if(launch(), Added(Task("x", after=["nothing"])))
        with pytest.raises(NoPlanDate):
            what_if(launch(), lambda plan: plan.evolve(start=None))
        with pytest.raises(WrongType):
            what_if(3, longer)  # type: ignore[arg-type]

    def test_a_schedule_that_is_at_hand_is_not_made_again(self) -> None:
        dates = schedule(launch())
        assert what_if(launch(), longer, schedule=dates).before is dates
        for wrong in (schedule(longer(launch())), "a", launch()):
            with pytest.raises(WrongType):
                what_if(launch(), longer, schedule=wrong)  # type: ignore[arg-type]

    def test_one_question_goes_on_from_another(self) -> None:
        first = what_if(launch(), longer)
        second = what_if(first.plan, ill, schedule=first.schedule)
        assert second.plan == ill(longer(launch()))


class TestTheAnswer:
    def test_it_tells_the_finish_milestones_floats_and_the_critical_path(self) -> None:
        found = what_if(
            launch().evolve("live", deadline=None), lambda plan: plan.evolve("copy", duration="12d")
        )
        assert (found.finish_before, found.finish) == (found.before.finish, found.schedule.finish)
        assert [str(one) for one in found.milestones] == ["Live is 2d later, Tue 2026-03-17"]
        assert [one.id for one in found.became_critical] == ["copy"]
        assert [one.id for one in found.left_critical] == ["design", "build"]
        assert "build" in [one.id for one in found.float_changed]
        assert str(found).splitlines() == [
            "all ends Tue 2026-03-17, 2d later",
            "3 items moved",
            "  Live is 2d later, Tue 2026-03-17",
            "critical now: Copy",
            "no longer critical: Design and Build",
        ]

    def test_it_tells_which_promises_break(self) -> None:
        found = what_if(launch(), longer)
        assert str(found).splitlines()[-1] == "! live misses its deadline, Fri 2026-03-13, by 2d"

    def test_what_moves_nothing_says_so(self) -> None:
        found = what_if(launch(), lambda plan: plan.evolve("copy", notes="by hand"))
        assert len(found.moves) == 0
        assert str(found) == "all ends as before, Fri 2026-03-13\nno date moved"
        assert (found.overloads, found.findings_new, found.findings_gone, found.missed) == ((), (), (), ())

    def test_it_tells_which_edit_moves_what(self) -> None:
        found = what_if(launch(), longer)
        assert str(found.what_changed) == str(what_changed(launch(), longer(launch())))

    def test_a_zone_that_comes_along_leaves_dates_that_cannot_be_compared(self) -> None:
        found = what_if(launch(), lambda plan: plan.evolve(zone="Europe/Berlin"))
        assert found.plan.zone == "Europe/Berlin"
        with pytest.raises(ZonesDoNotMix):
            assert found.moves

    def test_reasons_and_hours_are_not_asked_for_before_somebody_wants_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_: Any, **__: Any) -> None:
            raise AssertionError

        module = import_module("workmodel.scenarios.what_if")
        monkeypatch.setattr(module, "ledger", refused)
        monkeypatch.setattr(module, "what_changed", refused)
        found = what_if(launch(), longer)
        assert str(found)
        assert repr(found)
        with pytest.raises(AssertionError):
            assert found.overloads
        with pytest.raises(AssertionError):
            assert found.what_changed


class TestHours:
    def test_who_is_away_has_too_much_though_no_date_moves(self) -> None:
        found = what_if(launch(), ill)
        assert len(found.moves) == 0
        [change] = found.overloads
        assert (change.kind, change.resource, change.before) == ("new", "ana", None)
        assert str(change) == "ana, 2026-W10: 40h over, none before"

    def test_hours_that_are_too_much_are_new_worse_eased_or_gone(self) -> None:
        busy = launch().add(Task("shop", duration="5d", assignments=["ana"]))
        assert what_if(busy, lambda plan: plan.remove("shop")).overloads[0].kind == "gone"
        worse = what_if(busy, lambda plan: plan.add(Task("blog", duration="2d", assignments=["ana"])))
        assert [(one.kind, str(one)) for one in worse.overloads] == [
            ("worse", "ana, 2026-W10: 56h over, 40h before")
        ]
        eased = what_if(busy, lambda plan: plan.evolve("shop", duration="2d"))
        assert [(one.kind, str(one)) for one in eased.overloads] == [
            ("eased", "ana, 2026-W10: 16h over, 40h before")
        ]
        assert what_if(busy, longer, window=("2026-03-02", "2026-03-09")).overloads == ()

    def test_they_are_told_by_week_or_as_asked(self) -> None:
        by_day = what_if(launch(), ill, period="day").overloads
        assert [one.period.name for one in by_day] == [f"2026-03-0{day}" for day in range(2, 7)]
        with pytest.raises(InvalidValue):
            what_if(launch(), ill, period="year")  # type: ignore[arg-type]

    def test_only_the_days_of_the_window_are_looked_at(self) -> None:
        found = what_if(launch(), ill, window=("2026-03-05", "2026-03-07"), period="day")
        assert found.days == (date(2026, 3, 5), date(2026, 3, 7))
        assert [one.period.name for one in found.overloads] == ["2026-03-05", "2026-03-06"]
        for wrong in (("2026-03-05",), ("2026-03-07", "2026-03-05"), "2026-03-05"):
            with pytest.raises(InvalidValue):
                what_if(launch(), ill, window=wrong)  # type: ignore[arg-type]

    def test_a_resource_that_is_renamed_keeps_its_overloads(self) -> None:
        busy = ill(launch())
        assert what_if(busy, lambda plan: plan.rename("ana", "anna")).overloads == ()

    def test_a_plan_without_dates_has_no_hours_to_tell_of(self) -> None:
        empty = Plan(start="2026-03-02")
        found = what_if(empty, lambda plan: plan.evolve(title="still empty"))
        assert (found.days, found.overloads, found.ledger_after) == (None, (), None)


class TestFindings:
    def test_a_promise_that_breaks_is_new_and_one_that_is_kept_again_is_gone(self) -> None:
        found = what_if(launch(), longer)
        assert [one.item for one in found.missed] == ["live"]
        assert "deadline.missed" in [one.code for one in found.findings_new]
        assert found.findings_gone == ()
        back = what_if(found.plan, lambda plan: plan.evolve("design", duration="5d"))
        assert [one.code for one in back.findings_gone] == [one.code for one in found.findings_new]
        assert (back.missed, back.findings_new) == ((), ())

    def test_one_that_says_the_same_with_other_figures_is_neither(self) -> None:
        found = what_if(longer(launch()), lambda plan: plan.evolve("design", duration="8d"))
        assert (found.findings_new, found.findings_gone) == ((), ())
        assert [(one.item, one.newly) for one in found.missed] == [("live", False)]

    def test_what_is_renamed_keeps_its_findings(self) -> None:
        found = what_if(longer(launch()), lambda plan: plan.rename("live", "launch"))
        assert (found.findings_new, found.findings_gone, found.missed) == ((), (), ())

    def test_a_promise_of_something_renamed_that_is_missed_by_more_is_no_new_one(self) -> None:
        late = longer(launch())
        found = what_if(late, lambda plan: plan.rename("live", "launch").evolve("design", duration="9d"))
        assert [(one.item, one.newly) for one in found.missed] == [("launch", False)]
        assert found.what_changed.missed == found.missed

    def test_of_several_alike_as_many_are_new_as_there_are_more(self) -> None:
        from workmodel.findings import Finding

        def found(*figures: int) -> Schedule:
            told = [Finding("a.b", "design", f"{one} too many", {"figure": one}) for one in figures]
            return schedule(launch()).with_findings(told)

        asked = evolve(what_if(launch(), longer), before=found(1, 2), schedule=found(2, 3, 4))
        assert len(asked.findings_new) == 1
        assert asked.findings_gone == ()


# -- laws --------------------------------------------------------------------------------------------------------------


@st.composite
def questions(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A plan and an edit of it that can be scheduled."""
    plan = draw(plans())
    other = draw(edited(plan, least=1))
    try:
        schedule(other)
    except WorkModelError:
        return plan, plan
    return plan, other


@given(questions())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_answer_is_the_schedule_of_the_plan_after_the_change(both: tuple[Plan, Plan]) -> None:
    plan, other = both
    ways: tuple[Callable[[Plan], Plan] | Any, ...] = (plan.diff(other), other, lambda _: other)
    for change in ways:
        found = what_if(plan, change)
        assert isinstance(found, WhatIf)
        assert found.schedule == schedule(other)
        if (plan.zone is None) is (other.zone is None):
            assert list(found.moves) == list(moves(schedule(plan), schedule(found.plan)))
            assert str(found)


def test_a_revision_by_hand_is_a_change() -> None:
    change = Revised("copy", [("title", "Copy", "Texts")])
    assert what_if(launch(), change).plan["copy"].title == "Texts"
