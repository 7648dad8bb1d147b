"""A `ModedInstance` as the kernels read it; see `workmodel.allocation.kernels.packing` for words and nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from workmodel.allocation.kernels.instance import rows_of
from workmodel.allocation.kernels.moded import FROM_FINISH, TO_FINISH
from workmodel.allocation.kernels.packing import in_words, kinds_of, supplied
from workmodel.allocation.kernels.trimming import trimmed

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = ["ModedPacked", "moded_packed"]


@frozen(eq=False)
class ModedPacked:
    """What the kernels read. Each part is a tuple of flat int64 arrays, or of lists where they run as they stand.

    Attributes
    ----------
    work
        As in `workmodel.allocation.kernels.packing.Packed`, but of modes: ``durations``, where the needs of each mode
        begin, their words, their amounts, the guards of each word, and the kind of each mode.
    modes
        Where the modes of each node begin, the node of each mode, and what modes use up of each stock, row by row.
    forward, backward
        Where the links of each node begin, the nodes they come from, the lags, and how durations count: 1 where that of
        the other node is added, 2 where that of the node itself is taken away, both added up.
    base
        When the steps of the capacity begin, and the free units from then on.
    stocks
        How much there is of each that counts.
    numbers
        For each node, its activity.
    mode_numbers
        For each mode, its position among those of its activity.
    varying, loose
        Whether there is more than one step; whether a link lets some mode start before what it waits for.
    """

    work: Any
    modes: Any
    forward: Any
    backward: Any
    base: Any
    stocks: list[int]
    numbers: list[int]
    mode_numbers: list[int]
    varying: bool
    loose: bool

    def chosen_from(self, instance: ModedInstance) -> list[int]:
        """The modes, counted among all of the instance."""
        nodes = self.modes[1].tolist()
        return [
            int(instance.mode_first[self.numbers[node]]) + number
            for node, number in zip(nodes, self.mode_numbers, strict=True)
        ]

    def choices(self, instance: ModedInstance) -> list[list[int]]:
        """The modes of each activity, counted among all of the instance."""
        found: list[list[int]] = [[] for _ in self.numbers]
        for node, mode in zip(self.modes[1].tolist(), self.chosen_from(instance), strict=True):
            found[self.numbers[node]].append(mode)
        return found

    def as_lists(self) -> ModedPacked:
        """The same on lists."""

        def read(part: Any) -> Any:
            return tuple(column.tolist() for column in part)

        return evolve(
            self,
            work=read(self.work),
            modes=read(self.modes),
            forward=read(self.forward),
            backward=read(self.backward),
            base=read(self.base),
        )


def moded_packed(instance: ModedInstance) -> ModedPacked:
    """The instance as the kernels read it, without the modes and stocks that need no look.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> made = moded_packed(moded_instance([[ModeOf(3), ModeOf(2), ModeOf(4)]]))
    >>> made.work[0].tolist(), made.mode_numbers
    ([2], [1])
    """
    import numpy as np

    left = trimmed(instance)
    order = instance.order.tolist()
    node_of = {activity: node for node, activity in enumerate(order)}
    modes = [mode for activity in order for mode in left.modes[activity]]
    places, guards, base = supplied(instance)
    needs = []
    for mode in modes:
        rows = slice(instance.requirement_first[mode], instance.requirement_first[mode + 1])
        row = in_words(instance.requirement_resources[rows], instance.requirement_units[rows], places)
        needs.append(row if instance.durations[mode] else {})  # what takes no time takes nothing else
    uses = [instance.consumption(mode).get(stock, 0) for mode in modes for stock in left.stocks]
    counts = [len(left.modes[activity]) for activity in order]
    links = [(node_of[p], node_of[s], lag, a, b) for p, s, lag, a, b in instance.links()]
    spans = [[int(instance.durations[mode]) for mode in left.modes[activity]] for activity in order]
    return ModedPacked(
        (
            instance.durations[modes],
            *rows_of([sorted(row.items()) for row in needs], 2),
            np.array(guards, dtype=np.int64),
            kinds_of(needs),
        ),
        (
            np.cumsum([0, *counts], dtype=np.int64),
            np.repeat(np.arange(len(order), dtype=np.int64), counts),
            np.array(uses, dtype=np.int64),
        ),
        _side(len(order), [(s, p, lag, _ends(a, b)) for p, s, lag, a, b in links]),
        _side(len(order), [(p, s, lag, _ends(not b, not a)) for p, s, lag, a, b in links]),
        base,
        [int(instance.stocks[stock]) for stock in left.stocks],
        order,
        [mode - int(instance.mode_first[activity]) for activity in order for mode in left.modes[activity]],
        varying=len(base[0]) > 1,
        loose=any(
            lag + (min(spans[p]) if a else 0) - (max(spans[s]) if b else 0) < 0
            or lag - (0 if a else max(spans[p])) + (0 if b else min(spans[s])) < 0
            for p, s, lag, a, b in links
        ),
    )


def _ends(from_finish: bool, to_finish: bool) -> int:
    return FROM_FINISH * from_finish + TO_FINISH * to_finish


def _side(count: int, links: list[tuple[int, int, int, int]]) -> tuple[Any, ...]:
    rows: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
    for node, other, lag, ends in links:
        rows[node].append((other, lag, ends))
    return tuple(rows_of(rows, 3))
