"""What lies below each item, added up once: summaries are asked for by everything that is linked to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from workmodel.verification.facts import COMPLETE, STARTED, Facts, Item

__all__ = ["FIRST", "LAST", "Below", "below"]

FIRST: Final = ("start", "early_start", "late_start")
LAST: Final = ("finish", "early_finish", "late_finish")


@frozen
class Below:
    """What is below an item, or the item itself where nothing is. [min since 1970; working min for floats]

    Attributes
    ----------
    first, last
        The least of each of `FIRST`, the greatest of each of `LAST`.
    seen
        First start and last finish that successors see: early dates, and of what is as late as possible, where it was
        placed.
    begun
        Whether anything is under way.
    open_seen
        Of what is incomplete, the first start and the first finish that successors see; ``None`` if nothing is.
    least_float
        Of what is incomplete, the least total float; ``None`` if nothing is.
    critical
        Whether anything incomplete is.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    seen: tuple[int, int]
    begun: bool
    open_seen: tuple[int, int] | None
    least_float: int | None
    critical: bool


def below(facts: Facts, item: Item) -> Below:
    """What is below an item, found once for all items; O(items)."""
    found = facts.below
    if not found:
        inside: dict[str, list[Below]] = {}
        for one in reversed(facts.outline):
            added_up = _gathered(inside.pop(one.id)) if one.summary else _alone(facts, one)
            found[one.id] = added_up
            if one.around is not None:
                inside.setdefault(one.around.id, []).append(added_up)
    known: Below = found[item.id]
    return known


def _alone(facts: Facts, item: Item) -> Below:
    row = facts[item.id]
    placed = not facts.backward and item.asks("ALAP")
    seen = (row.start, row.finish) if placed else (row.early_start, row.early_finish)
    is_open = item.state != COMPLETE
    return Below(
        (row.start, row.early_start, row.late_start),
        (row.finish, row.early_finish, row.late_finish),
        seen,
        item.state == STARTED,
        seen if is_open else None,
        row.total_float if is_open else None,
        is_open and row.critical,
    )


def _gathered(inside: Sequence[Below]) -> Below:
    open_seen = [one.open_seen for one in inside if one.open_seen is not None]
    floats = [one.least_float for one in inside if one.least_float is not None]
    return Below(
        tuple(map(min, zip(*(one.first for one in inside), strict=True))),
        tuple(map(max, zip(*(one.last for one in inside), strict=True))),
        (min(one.seen[0] for one in inside), max(one.seen[1] for one in inside)),
        any(one.begun for one in inside),
        (min(start for start, _ in open_seen), min(finish for _, finish in open_seen)) if open_seen else None,
        min(floats, default=None),
        any(one.critical for one in inside),
    )
