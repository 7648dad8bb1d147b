"""Nothing is handed out that a second opinion does not believe."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

import workmodel as wm
from workmodel.allocation import allocate
from workmodel.domain import Resource, Routine, Task
from workmodel.errors import BrokenPromise
from workmodel.findings import Finding

PLAN = wm.Plan(start="2026-03-02").add(
    Resource("ben"),
    Task("deploy", duration="3d", assignments=["ben"], priority=800),
    Task("build", duration="2d", assignments=["ben"]),
)


def test_an_allocation_that_is_not_believed_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = importlib.import_module("workmodel.allocation.allocate")
    doubt = Finding("verify.capacity", "ben", "ben is held by too much", {}, "error")
    monkeypatch.setattr(module, "doubts", lambda plan, found, logic: iter((doubt,)))
    with pytest.raises(BrokenPromise) as caught:
        allocate(PLAN)
    assert caught.value.findings == (str(doubt),)
    # dates by logic that are doubted are not levelling's to mend
    monkeypatch.setattr(module, "verify", lambda plan, dates: (doubt,))
    assert wm.verify(PLAN, allocate(PLAN)) == ()


def test_every_fault_is_counted_and_some_are_told() -> None:
    told = str(BrokenPromise("an allocation", tuple("abcde")))
    assert "this allocation" in told
    assert "a; b; c; and 2 more" in told


def test_what_is_complete_without_dates_does_not_push_the_bound_beyond_the_finish() -> None:
    plan = wm.Plan(start="2026-03-02").add(
        Task("late", duration="1w", constraint="ALAP"),
        Task("long", duration="3w"),
        Task("done", duration="1d", after=["late"], progress="100%"),
    )
    found = allocate(plan)
    assert found.bound is not None
    assert found.finish is not None
    assert found.bound <= found.finish


def test_a_summary_in_a_summary_begins_with_what_is_in_it_and_not_when_it_could() -> None:
    plan = wm.Plan(start="2026-03-02").add(
        Resource("ben"),
        Task("first", duration="5d"),
        wm.Project("outer"),
        wm.Project("inner", parent="outer", start="2026-03-03"),
        Task("in", parent="inner", duration="1d", after=["first"]),
        Task("other", duration="3d", assignments=["ben"], priority=900),
        Task("with", duration="1d", assignments=["ben"], after=["outer SS"]),
    )
    found = allocate(plan)
    assert not found.delays
    assert found.schedule["with"].start == found.schedule["in"].start


def test_whoever_has_no_hours_left_from_some_day_on_is_missed_from_then_on() -> None:
    full = Routine(
        "all", reservation="100%", assignments=["ben"], valid_from="2026-03-03", valid_to="2026-12-31"
    )
    half = wm.Plan(start="2026-03-02").add(
        Resource("ana"), Resource("ben"), full, Task("work", duration="5d", assignments=["ana", "ben"])
    )
    # a day together, then one of two, for the other four
    found = allocate(half)
    assert found.schedule["work"].finish.day == 12
