"""What got the hours that a claim lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.capacity.hours import SCALE
from workmodel.capacity.limits import served_before as within_limits
from workmodel.capacity.placing import Day, Timed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.claims import Claims

__all__ = ["served_before", "won_by"]


def won_by(claims: Claims, cells: Cells, number: int) -> tuple[str, ...]:
    """What got the hours that a claim lacks, first served first: ids, or kinds of what has none; nothing where nobody has them.

    A claim with minutes of its own loses them to what is served before it and lies in them; to all that is served before it
    only where that leaves nothing of the day. Outside open hours, nothing took what it lacks. What a limit keeps from it
    went to whatever was served before it of that day or week.
    """
    kept = claims.allowed
    if kept is not None and (kept.by_day[number] or kept.by_week[number]):
        own = claims.source[number]
        return _names(claims, (k for k in within_limits(claims, cells, number) if claims.source[k] != own))
    cell = int(claims.cell[number])
    begin = int(claims.first[cell])
    before = _served(claims, number)
    spent = int(claims.granted[begin : number + 1].sum()) >= int(claims.budget[cell])
    if claims.timed(number):
        start, finish = int(claims.start[number]), int(claims.finish[number])
        alone = Timed(start, finish, SCALE, int(claims.wanted[number]))
        room = Day(cells.pieces(*divmod(cell, cells.days)), (alone,)).taken[0]
        if room <= int(claims.granted[number]):
            return ()
        if not spent:
            before = [
                k
                for k in before
                if claims.timed(k) and int(claims.start[k]) < finish and start < int(claims.finish[k])
            ]
    if not before and spent and claims.loss[cell]:
        return ("switching",)
    return _names(claims, before)


def served_before(claims: Claims, number: int) -> tuple[str, ...]:
    """All else that was granted hours of a claim's day before it, first served first."""
    return _names(claims, _served(claims, number))


def _served(claims: Claims, number: int) -> list[int]:
    begin, own = int(claims.first[claims.cell[number]]), claims.source[number]
    return [k for k in range(begin, number) if claims.granted[k] and claims.source[k] != own]


def _names(claims: Claims, numbers: Iterable[int]) -> tuple[str, ...]:
    sources = (claims.sources[int(claims.source[k])] for k in numbers)
    return tuple(dict.fromkeys(one.id or one.kind for one in sources))
