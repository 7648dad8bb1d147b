"""Which modes are worth a look: what cannot be chosen, or is never better than another, is left out beforehand.

After A. Sprecher, S. Hartmann and A. Drexl, "An exact algorithm for project scheduling with multiple modes", OR Spektrum
19, 1997.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.allocation.kernels.moded import FROM_FINISH, TO_FINISH

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = ["Trimmed", "trimmed"]


@frozen
class Trimmed:
    """What is left to be chosen from.

    Attributes
    ----------
    modes
        For each activity, its modes that are left, counted among all; at least one.
    stocks
        The stocks of which not every choice leaves enough.
    """

    modes: list[list[int]]
    stocks: list[int]


def trimmed(instance: ModedInstance) -> Trimmed:
    """Leave out modes that fit no schedule, modes that another is as good as in every respect, and stocks that always last.

    The best schedule is as short as before, and what is missing where stocks do not last is as little. Where it is seen
    that they cannot last, only what the resources do not allow is left out, and what is no better than another.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> quick, slow, wasteful = ModeOf(2, {}, {0: 3}), ModeOf(5, {}, {0: 1}), ModeOf(5, {}, {0: 2})
    >>> trimmed(moded_instance([[quick, slow, wasteful], [slow]], stocks=[3]))
    Trimmed(modes=[[1], [3]], stocks=[])
    """
    uses = [
        [instance.consumption(mode).get(stock, 0) for stock in range(len(instance.stocks))]
        for mode in range(len(instance.durations))
    ]
    fitting = [
        [mode for mode in instance.modes_of(activity) if instance.fits(mode)]
        for activity in range(len(instance))
    ]
    left, stocks = fitting, list(range(len(instance.stocks)))
    while True:
        affordable = _affordable(left, uses, stocks, instance.stocks.tolist())
        if affordable is None:
            return Trimmed(
                _efficient(instance, fitting, uses, range(len(instance.stocks))),
                list(range(len(instance.stocks))),
            )
        lasting = [
            stock
            for stock in stocks
            if sum(max(uses[mode][stock] for mode in modes) for modes in affordable) > instance.stocks[stock]
        ]
        better = _efficient(instance, affordable, uses, lasting)
        if (better, lasting) == (left, stocks):
            return Trimmed(left, stocks)
        left, stocks = better, lasting


def _affordable(
    left: list[list[int]], uses: list[list[int]], stocks: list[int], there: list[int]
) -> list[list[int]] | None:
    """Without the modes that use up more than the least use of all others leaves; ``None`` where nothing is left."""
    for stock in stocks:
        least = [min(uses[mode][stock] for mode in modes) for modes in left]
        spare = there[stock] - sum(least)
        left = [
            [mode for mode in modes if uses[mode][stock] - least[activity] <= spare]
            for activity, modes in enumerate(left)
        ]
        if not all(left):
            return None
    return left


def _efficient(
    instance: ModedInstance, left: list[list[int]], uses: list[list[int]], stocks: list[int] | range
) -> list[list[int]]:
    """Without the modes that another of the same activity is as good as in every respect; of equal ones, the first."""
    found = []
    for activity, modes in enumerate(left):
        held = _held(instance, activity)
        kept: list[int] = []
        for mode in modes:
            others = [*kept, *modes[modes.index(mode) + 1 :]]
            if not any(
                _as_good(instance, other, mode, held)
                and all(uses[other][stock] <= uses[mode][stock] for stock in stocks)
                and (other < mode or not _same(instance, other, mode, uses, stocks))
                for other in others
            ):
                kept.append(mode)
        found.append(kept)
    return found


def _held(instance: ModedInstance, activity: int) -> bool:
    """Whether links hold an activity at both ends, so that being shorter need not be better.

    What says when it may finish would let it start later, what waits for its start wants it to start as early.
    """
    before = slice(instance.predecessor_first[activity], instance.predecessor_first[activity + 1])
    behind = slice(instance.successor_first[activity], instance.successor_first[activity + 1])
    return any(ends & TO_FINISH for ends in instance.predecessor_ends[before].tolist()) and any(
        not ends & FROM_FINISH for ends in instance.successor_ends[behind].tolist()
    )


def _as_good(instance: ModedInstance, one: int, other: int, held: bool) -> bool:
    """Whether one mode can stand wherever another stands."""
    durations = instance.durations
    if durations[one] > durations[other] or (held and durations[one] < durations[other]):
        return False
    needs = instance.requirements(other)
    return not durations[one] or all(
        units <= needs.get(resource, 0) for resource, units in instance.requirements(one).items()
    )


def _same(
    instance: ModedInstance, one: int, other: int, uses: list[list[int]], stocks: list[int] | range
) -> bool:
    """Whether two modes differ in nothing that counts."""
    return (
        _as_good(instance, one, other, True)
        and _as_good(instance, other, one, True)
        and all(uses[one][stock] == uses[other][stock] for stock in stocks)
    )
