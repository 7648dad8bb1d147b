"""The routines of a plan as the ledger takes them: those that are alike together. Made once for a plan, and kept with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import cast

from attrs import frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.demands import Demand, routine_demand
from workmodel.capacity.periods import period_of
from workmodel.capacity.rhythms import Rhythm, keeps_a_rhythm, rhythm_of
from workmodel.capacity.steady import Steady, is_steady, steadiness_of
from workmodel.domain import Plan, Resource, Routine, Schedule

__all__ = ["Claimants", "claimants_of"]


@frozen(eq=False)
class Claimants:
    """Routines, sorted by how their demand is found.

    Attributes
    ----------
    rhythms
        Recurrences that are alike.
    steady
        Arrivals and reservations that are alike.
    special
        All others, each by itself.
    periods
        Periods in which arrivals and reservations are counted.
    reach
        How far an occurrence's window reaches at most. [days]
    """

    rhythms: Sequence[Rhythm]
    steady: Sequence[Steady]
    special: Sequence[Routine]
    periods: frozenset[str]
    reach: int

    def widest(self, first: date, last: date) -> tuple[date, date]:
        """The days that whole periods around a window take, so that all ask for the same whatever window is looked at."""
        reach = timedelta(days=self.reach)
        ends = [period_of(day, period) for day in (first, last) for period in self.periods]
        lo = min([first - reach, *(begin for begin, _ in ends)])
        return lo, max([last + reach, *(end for _, end in ends)])

    def demands(self, plan: Plan, cells: Cells, schedule: Schedule) -> Iterator[Demand]:
        """What they ask of the cells."""
        for rhythm in self.rhythms:
            yield rhythm.demand(plan, cells, schedule)
        for steady in self.steady:
            yield steady.demand(plan, cells, schedule)
        for routine in self.special:
            yield routine_demand(plan, routine, cells, schedule)


def claimants_of(plan: Plan) -> Claimants:
    """The routines of a plan."""
    known = plan._memo.get("claimants")
    if known is None:
        known = plan._memo["claimants"] = _sorted(plan)
    return cast("Claimants", known)


def _sorted(plan: Plan) -> Claimants:
    # rows as `supply` counts them for everybody
    people = (one for one in plan if isinstance(one, Resource) and one.works and not one.members)
    rows = {one.id: row for row, one in enumerate(people)}
    reported = {one.routine for one in plan.completions.values()}
    rhythms: dict[object, list[Routine]] = {}
    steady: dict[object, list[Routine]] = {}
    special = []
    every = [one for one in plan if isinstance(one, Routine)]
    for one in every:
        if one.id not in reported and keeps_a_rhythm(one, rows):
            rhythms.setdefault(rhythm_of(one), []).append(one)
        elif is_steady(one, rows):
            steady.setdefault(steadiness_of(one), []).append(one)
        else:
            special.append(one)
    rates = [one.arrivals or one.reservation for one in every]
    windows = [1 + plan.minutes(one.window) // 60 for one in every if one.window is not None]
    return Claimants(
        [Rhythm.of(plan, alike, rows) for alike in rhythms.values()],
        [Steady.of(plan, alike, rows) for alike in steady.values()],
        special,
        frozenset(rate.period for rate in rates if rate is not None and rate.period is not None),
        max(windows, default=0),
    )
