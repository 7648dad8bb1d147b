"""The search for schedules and modes: what it promises of its answers, of its effort, and where stocks do not last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workmodel.allocation.kernels.bounds import lower_bound
from workmodel.allocation.kernels.compiled import compiled, plain
from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance
from workmodel.allocation.kernels.moded_search import ModedSearch
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.kernels.trimming import trimmed
from workmodel.errors import OutOfRange


def project(count: int = 20, stock: int = 90) -> ModedInstance:
    """A project that no simple rule solves: two crews, a stock that is scarce, links across."""
    modes = [
        [
            ModeOf(
                1 + (7 * i) % 5 + 3 * k,
                {i % 2: 5 - 2 * k, (i + 1) % 2: (3 * i) % 3},
                {0: 9 - 4 * k - i % 2, 1: (i * k) % 4},
            )
            for k in range(3)
        ]
        for i in range(count)
    ]
    links = [(i, j, 0, True, False) for i in range(count) for j in (i + 3, i + 7 + i % 4) if j < count]
    return moded_instance(modes, links, capacities=[6, 5], stocks=[stock, 30])


def faults(made: ModedInstance, choice: Sequence[int], starts: Sequence[int], short: int) -> list[str]:
    """Everything that a schedule does not respect, read off the modes themselves."""
    chosen = [made.modes_of(activity)[mode] for activity, mode in enumerate(choice)]
    spans = [int(made.durations[mode]) for mode in chosen]
    needs = [made.requirements(mode) for mode in chosen]
    found = [f"{i} starts at {start}" for i, start in enumerate(starts) if start < 0]
    for p, s, lag, from_finish, to_finish in made.links():
        if starts[s] + spans[s] * to_finish < starts[p] + spans[p] * from_finish + lag:
            found.append(f"{s} does not wait for {p}")
    for moment in range(max((a + b for a, b in zip(starts, spans, strict=True)), default=0)):
        for r in range(made.resources):
            rows = range(int(made.step_first[r]), int(made.step_first[r + 1]))
            there = [int(made.step_capacities[k]) for k in rows if made.step_times[k] <= moment][-1]
            running = [i for i, start in enumerate(starts) if start <= moment < start + spans[i]]
            if sum(needs[i].get(r, 0) for i in running) > there:
                found.append(f"resource {r} at {moment}")
    used = [sum(made.consumption(mode).get(n, 0) for mode in chosen) for n in range(len(made.stocks))]
    if sum(max(units - int(there), 0) for units, there in zip(used, made.stocks, strict=True)) != short:
        found.append(f"stocks: {used}, said to be {short} short")
    return found


def choices(made: ModedInstance) -> list[tuple[int, ...]]:
    """Every choice of modes that resources allow."""
    rows = [[k for k, mode in enumerate(made.modes_of(i)) if made.fits(mode)] for i in range(len(made))]
    return list(product(*rows))


@given(data=st.data())
def test_every_answer_respects_links_capacities_and_stocks(data, moded_projects) -> None:
    made = data.draw(moded_projects(most=8))
    search = ModedSearch(made, planned=60, seed=data.draw(st.integers(-5, 2**70)))
    search.advance(60)
    starts, choice = search.starts(), search.modes()
    assert faults(made, choice, starts, search.short) == []
    spans = made.under(choice).durations.tolist()
    assert max((a + b for a, b in zip(starts, spans, strict=True)), default=0) <= search.makespan
    assert not (search.proved and search.short)


@settings(max_examples=25)
@given(data=st.data())
def test_small_projects_are_solved(data, moded_projects, least_of) -> None:
    made = data.draw(moded_projects(most=4, plain=True))
    search = ModedSearch(made, planned=1_500)
    search.advance(1_500)
    short = min(made.missing(choice) for choice in choices(made))
    assert search.short == short
    best = min(least_of(made.under(choice)) for choice in choices(made) if made.missing(choice) == short)
    assert search.makespan == best


@settings(max_examples=25)
@given(data=st.data())
def test_no_bound_is_above_the_best_there_is(data, moded_projects, least_of) -> None:
    made = data.draw(moded_projects(most=4, generous=True))
    best = min(least_of(made.under(choice)) for choice in choices(made))
    assert ModedSearch(made, planned=1).bound.makespan <= best


@settings(max_examples=25)
@given(data=st.data())
def test_what_is_left_out_beforehand_costs_nothing(data, moded_projects, least_of) -> None:
    made = data.draw(moded_projects(most=4, plain=True))
    left = trimmed(made)
    kept = [
        [mode - modes[0] for mode in left.modes[i]] for i in range(len(made)) for modes in [made.modes_of(i)]
    ]
    assert all(kept)

    def answer(those: list[tuple[int, ...]]) -> tuple[int, int]:
        return min((made.missing(choice), least_of(made.under(choice))) for choice in those)

    assert answer(list(product(*kept))) == answer(choices(made))


@given(data=st.data())
def test_with_one_mode_each_it_is_the_search_of_a_plain_project(data, projects, least_of) -> None:
    plainly = data.draw(projects(most=5, plain=True))
    durations = plainly.durations.tolist()
    needs = [
        dict(
            zip(
                plainly.requirement_resources[a:b].tolist(),
                plainly.requirement_units[a:b].tolist(),
                strict=True,
            )
        )
        for a, b in zip(plainly.requirement_first[:-1], plainly.requirement_first[1:], strict=True)
    ]
    links = [
        (int(plainly.predecessors[k]), s, int(plainly.predecessor_lags[k]), False, False)
        for s in range(len(plainly))
        for k in range(plainly.predecessor_first[s], plainly.predecessor_first[s + 1])
    ]
    made = moded_instance(
        [[ModeOf(duration, row)] for duration, row in zip(durations, needs, strict=True)],
        links,
        capacities=plainly.step_capacities.tolist(),
    )
    one, other = Search(plainly, planned=600), ModedSearch(made, planned=600)
    one.advance(600)
    other.advance(600)
    assert (other.makespan, other.bound.makespan) == (one.makespan, lower_bound(plainly).makespan)


def test_effort_is_counted_in_schedules_generated() -> None:
    search = ModedSearch(project(), planned=400, seed=3)
    search.advance(100)
    assert search.made == 100
    search.advance(31)
    assert search.made == 131


def test_portions_make_no_difference() -> None:
    whole, parts = (ModedSearch(project(), planned=600, seed=5) for _ in range(2))
    whole.advance(600)
    for portion in (2, 14, 84, 150, 150, 200):
        parts.advance(portion)
    assert (whole.made, whole.makespan, whole.starts(), whole.modes()) == (
        parts.made,
        parts.makespan,
        parts.starts(),
        parts.modes(),
    )


def test_equal_seeds_give_equal_answers_and_others_go_other_ways() -> None:
    def answers(seed: int) -> list[list[int]]:
        search = ModedSearch(project(), planned=300, seed=seed)
        search.advance(50)
        return [search.modes(), search.starts()]

    assert answers(1) == answers(1)
    assert len({str(answers(seed)) for seed in range(4)}) > 1


def test_more_effort_never_makes_it_worse() -> None:
    search = ModedSearch(project(), planned=500)
    found = []
    for _ in range(10):
        search.advance(50)
        found.append((search.short, search.makespan))
    assert found == sorted(found, reverse=True)
    assert found[-1][0] == 0


@pytest.mark.parametrize(
    "made", [project(), project(stock=40)], ids=["stocks that last", "stocks that do not"]
)
def test_compiled_kernels_find_the_same(made: ModedInstance) -> None:
    using = compiled()
    if using is None:
        pytest.skip("numba is not installed")
    searches = [ModedSearch(made, planned=600, seed=2, using=one) for one in (plain(), using)]
    for search in searches:
        search.advance(600)
    found = [(one.made, one.makespan, one.short, one.modes(), one.starts()) for one in searches]
    assert found[0] == found[1]


def test_stocks_that_cannot_last_are_told() -> None:
    made = moded_instance([[ModeOf(2, {}, {0: 3}), ModeOf(5, {}, {0: 2})]] * 3, stocks=[5])
    search = ModedSearch(made, planned=100)
    search.advance(100)
    assert (search.short, search.modes(), search.makespan) == (1, [1, 1, 1], 5)
    assert not search.proved


def test_nothing_is_done_once_the_best_is_proved() -> None:
    search = ModedSearch(moded_instance([[ModeOf(4), ModeOf(3)]]), planned=100)
    search.advance(50)
    assert (search.proved, search.modes()) == (True, [1])
    made = search.made
    search.advance(50)
    assert search.made == made


def test_a_shorter_mode_is_not_always_better_where_links_hold_both_ends() -> None:
    # the second may finish no earlier than the first, and the third waits for its start
    made = moded_instance(
        [[ModeOf(6)], [ModeOf(1), ModeOf(5)], [ModeOf(5)]], [(0, 1, 0, True, True), (1, 2, 0, False, False)]
    )
    search = ModedSearch(made, planned=100)
    search.advance(100)
    assert (search.makespan, search.modes()) == (6, [0, 1, 0])


def test_before_the_first_schedule_there_is_an_answer_without_a_makespan() -> None:
    search = ModedSearch(project(3), planned=10)
    assert (search.made, search.proved) == (0, False)
    assert search.makespan > 2**60
    assert search.modes() == [0, 0, 0]


def test_a_project_without_activities_is_finished_at_once() -> None:
    search = ModedSearch(moded_instance([]), planned=10)
    search.advance(10)
    assert (search.makespan, search.starts(), search.modes(), search.proved) == (0, [], [], True)


def test_at_least_one_schedule_is_planned() -> None:
    with pytest.raises(OutOfRange):
        ModedSearch(project(), planned=0)


def test_stocks_come_first_however_long_work_is() -> None:
    long = 2**39
    modes = [ModeOf(long, {0: 1}, {0: 1}), ModeOf(1, {0: 1}, {0: long})]
    search = ModedSearch(moded_instance([modes] * 2, capacities=[1], stocks=[long + 1]), planned=100)
    search.advance(100)
    assert (search.short, search.makespan, sorted(search.modes())) == (0, long + 1, [0, 1])


def test_published_projects_are_solved_as_well_as_is_known(benchmarks, root) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("allocation_modes", root / "benchmarks/allocation_modes.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    folder = benchmarks / "psplib"
    for name, every, slack in (("j10mm", 100, 0), ("MMLIB50", 180, 3)):
        if not (folder / f"{name}.zip").exists():
            pytest.skip(f"no {name}.zip in {folder}")
        for case in script.cases(folder, name, every):
            search = ModedSearch(case.made, planned=5_000)
            search.advance(5_000)
            assert faults(case.made, search.modes(), search.starts(), 0) == []
            assert case.path <= search.bound.makespan <= case.best <= search.makespan <= case.best + slack
