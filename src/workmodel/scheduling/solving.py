"""Solving a problem: which way to take, and over how long a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.errors import HorizonExceeded, NoWorkingTime
from workmodel.scheduling.layout import BIG, NEVER
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


def solve(plan: Plan, problem: Problem, engine: Kernels) -> Solved:
    """Run the passes over as long a stretch of time as they need.

    Raises
    ------
    NoWorkingTime
        Something that is needed is never open.
    PlanTooLong
        Dates more than a hundred years apart.
    """
    simple = plan._memo.get("simple")
    if simple is None:
        simple = plan._memo["simple"] = is_simple(plan, problem)
    if simple:
        try:
            found = solve_simple(problem, engine)
        except (HorizonExceeded, NoWorkingTime):
            pass  # the full way says what is wrong, and with what
        else:
            # without caps and leads late dates lie between the early ones and the end
            if int(found.ef.max()) - int(found.es.min()) > LONGEST - _YEAR:
                check_spread(plan, problem, found)
            return found
    return settled(plan, problem, engine, _stretch(plan, problem))[1]


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


def given_dates(plan: Plan, problem: Problem) -> tuple[int, int]:
    """The first and the last date that is given. [min since 1970]"""
    import numpy as np

    fill = problem.columns
    lower = [fill[name][fill[name] > NEVER] for name in GIVEN]
    if plan.settings.finish is not None:
        lower.append(np.array([plan.axis.minute(plan.settings.finish, end=True)]))
    # what lies far ahead and only bounds from above, as "2999-12-31" for no deadline, bounds nothing
    upper = [fill[name][fill[name] < BIG] for name in ("start_cap", "finish_cap")]
    dates, caps = np.concatenate(lower), np.concatenate(upper)
    high = int(dates.max(initial=0 if not len(dates) else dates[0]))
    return min(int(dates.min(initial=high)), int(caps.min(initial=high))), high


def _stretch(plan: Plan, problem: Problem) -> tuple[int, int]:
    """A first guess: around every date that is given, and as long as one chain of a few hundred items may take."""
    import numpy as np

    low, high = given_dates(plan, problem)
    work = int(np.minimum(problem.columns["duration"], LONGEST).sum())
    ahead = min(max(_YEAR // 4, 6 * work), (20 if len(problem.network) > _MANY else 3) * _YEAR)
    return low - _YEAR // 4 - min(ahead, _YEAR), high + ahead
