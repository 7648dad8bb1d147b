"""`Instance`: activities that share renewable resources, as integer arrays.

Time is a whole number of whatever unit the caller counts in; nothing here or in the kernels depends on how large
durations are. Every link says how long after the *start* of one activity another may start: with ``lag`` equal to the
duration of the first that is "after it has finished", and any whole number may be added or taken away. A link does not
say how long after at most, so that whatever respects an order of the links can be scheduled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.errors import DependencyCycle, OutOfRange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Instance", "Steps", "instance"]

Steps = int | Sequence[tuple[int, int]]
"""A capacity: one number for all time, or ``(from when, how much)`` in order of time, the first from 0."""

MOST: Final = 2**40  # of time and of units: sums of a million of them stay within 61 bits


@frozen(eq=False)
class Instance:
    """What is to be scheduled. Arrays are int64; those that end in ``_first`` say where the rows of each begin.

    Attributes
    ----------
    durations
        How long each activity takes. shape (activities,) [time]
    predecessor_first, predecessors, predecessor_lags
        What each activity waits for: it starts at least so long after the start of that. shape (activities + 1,),
        (links,), (links,) [time]
    successor_first, successors, successor_lags
        The same links, by what is waited for.
    order
        All activities, each after those it waits for; ties by position. shape (activities,)
    step_first, step_times, step_capacities
        How much there is of each resource, and from when on; the last step has no end.
    requirement_first, requirement_resources, requirement_units
        What each activity takes of which resources for as long as it runs; none of them zero.
    """

    durations: Ints
    predecessor_first: Ints
    predecessors: Ints
    predecessor_lags: Ints
    successor_first: Ints
    successors: Ints
    successor_lags: Ints
    order: Ints
    step_first: Ints
    step_times: Ints
    step_capacities: Ints
    requirement_first: Ints
    requirement_resources: Ints
    requirement_units: Ints

    def __len__(self) -> int:
        return len(self.durations)

    @property
    def resources(self) -> int:
        """How many resources there are."""
        return len(self.step_first) - 1

    @property
    def varying(self) -> bool:
        """Whether some capacity changes with time."""
        return len(self.step_times) > self.resources


def instance(
    durations: Sequence[int],
    links: Iterable[tuple[int, int, int]] = (),
    *,
    capacities: Sequence[Steps] = (),
    requirements: Sequence[Mapping[int, int]] = (),
) -> Instance:
    """An instance from plain numbers.

    Parameters
    ----------
    durations
        One for each activity. [time]
    links
        ``(predecessor, successor, lag)``: the successor starts at least *lag* after the start of the predecessor.
    capacities
        One for each resource.
    requirements
        For each activity, units by resource; nothing for activities beyond its end.

    Raises
    ------
    OutOfRange
        A number is negative or too large, a position names nothing, steps are out of order, or an activity asks for
        more than there ever is from the last step on.
    DependencyCycle
        Links form a ring.

    Examples
    --------
    >>> made = instance([3, 2], [(0, 1, 3)], capacities=[2], requirements=[{0: 1}, {0: 2}])
    >>> made.order.tolist(), made.resources
    ([0, 1], 1)
    """
    import numpy as np

    count = len(durations)
    for one in durations:
        within("a duration", one, 0, MOST)
    pairs = [(int(p), int(s), int(lag)) for p, s, lag in links]
    for p, s, lag in pairs:
        within("the predecessor of a link", p, 0, count - 1)
        within("the successor of a link", s, 0, count - 1)
        within("a lag", lag, -MOST, MOST)
    steps = [[(0, one)] if isinstance(one, int) else list(one) for one in capacities]
    for row in steps:
        rising(row)
    taken = [
        [(int(r), int(units)) for r, units in sorted(row.items()) if units] for row in requirements[:count]
    ]
    taken += [[] for _ in range(count - len(taken))]
    for position, row in enumerate(taken):
        _fits(position, row, steps)

    before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    behind: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for p, s, lag in pairs:
        before[s].append((p, lag))
        behind[p].append((s, lag))
    parts: list[Ints] = [
        np.array(durations, dtype=np.int64),
        *rows_of(before, 2),
        *rows_of(behind, 2),
        np.array(in_order(before, behind), dtype=np.int64),
        *rows_of(steps, 2),
        *rows_of(taken, 2),
    ]
    return Instance(*parts)


def rows_of(rows: Sequence[Sequence[tuple[int, ...]]], width: int) -> list[Ints]:
    """Rows of cells laid end to end: where each row begins, and a column for each part of a cell."""
    import numpy as np

    first = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    flat = np.array([cell for row in rows for cell in row], dtype=np.int64).reshape(-1, width)
    return [first, *(flat[:, part].copy() for part in range(width))]


def within(what: str, value: int, least: int, most: int) -> None:
    """Refuse a number beyond its limits, the limits included."""
    if not least <= value <= most:
        raise OutOfRange(what, value, f"a whole number from {least} to {most}")


def rising(row: Sequence[tuple[int, int]]) -> None:
    """Refuse steps of a capacity that do not begin at 0 or do not go on in order of time."""
    times = [time for time, _ in row]
    if not times or times[0] != 0 or any(a >= b for a, b in pairwise(times)):
        raise OutOfRange("the times of a capacity's steps", times, "0 and then rising")
    for time, units in row:
        within("the time of a step", time, 0, MOST)
        within("a capacity", units, 0, MOST)


def _fits(position: int, row: Sequence[tuple[int, int]], steps: Sequence[Sequence[tuple[int, int]]]) -> None:
    for r, units in row:
        within(f"a resource of activity {position}", r, 0, len(steps) - 1)
        most = steps[r][-1][1]
        if not 0 < units <= most:
            raise OutOfRange(
                f"what activity {position} takes of resource {r}",
                units,
                f"from 1 to {most}, which is all there is of it in the end",
            )


def in_order(
    before: Sequence[Sequence[tuple[int, int]]], behind: Sequence[Sequence[tuple[int, int]]]
) -> list[int]:
    """Each after what it waits for; of several that could come next, the one declared first."""
    from heapq import heapify, heappop, heappush

    open_links = [len(row) for row in before]
    ready = [i for i, number in enumerate(open_links) if not number]
    heapify(ready)
    order = []
    while ready:
        i = heappop(ready)
        order.append(i)
        for s, _ in behind[i]:
            open_links[s] -= 1
            if not open_links[s]:
                heappush(ready, s)
    if len(order) < len(before):
        raise DependencyCycle(_ring(before, open_links))
    return order


def _ring(before: Sequence[Sequence[tuple[int, int]]], open_links: Sequence[int]) -> tuple[str, ...]:
    """A ring among those that still wait: go from one to something it waits for until one comes again."""
    i = next(i for i, number in enumerate(open_links) if number)
    seen: dict[int, int] = {}
    while i not in seen:
        seen[i] = len(seen)
        i = next(p for p, _ in before[i] if open_links[p])
    path = [str(j) for j, place in seen.items() if place >= seen[i]]
    return tuple(reversed(path))
