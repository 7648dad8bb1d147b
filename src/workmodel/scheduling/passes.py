"""The kernels: forward pass, backward pass and floats over arrays of integers.

Plain functions that only index and count: run on lists as they stand, or compiled (see `workmodel.scheduling.compiled`).
The rules are told in `docs/explanation/how-dates-come-about.md`. Nodes stand in topological order; those of a summary
are its gate (what everything in it waits for) and its close (what waits for everything in it).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from workmodel.scheduling.rates import Rates, rated_finish, rated_start
from workmodel.scheduling.tables import Tables

__all__ = ["Dates", "Links", "Nodes", "backward", "finish_of", "floats", "forward", "position", "start_of"]

NEVER: Final = -(2**60)  # no lower bound
BIG: Final = 2**60  # no upper bound

GATE: Final = 1
CLOSE: Final = 2

# state
STARTED: Final = 1
COMPLETE: Final = 2

# mode
AUTO: Final = 0
PINNED: Final = 1  # must start on, must finish on
MANUAL: Final = 2
PLACED: Final = 3  # put at a date by an earlier pass

# drivers below zero; from zero on, the number of a link
FRAME: Final = -1
FLOOR: Final = -2
THROUGH: Final = -3
FINISH_FLOOR: Final = -4
FIXED: Final = -5
RESUMED: Final = -6


class Nodes(NamedTuple):
    """What the kernels know of each node; int64, shape (nodes,). Moments in minutes of the axis."""

    part: Any
    slot: Any
    gate: Any
    close: Any
    own_gate: Any
    cal: Any  # calendar its work runs on
    plain: Any  # calendar of lags and floats
    duration: Any  # working minutes, of what is done and what remains
    done: Any  # working minutes done
    state: Any
    mode: Any
    base: Any  # start of the plan or project
    floor: Any  # start no earlier than, status date
    finish_floor: Any  # finish no earlier than
    delay: Any  # levelling delay, elapsed minutes
    fixed_start: Any
    fixed_finish: Any
    resume: Any  # what remains goes on no earlier
    waits: Any  # 1: what remains waits for the predecessors
    start_cap: Any  # start no later than
    finish_cap: Any  # finish no later than, deadline
    rated: Any  # first of its effort curves, or -1
    rated_end: Any  # behind the last of them
    effort: Any  # in the units of those curves


class Links(NamedTuple):
    """Incoming links of the nodes; int64."""

    first: Any
    predecessor: Any
    code: Any
    lag_kind: Any
    lag: Any


class Dates(NamedTuple):
    """What the kernels fill in; int64, shape (nodes,)."""

    es: Any
    ef: Any
    ls: Any
    lf: Any
    wes: Any  # the same as working time on the node's calendar
    wef: Any
    wls: Any
    wlf: Any
    span: Any  # working time between start and finish
    driver: Any
    start_bound: Any  # what logic asks
    finish_bound: Any
    seen: Any  # what a predecessor sees as its late start
    total: Any
    free: Any
    open_start: Any  # least early start and finish of what is incomplete, for gates
    open_finish: Any


def position(T: Tables, c: int, t: int) -> int:
    """Open minutes of calendar *c* between the beginning of the stretch and *t*."""
    if t <= T.lo:
        return 0
    if t >= T.hi:
        return T.total[c]  # type: ignore[no-any-return]
    k = T.by_time[T.time_base[c] + ((t - T.lo) >> 9)]
    while T.shuts[k] <= t:
        k += 1
    begin = T.opens[k]
    if t > begin:
        return T.done[k] + t - begin  # type: ignore[no-any-return]
    return T.done[k]  # type: ignore[no-any-return]


def start_of(T: Tables, c: int, w: int) -> int:
    """The latest moment with *w* open minutes before it: the start-of-work reading."""
    if w < 0:
        return T.lo
    if w >= T.total[c]:
        return T.hi
    k = T.by_work[T.work_base[c] + (w >> 7)]
    while T.done[k + 1] <= w:
        k += 1
    return T.opens[k] + w - T.done[k]  # type: ignore[no-any-return]


def finish_of(T: Tables, c: int, w: int) -> int:
    """The earliest moment with *w* open minutes before it: the end-of-work reading."""
    if w <= 0:
        return T.lo
    if w > T.total[c]:
        return T.hi
    k = T.by_work[T.work_base[c] + ((w - 1) >> 7)]
    while T.done[k + 1] < w:
        k += 1
    return T.opens[k] + w - T.done[k]  # type: ignore[no-any-return]


def percent(duration: int, size: int) -> int:
    """A share of a duration, in ten-thousandths of a percent, rounded half away from zero."""
    product = duration * size
    if product >= 0:
        return (2 * product + 1000000) // 2000000
    return -((-2 * product + 1000000) // 2000000)


def shifted(T: Tables, c: int, kind: int, size: int, duration: int, t: int) -> int:
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


def forward(T: Tables, N: Nodes, L: Links, R: Rates, D: Dates) -> None:
    """Early dates and drivers of all nodes, first to last."""
    for i in range(len(N.part)):
        D.es[i] = D.open_start[i] = D.open_finish[i] = BIG
        D.ef[i] = NEVER
    for i in range(len(N.part)):
        part = N.part[i]
        g = N.gate[i]
        if part == CLOSE:
            closed(T, N, D, i)
        else:
            start = N.base[i]
            driver = FRAME
            finish = N.finish_floor[i]
            finish_driver = FINISH_FLOOR
            if N.floor[i] > NEVER and N.floor[i] >= start:
                start = N.floor[i]
                driver = FLOOR
            if g >= 0:
                if D.es[g] > NEVER and D.es[g] >= start:
                    start = D.es[g]
                    driver = THROUGH
                if D.ef[g] > finish:
                    finish = D.ef[g]
                    finish_driver = THROUGH
            for e in range(L.first[i], L.first[i + 1]):
                p = L.predecessor[e]
                code = L.code[e]
                t = D.es[p] if code & 1 else D.ef[p]
                if L.lag[e] != 0:
                    t = shifted(T, N.plain[i], L.lag_kind[e], L.lag[e], D.span[p], t)
                if code < 2:
                    if t > start or (t == start and driver < 0):
                        start = t
                        driver = e
                elif t > finish or (t == finish and finish_driver < 0):
                    finish = t
                    finish_driver = e
            D.start_bound[i] = start
            D.finish_bound[i] = finish
            D.driver[i] = driver
            if part == GATE:
                D.es[i] = start
                D.ef[i] = finish
                continue
            placed(T, N, R, D, i, start, finish, finish_driver)
        c = N.close[i]
        if c >= 0:
            gathered(N, D, i, c)


def gathered(N: Nodes, D: Dates, i: int, c: int) -> None:
    """Tell the parent's close what a node's dates are; of equals the first declared drives."""
    if D.es[i] < D.es[c]:
        D.es[c] = D.es[i]
    if D.ef[i] > D.ef[c] or (D.ef[i] == D.ef[c] and N.slot[i] < N.slot[D.driver[c]]):
        D.ef[c] = D.ef[i]
        D.driver[c] = i


def closed(T: Tables, N: Nodes, D: Dates, i: int) -> None:
    """The close of a summary: its dates have been gathered; an empty project stands at its start."""
    if D.es[i] == BIG:
        g = N.own_gate[i]
        start = N.base[i]
        if D.es[g] > start:
            start = D.es[g]
        D.es[i] = D.ef[i] = start
        D.driver[i] = g
    D.wes[i] = position(T, N.plain[i], D.es[i])
    D.wef[i] = position(T, N.plain[i], D.ef[i])
    D.span[i] = D.wef[i] - D.wes[i]


def placed(
    T: Tables, N: Nodes, R: Rates, D: Dates, i: int, start: int, finish: int, finish_driver: int
) -> None:
    """Put a leaf at its early dates."""
    c = N.cal[i]
    if N.fixed_finish[i] > NEVER:
        D.es[i] = N.fixed_start[i]
        D.ef[i] = N.fixed_finish[i]
        D.driver[i] = FIXED
        D.wes[i] = position(T, c, D.es[i])
        D.wef[i] = position(T, c, D.ef[i])
        D.span[i] = N.duration[i]
        return
    if N.state[i] == STARTED and N.fixed_start[i] > NEVER:
        D.driver[i] = FIXED
        under_way(T, N, D, i, start, N.fixed_start[i])
        return
    start += N.delay[i]
    length = N.duration[i]
    if length == 0:
        if finish > start:
            start = finish
            D.driver[i] = finish_driver
        D.es[i] = D.ef[i] = start
        D.wes[i] = D.wef[i] = position(T, c, start)
        D.span[i] = 0
        return
    w = position(T, c, start)
    begin = start_of(T, c, w)
    if N.rated[i] >= 0:
        length = position(T, c, rated_finish(R, N.rated[i], N.rated_end[i], begin, N.effort[i])) - w
    end = finish_of(T, c, w + length)
    if finish > end:
        D.driver[i] = finish_driver
        v = position(T, c, finish)
        if N.rated[i] >= 0:
            length = v - position(T, c, rated_start(R, N.rated[i], N.rated_end[i], finish, N.effort[i]))
        begin = start_of(T, c, v - length)
        w = v - length
        end = finish_of(T, c, v)
        if finish != end and (start_of(T, c, v) == finish):
            end = finish
    D.es[i] = begin
    D.ef[i] = end
    D.wes[i] = w
    D.wef[i] = w + length
    D.span[i] = length
    if N.state[i] == STARTED and N.resume[i] > NEVER:
        under_way(T, N, D, i, start, begin)


def under_way(T: Tables, N: Nodes, D: Dates, i: int, start: int, begin: int) -> None:
    """A leaf in progress: what is done from where it began, then what remains."""
    c = N.cal[i]
    D.es[i] = begin
    D.span[i] = N.duration[i]
    w = position(T, c, D.es[i])
    D.wes[i] = w
    left = N.duration[i] - N.done[i]
    w += N.done[i]
    if left > 0 or N.duration[i] == 0:
        if N.resume[i] > NEVER and position(T, c, N.resume[i]) > w:
            w = position(T, c, N.resume[i])
            D.driver[i] = RESUMED
        if N.waits[i] != 0 and position(T, c, start) > w:
            w = position(T, c, start)
            D.driver[i] = RESUMED
    D.wef[i] = w + left
    D.ef[i] = D.es[i] if w + left == D.wes[i] else finish_of(T, c, w + left)


def backward(T: Tables, N: Nodes, L: Links, R: Rates, horizon: Any, D: Dates) -> None:
    """Late dates of all nodes, last to first."""
    for i in range(len(N.part)):
        D.lf[i] = horizon[i]
        D.ls[i] = D.seen[i] = BIG
    for i in range(len(N.part) - 1, -1, -1):
        part = N.part[i]
        c = N.close[i]
        if part != GATE:
            lf = min(D.lf[i], N.finish_cap[i])
            ls = min(D.ls[i], N.start_cap[i])
            if c >= 0:
                lf = min(lf, D.lf[c])
                ls = min(ls, D.ls[c])
            if part == CLOSE:
                D.lf[i] = lf
                D.ls[i] = ls
                continue
            latest(T, N, R, D, i, lf, ls)
            if N.state[i] == COMPLETE:
                continue
        elif D.seen[i] == BIG:
            continue
        g = N.gate[i]
        if g >= 0:
            D.seen[g] = min(D.seen[g], D.seen[i])
            D.lf[g] = min(D.lf[g], D.lf[i])
        for e in range(L.first[i], L.first[i + 1]):
            p = L.predecessor[e]
            code = L.code[e]
            t = D.seen[i] if code < 2 else D.lf[i]
            if L.lag[e] != 0:
                size = L.lag[e]
                t = shifted(T, N.plain[i], L.lag_kind[e], -size, D.span[p], t)
            if code & 1:
                D.ls[p] = min(D.ls[p], t)
            else:
                D.lf[p] = min(D.lf[p], t)


def latest(T: Tables, N: Nodes, R: Rates, D: Dates, i: int, lf: int, ls: int) -> None:
    """Put a leaf at its late dates."""
    c = N.cal[i]
    length = D.span[i]
    if N.state[i] == COMPLETE or N.mode[i] == PINNED:
        D.ls[i] = D.seen[i] = D.es[i]
        D.lf[i] = D.ef[i]
        D.wls[i] = D.wes[i]
        D.wlf[i] = D.wef[i]
        return
    if N.mode[i] == PLACED and N.fixed_start[i] > NEVER:
        lf = N.fixed_finish[i]
        ls = BIG
    if N.mode[i] == MANUAL or N.state[i] == STARTED:
        ls = BIG  # its start is a fact: nothing that waits for it bounds it
    if N.duration[i] == 0 or N.mode[i] == MANUAL:
        lf = min(lf, ls)
        D.lf[i] = lf
        D.wlf[i] = position(T, c, lf)
        D.wls[i] = D.wlf[i] - length
        D.ls[i] = lf if length == 0 else start_of(T, c, D.wls[i])
    else:
        w = position(T, c, lf)
        if ls < BIG:
            w = min(w, position(T, c, ls) + length)
        D.lf[i] = finish_of(T, c, w)
        D.wlf[i] = w
        if N.rated[i] >= 0:
            length = w - position(T, c, rated_start(R, N.rated[i], N.rated_end[i], D.lf[i], N.effort[i]))
        D.wls[i] = w - length
        D.ls[i] = start_of(T, c, w - length)
    D.seen[i] = D.ls[i]
    if N.state[i] == STARTED:
        if N.duration[i] == 0:
            D.seen[i] = D.lf[i]
        elif N.waits[i] != 0:
            D.seen[i] = start_of(T, c, D.wlf[i] - (N.duration[i] - N.done[i]))
        else:
            D.seen[i] = start_of(T, c, D.wes[i] + N.done[i])
        D.ls[i] = D.es[i]
        D.wls[i] = D.wes[i]


def floats(T: Tables, N: Nodes, L: Links, D: Dates) -> None:
    """Total and free float of all nodes, last to first; those of summaries are rolled up elsewhere."""
    for i in range(len(N.part)):
        D.free[i] = BIG
        D.ls[i] = D.ls[i] if N.part[i] == 0 else BIG
    for i in range(len(N.part) - 1, -1, -1):
        part = N.part[i]
        if part == CLOSE:
            outer = N.close[i]
            if outer >= 0:
                inherited(D, i, outer)
            continue
        if part == GATE:
            es = D.open_start[i]
            ef = D.open_finish[i]
        else:
            total_float(T, N, D, i)
            through_summary(T, N, D, i)
            es = D.es[i]
            ef = D.ef[i]
            if N.state[i] == COMPLETE:
                continue
        if es == BIG:
            continue
        g = N.gate[i]
        if g >= 0:
            D.open_start[g] = min(D.open_start[g], es)
            D.open_finish[g] = min(D.open_finish[g], ef)
        for e in range(L.first[i], L.first[i + 1]):
            free_of(T, N, L, D, e, i, es, ef)


def free_of(T: Tables, N: Nodes, L: Links, D: Dates, e: int, i: int, es: int, ef: int) -> None:
    """What a link leaves its predecessor: the gap, net of lag, on the successor's calendar."""
    p = L.predecessor[e]
    code = L.code[e]
    c = N.plain[i]
    t = es if code < 2 else ef
    if L.lag[e] != 0:
        size = L.lag[e]
        t = shifted(T, c, L.lag_kind[e], -size, D.span[p], t)
    if N.part[p] == CLOSE:
        # kept for everything below: the earliest moment, and whose calendar counts
        if code & 1:
            if t < D.open_start[p]:
                D.open_start[p] = t
                D.ls[p] = c
        elif t < D.open_finish[p]:
            D.open_finish[p] = t
            D.free[p] = c
        return
    mine = D.es[p] if code & 1 else D.ef[p]
    gap = position(T, c, t) - position(T, c, mine)
    D.free[p] = min(D.free[p], gap)


def inherited(D: Dates, i: int, outer: int) -> None:
    """A summary inside another: what waits for the outer one waits for it too."""
    if D.open_start[outer] < D.open_start[i]:
        D.open_start[i] = D.open_start[outer]
        D.ls[i] = D.ls[outer]
    if D.open_finish[outer] < D.open_finish[i]:
        D.open_finish[i] = D.open_finish[outer]
        D.free[i] = D.free[outer]


def through_summary(T: Tables, N: Nodes, D: Dates, i: int) -> None:
    """The free float that links of enclosing summaries leave a leaf, and the limits of free float."""
    c = N.close[i]
    free = D.free[i]
    if c >= 0:
        if D.open_start[c] < BIG:
            k = D.ls[c]
            free = min(free, position(T, k, D.open_start[c]) - position(T, k, D.es[i]))
        if D.open_finish[c] < BIG:
            k = D.free[c]
            free = min(free, position(T, k, D.open_finish[c]) - position(T, k, D.ef[i]))
    if N.state[i] == COMPLETE:
        free = 0
    D.free[i] = max(min(free, D.total[i]), 0)


def total_float(T: Tables, N: Nodes, D: Dates, i: int) -> None:
    """The lesser of working time between early and late start and between early and late finish."""
    if N.state[i] == COMPLETE:
        D.total[i] = 0
        return
    c = N.plain[i]
    if N.mode[i] == PINNED:
        early = position(T, c, D.start_bound[i])
        late = position(T, c, D.finish_bound[i])
        total = min(0, position(T, c, D.es[i]) - early)
        if D.finish_bound[i] > NEVER:
            total = min(total, position(T, c, D.ef[i]) - late)
        D.total[i] = total
        return
    if N.cal[i] == c:
        at_start = D.wls[i] - D.wes[i]
        at_finish = D.wlf[i] - D.wef[i]
    else:
        at_start = position(T, c, D.ls[i]) - position(T, c, D.es[i])
        at_finish = position(T, c, D.lf[i]) - position(T, c, D.ef[i])
    D.total[i] = at_finish if N.state[i] == STARTED else min(at_start, at_finish)
