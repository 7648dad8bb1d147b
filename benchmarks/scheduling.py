"""How fast plans are scheduled, against networkx and against bare passes, in one run.

    python benchmarks/scheduling.py [--sizes 1000 10000 100000] [--shapes layered ...] [--rounds 7] [--json FILE]

Random plans, two links a task, durations of one to ten days, in shapes:

- *layered*: a hundred layers, each task waits for two of the layer before; one five-day calendar;
- *calendars*: the same, each task on one of three calendars;
- *chain*: each task waits for the one before it, and for an earlier one;
- *wide*: ten layers;
- *hierarchy*: six levels of summaries, links on every other level, so also between summaries.

The first shape is measured in every size, the others in the largest. Every figure is CPU time, the median of some rounds,
and only their ratios mean anything: machines differ, and differ from minute to minute. Told apart are

- *networkx*: its topological sort, then a forward and a backward loop over its graph, which is handed to it ready-made;
- *add*: ``Plan.add`` of all tasks;
- *schedule*: of a new plan, and of a plan of which one task was edited since it was scheduled, as a whole;
- *bare pass*: a forward and a backward loop compiled with numba over the same integer arrays, without calendars;
- *passes*: from those arrays to dates with floats and drivers;
- *without numba*: the first ``schedule`` once more, by the kernels as they stand.
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
from typing import Any, Final

import networkx as nx
import numpy as np
from attrs import evolve

from workmodel import Calendar, Plan, Task, schedule
from workmodel.scheduling import engine
from workmodel.scheduling.compiled import Kernels, compiled, plain
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.solving import solve

Figures = dict[str, float | None]

LEVELS: Final = 6
CALENDARS: Final = (
    Calendar("early", week="mon-fri 06:00-14:00"),
    Calendar("six", week="mon-sat 08:00-12:00, 13:00-17:00"),
)


def layered(size: int, layers: int = 100) -> list[Task]:
    """Each task waits for two of the layer before."""
    random_ = random.Random(1)
    width = max(size // layers, 1)
    tasks = []
    for i in range(size):
        layer = i // width
        before = range((layer - 1) * width, layer * width)
        after = [f"t{random_.choice(before)}" for _ in range(2)] if layer else []
        tasks.append(Task(f"t{i}", duration=f"{random_.randint(1, 10)}d", after=after))
    return tasks


def on_calendars(size: int) -> list[Task]:
    """The same, each on one of three calendars."""
    random_ = random.Random(2)
    return [evolve(task, calendar=random_.choice((None, "early", "six"))) for task in layered(size)]


def chain(size: int) -> list[Task]:
    """Each task waits for the one before it and for an earlier one; short ones, so that a century is enough."""
    random_ = random.Random(3)
    tasks = []
    for i in range(size):
        after = {f"t{i - 1}", f"t{random_.randrange(max(i - 100, 0), i)}"} if i else ()
        tasks.append(Task(f"t{i}", duration=f"{random_.randint(1, 60)}min", after=sorted(after)))
    return tasks


def wide(size: int) -> list[Task]:
    """Ten layers."""
    return layered(size, layers=10)


def hierarchy(size: int) -> list[Task]:
    """Six levels of summaries, written as an outline; on every other level each waits for two of those beside it."""
    random_ = random.Random(4)
    fan = max(round(size ** (1 / (LEVELS + 1))), 2)
    made: list[Task] = []

    def below(parent: str | None, level: int) -> None:
        siblings: list[str] = []
        for _ in range(fan):
            name = f"t{len(made)}"
            after = sorted(random_.sample(siblings, 0 if level % 2 else min(len(siblings), 2)))
            length = f"{random_.randint(1, 10)}d" if level == LEVELS else None
            made.append(Task(name, parent=parent, duration=length, after=after))
            siblings.append(name)
            if level < LEVELS:
                below(name, level + 1)

    below(None, 0)
    return made


SHAPES: Final[dict[str, Callable[[int], list[Task]]]] = {
    "layered": layered, "calendars": on_calendars, "chain": chain, "wide": wide, "hierarchy": hierarchy,
}  # fmt: skip


def new_plan(tasks: list[Task]) -> Plan:
    """A plan of the tasks, as somebody would make it."""
    return Plan(start="2026-03-02").add(*CALENDARS).add(*tasks)


def graph_of(tasks: list[Task]) -> nx.DiGraph:
    """The same network as networkx holds it, with durations in minutes; a summary waits for what is in it."""
    graph = nx.DiGraph()
    for task in tasks:
        graph.add_node(task.id, duration=0 if task.duration is None else task.duration.minutes())
    graph.add_edges_from((d.predecessor, task.id) for task in tasks for d in task.after)
    graph.add_edges_from((task.id, task.parent) for task in tasks if task.parent is not None)
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


def within(kernels: Kernels | None, run: Callable[[], Any]) -> Any:
    """Run with certain kernels, whatever the size of the plan; ``None`` for the usual ones."""
    usual = engine.kernels
    if kernels is not None:
        engine.kernels = lambda _: kernels
    try:
        return run()
    finally:
        engine.kernels = usual


def scheduled(tasks: list[Task], rounds: int) -> dict[str, float]:
    """Median CPU times of ``Plan.add``, of the first ``schedule``, and of that of the plan with one task edited. [s]"""
    adding, first, edited = [], [], []
    shortest = next(task.id for task in reversed(tasks) if task.duration is not None)
    for number in range(rounds + 1):
        gc.collect()
        begin = time.process_time()
        plan = new_plan(tasks)
        added = time.process_time()
        schedule(plan)
        done = time.process_time()
        changed = plan.evolve(shortest, duration=f"{1 + number}h")
        again = time.process_time()
        schedule(changed)
        edited.append(time.process_time() - again)
        adding.append(added - begin)
        first.append(done - added)
    return {
        "add": statistics.median(adding[1:]),
        "schedule, new": statistics.median(first[1:]),
        "schedule, edited": statistics.median(edited[1:]),
    }


def measured(shape: str, size: int, rounds: int) -> Figures:
    """All figures for one shape and size, in seconds of CPU time."""
    tasks = SHAPES[shape](size)
    graph = graph_of(tasks)
    found: Figures = {"tasks": len(tasks), "links": sum(len(task.after) for task in tasks)}
    found["networkx"] = median(lambda: networkx_pass(graph), rounds)
    fast = compiled()
    without = within(plain(), lambda: scheduled(tasks, max(rounds // 2, 1)))
    found |= scheduled(tasks, rounds) if fast is None else within(fast, lambda: scheduled(tasks, rounds))
    found |= {f"{name}, without numba": without[name] for name in ("schedule, new", "schedule, edited")}
    if fast is None:
        return found | dict.fromkeys(("bare pass", "passes"))
    import numba

    plan = new_plan(tasks)
    problem = problem_of(plan)
    bare = numba.njit(bare_pass)
    network, length = problem.network, problem.columns["duration"]
    room = [np.zeros(len(network), dtype=np.int64) for _ in range(2)]
    found["bare pass"] = median(lambda: bare(network.first, network.predecessor, length, *room), 5 * rounds)
    found["passes"] = median(lambda: solve(plan, problem, fast), 5 * rounds)
    return found


def told(shape: str, found: Figures) -> str:
    """The figures of one shape and size as text."""
    count, reference = found["tasks"], found["networkx"]
    assert count
    assert reference
    lines = [f"{shape}, {count:,.0f} tasks, {found['links']:,.0f} links"]
    for name, seconds in found.items():
        if name in ("tasks", "links"):
            continue
        if seconds is None:
            lines.append(f"  {name:32} numba is not installed")
            continue
        ratio = f"{reference / seconds:6.1f} × faster than networkx" if name.startswith("schedule") else ""
        lines.append(f"  {name:32} {1000 * seconds:10.2f} ms  {ratio}".rstrip())
    passes, bare = found["passes"], found["bare pass"]
    if passes and bare:
        each = 1e9 * passes / count / 2
        lines.append(f"  the passes take {passes / bare:.1f} × a bare pass, {each:.0f} ns a task and pass")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and keep as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, dict[str, Figures]] = {}
    for shape in options.shapes:
        for size in options.sizes if shape == options.shapes[0] else [max(options.sizes)]:
            found = measured(shape, size, options.rounds)
            results.setdefault(shape, {})[str(size)] = found
            print(told(shape, found), flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
