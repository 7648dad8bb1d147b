"""A plan dated on several workers is the plan dated in one go."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.domain import Calendar, Milestone, Plan, Project, Resource, Schedule, Task
from workmodel.errors import (
    DependencyCycle,
    NoPlanDate,
    NoWorkingTime,
    OutOfRange,
    PlanTooLong,
    Stopped,
    WrongType,
)
from workmodel.scheduling import compiled, parts, schedule
from workmodel.scheduling.layout import LEAF, NODE_FIELDS
from workmodel.scheduling.problem import problem_of
from workmodel.testing.strategies import CLAIMING, FEATURES, plans

HOUSES = 40


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    """Three threads."""
    with ThreadPoolExecutor(3) as pool:
        yield pool


@pytest.fixture
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small plans are spread as well."""
    monkeypatch.setattr(parts, "_WORTH_SPREADING", 1)


def houses(count: int = HOUSES, tasks: int = 6) -> Plan:
    """Houses that are built side by side: links and lags of all kinds, summaries, late work, a deadline, people."""
    plan = Plan(start="2026-03-02", late_horizon="plan")
    items: list[Any] = [Resource("ana"), Resource("ben", calendar="24_hours")]
    for n in range(count):
        items.append(
            Project(
                f"h{n}", start="2026-04-01" if n % 7 == 3 else None, deadline="2026-03-20" if n % 5 else None
            )
        )
        for i in range(tasks):
            link = ("FS", "SS+1d", "FF+25%", "SF-2h", "FS+1ed")[(n + i) % 5]
            items.append(
                Task(
                    f"h{n}-{i}",
                    parent=f"h{n}",
                    duration=f"{1 + (n * 7 + i) % 5}d",
                    after=[f"h{n}-{i - 1} {link}"] if i else [],
                    assignments=["ben"] if (n + i) % 4 == 0 else [],
                    constraint="ALAP" if (n + i) % 11 == 5 else None,
                )
            )
        items.append(Milestone(f"m{n}", after=[f"h{n}"]))
    return plan.add(items)


READ = (
    "es",
    "ef",
    "ls",
    "lf",
    "span",
    "driver",
    "start_bound",
    "finish_bound",
    "seen",
    "total",
    "free",
    "base",
    "placed",
)
"""What anything outside the kernels reads of what the passes found; shorter ways leave out the rest."""


def all_of(found: Schedule) -> dict[str, Any]:
    """Everything that a schedule says."""
    solved = found.extra
    leaf = problem_of(found.plan).network.part == LEAF
    fields = {name: getattr(solved, name)[leaf].tolist() for name in READ}
    fields |= {
        f"{name} of summaries": getattr(solved, name)[~leaf].tolist() for name in ("es", "ef", "lf", "seen")
    }
    dates = {
        name: getattr(found.dates, name).tolist()
        for name in ("start", "finish", "free_float", "critical", "summary")
    }
    return {
        **fields,
        **dates,
        "findings": found.findings,
        "path": found.critical_path,
        "why": [str(found.explain(name)) for name in found],
        "settled": (solved.settled, dict(solved.awaited)),
    }


def told_or_refused(plan: Plan, executor: Executor | None) -> Any:
    """Everything that a schedule says, or why there is none."""
    try:
        return all_of(schedule(plan, executor=executor))
    except (PlanTooLong, NoWorkingTime, NoPlanDate) as error:
        return type(error), str(error)


# -- the same answer --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("any_size")
def test_parts_apart_are_dated_as_in_one_go(threads):
    plan = houses()
    assert all_of(schedule(plan, executor=threads)) == all_of(schedule(plan))
    backward = plan.evolve(finish="2027-03-02", direction="backward")
    assert all_of(schedule(backward, executor=threads)) == all_of(schedule(backward))


@pytest.mark.usefixtures("any_size")
def test_plain_plans_are_dated_as_in_one_go(threads):
    plan = Plan(start="2026-03-02").add(
        Task(f"t{i}", duration=f"{i % 4}d", after=[f"t{i - 1} FS+{i % 3}d"] if i % 9 else [])
        for i in range(500)
    )
    assert all_of(schedule(plan, executor=threads)) == all_of(schedule(plan))


@pytest.mark.usefixtures("any_size")
def test_compiled_kernels_and_kernels_as_they_stand_agree_apart(threads, monkeypatch):
    plan = houses()
    expected = all_of(schedule(plan))
    engine = compiled.compiled()
    if engine is None:
        pytest.skip("needs numba")
    monkeypatch.setattr(parts, "kernels", lambda _: engine)
    assert all_of(schedule(plan, executor=threads)) == expected


@given(
    st.lists(plans(features=(FEATURES | CLAIMING) - {"zones", "elsewhere"}, items=5), min_size=2, max_size=3)
)
@settings(max_examples=40)
def test_any_plan_in_parts_is_dated_as_in_one_go(several):
    plan = several[0]
    for number, other in enumerate(several[1:]):
        rest = other.add()
        for entity in list(rest):
            rest = (
                rest.rename(entity.id, f"{entity.id}-{number}")
                if entity.kind != "completion"
                else rest.remove(entity.id)
            )
        plan = plan.add(list(rest))
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(parts, "_WORTH_SPREADING", 1)
        assert told_or_refused(plan, pool) == told_or_refused(plan, None)


def test_work_is_handed_over_in_a_few_portions_and_only_where_it_pays():
    class Counting(ThreadPoolExecutor):
        given = 0

        def submit(self, *job: Any, **more: Any) -> Any:
            Counting.given += 1
            return super().submit(*job, **more)

    with Counting(2) as pool:
        schedule(houses(), executor=pool)
        assert Counting.given == 0
        large = Plan(start="2026-03-02").add(
            Task(f"t{i}", duration="1h", after=[f"t{i - 1}"] if i % 100 else []) for i in range(30_000)
        )
        assert schedule(large, executor=pool) == schedule(large)
        assert 4 <= Counting.given <= 6
        Counting.given = 0
        chain = large.replace(
            *(Task(f"t{i}", duration="1h", after=[f"t{i - 1}"]) for i in range(100, 30_000, 100))
        )
        schedule(chain, executor=pool)
        assert Counting.given == 0


@pytest.mark.usefixtures("any_size")
def test_processes_date_it_as_well():
    plan = houses(12)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert all_of(schedule(plan, executor=pool)) == all_of(schedule(plan))


def test_what_a_process_gets_is_a_few_bytes_a_task():
    fill = problem_of(houses(200)).columns
    rows = parts._Rows(np.stack([fill[name] for name in NODE_FIELDS], axis=1))
    assert 5 * len(pickle.dumps(rows, 5)) < rows.rows.nbytes
    assert (pickle.loads(pickle.dumps(rows, 5)).rows == rows.rows).all()


# -- the same errors --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (DependencyCycle, [Task("a", after=["b"]), Task("b", after=["a"])]),
        (NoWorkingTime, [Calendar("never", week=""), Task("a", calendar="never")]),
        (PlanTooLong, [Task("a", duration="90000d"), Task("b", after=["a"])]),
        (
            PlanTooLong,
            [Task("a", duration="5d", constraint="SNET 2226-01-01"), Task("b", constraint="SNET 2001-01-01")],
        ),
    ],
)
def test_what_cannot_be_dated_is_told_as_in_one_go(threads, error, wrong):
    plan = houses(5).add(wrong)
    with pytest.raises(error) as one:
        schedule(plan)
    with pytest.raises(error) as other:
        schedule(plan, executor=threads)
    assert (str(one.value), one.value.args) == (str(other.value), other.value.args)


@pytest.mark.usefixtures("any_size")
def test_an_executor_that_takes_no_more_work_is_named():
    closed = ThreadPoolExecutor(2)
    closed.shutdown()
    with pytest.raises(OutOfRange, match=r"an executor.*takes no work.*still open"):
        schedule(houses(5), executor=closed)
    with pytest.raises(WrongType, match="an executor"):
        schedule(houses(5), executor=4)  # type: ignore[arg-type]


def gone(*_: Any) -> None:
    """End the process that is asked for something."""
    os._exit(1)


@pytest.mark.usefixtures("any_size")
def test_an_executor_whose_workers_are_gone_is_named(monkeypatch):
    monkeypatch.setattr(parts, "_pass", gone)
    with (
        ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool,
        pytest.raises(OutOfRange, match=r"an executor.*takes no work"),
    ):
        schedule(houses(5), executor=pool)


# -- progress ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan", [houses(5), Plan(start="2026-03-02").add(Task("a")), Plan(start="2026-03-02")]
)
def test_it_is_told_between_passes_how_far_it_is(plan):
    heard: list[tuple[int, int]] = []
    found = schedule(plan, on_progress=lambda done, most: heard.append((done, most)))
    assert found == schedule(plan)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert all(done < most for done, most in heard[:-1])
    assert heard[-1][0] == heard[-1][1] >= 2
    assert len(heard) >= 3


def test_longer_stretches_are_told_of_as_well():
    far = Plan(start="2026-03-02").add(
        Task("a", duration="20000d"), Task("b", duration="1d", after=["a SS-1d"])
    )
    few: list[int] = []
    many: list[int] = []
    near = Plan(start="2026-03-02").add(Task("a"), Task("b", after=["a SS-1d"]))
    schedule(near, on_progress=lambda done, _: few.append(done))
    schedule(far, on_progress=lambda done, _: many.append(done))
    assert len(many) > len(few)


def test_a_schedule_that_is_stopped_leaves_nothing_half_done(threads):
    plan = houses(5)
    for last in range(1, 5):
        with pytest.raises(Stopped) as told:
            schedule(plan, on_progress=lambda done, _, last=last: done < last)
        assert (told.value.done, told.value.what) == (last, "scheduling the plan")

        def fails(done: int, _: int, last: int = last) -> None:
            if done == last:
                raise KeyError(done)

        with pytest.raises(KeyError):
            schedule(plan, on_progress=fails)
        assert all_of(schedule(plan)) == all_of(schedule(houses(5)))


def test_at_the_end_there_is_nothing_left_to_stop():
    plan = Plan(start="2026-03-02").add(Task("a"))
    assert schedule(plan, on_progress=lambda done, most: done < most) == schedule(plan)


@pytest.mark.parametrize("wrong", ["often", lambda: None, lambda done: None, 3])
def test_whoever_is_told_takes_two_numbers(wrong):
    with pytest.raises(WrongType, match="a function of two numbers"):
        schedule(Plan(start="2026-03-02").add(Task("a")), on_progress=wrong)
