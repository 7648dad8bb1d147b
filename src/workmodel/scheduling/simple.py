"""The short way for plain plans: one calendar, finish-to-start links, no lead, nothing rare.

There a date is an amount of work done since the beginning: links are additions, and only the results are turned into
moments. The reading of a boundary follows from the amount: work starts where work goes on and ends where it stopped; a
milestone stands where what it waits for ended, at the beginning where nothing had been done, and as late as what waits
for it starts, or the horizon. The results are those of the full passes, number by number.
"""

# ruff: noqa: FURB136 - on lists, min() and max() would cost more than all the rest of a loop
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.domain.rows import LAG_ELAPSED
from workmodel.errors import HorizonExceeded
from workmodel.graph.network import LEAF
from workmodel.scheduling.columns import all_are
from workmodel.scheduling.layout import AUTO, BIG, FRAME, NEVER
from workmodel.scheduling.solved import Solved
from workmodel.scheduling.steps import STEPS_HEAD, finish_at, moment, start_at, stepped_calendars, worked

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = [
    "is_simple",
    "lagged_backward",
    "lagged_forward",
    "simple_backward",
    "simple_forward",
    "simple_moments",
    "solve_simple",
]

_MOST: Final = 2**30  # work that an int32 holds with room for one more item; no calendar reaches as far
_DAY: Final = 1440
_ROUND: Final = 1 << 17  # some ninety days: the next version of a plan finds the tables of this one


def simple_forward(first: Any, waited: Any, length: Any, ends: Any, driver: Any) -> int:
    """Early finishes as work since the beginning, and drivers; returns the last.

    Choices are written as values, not as branches: which of two links drives is anybody's guess, also the processor's.
    """
    end = 0
    for i in range(len(length)):
        best = -1
        cause = FRAME
        for e in range(first[i], first[i + 1]):
            t = ends[waited[e]]
            later = t > best
            best = t if later else best
            cause = e if later else cause
        t = (best if best > 0 else 0) + length[i]
        ends[i] = t
        driver[i] = cause
        end = t if t > end else end
    return end


def lagged_forward(first: Any, waited: Any, lag: Any, length: Any, ends: Any, driver: Any) -> int:
    """The same where links have lags."""
    end = 0
    for i in range(len(length)):
        best = -1
        cause = FRAME
        for e in range(first[i], first[i + 1]):
            t = ends[waited[e]] + lag[e]
            later = t > best
            best = t if later else best
            cause = e if later else cause
        t = (best if best > 0 else 0) + length[i]
        ends[i] = t
        driver[i] = cause
        end = t if t > end else end
    return end


def simple_backward(
    first: Any, waited: Any, length: Any, end: int, ends: Any, late: Any, gap: Any, total: Any, free: Any
) -> None:
    """Late finishes as work since the beginning, and floats; *gap* is room for the least start that waits."""
    for i in range(len(length)):
        late[i] = end
        gap[i] = end
    for i in range(len(length) - 1, -1, -1):
        finish = ends[i]
        slack = late[i] - finish
        least = gap[i] - finish
        total[i] = slack
        free[i] = least if least < slack else slack
        start = late[i] - length[i]
        begin = finish - length[i]
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            t = late[p]
            late[p] = t if t < start else start
            t = gap[p]
            gap[p] = t if t < begin else begin


def lagged_backward(
    first: Any, waited: Any, lag: Any, length: Any, end: int, ends: Any, late: Any, gap: Any, total: Any, free: Any
) -> None:  # fmt: skip
    """The same where links have lags."""
    for i in range(len(length)):
        late[i] = end
        gap[i] = end
    for i in range(len(length) - 1, -1, -1):
        finish = ends[i]
        slack = late[i] - finish
        least = gap[i] - finish
        total[i] = slack
        free[i] = least if least < slack else slack
        start = late[i] - length[i]
        begin = finish - length[i]
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            t = late[p]
            u = start - lag[e]
            late[p] = t if t < u else u
            t = gap[p]
            u = begin - lag[e]
            gap[p] = t if t < u else u


def is_simple(plan: Plan, problem: Problem) -> bool:
    """Whether the short way gives the answer."""
    import numpy as np

    fill, network = problem.columns, problem.network
    if not len(network) or plan.settings.direction == "backward" or len(problem.late) or problem.curves:
        return False
    if problem.waits:
        return False
    usual = (
        ("part", LEAF), ("state", 0), ("mode", AUTO), ("floor", NEVER), ("finish_floor", NEVER), ("delay", 0),
        ("start_cap", BIG), ("finish_cap", BIG),
    )  # fmt: skip
    if not all(all_are(fill[name], value) for name, value in usual):
        return False
    if not all_are(fill["base"], int(fill["base"][0])):
        return False
    number = fill["cal"][0]
    if number == 0 or not all(all_are(fill[name], number) for name in ("cal", "plain")):
        return False
    lagging = network.lag != 0
    plain_lags = not lagging.any() or bool(
        ((network.lag_kind != LAG_ELAPSED) & (network.lag_kind < 3))[lagging].all()
    )
    return plain_lags and bool((network.lag >= 0).all() and not np.any(network.link))


def solve_simple(problem: Problem, engine: Kernels) -> Solved:
    """The dates of a plain plan.

    Raises
    ------
    HorizonExceeded
        One chain has more work in it than any calendar.
    """
    import numpy as np

    fill = problem.columns
    calendar, base = problem.numbers.calendars[int(fill["cal"][0])], int(fill["base"][0])
    length = fill["duration"]
    ends, late, total, free, driver = _amounts(problem, engine)
    tables = _tables(calendar, base, int(ends.max())) if engine.arrays else None
    if tables is None:
        es, ef, ls, lf = _by_calendar(calendar, base, length, ends, late)
    else:
        es, ef, ls, lf = _by_tables(tables, engine, base, length, ends, late)
    fields = {"es": es, "ef": ef, "ls": ls, "lf": lf, "span": length, "driver": driver, "seen": ls,
              "total": total, "free": free}  # fmt: skip
    seldom = {
        "wef": lambda: ends + calendar.position(base),
        "wlf": lambda: late + calendar.position(base),
        "wes": lambda: ends - length + calendar.position(base),
        "wls": lambda: late - length + calendar.position(base),
        "start_bound": lambda: _asked(calendar, base, ends - length),
        "finish_bound": lambda: np.full(len(ends), NEVER),
        "base": lambda: np.full(len(ends), base),
        "placed": lambda: np.zeros(len(ends), dtype=bool),
    }
    return Solved(fields, backward=False, seldom=seldom)


def _asked(calendar: WorkCalendar, base: int, starts: Any) -> Any:
    """What logic asks of starts: the beginning where nothing has been done, else where the work before ended."""
    import numpy as np

    bounds = np.full(len(starts), base)
    some = np.flatnonzero(starts)
    if len(some):
        bounds[some] = calendar.finishes_of(starts[some] + calendar.position(base))
    return bounds


def _amounts(problem: Problem, engine: Kernels) -> tuple[Any, Any, Any, Any, Any]:
    """Early and late finishes as work since the beginning, total and free floats, and drivers."""
    import numpy as np

    network, length = problem.network, problem.columns["duration"]
    lag = _lags(problem)
    if int(length.max()) >= _MOST or int(lag.max(initial=0)) >= _MOST:
        raise HorizonExceeded(_MOST)
    size, room = len(length), list[Any]()
    if engine.arrays:
        first, waited = network.first, network.waited
        lags, lengths = ([lag.astype(np.int32)] if len(lag) else []), length.astype(np.int32)
        room = [np.empty(size, dtype=np.int32 if place < 3 else np.int64) for place in range(6)]
    else:
        first, waited = network.first.tolist(), network.predecessor.tolist()
        lags, lengths = ([lag.tolist()] if len(lag) else []), length.tolist()
        room = [[0] * size for _ in range(6)]
    ends, late, gap, total, free, driver = room
    forward, backward = (
        (engine.lagged_forward, engine.lagged_backward)
        if lags
        else (engine.simple_forward, engine.simple_backward)
    )
    end = forward(first, waited, *lags, lengths, ends, driver)
    if end >= _MOST:
        raise HorizonExceeded(_MOST)
    backward(first, waited, *lags, lengths, end, ends, late, gap, total, free)
    return tuple(np.asarray(column) for column in (ends, late, total, free, driver))  # type: ignore[return-value]


def _lags(problem: Problem) -> Any:
    """Lags in minutes, percentages being of the predecessor's duration; empty where no link has one."""
    network = problem.network
    lag = network.lag
    if not lag.any():
        return lag[:0]
    shares = network.lag_kind >= 2
    if shares.any():
        lag = lag.copy()
        lag[shares] = (
            2 * problem.columns["duration"][network.predecessor[shares]] * lag[shares] + 1000000
        ) // 2000000
    return lag


def _tables(calendar: WorkCalendar, base: int, end: int) -> tuple[int, Any] | None:
    """The calendar as tables for just the time that so much work from *base* takes, and when they begin."""
    lo = base // _DAY * _DAY
    reach = max(base, calendar.start_of(calendar.position(base) + end)) + 1
    made = stepped_calendars((calendar,), lo, lo + ((reach - lo) // _ROUND + 1) * _ROUND)
    return None if made is None else (lo, made)


def _by_tables(
    tables: tuple[int, Any], engine: Kernels, base: int, length: Any, ends: Any, late: Any
) -> tuple[Any, Any, Any, Any]:
    """Early and late moments, read from tables."""
    import numpy as np

    lo, K = tables
    made = tuple(np.empty(len(length), dtype=np.int64) for _ in range(4))
    engine.simple_moments(K, length, ends, late, int(ends.max()), base - lo, lo, *made)
    return made  # type: ignore[return-value]


def simple_moments(
    K: Any, length: Any, ends: Any, late: Any, end: int, base: int, lo: int, es: Any, ef: Any, ls: Any, lf: Any
) -> None:  # fmt: skip
    """Amounts of work since *base* as moments; both tables and *base* count from *lo*."""
    before = worked(K, 0, base)
    horizon = lo + (base if end == 0 else finish_at(K, 0, before + end))
    table = K[STEPS_HEAD + 1]
    shift = K[2]
    for i in range(len(length)):
        early = before + ends[i]
        last = before + late[i]
        n = length[i]
        if n == 0:
            es[i] = ef[i] = lo + (base if ends[i] == 0 else finish_at(K, 0, early))
            ls[i] = lf[i] = horizon if late[i] == end else lo + start_at(K, 0, last)
        else:
            es[i] = lo + moment(K, table, shift, early - n)
            ef[i] = lo + moment(K, table, shift, early - 1) + 1
            ls[i] = lo + moment(K, table, shift, last - n)
            lf[i] = lo + moment(K, table, shift, last - 1) + 1


def _by_calendar(
    calendar: WorkCalendar, base: int, length: Any, ends: Any, late: Any
) -> tuple[Any, Any, Any, Any]:
    """Early and late moments, all at once by the calendar itself."""
    import numpy as np

    begin = calendar.position(base)
    early, last, end = ends + begin, late + begin, int(ends.max())
    ef, lf = calendar.finishes_of(early), calendar.finishes_of(last)
    es, ls = calendar.starts_of(early - length), calendar.starts_of(last - length)
    zero = np.flatnonzero(length == 0)
    if len(zero):
        ef[zero[ends[zero] == 0]] = base
        es[zero] = ef[zero]
        horizon = base if end == 0 else calendar.finish_of(begin + end)
        lf[zero] = np.where(late[zero] == end, horizon, calendar.starts_of(last[zero]))
        ls[zero] = lf[zero]
    return es, ef, ls, lf
