"""The short way for plain plans: one calendar, finish-to-start links, no lead, nothing rare.

There a date is an amount of work done since the beginning: links are additions, and only the results are turned into
moments. The reading of a boundary follows from the amount: work starts where work goes on and ends where it stopped; a
milestone stands where what it waits for ended, at the beginning where nothing had been done, and as late as what waits
for it starts, or the horizon. The results are those of the full passes, number by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.domain.rows import LAG_ELAPSED
from workmodel.graph.network import LEAF
from workmodel.scheduling.layout import AUTO, BIG, FRAME, NEVER
from workmodel.scheduling.solved import Solved

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = ["is_simple", "simple_backward", "simple_forward", "solve_simple"]


def simple_forward(
    first: Any, waited: Any, lag: Any, length: Any, begin: int, ends: Any, driver: Any
) -> None:
    """Early finishes as work since the beginning, and drivers."""
    for i in range(len(length)):
        start = begin
        cause = FRAME
        for e in range(first[i], first[i + 1]):
            t = ends[waited[e]] + lag[e]
            if t > start or (t == start and cause < 0):
                start = t
                cause = e
        ends[i] = start + length[i]
        driver[i] = cause


def simple_backward(
    first: Any, waited: Any, lag: Any, length: Any, horizon: int, ends: Any, late: Any, free: Any
) -> None:
    """Late finishes as work since the beginning, and free floats."""
    for i in range(len(length)):
        late[i] = horizon
        free[i] = BIG
    for i in range(len(length) - 1, -1, -1):
        room = late[i] - ends[i]
        if free[i] > room:
            free[i] = room
        late_start = late[i] - length[i]
        start = ends[i] - length[i]
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            t = late_start - lag[e]
            if t < late[p]:
                late[p] = t
            t = start - lag[e] - ends[p]
            if t < free[p]:
                free[p] = t


def is_simple(plan: Plan, problem: Problem) -> bool:
    """Whether the short way gives the answer."""
    import numpy as np

    fill, network = problem.columns, problem.network
    if not len(network) or plan.settings.direction == "backward" or len(problem.late) or problem.curves:
        return False
    usual = (
        ("part", LEAF), ("state", 0), ("mode", AUTO), ("floor", NEVER), ("finish_floor", NEVER), ("delay", 0),
        ("start_cap", BIG), ("finish_cap", BIG),
    )  # fmt: skip
    if not all((fill[name] == value).all() for name, value in usual):
        return False
    number = fill["cal"][0]
    if number == 0 or not all((fill[name] == number).all() for name in ("cal", "plain")):
        return False
    if not (fill["base"] == fill["base"][0]).all():
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
    ends, driver, late, free = (_room(len(length), engine) for _ in range(4))
    engine.simple_forward(first, waited, lag, lengths, begin, ends, driver)
    end = int(max(ends)) if not engine.arrays else int(ends.max())
    engine.simple_backward(first, waited, lag, lengths, end, ends, late, free)
    ends, driver, late, free = (np.asarray(column, dtype=np.int64) for column in (ends, driver, late, free))
    return _moments(calendar, length, base, begin, end, ends, driver, late, free)


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


def _moments(
    calendar: WorkCalendar,
    length: Any,
    base: int,
    begin: int,
    end: int,
    ends: Any,
    driver: Any,
    late: Any,
    free: Any,
) -> Solved:
    import numpy as np

    starts, late_starts = ends - length, late - length
    zero = np.flatnonzero(length == 0)
    ef, lf = calendar.finishes_of(ends), calendar.finishes_of(late)
    es, ls = calendar.starts_of(starts), calendar.starts_of(late_starts)
    bound = np.where(driver == FRAME, base, calendar.finishes_of(np.maximum(starts, begin)))
    if len(zero):
        at_base = zero[ends[zero] == begin]
        ef[at_base] = base
        es[zero] = ef[zero]
        bound[at_base] = base
        horizon = base if end == begin else calendar.finish_of(end)
        lf[zero] = np.where(late[zero] == end, horizon, calendar.starts_of(late[zero]))
        ls[zero] = lf[zero]
    fields = {
        "es": es, "ef": ef, "ls": ls, "lf": lf, "wes": starts, "wef": ends, "wls": late_starts, "wlf": late,
        "span": length, "driver": driver, "start_bound": bound, "finish_bound": np.full(len(ends), NEVER), "seen": ls,
        "total": late - ends, "free": free,
    }  # fmt: skip
    return Solved(fields, backward=False)
