"""Occurrences of routines: what a rule comes to in a plan, by the clock that the routine keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

import workmodel as wm
from workmodel.domain import Calendar, Completion, Milestone, Plan, Project, Routine, Task
from workmodel.errors import NoOccurrences, NoWorkingTime, PlanFaults, UnknownId, WrongType, ZoneMismatch
from workmodel.routines import next_occurrence, occurrences

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def plan_with(*entities, start="2026-03-02", **settings):
    return Plan(start=start, **settings).add(*entities)


def starts(plan, lo, hi, routine="r", schedule=None):
    return [f"{one.start:%Y-%m-%d %H:%M}" for one in occurrences(plan, routine, lo, hi, schedule)]


def ids(plan, lo, hi, routine="r", schedule=None):
    return [one.id for one in occurrences(plan, routine, lo, hi, schedule)]


class TestWindows:
    def test_an_endless_rule_is_finite_in_any_window(self):
        plan = plan_with(Routine("r", recurrence=WORKDAYS, at="09:00"))
        assert starts(plan, "2026-03-06", "2026-03-09") == ["2026-03-06 09:00", "2026-03-09 09:00"]

    def test_a_window_ends_before_its_end_where_that_is_a_time(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY", at="09:00"))
        assert ids(plan, datetime(2026, 3, 3, 9), datetime(2026, 3, 4, 9)) == ["r@2026-03-03"]

    def test_occurrences_are_computed_as_they_are_asked_for(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY"))
        endless = occurrences(plan, "r", "2026-03-02", "9998-12-01")
        assert [one.id for one in islice(endless, 2)] == ["r@2026-03-02", "r@2026-03-03"]

    def test_the_routine_may_be_named_by_itself(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY"))
        assert ids(plan, "2026-03-02", "2026-03-02", plan["r"]) == ["r@2026-03-02"]

    def test_nothing_occurs_before_the_plan_begins_unless_the_routine_says_from_when(self):
        rule = {"recurrence": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"}
        assert ids(plan_with(Routine("r", **rule)), "2026-02-01", "2026-03-20") == [
            "r@2026-03-02",
            "r@2026-03-16",
        ]
        before = plan_with(Routine("r", valid_from="2026-02-09", valid_to="2026-03-09", **rule))
        assert ids(before, "2026-01-01", "2026-12-31") == ["r@2026-02-09", "r@2026-02-23", "r@2026-03-09"]

    def test_a_rule_without_any_beginning_has_no_occurrences_to_tell(self):
        with pytest.raises(NoOccurrences) as caught:
            occurrences(Plan().add(Routine("r", recurrence="FREQ=DAILY")), "r", "2026-03-02", "2026-03-03")
        assert "valid_from" in caught.value.cure

    def test_a_day_with_several_has_the_time_behind_it_whatever_the_window(self):
        plan = plan_with(Routine("r", recurrence="RRULE:FREQ=DAILY;BYHOUR=9,15 EXDATE:20260303T150000"))
        assert ids(plan, "2026-03-02", "2026-03-03") == [
            "r@2026-03-02T09:00",
            "r@2026-03-02T15:00",
            "r@2026-03-03",
        ]
        assert ids(plan, datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 18)) == ["r@2026-03-02T15:00"]

    def test_without_a_time_of_day_an_occurrence_belongs_to_its_day(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY", effort="1h"), start="2026-03-02 08:00")
        one = next(occurrences(plan, "r", "2026-03-01", "2026-03-05"))
        assert (one.id, one.start, one.timed, one.effort) == ("r@2026-03-02", datetime(2026, 3, 2), False, 60)

    def test_what_a_routine_takes_from_its_beginning_is_its_time_of_day_too(self):
        plan = plan_with(Routine("r", recurrence="FREQ=WEEKLY", valid_from="2026-03-04 10:30"))
        assert starts(plan, "2026-03-02", "2026-03-12") == ["2026-03-04 10:30", "2026-03-11 10:30"]

    def test_each_may_be_done_within_its_window(self):
        plan = plan_with(
            Routine("work", recurrence="FREQ=WEEKLY;BYDAY=FR", at="16:00", window="2h"),
            Routine("wall", recurrence="FREQ=WEEKLY;BYDAY=FR", at="16:00", window="2eh"),
            Routine("open", recurrence="FREQ=WEEKLY;BYDAY=FR", at="16:00"),
        )
        due = {name: next_occurrence(plan, name, "2026-03-02").due for name in plan.routines}
        assert due == {"work": datetime(2026, 3, 9, 9), "wall": datetime(2026, 3, 6, 18), "open": None}

    def test_a_meeting_costs_each_of_those_assigned(self):
        people = [
            wm.Resource("ana"),
            wm.Resource("ben"),
            wm.Resource("crew", type="team", members=["ana", "ben"]),
        ]
        shared = Routine("r", recurrence="FREQ=DAILY", effort="1h", assignments=["ana", "ben"])
        each = plan_with(
            *people, wm.Routine("m", recurrence="FREQ=DAILY", effort="1h", assignments=["crew"], split="each")
        )
        assert next_occurrence(plan_with(*people, shared), "r", "2026-03-02").effort == 60
        assert next_occurrence(each, "m", "2026-03-02").effort == 120


class TestClocks:
    def test_every_monday_at_nine_in_berlin_is_nine_before_and_after_the_clocks_change(self):
        plan = plan_with(Routine("post", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00"), zone="Europe/Berlin")
        found = [one.start for one in occurrences(plan, "post", "2026-10-19", "2026-10-26")]
        assert [time.astimezone(UTC).isoformat() for time in found] == [
            "2026-10-19T07:00:00+00:00",
            "2026-10-26T08:00:00+00:00",
        ]
        assert {f"{time:%H:%M}" for time in found} == {"09:00"}

    def test_a_routine_keeps_the_clock_of_its_own_zone(self):
        plan = plan_with(
            Routine(
                "r", recurrence="FREQ=DAILY", at="20:00", zone="America/New_York", valid_from="2026-03-07"
            ),
            zone="Europe/Berlin",
        )
        found = list(occurrences(plan, "r", "2026-03-08", "2026-03-09"))
        # New York changes its clocks on the 8th, Berlin three weeks later
        assert [(one.id, one.start.isoformat()) for one in found] == [
            ("r@2026-03-07", "2026-03-08T02:00:00+01:00"),
            ("r@2026-03-08", "2026-03-09T01:00:00+01:00"),
        ]

    def test_a_zone_in_a_plan_without_one_is_refused(self):
        for wrong in (
            {"zone": "Europe/Berlin"},
            {"recurrence": "FREQ=DAILY;UNTIL=20261231T000000Z"},
            {"overrides": [f"{datetime(2026, 3, 2, 9, tzinfo=UTC).isoformat()} cancelled"]},
        ):
            with pytest.raises(PlanFaults) as caught:
                plan_with(Routine("r", **wrong))
            assert "names a zone, but the plan has none" in caught.value.faults[0]
            routine = Plan(zone="UTC").add(Routine("r", **wrong))
            with pytest.raises(PlanFaults):
                routine.evolve(zone=None)

    def test_a_time_that_a_change_of_clocks_removes_moves_by_the_gap(self):
        rule = {"recurrence": "FREQ=DAILY", "at": "02:30"}
        shifted = plan_with(Routine("r", **rule), zone="Europe/Berlin")
        found = list(occurrences(shifted, "r", "2026-03-28", "2026-03-30"))
        assert [one.start.isoformat() for one in found] == [
            "2026-03-28T02:30:00+01:00",
            "2026-03-29T03:30:00+02:00",
            "2026-03-30T02:30:00+02:00",
        ]
        skipped = plan_with(Routine("r", gap="skip", **rule), zone="Europe/Berlin")
        assert ids(skipped, "2026-03-28", "2026-03-30") == ["r@2026-03-28", "r@2026-03-30"]

    def test_a_day_without_a_midnight_still_has_its_occurrence(self):
        plan = plan_with(
            Routine("r", recurrence="FREQ=DAILY", gap="skip"), zone="America/Sao_Paulo", start="2017-10-14"
        )
        found = list(occurrences(plan, "r", "2017-10-14", "2017-10-16"))
        assert [one.id[2:] for one in found] == ["2017-10-14", "2017-10-15", "2017-10-16"]
        assert found[1].start.isoformat() == "2017-10-15T01:00:00-02:00"

    def test_a_time_that_is_repeated_happens_the_first_time(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY", at="02:30"), zone="Europe/Berlin")
        assert [one.start.isoformat() for one in occurrences(plan, "r", "2026-10-25", "2026-10-25")] == [
            "2026-10-25T02:30:00+02:00"
        ]

    def test_an_hourly_rule_has_23_hours_where_one_is_removed_and_no_instant_twice(self):
        plan = plan_with(Routine("r", recurrence="FREQ=HOURLY"), zone="Europe/Berlin")
        found = [one.start for one in occurrences(plan, "r", "2026-03-29", "2026-03-29")]
        assert len(found) == len(set(found)) == 23

    def test_year_ends_and_leap_days(self):
        plan = plan_with(
            Routine("last", recurrence="FREQ=MONTHLY;BYMONTHDAY=-1"),
            Routine("leap", recurrence="FREQ=YEARLY", valid_from="2024-02-29"),
            Routine("new_year", recurrence="FREQ=YEARLY;BYYEARDAY=1,-1"),
        )
        assert ids(plan, "2027-12-15", "2028-03-01", "last") == [
            "last@2027-12-31",
            "last@2028-01-31",
            "last@2028-02-29",
        ]
        assert ids(plan, "2024-01-01", "2032-12-31", "leap") == [
            "leap@2024-02-29",
            "leap@2028-02-29",
            "leap@2032-02-29",
        ]
        assert ids(plan, "2026-12-01", "2027-02-01", "new_year") == [
            "new_year@2026-12-31",
            "new_year@2027-01-01",
        ]


class TestDaysOff:
    def plan(self, **said):
        office = Calendar("office", base="standard", exceptions=[wm.CalendarException(start="2026-04-06")])
        return plan_with(
            office,
            Routine("r", recurrence="FREQ=MONTHLY;BYMONTHDAY=5,6", at="10:00", **said),
            calendar="office",
        )

    # the 5th of April 2026 is a Sunday, Monday the 6th a holiday
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("keep", ["2026-04-05 10:00", "2026-04-06 10:00"]),
            ("skip", []),
            ("next", ["2026-04-07 10:00", "2026-04-07 10:00"]),
            ("previous", ["2026-04-03 10:00", "2026-04-03 10:00"]),
        ],
    )
    def test_an_occurrence_on_a_day_off(self, rule, expected):
        assert starts(self.plan(day_off=rule), "2026-04-01", "2026-04-30") == expected

    def test_what_moves_keeps_its_name_and_its_original_start(self):
        found = list(occurrences(self.plan(day_off="next"), "r", "2026-04-07", "2026-04-07"))
        assert [(one.id, one.moved, one.original) for one in found] == [
            ("r@2026-04-05", True, datetime(2026, 4, 5, 10)),
            ("r@2026-04-06", True, datetime(2026, 4, 6, 10)),
        ]
        assert ids(self.plan(day_off="previous"), "2026-04-03", "2026-04-03") == [
            "r@2026-04-05",
            "r@2026-04-06",
        ]

    def test_its_own_calendar_counts_before_its_projects_and_the_plans(self):
        rule = {"recurrence": "FREQ=DAILY", "day_off": "skip", "valid_to": "2026-03-08"}
        week = wm.Calendar("weekend", week="sat-sun 10:00-12:00")
        free = plan_with(week, Routine("r", calendar="weekend", **rule))
        assert ids(free, "2026-03-02", "2026-03-08") == ["r@2026-03-07", "r@2026-03-08"]
        inside = plan_with(week, Project("p", calendar="weekend"), Task("t", parent="p", duration="30ed"),
                           Routine("r", parent="p", **rule))  # fmt: skip
        assert ids(inside, "2026-03-02", "2026-03-08", schedule=wm.schedule(inside)) == [
            "r@2026-03-07",
            "r@2026-03-08",
        ]

    def test_a_calendar_that_never_opens_names_the_routine(self):
        plan = plan_with(
            Calendar("never", week="mon-sun off"),
            Routine("r", recurrence="FREQ=DAILY", day_off="next", calendar="never"),
        )
        with pytest.raises(NoWorkingTime) as caught:
            list(occurrences(plan, "r", "2026-03-02", "2026-03-03"))
        assert caught.value.subject == "r"
        assert ids(plan.evolve("r", day_off="skip"), "2026-03-02", "2026-03-03") == []


class TestOverrides:
    def plan(self, *overrides, **said):
        return plan_with(
            Routine(
                "r", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="1h", overrides=overrides, **said
            )
        )

    def test_one_is_cancelled(self):
        assert ids(self.plan("2026-03-09 cancelled"), "2026-03-02", "2026-03-16") == [
            "r@2026-03-02",
            "r@2026-03-16",
        ]

    def test_one_moves_and_keeps_its_name(self):
        plan = self.plan("2026-03-09 to 2026-03-12 14:00", "2026-03-16 to 2026-03-17")
        assert starts(plan, "2026-03-02", "2026-03-18") == [
            "2026-03-02 09:00",
            "2026-03-12 14:00",
            "2026-03-17 09:00",
        ]
        assert ids(plan, "2026-03-12", "2026-03-12") == ["r@2026-03-09"]
        assert ids(plan, "2026-03-09", "2026-03-09") == []

    def test_one_that_moves_far_away_is_found_there(self):
        plan = self.plan("2026-03-09 to 2031-01-01 09:00", "2030-01-07 to 2026-03-03 09:00")
        assert ids(plan, "2031-01-01", "2031-01-01") == ["r@2026-03-09"]
        assert ids(plan, "2026-03-03", "2026-03-08") == ["r@2030-01-07"]

    def test_all_that_follow_move_by_as_much_until_a_later_one_says_otherwise(self):
        plan = self.plan(
            "2026-03-09 to 2026-03-10 08:00 following",
            "2026-03-23 to 2026-03-25 following",
            "2026-03-16 effort 3h",
        )
        found = list(occurrences(plan, "r", "2026-03-02", "2026-04-02"))
        assert [(f"{one.start:%m-%d %H:%M}", one.effort) for one in found] == [
            ("03-02 09:00", 60),
            ("03-10 08:00", 60),
            ("03-17 08:00", 180),
            ("03-25 09:00", 60),
            ("04-01 09:00", 60),
        ]

    def test_effort_and_window_of_all_that_follow(self):
        plan = self.plan("2026-03-09 effort 2h window 1h following", "2026-03-16 window 2h")
        found = list(occurrences(plan, "r", "2026-03-02", "2026-03-23"))
        assert [(one.effort, one.due and f"{one.due:%H:%M}") for one in found] == [
            (60, None), (120, "10:00"), (120, "11:00"), (120, "10:00"),
        ]  # fmt: skip

    def test_what_is_cancelled_with_all_that_follow_has_ended(self):
        plan = self.plan("2026-03-16 cancelled following", "2026-03-23 to 2026-03-24")
        assert ids(plan, "2026-03-02", "2026-12-31") == ["r@2026-03-02", "r@2026-03-09"]
        assert next_occurrence(plan, "r", "2026-03-10") is None

    def test_a_day_with_several_moves_as_one(self):
        plan = plan_with(
            Routine("r", recurrence="FREQ=DAILY;BYHOUR=9,15", overrides=["2026-03-03 to 2026-03-05 08:00"])
        )
        found = {
            one.id: f"{one.start:%d %H:%M}" for one in occurrences(plan, "r", "2026-03-03", "2026-03-05")
        }
        assert (found["r@2026-03-03T09:00"], found["r@2026-03-03T15:00"]) == ("05 08:00", "05 14:00")

    def test_an_override_may_name_a_time_and_an_instant(self):
        plan = Plan(start="2026-03-02", zone="Europe/Berlin").add(
            Routine("r", recurrence="FREQ=DAILY;BYHOUR=9,15", overrides=["2026-03-03 15:00 cancelled"]),
            Routine(
                "i",
                recurrence="FREQ=DAILY",
                at="09:00",
                overrides=["2026-03-03T08:00+00:00 to 2026-03-03T10:00+00:00"],
            ),
        )
        assert ids(plan, "2026-03-03", "2026-03-03") == ["r@2026-03-03T09:00"]
        assert starts(plan, "2026-03-03", "2026-03-03", "i") == ["2026-03-03 11:00"]

    def test_what_an_override_moves_is_not_moved_again_by_a_day_off(self):
        plan = self.plan("2026-03-09 to 2026-03-14 10:00", day_off="next")
        assert starts(plan, "2026-03-09", "2026-03-15") == ["2026-03-14 10:00"]


class TestRenewal:
    RULE = {"recurrence": "FREQ=WEEKLY;INTERVAL=2", "valid_from": "2026-03-02"}  # noqa: RUF012
    DONE = Completion(routine="r", occurrence="2026-03-02", done="2026-03-19")

    def test_fixed_by_the_rule_whatever_was_done(self):
        plan = plan_with(Routine("r", **self.RULE), self.DONE)
        assert ids(plan, "2026-03-01", "2026-04-01") == ["r@2026-03-02", "r@2026-03-16", "r@2026-03-30"]

    def test_after_completion_the_rule_begins_anew(self):
        plan = plan_with(Routine("r", renewal="after_completion", **self.RULE), self.DONE)
        assert ids(plan, "2026-03-01", "2026-04-20") == ["r@2026-03-02", "r@2026-04-02", "r@2026-04-16"]
        assert ids(plan.remove(self.DONE.id), "2026-03-01", "2026-04-01") == [
            "r@2026-03-02",
            "r@2026-03-16",
            "r@2026-03-30",
        ]

    def test_what_was_done_early_is_not_named_again(self):
        early = Completion(routine="r", occurrence="2026-03-09", done="2026-03-06")
        plan = plan_with(Routine("r", recurrence="FREQ=WEEKLY;BYDAY=MO", renewal="after_completion"), early)
        assert ids(plan, "2026-03-01", "2026-03-17") == ["r@2026-03-09", "r@2026-03-16"]

    def test_catching_up_leaves_behind_what_passed(self):
        plan = plan_with(Routine("r", renewal="catch_up", **self.RULE), self.DONE)
        assert ids(plan, "2026-03-01", "2026-04-01") == ["r@2026-03-02", "r@2026-03-30"]

    def test_what_was_skipped_counts_as_settled(self):
        skipped = Completion(routine="r", occurrence="2026-03-02", outcome="skipped")
        plan = plan_with(Routine("r", renewal="after_completion", **self.RULE), skipped)
        assert ids(plan, "2026-03-01", "2026-03-20") == ["r@2026-03-02", "r@2026-03-16"]


class TestProjects:
    def plan(self, **said):
        return plan_with(
            Project("p", start="2026-03-04"), Task("t", parent="p", duration="5d"), Milestone("live", parent="p", after=["t"]),
            Routine("r", parent="p", recurrence="FREQ=DAILY", **said),
        )  # fmt: skip

    def test_a_routine_of_a_project_begins_and_ends_with_it(self):
        plan = self.plan()
        schedule = wm.schedule(plan)
        assert (schedule["p"].start, schedule["p"].finish) == (
            datetime(2026, 3, 4, 8),
            datetime(2026, 3, 10, 17),
        )
        found = ids(plan, "2026-03-01", "2026-03-31", schedule=schedule)
        assert (found[0], found[-1], len(found)) == ("r@2026-03-04", "r@2026-03-10", 7)
        timed = self.plan(at="18:00")
        assert ids(timed, "2026-03-01", "2026-03-31", schedule=schedule)[-1] == "r@2026-03-09"

    def test_it_needs_the_schedule_and_says_so(self):
        with pytest.raises(NoOccurrences) as caught:
            occurrences(self.plan(), "r", "2026-03-01", "2026-03-31")
        assert "schedule" in caught.value.cure
        other = wm.schedule(plan_with(Task("x")))
        with pytest.raises(UnknownId):
            occurrences(self.plan(), "r", "2026-03-01", "2026-03-31", other)

    # t ends on Friday the 6th at 17:00
    @pytest.mark.parametrize(
        ("after", "first"),
        [
            ("t", "2026-03-07"), ("t SS", "2026-03-03"), ("t FS+1d", "2026-03-10"), ("t FS+2ed", "2026-03-09"),
            ("t FS+20%", "2026-03-10"),
        ],
    )  # fmt: skip
    def test_what_it_waits_for_bounds_its_first_occurrence(self, after, first):
        plan = plan_with(Task("t", duration="5d"), Routine("r", recurrence="FREQ=DAILY", after=[after]))
        assert ids(plan, "2026-03-01", "2026-03-31", schedule=wm.schedule(plan))[0] == f"r@{first}"
        with pytest.raises(NoOccurrences):
            occurrences(plan, "r", "2026-03-01", "2026-03-31")

    def test_work_handed_to_operations_begins_when_the_project_closes(self):
        plan = plan_with(
            Project("crm"), Task("go_live", parent="crm", constraint="MFO 2026-03-31 17:00", duration="1d"),
            Routine("hygiene", recurrence="FREQ=WEEKLY;BYDAY=WE", effort="2h", after=["crm"]),
        )  # fmt: skip
        assert ids(plan, "2026-03-01", "2026-04-10", "hygiene", wm.schedule(plan)) == [
            "hygiene@2026-04-01",
            "hygiene@2026-04-08",
        ]

    def test_waiting_for_a_routine_bounds_nothing_and_says_so(self):
        plan = plan_with(
            Routine("x", recurrence="FREQ=DAILY"), Routine("r", recurrence="FREQ=DAILY", after=["x"])
        )
        with pytest.raises(NoOccurrences) as caught:
            occurrences(plan, "r", "2026-03-01", "2026-03-31", wm.schedule(plan))
        assert "waits for the routine x" in caught.value.reason


class TestNoOccurrences:
    @pytest.mark.parametrize("demand", [{"arrivals": "12 per day"}, {"reservation": "20%"}, {}])
    def test_amounts_per_period_have_none_and_say_what_to_ask_instead(self, demand):
        plan = plan_with(Routine("r", **demand))
        for ask in (
            lambda: occurrences(plan, "r", "2026-03-02", "2026-03-03"),
            lambda: next_occurrence(plan, "r", "2026-03-02"),
        ):
            with pytest.raises(NoOccurrences) as caught:
                ask()
            assert caught.value.routine == "r"
            assert all(name in caught.value.cure for name in demand)

    def test_arguments_of_another_kind_are_refused_at_once(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY"), Task("t"))
        with pytest.raises(UnknownId):
            occurrences(plan, "t", "2026-03-02", "2026-03-03")
        with pytest.raises(WrongType):
            occurrences([], "r", "2026-03-02", "2026-03-03")
        with pytest.raises(WrongType):
            occurrences(plan, "r", "2026-03-02", "2026-03-03", schedule=plan)
        with pytest.raises(ZoneMismatch):
            occurrences(plan, "r", datetime(2026, 3, 2, tzinfo=UTC), "2026-03-03")


class TestNext:
    def test_the_next_one_starts_after_the_moment(self):
        plan = plan_with(Routine("r", recurrence=WORKDAYS, at="09:00"))
        assert next_occurrence(plan, "r", datetime(2026, 3, 6, 9)).id == "r@2026-03-09"
        assert next_occurrence(plan, "r", datetime(2026, 3, 6, 8, 59)).id == "r@2026-03-06"
        assert next_occurrence(plan, "r", date(2026, 3, 6)).id == "r@2026-03-09"

    def test_it_is_found_however_far_away(self):
        plan = plan_with(
            Routine(
                "rare",
                recurrence="FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
                valid_from="2000-02-29",
            ),
            Routine("once", recurrence="RDATE:98001231T120000"),
        )
        assert next_occurrence(plan, "rare", "2026-03-02").id == "rare@4000-02-29"
        assert next_occurrence(plan, "once", "2026-03-02").start == datetime(9800, 12, 31, 12)
        assert next_occurrence(plan, "once", "9801-01-01") is None

    def test_an_endless_rule_ends_where_the_calendar_does(self):
        plan = plan_with(Routine("r", recurrence="FREQ=DAILY", at="09:00"), zone="Pacific/Auckland")
        assert next_occurrence(plan, "r", "9998-12-29").start - timedelta(0) is not None
        assert next_occurrence(plan, "r", "9999-12-30") is None
