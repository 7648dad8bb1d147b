"""Work that is done where there are hours for it: loads whose contour is ``"as_worked"``.

Each lies over its days in proportion to what claims that are served before it leave of them, one load after the other in
the order in which they are served. Where nothing is left at all it lies as flat work does, and is unmet there. Work that
says no effort takes what is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from workmodel.capacity.claims import Part, booked
from workmodel.capacity.granting import spread
from workmodel.capacity.hours import SCALE
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
    for item, own in groupby(numbers, key=lambda n: int(loads.item[n])):
        made.add(list(own), bisect_left(keys, key(sources[item])))
    return Part(sources, *made.columns())


class _Worked:
    """Loads being laid, each over what is left."""

    def __init__(self, loads: Loads, cells: Cells, claims: Claims) -> None:
        import numpy as np

        self.loads, self.cells, self.claims = loads, cells, claims
        self.found: list[tuple[int, int, Ints]] = []  # task, first cell, amounts
        self.laid = np.zeros(len(claims.budget), dtype=np.int64)
        self.tasks = np.array([one.kind == "task" for one in claims.sources], dtype=np.bool_)

    def add(self, numbers: list[int], before: int) -> None:
        """Lay the loads of a task behind all claims of the first so many sources, and all loads before it."""
        import numpy as np

        loads = self.loads
        placed = [self._weights(number, before) for number in numbers]
        pace = loads.pace[numbers]
        joint = int(loads.effort[numbers[0]])
        if joint < 0:  # no effort is said: it takes what there is
            for number, (base, weight, _) in zip(numbers, placed, strict=True):
                self._lay(number, base, weight)
            return
        if joint and any(weight.any() for _, weight, _ in placed):
            # shared by what each has left and gets done in it, then turned into hours of those who do it
            weights = np.concatenate(
                [weight * int(one) for (_, weight, _), one in zip(placed, pace, strict=True)]
            )
            upto = spread(np.array(joint), np.cumsum(weights), weights.sum(keepdims=True))
            efforts = np.diff(upto, prepend=0)
            ends = np.cumsum([len(weight) for _, weight, _ in placed])[:-1]
            for (base, _, _), own, one in zip(placed, np.split(efforts, ends), pace.tolist(), strict=True):
                self._lay(numbers[0], base, np.diff(-(-np.cumsum(own) * SCALE // one), prepend=0))
            return
        for number, (base, weight, flat) in zip(numbers, placed, strict=True):
            even = weight if weight.any() else flat
            upto = spread(loads.amount[number : number + 1], np.cumsum(even), even.sum(keepdims=True))
            self._lay(number, base, np.diff(upto, prepend=0))

    def _lay(self, number: int, base: int, parts: Ints) -> None:
        self.laid[base : base + len(parts)] += parts
        self.found.append((int(self.loads.item[number]), base, parts))

    def _weights(self, number: int, before: int) -> tuple[int, Ints, Ints]:
        """First cell of a load, what its days have left for it, and how it would lie if it were flat."""
        import numpy as np

        loads, days = self.loads, self.cells.days
        row = int(loads.row[number])
        hours = loads.hours[int(loads.clock[number])]
        start, finish = int(loads.start[number]), int(loads.finish[number])
        edges = self.cells.edges(row)
        first, last = np.searchsorted(edges, [start, max(finish - 1, start)], side="right").tolist()
        first = min(max(first - 1, 0), days - 1)
        last = min(max(last - 1, first), days - 1)
        base = row * days + first
        at = hours.positions(edges[first : last + 2])
        begin, end = hours.positions(np.array([start, finish])).tolist()
        inside: Ints = np.diff(at.clip(begin, end))
        left, apart = self._left(base, last - first + 1, before)
        reach = np.maximum(np.diff(at), 1)
        # of a day in part there is what claims with a time leave of it, unless the task has hours of its own
        if hours == self.cells.calendar(row):
            for place in {0, last - first}:
                part, whole = self._rest(base + place, start, finish)
                apart[place] = apart[place] * part // max(whole, 1)
            middle = slice(1, -1)
            apart[middle] = apart[middle] * inside[middle] // reach[middle]
        else:
            apart = apart * inside // reach
        apart = apart * int(loads.share[number]) // SCALE
        flat = inside
        if not flat.any():  # not an open minute: all of it lies on the day of its start
            flat = np.zeros_like(inside)
            flat[0] = 1
        return base, np.minimum(left, apart), flat

    def _rest(self, cell: int, start: int, finish: int) -> tuple[int, int]:
        """What claims with a time leave of a day between two moments, and of all of it."""
        day, _ = self.claims.day(self.cells, cell)
        return day.rest(finish) - day.rest(start), day.rest()

    def _left(self, base: int, count: int, before: int) -> tuple[Ints, Ints]:
        """What claims that are served before leave of so many cells; and what those of them leave that are no tasks."""
        import numpy as np

        claims = self.claims
        lo, hi = int(claims.first[base]), int(claims.first[base + count])
        cell, source, given = (column[lo:hi] for column in (claims.cell, claims.source, claims.granted))
        budget, free = claims.budget[base : base + count], claims.free[base : base + count]
        found = []
        for some in (source < before, (source < before) & ~self.tasks[source]):
            used = np.zeros(count, dtype=np.int64)
            np.add.at(used, cell[some] - base, given[some])
            rest = budget - used
            if (
                claims.allowed is not None
            ):  # a limit allows what is free and what those have who come later, or are tasks
                later = np.zeros(count, dtype=np.int64)
                np.add.at(later, cell[~some] - base, given[~some])
                rest = np.minimum(rest, free + later)
            found.append(rest)
        return np.maximum(found[0] - self.laid[base : base + count], 0), found[1]

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Task, cell and amount of every claim."""
        import numpy as np

        item = np.concatenate([np.full(len(parts), number) for number, _, parts in self.found])
        cell = np.concatenate([base + np.arange(len(parts)) for _, base, parts in self.found])
        amount = np.concatenate([parts for _, _, parts in self.found])
        kept = amount > 0
        return item[kept], cell[kept], amount[kept]
