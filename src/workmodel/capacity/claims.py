"""All claims on all cells, in the order in which they are served, and what each is granted.

Arrays of one entry per claim on a cell. Amounts are ten-thousandths of a person-minute, moments minutes of the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.capacity.fitting import fit_times
from workmodel.capacity.granting import granted
from workmodel.capacity.hours import SCALE
from workmodel.capacity.limits import Allowed, allowed
from workmodel.capacity.ordering import beginnings, by_two
from workmodel.capacity.placing import Day, Timed
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.domain.pickling import reduced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.switching import SwitchingModel

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Claims", "Part", "booked", "reserved"]

_UNTIMED: Final = -(2**60)
_COLUMNS: Final = (
    "source", "cell", "wanted", "granted", "own", "starts", "finishes", "budget", "loss",
)  # fmt: skip
_LIMITED: Final = ("granted", "barred", "by_day", "by_week")


@frozen(eq=False)
class Part:
    """What one source, or several of a kind, ask for, by cell.

    Attributes
    ----------
    sources
        What asks.
    source : int array, shape (claims,)
        Which of them each claim is of.
    cell, amount : int arrays, shape (claims,)
        Of which cells, and how much. [1/10 000 person-minute]
    start, finish : int arrays, shape (claims,)
        Its own minutes; ``None``: at any time of the cell.
    """

    sources: Sequence[Source]
    source: Ints
    cell: Ints
    amount: Ints
    start: Ints | None = None
    finish: Ints | None = None

    @classmethod
    def of(
        cls, source: Source, cell: Ints, amount: Ints, start: Ints | None = None, finish: Ints | None = None
    ) -> Part:
        """What a single source asks for."""
        import numpy as np

        return cls((source,), np.zeros(len(cell), dtype=np.int64), cell, amount, start, finish)

    def only(self, some: Flags, cell: Ints) -> Part:
        """Some of the claims, of other cells, without sources that claim nothing.

        Parameters
        ----------
        some : bool array, shape (claims,)
            Which.
        cell : int array
            The cell of each of those.
        """
        import numpy as np

        left, source = np.unique(self.source[some], return_inverse=True)
        times = (None if one is None else one[some] for one in (self.start, self.finish))
        sources = [self.sources[number] for number in left.tolist()]
        return Part(sources, source.astype(np.int64), cell, self.amount[some], *times)


@frozen(eq=False)
class Claims:
    """Claims as they were served.

    Attributes
    ----------
    sources
        What claims, first served first.
    source, cell, wanted, granted : int arrays, shape (claims,)
        Claims of one cell stand together, in the order in which they are served.
    own : int array, shape (timed claims,)
        The numbers of those that have minutes of their own, in order.
    starts, finishes : int arrays, shape (timed claims,)
        Those minutes.
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
    own: Ints
    starts: Ints
    finishes: Ints
    budget: Ints
    loss: Ints
    allowed: Allowed | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)

    def same_as(self, other: Claims) -> bool:
        """Whether everything is equal."""
        import numpy as np

        pairs = [(getattr(self, name), getattr(other, name)) for name in _COLUMNS]
        if self.sources != other.sources or (self.allowed is None) is not (other.allowed is None):
            return False
        if self.allowed is not None and other.allowed is not None:
            pairs += [(getattr(self.allowed, name), getattr(other.allowed, name)) for name in _LIMITED]
        return all(a is b or np.array_equal(a, b) for a, b in pairs)

    @cached_property
    def start(self) -> Ints:
        """Where each claim begins, if it has minutes of its own."""
        return self._spread_out(self.starts)

    @cached_property
    def finish(self) -> Ints:
        """Where each claim ends, if it has minutes of its own."""
        return self._spread_out(self.finishes)

    def _spread_out(self, column: Ints) -> Ints:
        import numpy as np

        found = np.full(len(self.cell), _UNTIMED, dtype=np.int64)
        found[self.own] = column
        return found

    @cached_property
    def free(self) -> Ints:
        """What nobody claims and somebody may, by cell."""
        import numpy as np

        before = np.concatenate([[0], np.cumsum(self.granted)])
        used: Ints = np.diff(before[self.first])
        return self.budget - used - self.barred

    @cached_property
    def barred(self) -> Ints:
        """What nobody claims and nobody may, by cell."""
        import numpy as np

        return np.zeros_like(self.budget) if self.allowed is None else self.allowed.barred

    @cached_property
    def free_before(self) -> Ints:
        """What nobody claims of the cells before each; one more entry than cells."""
        import numpy as np

        return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.free)])

    @cached_property
    def first(self) -> Ints:
        """Where the claims of each cell begin; one more entry than cells."""
        return beginnings(self.cell, len(self.budget))

    def timed(self, number: int) -> bool:
        """Whether a claim has minutes of its own."""
        return bool(self.start[number] != _UNTIMED)

    def any_timed(self, lo: int, hi: int) -> NDArray[np.bool_]:
        """Of some cells, whether any claim in them has minutes of its own. shape (hi - lo,)"""
        import numpy as np

        first = self.first[lo : hi + 1]
        timed = np.concatenate([[0], np.cumsum(self.start[first[0] : first[-1]] != _UNTIMED)])
        sums = timed[first - first[0]]
        found: NDArray[np.bool_] = sums[1:] > sums[:-1]
        return found

    def day(self, cells: Cells, cell: int) -> tuple[Day, list[int]]:
        """One cell with the claims that have minutes of their own laid into it, and the numbers of those claims."""
        numbers = [n for n in range(int(self.first[cell]), int(self.first[cell + 1])) if self.timed(n)]
        claims = tuple(
            Timed(int(self.start[n]), int(self.finish[n]), SCALE, int(self.granted[n])) for n in numbers
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

    # those with minutes of their own first, so that the number of a claim tells whether it has any
    parts = [part for part in parts if part.start is not None] + [
        part for part in parts if part.start is None
    ]
    sources, source = _ranked(parts, order)
    cell, wanted, starts, finishes = (
        _joined([column for part in parts if (column := getattr(part, name)) is not None])
        for name in ("cell", "amount", "start", "finish")
    )
    cell, source, at = by_two(cell, source)
    own = np.flatnonzero(at < len(starts))
    timed = at[own]
    wanted, starts, finishes = wanted[at], starts[timed], finishes[timed]
    loss = np.zeros(len(cells.budget), dtype=np.int64)
    if switching is not None:
        loss = switching.lost(_contexts(sources, source, cell, len(loss)), cells.budget)
    budget = cells.budget - loss
    possible = wanted
    if len(own):
        possible = wanted.copy()
        possible[own] = fit_times(cells, cell[own], wanted[own], starts, finishes)
    limits = allowed(cells, cell, source, possible, budget)
    given = granted(cell, possible, budget) if limits is None else limits.granted
    return Claims(sources, source, cell, wanted, given, own, starts, finishes, budget, loss, limits)


def _joined(columns: Sequence[Ints]) -> Ints:
    import numpy as np

    return np.concatenate([np.zeros(0, dtype=np.int64), *columns])


def _ranked(parts: Sequence[Part], order: Sequence[ClaimKind]) -> tuple[tuple[Source, ...], Ints]:
    """All sources, first served first, and for every claim which of those it is of."""
    import numpy as np

    offsets = np.cumsum([0, *(len(part.sources) for part in parts)])
    column = _joined([part.source + offset for offset, part in zip(offsets.tolist(), parts, strict=False)])
    every = [source for part in parts for source in part.sources]
    seen = np.zeros(len(every), dtype=np.bool_)
    seen[column] = True
    place: dict[str, int] = {kind: number for number, kind in enumerate(order)}
    keys = [(place[one.kind], one.rank) for one in every]
    ranked = sorted(seen.nonzero()[0].tolist(), key=keys.__getitem__)
    number = np.empty(len(every), dtype=np.int64)
    number[ranked] = np.arange(len(ranked))
    return tuple(every[n] for n in ranked), number[column]


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


def reserved(cells: Cells, units: int) -> Part:
    """A share of everybody's availability that is left on purpose. [1/10 000]"""
    import numpy as np

    amount = cells.budget * units // SCALE
    some = np.flatnonzero(amount)
    return Part.of(Source("reserve", ""), some, amount[some])
