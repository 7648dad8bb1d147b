"""Promises about who is held: at every moment tasks hold no more of a resource than there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.domain import Plan
from workmodel.findings import Finding
from workmodel.verification.amounts import takes_time
from workmodel.verification.facts import Item
from workmodel.verification.hours import WHOLE
from workmodel.verification.levels import Levels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["within_capacity"]


@frozen
class _Hold:
    """An item that holds a resource from its start to its finish, breaks included.

    Attributes
    ----------
    units
        How much of it. [1/10 000]
    given
        Whether its dates are reported, set by hand or fixed, so that nobody could have placed it elsewhere.
    """

    item: str
    start: int
    finish: int
    units: int
    given: bool


def within_capacity(levels: Levels) -> Iterator[Finding]:
    """At every moment, what holds a resource is no more than there is of it; what is given may hold what it likes."""
    for who, holds in _held(levels).items():
        yield from _too_much(levels.leveled, who, holds)


def _held(levels: Levels) -> dict[str, list[_Hold]]:
    """By resource, what holds it and when: the one rule of who is held."""
    held: dict[str, list[_Hold]] = {}
    for item in levels.after.leaves:
        row = levels.after[item.id]
        people = levels.shares(item.id)
        # what takes no time holds nobody, whatever was reported of it
        if not people or row.start >= row.finish or not takes_time(levels.after, item):
            continue
        task = item.entity
        if task.splittable and task.contour == "as_worked":
            continue  # it lies where others leave hours; whether it finds all of them, the ledger tells
        given = item.manual or item.pinned or task.progress is not None
        of_each: dict[str, int] = {}
        for share in people:  # who stands on it twice is still one person
            most = _most(levels.leveled, share.resource)
            of_each[share.resource] = min(of_each.get(share.resource, 0) + share.of(most), most)
        for who, units in of_each.items():
            held.setdefault(who, []).extend(
                _Hold(item.id, start, finish, units, given)
                for start, finish in _stretches(item, row.start, row.finish)
            )
    return held


def _stretches(item: Item, start: int, finish: int) -> list[tuple[int, int]]:
    """When an item holds its people: from its start to its finish, or, where it may be interrupted, while its work goes on."""
    if not item.entity.splittable or item.elapsed:
        return [(start, finish)]
    starts, finishes = item.driving.windows(start, finish)
    return list(zip(starts.tolist(), finishes.tolist(), strict=True))


def _most(plan: Plan, who: str) -> int:
    resource = plan.resources[who]
    return int(max([resource.capacity, *(change.capacity for change in resource.capacity_changes)]) * WHOLE)


def _too_much(plan: Plan, who: str, holds: list[_Hold]) -> Iterator[Finding]:
    """The first moment at which a resource is held by more than there is of it; where there is none at all, nobody works."""
    import numpy as np

    resource, axis = plan.resources[who], plan.axis
    changes = sorted(resource.capacity_changes, key=lambda one: one.start)
    starts, finishes, units, given = (
        np.array(column, dtype=np.int64)
        for column in zip(*((one.start, one.finish, one.units, one.given) for one in holds), strict=True)
    )
    since = np.array([axis.minute(one.start) for one in changes], dtype=np.int64)
    rooms = np.array([int(one * WHOLE) for one in (resource.capacity, *(c.capacity for c in changes))])
    moments = np.unique(np.concatenate([starts, since[(since > starts.min()) & (since < finishes.max())]]))
    room = rooms[np.searchsorted(since, moments, side="right")]
    for there in np.unique(room[room > 0]).tolist():
        some = moments[room == there]
        part = np.minimum(units, there)
        asked = _at(some, starts, finishes, part)
        fixed = _at(some, starts, finishes, part * given)
        count = _at(some, starts, finishes, np.ones_like(part))
        # each hold may be rounded by one ten-thousandth
        wrong = some[(asked > there + count) & (fixed < asked)]
        if len(wrong):
            moment = int(wrong[0])
            here = [one for one in holds if one.start <= moment < one.finish]
            names, total = tuple(one.item for one in here), sum(min(one.units, there) for one in here)
            yield Finding(
                "verify.capacity", who,
                f"{who} is held by {', '.join(names)} at {axis.time(moment):%a %Y-%m-%d %H:%M}: "
                f"{total / WHOLE:g} of {there / WHOLE:g}",
                {"moment": moment, "items": names, "units": total / WHOLE, "capacity": there / WHOLE},
                "error",
            )  # fmt: skip
            return  # one moment tells enough of a resource


def _at(moments: Ints, starts: Ints, finishes: Ints, amounts: Ints) -> Ints:
    """The sum of amounts that hold at each moment."""
    import numpy as np

    def upto(ends: Ints) -> Ints:
        order = np.argsort(ends, kind="stable")
        sums = np.concatenate([[0], np.cumsum(amounts[order])])
        found: Ints = sums[np.searchsorted(ends[order], moments, side="right")]
        return found

    return upto(starts) - upto(finishes)
