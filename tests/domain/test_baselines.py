"""What was agreed is kept as it was, whatever becomes of the items."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from workmodel.domain import Baseline, BaselineRow, Plan, Property, Task
from workmodel.errors import InvalidText, OutOfRange, PlanFaults, UnknownId, WrongType

ROW = BaselineRow(id="design", finish="2026-03-06 17:00")


def plan_with_baseline() -> Plan:
    return Plan(start="2026-03-02").add(Task("design", duration="5d"), Baseline("march", rows=[ROW]))


def test_a_plan_holds_baselines_beside_its_items():
    plan = plan_with_baseline()
    assert list(plan.baselines) == ["march"]
    assert plan.baselines["march"].row("design").finish == datetime(2026, 3, 6, 17)
    assert [e.id for e in plan.select(lambda e: e.kind == "baseline")] == ["march"]


def test_what_was_agreed_keeps_nobody_from_deleting_the_item_and_still_shows_it():
    plan = plan_with_baseline()
    assert plan.referrers("design") == ()
    assert plan.remove("design").baselines["march"].rows == (ROW,)


def test_what_was_agreed_does_not_follow_a_new_id():
    assert plan_with_baseline().rename("design", "drafts").baselines["march"].row("design") == ROW


def test_a_difference_tells_of_baselines_and_leads_there_and_back():
    before, after = Plan(start="2026-03-02").add(Task("design", duration="5d")), plan_with_baseline()
    assert before.apply(before.diff(after)) == after
    assert after.apply(after.diff(before)) == before


def test_a_property_may_be_declared_for_baselines():
    plan = plan_with_baseline().add(Property("signed", type="bool", on=["baseline"]))
    assert plan.evolve("march", properties={"signed": True}).baselines["march"].properties["signed"] is True
    with pytest.raises(PlanFaults, match="declared for baseline, not for a task"):
        plan.evolve("design", properties={"signed": True})


def test_no_two_rows_have_one_id():
    with pytest.raises(OutOfRange) as caught:
        Baseline("march", rows=[ROW, ROW])
    assert caught.value.value == "design"


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (OutOfRange, {"duration": "-1d"}),
        (OutOfRange, {"effort": "1ed"}),
        (OutOfRange, {"start": "2026-03-06", "finish": "2026-03-05"}),
        (OutOfRange, {"start": "2026-03-06 09:00", "finish": "2026-03-06 08:00"}),
        (OutOfRange, {"cost": ["5 EUR", "6 EUR"]}),
        (InvalidText, {"kind": "routine"}),
        (InvalidText, {"finish": "soon"}),
        (WrongType, {"title": 5}),
    ],
)
def test_a_row_that_means_nothing_is_refused(error, wrong):
    with pytest.raises(error):
        BaselineRow(id="design", **wrong)


def test_rows_are_rows():
    with pytest.raises(WrongType, match="a row of a baseline"):
        Baseline("march", rows=[{"id": "design"}])


def test_a_day_and_a_time_or_times_of_which_one_has_a_zone_are_not_compared():
    aware = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert BaselineRow(id="a", start=aware, finish="2026-03-01 09:00").start == aware
    assert BaselineRow(id="a", start="2026-03-06 09:00", finish="2026-03-06").finish == date(2026, 3, 6)


def test_times_with_a_zone_need_a_plan_that_has_one():
    agreed = Baseline("march", rows=[BaselineRow(id="a", finish="2026-03-06T17:00+01:00")])
    with pytest.raises(PlanFaults, match='baseline "march": rows names a zone'):
        Plan(start="2026-03-02").add(agreed)
    plan = Plan(start="2026-03-02", zone="Europe/Berlin").add(agreed)
    with pytest.raises(PlanFaults, match='baseline "march": rows names a zone'):
        plan.evolve(zone=None)


def test_the_row_of_an_item_that_was_never_agreed_is_asked_for_in_vain():
    with pytest.raises(UnknownId, match='Did you mean "design"') as caught:
        plan_with_baseline().baselines["march"].row("desing")
    assert caught.value.id == "desing"
