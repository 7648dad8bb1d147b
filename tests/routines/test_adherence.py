"""How well a routine is kept: what was done in time, late, missed, is overdue, was skipped, or is not due yet."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workmodel.domain import Completion, Plan, Resource, Routine, RoutineStep
from workmodel.errors import NoCompletion, NoOccurrences, WorkModelError
from workmodel.routines import adherence

FRIDAYS = {"recurrence": "FREQ=WEEKLY;BYDAY=FR", "at": "16:00"}  # 6, 13, 20, 27 March 2026


def kept(*completions, as_of="2026-03-31", start="2026-03-02", end="2026-03-31", **said):
    reports = [Completion(routine="r", **one) for one in completions]
    plan = Plan(start="2026-03-02").add(Routine("r", **{**FRIDAYS, **said}), *reports)
    return adherence(plan, "r", start, end, as_of=as_of)


def days(ids):
    return [name.rpartition("-")[2] for name in ids]


def test_done_in_its_window_is_in_time_and_after_it_late():
    found = kept(
        {"occurrence": "2026-03-06", "done": "2026-03-06 17:00"},
        {"occurrence": "2026-03-13", "done": "2026-03-14 16:01"},
        window="1ed", end="2026-03-13",
    )  # fmt: skip
    assert (days(found.done), days(found.late), found.share) == (["06"], ["13"], Fraction(1, 2))


def test_without_a_window_it_is_in_time_whenever_it_is_done():
    found = kept({"occurrence": "2026-03-06", "done": "2026-03-30"}, end="2026-03-06")
    assert (days(found.done), found.share) == (["06"], 1)


def test_what_has_a_service_level_is_in_time_within_it_counted_from_its_start():
    found = kept(
        {"occurrence": "2026-03-06", "done": "2026-03-06 20:00"},
        {"occurrence": "2026-03-13", "done": "2026-03-13 20:01"},
        service_level="4eh", end="2026-03-20", as_of="2026-03-20 20:01",
    )  # fmt: skip
    assert (days(found.done), days(found.late), days(found.overdue)) == (["06"], ["13"], ["20"])


def test_a_service_level_in_working_time_runs_on_the_routines_calendar():
    reports = {"occurrence": "2026-03-06", "done": "2026-03-09 09:00"}  # from Friday 16:00, an hour on Friday
    assert days(kept(reports, service_level="2h", end="2026-03-06").done) == ["06"]
    assert days(kept(reports, service_level="1h", end="2026-03-06").late) == ["06"]


@pytest.mark.parametrize(("window", "level"), [("1eh", "4eh"), ("4eh", "1eh")])
def test_of_window_and_service_level_the_first_to_end_counts(window, level):
    reports = {"occurrence": "2026-03-06", "done": "2026-03-06 17:30"}
    assert days(kept(reports, window=window, service_level=level, end="2026-03-06").late) == ["06"]


def test_a_report_of_the_day_on_which_it_was_due_or_of_none_counts_as_in_time():
    found = kept(
        {"occurrence": "2026-03-06", "done": "2026-03-06"},
        {"occurrence": "2026-03-13"},
        {"occurrence": "2026-03-20", "done": "2026-03-21"},
        window="1eh", end="2026-03-20",
    )  # fmt: skip
    assert (days(found.done), days(found.late)) == (["06", "13"], ["20"])


def test_what_was_not_done_when_the_next_one_started_was_missed_and_before_is_overdue():
    found = kept(as_of="2026-03-21", window="4eh")
    assert (days(found.missed), days(found.overdue), days(found.open)) == (["06", "13"], ["20"], ["27"])
    assert days(kept(as_of="2026-03-19", window="4eh", end="2026-03-13").overdue) == ["13"]


def test_what_is_done_later_is_not_known_yet():
    found = kept(
        {"occurrence": "2026-03-06", "done": "2026-03-12"}, as_of="2026-03-10", window="4eh", end="2026-03-06"
    )
    assert (days(found.overdue), found.done) == (["06"], ())


def test_what_was_skipped_counts_neither_way():
    found = kept({"occurrence": "2026-03-06", "outcome": "skipped"}, as_of="2026-03-08")
    assert (days(found.skipped), found.due, found.share) == (["06"], (), None)


def test_what_moved_is_judged_where_it_went():
    moved = kept(
        {"occurrence": "2026-03-06", "done": "2026-03-10 15:00"}, window="4eh", end="2026-03-10",
        overrides=["2026-03-06 to 2026-03-10 14:00"],
    )  # fmt: skip
    assert days(moved.done) == ["06"]


def test_an_occurrence_is_done_when_all_its_steps_are():
    steps = [RoutineStep("a", who=["each"]), RoutineStep("b", after=["a"])]
    plan = Plan(start="2026-03-02").add(
        Resource("ana"), Resource("ben"),
        Routine("r", steps=steps, fan_out=["ana", "ben"], window="1ed", **FRIDAYS),
        Completion(routine="r", occurrence="2026-03-06", step="a", person="ana", done="2026-03-06 16:30"),
        Completion(routine="r", occurrence="2026-03-06", step="a", person="ben", done="2026-03-08 16:30"),
    )  # fmt: skip
    assert days(adherence(plan, "r", "2026-03-02", "2026-03-08", as_of="2026-03-10").overdue) == ["06"]
    whole = plan.add(Completion(routine="r", occurrence="2026-03-06", step="b", done="2026-03-07 09:00"))
    assert days(adherence(whole, "r", "2026-03-02", "2026-03-08", as_of="2026-03-10").late) == ["06"]


def test_the_last_report_of_one_occurrence_counts():
    found = kept(
        {"occurrence": "2026-03-06", "outcome": "skipped"},
        {"id": "again", "occurrence": "2026-03-06", "done": "2026-03-06"},
        end="2026-03-06",
    )
    assert days(found.done) == ["06"]


def test_a_routine_has_no_percentage_and_says_what_to_ask():
    routine = Routine("r", **FRIDAYS)
    with pytest.raises(NoCompletion) as caught:
        routine.percent_complete
    assert isinstance(caught.value, WorkModelError)
    assert "adherence" in str(caught.value)


def test_amounts_per_period_have_no_occurrences_to_keep():
    with pytest.raises(NoOccurrences):
        kept(recurrence="", at="", arrivals="3 per day")


def test_it_reads_as_a_sentence():
    found = kept({"occurrence": "2026-03-06", "done": "2026-03-06"}, as_of="2026-03-16", window="4eh")
    assert str(found) == "r: 1 of 2 in time (1 done, 0 late, 0 missed, 1 overdue, 0 skipped, 2 open)"
