"""What claims other than tasks leave of everybody's time: routines, meetings, reserve and absences taken off.

Piece by piece, so that engines can tell when an effort is done: within a day, claims with a time of day lie in their own
minutes, and what the day has left lies evenly over its other open minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from workmodel.capacity.cells import Cells
from workmodel.capacity.claimants import claimants_of
from workmodel.capacity.claims import Claims, booked, reserved
from workmodel.capacity.hours import SCALE
from workmodel.capacity.limits import whole_weeks
from workmodel.capacity.sources import CLAIM_ORDER, Source, claim_order
from workmodel.capacity.supply import supply
from workmodel.domain import Plan, Schedule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Remaining", "remaining"]


@frozen(eq=False)
class Remaining:
    """What is left of everybody's time in some days.

    Attributes
    ----------
    plan
        Whose resources they are.
    cells, claims
        What hours there are, and what claims them, tasks apart.
    first, end
        The days, half-open.
    """

    plan: Plan
    cells: Cells
    claims: Claims
    first: date
    end: date
    _known: dict[str, Ints] = field(init=False, factory=dict)
    _whole: dict[str, bool] = field(init=False, factory=dict)

    def of(self, resource: str) -> Ints:
        """What one resource has left, in order: from when, till when, how much in between, at which capacity.

        Returns
        -------
        int array, shape (pieces, 4)
            [min since 1970, min since 1970, 1/10 000 person-minute, 1/10 000]
        """
        import numpy as np

        if resource not in self._known:
            row = self.cells.row(resource)
            nothing = np.zeros((0, 4), dtype=np.int64)
            self._known[resource] = nothing if row is None else self._pieces(row)
        return self._known[resource]

    def claimed_by(self, resource: str, lo: int, hi: int) -> tuple[Source, ...]:
        """What claims a resource's days between two minutes, most first."""
        import numpy as np

        row = self.cells.row(resource)
        if row is None:
            return ()
        edges, claims = self.cells.edges(row), self.claims
        days = np.searchsorted(edges, [lo, hi - 1], side="right") - 1
        first, last = (row * self.cells.days + int(day) for day in days.clip(0, self.cells.days - 1))
        some = slice(int(claims.first[first]), int(claims.first[last + 1]))
        sums = np.bincount(claims.source[some], weights=claims.granted[some])
        return tuple(claims.sources[n] for n in np.argsort(-sums, kind="stable").tolist() if sums[n] > 0)

    def whole(self, resource: str) -> bool:
        """Whether a resource has all of its time left, at the capacity that it is given: nothing else claims or changes it."""
        if resource not in self._whole:
            row = self.cells.row(resource)
            self._whole[resource] = row is None or self._has_all(resource, row)
        return self._whole[resource]

    def _has_all(self, resource: str, row: int) -> bool:
        days, supply = self._days(), self.cells.supply
        minutes = supply.calendars[int(supply.calendar_of[row])].minutes[days.start : days.stop]
        usual = int(self.plan.resources[resource].capacity * SCALE) * int(minutes.sum())
        first = row * self.cells.days
        return int(self.claims.free[first + days.start : first + days.stop].sum()) == usual

    def away(self, resource: str, lo: int, hi: int) -> bool:
        """Whether an absence takes any of a resource's days between two minutes."""
        import numpy as np

        row = self.cells.row(resource)
        if row is None:
            return False
        days = np.searchsorted(self.cells.edges(row), [lo, hi - 1], side="right") - 1
        first, last = days.clip(0, self.cells.days - 1).tolist()
        return bool(self.cells.supply.absence[row, first : last + 1].any())

    def limited(self, resource: str, lo: int, hi: int) -> bool:
        """Whether a limit keeps hours of a resource between two minutes from being claimed."""
        import numpy as np

        row = self.cells.row(resource)
        if row is None or self.claims.allowed is None:
            return False
        days = np.searchsorted(self.cells.edges(row), [lo, hi - 1], side="right") - 1
        first, last = (row * self.cells.days + int(day) for day in days.clip(0, self.cells.days - 1))
        return bool(self.claims.barred[first : last + 1].any())

    def _days(self) -> range:
        first = (self.first - self.cells.supply.start).days
        return range(first, first + (self.end - self.first).days)

    def _pieces(self, row: int) -> Ints:
        """What a row has left: open time less absences and claims with minutes of their own, each day's rest spread over it."""
        import numpy as np

        days, first = self._days(), row * self.cells.days
        day, start, finish, room = self.cells.open_time(row, days)
        free = self.claims.free[first + days.start : first + days.stop]
        claimed = np.flatnonzero(self.claims.any_timed(first + days.start, first + days.stop) & (free > 0))
        if len(claimed):  # these lie in minutes of their own
            claimed += days.start
            laid = [
                (int(one), piece.start, piece.finish, piece.room)
                for one in claimed
                for piece in self.claims.day(self.cells, first + int(one))[0].left
            ]
            kept = ~np.isin(day, claimed)
            whole = np.stack([day, start, finish, room])[:, kept]
            whole = np.concatenate([whole, np.array(laid, dtype=np.int64).reshape(-1, 4).T], axis=1)
            day, start, finish, room = whole[:, np.lexsort((whole[1], whole[0]))]
        weight = np.concatenate([[0], np.cumsum(room * (finish - start))])
        begins = np.searchsorted(day, np.arange(days.start, days.stop + 1))
        whole_of = weight[begins[1:]] - weight[begins[:-1]]
        of = day - days.start
        before = weight[begins[:-1]][of]
        share = np.maximum(whole_of[of], 1)
        amount = free[of] * (weight[1:] - before) // share - free[of] * (weight[:-1] - before) // share
        found = np.stack(
            [start, finish, amount, self.cells.supply.capacity[row, day].astype(np.int64)], axis=1
        )
        left: Ints = found[amount > 0]
        return left


def remaining(
    plan: Plan,
    schedule: Schedule,
    start: date,
    end: date,
    *,
    order: Sequence[str] = CLAIM_ORDER,
    reserve: Fraction = Fraction(0),
) -> Remaining:
    """What claims other than tasks leave in the days ``start <= day < end``.

    Parameters
    ----------
    plan
        The plan.
    schedule
        Its dates: routines of projects begin and end with them.
    start, end
        The days.
    order
        Kinds of claims, first served first.
    reserve
        Share of everybody's availability that is left on purpose. [0–1]

    Raises
    ------
    OutOfRange
        There is too much to count.
    """
    claimants = claimants_of(plan)
    first, last = whole_weeks(plan, start, end - timedelta(days=1))
    lo, hi = claimants.widest(first, last)
    cells = Cells(plan, supply(plan, lo, hi + timedelta(days=1)))
    parts = [part for found in claimants.demands(plan, cells, schedule, first, last) for part in found.parts]
    if reserve:
        parts.append(reserved(cells, int(reserve * SCALE)))
    claims = booked(parts, cells, claim_order(order), None)
    return Remaining(plan, cells, claims, start, end)
