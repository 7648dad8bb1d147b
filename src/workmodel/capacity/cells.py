"""The cells of a ledger: each resource's local days, with the hours there are and the minutes at which they begin.

A shift over midnight belongs to the day on which it starts, so a cell begins where the day does, or where the last shift
of the days before it has ended.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.calendars import DayWindows, WorkCalendar, windows_by_day
from workmodel.capacity.placing import Piece
from workmodel.quantities import Axis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.supply import Supply
    from workmodel.domain import Absence, Plan, Resource

    Ints = NDArray[np.int64]

__all__ = ["Cells"]

_WHOLE: Final = 10_000
_EPOCH: Final = date(1970, 1, 1)


@frozen(eq=False)
class Cells:
    """Resources with hours and the local days of a window; the number of a cell is row × days + day.

    Attributes
    ----------
    plan
        Whose resources they are.
    supply
        What hours they have.
    """

    plan: Plan
    supply: Supply
    _edges: dict[WorkCalendar, Ints] = field(init=False, factory=dict)
    _windows: dict[WorkCalendar, DayWindows] = field(init=False, factory=dict)
    _clocks: dict[WorkCalendar, int] = field(init=False, factory=dict)

    @property
    def days(self) -> int:
        """How many days."""
        return len(self.supply.days)

    @property
    def budget(self) -> Ints:
        """Availability of every cell. [1/10 000 person-minute]"""
        return self.supply.availability.ravel()

    @property
    def window(self) -> tuple[int, int]:
        """The minutes between which all cells lie."""
        edges = [self.edges(row) for row in range(len(self.supply.resources))]
        return min((int(e[0]) for e in edges), default=0), max((int(e[-1]) for e in edges), default=0)

    def row(self, name: str) -> int | None:
        """The row of a resource; ``None`` where it has none."""
        return self.supply.row_of(name)

    def calendar(self, row: int) -> WorkCalendar:
        """When the resource of a row works."""
        return self.plan.work_calendar(self.plan.resources[self.supply.resources[row]].calendar)

    def clock_of(self, row: int) -> int:
        """A number that rows have in common whose cells begin together."""
        return self._clocks.setdefault(self.calendar(row), len(self._clocks))

    def windows(self, row: int) -> DayWindows:
        """The open windows of a row's calendar, by day."""
        calendar = self.calendar(row)
        if calendar not in self._windows:
            days = self.supply.days
            last = days[-1] + timedelta(days=1) if days else _EPOCH
            self._windows[calendar] = windows_by_day(calendar, days[0] if days else _EPOCH, last)
        return self._windows[calendar]

    def edges(self, row: int) -> Ints:
        """Where the cells of a row begin, and where the last ends. int64, shape (days + 1,) [min since 1970]"""
        calendar = self.calendar(row)
        if calendar not in self._edges:
            self._edges[calendar] = self._edges_of(row, calendar)
        return self._edges[calendar]

    def _edges_of(self, row: int, calendar: WorkCalendar) -> Ints:
        import numpy as np

        axis, days = Axis(calendar.zone), self.supply.days
        if not days:
            return np.zeros(1, dtype=np.int64)
        first = windows_by_day(calendar, days[0] - timedelta(days=1), days[0])
        begin = [axis.minute(day) for day in days]
        edges = np.array([*begin, axis.minute(days[-1], end=True)], dtype=np.int64)
        edges[0] = max(edges[0], int(first.finishes.max(initial=edges[0])))
        found = self.windows(row)
        ends = np.full(len(days), edges[0], dtype=np.int64)
        np.maximum.at(ends, found.days - found.first, found.finishes)
        edges[1:] = np.maximum(edges[1:], np.maximum.accumulate(ends))
        return edges

    def pieces(self, row: int, day: int) -> tuple[Piece, ...]:
        """The open time of one cell, less absences, with what may be claimed at each moment."""
        resource = self.plan.resources[self.supply.resources[row]]
        found = self.windows(row)
        number = found.first + day
        capacity = resource.capacity_on(self.supply.days[day])
        room = int(max(capacity, 1 if capacity else 0) * _WHOLE)
        own = found.days == number
        pieces = [
            Piece(start, finish, room)
            for start, finish in zip(found.starts[own].tolist(), found.finishes[own].tolist(), strict=True)
        ]
        for away in resource.absences:
            pieces = self._without(pieces, away, room, self.supply.days[day], self.calendar(row))
        return tuple(one for one in pieces if one.room)

    def _without(
        self, pieces: list[Piece], away: Absence, room: int, day: date, calendar: WorkCalendar
    ) -> list[Piece]:
        """Pieces without what an absence takes of them; absences at one moment do not add up, the largest counts."""
        assert away.finish is not None
        if not isinstance(away.start, datetime):
            if not away.start <= day <= away.finish:
                return pieces
            start, finish = pieces[0].start if pieces else 0, pieces[-1].finish if pieces else 0
        else:
            start, finish = self.plan.axis.minute(away.start), self.plan.axis.minute(away.finish)
        most = room - int(Fraction(away.share) * room)
        found = []
        for one in pieces:
            a, b = max(one.start, start), min(one.finish, finish)
            if a >= b:
                found.append(one)
                continue
            cut = [Piece(one.start, a, one.room), Piece(a, b, min(one.room, most)), Piece(b, one.finish, one.room)]
            found += [piece for piece in cut if piece.start < piece.finish]
        return found
