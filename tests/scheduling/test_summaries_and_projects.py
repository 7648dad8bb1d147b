"""Summaries roll up, projects have their own start and horizon: worked by hand."""

from __future__ import annotations

from workmodel.domain import Milestone, Plan, Project, Task
from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

FINISH = {"direction": "backward", "finish": "2026-03-13 17:00"}


class TestRollingUp:
    def test_first_start_last_finish_and_the_working_time_between(self) -> None:
        """Mon 2 08:00 to Mon 9 17:00: six days of work, 2880 minutes, though only three are worked in it."""
        found = schedule(sketch("group\n  a 1d\n  inner\n    b 2d SNET 2026-03-06"))
        assert timetable(found)["group"] == "Mon 2 Mar 08:00 → Mon 9 Mar 17:00"
        assert timetable(found)["inner"] == "Fri 6 Mar 08:00 → Mon 9 Mar 17:00"
        assert found["group"].duration.minutes == 6 * 480
        assert (found["group"].summary, found["a"].summary) == (True, False)

    def test_the_duration_is_counted_on_the_projects_calendar(self) -> None:
        """Mon–Sat: from Mon 2 to Mon 9 there are seven days."""
        found = schedule(
            sketch("""
                six calendar mon-sat 08:00-12:00, 13:00-17:00
                p project calendar six
                  phase
                    a 7d
            """)
        )
        assert found["p"].duration.minutes == found["phase"].duration.minutes == 7 * 480

    def test_late_dates_and_floats(self) -> None:
        """``a`` has a day of float before ``b``, which has two; ``c``, three days, none. The group has the least: a day.

        Early Mon – Mon and Tue – Tue; late: horizon Fri 17:00.
        """
        found = schedule(sketch("long 5d\ngroup\n  a 3d\n  b 1d after a\nnext 1d after group FS-1d"))
        # next may start Fri 08:00, so the group may end, a day of lead later, Fri 17:00
        assert timetable(found, "group", short=True, dates="late") == {"group": "Tue 08:00 → Fri 17:00"}
        assert (found["group"].total_float.minutes, found["a"].total_float.minutes) == (480, 480)
        assert found["group"].free_float.minutes == 0

    def test_critical_when_anything_in_it_is(self) -> None:
        """``a`` is the longest; ``b`` has float, and so has a group of it alone."""
        found = schedule(sketch("one\n  a 5d\n  b 1d\ntwo\n  c 1d"))
        assert [found[name].critical for name in ("one", "a", "b", "two", "c")] == [
            True,
            True,
            False,
            False,
            False,
        ]

    def test_finished_parts_have_no_say_in_its_float(self) -> None:
        """``a`` is done and has none; ``b`` has four days, and so has the group. With all done it has none."""
        found = schedule(
            sketch("long 5d\ngroup\n  a 1d started 2026-03-02 08:00 done 2026-03-02 17:00\n  b 1d")
        )
        assert found["group"].total_float.minutes == 4 * 480
        done = schedule(sketch("long 5d\ngroup\n  a 1d started 2026-03-02 08:00 done 2026-03-02 17:00"))
        assert (done["group"].total_float.minutes, done["group"].critical, done["group"].complete) == (
            0,
            False,
            100,
        )

    def test_percent_complete_is_weighted_by_duration(self) -> None:
        """A day done of one, half of two, none of five: two of eight days, a quarter."""
        found = schedule(
            sketch("""
                group
                  a 1d started 2026-03-02 08:00 done 2026-03-02 17:00
                  inner
                    b 2d started 2026-03-02 08:00 progress 50%
                  c 5d
            """)
        )
        assert (found["group"].complete, found["inner"].complete, found["c"].complete) == (25, 50, 0)

    def test_a_group_of_milestones_is_complete_when_all_are(self) -> None:
        """There is no duration to weigh by."""
        one = schedule(sketch("group\n  m 0d done 2026-03-02 08:00\n  n 0d"))
        assert one["group"].complete == 0
        both = schedule(sketch("group\n  m 0d done 2026-03-02 08:00\n  n 0d done 2026-03-02 09:00"))
        assert both["group"].complete == 100

    def test_its_own_amounts_and_dates_are_kept_unused_and_told(self) -> None:
        """Whatever was said of it before it had children."""
        found = schedule(
            sketch(
                "group 9d effort 3d manual 2026-04-01 progress 50%\n  a 1d\nother task progress 10%\n  b 1d"
            )
        )
        assert timetable(found, short=True)["group"] == "Mon 08:00 → Mon 17:00"
        assert found["group"].complete == 0
        assert [(f.code, f.subject) for f in found.findings] == [
            ("summary.own_amount", "group"),
            ("summary.own_dates", "group"),
            ("summary.own_dates", "other"),
        ]

    def test_people_assigned_to_a_summary_drive_no_dates(self) -> None:
        """Ana works on Sundays only; what is in the group keeps office hours."""
        found = timetable(
            sketch(
                "sundays calendar sun 08:00-12:00\nana resource calendar sundays\ngroup task @ana\n  a 1d"
            ),
            short=True,
        )
        assert found["group"] == "Mon 08:00 → Mon 17:00"

    def test_a_deadline_of_a_summary_caps_every_leaf(self) -> None:
        """Promised for Tue 3: ``b`` ends Wed 4, a day late, and ``a`` before it; ``c`` has a day."""
        found = schedule(sketch("long 10d\ngroup task deadline 2026-03-03\n  a 2d\n  b 1d after a\n  c 1d"))
        assert [found[name].total_float.minutes for name in "abc"] == [-480, -480, 480]
        assert [(f.code, f.subject) for f in found.findings if f.code == "deadline.missed"] == [
            ("deadline.missed", "group")
        ]

    def test_parents_may_be_declared_after_their_children(self) -> None:
        """Order is how the plan is written, not how it hangs together."""
        plan = Plan(start="2026-03-02 08:00").add(
            Task("a", duration="1d", parent="group", after=["b"]),
            Task("b", duration="1d"),
            Task("group", parent="all"),
            Project("all"),
        )
        found = timetable(plan, short=True)
        assert found == {
            "a": "Tue 08:00 → Tue 17:00",
            "b": "Mon 08:00 → Mon 17:00",
            "group": "Tue 08:00 → Tue 17:00",
            "all": "Tue 08:00 → Tue 17:00",
        }


class TestFreeFloatThroughSummaries:
    def test_a_leaf_is_held_by_what_waits_for_its_summary(self) -> None:
        """``next`` starts Fri 6 08:00. ``a`` ends Mon: Tue, Wed, Thu are free, 1440. ``b`` ends Wed: Thu, 480."""
        found = schedule(sketch("long 10d\ngroup\n  a 1d\n  b 3d\nnext 1d after group SNET 2026-03-06"))
        assert (found["a"].free_float.minutes, found["b"].free_float.minutes) == (1440, 480)

    def test_on_the_calendar_of_each_that_waits(self) -> None:
        """``always`` (around the clock) starts Sun 8 00:00, ``office`` Mon 9 08:00, after ``a``, which ends Fri 6 17:00.

        For ``always`` 31 hours lie between; for ``office`` none, though it starts later. The least counts.
        """
        found = schedule(
            sketch("""
                long 20d
                group
                  a 5d
                always 1d after group calendar 24_hours SNET 2026-03-08
                office 1d after group SNET 2026-03-09
            """)
        )
        assert found["a"].free_float.minutes == 0

    def test_on_the_calendar_of_each_also_through_an_outer_summary(self) -> None:
        """The same, when ``always`` waits for the outer summary and ``office`` for the inner one."""
        found = schedule(
            sketch("""
                long 20d
                outer
                  inner
                    a 5d
                always 1d after outer calendar 24_hours SNET 2026-03-08
                office 1d after inner SNET 2026-03-09
                starts 1d after outer SS+4d calendar 24_hours SNET 2026-03-08
            """)
        )
        assert found["a"].free_float.minutes == 0


class TestProjects:
    def test_a_project_has_its_own_start(self) -> None:
        """Mon 9 for what is in it, also further down; the plan's for everything else; an inner project may differ."""
        found = timetable(
            sketch("""
                outside 1d
                p project start 2026-03-09
                  phase
                    a 1d
                  inner project
                    b 1d
                  later project start 2026-03-16
                    c 1d
            """)
        )
        assert {name: found[name][:9] for name in ("outside", "a", "b", "c")} == {
            "outside": "Mon 2 Mar",
            "a": "Mon 9 Mar",
            "b": "Mon 9 Mar",
            "c": "Mon 16 Ma",
        }

    def test_also_before_the_plans(self) -> None:
        """It began on Mon 23 February."""
        found = timetable(sketch("p project start 2026-02-23 08:00\n  a 1d"))
        assert found["a"] == "Mon 23 Feb 08:00 → Mon 23 Feb 17:00"

    def test_a_plan_in_which_every_project_is_dated_needs_no_start(self) -> None:
        """Nothing waits for the plan's."""
        plan = Plan().add(Project("p", start="2026-03-09 08:00"), Task("a", parent="p", duration="1d"))
        assert timetable(plan, short=True)["a"] == "Mon 08:00 → Mon 17:00"

    def test_a_project_start_bounds_in_a_plan_from_its_finish_too(self) -> None:
        """Early dates begin Wed 11; two days of late dates end Fri 13. The plan's own start would be ignored."""
        found = schedule(sketch("p project start 2026-03-11\n  a 2d", start="2026-01-05", **FINISH))
        assert timetable(found, dates="early")["a"] == "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"
        assert timetable(found)["a"] == "Thu 12 Mar 08:00 → Fri 13 Mar 17:00"

    def test_late_dates_run_back_from_the_projects_own_end(self) -> None:
        """``p`` ends Wed 4: ``a`` (a day) has two days. Outside, ``x`` runs to the plan's end, Fri 13: nine."""
        plan = sketch("long 10d\nx 1d\np project\n  a 1d\n  b 3d")
        found = schedule(plan)
        assert (found["a"].total_float.minutes, found["x"].total_float.minutes) == (2 * 480, 9 * 480)
        assert found["b"].critical
        whole = schedule(plan.evolve(late_horizon="plan"))
        assert (whole["a"].total_float.minutes, whole["b"].critical) == (9 * 480, False)

    def test_the_nearest_project_counts(self) -> None:
        """``inner`` ends Tue 3: ``y`` has a day. ``outer`` ends Fri 6 with ``x``; ``w`` in it, a day, has four."""
        found = schedule(
            sketch("long 10d\nouter project\n  x 5d\n  w 1d\n  inner project\n    y 1d\n    z 2d")
        )
        assert [found[name].total_float.minutes // 480 for name in ("x", "w", "y", "z")] == [0, 4, 1, 0]

    def test_a_deadline_of_a_project(self) -> None:
        """Promised for Tue 3, it ends Wed 4: a day late, told of the project."""
        found = schedule(sketch("p project deadline 2026-03-03\n  a 3d"))
        assert found["a"].total_float.minutes == -480
        assert [(f.code, f.subject) for f in found.findings] == [
            ("deadline.missed", "p"),
            ("float.negative", "a"),
        ]

    def test_what_waits_for_a_project_waits_for_all_of_it(self) -> None:
        """It ends Wed 4 17:00."""
        found = timetable(sketch("p project\n  a 1d\n  b 3d\nnext 1d after p"), short=True)
        assert found["next"] == "Thu 08:00 → Thu 17:00"

    def test_an_empty_project_stands_where_it_might_begin(self) -> None:
        """Like a milestone: at the plan's start, at its own, after what it waits for, not before its constraint."""
        found = schedule(
            sketch("""
                a 1d
                p project
                own project start 2026-03-04 09:00
                after_a project after a FS+1d
                held project SNET 2026-03-05
                m 0d after after_a
            """)
        )
        expected = {
            "p": "Mon 2 Mar 08:00",
            "own": "Wed 4 Mar 09:00",
            "after_a": "Tue 3 Mar 17:00",
            "held": "Thu 5 Mar 00:00",
            "m": "Tue 3 Mar 17:00",
        }
        for name, at in expected.items():
            assert timetable(found)[name] == at
        empty = found["p"]
        assert (empty.summary, empty.duration.minutes, empty.complete) == (False, 0, 0)
        assert empty.total_float.minutes == 3 * 480  # until Thu 5 00:00, where the last of them stands
        assert empty.driver is not None
        assert empty.driver.kind == "plan_start"

    def test_an_empty_project_in_a_plan_from_its_finish(self) -> None:
        """It stands as late as it may, like a milestone: at the finish, or before what waits for it."""
        assert timetable(sketch("a 2d\np project\nb 2d after p", **FINISH))["p"] == "Thu 12 Mar 08:00"
        assert timetable(sketch("p project", **FINISH))["p"] == "Fri 13 Mar 17:00"

    def test_an_empty_project_counts_for_what_it_is_in(self) -> None:
        """``all`` is not over before ``later`` begins in June; ``next`` waits for that; ``a`` has until then."""
        found = schedule(sketch("all project\n  a 1d\n  later project start 2026-06-01\nnext 1d after all"))
        assert timetable(found)["all"] == "Mon 2 Mar 08:00 → Mon 1 Jun 00:00"
        assert timetable(found)["next"] == "Mon 1 Jun 08:00 → Mon 1 Jun 17:00"
        assert timetable(found, dates="late")["a"] == "Fri 29 May 08:00 → Fri 29 May 17:00"

    def test_an_empty_project_has_the_horizon_of_what_it_is_in(self) -> None:
        """Its own would leave it no room; it may begin as late as the plan ends."""
        found = schedule(sketch("long 5d\np project"))
        assert timetable(found, dates="late")["p"] == "Fri 6 Mar 17:00"
        assert not found["p"].critical

    def test_a_group_of_empty_projects(self) -> None:
        """It stands where they do."""
        found = timetable(
            sketch("group\n  p project start 2026-03-04 09:00\n  q project start 2026-03-03 09:00")
        )
        assert found["group"] == "Tue 3 Mar 09:00 → Wed 4 Mar 09:00"


def test_a_milestone_below_a_summary_counts_for_its_dates() -> None:
    """``m`` is held to Sat 7, raw."""
    plan = Plan(start="2026-03-02 08:00").add(
        Task("group"),
        Milestone("m", parent="group", constraint="MSO 2026-03-07"),
        Task("a", parent="group", duration="1d"),
    )
    assert timetable(plan)["group"] == "Mon 2 Mar 08:00 → Sat 7 Mar 00:00"


def test_what_waits_for_the_start_of_a_summary_waits_for_what_begins_it() -> None:
    """``z`` starts together with phase ``p``: ``a`` may not slip, but ``b``, three days later, may; nothing lacks time."""
    found = schedule(sketch("p\n  a 3d\n  b 1d after a\nz 4d after p SS"))
    assert [found[name].total_float.minutes for name in ("a", "b", "z")] == [0, 0, 0]
    later = schedule(sketch("p\n  a 1d\n  b 1d after a\nz 9d after p SS"))
    assert timetable(later, dates="late") == {
        "p": "Mon 2 Mar 08:00 → Thu 12 Mar 17:00",
        "a": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00",
        "b": "Thu 12 Mar 08:00 → Thu 12 Mar 17:00",
        "z": "Mon 2 Mar 08:00 → Thu 12 Mar 17:00",
    }
    assert not {finding.code for finding in (*found.findings, *later.findings)} & {"float.negative"}
