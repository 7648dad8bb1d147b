"""`ModedNeighbourhoods`: a known schedule of activities with modes, of which a part at a time is made anew.

As in `neighbourhoods`; what is in a part may also change its mode, and what is not keeps it. Since stocks are shared by
all, some activities from anywhere take part with their modes alone: what a part uses more of, these can save.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from workmodel.allocation.kernels.chance import drawn, sown
from workmodel.allocation.kernels.cpsat import outcome
from workmodel.allocation.kernels.moded_exact import ModedModel, ModedSchedule, modest
from workmodel.allocation.kernels.parts import Parts

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = ["ModedNeighbourhoods"]

_FIRST: Final = 20  # activities of the first part
_FEWEST: Final = 5
_SAVING: Final = 3  # one of so many may change its mode wherever it is
_SHORT: Final = 0.1  # effort for one part
_MAKING: Final = 1e-4  # effort that making a model takes, an activity


class ModedNeighbourhoods:
    """A schedule that becomes shorter, part by part.

    Parameters
    ----------
    known
        A schedule that respects links, capacities and stocks.
    seed
        Any whole number; it decides every choice.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> made = moded_instance([[ModeOf(2, {0: 2}), ModeOf(3, {0: 1})]] * 2, capacities=[2])
    >>> search = ModedNeighbourhoods(made, ModedSchedule([0, 0], [0, 2], 4))
    >>> search.advance(0.1)
    >>> search.best, search.proved
    (ModedSchedule(choice=[1, 1], starts=[0, 0], makespan=3), True)
    """

    def __init__(self, instance: ModedInstance, known: ModedSchedule, *, seed: int = 0) -> None:
        self._instance = instance
        self._chance = sown(seed)
        self._size = float(min(_FIRST, len(instance)))
        self._tried = 0
        self._effort = 0.0
        self._proved = False
        self._better(known)

    @property
    def best(self) -> ModedSchedule:
        """The shortest schedule so far."""
        return self._best

    @property
    def effort(self) -> float:
        """What was spent so far. [deterministic time of CP-SAT]"""
        return self._effort

    @property
    def proved(self) -> bool:
        """Whether the part was everything, and nothing shorter in it."""
        return self._proved

    def advance(
        self, effort: float, *, seconds: float | None = None, stop: Callable[[], bool] | None = None
    ) -> None:
        """Try parts until so much more effort is spent, about.

        Parameters
        ----------
        effort, seconds, stop
            As in `workmodel.allocation.kernels.neighbourhoods.Neighbourhoods.advance`.
        """
        until = self._effort + effort
        while self._effort < until and not self._proved and modest(self._instance, self._best.makespan):
            if stop is not None and stop():
                return
            self._try(seconds, stop)

    def _better(self, known: ModedSchedule) -> None:
        self._best = known
        self._parts = Parts(self._instance.under(known.choice), known.starts, self._chance)

    def _try(self, seconds: float | None, stop: Callable[[], bool] | None) -> None:
        """One part: shorter, or larger the next time where nothing is in it, or smaller where that stays open."""
        one, best = self._instance, self._best
        self._effort += _MAKING * len(one)
        if best.makespan < 1:
            self._proved = True
            return
        free = self._parts.chosen(self._tried, max(int(self._size), 1))
        self._tried += 1
        made = ModedModel(one, least=0, latest=best.makespan - 1)
        for before, after in self._parts.kept(free):
            made.model.add(made.starts[after] >= made.starts[before] + made.lengths[before])
        for activity, mode in enumerate(best.choice):
            if activity not in free and drawn(self._chance, _SAVING):
                made.model.add(made.modes[one.modes_of(activity)[mode]] == 1)
        made.hint(best)
        seed = drawn(self._chance, 2**31)
        done = outcome(made.model, effort=_SHORT, seconds=seconds, seed=seed, stop=stop)
        self._effort += done.effort
        if done.found:
            self._better(made.read(done.value_of))
        elif done.closed:
            self._proved = len(free) == len(one)
            self._size = min(self._size * 1.1 + 0.5, float(len(one)))
        else:
            self._size = max(self._size * 0.9, float(min(_FEWEST, len(one))))
