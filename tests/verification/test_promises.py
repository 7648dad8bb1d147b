"""What the second opinion promises to notice, one hand-made wrong schedule for each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from workmodel.domain import Plan, Schedule
from workmodel.errors import WrongType
from workmodel.findings import Finding
from workmodel.scheduling import schedule
from workmodel.testing import sketch
from workmodel.verification import verify

PLAN = sketch("""
    site      project
      design  2d
      build   3d   after design FS+1d
      live    0d   after build
    fixed     1d   MSO 2026-03-04
    byhand    1d   manual 2026-03-05 08:00
    begun     2d   started 2026-03-03 08:00 progress 50%
    over      1d   started 2026-03-02 09:00 done 2026-03-03 10:00
    short     1d
    lag       1d   after short SS+4h
    tail      1d   after short FF+1d
    head      1d   after short SF+3d
""")
RIGHT = schedule(PLAN)


def at(text: str) -> int:
    return int((datetime.fromisoformat(f"2026-{text}") - datetime(1970, 1, 1)).total_seconds()) // 60


def with_row(name: str, right: Schedule = RIGHT, **values: Any) -> Schedule:
    row = right.ids.index(name)
    columns = {}
    for column, value in values.items():
        columns[column] = getattr(right.dates, column).copy()
        columns[column][row] = value
    return evolve(right, dates=evolve(right.dates, **columns))


def moved(name: str, start: str, finish: str) -> Schedule:
    ends = {"start": at(start), "finish": at(finish)}
    return with_row(name, **ends, **{f"early_{key}": value for key, value in ends.items()})


def told(wrong: Schedule, plan: Plan = PLAN) -> set[tuple[str, str]]:
    return {(finding.code, finding.subject) for finding in verify(plan, wrong)}


def test_a_right_schedule_breaks_no_promise() -> None:
    assert verify(PLAN, RIGHT) == ()


def test_a_finding_names_the_item_what_was_expected_and_what_was_found() -> None:
    found = next(
        f for f in verify(PLAN, moved("build", "03-04 08:00", "03-06 17:00")) if f.code == "verify.dependency"
    )
    assert isinstance(found, Finding)
    assert found.subject == "build"
    assert found.severity == "error"
    assert found.fact("expected") == (at("03-05 08:00"), at("03-09 17:00"))
    assert found.fact("found") == (at("03-04 08:00"), at("03-06 17:00"))
    assert 'build after "design FS+1d"' in found.message
    assert "Thu 2026-03-05 08:00" in found.message


@pytest.mark.parametrize(
    ("name", "start", "finish", "code"),
    [
        ("build", "03-04 08:00", "03-06 17:00", "verify.dependency"),  # the lag is forgotten
        ("lag", "03-02 08:00", "03-02 17:00", "verify.dependency"),
        ("tail", "03-02 08:00", "03-02 17:00", "verify.dependency"),
        ("head", "03-02 08:00", "03-02 17:00", "verify.dependency"),
        ("live", "03-09 16:00", "03-09 16:00", "verify.dependency"),
        ("short", "02-27 08:00", "02-27 17:00", "verify.plan_start"),
        ("short", "03-03 08:00", "03-03 17:00", "verify.early"),  # for no reason
        ("short", "03-02 08:00", "03-03 12:00", "verify.work"),
        ("short", "03-02 08:00", "03-02 16:00", "verify.work"),
        ("short", "03-02 07:00", "03-02 17:00", "verify.closed"),
        ("short", "03-02 08:00", "03-02 18:00", "verify.closed"),
        ("short", "03-02 17:00", "03-02 08:00", "verify.order"),
        ("live", "03-09 17:00", "03-10 17:00", "verify.milestone"),
        ("fixed", "03-05 08:00", "03-05 17:00", "verify.pinned"),
        ("byhand", "03-06 08:00", "03-06 17:00", "verify.manual"),
        ("begun", "03-02 08:00", "03-03 17:00", "verify.actual"),
        ("over", "03-02 08:00", "03-03 10:00", "verify.actual"),
    ],
)
def test_a_date_in_the_wrong_place(name: str, start: str, finish: str, code: str) -> None:
    assert (code, name) in told(moved(name, start, finish))


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("short", {"late_start": at("03-10 08:00"), "late_finish": at("03-10 17:00")}, "verify.horizon"),
        ("design", {"late_start": at("03-03 08:00"), "late_finish": at("03-04 17:00")}, "verify.late"),
        ("design", {"late_start": at("02-26 08:00"), "late_finish": at("02-27 17:00")}, "verify.late"),
        ("short", {"total_float": 0}, "verify.total_float"),
        ("short", {"free_float": 480}, "verify.free_float"),
        ("short", {"critical": True}, "verify.critical"),
        ("design", {"critical": False}, "verify.critical"),
        ("over", {"critical": True}, "verify.critical"),
        ("over", {"total_float": 480}, "verify.total_float"),
        ("short", {"duration": 481}, "verify.duration"),
        ("short", {"start": at("03-03 08:00"), "finish": at("03-03 17:00")}, "verify.placement"),
        ("begun", {"late_start": at("03-04 08:00")}, "verify.actual"),
        ("site", {"start": at("03-01 08:00")}, "verify.summary"),
        ("site", {"early_finish": at("03-11 08:00")}, "verify.summary"),
        ("site", {"late_finish": at("03-11 08:00")}, "verify.summary"),
        ("site", {"duration": 480}, "verify.summary"),
        ("site", {"total_float": 480}, "verify.summary"),
        ("site", {"critical": False}, "verify.summary"),
        ("site", {"summary": False}, "verify.summary_mark"),
        ("short", {"summary": True}, "verify.summary_mark"),
        ("short", {"start": 2**60}, "verify.range"),
    ],
)
def test_a_wrong_value_in_one_column(name: str, values: dict[str, Any], code: str) -> None:
    assert (code, name) in told(with_row(name, **values))


def test_every_item_is_there_once() -> None:
    d = RIGHT.dates
    columns = [a.name for a in d.__attrs_attrs__]

    def taken(rows: list[int]) -> Schedule:
        return evolve(
            RIGHT,
            ids=tuple(RIGHT.ids[row] for row in rows),
            dates=evolve(d, **{name: getattr(d, name)[rows] for name in columns}),
        )

    every = list(range(len(RIGHT.ids)))
    assert told(taken(every[1:])) == {("verify.item", "site")}
    assert told(taken([*every, 3])) == {("verify.item", "live")}
    assert told(taken(every[::-1])) == {("verify.item", "")}
    assert ("verify.item", "gone") in told(evolve(RIGHT, ids=("gone", *RIGHT.ids[1:])))
    assert ("verify.item", "") in told(evolve(RIGHT, ids=RIGHT.ids[1:]))


def test_a_missed_deadline_that_nobody_tells_of() -> None:
    plan = sketch("a 5d deadline 2026-03-03\nb 1d")
    right = schedule(plan)
    assert verify(plan, right) == ()
    quiet = right.with_findings([])
    assert told(quiet, plan) == {("verify.finding", "a")}
    assert {f.fact("missing") for f in verify(plan, quiet)} == {"deadline.missed", "float.negative"}
    loud = right.with_findings([*right.findings, Finding("deadline.missed", "b", "")])
    assert [f.fact("needless") for f in verify(plan, loud)] == ["deadline.missed"]


def test_findings_are_an_engine_s_promise_not_a_file_s() -> None:
    plan = sketch("a 5d deadline 2026-03-03")
    assert verify(plan, evolve(schedule(plan), findings=(), source="read")) == ()


def test_a_schedule_of_another_plan_is_held_against_this_one() -> None:
    assert ("verify.work", "short") in told(RIGHT, PLAN.evolve("short", duration="2d"))
    assert ("verify.dependency", "short") in told(RIGHT, PLAN.evolve("short", after=["design"]))
    assert ("verify.constraint", "short") in told(RIGHT, PLAN.evolve("short", constraint="SNET 2026-03-04"))
    assert ("verify.constraint", "short") in told(RIGHT, PLAN.evolve("short", constraint="FNET 2026-03-05"))
    assert ("verify.constraint", "short") in told(RIGHT, PLAN.evolve("short", constraint="FNLT 2026-03-04"))
    assert ("verify.constraint", "short") in told(RIGHT, PLAN.evolve("short", constraint="SNLT 2026-03-02"))
    assert ("verify.deadline", "short") in told(RIGHT, PLAN.evolve("short", deadline="2026-03-03"))
    assert ("verify.project_start", "design") in told(RIGHT, PLAN.evolve("site", start="2026-03-09"))
    assert ("verify.placement", "short") in told(RIGHT, PLAN.evolve("short", constraint="ALAP"))
    assert ("verify.closed", "short") in told(RIGHT, PLAN.evolve("short", calendar="night_shift"))
    assert ("verify.item", "site") not in told(RIGHT, PLAN)


def test_unfinished_work_lies_after_the_status_date_where_the_plan_says_so() -> None:
    later = PLAN.evolve(status_date="2026-03-02", uncompleted="reschedule")
    assert ("verify.status_date", "short") in told(RIGHT, later)


def test_links_of_summaries_bind_everything_in_them() -> None:
    plan = sketch("""
        permit  1d
        house   project  after permit
          deep
            walls  2d
    """)
    right = schedule(plan)
    assert verify(plan, right) == ()
    monday = {"start": at("03-02 08:00"), "finish": at("03-03 17:00")}
    wrong = with_row("walls", right, **monday, **{f"early_{key}": value for key, value in monday.items()})
    assert ("verify.dependency", "walls") in told(wrong, plan)
    late = {"late_start": at("03-03 08:00"), "late_finish": at("03-03 17:00")}
    assert ("verify.late", "permit") in told(with_row("permit", right, **late), plan)


def test_people_s_calendars_drive_and_effort_is_spent_by_all() -> None:
    plan = sketch("""
        early  calendar  mon-fri 06:00-14:00
        later  calendar  mon-fri 14:00-22:00
        ana    resource  calendar early
        ben    resource  calendar later capacity 50%
        both   effort 12h  @ana @ben
        each   effort 12h  each  @ana @ben
    """)
    right = schedule(plan)
    assert verify(plan, right) == ()
    ends = {"finish": at("03-02 23:00"), "early_finish": at("03-02 23:00")}
    assert ("verify.work", "both") in told(with_row("both", right, **ends), plan)


@pytest.mark.parametrize(
    ("who", "right_end", "wrong_end"),
    [
        ("@ana", "03-03 17:00", "03-02 17:00"),  # eight hours by one at 0.5: two days
        (
            "@ana @ben",
            "03-02 15:00",
            "03-02 14:00",
        ),  # 1 h until 10:00, 3 until 12:00, 1 by Ben, 3 until 15:00
    ],
)
def test_effort_is_spent_by_people_of_some_efficiency(who: str, right_end: str, wrong_end: str) -> None:
    plan = sketch(f"""
        later  calendar  mon-fri 10:00-18:00
        ana    resource  efficiency 0.5
        ben    resource  calendar later
        work   effort 8h  {who}
    """)
    right = schedule(plan)
    assert verify(plan, right) == ()
    assert right["work"].finish.strftime("%m-%d %H:%M") == right_end
    ends = {"finish": at(wrong_end), "early_finish": at(wrong_end)}
    assert ("verify.work", "work") in told(with_row("work", right, **ends), plan)


def test_what_cannot_be_verified_is_refused() -> None:
    with pytest.raises(WrongType):
        verify(PLAN, PLAN)  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        verify(RIGHT, RIGHT)  # type: ignore[arg-type]
