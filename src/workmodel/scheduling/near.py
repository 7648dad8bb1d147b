"""What is near a node: its links out, its children, its rank; and the heap in which nodes wait for a sweep.

``A`` holds a row per node (`NEAR_FIELDS`): its links out, its children, its rank. ``E`` holds one per link
(`OUT_FIELDS`): who holds it, and the next that waits for the same node. ``Q`` is the heap, its size first; ``J`` the
journal: how many rows, how many it has room for, then node and old dates of each. Kernels, like those of
`workmodel.scheduling.passes`.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.scheduling.layout import (
    CLOSE,
    DATE_WIDTH,
    GATE,
    L_PREDECESSOR,
    LEAF,
    LINK_WIDTH,
    N_CLOSE,
    N_END,
    N_FIRST,
    N_GATE,
    N_PART,
    NODE_WIDTH,
)

__all__ = ["DEAD", "NEAR", "NEAR_FIELDS", "OUT_FIELDS"]

MOST_NODES: Final = 2**24  # a key of the heap is a rank times this, and the node
DEAD: Final = 3  # the part of a node whose item is not there (any more)

NEAR_FIELDS: Final = (
    "out",  # first of the links that wait for it, or -1
    "child",  # of a gate: the first child (leaf or gate), or -1
    "next", "previous",  # its siblings, or -1
    "other",  # of a gate its close, of a close its gate, or -1
    "rank",
    "queued",
    "kept",  # its place in the journal, or 0
    "project",  # of a gate: whether it is a project's, which has a horizon of its own
)  # fmt: skip
NEAR_WIDTH: Final = len(NEAR_FIELDS)
A_OUT, A_CHILD, A_NEXT, A_PREVIOUS, A_OTHER, A_RANK, A_QUEUED, A_KEPT, A_PROJECT = range(NEAR_WIDTH)

OUT_FIELDS: Final = ("holder", "next", "previous")
OUT_WIDTH: Final = len(OUT_FIELDS)
E_HOLDER, E_NEXT, E_PREVIOUS = range(OUT_WIDTH)

KEPT_WIDTH: Final = 1 + DATE_WIDTH

NEAR: Final = (
    "raised",
    "lowered",
    "wanted",
    "kept",
    "stirred_early",
    "stirred_late",
    "stirred_above",
    "reset",
)
"""The functions of this module in the order in which they are compiled."""


def raised(Q: Any, key: int) -> None:
    """Put a key into the heap."""
    i = Q[0] + 1
    Q[0] = i
    while i > 1:
        up = i >> 1
        if Q[up] <= key:
            break
        Q[i] = Q[up]
        i = up
    Q[i] = key


def lowered(Q: Any) -> int:
    """Take the least key from the heap."""
    least = Q[1]
    size = Q[0] - 1
    key = Q[size + 1]
    Q[0] = size
    i = 1
    j = 2
    while j <= size:
        if j < size and Q[j + 1] < Q[j]:
            j += 1
        if Q[j] >= key:
            break
        Q[i] = Q[j]
        i = j
        j = 2 * i
    Q[i] = key
    return least  # type: ignore[no-any-return]


def wanted(A: Any, Q: Any, i: int, sign: int) -> None:
    """Queue a node, unless it is: upward by rank (*sign* 1), or downward (-1)."""
    a = i * NEAR_WIDTH
    if A[a + A_QUEUED] == 0:
        A[a + A_QUEUED] = 1
        raised(Q, sign * A[a + A_RANK] * MOST_NODES + i)


def kept(D: Any, A: Any, J: Any, i: int) -> bool:
    """Note a node's dates before they change, once; whether the journal had room."""
    a = i * NEAR_WIDTH
    if A[a + A_KEPT] != 0:
        return True
    count = J[0]
    if count >= J[1]:
        return False
    j = 2 + count * KEPT_WIDTH
    J[j] = i
    d = i * DATE_WIDTH
    for k in range(DATE_WIDTH):
        J[j + 1 + k] = D[d + k]
    J[0] = count + 1
    A[a + A_KEPT] = j
    return True


def stirred_early(N: Any, A: Any, E: Any, Q: Any, i: int) -> None:
    """Queue what takes its early dates from a node."""
    e = A[i * NEAR_WIDTH + A_OUT]
    while e >= 0:
        wanted(A, Q, E[e * OUT_WIDTH + E_HOLDER], 1)
        e = E[e * OUT_WIDTH + E_NEXT]
    if N[i * NODE_WIDTH + N_PART] == GATE:
        c = A[i * NEAR_WIDTH + A_CHILD]
        while c >= 0:
            wanted(A, Q, c, 1)
            c = A[c * NEAR_WIDTH + A_NEXT]
    elif N[i * NODE_WIDTH + N_CLOSE] >= 0:
        wanted(A, Q, N[i * NODE_WIDTH + N_CLOSE], 1)


def stirred_late(N: Any, L: Any, A: Any, Q: Any, i: int) -> None:
    """Queue what takes its late dates or floats from a node."""
    n = i * NODE_WIDTH
    if N[n + N_PART] == CLOSE:
        c = A[A[i * NEAR_WIDTH + A_OTHER] * NEAR_WIDTH + A_CHILD]
        while c >= 0:
            wanted(A, Q, c if N[c * NODE_WIDTH + N_PART] == LEAF else A[c * NEAR_WIDTH + A_OTHER], -1)
            c = A[c * NEAR_WIDTH + A_NEXT]
        return
    if N[n + N_GATE] >= 0:
        wanted(A, Q, N[n + N_GATE], -1)
    for e in range(N[n + N_FIRST], N[n + N_END]):
        wanted(A, Q, L[e * LINK_WIDTH + L_PREDECESSOR], -1)


def stirred_above(N: Any, A: Any, Q: Any, i: int) -> None:
    """Queue the summary that a node adds up into."""
    if N[i * NODE_WIDTH + N_PART] != GATE and N[i * NODE_WIDTH + N_CLOSE] >= 0:
        wanted(A, Q, N[i * NODE_WIDTH + N_CLOSE], 1)


def reset(A: Any, Q: Any, J: Any) -> None:
    """Leave queue and journal empty, whatever happened."""
    for k in range(1, Q[0] + 1):
        A[Q[k] % MOST_NODES * NEAR_WIDTH + A_QUEUED] = 0
    Q[0] = 0
    for k in range(J[0]):
        A[J[2 + k * KEPT_WIDTH] * NEAR_WIDTH + A_KEPT] = 0
    J[0] = 0
