"""Claims of which some rows were served again: laid back among those of all other rows, which stand as they stood.

What is served on one row depends on that row alone, so the result is what serving all of them again would give.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any

from attrs import frozen

from workmodel.capacity.claims import Claims
from workmodel.capacity.limits import Allowed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.sources import ClaimKind, Source

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Again", "numbered", "spliced"]


@frozen(eq=False)
class Again:
    """Rows that were served again.

    Attributes
    ----------
    rows : int array, in order
        Which.
    days
        How many days each has.
    claims
        Their claims; the number of a cell is the place of its row among these rows × days + day.
    gone : bool array, shape (sources before,)
        Which sources were asked again: all their claims are among these rows.
    doubtful
        Whether others may have ceased to claim anything.
    limited
        Whether anybody has a limit.
    """

    rows: Ints
    days: int
    claims: Claims
    gone: Flags
    doubtful: bool
    limited: bool


def spliced(before: Claims, again: Again, budget: Ints, order: Sequence[ClaimKind]) -> Claims:
    """All claims, some rows of which were served again.

    Parameters
    ----------
    before
        As they were.
    again
        The rows.
    budget : int array, shape (cells,)
        Availability of every cell.
    order
        Kinds of claims, first served first.
    """
    fresh = again.claims
    sources, old, new = _merged(before.sources, fresh.sources, again.gone, order)
    laid = _Laid(before, fresh, again)
    source = laid.column(_renumbered(before.source, old), new[fresh.source])
    if again.doubtful:  # claims of the others may have been all on those rows
        sources, source = _heard(sources, source)
    cell = again.rows[fresh.cell // again.days] * again.days + fresh.cell % again.days
    loss = laid.by_cell(before.loss, fresh.loss)
    wanted = laid.column(before.wanted, fresh.wanted)
    granted = laid.column(before.granted, fresh.granted)
    allowed = laid.allowed(granted) if again.limited else None
    return Claims(
        sources,
        source,
        laid.column(before.cell, cell),
        wanted,
        granted,
        *laid.timed(),
        budget - loss,
        loss,
        allowed,
    )


def numbered(sources: Sequence[Source], wanted: Iterable[Source], order: Sequence[ClaimKind]) -> list[int]:
    """The numbers of some among sources that stand in order, -1 for what is not there.

    A routine may have several lines of a kind: of those, each is itself.
    """
    key = _key(order)
    found = []
    for one in wanted:
        first = bisect_left(sources, key(one), key=key)
        alike = [
            n
            for n in range(first, bisect_right(sources, key(one), first, key=key))
            if sources[n].id == one.id
        ]
        found.append(next((n for n in alike if sources[n] is one), alike[-1] if alike else -1))
    return found


def _key(order: Sequence[ClaimKind]) -> Callable[[Source], tuple[int, tuple[int, ...]]]:
    """By what sources are in order."""
    place: dict[str, int] = {kind: number for number, kind in enumerate(order)}
    return lambda source: (place[source.kind], source.rank)


def _merged(
    before: Sequence[Source], fresh: Sequence[Source], gone: Flags, order: Sequence[ClaimKind]
) -> tuple[tuple[Source, ...], Ints, Ints]:
    """All sources in order, and the number that each has among them of those before and of those that were served again."""
    import numpy as np

    key = _key(order)
    known = np.array(numbered(before, fresh, order), dtype=np.int64)
    there = np.flatnonzero(known >= 0)
    there = there[~gone[known[there]]]
    come = np.setdiff1d(np.arange(len(fresh)), there)
    added = [fresh[n] for n in come.tolist()]
    # each comes behind what stands before it in the order, and behind what stands where it does
    ends = np.array([bisect_right(before, key(one), key=key) for one in added], dtype=np.int64)
    left = np.concatenate([[0], np.cumsum(~gone)])
    behind = np.searchsorted(ends, np.arange(len(before)), side="right")
    old = np.where(gone, -1, left[:-1] + behind)
    new = np.zeros(len(fresh), dtype=np.int64)
    new[there] = old[known[there]]
    new[come] = left[ends] + np.arange(len(come))
    every: list[Source] = []
    for number, (begin, end) in enumerate(pairwise([0, *ends.tolist(), len(before)])):
        every += before[begin:end]
        every += added[number : number + 1]
    kept = np.ones(len(every), dtype=np.bool_)
    kept[np.flatnonzero(gone) + behind[gone]] = False
    return tuple(compress(every, kept.tolist())), old, new


def _renumbered(source: Ints, numbers: Ints) -> Callable[[slice], Ints]:
    """Sources by their new numbers, piece by piece; as they stand where none has another."""
    import numpy as np

    kept = numbers >= 0
    if (numbers[kept] == np.flatnonzero(kept)).all():
        return source.__getitem__
    return lambda part: numbers[source[part]]


def _heard(sources: tuple[Source, ...], source: Ints) -> tuple[tuple[Source, ...], Ints]:
    """Sources that claim anything."""
    import numpy as np

    some = np.bincount(source, minlength=len(sources)) > 0
    if some.all():
        return sources, source
    return tuple([sources[n] for n in np.flatnonzero(some).tolist()]), (np.cumsum(some) - 1)[source]


class _Laid:
    """Where claims stand: runs of rows that were served again between runs of those that were not."""

    def __init__(self, before: Claims, fresh: Claims, again: Again) -> None:
        import numpy as np

        self.before, self.fresh, self.again = before, fresh, again
        days = again.days
        count = len(before.budget) // days
        self.old = np.searchsorted(before.cell, np.arange(count + 1) * days)
        self.new = np.searchsorted(fresh.cell, np.arange(len(again.rows) + 1) * days)
        self.runs = tuple(self._runs(count))

    def _runs(self, count: int) -> Iterator[tuple[bool, slice]]:
        """Which claims follow each other: those that were served again or not, and which of them."""
        import numpy as np

        rows = self.again.rows
        breaks = np.flatnonzero(np.diff(rows) > 1) + 1
        starts, ends = [0, *breaks.tolist()], [*breaks.tolist(), len(rows)]
        here = 0
        for start, end in zip(starts, ends, strict=True):
            first, last = int(rows[start]), int(rows[end - 1])
            yield False, slice(int(self.old[here]), int(self.old[first]))
            yield True, slice(int(self.new[start]), int(self.new[end]))
            here = last + 1
        yield False, slice(int(self.old[here]), int(self.old[count]))

    def column(self, before: Ints | Callable[[slice], Ints], fresh: Ints) -> Ints:
        """A column of claims."""
        import numpy as np

        old = before if callable(before) else before.__getitem__
        return np.concatenate([fresh[part] if again else old(part) for again, part in self.runs])

    def timed(self) -> tuple[Ints, Ints, Ints]:
        """Which claims have minutes of their own, and those minutes."""
        import numpy as np

        columns: list[tuple[Ints, Ints, Ints]] = []
        at = 0
        for again, part in self.runs:
            one = self.fresh if again else self.before
            lo, hi = np.searchsorted(one.own, [part.start, part.stop]).tolist()
            columns.append((one.own[lo:hi] + (at - part.start), one.starts[lo:hi], one.finishes[lo:hi]))
            at += part.stop - part.start
        own, starts, finishes = (np.concatenate(column) for column in zip(*columns, strict=True))
        return own, starts, finishes

    def by_cell(self, before: Ints, fresh: Ints) -> Ints:
        """A column of cells."""
        found = before.copy()
        found.reshape(-1, self.again.days)[self.again.rows] = fresh.reshape(-1, self.again.days)
        return found

    def allowed(self, granted: Ints) -> Allowed:
        """What limits leave: of rows where nobody has one, everything."""
        import numpy as np

        def of(claims: Claims, name: str, size: int) -> Any:
            return np.zeros(size, dtype=np.int64) if claims.allowed is None else getattr(claims.allowed, name)

        both = self.before, self.fresh
        barred = self.by_cell(*(of(one, "barred", len(one.budget)) for one in both))
        kept = (
            self.column(*(of(one, name, len(one.cell)) for one in both)) for name in ("by_day", "by_week")
        )
        return Allowed(granted, barred, *kept)
