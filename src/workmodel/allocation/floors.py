"""Before when no dates within everybody's hours can end: a bound that needs no search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from workmodel.allocation.levelling import Place, generated
from workmodel.allocation.posing import Posed
from workmodel.capacity.hours import SCALE
from workmodel.domain import Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["by_logic", "earliest_finish"]


def earliest_finish(posed: Posed) -> int:
    """The latest of two bounds: everybody could do everything at once; everybody has to do all that is theirs.

    Returns
    -------
    int
        [min since 1970]
    """
    alone = by_logic(posed)
    starts = {node: alone[node].start for node in posed.workers if node in alone}
    logic = max((place.finish for place in alone.values()), default=posed.level.step.lo)
    return max([logic, *(_spent(posed, name, nodes, starts) for name, nodes in _own(posed).items())])


def by_logic(posed: Posed) -> dict[int, Place]:
    """Where everything would be if everybody could do everything at once, each in the way that ends first."""
    # whatever is used up: nothing bounds the choice among ways here
    level = evolve(posed.level, needs={}, splits={}, budget={}, takes={}, latest={})
    return generated(level, [()] * len(posed.level.names))


def _own(posed: Posed) -> dict[str, list[int]]:
    """By resource, the movable tasks that it does alone, and as whole as it is."""
    found: dict[str, list[int]] = {}
    for node, workers in posed.workers.items():
        if node in posed.way_of or node in posed.level.options:
            continue  # somebody else could do it
        if not _needs_hours(posed, node):
            continue
        if len(workers) == 1 and posed.level.step.movable(node) and node not in posed.idle:
            found.setdefault(workers[0].resource, []).append(node)
    return found


def _needs_hours(posed: Posed, node: int) -> bool:
    """Whether work takes as many hours as it is long: what keeps its duration whatever its people have does not."""
    task = posed.wide[posed.level.names[node]]
    if node in posed.paces or not isinstance(task, Task):
        return True
    around = task.duration is not None and task.duration.elapsed
    return (
        not around
        and all(posed.left.whole(one.resource) and one.asked <= one.capacity for one in posed.workers[node])
        and not task.ignore_resource_calendars
    )


def _spent(posed: Posed, name: str, nodes: list[int], starts: dict[int, int]) -> int:
    """When somebody can have spent the hours that their own tasks take, from the first start on."""
    import numpy as np

    begin, asked = min(starts[node] for node in nodes), 0
    for node in nodes:
        worker, pace = posed.workers[node][0], posed.paces.get(node)
        if pace is None or pace.relative:  # a share of usual time
            asked += min(worker.asked, worker.capacity) * posed.minutes[node]
        else:
            asked += pace.effort * SCALE // worker.efficiency
    pieces = posed.left.of(name)
    late = pieces[pieces[:, 1] > begin]
    if not len(late):
        return begin
    late = late.copy()
    first = late[0]
    if first[0] < begin:  # the piece in which it begins, in part
        first[2] = first[2] * (first[1] - begin) // (first[1] - first[0]) + 1
        first[0] = begin
    reached = np.cumsum(late[:, 2])
    place = int(np.searchsorted(reached, asked))
    if place == len(late):
        return begin
    before = int(reached[place - 1]) if place else 0
    start, finish, amount, _ = late[place].tolist()
    return int(start + (asked - before) * (finish - start) // amount)
