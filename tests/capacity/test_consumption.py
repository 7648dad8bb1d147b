"""What is used up: quantities over the time of their items, each in its own unit, against what there is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Consumption, consumption, ledger
from workmodel.domain import Completion
from workmodel.errors import InvalidText, UnknownId, WrongType


def used(plan: wm.Plan, start: str = "2026-03-02", end: str = "2026-03-16", **options: Any) -> Consumption:
    return consumption(ledger(plan, start, end), **options)


def of_rows(found: Consumption, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(str(row[name]) for name in names) for row in found.rows()]


def site(*entities: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("paint", type="material", unit="litre", stock=50), wm.Resource("travel", type="money"),
        wm.Resource("ana"), wm.Resource("lift", type="equipment"), *entities,
    )  # fmt: skip


def test_a_task_uses_its_quantity_evenly_over_its_working_time() -> None:
    plan = site(wm.Task("walls", duration="4d", assignments=["paint 40 litre"]))
    assert of_rows(used(plan, period="day", end="2026-03-07"), "period", "used", "left", "over") == [
        ("2026-03-02", "10", "40", "0"), ("2026-03-03", "10", "30", "0"), ("2026-03-04", "10", "20", "0"),
        ("2026-03-05", "10", "10", "0"), ("2026-03-06", "0", "10", "0"),
    ]  # fmt: skip


def test_what_is_used_beyond_the_stock_is_told_from_the_day_on() -> None:
    plan = site(
        wm.Task("walls", duration="4d", assignments=["paint 40 litre"]),
        wm.Task("doors", duration="2d", after=["walls"], assignments=["paint 12 litre"]),
    )
    (short,) = used(plan).shortages
    assert str(short) == "paint: 2 litre more than the 50 litre there are, from 2026-03-09 on, by doors"
    assert [(row["left"], row["over"]) for row in used(plan).rows()] == [(4, 0), (0, 2)]
    later = used(plan, "2026-03-09", "2026-03-16")  # what was used before counts
    assert later.shortages[0].day == short.day
    assert [(row["used"], row["over"]) for row in later.rows()] == [(6, 2)]


def test_without_a_stock_there_is_as_much_as_is_needed() -> None:
    plan = site(wm.Task("trip", duration="1d", assignments=["travel 5000 EUR"]))
    (row, _) = used(plan).rows()
    assert (row["unit"], row["used"], row["left"], row["over"]) == ("EUR", 5000, None, None)
    assert used(plan).shortages == ()


def test_units_are_never_added() -> None:
    plan = site(
        wm.Task("walls", duration="1d", assignments=["paint 4 litre", "travel 10 EUR"]),
        wm.Task("doors", duration="1d", assignments=["paint 1 gallon", "travel 10 USD"]),
        wm.Task("gate", duration="1d", assignments=["paint 2"]),
    )
    assert [(row["resource"], row["unit"], row["used"]) for row in used(plan).totals()] == [
        ("paint", "litre", 6), ("paint", "gallon", 1), ("travel", "EUR", 10), ("travel", "USD", 10),
    ]  # fmt: skip


def test_materials_and_money_load_no_hours() -> None:
    plan = site(
        wm.Task("walls", duration="2d", effort="8h", assignments=["ana", "paint 40 litre", "travel 9 EUR"])
    )
    found = ledger(plan, "2026-03-02", "2026-03-09")
    assert found.resources == ("ana", "lift")
    assert found.total("ana").claimed == 8 * 60


def test_equipment_is_used_for_hours_and_what_it_lacks_is_over() -> None:
    plan = site(
        wm.Task("up", duration="1d", effort="6h", assignments=["lift"]),
        wm.Task("down", duration="1d", effort="6h", assignments=["lift"]),
    )
    row = used(plan).of("lift")[0]
    assert (row["unit"], row["used"], row["over"]) == ("min", 480, 240)
    assert "lift, 2026-W10: 8h, 4h over" in str(used(plan))


def test_each_occurrence_of_a_routine_uses_its_quantity_on_its_day() -> None:
    plan = site(
        wm.Routine(
            "mend", recurrence="FREQ=WEEKLY;BYDAY=TU", effort="1h", assignments=["ana", "paint 1.5 litre"]
        ),
        Completion(routine="mend", occurrence="2026-03-10", outcome="skipped"),
    )
    assert of_rows(used(plan, end="2026-03-23"), "period", "used") == [
        ("2026-W10", "1.5"), ("2026-W11", "0"), ("2026-W12", "1.5"),
    ]  # fmt: skip


def test_by_item_and_by_project() -> None:
    plan = site(
        wm.Project("house"),
        wm.Task("walls", parent="house", duration="1d", assignments=["paint 4 litre"]),
        wm.Task("doors", parent="house", duration="1d", assignments=["paint 2 litre"]),
        wm.Task("gate", duration="1d", assignments=["paint 1 litre"]),
    )
    assert [(row["key"], row["used"]) for row in used(plan, by="item", end="2026-03-09").rows()] == [
        ("walls", 4), ("doors", 2), ("gate", 1),
    ]  # fmt: skip
    assert [(row["key"], row["used"]) for row in used(plan, by="project", end="2026-03-09").rows()] == [
        ("house", 6), ("", 1),
    ]  # fmt: skip


def test_a_task_without_working_time_uses_all_on_its_day() -> None:
    plan = site(
        wm.Task("spill", duration="0d", assignments=["paint 3 litre"], constraint="MSO 2026-03-07 10:00")
    )
    assert [row["period"] for row in used(plan, period="day").rows() if row["used"]] == ["2026-03-07"]
    assert used(plan, "2026-03-08", "2026-03-09").totals() == [
        {"resource": "paint", "type": "material", "unit": "litre", "used": 0}
    ]


def test_what_does_not_say_how_much_it_uses_is_in_no_total() -> None:
    plan = site(
        wm.Task("walls", duration="1d", assignments=["paint"]),
        wm.Task("doors", duration="1d", assignments=["paint 1 litre"]),
    )
    assert used(plan).coverage.missing == ("walls",)
    assert str(used(plan)).endswith("1 of 2 items do not say how much they use up")


@given(st.integers(1, 10**9), st.integers(1, 400), st.integers(0, 14))
def test_the_parts_of_a_quantity_add_up_to_it_exactly(quantity: int, hours: int, cut: int) -> None:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("sand", type="material"),
        wm.Task("fill", duration=f"{hours}h", assignments=[f"sand {Decimal(quantity) / 10_000:f} ton"]),
    )
    split = f"2026-03-{2 + cut:02}"
    parts = [used(plan, split, "2026-06-01")] + ([used(plan, "2026-03-02", split)] if cut else [])
    assert sum(row["used"] for part in parts for row in part.totals()) == Decimal(quantity) / 10_000


def test_wrong_arguments_are_refused_with_what_is_expected() -> None:
    plan = site(wm.Task("walls", duration="1d", assignments=["paint 1 litre"]))
    with pytest.raises(InvalidText, match="what consumption is summed by"):
        used(plan, by="team")
    with pytest.raises(WrongType):
        consumption(plan)  # type: ignore[arg-type]
    with pytest.raises(UnknownId, match='Did you mean "paint"'):
        used(plan).of("pait")
