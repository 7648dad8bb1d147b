"""What was reported about work, and the dates that follow, worked by hand."""

from __future__ import annotations

import pytest

from workmodel.domain import Milestone, Plan, Task
from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable
from workmodel.verification import verify


def codes(found: object) -> list[tuple[str, str]]:
    """Findings as code and subject."""
    return [(f.code, f.subject) for f in found.findings]  # type: ignore[attr-defined]


class TestUnderWay:
    def test_a_percentage_sets_what_remains(self) -> None:
        """A quarter of four days is done on Mon; three days remain: Thu 17:00."""
        found = schedule(sketch("a 4d started 2026-03-02 08:00 progress 25%"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Thu 17:00"}
        assert found["a"].complete == 25

    def test_remaining_work_wins_over_a_percentage_and_the_disagreement_is_told(self) -> None:
        """Half of two days is a day done; three remain, so four in all: Thu 17:00, and 25 % complete, not 50."""
        found = schedule(sketch("a 2d started 2026-03-02 08:00 progress 50% remaining 3d"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Thu 17:00"}
        assert found["a"].complete == 25
        assert codes(found) == [("progress.disagrees", "a")]
        assert dict(found.findings[0].facts) == {"stated": 50.0, "computed": 25.0}

    def test_done_and_remaining_are_the_facts(self) -> None:
        """A day done and two to do are three days, whatever was planned: Wed 17:00, a third complete."""
        found = schedule(sketch("a 1w started 2026-03-02 08:00 worked 1d remaining 2d"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Wed 17:00"}
        assert found["a"].duration.minutes == 3 * 480
        assert round(found["a"].complete, 4) == 33.3333

    def test_done_alone_leaves_the_rest_of_the_plan(self) -> None:
        """One of four days done, three remain: Thu. Five of four done: nothing remains, and it ends Fri 17:00."""
        assert (
            timetable(sketch("a 4d started 2026-03-02 08:00 worked 1d"), short=True)["a"]
            == "Mon 08:00 → Thu 17:00"
        )
        assert (
            timetable(sketch("a 4d started 2026-03-02 08:00 worked 5d"), short=True)["a"]
            == "Mon 08:00 → Fri 17:00"
        )

    def test_remaining_alone_says_what_is_done(self) -> None:
        """One of four days remains, so three are done."""
        found = schedule(sketch("a 4d started 2026-03-02 08:00 remaining 1d"))
        assert timetable(found, short=True)["a"] == "Mon 08:00 → Thu 17:00"
        assert found["a"].complete == 75

    def test_more_remaining_than_was_planned_means_nothing_is_done(self) -> None:
        """Five days remain of four: five from Mon 08:00."""
        found = schedule(sketch("a 4d started 2026-03-02 08:00 remaining 5d"))
        assert timetable(found, short=True)["a"] == "Mon 08:00 → Fri 17:00"
        assert found["a"].complete == 0

    def test_a_start_alone_puts_work_in_progress(self) -> None:
        """Started Tue 08:00, nothing said to be done: both days remain."""
        assert timetable(sketch("a 2d started 2026-03-03 08:00"), short=True)["a"] == "Tue 08:00 → Wed 17:00"

    def test_work_that_started_in_closed_hours(self) -> None:
        """Started Sat 28 February 10:00, raw; its first working minute is Mon 08:00: two days end Tue 17:00."""
        found = timetable(sketch("a 2d started 2026-02-28 10:00 progress 50%"))
        assert found == {"a": "Sat 28 Feb 10:00 → Tue 3 Mar 17:00"}

    def test_interrupted_work_resumes(self) -> None:
        """A day done on Mon, the other from Thu 5 on: Thu 17:00. The two days are its duration, not the four between."""
        found = schedule(sketch("a 2d started 2026-03-02 08:00 worked 1d resume 2026-03-05"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Thu 17:00"}
        assert found["a"].duration.minutes == 960

    def test_resuming_before_it_stopped_changes_nothing(self) -> None:
        """It stopped Mon 17:00; that it resumes Mon 10:00 is no news."""
        found = timetable(
            sketch("a 2d started 2026-03-02 08:00 worked 1d resume 2026-03-02 10:00"), short=True
        )
        assert found == {"a": "Mon 08:00 → Tue 17:00"}

    def test_a_percentage_without_a_date_leaves_the_start_to_logic(self) -> None:
        """``b`` is half done, nobody said when it started: after ``a``, Tue 08:00, two days."""
        found = schedule(sketch("a 1d\nb 2d after a progress 50%"))
        assert timetable(found, short=True)["b"] == "Tue 08:00 → Wed 17:00"
        assert found["b"].complete == 50

    def test_without_a_date_what_remains_may_resume_too(self) -> None:
        """Half of two days from Mon 08:00, the rest from Thu 08:00."""
        found = timetable(sketch("a 2d progress 50% resume 2026-03-05"), short=True)
        assert found == {"a": "Mon 08:00 → Thu 17:00"}

    def test_elapsed_work_under_way(self) -> None:
        """Half of two days done since Fri 6 12:00; it ends Sun 8 12:00."""
        found = timetable(sketch("a 2ed started 2026-03-06 12:00 progress 50%"))
        assert found == {"a": "Fri 6 Mar 12:00 → Sun 8 Mar 12:00"}

    def test_a_milestone_can_be_under_way_and_takes_no_time(self) -> None:
        """It stands where it started, whatever work was booked on it; late at the horizon, Mon 17:00."""
        found = schedule(
            Plan(start="2026-03-02 08:00").add(
                Task("long", duration="1d"),
                Milestone(
                    "m",
                    progress={
                        "actual_start": "2026-03-02 10:00",
                        "percent": 30,
                        "actual_duration": "2d",
                        "remaining": "3d",
                    },
                ),
            )
        )
        assert timetable(found, "m", short=True) == {"m": "Mon 10:00"}
        assert timetable(found, "m", short=True, dates="late") == {"m": "Mon 10:00 → Mon 17:00"}
        assert found["m"].duration.minutes == 0
        assert found["m"].complete == 30

    def test_effort_under_way_runs_on_the_hours_of_its_people(self) -> None:
        """Sixteen hours of two people are a day; half of it is done from Mon 08:00: Mon 17:00."""
        found = timetable(
            sketch(
                "ana resource\nben resource\na effort 16h @ana @ben started 2026-03-02 08:00 progress 50%"
            ),
            short=True,
        )
        assert found == {"a": "Mon 08:00 → Mon 17:00"}


class TestComplete:
    def test_actual_dates_stay_also_in_closed_hours(self) -> None:
        """Saturday 09:00 to Sunday 10:00; no working time lies between."""
        found = schedule(sketch("a 2d started 2026-03-07 09:00 done 2026-03-08 10:00"))
        assert timetable(found) == {"a": "Sat 7 Mar 09:00 → Sun 8 Mar 10:00"}
        assert found["a"].duration.minutes == 0
        assert found["a"].complete == 100

    def test_a_day_without_a_time_counts_to_its_end(self) -> None:
        """Done on Wed 4: by the end of its work."""
        assert timetable(sketch("a 2d started 2026-03-03 done 2026-03-04")) == {
            "a": "Tue 3 Mar 00:00 → Wed 4 Mar 17:00"
        }

    def test_a_finish_alone_gives_the_start(self) -> None:
        """Two days before Wed 4 17:00 begin Tue 3 08:00."""
        assert timetable(sketch("a 2d done 2026-03-04 17:00"), short=True) == {"a": "Tue 08:00 → Wed 17:00"}

    def test_a_start_and_all_of_it_gives_the_finish(self) -> None:
        """100 % of two days from Tue 3 08:00, or nothing left: Wed 4 17:00."""
        for said in ("progress 100%", "remaining 0d"):
            found = schedule(sketch(f"a 2d started 2026-03-03 08:00 {said}"))
            assert timetable(found, short=True) == {"a": "Tue 08:00 → Wed 17:00"}
            assert found["a"].complete == 100

    def test_without_dates_logic_dates_it(self) -> None:
        """All of ``b`` is done; nobody said when: after ``a``. It has no float and is not critical; ``c`` waits for it."""
        found = schedule(sketch("a 1d\nb 1d after a progress 100%\nc 1d after b"))
        assert timetable(found, short=True) == {
            "a": "Mon 08:00 → Mon 17:00",
            "b": "Tue 08:00 → Tue 17:00",
            "c": "Wed 08:00 → Wed 17:00",
        }
        assert (found["b"].total_float.minutes, found["b"].critical) == (0, False)

    def test_actual_duration_is_its_duration(self) -> None:
        """It took a day of work, in the three days from Mon to Wed."""
        found = schedule(sketch("a 2d started 2026-03-02 08:00 done 2026-03-04 17:00 worked 1d"))
        assert found["a"].duration.minutes == 480

    def test_a_milestone_is_reached_when_it_was(self) -> None:
        """A day on which it was done is the end of its work; one on which it started too, its beginning."""
        assert timetable(sketch("m 0d done 2026-03-04")) == {"m": "Wed 4 Mar 17:00"}
        both = sketch("m 0d started 2026-03-04 done 2026-03-04")
        assert timetable(both) == {"m": "Wed 4 Mar 00:00"}

    def test_successors_wait_for_the_actual_finish(self) -> None:
        """Done Wed 10:00: ``b`` goes on at Wed 10:00, for a day."""
        found = timetable(
            sketch("a 5d started 2026-03-02 08:00 done 2026-03-04 10:00\nb 1d after a"), short=True
        )
        assert found["b"] == "Wed 10:00 → Thu 10:00"

    def test_reported_dates_win_over_dates_set_by_hand(self) -> None:
        """Set to Mon 9, done on Wed 4."""
        found = timetable(
            sketch("a 1d manual 2026-03-09 started 2026-03-04 08:00 done 2026-03-04 17:00"), short=True
        )
        assert found == {"a": "Wed 08:00 → Wed 17:00"}

    def test_complete_without_dates_keeps_dates_set_by_hand(self) -> None:
        """Nothing else is known of when."""
        found = schedule(sketch("a 1d manual 2026-03-09 08:00 progress 100%"))
        assert timetable(found) == {"a": "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"}
        assert (found["a"].complete, found["a"].total_float.minutes) == (100, 0)


class TestTheStatusDate:
    """Status Wed 4, which means its end."""

    PICTURE = """
        waiting 1d
        begun 2d started 2026-03-02 08:00 progress 50%
        over 1d started 2026-03-02 08:00 done 2026-03-02 17:00
        by_hand 1d manual 2026-03-03 08:00
        held 1d MSO 2026-03-03
        m 0d
    """

    def test_unfinished_work_stays_by_default_and_is_told(self) -> None:
        """``waiting`` was to start Mon, ``begun`` to end Tue; the milestone takes no time, and its day is past."""
        found = schedule(sketch(self.PICTURE, status_date="2026-03-04"))
        assert timetable(found, short=True) == {
            "waiting": "Mon 08:00 → Mon 17:00",
            "begun": "Mon 08:00 → Tue 17:00",
            "over": "Mon 08:00 → Mon 17:00",
            "by_hand": "Tue 08:00 → Tue 17:00",
            "held": "Tue 08:00 → Tue 17:00",
            "m": "Mon 08:00",
        }
        assert codes(found) == [
            ("progress.not_started", "waiting"),
            ("progress.not_finished", "begun"),
            ("progress.not_started", "by_hand"),
            ("progress.not_started", "held"),
            ("progress.not_finished", "m"),
        ]

    def test_or_moves_behind_the_status_date(self) -> None:
        """Not begun: Thu 5. Begun: its other day on Thu 5. A milestone stands at the raw end of Wed. Facts stay."""
        found = schedule(sketch(self.PICTURE, status_date="2026-03-04", uncompleted="reschedule"))
        assert timetable(found, short=True) == {
            "waiting": "Thu 08:00 → Thu 17:00",
            "begun": "Mon 08:00 → Thu 17:00",
            "over": "Mon 08:00 → Mon 17:00",
            "by_hand": "Tue 08:00 → Tue 17:00",
            "held": "Tue 08:00 → Tue 17:00",
            "m": "Thu 00:00",
        }
        assert codes(found) == [("progress.not_started", "by_hand"), ("progress.not_started", "held")]

    def test_without_a_status_date_there_is_nothing_to_move_to(self) -> None:
        """The rule alone changes no date."""
        plan = sketch("a 1d", uncompleted="reschedule")
        assert timetable(plan, short=True) == {"a": "Mon 08:00 → Mon 17:00"}

    def test_successors_follow(self) -> None:
        """``a`` moves to Thu 5, and ``b`` after it to Fri 6."""
        found = timetable(
            sketch("a 1d\nb 1d after a", status_date="2026-03-04", uncompleted="reschedule"), short=True
        )
        assert found == {"a": "Thu 08:00 → Thu 17:00", "b": "Fri 08:00 → Fri 17:00"}

    def test_an_empty_project_moves_like_a_milestone_but_nobody_is_asked_to_report_on_it(self) -> None:
        """What is planned for it lies after Wed 4; kept, it stands at Mon 08:00 without a finding."""
        plan = sketch("p project\na 1d", status_date="2026-03-04", uncompleted="reschedule")
        assert timetable(plan)["p"] == "Thu 5 Mar 00:00"
        kept = schedule(plan.evolve(uncompleted="keep"))
        assert timetable(kept, short=True)["p"] == "Mon 08:00"
        assert "p" not in {finding.subject for finding in kept.findings}


@pytest.mark.parametrize("rule", ["keep", "retained_logic"])
def test_out_of_sequence_work_is_told_either_way(rule: str) -> None:
    """``b`` started Mon 08:00, ``a`` ends Tue 17:00."""
    found = schedule(
        sketch("a 2d\nb 2d after a, started 2026-03-02 08:00 progress 50%", out_of_sequence=rule)
    )
    assert ("progress.out_of_sequence", "b") in codes(found)


def test_a_milestone_under_way_is_reached_when_work_ends_before_the_status_date() -> None:
    """Begun Mon 10:00, status Sat 7 12:00: the last work before that ends Fri 17:00."""
    found = timetable(
        sketch(
            "m 0d started 2026-03-02 10:00 progress 50%",
            status_date="2026-03-07 12:00",
            uncompleted="reschedule",
        )
    )
    assert found == {"m": "Mon 2 Mar 10:00 → Fri 6 Mar 17:00"}


@pytest.mark.parametrize("other", ["ALAP", None])
def test_work_without_length_that_is_half_done_has_one_date_whatever_is_placed_late(
    other: str | None,
) -> None:
    plan = Plan(start="2026-03-02", status_date="2026-03-02", uncompleted="reschedule").add(
        Task("a", duration="1d"),
        Task("b", duration="1d", constraint=other),
        Task("d", duration="0d", progress=50),
    )
    found = schedule(plan)["d"]
    assert found.start == found.finish
    assert verify(plan, schedule(plan)) == ()
