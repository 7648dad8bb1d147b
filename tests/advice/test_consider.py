"""Can we take this on? What more work does to everybody's dates and hours, and from when on it does nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.advice import Consideration, consider
from workmodel.advice.shifts import unmoved
from workmodel.errors import OutOfRange, PlanFaults, WrongType

BEN = wm.Resource("ben")


def launch(*more: Any, deadline: str = "2026-03-12") -> wm.Plan:
    """Ben builds for eight days, then the launch is due."""
    return wm.Plan(start="2026-03-02").add(
        BEN,
        wm.Task("build", duration="8d", assignments=["ben"]),
        wm.Milestone("launch", after=["build"], deadline=deadline),
        *more,
    )


def audit(**more: Any) -> wm.Task:
    return wm.Task("audit", **{"duration": "3d", "assignments": ["ben"], **more})


class TestThePrice:
    def test_work_for_somebody_who_has_time_fits(self) -> None:
        found = consider(launch(wm.Resource("ana")), audit(assignments=["ana"]))
        assert found.fits
        assert str(found) == "yes: done by Wed 2026-03-04; nothing else moves"
        assert found.slot is not None
        assert f"{found.slot.start:%a %d %H:%M}" == "Mon 02 08:00"

    def test_work_that_goes_before_something_promised_has_a_price_and_a_date_without_one(self) -> None:
        found = consider(launch(), audit(priority=600))
        assert found.verdict == "at a price"
        assert [(one.item, one.said) for one in found.shifts] == [("build", "3d"), ("launch", "3d")]
        assert [(one.item, one.said, one.newly) for one in found.missed] == [("launch", "2d", True)]
        assert found.slot is not None
        assert f"{found.slot.start:%a %Y-%m-%d}" == "Thu 2026-03-12"
        assert "from Thu 2026-03-12 on nothing else would move" in str(found)

    def test_what_was_missed_before_is_missed_further(self) -> None:
        found = consider(launch(deadline="2026-03-10"), audit(priority=600))
        assert [(one.item, one.newly) for one in found.missed] == [("launch", False)]
        assert found.missed[0].before is not None
        assert found.missed[0].over.minutes - found.missed[0].before.minutes == 3 * 480
        assert "further than before" in str(found)

    def test_a_request_that_comes_after_its_own_deadline_is_not_in_time(self) -> None:
        found = consider(launch(), audit(deadline="2026-03-06", priority=400))
        assert found.verdict == "not in time"
        assert not found.shifts
        assert str(found).startswith("not in time: done by Mon 2026-03-16; audit misses its deadline")

    def test_nobody_is_asked_who_has_no_hours(self) -> None:
        gone = wm.Resource("ana", absences=["2026-01-01..2036-01-01 leave"])
        found = consider(launch(gone), audit(assignments=["ana"]))
        assert found.verdict == "no"
        assert found.nobody == ("audit",)
        assert "nobody assigned to audit has hours for it" in str(found)

    def test_whom_it_asks_for_how_many_hours_is_told(self) -> None:
        found = consider(launch(wm.Resource("ana")), audit(assignments=["ana"]))
        assert [str(one) for one in found.asked] == ["ana: 24h asked, 64h free"]

    def test_a_routine_is_never_done_and_slows_down_what_its_people_do(self) -> None:
        found = consider(launch(), wm.Routine("support", reservation="8h per week", assignments=["ben"]))
        assert found.finish is None
        assert [one.item for one in found.shifts] == ["build", "launch"]
        assert found.slot is not None
        assert found.slot.finish is None
        assert f"{found.slot.start:%Y-%m-%d}" == "2026-03-12"

    def test_a_meeting_for_somebody_who_is_in_another_overloads(self) -> None:
        daily = {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "at": "09:00", "effort": "1h"}
        plan = launch(wm.Resource("ana"), wm.Routine("standup", assignments=["ana"], **daily))
        found = consider(plan, wm.Routine("sync", assignments=["ana"], **daily))
        assert [one.resource for one in found.asked if one.overloaded] == ["ana"]
        assert "ana has more to do than hours" in str(found)
        assert not found.fits

    def test_a_project_below_others_with_its_own_start_and_a_person_can_be_asked_about_whole(self) -> None:
        request = [
            wm.Resource("eva"),
            wm.Project("shop"),
            wm.Task("shelves", parent="shop", duration="2d", assignments=["eva"]),
            wm.Task("opening", parent="shop", duration="1d", assignments=["ben"], after=["shelves"], priority=900),
        ]  # fmt: skip
        found = consider(launch(), request)
        assert found.request == ("eva", "shop", "shelves", "opening")
        assert found.slot is not None
        assert unmoved(found.without.schedule, found.slot.allocation.schedule)

    def test_more_in_a_project_of_low_priority_is_tried_where_something_ends(self) -> None:
        low = [
            wm.Project("low", priority=100),
            wm.Task("tidy", parent="low", duration="2d", assignments=["ben"], priority=0),
        ]
        found = consider(launch(*low), audit(priority=0))
        assert [one.item for one in found.shifts] == ["low", "tidy"]
        assert found.slot is not None
        assert f"{found.slot.start:%a %d}" == "Mon 16"

    def test_work_pinned_to_its_date_has_no_other_slot(self) -> None:
        found = consider(launch(), audit(constraint="MSO 2026-03-03 08:00"))
        assert found.slot is None
        assert found.shifts

    def test_the_whole_answer_names_everything_that_moves_and_everybody_who_is_asked(self) -> None:
        lines = consider(launch(), audit(priority=600)).explain().splitlines()
        assert lines[1:] == [
            "  launch misses its deadline, Thu 2026-03-12, by 2d",
            "  build ends 3d later, Mon 2026-03-16",
            "  launch ends 3d later, Mon 2026-03-16",
            "  ben: 24h asked, 24h free",
        ]

    def test_what_it_is_part_of_may_last_longer_for_it_but_no_longer_than_was_promised(self) -> None:
        here = wm.Plan(start="2026-03-02").add(
            BEN, wm.Project("shop"), wm.Task("shelves", parent="shop", duration="2d", assignments=["ben"])
        )
        found = consider(here, audit(parent="shop", priority=900))
        assert found.slot is not None
        assert f"{found.slot.start:%a %d}" == "Wed 04"
        assert consider(here.evolve("shop", deadline="2026-03-04"), audit(parent="shop")).slot is None

    def test_what_begins_later_and_ends_as_before_moves_as_well(self) -> None:
        here = wm.Plan(start="2026-03-02").add(
            BEN, wm.Resource("eva"), wm.Project("shop"),
            wm.Task("shelves", parent="shop", duration="1d", assignments=["ben"]),
            wm.Task("paint", parent="shop", duration="5d", assignments=["eva"], constraint="SNET 2026-03-04"),
        )  # fmt: skip
        found = consider(here, audit(duration="1d", priority=900))
        assert [str(one) for one in found.shifts] == [
            "shop begins later, Tue 2026-03-03, and ends as before",
            "shelves ends 1d later, Tue 2026-03-03",
        ]
        assert found.plan == here.add(audit(duration="1d", priority=900))

    def test_more_than_two_that_move_are_counted(self) -> None:
        here = launch(wm.Milestone("party", after=["launch"]), wm.Milestone("thanks", after=["party"]))
        assert "2 more items move" in str(consider(here, audit(priority=600)))

    def test_a_plan_without_work_can_take_on_work(self) -> None:
        plan = wm.Plan(start="2026-03-02").add(BEN)
        assert str(consider(plan, audit())) == "yes: done by Wed 2026-03-04; nothing else moves"
        support = wm.Routine("support", reservation="8h per week", assignments=["ben"])
        assert str(consider(plan, support)) == "yes: nothing else moves"


class TestWhatCannotBeAsked:
    def test_nothing(self) -> None:
        with pytest.raises(OutOfRange, match="at least one task"):
            consider(launch(), [])

    def test_what_does_not_fit_into_the_plan(self) -> None:
        with pytest.raises(PlanFaults):
            consider(launch(), wm.Task("build"))

    def test_a_plan_from_its_finish(self) -> None:
        with pytest.raises(OutOfRange, match="backward"):
            consider(wm.Plan(finish="2026-03-31", direction="backward"), audit())

    def test_no_schedules(self) -> None:
        with pytest.raises(OutOfRange, match="a number of schedules"):
            consider(launch(), audit(), iterations=0)

    def test_an_argument_that_allocate_does_not_have(self) -> None:
        with pytest.raises(WrongType, match="Did you mean"):
            consider(launch(), audit(), objectiv="lateness")


SLOW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.untraced
@SLOW
@given(data=st.data())
def test_what_is_told_is_the_difference_of_two_full_allocations(data: Any, busy: Any, wanted: Any) -> None:
    plan, request = data.draw(busy()), data.draw(wanted())
    found = consider(plan, request, iterations=4)
    assert set(found.request) == {one.id for one in request}
    before, after = wm.allocate(plan, iterations=4), wm.allocate(plan.add(*request), iterations=4)
    assert found.without.schedule == before.schedule
    assert found.beside.schedule == after.schedule
    assert found.beside.leveled == after.leveled
    moved = {name for name in before.schedule if before.schedule[name].finish != after.schedule[name].finish}
    assert moved <= {one.item for one in found.shifts}
    assert {one.item for one in found.shifts} >= moved
    late = {one.subject for one in after.findings if one.code == "deadline.missed"}
    assert {one.item for one in found.missed} <= late
    _slot_moves_nothing(found)


def _slot_moves_nothing(found: Consideration) -> None:
    slot = found.slot
    if slot is None:
        return
    again = wm.allocate(slot.plan, iterations=4 if set(found.request) & set(slot.plan.routines) else 1)
    around = {"p"} if getattr(found.plan[found.request[0]], "parent", None) else set()
    for name, item in found.without.schedule.items():
        if name in around:
            continue
        assert again.schedule[name].start == item.start
        assert again.schedule[name].finish == item.finish
    own = [again.schedule[name] for name in found.request if name in again.schedule]
    if own:
        assert min(one.start for one in own) == slot.start
        assert max(one.finish for one in own) == slot.finish
