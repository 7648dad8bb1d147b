"""Large neighbourhoods: a schedule made anew part by part stays one, and never becomes longer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels import cpsat
from workmodel.allocation.kernels.chance import sown
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.neighbourhoods import Neighbourhoods
from workmodel.allocation.kernels.parts import Parts
from workmodel.allocation.kernels.passes import generated
from workmodel.errors import OutOfRange

pytestmark = pytest.mark.skipif(not cpsat.available(), reason="OR-Tools is not installed")


def project(count: int = 60) -> Instance:
    """A project in which a rule leaves much to gain."""
    durations = [1 + (7 * i) % 9 for i in range(count)]
    links = [(i, j, durations[i]) for i in range(count) for j in (i + 6, i + 11 + i % 4) if j < count]
    needs = [{i % 3: 2 + (5 * i) % 4, (i + 1) % 3: (3 * i) % 5} for i in range(count)]
    return instance(durations, links, capacities=[7, 6, 6], requirements=needs)


@given(data=st.data())
def test_every_answer_respects_links_and_capacities(data, projects, faults_of, finish_of) -> None:
    made = data.draw(projects(most=9))
    known = generated(made, data.draw(st.permutations(range(len(made)))))
    search = Neighbourhoods(made, known, seed=data.draw(st.integers(-5, 2**70)))
    search.advance(0.001)
    assert faults_of(made, search.starts()) == []
    assert finish_of(made, search.starts()) == search.makespan <= finish_of(made, known)


@given(data=st.data())
def test_where_everything_is_in_the_neighbourhood_its_best_is_the_best(data, projects, least_of) -> None:
    made = data.draw(projects(most=5, plain=True))
    search = Neighbourhoods(made, generated(made))
    search.advance(1.0)
    assert search.proved
    assert search.makespan == least_of(made)


def test_parts_made_anew_shorten_the_whole(faults_of) -> None:
    known = generated(project(), "shortest")
    search = Neighbourhoods(project(), known)
    before = search.makespan
    search.advance(0.5)
    assert search.makespan < before
    assert faults_of(project(), search.starts()) == []


def test_equal_seeds_and_efforts_give_equal_answers() -> None:
    def answer(seed: int) -> tuple[list[int], float]:
        search = Neighbourhoods(project(), generated(project(), "shortest"), seed=seed)
        search.advance(0.1)
        return search.starts(), search.effort

    assert answer(3) == answer(3)


def test_what_is_not_made_anew_keeps_its_order() -> None:
    made = instance([2, 2, 2, 2], capacities=[1, 1], requirements=[{0: 1}, {0: 1}, {0: 1}, {1: 1}])
    parts = Parts(made, [0, 2, 4, 6], sown(0))
    assert {*parts.kept(set())} == {(0, 1), (1, 2)}  # (0, 2) follows, and the last shares nothing
    assert {*parts.kept({1})} == {(0, 2)}


def test_whoever_asks_for_an_end_gets_what_is_known_so_far() -> None:
    known = generated(project(), "shortest")
    search = Neighbourhoods(project(), known)
    search.advance(1000, stop=lambda: True)
    assert search.starts() == known


def test_what_cpsat_cannot_add_up_stays_as_it_is() -> None:
    most = 2**40
    made = instance([most, most - 1], capacities=[most], requirements=[{0: most}] * 2)
    search = Neighbourhoods(made, [0, most])
    search.advance(1)
    assert (search.makespan, search.proved) == (2 * most - 1, False)


def test_there_is_one_start_an_activity() -> None:
    with pytest.raises(OutOfRange):
        Neighbourhoods(instance([1, 1]), [0])
