"""The search: what it promises of its answers, of its effort, and of what it claims to have proved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels.bounds import lower_bound
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.search import Search
from workmodel.errors import OutOfRange


def project(count: int = 24) -> Instance:
    """A project that no simple rule solves: two crews, work of changing length, links across."""
    durations = [1 + (7 * i) % 9 for i in range(count)]
    links = [(i, j, durations[i]) for i in range(count) for j in (i + 3, i + 7 + i % 4) if j < count]
    needs = [{i % 2: 1 + (5 * i) % 4, (i + 1) % 2: (3 * i) % 3} for i in range(count)]
    return instance(durations, links, capacities=[5, 4], requirements=needs)


def test_effort_is_counted_in_schedules_generated() -> None:
    search = Search(project(), planned=400, seed=3)
    search.advance(100)
    assert search.made == 100 or search.proved
    search.advance(31)
    assert search.made == 131 or search.proved


def test_portions_make_no_difference() -> None:
    whole, parts = Search(project(), planned=600, seed=5), Search(project(), planned=600, seed=5)
    whole.advance(600)
    for portion in (2, 14, 84, 150, 150, 200):
        parts.advance(portion)
    assert (whole.made, whole.makespan, whole.starts()) == (parts.made, parts.makespan, parts.starts())


def test_equal_seeds_give_equal_answers_and_others_go_other_ways() -> None:
    def answers(seed: int) -> list[list[int]]:
        search = Search(project(), planned=300, seed=seed)
        found = []
        for _ in range(6):
            search.advance(50)
            found.append(search.starts())
        return found

    assert answers(1) == answers(1)
    assert len({str(answers(seed)) for seed in range(4)}) > 1


def test_more_effort_never_makes_it_worse() -> None:
    search = Search(project(), planned=500)
    spans = []
    for _ in range(10):
        search.advance(50)
        spans.append(search.makespan)
    assert spans == sorted(spans, reverse=True)


def test_nothing_is_done_once_the_best_is_proved() -> None:
    search = Search(instance([3, 4], [(0, 1, 3)]), planned=100)
    search.advance(50)
    assert search.proved
    made = search.made
    search.advance(50)
    assert search.made == made


def test_a_project_without_activities_is_finished_at_once() -> None:
    search = Search(instance([]), planned=10)
    search.advance(10)
    assert (search.makespan, search.starts(), search.proved) == (0, [], True)


def test_at_least_one_schedule_is_planned() -> None:
    with pytest.raises(OutOfRange):
        Search(project(), planned=0)


@given(data=st.data())
def test_every_answer_respects_links_and_capacities(data, projects, faults_of, finish_of) -> None:
    made = data.draw(projects(most=9))
    search = Search(made, planned=60, seed=data.draw(st.integers(-5, 2**70)))
    search.advance(60)
    starts = search.starts()
    assert faults_of(made, starts) == []
    assert finish_of(made, starts) <= search.makespan
    assert search.bound.makespan <= finish_of(made, starts)


@given(data=st.data())
def test_what_is_proved_is_the_best_there_is(data, projects, least_of) -> None:
    made = data.draw(projects(most=6))
    search = Search(made, planned=200)
    search.advance(200)
    search.refute()
    if search.proved and made.predecessor_lags.min(initial=0) >= 0:
        assert search.makespan == least_of(made)


@given(data=st.data())
def test_small_projects_are_solved(data, projects, least_of) -> None:
    # with links from finish to start and steady capacities some list leads to the best schedule
    made = data.draw(projects(most=5, plain=True))
    search = Search(made, planned=600)
    search.advance(600)
    assert search.makespan == least_of(made)


@given(data=st.data())
def test_no_bound_is_above_the_best_there_is(data, projects, least_of) -> None:
    made = data.draw(projects(most=5))
    best = least_of(made)
    for looks in (0, 50, 10_000):
        assert lower_bound(made).makespan <= lower_bound(made, below=best + 3, looks=looks).makespan <= best


def test_three_that_cannot_meet_take_their_time_one_after_the_other() -> None:
    made = instance([4, 4, 4], capacities=[3], requirements=[{0: 2}] * 3)
    assert lower_bound(made).makespan == 12


def test_a_time_is_refuted_where_something_fits_neither_before_nor_behind() -> None:
    # the second runs from 3 to 5 in any plan of 8, and the last needs 4 beside it
    needs: list[dict[int, int]] = [{}, {0: 1}, {}, {0: 1}]
    made = instance([3, 2, 3, 4], [(0, 1, 3), (1, 2, 2)], capacities=[1], requirements=needs)
    assert lower_bound(made, below=100).makespan == 9


def test_energy_counts_what_there_is_when() -> None:
    made = instance([4, 4], capacities=[[(0, 1), (6, 2)]], requirements=[{0: 1}] * 2)
    assert lower_bound(made).makespan == 7


def test_published_projects_are_solved_as_well_as_is_known(benchmarks, root, faults_of) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location(
        "allocation_kernels", root / "benchmarks/allocation_kernels.py"
    )
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    folder = benchmarks / "psplib"
    if not (folder / "j30.zip").exists():
        pytest.skip(f"no j30.zip in {folder}")
    for case in script.cases(folder, "j30", 120, 1):
        search = Search(case.made, planned=10_000)
        search.advance(10_000)
        assert faults_of(case.made, search.starts()) == []
        assert case.path <= search.bound.makespan <= case.best <= search.makespan <= case.best * 1.02
