"""How good and how fast the search beneath resource-constrained scheduling is, on published instances.

    python benchmarks/allocation_kernels.py SET [--iterations N | --time S] [--sample]
        [--minutes] [--seed N] [--plain] [--solve [--effort E] [--workers N]] [--each]

SET is j30, j60 or j120 of PSPLIB (R. Kolisch and A. Sprecher, European Journal of Operational Research 96, 1997). They
are looked for in the folder of reference data beside the checkout, or in the one that WORKMODEL_BENCHMARKS names.
``--iterations`` counts schedules generated (one pass forward or backward is one), ``--time`` seconds for each instance,
``--sample`` takes every tenth instance (of j60 every twentieth), ``--minutes`` multiplies all durations by 60, ``--plain``
leaves numba out, ``--each`` prints a line for each instance. ``--solve`` runs the whole of `solve`, with OR-Tools where it is
installed, instead of the search alone; ``--effort`` is what OR-Tools may take where schedules are counted, ``--workers``
how many threads it has, and then the seconds are those of so many processors. Deviations are means over instances: from the
critical path, and from the best known. Seconds, and schedules a second, are time of one processor.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from workmodel.allocation.kernels.bounds import lower_bound
from workmodel.allocation.kernels.compiled import Kernels, compiled, plain
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.kernels.solving import Solution, solve

EVERY = {"j30": 10, "j60": 20, "j120": 10}
PORTION = 2_000  # schedules between two looks at the clock
PER_SECOND = 8_000_000  # activities placed, about, to size the search where only time is given


@frozen
class Case:
    """One instance and what is known of it, in the units of the file."""

    name: str
    made: Instance
    path: int
    best: int


def read(text: str, unit: int) -> Instance:
    """A project in PSPLIB's single-mode format."""
    lines = text.splitlines()

    def rows(head: str, skip: int) -> Iterator[list[int]]:
        at = next(i for i, line in enumerate(lines) if line.startswith(head)) + skip
        while at < len(lines) and lines[at][:1] not in {"*", ""}:
            yield [int(cell) for cell in lines[at].split()]
            at += 1

    followers = [[other - 1 for other in row[3:]] for row in rows("PRECEDENCE", 2)]
    asked = list(rows("REQUESTS", 3))
    durations = [row[2] * unit for row in asked]
    capacities = next(rows("RESOURCEAVAIL", 2))
    links = [(i, other, durations[i]) for i, row in enumerate(followers) for other in row]
    return instance(
        durations, links, capacities=capacities, requirements=[dict(enumerate(row[3:])) for row in asked]
    )


def cases(folder: Path, name: str, every: int, unit: int) -> Iterator[Case]:
    with (folder / f"{name}_bounds.csv").open(newline="", encoding="utf-8") as file:
        known = {row["instance"]: row for row in csv.DictReader(file)}
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        files = {Path(member).stem: member for member in archive.namelist() if member.endswith(".sm")}
        names = sorted(files, key=lambda stem: [int(part) for part in stem[len(name) :].split("_")])
        for stem in names[::every]:
            row = known[stem]
            text = archive.read(files[stem]).decode()
            yield Case(stem, read(text, unit), int(row["cplb"]), int(row["ub"]))


def checked(made: Instance, starts: list[int]) -> int:
    """The makespan of a schedule, seen to respect links and (constant) capacities."""
    assert min(starts) >= 0
    for s in range(len(made)):
        for k in range(made.predecessor_first[s], made.predecessor_first[s + 1]):
            assert starts[s] >= starts[made.predecessors[k]] + made.predecessor_lags[k]
    for moment in starts:
        used = [0] * made.resources
        for i, start in enumerate(starts):
            if start <= moment < start + made.durations[i]:
                for k in range(made.requirement_first[i], made.requirement_first[i + 1]):
                    used[made.requirement_resources[k]] += int(made.requirement_units[k])
        assert all(a <= b for a, b in zip(used, made.step_capacities.tolist(), strict=True))
    return max(start + int(d) for start, d in zip(starts, made.durations, strict=True))


def run(case: Case, arguments: argparse.Namespace, using: Kernels) -> tuple[Search, float]:
    """One search, and the time of the processor that it took, which other programs do not lengthen."""
    begin, spent = time.perf_counter(), time.process_time()
    planned = arguments.iterations or max(int(arguments.time * PER_SECOND / len(case.made)), 1)
    search = Search(case.made, planned=planned, seed=arguments.seed, using=using)
    if arguments.time:
        search.advance(100)
        search.refute()
        while not search.proved and time.perf_counter() - begin < arguments.time:
            search.advance(PORTION)
    else:
        search.advance(planned)
    return search, time.process_time() - spent


def whole(case: Case, arguments: argparse.Namespace, using: Kernels) -> tuple[Solution, float]:
    """All of `solve`, and the time of processors that it took."""
    spent = time.process_time()
    schedules = arguments.iterations or max(int(arguments.time * PER_SECOND / len(case.made)), 1)
    until = spent + arguments.time * arguments.workers
    found = solve(
        case.made,
        schedules=schedules,
        effort=1e6 if arguments.time else arguments.effort,
        seconds_left=(lambda: until - time.process_time()) if arguments.time else None,
        workers=arguments.workers,
        seed=arguments.seed,
        using=using,
    )
    return found, time.process_time() - spent


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", choices=sorted(EVERY))
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument("--iterations", type=int, default=0)
    effort.add_argument("--time", type=float, default=0.0)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--minutes", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solve", action="store_true")
    parser.add_argument(
        "--effort", type=float, default=1.0, help="of OR-Tools, with --solve and --iterations"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--each", action="store_true", help="a line for each instance")
    arguments = parser.parse_args()
    if not arguments.time and not arguments.iterations:
        arguments.iterations = 5_000
    named = os.environ.get("WORKMODEL_BENCHMARKS")
    root = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
    folder = root / "psplib"
    if not (folder / f"{arguments.set}.zip").exists():
        print(f"skipped: no {arguments.set}.zip in {folder}; name the folder of data in WORKMODEL_BENCHMARKS")
        return 0
    using = plain() if arguments.plain else compiled() or plain()
    unit = 60 if arguments.minutes else 1
    over_path = over_best = seconds = 0.0
    count = equal = proved = made = 0
    every = EVERY[arguments.set] if arguments.sample else 1
    for i, case in enumerate(cases(folder, arguments.set, every, unit)):
        if not i:
            run(case, argparse.Namespace(iterations=500, time=0.0, seed=0), using)  # let it be compiled
            lower_bound(case.made, below=10**6, looks=1_000, using=using)
        if arguments.solve:
            found, took = whole(case, arguments, using)
        else:
            search, took = run(case, arguments, using)
            search.refute()
            found = Solution(search.starts(), search.makespan, search.bound, search.made)
        makespan = found.makespan
        assert checked(case.made, found.starts) <= makespan
        if arguments.each:
            print(
                f"{case.name}: {makespan}, best known {case.best * unit}, at least {found.bound}, {took:.1f} s"
            )
        count += 1
        seconds += took
        made += found.made
        proved += found.proved
        equal += makespan <= case.best * unit
        over_path += makespan / unit / case.path - 1
        over_best += makespan / unit / case.best - 1
    print(
        f"{arguments.set}: {count} instances, {100 * over_path / count:.2f} % over the critical path, "
        f"{100 * over_best / count:.2f} % over the best known, {equal} equal to the best known, {proved} proved, "
        f"{seconds:.1f} s, {made / seconds:,.0f} schedules/s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
