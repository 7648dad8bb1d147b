"""Who works on what and when, and one person's day in order."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import ledger, persons_day, who_what_when
from workmodel.domain import Completion
from workmodel.errors import OutOfRange, UnknownId, WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def desk(*more: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("kim"),
        wm.Resource("lee"),
        wm.Routine(
            "talk", recurrence="FREQ=DAILY;BYDAY=TU,TH", at="09:30", effort="30min", split="each",
            assignments=["kim", "lee"],
        ),
        wm.Task("guide", effort="12h", assignments=["kim"]),
        *more,
    )  # fmt: skip


def test_who_works_on_what_from_when_to_when_for_how_many_hours() -> None:
    rows = who_what_when(ledger(desk(), *WEEK))
    assert [tuple(row.values()) for row in rows] == [
        ("kim", "guide", "task", datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 12), 12 * HOUR, 12 * HOUR),
        ("kim", "talk", "meeting", datetime(2026, 3, 3, 9, 30), datetime(2026, 3, 5, 10), HOUR, HOUR),
        ("lee", "talk", "meeting", datetime(2026, 3, 3, 9, 30), datetime(2026, 3, 5, 10), HOUR, HOUR),
    ]


def test_a_schedule_stands_for_the_ledger_of_its_own_days() -> None:
    plan = desk()
    rows = who_what_when(wm.schedule(plan))
    assert rows == who_what_when(ledger(plan, "2026-03-02", "2026-03-04"))
    assert who_what_when(wm.schedule(wm.Plan(start="2026-03-02"))) == []


def test_hours_held_at_any_time_run_over_the_open_time_of_their_days() -> None:
    (row,) = who_what_when(
        ledger(
            wm.Plan(start="2026-03-02").add(
                wm.Resource("kim", absences=["2026-03-02 sick"]),
                wm.Routine("mail", reservation="4h per week", assignments=["kim"]),
            ),
            *WEEK,
        )
    )
    assert (row["start"], row["finish"], row["granted"]) == (
        datetime(2026, 3, 3, 8), datetime(2026, 3, 6, 17), 4 * HOUR,
    )  # fmt: skip


def day(plan: wm.Plan, person: str = "kim") -> list[tuple[str, str]]:
    found = ledger(plan, *WEEK)
    return [(one.item, one.reason) for one in persons_day(found, person, "2026-03-03")]


def quick(name: str, **details: Any) -> wm.Task:
    return wm.Task(name, duration="2d", effort="1h", assignments=["kim"], **details)


def test_a_day_is_listed_by_time_then_priority_deadline_and_float() -> None:
    plan = desk(
        wm.Project("site", priority=700),
        quick("slack"),
        quick("due", deadline="2026-03-10"),
        quick("soon", deadline="2026-03-06"),
        quick("urgent", priority=900),
        quick("in_site", parent="site"),
        wm.Task("long", duration="6d", after=["slack"]),
    )
    assert day(plan) == [
        ("talk", "at its time"),
        ("in_site", "priority 700 of site before priority 500 of no project"),
        ("urgent", "priority 900 before priority 500"),
        ("soon", "due 2026-03-06 before due 2026-03-10"),
        ("due", "due 2026-03-10 before no deadline"),
        ("slack", "0min of float before 52h of float"),
        ("guide", "last"),
    ]


def test_what_differs_in_nothing_stands_in_the_plans_order() -> None:
    plan = wm.Plan(start="2026-03-02").add(wm.Resource("kim"), quick("b"), quick("a"))
    assert day(plan) == [("b", "in the plan's order"), ("a", "last")]


def test_a_routine_is_due_on_the_day_on_which_it_occurs() -> None:
    plan = desk(
        wm.Routine("backup", recurrence="FREQ=DAILY", effort="15min", assignments=["kim"]),
        quick("tomorrow", deadline="2026-03-04"),
    )
    assert day(plan)[1] == ("backup", "due 2026-03-03 before due 2026-03-04")


def test_what_was_done_comes_last_and_a_reserve_is_nothing_to_do() -> None:
    plan = desk(Completion(routine="talk", occurrence="2026-03-03 09:30"))
    found = persons_day(ledger(plan, *WEEK, reserve="10%"), "kim", "2026-03-03")
    assert [(one.item, one.reason) for one in found] == [("guide", "last"), ("talk", "done already")]


def test_what_is_short_says_so() -> None:
    plan = desk().evolve("guide", duration="2d", effort="20h")
    talk, guide = persons_day(ledger(plan, *WEEK), "kim", "2026-03-03")
    assert (talk.start, talk.finish, talk.amount) == (
        datetime(2026, 3, 3, 9, 30), datetime(2026, 3, 3, 10), 30,
    )  # fmt: skip
    assert (guide.start, guide.amount, guide.short) == (None, Decimal("7.5") * HOUR, Decimal("2.5") * HOUR)
    assert str(guide) == "      guide: 7h 30min (2h 30min short); last"


def test_a_day_with_nothing_to_do_is_empty() -> None:
    assert persons_day(ledger(desk(), *WEEK), "lee", "2026-03-02") == ()


def test_what_means_nothing_is_refused() -> None:
    found = ledger(desk(), *WEEK)
    with pytest.raises(OutOfRange, match="2026-03-02"):
        persons_day(found, "kim", "2026-03-09")
    with pytest.raises(UnknownId, match="kim"):
        persons_day(found, "kin", "2026-03-03")
    with pytest.raises(WrongType):
        persons_day(desk(), "kim", "2026-03-03")  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        who_what_when(desk())  # type: ignore[arg-type]
