"""`Neighbourhoods`: a known schedule, of which a part at a time is made anew by constraint programming.

Large neighbourhood search after P. Shaw, "Using constraint programming and local search methods to solve vehicle routing
problems", CP 1998. Which parts, and what of the rest is kept, is `parts`' affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from workmodel.allocation.kernels.chance import drawn, sown
from workmodel.allocation.kernels.cpsat import outcome
from workmodel.allocation.kernels.exact import finish_of
from workmodel.allocation.kernels.modelling import modelled, modest
from workmodel.allocation.kernels.parts import Parts
from workmodel.allocation.kernels.passes import improved
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    from workmodel.allocation.kernels.instance import Instance

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
        self._parts = Parts(instance, self._starts, self._chance)
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
        free = self._parts.chosen(self._tried, max(int(self._size), 1))
        self._tried += 1
        self._effort += _MAKING * len(self._instance)
        made = modelled(self._instance, least=0, latest=self._makespan - 1)
        if made is None:
            self._proved = True
            return
        durations = self._instance.durations
        for before, after in self._parts.kept(free):
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
            self._parts = Parts(self._instance, self._starts, self._chance)
        elif done.closed:
            self._proved = len(free) == len(self._instance)
            self._size = min(self._size * 1.05 + 0.5, float(len(self._instance)))
        else:
            self._size = max(self._size * 0.9, float(min(_FEWEST, len(self._instance))))
