"""Work whose start nothing bounds, or whose finish nothing waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workmodel.domain import Link
from workmodel.domain.rows import KIND_CODES

if TYPE_CHECKING:
    from workmodel.domain.chunks import Row

__all__ = ["open_finishes", "open_starts"]

_MILESTONE: Final = KIND_CODES["milestone"]
_BOUND_START: Final = (Link.FS.code, Link.SS.code)  # links that bound the start of the successor
_AWAIT_FINISH: Final = (Link.FS.code, Link.FF.code)  # links that wait for the finish of the predecessor


def open_starts(rows: Sequence[Row]) -> list[int]:
    """Slots of the leaves whose start no link bounds, of their own or of a summary above. O(items + links)."""
    return _loose(rows, [any(link[1] in _BOUND_START for link in row.links) for row in rows])


def open_finishes(rows: Sequence[Row]) -> list[int]:
    """Slots of the leaves whose finish no link waits for, directly or through a summary. O(items + links)."""
    awaited = [False] * len(rows)
    for row in rows:
        for predecessor, code, *_ in row.links:
            awaited[predecessor] = awaited[predecessor] or code in _AWAIT_FINISH
    return _loose(rows, awaited)


def _loose(rows: Sequence[Row], bound: Sequence[bool]) -> list[int]:
    """Leaves that neither are bound nor in a summary that is."""
    summaries = {row.parent for row in rows}
    settled: dict[int, bool] = {-1: False}  # for summaries looked at: whether they or those above are bound
    found = []
    for slot, row in enumerate(rows):
        if row.kind > _MILESTONE or slot in summaries or bound[slot]:
            continue
        way, here = [], row.parent
        while here not in settled and not bound[here]:
            way.append(here)
            here = rows[here].parent
        held = settled.get(here, True)
        settled.update(dict.fromkeys(way, held))
        if not held:
            found.append(slot)
    return found
