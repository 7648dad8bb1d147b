"""An `Instance` as the kernels read it: topological numbers, both directions, and several resources in one word.

A *word* is one integer that holds the free units of several resources side by side, each with a guard bit above its
highest: ``(free - need) & guards == guards`` says for all of them at once whether there is enough, since a resource
that falls short borrows its own guard and nothing else. Most projects fit in one word; an activity names only the
words in which it takes something.

Nodes of the kernels are positions in the topological order, so that a tie goes to the smaller number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from workmodel.allocation.kernels.instance import rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.allocation.kernels.instance import Instance
    from workmodel.allocation.kernels.moded import ModedInstance

    Ints = NDArray[np.int64]

__all__ = ["Packed", "packed"]

_BITS: Final = 62


@frozen(eq=False)
class Packed:
    """What the kernels read. Each part is a tuple of flat int64 arrays, or of lists where they run as they stand.

    Attributes
    ----------
    work
        ``durations``, where the needs of each node begin, their words, their amounts, the guards of each word, and the
        kind of each node: those that need the same are of one kind, numbered from 0.
    forward, backward
        Where the links of each node begin, the nodes they come from, the lags from start to start. Backward is the
        mirror image: time runs from the end, and what came after comes before.
    base
        When the steps of the capacity begin, and the free units from then on, guards set, word by word.
    numbers
        For each node, its activity.
    varying
        Whether there is more than one step. Then a mirror image is one about a certain moment.
    loose
        Whether some link lets an activity start before the one it waits for.
    """

    work: Any
    forward: Any
    backward: Any
    base: Any
    numbers: list[int]
    varying: bool
    loose: bool

    def as_lists(self) -> Packed:
        """The same on lists, which Python reads three times faster."""

        def read(part: Any) -> Any:
            return tuple(column.tolist() for column in part)

        return evolve(
            self,
            work=read(self.work),
            forward=read(self.forward),
            backward=read(self.backward),
            base=read(self.base),
        )


def packed(instance: Instance) -> Packed:
    """The instance as the kernels read it.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> made = packed(instance([3, 2], [(0, 1, 3)], capacities=[2], requirements=[{0: 1}, {0: 2}]))
    >>> made.numbers, made.varying, made.loose
    ([0, 1], False, False)
    """
    import numpy as np

    order = instance.order.tolist()
    node_of = {activity: node for node, activity in enumerate(order)}
    places, guards, base = supplied(instance)
    needs: list[dict[int, int]] = []
    for activity in order:
        rows = slice(instance.requirement_first[activity], instance.requirement_first[activity + 1])
        row = in_words(instance.requirement_resources[rows], instance.requirement_units[rows], places)
        needs.append(row if instance.durations[activity] else {})  # what takes no time takes nothing else

    durations = instance.durations.tolist()
    links = [
        (node_of[p], node_of[s], int(instance.predecessor_lags[k]), durations[p], durations[s])
        for s in range(len(order))
        for k in range(instance.predecessor_first[s], instance.predecessor_first[s + 1])
        for p in [int(instance.predecessors[k])]
    ]
    return Packed(
        (
            instance.durations[instance.order],
            *rows_of([sorted(row.items()) for row in needs], 2),
            np.array(guards, dtype=np.int64),
            kinds_of(needs),
        ),
        _side(len(order), [(s, p, lag) for p, s, lag, _, _ in links]),
        _side(len(order), [(p, s, lag + ds - dp) for p, s, lag, dp, ds in links]),
        base,
        order,
        varying=len(base[0]) > 1,
        loose=any(lag < 0 or lag + ds < dp for _, _, lag, dp, ds in links),
    )


def supplied(
    instance: Instance | ModedInstance,
) -> tuple[list[tuple[int, int]], list[int], tuple[Ints, Ints]]:
    """The word and the lowest bit of each resource, the guards of each word, and what is free from when on."""
    import numpy as np

    places, guards = [], [0]
    used = 0
    for r in range(instance.resources):
        most = int(instance.step_capacities[instance.step_first[r] : instance.step_first[r + 1]].max())
        bits = most.bit_length() + 1
        if used + bits > _BITS:
            guards.append(0)
            used = 0
        places.append((len(guards) - 1, used))
        guards[-1] |= 1 << (used + bits - 1)
        used += bits
    times = sorted({0, *instance.step_times.tolist()})
    free = np.array([guards] * len(times), dtype=np.int64).reshape(len(times), len(guards))
    for r, (word, shift) in enumerate(places):
        rows = slice(instance.step_first[r], instance.step_first[r + 1])
        at = np.searchsorted(instance.step_times[rows], times, side="right") - 1
        free[:, word] += instance.step_capacities[rows][at] << shift
    return places, guards, (np.array(times, dtype=np.int64), free.ravel())


def in_words(resources: Ints, units: Ints, places: list[tuple[int, int]]) -> dict[int, int]:
    """Units of resources, added up word by word."""
    row: dict[int, int] = {}
    for resource, amount in zip(resources.tolist(), units.tolist(), strict=True):
        word, shift = places[resource]
        row[word] = row.get(word, 0) + (amount << shift)
    return row


def kinds_of(needs: list[dict[int, int]]) -> Ints:
    """A number for each, the same where the same is needed."""
    import numpy as np

    known: dict[tuple[tuple[int, int], ...], int] = {}
    return np.array(
        [known.setdefault(tuple(sorted(row.items())), len(known)) for row in needs], dtype=np.int64
    )


def _side(count: int, links: list[tuple[int, int, int]]) -> tuple[Ints, ...]:
    rows: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for node, other, lag in links:
        rows[node].append((other, lag))
    return tuple(rows_of(rows, 2))
