"""The kernels: forward pass, backward pass and floats over flat arrays of integers.

Plain functions that only index and count: run on lists as they stand, or compiled (see `workmodel.scheduling.compiled`).
The rules are told in `docs/explanation/how-dates-come-about.md`, the arrays in `workmodel.scheduling.layout`. Nodes
stand in topological order; those of a summary are its gate, through which what it waits for reaches everything in it,
and its close, which gathers everything in it. In every function ``N`` holds nodes, ``L`` links, ``D`` dates, ``T`` the
calendars and ``R`` the effort curves; ``n`` and ``d`` are where the rows of node ``i`` begin.
"""

from __future__ import annotations

from typing import Any

from workmodel.scheduling.clock import finish_of, position, start_of
from workmodel.scheduling.layout import (
    BIG,
    CLOSE,
    COMPLETE,
    D_DRIVER,
    D_EF,
    D_ES,
    D_FINISH_BOUND,
    D_LF,
    D_LS,
    D_OPEN_FINISH,
    D_OPEN_START,
    D_SEEN,
    D_SPAN,
    D_START_BOUND,
    D_WEF,
    D_WES,
    D_WLF,
    D_WLS,
    DATE_WIDTH,
    FINISH_FLOOR,
    FIXED,
    FLOOR,
    FRAME,
    GATE,
    L_CODE,
    L_LAG,
    L_LAG_KIND,
    L_PREDECESSOR,
    LEAF,
    LINK_WIDTH,
    MANUAL,
    N_ADVANCE,
    N_BASE,
    N_CAL,
    N_CLOSE,
    N_DELAY,
    N_DONE,
    N_DURATION,
    N_EFFORT,
    N_END,
    N_FINISH_CAP,
    N_FINISH_FLOOR,
    N_FIRST,
    N_FIXED_FINISH,
    N_FIXED_START,
    N_FLOOR,
    N_GATE,
    N_HORIZON,
    N_MODE,
    N_PART,
    N_PLAIN,
    N_RATED,
    N_RATED_END,
    N_RESUME,
    N_SLOT,
    N_START_CAP,
    N_STATE,
    N_WAITS,
    NEVER,
    NODE_WIDTH,
    PINNED,
    PLACED,
    RESUMED,
    SF,
    STARTED,
    THROUGH,
)  # fmt: skip
from workmodel.scheduling.rates import rated_finish, rated_start

__all__ = ["backward", "forward", "reached"]


def percent(duration: int, size: int) -> int:
    """A share of a duration, in ten-thousandths of a percent, rounded half away from zero."""
    product = duration * size
    if product >= 0:
        return (2 * product + 1000000) // 2000000
    return -((-2 * product + 1000000) // 2000000)


def shifted(T: Any, c: int, kind: int, size: int, duration: int, t: int) -> int:
    """A date and a lag after it: lags forward end where work ends, leads back where work starts."""
    if kind >= 2:
        size = percent(duration, size)
        kind -= 2
    if size == 0:
        return t
    if kind == 1:
        return t + size
    w = position(T, c, t) + size
    if size > 0:
        return finish_of(T, c, w)
    return start_of(T, c, w)


def forward(T: Any, N: Any, L: Any, R: Any, D: Any, begin: int, end: int) -> None:
    """Early dates and drivers of the nodes from *begin* to before *end*; all those before have theirs."""
    count = len(N) // NODE_WIDTH
    for i in range(count if begin == 0 else 0):
        d = i * DATE_WIDTH
        D[d + D_ES] = D[d + D_OPEN_START] = D[d + D_OPEN_FINISH] = BIG
        D[d + D_EF] = NEVER
    for i in range(begin, end):
        reached(T, N, L, R, D, i)


def reached(T: Any, N: Any, L: Any, R: Any, D: Any, i: int) -> None:
    """Early dates and drivers of one node; all that it waits for have theirs."""
    dated(T, N, L, R, D, i)
    n = i * NODE_WIDTH
    if N[n + N_PART] != GATE and N[n + N_CLOSE] >= 0:
        gathered(N, D, i, N[n + N_CLOSE])


def dated(T: Any, N: Any, L: Any, R: Any, D: Any, i: int) -> None:
    """Early dates and driver of one node, which it tells nobody yet."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    part = N[n + N_PART]
    if part == CLOSE:
        closed(T, N, D, i)
    else:
        start = N[n + N_BASE]
        driver = FRAME
        finish = N[n + N_FINISH_FLOOR]
        finish_driver = FINISH_FLOOR
        t = N[n + N_FLOOR]
        if t > NEVER and t >= start:
            start = t
            driver = FLOOR
        if N[n + N_GATE] >= 0:
            g = N[n + N_GATE] * DATE_WIDTH
            t = D[g + D_ES]
            if t > NEVER and t >= start:
                start = t
                driver = THROUGH
            if D[g + D_EF] > finish:
                finish = D[g + D_EF]
                finish_driver = THROUGH
        for e in range(N[n + N_FIRST], N[n + N_END]):
            k = e * LINK_WIDTH
            p = L[k + L_PREDECESSOR] * DATE_WIDTH
            code = L[k + L_CODE]
            t = D[p + D_ES] if code & 1 else D[p + D_EF]
            if L[k + L_LAG] != 0:
                t = shifted(T, N[n + N_PLAIN], L[k + L_LAG_KIND], L[k + L_LAG], D[p + D_SPAN], t)
            if code < 2:
                if t > start or (t == start and driver < 0):
                    start = t
                    driver = e
            elif t > finish or (t == finish and finish_driver < 0):
                finish = t
                finish_driver = e
        D[d + D_START_BOUND] = start
        D[d + D_FINISH_BOUND] = finish
        D[d + D_DRIVER] = driver
        if part == GATE:
            D[d + D_ES] = start
            D[d + D_EF] = finish
            return
        placed(T, N, R, D, i, start, finish, finish_driver)


def gathered(N: Any, D: Any, i: int, close: int) -> None:
    """Tell the parent's close what a node's dates are; of equals the first declared drives."""
    d = i * DATE_WIDTH
    c = close * DATE_WIDTH
    if D[d + D_ES] < D[c + D_ES]:
        D[c + D_ES] = D[d + D_ES]
    later = D[d + D_EF] > D[c + D_EF]
    if D[d + D_EF] == D[c + D_EF]:
        later = N[i * NODE_WIDTH + N_SLOT] < N[D[c + D_DRIVER] * NODE_WIDTH + N_SLOT]
    if later:
        D[c + D_EF] = D[d + D_EF]
        D[c + D_DRIVER] = i


def closed(T: Any, N: Any, D: Any, i: int) -> None:
    """The close of a summary: its dates have been gathered."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    D[d + D_WES] = position(T, N[n + N_PLAIN], D[d + D_ES])
    D[d + D_WEF] = position(T, N[n + N_PLAIN], D[d + D_EF])
    D[d + D_SPAN] = D[d + D_WEF] - D[d + D_WES]


def placed(T: Any, N: Any, R: Any, D: Any, i: int, start: int, finish: int, finish_driver: int) -> None:
    """Put a leaf at its early dates."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    c = N[n + N_CAL]
    length = N[n + N_DURATION]
    if N[n + N_FIXED_START] > NEVER:
        stands(T, N, D, i, start)
        return
    start += N[n + N_DELAY]
    if length == 0:
        if finish > start:
            start = finish
            D[d + D_DRIVER] = finish_driver
        D[d + D_ES] = D[d + D_EF] = start
        D[d + D_WES] = D[d + D_WEF] = position(T, c, start)
        D[d + D_SPAN] = 0
        return
    w = position(T, c, start)
    begin = start_of(T, c, w)
    if N[n + N_RATED] >= 0:
        end = rated_finish(R, N[n + N_RATED], N[n + N_RATED_END], begin, N[n + N_EFFORT])
        if end >= T[1]:  # the stretch is too short to tell
            D[d + D_ES] = begin
            D[d + D_EF] = T[1]
            D[d + D_WES] = D[d + D_WEF] = w
            D[d + D_SPAN] = 0
            return
        length = position(T, c, end) - w
    end = finish_of(T, c, w + length)
    if finish > end:
        D[d + D_DRIVER] = finish_driver
        v = position(T, c, finish)
        if N[n + N_RATED] >= 0:
            begin = rated_start(R, N[n + N_RATED], N[n + N_RATED_END], finish, N[n + N_EFFORT])
            length = v - position(T, c, begin)
        w = v - length
        begin = start_of(T, c, w)
        end = finish if start_of(T, c, v) == finish else finish_of(T, c, v)
    D[d + D_ES] = begin
    D[d + D_EF] = end
    D[d + D_WES] = w
    D[d + D_WEF] = w + length
    D[d + D_SPAN] = length
    if N[n + N_STATE] == STARTED and N[n + N_RESUME] > NEVER:
        under_way(T, N, D, i, start, begin)


def stands(T: Any, N: Any, D: Any, i: int, start: int) -> None:
    """A leaf whose dates are facts, or whose start is."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    D[d + D_DRIVER] = FIXED
    if N[n + N_FIXED_FINISH] == NEVER:
        under_way(T, N, D, i, start, N[n + N_FIXED_START])
        return
    D[d + D_ES] = N[n + N_FIXED_START]
    D[d + D_EF] = N[n + N_FIXED_FINISH]
    D[d + D_WES] = position(T, N[n + N_CAL], D[d + D_ES])
    D[d + D_WEF] = position(T, N[n + N_CAL], D[d + D_EF])
    D[d + D_SPAN] = D[d + D_WEF] - D[d + D_WES] if N[n + N_RATED] >= 0 else N[n + N_DURATION]


def under_way(T: Any, N: Any, D: Any, i: int, start: int, begin: int) -> None:
    """A leaf in progress: what is done from where it began, then what remains."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    c = N[n + N_CAL]
    D[d + D_ES] = begin
    D[d + D_SPAN] = N[n + N_DURATION]
    w = position(T, c, begin)
    D[d + D_WES] = w
    left = N[n + N_DURATION] - N[n + N_DONE]
    w += N[n + N_DONE]
    if left > 0 or N[n + N_DURATION] == 0:
        if N[n + N_RESUME] > NEVER and position(T, c, N[n + N_RESUME]) > w:
            w = position(T, c, N[n + N_RESUME])
            D[d + D_DRIVER] = RESUMED
        if N[n + N_WAITS] != 0 and position(T, c, start) > w:
            w = position(T, c, start)
            D[d + D_DRIVER] = RESUMED
    D[d + D_WEF] = w + left
    D[d + D_EF] = begin if w + left == D[d + D_WES] else finish_of(T, c, w + left)


def backward(T: Any, N: Any, L: Any, R: Any, D: Any) -> None:
    """Late dates of all nodes, last to first."""
    count = len(N) // NODE_WIDTH
    for i in range(count):
        d = i * DATE_WIDTH
        D[d + D_LF] = N[i * NODE_WIDTH + N_HORIZON]
        D[d + D_LS] = D[d + D_SEEN] = BIG
    for i in range(count - 1, -1, -1):
        if not bounded(T, N, R, D, i):
            continue
        n = i * NODE_WIDTH
        if N[n + N_GATE] >= 0:
            tells_gate(D, i, N[n + N_GATE])
        for e in range(N[n + N_FIRST], N[n + N_END]):
            holds_back(T, N, L, D, i, e)


def bounded(T: Any, N: Any, R: Any, D: Any, i: int) -> bool:
    """Late dates of one node; all that wait for it have told it theirs. Returns whether it bounds what it waits for."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    part = N[n + N_PART]
    if part == GATE:
        return D[d + D_SEEN] != BIG  # type: ignore[no-any-return]
    finish = min(D[d + D_LF], N[n + N_FINISH_CAP])
    start = D[d + D_LS]
    cap = N[n + N_START_CAP]
    if N[n + N_CLOSE] >= 0:
        c = N[n + N_CLOSE] * DATE_WIDTH
        finish = min(finish, D[c + D_LF])
        if D[d + D_ES] == D[c + D_ES]:  # what waits for a summary's start waits for what begins it
            start = min(start, D[c + D_LS])
        cap = min(cap, D[c + D_SEEN])
    if part == CLOSE:
        D[d + D_LF] = finish
        D[d + D_LS] = start
        D[d + D_SEEN] = cap
        return False
    if N[n + N_MODE] == MANUAL or N[n + N_STATE] == STARTED:
        start = cap  # its start is a fact: nothing that waits for it bounds it
    latest(T, N, R, D, i, min(start, cap), finish)
    return N[n + N_STATE] != COMPLETE  # type: ignore[no-any-return]


def tells_gate(D: Any, i: int, gate: int) -> None:
    """Tell the parent's gate what bounds a node."""
    d = i * DATE_WIDTH
    g = gate * DATE_WIDTH
    D[g + D_SEEN] = min(D[g + D_SEEN], D[d + D_SEEN])
    D[g + D_LF] = min(D[g + D_LF], D[d + D_LF])


def holds_back(T: Any, N: Any, L: Any, D: Any, i: int, e: int) -> None:
    """Tell what a link waits for the latest that its holder allows."""
    k = e * LINK_WIDTH
    side = L[k + L_PREDECESSOR] * DATE_WIDTH + (D_LS if L[k + L_CODE] & 1 else D_LF)
    t = allowed(T, N, L, D, i, k)
    if t < D[side]:
        D[side] = t


def allowed(T: Any, N: Any, L: Any, D: Any, i: int, k: int) -> int:
    """The latest end of a predecessor that does not delay its successor: for its start, read as a start of work."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    code = L[k + L_CODE]
    c = N[n + N_PLAIN]
    t = D[d + D_SEEN] if code < 2 else D[d + D_LF]
    if code == SF and N[n + N_PART] == LEAF and D[d + D_SPAN] != 0:
        t = start_of(T, N[n + N_CAL], position(T, N[n + N_CAL], t))
    if L[k + L_LAG] == 0:
        return t  # type: ignore[no-any-return]
    span = D[L[k + L_PREDECESSOR] * DATE_WIDTH + D_SPAN]
    moved = shifted(T, c, L[k + L_LAG_KIND], -L[k + L_LAG], span, t)
    if code & 1 and moved > t and L[k + L_LAG_KIND] & 1 == 0:
        return start_of(T, c, position(T, c, moved))
    return moved


def latest(T: Any, N: Any, R: Any, D: Any, i: int, start: int, finish: int) -> None:
    """Put a leaf at its late dates, given the least bounds of its start and its finish."""
    n = i * NODE_WIDTH
    d = i * DATE_WIDTH
    c = N[n + N_CAL]
    length = D[d + D_SPAN]
    mode = N[n + N_MODE]
    if N[n + N_STATE] == COMPLETE or mode == PINNED:
        D[d + D_LS] = D[d + D_SEEN] = D[d + D_ES]
        D[d + D_LF] = D[d + D_EF]
        D[d + D_WLS] = D[d + D_WES]
        D[d + D_WLF] = D[d + D_WEF]
        return
    if mode == PLACED:
        finish = N[n + N_FIXED_FINISH]
        start = BIG
    elif mode != MANUAL:
        finish -= N[n + N_ADVANCE]
    if N[n + N_DURATION] == 0 or mode == MANUAL:
        if N[n + N_DURATION] == 0:
            finish = min(start, finish)
        if mode == MANUAL:
            length = D[d + D_WEF] - D[d + D_WES]  # what lies between its dates, whatever its duration says
        D[d + D_LF] = finish
        w = position(T, c, finish)
        D[d + D_LS] = finish if length == 0 else start_of(T, c, w - length)
    else:
        w = position(T, c, finish)
        if start < BIG:
            v = position(T, c, start)
            if start_of(T, c, v) > start:
                v -= 1  # nothing begins in closed hours: to begin by then is to begin before they do
            if N[n + N_RATED] >= 0:
                start = start_of(T, c, v)
                start = rated_finish(R, N[n + N_RATED], N[n + N_RATED_END], start, N[n + N_EFFORT])
                w = min(w, position(T, c, start))
            else:
                w = min(w, v + length)
        finish = finish_of(T, c, w)
        D[d + D_LF] = finish
        start = T[0] + 1
        if N[n + N_RATED] >= 0:
            start = rated_start(R, N[n + N_RATED], N[n + N_RATED_END], finish, N[n + N_EFFORT])
            length = w - position(T, c, start)
        D[d + D_LS] = (
            start_of(T, c, w - length) if start > T[0] else T[0]
        )  # there the stretch is too short to tell
    D[d + D_WLF] = w
    D[d + D_WLS] = w - length
    D[d + D_SEEN] = D[d + D_LS]
    if N[n + N_STATE] == STARTED:
        if N[n + N_DURATION] == 0:
            D[d + D_SEEN] = finish
        elif N[n + N_WAITS] != 0:
            D[d + D_SEEN] = start_of(T, c, w - (N[n + N_DURATION] - N[n + N_DONE]))
        else:
            D[d + D_SEEN] = start_of(T, c, D[d + D_WES] + N[n + N_DONE])
        D[d + D_LS] = D[d + D_ES]
        D[d + D_WLS] = D[d + D_WES]
