"""Stories with figures that a person can check by hand, through the public door."""

from __future__ import annotations

from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import ledger

WEEK = ("2026-03-02", "2026-03-09")
HOUR = 60


def team(*names: str, **details: Any) -> list[wm.Resource]:
    """People with six hours a day: three quarters of eight."""
    return [wm.Resource(name, capacity="0.75", **details) for name in names]


class TestSprint:
    """Five developers for ten days, six hours a day; one is away for two days; a daily quarter of an hour; 24 h of bugs."""

    plan = wm.Plan(start="2026-03-02").add(
        *team("ana", "ben", "cem", "dia"),
        *team("eva", absences=["2026-03-05..2026-03-06 vacation"]),
        wm.Routine(
            "standup",
            recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            at="09:00",
            effort="15min",
            split="each",
            assignments=["ana", "ben", "cem", "dia", "eva"],
        ),
        wm.Routine("bugs", reservation="12h per week", assignments=["ana", "ben", "cem", "dia", "eva"]),
    )

    def test_what_is_left_for_the_sprint_goal(self) -> None:
        """300 − 12 away − 12 of stand-up − 24 of bugs = 252 hours; who is away does not stand up."""
        found = ledger(self.plan, "2026-03-02", "2026-03-16")
        totals = [found.total(name) for name in found.resources]
        assert sum(one.gross for one in totals) == 300 * HOUR
        assert sum(one.absence for one in totals) == 12 * HOUR
        assert sum(one.of("standup") for one in totals) == 12 * HOUR
        assert sum(one.of("bugs") for one in totals) == 24 * HOUR
        assert sum(one.free for one in totals) == 252 * HOUR
        assert not any(one.unmet for one in totals)


class TestSupportAndContent:
    """Twelve tickets a day of 25 minutes, two agents with six hours each, six hours of content a week."""

    plan = wm.Plan(start="2026-03-02").add(
        *team("ana", "ben"),
        wm.Routine("queue", arrivals="12 per day", effort="25min", assignments=["ana", "ben"]),
        wm.Routine("content", reservation="6h per week", assignments=["ana", "ben"]),
    )

    def test_the_queue_takes_five_hours_a_day(self) -> None:
        """12 × 25 min = 5 h of 12: 41.7 %; in the week 25 h, and 6 h of content."""
        found = ledger(self.plan, *WEEK)
        day = [found.day(name, "2026-03-03") for name in ("ana", "ben")]
        assert sum(one.of("queue") for one in day) == 5 * HOUR
        assert float(
            sum(one.of("queue") for one in day) / sum(one.availability for one in day)
        ) == pytest.approx(0.417, abs=5e-4)
        week = [found.week(name, "2026-03-04") for name in ("ana", "ben")]
        assert [sum(one.of(name) for one in week) for name in ("queue", "content")] == [25 * HOUR, 6 * HOUR]


class TestWhatIsLeft:
    """One person with thirty hours a week, twelve of them routine."""

    plan = wm.Plan(start="2026-03-02").add(
        *team("kim"), wm.Routine("support", reservation="12h per week", assignments=["kim"])
    )

    def test_hours_left_per_week(self) -> None:
        """18 with the routine, 30 without."""
        assert ledger(self.plan, *WEEK).week("kim", "2026-03-02").free == 18 * HOUR
        assert ledger(self.plan.remove("support"), *WEEK).week("kim", "2026-03-02").free == 30 * HOUR


class TestSwitching:
    """The same person, three projects at a time."""

    plan = wm.Plan(start="2026-03-02").add(
        *team("kim"),
        *(wm.Project(name) for name in ("one", "two", "three")),
        *(
            wm.Task(f"{name}-work", parent=name, duration="5d", effort="5h", assignments=["kim"])
            for name in ("one", "two", "three")
        ),
    )

    @pytest.mark.parametrize(("model", "left"), [("weinberg", "18"), ("geometric", "19.2"), (None, "30")])
    def test_what_switching_leaves(self, model: str | None, left: str) -> None:
        """Weinberg's table: 40 % lost; 0.8² = 64 % left; off: nothing lost. The loss is a line of its own."""
        week = ledger(self.plan, *WEEK, switching=model).week("kim", "2026-03-02")
        assert float(week.availability - week.switching) / HOUR == pytest.approx(float(left))
        assert week.claimed == 15 * HOUR
        assert week.availability == week.claimed + week.switching + week.free


class TestMarketing:
    """A daily post of half an hour, four hours of blog and three of mail a week; a graphic waits two days for approval."""

    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("mia"),
        wm.Routine("post", recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", effort="30min", assignments=["mia"]),
        wm.Routine("blog", reservation="4h per week", assignments=["mia"]),
        wm.Routine("mail", reservation="3h per week", assignments=["mia"]),
        wm.Task("graphic", duration="2d", effort="8h", assignments=["mia"]),
        wm.Milestone("approved", after=["graphic FS+2d"]),
        wm.Task("send", duration="1d", after=["approved"], assignments=["mia"]),
    )

    def test_the_weekly_load_of_routines(self) -> None:
        """2.5 + 4 + 3 = 9.5 hours."""
        week = ledger(self.plan, *WEEK).week("mia", "2026-03-02")
        assert week.of("post") + week.of("blog") + week.of("mail") == 9.5 * HOUR

    def test_waiting_is_on_the_critical_path_and_takes_nobodys_hours(self) -> None:
        assert wm.schedule(self.plan).critical_path == ("graphic", "approved", "send")
        assert ledger(self.plan, *WEEK).week("mia", "2026-03-02").of("approved") == 0


@pytest.mark.parametrize(
    "demand",
    [
        {"recurrence": "FREQ=DAILY", "effort": "30min"},
        {"recurrence": "FREQ=WEEKLY;BYDAY=MO,SA", "at": "09:00", "effort": "1h", "split": "each"},
        {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "at": "23:30", "effort": "90min"},
        {"recurrence": "FREQ=DAILY", "at": "07:30", "effort": "40h"},
        {"recurrence": "FREQ=WEEKLY;BYDAY=TU", "effort": "2h", "valid_from": "2026-03-08", "day_off": "next"},
    ],
)
def test_routines_that_share_a_rhythm_ask_for_what_each_would_alone(demand: dict[str, Any]) -> None:
    """An override of an occurrence years away makes a routine special: it is looked at one by one."""
    people = [*team("ana", absences=["2026-03-04 sick"]), wm.Resource("ben", calendar="night_shift")]
    whos = [["ana"], ["ben"]] + ([["ana", "ben"]] if demand.get("split") else [])
    plain = [wm.Routine(f"r{n}", assignments=who, **demand) for n, who in enumerate(whos)]
    special = [
        wm.Routine(f"r{n}", assignments=who, overrides=["2036-03-03 cancelled"], **demand)
        for n, who in enumerate(whos)
    ]
    one, other = (
        ledger(wm.Plan(start="2026-03-02").add(*people, *some), "2026-03-01", "2026-03-15")
        for some in (plain, special)
    )
    for name in one.resources:
        assert [one.day(name, day) for day in one.days] == [other.day(name, day) for day in other.days]
    assert sorted(one.unassigned, key=str) == sorted(other.unassigned, key=str)
