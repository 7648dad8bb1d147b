"""The exact solver and neighbourhoods where activities can be done in several modes."""

from __future__ import annotations

import sys
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation.kernels import cpsat
from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance
from workmodel.allocation.kernels.moded_exact import ModedSchedule, moded_solved
from workmodel.allocation.kernels.moded_neighbourhoods import ModedNeighbourhoods
from workmodel.allocation.kernels.moded_solving import moded_solve
from workmodel.errors import OutOfRange

pytestmark = pytest.mark.skipif(not cpsat.available(), reason="OR-Tools is not installed")

QUICK, SLOW = ModeOf(2, {0: 2}, {0: 3}), ModeOf(5, {0: 1}, {0: 1})


@st.composite
def moded(draw: st.DrawFn, *, most: int = 4) -> ModedInstance:
    """Small projects with modes, stocks, links between both ends, and capacities that change."""
    count = draw(st.integers(1, most))
    units = st.integers(0, 3)
    modes = []
    for _ in range(count):
        ways = draw(st.integers(1, 3))
        modes.append(
            [ModeOf(draw(st.integers(0, 4)), {0: draw(units)}, {0: draw(units)}) for _ in range(ways)]
        )
    links = [
        (p, s, draw(st.sampled_from([0, 0, 1, 2])), True, draw(st.booleans()))
        for p in range(count)
        for s in range(p + 1, count)
        if draw(st.integers(0, 2)) == 0
    ]
    capacity = draw(st.sampled_from([3, [(0, 3), (2, 1), (5, 4)]]))
    return moded_instance(modes, links, capacities=[capacity], stocks=[draw(st.integers(count, 3 * count))])


def faults_in(made: ModedInstance, found: ModedSchedule, faults_of, finish_of) -> list[str]:
    plain = made.under(found.choice)
    faults = list(faults_of(plain, found.starts))
    faults += ["stocks do not last"] * (made.missing(found.choice) > 0)
    faults += ["the makespan is another"] * (finish_of(plain, found.starts) != found.makespan)
    return faults


def project() -> ModedInstance:
    """Twenty activities in three modes each, with little in stock."""
    modes = [
        [ModeOf(1 + (5 * i + 3 * m) % 7 + m, {0: 4 - m}, {0: (i + 2 * (2 - m)) % 5}) for m in range(3)]
        for i in range(20)
    ]
    links = [(i, j, 0, True, False) for i in range(20) for j in (i + 4, i + 7) if j < 20]
    return moded_instance(modes, links, capacities=[6], stocks=[34])


@given(data=st.data())
def test_no_choice_of_modes_leads_to_anything_shorter(data, faults_of, finish_of, least_of) -> None:
    made = data.draw(moded())
    ways = [range(len(made.modes_of(i))) for i in range(len(made))]
    choices = [choice for choice in product(*ways) if not made.missing(choice)]
    found = moded_solved(made, seed=data.draw(st.integers(-5, 2**70)))
    if not choices:
        assert (found.impossible, found.proved, found.schedule) == (True, False, None)
        return
    assert found.schedule is not None
    assert found.proved
    assert faults_in(made, found.schedule, faults_of, finish_of) == []
    # a link may let something start before what it waits for; then a list can miss the best
    plain = [made.under(choice) for choice in choices]
    best = min(least_of(one) for one in plain)
    assert found.schedule.makespan <= best
    if all(one.predecessor_lags.min(initial=0) >= 0 for one in plain):
        assert found.schedule.makespan == best


@given(data=st.data())
def test_parts_made_anew_respect_links_capacities_and_stocks(data, faults_of, finish_of) -> None:
    made = data.draw(moded(most=7))
    first = moded_solved(made, effort=0.001)
    if first.schedule is not None:
        search = ModedNeighbourhoods(made, first.schedule, seed=data.draw(st.integers(0, 2**40)))
        search.advance(0.002)
        assert faults_in(made, search.best, faults_of, finish_of) == []
        assert first.bound <= search.best.makespan <= first.schedule.makespan


def test_a_stock_that_is_short_makes_work_slow() -> None:
    plenty = moded_solved(moded_instance([[QUICK, SLOW]] * 2, capacities=[2], stocks=[6]))
    scarce = moded_solved(moded_instance([[QUICK, SLOW]] * 2, capacities=[2], stocks=[2]))
    assert plenty.schedule is not None
    assert scarce.schedule is not None
    assert (plenty.schedule.makespan, scarce.schedule.makespan) == (4, 5)


def test_a_mode_that_never_fits_is_not_chosen() -> None:
    found = moded_solved(moded_instance([[ModeOf(1, {0: 3}), ModeOf(4, {0: 1})]], capacities=[2]))
    assert found.schedule == ModedSchedule([1], [0], 4)


def test_parts_made_anew_shorten_the_whole(faults_of, finish_of) -> None:
    made = project()
    ways = [made.modes_of(i) for i in range(len(made))]
    thrifty = [min(range(3), key=lambda m, i=i: made.consumption(ways[i][m]).get(0, 0)) for i in range(20)]
    plain = made.under(thrifty)
    starts = [sum(int(d) for d in plain.durations[:i]) for i in range(20)]
    known = ModedSchedule(thrifty, starts, sum(int(d) for d in plain.durations))
    assert faults_in(made, known, faults_of, finish_of) == []
    search = ModedNeighbourhoods(made, known)
    search.advance(0.5)
    assert search.best.makespan < known.makespan
    assert faults_in(made, search.best, faults_of, finish_of) == []


def test_equal_seeds_and_efforts_give_equal_answers() -> None:
    first, second = (moded_solved(project(), effort=0.02, seed=5) for _ in range(2))
    assert first == second
    assert first.schedule is not None
    searches = [ModedNeighbourhoods(project(), first.schedule, seed=2) for _ in range(2)]
    for search in searches:
        search.advance(0.05)
    assert searches[0].best == searches[1].best


def test_an_answer_is_never_longer_than_what_was_known() -> None:
    first = moded_solved(project(), effort=0.2)
    assert first.schedule is not None
    again = moded_solved(project(), known=first.schedule, bound=first.bound, effort=0.01)
    assert again.schedule is not None
    assert again.schedule.makespan <= first.schedule.makespan
    assert again.bound >= first.bound


def test_hours_in_minutes_are_no_larger_than_hours() -> None:
    hours, minutes = (
        moded_solved(moded_instance([[ModeOf(2 * u, {0: 2}), ModeOf(3 * u, {0: 1})]] * 3, capacities=[2]))
        for u in (1, 60)
    )
    assert minutes.bound == 60 * hours.bound


def test_of_what_no_64_bits_can_hold_only_what_was_known_is_told() -> None:
    made = moded_instance([[ModeOf(2**40, {0: 2**40})], [ModeOf(1)]], capacities=[2**40])
    assert moded_solved(made).schedule is None
    known = ModedSchedule([0, 0], [1, 0], 2**40 + 1)
    search = ModedNeighbourhoods(made, known)
    search.advance(1)
    assert search.best == known


def test_nothing_is_looked_for_once_the_bound_is_reached() -> None:
    known = ModedSchedule([0], [0], 2)
    found = moded_solved(moded_instance([[QUICK]], capacities=[2], stocks=[3]), known=known, bound=2)
    assert (found.schedule, found.proved, found.effort) == (known, True, 0.0)


def test_whoever_asks_for_an_end_gets_what_is_known_so_far() -> None:
    known = moded_solved(project(), effort=0.2).schedule
    assert known is not None
    search = ModedNeighbourhoods(project(), known)
    search.advance(1000, stop=lambda: True)
    assert search.best == known


def test_some_effort_is_needed() -> None:
    with pytest.raises(OutOfRange):
        moded_solved(project(), effort=0)


def test_all_of_it_works_within_one_budget(faults_of, finish_of) -> None:
    found = moded_solve(project(), schedules=200, effort=0.2)
    assert found.schedule is not None
    assert found.steps[:2] == ("search", "exact")
    assert found.proved or found.steps[-1] == "neighbourhoods"
    assert found.bound.makespan <= found.schedule.makespan
    assert faults_in(project(), found.schedule, faults_of, finish_of) == []
    assert moded_solve(project(), schedules=200, effort=0.2) == found


def test_where_stocks_last_for_no_choice_that_is_shown() -> None:
    found = moded_solve(moded_instance([[QUICK, SLOW]] * 3, capacities=[2], stocks=[2]), schedules=50)
    assert (found.schedule, found.impossible, found.proved) == (None, True, False)


def test_without_the_library_the_search_for_modes_goes_on_alone_and_the_answer_says_so(
    monkeypatch: pytest.MonkeyPatch, faults_of, finish_of
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    found = moded_solve(project(), schedules=400)
    assert (found.lacking, found.steps, found.made) == ("cpsat", ("search",), 400)
    assert found.schedule is not None
    assert faults_in(project(), found.schedule, faults_of, finish_of) == []


def test_whoever_has_enough_gets_the_modes_that_are_known() -> None:
    found = moded_solve(project(), schedules=10**6, effort=1e6, on_portion=lambda known: known.made < 300)
    assert found.made < 10_000


def test_seconds_end_the_search_for_modes_too() -> None:
    looks = iter(range(10**6, -1, -(10**5)))
    found = moded_solve(project(), schedules=10**6, effort=1e6, seconds_left=lambda: next(looks, 0) / 1e6)
    assert found.made < 100_000


def test_an_effort_is_not_negative() -> None:
    with pytest.raises(OutOfRange):
        moded_solve(project(), effort=-1)
