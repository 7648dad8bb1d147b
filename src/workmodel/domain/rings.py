"""Rings of dependencies, also those that run through summaries.

A link of a summary holds for everything below it. So each summary has two ends: its *gate*, which everything in it
waits for, and its *close*, which waits for everything in it. A ring among these is a ring of items that can never start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.domain.rows import KIND_CODES

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["rings"]

_SCHEDULED = KIND_CODES["project"]


def rings(plan: Plan, most: int = 100) -> tuple[tuple[str, ...], ...]:
    """One ring of ids from each knot of items that wait for each other, at most so many, in the plan's order.

    Each item of a ring waits for the one before it, the first for the last. O(items + links).
    """
    waits = _waits(plan)
    found = []
    for knot in _knots(waits):
        ring = _ring(waits, knot)
        slots = list(dict.fromkeys(node >> 1 for node in ring))
        first = slots.index(min(slots))
        names = [plan._at(slot) for slot in slots[first:] + slots[:first]]
        found.append(tuple(entity.id for entity in names if entity is not None))
        if len(found) >= most:
            break
    position = {ring: plan._slot(ring[0]) or 0 for ring in found}
    return tuple(sorted(found, key=lambda ring: position[ring]))


def _waits(plan: Plan) -> list[list[int]]:
    """For each end of each item (2 × slot: its gate, 2 × slot + 1: its close) the ends it waits for."""
    waits: list[list[int]] = [[] for _ in range(2 * plan._end)]
    slot = -1
    for chunk in plan._spine:
        for row in chunk.rows:
            slot += 1
            if row.kind > _SCHEDULED:
                continue
            gate, close = waits[2 * slot], waits[2 * slot + 1]
            close.append(2 * slot)
            if row.parent >= 0:
                gate.append(2 * row.parent)
                waits[2 * row.parent + 1].append(2 * slot + 1)
            for predecessor, *_ in row.links:
                gate.append(2 * predecessor + 1)
    return waits


def _knots(waits: list[list[int]]) -> list[list[int]]:
    """Groups of more than one node that all reach each other (Tarjan's algorithm, without recursion)."""
    number = [0] * len(waits)
    low = [0] * len(waits)
    on_stack = [False] * len(waits)
    stack: list[int] = []
    knots: list[list[int]] = []
    count = 0
    for root in range(len(waits)):
        if number[root]:
            continue
        work = [(root, 0)]
        while work:
            node, place = work.pop()
            if not number[node]:
                count += 1
                number[node] = low[node] = count
                stack.append(node)
                on_stack[node] = True
            descended = False
            for i in range(place, len(waits[node])):
                other = waits[node][i]
                if not number[other]:
                    work.append((node, i))
                    work.append((other, 0))
                    descended = True
                    break
                if on_stack[other]:
                    low[node] = min(low[node], low[other])
            if descended:
                continue
            if low[node] == number[node]:
                knot = []
                while True:
                    other = stack.pop()
                    on_stack[other] = False
                    knot.append(other)
                    if other == node:
                        break
                if len(knot) > 1:
                    knots.append(knot)
    return knots


def _ring(waits: list[list[int]], knot: list[int]) -> list[int]:
    """The shortest ring through the first node of a knot, in the order of waiting: each after what it waits for."""
    inside = set(knot)
    begin = min(knot)
    came_from: dict[int, int] = {}
    frontier = [begin]
    while frontier:
        following = []
        for node in frontier:
            for other in waits[node]:
                if other == begin:
                    path = [node]
                    while path[-1] != begin:
                        path.append(came_from[path[-1]])
                    return path  # from the last waited for back to the beginning: already in order of waiting
                if other in inside and other not in came_from:
                    came_from[other] = node
                    following.append(other)
        frontier = following
    return knot
