"""Everything together: search, refutation, exact solving and neighbourhoods within one budget."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels import cpsat
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.kernels.solving import Solution, solve
from workmodel.errors import OutOfRange

needs_solver = pytest.mark.skipif(not cpsat.available(), reason="OR-Tools is not installed")


def project(count: int = 30, crew: int = 7) -> Instance:
    """A project that bounds alone do not close: three crews, work of changing length, links across."""
    durations = [1 + (7 * i) % 9 for i in range(count)]
    links = [(i, j, durations[i]) for i in range(count) for j in (i + 6, i + 11 + i % 4) if j < count]
    needs = [{i % 3: 2 + (5 * i) % 4, (i + 1) % 3: (3 * i) % 5} for i in range(count)]
    return instance(durations, links, capacities=[crew, 6, 6], requirements=needs)


def falling(seconds: float, step: float) -> Callable[[], float]:
    """A clock that moves whenever somebody looks."""
    left = [seconds + step]

    def look() -> float:
        left[0] -= step
        return left[0]

    return look


@given(data=st.data())
def test_every_answer_respects_links_and_capacities(data, projects, faults_of, finish_of, least_of) -> None:
    made = data.draw(projects(most=6))
    found = solve(
        made, schedules=40, effort=data.draw(st.sampled_from([0, 0.01])), exact=data.draw(st.booleans())
    )
    assert faults_of(made, found.starts) == []
    assert found.bound.makespan <= finish_of(made, found.starts) == found.makespan
    if found.proved:
        assert found.makespan <= least_of(made)


@needs_solver
def test_what_search_and_refutation_leave_open_the_exact_solver_closes() -> None:
    alone = solve(project(), schedules=2_000, exact=False)
    found = solve(project(), schedules=2_000)
    assert (alone.proved, alone.lacking) == (False, "")
    assert (found.proved, found.bound.reason) == (True, "exact")
    assert alone.bound.makespan <= found.makespan <= alone.makespan


@needs_solver
def test_what_is_too_large_to_be_closed_goes_on_in_neighbourhoods(faults_of) -> None:
    found = solve(project(100, crew=9), schedules=600, effort=0.1)
    assert found.steps == ("search", "refutation", "exact", "neighbourhoods")
    assert faults_of(project(100, crew=9), found.starts) == []


@needs_solver
def test_equal_seeds_and_budgets_give_equal_answers() -> None:
    first, second = (solve(project(100), schedules=600, effort=0.1, seed=4) for _ in range(2))
    assert first == second


def test_easy_projects_are_done_before_anything_heavy_begins() -> None:
    found = solve(instance([3, 4], [(0, 1, 3)]))
    assert (found.makespan, found.proved, found.steps) == (7, True, ("search",))


def test_a_project_without_activities_is_finished_at_once() -> None:
    assert solve(instance([])).proved


def test_without_the_library_the_search_goes_on_alone_and_the_answer_says_so(
    monkeypatch: pytest.MonkeyPatch, faults_of
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    found = solve(project(), schedules=2_000)
    search = Search(project(), planned=2_000)
    search.advance(2_000)
    assert (found.lacking, found.steps, found.effort) == ("cpsat", ("search", "refutation"), 0.0)
    assert found.makespan <= search.makespan
    assert faults_of(project(), found.starts) == []
    assert solve(project(), schedules=100, exact=False).lacking == ""
    assert solve(instance([3])).lacking == ""  # nobody missed it


def test_what_is_known_is_told_between_portions_and_never_becomes_worse() -> None:
    told: list[Solution] = []
    last = solve(project(), schedules=4_000, exact=False, on_portion=told.append)
    spans = [one.makespan for one in told]
    assert len(told) > 5
    assert spans == sorted(spans, reverse=True)
    assert [one.made for one in told] == sorted(one.made for one in told)
    assert last.makespan <= spans[-1]


def test_whoever_has_enough_gets_what_is_known(faults_of) -> None:
    found = solve(project(), schedules=10**9, effort=1e6, on_portion=lambda known: known.made < 50)
    assert found.made == 100
    assert faults_of(project(), found.starts) == []


@needs_solver
def test_whoever_has_enough_is_heard_while_the_exact_solver_works() -> None:
    hard = project(60)
    found = solve(hard, schedules=2_000, effort=1e6, on_portion=lambda known: "exact" not in known.steps)
    assert not found.proved


def test_seconds_end_it_too(faults_of) -> None:
    found = solve(project(60), schedules=10**6, effort=1e6, seconds_left=falling(1.0, 0.05))
    assert faults_of(project(60), found.starts) == []


def test_a_budget_is_something() -> None:
    with pytest.raises(OutOfRange):
        solve(project(), schedules=0)
    with pytest.raises(OutOfRange):
        solve(project(), effort=-1)
