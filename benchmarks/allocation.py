"""How good and how fast `allocate` is on published projects, through what a program calls: read, allocate, verify.

    python benchmarks/allocation.py SET [--iterations N | --time S] [--cores N] [--sample | --full] [--count N] [--seed N]

SET is j30, j60 or j120 of PSPLIB (R. Kolisch and A. Sprecher, European Journal of Operational Research 96, 1997); j10mm,
j20mm or j30mm of the same, whose activities have several modes; MMLIB50 (V. Van Peteghem and M. Vanhoucke, European Journal
of Operational Research 235, 2014), such modes too; or MPLIB1_Set3_dev, projects of MPLIB that share resources (R. Van Eynde
and M. Vanhoucke, Journal of Scheduling 23, 2020). They are looked for in the folder of reference data beside the checkout, or
in the one that WORKMODEL_BENCHMARKS names.

``--iterations`` and ``--time``, in seconds by the clock, are those of `allocate`, with ``--cores`` more than one in a pool of
so many processes. ``--sample``, which is the default, takes every tenth instance (of j60 and MMLIB50 every twentieth),
``--full`` all, ``--count`` only the first so many of them.

Deviations are means over instances: of the makespan from the critical path, and from the best known. Proved is what
`allocate` itself knows to be the best, ``gap == 0``. Seconds are those of `allocate` by the clock, its verification included;
schedules a second are counted over them. The script fails if `verify` finds anything in a result.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import frozen

import workmodel as wm
from workmodel.allocation import allocate
from workmodel.interchange import psplib
from workmodel.verification import verify

EVERY = {
    "j30": 10, "j60": 20, "j120": 10, "j10mm": 10, "j20mm": 10, "j30mm": 10, "MMLIB50": 20, "MPLIB1_Set3_dev": 10,
}  # fmt: skip
HOUR = timedelta(hours=1)


@frozen
class Case:
    """One instance and what is known of it, in periods."""

    name: str
    plan: wm.Plan
    path: int
    best: int


@frozen
class Outcome:
    """What was found for one instance, in periods."""

    case: Case
    makespan: int
    proved: bool
    generated: int
    seconds: float
    faults: int


def cases(folder: Path, name: str, every: int) -> Iterator[Case]:
    """The instances of a set in the order of their names.

    As text, not by number: the kinds of instance alternate with their numbers, so that every twentieth of j60 by number is
    one of the kinds with the scarcest people, or none of them.
    """
    with (folder / f"{name}_bounds.csv").open(newline="", encoding="utf-8") as file:
        known = {row["instance"]: row for row in csv.DictReader(file)}
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        files = {Path(member).stem: member for member in archive.namelist()}
        for stem in sorted(known.keys() & files.keys())[::every]:
            row = known[stem]
            plan = psplib.loads(archive.read(files[stem])).plan
            yield Case(stem, plan, int(row["cplb"]), int(row["ub"]))


def run(case: Case, options: Mapping[str, Any]) -> Outcome:
    """One call, by the clock."""
    begin = time.perf_counter()
    found = allocate(case.plan, **options)
    took = time.perf_counter() - begin
    faults = verify(case.plan, found)
    for fault in faults:
        print(f"{case.name}: {fault}")
    assert found.finish is not None
    makespan, rest = divmod(found.finish - case.plan.axis.time(case.plan.axis.minute(case.plan.start)), HOUR)
    assert not rest, f"{case.name}: tasks of whole hours end at {found.finish}"
    return Outcome(case, makespan, found.gap == 0, found.generated, took, len(faults))


def report(name: str, outcomes: list[Outcome]) -> str:
    """One line on all of them."""
    count = len(outcomes)
    path = sum(one.makespan / one.case.path - 1 for one in outcomes) / count
    best = sum(one.makespan / one.case.best - 1 for one in outcomes) / count
    equal = sum(one.makespan <= one.case.best for one in outcomes)
    proved = sum(one.proved for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    generated = sum(one.generated for one in outcomes)
    return (
        f"{name}: {count} instances, {100 * path:.2f} % over the critical path, {100 * best:.2f} % over the best known, "
        f"{equal} equal to the best known, {proved} proved, {seconds:.1f} s, {generated / seconds:,.0f} schedules/s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", choices=sorted(EVERY))
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument("--iterations", type=int)
    effort.add_argument("--time", type=float)
    parser.add_argument("--cores", type=int, default=1)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--sample", action="store_true")
    which.add_argument("--full", action="store_true")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    named = os.environ.get("WORKMODEL_BENCHMARKS")
    root = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
    folder = root / "psplib"
    if not (folder / f"{arguments.set}.zip").exists():
        print(f"skipped: no {arguments.set}.zip in {folder}; name the folder of data in WORKMODEL_BENCHMARKS")
        return 0
    chosen = islice(
        cases(folder, arguments.set, 1 if arguments.full else EVERY[arguments.set]), arguments.count
    )
    options: dict[str, Any] = {
        "seed": arguments.seed,
        "time_limit": arguments.time,
        "iterations": arguments.iterations,
    }
    if arguments.time is None and arguments.iterations is None:
        options["iterations"] = 1_000
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        if arguments.cores > 1:
            options["executor"] = stack.enter_context(ProcessPoolExecutor(arguments.cores))
        for case in chosen:
            if not outcomes:
                run(case, options)  # let what is compiled be compiled
            outcomes.append(run(case, options))
    if not outcomes:
        print("no instances: --count has to be 1 or more")
        return 2
    print(report(arguments.set, outcomes))
    return 1 if any(one.faults for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
