"""The routines of a plan as the ledger takes them: those that are alike together. Made once for a plan, and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar, cast

from attrs import frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.coverage import Coverage, coverage_of_routines
from workmodel.capacity.demands import Demand, routine_demand
from workmodel.capacity.occasions import Occasions
from workmodel.capacity.periods import earlier, later, period_of
from workmodel.capacity.rhythms import Rhythm, keeps_a_rhythm, rhythm_of
from workmodel.capacity.spent import Shown
from workmodel.capacity.steady import Steady, is_steady, steadiness_of
from workmodel.capacity.supply import supply
from workmodel.domain import Plan, Resource, Routine, Schedule

__all__ = ["Claimants", "claimants_of"]

Group = TypeVar("Group", Rhythm, Steady)

_DAY: Final = 1440
# what takes a day at most begins the day before, and somebody's night a day before that
_HERE: Final = (2, 1)
# local days are up to two apart, for whoever looks and for whoever else is asked
_ELSEWHERE: Final = (6, 5)


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
    margins
        How many days before and after others have to be known for what occurs on a day: it may have begun the day before, in
        somebody's night, or on another day where somebody else is. [days]
    coverage
        What totals of them cover.
    by_week
        Whether anybody who may have them has a weekly limit.
    """

    rhythms: Sequence[Rhythm]
    steady: Sequence[Steady]
    special: Sequence[Routine]
    periods: frozenset[str]
    margins: tuple[int, int]
    coverage: Coverage
    by_week: bool

    @property
    def count(self) -> int:
        """How many demands there are."""
        return len(self.rhythms) + len(self.steady) + len(self.special)

    def widest(self, first: date, last: date) -> tuple[date, date]:
        """The days that whole periods around a window take, so that all ask for the same whatever window is looked at."""
        ends = [period_of(day, period) for day in (first, last) for period in self.periods]
        before, after = self.margins
        lo = min([earlier(first, before), *(begin for begin, _ in ends)])
        return lo, max([later(last, after), *(end for _, end in ends)])

    def demands(
        self, plan: Plan, cells: Cells, schedule: Schedule, first: date, last: date
    ) -> Iterator[Demand]:
        """What they ask of the cells, so that it is complete from the first to the last of those days."""
        for rhythm in self.rhythms:
            yield rhythm.demand(plan, cells, schedule)
        for steady in self.steady:
            yield steady.demand(plan, cells, schedule)
        yield from self.demands_of(self.special, plan, cells, schedule, first, last)

    def demands_of(
        self,
        special: Sequence[Routine],
        plan: Plan,
        cells: Cells,
        schedule: Schedule,
        first: date,
        last: date,
    ) -> Iterator[Demand]:
        """What some of those that stand by themselves ask for; first those without a rule, then the others, as they stand."""
        shown, occurring = _shown(cells, first, last), []
        for routine in special:
            if routine.recurrence:
                occurring.append(Occasions.of(plan, routine, schedule, shown))
            else:
                yield routine_demand(plan, routine, cells, schedule)
        found = {}
        for some, here in _with_their_hours(plan, occurring, cells, self.margins):
            for occasions in some:
                found[occasions.routine.id] = occasions.demand(cells, here)
        yield from (found[one.routine.id] for one in occurring)


def _shown(cells: Cells, first: date, last: date) -> Shown:
    """The days that are looked at, with the minutes in which they lie for anybody."""
    begin = (first - cells.supply.start).days
    end = begin + (last - first).days + 1
    clocks = {cells.clock_of(row): row for row in range(len(cells.supply.resources))}
    edges = [cells.edges(row) for row in clocks.values()]
    axis = cells.plan.axis
    low = min([axis.minute(first), *(int(one[begin]) for one in edges)])
    return Shown(first, last, low, max([axis.minute(last, end=True), *(int(one[end]) for one in edges)]))


def _with_their_hours(
    plan: Plan, special: Sequence[Occasions], cells: Cells, margins: tuple[int, int]
) -> Iterator[tuple[Sequence[Occasions], Cells]]:
    """Routines with the hours of those who do them on all the days that they reach over.

    Mostly those that are there. Others are counted for routines together that reach about as far.
    """
    first, last = cells.supply.days[0], cells.supply.days[-1]
    alike: dict[int, list[tuple[Occasions, date, date]]] = {}
    for one in special:
        lo, hi = one.days or (first, last)
        # whoever does it may be a day ahead or behind, and have begun the night before
        lo, hi = min(first, earlier(lo, margins[0] - 1)), max(last, later(hi, margins[1] - 1))
        alike.setdefault(((hi - lo).days // cells.days).bit_length(), []).append((one, lo, hi))
    for some in alike.values():
        lo, hi = min(one[1] for one in some), max(one[2] for one in some)
        found = [one for one, _, _ in some]
        if (lo, hi) == (first, last):
            yield found, cells
        else:
            names = dict.fromkeys(name for one in found for name in one.names)
            yield found, Cells(plan, supply(plan, lo, hi + timedelta(days=1), tuple(names)))


def claimants_of(plan: Plan, since: tuple[Claimants, Collection[str]] | None = None) -> Claimants:
    """The routines of a plan.

    Parameters
    ----------
    since
        Those of another plan with the same people, and the ids of all that are not what they were there, in either.
    """
    known = plan._memo.get("claimants")
    if known is None:
        known = plan._memo["claimants"] = _sorted(plan, *since or (None, ()))
    return cast("Claimants", known)


def _sorted(plan: Plan, before: Claimants | None, changed: Collection[str]) -> Claimants:
    # rows as `supply` counts them for everybody
    people = [one for one in plan if isinstance(one, Resource) and one.works and not one.members]
    rows = {one.id: row for row, one in enumerate(people)}
    apart = {one.id for one in people if one.efficiency != 1}
    reported = {one.routine for one in plan.completions.values()}
    rhythms: dict[object, list[Routine]] = {}
    steady: dict[object, list[Routine]] = {}
    special = []
    every = [one for one in plan if isinstance(one, Routine)]
    for one in every:
        if one.id not in reported and keeps_a_rhythm(one, rows, apart) and _within_a_day(plan, one):
            rhythms.setdefault(rhythm_of(one), []).append(one)
        elif is_steady(one, rows, apart):
            steady.setdefault(steadiness_of(one), []).append(one)
        else:
            special.append(one)
    rates = [one.arrivals or one.reservation for one in every]
    return Claimants(
        _groups(
            rhythms, before.rhythms if before else (), changed, lambda alike: Rhythm.of(plan, alike, rows)
        ),
        _groups(steady, before.steady if before else (), changed, lambda alike: Steady.of(plan, alike, rows)),
        special,
        frozenset(rate.period for rate in rates if rate is not None and rate.period is not None),
        _margins(plan) if any(one.recurrence for one in every) else (0, 0),
        coverage_of_routines(every),
        any(one.weekly_limit is not None for one in plan.resources.values()),
    )


def _groups(
    found: Mapping[object, Sequence[Routine]], before: Sequence[Group], changed: Collection[str],
    made: Callable[[Sequence[Routine]], Group],
) -> list[Group]:  # fmt: skip
    """Groups of routines that are alike; those that are what they were, as they were made before."""
    known = {
        group.routines[0].id: group
        for group in before
        if not any(one.id in changed for one in group.routines)
    }
    groups = []
    for alike in found.values():
        was = known.get(alike[0].id)
        same = was is not None and [one.id for one in was.routines] == [one.id for one in alike]
        groups.append(was if was is not None and same else made(alike))
    return groups


def _within_a_day(plan: Plan, routine: Routine) -> bool:
    """Whether what occurs reaches no further than the margins."""
    return routine.effort is not None and plan.minutes(routine.effort) <= _DAY


def _margins(plan: Plan) -> tuple[int, int]:
    clocks = {plan.work_calendar(one).zone for one in {one.calendar for one in plan.resources.values()}}
    return _ELSEWHERE if len({plan.axis.zone, *clocks}) > 1 else _HERE
