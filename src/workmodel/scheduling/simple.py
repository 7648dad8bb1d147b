"""The short way for plain plans: one calendar, finish-to-start links, no lead, nothing rare.

There a date is an amount of work done since the beginning: links are additions, and only the results are turned into
moments. The reading of a boundary follows from the amount: work starts where work goes on and ends where it stopped; a
milestone stands where what it waits for ended, at the beginning where nothing had been done, and as late as what waits
for it starts, or the horizon. The results are those of the full passes, number by number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from workmodel.domain.rows import LAG_ELAPSED
from workmodel.graph.network import LEAF
from workmodel.scheduling.clock import compiled_calendars, finish_of, start_of
from workmodel.scheduling.layout import AUTO, BIG, FRAME, NEVER
from workmodel.scheduling.solved import Solved

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = ["is_simple", "simple_backward", "simple_forward", "simple_moments", "solve_simple"]


def simple_forward(
    first: Any, waited: Any, lag: Any, length: Any, begin: int, ends: Any, driver: Any, free: Any
) -> None:
    """Early finishes as work since the beginning, drivers, and what each item leaves those it waits for."""
    for i in range(len(length)):
        start = begin
        cause = FRAME
        low = first[i]
        high = first[i + 1]
        for e in range(low, high):
            t = ends[waited[e]] + lag[e]
            if t > start or (t == start and cause < 0):
                start = t
                cause = e
        ends[i] = start + length[i]
        driver[i] = cause
        free[i] = BIG
        for e in range(low, high):
            p = waited[e]
            t = start - lag[e] - ends[p]
            if t < free[p]:
                free[p] = t


def simple_backward(
    first: Any, waited: Any, lag: Any, length: Any, horizon: int, ends: Any, late: Any, free: Any
) -> None:
    """Late finishes as work since the beginning; free float is not above total float."""
    for i in range(len(length)):
        late[i] = horizon
    for i in range(len(length) - 1, -1, -1):
        finish = late[i]
        start = finish - length[i]
        if free[i] > finish - ends[i]:
            free[i] = finish - ends[i]
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            t = start - lag[e]
            if t < late[p]:
                late[p] = t


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
    if not all((fill[name] == value).all() for name, value in usual):
        return False
    if (fill["base"] != fill["base"][0]).any():
        return False
    number = fill["cal"][0]
    if number == 0 or not all((fill[name] == number).all() for name in ("cal", "plain")):
        return False
    lagging = network.lag != 0
    plain_lags = not lagging.any() or bool(
        ((network.lag_kind != LAG_ELAPSED) & (network.lag_kind < 3))[lagging].all()
    )
    return plain_lags and bool((network.lag >= 0).all() and not np.any(network.link))


def solve_simple(problem: Problem, engine: Kernels) -> Solved:
    """The dates of a plain plan."""
    import numpy as np

    network, fill = problem.network, problem.columns
    calendar = problem.numbers.calendars[int(fill["cal"][0])]
    base = int(fill["base"][0])
    begin = calendar.position(base)
    shape = (lambda a: a) if engine.arrays else (lambda a: a.tolist())
    length = fill["duration"]
    first, waited, lag, lengths = map(shape, (network.first, network.predecessor, _lags(problem), length))
    work = [_room(len(length), engine) for _ in range(4)]
    engine.simple_forward(first, waited, lag, lengths, begin, work[0], work[1], work[3])
    end = int(work[0].max()) if engine.arrays else max(work[0])
    engine.simple_backward(first, waited, lag, lengths, end, work[0], work[2], work[3])
    ends, driver, late, free = (np.asarray(column, dtype=np.int64) for column in work)
    moments = _by_tables if engine.arrays else _by_calendar
    es, ef, ls, lf = moments(calendar, engine, length, base, begin, end, ends, late)
    fields = {
        "es": es, "ef": ef, "ls": ls, "lf": lf, "wef": ends, "wlf": late, "span": length, "driver": driver, "seen": ls,
        "total": late - ends, "free": free,
    }  # fmt: skip
    seldom = {
        "wes": lambda: ends - length,
        "wls": lambda: late - length,
        "start_bound": lambda: np.where(
            (driver == FRAME) | (ends == begin), base, calendar.finishes_of(np.maximum(ends - length, begin))
        ),
        "finish_bound": lambda: np.full(len(ends), NEVER),
        "base": lambda: np.full(len(ends), base),
        "placed": lambda: np.zeros(len(ends), dtype=bool),
    }
    return Solved(fields, backward=False, seldom=seldom)


def _room(size: int, engine: Kernels) -> Any:
    import numpy as np

    return np.empty(size, dtype=np.int64) if engine.arrays else [0] * size


def _lags(problem: Problem) -> Any:
    """Lags in minutes; percentages are of the predecessor's duration."""
    network = problem.network
    lag = network.lag
    shares = network.lag_kind >= 2
    if shares.any():
        lag = lag.copy()
        lag[shares] = (
            2 * problem.columns["duration"][network.predecessor[shares]] * lag[shares] + 1000000
        ) // 2000000
    return lag


def _by_tables(
    calendar: WorkCalendar,
    engine: Kernels,
    length: Any,
    base: int,
    begin: int,
    end: int,
    ends: Any,
    late: Any,
) -> tuple[Any, Any, Any, Any]:
    """Early and late moments, read from the calendar compiled for just the time they span."""
    import numpy as np

    low = calendar.start_of(min(begin, int((late - length).min()) if len(late) else begin)) - 1
    high = max(base, calendar.finish_of(end), calendar.start_of(end)) + 1
    T = _tables(calendar, min(base, calendar.previous_open(low)) - 1, high + 1)
    shift = begin - calendar.between(int(T[0]), base)
    made = tuple(np.empty(len(length), dtype=np.int64) for _ in range(4))
    horizon = base if end == begin else calendar.finish_of(end)
    engine.simple_moments(T, length, ends, late, shift, base, begin, horizon, end, *made)
    return made  # type: ignore[return-value]


@lru_cache(maxsize=16)
def _tables(calendar: WorkCalendar, lo: int, hi: int) -> Any:
    """A calendar compiled for a stretch of time: the same for all plans alike, and for the next version of a plan."""
    return compiled_calendars([calendar], lo, hi)


def simple_moments(
    T: Any, length: Any, ends: Any, late: Any, shift: int, base: int, begin: int, horizon: int, end: int,
    es: Any, ef: Any, ls: Any, lf: Any,
) -> None:  # fmt: skip
    """Amounts of work as moments; *shift* is the work before the tables begin."""
    for i in range(len(length)):
        if length[i] == 0:
            ef[i] = es[i] = base if ends[i] == begin else finish_of(T, 0, ends[i] - shift)
            lf[i] = ls[i] = horizon if late[i] == end else start_of(T, 0, late[i] - shift)
        else:
            ef[i] = finish_of(T, 0, ends[i] - shift)
            es[i] = start_of(T, 0, ends[i] - length[i] - shift)
            lf[i] = finish_of(T, 0, late[i] - shift)
            ls[i] = start_of(T, 0, late[i] - length[i] - shift)


def _by_calendar(
    calendar: WorkCalendar, _: Kernels, length: Any, base: int, begin: int, end: int, ends: Any, late: Any
) -> tuple[Any, Any, Any, Any]:
    """Early and late moments, all at once by the calendar itself."""
    import numpy as np

    ef, lf = calendar.finishes_of(ends), calendar.finishes_of(late)
    es, ls = calendar.starts_of(ends - length), calendar.starts_of(late - length)
    zero = np.flatnonzero(length == 0)
    if len(zero):
        ef[zero[ends[zero] == begin]] = base
        es[zero] = ef[zero]
        horizon = base if end == begin else calendar.finish_of(end)
        lf[zero] = np.where(late[zero] == end, horizon, calendar.starts_of(late[zero]))
        ls[zero] = lf[zero]
    return es, ef, ls, lf
