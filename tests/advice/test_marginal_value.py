"""What one more hour a week of each resource would be worth: a finite difference, resource by resource."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.advice import marginal_value, with_more_hours
from workmodel.errors import InvalidText, OutOfRange, UnknownId, WrongType


def two(**more: Any) -> wm.Plan:
    """Ana draws for a week while Ben builds for two."""
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"),
        wm.Resource("ben"),
        wm.Task("draw", effort="40h", assignments=["ana"], **more),
        wm.Task("build", effort="80h", assignments=["ben"]),
    )


def test_the_hours_of_whoever_decides_the_end_are_worth_most() -> None:
    found = marginal_value(two(), "8h")
    assert [(one.resource, one.value.minutes) for one in found] == [("ben", 800), ("ana", 0)]
    assert str(found[1]) == "8h more of ana a week: nothing gained"


def test_what_counts_may_be_lateness() -> None:
    late = two(deadline="2026-03-05")
    by_finish = marginal_value(late, "10h")
    by_lateness = marginal_value(late, "10h", objective="lateness")
    assert by_finish[0].resource == "ben"
    assert by_lateness[0].resource == "ana"
    assert (by_lateness[0].lateness_before.minutes, by_lateness[0].lateness.minutes) == (480, 0)
    assert by_lateness[0].value == by_lateness[0].relieved


def test_each_week_can_be_asked_about_by_itself() -> None:
    found = marginal_value(two(), "8h", resources=["ben"], weekly=True)
    assert [one.week for one in found] == [date(2026, 3, 2), date(2026, 3, 9)]
    assert found[0].value.minutes == 480
    assert "in the week of 2026-03-02" in str(found[0])


def test_work_with_a_given_duration_goes_no_faster() -> None:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Task("talk", duration="3d", assignments=["ana"])
    )
    assert marginal_value(plan)[0].value.minutes == 0


def test_only_who_has_hours_of_their_own_is_asked_about() -> None:
    more = [
        wm.Resource("paint", type="material", unit="litre"),
        wm.Resource("crew", type="team", members=["ana"]),
    ]
    assert {one.resource for one in marginal_value(two().add(*more))} == {"ana", "ben"}
    assert marginal_value(wm.Plan(start="2026-03-02").add(wm.Resource("ana"))) == ()


def test_more_hours_are_a_share_of_a_week_also_where_capacity_changes() -> None:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("kim", capacity="0.5", capacity_changes=["2026-03-11 0.6"])
    )
    always = with_more_hours(plan, "kim", "4h").resources["kim"]
    assert (str(always.capacity), [str(one) for one in always.capacity_changes]) == (
        "0.6",
        ["2026-03-11 0.7"],
    )
    once = with_more_hours(plan, "kim", "4h", week="2026-03-10").resources["kim"]
    assert [str(one) for one in once.capacity_changes] == [
        "2026-03-09 0.6",
        "2026-03-11 0.7",
        "2026-03-16 0.6",
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"hours": "0h"}, OutOfRange),
        ({"hours": "3eh"}, OutOfRange),
        ({"hours": "much"}, InvalidText),
        ({"resources": ["bne"]}, UnknownId),
        ({"resources": "ben"}, WrongType),
        ({"objective": "cost"}, InvalidText),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        marginal_value(two(), **arguments)


def test_who_has_no_hours_of_their_own_can_have_no_more() -> None:
    plan = two().add(wm.Resource("crew", type="team", members=["ana"]))
    with pytest.raises(OutOfRange, match="hours of its own"):
        with_more_hours(plan, "crew")


SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(data=st.data(), weekly=st.booleans(), objective=st.sampled_from(["finish", "lateness"]))
def test_it_is_the_difference_of_two_allocations(data: Any, weekly: bool, objective: Any, busy: Any) -> None:
    plan: wm.Plan = data.draw(busy())
    before = wm.allocate(plan, iterations=3, objective=objective)
    found = marginal_value(plan, "6h", weekly=weekly, objective=objective, iterations=3)
    assert [one.value for one in found] == sorted([one.value for one in found], reverse=True)
    for one in found:
        raised = with_more_hours(plan, one.resource, "6h", week=one.week)
        after = wm.allocate(raised, iterations=3, objective=objective)
        assert (one.finish_before, one.finish) == (before.finish, after.finish)
        late = [
            sum(each.fact("over") for each in here.findings if each.code == "deadline.missed")
            for here in (before, after)
        ]
        assert [one.lateness_before.minutes, one.lateness.minutes] == late
