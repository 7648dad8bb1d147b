"""Work that others interrupt, and work that needs several people at once."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve

import workmodel as wm
from workmodel.allocation import Allocation, allocate
from workmodel.domain import Resource, Routine, Task
from workmodel.verification import verify

START = "2026-03-02"  # a Monday
BEN, ANA = Resource("ben"), Resource("ana")


def plan(*entities: object) -> wm.Plan:
    return wm.Plan(start=START).add(*entities)


def sound(found: Allocation) -> Allocation:
    assert verify(found.plan, found) == ()
    return found


def granted(found: Allocation, task: str, day: str) -> float:
    """Hours of Ben's that a task gets on a day."""
    lines = found.ledger.day("ben", day)
    return sum(float(line.granted / 60) for line in lines.claims if line.source.id == task)


class TestSplitting:
    FIXED = Task("visit", duration="2d", assignments=["ben"], priority=900, constraint="SNET 2026-03-04")

    def test_work_that_may_be_split_goes_on_around_what_comes_first(self) -> None:
        long = Task("report", duration="4d", assignments=["ben"], splittable=True)
        found = sound(allocate(plan(BEN, self.FIXED, long)))
        assert found.schedule["report"].start == datetime(2026, 3, 2, 8)
        assert found.schedule["report"].finish == datetime(2026, 3, 9, 17)
        assert found.schedule["visit"].start == datetime(2026, 3, 4, 8)

    def test_work_that_may_not_waits_as_a_whole(self) -> None:
        long = Task("report", duration="4d", assignments=["ben"])
        found = sound(allocate(plan(BEN, self.FIXED, long)))
        assert found.schedule["report"].start == datetime(2026, 3, 6, 8)

    def test_every_hour_of_both_is_found(self) -> None:
        long = Task("report", effort="4d", assignments=["ben"], splittable=True)
        found = sound(allocate(plan(BEN, self.FIXED, long)))
        assert len(found.ledger.days) == 8
        assert not found.ledger.total("ben").unmet

    def test_it_waits_for_whoever_is_held_longest(self) -> None:
        shared = Task("report", effort="5h", assignments=["ana", "ben"], splittable=True, priority=100)
        both = Task("both", effort="16h", assignments=["ben", "ana"])
        then = Task("then", duration="2d", assignments=["ana"])
        found = sound(allocate(plan(ANA, BEN, shared, both, then)))
        assert (
            found.explain("report")
            == "report waits until Thu 2026-03-05 08:00 because ana has then until then"
        )

    def test_what_comes_after_it_is_waited_for_rather_than_interrupted(self) -> None:
        meeting = Task("visit", duration="2d", assignments=["ben"], priority=100, constraint="MSO 2026-03-04")
        long = Task("report", duration="4d", assignments=["ben"], splittable=True, priority=100)
        other = evolve(meeting, priority=90)
        found = sound(allocate(plan(BEN, other, long)))
        assert found.schedule["report"].start >= datetime(2026, 3, 6, 8)

    def test_levelling_twice_changes_nothing(self) -> None:
        long = Task("report", duration="4d", assignments=["ben"], splittable=True)
        standup = Routine(
            "standup",
            recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            at="09:00",
            effort="30min",
            assignments=["ben"],
        )
        once = allocate(plan(BEN, standup, self.FIXED, long))
        twice = allocate(once.leveled_plan())
        assert twice.schedule["report"].finish == once.schedule["report"].finish
        assert twice.schedule["report"].start == once.schedule["report"].start


class TestMinimumStaff:
    def pair(self, least: int) -> wm.Plan:
        away = evolve(ANA, absences=["2026-03-03"])
        return plan(BEN, away, Task("lift", effort="4d", assignments=["ana", "ben"], minimum_staff=least))

    def test_one_goes_on_alone_where_one_is_enough(self) -> None:
        found = sound(allocate(self.pair(1)))
        assert found.finish == datetime(2026, 3, 4, 12)

    def test_nobody_goes_on_while_too_few_have_time(self) -> None:
        found = sound(allocate(self.pair(2)))
        assert found.finish == datetime(2026, 3, 4, 17)

    def test_a_duration_stretches_as_well(self) -> None:
        away = evolve(ANA, absences=["2026-03-03"])
        task = Task("lift", duration="2d", assignments=["ana", "ben"], minimum_staff=2)
        found = sound(allocate(plan(BEN, away, task)))
        assert found.finish == datetime(2026, 3, 4, 17)

    def test_fewer_people_than_it_needs_are_told(self) -> None:
        found = allocate(plan(BEN, Task("lift", duration="2d", assignments=["ben"], minimum_staff=2)))
        assert "allocation.understaffed" in [one.code for one in found.findings]
