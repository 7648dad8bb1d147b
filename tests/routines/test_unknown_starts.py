"""What is said of a start that the rule does not name is pointed out, with the days that it may mean."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Completion, Plan, Project, Resource, Routine
from workmodel.routines.frame import frame_of
from workmodel.routines.originals import originals
from workmodel.testing.strategies import entities

MONDAYS = {"recurrence": "FREQ=WEEKLY;BYDAY=MO"}


def found(occurrence: Any = None, *, plan: Plan | None = None, **routine: Any) -> list[tuple[str, Any]]:
    """Code and nearby days of what is pointed out about the starts of a routine, and a completion of it."""
    here = Plan(start="2026-03-02") if plan is None else plan
    here = here.add(Resource("ana"), Routine("r", owner="ana", **routine))
    if occurrence is not None:
        here = here.add(Completion(routine="r", occurrence=occurrence))
    told = [
        one for one in here.check() if one.code in ("completion.unknown_occurrence", "override.unknown_start")
    ]
    return [(one.code, tuple(map(str, dict(one.facts)["near"]))) for one in told]


def test_a_completion_of_a_day_on_which_nothing_starts_is_pointed_out() -> None:
    near = ("2026-03-02", "2026-03-09")
    assert found("2026-03-03", **MONDAYS) == [("completion.unknown_occurrence", near)]
    assert found("2026-03-09", **MONDAYS) == []


def test_an_override_of_such_a_day_is_pointed_out() -> None:
    near = ("2026-03-02", "2026-03-09")
    assert found(overrides="2026-03-03 cancelled", **MONDAYS) == [("override.unknown_start", near)]
    assert found(overrides="2026-03-09 to 2026-03-10", **MONDAYS) == []


def test_what_holds_from_a_day_on_needs_no_start_on_it() -> None:
    assert found(overrides="2026-03-03 cancelled following", **MONDAYS) == []


@pytest.mark.parametrize(
    ("occurrence", "routine", "told"),
    [
        ("2026-03-02 09:00", {"at": "09:00"}, False),
        ("2026-03-02 10:00", {"at": "09:00"}, True),
        ("2026-03-02 09:00", {}, True),  # nothing says at what time it starts
        ("2026-03-02", {"at": "09:00"}, False),
        ("2026-03-02", {"recurrence": "FREQ=DAILY;BYHOUR=9,15"}, True),  # which of the two?
        ("2026-03-02 15:00", {"recurrence": "FREQ=DAILY;BYHOUR=9,15"}, False),
        ("2026-03-16", {"valid_to": "2026-03-09"}, True),
        ("2026-03-09", {"valid_to": "2026-03-09"}, False),
        ("2026-02-23", {}, True),  # before the plan begins
        ("2026-02-23", {"valid_from": "2026-02-01"}, False),
        ("2026-03-09", {"overrides": "2026-03-05 cancelled following"}, True),
        ("2026-03-02", {"overrides": "2026-03-02 cancelled"}, False),  # named, and cancelled
        ("2026-03-07", {"recurrence": "FREQ=DAILY", "day_off": "skip"}, False),
        ("2026-03-03", {"recurrence": "RRULE:FREQ=WEEKLY;BYDAY=MO\nRDATE;VALUE=DATE:20260303"}, False),
        ("2026-03-03", {"renewal": "after_completion", "recurrence": "FREQ=WEEKLY"}, False),
    ],
)  # fmt: skip
def test_only_what_occurrences_do_not_know_is_pointed_out(
    occurrence: str, routine: dict[str, Any], told: bool
) -> None:
    assert bool(found(occurrence, **(MONDAYS | routine))) is told


def test_by_the_clock_of_the_routine() -> None:
    plan = Plan(start="2026-03-01", zone="Europe/Berlin")
    said: dict[str, Any] = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "at": "09:00", "zone": "Asia/Tokyo"}
    assert found("2026-03-02 09:00", plan=plan, **said) == []
    assert found("2026-03-02T01:00+01:00", plan=plan, **said) == []
    assert found("2026-03-02T09:00+01:00", plan=plan, **said) != []


def test_a_routine_whose_beginning_only_a_schedule_tells_is_left_alone() -> None:
    plan = Plan(start="2026-03-02").add(Project("p"))
    assert found("2026-03-03", plan=plan, parent="p", **MONDAYS) == []
    assert found("2026-03-03", plan=Plan(), **MONDAYS) == []


def test_the_words_say_what_to_do() -> None:
    plan = Plan(start="2026-03-02").add(
        Resource("ana"),
        Routine("r", owner="ana", **MONDAYS),
        Completion(routine="r", occurrence="2026-03-03"),
    )
    (told,) = plan.check()
    assert told.message == (
        "r.2026-03-03 reports an occurrence of routine r which its rule does not name; near it are 2026-03-02 and "
        "2026-03-09. What it took is counted, and no occurrence is done by it; name an original start"
    )
    assert dict(told.facts)["near"] == (date(2026, 3, 2), date(2026, 3, 9))


@given(entities("routine"), st.integers(-8, 60), st.sampled_from([None, "Europe/Berlin"]))
def test_what_is_pointed_out_is_what_no_occurrence_is_done_by(
    routine: Any, days: int, zone: str | None
) -> None:
    """The rule is read once here and once where occurrences are made."""
    if not routine.recurrence or routine.renewal != "fixed":
        return
    day = date(2026, 3, 2) + timedelta(days=days)
    plan = Plan(start="2026-03-02", zone=zone).add(evolve(routine, id="r", gap="shift"))
    there = list(originals(frame_of(plan, "r", None), day, day))
    named = [(day, len(there) == 1 and there[0].alone)]
    named += [(datetime.combine(day, one.wall.time()), one.timed or one.wall.hour == 0) for one in there]
    for occurrence, known in named:
        told = plan.add(Completion(routine="r", occurrence=occurrence)).check()
        assert any(one.code == "completion.unknown_occurrence" for one in told) is not known
