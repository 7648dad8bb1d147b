"""Serial and parallel generation by priority rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels.instance import instance
from workmodel.allocation.kernels.packing import packed
from workmodel.allocation.kernels.passes import generated
from workmodel.allocation.kernels.rules import RULES, values
from workmodel.errors import DependencyCycle, InvalidText, OutOfRange

CREW = {0: 1}


def test_what_fits_beside_each_other_runs_at_once() -> None:
    made = instance([3, 2, 2], capacities=[2], requirements=[CREW] * 3)
    assert generated(made, [0, 1, 2]) == [0, 0, 2]


def test_serial_generation_fills_a_gap_left_before() -> None:
    made = instance([3, 4, 3], [(0, 1, 3)], capacities=[2], requirements=[CREW, {0: 2}, CREW])
    assert generated(made, [0, 1, 2]) == [0, 3, 0]


def test_parallel_generation_keeps_nothing_idle_that_somebody_ready_could_use() -> None:
    # serial generation in this order waits with 2 for 1; moment by moment, 2 runs first
    made = instance([2, 3, 5], [(0, 1, 2)], capacities=[2], requirements=[CREW, {0: 2}, CREW])
    assert generated(made, [0, 1, 2]) == [0, 2, 5]
    assert generated(made, [0, 1, 2], scheme="parallel") == [0, 5, 0]


def test_a_tie_goes_to_what_comes_first_in_the_order_of_links() -> None:
    made = instance([1, 1, 1], capacities=[1], requirements=[CREW] * 3)
    assert generated(made, [7, 7, 7]) == [0, 1, 2]


def test_what_takes_no_time_takes_nothing() -> None:
    made = instance([4, 0], capacities=[1], requirements=[CREW, CREW])
    assert generated(made, [0, 1]) == [0, 0]


def test_work_waits_for_a_capacity_that_comes_later() -> None:
    made = instance([2, 2], capacities=[[(0, 0), (5, 1), (6, 0), (8, 1)]], requirements=[CREW, {}])
    assert generated(made, [0, 1]) == [8, 0]


def test_a_lag_may_lead() -> None:
    made = instance([4, 4, 1], [(0, 1, 1), (1, 2, -3)], capacities=[1], requirements=[{}, {}, {}])
    assert generated(made, "latest start") == [0, 1, 0]


def test_rules_say_which_comes_first() -> None:
    made = packed(instance([3, 2, 9, 1], [(0, 1, 3), (1, 3, 2)]))
    assert made.numbers == [0, 1, 2, 3]
    assert values(made, "latest finish") == [-3, -1, 0, 0]
    assert values(made, "latest start") == [-6, -3, -9, -1]
    assert values(made, "minimum slack") == [-6, -6, -9, -6]
    assert values(made, "most total successors") == [-2, -1, 0, 0]
    assert values(made, "shortest") == [3, 2, 9, 1]
    assert values(made, "greatest rank positional weight") == [-5, -3, -9, -1]


def test_a_rule_that_nobody_knows_is_named_with_those_there_are() -> None:
    with pytest.raises(InvalidText) as raised:
        generated(instance([1]), "latest finnish")
    assert raised.value.text == "latest finnish"
    assert 'Did you mean "latest finish"' in str(raised.value)


def test_moment_by_moment_goes_forward_only() -> None:
    with pytest.raises(InvalidText):
        generated(instance([1]), scheme="parallel", backward=True)


def test_there_is_one_priority_an_activity() -> None:
    with pytest.raises(OutOfRange):
        generated(instance([1, 1]), [3])


def test_a_ring_of_links_is_shown() -> None:
    with pytest.raises(DependencyCycle) as raised:
        instance([1, 1, 1, 1], [(0, 1, 1), (1, 2, 1), (2, 1, 1), (2, 3, 1)])
    assert set(raised.value.path) == {"1", "2"}


@pytest.mark.parametrize(
    "given_",
    [
        {"durations": [-1]},
        {"durations": [1], "links": [(0, 1, 1)]},
        {"durations": [1, 1], "links": [(0, 1, 2**41)]},
        {"durations": [1], "capacities": [[(1, 1)]]},
        {"durations": [1], "capacities": [[(0, 1), (3, 1), (3, 2)]]},
        {"durations": [1], "capacities": [-1]},
        {"durations": [1], "capacities": [1], "requirements": [{1: 1}]},
        {"durations": [1], "capacities": [[(0, 2), (5, 1)]], "requirements": [{0: 2}]},
        {"durations": [1], "capacities": [1], "requirements": [{0: -1}]},
    ],
)
def test_numbers_beyond_their_limits_are_refused(given_: dict) -> None:
    with pytest.raises(OutOfRange):
        instance(**given_)


@given(
    data=st.data(), rule=st.sampled_from([*RULES]), way=st.sampled_from(["serial", "parallel", "backward"])
)
def test_every_schedule_respects_links_and_capacities(data, rule, way, projects, faults_of) -> None:
    made = data.draw(projects(most=9))
    starts = generated(
        made, rule, scheme="parallel" if way == "parallel" else "serial", backward=way == "backward"
    )
    assert faults_of(made, starts) == []


@given(data=st.data())
def test_nothing_depends_on_the_unit_of_time(data, projects) -> None:
    made = data.draw(projects(most=9))
    minutes = instance(
        (made.durations * 60).tolist(),
        [
            (int(made.predecessors[k]), s, 60 * int(made.predecessor_lags[k]))
            for s in range(len(made))
            for k in range(made.predecessor_first[s], made.predecessor_first[s + 1])
        ],
        capacities=[
            [
                (60 * int(made.step_times[k]), int(made.step_capacities[k]))
                for k in range(made.step_first[r], made.step_first[r + 1])
            ]
            for r in range(made.resources)
        ],
        requirements=[
            {
                int(made.requirement_resources[k]): int(made.requirement_units[k])
                for k in range(made.requirement_first[i], made.requirement_first[i + 1])
            }
            for i in range(len(made))
        ],
    )
    for scheme in ("serial", "parallel"):
        assert generated(minutes, "shortest", scheme=scheme) == [
            60 * start for start in generated(made, "shortest", scheme=scheme)
        ]


@given(data=st.data(), units=st.integers(1, 2**40))
def test_units_may_be_as_large_as_they_like(data, units, projects) -> None:
    # one resource a word at most: the same schedule whatever a unit is called
    made = data.draw(projects(most=7, plain=True))
    larger = instance(
        made.durations.tolist(),
        [
            (int(made.predecessors[k]), s, int(made.predecessor_lags[k]))
            for s in range(len(made))
            for k in range(made.predecessor_first[s], made.predecessor_first[s + 1])
        ],
        capacities=[int(units // 5) * c or c for c in made.step_capacities.tolist()],
        requirements=[
            {
                int(made.requirement_resources[k]): (int(units // 5) or 1) * int(made.requirement_units[k])
                for k in range(made.requirement_first[i], made.requirement_first[i + 1])
            }
            for i in range(len(made))
        ],
    )
    assert generated(larger, "latest start") == generated(made, "latest start")
