"""Who has which part of a routine: units as planners write them, efforts that are estimated, steps of what arrives."""

from __future__ import annotations

from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import ledger
from workmodel.domain import Override, RoutineStep
from workmodel.errors import OutOfRange

WEEK = ("2026-03-02", "2026-03-09")
HOUR = 60


def plan(*entities: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(*entities)


def hours(found: wm.Plan, *names: str) -> list[float]:
    """What the routine "r" is granted of each in the first week. [h]"""
    week = ledger(found, *WEEK)
    return [float(week.total(name).of("r")) / HOUR for name in names]


class TestUnits:
    """Shares go in proportion to units × open time, as those of a task do; without units, to what each has."""

    people = (wm.Resource("a"), wm.Resource("b"))

    @pytest.mark.parametrize(
        ("demand", "a", "b"),
        [
            ({"arrivals": "10 per day", "effort": "30min"}, 20, 5),
            ({"reservation": "10h per week"}, 8, 2),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "5h"}, 4, 1),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "at": "09:00", "effort": "150min"}, 2, 0.5),
            ({"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "5h", "window": "3d"}, 4, 1),
        ],
    )
    def test_whoever_has_four_times_the_units_has_four_fifths(
        self, demand: dict[str, Any], a: float, b: float
    ) -> None:
        found = plan(*self.people, wm.Routine("r", assignments=["a 80%", "b 20%"], **demand))
        assert hours(found, "a", "b") == [a, b]

    def test_a_task_with_these_units_is_shared_the_same_way(self) -> None:
        found = plan(*self.people, wm.Task("r", duration="5d", effort="10h", assignments=["a 80%", "b 20%"]))
        assert hours(found, "a", "b") == [8, 2]

    @pytest.mark.parametrize(
        "demand",
        [
            {"arrivals": "4 per day", "effort": "30min"},
            {"reservation": "10h per week"},
            {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "effort": "2h"},
            {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "at": "10:00", "effort": "2h"},
        ],
    )
    def test_whoever_gives_it_nothing_has_nothing_of_it(self, demand: dict[str, Any]) -> None:
        found = plan(*self.people, wm.Routine("r", assignments=["a 0%", "b"], **demand))
        assert hours(found, "a", "b") == [0, 10]

    @pytest.mark.parametrize(
        "demand",
        [
            {"arrivals": "1 per day", "effort": "2h"},
            {"reservation": "10h per week"},
            {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "effort": "2h"},
        ],
    )
    def test_where_all_give_it_nothing_nobody_takes_it(self, demand: dict[str, Any]) -> None:
        found = plan(*self.people, wm.Routine("r", assignments=["a 0%"], **demand))
        week = ledger(found, *WEEK)
        assert week.total("a").of("r") == 0
        assert sum(one.amount for one in week.unassigned) == 10 * HOUR * 10_000

    def test_without_units_they_are_the_capacity(self) -> None:
        """One with half the hours, and one who gives half of a full day, have the same of it."""
        people = (wm.Resource("a", capacity="0.5"), wm.Resource("b"))
        routine = wm.Routine("r", reservation="10h per week", assignments=["a", "b 50%"])
        assert hours(plan(*people, routine), "a", "b") == [5, 5]

    def test_a_share_is_of_the_time_that_its_people_give(self) -> None:
        routine = wm.Routine("r", reservation="20%", assignments=["a 50%", "b"])
        assert hours(plan(*self.people, routine), "a", "b") == [4, 8]

    def test_absences_lessen_what_units_are_of(self) -> None:
        """Away on four days of five: 80 % of one day against 20 % of five, 4 to 5."""
        people = (wm.Resource("a", absences=["2026-03-03..2026-03-06 sick"]), wm.Resource("b"))
        routine = wm.Routine("r", reservation="9h per week", assignments=["a 80%", "b 20%"])
        assert hours(plan(*people, routine), "a", "b") == [4, 5]

    def test_units_of_a_team_weigh_each_of_its_members(self) -> None:
        people = (*self.people, wm.Resource("c"), wm.Resource("x", type="team", members=["b", "c"]))
        routine = wm.Routine("r", reservation="12h per week", assignments=["a", "x 50%"])
        assert hours(plan(*people, routine), "a", "b", "c") == [6, 3, 3]

    def test_who_is_named_besides_a_team_counts_as_named(self) -> None:
        people = (*self.people, wm.Resource("x", type="team", members=["a", "b"]))
        routine = wm.Routine("r", reservation="10h per week", assignments=["x", "a 25%"])
        assert hours(plan(*people, routine), "a", "b") == [2, 8]

    @pytest.mark.parametrize("units", ["", " 20%"])
    def test_each_spends_a_meeting_whatever_the_units(self, units: str) -> None:
        routine = wm.Routine(
            "r", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="1h", split="each",
            assignments=["a" + units, "b"],
        )  # fmt: skip
        assert hours(plan(*self.people, routine), "a", "b") == [1, 1]


class TestEstimates:
    """Where an effort is estimated, the mean of the estimate is it: (optimistic + 4 × likely + pessimistic) / 6."""

    @pytest.mark.parametrize("at", ["", "13:00"])
    def test_an_occurrence_takes_what_is_estimated_of_it_as_a_task_does(self, at: str) -> None:
        """(1 + 8 + 6) / 6 = 2 h 30 min, five times a week."""
        routine = wm.Routine(
            "r",
            recurrence=wm.weekly("MO", "TU", "WE", "TH", "FR"),
            estimate="1h/2h/6h",
            at=at,
            assignments=["a"],
        )
        assert hours(plan(wm.Resource("a"), routine), "a") == [12.5]
        task = wm.Task("r", estimate="1h/2h/6h effort", assignments=["a"])
        assert hours(plan(wm.Resource("a"), task), "a") == [2.5]

    def test_each_spends_what_is_estimated_of_a_meeting(self) -> None:
        routine = wm.Routine(
            "r", recurrence="FREQ=WEEKLY;BYDAY=MO", estimate="1h/1h/1h", split="each", assignments=["a", "b"]
        )
        assert hours(plan(wm.Resource("a"), wm.Resource("b"), routine), "a", "b") == [1, 1]

    def test_an_effort_or_an_override_is_nearer_than_an_estimate(self) -> None:
        said = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "estimate": "1h/2h/6h", "assignments": ["a"]}
        assert hours(plan(wm.Resource("a"), wm.Routine("r", effort="1h", **said)), "a") == [1]
        other = wm.Routine("r", overrides=[Override("2026-03-02", effort="3h")], **said)
        assert hours(plan(wm.Resource("a"), other), "a") == [3]

    def test_steps_say_the_effort_so_that_no_estimate_stands_beside_them(self) -> None:
        with pytest.raises(OutOfRange) as caught:
            wm.Routine(
                "r", recurrence="FREQ=DAILY", estimate="1h/2h/6h", steps=[RoutineStep("t", effort="1h")]
            )
        assert caught.value.what == "the estimate of a routine with steps"


class TestStepsOfWhatArrives:
    """An item that arrives takes what its steps take, of those who do them."""

    def test_each_step_is_asked_of_those_who_do_it(self) -> None:
        """Two a day: an hour of a, and half an hour of b and c each."""
        routine = wm.Routine(
            "r",
            arrivals="2 per day",
            steps=[RoutineStep("t", effort="1h", who="a"), RoutineStep("u", effort="30min", who=["b", "c"])],
        )
        found = plan(*map(wm.Resource, "abc"), routine)
        assert hours(found, "a", "b", "c") == [10, 5, 5]
        assert ledger(found, *WEEK).unassigned == ()

    def test_a_step_that_names_nobody_is_asked_of_those_assigned(self) -> None:
        routine = wm.Routine(
            "r", arrivals="2 per day", steps=[RoutineStep("t", effort="1h")], assignments=["a", "b"]
        )
        assert hours(plan(*map(wm.Resource, "ab"), routine), "a", "b") == [10, 10]

    def test_a_step_that_nobody_does_is_work_that_nobody_takes(self) -> None:
        routine = wm.Routine("r", arrivals="2 per day", steps=[RoutineStep("t", effort="1h")])
        found = ledger(plan(wm.Resource("a"), routine), *WEEK)
        assert sum(one.amount for one in found.unassigned) == 10 * HOUR * 10_000


class TestWhatTotalsCover:
    """A routine that does not say what it takes is named, as a task is: no total holds it."""

    @pytest.mark.parametrize(
        "said",
        [
            {"arrivals": "4 per day"},
            {"recurrence": "FREQ=DAILY"},
            {"recurrence": "FREQ=DAILY", "at": "09:00", "split": "each"},
            {"effort": "1h"},
            {},
            {"arrivals": "4 per day", "steps": [RoutineStep("t")]},
        ],
    )
    def test_a_routine_without_an_effort_or_a_demand_is_named(self, said: dict[str, Any]) -> None:
        found = ledger(plan(wm.Resource("a"), wm.Routine("r", assignments=["a"], **said)), *WEEK)
        assert (found.coverage.items, found.coverage.missing) == (1, ("r",))
        assert found.total("a").claimed == 0

    @pytest.mark.parametrize(
        "said",
        [
            {"arrivals": "4 per day", "effort": "5min"},
            {"arrivals": "4 per day", "estimate": "5min/6min/7min"},
            {"arrivals": "4 per day", "steps": [RoutineStep("t", effort="5min"), RoutineStep("wait")]},
            {"recurrence": "FREQ=DAILY", "estimate": "5min/6min/7min"},
            {"reservation": "20%"},
            {"reservation": "4h per week"},
        ],
    )
    def test_a_routine_that_says_what_it_takes_is_covered(self, said: dict[str, Any]) -> None:
        found = ledger(plan(wm.Resource("a"), wm.Routine("r", assignments=["a"], **said)), *WEEK)
        assert (found.coverage.items, found.coverage.missing) == (1, ())
        assert found.total("a").claimed > 0
