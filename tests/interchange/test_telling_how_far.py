"""How far it is: told while very much is added to a plan, written or read; whoever is told may stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from workmodel.domain import Plan, Property, Task
from workmodel.errors import Stopped, UnknownId, WrongType
from workmodel.interchange import document, msproject, reading, tables

MANY = 6000
TASKS = [Task(f"t{i}") for i in range(MANY)]
WHOLE = Plan(start="2026-03-02").add(TASKS)


@cache
def content(dumps: Callable[[Plan], Any]) -> Any:
    """Those tasks as a file holds them."""
    return dumps(WHOLE)


def added(**more: Any) -> Plan:
    """A plan to which many tasks are added."""
    return Plan(start="2026-03-02").add(TASKS, **more)


def written(**more: Any) -> str:
    """Their document."""
    return document.dumps(WHOLE, **more)


def read(**more: Any) -> Plan:
    """The plan in their document."""
    return document.loads(content(document.dumps), **more)


def tabled(**more: Any) -> str:
    """Their table."""
    return tables.dumps(WHOLE, **more)


def read_as_a_table(**more: Any) -> Plan:
    """The plan in their table."""
    return tables.loads(content(tables.dumps), **more).plan


def for_microsoft_project(**more: Any) -> bytes:
    """Their file for Microsoft Project."""
    return msproject.dumps(WHOLE, **more)


def read_from_microsoft_project(**more: Any) -> Plan:
    """The plan in that file."""
    return msproject.loads(content(msproject.dumps), **more).plan


def read_as_whatever_it_is(**more: Any) -> Plan:
    """The plan in content that says itself what it is."""
    return reading.read(content(tables.dumps), **more).plan


LONG = pytest.mark.parametrize(
    "run",
    [
        added,
        written,
        read,
        tabled,
        read_as_a_table,
        for_microsoft_project,
        read_from_microsoft_project,
        read_as_whatever_it_is,
    ],
)
Run = Callable[..., Any]


@LONG
def test_it_is_told_now_and_then_and_at_the_end(run: Run):
    heard: list[tuple[int, int]] = []
    assert run(on_progress=lambda done, most: heard.append((done, most))) == run()
    assert heard == [(5000, MANY), (MANY, MANY)]


@LONG
def test_whoever_is_told_may_stop_it(run: Run):
    with pytest.raises(
        Stopped, match=r"stopped at 5,000 of 6,000, because on_progress returned False"
    ) as told:
        run(on_progress=lambda done, most: False)
    assert (told.value.done, told.value.most) == (5000, MANY)
    assert run(on_progress=lambda done, most: done < most) == run()


@LONG
def test_an_error_of_whoever_is_told_comes_out_as_it_is(run: Run):
    def fails(done: int, most: int) -> None:
        raise UnknownId("x", "")

    with pytest.raises(UnknownId):
        run(on_progress=fails)


@LONG
@pytest.mark.parametrize("wrong", ["often", 7, lambda: None, lambda one: None, lambda one, two, three: None])
def test_whoever_is_told_takes_two_numbers(run: Run, wrong: Any):
    with pytest.raises(WrongType, match=r"what is called with progress.*a function of two numbers"):
        run(on_progress=wrong)


def test_what_was_stopped_can_be_done_again():
    plan = Plan(start="2026-03-02").add(Task("a"))
    for _ in range(2):
        with pytest.raises(Stopped):
            plan.add(TASKS, on_progress=lambda done, most: False)
    assert len(plan) == 1
    assert plan.add(TASKS) == plan.add(TASKS, on_progress=lambda done, most: None)


def test_what_needs_a_closer_look_is_told_at_the_end():
    heard: list[tuple[int, int]] = []
    plan = Plan().add(
        Property("risk", type="int"),
        Task("a", properties={"risk": 3}),
        on_progress=lambda *n: heard.append(n),
    )
    assert heard[-1] == (len(plan), 2)


def test_files_are_told_of_as_well(tmp_path):
    heard: list[int] = []
    document.dump(WHOLE, tmp_path / "plan.json", on_progress=lambda done, _: heard.append(done))
    document.load(tmp_path / "plan.json", on_progress=lambda done, _: heard.append(done))
    assert heard == [5000, MANY] * 2
