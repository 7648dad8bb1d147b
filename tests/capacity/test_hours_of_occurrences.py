"""Which hours occurrences of routines claim: the same whatever days are looked at, and somewhere in their window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import Ledger, ledger
from workmodel.domain import Completion, Override, RoutineStep
from workmodel.errors import OutOfRange

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def hours(found: Ledger, name: str, routine: str) -> dict[str, float]:
    """What somebody is granted for a routine, day by day. [h]"""
    days = {str(day): found.day(name, day).of(routine) for day in found.days}
    return {day: float(amount) / HOUR for day, amount in days.items() if amount}


def same_when_cut(plan: wm.Plan, start: str, end: str) -> None:
    """Each day by itself is the day in the whole."""
    whole = ledger(plan, start, end)
    for day in whole.days:
        alone = ledger(plan, day, day + timedelta(days=1))
        for name in whole.resources:
            assert alone.day(name, day) == whole.day(name, day)
        assert alone.unassigned == tuple(one for one in whole.unassigned if one.day == day)


class TestWhatBeginsTheDayBefore:
    """A watch from 22:00 to 02:00."""

    def plan(self, calendar: str = "24_hours", **said: Any) -> wm.Plan:
        watch: dict[str, Any] = {"recurrence": wm.daily(at="22:00"), "effort": "4h"} | said
        return wm.Plan(start="2026-02-25").add(
            wm.Calendar("late", week="mon-fri 22:00-06:00"),
            wm.Calendar("odd", week="mon 22:00-06:00; wed 00:00-04:00"),
            wm.Resource("a", calendar=calendar),
            wm.Resource("b", calendar="night_shift"),
            wm.Routine("watch", assignments=["a"], **watch),
        )

    @pytest.mark.parametrize("split", ["total", "each"])
    def test_what_runs_over_midnight_is_in_a_ledger_that_begins_with_the_second_day(self, split: str) -> None:
        found = ledger(self.plan(split=split), "2026-03-03", "2026-03-05")
        assert hours(found, "a", "watch") == {"2026-03-03": 4, "2026-03-04": 4}
        assert found.between("a", "2026-03-03 00:00", "2026-03-03 02:00").of("watch") == 2 * HOUR

    def test_another_routine_changes_nothing_about_it(self) -> None:
        plan = self.plan(recurrence=wm.weekly("MO", at="22:00"))
        more = plan.add(wm.Routine("w", reservation="1h per week", assignments=["a"]))
        for one in (plan, more):
            assert ledger(one, "2026-03-03", "2026-03-04").total("a").of("watch") == 2 * HOUR

    @pytest.mark.parametrize(
        "said",
        [
            {"recurrence": wm.daily(at="23:50"), "effort": "8h"},
            {"recurrence": wm.daily(at="01:00"), "effort": "2h"},
            {"recurrence": wm.daily(at="01:00"), "effort": "24h"},
            {"recurrence": wm.weekly("MO", at="21:00"), "effort": "60h"},
            {
                "recurrence": wm.daily(at="23:50"),
                "effort": "8h",
                "overrides": [Override("2026-03-04", effort="10h")],
            },
        ],
    )
    @pytest.mark.parametrize("split", ["total", "each"])
    @pytest.mark.parametrize("calendar", ["night_shift", "24_hours", "standard", "late", "odd"])
    def test_each_day_by_itself_is_that_day_of_the_week(
        self, said: dict[str, Any], split: str, calendar: str
    ) -> None:
        plan = self.plan(calendar, split=split, **said)
        same_when_cut(plan, *WEEK)
        same_when_cut(plan.evolve("watch", assignments=["a", "b"]), *WEEK)


class TestPeopleElsewhere:
    """Ben is in Berlin, Kiri in Auckland, twelve hours ahead in March; Lou in Los Angeles, nine behind."""

    plan = wm.Plan(start="2026-02-25", zone="Europe/Berlin").add(
        wm.Calendar("nz", base="standard", zone="Pacific/Auckland"),
        wm.Calendar("la", base="standard", zone="America/Los_Angeles"),
        wm.Resource("kiri", calendar="nz"),
        wm.Resource("lou", calendar="la"),
        wm.Resource("ben"),
    )

    def plan_with(self, *who: str, **said: Any) -> wm.Plan:
        call = {"recurrence": wm.daily(), "effort": "1h", "assignments": who} | said
        return self.plan.add(wm.Routine("call", **call))

    def test_who_is_in_their_own_next_day_has_hours_in_a_ledger_of_one_day(self) -> None:
        """14:00 in Berlin is 02:00 of Kiri's next day, on which she has as many hours as Ben."""
        found = ledger(self.plan_with("kiri", "ben", at="14:00"), "2026-03-04", "2026-03-05")
        assert found.total("ben").of("call") == 30

    def test_each_meets_in_their_own_day_however_the_week_is_cut(self) -> None:
        """21:00 in Berlin is 09:00 of Kiri's next day: from Monday to Thursday, and of the week before, nothing."""
        plan = self.plan_with("kiri", at="21:00", split="each", valid_from="2026-03-02")
        parts = [
            ledger(plan, *days).total("kiri").of("call")
            for days in (("2026-03-02", "2026-03-04"), ("2026-03-04", "2026-03-09"), WEEK)
        ]
        assert parts == [1 * HOUR, 3 * HOUR, 4 * HOUR]

    @pytest.mark.parametrize("at", ["08:00", "14:00", "21:00", "00:30"])
    @pytest.mark.parametrize(
        "said", [{"split": "total"}, {"split": "each"}, {"window": "2d"}, {"effort": "30h"}]
    )
    def test_each_day_by_itself_is_that_day_of_the_week(self, at: str, said: dict[str, Any]) -> None:
        same_when_cut(self.plan_with("kiri", "ben", "lou", at=at, **said), *WEEK)


class TestWindows:
    """What has a window may be done any time in it."""

    def plan(self, **said: Any) -> wm.Plan:
        report: dict[str, Any] = {"recurrence": wm.weekly("MO"), "assignments": ["ana"]} | said
        return wm.Plan(start="2026-03-02").add(
            wm.Resource("ana"), wm.Resource("ben", manager="ana"), wm.Routine("report", **report)
        )

    def test_with_a_time_of_day_it_spreads_from_there_to_the_end_of_its_window(self) -> None:
        """Monday 13:00 to Tuesday 12:00: four hours of each day."""
        plan = self.plan(at="13:00", window="23eh", effort="4h", recurrence=wm.weekly("MO"))
        assert hours(ledger(plan, *WEEK), "ana", "report") == {"2026-03-02": 2, "2026-03-03": 2}

    def test_it_is_served_like_what_may_be_done_at_any_time_and_keeps_nobody_from_meeting(self) -> None:
        plan = self.plan(at="09:00", window="2d", effort="20h").add(
            wm.Routine("talk", recurrence=wm.daily(at="09:00"), effort="1h", assignments=["ana"])
        )
        found = ledger(plan, *WEEK)
        assert found.day("ana", "2026-03-02").of("talk") == HOUR
        assert {line.source.kind for line in found.total("ana").lines} == {"timed", "routine"}

    def test_without_a_time_of_day_whole_days_count(self) -> None:
        plan = self.plan(window="2d", effort="4h")
        assert hours(ledger(plan, *WEEK), "ana", "report") == {"2026-03-02": 2, "2026-03-03": 2}

    def test_a_meeting_without_a_window_stays_in_its_minutes(self) -> None:
        plan = self.plan(at="13:00", effort="4h")
        found = ledger(plan, *WEEK).between("ana", "2026-03-02 13:00", "2026-03-02 17:00")
        assert (found.of("report"), found.free) == (4 * HOUR, 0)

    def test_work_that_nobody_has_hours_for_in_its_window_is_told_on_the_day_it_begins(self) -> None:
        plan = self.plan(recurrence=wm.weekly("SA"), at="09:00", window="24eh", effort="1h")
        assert [(str(one.day), one.amount) for one in ledger(plan, *WEEK).unassigned] == [
            ("2026-03-07", 600_000)
        ]

    @pytest.mark.parametrize("at", ["", "09:00"])
    @pytest.mark.parametrize("window", ["3d", "1ew", "7w"])
    def test_each_day_by_itself_is_that_day_of_the_weeks(self, at: str, window: str) -> None:
        plan = self.plan(at=at, window=window, effort="7h", assignments=["ana", "ben"])
        same_when_cut(plan, "2026-03-02", "2026-03-12")
        same_when_cut(plan, "2026-08-31", "2026-09-04")

    def test_a_window_of_years_costs_what_reaches_into_the_days(self) -> None:
        """500 weeks of five days: each of the last 2 500 working days and those between has its share in every week."""
        plan = self.plan(recurrence=wm.daily(), window="500w", effort="1h")
        assert round(ledger(plan, "2040-03-05", "2040-03-12").total("ana").wanted) == 7 * HOUR

    def test_more_occurrences_than_anybody_could_count_are_refused_before_they_are_counted(self) -> None:
        plan = self.plan(recurrence="FREQ=HOURLY", window="1500w", effort="1min")
        with pytest.raises(OutOfRange, match="report reaching into it"):
            ledger(plan, "2066-03-01", "2066-03-02")


class TestSteps:
    """Steps that wait for each other lie one after the other in the window."""

    def plan(self, *steps: RoutineStep, absences: tuple[str, ...] = (), **said: Any) -> wm.Plan:
        review: dict[str, Any] = {
            "recurrence": "FREQ=YEARLY", "at": "08:00", "window": "3w", "fan_out": ["ben", "cem"]
        } | said  # fmt: skip
        return wm.Plan(start="2026-03-02").add(
            wm.Resource("ana"),
            wm.Resource("ben", manager="ana", absences=absences),
            wm.Resource("cem", manager="ana"),
            wm.Routine("review", steps=steps, **review),
        )

    chain = (
        RoutineStep("self", effort="1h", who="each"),
        RoutineStep("assess", effort="2h", who="manager", after="self"),
        RoutineStep("talk", effort="30min", who=["each", "manager"], after="assess"),
    )

    def by_week(self, plan: wm.Plan, name: str) -> list[float]:
        found = ledger(plan, "2026-03-02", "2026-03-30")
        weeks = ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23")
        return [float(found.week(name, day).of("review")) / HOUR for day in weeks]

    def test_a_window_has_as_many_equal_stages_as_its_longest_chain_has_steps(self) -> None:
        plan = self.plan(*self.chain)
        assert self.by_week(plan, "ben") == [1, 0, 0.5, 0]
        assert self.by_week(plan, "ana") == [0, 4, 1, 0]

    def test_what_waits_for_the_same_step_lies_in_the_same_stage(self) -> None:
        plan = self.plan(
            *self.chain[:2], RoutineStep("sign", effort="1h", who="each", after="self"), window="2w"
        )
        assert self.by_week(plan, "ben") == [1, 1, 0, 0]
        assert self.by_week(plan, "ana") == [0, 4, 0, 0]

    def test_steps_that_wait_for_none_take_the_whole_window(self) -> None:
        assert self.by_week(self.plan(RoutineStep("t", effort="3h", who="each")), "ben") == [1, 1, 1, 0]

    def test_without_a_time_of_day_stages_take_whole_days(self) -> None:
        plan = self.plan(*self.chain, at="")
        assert self.by_week(plan, "ben") == [1, 0, 0.5, 0]

    def test_a_stage_ends_before_the_weekend_where_the_calendar_does(self) -> None:
        """Two working days from Friday on: one step on Friday, the other on Monday."""
        plan = self.plan(*self.chain[:2], recurrence="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=6", window="2d")
        found = ledger(plan, "2026-03-02", "2026-03-16")
        assert hours(found, "ben", "review") == {"2026-03-06": 1}
        assert hours(found, "ana", "review") == {"2026-03-09": 4}

    def test_who_is_away_in_a_stage_does_the_step_later_in_the_window(self) -> None:
        plan = self.plan(*self.chain, absences=("2026-03-02..2026-03-06 vacation",))
        assert self.by_week(plan, "ben") == [0, 0.5, 1, 0]

    def test_and_who_is_away_until_the_end_of_the_window_before_that_stage(self) -> None:
        plan = self.plan(*self.chain, absences=("2026-03-16..2026-03-20 vacation",))
        assert sum(self.by_week(plan, "ben")) == 1.5

    def test_a_step_that_none_of_its_people_has_hours_for_is_told(self) -> None:
        plan = self.plan(*self.chain[:1], absences=("2026-03-02..2026-03-30 vacation",))
        assert [(one.source.id, one.amount) for one in ledger(plan, *WEEK).unassigned] == [
            ("review", 600_000)
        ]

    def test_steps_at_a_time_of_day_without_a_window_stay_in_their_minutes(self) -> None:
        plan = self.plan(RoutineStep("t", effort="1h", who="each"), window=None)
        assert ledger(plan, *WEEK).between("ben", "2026-03-02 08:00", "2026-03-02 09:00").of("review") == HOUR

    def test_who_left_the_team_is_neither_reviewed_nor_charged(self) -> None:
        plan = self.plan(RoutineStep("t", effort="1h", who="each"), recurrence=wm.weekly("MO"), window=None)
        plan = plan.add(wm.Resource("team", type="team", members=["ben to 2026-03-03", "cem"]))
        found = ledger(plan.evolve("review", fan_out=["team"]), "2026-03-02", "2026-03-16")
        assert [float(found.total(name).of("review")) / HOUR for name in ("ben", "cem")] == [1, 2]


class TestWhatWasSpent:
    """A Monday routine of four hours, and what is reported of it."""

    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"),
        wm.Resource("ben", calendar="night_shift"),
        wm.Routine("r", recurrence=wm.weekly("MO"), effort="4h", owner="ana", assignments=["ana"]),
    )

    def reported(self, occurrence: str, **said: Any) -> wm.Plan:
        return self.plan.add(Completion(routine="r", occurrence=occurrence, **said))

    def lines(self, plan: wm.Plan, start: str, end: str) -> list[tuple[str, float]]:
        found = ledger(plan, start, end).total("ana")
        return [(line.source.kind, float(line.amount) / HOUR) for line in found.lines]

    def test_it_lies_on_the_day_on_which_it_was_done_however_far_from_the_occurrence(self) -> None:
        plan = self.reported("2026-03-02", done="2026-04-15", effort="3h")
        assert self.lines(plan, "2026-04-15", "2026-04-16") == [("actual", 3)]
        assert self.lines(plan, "2026-03-02", "2026-03-09") == []

    def test_a_completion_of_a_start_that_the_rule_does_not_name_was_spent_all_the_same(self) -> None:
        plan = self.reported("2026-03-03", done="2026-03-04", effort="3h")
        assert self.lines(plan, *WEEK) == [("actual", 3), ("routine", 4)]
        assert hours(ledger(plan, *WEEK), "ana", "actual") == {"2026-03-04": 3}

    def test_without_a_date_it_lies_on_the_start_that_it_names_and_takes_what_is_planned(self) -> None:
        assert hours(ledger(self.reported("2026-03-03"), *WEEK), "ana", "actual") == {"2026-03-03": 4}
        assert hours(ledger(self.reported("2026-03-02"), *WEEK), "ana", "actual") == {"2026-03-02": 4}

    def test_so_it_was_if_the_occurrence_was_cancelled_or_moved(self) -> None:
        plan = self.reported("2026-03-02", effort="1h")
        cancelled = plan.evolve("r", overrides="2026-03-02 cancelled")
        assert hours(ledger(cancelled, *WEEK), "ana", "actual") == {"2026-03-02": 1}
        moved = plan.evolve("r", overrides="2026-03-02 to 2026-03-05")
        assert hours(ledger(moved, *WEEK), "ana", "actual") == {"2026-03-05": 1}

    def test_what_was_skipped_took_nothing(self) -> None:
        plan = self.reported("2026-03-02", outcome="skipped", effort="1h")
        assert self.lines(plan, *WEEK) == []

    def test_what_was_spent_on_a_day_without_hours_is_told(self) -> None:
        found = ledger(self.reported("2026-03-02", done="2026-03-07", effort="1h"), *WEEK)
        assert [(str(one.day), one.amount) for one in found.unassigned] == [("2026-03-07", 600_000)]

    def test_a_day_is_the_day_of_whoever_did_it(self) -> None:
        """At midnight of the 4th Ben is still in the night of the 3rd; done on the 4th is done in that night's next."""
        plan = self.reported("2026-03-02", done="2026-03-04", effort="1h").evolve("r", assignments=["ben"])
        assert hours(ledger(plan, *WEEK), "ben", "actual") == {"2026-03-04": 1}

    def test_one_report_of_a_step_of_several_people_tells_what_all_of_them_spent(self) -> None:
        steps = [RoutineStep("t", effort="1h", who="each")]
        plan = self.plan.add(
            wm.Resource("cem"),
            wm.Routine("s", recurrence=wm.weekly("MO"), fan_out=["ana", "cem"], steps=steps),
            Completion(routine="s", occurrence="2026-03-02", step="t", effort="5h"),
        )
        found = ledger(plan, *WEEK)
        assert [found.total(name).of("actual") for name in ("ana", "cem")] == [150, 150]

    def test_one_report_of_all_steps_tells_what_all_of_it_took(self) -> None:
        steps = [RoutineStep("t", effort="1h", who="each")]
        plan = self.plan.add(
            wm.Resource("cem"),
            wm.Routine("s", recurrence=wm.weekly("MO"), fan_out=["ana", "cem"], steps=steps, window="3d"),
            Completion(routine="s", occurrence="2026-03-02", done="2026-03-03", effort="5h"),
        )
        found = ledger(plan, "2026-03-02", "2026-03-07")
        assert hours(found, "cem", "s") == {"2026-03-03": 2.5}

    def test_who_was_reviewed_though_no_longer_in_the_team_spent_it(self) -> None:
        plan = self.plan.add(
            wm.Resource("cem"),
            wm.Resource("team", type="team", members=["ana", "cem to 2026-02-27"]),
            wm.Routine(
                "s",
                recurrence=wm.weekly("MO"),
                fan_out="team",
                steps=[RoutineStep("t", effort="1h", who="each")],
            ),
            Completion(routine="s", occurrence="2026-03-02", step="t", person="cem", done="2026-03-03"),
        )
        assert hours(ledger(plan, *WEEK), "cem", "s") == {"2026-03-03": 1}

    def test_each_day_by_itself_is_that_day_of_the_weeks(self) -> None:
        plan = self.reported("2026-03-02", done="2026-03-11 09:00").add(
            Completion(routine="r", occurrence="2026-03-09 09:00", effort="2h"),
            Completion(routine="r", occurrence="2026-03-10"),
        )
        same_when_cut(plan.evolve("r", assignments=["ana", "ben"]), "2026-03-02", "2026-03-16")


def test_an_effort_that_each_spends_is_not_raised_by_a_room_that_is_booked_with_them() -> None:
    """A resource without hours is no one who spends any."""
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Resource("paper", type="material"),
        wm.Routine(
            "talk", recurrence=wm.weekly("MO"), effort="1h", split="each", assignments=["ana", "paper"],
            overrides="2027-03-01 cancelled",
        ),
    )  # fmt: skip
    assert ledger(plan, *WEEK).total("ana").of("talk") == HOUR


@pytest.mark.parametrize(("first", "last"), [("0002-01-01", "0002-01-03"), ("9998-12-29", "9998-12-31")])
def test_days_at_the_ends_of_the_calendar_have_no_days_around_them(first: str, last: str) -> None:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Routine("r", recurrence=wm.daily(at="23:00"), effort="2h", assignments=["ana"])
    )
    assert ledger(plan, first, last).first == date.fromisoformat(first)
