"""How fast plans are scheduled, against networkx and against bare passes, in one run.

    python benchmarks/scheduling.py [--sizes 1000 10000 100000] [--rounds 7] [--json FILE]

Layered random plans, two links a task, five-day calendar. Every figure is CPU time, the median of some rounds, and only
their ratios mean anything: machines differ, and differ from minute to minute. Compared are

- *networkx*: its topological sort, then a forward and a backward loop over its graph, which is handed to it ready-made;
- *bare pass*: a forward and a backward loop compiled with numba over the same integer arrays, without calendars;
- *passes*: from those arrays to dates with floats and drivers; *loops*: the same before amounts of work become dates.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from workmodel import Plan, Task, schedule
from workmodel.scheduling import engine
from workmodel.scheduling.compiled import Kernels, compiled, plain
from workmodel.scheduling.problem import Problem, problem_of
from workmodel.scheduling.solving import solve

LAYERS = 100


def tasks_of(size: int, seed: int = 1) -> list[Task]:
    """A layered plan: each task waits for two of the layer before."""
    random_ = random.Random(seed)
    width = max(size // LAYERS, 1)
    tasks = []
    for i in range(size):
        layer = i // width
        before = range((layer - 1) * width, layer * width)
        after = [f"t{random_.choice(before)}" for _ in range(2)] if layer else []
        tasks.append(Task(f"t{i}", duration=f"{random_.randint(1, 10)}d", after=after))
    return tasks


def graph_of(tasks: list[Task]) -> nx.DiGraph:
    """The same network as networkx holds it, with durations in minutes."""
    graph = nx.DiGraph()
    for task in tasks:
        assert task.duration is not None
        graph.add_node(task.id, duration=task.duration.minutes())
    graph.add_edges_from((d.predecessor, task.id) for task in tasks for d in task.after)
    return graph


def networkx_pass(graph: nx.DiGraph) -> dict[str, int]:
    """Early and late dates and total floats, without calendars, by the obvious loops."""
    duration = dict(graph.nodes(data="duration"))
    order = list(nx.topological_sort(graph))
    finish: dict[str, int] = {}
    for node in order:
        finish[node] = max((finish[p] for p in graph.pred[node]), default=0) + duration[node]
    end = max(finish.values())
    late: dict[str, int] = {}
    for node in reversed(order):
        late[node] = min((late[s] - duration[s] for s in graph.succ[node]), default=end)
    return {node: late[node] - finish[node] for node in order}


def bare_pass(first: Any, waited: Any, length: Any, finish: Any, late: Any) -> None:
    """The least that a pass can do: early finishes, then late ones."""
    end = 0
    for i in range(len(length)):
        start = 0
        for e in range(first[i], first[i + 1]):
            start = max(start, finish[waited[e]])
        finish[i] = start + length[i]
        end = max(end, finish[i])
    for i in range(len(length)):
        late[i] = end
    for i in range(len(length) - 1, -1, -1):
        start = late[i] - length[i]
        for e in range(first[i], first[i + 1]):
            late[waited[e]] = min(late[waited[e]], start)


def median(run: Callable[[], Any], rounds: int) -> float:
    """Median CPU time of some rounds, after one to warm up. [s]"""
    run()
    times = []
    for _ in range(rounds):
        gc.collect()
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return statistics.median(times)


def scheduled(tasks: list[Task], rounds: int, kernels: Kernels | None) -> tuple[float, float]:
    """Median CPU time of ``Plan.add`` and of the first ``schedule`` of a new plan. [s]"""
    usual = engine.kernels
    if kernels is not None:
        engine.kernels = lambda _: kernels
    adding, scheduling = [], []
    try:
        for _ in range(rounds + 1):
            gc.collect()
            begin = time.process_time()
            plan = Plan(start="2026-03-02").add(*tasks)
            middle = time.process_time()
            schedule(plan)
            adding.append(middle - begin)
            scheduling.append(time.process_time() - middle)
    finally:
        engine.kernels = usual
    return statistics.median(adding[1:]), statistics.median(scheduling[1:])


def loops_of(problem: Problem, fast: Kernels) -> Callable[[], Any]:
    """The forward and the backward loop alone, floats and drivers included, dates as amounts of work."""
    network, length = problem.network, problem.columns["duration"]
    ends, driver, late, free = (np.empty(len(length), dtype=np.int64) for _ in range(4))
    lag = np.zeros(len(network.predecessor), dtype=np.int64)

    def run() -> None:
        fast.simple_forward(network.first, network.predecessor, lag, length, 0, ends, driver, free)
        end = int(ends.max())
        fast.simple_backward(network.first, network.predecessor, lag, length, end, ends, late, free)

    return run


def measured(size: int, rounds: int) -> dict[str, float | None]:
    """All figures for one size, in seconds of CPU time."""
    tasks = tasks_of(size)
    graph = graph_of(tasks)
    found: dict[str, float | None] = {"networkx": median(lambda: networkx_pass(graph), rounds)}
    found["add"], found["schedule, plain"] = scheduled(tasks, rounds, plain())
    fast = compiled()
    if fast is None:
        return found | dict.fromkeys(("schedule, numba", "passes, numba", "loops, numba", "bare pass"))
    import numba

    _, found["schedule, numba"] = scheduled(tasks, rounds, fast)
    plan = Plan(start="2026-03-02").add(*tasks)
    problem = problem_of(plan)
    found["passes, numba"] = median(lambda: solve(plan, problem, fast), 5 * rounds)
    bare = numba.njit(bare_pass)
    network, length = problem.network, problem.columns["duration"]
    room = [np.zeros(size, dtype=np.int64) for _ in range(2)]
    found["loops, numba"] = median(loops_of(problem, fast), 5 * rounds)
    found["bare pass"] = median(lambda: bare(network.first, network.predecessor, length, *room), 5 * rounds)
    return found


def told(size: int, found: dict[str, float | None]) -> str:
    """The figures of one size as text."""
    reference = found["networkx"]
    lines = [f"{size:,} tasks"]
    for name, seconds in found.items():
        if seconds is None:
            lines.append(f"  {name:18} numba is not installed")
        else:
            ratio = (
                f"{reference / seconds:8.1f} × faster than networkx"
                if name.startswith("schedule") and reference
                else ""
            )
            lines.append(f"  {name:18} {1000 * seconds:10.2f} ms  {ratio}".rstrip())
    if found["passes, numba"] and found["bare pass"]:
        ratio = found["passes, numba"] / found["bare pass"]
        lines.append(f"  the passes take {ratio:.1f} × a bare pass")
    if found["loops, numba"] and found["bare pass"]:
        ratio = found["loops, numba"] / found["bare pass"]
        lines.append(f"  their loops alone, before amounts become dates, {ratio:.1f} ×")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and keep as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    for size in options.sizes:
        results[str(size)] = measured(size, options.rounds)
        print(told(size, results[str(size)]))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
