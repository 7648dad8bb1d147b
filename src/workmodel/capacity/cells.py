"""The cells of a ledger: each resource's local days, with the hours there are and the minutes at which they begin.

A shift over midnight belongs to the day on which it starts, so a cell begins where the day does, or where the last shift
of the days before it has ended.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from workmodel.calendars import DayWindows, WorkCalendar, windows_by_day
from workmodel.capacity.away import Presence
from workmodel.capacity.hours import SCALE
from workmodel.capacity.placing import Piece
from workmodel.domain.pickling import reduced
from workmodel.quantities import Axis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.supply import Supply
    from workmodel.domain import Plan

    Ints = NDArray[np.int64]

__all__ = ["Cells"]


@frozen(eq=False)
class Cells:
    """Resources with hours and the local days of a window; the number of a cell is row × days + day.

    Attributes
    ----------
    plan
        Whose resources they are.
    supply
        What hours they have.
    memo
        Columns that several ask for, by what they are.
    """

    plan: Plan
    supply: Supply
    memo: dict[object, Ints] = field(init=False, factory=dict)
    _within: tuple[int, int] | None = None
    _edges: dict[int, Ints] = field(init=False, factory=dict)
    _presence: dict[int, Presence] = field(init=False, factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.supply.end - self.supply.start).days

    @cached_property
    def budget(self) -> Ints:
        """Availability of every cell. [1/10 000 person-minute]"""
        return self.supply.availability.ravel()

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each resource with hours of its own."""
        return {name: row for row, name in enumerate(self.supply.resources)}

    @cached_property
    def window(self) -> tuple[int, int]:
        """The minutes between which all cells lie, those of rows that were left out included."""
        if self._within is not None:
            return self._within
        edges = [self.edges(row) for row in self.rows.values()]
        return min((int(e[0]) for e in edges), default=0), max((int(e[-1]) for e in edges), default=0)

    def of(self, plan: Plan) -> Cells:
        """The same cells in another plan, that has the same people, calendars and settings."""
        found = Cells(plan, evolve(self.supply, plan=plan))
        # what was counted of those is theirs as well
        found.memo.update(self.memo)
        found._edges.update(self._edges)
        found._presence.update(self._presence)
        return found

    def only(self, rows: Ints) -> Cells:
        """The cells of some rows, in order."""
        mine = self.supply
        some = evolve(
            mine, resources=tuple([mine.resources[row] for row in rows.tolist()]),
            gross=mine.gross[rows], absence=mine.absence[rows], capacity=mine.capacity[rows],
            calendar_of=mine.calendar_of[rows],
        )  # fmt: skip
        found = Cells(self.plan, some, self.window)
        found._edges.update(self._edges)
        return found

    def row(self, name: str) -> int | None:
        """The row of a resource; ``None`` where it has none."""
        return self.rows.get(name)

    def clock_of(self, row: int) -> int:
        """A number that rows have in common whose cells begin together."""
        return int(self.supply.calendar_of[row])

    def windows(self, row: int) -> DayWindows:
        """The open windows of a row's calendar, by day."""
        return self.supply.calendars[self.clock_of(row)]

    def calendar(self, row: int) -> WorkCalendar:
        """When the resource of a row works."""
        return self.plan.work_calendar(self.plan.resources[self.supply.resources[row]].calendar)

    def edges(self, row: int) -> Ints:
        """Where the cells of a row begin, and where the last ends. int64, shape (days + 1,) [min since 1970]"""
        clock = self.clock_of(row)
        if clock not in self._edges:
            self._edges[clock] = self._edges_of(self.calendar(row), self.windows(row))
        return self._edges[clock]

    def _edges_of(self, calendar: WorkCalendar, found: DayWindows) -> Ints:
        import numpy as np

        axis, days = Axis(calendar.zone), self.supply.days
        if not days:
            return np.zeros(1, dtype=np.int64)
        night_before = windows_by_day(calendar, days[0] - timedelta(days=1), days[0])
        edges = np.array([*map(axis.minute, days), axis.minute(days[-1], end=True)], dtype=np.int64)
        ends = np.full(len(days) + 1, int(night_before.finishes.max(initial=edges[0])), dtype=np.int64)
        np.maximum.at(ends, found.days - found.first + 1, found.finishes)
        return np.maximum(edges, np.maximum.accumulate(ends))

    def open_time(self, row: int, days: range) -> tuple[Ints, Ints, Ints, Ints]:
        """The open time of a row's cells, less absences, in order: day, opening, closing, what may be claimed at each moment.

        Returns
        -------
        int64 arrays, shape (pieces,)
            Number of the day, [min since 1970], [min since 1970], [1/10 000]
        """
        import numpy as np

        found = self._present(row)
        capacity = self.supply.capacity[row].astype(np.int64)
        some = slice(
            int(np.searchsorted(found.days, found.first + days.start)),
            int(np.searchsorted(found.days, found.first + days.stop)),
        )
        day = (found.days[some] - found.first).astype(np.int64)
        here = capacity[day]
        room = np.where(here > 0, np.maximum(here, SCALE), 0)
        room = room - room * found.away[some].astype(np.int64) // SCALE
        kept = room > 0
        starts, finishes = found.starts[some].astype(np.int64), found.finishes[some].astype(np.int64)
        return day[kept], starts[kept], finishes[kept], room[kept]

    def _present(self, row: int) -> Presence:
        if row not in self._presence:
            self._presence[row] = self.supply.presence(self.supply.resources[row])
        return self._presence[row]

    def pieces(self, row: int, day: int) -> tuple[Piece, ...]:
        """The open time of one cell, less absences, with what may be claimed at each moment."""
        found = self._present(row)
        capacity = int(self.supply.capacity[row, day])
        room = max(capacity, SCALE) if capacity else 0  # part of a person is a shorter day, not a slower one
        first, end = _places(found.days, found.first + day)
        return tuple(
            Piece(start, finish, left)
            for start, finish, away in zip(
                found.starts[first:end].tolist(), found.finishes[first:end].tolist(), found.away[first:end].tolist(),
                strict=True,
            )
            if (left := room - room * away // SCALE)
        )  # fmt: skip


def _places(column: Ints, value: int) -> tuple[int, int]:
    """Where a value stands in a column that is in order, half-open."""
    import numpy as np

    return int(np.searchsorted(column, value)), int(np.searchsorted(column, value + 1))
