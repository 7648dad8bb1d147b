"""Parts of a schedule: which activities to make anew together, and in which order the others stay.

What stays keeps its order, not its times: whatever ran after something with which it shares a resource still does (a
partial order schedule after N. Policella, A. Cesta, A. Oddi and S. Smith, "From precedence constraint posting to partial
order schedules", AI Communications 20, 2007). So what is gained in one place moves everything behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from workmodel.allocation.kernels.chance import drawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.allocation.kernels.instance import Instance

    Ints = NDArray[np.int64]

__all__ = ["Parts"]

_MOMENTS: Final = 3  # of which the busiest is taken


class Parts:
    """Parts of one schedule.

    Parameters
    ----------
    starts
        When each activity starts. [time]
    chance
        A state of `workmodel.allocation.kernels.chance`, which every choice moves on.

    Examples
    --------
    >>> from workmodel.allocation.kernels.chance import sown
    >>> from workmodel.allocation.kernels.instance import instance
    >>> one_at_a_time = instance([2, 2, 2, 2], capacities=[1], requirements=[{0: 1}] * 4)
    >>> parts = Parts(one_at_a_time, [0, 2, 4, 6], sown(0))
    >>> [*parts.kept({2})]
    [(1, 3), (0, 1)]
    """

    def __init__(self, instance: Instance, starts: Sequence[int], chance: Any) -> None:
        import numpy as np

        self._instance = instance
        self._chance = chance
        self._starts = np.array(starts, dtype=np.int64)
        self._ends = self._starts + instance.durations
        self._needs = _needs(instance)
        self._takes = [[r for r, units in enumerate(row) if units] for row in self._needs.tolist()]

    def chosen(self, kind: int, count: int) -> set[int]:
        """So many activities: by kind around a moment, around a busy resource, or what hangs together by links."""
        return {int(i) for i in (self._around, self._busy, self._linked)[kind % 3](count)}

    def kept(self, free: set[int]) -> Iterator[tuple[int, int]]:
        """Pairs of what is not free that share a resource and keep their order; none that follows from others."""
        rest = [i for i in self._starts.argsort(kind="stable").tolist() if i not in free]
        begins = [int(self._starts[i]) for i in rest]
        users = [0] * self._instance.resources  # places in that order, as bits
        for place, i in enumerate(rest):
            for resource in self._takes[i]:
                users[resource] |= 1 << place
        behind = [0] * len(rest)
        for place in reversed(range(len(rest))):
            before = rest[place]
            first = bisect_left(begins, int(self._ends[before]))
            coming = 0
            for resource in self._takes[before]:
                coming |= users[resource]
            coming = coming >> first << first
            while coming:
                after = (coming & -coming).bit_length() - 1
                yield before, rest[after]
                behind[place] |= behind[after] | 1 << after
                coming &= ~behind[place]

    def _around(self, count: int) -> Ints:
        end = int(self._ends.max(initial=0))
        return self._nearest(drawn(self._chance, 2**31) * end // 2**31, count)

    def _nearest(self, moment: int, count: int, beside: Ints | int = 0) -> Ints:
        """Those that run nearest to a moment."""
        import numpy as np

        away = np.maximum(self._starts - moment, moment - self._ends)
        return np.argsort(np.maximum(away, 0) + beside, kind="stable")[:count]

    def _busy(self, count: int) -> Ints:
        """Those around the busiest of a few moments, first what takes of the resource that is short there."""
        import numpy as np

        capacities = self._instance.step_capacities[self._instance.step_first[1:] - 1]
        best, at, short = -1.0, 0, 0
        for _ in range(_MOMENTS):
            moment = int(self._starts[drawn(self._chance, len(self._starts))])
            running = (self._starts <= moment) & (moment < self._ends)
            share = self._needs[running].sum(axis=0) / np.maximum(capacities, 1)
            if share.max(initial=-1.0) > best:
                best, at, short = float(share.max()), moment, int(share.argmax())
        if best < 0:
            return self._around(count)
        later = 1 + int(self._ends.max()) // 4
        return self._nearest(at, count, (self._needs[:, short] == 0) * later)

    def _linked(self, count: int) -> list[int]:
        """Those that hang together with one by links; with several, where links lead no further."""
        one = self._instance
        sides = ((one.predecessor_first, one.predecessors), (one.successor_first, one.successors))
        found: dict[int, None] = {}
        edge: list[int] = []
        while len(found) < min(count, len(one)):
            here = edge.pop(drawn(self._chance, len(edge))) if edge else drawn(self._chance, len(one))
            if here not in found:
                found[here] = None
                for first, others in sides:
                    edge += others[first[here] : first[here + 1]].tolist()
        return list(found)


def _needs(instance: Instance) -> Ints:
    """What each activity takes of each resource while it runs."""
    import numpy as np

    needs = np.zeros((len(instance), instance.resources), dtype=np.int64)
    rows = np.repeat(np.arange(len(instance)), np.diff(instance.requirement_first))
    needs[rows, instance.requirement_resources] = instance.requirement_units
    needs[instance.durations == 0] = 0
    return needs
