"""Rings of dependencies, also those that run through summaries.

A link of a summary holds for everything below it. So every item has two ends: its *gate*, which everything in
it waits for, and its *close*, which waits for everything in it. A ring among these ends is a ring of items
that can never start. The kind of a link does not matter here: two items that are tied to each other in both
directions, by whichever ends, form a ring, as in Microsoft Project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workmodel.domain.rows import KIND_CODES

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["rings", "waits"]

_ROUTINE = KIND_CODES["routine"]

Waits = Sequence[Sequence[int]]


def rings(plan: ReadablePlan, most: int = 100) -> tuple[tuple[str, ...], ...]:
    """One ring of ids from each knot of items that wait for each other, at most so many, in the plan's order.

    Each item of a ring waits for the one before it, the first for the last; no item comes twice. A ring
    begins with the item that stands first in the plan. O(items + links) to find out that there is none.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> rings(Plan().add(Task("a", after=["c"]), Task("b", after=["a"]), Task("c", after=["b"])))
    (('a', 'b', 'c'),)
    """
    held = waits(plan)
    left = _not_settled(held)
    found = []
    for knot in _knots(held, left):
        slots = _slots(_ring(held, knot))
        first = slots.index(min(slots))
        found.append(slots[first:] + slots[:first])
        if len(found) >= most:
            break
    found.sort()
    return tuple(
        tuple(entity.id for slot in ring if (entity := plan._at(slot)) is not None) for ring in found
    )


def waits(plan: ReadablePlan) -> list[list[int]]:
    """For both ends of the entity in each slot the ends that they wait for, each once.

    End ``2 * slot`` is its gate, ``2 * slot + 1`` its close. Entities that are not work have ends that wait
    for nothing. A routine begins with its project but has no completion, so its project does not wait for it.
    O(slots + links).
    """
    found: list[list[int]] = [[] for _ in range(2 * plan._end)]
    slot = -1
    for chunk in plan._spine:
        for row in chunk.rows:
            slot += 1
            if row.kind > _ROUTINE:
                continue
            gate = found[2 * slot]
            found[2 * slot + 1].append(2 * slot)
            if row.parent >= 0:
                gate.append(2 * row.parent)
                if row.kind != _ROUTINE:
                    found[2 * row.parent + 1].append(2 * slot + 1)
            gate.extend(dict.fromkeys([2 * link[0] + 1 for link in row.links]))
    return found


def _not_settled(held: Waits) -> list[int]:
    """Ends that wait, directly or not, for a ring: what is left when those that wait for nothing are taken away."""
    open_waits = [len(ends) for ends in held]
    followers: list[list[int]] = [[] for _ in held]
    for node, ends in enumerate(held):
        for other in ends:
            followers[other].append(node)
    free = [node for node, count in enumerate(open_waits) if not count]
    while free:
        for node in followers[free.pop()]:
            open_waits[node] -= 1
            if not open_waits[node]:
                free.append(node)
    return [node for node, count in enumerate(open_waits) if count]


def _knots(held: Waits, nodes: Sequence[int]) -> Iterator[list[int]]:
    """Groups of more than one node that all reach each other.

    Tarjan's algorithm with a stack of its own instead of recursion (SIAM Journal on Computing 1, 1972, p.
    146).
    """
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    on_stack: set[int] = set()
    for root in nodes:
        if root in number:
            continue
        work = [(root, iter(held[root]))]
        number[root] = low[root] = len(number)
        waiting.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in number:
                    number[other] = low[other] = len(number)
                    waiting.append(other)
                    on_stack.add(other)
                    work.append((other, iter(held[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], number[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    knot = [waiting.pop()]
                    while knot[-1] != node:
                        knot.append(waiting.pop())
                    on_stack.difference_update(knot)
                    if len(knot) > 1:
                        yield knot


def _ring(held: Waits, knot: list[int]) -> list[int]:
    """The shortest ring through the first node of a knot, in the order of waiting: each after what it waits for."""
    inside = set(knot)
    begin = min(knot)
    came_from: dict[int, int] = {}
    frontier = [begin]
    while True:
        following = []
        for node in frontier:
            for other in held[node]:
                if other == begin:
                    path = [node]
                    while path[-1] != begin:
                        path.append(came_from[path[-1]])
                    return path  # from the last waited for back to the beginning: already in order of waiting
                if other in inside and other not in came_from:
                    came_from[other] = node
                    following.append(other)
        frontier = following


def _slots(ring: list[int]) -> list[int]:
    """The slots of a ring of ends, each once.

    Where a ring enters a summary by its gate, goes on outside and comes back to its close, the part between
    is a ring already, because a close waits for its gate.
    """
    slots = [node >> 1 for node in ring]
    seen: dict[int, int] = {}
    for place, slot in enumerate(slots):
        first = seen.setdefault(slot, place)
        if place - first > 1 and place - first != len(slots) - 1:
            return _slots(ring[first : place + 1])
    return list(dict.fromkeys(slots))
