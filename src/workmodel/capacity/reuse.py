"""A ledger from the one before an edit: what the edit touched is asked again, and the rows that this reaches are served again.

What a routine or a task asks for follows from itself, its dates, those who do it and the plan's settings; how a row is served
follows from what there is on it and from what is asked of it. So a claim is kept where none of the former differs, and a row
where none of the latter does. Of a row that is served again, what was kept is read off the ledger before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from workmodel.capacity.asked import Asked, Extent
from workmodel.capacity.cells import Cells
from workmodel.capacity.claimants import claimants_of
from workmodel.capacity.claims import Part, booked, reserved
from workmodel.capacity.limits import limited
from workmodel.capacity.loads import AS_WORKED, Loads
from workmodel.capacity.progress import Steps
from workmodel.capacity.routinesanew import RoutinesAnew
from workmodel.capacity.splicing import Again, numbered, spliced
from workmodel.capacity.supply import supply
from workmodel.capacity.tasks import TaskClaims, task_claims
from workmodel.capacity.touched import touched
from workmodel.capacity.working import worked_part

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.claims import Claims
    from workmodel.capacity.ledger import Ledger
    from workmodel.capacity.sources import Source
    from workmodel.domain import Plan, Schedule

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Served", "from_previous"]


@frozen(eq=False)
class Served:
    """What a ledger is made of.

    Attributes
    ----------
    cells, claims, unserved, tasks
        As the ledger has them.
    """

    cells: Cells
    claims: Claims
    unserved: tuple[tuple[Source, date, int], ...]
    tasks: TaskClaims


def from_previous(
    previous: Ledger, asked: Asked, plan: Plan, schedule: Schedule, steps: Steps
) -> Served | None:
    """What another ledger knows of this one, completed; ``None``: it has to be made in full.

    That is so where it was asked for otherwise, where nobody knows any more what its tasks asked for, as after it was stored,
    where calendars or settings differ, or who there is, and where a quarter of the plan differs.
    """
    before = previous.schedule._memo.get("task_claims")
    if before is None:
        return None
    if previous.schedule.plan is not previous.plan or schedule.plan is not plan:
        return None  # equal plans may count their entities in other ways
    found = touched(previous.schedule, schedule)
    if found is None:
        return None
    claimants = claimants_of(plan)
    tasks = task_claims(plan, schedule, (before, found.moved))
    extent = Extent.of(plan, asked, claimants, tasks)
    if previous.asked != asked or extent != Extent.of(
        previous.plan, asked, claimants_of(previous.plan), before
    ):
        return None  # what routines and tasks ask for is known all the same
    cells = previous.cells.of(plan)
    if found.people:
        cells = Cells(plan, supply(plan, extent.lo, extent.hi + timedelta(days=1)))
    steps.begin(2)
    routines = RoutinesAnew(previous, found, cells, schedule, extent, claimants)
    steps.made()
    claims = _Rows(previous, asked, cells, routines, _TasksAnew(before, tasks, found.moved, cells)).claims()
    steps.made()
    rest = previous.unserved[len(before.open) :]
    return Served(cells, claims, (*tasks.open, *routines.unserved(rest)), tasks)


class _TasksAnew:
    """Loads that are asked again, and rows that they leave or come to."""

    def __init__(self, before: TaskClaims, now: TaskClaims, moved: Ints, cells: Cells) -> None:
        import numpy as np

        self.before, self.now, self.cells = before, now, cells
        known = np.zeros(int(moved.max(initial=-1)) + 1, dtype=np.bool_)
        known[moved[moved >= 0]] = True
        places = now.loads.places
        self.new = places >= len(known)  # by item
        self.new[~self.new] = ~known[places[~self.new]]
        self.left = moved[before.loads.places] < 0

    def rows(self) -> Ints:
        """The rows of loads that came or went."""
        import numpy as np

        two = ((self.before.loads, self.left), (self.now.loads, self.new))
        return np.concatenate(
            [loads.row[items[loads.item] & _reaching(loads, self.cells)] for loads, items in two]
        )

    def follow(self, reached: Flags) -> None:
        """Take in what is done where there are hours on those rows, and all rows on which it is done."""
        import numpy as np

        loads = self.now.loads
        some = (loads.shape == AS_WORKED) & _reaching(loads, self.cells)
        while some.any():
            met = np.zeros(len(loads.items), dtype=np.bool_)
            met[loads.item[some & reached[loads.row]]] = True
            rows = loads.row[some & met[loads.item]]
            if reached[rows].all():
                self.new |= met
                return
            reached[rows] = True

    def gone(self) -> list[Source]:
        """What claimed before, of the tasks that are asked again."""
        two = ((self.before.sources, self.left), (self.now.sources, self.new))
        return [sources[n] for sources, some in two for n in some.nonzero()[0].tolist()]

    def loads(self, rows: Ints) -> Loads:
        """Those that are asked again, on some rows, by the place of each among these."""
        import numpy as np

        loads = self.now.loads
        place = np.full(len(self.cells.rows), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        return loads.part(self.new[loads.item] & (place[loads.row] >= 0), place)


def _reaching(loads: Loads, cells: Cells) -> Flags:
    """Which loads reach into the days."""
    lo, hi = cells.window
    found: Flags = (loads.finish > lo) & (loads.start < hi)
    return found


class _Rows:
    """The rows that are served again."""

    def __init__(
        self, previous: Ledger, asked: Asked, cells: Cells, routines: RoutinesAnew, tasks: _TasksAnew
    ) -> None:
        import numpy as np

        self.before, self.asked, self.cells = previous.claims, asked, cells
        self.routines, self.tasks = routines, tasks
        reached = routines.changed.copy()
        reached[tasks.rows()] = True
        for part in routines.parts:
            reached[part.cell // cells.days] = True
        reached[self._rows_of(routines.whole)] = True
        tasks.follow(reached)
        self.rows = np.flatnonzero(reached)
        self.gone = self._lines(routines.whole)
        again = np.array(numbered(self.before.sources, tasks.gone(), asked.order), dtype=np.int64)
        self.gone[again[again >= 0]] = True

    def _lines(self, routines: Collection[str]) -> Flags:
        """Which sources are lines of some routines."""
        import numpy as np

        if not routines:
            return np.zeros(len(self.before.sources), dtype=np.bool_)
        return np.array(
            [one.kind != "task" and one.id in routines for one in self.before.sources], dtype=np.bool_
        )

    def _rows_of(self, routines: Collection[str]) -> Ints:
        """The rows on which some routines claimed anything."""
        import numpy as np

        some = self._lines(routines)
        found = self.before.cell[some[self.before.source]] if some.any() else self.before.cell[:0]
        return np.unique(found // self.cells.days)

    def claims(self) -> Claims:
        """All claims, these rows served again."""
        import numpy as np

        if not len(self.rows):
            return self.before
        asked, tasks, cells = self.asked, self.tasks, self.cells.only(self.rows)
        loads = tasks.loads(self.rows)
        claimed = evolve(tasks.now, loads=loads).part(cells)
        parts = [
            *self._kept(),
            *self._asked(),
            claimed.only(np.ones(len(claimed.cell), dtype=np.bool_), claimed.cell),
        ]
        if asked.reserve:
            parts.append(reserved(cells, asked.reserve))
        worked = worked_part(loads, tasks.now.sources, parts, cells, asked.order, asked.switching)
        found = booked(parts if worked is None else [*parts, worked], cells, asked.order, asked.switching)
        doubtful = bool(self.routines.changed.any())
        some = found.allowed is not None or (self.before.allowed is not None and limited(self.cells))
        again = Again(self.rows, cells.days, found, self.gone, doubtful, some)
        return spliced(self.before, again, self.cells.budget, asked.order)

    def _kept(self) -> Iterator[Part]:
        """What was asked of these rows before and is still asked."""
        import numpy as np

        before, days = self.before, self.cells.days
        firsts, ends = (np.searchsorted(before.cell, (self.rows + n) * days) for n in (0, 1))
        counts = ends - firsts
        place = np.repeat(np.arange(len(self.rows)), counts)
        numbers = np.arange(len(place)) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
        left = self.gone.copy()
        if self.asked.reserve:
            left |= np.array([one.kind == "reserve" for one in before.sources], dtype=np.bool_)
        source = before.source[numbers]
        kept = ~left[source] & ~self.routines.changed[self.rows][place]
        place, numbers, source = place[kept], numbers[kept], source[kept]
        at = np.searchsorted(before.own, numbers)
        timed = np.zeros(len(numbers), dtype=np.bool_)
        inside = at < len(before.own)
        timed[inside] = before.own[at[inside]] == numbers[inside]
        cell = place * days + before.cell[numbers] % days
        for some, times in ((timed, (before.starts, before.finishes)), (~timed, ())):
            columns = (column[at[some]] for column in times)
            part = Part(before.sources, source, cell, before.wanted[numbers])
            own = part.only(some, cell[some])
            yield Part(own.sources, own.source, own.cell, own.amount, *columns)

    def _asked(self) -> Iterator[Part]:
        """What routines that are asked again ask of these rows."""
        import numpy as np

        place = np.full(len(self.cells.rows), -1, dtype=np.int64)
        place[self.rows] = np.arange(len(self.rows))
        days = self.cells.days
        for part in self.routines.parts:
            every = np.ones(len(part.cell), dtype=np.bool_)
            yield part.only(every, place[part.cell // days] * days + part.cell % days)
