"""What routines ask of whom by the period: expected arrivals, hours held. One part per routine and way of asking.

Occurrences are in `workmodel.capacity.occasions`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field

from workmodel.capacity.claims import Part
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import paces, worked
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.takers import rows_of
from workmodel.domain import Routine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Plan, Schedule

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

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
        self.takers = rows_of(cells, [one.resource for one in routine.assignments])

    def arriving(self) -> None:
        """Items that are expected, at so many in a period."""
        rate = self.routine.arrivals
        assert rate is not None
        self._per_period(
            "arrivals", rate.period, int(Fraction(rate.amount) * mean_effort(self.plan, self.routine))
        )

    def held(self) -> None:
        """Hours that are held: per period, or as a share of what each has."""
        held = self.routine.reservation
        assert held is not None
        if held.share is None:
            assert held.time is not None
            assert held.period is not None
            self._per_period("reservation", held.period, self.plan.minutes(held.time) * SCALE)
            return
        units = int(Fraction(held.share) * SCALE)
        available = (
            self._available() * RoutineDays(self.plan, self.routine, self.cells, self.schedule).valid()
        )
        self._add("reservation", available * units // SCALE)

    def _per_period(self, kind: ClaimKind, period: str, amount: int) -> None:
        import numpy as np

        counted = RoutineDays(self.plan, self.routine, self.cells, self.schedule)
        available, valid, starts = self._available(), counted.valid(), counted.starts(period)
        amounts = counted.amounts(period, np.array([[amount]], dtype=np.int64))[0]
        each = self.routine.split == "each"
        groups = [available[n : n + 1] for n in range(len(available))] if each else [available]
        pace = None if each or kind != "arrivals" else paces(self.cells)[list(self.takers)]
        spread_out = [worked(group, amounts, starts, pace) for group in groups if len(group)]
        weights = available.sum(axis=0) if len(available) else np.zeros(self.cells.days, dtype=np.int64)
        idle = (np.add.reduceat(weights, starts[:-1]) == 0) & (amounts > 0)
        days = counted.first_valid(valid, starts)
        for number in np.flatnonzero(idle).tolist():
            if (day := days[number]) is not None:
                self._open(day, int(amounts[number]))
        if spread_out:
            self._add(kind, np.concatenate(spread_out) * valid)

    def _available(self) -> Ints:
        """Availability of the takers, where they count. int64, shape (takers, days)"""
        import numpy as np

        rows = list(self.takers)
        if not rows:
            return np.zeros((0, self.cells.days), dtype=np.int64)
        masks = np.array([self.takers[row] for row in rows])
        found: Ints = self.cells.supply.availability[rows] * masks
        return found

    def _add(self, kind: ClaimKind, amounts: Ints) -> None:
        """A part out of amounts by taker and day."""
        import numpy as np

        rows = np.array(list(self.takers), dtype=np.int64)
        cell = (rows[:, None] * self.cells.days + np.arange(self.cells.days)[None, :]).ravel()
        flat = amounts.ravel()
        kept = flat > 0
        if kept.any():
            self.found.parts.append(
                Part.of(routine_source(self.plan, self.routine, kind), cell[kept], flat[kept])
            )

    def _open(self, day: date, amount: int) -> None:
        self.found.open.append((routine_source(self.plan, self.routine, "routine"), day, amount))
