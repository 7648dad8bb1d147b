"""What a planner is told: each finding once, where it belongs, and nothing about a plan that is in order."""

from __future__ import annotations

from typing import Any

import pytest

from workmodel.domain import Plan, Routine, Task
from workmodel.scheduling import schedule
from workmodel.testing import sketch


def told(found: Any) -> list[tuple[str, str]]:
    """Findings as code and subject."""
    return [(f.code, f.subject) for f in found.findings]


@pytest.mark.parametrize(
    "picture",
    [
        "a 1d",
        "a 1d\nb 1d",  # without any link, links are not missed
        "a 1d\nb 1d after a\nm 0d after b",
        "p project deadline 2026-03-13\n  a 1d deadline 2026-03-04\n  b 1d after a SNET 2026-03-04\nm 0d after p",
        "ana resource\na effort 2d @ana\nb 1d after a FNLT 2026-03-06",
        "a 1d started 2026-03-02 08:00 progress 50%\nb 1d after a MSO 2026-03-04",
        "a 1d started 2026-03-02 08:00 done 2026-03-02 17:00\nb 1d after a manual 2026-03-04",
        "plan status_date 2026-03-02 12:00\na 2d started 2026-03-02 08:00\nb 1d after a",
        "group\n  a 1d\n  b 1d after a\nc 1d after group ALAP",
    ],
)
def test_a_plan_in_order_raises_none(picture: str) -> None:
    """No false alarms."""
    assert schedule(sketch(picture)).findings == ()


ONCE = {
    "duration.missing": ("a", "a"),
    "summary.own_amount": ("g 3d\n  a 1d", "g"),
    "summary.own_dates": ("g task progress 50%\n  a 1d", "g"),
    "constraint.on_summary": ("g task MSO 2026-03-02\n  a 1d", "g"),
    "deadline.missed": ("a 2d SNET 2026-03-03\nm 0d after a deadline 2026-03-02", "m"),
    "constraint.missed": ("a 2d\nb 1d after a SNLT 2026-03-02", "b"),
    "constraint.against_logic": ("a 2d\nb 1d after a MSO 2026-03-03", "b"),
    "manual.against_logic": ("a 2d\nb 1d after a manual 2026-03-03", "b"),
    "float.negative": ("a 2d\nb 1d after a MSO 2026-03-03", "b"),
    "progress.out_of_sequence": ("a 2d\nb 1d after a started 2026-03-02 08:00", "b"),
    "progress.disagrees": ("a 2d started 2026-03-02 08:00 progress 10% remaining 1d", "a"),
    "progress.not_started": ("plan status_date 2026-03-04\na 1d", "a"),
    "progress.not_finished": ("plan status_date 2026-03-04\na 1d started 2026-03-02 08:00", "a"),
    "logic.dangling": ("a 1d\nb 1d after a\nc 1d", "c"),
    "calendar.beyond_exceptions": (
        "office calendar base standard off 2025-12-24\nplan calendar office\na 1d",
        "office",
    ),
}


@pytest.mark.parametrize(("code", "case"), ONCE.items(), ids=ONCE)
def test_each_is_told_once_where_it_arises(code: str, case: tuple[str, str]) -> None:
    """With a message that says what is wrong, about the item it is about."""
    picture, subject = case
    found = schedule(sketch(picture))
    assert [s for c, s in told(found) if c == code] == [subject]
    (one,) = [f for f in found.findings if f.code == code]
    assert subject in one.message


class TestDeadlines:
    """``a`` ends Wed 17:00."""

    @pytest.mark.parametrize(
        ("deadline", "over"),
        [("2026-03-04", None), ("2026-03-04 17:00", None), ("2026-03-04 16:00", 60), ("2026-03-02", 960)],
    )
    def test_a_day_counts_to_its_end(self, deadline: str, over: int | None) -> None:
        """Work beyond it is counted on the item's calendar."""
        found = schedule(sketch(f"a 3d deadline {deadline}"))
        missed = [dict(f.facts)["over"] for f in found.findings if f.code == "deadline.missed"]
        assert missed == ([] if over is None else [over])

    @pytest.mark.parametrize(
        ("picture", "subject"),
        [
            ("a 3d\nm 0d after a deadline 2026-03-03", "m"),
            ("g task deadline 2026-03-03\n  a 3d", "g"),
            ("p project deadline 2026-03-03\n  g\n    a 3d", "p"),
        ],
    )
    def test_on_milestones_summaries_and_projects(self, picture: str, subject: str) -> None:
        """Told of what was promised; the work for it lacks a day."""
        found = schedule(sketch(picture))
        assert ("deadline.missed", subject) in told(found)
        assert found["a"].total_float.minutes == -480

    def test_in_closed_hours(self) -> None:
        """A milestone held to Sat 7 misses Fri 18:00, and no work lies between."""
        found = schedule(sketch("m 0d MSO 2026-03-07 10:00 deadline 2026-03-06 18:00"))
        (one,) = [f for f in found.findings if f.code == "deadline.missed"]
        assert dict(one.facts)["over"] == 0
        assert "in the closed hours after" in one.message

    def test_a_deadline_does_not_move_early_dates(self) -> None:
        """It is a promise, not a bound."""
        found = schedule(sketch("a 3d deadline 2026-03-02\nb 1d after a"))
        assert f"{found['b'].start:%a %H:%M}" == "Thu 08:00"


class TestNegativeFloat:
    def test_it_is_told_where_it_arises(self) -> None:
        """``c`` is promised for Tue and ends Wed; ``a`` and ``b`` before it lack the same day, and are not told again."""
        found = schedule(sketch("a 1d\nb 1d after a\nc 1d after b deadline 2026-03-03"))
        assert [item.total_float.minutes for item in found.values()] == [-480] * 3
        assert told(found) == [("deadline.missed", "c"), ("float.negative", "c")]

    def test_also_through_summaries(self) -> None:
        """``group`` waits for ``a``, and ``c`` for what is in it."""
        found = schedule(sketch("a 1d\ngroup task after a\n  b 1d\nc 1d after group deadline 2026-03-03"))
        assert told(found) == [("deadline.missed", "c"), ("float.negative", "c")]

    def test_a_greater_lack_is_told_beside_a_smaller_one(self) -> None:
        """``b`` ends Wed, promised for Mon: two days short. ``c`` after it ends Thu, promised for Wed: one.

        ``a`` lacks what ``b`` lacks, and is not told again.
        """
        found = schedule(sketch("a 1d\nb 2d after a deadline 2026-03-02\nc 1d after b deadline 2026-03-04"))
        assert [item.total_float.minutes for item in found.values()] == [-960, -960, -480]
        assert [f for f in told(found) if f[0] == "float.negative"] == [
            ("float.negative", "b"),
            ("float.negative", "c"),
        ]

    def test_completed_work_lacks_nothing(self) -> None:
        """It was late; it is done."""
        found = schedule(sketch("a 1d done 2026-03-04 17:00 deadline 2026-03-03"))
        assert told(found) == [("deadline.missed", "a")]


class TestDangling:
    def test_links_of_summaries_tie_what_is_below(self) -> None:
        """``a`` waits through its group, ``b`` is waited for through its own."""
        found = schedule(sketch("x 1d\ngroup task after x\n  a 1d\nother\n  b 1d\ny 1d after other"))
        assert found.findings == ()

    def test_what_is_done_need_not_be_tied(self) -> None:
        """It cannot slip any more."""
        found = schedule(sketch("a 1d\nb 1d after a\nc 1d done 2026-03-02"))
        assert found.findings == ()


class TestCalendarsWithoutLaterExceptions:
    def test_holidays_of_later_years_may_be_missing(self) -> None:
        """The last known is in 2026; work is planned into 2027."""
        picture = "office calendar base standard off 2026-12-24\nplan calendar office\na {}"
        assert schedule(sketch(picture.format("5d"))).findings == ()
        assert told(schedule(sketch(picture.format("60w")))) == [("calendar.beyond_exceptions", "office")]

    def test_recurring_exceptions_reach_every_year(self) -> None:
        """Nothing is missing where a rule says it."""
        picture = (
            "office calendar base standard off 2026-12-24 every FREQ=YEARLY\nplan calendar office\na 60w"
        )
        assert schedule(sketch(picture)).findings == ()


def test_waiting_for_a_routine_without_saying_which_occurrence_is_told() -> None:
    """Then none is looked at."""
    plan = Plan(start="2026-03-02 08:00").add(
        Routine("close", recurrence="FREQ=WEEKLY;BYDAY=FR", effort="1h"),
        Task("a", duration="1d", after=["close"]),
        Task("b", duration="1d", after=["a"]),
    )
    found = schedule(plan)
    assert told(found) == [("dependency.routine", "a")]
    assert f"{found['a'].start:%a %H:%M}" == "Mon 08:00"


def test_in_the_plans_order() -> None:
    """Items first, each with all about it; then logic."""
    found = schedule(sketch("c 1d deadline 2026-03-01\nb\na 1d after c"))
    assert told(found) == [
        ("deadline.missed", "c"),
        ("float.negative", "c"),
        ("duration.missing", "b"),
        ("logic.dangling", "b"),
    ]


def test_amounts_are_said_in_days_hours_and_minutes() -> None:
    """Nine hours and a half are a day, an hour and thirty minutes, by the plan's conventions."""
    found = schedule(sketch("a 2d deadline 2026-03-02 15:30"))
    (one,) = [f for f in found.findings if f.code == "deadline.missed"]
    assert "1d 1h 30min of work after" in one.message


def test_a_finish_of_a_plan_made_from_its_start_bounds_nothing_and_says_when_it_is_missed() -> None:
    """Two days from Mon 2 end Tue 3; hoped for on Mon, on Tue."""
    late = schedule(sketch("a 2d", finish="2026-03-02"))
    assert [(f.code, f.subject) for f in late.findings if f.code.startswith("plan.")] == [
        ("plan.finish_missed", "")
    ]
    assert late["a"].total_float.minutes == 0
    assert not schedule(sketch("a 2d\nb 1d after a", finish="2026-03-04")).findings


def test_dates_that_depend_on_themselves_are_told() -> None:
    """``e`` lies behind ``b`` by all of its length, which grows as ``f``, done where it was planned, moves away from ``d``."""
    plan = sketch(
        """
        b
          d 0d  done 2026-03-14 08:00
          f 2w  progress 100%
        e 0d  after b FF+100%
        """,
        direction="backward", finish="2026-03-01",
    )  # fmt: skip
    assert "plan.unsettled" in {finding.code for finding in schedule(plan).findings}


def test_a_plan_from_its_finish_says_when_it_has_to_begin_before_its_start() -> None:
    """Eight days before Fri 20 begin on Wed 11; it was to begin on Wed 18."""
    late = schedule(sketch("a 8d", start="2026-03-18", finish="2026-03-20", direction="backward"))
    assert [f.code for f in late.findings if f.code.startswith("plan.")] == ["plan.start_missed"]
    fits = schedule(sketch("a 2d", start="2026-03-18", finish="2026-03-20", direction="backward"))
    assert not [f for f in fits.findings if f.code.startswith("plan.")]


def test_work_that_is_done_and_has_work_left_is_told() -> None:
    """Half of it, or three days of it."""
    for left in ("progress 50%", "remaining 3d"):
        found = schedule(sketch(f"a 5d started 2026-03-02 08:00 done 2026-03-06 17:00 {left}"))
        assert ("progress.disagrees", "a") in {(f.code, f.subject) for f in found.findings}


def test_in_a_plan_from_its_finish_work_that_waits_for_nothing_is_not_out_of_sequence() -> None:
    """It began before the start that follows from the rest."""
    found = schedule(
        sketch("a 3d started 2026-03-02 08:00 progress 10%\nb 2d", finish="2026-03-20", direction="backward")
    )
    assert "progress.out_of_sequence" not in {finding.code for finding in found.findings}
