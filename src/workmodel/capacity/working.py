"""Work that is done where there are hours for it: loads whose contour is ``"as_worked"``.

Each lies over its days in proportion to what claims that are served before it leave of them, one load after the other in
the order in which they are served. Where nothing is left at all it lies as flat work does, and is unmet there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workmodel.capacity.claims import Part, booked
from workmodel.capacity.granting import spread
from workmodel.capacity.loads import AS_WORKED, Loads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.claims import Claims
    from workmodel.capacity.sources import ClaimKind, Source
    from workmodel.capacity.switching import SwitchingModel

    Ints = NDArray[np.int64]

__all__ = ["worked_part"]


def worked_part(
    loads: Loads, sources: Sequence[Source], parts: Sequence[Part], cells: Cells, order: Sequence[ClaimKind],
    switching: SwitchingModel | None,
) -> Part | None:  # fmt: skip
    """What loads that are done where there are hours ask of the cells; ``None`` where there are none.

    Parameters
    ----------
    loads, sources
        The loads, and the line that each of their tasks is.
    parts
        All other claims.
    cells, order, switching
        As in `workmodel.capacity.claims.booked`; the cells hold every such load whole that reaches into them.
    """
    import numpy as np

    lo, hi = cells.window
    some = (loads.shape == AS_WORKED) & (loads.finish > lo) & (loads.start < hi)
    if not some.any():
        return None
    place: dict[str, int] = {kind: number for number, kind in enumerate(order)}

    def key(source: Source) -> tuple[int, tuple[int, ...]]:
        return place[source.kind], source.rank

    made = _Worked(loads, cells, booked(parts, cells, order, switching))
    keys = [key(source) for source in made.claims.sources]
    numbers = sorted(np.flatnonzero(some).tolist(), key=lambda n: key(sources[int(loads.item[n])]))
    for number in numbers:
        made.add(number, bisect_left(keys, key(sources[int(loads.item[number])])))
    return Part(sources, *made.columns())


class _Worked:
    """Loads being laid, each over what is left."""

    def __init__(self, loads: Loads, cells: Cells, claims: Claims) -> None:
        import numpy as np

        self.loads, self.cells, self.claims = loads, cells, claims
        self.found: list[tuple[int, int, Ints]] = []  # task, first cell, amounts
        self.laid = np.zeros(len(claims.budget), dtype=np.int64)

    def add(self, number: int, before: int) -> None:
        """Lay a load behind all claims of the first so many sources, and all loads before it."""
        import numpy as np

        loads, days = self.loads, self.cells.days
        row, amount = int(loads.row[number]), int(loads.amount[number])
        hours = loads.hours[int(loads.clock[number])]
        start, finish = int(loads.start[number]), int(loads.finish[number])
        edges = self.cells.edges(row)
        first = min(max(int(np.searchsorted(edges, start, side="right")) - 1, 0), days - 1)
        last = min(
            max(int(np.searchsorted(edges, max(finish - 1, start), side="right")) - 1, first), days - 1
        )
        base = row * days + first
        at = hours.positions(edges[first : last + 2])
        begin, end = hours.positions(np.array([start, finish])).tolist()
        inside: Ints = np.diff(at.clip(begin, end))
        whole = np.maximum(np.diff(at), 1)
        weight = self._left(base, last - first + 1, before) * inside // whole
        if not weight.any():
            weight = inside
        if not weight.any():  # not an open minute: all of it lies on the day of its start
            weight = np.zeros_like(inside)
            weight[0] = 1
        upto = spread(np.array(amount), np.cumsum(weight), weight.sum(keepdims=True))
        parts: Ints = np.diff(upto, prepend=0)
        self.laid[base : base + len(parts)] += parts
        self.found.append((int(loads.item[number]), base, parts))

    def _left(self, base: int, count: int, before: int) -> Ints:
        """What claims that are served before leave of so many cells."""
        import numpy as np

        claims = self.claims
        lo, hi = int(claims.first[base]), int(claims.first[base + count])
        earlier = claims.source[lo:hi] < before
        used = np.zeros(count, dtype=np.int64)
        np.add.at(used, claims.cell[lo:hi][earlier] - base, claims.granted[lo:hi][earlier])
        used += self.laid[base : base + count]
        found: Ints = np.maximum(claims.budget[base : base + count] - used, 0)
        return found

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Task, cell and amount of every claim."""
        import numpy as np

        item = np.concatenate([np.full(len(parts), number) for number, _, parts in self.found])
        cell = np.concatenate([base + np.arange(len(parts)) for _, base, parts in self.found])
        amount = np.concatenate([parts for _, _, parts in self.found])
        kept = amount > 0
        return item[kept], cell[kept], amount[kept]
