"""What hours, uses and quantities cost: at the rate of their day, each currency by itself, to the last decimal."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import Costs, costs, ledger
from workmodel.domain import Completion
from workmodel.errors import InvalidText, UnknownId, WrongType


def cost(plan: wm.Plan, start: str = "2026-03-02", end: str = "2026-03-09", **options: Any) -> Costs:
    return costs(ledger(plan, start, end), **options)


def said(found: Costs, key: str) -> list[str]:
    return [str(one) for one in found.of(key)]


def one_week(*entities: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(*entities)


def test_an_hour_costs_the_rate_that_holds_on_its_day() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="80 EUR", cost_rates=["2026-03-04 100 EUR", "2026-03-06 10 EUR"]),
        wm.Task("draw", duration="5d", effort="40h", assignments=["ana"]),
    )
    found = cost(plan, period="day")
    assert [str(row["work"]) for row in found.rows()] == ["640", "640", "800", "800", "80", "0", "0"]
    assert [str(one) for one in found.total()] == ["2960 EUR"]


def test_only_what_is_granted_costs_and_a_reserve_does_not() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="10 EUR"),
        wm.Task("first", duration="1d", effort="6h", assignments=["ana"], priority=900),
        wm.Task("second", duration="1d", effort="6h", assignments=["ana"]),
    )
    assert said(cost(plan, by="item"), "second") == ["20 EUR"]
    kept = costs(ledger(plan, "2026-03-02", "2026-03-09", reserve="50%"), by="item")
    assert [str(one) for one in kept.total()] == ["40 EUR"]


def test_a_use_comes_once_for_each_assignment_on_the_day_on_which_its_task_starts() -> None:
    plan = one_week(
        wm.Resource("van", type="equipment", cost_per_use="40 EUR"),
        wm.Resource("ana", cost_per_use="5 EUR"),
        wm.Task("move", duration="3d", assignments=["van", "ana"]),
        wm.Task("back", duration="2d", after=["move"], assignments=["van"]),
    )
    found = cost(plan, by="item", period="day")
    assert [
        (row["period"], str(row["use"])) for row in found.rows() if row["use"] and row["key"] == "move"
    ] == [("2026-03-02", "45")]
    assert [
        (row["period"], str(row["use"])) for row in found.rows() if row["use"] and row["key"] == "back"
    ] == [("2026-03-05", "40")]
    assert cost(plan, "2026-03-03", "2026-03-05").total() == ()  # nothing starts on these days


def test_a_routine_is_a_use_whenever_it_occurs() -> None:
    plan = one_week(
        wm.Resource("van", type="equipment", cost_per_use="40 EUR", cost_rate="0 EUR"),
        wm.Routine("tour", recurrence="FREQ=WEEKLY;BYDAY=MO,TH", effort="1h", assignments=["van"]),
        Completion(routine="tour", occurrence="2026-03-05", outcome="skipped"),
    )
    assert said(cost(plan, by="item"), "tour") == ["40 EUR"]


def test_currencies_are_never_added() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="10 EUR", cost_per_use="1 USD"),
        wm.Resource("ben", cost_rate="10 USD"),
        wm.Task("draw", duration="1d", effort="8h", assignments=["ana"]),
        wm.Task("build", duration="1d", effort="8h", assignments=["ben"]),
    )
    found = cost(plan)
    assert found.currencies == ("EUR", "USD")
    assert [str(one) for one in found.total()] == ["80 EUR", "81 USD"]
    assert said(found, "ana") == ["80 EUR", "1 USD"]
    assert [(row["key"], row["currency"], str(row["total"])) for row in found.rows()] == [
        ("ana", "EUR", "80"), ("ana", "USD", "1"), ("ben", "USD", "80"),
    ]  # fmt: skip


def test_a_material_costs_its_rate_per_unit_and_money_itself() -> None:
    plan = one_week(
        wm.Resource("paint", type="material", unit="litre", cost_rate="9.50 EUR", cost_per_use="3 EUR"),
        wm.Resource("travel", type="money"),
        wm.Resource("ana"),
        wm.Task("walls", duration="2d", assignments=["ana", "paint 40 litre", "travel 120.75 EUR"]),
    )
    found = cost(plan, by="kind", period="week")
    assert {key: said(found, key) for key in ("use", "material", "money")} == {
        "use": ["3 EUR"], "material": ["380 EUR"], "money": ["120.75 EUR"],
    }  # fmt: skip


def test_every_total_says_for_whom_it_has_no_rate() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rates=["2026-03-04 80 EUR"]),
        wm.Resource("ben", cost_rate="80 EUR"),
        wm.Resource("kim"),
        wm.Resource("idle"),
        wm.Resource("paint", type="material", unit="litre", cost_rate="2 EUR"),
        wm.Resource("trip", type="money"),
        wm.Task("draw", duration="5d", assignments=["ana", "ben", "kim", "paint 3 gallon", "trip 50"]),
    )
    found = cost(plan)
    assert (found.coverage.count, found.coverage.missing) == (5, ("ana", "kim", "paint", "trip"))
    assert str(found).splitlines()[-2] == "4 of 5 resources have no rate"


def test_thirds_add_up_to_the_last_decimal_whatever_the_context() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="85 EUR", cost_per_use="0.0000000001 EUR"),
        wm.Routine(
            "talk",
            recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            at="09:00",
            effort="20min",
            assignments=["ana"],
        ),
    )
    with localcontext(Context(prec=3)):
        found = cost(plan, period="day")
        parts = [Fraction(row["total"]) for row in found.rows()]
        (total,) = found.total()
    assert sum(parts) == Fraction(total.amount)
    assert total.amount == Decimal(
        "141.6666666672"
    )  # 5 × 85 ÷ 3, and five uses; the tenth decimal is rounded once
    assert "141.67 EUR" in str(found)


def test_costs_by_project_are_those_of_its_items() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="10 EUR"),
        wm.Project("site"),
        wm.Task("phase", parent="site"),
        wm.Task("draw", parent="phase", duration="1d", effort="4h", assignments=["ana"]),
        wm.Task("other", duration="1d", effort="4h", assignments=["ana"]),
    )
    found = cost(plan, by="project")
    assert (said(found, "site"), said(found, "")) == (["40 EUR"], ["40 EUR"])
    assert "(none): 40.00 EUR" in str(found)


def test_a_plan_without_rates_costs_nothing_and_says_so() -> None:
    plan = one_week(wm.Resource("ana"), wm.Task("draw", duration="1d", assignments=["ana"]))
    assert str(cost(plan)).splitlines() == [
        "in all: nothing", "1 of 1 resources have no rate", "no item is without an effort",
    ]  # fmt: skip


def test_wrong_arguments_are_refused_with_what_is_expected() -> None:
    plan = one_week(
        wm.Resource("ana", cost_rate="1 EUR"), wm.Task("draw", duration="1d", assignments=["ana"])
    )
    with pytest.raises(InvalidText, match="what costs are summed by"):
        cost(plan, by="person")
    with pytest.raises(WrongType):
        costs(plan)  # type: ignore[arg-type]
    with pytest.raises(UnknownId, match='Did you mean "ana"'):
        cost(plan).of("anna")
