"""What rests on one person alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import SinglePoint, ledger, single_points_of_failure
from workmodel.domain import RoutineStep
from workmodel.errors import WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")
DAILY = {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "at": "10:00", "effort": "1h"}


def found(plan: wm.Plan) -> tuple[SinglePoint, ...]:
    return single_points_of_failure(plan, ledger(plan, *WEEK))


def points(plan: wm.Plan) -> list[tuple[str, str, str]]:
    return [(one.subject, one.kind, one.person) for one in found(plan)]


def people(*more: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("ana", skills=["sql 4"]), wm.Resource("ben", skills=["sql 2"]), *more
    )  # fmt: skip


def test_the_one_routine_that_one_person_does_is_found_and_no_other() -> None:
    plan = people(
        wm.Routine("backup", assignments=["ana"], **DAILY),
        wm.Routine("desk", assignments=["ana", "ben"], reservation="5h per week"),
        wm.Task("guide", effort="8h", assignments=["ana"]),
    )
    assert points(plan) == [("backup", "routine", "ana")]
    assert str(found(plan)[0]) == "backup rests on ana: only one does it; no absence in these days"


def test_what_happens_while_that_person_is_away_is_told() -> None:
    """Two of five backups, an hour each."""
    plan = people(wm.Routine("backup", assignments=["ana"], **DAILY)).evolve(
        "ana", absences=["2026-03-04..2026-03-05 vacation"]
    )
    (one,) = found(plan)
    assert (one.away, one.lost) == ((date(2026, 3, 4), date(2026, 3, 5)), 2 * HOUR)


def test_a_skill_that_one_person_has_and_the_work_that_asks_for_it() -> None:
    """Whoever is assigned: Ben's level does not reach."""
    plan = people(
        wm.Task("query", effort="8h", assignments=["ben"], requires=["sql 3"]),
        wm.Task("list", effort="8h", after=["query"], assignments=["ana"], requires=["sql"]),
    )
    assert points(plan) == [("query", "task", "ana"), ("sql 3", "skill", "ana")]
    assert found(plan)[1].items == ("query",)


def test_a_routine_that_one_does_and_others_could_does_not_rest_on_one() -> None:
    plan = people(wm.Routine("backup", assignments=["ana"], requires=["sql"], **DAILY))
    assert points(plan) == []
    assert points(plan.evolve("backup", requires=["sql 4"])) == [
        ("backup", "routine", "ana"), ("sql 4", "skill", "ana"),
    ]  # fmt: skip


def test_a_step_that_names_one_person_rests_on_that_one() -> None:
    plan = people(
        wm.Routine(
            "close", recurrence="FREQ=WEEKLY;BYDAY=FR", assignments=["ana", "ben"],
            steps=[RoutineStep("check", "1h", who=["ben"]), RoutineStep("book", "2h")],
        )
    )  # fmt: skip
    assert points(plan) == [("close/check", "step", "ben")]


def test_a_team_of_one_is_one_and_of_two_is_not() -> None:
    team = wm.Resource("ops", type="team", members=["ana", "ben to 2026-02-28"])
    plan = people(team, wm.Routine("backup", assignments=["ops"], **DAILY))
    assert points(plan) == [("backup", "routine", "ana")]
    assert points(plan.evolve("ops", members=["ana", "ben"])) == []


def test_whoever_counts_as_two_is_no_single_one() -> None:
    plan = people(wm.Resource("desk", type="team", capacity=2)).add(
        wm.Routine("backup", assignments=["desk"], **DAILY)
    )  # fmt: skip
    assert points(plan) == []


def test_only_absences_in_the_tasks_own_dates_count() -> None:
    """The query takes Monday and Tuesday."""
    plan = people(
        wm.Task("query", duration="2d", effort="8h", assignments=["ana"], requires=["sql 4"])
    ).evolve("ana", absences=["2026-03-03 sick", "2026-03-06 sick"])
    task, skill = found(plan)
    assert (task.away, task.lost) == ((date(2026, 3, 3),), 4 * HOUR)
    assert (skill.away, skill.lost) == (task.away, task.lost)


def test_what_is_over_or_done_rests_on_nobody() -> None:
    plan = people(
        wm.Routine("old", assignments=["ana"], valid_from="2026-01-01", valid_to="2026-02-01", **DAILY),
        wm.Task("done", duration="1d", requires=["sql 4"], progress="100%"),
        wm.Task("later", constraint="SNET 2026-04-01", requires=["sql 4"]),
    )
    assert points(plan) == []


def test_a_ledger_of_another_plan_is_refused() -> None:
    with pytest.raises(WrongType, match="the very plan"):
        single_points_of_failure(people(wm.Task("a")), ledger(people(), *WEEK))


def test_what_can_be_taken_from_one_person_only_rests_on_that_one() -> None:
    """Both know sql, but of the team only Ben; whoever is to be taken from Ana alone is Ana."""
    plan = people(
        wm.Resource("ops", type="team", members=["ben"]),
        wm.Task("query", effort="8h", requires=["sql from ops"]),
        wm.Task("guide", effort="8h", requires=["from ana"]),
        wm.Task("list", effort="8h", requires=["from ana|ben", "sql 50%"]),
    )
    assert points(plan) == [
        ("query", "task", "ben"), ("guide", "task", "ana"), ("sql from ops", "skill", "ben"),
    ]  # fmt: skip
