"""Places in the order of a plan's rows: whole numbers with room between them, so that one entity can come between two.

What comes or moves is given a number between those of its neighbours. Where there is no number left, the neighbourhood
is spread out anew, as far around as it takes to find room: a few rows now and then, never the whole plan for one entity.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import frozen

if TYPE_CHECKING:
    from workmodel.domain import Entity, Plan

__all__ = ["STEP", "placed", "spread"]

STEP: Final = 2**32
"""From one entity to the next where nothing has come between: 2^31 entities fit, 32 halvings between any two."""

_REACH: Final = 64  # entities to either side that are moved first where there is no room
_WIDER: Final = 8  # times as many, if there is none among them either
_ROOMY: Final = 2**8  # after spreading out, at least so much from one to the next


@frozen
class _Run:
    """Neighbours in the order that need places, and the slots of the first and the last."""

    ids: tuple[str, ...]
    first: int
    last: int


def spread(low: int | None, high: int | None, count: int) -> list[int] | None:
    """So many places in order between two others, or beyond one where there is no other; nothing where none are left.

    Examples
    --------
    >>> spread(0, 100, 3)
    [25, 50, 75]
    >>> spread(7, 9, 1), spread(7, 8, 1)
    ([8], None)
    """
    if high is None:
        begin = -STEP if low is None else low
        return [begin + STEP * (i + 1) for i in range(count)]
    if low is None:
        return [high - STEP * (count - i) for i in range(count)]
    if high - low <= count:
        return None
    return [low + (high - low) * (i + 1) // (count + 1) for i in range(count)]


def placed(
    plan: Plan, loose: Collection[str], where: Callable[[Iterable[str]], Mapping[str, int]]
) -> dict[str, int]:
    """Places for what came or moved, and new ones for neighbours that had to make room.

    Parameters
    ----------
    plan
        The plan in its new order.
    loose
        Ids of what has no place yet, or has to leave it.
    where
        Tells the places of those that have one.
    """
    settled = _Settled(plan, frozenset(loose))
    runs = list(_runs(plan, loose))
    edges = [edge for run in runs for edge in settled.around(run, 0)[1:] if edge is not None]
    known = dict(where(dict.fromkeys(edges)))
    found: dict[str, int] = {}
    for run in runs:
        if run.ids[0] in found:
            continue  # it lay where an earlier one was spread out
        reach = 0
        while True:
            ids, *both = settled.around(run, reach)
            known.update(where([edge for edge in both if edge is not None and edge not in known]))
            low, high = (None if edge is None else found.get(edge, known[edge]) for edge in both)
            places = _between(low, high, len(ids), _ROOMY if reach else 1)
            if places is not None:
                break
            reach = reach * _WIDER or _REACH
        found.update(zip(ids, places, strict=True))
    return found


def _runs(plan: Plan, loose: Collection[str]) -> Iterator[_Run]:
    """What needs places, those together that stand next to each other."""
    slots = sorted(slot for name in loose if (slot := plan._slot(name)) is not None)
    ids: list[str] = []
    first = last = -1
    for slot in slots:
        if ids and any(plan._at(between) is not None for between in range(last + 1, slot)):
            yield _Run(tuple(ids), first, last)
            ids = []
        if not ids:
            first = slot
        ids.append(cast("Entity", plan._at(slot)).id)
        last = slot
    if ids:
        yield _Run(tuple(ids), first, last)


@frozen
class _Settled:
    """The entities of a plan that have their places."""

    plan: Plan
    loose: frozenset[str]

    def around(self, run: _Run, reach: int) -> tuple[Sequence[str], str | None, str | None]:
        """A run with so many of them to either side, and the one before and the one after all these."""
        before, left = self._along(range(run.first - 1, -1, -1), reach)
        after, right = self._along(range(run.last + 1, self.plan._end), reach)
        return [*reversed(before), *run.ids, *after], left, right

    def _along(self, slots: Iterable[int], reach: int) -> tuple[list[str], str | None]:
        passed: list[str] = []
        for slot in slots:
            entity = self.plan._at(slot)
            if entity is None:
                continue
            if entity.id not in self.loose:
                if not reach:
                    return passed, entity.id
                reach -= 1
            passed.append(entity.id)
        return passed, None


def _between(low: int | None, high: int | None, count: int, apart: int) -> list[int] | None:
    """So many places between two others, at least that far apart."""
    if low is not None and high is not None and high - low < apart * (count + 1):
        return None
    return spread(low, high, count)
