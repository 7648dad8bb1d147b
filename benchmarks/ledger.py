"""The ledger of a company and a year, against a plain loop over resources and days in the same process.

    python benchmarks/ledger.py [--people N] [--routines N] [--tasks N]

Both answer the same: what every claim is granted on every day, in units of a ten-thousandth of a person-minute; the
script fails if they differ by one. The loop is given what is compiled, the availability of every cell and every claim in
order, and only serves them, in plain Python that indexes and counts; the ledger starts from the plan and its schedule.
Times are CPU time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import workmodel as wm
from workmodel.capacity import Ledger, ledger

START, END = "2026-01-05", "2027-01-04"
DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "effort": "15min", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "effort": "15min", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=FR", "effort": "30min"},
    {"arrivals": "3 per day", "effort": "5min"},
    {"reservation": "1h per week"},
    {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1", "effort": "2h"},
)


_HOURS = (8, 9, 10, 11, 13, 14, 15, 16)


def company(people: int, routines: int, tasks: int) -> wm.Plan:
    """People, some part-time and away in July, with routines of their own and tasks one after the other."""
    chance = random.Random(20260105)
    found: list[Any] = []
    for n in range(people):
        away = ["2026-07-06..2026-07-17 vacation"] if n % 3 == 0 else []
        found.append(wm.Resource(f"p{n}", capacity=chance.choice(["1", "0.8", "0.75"]), absences=away))
    for n in range(people):
        for k in range(routines):
            demand = dict(DEMANDS[(n + k) % len(DEMANDS)])
            if demand.get("split"):  # at times of day that do not meet
                demand["at"] = f"{_HOURS[k % 8]:02}:{15 * (k // 8 % 4):02}"
            found.append(wm.Routine(f"p{n}r{k}", assignments=[f"p{n}"], **demand))
    found += [
        wm.Task(
            f"t{n}", duration=f"{chance.randint(1, 10)}d", effort=f"{chance.randint(4, 40)}h",
            assignments=[f"p{n % people}"], after=[f"t{n - people}"] if n >= people else [],
        )
        for n in range(tasks)
    ]  # fmt: skip
    return wm.Plan(start=START).add(found)


def plain(first: list[int], wanted: list[int], budget: list[int]) -> list[int]:
    """What each claim is granted: over all cells, over the claims of each, in plain Python."""
    granted = [0] * len(wanted)
    for cell in range(len(budget)):
        left = budget[cell]
        for n in range(first[cell], first[cell + 1]):
            asked = wanted[n]
            given = min(asked, left)
            granted[n] = given
            left -= given
    return granted


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and result."""
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


def weekly(found: Ledger) -> Any:
    """Wanted hours by resource and week, as one array."""
    claims, cells = found.claims, found.cells
    wanted = np.bincount(claims.cell, weights=claims.wanted, minlength=len(claims.budget))
    by_day = wanted.reshape(len(found.resources), cells.days)
    return np.add.reduceat(by_day, np.arange(0, cells.days, 7), axis=1)


def main(words: list[str]) -> int:
    """Print both, and fail where they differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--routines", type=int, default=20)
    parser.add_argument("--tasks", type=int, default=10_000)
    said = parser.parse_args(words)
    plan = company(said.people, said.routines, said.tasks)
    dates = wm.schedule(plan)
    ledger(plan, START, "2026-01-12", schedule=dates)  # what loads on first use is not measured
    spent, found = timed(lambda: ledger(plan, START, END, schedule=dates))
    load, _ = timed(lambda: weekly(found))
    claims = found.claims
    first, wanted, budget = claims.first.tolist(), claims.wanted.tolist(), claims.budget.tolist()
    loop, granted = timed(lambda: plain(first, wanted, budget))
    equal = granted == claims.granted.tolist()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{said.people:,} people, {said.people * said.routines:,} routines, {said.tasks:,} tasks, {len(wanted):,} claims"
    )
    print(f"ledger from the plan   {spent:8.2f} s")
    print(f"weekly workload        {load:8.2f} s")
    print(
        f"plain loop, serving    {loop:8.2f} s    {loop / spent:.2f} times the ledger, which also gathers the claims"
    )
    print(f"peak memory            {peak:8.0f} MB")
    print("equal to the unit" if equal else "DIFFERENT")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
