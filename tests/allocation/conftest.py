"""What the tests of this room share: instances, a checker that knows no kernel, and the plain best there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance


def faults(made: Instance, starts: Sequence[int]) -> list[str]:
    """Everything that a schedule does not respect, read off the instance as it was given."""
    found = [f"{i} starts at {start}" for i, start in enumerate(starts) if start < 0]
    for s in range(len(made)):
        for k in range(made.predecessor_first[s], made.predecessor_first[s + 1]):
            p, lag = int(made.predecessors[k]), int(made.predecessor_lags[k])
            if starts[s] < starts[p] + lag:
                found.append(f"{s} at {starts[s]} does not wait for {p} at {starts[p]} + {lag}")
    moments = sorted({*starts, *made.step_times.tolist()})
    for r in range(made.resources):
        rows = slice(made.step_first[r], made.step_first[r + 1])
        steps = list(zip(made.step_times[rows].tolist(), made.step_capacities[rows].tolist(), strict=True))
        for moment in moments:
            there = next((units for time, units in reversed(steps) if time <= moment), 0)
            used = 0
            for i, start in enumerate(starts):
                if start <= moment < start + made.durations[i]:
                    for k in range(made.requirement_first[i], made.requirement_first[i + 1]):
                        used += int(made.requirement_units[k]) if made.requirement_resources[k] == r else 0
            if used > there:
                found.append(f"resource {r} at {moment}: {used} of {there}")
    return found


def finish(made: Instance, starts: Sequence[int]) -> int:
    """The latest finish."""
    return max((start + int(d) for start, d in zip(starts, made.durations, strict=True)), default=0)


def least(made: Instance) -> int:
    """The least makespan over every list: each activity in turn as early as it fits, looked for minute by minute.

    That is the best there is, unless something may start before what it waits for.
    """
    durations = made.durations.tolist()
    needs = [
        {
            int(made.requirement_resources[k]): int(made.requirement_units[k])
            for k in range(made.requirement_first[i], made.requirement_first[i + 1])
        }
        for i in range(len(made))
    ]
    rows = [slice(made.step_first[r], made.step_first[r + 1]) for r in range(made.resources)]
    steps = [
        [*zip(made.step_times[row].tolist(), made.step_capacities[row].tolist(), strict=True)] for row in rows
    ]
    before = [
        [
            (int(made.predecessors[k]), int(made.predecessor_lags[k]))
            for k in range(made.predecessor_first[i], made.predecessor_first[i + 1])
        ]
        for i in range(len(made))
    ]

    def fits(i: int, start: int, placed: tuple[int, ...]) -> bool:
        for t in range(start, start + durations[i]):
            for r, units in needs[i].items():
                there = next(c for time, c in reversed(steps[r]) if time <= t)
                used = sum(
                    needs[j].get(r, 0) for j, s in enumerate(placed) if s >= 0 and s <= t < s + durations[j]
                )
                if used + units > there:
                    return False
        return True

    @cache
    def best(placed: tuple[int, ...]) -> int:
        if min(placed, default=0) >= 0:
            return finish(made, placed)
        found = []
        for i, start in enumerate(placed):
            if start < 0 and all(placed[p] >= 0 for p, _ in before[i]):
                t = max([0, *(placed[p] + lag for p, lag in before[i])])
                while not fits(i, t, placed):
                    t += 1
                found.append(best((*placed[:i], t, *placed[i + 1 :])))
        return min(found)

    return best((-1,) * len(made))


@st.composite
def instances(
    draw: st.DrawFn, *, most: int = 6, plain: bool = False, varying: bool = True, unit: int = 1
) -> Instance:
    """Small projects; plain ones have links from finish to start and no steps."""
    count = draw(st.integers(0, most))
    durations = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    shuffled = draw(st.permutations(range(count)))
    links = []
    for a in range(count):
        for b in range(a + 1, count):
            if draw(st.integers(0, 3)) == 0:
                p, s = shuffled[a], shuffled[b]
                lag = durations[p] + (0 if plain else draw(st.sampled_from([0, 0, 0, 1, -2, -7])))
                links.append((p, s, lag * unit))
    capacities: list[list[tuple[int, int]]] = []
    requirements: list[dict[int, int]] = [{} for _ in range(count)]
    for r in range(draw(st.integers(0, 3))):
        last = draw(st.integers(1, 5))
        steps = [(0, last)]
        if varying and not plain and draw(st.booleans()):
            times = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=3)))
            steps = [(time * unit, draw(st.integers(0, 5))) for time in [0, *times[:-1]]] + [
                (times[-1] * unit, last)
            ]
        capacities.append(steps)
        for row in requirements:
            row[r] = draw(st.integers(0, last))
    assert all(a < b for steps in capacities for (a, _), (b, _) in pairwise(steps))
    return instance([d * unit for d in durations], links, capacities=capacities, requirements=requirements)


@st.composite
def moded_instances(
    draw: st.DrawFn, *, most: int = 5, modes: int = 3, plain: bool = False, generous: bool = False
) -> ModedInstance:
    """Small projects of activities with several modes; plain ones have links from finish to start and no steps."""
    count = draw(st.integers(0, most))
    resources, stocks = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    steps: list[list[tuple[int, int]]] = []
    for _ in range(resources):
        times = [] if plain else sorted(draw(st.sets(st.integers(1, 12), max_size=2)))
        early = [(time, draw(st.integers(0, 5))) for time in [0, *times][: len(times)]]
        steps.append([*early, ([0, *times][-1], draw(st.integers(1, 5)))])
    rows = []
    for _ in range(count):
        fitting = st.fixed_dictionaries({r: st.integers(0, steps[r][-1][1]) for r in range(resources)})
        any_need = st.fixed_dictionaries({r: st.integers(0, 6) for r in range(resources)})
        used = st.fixed_dictionaries({n: st.integers(0, 5) for n in range(stocks)})
        row = [ModeOf(draw(st.integers(0, 5)), draw(fitting), draw(used))]
        row += [
            ModeOf(draw(st.integers(0, 5)), draw(any_need), draw(used))
            for _ in range(draw(st.integers(0, modes - 1)))
        ]
        rows.append(draw(st.permutations(row)))
    shuffled = draw(st.permutations(range(count)))
    links = []
    for a in range(count):
        for b in range(a + 1, count):
            if draw(st.integers(0, 3)) == 0:
                ends = (True, False) if plain else (draw(st.booleans()), draw(st.booleans()))
                lag = 0 if plain else draw(st.sampled_from([0, 0, 1, 3, -2]))
                links.append((shuffled[a], shuffled[b], lag, *ends))
    there = [
        draw(st.integers(5 * count, 6 * count)) if generous else draw(st.integers(0, 9))
        for _ in range(stocks)
    ]
    return moded_instance(rows, links, capacities=steps, stocks=there)


@pytest.fixture(scope="session")
def moded_projects() -> Callable[..., st.SearchStrategy[ModedInstance]]:
    """The strategy for small projects with several modes."""
    return moded_instances


@pytest.fixture(scope="session")
def projects() -> Callable[..., st.SearchStrategy[Instance]]:
    """The strategy for small projects."""
    return instances


@pytest.fixture(scope="session")
def faults_of() -> Callable[[Instance, Sequence[int]], list[str]]:
    """The checker."""
    return faults


@pytest.fixture(scope="session")
def finish_of() -> Callable[[Instance, Sequence[int]], int]:
    """The latest finish of a schedule."""
    return finish


@pytest.fixture(scope="session")
def least_of() -> Callable[[Instance], int]:
    """Brute force."""
    return least
