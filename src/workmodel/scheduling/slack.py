"""The third kernel: total and free float of all nodes (see `workmodel.scheduling.passes` for the letters).

Total float is counted on the item's own calendar, else its project's, else the plan's; free float on that of the
successor.
"""

from __future__ import annotations

from typing import Any

from workmodel.scheduling.clock import position
from workmodel.scheduling.layout import (
    BIG,
    CLOSE,
    COMPLETE,
    D_EF,
    D_ES,
    D_FINISH_BOUND,
    D_FINISH_CAL,
    D_FREE,
    D_LF,
    D_LS,
    D_OPEN_FINISH,
    D_OPEN_START,
    D_SPAN,
    D_START_BOUND,
    D_START_CAL,
    D_TOTAL,
    D_WEF,
    D_WES,
    D_WLF,
    D_WLS,
    DATE_WIDTH,
    GATE,
    L_CODE,
    L_LAG,
    L_LAG_KIND,
    L_PREDECESSOR,
    LINK_WIDTH,
    N_CAL,
    N_CLOSE,
    N_END,
    N_FIRST,
    N_GATE,
    N_MODE,
    N_PART,
    N_PLAIN,
    N_STATE,
    NEVER,
    NODE_WIDTH,
    PINNED,
    STARTED,
)  # fmt: skip
from workmodel.scheduling.passes import shifted

__all__ = ["floats"]


def floats(T: Any, N: Any, L: Any, D: Any) -> bool:
    """Total and free float of all leaves, last to first; those of summaries are rolled up elsewhere.

    Returns whether the stretch of time was too short to tell: a lead reached beyond it.
    """
    count = len(N) // NODE_WIDTH
    short = False
    for i in range(count):
        D[i * DATE_WIDTH + D_FREE] = BIG
    for i in range(count - 1, -1, -1):
        n = i * NODE_WIDTH
        d = i * DATE_WIDTH
        part = N[n + N_PART]
        if part == CLOSE:
            if N[n + N_CLOSE] >= 0:
                inherited(D, i, N[n + N_CLOSE])
            continue
        if part == GATE:
            start = D[d + D_OPEN_START]
            finish = D[d + D_OPEN_FINISH]
            if start == BIG:
                continue
        else:
            total_float(T, N, D, i)
            free_float(T, N, D, i)
            if N[n + N_STATE] == COMPLETE:
                continue
            start = D[d + D_ES]
            finish = D[d + D_EF]
        if N[n + N_GATE] >= 0:
            opened(D, N[n + N_GATE], start, finish)
        for e in range(N[n + N_FIRST], N[n + N_END]):
            if left_to(T, N, L, D, e, i, start, finish) >= T[1]:
                short = True
    return short


def opened(D: Any, gate: int, start: int, finish: int) -> None:
    """Tell the parent's gate the early dates of what is not complete."""
    g = gate * DATE_WIDTH
    D[g + D_OPEN_START] = min(D[g + D_OPEN_START], start)
    D[g + D_OPEN_FINISH] = min(D[g + D_OPEN_FINISH], finish)


def left_to(T: Any, N: Any, L: Any, D: Any, e: int, i: int, start: int, finish: int) -> int:
    """What a link leaves its predecessor: the gap, net of lag, on the calendar of its successor.

    Returns the date up to which the predecessor may be.
    """
    k = e * LINK_WIDTH
    waited = L[k + L_PREDECESSOR]
    p = waited * DATE_WIDTH
    q = waited * NODE_WIDTH
    n = i * NODE_WIDTH
    code = L[k + L_CODE]
    c = N[n + N_PLAIN]
    t = start if code < 2 else finish
    if L[k + L_LAG] != 0:
        t = shifted(T, c, L[k + L_LAG_KIND], -L[k + L_LAG], D[p + D_SPAN], t)
    elif N[n + N_PART] == 0 and N[n + N_CAL] == c and N[q + N_PART] == 0 and N[q + N_CAL] == c:
        # one calendar: the positions are there already
        w = D[i * DATE_WIDTH + (D_WES if code < 2 else D_WEF)]
        D[p + D_FREE] = min(D[p + D_FREE], w - D[p + (D_WES if code & 1 else D_WEF)])
        return t
    if N[q + N_PART] == CLOSE:
        side = p + (D_OPEN_START if code & 1 else D_OPEN_FINISH)
        if t < D[side]:
            D[side] = t
            D[p + (D_START_CAL if code & 1 else D_FINISH_CAL)] = c
        return t
    mine = D[p + (D_ES if code & 1 else D_EF)]
    D[p + D_FREE] = min(D[p + D_FREE], position(T, c, t) - position(T, c, mine))
    return t


def inherited(D: Any, i: int, outer: int) -> None:
    """A summary inside another: what waits for the outer one waits for it too."""
    d = i * DATE_WIDTH
    o = outer * DATE_WIDTH
    if D[o + D_OPEN_START] < D[d + D_OPEN_START] and D[d + D_ES] == D[o + D_ES]:
        D[d + D_OPEN_START] = D[o + D_OPEN_START]
        D[d + D_START_CAL] = D[o + D_START_CAL]
    if D[o + D_OPEN_FINISH] < D[d + D_OPEN_FINISH]:
        D[d + D_OPEN_FINISH] = D[o + D_OPEN_FINISH]
        D[d + D_FINISH_CAL] = D[o + D_FINISH_CAL]


def free_float(T: Any, N: Any, D: Any, i: int) -> None:
    """The least gap, also to what waits for a summary around it; not above total float, not below zero."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    free = D[d + D_FREE]
    if N[n + N_CLOSE] >= 0:
        c = N[n + N_CLOSE] * DATE_WIDTH
        if D[c + D_OPEN_START] < BIG and D[d + D_ES] == D[c + D_ES]:
            k = D[c + D_START_CAL]
            free = min(free, position(T, k, D[c + D_OPEN_START]) - position(T, k, D[d + D_ES]))
        if D[c + D_OPEN_FINISH] < BIG:
            k = D[c + D_FINISH_CAL]
            free = min(free, position(T, k, D[c + D_OPEN_FINISH]) - position(T, k, D[d + D_EF]))
    if N[n + N_STATE] == COMPLETE:
        free = 0
    D[d + D_FREE] = max(min(free, D[d + D_TOTAL]), 0)


def total_float(T: Any, N: Any, D: Any, i: int) -> None:
    """The lesser of working time between early and late start and between early and late finish."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    c = N[n + N_PLAIN]
    if N[n + N_STATE] == COMPLETE:
        D[d + D_TOTAL] = 0
    elif N[n + N_MODE] == PINNED:
        # it stands where it must: its float is what logic lacks
        total = min(0, position(T, c, D[d + D_ES]) - position(T, c, D[d + D_START_BOUND]))
        if D[d + D_FINISH_BOUND] > NEVER:
            total = min(total, position(T, c, D[d + D_EF]) - position(T, c, D[d + D_FINISH_BOUND]))
        D[d + D_TOTAL] = total
    else:
        if N[n + N_CAL] == c:
            at_start = D[d + D_WLS] - D[d + D_WES]
            at_finish = D[d + D_WLF] - D[d + D_WEF]
        else:
            at_start = position(T, c, D[d + D_LS]) - position(T, c, D[d + D_ES])
            at_finish = position(T, c, D[d + D_LF]) - position(T, c, D[d + D_EF])
        D[d + D_TOTAL] = at_finish if N[n + N_STATE] == STARTED else min(at_start, at_finish)
