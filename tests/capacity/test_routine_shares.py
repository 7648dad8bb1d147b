"""Who has which part of a routine: units as planners write them, efforts that are estimated, steps of what arrives."""

from __future__ import annotations

from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import ledger

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
