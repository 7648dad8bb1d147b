"""Arrivals and reservations of routines that one person has, spread together over the days of all of them.

What several share, belongs to a project or waits for something is left to `workmodel.capacity.demands`, one by one;
the results are the same.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from workmodel.capacity.claims import Part
from workmodel.capacity.demands import Demand, mean_effort, routine_source
from workmodel.capacity.hours import SCALE
from workmodel.capacity.periods import shares_of_each
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.domain import Plan, Routine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Schedule

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Steady", "is_steady", "steadiness_of"]

_BLOCK: Final = 500_000  # cells at once, so that what is in between stays small


def is_steady(routine: Routine, rows: Mapping[str, int], apart: Container[str]) -> bool:
    """Whether one person alone has its arrivals or reservation, with all their hours, for as long as it says itself.

    Parameters
    ----------
    rows, apart
        As in `workmodel.capacity.rhythms.keeps_a_rhythm`.
    """
    if routine.arrivals is None and routine.reservation is None:
        return False
    if len(routine.assignments) != 1 or routine.steps or routine.after or routine.parent is not None:
        return False
    only = routine.assignments[0]
    alone = only.units is None and only.resource in rows
    return alone and (routine.arrivals is None or only.resource not in apart)


def steadiness_of(routine: Routine) -> tuple[object, ...]:
    """What routines have in common that are spread together."""
    rate, held = routine.arrivals, routine.reservation
    period = rate.period if rate is not None else held.period if held is not None else None
    return (
        rate is not None, period, held is not None and held.share is not None,
        routine.calendar, routine.valid_from, routine.valid_to, routine.zone,
    )  # fmt: skip


@frozen(eq=False)
class Steady:
    """Routines of one steadiness, each with the one who has it.

    Attributes
    ----------
    routines, sources, lines
        The routines, what each claims as, and the line that each is where nobody has hours.
    period
        What their amounts are per; ``None``: a share of what there is.
    row, amount : int arrays, shape (routines,)
        Row of the resource; what it is asked for in each period [1/10 000 person-minute], or the share [1/10 000].
    """

    routines: Sequence[Routine]
    sources: Sequence[Source]
    lines: Sequence[Source]
    period: str | None
    row: Ints
    amount: Ints

    @classmethod
    def of(cls, plan: Plan, routines: Sequence[Routine], rows: Mapping[str, int]) -> Steady:
        """Of routines that have in common what `steadiness_of` says."""
        import numpy as np

        rate, held = routines[0].arrivals, routines[0].reservation
        kind: ClaimKind = "arrivals" if rate is not None else "reservation"
        period = rate.period if rate is not None else held.period if held is not None else None
        return cls(
            routines,
            [routine_source(plan, one, kind) for one in routines],
            [routine_source(plan, one, "routine") for one in routines],
            period,
            np.array([rows[one.assignments[0].resource] for one in routines], dtype=np.int64),
            np.array([_amount(plan, one) for one in routines], dtype=np.int64),
        )

    @property
    def routine(self) -> Ints:
        """The number of the routine that each entry is of."""
        import numpy as np

        return np.arange(len(self.row))

    def only(self, some: Flags) -> Steady:
        """The same of some routines. bool, shape (routines,)"""
        kept = some.nonzero()[0].tolist()
        return evolve(
            self, routines=[self.routines[n] for n in kept], sources=[self.sources[n] for n in kept],
            lines=[self.lines[n] for n in kept], row=self.row[some], amount=self.amount[some],
        )  # fmt: skip

    def demand(self, plan: Plan, cells: Cells, schedule: Schedule) -> Demand:
        """What they ask of the cells, block by block."""
        import numpy as np

        counted = RoutineDays(plan, self.routines[0], cells, schedule)
        valid, demand, columns = counted.valid(), Demand(), []
        size = max(_BLOCK // max(cells.days, 1), 1)
        for first in range(0, len(self.routines), size):
            block = slice(first, first + size)
            available = cells.supply.availability[self.row[block]]
            each = self.amount[block, None]
            if self.period is None:
                found = available * each // SCALE
            else:
                amounts, starts = counted.amounts(self.period, each), counted.starts(self.period)
                found = shares_of_each(available, amounts, starts)
                idle = (np.add.reduceat(available, starts[:-1], axis=1) == 0) & (amounts > 0)
                days = counted.first_valid(valid, starts)
                demand.open += [
                    (self.lines[first + number], day, asked)
                    for (number, k), asked in zip(
                        np.argwhere(idle).tolist(), amounts[idle].tolist(), strict=True
                    )
                    if (day := days[k]) is not None
                ]
            found *= valid
            source, place = found.nonzero()
            cell = self.row[block][source] * cells.days + place
            columns.append((source + first, cell, found[source, place]))
        demand.parts.append(
            Part(self.sources, *(np.concatenate(column) for column in zip(*columns, strict=True)))
        )
        return demand


def _amount(plan: Plan, routine: Routine) -> int:
    """What a routine asks for in a period [1/10 000 person-minute], or which share of what there is [1/10 000]."""
    if routine.arrivals is not None:
        return int(Fraction(routine.arrivals.amount) * mean_effort(plan, routine))
    assert routine.reservation is not None
    if routine.reservation.share is not None:
        return int(Fraction(routine.reservation.share) * SCALE)
    assert routine.reservation.time is not None
    return plan.minutes(routine.reservation.time) * SCALE
