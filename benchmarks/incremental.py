"""How fast an edit is rescheduled from what was known before, in one run with networkx and with a full pass.

    python benchmarks/incremental.py [--sizes 1000 10000 100000] [--edits 1000] [--json FILE]

Layered random plans as in ``scheduling.py``, two links a task; some sixty tasks run on calendars of their own, so that an
exception in one of those concerns a few. Each figure is CPU time of the whole way: a new plan, its schedule, and what moved.
Edits start from one and the same schedule, as when somebody drags a bar to and fro: each takes back the one before. They are
counted as *local* where fewer than 1 % of the items differ in any field; the others are printed apart, and so are those that
move the end of the plan or its main calendar. Then a chain of edits that leave the end where it is, each from the one before
and all versions kept: time and memory of a version.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import evolve

from scheduling import graph_of, layered, median, networkx_pass
from workmodel import Calendar, CalendarException, Milestone, Plan, Schedule, Task, moves, schedule
from workmodel.domain import Progress
from workmodel.scheduling.compiled import compiled

Edit = Callable[[Plan, int, random.Random, int], Plan | None]

_TEAMS = 20
LAYERS = 100
_SHARE = 0.01


def plan_of(size: int) -> Plan:
    """The plan that is edited."""
    random_ = random.Random(5)
    calendars = [Calendar(f"team{k}", base="standard") for k in range(_TEAMS)]
    own = {i: f"team{k % _TEAMS}" for k, i in enumerate(random_.sample(range(size), 3 * _TEAMS))}
    tasks = [evolve(task, calendar=own.get(i)) for i, task in enumerate(layered(size))]
    end = Milestone("end", after=[f"t{i}" for i in range(size - max(size // LAYERS, 1), size)])
    return Plan(start="2026-03-02").add(*calendars, *tasks, end)


def duration(plan: Plan, i: int, random_: random.Random, _size: int) -> Plan:
    """Another duration."""
    return plan.evolve(f"t{i}", duration=f"{random_.randint(1, 10)}d")


def link_added(plan: Plan, i: int, random_: random.Random, size: int) -> Plan | None:
    """A link from some task of an earlier layer."""
    width = max(size // LAYERS, 1)
    first = i // width * width
    if not first:
        return None
    after = plan[f"t{i}"].after
    waited = f"t{random_.randrange(max(first - 3 * width, 0), first)}"
    return (
        plan.evolve(f"t{i}", after=[*after, waited]) if waited not in {d.predecessor for d in after} else None
    )


def link_removed(plan: Plan, i: int, _: random.Random, _size: int) -> Plan | None:
    """One link less."""
    after = plan[f"t{i}"].after
    return plan.evolve(f"t{i}", after=after[1:]) if after else None


def calendar_exception(plan: Plan, i: int, random_: random.Random, _size: int) -> Plan:
    """A day off in a calendar that a few tasks have."""
    day = f"2026-{random_.randint(3, 12):02}-{random_.randint(1, 28):02}"
    return plan.evolve(f"team{i % _TEAMS}", exceptions=[CalendarException(start=day)])


def progress(plan: Plan, i: int, random_: random.Random, size: int) -> Plan:
    """A report: begun where it was planned."""
    first = i % max(size // LAYERS, 1)  # of the first layer, which begins when the plan does
    return plan.evolve(
        f"t{first}", progress=Progress(actual_start="2026-03-02", percent=random_.randint(10, 90))
    )


def new_task(plan: Plan, i: int, random_: random.Random, _size: int) -> Plan:
    """A task more, between others and nothing."""
    return plan.add(Task(f"n{random_.random()}", duration=f"{random_.randint(1, 5)}d", after=[f"t{i}"]))


def deleted_task(plan: Plan, i: int, _: random.Random, _size: int) -> Plan:
    """A task less, with the links to it."""
    return plan.remove(f"t{i}", cascade=True)


KINDS: dict[str, Edit] = {
    "duration": duration, "link added": link_added, "link removed": link_removed,
    "calendar exception": calendar_exception, "progress": progress, "new task": new_task, "deleted task": deleted_task,
}  # fmt: skip


def main_calendar(plan: Plan, _: int, random_: random.Random, _size: int) -> Plan:
    """A holiday for all."""
    day = f"2026-{random_.randint(3, 12):02}-{random_.randint(1, 28):02}"
    return plan.add(
        Calendar(
            "standard", week="mon-fri 08:00-12:00, 13:00-17:00", exceptions=[CalendarException(start=day)]
        )
    )


def the_end(plan: Plan, i: int, random_: random.Random, _size: int) -> Plan:
    """A task on the critical path takes longer."""
    return plan.evolve(f"t{i}", duration=f"{random_.randint(60, 90)}d")


WHOLE: dict[str, Edit] = {"the end of the plan": the_end, "a main calendar": main_calendar}


def of_each(plan: Plan, first: Schedule, edit: Edit, count: int, seed: int) -> list[tuple[float, int]]:
    """CPU time of the whole way and how many items differ, of so many edits from the same schedule. [s]"""
    random_ = random.Random(seed)
    size = len(plan.tasks)
    found: list[tuple[float, int]] = []
    gc.collect()
    while len(found) < count:
        i = random_.randrange(size)
        begin = time.process_time()
        edited = edit(plan, i, random_, size)
        if edited is None:
            continue
        moved = moves(first, schedule(edited, previous=first))
        found.append((time.process_time() - begin, len(moved) + len(moved.added) + len(moved.removed)))
    return found


def quantiles(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile. [s]"""
    ordered = sorted(times)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
    }


def chained(plan: Plan, count: int) -> dict[str, float]:
    """A chain of edits with every version kept: time of the first and the last third, and memory of a version."""
    random_ = random.Random(7)
    size = len(plan.tasks)
    tracemalloc.start()  # before what all versions share is made, so that its growth counts and not the whole of it
    first = schedule(plan)
    schedule(
        schedule(plan.evolve("t0", title="begun"), previous=first).plan.evolve("t1", after=[]), previous=first
    )
    kept: list[tuple[Plan, Schedule]] = [(plan, first)]
    times: list[float] = []
    gc.collect()
    begin = tracemalloc.get_traced_memory()[0]
    while len(kept) <= count:
        start = time.process_time()
        last, before = kept[-1]
        edited = list(KINDS.values())[random_.choice((0, 1, 2, 5))](
            last, random_.randrange(size), random_, size
        )
        if edited is None:
            continue
        found = schedule(edited, previous=before)
        seconds = time.process_time() - start
        if found.finish == before.finish:
            kept.append((edited, found))
            times.append(seconds)
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0] - begin
    tracemalloc.stop()
    third = count // 3
    return {
        "first third": statistics.median(times[:third]), "last third": statistics.median(times[-third:]),
        "bytes a version": memory / count,
    }  # fmt: skip


def measured(size: int, edits: int) -> dict[str, Any]:
    """All figures for one size: seconds of CPU time, bytes."""
    plan = plan_of(size)
    graph = graph_of(layered(size))
    found: dict[str, Any] = {"networkx": median(lambda: networkx_pass(graph), 3)}
    fresh = [plan.evolve("t0", duration="2d") for _ in range(5)]
    found["full"] = median(lambda: schedule(fresh.pop()), 4)
    first = schedule(plan)
    schedule(plan.evolve("t1", title="begun"), previous=first)
    found["edits"] = {}
    for seed, (name, edit) in enumerate(KINDS.items()):
        each = of_each(plan, first, edit, edits, seed)
        local = [seconds for seconds, differ in each if differ < _SHARE * size]
        other = [seconds for seconds, differ in each if differ >= _SHARE * size]
        found["edits"][name] = {"local": len(local), **(quantiles(local) if local else {})}
        if other:
            found["edits"][name]["others"] = quantiles(other)
    for seed, (name, edit) in enumerate(WHOLE.items()):
        found["edits"][name] = {
            "local": 0,
            "others": quantiles([t for t, _ in of_each(plan, first, edit, 12, seed)]),
        }
    found["chain"] = chained(plan_of(size), 300)
    return found


def told(size: int, found: dict[str, Any]) -> str:
    """The figures of one size as text."""
    lines = [
        f"{size:,} tasks: networkx {1000 * found['networkx']:.2f} ms, a full schedule {1000 * found['full']:.2f} ms"
    ]
    for name, one in found["edits"].items():
        if "p95" in one:
            ratio = found["networkx"] / one["median"]
            lines.append(
                f"  {name:20} median {1000 * one['median']:7.3f} ms, 95 % within {1000 * one['p95']:7.3f} ms, "
                f"{one['local']} local; {ratio:7.0f} × faster than networkx"
            )
        if "others" in one:
            other = one["others"]
            lines.append(
                f"  {name:20} where more differs: median {other['median'] / found['full']:.2f} of a full schedule"
            )
    chain = found["chain"]
    lines.append(
        f"  300 in a chain: the last third takes {chain['last third'] / chain['first third']:.2f} of the first, "
        f"{chain['bytes a version'] / 1000:.1f} kB a version"
    )
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and keep as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    print("kernels compiled" if compiled() is not None else "kernels as they stand: numba is not installed")
    results = {}
    for size in options.sizes:
        results[str(size)] = measured(size, options.edits)
        print(told(size, results[str(size)]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
