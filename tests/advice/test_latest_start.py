"""When to begin at the latest, so that people have the hours to be done in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.advice import latest_start
from workmodel.errors import NoPlanDate, OutOfRange, WrongType
from workmodel.testing import sketch

BEN = wm.Resource("ben")


def due(*entities: Any, **settings: Any) -> wm.Plan:
    return wm.Plan(**{"finish": "2026-03-20", "direction": "backward", **settings}).add(*entities)


def two(**more: Any) -> tuple[wm.Task, wm.Task]:
    return wm.Task("deploy", duration="3d", assignments=["ben"]), wm.Task(
        "build", duration="4d", assignments=["ben"], **more
    )


def test_who_has_two_things_to_do_begins_earlier_than_logic_would() -> None:
    plan = due(BEN, *two())
    assert wm.schedule(plan).start == datetime(2026, 3, 17, 8)
    found = latest_start(plan)
    assert found.plan.start == datetime(2026, 3, 12, 8)
    assert found.finish == datetime(2026, 3, 20, 17)
    assert wm.verify(found.plan, found) == ()


def test_where_logic_says_it_all_it_is_that_start() -> None:
    plan = due(BEN, wm.Task("build", duration="4d", assignments=["ben"]))
    assert latest_start(plan).plan.start == wm.schedule(plan).start


def test_an_hour_later_would_be_too_late() -> None:
    support = wm.Routine("support", reservation="10h per week", assignments=["ben"])
    plan = due(
        BEN,
        support,
        wm.Task("a", effort="20h", assignments=["ben"]),
        wm.Task("b", effort="9h", assignments=["ben"]),
    )
    found = latest_start(plan)
    assert found.finish is not None
    assert found.finish <= datetime(2026, 3, 20, 17)
    start = found.plan.start
    assert start is not None
    # ben has 30 h a week beside support, so 29 h of work take most of one
    assert datetime(2026, 3, 13) < start < datetime(2026, 3, 17)
    later = wm.allocate(found.plan.evolve(start=start + timedelta(hours=1)))
    assert later.finish is not None
    assert later.finish > datetime(2026, 3, 20, 17)


def test_an_absence_before_the_finish_is_worked_around() -> None:
    ben = wm.Resource("ben", absences=["2026-03-16..2026-03-20 vacation"])
    found = latest_start(due(ben, wm.Task("build", duration="2d", assignments=["ben"]), finish="2026-03-21"))
    assert found.plan.start == datetime(2026, 3, 12, 8)


def test_the_direction_does_not_matter_and_neither_does_a_start() -> None:
    plan = due(BEN, *two())
    forward = plan.evolve(direction="forward", start="2026-01-01")
    assert latest_start(forward).schedule == latest_start(plan).schedule


def test_where_no_start_helps_it_says_by_how_much_it_is_late() -> None:
    plan = due(BEN, *two(constraint="SNET 2026-03-20"))
    found = latest_start(plan)
    assert "plan.finish_missed" in {one.code for one in found.findings}


def test_in_a_zone_it_holds_over_a_change_of_clocks() -> None:
    plan = due(BEN, *two(), finish="2026-04-01", zone="Europe/Berlin")
    found = latest_start(plan)
    assert str(found.plan.start) == "2026-03-24 08:00:00+01:00"
    assert str(found.finish) == "2026-04-01 17:00:00+02:00"


def test_a_plan_without_work_begins_at_its_finish() -> None:
    assert latest_start(due()).finish is None


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(NoPlanDate):
        latest_start(sketch("a 1d"))
    with pytest.raises(WrongType):
        latest_start("plan")  # type: ignore[arg-type]
    with pytest.raises(OutOfRange):
        latest_start(due(), iterations=0)
    with pytest.raises(OutOfRange, match="latest_start"):
        wm.allocate(due(BEN, *two()))


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(data=st.data())
def test_it_ends_in_time_or_says_that_it_does_not(data: Any, busy: Any) -> None:
    plan: wm.Plan = data.draw(busy())
    ends = wm.schedule(plan).finish
    assume(ends is not None)
    found = latest_start(plan.evolve(finish=ends), iterations=3)
    late = "plan.finish_missed" in {one.code for one in found.findings}
    assert found.finish is not None
    assert late is (found.finish > ends)
    assert wm.verify(found.plan, found) == ()
