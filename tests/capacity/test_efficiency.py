"""Efficiency: effort done per hour worked. Effort is work and takes hours by who does it; what each spends is time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Ledger, ledger, open_demand, overloads
from workmodel.domain import Completion, RoutineStep
from workmodel.verification import verify

WEEK = ("2026-03-02", "2026-03-09")
HOUR = 60
UNIT = Decimal("0.0001")
FEWER = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def planned(*entities: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(*entities)


def wanted(plan: wm.Plan, item: str, *who: str) -> list[Decimal]:
    """Hours of the week that an item wants of each."""
    found = ledger(plan, *WEEK)
    totals = [found.total(name) for name in who]
    return [
        (one.of(item) + sum(short.amount for short in one.unmet if short.source.id == item)) / HOUR
        for one in totals
    ]


class TestTasks:
    @pytest.mark.parametrize(("efficiency", "hours"), [("0.5", 16), ("1", 8), ("1.25", "6.4")])
    def test_effort_takes_the_hours_of_who_does_it(self, efficiency: str, hours: Any) -> None:
        """Eight hours of effort: sixteen at 0.5, six and twenty-four minutes at 1.25; dates and ledger agree."""
        plan = planned(
            wm.Resource("ben", efficiency=efficiency), wm.Task("draw", effort="8h", assignments=["ben"])
        )
        assert wanted(plan, "draw", "ben") == [Decimal(hours)]
        assert wm.schedule(plan)["draw"].duration.minutes == Decimal(hours) * HOUR
        assert not ledger(plan, *WEEK).total("ben").unmet

    def test_a_duration_that_is_given_says_when_and_the_effort_how_many_hours(self) -> None:
        plan = planned(
            wm.Resource("ben", efficiency="0.5"),
            wm.Task("draw", duration="1d", effort="8h", assignments=["ben"]),
        )
        monday = ledger(plan, *WEEK).day("ben", "2026-03-02")
        assert (monday.of("draw"), monday.over) == (8 * HOUR, 8 * HOUR)

    def test_several_share_it_by_what_they_get_done(self) -> None:
        """Twelve hours, a day each: Ana does eight of them, Ben at 0.5 four; both are busy all day."""
        plan = planned(
            wm.Resource("ana"), wm.Resource("ben", efficiency="0.5"),
            wm.Task("draw", effort="12h", assignments=["ana", "ben"]),
        )  # fmt: skip
        assert wanted(plan, "draw", "ana", "ben") == [8, 8]
        assert wm.schedule(plan)["draw"].duration.minutes == 8 * HOUR

    def test_a_team_is_as_efficient_as_who_is_in_it(self) -> None:
        plan = planned(
            wm.Resource("ana", efficiency="2"), wm.Resource("ben", efficiency="0.5"),
            wm.Resource("crew", type="team", members=["ana", "ben"]),
            wm.Task("draw", duration="1d", effort="10h", assignments=["crew"]),
        )  # fmt: skip
        assert wanted(plan, "draw", "ana", "ben") == [4, 4]

    def test_whoever_is_assigned_twice_is_rounded_up_once(self) -> None:
        """Three minutes at 0.9 are 3.33334, though as one and two they would be 1.11112 and 2.22223."""
        plan = planned(
            wm.Resource("ana", efficiency="0.9"), wm.Resource("crew", type="team", members=["ana"]),
            wm.Task("draw", duration="1d", effort="3min", assignments=["ana", "crew"]),
        )  # fmt: skip
        assert ledger(plan, *WEEK).total("ana").of("draw") == Decimal("3.3334")

    def test_what_each_spends_is_time(self) -> None:
        plan = planned(
            wm.Resource("ana", efficiency="0.5"),
            wm.Task("course", effort="8h", split="each", assignments=["ana"]),
        )
        assert wanted(plan, "course", "ana") == [8]
        assert wm.schedule(plan)["course"].duration.minutes == 8 * HOUR

    def test_without_an_effort_the_hours_are_those_of_the_dates(self) -> None:
        plan = planned(
            wm.Resource("ana", efficiency="0.5"), wm.Task("watch", duration="1d", assignments=["ana"])
        )
        assert wanted(plan, "watch", "ana") == [8]


class TestRoutines:
    people = (wm.Resource("ana"), wm.Resource("ben", efficiency="0.5"))

    @pytest.mark.parametrize(
        ("asked", "hours"),
        [
            # occurrences at any time of their day, at a time, and expected items are work
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "3h"}, [2, 2]),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "3h", "window": "2d"}, [2, 2]),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "at": "09:00", "effort": "3h"}, [2, 2]),
            ({"arrivals": "9 per week", "effort": "20min"}, [2, 2]),
            ({"arrivals": "36 per day", "effort": "20min"}, [40, 40]),
            # what each spends, and what is held, is time
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "at": "09:00", "effort": "3h", "split": "each"}, [3, 3]),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "3h", "split": "each"}, [3, 3]),
            ({"arrivals": "9 per week", "effort": "20min", "split": "each"}, [3, 3]),
            ({"reservation": "6h per week"}, [3, 3]),
            ({"reservation": "10%"}, [4, 4]),
        ],
    )
    def test_two_people_of_whom_one_does_half_as_much_an_hour(
        self, asked: dict[str, Any], hours: list[int]
    ) -> None:
        """Of three hours Ana does two and Ben one, in two hours each."""
        plan = planned(*self.people, wm.Routine("desk", assignments=["ana", "ben"], **asked))
        assert wanted(plan, "desk", "ana", "ben") == hours

    def test_alone_it_takes_twice_the_time_in_its_own_minutes(self) -> None:
        plan = planned(
            *self.people,
            wm.Routine("post", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="1h", assignments=["ben"]),
        )  # fmt: skip
        found = ledger(plan, *WEEK)
        assert found.between("ben", "2026-03-02 09:00", "2026-03-02 11:00").of("post") == 2 * HOUR

    def test_each_who_is_named_in_a_step_spends_its_effort(self) -> None:
        plan = planned(
            *self.people,
            wm.Routine(
                "review", recurrence="FREQ=WEEKLY;BYDAY=MO", owner="ana",
                steps=[RoutineStep("talk", effort="1h", who=["ana", "ben"])],
            ),
        )  # fmt: skip
        assert wanted(plan, "review", "ana", "ben") == [1, 1]

    def test_hours_that_were_reported_are_hours(self) -> None:
        """An hour was spent; where nothing is told it took what it had been planned to, two hours."""
        plan = planned(
            *self.people,
            wm.Routine("post", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="1h", assignments=["ben"]),
        )  # fmt: skip
        report = {"routine": "post", "occurrence": "2026-03-02 09:00", "done": "2026-03-03 10:00"}
        assert wanted(plan.add(Completion(**report, effort="1h")), "post", "ben") == [1]
        assert wanted(plan.add(Completion(**report)), "post", "ben") == [2]

    @pytest.mark.parametrize(
        ("who", "split", "start"),
        [
            (["ben"], "total", "11:00"),  # an hour of effort at 0.5
            (["ana", "ben"], "total", "09:40"),  # at 1.5 together
            (["ana", "ben"], "each", "10:00"),  # a meeting
        ],
    )
    def test_what_waits_for_it_begins_when_its_hours_are_over(
        self, who: list[str], split: str, start: str
    ) -> None:
        plan = planned(
            *self.people,
            wm.Routine(
                "post", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="1h", assignments=who, split=split
            ),
            wm.Task("send", duration="1h", after=["post same_period"]),
        )  # fmt: skip
        found = wm.schedule(plan)
        assert f"{found['send'].start:%H:%M}" == start
        assert verify(plan, found) == ()


class TestStandIns:
    def test_whoever_is_faster_needs_fewer_hours_to_take_it_over(self) -> None:
        """Ben lacks eight hours at 0.5, four of effort: Ana has four and a half left, Cem has six but does a third."""
        plan = planned(
            wm.Resource("ben", efficiency="0.5"), wm.Resource("ana"), wm.Resource("cem", efficiency="0.3333"),
            wm.Task("draw", duration="1d", effort="8h", assignments=["ben"]),
            wm.Task("busy", duration="1d", effort="3.5h", assignments=["ana"]),
            wm.Task("idle", duration="1d", effort="0.6666h", assignments=["cem"]),
        )  # fmt: skip
        (found,) = overloads(ledger(plan, *WEEK))
        assert [(one.resource, one.enough) for one in found.could_take_over] == [
            ("ana", True),
            ("cem", False),
        ]

    def test_open_work_is_effort(self) -> None:
        plan = planned(
            wm.Resource("ana"), wm.Resource("ben", efficiency="0.5"),
            wm.Task("draw", duration="1d", effort="6h"),
        )  # fmt: skip
        (found,) = open_demand(plan, ledger(plan, *WEEK))
        assert [(one.resource, one.enough) for one in found.could] == [("ana", True), ("ben", False)]


def everything(plan: wm.Plan) -> Ledger:
    return ledger(plan, "2026-02-23", "2026-03-23")


ASKED: tuple[dict[str, Any], ...] = (
    {"arrivals": "7 per day"},
    {"arrivals": "9 per week"},
    {"recurrence": "FREQ=DAILY"},
    {"recurrence": "FREQ=DAILY", "at": "10:00"},
)


@st.composite
def working(draw: st.DrawFn) -> wm.Plan:
    """Two or three people with hours and capacities of their own, on tasks with a duration and an effort, and a routine."""
    people = [
        wm.Resource(
            name,
            capacity=draw(st.sampled_from(["1", "0.3333", "2"])),
            calendar=draw(st.sampled_from(["standard", "night_shift", "24_hours"])),
        )
        for name in ("ana", "ben", "cem")[: draw(st.integers(2, 3))]
    ]
    names = [one.id for one in people]
    some = st.lists(st.sampled_from(names), unique=True, min_size=1)
    plan = planned(*people)
    for number in range(draw(st.integers(1, 3))):
        size = draw(st.sampled_from(["7h", "3d", "20min"]))
        plan = plan.add(wm.Task(f"work{number}", duration="2d", effort=size, assignments=draw(some)))
    asked = draw(st.sampled_from(ASKED))
    return plan.add(wm.Routine("desk", effort="25min", assignments=draw(some), **asked))


def at(plan: wm.Plan, efficiency: str) -> wm.Plan:
    for name in plan.resources:
        plan = plan.evolve(name, efficiency=efficiency)
    return plan


def claimed(found: Ledger, item: str) -> dict[str, int]:
    """What of an item is wanted of everybody, in the ledger's units."""
    sums: dict[str, int] = {}
    claims = found.claims
    for source, cell, units in zip(claims.source, claims.cell, claims.wanted, strict=True):
        if claims.sources[source].id == item:
            name = found.resources[cell // found.cells.days]
            sums[name] = sums.get(name, 0) + int(units)
    return sums


@FEWER
@given(working())
def test_people_of_twice_the_efficiency_are_asked_for_half_the_hours(plan: wm.Plan) -> None:
    """To within one unit a person and task; the dates of these tasks are given and do not move."""
    slow, fast = everything(at(plan, "1")), everything(at(plan, "2"))
    for name in plan.tasks:
        before, after = claimed(slow, name), claimed(fast, name)
        assert before.keys() == after.keys()
        assert all(0 <= 2 * after[who] - before[who] <= 1 for who in before)


@FEWER
@given(working(), st.sampled_from(["0.5", "0.3333", "1.25"]))
def test_the_hours_of_everybody_times_their_efficiency_are_the_effort(plan: wm.Plan, efficiency: str) -> None:
    found = everything(at(plan, efficiency))
    for name in plan.tasks:
        hours = claimed(found, name)
        effort = plan.minutes(plan.tasks[name].effort) * 10_000
        done = sum(hours.values()) * Decimal(efficiency)
        assert effort <= done < effort + 2 * len(hours)


@FEWER
@given(working())
def test_efficiency_of_one_changes_nothing(plan: wm.Plan) -> None:
    """The exact way through efficiencies and the short way without give the same figures."""
    plain = at(plan, "1")
    # somebody who does nothing but is of another efficiency sends shared work the exact way
    with_others = plain.add(
        wm.Resource("guest", efficiency="0.5", capacity="0"),
    )
    for name, one in list(with_others.routines.items()):
        with_others = with_others.evolve(name, assignments=(*one.assignments, "guest"))
    short, exact = everything(plain), everything(with_others)
    for name in short.resources:
        assert [short.day(name, day) for day in short.days] == [exact.day(name, day) for day in exact.days]
