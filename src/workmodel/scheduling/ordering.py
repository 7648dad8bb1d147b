"""Keeping a workspace's ranks a topological order while links come and go.

Ranks are whole numbers, all different, at first far apart: a new node finds one between what it waits for and what waits
for it. A link against the order makes what lies between its ends change places (D. J. Pearce and P. H. J. Kelly, "A
dynamic topological sort algorithm for directed acyclic graphs", ACM J. Experimental Algorithmics 11, 2006): what the
new predecessor waits for takes the lower of their ranks, what waits for the new successor the higher ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.graph.network import CLOSE, LEAF
from workmodel.scheduling.hanging import APART
from workmodel.scheduling.layout import L_PREDECESSOR, LINK_WIDTH, N_CLOSE, N_END, N_FIRST, N_GATE, NODE_WIDTH
from workmodel.scheduling.near import A_OTHER, A_OUT, A_RANK, DEAD, E_HOLDER, E_NEXT, NEAR_WIDTH, OUT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workmodel.scheduling.workspace import Workspace

__all__ = ["Ring", "in_order", "placed_anew", "put_in_order"]


class Ring(Exception):
    """Nodes wait for each other; caught by who edits the workspace, which is then of no use."""


def in_order(space: Workspace) -> Any:
    """All nodes that are there, in order. int64, shape (nodes,)"""
    import numpy as np

    near = np.asarray(space.A[: space.nodes * NEAR_WIDTH], dtype=np.int64).reshape(-1, NEAR_WIDTH)
    parts = np.asarray(space.N[: space.nodes * NODE_WIDTH : NODE_WIDTH], dtype=np.int64)
    order = np.argsort(near[:, A_RANK], kind="stable")
    return order[parts[order] != DEAD]


def before(space: Workspace, node: int) -> Iterator[int]:
    """What a node waits for: its links, its parent's gate; a close its gate and all below it."""
    N = space.N
    n = node * NODE_WIDTH
    for e in range(int(N[n + N_FIRST]), int(N[n + N_END])):
        yield int(space.L[e * LINK_WIDTH + L_PREDECESSOR])
    if space.part(node) == CLOSE:
        gate = int(space.A[node * NEAR_WIDTH + A_OTHER])
        yield gate
        for child in space.children(gate):
            yield child if space.part(child) == LEAF else int(space.A[child * NEAR_WIDTH + A_OTHER])
    elif N[n + N_GATE] >= 0:
        yield int(N[n + N_GATE])


def behind(space: Workspace, node: int) -> Iterator[int]:
    """What waits for a node: holders of links; of a gate its close and all below it, else the parent's close."""
    e = int(space.A[node * NEAR_WIDTH + A_OUT])
    while e >= 0:
        yield int(space.E[e * OUT_WIDTH + E_HOLDER])
        e = int(space.E[e * OUT_WIDTH + E_NEXT])
    if space.part(node) not in (LEAF, CLOSE):
        yield int(space.A[node * NEAR_WIDTH + A_OTHER])
        yield from space.children(node)
    elif space.N[node * NODE_WIDTH + N_CLOSE] >= 0:
        yield int(space.N[node * NODE_WIDTH + N_CLOSE])


def rank(space: Workspace, node: int) -> int:
    """The rank of a node."""
    return int(space.A[node * NEAR_WIDTH + A_RANK])


def placed_anew(space: Workspace, node: int) -> None:
    """Give a node that has just come a rank between what it waits for and what waits for it, where there is one."""
    low = max((rank(space, one) for one in before(space, node)), default=0)
    high = min((rank(space, one) for one in behind(space, node)), default=space.top_rank + 1)
    found = low + 1
    while found in space.taken:
        found += 1
    if found < high and found % APART:
        space.taken.add(found)
        space.A[node * NEAR_WIDTH + A_RANK] = found


def put_in_order(space: Workspace, first: int, second: int) -> None:
    """Mend the order where *first* has to stand before *second* and does not.

    Raises
    ------
    Ring
        There is no order.
    """
    if rank(space, first) > rank(space, second):
        _exchange(space, first, second)


def _exchange(space: Workspace, first: int, second: int) -> None:
    """Bring *first* and what it waits for before *second* and what waits for it."""
    sweep, S, A = space.engine.sweep, space.S, space.A
    later = sweep.down_from(space.N, A, space.E, S, second, rank(space, first))
    if later < 0:
        raise Ring
    end = sweep.up_from(space.N, space.L, A, S, later, first, rank(space, second))
    move = [int(i) for i in S[:end]]
    ranks = sorted(int(A[i * NEAR_WIDTH + A_RANK]) for i in move)
    earlier = sorted(move[later:], key=lambda i: rank(space, i))
    for i, place in zip(earlier + sorted(move[:later], key=lambda i: rank(space, i)), ranks, strict=True):
        A[i * NEAR_WIDTH + A_RANK] = place
