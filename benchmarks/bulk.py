"""How fast a million tasks come in by columns, are scheduled and go out by columns, and in how much memory.

    python benchmarks/bulk.py [--size 1000000] [--rounds 7] [--json FILE]

A layered random plan, two links a task, as in `benchmarks/scheduling.py`. Every figure is CPU time, the median of some
rounds, and only their ratios mean anything: machines differ, and differ from minute to minute. Compared are

- *by places*: `Plan.from_columns` with links as places of rows, `schedule`, `Schedule.to_columns`, against the *bare pass*, a
  forward and a backward loop compiled with numba over integer arrays that are there, without calendars;
- *by ids*: `Plan.from_columns` with links as ids, against making ``{id: place}`` and looking both ends of each link up;
- the same with three calendars, which the tasks have in turn;
- *memory*: the most that a process of its own holds from columns to columns, above what it held before the columns were made.

A round that is the first in its process pays for memory as well as for work; *cold* is that round alone.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from workmodel import Calendar, Plan, schedule
from workmodel.scheduling.problem import problem_of

LAYERS = 100
START = "2026-03-02"
CALENDARS = ("standard", "night_shift", "site")
ALSO = (Calendar("site", base="standard", week="fri 08:00-12:00"),)


def columns_of(
    size: int, *, named: bool = False, calendars: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of a layered plan: each task waits for two of the layer before, by its place or its id."""
    random = np.random.default_rng(1)
    width = max(size // LAYERS, 1)
    successor = np.repeat(np.arange(width, size), 2)
    predecessor = (successor // width - 1) * width + random.integers(0, width, len(successor))
    ids = [f"t{place}" for place in range(size)]
    items: dict[str, Any] = {"id": ids, "duration": random.integers(1, 11, size) * 480}
    if calendars:
        items["calendar"] = [CALENDARS[place % 3] for place in range(size)]
    links: dict[str, Any] = {"predecessor": predecessor, "successor": successor}
    if named:
        links = {name: [ids[place] for place in places.tolist()] for name, places in links.items()}
    return items, links


def loaded(items: dict[str, Any], links: dict[str, Any]) -> Plan:
    """The plan of columns."""
    return Plan.from_columns(items, links, also=ALSO, start=START)


def there_and_back(items: dict[str, Any], links: dict[str, Any]) -> tuple[list[float], Plan]:
    """Seconds of CPU time for the load, the schedule and its columns."""
    gc.collect()
    begin = time.process_time()
    plan = loaded(items, links)
    middle = time.process_time()
    found = schedule(plan)
    late = time.process_time()
    found.to_columns()
    return [middle - begin, late - middle, time.process_time() - late], plan


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


def bare(plan: Plan, rounds: int) -> float | None:
    """CPU time of the bare pass over a plan's network; ``None`` without numba."""
    try:
        import numba
    except ImportError:
        return None
    problem = problem_of(plan)
    compiled = numba.njit(bare_pass)
    network, length = problem.network, problem.columns["duration"]
    room = [np.zeros(len(length), dtype=np.int64) for _ in range(2)]
    return median(lambda: compiled(network.first, network.predecessor, length, *room), rounds)


def looked_up(ids: list[str], links: dict[str, list[str]]) -> None:
    """Places of ids as anybody would find them."""
    place = {name: number for number, name in enumerate(ids)}
    for names in links.values():
        np.array([place[name] for name in names])


def measured(size: int, rounds: int, *, calendars: bool) -> dict[str, float | None]:
    """All figures of one plan, in seconds of CPU time."""
    items, links = columns_of(size, calendars=calendars)
    warm_up()
    cold, plan = there_and_back(items, links)
    found: dict[str, float | None] = {"cold": sum(cold), "bare pass": bare(plan, 5 * rounds)}
    times = [there_and_back(items, links)[0] for _ in range(rounds)]
    for name, column in zip(("load", "schedule", "to columns"), zip(*times, strict=True), strict=True):
        found[name] = statistics.median(column)
    found["by places"] = statistics.median(map(sum, times))
    found["load without ids"] = median(
        lambda: loaded({name: items[name] for name in items if name != "id"}, links), rounds
    )
    _, named = columns_of(size, named=True, calendars=calendars)
    found["by ids"] = median(lambda: loaded(items, named), rounds)
    found["looking ids up"] = median(lambda: looked_up(items["id"], named), rounds)
    return found


def warm_up() -> None:
    """Load what is loaded once: compiled kernels, calendars."""
    schedule(loaded(*columns_of(50_000, calendars=True))).to_columns()
    schedule(loaded(*columns_of(50_000))).to_columns()


def memory_of(what: str) -> int:
    """A figure of this process's memory, `VmRSS` now or `VmHWM` at most. [bytes]"""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) * 1024
    raise LookupError(what)


def memory(size: int, *, calendars: bool) -> dict[str, float]:
    """Bytes a task at most, after the load and up to the schedule's columns; to be run in a process of its own."""
    warm_up()
    gc.collect()
    before = memory_of("VmRSS")
    items, links = columns_of(size, calendars=calendars)
    given = memory_of("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the most so far is forgotten
    plan = loaded(items, links)
    after = memory_of("VmHWM")
    found = schedule(plan).to_columns()
    most = memory_of("VmHWM")
    assert len(found["id"]) == size
    return {
        "columns": (given - before) / size, "load": (after - before) / size, "most": (most - before) / size
    }  # fmt: skip


def told(found: dict[str, Any]) -> str:
    """The figures of one plan as text."""
    lines = [
        f"  {name:18} {1000 * seconds:10.1f} ms"
        for name, seconds in found.items()
        if isinstance(seconds, float)
    ]
    if found["bare pass"]:
        lines.append(f"  by places, {found['by places'] / found['bare pass']:.1f} × a bare pass")
    lines.append(f"  by ids, {found['by ids'] / found['looking ids up']:.1f} × looking the ids up")
    if "memory" in found:
        parts = ", ".join(f"{name} {bytes_:.0f}" for name, bytes_ in found["memory"].items())
        lines.append(f"  bytes a task: {parts}")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and keep as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", choices=("one", "three"), help="measure memory alone, in this process")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.memory:
        print(json.dumps(memory(options.size, calendars=options.memory == "three")))
        return 0
    results: dict[str, Any] = {}
    for name in ("one", "three"):
        found: dict[str, Any] = measured(options.size, options.rounds, calendars=name == "three")
        if Path("/proc/self/clear_refs").exists():
            arguments = [sys.executable, __file__, "--memory", name, "--size", str(options.size)]
            answer = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
            found["memory"] = json.loads(answer)
        results[f"{options.size:,} tasks, calendars: {name}"] = found
        print(f"{options.size:,} tasks, calendars: {name}")
        print(told(found))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
