"""Stories with figures that a person can check by hand, through the public door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

import workmodel as wm
from workmodel.capacity import ledger
from workmodel.domain import RoutineStep
from workmodel.errors import HandoverRefused
from workmodel.routines import hand_over

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
        {"recurrence": "FREQ=DAILY", "at": "07:30", "effort": "20h"},
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


class TestHandover:
    """A CRM goes live on 31 March; hygiene 2 h a week, record updates 3 h, training of 6 h for each who joins."""

    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("kim"),
        wm.Resource("lea"),
        wm.Project("crm"),
        wm.Task("migrate", parent="crm", duration="22d"),
    )
    work = (
        wm.Routine("hygiene", reservation="2h per week", owner="lea", assignments=["kim"]),
        wm.Routine("updates", reservation="3h per week", owner="lea", assignments=["kim"]),
        wm.Routine(
            "training-max", recurrence="FREQ=DAILY;COUNT=1", valid_from="2026-04-15", effort="6h", owner="lea",
            assignments=["kim"],
        ),
    )  # fmt: skip

    def test_without_an_owner_it_is_refused_and_nothing_is_added(self) -> None:
        orphans = [evolve(one, owner=None) for one in self.work[:2]]
        with pytest.raises(HandoverRefused) as caught:
            hand_over(self.plan, "crm", [*orphans, self.work[2]])
        assert caught.value.without_owner == ("hygiene", "updates")
        assert "Nothing was added" in str(caught.value)

    def test_with_owners_the_hours_begin_the_day_after(self) -> None:
        """Five hours a week from Wed 1 April; three of five days in the first; six more in the week of the joiner."""
        assert wm.schedule(self.plan)["crm"].finish == datetime(2026, 3, 31, 17)
        found = ledger(hand_over(self.plan, "crm", self.work), "2026-03-02", "2026-05-04")
        assert found.day("kim", "2026-03-31").claimed == 0
        assert found.day("kim", "2026-04-01").claimed == HOUR
        weeks = [
            found.week("kim", day).claimed for day in ("2026-03-30", "2026-04-06", "2026-04-13", "2026-04-20")
        ]
        assert weeks == [3 * HOUR, 5 * HOUR, 11 * HOUR, 5 * HOUR]


class TestAnnualReview:
    """24 employees, three managers with eight reports each, one partner in personnel."""

    def test_everybodys_hours_are_in_the_ledger(self) -> None:
        """A manager: 8 × (1.5 + 0.5) + 2 = 18 h; all: 24 + 36 + 24 + 8 = 92 h; next year's cycle is there as well."""
        staff = [wm.Resource(f"e{n}", manager=f"m{n // 8}") for n in range(24)]
        plan = wm.Plan(start="2026-01-05").add(
            wm.Resource("hr"), *(wm.Resource(f"m{n}") for n in range(3)), *staff,
            wm.Routine(
                "review",
                recurrence="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2",
                window="20d",
                owner="hr",
                fan_out=[one.id for one in staff],
                steps=[
                    RoutineStep("self", effort="1h", who=["each"]),
                    RoutineStep("assess", effort="90min", who=["manager"], after=["self"]),
                    RoutineStep("talk", effort="30min", who=["each", "manager"], after=["assess"]),
                    RoutineStep("calibrate", effort="2h", who=["hr", "managers"]),
                ],
            ),
        )  # fmt: skip
        for year in (2026, 2027):
            found = ledger(plan, f"{year}-10-26", f"{year + 1}-01-01")
            assert found.total("m1").claimed == 18 * HOUR
            assert sum(found.total(name).claimed for name in found.resources) == 92 * HOUR


def test_a_weekly_post_keeps_its_local_time_in_the_ledger() -> None:
    """Mondays 09:00 in Berlin, 19 and 26 October 2026, between which clocks change: 07:00Z and 08:00Z."""
    plan = wm.Plan(start="2026-10-01", zone="Europe/Berlin").add(
        wm.Resource("mia"),
        wm.Routine("post", recurrence=wm.weekly("MO"), at="09:00", effort="30min", assignments=["mia"]),
    )
    found = ledger(plan, "2026-10-19", "2026-10-27")
    for day, hour in ((19, 7), (26, 8)):
        at = datetime(2026, 10, day, hour, tzinfo=UTC)
        assert found.between("mia", at, at + timedelta(minutes=30)).of("post") == 30
        assert found.between("mia", at - timedelta(minutes=30), at).of("post") == 0


def test_a_task_of_a_team_loads_who_is_in_it_at_the_time() -> None:
    """16 h from Mon to Tue: Ana has both days, Ben joins on Tue: 8 + 8 of 24 open hours; 10:40 for her, 5:20 for him."""
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Resource("ben"),
        wm.Resource("crew", type="team", members=["ana", "ben from 2026-03-03"]),
        wm.Task("move", duration="2d", effort="16h", assignments=["crew"]),
    )  # fmt: skip
    found = ledger(plan, *WEEK)
    assert found.resources == ("ana", "ben")
    assert found.total("ana").of("move") + found.total("ben").of("move") == 16 * HOUR
    assert [str(line) for line in found.total("ana").lines] == ["move: 10h 40min"]
    assert found.day("ben", "2026-03-02").claimed == 0
    assert found.day("ben", "2026-03-03").claimed == found.total("ben").claimed
