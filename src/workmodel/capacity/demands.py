"""What routines ask of whom by the period: expected arrivals, hours held. One part per routine and way of asking.

Occurrences are in `workmodel.capacity.occasions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import define, field

from workmodel.capacity.claims import Part
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import paces, worked
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.weights import weights_of
from workmodel.domain import Assignment, Routine
from workmodel.routines.fanning import Fans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Plan, Schedule

    Ints = NDArray[np.int64]

__all__ = ["Demand", "mean_effort", "routine_demand", "routine_source"]


@define
class Demand:
    """What a routine, or several, ask for.

    Attributes
    ----------
    parts
        By cell.
    open
        What nobody takes: no assignee, or none with hours. The routine's line, day and amount. [1/10 000 person-minute]
    """

    parts: list[Part] = field(factory=list)
    open: list[tuple[Source, date, int]] = field(factory=list)


def routine_source(plan: Plan, routine: Routine, kind: ClaimKind) -> Source:
    """The line of the ledger that a routine is: by its priority, then the plan's order."""
    return Source(kind, routine.id, routine.parent or "", (-routine.priority, plan._slot(routine.id) or 0))


def routine_demand(plan: Plan, routine: Routine, cells: Cells, schedule: Schedule) -> Demand:
    """What a routine without a rule asks of the cells: nothing, if it has no rate either."""
    made = _Demands(plan, routine, cells, schedule)
    if routine.arrivals is not None:
        made.arriving()
    elif routine.reservation is not None:
        made.held()
    return made.found


def mean_effort(plan: Plan, routine: Routine) -> int:
    """What one item of a routine takes on average. [1/10 000 person-minute]"""
    if routine.effort is not None:
        return plan.minutes(routine.effort) * SCALE
    if routine.estimate is None:
        return 0
    low, likely, high = routine.estimate.minutes(plan.conventions)
    return int(Fraction(low + 4 * likely + high, 6) * SCALE)


class _Demands:
    """The demand of one routine, being made."""

    def __init__(self, plan: Plan, routine: Routine, cells: Cells, schedule: Schedule) -> None:
        self.plan, self.routine, self.cells, self.schedule = plan, routine, cells, schedule
        self.found = Demand()
        self.takers = weights_of(cells, routine.assignments)

    def arriving(self) -> None:
        """Items that are expected, at so many in a period."""
        rate, plan, routine = self.routine.arrivals, self.plan, self.routine
        assert rate is not None
        if not routine.steps:
            amount = int(Fraction(rate.amount) * mean_effort(plan, routine))
            self._per_period("arrivals", rate.period, amount, self.takers, each=routine.split == "each")
        fans = Fans.of(plan, routine)
        for day, here in self._eras(fans):
            for step in fans.on(day).steps("", {}):
                amount = int(Fraction(rate.amount) * step.each * SCALE)
                theirs = weights_of(self.cells, map(Assignment, step.who))
                self._per_period("arrivals", rate.period, amount, theirs, each=True, here=here)

    def _eras(self, fans: Fans) -> Iterator[tuple[date, Ints]]:
        """The days between which the same people are in teams: the first of them, and which they are."""
        import numpy as np

        days = self.cells.supply.days
        starts = [days[0], *(day for day in fans.changes if days[0] < day <= days[-1])]
        for start, end in pairwise([*starts, None]):
            here = np.zeros(len(days), dtype=np.int64)
            here[(start - days[0]).days : None if end is None else (end - days[0]).days] = 1  # type: ignore[operator]
            yield start, here  # type: ignore[misc]

    def held(self) -> None:
        """Hours that are held: per period, or as a share of what each has."""
        held = self.routine.reservation
        assert held is not None
        if held.share is None:
            assert held.time is not None
            assert held.period is not None
            amount, each = self.plan.minutes(held.time) * SCALE, self.routine.split == "each"
            self._per_period("reservation", held.period, amount, self.takers, each=each)
            return
        units = int(Fraction(held.share) * SCALE)
        available = (
            self._available(self.takers)
            * RoutineDays(self.plan, self.routine, self.cells, self.schedule).valid()
        )
        self._add("reservation", self.takers, available * units // SCALE)

    def _per_period(
        self, kind: ClaimKind, period: str, amount: int, theirs: dict[int, Ints], *, each: bool,
        here: Ints | None = None,
    ) -> None:  # fmt: skip
        import numpy as np

        counted = RoutineDays(self.plan, self.routine, self.cells, self.schedule)
        available, valid, starts = self._available(theirs), counted.valid(), counted.starts(period)
        valid = valid if here is None else valid * here
        amounts = counted.amounts(period, np.array([[amount]], dtype=np.int64))[0]
        groups = [available[n : n + 1] for n in range(len(available))] if each else [available]
        pace = None if each or kind != "arrivals" else paces(self.cells)[list(theirs)]
        spread_out = [worked(group, amounts, starts, pace) for group in groups if len(group)]
        weights = available.sum(axis=0) if len(available) else np.zeros(self.cells.days, dtype=np.int64)
        idle = (np.add.reduceat(weights, starts[:-1]) == 0) & (amounts > 0)
        days = counted.first_valid(valid, starts)
        for number in np.flatnonzero(idle).tolist():
            if (day := days[number]) is not None:
                self._open(day, int(amounts[number]))
        if spread_out:
            self._add(kind, theirs, np.concatenate(spread_out) * valid)

    def _available(self, theirs: dict[int, Ints]) -> Ints:
        """What the takers have for it. int64, shape (takers, days)"""
        import numpy as np

        if not theirs:
            return np.zeros((0, self.cells.days), dtype=np.int64)
        return np.array(list(theirs.values()))

    def _add(self, kind: ClaimKind, theirs: dict[int, Ints], amounts: Ints) -> None:
        """A part out of amounts by taker and day."""
        import numpy as np

        rows = np.array(list(theirs), dtype=np.int64)
        cell = (rows[:, None] * self.cells.days + np.arange(self.cells.days)[None, :]).ravel()
        flat = amounts.ravel()
        kept = flat > 0
        if kept.any():
            self.found.parts.append(
                Part.of(routine_source(self.plan, self.routine, kind), cell[kept], flat[kept])
            )

    def _open(self, day: date, amount: int) -> None:
        self.found.open.append((routine_source(self.plan, self.routine, "routine"), day, amount))
