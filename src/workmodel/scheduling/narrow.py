"""The passes over narrow columns, for plans in which dates follow from logic and calendars alone.

The rules are those of `workmodel.scheduling.passes` and `workmodel.scheduling.slack`, and so are the results, number by number.
What these leave out is what few plans have: progress, dates set by hand, effort of people with different hours. So a
date fits into 32 bits, as minutes since the beginning of the stretch, and a node needs a dozen columns, four where there
are neither bounds nor summaries. Where there is nothing but calendars, `workmodel.scheduling.mixed` is narrower still.

In every function ``K`` holds the calendars (`workmodel.scheduling.steps`), ``N`` columns of nodes, ``L`` columns of links
and ``D`` those of dates: field ``f`` of node ``i`` of ``n`` is ``N[f * n + i]``. *rich* says that nodes have bounds or
summaries, *linked* that links have lags or other kinds than finish-to-start; where not, those columns are not there.
"""

# ruff: noqa: FURB136 - on lists, min() and max() would cost more than all the rest of a loop
from __future__ import annotations

from typing import Any, Final

from workmodel.scheduling.layout import CLOSE, FINISH_FLOOR, FLOOR, FRAME, GATE, LEAF, SF, THROUGH
from workmodel.scheduling.steps import begun, ended, finish_at, start_at, worked

__all__ = ["DATE_COLUMNS", "NODE_COLUMNS", "narrow_backward", "narrow_forward"]

SOONEST: Final = -(2**30)  # no lower bound, in 32 bits
LATEST: Final = 2**30  # no upper bound

NODE_COLUMNS: Final = (
    "cal", "plain", "duration", "base",
    "floor", "finish_floor", "start_cap", "finish_cap", "part", "gate", "close", "slot",
)  # fmt: skip
C_CAL, C_PLAIN, C_LENGTH, C_BASE, C_FLOOR, C_FINISH_FLOOR, C_START_CAP, C_FINISH_CAP, C_PART, C_GATE, C_CLOSE, C_SLOT = (
    range(12)
)  # fmt: skip
FEW: Final = 4  # columns of plans that are not rich
C_CODE, C_KIND, C_LAG = range(3)

DATE_COLUMNS: Final = (
    "es", "ef", "wef", "driver", "start_bound", "lf", "ls", "total", "free",
    "finish_bound", "span", "seen", "open_start", "open_finish", "start_cal", "finish_cal",
)  # fmt: skip
(
    E_ES, E_EF, E_WEF, E_DRIVER, E_START_BOUND, E_LF, E_LS, E_TOTAL, E_FREE,
    E_FINISH_BOUND, E_SPAN, E_SEEN, E_OPEN_START, E_OPEN_FINISH, E_START_CAL, E_FINISH_CAL,
) = range(16)  # fmt: skip


def moved(K: Any, c: int, kind: int, size: int, t: int) -> int:
    """A date and a lag after it: lags forward end where work ends, leads back where work starts."""
    if size == 0:
        return t
    if kind == 1:
        return t + size
    w = worked(K, c, t) + size
    if size > 0:
        return finish_at(K, c, w)
    return start_at(K, c, w)


def narrow_forward(K: Any, first: Any, waited: Any, L: Any, N: Any, D: Any, linked: bool, rich: bool) -> None:
    """Early dates and drivers."""
    n = len(first) - 1
    if rich:
        for i in range(n):
            D[E_ES * n + i] = LATEST
            D[E_EF * n + i] = SOONEST
    for i in range(n):
        part = N[C_PART * n + i] if rich else LEAF
        if part == CLOSE:
            w = worked(K, N[C_PLAIN * n + i], D[E_EF * n + i])
            D[E_WEF * n + i] = w
            D[E_SPAN * n + i] = w - worked(K, N[C_PLAIN * n + i], D[E_ES * n + i])
        else:
            reached_narrowly(K, first, waited, L, N, D, i, linked, rich)
        if rich and N[C_CLOSE * n + i] >= 0:
            told(N, D, n, i, N[C_CLOSE * n + i])


def put(K: Any, N: Any, D: Any, n: int, i: int, start: int) -> None:
    """A leaf at its early dates, where nothing bounds its finish."""
    c = N[C_CAL * n + i]
    length = N[C_LENGTH * n + i]
    w = worked(K, c, start) + length
    D[E_WEF * n + i] = w
    if length == 0:
        D[E_ES * n + i] = D[E_EF * n + i] = start
    else:
        D[E_ES * n + i] = begun(K, c, start)
        D[E_EF * n + i] = finish_at(K, c, w)


def reached_narrowly(
    K: Any, first: Any, waited: Any, L: Any, N: Any, D: Any, i: int, linked: bool, rich: bool
) -> None:
    """Early dates and driver of a leaf or a gate that anything may bound."""
    n = len(first) - 1
    start = N[C_BASE * n + i]
    driver = FRAME
    finish = SOONEST
    finish_driver = FINISH_FLOOR
    if rich:
        finish = N[C_FINISH_FLOOR * n + i]
        t = N[C_FLOOR * n + i]
        if t > SOONEST and t >= start:
            start = t
            driver = FLOOR
        g = N[C_GATE * n + i]
        if g >= 0:
            t = D[E_ES * n + g]
            if t > SOONEST and t >= start:
                start = t
                driver = THROUGH
            if D[E_EF * n + g] > finish:
                finish = D[E_EF * n + g]
                finish_driver = THROUGH
    m = len(waited)
    for e in range(first[i], first[i + 1]):
        code = L[C_CODE * m + e] if linked else 0
        t = D[(E_ES if code & 1 else E_EF) * n + waited[e]]
        if linked and L[C_LAG * m + e] != 0:
            t = moved(K, N[C_PLAIN * n + i], L[C_KIND * m + e], L[C_LAG * m + e], t)
        if code < 2:
            if t > start or (t == start and driver < 0):
                start = t
                driver = e
        elif t > finish or (t == finish and finish_driver < 0):
            finish = t
            finish_driver = e
    D[E_START_BOUND * n + i] = start
    D[E_FINISH_BOUND * n + i] = finish
    D[E_DRIVER * n + i] = driver
    if rich and N[C_PART * n + i] == GATE:
        D[E_ES * n + i] = start
        D[E_EF * n + i] = finish
        return
    if N[C_LENGTH * n + i] == 0 and finish > start:
        start = finish
        D[E_DRIVER * n + i] = finish_driver
    put(K, N, D, n, i, start)
    if finish > D[E_EF * n + i]:
        D[E_DRIVER * n + i] = finish_driver
        ending_at(K, N, D, n, i, finish)


def ending_at(K: Any, N: Any, D: Any, n: int, i: int, finish: int) -> None:
    """A leaf whose finish is bounded beyond where its work would end."""
    c = N[C_CAL * n + i]
    w = worked(K, c, finish)
    D[E_WEF * n + i] = w
    D[E_ES * n + i] = start_at(K, c, w - N[C_LENGTH * n + i])
    D[E_EF * n + i] = finish if begun(K, c, finish) == finish else ended(K, c, finish)


def told(N: Any, D: Any, n: int, i: int, c: int) -> None:
    """Tell the parent's close what a node's dates are; of equals the first declared drives."""
    if N[C_PART * n + i] == GATE:
        return
    if D[E_ES * n + i] < D[E_ES * n + c]:
        D[E_ES * n + c] = D[E_ES * n + i]
    later = D[E_EF * n + i] > D[E_EF * n + c]
    if D[E_EF * n + i] == D[E_EF * n + c]:
        later = N[C_SLOT * n + i] < N[C_SLOT * n + D[E_DRIVER * n + c]]
    if later:
        D[E_EF * n + c] = D[E_EF * n + i]
        D[E_DRIVER * n + c] = i


def narrow_backward(
    K: Any, first: Any, waited: Any, L: Any, N: Any, D: Any, linked: bool, rich: bool
) -> bool:
    """Late dates and floats; late finishes hold horizons when it begins.

    Returns whether the stretch of time was too short to tell: a lead reached beyond it.
    """
    n = len(first) - 1
    short = False
    for f in range(E_SEEN, E_OPEN_FINISH + 1):
        for i in range(n if rich else 0):
            D[f * n + i] = LATEST
    for i in range(n):
        D[E_LS * n + i] = D[E_FREE * n + i] = LATEST
    for i in range(n - 1, -1, -1):
        short = before(K, first, waited, L, N, D, i, linked, rich) or short
    return short


def before(K: Any, first: Any, waited: Any, L: Any, N: Any, D: Any, i: int, linked: bool, rich: bool) -> bool:
    """Late dates and floats of one node, and what it leaves those it waits for."""
    n = len(first) - 1
    part = N[C_PART * n + i] if rich else LEAF
    if part == CLOSE:
        close_late(N, D, n, i)
        return False
    if part == LEAF:
        leaf_late(K, N, D, n, i, rich)
        seen = D[E_LS * n + i]
        start = D[E_ES * n + i]
        finish = D[E_EF * n + i]
    else:
        seen = D[E_SEEN * n + i]
        start = D[E_OPEN_START * n + i]
        finish = D[E_OPEN_FINISH * n + i]
    late = D[E_LF * n + i]
    if rich:
        D[E_SEEN * n + i] = seen
        g = N[C_GATE * n + i]
        if g >= 0:
            k = E_SEEN * n + g
            D[k] = seen if seen < D[k] else D[k]
            k = E_LF * n + g
            D[k] = late if late < D[k] else D[k]
            k = E_OPEN_START * n + g
            D[k] = start if start < D[k] else D[k]
            k = E_OPEN_FINISH * n + g
            D[k] = finish if finish < D[k] else D[k]
    m = len(waited)
    short = False
    for e in range(first[i], first[i + 1]):
        code = L[C_CODE * m + e] if linked else 0
        t = seen if code < 2 else late
        u = start if code < 2 else finish
        if code == SF and part == LEAF and N[C_LENGTH * n + i] != 0:
            t = begun(K, N[C_CAL * n + i], t)
        if linked and L[C_LAG * m + e] != 0:
            kind = L[C_KIND * m + e]
            c = N[C_PLAIN * n + i]
            back = moved(K, c, kind, -L[C_LAG * m + e], t)
            t = begun(K, c, back) if code & 1 and back > t and kind == 0 else back
            u = moved(K, c, kind, -L[C_LAG * m + e], u)
        short = short or u >= K[0]
        k = (E_LS if code & 1 else E_LF) * n + waited[e]
        D[k] = t if t < D[k] else D[k]
        left(K, N, D, n, i, waited[e], code, u, rich)
    return short


def left(K: Any, N: Any, D: Any, n: int, i: int, p: int, code: int, t: int, rich: bool) -> None:
    """What a link leaves its predecessor, which may be at *t*: the gap on the calendar of its successor."""
    c = N[C_PLAIN * n + i]
    if rich and N[C_PART * n + p] == CLOSE:
        side = E_OPEN_START if code & 1 else E_OPEN_FINISH
        if t < D[side * n + p]:
            D[side * n + p] = t
            D[(E_START_CAL if code & 1 else E_FINISH_CAL) * n + p] = c
        return
    gap = worked(K, c, t) - worked(K, c, D[(E_ES if code & 1 else E_EF) * n + p])
    k = E_FREE * n + p
    D[k] = gap if gap < D[k] else D[k]


def close_late(N: Any, D: Any, n: int, i: int) -> None:
    """Bounds of a close, which hold for everything in the summary; what waits for a summary around it waits for it too."""
    finish = min(D[E_LF * n + i], N[C_FINISH_CAP * n + i])
    start = D[E_LS * n + i]
    cap = N[C_START_CAP * n + i]
    c = N[C_CLOSE * n + i]
    if c >= 0:
        begins = D[E_ES * n + i] == D[E_ES * n + c]
        finish = min(finish, D[E_LF * n + c])
        if begins:
            start = min(start, D[E_LS * n + c])
        cap = min(cap, D[E_SEEN * n + c])
        if begins and D[E_OPEN_START * n + c] < D[E_OPEN_START * n + i]:
            D[E_OPEN_START * n + i] = D[E_OPEN_START * n + c]
            D[E_START_CAL * n + i] = D[E_START_CAL * n + c]
        if D[E_OPEN_FINISH * n + c] < D[E_OPEN_FINISH * n + i]:
            D[E_OPEN_FINISH * n + i] = D[E_OPEN_FINISH * n + c]
            D[E_FINISH_CAL * n + i] = D[E_FINISH_CAL * n + c]
    D[E_LF * n + i] = finish
    D[E_LS * n + i] = start
    D[E_SEEN * n + i] = cap


def leaf_late(K: Any, N: Any, D: Any, n: int, i: int, rich: bool) -> None:
    """Put a leaf at its late dates, and count its floats."""
    c = N[C_CAL * n + i]
    length = N[C_LENGTH * n + i]
    finish = D[E_LF * n + i]
    start = D[E_LS * n + i]
    if rich:
        t = N[C_FINISH_CAP * n + i]
        finish = t if t < finish else finish
        t = N[C_START_CAP * n + i]
        start = t if t < start else start
        k = N[C_CLOSE * n + i]
        if k >= 0:
            t = D[E_LF * n + k]
            finish = t if t < finish else finish
            if D[E_ES * n + i] == D[E_ES * n + k]:
                t = D[E_LS * n + k]
                start = t if t < start else start
            t = D[E_SEEN * n + k]
            start = t if t < start else start
    if length == 0:
        finish = start = min(start, finish)
        w = worked(K, c, finish)
    else:
        w = worked(K, c, finish)
        if start < LATEST:
            v = worked(K, c, start) + length
            if begun(K, c, start) > start:
                v -= 1  # nothing begins in closed hours: to begin by then is to begin before they do
            w = min(w, v)
        finish = finish_at(K, c, w)
        start = start_at(K, c, w - length)
    D[E_LF * n + i] = finish
    D[E_LS * n + i] = start
    if rich and N[C_CLOSE * n + i] >= 0:
        summary_gaps(K, D, n, i, N[C_CLOSE * n + i])
    floats_of(K, N, D, n, i, w)


def summary_gaps(K: Any, D: Any, n: int, i: int, c: int) -> None:
    """The least gap from a leaf to what waits for a summary around it."""
    free = D[E_FREE * n + i]
    if D[E_OPEN_START * n + c] < LATEST and D[E_ES * n + i] == D[E_ES * n + c]:
        k = D[E_START_CAL * n + c]
        free = min(free, worked(K, k, D[E_OPEN_START * n + c]) - worked(K, k, D[E_ES * n + i]))
    if D[E_OPEN_FINISH * n + c] < LATEST:
        k = D[E_FINISH_CAL * n + c]
        free = min(free, worked(K, k, D[E_OPEN_FINISH * n + c]) - worked(K, k, D[E_EF * n + i]))
    D[E_FREE * n + i] = free


def floats_of(K: Any, N: Any, D: Any, n: int, i: int, w: int) -> None:
    """Total and free float of a leaf whose late finish has *w* work before it; gaps to what waits are in place."""
    c = N[C_PLAIN * n + i]
    if N[C_CAL * n + i] == c:
        total = w - D[E_WEF * n + i]
    else:
        total = worked(K, c, D[E_LS * n + i]) - worked(K, c, D[E_ES * n + i])
        t = worked(K, c, D[E_LF * n + i]) - worked(K, c, D[E_EF * n + i])
        total = t if t < total else total
    D[E_TOTAL * n + i] = total
    free = D[E_FREE * n + i]
    free = total if total < free else free
    D[E_FREE * n + i] = free if free > 0 else 0
