"""Effort and hours: how much of an effort each of several does, and how many of their hours that takes.

An effort is shared in proportion to what people have times their efficiency, exactly, and each share is then turned into
hours, effort ÷ efficiency, rounded up once for each person. Where everybody works at the standard, the two are the same.
What each spends (meetings, steps of routines), what is held and what was spent is time as it stands, and not turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workmodel.capacity.hours import SCALE
from workmodel.capacity.periods import shares
from workmodel.domain import Routine, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.sources import Source
    from workmodel.domain import Plan

    Ints = NDArray[np.int64]

__all__ = ["divided", "in_hours", "is_work", "paces", "shared", "worked"]

_KEPT = "paces"


def paces(cells: Cells) -> Ints:
    """The efficiency of each row. int64, shape (rows,) [1/10 000]"""
    import numpy as np

    known = cells.memo
    if _KEPT not in known:
        people = (cells.plan.resources[name] for name in cells.supply.resources)
        known[_KEPT] = np.array([int(one.efficiency * SCALE) for one in people], dtype=np.int64)
    return known[_KEPT]


def is_work(plan: Plan, source: Source) -> bool:
    """Whether what a source claims is an effort, of which somebody else would have other hours; else it is time."""
    item = plan.get(source.id)
    if not isinstance(item, (Task, Routine)) or item.split == "each":
        return False
    if isinstance(item, Task):
        return item.effort is not None or (item.estimate is not None and item.estimate.of == "effort")
    return source.kind in ("timed", "routine", "arrivals") and not item.steps


def shared(effort: int, weights: Sequence[int]) -> list[int]:
    """An effort among several, in proportion to weights, to the last unit; evenly where nobody has a weight.

    Examples
    --------
    >>> shared(10, [1, 2]), shared(10, [0, 0])
    ([3, 7], [5, 5])
    """
    if not any(weights):
        weights = [1] * len(weights)
    whole, found, before, reached = sum(weights), [], 0, 0
    for weight in weights:
        reached += weight
        upto = effort * reached // whole
        found.append(upto - before)
        before = upto
    return found


def in_hours(efforts: Iterable[int], people: Iterable[tuple[str, int]]) -> list[int]:
    """Efforts as hours of those who do them; of one person's several, the sum is rounded up.

    Parameters
    ----------
    efforts
        [1/10 000 person-minute]
    people
        Who does each, and at what efficiency. [1/10 000]

    Examples
    --------
    >>> in_hours([3, 3, 5], [("ana", 20_000), ("ana", 20_000), ("ben", 5_000)])
    [2, 1, 10]
    """
    done: dict[str, int] = {}
    found = []
    for effort, (name, pace) in zip(efforts, people, strict=True):
        before = done.get(name, 0)
        done[name] = before + effort
        found.append(_hours(before + effort, pace) - _hours(before, pace))
    return found


def _hours(effort: int, pace: int) -> int:
    return -(-effort * SCALE // pace)


def divided(amount: int, present: Sequence[tuple[int, int]], pace: Ints | None) -> Iterator[tuple[int, int]]:
    """An effort among rows with weights, as rows with hours; of hours (no *pace*) hours.

    Examples
    --------
    >>> import numpy as np
    >>> list(divided(30, [(0, 1), (1, 1)], np.array([10_000, 5_000])))
    [(0, 20), (1, 20)]
    """
    if pace is None:
        yield from zip((row for row, _ in present), shared(amount, [w for _, w in present]), strict=True)
        return
    own = [int(pace[row]) for row, _ in present]
    efforts = shared(amount, [weight * one for (_, weight), one in zip(present, own, strict=True)])
    for (row, _), effort, one in zip(present, efforts, own, strict=True):
        yield row, _hours(effort, one)


def worked(available: Ints, amount: Ints, starts: Ints, pace: Ints | None) -> Ints:
    """As `shares`, an effort for each period spread over takers and days, in the hours that it takes them.

    Parameters
    ----------
    available : int array, shape (takers, days)
        Availability of those who take it. [1/10 000 person-minute]
    amount : int array, shape (periods,)
        What comes in each period. [1/10 000 person-minute]
    starts : int array, shape (periods + 1,)
        The day on which each period begins, and the end of the last.
    pace : int array, shape (takers,), or None
        Efficiency of each; ``None``: what is spread is hours. [1/10 000]

    Examples
    --------
    >>> import numpy as np
    >>> day, two = np.array([[6, 6], [6, 6]]), np.array([0, 2])
    >>> worked(day, np.array([18]), two, np.array([10_000, 5_000])).tolist()
    [[6, 6], [6, 6]]
    """
    import numpy as np

    if pace is None or (pace == SCALE).all():
        return shares(available, amount, starts)
    found = np.zeros(available.shape, dtype=np.int64)
    weights = available.astype(object) * pace[:, None]  # exact: products of three columns pass 64 bits
    for number, asked in enumerate(amount.tolist()):
        days = slice(int(starts[number]), int(starts[number + 1]))
        reached = np.cumsum(weights[:, days].T.ravel())  # day by day, in each the takers in their order
        if not len(reached) or not reached[-1]:
            continue
        upto = asked * reached // reached[-1]
        efforts = np.diff(upto, prepend=0).reshape(-1, len(pace)).T
        done = -(-np.cumsum(efforts, axis=1) * SCALE // pace[:, None])
        found[:, days] = np.diff(done, axis=1, prepend=0)
    return found
