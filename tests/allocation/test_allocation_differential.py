"""Compiled and as they stand, the kernels give the same answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.allocation.bounds import lower_bound
from workmodel.allocation.chance import drawn, sown
from workmodel.allocation.compiled import Kernels, compiled, kernels, plain
from workmodel.allocation.passes import generated, improved
from workmodel.allocation.search import Search


@pytest.fixture(scope="module")
def fast() -> Kernels:
    found = compiled()
    if found is None:
        pytest.skip("numba is not installed")
    return found


@given(data=st.data())
@settings(max_examples=50)
def test_both_ways_give_the_same_schedules(data, projects, fast) -> None:
    made = data.draw(projects(most=12))
    for scheme in ("serial", "parallel"):
        slow = generated(made, "latest finish", scheme=scheme, using=plain())
        assert generated(made, "latest finish", scheme=scheme, using=fast) == slow
        assert improved(made, slow, using=fast) == improved(made, slow, using=plain())
    backward = [generated(made, "shortest", backward=True, using=using) for using in (plain(), fast)]
    assert backward[0] == backward[1]


@given(data=st.data())
@settings(max_examples=50)
def test_both_ways_search_alike(data, projects, fast) -> None:
    made = data.draw(projects(most=12, unit=data.draw(st.sampled_from([1, 60, 2**30]))))
    seed = data.draw(st.integers(0, 100))
    found = []
    for using in (plain(), fast):
        search = Search(made, planned=150, seed=seed, using=using)
        search.advance(100)
        search.refute()
        search.advance(50)
        found.append((search.made, search.makespan, search.bound, search.starts()))
    assert found[0] == found[1]


@given(data=st.data())
@settings(max_examples=50)
def test_both_ways_refute_alike(data, projects, fast) -> None:
    made = data.draw(projects(most=12))
    below = data.draw(st.integers(0, 60))
    assert lower_bound(made, below=below, using=fast) == lower_bound(made, below=below, using=plain())


def test_small_work_is_not_worth_compiling_for() -> None:
    if compiled() is None:
        assert kernels(10**9) is plain()
    else:
        assert kernels(10**9) is compiled()


def test_chance_is_even() -> None:
    state = sown(42)
    counts = [0] * 10
    for _ in range(20_000):
        counts[drawn(state, 10)] += 1
    assert all(1_800 < count < 2_200 for count in counts)


def test_a_kernel_is_a_name_that_is_known() -> None:
    with pytest.raises(AttributeError):
        _ = plain().nothing
