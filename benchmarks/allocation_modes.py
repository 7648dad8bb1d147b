"""How good and how fast the search for modes beneath resource-constrained scheduling is, on published instances.

    python benchmarks/allocation_modes.py SET [--schedules N | --seconds S] [--sample] [--seed N] [--plain] [--list]
        [--solve [--workers N]]

SET is j10mm, j20mm or j30mm of PSPLIB (R. Kolisch and A. Sprecher, European Journal of Operational Research 96, 1997) or
MMLIB50 (V. Van Peteghem and M. Vanhoucke, European Journal of Operational Research 235, 2014). They are looked for in
the folder of reference data beside the checkout, or in the one that WORKMODEL_BENCHMARKS names. ``--schedules`` counts
schedules generated, ``--seconds`` time of the processor for each instance, ``--sample`` takes every tenth instance (of
MMLIB50 every twentieth), ``--plain`` leaves numba out, ``--list`` prints each instance. Deviations are means over
instances: from the critical path over the shortest modes, and from the best known. Every schedule is checked.
``--solve`` runs the whole of `moded_solve`, with OR-Tools where it is installed, instead of the search alone, and with
``--workers`` the seconds are those of so many processors.
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

from workmodel.allocation.kernels.compiled import Kernels, compiled, plain
from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance
from workmodel.allocation.kernels.moded_exact import ModedSchedule
from workmodel.allocation.kernels.moded_search import ModedSearch
from workmodel.allocation.kernels.moded_solving import ModedSolution, moded_solve

EVERY = {"j10mm": 10, "j20mm": 10, "j30mm": 10, "MMLIB50": 20}
PORTION = 500  # schedules between two looks at the clock
PER_SECOND = 4_500_000  # activities placed, about, to size the search where only time is given


@frozen
class Case:
    """One instance and what is known of it."""

    name: str
    made: ModedInstance
    path: int
    best: int


def read(text: str) -> ModedInstance:
    """A project in PSPLIB's multi-mode format, or in MMLIB's dialect of it."""
    lines = [line.strip() for line in text.splitlines()]

    def rows(heads: tuple[str, ...], skip: int) -> Iterator[list[int]]:
        at = next(i for i, line in enumerate(lines) if line.startswith(heads)) + skip
        while at < len(lines) and lines[at][:1] not in {"*", ""}:
            yield [int(cell) for cell in lines[at].split()]
            at += 1

    def number(of: str) -> int:
        return int(next(line for line in lines if line.startswith(of)).split(":")[1].split()[0])

    resources, stocks = number("- renewable"), number("- nonrenewable")
    modes: list[list[ModeOf]] = []
    for row in rows(("REQUESTS/DURATIONS",), 3):
        if len(row) == 3 + resources + stocks:  # the first mode of an activity also says which
            modes.append([])
        duration, *units = row[-1 - resources - stocks :]
        modes[-1].append(
            ModeOf(duration, dict(enumerate(units[:resources])), dict(enumerate(units[resources:])))
        )
    followers = rows(("PRECEDENCE RELATIONS",), 2)
    links = [(i, other - 1, 0, True, False) for i, row in enumerate(followers) for other in row[3:]]
    there = next(rows(("RESOURCEAVAILABILITIES", "RESOURCE AVAILABILITIES"), 2))
    return moded_instance(modes, links, capacities=there[:resources], stocks=there[resources:])


def cases(folder: Path, name: str, every: int) -> Iterator[Case]:
    with (folder / f"{name}_bounds.csv").open(newline="", encoding="utf-8") as file:
        known = {row["instance"]: row for row in csv.DictReader(file)}
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        files = {Path(member).stem: member for member in archive.namelist() if member.endswith(".mm")}
        names = sorted(files.keys() & known, key=lambda stem: [int(part) for part in stem[3:].split("_")])
        for stem in names[::every]:
            text = archive.read(files[stem]).decode()
            yield Case(stem, read(text), int(known[stem]["cplb"]), int(known[stem]["ub"]))


def checked(made: ModedInstance, choice: list[int], starts: list[int]) -> int:
    """The makespan of a schedule, seen to respect links, (constant) capacities and stocks."""
    chosen = [made.modes_of(activity)[mode] for activity, mode in enumerate(choice)]
    spans = [int(made.durations[mode]) for mode in chosen]
    assert min(starts) >= 0
    for p, s, _, _, _ in made.links():  # all from finish to start
        assert starts[s] >= starts[p] + spans[p]
    for moment in starts:
        running = [mode for mode, a, d in zip(chosen, starts, spans, strict=True) if a <= moment < a + d]
        for resource, there in enumerate(made.step_capacities.tolist()):
            assert sum(made.requirements(mode).get(resource, 0) for mode in running) <= there
    for stock, there in enumerate(made.stocks.tolist()):
        assert sum(made.consumption(mode).get(stock, 0) for mode in chosen) <= there
    return max(a + d for a, d in zip(starts, spans, strict=True))


def run(case: Case, schedules: int, seconds: float, seed: int, using: Kernels) -> tuple[ModedSearch, float]:
    """One search, and the time of the processor that it took, which other programs do not lengthen."""
    begin = time.process_time()
    planned = schedules or max(int(seconds * PER_SECOND / len(case.made)), 1)
    search = ModedSearch(case.made, planned=planned, seed=seed, using=using)
    if schedules:
        search.advance(planned)
    while not schedules and not search.proved and time.process_time() - begin < seconds:
        search.advance(PORTION)
    return search, time.process_time() - begin


def whole(
    case: Case, schedules: int, arguments: argparse.Namespace, using: Kernels
) -> tuple[ModedSolution, float]:
    """All of `moded_solve`, and the time of processors that it took."""
    begin = time.process_time()
    until = begin + arguments.seconds * arguments.workers
    found = moded_solve(
        case.made,
        schedules=schedules or max(int(arguments.seconds * PER_SECOND / len(case.made)), 1),
        effort=1e6 if arguments.seconds else 1.0,
        seconds_left=(lambda: until - time.process_time()) if arguments.seconds else None,
        workers=arguments.workers,
        seed=arguments.seed,
        using=using,
    )
    return found, time.process_time() - begin


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", choices=sorted(EVERY))
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument("--schedules", type=int, default=0)
    effort.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solve", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    schedules = arguments.schedules or (0 if arguments.seconds else 5_000)
    named = os.environ.get("WORKMODEL_BENCHMARKS")
    root = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
    folder = root / "psplib"
    if not (folder / f"{arguments.set}.zip").exists():
        print(f"skipped: no {arguments.set}.zip in {folder}; name the folder of data in WORKMODEL_BENCHMARKS")
        return 0
    using = plain() if arguments.plain else compiled() or plain()
    over_path = over_best = spent = 0.0
    count = equal = proved = short = made = 0
    for case in cases(folder, arguments.set, EVERY[arguments.set] if arguments.sample else 1):
        if not count:
            run(case, 200, 0.0, 0, using)  # let it be compiled
        if arguments.solve:
            found, took = whole(case, schedules, arguments, using)
            best = found.schedule
            missing, bound, generated = int(best is None), found.bound.makespan, found.made
        else:
            search, took = run(case, schedules, arguments.seconds, arguments.seed, using)
            best = ModedSchedule(search.modes(), search.starts(), search.makespan)
            missing, bound, generated = search.short, search.bound.makespan, search.made
        count += 1
        spent += took
        made += generated
        if best is None or missing:
            short += 1
            continue
        if arguments.list:
            print(f"{case.name}: {best.makespan}, best known {case.best}, at least {bound}", flush=True)
        assert checked(case.made, best.choice, best.starts) <= best.makespan
        proved += best.makespan <= bound
        equal += best.makespan <= case.best
        over_path += best.makespan / case.path - 1
        over_best += best.makespan / case.best - 1
    solved = max(count - short, 1)
    print(
        f"{arguments.set}: {count} instances, {100 * over_path / solved:.2f} % over the critical path, "
        f"{100 * over_best / solved:.2f} % over the best known, {equal} equal to the best known, {proved} proved, "
        f"{short} for which stocks do not last, {spent:.1f} s, {made / max(spent, 1e-9):,.0f} schedules/s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
