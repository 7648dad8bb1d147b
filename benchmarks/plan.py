"""What editing a plan costs, and how that grows with the plan.

    python benchmarks/plan.py [--sizes 1000 10000 100000] [--rounds 5] [--json FILE]

Two links a task. Every figure is CPU time, the median of some rounds, with the garbage collector paused, and only their
ratios mean anything: machines differ, and differ from minute to minute. Compared are

- *one by one*: adding all tasks each with an `add` of its own, against one `add` of all. At most 5 times;
- *growth*: the cost of one edit in the largest plan against the smallest. An edit copies one chunk of 256 and a list of
  chunks, so that the growth is a small part of that of the plan;
- *versions*: bytes that a thousand versions take, each an edit of the one before, per version.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workmodel import Plan, Task

EDITS = 300
ONE_BY_ONE = 5.0


def tasks_of(size: int) -> list[Task]:
    """Each task waits for two before it."""
    return [
        Task(f"t{i}", duration="1d", after=[f"t{i - 1}", f"t{i // 2}"] if i > 2 else []) for i in range(size)
    ]


def cost(work: Callable[[], Any], rounds: int) -> float:
    """Median CPU seconds of some rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        try:
            begin = time.process_time()
            work()
            found.append(time.process_time() - begin)
        finally:
            gc.enable()
    return statistics.median(found)


def one_by_one(tasks: list[Task]) -> Plan:
    plan = Plan(start="2026-03-02")
    for task in tasks:
        plan = plan.add(task)
    return plan


def edits(plan: Plan, size: int) -> dict[str, Callable[[], Any]]:
    """Kinds of edits, `EDITS` of each, one after the other."""

    def evolve() -> None:
        edited = plan
        for i in range(EDITS):
            edited = edited.evolve(f"t{i * 7919 % size}", duration="2d")

    def add() -> None:
        edited = plan
        for i in range(EDITS):
            edited = edited.add(Task(f"new{i}", after=["t0"]))

    def rename() -> None:
        edited = plan
        for i in range(EDITS):
            edited = edited.rename(f"t{i}", f"u{i}")

    def remove() -> None:
        edited = plan
        for i in range(EDITS):
            edited = edited.remove(f"t{size - 1 - i}")

    def diff() -> None:
        other = plan.evolve("t5", duration="2d")
        for _ in range(EDITS):
            plan.diff(other)

    return {"evolve": evolve, "add": add, "rename": rename, "remove": remove, "diff": diff}


def bytes_per_version(plan: Plan, size: int, versions: int = 1000) -> float:
    tracemalloc.start()
    try:
        kept = [plan]
        for i in range(versions):
            kept.append(kept[-1].evolve(f"t{i * 7919 % size}", duration="2d"))
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / versions
    finally:
        tracemalloc.stop()


def measured(size: int, rounds: int) -> dict[str, Any]:
    tasks = tasks_of(size)
    all_at_once = cost(lambda: Plan(start="2026-03-02").add(tasks), rounds)
    each = cost(lambda: one_by_one(tasks), max(rounds // 2, 1))
    plan = Plan(start="2026-03-02").add(tasks)
    plan.referrers("t0")  # the index of references is built once, and not part of an edit
    costs = {name: cost(work, rounds) / EDITS for name, work in edits(plan, size).items()}
    return {
        "size": size,
        "add of all": all_at_once,
        "one by one": each,
        "ratio": each / all_at_once,
        "edits": costs,
        "bytes per version": bytes_per_version(plan, size),
    }


def report(found: list[dict[str, Any]]) -> None:
    for row in found:
        print(
            f"{row['size']:>9,} tasks: add of all {row['add of all']:.3f} s, one by one {row['ratio']:.2f} times as long"
        )
        print(
            "          one edit: " + ", ".join(f"{name} {1e6 * c:.0f} µs" for name, c in row["edits"].items())
        )
        print(f"          a version more takes {row['bytes per version'] / 1000:.1f} kB")
    first, last = found[0], found[-1]
    grown = last["size"] / first["size"]
    growth = ", ".join(f"{name} {last['edits'][name] / first['edits'][name]:.1f}" for name in last["edits"])
    print(f"growth of an edit where the plan grows {grown:.0f} times: {growth}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    found = [measured(size, options.rounds) for size in options.sizes]
    report(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return int(any(row["ratio"] > ONE_BY_ONE for row in found))


if __name__ == "__main__":
    sys.exit(main())
