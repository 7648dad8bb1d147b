"""The ledger of a company and a year, against a plain loop over resources and days in the same process.

    python benchmarks/ledger.py [--people N] [--routines N] [--tasks N] [--edits] [--rounds N] [--json FILE]

Both answer the same: what every claim is granted on every day, in units of a ten-thousandth of a person-minute, and what
everybody is asked for in every week; the script fails if they differ by one. The loop is plain Python that indexes and
counts. It is given what is compiled: for each resource its claimants in the order in which they are served, the
minutes at which each rhythm occurs, the open minutes up to each day, and everybody's hours. The ledger is timed twice: from a
plan nobody has asked before, and from one that has been asked for other days. Times are CPU time.

With --edits, single edits of two plans instead: 200 people and 90 days, 1,000 people and a year. Each ledger is made from the
one before and in full, from plans that nobody has asked anything, with their dates handed over; the script fails if the two
differ in any field. Medians of some rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

import workmodel as wm
from workmodel.capacity import Ledger, ledger
from workmodel.capacity.claimants import claimants_of
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.tasks import task_claims

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


@dataclass
class Rhythm:
    """Occurs at so many minutes into a day, or at none."""

    on_day: list[bool]
    amount: int


@dataclass
class Rate:
    """So much in each period, evenly over what its taker has."""

    amounts: list[int]
    period_of: list[int]
    before: list[int]  # what the taker has before each day of the period, and in the whole period
    whole: list[int]


@dataclass
class Load:
    """So much between two minutes, evenly over the open ones."""

    amount: int
    begin: int
    weight: int


def compiled(found: Ledger) -> list[list[Rhythm | Rate | Load]]:
    """For each resource what claims it, first served first, as arrays that are quick to read."""
    plan, cells = found.plan, found.cells
    claimants, tasks = claimants_of(plan), task_claims(plan, found.schedule)
    place = {(one.kind, one.id): number for number, one in enumerate(found.claims.sources)}
    rows: list[list[tuple[int, Rhythm | Rate | Load]]] = [[] for _ in found.resources]
    for rhythm in claimants.rhythms:
        part = rhythm.demand(plan, cells, found.schedule).parts[0]
        on_day = [False] * cells.days
        for day in set((part.cell % cells.days).tolist()):
            on_day[day] = True
        for number, row, effort in zip(
            rhythm.routine.tolist(), rhythm.row.tolist(), rhythm.effort.tolist(), strict=True
        ):
            source = part.sources[number]
            rows[row].append((place[source.kind, source.id], Rhythm(on_day, effort * 10_000)))
    for steady in claimants.steady:
        counted = RoutineDays(plan, steady.routines[0], cells, found.schedule)
        period = str(steady.period)
        starts = counted.starts(period)
        period_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        amounts = counted.amounts(period, steady.amount[:, None])
        available = cells.supply.availability[steady.row]
        before = np.cumsum(available, axis=1) - available
        before -= before[:, starts[:-1]][:, period_of]
        whole = np.add.reduceat(available, starts[:-1], axis=1)
        for number, row in enumerate(steady.row.tolist()):
            source = steady.sources[number]
            rate = Rate(
                amounts[number].tolist(), period_of.tolist(), before[number].tolist(), whole[number].tolist()
            )
            rows[row].append((place.get((source.kind, source.id), -1), rate))
    loads = tasks.loads
    hours = loads.hours[0]
    begin, end = hours.positions(loads.start).tolist(), hours.positions(loads.finish).tolist()
    for number, row in enumerate(loads.row.tolist()):
        source = tasks.sources[int(loads.item[number])]
        load = Load(int(loads.amount[number]), begin[number], end[number] - begin[number])
        rows[row].append((place.get((source.kind, source.id), -1), load))
    return [[one for _, one in sorted(row, key=lambda pair: pair[0])] for row in rows]


def plain(
    claimants: list[list[Rhythm | Rate | Load]],
    available: list[list[int]],
    open_before: list[int],
    week_of: list[int],
) -> tuple[list[int], list[list[int]]]:
    """What each claim is granted, and the wanted amounts by resource and week: over all days, in plain Python."""
    granted: list[int] = []
    weeks = [[0] * (week_of[-1] + 1) for _ in claimants]
    for row, own in enumerate(claimants):
        hours, by_week = available[row], weeks[row]
        for day in range(len(hours)):
            left = here = hours[day]
            asked_for = 0
            for one in own:
                if type(one) is Rhythm:
                    wanted = one.amount if here and one.on_day[day] else 0
                elif type(one) is Rate:
                    period = one.period_of[day]
                    whole, amount = one.whole[period], one.amounts[period]
                    if not here or not whole:
                        continue
                    before = one.before[day]
                    wanted = amount * (before + here) // whole - amount * before // whole
                else:
                    weight, since = one.weight, open_before[day] - one.begin
                    until = open_before[day + 1] - one.begin
                    if until <= 0 or since >= weight:
                        continue
                    first, last = max(since, 0), min(until, weight)
                    wanted = one.amount * last // weight - one.amount * first // weight
                if wanted:
                    given = min(left, wanted)
                    granted.append(given)
                    left -= given
                    asked_for += wanted
            by_week[week_of[day]] += asked_for
    return granted, weeks


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and result."""
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


def answers(plan: wm.Plan, dates: wm.Schedule) -> tuple[Ledger, Any]:
    """The ledger of the year, and what everybody is asked for in each week."""
    found = ledger(plan, START, END, schedule=dates)
    return found, weekly(found)


def afresh(plan: wm.Plan) -> tuple[wm.Plan, wm.Schedule]:
    """An equal plan that nobody has asked anything, and its dates."""
    again = wm.Plan(start=START).add(list(plan))
    return again, wm.schedule(again)


def weekly(found: Ledger) -> Any:
    """What is wanted by resource and week. int64 array [1/10 000 person-minute]"""
    claims, cells = found.claims, found.cells
    before = np.concatenate([[0], np.cumsum(claims.wanted)])
    by_day = np.diff(before[claims.first]).reshape(len(found.resources), cells.days)
    return np.add.reduceat(by_day, np.arange(0, cells.days, 7), axis=1)


EDITS: dict[str, Callable[[wm.Plan, int], wm.Plan]] = {
    "a task's effort": lambda plan, n: plan.evolve("t50", effort=f"{n + 3}h"),
    "a task's duration": lambda plan, n: plan.evolve("t50", duration=f"{n + 2}d"),
    "a task's person": lambda plan, n: plan.evolve("t50", assignments=[f"p{n + 60}"]),
    "another task": lambda plan, n: plan.add(wm.Task("new", effort=f"{n + 3}h", assignments=["p7"])),
    "a routine's effort": lambda plan, n: plan.evolve("p7r5", effort=f"{n + 10}min"),
    "an absence": lambda plan, n: plan.evolve("p7", absences=[f"2026-02-{n + 2:02} sick"]),
}
SIZES = ((200, "2026-04-05"), (1000, END))


def edited(people: int, end: str, said: argparse.Namespace) -> list[dict[str, Any]]:
    """Single edits of a plan with so many people: a ledger from the one before, and in full."""
    plan = company(people, said.routines, 10 * people)
    before = ledger(plan, START, end, schedule=wm.schedule(plan))
    found = []
    for name, edit in EDITS.items():
        spent: dict[str, list[float]] = {"previous": [], "in full": []}
        equal = True
        for n in range(said.rounds + 1):
            made = []
            for how, times in spent.items():
                after = edit(plan, n)
                dates = wm.schedule(after)
                known = before if how == "previous" else None
                took, one = timed(
                    lambda after=after, dates=dates, known=known: ledger(
                        after, START, end, dates, previous=known
                    )
                )
                made.append(one)
                if n:  # the first is to warm up
                    times.append(took)
            equal = equal and made[0] == made[1]
        quick, full = (median(times) for times in spent.values())
        days, claims = len(before.days), len(before.claims.cell)
        found.append(
            {"people": people, "days": days, "claims": claims, "edit": name, "previous": quick, "in full": full,
             "ratio": full / quick, "equal": equal}
        )  # fmt: skip
    return found


def compare_edits(said: argparse.Namespace) -> int:
    """Print what single edits cost, and fail where ledgers differ."""
    found = []
    for people, end in SIZES:
        some = edited(people, end, said)
        first = some[0]
        print(f"{people:,} people, {first['days']} days, {first['claims']:,} claims")
        for one in some:
            told = "" if one["equal"] else "   DIFFERENT"
            print(
                f"  {one['edit']:20} from the one before {1000 * one['previous']:7.1f} ms, in full "
                f"{1000 * one['in full']:7.1f} ms: {one['ratio']:5.1f} times{told}"
            )
        found += some
    if said.json:
        said.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0 if all(one["equal"] for one in found) else 1


def main(words: list[str]) -> int:
    """Print both, and fail where they differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--routines", type=int, default=20)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--edits", action="store_true")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    said = parser.parse_args(words)
    if said.edits:
        return compare_edits(said)
    plan = company(said.people, said.routines, said.tasks)
    dates = wm.schedule(plan)
    ledger(plan, START, "2026-01-12", schedule=dates)  # what loads on first use is not measured
    spent, found = timed(lambda: answers(plan, dates))
    again = afresh(plan)
    cold, _ = timed(lambda: answers(*again))
    book, load = found
    cells, claims = book.cells, book.claims
    hours = plan.work_calendar(None)
    open_before = hours.positions(cells.edges(0)).tolist()
    week_of = [day // 7 for day in range(cells.days)]
    available = cells.supply.availability.tolist()
    own = compiled(book)
    loop, (granted, weeks) = timed(lambda: plain(own, available, open_before, week_of))
    equal = granted == claims.granted.tolist() and weeks == load.tolist()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    people, routines, tasks = said.people, said.people * said.routines, said.tasks
    print(f"{people:,} people, {routines:,} routines, {tasks:,} tasks, {len(granted):,} claims")
    print(f"plain loop over compiled arrays   {loop:8.2f} s")
    print(
        f"ledger and weeks, plan asked before {spent:6.2f} s   {loop / spent:5.1f} times faster than the loop"
    )
    print(f"ledger and weeks, a new plan      {cold:8.2f} s   {loop / cold:5.1f} times")
    print(f"peak memory                       {peak:8.0f} MB")
    print("equal to the unit" if equal else "DIFFERENT")
    if said.json:
        figures = {
            "people": people,
            "routines": routines,
            "tasks": tasks,
            "claims": len(granted),
            "equal": equal,
        }
        figures |= {"loop": loop, "asked before": spent, "new plan": cold, "peak MB": peak}
        said.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
