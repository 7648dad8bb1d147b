"""Compiled and as they stand, the kernels give the same answers."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.allocation.kernels import compiled as compiling
from workmodel.allocation.kernels.bounds import lower_bound
from workmodel.allocation.kernels.chance import drawn, sown
from workmodel.allocation.kernels.compiled import Kernels, _compile, compiled, kernels, plain
from workmodel.allocation.kernels.instance import instance
from workmodel.allocation.kernels.passes import generated, improved
from workmodel.allocation.kernels.search import Search


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


def test_much_work_is_compiled_where_that_is_possible() -> None:
    assert kernels(10**9) is (compiled() or plain())


def test_chance_is_even() -> None:
    state = sown(42)
    counts = [0] * 10
    for _ in range(20_000):
        counts[drawn(state, 10)] += 1
    assert all(1_800 < count < 2_200 for count in counts)


def test_a_kernel_is_a_name_that_is_known() -> None:
    with pytest.raises(AttributeError):
        _ = plain().nothing


def test_where_compiled_code_cannot_be_kept_it_is_made_for_this_process() -> None:
    def njit(**options: Any) -> Any:
        if "cache" in options:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    made = instance([3, 1, 2, 2], [(0, 1, 3)], capacities=[2], requirements=[{0: 1}, {0: 2}, {0: 1}, {0: 1}])
    found = []
    for using in (_compile(njit), plain()):
        search = Search(made, planned=60, using=using)
        search.advance(60)
        search.refute()
        found.append((search.makespan, search.bound, search.starts()))
    assert found[0] == found[1]


def test_without_a_compiler_kernels_run_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_made", [])
    monkeypatch.setitem(sys.modules, "numba", None)
    assert compiled() is None
    assert kernels(10**9) is plain()


def test_small_work_does_not_wait_for_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_made", [])
    assert kernels(1_000) is plain()
