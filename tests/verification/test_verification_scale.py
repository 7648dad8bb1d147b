"""The second opinion costs the items, the links and what each item inherits of them, not what lies behind each link."""

from __future__ import annotations

from time import process_time

import pytest
from attrs import evolve

from workmodel.domain import Plan, Project, Schedule, Task
from workmodel.scheduling import schedule
from workmodel.verification import verify

SOON = 8.0  # generous: it is about ways that multiply; what each test does takes about a second


def nested(levels: int) -> Plan:
    """A project in a project in a project, and one task in the innermost."""
    return Plan(start="2026-03-02 08:00").add(
        *(Project(f"p{i}", parent=f"p{i - 1}" if i else None) for i in range(levels)),
        Task("a", parent=f"p{levels - 1}", duration="1d"),
    )


def linked(projects: int, tasks: int, **settings: str) -> Plan:
    """Projects of many tasks, each after the five before it."""
    plan = Plan(start="2026-03-02 08:00", **settings)
    for i in range(projects):
        plan = plan.add(
            Project(f"p{i}", after=[f"p{i - k}" for k in range(1, 6) if i >= k]),
            *(Task(f"p{i}t{j}", parent=f"p{i}", duration=f"{j % 7 + 1}h") for j in range(tasks)),
        )
    return plan


def spoilt(found: Schedule, name: str, column: str) -> Schedule:
    """The schedule with one value a minute off."""
    values = getattr(found.dates, column).copy()
    values[found.ids.index(name)] += 1
    return evolve(found, dates=evolve(found.dates, **{column: values}))


@pytest.mark.parametrize("plan", [nested(8_000), linked(40, 200)], ids=["nested projects", "linked projects"])
def test_many_summaries_are_verified_as_fast_as_many_tasks(plan: Plan) -> None:
    """8,000 in each other; 40 of 200 tasks each, where each task waits for the thousand in the five before."""
    found = schedule(plan)
    began = process_time()
    assert verify(plan, found) == ()
    assert process_time() - began < SOON


def test_many_that_are_too_late_before_many_are_verified_as_fast() -> None:
    """Negative float is told at its source, which is the last of them; those before it are not."""
    plan = linked(40, 200).add(Task("end", duration="1h", after=["p39"], deadline="2026-03-03"))
    found = schedule(plan)
    began = process_time()
    assert verify(plan, found) == ()
    assert process_time() - began < SOON


def test_what_is_placed_late_between_many_is_verified_as_fast() -> None:
    """Then everything is asked for twice: as it is, and as it would be if nothing were placed late."""
    plan = linked(40, 200).add(Task("late", duration="1h", constraint="ALAP", after=["p3"]))
    found = schedule(plan)
    began = process_time()
    assert verify(plan, found) == ()
    assert process_time() - began < SOON


@pytest.mark.parametrize(
    ("name", "column", "promise"),
    [
        ("p2t3", "early_finish", "verify.early"),
        ("p2t3", "late_finish", "verify.late"),
        ("p2t3", "total_float", "verify.total_float"),
        ("p2t3", "free_float", "verify.free_float"),
        ("p2", "early_start", "verify.summary"),
        ("p2", "late_finish", "verify.summary"),
        ("p2", "total_float", "verify.summary"),
    ],
)
def test_what_was_found_once_of_a_summary_still_shows_what_is_wrong(
    name: str, column: str, promise: str
) -> None:
    """One value of one item a minute off."""
    plan = linked(4, 7)
    codes = {(f.code, f.subject) for f in verify(plan, spoilt(schedule(plan), name, column))}
    assert (promise, name) in codes
