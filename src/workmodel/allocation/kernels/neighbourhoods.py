"""`Neighbourhoods`: a known schedule, of which a part at a time is made anew by constraint programming.

Large neighbourhood search after P. Shaw, CP 1998. What is not part of the neighbourhood keeps its order, not its times:
whatever ran after something with which it shares a resource still does (a partial order schedule after N. Policella,
A. Cesta, A. Oddi and S. Smith, "From precedence constraint posting to partial order schedules", AI Communications 20,
2007). So what is gained in one place moves everything behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from workmodel.allocation.kernels.chance import drawn, sown
from workmodel.allocation.kernels.cpsat import outcome
from workmodel.allocation.kernels.exact import finish_of
from workmodel.allocation.kernels.modelling import modelled, modest
from workmodel.allocation.kernels.passes import improved
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.allocation.kernels.instance import Instance

    Ints = NDArray[np.int64]
    Marks = NDArray[np.bool_]

__all__ = ["Neighbourhoods"]

_FIRST: Final = 30  # activities of the first neighbourhood
_FEWEST: Final = 5
_SHORT: Final = 0.02  # effort for one neighbourhood
_SETTINGS: Final = {"cp_model_presolve": False}  # longer than the search that it would shorten
_MAKING: Final = 5e-5  # effort that making a model takes, an activity


class Neighbourhoods:
    """A schedule that becomes shorter, part by part.

    Parameters
    ----------
    starts
        A schedule that respects links and capacities.
    seed
        Any whole number; it decides every choice.

    Raises
    ------
    OutOfRange
        There are not as many starts as activities.
    MissingExtra
        OR-Tools is not installed; raised by `advance`.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> two_at_a_time = instance([2, 2, 2, 3, 3], capacities=[2], requirements=[{0: 1}] * 5)
    >>> search = Neighbourhoods(two_at_a_time, [0, 0, 2, 2, 4])
    >>> search.makespan
    7
    >>> search.advance(0.1)
    >>> search.makespan, search.proved
    (6, True)
    """

    def __init__(self, instance: Instance, starts: Sequence[int], *, seed: int = 0) -> None:
        if len(starts) != len(instance):
            raise OutOfRange("the number of starts", len(starts), f"{len(instance)}, one an activity")
        self._instance = instance
        self._starts = [int(start) for start in starts]
        self._makespan = finish_of(instance, starts)
        self._chance = sown(seed)
        self._size = float(min(_FIRST, len(instance)))
        self._needs = _needs(instance)
        self._takes = [[r for r, units in enumerate(row) if units] for row in self._needs.tolist()]
        self._tried = 0
        self._effort = 0.0
        self._proved = False

    @property
    def makespan(self) -> int:
        """The latest finish of the schedule. [time]"""
        return self._makespan

    @property
    def effort(self) -> float:
        """What was spent so far. [deterministic time of CP-SAT]"""
        return self._effort

    @property
    def proved(self) -> bool:
        """Whether the neighbourhood was everything, and nothing shorter in it."""
        return self._proved

    def starts(self) -> list[int]:
        """When each activity starts. [time]"""
        return list(self._starts)

    def advance(
        self, effort: float, *, seconds: float | None = None, stop: Callable[[], bool] | None = None
    ) -> None:
        """Try neighbourhoods until so much more effort is spent, about.

        Parameters
        ----------
        effort
            The last neighbourhood may go somewhat beyond it. [deterministic time of CP-SAT]
        seconds
            For a single neighbourhood at most, by the clock; the answer then depends on the machine.
        stop
            Asked every now and then; true ends the search with what is known so far.
        """
        until = self._effort + effort
        while self._effort < until and not self._proved and modest(self._instance, self._makespan):
            if stop is not None and stop():
                return
            self._try(seconds, stop)

    def _try(self, seconds: float | None, stop: Callable[[], bool] | None) -> None:
        """One neighbourhood: shorter, or larger the next time where nothing is in it, or smaller where that stays open."""
        free = self._chosen()
        self._tried += 1
        self._effort += _MAKING * len(self._instance)
        made = modelled(self._instance, least=0, latest=self._makespan - 1)
        if made is None:
            self._proved = True
            return
        durations = self._instance.durations
        for before, after in self._kept(free):
            made.model.add(made.starts[after] >= made.starts[before] + int(durations[before]) // made.unit)
        for activity, start in enumerate(self._starts):
            made.model.add_hint(made.starts[activity], start // made.unit)
        done = outcome(
            made.model, effort=_SHORT, seconds=seconds, seed=drawn(self._chance, 2**31), stop=stop, settings=_SETTINGS
        )  # fmt: skip
        self._effort += done.effort
        if done.found:
            found = [done.value_of(variable) * made.unit for variable in made.starts]
            self._starts = improved(self._instance, found)
            self._makespan = finish_of(self._instance, self._starts)
        elif done.closed:
            self._proved = bool(free.all())
            self._size = min(self._size * 1.05 + 0.5, float(len(self._instance)))
        else:
            self._size = max(self._size * 0.9, float(min(_FEWEST, len(self._instance))))

    def _chosen(self) -> Marks:
        """Which activities are free: around a moment, around a busy resource, or what hangs together by links."""
        import numpy as np

        count = max(int(self._size), 1)
        order = (self._around, self._busy, self._linked)[self._tried % 3]()
        free = np.zeros(len(self._instance), dtype=np.bool_)
        free[order[:count]] = True
        return free

    def _around(self) -> Ints:
        """All activities, those first that run nearest to a moment."""
        return self._nearest(drawn(self._chance, 2**31) * self._makespan // 2**31)

    def _nearest(self, moment: int, beside: Ints | int = 0) -> Ints:
        import numpy as np

        starts = np.array(self._starts, dtype=np.int64)
        away = np.maximum(starts - moment, moment - starts - self._instance.durations)
        return np.argsort(np.maximum(away, 0) + beside, kind="stable")

    def _busy(self) -> Ints:
        """All activities, first those around the busiest of a few moments that take of what is short there."""
        import numpy as np

        starts = np.array(self._starts, dtype=np.int64)
        ends = starts + self._instance.durations
        capacities = self._instance.step_capacities[self._instance.step_first[1:] - 1]
        best, at, short = -1.0, 0, 0
        for _ in range(3):
            moment = int(starts[drawn(self._chance, len(starts))])
            running = (starts <= moment) & (moment < ends)
            share = self._needs[running].sum(axis=0) / np.maximum(capacities, 1)
            if len(share) and share.max() > best:
                best, at, short = float(share.max()), moment, int(share.argmax())
        if best < 0:
            return self._around()
        return self._nearest(at, (self._needs[:, short] == 0) * (1 + self._makespan // 4))

    def _linked(self) -> Ints:
        """All activities, those first that hang together with one by links, in random order."""
        import numpy as np

        one = self._instance
        sides = (
            (one.predecessor_first, one.predecessors),
            (one.successor_first, one.successors),
        )
        found: dict[int, None] = {}
        edge: list[int] = []
        count = int(self._size)
        while len(found) < count:
            if not edge:
                edge.append(drawn(self._chance, len(one)))
            here = edge.pop(drawn(self._chance, len(edge)))
            if here in found:
                continue
            found[here] = None
            for first, others in sides:
                edge += [
                    int(other) for other in others[first[here] : first[here + 1]] if int(other) not in found
                ]
        return np.array(list(found), dtype=np.int64)

    def _kept(self, free: Marks) -> Iterator[tuple[int, int]]:
        """Pairs of what is not free that share a resource and keep their order; none that follows from others."""
        starts = self._starts
        rest = [i for i in sorted(range(len(starts)), key=starts.__getitem__) if not free[i]]
        begins = [starts[i] for i in rest]
        users = [0] * self._instance.resources  # places in that order, as bits
        for place, i in enumerate(rest):
            for resource in self._takes[i]:
                users[resource] |= 1 << place
        behind = [0] * len(rest)
        for place in reversed(range(len(rest))):
            before = rest[place]
            first = bisect_left(begins, starts[before] + int(self._instance.durations[before]))
            coming = 0
            for resource in self._takes[before]:
                coming |= users[resource]
            coming = coming >> first << first
            while coming:
                after = (coming & -coming).bit_length() - 1
                yield before, rest[after]
                behind[place] |= behind[after] | 1 << after
                coming &= ~behind[place]


def _needs(instance: Instance) -> Ints:
    """What each activity takes of each resource while it runs."""
    import numpy as np

    needs = np.zeros((len(instance), instance.resources), dtype=np.int64)
    rows = np.repeat(np.arange(len(instance)), np.diff(instance.requirement_first))
    needs[rows, instance.requirement_resources] = instance.requirement_units
    needs[instance.durations == 0] = 0
    return needs
