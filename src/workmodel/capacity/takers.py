"""Those who do an occurrence, and how their hours lie in a stretch of time: which part of an amount falls on which day.

The cost is that of the days that are asked for, however long the stretch is: hours are added up once, and looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity.granting import spread
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import worked
from workmodel.capacity.weights import weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Assignment

    Ints = NDArray[np.int64]

__all__ = ["Extent", "Takers"]


@frozen(eq=False)
class Takers:
    """Several people among the cells.

    Attributes
    ----------
    cells
        Whose rows they are.
    rows
        Their rows.
    available : int array, shape (takers, days)
        What they have for it on each day: units × open time, less absences. [1/10 000 person-minute]
    """

    cells: Cells
    rows: tuple[int, ...]
    available: Ints

    @classmethod
    def of(cls, cells: Cells, assignments: Iterable[Assignment]) -> Takers:
        """Those who are assigned, teams standing for their members."""
        import numpy as np

        found = weights_of(cells, assignments)
        weights = np.array(list(found.values()), dtype=np.int64).reshape(len(found), cells.days)
        return cls(cells, tuple(found), weights)

    @cached_property
    def before(self) -> Ints:
        """Their hours on all days before each. int64, shape (takers, days + 1)"""
        import numpy as np

        found = np.zeros((len(self.rows), self.cells.days + 1), dtype=np.int64)
        np.cumsum(self.available, axis=1, out=found[:, 1:])
        return found

    def place(self, row: int, at: int) -> int | None:
        """The day of a resource in which a minute lies."""
        import numpy as np

        place = int(np.searchsorted(self.cells.edges(row), at, side="right")) - 1
        return place if 0 <= place < self.cells.days else None

    def on_days(self, first: int, last: int) -> Extent:
        """Their hours on whole days, both included, everybody's own."""
        import numpy as np

        begin, end = (min(max(day, 0), self.cells.days) for day in (first, last + 1))
        nothing = np.zeros(len(self.rows), dtype=np.int64)
        return Extent(self, nothing + begin, nothing + max(end, begin), nothing, nothing)

    def within(self, lo: int, hi: int) -> Extent:
        """Their hours in ``lo <= t < hi``: of a day that begins before or ends after, the share of its open minutes."""
        import numpy as np

        found = []
        for number, row in enumerate(self.rows):
            edges = self.cells.edges(row)
            begin = min(max(int(np.searchsorted(edges, lo, side="right")) - 1, 0), self.cells.days)
            end = max(min(int(np.searchsorted(edges, hi, side="left")), self.cells.days), begin)
            head = self._upto(number, begin, lo) if end > begin else 0
            tail = (
                int(self.available[number, end - 1]) - self._upto(number, end - 1, hi) if end > begin else 0
            )
            found.append((begin, end, head, tail))
        return Extent(self, *np.array(found, dtype=np.int64).reshape(len(found), 4).T)

    def _upto(self, number: int, day: int, t: int) -> int:
        """The hours of a day before a minute."""
        row, hours = self.rows[number], int(self.available[number, day])
        edges = self.cells.edges(row)
        if not hours or t <= int(edges[day]):
            return 0
        if t >= int(edges[day + 1]):
            return hours
        pieces = self.cells.pieces(row, day)
        whole = sum(one.room * (one.finish - one.start) for one in pieces)
        reached = sum(one.room * (min(one.finish, t) - one.start) for one in pieces if one.start < t)
        return hours * reached // whole if whole else 0


@frozen(eq=False)
class Extent:
    """The hours that takers have in a stretch.

    Attributes
    ----------
    takers
        Who.
    begin, end : int arrays, shape (takers,)
        Which days it touches, half-open.
    head, tail : int arrays, shape (takers,)
        What of the first and the last day lies outside. [1/10 000 person-minute]
    """

    takers: Takers
    begin: Ints
    end: Ints
    head: Ints
    tail: Ints

    @cached_property
    def whole(self) -> Ints:
        """What each has. int64, shape (takers,)"""
        import numpy as np

        before, row = self.takers.before, np.arange(len(self.begin))
        found: Ints = before[row, self.end] - before[row, self.begin] - self.head - self.tail
        return found

    def or_else(self, other: Extent) -> Extent:
        """The same; of those who have nothing in it, the other."""
        import numpy as np

        some = self.whole > 0
        names = ("begin", "end", "head", "tail")
        return Extent(
            self.takers, *(np.where(some, getattr(self, name), getattr(other, name)) for name in names)
        )

    def parts(
        self, amount: int, first: int, end: int, *, each: bool, pace: Ints | None = None
    ) -> tuple[Ints, Ints, Ints]:
        """What of an amount falls on the days ``first <= day < end``: takers, days and parts, those that are not nothing.

        Parameters
        ----------
        amount
            Evenly over the hours of all together, day by day and on each in the order of the takers, cumulatively.
        each
            Whether everybody has that amount for themselves.
        pace
            Efficiency of each, where the amount is an effort that they share: the parts are the hours that it takes them.
            [1/10 000]
        """
        import numpy as np

        if len(self.begin):
            first, end = max(first, int(self.begin.min())), min(end, int(self.end.max()))
        if not len(self.begin) or first >= end:
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing, nothing
        if pace is not None and (pace != SCALE).any():
            return self._worked(amount, first, end, pace)
        reached = self._reached(first, end)
        if each:
            upto = spread(np.array(amount, dtype=np.int64), reached, self.whole[:, None])
            found = np.where(self.whole[:, None] > 0, np.diff(upto, axis=1), 0)
        else:
            steps = np.diff(reached, axis=1).T.ravel()
            since = np.concatenate([[0], np.cumsum(steps)]) + reached[:, 0].sum()
            whole = self.whole.sum(keepdims=True)
            shares = np.diff(spread(np.array([amount], dtype=np.int64), since, whole)) * (whole > 0)
            found = shares.reshape(end - first, len(self.begin)).T
        taker, day = found.nonzero()
        return taker, day + first, found[taker, day]

    def _worked(self, amount: int, first: int, end: int, pace: Ints) -> tuple[Ints, Ints, Ints]:
        """As `parts`, by people of different efficiency; over the whole stretch, since hours are rounded up once for each."""
        import numpy as np

        begin, last = int(self.begin.min()), int(self.end.max())
        available = np.diff(self._reached(begin, last), axis=1)
        found = worked(available, np.array([amount]), np.array([0, last - begin]), pace)
        found = found[:, first - begin : end - begin]
        taker, day = found.nonzero()
        return taker, day + first, found[taker, day]

    def _reached(self, first: int, end: int) -> Ints:
        """The hours in it before each of those days, and before the end. int64, shape (takers, end - first + 1)"""
        import numpy as np

        begin, last, before = self.begin[:, None], self.end[:, None], self.takers.before
        days = np.arange(first, end + 1)[None, :]
        since = before[:, first : end + 1] - np.take_along_axis(before, begin, axis=1) - self.head[:, None]
        return np.where(days <= begin, 0, np.where(days < last, since, self.whole[:, None]))
