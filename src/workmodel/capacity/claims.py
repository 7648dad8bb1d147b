"""All claims on all cells, in the order in which they are served, and what each is granted.

Arrays of one entry per claim on a cell. Amounts are ten-thousandths of a person-minute, moments minutes of the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.capacity.granting import granted
from workmodel.capacity.limits import Allowed, allowed
from workmodel.capacity.placing import Day, Timed
from workmodel.capacity.sources import ClaimKind, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.switching import SwitchingModel

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Claims", "Part", "booked"]

_UNTIMED: Final = -(2**60)


@frozen(eq=False)
class Part:
    """What one source asks for, by cell.

    Attributes
    ----------
    source
        What asks.
    cell, amount : int arrays, shape (claims,)
        Of which cells, and how much. [1/10 000 person-minute]
    start, finish : int arrays, shape (claims,)
        Its own minutes; ``None``: at any time of the cell.
    rate
        How much at each of them. [1/10 000 person]
    """

    source: Source
    cell: Ints
    amount: Ints
    start: Ints | None = None
    finish: Ints | None = None
    rate: int = 10_000


@frozen(eq=False)
class Claims:
    """Claims as they were served.

    Attributes
    ----------
    sources
        What claims, first served first.
    source, cell, wanted, granted, start, finish, rate : int arrays, shape (claims,)
        Claims of one cell stand together, in the order in which they are served.
    budget : int array, shape (cells,)
        What there was to claim: availability less what switching costs.
    loss : int array, shape (cells,)
        What switching costs.
    allowed
        What limits leave; ``None``: nobody has one.
    """

    sources: tuple[Source, ...]
    source: Ints
    cell: Ints
    wanted: Ints
    granted: Ints
    start: Ints
    finish: Ints
    rate: Ints
    budget: Ints
    loss: Ints
    allowed: Allowed | None = None

    @cached_property
    def free(self) -> Ints:
        """What nobody claims and somebody may, by cell."""
        import numpy as np

        used = np.zeros(len(self.budget), dtype=np.int64)
        np.add.at(used, self.cell, self.granted)
        return self.budget - used - self.barred

    @cached_property
    def barred(self) -> Ints:
        """What nobody claims and nobody may, by cell."""
        import numpy as np

        return np.zeros_like(self.budget) if self.allowed is None else self.allowed.barred

    @cached_property
    def first(self) -> Ints:
        """Where the claims of each cell begin; one more entry than cells."""
        import numpy as np

        return np.searchsorted(self.cell, np.arange(len(self.budget) + 1))

    def timed(self, number: int) -> bool:
        """Whether a claim has minutes of its own."""
        return bool(self.start[number] != _UNTIMED)

    def day(self, cells: Cells, cell: int) -> tuple[Day, list[int]]:
        """One cell with the claims that have minutes of their own laid into it, and the numbers of those claims."""
        numbers = [n for n in range(int(self.first[cell]), int(self.first[cell + 1])) if self.timed(n)]
        claims = tuple(
            Timed(int(self.start[n]), int(self.finish[n]), int(self.rate[n]), int(self.granted[n]))
            for n in numbers
        )
        return Day(cells.pieces(*divmod(cell, cells.days)), claims), numbers


def booked(
    parts: Sequence[Part], cells: Cells, order: Sequence[ClaimKind], switching: SwitchingModel | None
) -> Claims:
    """Serve claims in their order.

    Parameters
    ----------
    parts
        What asks for hours, in any order.
    cells
        What hours there are.
    order
        Kinds of claims, first served first; within a kind by rank.
    switching
        What working on several things costs; ``None``: nothing.
    """
    import numpy as np

    parts = sorted(parts, key=lambda part: (order.index(part.source.kind), part.source.rank))
    sources = tuple(part.source for part in parts)
    sizes = [len(part.cell) for part in parts]
    nothing = np.zeros(0, dtype=np.int64)
    source = np.repeat(np.arange(len(parts)), sizes)
    cell = np.concatenate([nothing, *(part.cell for part in parts)])
    wanted = np.concatenate([nothing, *(part.amount for part in parts)])
    start = np.concatenate([nothing, *(_times(part, part.start) for part in parts)])
    finish = np.concatenate([nothing, *(_times(part, part.finish) for part in parts)])
    rate = np.repeat(np.array([part.rate for part in parts], dtype=np.int64), sizes)
    by_cell = np.argsort(cell, kind="stable")
    source, cell, wanted, start, finish, rate = (
        column[by_cell] for column in (source, cell, wanted, start, finish, rate)
    )
    loss = np.zeros(len(cells.budget), dtype=np.int64)
    if switching is not None:
        loss = switching.lost(_contexts(sources, source, cell, len(loss)), cells.budget)
    budget = cells.budget - loss
    possible = wanted.copy()
    _fit_times(cells, cell, possible, start, finish, rate)
    limits = allowed(cells, cell, source, possible, budget)
    given = granted(cell, possible, budget) if limits is None else limits.granted
    return Claims(sources, source, cell, wanted, given, start, finish, rate, budget, loss, limits)


def _times(part: Part, times: Ints | None) -> Ints:
    import numpy as np

    return np.full(len(part.cell), _UNTIMED, dtype=np.int64) if times is None else times


def _contexts(sources: Sequence[Source], source: Ints, cell: Ints, cells: int) -> Ints:
    """How many different projects, routines and tasks without a project claim each cell."""
    import numpy as np

    names: dict[tuple[str, str], int] = {}
    numbers = [
        names.setdefault(("project", one.project) if one.project else (one.kind, one.id), len(names))
        for one in sources
    ]
    counts = np.array([one.kind != "reserve" for one in sources], dtype=bool)
    some = counts[source] if len(source) else np.zeros(0, dtype=bool)
    context = np.array(numbers, dtype=np.int64)[source] if len(source) else source
    pairs = np.unique(cell[some] * max(len(names), 1) + context[some])
    return np.bincount(pairs // max(len(names), 1), minlength=cells).astype(np.int64)


def _fit_times(cells: Cells, cell: Ints, possible: Ints, start: Ints, finish: Ints, rate: Ints) -> None:
    """Lower what claims with a time could use to what their own minutes have room for, in their order.

    Most lie apart from each other in open hours, as columns tell; the days of the others are looked at one by one.
    """
    import numpy as np

    timed = np.flatnonzero(start != _UNTIMED)
    if not len(timed):
        return
    doubtful = ~_open_throughout(cells, cell[timed], start[timed], finish[timed], rate[timed])
    by_time = np.lexsort((start[timed], cell[timed]))
    here, before = by_time[1:], by_time[:-1]
    meet = (cell[timed][here] == cell[timed][before]) & (start[timed][here] < finish[timed][before])
    doubtful[here[meet]] = True
    odd = np.isin(cell[timed], np.unique(cell[timed][doubtful]))
    left = timed[odd]
    edges = np.flatnonzero(np.diff(cell[left])) + 1
    for own in np.split(left, edges) if len(left) else ():
        claims = tuple(
            Timed(int(start[n]), int(finish[n]), int(rate[n]), int(possible[n])) for n in own.tolist()
        )
        day = Day(cells.pieces(*divmod(int(cell[own[0]]), cells.days)), claims)
        possible[own] = day.taken


def _open_throughout(cells: Cells, cell: Ints, start: Ints, finish: Ints, rate: Ints) -> Flags:
    """Which claims lie in open hours of a day without absence, by whose capacity they may be had."""
    import numpy as np

    row, day = np.divmod(cell, cells.days)
    supply = cells.supply
    found: Flags = (supply.absence[row, day] == 0) & (np.maximum(supply.capacity[row, day], 10_000) >= rate)
    clock = supply.calendar_of[row]
    for number in np.unique(clock).tolist():
        some = np.flatnonzero(clock == number)
        windows = supply.calendars[number]
        if not len(windows.starts):
            found[some] = False
            continue
        # an occurrence is open throughout where one window, or several that touch, hold it: count the minutes
        done = np.concatenate([[0], np.cumsum(windows.finishes - windows.starts)])
        reached = []
        for t in (start[some], finish[some]):
            k = np.searchsorted(windows.starts, t, side="right") - 1
            at = np.maximum(k, 0)
            inside = np.clip(t - windows.starts[at], 0, windows.finishes[at] - windows.starts[at])
            reached.append(np.where(k >= 0, done[at] + inside, 0))
        found[some] &= reached[1] - reached[0] == finish[some] - start[some]
    return found
