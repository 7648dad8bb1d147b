"""Executors that are none of the standard library's: run by `test_other_executors`, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any

import pytest

from workmodel.allocation import allocate
from workmodel.domain import Plan, Resource, Task
from workmodel.errors import OutOfRange
from workmodel.scheduling import parts, schedule


@pytest.fixture(scope="module", params=["loky", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Two workers, each a process of its own."""
    if request.param == "loky":
        loky = pytest.importorskip("loky", reason="needs loky")
        with loky.ProcessPoolExecutor(2) as pool:
            yield pool
        return
    distributed = pytest.importorskip("distributed", reason="needs dask")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


def work() -> Plan:
    """Chains of tasks, of which some share people."""
    people = [Resource("ana"), Resource("ben", capacity="0.8")]
    return Plan(start="2026-03-02").add(
        people,
        (
            Task(
                f"t{i}",
                duration=f"{1 + i % 4}d",
                after=[f"t{i - 1} SS+1d" if i % 3 else f"t{i - 1}"] if i % 5 else [],
                assignments=["ana 60%"] if i % 2 else ["ben 50%"],
            )
            for i in range(30)
        ),
    )


def test_a_schedule_is_the_same_in_every_field(executor, monkeypatch):
    monkeypatch.setattr(parts, "_WORTH_SPREADING", 1)
    plan = work()
    one, other = schedule(plan), schedule(plan, executor=executor)
    assert other == one
    for name in ("es", "ef", "ls", "lf", "span", "driver", "start_bound", "finish_bound", "total", "free"):
        assert getattr(other.extra, name).tolist() == getattr(one.extra, name).tolist()
    assert [str(other.explain(name)) for name in other] == [str(one.explain(name)) for name in one]


def test_an_allocation_is_the_same_as_on_one_thread_each(executor):
    from concurrent.futures import ThreadPoolExecutor

    plan = work()
    with ThreadPoolExecutor(1) as threads:
        assert allocate(plan, iterations=120, executor=executor) == allocate(
            plan, iterations=120, executor=threads
        )


def test_plans_schedules_and_allocations_travel_there_and_back(executor):
    plan = work()
    assert executor.submit(same, plan).result() == plan
    assert executor.submit(schedule, plan).result() == schedule(plan)
    assert executor.submit(allocate, plan, iterations=1).result() == allocate(plan, iterations=1)


def same(value: Any) -> Any:
    """What was handed over."""
    return value


def test_one_that_is_closed_is_named(monkeypatch):
    loky = pytest.importorskip("loky", reason="needs loky")
    monkeypatch.setattr(parts, "_WORTH_SPREADING", 1)
    closed = loky.ProcessPoolExecutor(2)
    closed.shutdown()
    with pytest.raises(OutOfRange, match=r"an executor.*takes no work.*still open"):
        schedule(work(), executor=closed)
    with pytest.raises(OutOfRange, match=r"an executor.*takes no work.*still open"):
        allocate(work(), iterations=120, executor=closed)


def test_an_error_travels_as_what_it_is(executor):
    with pytest.raises(OutOfRange) as caught:
        executor.submit(failing).result()
    assert str(caught.value) == str(OutOfRange("a day", 32, "from 1 to 31"))


def failing() -> None:
    raise OutOfRange("a day", 32, "from 1 to 31")
