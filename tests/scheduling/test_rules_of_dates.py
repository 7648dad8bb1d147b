"""The rules by which dates come about, one scenario each, worked by hand, planned from a start and from a finish.

Office hours are Monday to Friday 08:00–12:00 and 13:00–17:00; Monday is 2 March 2026. Planned from a finish, the plan is
to be done by Friday 13 March 17:00 unless said otherwise, and what is not held stands at its late dates.
"""

from __future__ import annotations

from typing import Any

from workmodel.domain import Schedule
from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

FINISH = {"direction": "backward", "finish": "2026-03-13 17:00"}


def floats(found: Schedule) -> dict[str, tuple[int, int]]:
    """Total and free float by id. [working min]"""
    return {name: (item.total_float.minutes, item.free_float.minutes) for name, item in found.items()}


def both(picture: str, **more: Any) -> tuple[dict[str, str], dict[str, str]]:
    """When everything happens, planned from a start and from a finish."""
    return timetable(sketch(picture), **more), timetable(sketch(picture, **FINISH), **more)


class TestDurationAndCalendars:
    def test_work_that_does_not_fit_before_the_weekend_goes_on_monday(self) -> None:
        """36 hours are four and a half days: Mon 2 – Fri 6 12:00. Four hours more end Fri 17:00, eight Mon 9 12:00.

        From Fri 13 17:00 back: ``next``, 8 h, starts Fri 13 08:00; 36 h before that begin at Mon 9 08:00 less half a
        day, which is Fri 6 13:00.
        """
        early, late = both("a 36h\nnext 8h after a")
        assert early == {
            "a": "Mon 2 Mar 08:00 → Fri 6 Mar 12:00",
            "next": "Fri 6 Mar 13:00 → Mon 9 Mar 12:00",
        }
        assert late == {
            "a": "Fri 6 Mar 13:00 → Thu 12 Mar 17:00",
            "next": "Fri 13 Mar 08:00 → Fri 13 Mar 17:00",
        }

    def test_people_drive_in_place_of_the_projects_calendar(self) -> None:
        """Ana works Tuesday to Thursday: two days from Mon 2 are Tue 3 and Wed 4. Back from Fri 13: Wed 11 and Thu 12."""
        early, late = both("""
            few calendar tue-thu 08:00-12:00, 13:00-17:00
            ana resource calendar few
            a 2d @ana
        """)
        assert early == {"a": "Tue 3 Mar 08:00 → Wed 4 Mar 17:00"}
        assert late == {"a": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"}

    def test_several_people_drive_by_the_union_of_their_calendars(self) -> None:
        """Ana works Mon and Tue, Ben Wed: a given duration of three days runs Mon, Tue, Wed.

        Back from Fri 13 the three days before are Wed 11, Tue 10 and Mon 9.
        """
        early, late = both("""
            first calendar mon-tue 08:00-12:00, 13:00-17:00
            then calendar wed 08:00-12:00, 13:00-17:00
            ana resource calendar first
            ben resource calendar then
            a 3d @ana @ben
        """)
        assert early == {"a": "Mon 2 Mar 08:00 → Wed 4 Mar 17:00"}
        assert late == {"a": "Mon 9 Mar 08:00 → Wed 11 Mar 17:00"}

    def test_people_within_the_tasks_own_calendar(self) -> None:
        """Ana keeps office hours, the machine runs Wed–Sat: both are there Wed, Thu and Fri.

        Three days: Wed 4 – Fri 6; back from Fri 13: Wed 11 – Fri 13.
        """
        early, late = both("""
            machine calendar wed-sat 08:00-12:00, 13:00-17:00
            ana resource
            a 3d @ana calendar machine
        """)
        assert early == {"a": "Wed 4 Mar 08:00 → Fri 6 Mar 17:00"}
        assert late == {"a": "Wed 11 Mar 08:00 → Fri 13 Mar 17:00"}

    def test_a_task_may_ignore_the_calendars_of_its_people(self) -> None:
        """Ana works Mon and Tue only, but the task runs on the machine's Wed–Sat: three days are Wed 4 – Fri 6.

        Back from Fri 13 17:00: Wed 11 – Fri 13.
        """
        early, late = both("""
            machine calendar wed-sat 08:00-12:00, 13:00-17:00
            few calendar mon-tue 08:00-12:00, 13:00-17:00
            ana resource calendar few
            a 3d @ana calendar machine ignore_resource_calendars
        """)
        assert early == {"a": "Wed 4 Mar 08:00 → Fri 6 Mar 17:00"}
        assert late == {"a": "Wed 11 Mar 08:00 → Fri 13 Mar 17:00"}

    def test_ignoring_people_without_a_calendar_of_its_own_changes_nothing(self) -> None:
        """There is nothing to run on but Ana's Mon and Tue."""
        found = timetable(
            sketch("""
                few calendar mon-tue 08:00-12:00, 13:00-17:00
                ana resource calendar few
                a 3d @ana ignore_resource_calendars
            """)
        )
        assert found == {"a": "Mon 2 Mar 08:00 → Mon 9 Mar 17:00"}

    def test_without_people_the_tasks_own_calendar_then_the_projects_then_the_plans(self) -> None:
        """``own`` runs on Saturdays: Sat 7. ``theirs`` on the project's Sundays: Sun 8. ``plain`` on the plan's Mondays.

        Back from Fri 13 17:00: the Saturday before is 7, the Sunday 8, the Monday 9.
        """
        early, late = both("""
            plan calendar mondays
            mondays calendar mon 08:00-12:00, 13:00-17:00
            saturdays calendar sat 08:00-12:00, 13:00-17:00
            sundays calendar sun 08:00-12:00, 13:00-17:00
            p project calendar sundays
              theirs 1d
              own 1d calendar saturdays
            plain 1d
        """)
        expected = {
            "theirs": "Sun 8 Mar 08:00 → Sun 8 Mar 17:00",
            "own": "Sat 7 Mar 08:00 → Sat 7 Mar 17:00",
        }
        assert {name: early[name] for name in expected} == expected
        assert {name: late[name] for name in expected} == expected
        assert early["plain"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"
        assert late["plain"] == "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"

    def test_a_person_without_a_calendar_has_the_plans_not_the_projects(self) -> None:
        """The project runs on Sundays, the plan in office hours, and so does Ana: Mon 2; back from Fri 13: that day."""
        early, late = both("""
            sundays calendar sun 08:00-12:00, 13:00-17:00
            ana resource
            p project calendar sundays
              a 1d @ana
        """)
        assert early["a"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"
        assert late["a"] == "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"

    def test_material_and_money_have_no_hours(self) -> None:
        """Concrete comes on Sundays, which drives nothing; neither does a budget."""
        found = timetable(
            sketch("""
                sundays calendar sun 08:00-12:00
                concrete resource type material calendar sundays
                budget resource type money calendar sundays
                a 1d @concrete @budget
            """)
        )
        assert found == {"a": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"}

    def test_a_project_inside_a_project_has_the_calendar_of_the_nearest_that_has_one(self) -> None:
        """Sundays come from the outer project, through the inner one without a calendar and the summary in it."""
        found = timetable(
            sketch("""
                sundays calendar sun 08:00-12:00, 13:00-17:00
                outer project calendar sundays
                  inner project
                    phase
                      a 1d
            """)
        )
        assert found["a"] == "Sun 8 Mar 08:00 → Sun 8 Mar 17:00"

    def test_calendars_of_summaries_that_are_tasks_are_not_inherited(self) -> None:
        """Only a project hands its calendar on; a task with children keeps its own for its lags."""
        found = timetable(
            sketch("""
                sundays calendar sun 08:00-12:00, 13:00-17:00
                phase task calendar sundays
                  a 1d
            """)
        )
        assert found["a"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"


class TestStartsAndBoundaries:
    def test_the_next_working_moment_at_or_after_the_start(self) -> None:
        """The plan starts on Sunday 1 March 08:00: work begins Monday. Finished by Sunday 15 08:00: by Friday 17:00."""
        assert timetable(sketch("a 1d", start="2026-03-01 08:00")) == {
            "a": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"
        }
        late = sketch("a 1d", direction="backward", finish="2026-03-15 08:00")
        assert timetable(late) == {"a": "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"}

    def test_zero_durations_are_never_snapped(self) -> None:
        """On Sunday 08:00 the milestone stands where the plan starts; one after ``a`` stands at its end, Monday 17:00.

        From a finish on Sunday 15 08:00: the last milestone stands there, and ``reached`` as late as what waits for it,
        Friday 08:00 — neither before nor after closed hours, but at the raw bound.
        """
        early = sketch("m 0d\na 1d\nafter_a 0d after a", start="2026-03-01 08:00")
        assert timetable(early) == {
            "m": "Sun 1 Mar 08:00",
            "a": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00",
            "after_a": "Mon 2 Mar 17:00",
        }
        late = sketch("reached 0d\na 1d after reached\nm 0d", direction="backward", finish="2026-03-15 08:00")
        assert timetable(late) == {
            "reached": "Fri 13 Mar 08:00",
            "a": "Fri 13 Mar 08:00 → Fri 13 Mar 17:00",
            "m": "Sun 15 Mar 08:00",
        }

    def test_a_task_of_zero_duration_is_like_a_milestone(self) -> None:
        """Zero is given, so nothing is missing, and nothing is snapped."""
        found = schedule(sketch("a 1d\nz task 0d after a"))
        assert timetable(found, short=True)["z"] == "Mon 17:00"
        assert found.findings == ()

    def test_a_milestone_between_days_is_early_in_the_evening_and_late_in_the_morning(self) -> None:
        """``m`` waits for Friday 17:00 and is waited for by Monday 08:00: those are its dates, and its float is none."""
        found = schedule(sketch("a 5d\nm 0d after a\nb 1d after m"))
        item = found["m"]
        assert f"{item.early_start:%a %H:%M} {item.late_start:%a %H:%M}" == "Fri 17:00 Mon 08:00"
        assert floats(found)["m"] == (0, 0)
        assert item.critical

    def test_a_milestone_at_noon_likewise(self) -> None:
        """Four hours end at 12:00, and what follows starts at 13:00."""
        found = schedule(sketch("a 4h\nm 0d after a\nb 4h after m"))
        assert timetable(found, "m", short=True) == {"m": "Mon 12:00"}
        assert timetable(found, "m", short=True, dates="late") == {"m": "Mon 13:00"}

    def test_a_task_that_starts_in_the_middle_of_a_morning_ends_the_next(self) -> None:
        """Eight hours from 09:00 with an hour of lunch end at 09:00 the next day."""
        assert timetable(sketch("a 8h", start="2026-03-02 09:00"), short=True) == {
            "a": "Mon 09:00 → Tue 09:00"
        }

    def test_a_finish_bound_in_closed_time_is_read_as_the_end_of_work(self) -> None:
        """``a`` ends Thu 5 17:00, twenty hours on is Fri 13:00; two days on is Sat 17:00, when work has ended Fri 17:00.

        Fri 13:00 is where the afternoon opens, an edge, so that the finish stays there.
        """
        found = timetable(
            sketch("""
                a 4d
                edge 1d after a FF+20eh
                closed 1d after a FF+2ed
            """)
        )
        assert found["edge"] == "Thu 5 Mar 13:00 → Fri 6 Mar 13:00"
        assert found["closed"] == "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"

    def test_a_finish_bound_before_the_natural_finish_changes_nothing(self) -> None:
        """``b`` cannot end before Wed 17:00 anyway; ``a`` ends Monday."""
        assert timetable(sketch("a 1d\nb 3d after a FF"), short=True)["b"] == "Mon 08:00 → Wed 17:00"

    def test_the_start_of_the_plan_bounds_items_with_predecessors_too(self) -> None:
        """``a`` was done before the plan starts; what waits for it still starts with the plan."""
        found = timetable(sketch("a 1d started 2026-02-02 08:00 done 2026-02-02 17:00\nb 1d after a"))
        assert found["b"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"

    def test_of_several_bounds_the_latest_wins(self) -> None:
        """``c`` waits for Tue 17:00 and for Thu 17:00: Friday. Back: both may end as late as Thu 12 17:00."""
        early, late = both("a 2d\nb 4d\nc 1d after a, b")
        assert early["c"] == "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"
        assert late["a"] == "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"
        assert late["b"] == "Mon 9 Mar 08:00 → Thu 12 Mar 17:00"

    def test_links_on_both_ends_hold_both(self) -> None:
        """``b`` starts after ``a`` (Tue 17:00) and ends with ``c`` (Mon 9 17:00), a day's work before which is Monday."""
        found = timetable(sketch("a 2d\nc 6d\nb 1d after a, c FF"))
        assert found["b"] == "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"


class TestLateDatesAndFloats:
    def test_late_finish_is_the_least_bound_read_as_the_end_of_work(self) -> None:
        """``c``, one day, may start Fri 08:00, as ``long`` ends Fri 17:00; so ``a`` and ``b`` may end Thu 17:00.

        ``a`` (1d): early Mon, late Thu: three days, 1440 minutes, and none of it before ``b`` moves. ``b`` (1d): late
        Thu too, as ``c``; it can slip from Tue to Thu, two days, none before ``c``.
        """
        found = schedule(sketch("long 5d\na 1d\nb 1d after a\nc 1d after b"))
        assert timetable(found, short=True, dates="late") == {
            "long": "Mon 08:00 → Fri 17:00",
            "a": "Wed 08:00 → Wed 17:00",
            "b": "Thu 08:00 → Thu 17:00",
            "c": "Fri 08:00 → Fri 17:00",
        }
        assert floats(found) == {"long": (0, 0), "a": (960, 0), "b": (960, 0), "c": (960, 960)}

    def test_total_float_is_counted_on_the_tasks_calendar_not_on_its_peoples(self) -> None:
        """The machine runs Mon–Sat, Ana Mon–Fri: ``a`` stands Mon 2, early. The horizon is Mon 9 17:00 (``long``, 6d).

        Late: Mon 9. Between Mon 2 17:00 and Mon 9 17:00 the machine has six days, 2880 minutes; Ana has five.
        """
        found = schedule(
            sketch("""
                machine calendar mon-sat 08:00-12:00, 13:00-17:00
                ana resource
                long 6d
                a 1d @ana calendar machine
            """)
        )
        assert floats(found)["a"] == (2880, 2880)

    def test_free_float_is_counted_on_the_calendar_of_the_successor(self) -> None:
        """``a`` (Mon–Sat) ends Fri 6 17:00; ``b`` (office) starts Wed 11: on ``b``'s calendar Mon and Tue lie between.

        960 minutes; ``a``'s own calendar would also count Saturday. Total float: ``b`` is the last, so ``a`` may end Tue
        10 17:00, and Sat, Mon, Tue of its own calendar lie between: 1440.
        """
        found = schedule(
            sketch("""
                machine calendar mon-sat 08:00-12:00, 13:00-17:00
                a 5d calendar machine
                b 1d after a SNET 2026-03-11
            """)
        )
        assert floats(found)["a"] == (1440, 960)

    def test_free_float_is_net_of_lag_and_of_each_link_its_own(self) -> None:
        """``a`` stands Mon. ``fs`` starts Thu after a day of lag (Tue 17:00, two days to spare, as Wed is left): gap 1d.

        Thu 08:00 less a day of lag is Wed 08:00; from Mon 17:00 to there Tue lies between: 480 minutes. ``ss``, two days
        after the start, starts Fri: Fri less two days is Wed 08:00; from Mon 08:00 two days: 960. ``ff`` ends Fri 17:00:
        from Mon 17:00 four days: 1920. The least is 480.
        """
        found = schedule(
            sketch("""
                a 1d
                fs 1d after a FS+1d, SNET 2026-03-05
                ss 1d after a SS+2d, SNET 2026-03-06
                ff 1d after a FF, SNET 2026-03-06
                end 8d
            """)
        )
        assert floats(found)["a"][1] == 480
        for name, gap in (("fs", 480), ("ss", 960), ("ff", 1920)):
            others = {"fs", "ss", "ff"} - {name}
            alone = schedule(found.plan.remove(*others))
            assert floats(alone)["a"][1] == gap, name

    def test_free_float_to_a_started_successor_runs_to_its_actual_start(self) -> None:
        """``b`` started Fri 6 08:00 with a day of two done: it stops Fri 17:00, which as a start of work is Mon 9 08:00.

        ``a`` ends Mon 2 17:00. Free float: Tue, Wed, Thu to Fri 08:00: 1440. Late finish of ``a``: the stop, read back,
        Fri 17:00: total float four days, 1920.
        """
        found = schedule(sketch("a 1d\nb 2d after a started 2026-03-06 08:00 progress 50%"))
        assert floats(found)["a"] == (1920, 1440)
        assert timetable(found, "a", dates="late") == {"a": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"}

    def test_completed_successors_hold_nobody(self) -> None:
        """``b`` is done, whatever ``a`` does: ``a`` has the float to the horizon, Fri 17:00: four days."""
        found = schedule(sketch("long 5d\na 1d\nb 1d after a started 2026-03-02 08:00 done 2026-03-02 17:00"))
        assert floats(found) == {"long": (0, 0), "a": (1920, 1920), "b": (0, 0)}

    def test_a_started_milestone_bounds_by_its_late_finish(self) -> None:
        """``m`` is half reached; its late finish is the horizon, Fri 17:00, and that is how late ``a`` may end."""
        found = schedule(sketch("long 5d\na 1d\nm 0d after a started 2026-03-03 08:00 progress 50%"))
        assert timetable(found, "a", "m", short=True, dates="late") == {
            "a": "Fri 08:00 → Fri 17:00",
            "m": "Tue 08:00 → Fri 17:00",
        }

    def test_what_waits_for_the_start_of_work_in_progress_no_longer_bounds_it(self) -> None:
        """``a`` has started, which ``b`` (SS) and ``c`` (SF) waited for: its late finish is the horizon, Fri 17:00."""
        found = schedule(
            sketch("""
                long 5d
                a 2d started 2026-03-02 08:00 progress 50%
                b 5d after a SS
                c 5d after a SF+5d
            """)
        )
        assert timetable(found, "a", short=True, dates="late") == {"a": "Mon 08:00 → Fri 17:00"}
        assert floats(found)["a"] == (1440, 0)

    def test_the_horizon_is_the_latest_finish_manual_tasks_included(self) -> None:
        """``m`` is set by hand to Tue 10: ``a`` may end then, six days after Mon 2."""
        found = schedule(sketch("a 1d\nm 1d manual 2026-03-10 08:00 .. 2026-03-10 17:00"))
        assert floats(found)["a"] == (2880, 2880)

    def test_critical_up_to_the_plans_limit(self) -> None:
        """``b`` has a day of float: critical where the limit is a day, not where it is none."""
        plan = sketch("a 2d\nb 1d")
        assert [item.critical for item in schedule(plan).values()] == [True, False]
        assert [item.critical for item in schedule(plan.evolve(critical_float="1d")).values()] == [True, True]
        assert [item.critical for item in schedule(plan.evolve(critical_float="-1d")).values()] == [
            False,
            False,
        ]

    def test_a_deadline_before_the_end_makes_the_float_negative(self) -> None:
        """``b`` ends Tue 17:00, was promised for Mon: both it and ``a``, which it waits for, are a day short.

        ``c`` has nothing to do with it; the horizon is Tue 17:00, and it has a day.
        """
        found = schedule(sketch("a 1d\nb 1d after a deadline 2026-03-02\nc 1d"))
        assert floats(found) == {"a": (-480, 0), "b": (-480, 0), "c": (480, 480)}
        assert timetable(found, "a", dates="late") == {"a": "Fri 27 Feb 08:00 → Fri 27 Feb 17:00"}
        assert [item.critical for item in found.values()] == [True, True, False]

    def test_planned_from_a_finish_floats_run_back_to_the_plans_start(self) -> None:
        """``long`` (5d) back from Fri 13 begins Mon 9 08:00: that is the start of the plan. ``a`` could be done by then.

        It stands Fri 13, early it could be Mon 9: four days of float.
        """
        found = schedule(sketch("long 5d\na 1d", **FINISH))
        assert found.start == found["long"].start
        assert timetable(found, "a", dates="early") == {"a": "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"}
        assert floats(found) == {"long": (0, 0), "a": (1920, 1920)}


class TestLevellingDelay:
    def test_it_is_elapsed_time_after_what_logic_asks(self) -> None:
        """``b`` may start Fri 17:00; two days on is Sun 17:00, so it starts Mon 9. ``m`` stands at that Sunday.

        Planned from a finish the delay is taken the other way: ``b`` may end Fri 13 17:00, two days before is Wed
        17:00, so it stands Wed 11; ``m`` at Wed 17:00. ``a`` has to be done by Tue 10 17:00.
        """
        early, late = both("a 5d\nb 1d after a leveling 2ed\nm 0d after a leveling 2ed")
        assert early["b"] == "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"
        assert early["m"] == "Sun 8 Mar 17:00"
        assert late["b"] == "Wed 11 Mar 08:00 → Wed 11 Mar 17:00"
        assert late["m"] == "Wed 11 Mar 17:00"
        assert late["a"] == "Wed 4 Mar 08:00 → Tue 10 Mar 17:00"

    def test_every_item_that_has_one_is_delayed_also_without_predecessors(self) -> None:
        """A day after Mon 08:00."""
        assert timetable(sketch("a 1d leveling 1ed"), short=True) == {"a": "Tue 08:00 → Tue 17:00"}

    def test_finish_bounds_are_not_delayed(self) -> None:
        """``b`` ends with ``a``, Wed 17:00; a day after the plan's start it could end Tue, which is earlier."""
        assert (
            timetable(sketch("a 3d\nb 1d after a FF leveling 1ed"), short=True)["b"]
            == "Wed 08:00 → Wed 17:00"
        )

    def test_what_has_started_is_no_longer_delayed(self) -> None:
        """It started Tue 08:00, two days of work, whatever levelling thought."""
        found = timetable(sketch("a 2d leveling 5ed started 2026-03-03 08:00"), short=True)
        assert found == {"a": "Tue 08:00 → Wed 17:00"}


class TestElapsedTime:
    def test_an_elapsed_duration_runs_through_nights_and_weekends(self) -> None:
        """Three days from Fri 6 17:00 end Mon 9 17:00; from Mon 08:00 two and a half end Wed 20:00.

        Back from Fri 13 17:00: the half day after it ends then and starts Fri 05:00; ``b`` ends Fri 05:00, not snapped.
        """
        early, late = both("a 5d\nb 3ed after a\nc 12eh after b")
        assert early["b"] == "Fri 6 Mar 17:00 → Mon 9 Mar 17:00"
        assert early["c"] == "Mon 9 Mar 17:00 → Tue 10 Mar 05:00"
        assert late["c"] == "Fri 13 Mar 05:00 → Fri 13 Mar 17:00"
        assert late["b"] == "Tue 10 Mar 05:00 → Fri 13 Mar 05:00"
        assert late["a"] == "Tue 3 Mar 08:00 → Mon 9 Mar 17:00"

    def test_floats_of_elapsed_work_are_elapsed(self) -> None:
        """``e`` ends Tue 3 08:00 and may end Fri 6 17:00: three days and nine hours, 4860 minutes."""
        found = schedule(sketch("long 5d\ne 1ed"))
        assert floats(found)["e"] == (4860, 4860)
        assert found["e"].elapsed
        assert found["e"].duration.minutes == 1440

    def test_lag_into_elapsed_work_is_elapsed(self) -> None:
        """``e`` knows no working time: a day of lag, 480 minutes, after Mon 17:00 is Tue 01:00."""
        assert timetable(sketch("a 1d\ne 1eh after a FS+1d"), short=True)["e"] == "Tue 01:00 → Tue 02:00"

    def test_people_do_not_slow_elapsed_work(self) -> None:
        """Concrete hardens on Sunday, whoever watches."""
        found = timetable(sketch("ana resource\ne 2ed @ana", start="2026-03-06 17:00"))
        assert found == {"e": "Fri 6 Mar 17:00 → Sun 8 Mar 17:00"}

    def test_an_elapsed_duration_of_a_summary_counts_for_nothing(self) -> None:
        """``group`` was said to take 3ed; it takes what is in it, and its lags run in the plan's hours.

        Next, a day after Mon 17:00 by the calendar of ``next``: Wed.
        """
        found = schedule(
            sketch("""
                first 1d
                group 3ed after first FS+1d
                  a 1d
                p project calendar 24_hours
                  other 3ed after first FS+1d
                    b 1d
            """)
        )
        assert timetable(found, "a", short=True) == {"a": "Wed 08:00 → Wed 17:00"}
        # in the project it is the project's calendar: 480 minutes after Mon 17:00 is Tue 01:00
        assert timetable(found, "b", short=True) == {"b": "Tue 01:00 → Tue 09:00"}
        assert not found["group"].elapsed
        assert {f.code for f in found.findings} >= {"summary.own_amount"}
