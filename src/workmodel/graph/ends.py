"""The ends of items, walked: what is reached, in which order they come, by which paths.

Nodes are whole numbers and edges lists of lists, whether the nodes are slots of items (links as declared) or
their two ends (links with all that hierarchy adds, see `workmodel.domain.rings`). Nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush

__all__ = ["levels", "ordered", "paths_between", "reached", "reversed_edges"]

Edges = Sequence[Sequence[int]]


def reversed_edges(edges: Edges) -> list[list[int]]:
    """The same edges the other way round; followers in rising order. O(nodes + edges)."""
    found: list[list[int]] = [[] for _ in edges]
    for node, others in enumerate(edges):
        for other in others:
            found[other].append(node)
    return found


def reached(edges: Edges, start: int) -> set[int]:
    """Every node that edges lead to from *start*; itself only where a ring leads back. O(reached)."""
    found: set[int] = set()
    stack = [start]
    while stack:
        for other in edges[stack.pop()]:
            if other not in found:
                found.add(other)
                stack.append(other)
    return found


def ordered(held: Edges, followers: Edges) -> list[int]:
    """All nodes, each after those that it is *held* by; of those that may come next, the least first.

    Nodes on a ring and behind it are left out. O((nodes + edges) log nodes).
    """
    missing = [len(others) for others in held]
    ready = [node for node, count in enumerate(missing) if not count]
    heapify(ready)
    order: list[int] = []
    while ready:
        node = heappop(ready)
        order.append(node)
        for follower in followers[node]:
            missing[follower] -= 1
            if not missing[follower]:
                heappush(ready, follower)
    return order


def levels(order: Sequence[int], held: Edges, steps: Sequence[int]) -> list[int]:
    """For each node the weight of the heaviest way to it, each node on the way weighing its *steps*."""
    found = [0] * len(held)
    for node in order:
        found[node] = max([found[other] for other in held[node]], default=0) + steps[node]
    return found


def paths_between(edges: Edges, back: Edges, start: int, goal: int) -> Iterator[list[int]]:
    """Paths from one node to another without a node twice, found one by one in the order of the edges.

    Only nodes that lie between the two are walked, so that without rings no step is wasted: O(length) a path.
    """
    forward = reached(edges, start)
    if start == goal or goal not in forward:
        return
    between = forward & reached(back, goal)
    path = [start]
    on_path = {start}
    work = [iter(edges[start])]
    while work:
        node = next(work[-1], None)
        if node is None:
            work.pop()
            on_path.discard(path.pop())
        elif node == goal:
            yield [*path, goal]
        elif node in between and node not in on_path:
            path.append(node)
            on_path.add(node)
            work.append(iter(edges[node]))
