"""Activities with several modes: what an instance holds, and what is left of it under a choice."""

from __future__ import annotations

import pytest

from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance
from workmodel.errors import DependencyCycle, OutOfRange

ALONE, TOGETHER = ModeOf(6, {0: 1}, {0: 2}), ModeOf(2, {0: 3}, {1: 4})


def two(ends: tuple[bool, bool] = (True, False), lag: int = 1) -> ModedInstance:
    """Two activities, each alone or together, one waiting for the other."""
    return moded_instance(
        [[ALONE, TOGETHER]] * 2, [(0, 1, lag, *ends)], capacities=[[(0, 1), (4, 3)]], stocks=[3, 4]
    )


def test_a_choice_leaves_durations_and_needs_of_its_modes() -> None:
    made = two().under([0, 1])
    assert made.durations.tolist() == [6, 2]
    assert made.requirement_units.tolist() == [1, 3]
    assert (made.step_times.tolist(), made.step_capacities.tolist()) == ([0, 4], [1, 3])


@pytest.mark.parametrize(
    ("ends", "delay"), [((True, False), 7), ((False, False), 1), ((True, True), 5), ((False, True), -1)]
)
def test_a_link_counts_between_the_ends_that_it_names(ends: tuple[bool, bool], delay: int) -> None:
    assert two(ends).under([0, 1]).predecessor_lags.tolist() == [delay]


def test_what_is_missing_is_counted_over_all_stocks() -> None:
    assert [two().missing(choice) for choice in ([0, 1], [0, 0], [1, 1])] == [0, 1, 4]


def test_a_mode_for_which_there_is_never_enough_cannot_be_chosen() -> None:
    made = moded_instance([[ALONE, ModeOf(1, {0: 9})]], capacities=[3], stocks=[9])
    assert [made.fits(mode) for mode in made.modes_of(0)] == [True, False]
    with pytest.raises(OutOfRange):
        made.under([1])


@pytest.mark.parametrize("choice", [[0], [0, 2], [0, -1], [0, 0, 0]])
def test_a_choice_names_one_mode_an_activity(choice: list[int]) -> None:
    with pytest.raises(OutOfRange):
        two().under(choice)
    with pytest.raises(OutOfRange):
        two().missing(choice)


@pytest.mark.parametrize(
    "modes",
    [
        [[]],
        [[ModeOf(-1)]],
        [[ModeOf(1, {1: 1})]],
        [[ModeOf(1, {0: -1})]],
        [[ModeOf(1, {0: 3}), ModeOf(2, {0: 4})]],
        [[ModeOf(1, {}, {1: 1})]],
        [[ModeOf(1, {}, {0: -1})]],
    ],
    ids=["no mode", "duration", "resource", "need", "never enough", "stock", "consumption"],
)
def test_what_no_project_can_mean_is_refused(modes: list[list[ModeOf]]) -> None:
    with pytest.raises(OutOfRange):
        moded_instance(modes, capacities=[2], stocks=[2])


def test_stocks_and_links_name_what_is_there() -> None:
    with pytest.raises(OutOfRange):
        moded_instance([[ALONE]], capacities=[1], stocks=[-1])
    with pytest.raises(OutOfRange):
        moded_instance([[ModeOf(1)]], [(0, 1, 0, True, False)])
    with pytest.raises(DependencyCycle):
        moded_instance([[ModeOf(1)]] * 2, [(0, 1, 0, True, False), (1, 0, 0, False, True)])
