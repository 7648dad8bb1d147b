"""The exact solver: what it promises of its answers, its bounds and its effort."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels import cpsat
from workmodel.allocation.kernels.exact import solved
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.modelling import unit_of
from workmodel.allocation.kernels.passes import generated
from workmodel.errors import MissingExtra, OutOfRange

pytestmark = pytest.mark.skipif(not cpsat.available(), reason="OR-Tools is not installed")


def project(count: int = 30) -> Instance:
    """A project that takes more than a moment: three crews, work of changing length, links across."""
    durations = [1 + (7 * i) % 9 for i in range(count)]
    links = [(i, j, durations[i]) for i in range(count) for j in (i + 6, i + 11 + i % 4) if j < count]
    needs = [{i % 3: 2 + (5 * i) % 4, (i + 1) % 3: (3 * i) % 5} for i in range(count)]
    return instance(durations, links, capacities=[7, 6, 6], requirements=needs)


@given(data=st.data())
def test_the_shortest_schedule_is_found_and_proved(data, projects, faults_of, finish_of, least_of) -> None:
    made = data.draw(projects(most=5))
    found = solved(made, seed=data.draw(st.integers(-5, 2**70)))
    assert faults_of(made, found.starts) == []
    assert finish_of(made, found.starts) == found.makespan == found.bound
    assert found.proved
    # a schedule that starts something before what it waits for may escape every list
    assert found.makespan <= least_of(made)
    if made.predecessor_lags.min(initial=0) >= 0:
        assert found.makespan == least_of(made)


@given(data=st.data())
def test_little_effort_gives_a_schedule_and_a_bound_all_the_same(
    data, projects, faults_of, finish_of
) -> None:
    made = data.draw(projects(most=9))
    known = generated(made)
    found = solved(made, starts=known, effort=1e-9)
    assert faults_of(made, found.starts) == []
    assert found.bound <= found.makespan == finish_of(made, found.starts) <= finish_of(made, known)


def test_work_waits_for_a_capacity_that_comes_later() -> None:
    made = instance([2, 2, 3], capacities=[[(0, 0), (5, 1), (6, 0), (8, 2)]], requirements=[{0: 1}] * 3)
    found = solved(made)
    assert (found.makespan, found.proved) == (12, True)


def test_equal_seeds_and_efforts_give_equal_answers() -> None:
    answers = [solved(project(), effort=0.05, seed=7) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


def test_several_workers_prove_the_same_makespan(faults_of) -> None:
    one, two = (solved(project(), effort=5, workers=workers) for workers in (1, 2))
    assert (one.proved, two.proved) == (True, True)
    assert one.makespan == two.makespan
    assert faults_of(project(), two.starts) == []


def test_an_answer_is_never_longer_than_what_was_known() -> None:
    first = solved(project(), effort=0.5)
    again = solved(project(), starts=first.starts, bound=first.bound, effort=0.01)
    assert again.bound >= first.bound
    assert again.makespan <= first.makespan


def test_nothing_is_looked_for_once_the_bound_is_reached() -> None:
    found = solved(instance([3, 4], [(0, 1, 3)]), bound=7)
    assert (found.makespan, found.proved, found.effort) == (7, True, 0.0)


def test_a_project_without_activities_is_finished_at_once() -> None:
    found = solved(instance([]))
    assert (found.starts, found.makespan, found.proved) == ([], 0, True)


def test_hours_in_minutes_are_no_larger_than_hours() -> None:
    assert unit_of(instance([120, 60, 0], [(0, 1, 180), (1, 2, -60)], capacities=[[(0, 1), (600, 2)]])) == 60
    hours, minutes = (
        instance([3 * u, 2 * u, 2 * u], capacities=[2], requirements=[{0: 1}, {0: 1}, {0: 2}])
        for u in (1, 60)
    )
    assert [60 * start for start in solved(hours).starts] == solved(minutes).starts


def test_of_what_no_64_bits_can_hold_only_what_was_known_is_told() -> None:
    most = 2**40
    made = instance([most, most - 1, 1], capacities=[most], requirements=[{0: most}] * 3)
    found = solved(made)
    assert (found.makespan, found.bound, found.effort) == (2 * most, 0, 0.0)


def test_whoever_asks_for_an_end_gets_what_is_known_so_far(faults_of) -> None:
    found = solved(project(60), effort=10_000, stop=lambda: True)
    assert faults_of(project(60), found.starts) == []


def test_an_interrupt_ends_the_search() -> None:
    def interrupting() -> Iterator[bool]:
        yield False
        raise KeyboardInterrupt

    asked = interrupting()
    with pytest.raises(KeyboardInterrupt):
        solved(project(60), effort=10_000, stop=lambda: next(asked))


def test_seconds_end_it_as_well(faults_of) -> None:
    found = solved(project(60), effort=10_000, seconds=0)
    assert faults_of(project(60), found.starts) == []


@pytest.mark.parametrize("effort", [0, -1, float("nan")])
def test_some_effort_is_needed(effort: float) -> None:
    with pytest.raises(OutOfRange):
        solved(project(), effort=effort)


def test_there_is_one_start_an_activity() -> None:
    with pytest.raises(OutOfRange):
        solved(instance([1, 1]), starts=[0])


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    assert not cpsat.available()
    with pytest.raises(MissingExtra) as raised:
        solved(instance([1]))
    assert raised.value.extra == "cpsat"
