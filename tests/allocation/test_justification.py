"""Justified to the right and to the left, a schedule never gets longer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels.instance import instance
from workmodel.allocation.kernels.passes import generated, improved
from workmodel.errors import OutOfRange


def test_what_was_placed_badly_moves_out_of_the_way() -> None:
    # the first fits beside the last as well, and then the second need not wait for it
    made = instance([3, 3, 3], capacities=[2], requirements=[{0: 1}, {0: 2}, {0: 1}])
    assert improved(made, [0, 3, 6]) == [3, 0, 3]


def test_activities_that_take_no_time_keep_their_order_in_a_tie() -> None:
    # all of them at the moment where the two long ones meet
    links = [(0, 1, 4), (1, 2, 0), (2, 3, 0), (3, 4, 0)]
    made = instance([4, 0, 0, 0, 4], links, capacities=[1], requirements=[{0: 1}, {}, {}, {}, {0: 1}])
    assert improved(made, [0, 4, 4, 4, 4]) == [0, 4, 4, 4, 4]


def test_there_is_one_start_an_activity() -> None:
    with pytest.raises(OutOfRange):
        improved(instance([1, 1]), [0])


@given(data=st.data())
def test_the_makespan_never_grows(data, projects, faults_of, finish_of) -> None:
    made = data.draw(projects(most=10))
    order = data.draw(st.permutations(range(len(made))))
    starts = generated(made, order)
    better = improved(made, starts)
    assert faults_of(made, better) == []
    assert finish_of(made, better) <= finish_of(made, starts)


@given(data=st.data())
def test_no_activity_of_a_justified_schedule_could_be_earlier_alone(data, projects, faults_of) -> None:
    made = data.draw(projects(most=8, plain=True))
    starts = improved(made, generated(made, data.draw(st.permutations(range(len(made))))))
    for i, start in enumerate(starts):
        if start > 0 and made.durations[i]:
            assert faults_of(made, [*starts[:i], start - 1, *starts[i + 1 :]])


@given(data=st.data())
def test_a_schedule_that_begins_late_moves_to_the_front(data, projects, faults_of, finish_of) -> None:
    made = data.draw(projects(most=8, plain=True))
    starts = generated(made, "latest start")
    later = [start + 7 for start in starts]
    assert faults_of(made, improved(made, later)) == []
    assert finish_of(made, improved(made, later)) <= finish_of(made, starts)
