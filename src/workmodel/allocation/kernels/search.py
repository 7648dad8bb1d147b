"""`Search`: better and better schedules, in portions, and how far from the best they can be.

Effort is counted in schedules generated, one for each pass forward or backward, not in seconds; so equal seeds give equal
answers on any machine, however the work is cut into portions. Between portions there is room for a limit on time, for
progress and for a change of mind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.allocation.kernels import breeding
from workmodel.allocation.kernels.bounds import Bound, lower_bound
from workmodel.allocation.kernels.chance import sown
from workmodel.allocation.kernels.compiled import Kernels, kernels
from workmodel.allocation.kernels.packing import packed
from workmodel.allocation.kernels.passes import improved, room_for
from workmodel.allocation.kernels.rules import tails
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    from workmodel.allocation.kernels.instance import Instance

__all__ = ["Search"]

_NONE: Final = 1 << 61


class Search:
    """A search for a short schedule of one instance.

    Some list leads to the best schedule, unless a link lets something start before what it waits for: then the best may
    escape a search of any length.

    Parameters
    ----------
    instance
        What to schedule.
    planned
        How many schedules it will be, about. The size of the populations follows from it: few members improve fast and
        soon resemble each other, many need longer and get further.
    seed
        Any whole number; it decides every choice.
    using
        Which kernels; by default those that fit the size. The answer is the same.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> two_at_a_time = instance([3, 3, 2, 2, 2], capacities=[2], requirements=[{0: 1}] * 5)
    >>> search = Search(two_at_a_time, planned=100)
    >>> search.advance(100)
    >>> search.makespan, search.bound.makespan, search.proved
    (6, 6, True)
    """

    def __init__(
        self, instance: Instance, *, planned: int, seed: int = 0, using: Kernels | None = None
    ) -> None:
        if planned < 1:
            raise OutOfRange("the number of schedules planned", planned, "at least 1")
        self._instance = instance
        self._problem = packed(instance)
        self._using = using or kernels(planned * len(instance))
        nodes = len(instance)
        column, column_of = self._using.column, self._using.column_of
        self._habits = column_of(_habits(planned, nodes))
        members = int(self._habits[breeding.MEMBERS])
        self._guides = (column_of(tails(self._problem)), column_of(_weights(instance, self._problem.numbers)))
        self._shown = self._problem if self._using.arrays else self._problem.as_lists()
        self._chance = column_of(sown(seed))
        self._herd = (
            column(2 * members * nodes),
            column(2 * members * nodes),
            column(2 * members),
            column(2 * members),
        )
        self._best = column(nodes)
        self._scratch = tuple(column(nodes) for _ in range(5))
        self._room = room_for(self._shown, self._using)
        self._bound = lower_bound(instance)
        self._tally = column(breeding.TALLY_WIDTH)
        self._tally[breeding.ALIVE] = members
        self._tally[breeding.BEST] = _NONE if nodes else 0
        self._tally[breeding.BOUND] = self._bound.makespan
        self._tally[breeding.VARYING] = int(self._problem.varying)
        self._tally[breeding.LOOSE] = int(self._problem.loose)

    @property
    def made(self) -> int:
        """How many schedules were generated so far."""
        return int(self._tally[breeding.MADE])

    @property
    def makespan(self) -> int:
        """The latest finish of the best schedule so far. [time]"""
        return int(self._tally[breeding.BEST])

    @property
    def bound(self) -> Bound:
        """Below this no schedule can be."""
        return self._bound

    @property
    def proved(self) -> bool:
        """Whether the best schedule is as short as any can be."""
        return self.makespan <= self._bound.makespan

    def advance(self, schedules: int) -> None:
        """Generate so many schedules more, or none once nothing shorter is possible.

        The first generation is made two by two, so that it may be one more.
        """
        self._tally[breeding.UNTIL] = self.made + schedules
        shown: Any = self._shown
        self._using.bred(
            shown.work,
            (shown.forward, shown.backward),
            shown.base,
            self._guides,
            self._habits,
            self._chance,
            self._herd,
            self._best,
            self._tally,
            self._scratch,
            self._room,
        )

    def refute(self, looks: int = 10_000_000) -> None:
        """Try to raise the bound towards the best schedule so far; see `lower_bound`."""
        self._bound = lower_bound(self._instance, below=self.makespan, looks=looks, using=self._using)
        self._tally[breeding.BOUND] = self._bound.makespan

    def starts(self) -> list[int]:
        """When each activity starts in the best schedule so far, as early as its order allows. [time]"""
        found = [0] * len(self._instance)
        for activity, start in zip(self._problem.numbers, self._best, strict=True):
            found[activity] = int(start)
        return improved(self._instance, found, using=self._using)


def _weights(instance: Instance, numbers: list[int]) -> list[int]:
    """How much of all there is each node takes, in thousandths, or less where durations are so long that sums would not fit."""
    whole = int(instance.durations.sum()) * instance.resources
    scale = min(1_000, _NONE // max(whole, 1))
    found = []
    for activity in numbers:
        weight = 0
        for k in range(instance.requirement_first[activity], instance.requirement_first[activity + 1]):
            last = instance.step_first[instance.requirement_resources[k] + 1] - 1
            weight += scale * int(instance.requirement_units[k]) // int(instance.step_capacities[last])
        found.append(weight)
    return found


def _habits(planned: int, nodes: int) -> list[int]:
    """The settings of `breeding`: compromises found on published instances of 30 to 120 activities."""
    members = max(10, min(int(0.29 * planned**0.66), 1500))
    swaps = max(5, min(3_000 // max(nodes, 1), 200))  # about three changes a child
    return [members, 15, 75, swaps, 2, 3, planned, max(members // 5, 6), 4]
