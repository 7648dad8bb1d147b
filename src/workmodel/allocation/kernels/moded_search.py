"""`ModedSearch`: better and better schedules of activities that can be done in several modes.

Its manners are those of `workmodel.allocation.kernels.search.Search`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from workmodel.allocation.kernels import breeding, moded_breeding
from workmodel.allocation.kernels.bounds import Bound
from workmodel.allocation.kernels.chance import sown
from workmodel.allocation.kernels.compiled import Kernels, kernels
from workmodel.allocation.kernels.moded_bounds import moded_bound
from workmodel.allocation.kernels.moded_packing import ModedPacked, moded_packed
from workmodel.allocation.kernels.packing import packed
from workmodel.allocation.kernels.passes import improved
from workmodel.allocation.kernels.rules import tails
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = ["ModedSearch"]

_NONE: Final = 1 << 62
_MOST: Final = 1 << 60
_WHOLE: Final = 1_000_000  # the price of all there is of something


class ModedSearch:
    """A search for a short schedule of one instance, and for the modes that allow it.

    Stocks come first: as long as they do not last, it looks for modes with which less is missing.

    Parameters
    ----------
    instance
        What to schedule.
    planned
        How many schedules it will be, about; the size of the populations follows from it.
    seed
        Any whole number; it decides every choice.
    using
        Which kernels; by default those that fit the size. The answer is the same.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> quick, slow = ModeOf(2, {0: 1}, {0: 3}), ModeOf(5, {0: 1}, {0: 1})
    >>> search = ModedSearch(moded_instance([[quick, slow]] * 2, capacities=[1], stocks=[4]), planned=100)
    >>> search.advance(100)
    >>> search.makespan, sorted(search.modes()), search.short
    (7, [0, 1], 0)
    """

    def __init__(
        self, instance: ModedInstance, *, planned: int, seed: int = 0, using: Kernels | None = None
    ) -> None:
        if planned < 1:
            raise OutOfRange("the number of schedules planned", planned, "at least 1")
        self._instance = instance
        self._problem = moded_packed(instance)
        self._using = using or kernels(planned * len(instance))
        nodes = len(instance)
        column, column_of = self._using.column, self._using.column_of
        self._bound = moded_bound(instance, self._problem.choices(instance))
        self._habits = column_of(_habits(planned, nodes, _beyond(self._problem)))
        guides = (
            _urgency(instance, self._problem),
            _weights(instance, self._problem),
            _prices(instance, self._problem, self._bound.makespan),
        )
        self._guides = tuple(column_of(guide) for guide in guides)
        self._shown = self._problem if self._using.arrays else self._problem.as_lists()
        self._stocks = column_of(self._problem.stocks)
        self._chance = column_of(sown(seed))
        members = int(self._habits[breeding.MEMBERS])
        lengths = (2 * members * nodes, 2 * members * nodes, 2 * members, 2 * members)
        self._herd = tuple(column(length) for length in lengths)
        self._best = (column(nodes), column_of(self._problem.modes[0][:-1]))
        stocks = len(self._problem.stocks)
        self._scratch = tuple(column(stocks if k == 2 else nodes) for k in range(8))
        self._room = _room_for(self._problem, self._using)
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
        """The latest finish of the best schedule so far; one for which stocks last is better than any other. [time]"""
        cost = int(self._tally[breeding.BEST])
        return cost if cost == _NONE else cost % int(self._habits[moded_breeding.COSTLY])

    @property
    def short(self) -> int:
        """How many units of all stocks together the best schedule so far uses up beyond what there is; 0 if they last."""
        return self._instance.missing(self.modes())

    @property
    def bound(self) -> Bound:
        """Below this no schedule can be, whichever modes are chosen."""
        return self._bound

    @property
    def proved(self) -> bool:
        """Whether stocks last for the best schedule and it is as short as any can be."""
        return int(self._tally[breeding.BEST]) <= self._bound.makespan

    def advance(self, schedules: int) -> None:
        """Generate so many schedules more, or none once nothing shorter is possible.

        The first generation is made two by two, so that it may be one more.
        """
        self._tally[breeding.UNTIL] = self.made + schedules
        shown: Any = self._shown
        self._using.begotten(
            shown.work,
            shown.modes,
            (shown.forward, shown.backward),
            shown.base,
            self._stocks,
            self._guides,
            self._habits,
            self._chance,
            self._herd,
            self._best,
            self._tally,
            self._scratch,
            self._room,
        )

    def modes(self) -> list[int]:
        """The mode of each activity in the best schedule so far, counted from 0 for each."""
        found = [0] * len(self._instance)
        for activity, mode in zip(self._problem.numbers, self._best[1], strict=True):
            found[activity] = self._problem.mode_numbers[int(mode)]
        return found

    def starts(self) -> list[int]:
        """When each activity starts in the best schedule so far, as early as its order allows. [time]"""
        found = [0] * len(self._instance)
        for activity, start in zip(self._problem.numbers, self._best[0], strict=True):
            found[activity] = int(start)
        return improved(self._instance.under(self.modes()), found, using=self._using)


def _beyond(problem: ModedPacked) -> int:
    """What no makespan reaches: everything one after the other once no capacity changes any more, there and back."""
    durations = problem.work[0].tolist()
    longest = sum(max(durations[a:b]) for a, b in pairwise(problem.modes[0].tolist()))
    lags = sum(abs(int(lag)) for lag in problem.forward[2])
    return 2 * (int(longest) + lags + int(problem.base[0][-1])) + 1


def _room_for(problem: ModedPacked, using: Kernels) -> tuple[Any, ...]:
    """The scratch columns of `workmodel.allocation.kernels.choosing`."""
    nodes, kinds = len(problem.numbers), len(problem.mode_numbers)
    moments = len(problem.base[0]) + 2 * nodes + 3
    words = len(problem.work[4])
    lengths = (moments, moments, moments * words, nodes, nodes, moments, nodes, kinds, kinds, 3)
    return tuple(using.column(length) for length in lengths)


def _urgency(instance: ModedInstance, problem: ModedPacked) -> list[int]:
    """From the start of each node to the end of all, if every activity took its shortest mode."""
    shortest = [
        min(those, key=lambda mode: int(instance.durations[mode])) - int(instance.mode_first[activity])
        for activity, those in enumerate(problem.choices(instance))
    ]
    return tails(packed(instance.under(shortest)))


def _weights(instance: ModedInstance, problem: ModedPacked) -> list[int]:
    """How much of all there is each mode takes, in thousandths, or less where sums would not fit."""
    whole = int(instance.durations.sum()) * instance.resources
    scale = min(1_000, _MOST // max(whole, 1))
    last = instance.step_capacities[instance.step_first[1:] - 1].tolist()
    return [
        sum(scale * units // last[resource] for resource, units in instance.requirements(mode).items())
        for mode in problem.chosen_from(instance)
    ]


def _prices(instance: ModedInstance, problem: ModedPacked, span: int) -> list[int]:
    """What each mode costs: its shares of each stock and of what each resource can do until the bound, added up."""
    last = instance.step_capacities[instance.step_first[1:] - 1].tolist()
    stocks = instance.stocks.tolist()
    found = []
    for mode in problem.chosen_from(instance):
        area = int(instance.durations[mode]) * _WHOLE
        price = sum(
            area * units // (last[r] * max(span, 1)) for r, units in instance.requirements(mode).items()
        )
        price += sum(
            units * _WHOLE // max(stocks[stock], 1) for stock, units in instance.consumption(mode).items()
        )
        found.append(min(price, _MOST))
    return found


def _habits(planned: int, nodes: int, beyond: int) -> list[int]:
    """The settings of `moded_breeding`: compromises found on published instances of 50 activities."""
    members = max(10, min(int(0.29 * planned**0.66), 1500))
    swaps = max(5, min(3_000 // max(nodes, 1), 200))  # about three changes of a list a child
    bred = [members, 15, 75, swaps, 2, 3, planned, max(members // 5, 6), 4]
    return [*bred, 5, 50, 150, 8 * nodes, beyond, max(_MOST // beyond, 1)]
