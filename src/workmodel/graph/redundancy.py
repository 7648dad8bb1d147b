"""Which links say nothing that longer chains do not say already.

A link is redundant where, for any durations and calendars, the others already keep its successor as late.
That is certain for one sort only, and only that sort is looked for: a finish-to-start link without lag or
lead from *p* to *s*, beside a chain of two links or more from *p* to *s* in which every link is
finish-to-start without a lead (a lag only makes it later), and every item on the way keeps to its links: one
with manual dates does not, nor one that has been started, because its dates are facts. An SS, FF or SF link
is never redundant, a lag never, and of two links between the same two items neither, since together they may
say more than either.

All redundant links may be dropped at once: what implies them is made of links that are not redundant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from workmodel.domain import Link
from workmodel.domain.chunks import Row
from workmodel.domain.rows import KIND_CODES, RARE

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["redundant"]

_WIDTH: Final = (
    4096  # how many predecessors one sweep follows, one bit each: wider saves sweeps and costs memory
)
_FS: Final = Link.FS.code
_MILESTONE: Final = KIND_CODES["milestone"]
_PROJECT: Final = KIND_CODES["project"]


def redundant(plan: Plan, order: Sequence[int], through_summaries: bool) -> list[tuple[int, int]]:
    """Slots of the holders of redundant links, and the position of the link among theirs, in the plan's order.

    Parameters
    ----------
    plan
        Without rings.
    order
        The ends of its items, each after those that it waits for.
    through_summaries
        Whether chains may run through the hierarchy, or by declared links alone.

    Notes
    -----
    Every predecessor that may be redundant is a bit that is carried along the order, a few thousand in one
    sweep, and only from the first of them to the last link in question: close to linear where links are
    local, and O(n × (n + links) / word) at worst.
    """
    rows = [row for chunk in plan._spine for row in chunk.rows]
    held = _chains(plan, rows, through_summaries)
    questions: dict[int, list[tuple[int, int]]] = {}
    for slot, row in enumerate(rows):
        if row.kind <= _PROJECT and len(held[2 * slot]) > 1:
            for place, (predecessor, code, _, lag) in enumerate(row.links):
                if code == _FS and lag == 0 and rows[predecessor].kind <= _PROJECT:
                    questions.setdefault(2 * predecessor + 1, []).append((2 * slot, place))
    rank = [0] * len(held)
    for place, end in enumerate(order):
        rank[end] = place
    sources = sorted(questions, key=rank.__getitem__)
    found: list[tuple[int, int]] = []
    for begin in range(0, len(sources), _WIDTH):
        block = {end: questions[end] for end in sources[begin : begin + _WIDTH]}
        last = max(rank[gate] for asked in block.values() for gate, _ in asked)
        found.extend(_implied(block, held, order[rank[sources[begin]] : last + 1]))
    return sorted((gate >> 1, place) for gate, place in found)


def _implied(
    block: dict[int, list[tuple[int, int]]], held: Sequence[Sequence[int]], order: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The links of a block that a chain implies: their predecessor reaches another end that the gate waits for."""
    bits = {end: 1 << i for i, end in enumerate(block)}
    asked: dict[int, list[tuple[int, int]]] = {}
    for end, links in block.items():
        for gate, place in links:
            asked.setdefault(gate, []).append((end, place))
    behind: dict[int, int] = {}  # of each end, the predecessors in question that it comes after or is
    for end in order:
        mask = 0
        for other in held[end]:
            mask |= behind.get(other, 0)
        if end in asked:
            by_chain = 0
            for other in held[end]:
                by_chain |= behind.get(other, 0) & ~bits.get(other, 0)
            for source, place in asked[end]:
                if by_chain & bits[source]:
                    yield end, place
        mask |= bits.get(end, 0)
        if mask:
            behind[end] = mask


def _chains(plan: Plan, rows: Sequence[Row], through_summaries: bool) -> list[list[int]]:
    """For each end the ends that hold it back for certain: those a chain may run through."""
    passing = _passing(plan, rows)
    held: list[list[int]] = [[] for _ in range(2 * len(rows))]
    for slot, row in enumerate(rows):
        if row.kind > _PROJECT:
            continue
        gate, close = held[2 * slot], held[2 * slot + 1]
        if passing[slot]:
            close.append(2 * slot)
        for predecessor, code, _, lag in row.links:
            if code == _FS and lag >= 0 and rows[predecessor].kind <= _PROJECT:
                gate.append(2 * predecessor + 1)
        if through_summaries and row.parent >= 0:
            gate.append(2 * row.parent)
            held[2 * row.parent + 1].append(2 * slot + 1)
    return held


def _passing(plan: Plan, rows: Sequence[Row]) -> list[bool]:
    """Whether each item cannot finish before what its start waits for; a summary, if something in it does so."""
    summaries = {row.parent for row in rows if row.kind <= _PROJECT}
    passing = [False] * len(rows)
    for slot, row in enumerate(rows):
        if row.kind > _PROJECT or slot in summaries or not _keeps_to_its_links(plan, slot, row):
            continue
        here = slot
        while here >= 0 and not passing[here]:
            passing[here] = True
            here = rows[here].parent
    return passing


def _keeps_to_its_links(plan: Plan, slot: int, row: Row) -> bool:
    if not row.flags & RARE or row.kind > _MILESTONE:
        return True
    item = plan._at(slot)
    reported = getattr(item, "progress", None)
    return getattr(item, "manual", None) is None and not (
        reported is not None and (reported.started or reported.complete)
    )
