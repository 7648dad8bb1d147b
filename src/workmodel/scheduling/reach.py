"""How far an edit of the order reaches: what waits for a node, and what a node waits for, within a stretch of ranks.

Kernels of `workmodel.scheduling.ordering`; for the letters see `workmodel.scheduling.near`, ``S`` is room for a list of nodes.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.scheduling.layout import (
    CLOSE,
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
from workmodel.scheduling.near import (
    A_CHILD,
    A_NEXT,
    A_OTHER,
    A_OUT,
    A_QUEUED,
    A_RANK,
    E_HOLDER,
    E_NEXT,
    NEAR_WIDTH,
    OUT_WIDTH,
)

__all__ = ["REACH"]

REACH: Final = ("down_from", "up_from")
"""The functions of this module in the order in which they are compiled."""


def down_from(N: Any, A: Any, E: Any, S: Any, start: int, highest: int) -> int:
    """Nodes that wait for *start* up to a rank, listed in ``S``: how many; -1 where one has that very rank: a ring."""
    count = 1
    S[0] = start
    A[start * NEAR_WIDTH + A_QUEUED] = 1
    done = 0
    ring = False
    while done < count and not ring:
        i = S[done]
        done += 1
        a = i * NEAR_WIDTH
        gate = N[i * NODE_WIDTH + N_PART] == GATE
        for way in range(2):
            # links first, then the hierarchy: of a gate its children and its close, else the parent's close
            t = A[a + A_OUT] if way == 0 else A[a + A_CHILD] if gate else N[i * NODE_WIDTH + N_CLOSE]
            last = A[a + A_OTHER] if way == 1 and gate else -1
            while t >= 0 or last >= 0:
                if t >= 0:
                    x = E[t * OUT_WIDTH + E_HOLDER] if way == 0 else t
                    t = E[t * OUT_WIDTH + E_NEXT] if way == 0 else A[t * NEAR_WIDTH + A_NEXT] if gate else -1
                else:
                    x = last
                    last = -1
                b = x * NEAR_WIDTH
                if A[b + A_RANK] == highest:
                    ring = True
                elif A[b + A_RANK] < highest and A[b + A_QUEUED] == 0:
                    A[b + A_QUEUED] = 1
                    S[count] = x
                    count += 1
    for k in range(count):
        A[S[k] * NEAR_WIDTH + A_QUEUED] = 0
    return -1 if ring else count


def up_from(N: Any, L: Any, A: Any, S: Any, begin: int, start: int, lowest: int) -> int:
    """Nodes that *start* waits for down to a rank, listed in ``S`` from *begin* on: where the list ends."""
    count = begin + 1
    S[begin] = start
    A[start * NEAR_WIDTH + A_QUEUED] = 1
    done = begin
    while done < count:
        i = S[done]
        done += 1
        n = i * NODE_WIDTH
        close = N[n + N_PART] == CLOSE
        gate = A[i * NEAR_WIDTH + A_OTHER] if close else N[n + N_GATE]
        e = N[n + N_FIRST]
        c = A[gate * NEAR_WIDTH + A_CHILD] if close else -1
        while e < N[n + N_END] or gate >= 0 or c >= 0:
            if e < N[n + N_END]:
                x = L[e * LINK_WIDTH + L_PREDECESSOR]
                e += 1
            elif gate >= 0:
                x = gate
                gate = -1
            else:
                x = c if N[c * NODE_WIDTH + N_PART] == LEAF else A[c * NEAR_WIDTH + A_OTHER]
                c = A[c * NEAR_WIDTH + A_NEXT]
            b = x * NEAR_WIDTH
            if A[b + A_RANK] > lowest and A[b + A_QUEUED] == 0:
                A[b + A_QUEUED] = 1
                S[count] = x
                count += 1
    for k in range(begin, count):
        A[S[k] * NEAR_WIDTH + A_QUEUED] = 0
    return count
