"""The passes again, but only over what an edit reaches: upward for early dates, downward for late ones and floats.

The same source as the full passes (`workmodel.scheduling.passes`, `workmodel.scheduling.slack`) dates a node; what is
new is the order. Nodes that may change wait in a heap by their rank in a topological order; a node whose dates did not
change tells nobody. A full pass *pushes* bounds to neighbours, which here are *pulled*: a node's bounds are cleared and told
again by all its neighbours.

For the letters see `workmodel.scheduling.passes` and `workmodel.scheduling.near`; ``P`` is a list of nodes in order, ``S``
room for one.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.scheduling.layout import (
    BIG,
    CLOSE,
    COMPLETE,
    D_DRIVER,
    D_EF,
    D_ES,
    D_FINISH_CAL,
    D_FREE,
    D_LF,
    D_LS,
    D_OPEN_FINISH,
    D_OPEN_START,
    D_SEEN,
    D_SPAN,
    D_START_BOUND,
    D_START_CAL,
    D_TOTAL,
    D_WLF,
    D_WLS,
    DATE_WIDTH,
    GATE,
    LEAF,
    N_CLOSE,
    N_FIRST,
    N_GATE,
    N_HORIZON,
    N_PART,
    N_STATE,
    NEVER,
    NODE_WIDTH,
)
from workmodel.scheduling.near import (
    A_CHILD,
    A_KEPT,
    A_NEXT,
    A_OTHER,
    A_OUT,
    A_PROJECT,
    A_QUEUED,
    DEAD,
    E_HOLDER,
    E_NEXT,
    KEPT_WIDTH,
    MOST_NODES,
    NEAR_WIDTH,
    OUT_WIDTH,
    kept,
    lowered,
    stirred_above,
    stirred_early,
    stirred_late,
    wanted,
)  # fmt: skip
from workmodel.scheduling.passes import bounded, closed, dated, gathered, holds_back, tells_gate
from workmodel.scheduling.slack import free_float, inherited, left_to, opened, total_float

__all__ = ["SWEEPS"]

# what is below a summary adds up in fields that its close does not use otherwise
R_LATE_START: Final = D_WLS
R_LATE_FINISH: Final = D_WLF
R_CRITICAL: Final = D_START_BOUND
R_COMPLETE: Final = D_START_CAL  # of a leaf: whether it is complete, so that versions can tell

SWEEPS: Final = (
    "early", "late", "slack_of", "summed", "ascend", "descend", "add_up", "latest_of_all", "all_early", "all_late",
    "all_summed", "tops", "spread_top", "spread",
)  # fmt: skip
"""The functions of this module in the order in which they are compiled."""


# -- one node -----------------------------------------------------------------------------------------------------


def early(T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, i: int) -> None:
    """Early dates of one node; the driver as the place among its links, which outlives changes elsewhere."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    if N[n + N_PART] != CLOSE:
        dated(T, N, L, R, D, i)
        if D[d + D_DRIVER] >= 0:
            D[d + D_DRIVER] -= N[n + N_FIRST]
        return
    D[d + D_ES] = BIG
    D[d + D_EF] = NEVER
    c = A[A[i * NEAR_WIDTH + A_OTHER] * NEAR_WIDTH + A_CHILD]
    while c >= 0:
        gathered(N, D, c if N[c * NODE_WIDTH + N_PART] == LEAF else A[c * NEAR_WIDTH + A_OTHER], i)
        c = A[c * NEAR_WIDTH + A_NEXT]
    closed(T, N, D, i)


def late(T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, E: Any, i: int) -> None:
    """Late dates of one node, bounded by all that waits for it."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    D[d + D_LF] = N[n + N_HORIZON]
    D[d + D_LS] = D[d + D_SEEN] = BIG
    if N[n + N_PART] == GATE:
        c = A[i * NEAR_WIDTH + A_CHILD]
        while c >= 0:
            m = c * NODE_WIDTH
            if N[m + N_PART] == GATE:
                if D[c * DATE_WIDTH + D_SEEN] != BIG:
                    tells_gate(D, c, i)
            elif N[m + N_STATE] != COMPLETE:
                tells_gate(D, c, i)
            c = A[c * NEAR_WIDTH + A_NEXT]
        return
    e = A[i * NEAR_WIDTH + A_OUT]
    while e >= 0:
        h = E[e * OUT_WIDTH + E_HOLDER]
        m = h * NODE_WIDTH
        if N[m + N_PART] == GATE:
            if D[h * DATE_WIDTH + D_SEEN] != BIG:
                holds_back(T, N, L, D, h, e)
        elif N[m + N_STATE] != COMPLETE:
            holds_back(T, N, L, D, h, e)
        e = E[e * OUT_WIDTH + E_NEXT]
    bounded(T, N, R, D, i)


def slack_of(T: Any, N: Any, L: Any, D: Any, A: Any, E: Any, i: int) -> bool:
    """Floats of one node, and whether a lead reached beyond the stretch of time."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    part = N[n + N_PART]
    short = False
    D[d + D_OPEN_START] = D[d + D_OPEN_FINISH] = BIG
    if part == GATE:
        c = A[i * NEAR_WIDTH + A_CHILD]
        while c >= 0:
            m = c * NODE_WIDTH
            b = c * DATE_WIDTH
            if N[m + N_PART] == GATE:
                if D[b + D_OPEN_START] != BIG:
                    opened(D, i, D[b + D_OPEN_START], D[b + D_OPEN_FINISH])
            elif N[m + N_STATE] != COMPLETE:
                opened(D, i, D[b + D_ES], D[b + D_EF])
            c = A[c * NEAR_WIDTH + A_NEXT]
        return short
    if part == LEAF:
        D[d + D_FREE] = BIG
        D[d + R_COMPLETE] = 1 if N[n + N_STATE] == COMPLETE else 0
        total_float(T, N, D, i)
    e = A[i * NEAR_WIDTH + A_OUT]
    while e >= 0:
        h = E[e * OUT_WIDTH + E_HOLDER]
        b = h * DATE_WIDTH
        start = D[b + D_ES]
        finish = D[b + D_EF]
        speaks = N[h * NODE_WIDTH + N_STATE] != COMPLETE
        if N[h * NODE_WIDTH + N_PART] == GATE:
            start = D[b + D_OPEN_START]
            finish = D[b + D_OPEN_FINISH]
            speaks = start != BIG
        if speaks and left_to(T, N, L, D, e, h, start, finish) >= T[1]:
            short = True
        e = E[e * OUT_WIDTH + E_NEXT]
    if part == LEAF:
        free_float(T, N, D, i)
    elif N[n + N_CLOSE] >= 0:
        inherited(D, i, N[n + N_CLOSE])
    return short


def summed(N: Any, D: Any, A: Any, i: int, limit: int) -> None:
    """What is below a close adds up to: least late start, latest late finish, least floats, whether anything is critical."""
    ls = BIG
    lf = NEVER
    total = BIG
    free = BIG
    critical = 0
    c = A[A[i * NEAR_WIDTH + A_OTHER] * NEAR_WIDTH + A_CHILD]
    while c >= 0:
        if N[c * NODE_WIDTH + N_PART] == LEAF:
            b = c * DATE_WIDTH
            ls = min(ls, D[b + D_LS])
            lf = max(lf, D[b + D_LF])
            if N[c * NODE_WIDTH + N_STATE] != COMPLETE:
                total = min(total, D[b + D_TOTAL])
                free = min(free, D[b + D_FREE])
                if D[b + D_TOTAL] <= limit:
                    critical = 1
        else:
            b = A[c * NEAR_WIDTH + A_OTHER] * DATE_WIDTH
            ls = min(ls, D[b + R_LATE_START])
            lf = max(lf, D[b + R_LATE_FINISH])
            total = min(total, D[b + D_TOTAL])
            free = min(free, D[b + D_FREE])
            critical = max(critical, D[b + R_CRITICAL])
        c = A[c * NEAR_WIDTH + A_NEXT]
    d = i * DATE_WIDTH
    D[d + R_LATE_START] = ls
    D[d + R_LATE_FINISH] = lf
    D[d + D_TOTAL] = total
    D[d + D_FREE] = free
    D[d + R_CRITICAL] = critical


# -- the sweeps ---------------------------------------------------------------------------------------------------


def ascend(
    T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, E: Any, Q: Any, J: Any, seeds: Any, many: int
) -> bool:
    """Early dates of the seeds and of all that they reach; false where the journal is full: then nothing is right yet."""
    for k in range(many):
        wanted(A, Q, seeds[k], 1)
    while Q[0] > 0:
        i = lowered(Q) % MOST_NODES
        A[i * NEAR_WIDTH + A_QUEUED] = 0
        if N[i * NODE_WIDTH + N_PART] == DEAD:
            continue
        if not kept(D, A, J, i):
            return False
        early(T, N, L, R, D, A, i)
        d = i * DATE_WIDTH
        j = A[i * NEAR_WIDTH + A_KEPT] + 1
        if D[d + D_ES] != J[j + D_ES] or D[d + D_EF] != J[j + D_EF] or D[d + D_SPAN] != J[j + D_SPAN]:
            stirred_early(N, A, E, Q, i)
    return True


def descend(
    T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, E: Any, Q: Any, J: Any, seeds: Any, many: int
) -> int:
    """Late dates and floats of the seeds, of what moved, and of all they reach.

    Returns 0; 1 where the journal is full; 2 where a lead reached beyond the stretch of time.
    """
    for k in range(many):
        if N[seeds[k] * NODE_WIDTH + N_PART] != DEAD:
            wanted(A, Q, seeds[k], -1)
            if (
                N[seeds[k] * NODE_WIDTH + N_PART] != CLOSE
            ):  # what is below one is told where its own dates change
                stirred_late(N, L, A, Q, seeds[k])
    for k in range(J[0]):
        j = 2 + k * KEPT_WIDTH
        i = J[j]
        d = i * DATE_WIDTH
        moved = False
        for f in range(DATE_WIDTH):
            if D[d + f] != J[j + 1 + f]:
                moved = True
        if moved:
            wanted(A, Q, i, -1)
            if N[i * NODE_WIDTH + N_PART] != CLOSE:
                stirred_late(N, L, A, Q, i)
    while Q[0] > 0:
        i = lowered(Q) % MOST_NODES
        A[i * NEAR_WIDTH + A_QUEUED] = 0
        if N[i * NODE_WIDTH + N_PART] == DEAD:
            continue
        if not kept(D, A, J, i):
            return 1
        late(T, N, L, R, D, A, E, i)
        if slack_of(T, N, L, D, A, E, i):
            return 2
        d = i * DATE_WIDTH
        j = A[i * NEAR_WIDTH + A_KEPT] + 1
        moved = D[d + D_LS] != J[j + D_LS] or D[d + D_LF] != J[j + D_LF] or D[d + D_SEEN] != J[j + D_SEEN]
        for f in range(D_OPEN_START, D_FINISH_CAL + 1):
            if D[d + f] != J[j + f]:
                moved = True
        begins = N[i * NODE_WIDTH + N_PART] == CLOSE and D[d + D_ES] != J[j + D_ES]
        least = min(D[d + D_LS], J[j + D_LS], D[d + D_OPEN_START], J[j + D_OPEN_START])
        if begins and least < BIG:  # what waits for its start bounds those that begin with it: others may now
            moved = True
        if moved:
            stirred_late(N, L, A, Q, i)
    return 0


def add_up(N: Any, D: Any, A: Any, Q: Any, J: Any, seeds: Any, many: int, limit: int) -> bool:
    """Summaries above the seeds and above what moved; false where the journal is full."""
    for k in range(many):
        i = seeds[k]
        if N[i * NODE_WIDTH + N_PART] == CLOSE:
            wanted(A, Q, i, 1)
        elif N[i * NODE_WIDTH + N_PART] == LEAF:
            stirred_above(N, A, Q, i)
    for k in range(J[0]):
        j = 2 + k * KEPT_WIDTH
        i = J[j]
        d = i * DATE_WIDTH
        if N[i * NODE_WIDTH + N_PART] == LEAF and (
            D[d + D_LS] != J[j + 1 + D_LS]
            or D[d + D_LF] != J[j + 1 + D_LF]
            or D[d + D_TOTAL] != J[j + 1 + D_TOTAL]
            or D[d + D_FREE] != J[j + 1 + D_FREE]
        ):
            stirred_above(N, A, Q, i)
    while Q[0] > 0:
        i = lowered(Q) % MOST_NODES
        A[i * NEAR_WIDTH + A_QUEUED] = 0
        if not kept(D, A, J, i):
            return False
        d = i * DATE_WIDTH
        ls = D[d + R_LATE_START]
        lf = D[d + R_LATE_FINISH]
        total = D[d + D_TOTAL]
        free = D[d + D_FREE]
        critical = D[d + R_CRITICAL]
        summed(N, D, A, i, limit)
        if (
            D[d + R_LATE_START] != ls
            or D[d + R_LATE_FINISH] != lf
            or D[d + D_TOTAL] != total
            or D[d + D_FREE] != free
            or D[d + R_CRITICAL] != critical
        ):
            stirred_above(N, A, Q, i)
    return True


def latest_of_all(N: Any, D: Any) -> int:
    """The latest early finish of all leaves."""
    top = NEVER
    for i in range(len(N) // NODE_WIDTH):
        if N[i * NODE_WIDTH + N_PART] == LEAF and D[i * DATE_WIDTH + D_EF] > top:
            top = D[i * DATE_WIDTH + D_EF]
    return top


def all_early(T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, P: Any, count: int) -> None:
    """Early dates of all nodes, in the order of the list ``P``."""
    for r in range(count):
        early(T, N, L, R, D, A, P[r])


def all_late(T: Any, N: Any, L: Any, R: Any, D: Any, A: Any, E: Any, P: Any, count: int) -> bool:
    """Late dates and floats of all nodes, last to first; whether a lead reached beyond the stretch of time."""
    short = False
    for r in range(count - 1, -1, -1):
        late(T, N, L, R, D, A, E, P[r])
        if slack_of(T, N, L, D, A, E, P[r]):
            short = True
    return short


def all_summed(N: Any, D: Any, A: Any, P: Any, count: int, limit: int) -> None:
    """What all summaries add up to, inner ones first."""
    for r in range(count):
        if N[P[r] * NODE_WIDTH + N_PART] == CLOSE:
            summed(N, D, A, P[r], limit)


def tops(N: Any, D: Any, J: Any) -> tuple[int, int]:
    """The latest early finish among the leaves of the journal, before and now."""
    was = NEVER
    now = NEVER
    for k in range(J[0]):
        j = 2 + k * KEPT_WIDTH
        i = J[j]
        if N[i * NODE_WIDTH + N_PART] == LEAF:
            was = max(was, J[j + 1 + D_EF])
            now = max(now, D[i * DATE_WIDTH + D_EF])
    return was, now


def spread_top(N: Any, A: Any, horizon: int, inside: bool) -> None:
    """Give the horizon of the plan to all leaves; with *inside*, but for those in projects, which have their own."""
    for i in range(len(N) // NODE_WIDTH):
        n = i * NODE_WIDTH
        if N[n + N_PART] == LEAF:
            g = N[n + N_GATE] if inside else -1
            while g >= 0 and A[g * NEAR_WIDTH + A_PROJECT] == 0:
                g = N[g * NODE_WIDTH + N_GATE]
            if g < 0:
                N[n + N_HORIZON] = horizon


def spread(N: Any, A: Any, S: Any, gate: int, horizon: int) -> int:
    """Give a horizon to all leaves in a project, but for those in projects inside it; they are listed in ``S``.

    Returns how many had another one.
    """
    found = 0
    i = A[gate * NEAR_WIDTH + A_CHILD]
    while i >= 0:
        n = i * NODE_WIDTH
        a = i * NEAR_WIDTH
        down = -1
        if N[n + N_PART] == LEAF:
            if N[n + N_HORIZON] != horizon:
                N[n + N_HORIZON] = horizon
                S[found] = i
                found += 1
        elif A[a + A_PROJECT] == 0:
            down = A[a + A_CHILD]
        if down >= 0:
            i = down
            continue
        while i >= 0 and i != gate and A[i * NEAR_WIDTH + A_NEXT] < 0:
            i = N[i * NODE_WIDTH + N_GATE]
            if i == gate:
                return found
        if i < 0:
            return found
        i = A[i * NEAR_WIDTH + A_NEXT]
    return found
