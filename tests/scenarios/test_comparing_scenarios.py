"""Several plans side by side."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

import workmodel
from workmodel.allocation import allocate
from workmodel.capacity import costs, ledger, overloads, utilisation
from workmodel.domain import Plan, Resource, Routine, Task
from workmodel.errors import OutOfRange, UnknownId, WrongType
from workmodel.quantities import WorkTime, money
from workmodel.scenarios import compare
from workmodel.scheduling import schedule
from workmodel.testing import sketch
from workmodel.testing.strategies import plans


def two_for_one() -> Plan:
    """Ana is asked for two weeks of work in one."""
    return sketch("""
        ana     resource
        ben     resource
        design  effort 5d @ana deadline 2026-03-06
        copy    effort 5d @ana
        live    0d after design, copy
    """)


class TestFigures:
    def test_dates_milestones_floats_and_effort_stand_beside_each_other(self, website: Plan) -> None:
        found = compare({"as is": website, "cut": website.evolve("design", effort="3d")})
        first, second = found.scenarios
        assert (first.finish, second.finish) == (datetime(2026, 3, 20, 17), datetime(2026, 3, 18, 17))
        assert dict(second.milestones) == {"live": datetime(2026, 3, 18, 17)}
        assert (first.least_float, first.items, first.critical) == (WorkTime(0), 4, 3)
        assert (first.effort, second.effort) == (80 * 60, 64 * 60)
        assert found.later("cut") == found.later("cut", "live") == WorkTime(-960)
        assert found.later("as is") == WorkTime(0)

    def test_costs_are_of_all_work_of_tasks(self, website: Plan) -> None:
        found = compare({"as is": website, "cut": website.evolve("design", effort="3d")})
        assert found["as is"].cost == (money("5600 EUR"),)
        assert found["cut"].cost == (money("4320 EUR"),)
        assert found["as is"].cost == costs(ledger(website, "2026-03-02", "2026-03-21"), by="item").total()

    def test_late_is_what_misses_its_deadline(self) -> None:
        plan = two_for_one().evolve("design", deadline="2026-03-05")
        assert compare({"a": plan})["a"].late == ("design",)

    def test_overdue_is_what_should_be_finished_and_is_not(self) -> None:
        plan = two_for_one()
        found = compare({"a": plan, "b": plan.evolve("design", progress="100%")}, as_of="2026-03-09")
        assert found["a"].overdue == ("design", "copy", "live")
        assert found["b"].overdue == ("copy", "live")
        assert found.as_of == datetime(2026, 3, 9)
        assert compare({"a": plan})["a"].overdue is None

    def test_overloads_and_utilisation_are_those_of_the_ledger(self) -> None:
        plan = two_for_one()
        found = compare({"a": plan})["a"]
        book = ledger(plan, "2026-03-02", "2026-03-07")
        told = overloads(book)
        assert found.overloads == len(told) == 5
        assert found.over == sum(one.over for one in told) == Decimal(2400)
        assert dict(found.utilisation) == {one.resource: one.share for one in utilisation(book)}

    def test_hours_are_counted_over_the_same_days_in_all(self) -> None:
        plan = two_for_one()
        found = compare({"long": plan.evolve("copy", effort="10d"), "short": plan})
        assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 13))
        assert found["short"].utilisation["ana"] == Decimal("0.5")

    def test_a_window_says_on_which_days_hours_count_and_costs_stay_whole(self, website: Plan) -> None:
        found = compare({"a": website}, window=("2026-03-02", "2026-03-04"))
        assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 3))
        assert found["a"].utilisation["ben"] == 0
        assert found["a"].cost == (money("5600 EUR"),)


class TestWithinHours:
    def test_levelled_plans_are_compared_by_dates_that_people_have_time_for(self) -> None:
        plan = two_for_one()
        found = compare({"as is": plan, "hire": plan.evolve("copy", assignments=["ben"])}, levelled=True)
        assert found.later("hire", "live") == WorkTime(-5 * 480)
        assert [one.overloads for one in found.scenarios] == [0, 0]
        assert found["as is"].allocation is not None

    def test_by_logic_dates_are_the_same_and_overloads_tell_them_apart(self) -> None:
        plan = two_for_one()
        found = compare({"as is": plan, "hire": plan.evolve("copy", assignments=["ben"])})
        assert found.later("hire") == WorkTime(0)
        assert [one.overloads for one in found.scenarios] == [5, 0]

    def test_schedules_and_allocations_that_are_at_hand_are_taken(self) -> None:
        plan = two_for_one()
        given_dates, given_hours = schedule(plan), allocate(plan)
        found = compare({"logic": given_dates, "hours": given_hours})
        assert found["logic"].schedule is given_dates
        assert found["hours"].schedule is given_hours.schedule
        assert found.later("hours") == WorkTime(5 * 480)

    def test_arguments_go_on_to_allocate(self) -> None:
        found = compare({"a": two_for_one()}, levelled=True, iterations=1)
        assert found["a"].allocation.generated == 1
        with pytest.raises(WrongType, match="iterations"):
            compare({"a": two_for_one()}, levelled=True, iteration=1)
        with pytest.raises(WrongType, match="without levelled"):
            compare({"a": two_for_one()}, iterations=1)


class TestWhatCannotBeCompared:
    def test_a_plan_that_cannot_be_scheduled_says_why_in_its_column(self) -> None:
        ring = Plan(start="2026-03-02").add(Task("a", after=["b"]), Task("b", after=["a"]))
        found = compare({"as is": two_for_one(), "ring": ring, "undated": Plan().add(Task("a"))})
        assert "a → b → a" in found["ring"].problem
        assert "start" in found["undated"].problem
        assert (found["ring"].finish, found.later("ring"), found["as is"].problem) == (None, None, "")
        assert found["as is"].overloads == 5

    def test_even_the_first_one(self) -> None:
        ring = Plan(start="2026-03-02").add(Task("a", after=["b"]), Task("b", after=["a"]))
        found = compare({"ring": ring, "other": two_for_one()})
        assert found.later("other") is None
        assert found["other"].finish is not None
        assert {row["difference"] for row in found.rows() if row["scenario"] == "other"} == {None}

    def test_where_hours_cannot_be_told_dates_stand(self) -> None:
        plan = two_for_one().add(
            Routine(
                "watch",
                recurrence="FREQ=WEEKLY",
                renewal="after_completion",
                assignments=["ana"],
                effort="1h",
            )
        )
        plan = plan.evolve("watch", after=["live"])
        found = compare({"a": plan})["a"]
        assert found.finish is not None

    def test_plans_without_work_have_no_dates_and_no_problem(self) -> None:
        found = compare({"empty": Plan(start="2026-03-02")})["empty"]
        assert (found.finish, found.problem, found.items) == (None, "", 0)

    @pytest.mark.parametrize("wrong", [None, [two_for_one()], {"a": 5}, {5: two_for_one()}])
    def test_scenarios_are_plans_by_name(self, wrong: object) -> None:
        with pytest.raises(WrongType):
            compare(wrong)  # type: ignore[arg-type]

    def test_there_is_at_least_one(self) -> None:
        with pytest.raises(OutOfRange):
            compare({})
        with pytest.raises(OutOfRange, match="ends after it starts"):
            compare({"a": two_for_one()}, window=("2026-03-04", "2026-03-04"))
        with pytest.raises(WrongType):
            compare({"a": two_for_one()}, window="2026-03-04")
        with pytest.raises(UnknownId, match='Did you mean "a is"'):
            compare({"a is": two_for_one()})["as is"]


def test_a_milestone_that_no_scenario_has_is_asked_for_in_vain(website: Plan) -> None:
    with pytest.raises(UnknownId, match='Did you mean "live"'):
        compare({"as is": website}).later("as is", "life")


def test_rows_are_plain_and_differ_from_the_first(website: Plan) -> None:
    found = compare({"as is": website, "cut": website.evolve("design", effort="3d")})
    by_name = {(row["scenario"], row["figure"], row["subject"]): row for row in found.rows()}
    assert by_name["cut", "finish", ""]["difference"] == -960
    assert by_name["cut", "cost", "EUR"]["difference"] == Decimal(-1280)
    assert by_name["cut", "effort", ""] == {
        "scenario": "cut", "figure": "effort", "subject": "", "unit": "person-min", "value": 3840, "difference": -960,
    }  # fmt: skip
    assert by_name["as is", "utilisation", "ana"]["unit"] == "share"


def test_text_says_when_each_ends_and_what_it_costs(website: Plan) -> None:
    found = compare({"as is": website, "cut": website.evolve("design", effort="3d")})
    assert str(found).splitlines() == [
        "as is: ends Fri 2026-03-20; 5,600.00 EUR",
        "cut: ends Wed 2026-03-18, 2d earlier; 4,320.00 EUR (−1,280.00 EUR)",
    ]


def test_the_facade_compares() -> None:
    assert workmodel.compare is compare


@given(plans())
def test_a_plan_differs_from_itself_in_nothing(plan: Plan) -> None:
    found = compare({"one": plan, "other": plan})
    assert all(not row["difference"] for row in found.rows() if row["figure"] != "problem")


def test_people_who_are_in_one_plan_only_have_no_share_in_the_other() -> None:
    plan = two_for_one()
    found = compare({"as is": plan, "hire": plan.add(Resource("cem"))})
    assert found.resources == ("ana", "ben", "cem")
    assert "cem" not in found["as is"].utilisation
