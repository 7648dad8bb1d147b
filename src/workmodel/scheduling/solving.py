"""Solving a problem: which way to take, and over how long a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.errors import HorizonExceeded, NoWorkingTime
from workmodel.scheduling.layout import BIG, NEVER
from workmodel.scheduling.narrowing import Narrow, is_narrow
from workmodel.scheduling.refusal import LONGEST, check_spread, refuse
from workmodel.scheduling.run import Run
from workmodel.scheduling.simple import is_simple, solve_simple

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem
    from workmodel.scheduling.solved import Solved

__all__ = ["GIVEN", "given_dates", "settled", "solve"]

_YEAR: Final = 366 * 1440
_MANY: Final = 2000
GIVEN: Final = ("base", "floor", "finish_floor", "fixed_start", "fixed_finish", "resume")


def solve(plan: Plan, problem: Problem, engine: Kernels, *, whole: bool = False) -> Solved:
    """Run the passes over as long a stretch of time as they need; with *whole* the full ones, also where shorter ones would do.

    Raises
    ------
    NoWorkingTime
        Something that is needed is never open.
    PlanTooLong
        Dates more than a hundred years apart.
    """
    way = plan._memo.get("way")
    if way is None:
        way = plan._memo["way"] = _way(plan, problem)
    way = "full" if whole else way
    if way == "simple":
        try:
            found = solve_simple(problem, engine)
        except (HorizonExceeded, NoWorkingTime):
            pass  # the full way says what is wrong, and with what
        else:
            # without caps and leads late dates lie between the early ones and the end
            if int(found.ef.max()) - int(found.es.min()) > LONGEST - _YEAR:
                check_spread(plan, problem, found)
            return found
    stretch = _stretch(plan, problem)
    if isinstance(way, Narrow):
        dated = _narrowly(way, engine, *stretch)
        if dated is not None:
            return dated
    return settled(plan, problem, engine, stretch)[1]


def settled(plan: Plan, problem: Problem, engine: Kernels, stretch: tuple[int, int]) -> tuple[Run, Solved]:
    """The passes over a stretch of time, or over a longer one until it is long enough; and what they found.

    Raises
    ------
    NoWorkingTime
        Something that is needed is never open.
    PlanTooLong
        Dates more than a hundred years apart.
    """
    lo, hi = first, last = stretch
    while True:
        run = Run(plan, problem, engine, lo, hi)
        found = run.from_finish() if plan.settings.direction == "backward" else run.from_start()
        below, above = run.left()
        if not below and not above:
            if run.short and hi - last <= LONGEST:
                hi += 2 * (hi - lo)
                continue
            check_spread(plan, problem, found)
            return run, found
        if (hi - last if above else first - lo) > LONGEST:
            refuse(plan, problem, found, lo, hi)
        # where early dates do not fit in, late dates mean nothing yet
        lo, hi = (lo, hi + 2 * (hi - lo)) if above else (lo - 2 * (hi - lo), hi)


def _way(plan: Plan, problem: Problem) -> str | Narrow:
    """The shortest way that gives a plan's dates."""
    if is_simple(plan, problem):
        return "simple"
    return Narrow.of(plan, problem) if is_narrow(plan, problem) else "full"


def _narrowly(narrow: Narrow, engine: Kernels, lo: int, hi: int) -> Solved | None:
    """Dates by the narrow passes, over a longer stretch where they leave the first; else the full way says what is wrong."""
    length = hi - lo
    while hi - lo < LONGEST:
        made = narrow.solved(engine, lo, hi)
        if made is None:
            break
        found, (below, above) = made
        if not below and not above:
            return found
        lo, hi = (lo, hi + 2 * length) if above else (lo - 2 * length, hi)
        length = hi - lo
    return None


def given_dates(plan: Plan, problem: Problem) -> tuple[int, int]:
    """The first and the last date that is given. [min since 1970]"""
    fill = problem.columns
    lower = [_ends(fill[name], above=NEVER) for name in GIVEN]
    if plan.settings.finish is not None:
        lower.append([plan.axis.minute(plan.settings.finish, end=True)])
    # what lies far ahead and only bounds from above, as "2999-12-31" for no deadline, bounds nothing
    caps = [_ends(fill[name], below=BIG) for name in ("start_cap", "finish_cap")]
    dates = [date for some in lower for date in some]
    high = max(dates, default=0)
    return min([high, *dates, *(date for some in caps for date in some)]), high


def _stretch(plan: Plan, problem: Problem) -> tuple[int, int]:
    """A first guess: around every date that is given, and as long as one chain of a few hundred items may take."""
    low, high = given_dates(plan, problem)
    work = int(problem.columns["duration"].clip(max=LONGEST).sum())
    ahead = min(max(_YEAR // 4, 6 * work), (20 if len(problem.network) > _MANY else 3) * _YEAR)
    return low - _YEAR // 4 - min(ahead, _YEAR), high + ahead


def _ends(column: Any, above: int = 2 * NEVER, below: int = 2 * BIG) -> list[int]:
    """The least and the greatest of the values within bounds; nothing where there is none."""
    if column.strides == (0,):
        column = column[:1]
    some = column[(column > above) & (column < below)]
    return [int(some.min()), int(some.max())] if len(some) else []
