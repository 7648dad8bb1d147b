"""The eight constraints on tasks, milestones, summaries, people's calendars and work under way, in both directions.

``long`` takes ten days, Mon 2 – Fri 13 March: it is the horizon of late dates in the plan from its start, and the start of
the plan in the one from its finish, Fri 13 17:00.
"""

from __future__ import annotations

import pytest

from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

FINISH = {"direction": "backward", "finish": "2026-03-13 17:00"}

FIRST = "Mon 2 Mar 08:00 → Tue 3 Mar 17:00"  # two days as soon as possible
LAST = "Thu 12 Mar 08:00 → Fri 13 Mar 17:00"  # and as late as possible
HELD = "Wed 4 Mar 08:00 → Thu 5 Mar 17:00"  # and where the constraints of this page hold them

# early and late dates of a task of two days; where neither is said to be scheduled, it is the early ones from a start
# and the late ones from a finish
TASK = {
    "": (FIRST, LAST),
    "SNET 2026-03-04": (HELD, LAST),
    "SNLT 2026-03-04 08:00": (FIRST, HELD),
    "FNET 2026-03-05 17:00": (HELD, LAST),
    "FNLT 2026-03-05": (FIRST, HELD),
    "MSO 2026-03-04": (HELD, HELD),
    "MFO 2026-03-05": (HELD, HELD),
}


@pytest.mark.parametrize(("constraint", "dates"), TASK.items(), ids=TASK)
class TestATask:
    def test_from_a_start(self, constraint: str, dates: tuple[str, str]) -> None:
        """Lower bounds move the early dates, upper ones the late dates, MSO and MFO both; it stands at the early ones."""
        found = schedule(sketch(f"long 10d\na 2d {constraint}"))
        assert (timetable(found, dates="early")["a"], timetable(found, dates="late")["a"]) == dates
        assert timetable(found)["a"] == dates[0]

    def test_from_a_finish(self, constraint: str, dates: tuple[str, str]) -> None:
        """The same dates, and it stands at the late ones."""
        found = schedule(sketch(f"long 10d\na 2d {constraint}", **FINISH))
        assert (timetable(found, dates="early")["a"], timetable(found, dates="late")["a"]) == dates
        assert timetable(found)["a"] == dates[1]


class TestAsSoonAndAsLateAsPossible:
    def test_as_late_as_possible_from_a_start(self) -> None:
        """It is placed at its late dates, which are its early ones from then on: no float."""
        found = schedule(sketch("long 10d\na 2d ALAP\nb 2d ASAP"))
        assert timetable(found) == {"long": "Mon 2 Mar 08:00 → Fri 13 Mar 17:00", "a": LAST, "b": FIRST}
        assert timetable(found, dates="early")["a"] == LAST
        assert (found["a"].total_float.minutes, found["a"].critical) == (0, True)

    def test_as_soon_as_possible_from_a_finish(self) -> None:
        """The mirror: it is placed at its early dates."""
        found = schedule(sketch("long 10d\na 2d ASAP\nb 2d ALAP", **FINISH))
        assert timetable(found) == {"long": "Mon 2 Mar 08:00 → Fri 13 Mar 17:00", "a": FIRST, "b": LAST}
        assert timetable(found, dates="late")["a"] == FIRST
        assert found["a"].total_float.minutes == 0

    def test_a_milestone_as_late_as_possible_stands_at_the_raw_bound(self) -> None:
        """Before ``b``, Fri 13 08:00; without anything that waits at the horizon, Fri 13 17:00."""
        found = timetable(sketch("long 9d\nb 1d after m, long\nm milestone ALAP\nn milestone ALAP"))
        assert (found["m"], found["n"]) == ("Fri 13 Mar 08:00", "Fri 13 Mar 17:00")

    def test_a_chain_as_late_as_possible(self) -> None:
        """``c`` ends with the plan, Fri 13 17:00; ``b`` and ``a`` before it, each a day: Thu 12 and Wed 11."""
        found = timetable(sketch("long 10d\na 1d ALAP\nb 1d ALAP, after a\nc 1d ALAP, after b"))
        assert found["a"] == "Wed 11 Mar 08:00 → Wed 11 Mar 17:00"
        assert found["b"] == "Thu 12 Mar 08:00 → Thu 12 Mar 17:00"
        assert found["c"] == "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"

    def test_successors_wait_for_the_placed_dates(self) -> None:
        """``b`` could have had Tue 3, but waits for ``a``, which was put before b's latest: Thu 12, so Fri 13.

        That leaves ``b`` no float: it was spent by ``a``.
        """
        found = schedule(sketch("long 10d\na 1d ALAP\nb 1d after a"))
        assert timetable(found)["a"] == "Thu 12 Mar 08:00 → Thu 12 Mar 17:00"
        assert timetable(found)["b"] == "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"
        assert found["b"].total_float.minutes == 0

    def test_predecessors_keep_their_early_dates(self) -> None:
        """``b`` as late as possible leaves ``a`` where it was, with the float up to ``b``: Tue to Thu 12, 8 days."""
        found = schedule(sketch("long 10d\na 1d\nb 1d ALAP, after a"))
        assert timetable(found)["a"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"
        assert (found["a"].total_float.minutes, found["a"].free_float.minutes) == (8 * 480, 8 * 480)

    def test_mirrored_from_a_finish(self) -> None:
        """``a`` before ``b``, both back from Fri 13: Thu 12 and Fri 13. With ``b`` as soon as possible: Tue 3 after Mon 2.

        ``a`` has to be done by then, and is: the successor's placed dates count, as a predecessor's do forward.
        """
        found = schedule(sketch("long 10d\na 1d\nb 1d ASAP, after a", **FINISH))
        assert timetable(found)["b"] == "Tue 3 Mar 08:00 → Tue 3 Mar 17:00"
        assert timetable(found)["a"] == "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"

    def test_late_dates_that_are_too_early_do_not_move_it(self) -> None:
        """Promised for Wed 4, ``a`` (after four days) ends Fri 6 at the earliest: that is when it is done, two days late."""
        found = schedule(sketch("first 4d\na 1d ALAP, after first deadline 2026-03-04"))
        assert timetable(found)["a"] == "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"
        assert timetable(found, dates="late")["a"] == "Wed 4 Mar 08:00 → Wed 4 Mar 17:00"
        assert found["a"].total_float.minutes == -960

    def test_early_dates_that_are_too_late_do_not_move_it_from_a_finish(self) -> None:
        """``b`` waits for what may not start before Thu 12, a day long; both could end Fri 13, but ``c`` needs that day.

        As soon as possible would be Fri 13, after its late dates, Thu 12; so it stands Thu 12.
        """
        found = schedule(sketch("a 1d SNET 2026-03-12\nb 1d ASAP, after a\nc 1d after b", **FINISH))
        assert timetable(found) == {
            "a": "Wed 11 Mar 08:00 → Wed 11 Mar 17:00",
            "b": "Thu 12 Mar 08:00 → Thu 12 Mar 17:00",
            "c": "Fri 13 Mar 08:00 → Fri 13 Mar 17:00",
        }
        assert [item.total_float.minutes for item in found.values()] == [-480, -480, -480]

    def test_through_a_summary(self) -> None:
        """What is in ``group`` is put late, but for ``own``, which says otherwise."""
        found = timetable(sketch("long 10d\ngroup task ALAP\n  a 2d\n  own 2d ASAP"))
        assert (found["a"], found["own"]) == (LAST, FIRST)
        back = timetable(sketch("long 10d\ngroup task ASAP\n  a 2d\n  own 2d ALAP", **FINISH))
        assert (back["a"], back["own"]) == (FIRST, LAST)

    def test_the_usual_direction_on_a_summary_changes_nothing(self) -> None:
        """As soon as possible is what everything is, forward; as late as possible, backward."""
        assert timetable(sketch("long 10d\ngroup task ASAP\n  a 2d"))["a"] == FIRST
        assert timetable(sketch("long 10d\ngroup task ALAP\n  a 2d", **FINISH))["a"] == LAST

    def test_work_under_way_is_not_moved(self) -> None:
        """It has started Mon 2; two days end Tue 3."""
        assert timetable(sketch("long 10d\na 2d ALAP, started 2026-03-02 08:00"))["a"] == FIRST


SATURDAY = "Sat 7 Mar 10:00"
MILESTONE = {
    "": ("Mon 2 Mar 08:00", "Fri 13 Mar 17:00"),
    "SNET 2026-03-07 10:00": (SATURDAY, "Fri 13 Mar 17:00"),
    "SNLT 2026-03-07 10:00": ("Mon 2 Mar 08:00", SATURDAY),
    "FNET 2026-03-07 10:00": (SATURDAY, "Fri 13 Mar 17:00"),
    "FNLT 2026-03-07 10:00": ("Mon 2 Mar 08:00", SATURDAY),
    "MSO 2026-03-07 10:00": (SATURDAY, SATURDAY),
    "MFO 2026-03-07 10:00": (SATURDAY, SATURDAY),
}


@pytest.mark.parametrize(("constraint", "dates"), MILESTONE.items(), ids=MILESTONE)
class TestAMilestone:
    """A milestone keeps its raw date, also on a Saturday."""

    def test_from_a_start(self, constraint: str, dates: tuple[str, str]) -> None:
        """At the bound itself, or at the start of the plan; late at the bound, or the horizon."""
        found = schedule(sketch(f"long 10d\nm milestone {constraint}"))
        assert (timetable(found, dates="early")["m"], timetable(found, dates="late")["m"]) == dates
        assert timetable(found)["m"] == dates[0]

    def test_from_a_finish(self, constraint: str, dates: tuple[str, str]) -> None:
        """The same, and it stands at the late one."""
        found = schedule(sketch(f"long 10d\nm milestone {constraint}", **FINISH))
        assert (timetable(found, dates="early")["m"], timetable(found, dates="late")["m"]) == dates
        assert timetable(found)["m"] == dates[1]


SUMMARY = {
    "": (FIRST, LAST),
    "SNET 2026-03-04": (HELD, LAST),
    "SNLT 2026-03-04 08:00": (FIRST, HELD),
    "FNET 2026-03-05 17:00": (HELD, LAST),
    "FNLT 2026-03-05": (FIRST, HELD),
    "MSO 2026-03-04": (HELD, LAST),  # acts as "start no earlier than"
    "MFO 2026-03-05": (FIRST, HELD),  # acts as "finish no later than"
}


@pytest.mark.parametrize("kind", ["task", "project"])
@pytest.mark.parametrize(("constraint", "dates"), SUMMARY.items(), ids=SUMMARY)
class TestASummary:
    """A summary's constraint acts on every leaf below, at any depth, and what fixes both dates acts on one side."""

    def test_from_a_start(self, constraint: str, dates: tuple[str, str], kind: str) -> None:
        """As on the task itself."""
        found = schedule(
            sketch(
                f"long 10d\ngroup {kind} {constraint}\n  inner\n    a 2d",
                late_horizon="plan",
            )
        )
        for name in ("a", "inner", "group"):
            assert (timetable(found, dates="early")[name], timetable(found, dates="late")[name]) == dates
        assert timetable(found)["a"] == dates[0]
        pins = constraint[:3] in ("MSO", "MFO")
        assert [f.code for f in found.findings] == ["constraint.on_summary"] * pins

    def test_from_a_finish(self, constraint: str, dates: tuple[str, str], kind: str) -> None:
        """Likewise, at the late dates."""
        found = schedule(sketch(f"long 10d\ngroup {kind} {constraint}\n  inner\n    a 2d", **FINISH))
        assert (timetable(found, dates="early")["a"], timetable(found, dates="late")["a"]) == dates
        assert timetable(found)["group"] == dates[1]


# Ana works Tuesday to Thursday
PEOPLE = {
    "": ("Tue 3 Mar 08:00 → Wed 4 Mar 17:00", "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"),
    "SNET 2026-03-04": (HELD, "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"),
    "SNLT 2026-03-04 08:00": ("Tue 3 Mar 08:00 → Wed 4 Mar 17:00", HELD),
    "FNET 2026-03-05 17:00": (HELD, "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"),
    "FNLT 2026-03-05": ("Tue 3 Mar 08:00 → Wed 4 Mar 17:00", HELD),
    "MSO 2026-03-06": ("Tue 10 Mar 08:00 → Wed 11 Mar 17:00",) * 2,  # her next working moment after Fri 6
    "MFO 2026-03-09": (HELD, HELD),  # her last before the end of Mon 9
}


@pytest.mark.parametrize(("constraint", "dates"), PEOPLE.items(), ids=PEOPLE)
class TestWithSomebodysCalendar:
    """Bounds are read on the calendar of who does the work."""

    PICTURE = """
        few calendar tue-thu 08:00-12:00, 13:00-17:00
        ana resource calendar few
        long 10d
        a 2d @ana {}
    """

    def test_from_a_start(self, constraint: str, dates: tuple[str, str]) -> None:
        """Two days of Tuesday to Thursday; the last end Thu 12 17:00."""
        found = schedule(sketch(self.PICTURE.format(constraint)))
        assert (timetable(found, dates="early")["a"], timetable(found, dates="late")["a"]) == dates
        assert timetable(found)["a"] == dates[0]

    def test_from_a_finish(self, constraint: str, dates: tuple[str, str]) -> None:
        """Likewise, at the late dates."""
        found = schedule(sketch(self.PICTURE.format(constraint), **FINISH))
        assert (timetable(found, dates="early")["a"], timetable(found, dates="late")["a"]) == dates
        assert timetable(found)["a"] == dates[1]


# Started Tue 3, half of two days done: it ends Wed 4 17:00 whatever a constraint says; only late finishes are left to bound
UNDER_WAY = {
    "": "Fri 13 Mar 17:00",
    "ALAP": "Fri 13 Mar 17:00",
    "ASAP": "Fri 13 Mar 17:00",
    "SNET 2026-03-09": "Fri 13 Mar 17:00",
    "SNLT 2026-03-04 08:00": "Thu 5 Mar 17:00",  # two days after that start
    "FNET 2026-03-09": "Fri 13 Mar 17:00",
    "FNLT 2026-03-05": "Thu 5 Mar 17:00",
    "MSO 2026-03-09": "Fri 13 Mar 17:00",
    "MFO 2026-03-05": "Thu 5 Mar 17:00",
}


@pytest.mark.parametrize("frame", [{}, FINISH], ids=["from a start", "from a finish"])
@pytest.mark.parametrize(("constraint", "finish"), UNDER_WAY.items(), ids=UNDER_WAY)
def test_work_under_way_keeps_its_dates(constraint: str, finish: str, frame: dict[str, str]) -> None:
    """Its start is a fact, early and late, and what remains runs on from it."""
    found = schedule(sketch(f"long 10d\na 2d {constraint} started 2026-03-03 08:00 progress 50%", **frame))
    assert timetable(found)["a"] == "Tue 3 Mar 08:00 → Wed 4 Mar 17:00"
    assert timetable(found, dates="late")["a"] == f"Tue 3 Mar 08:00 → {finish}"


@pytest.mark.parametrize("frame", [{}, FINISH], ids=["from a start", "from a finish"])
@pytest.mark.parametrize("constraint", [*UNDER_WAY, "SNET 2027-01-01", "MSO 2027-01-01"])
def test_what_is_complete_keeps_its_dates(constraint: str, frame: dict[str, str]) -> None:
    """It was done Sat 7 09:00 to Sun 8 10:00, in closed hours, and that is so early, late and scheduled."""
    picture = f"long 10d\na 2d {constraint} started 2026-03-07 09:00 done 2026-03-08 10:00"
    found = schedule(sketch(picture, **frame))
    for dates in ("early", "late", "scheduled"):
        assert timetable(found, dates=dates)["a"] == "Sat 7 Mar 09:00 → Sun 8 Mar 10:00"  # type: ignore[arg-type]
    assert (found["a"].total_float.minutes, found["a"].free_float.minutes, found["a"].critical) == (
        0,
        0,
        False,
    )


class TestAgainstLogic:
    def test_must_start_on_wins_over_its_predecessor(self) -> None:
        """``a`` ends Thu 5 17:00, ``b`` must start Wed 4: it does, two days before logic allows; both lack that much.

        ``a`` may end Tue 3 17:00: two days short. ``c`` waits for ``b`` as it stands.
        """
        found = schedule(sketch("a 4d\nb 1d MSO 2026-03-04, after a\nc 1d after b"))
        assert timetable(found, short=True) == {
            "a": "Mon 08:00 → Thu 17:00",
            "b": "Wed 08:00 → Wed 17:00",
            "c": "Thu 08:00 → Thu 17:00",
        }
        assert [found[name].total_float.minutes for name in "abc"] == [-960, -960, 0]
        told = [(f.code, f.subject) for f in found.findings]  # once, where it comes from
        assert told == [("constraint.against_logic", "b"), ("float.negative", "b")]

    def test_a_milestone_under_must_finish_on_takes_its_predecessors_negative_float(self) -> None:
        """``a`` ends Wed 4 17:00; the milestone is held at Mon 2 17:00, two days before, early and late alike."""
        found = schedule(sketch("a 3d\nm milestone MFO 2026-03-02 17:00, after a"))
        assert timetable(found, "m", short=True) == {"m": "Mon 17:00"}
        assert [found[name].total_float.minutes for name in "am"] == [-960, -960]

    def test_must_finish_on_against_a_finish_bound(self) -> None:
        """``a`` ends Wed 17:00 and ``b`` is to end with it or later, but must end Tue: a day short, at its finish."""
        found = schedule(sketch("a 3d\nb 1d MFO 2026-03-03, after a FF"))
        assert timetable(found, "b", short=True) == {"b": "Tue 08:00 → Tue 17:00"}
        assert found["b"].total_float.minutes == -480

    def test_start_no_later_than_gives_way_to_logic_and_says_so(self) -> None:
        """``a`` ends Thu 5 17:00; ``b`` should start by Wed 4 08:00 and starts Fri 6: two days late."""
        found = schedule(sketch("a 4d\nb 1d SNLT 2026-03-04 08:00, after a"))
        assert timetable(found, "b", short=True) == {"b": "Fri 08:00 → Fri 17:00"}
        assert [found[name].total_float.minutes for name in "ab"] == [-960, -960]
        (told,) = [f for f in found.findings if f.code == "constraint.missed"]
        assert told.subject == "b"
        assert dict(told.facts)["over"] == 960

    def test_from_a_finish_start_no_earlier_than_gives_way_and_says_so(self) -> None:
        """The mirror: ``a`` has to be done by Thu 12 17:00 for ``b``, and should not start before Fri 13: a day early."""
        found = schedule(sketch("a 1d SNET 2026-03-13\nb 1d after a", **FINISH))
        assert timetable(found) == {
            "a": "Thu 12 Mar 08:00 → Thu 12 Mar 17:00",
            "b": "Fri 13 Mar 08:00 → Fri 13 Mar 17:00",
        }
        (told,) = [f for f in found.findings if f.code == "constraint.missed"]
        assert (told.subject, dict(told.facts)["over"]) == ("a", -480)

    def test_from_a_finish_finish_no_earlier_than_likewise(self) -> None:
        """``a`` has to end Thu 12 17:00, and was not to end before Fri 13 12:00: half a day early."""
        found = schedule(sketch("a 1d FNET 2026-03-13 12:00\nb 1d after a", **FINISH))
        (told,) = [f for f in found.findings if f.code == "constraint.missed"]
        assert (told.subject, dict(told.facts)["over"]) == ("a", -240)

    def test_a_bound_in_closed_hours_is_met_by_the_end_of_work_before_it(self) -> None:
        """``a`` ends Fri 13 17:00, and Sat 14 is not before anything that works."""
        found = schedule(sketch("a 1d FNET 2026-03-14", direction="backward", finish="2026-03-14"))
        assert found.findings == ()

    def test_must_finish_on_still_binds_what_is_under_way(self) -> None:
        """Five days from Mon 2 end Fri 6; it must be finished Wed 4: two days short, and missed."""
        found = schedule(sketch("a 5d MFO 2026-03-04, started 2026-03-02 08:00 progress 20%"))
        assert found["a"].total_float.minutes == -960
        assert [f.code for f in found.findings] == ["constraint.missed", "float.negative"]

    def test_a_day_without_a_time_counts_to_its_end_where_it_bounds_from_above(self) -> None:
        """Start by Wed 4: in its last minute of work. Finish by Wed 4: by its end."""
        found = schedule(sketch("long 10d\na 1d SNLT 2026-03-04\nb 1d FNLT 2026-03-04"))
        assert timetable(found, "a", "b", dates="late") == {
            "a": "Wed 4 Mar 16:59 → Thu 5 Mar 16:59",
            "b": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",
        }

    @pytest.mark.parametrize(
        ("by", "at"),
        [
            ("m 0d MFO 2026-03-04", "Wed 4 Mar 17:00"),
            ("m 0d ALAP, deadline 2026-03-04", "Wed 4 Mar 17:00"),
            ("m 0d MFO 2026-03-07", "Sat 7 Mar 17:00"),  # closed all day: the time of day at which work ends
            ("m 0d MFO 2026-03-04 calendar 24_hours", "Thu 5 Mar 00:00"),  # where work goes on over midnight
            ("m 0d MFO 2026-03-04 20:00", "Wed 4 Mar 20:00"),
        ],
    )
    def test_for_what_takes_no_time_the_end_of_a_day_is_the_end_of_its_work(self, by: str, at: str) -> None:
        """A milestone that must be reached on Wed 4 is shown on Wed 4."""
        assert timetable(sketch(f"long 10d\n{by}"))["m"] == at

    def test_a_day_by_which_a_project_is_due_ends_for_each_moment_in_it_when_its_own_work_ends(self) -> None:
        """``m`` keeps office hours, ``n`` works around the clock; a plan made from a day ends likewise."""
        found = timetable(
            sketch(
                "long 10d\np project deadline 2026-03-04\n  m 0d ALAP\n  n 0d ALAP calendar 24_hours\n  x 5d"
            ),
            dates="late",
        )
        assert (found["m"], found["n"]) == ("Wed 4 Mar 17:00", "Thu 5 Mar 00:00")
        backward = sketch("m 0d\nn 0d calendar 24_hours", direction="backward", finish="2026-03-13")
        assert timetable(backward) == {"m": "Fri 13 Mar 17:00", "n": "Sat 14 Mar 00:00"}

    def test_must_start_on_and_effort_of_people_with_different_hours(self) -> None:
        """Ana works mornings, Ben all day; twelve hours from Wed 4 08:00.

        Wed: 8–12 both, 8 h; 13–17 Ben, 4 h: twelve at 17:00. Must finish Wed 4: the same seen from its end.
        """
        for constraint in ("MSO 2026-03-04", "MFO 2026-03-04"):
            found = timetable(
                sketch(f"""
                    mornings calendar mon-fri 08:00-12:00
                    ana resource calendar mornings
                    ben resource
                    a effort 12h @ana @ben {constraint}
                """),
                short=True,
            )
            assert found == {"a": "Wed 08:00 → Wed 17:00"}
