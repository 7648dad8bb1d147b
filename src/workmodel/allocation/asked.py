"""What somebody asks of `allocate` besides the plan, checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import timedelta
from fractions import Fraction
from math import isfinite
from typing import Any, Final, Literal

from attrs import frozen

from workmodel.allocation.orders import PLAN_RULES
from workmodel.capacity.hours import SCALE
from workmodel.domain import ScheduledItem, WorkItem
from workmodel.domain.telling import progress_function
from workmodel.domain.values import one_of, share
from workmodel.errors import OutOfRange, WrongType, takes, whole_number
from workmodel.scheduling.workers import open_executor

__all__ = ["OBJECTIVES", "Asked", "Objective", "Progress", "Rule", "asked"]

Objective = Literal["finish", "lateness", "cost", "stability", "load", "handovers"]
"""What may be better about dates."""

OBJECTIVES: Final[tuple[Objective, ...]] = ("finish", "lateness", "cost", "stability", "load", "handovers")

Rule = str | Callable[[WorkItem, ScheduledItem], float]
"""A priority rule: its name, or a function of an item and its dates by logic; the least value comes first."""

Progress = Callable[[int, int], bool | None]
"""Called with the schedules made and the most there will be; ``False`` from it ends the search."""

_MOST: Final = 1_000_000_000
_USUAL: Final = 30  # schedules


@frozen(eq=False)
class Asked:
    """What somebody asks of `allocate`.

    Attributes
    ----------
    iterations
        The most schedules to be made.
    seconds
        The most time to be taken; ``None``: any.
    seed
        For what is drawn.
    aims
        What is better, the first counts most.
    rule
        The one rule to follow, or ``None``.
    smoothing
        Whether dates stay within the float.
    reserve
        Share of everybody's availability that is left. [1/10 000]
    executor
        Where searches run side by side, or ``None``.
    on_progress
        Who is told how far it is, or ``None``.
    """

    iterations: int
    seconds: float | None
    seed: int
    aims: tuple[str, ...]
    rule: Rule | None
    smoothing: bool
    reserve: int
    executor: Executor | None
    on_progress: Progress | None


def asked(
    *, iterations: Any, time_limit: Any, seed: Any, objective: Any, rule: Any, smoothing: Any, reserve: Any,
    executor: Any, on_progress: Any,
) -> Asked:  # fmt: skip
    """The arguments of `allocate`, each checked.

    Raises
    ------
    OutOfRange, WrongType
        One is of no use.
    """
    seconds = _seconds(time_limit)
    if iterations is None:
        iterations = _USUAL if seconds is None else _MOST
    if isinstance(iterations, bool):
        raise WrongType("a number of schedules", iterations, "a whole number")
    count = whole_number("a number of schedules", iterations)
    if not 1 <= count <= _MOST:
        raise OutOfRange("a number of schedules", iterations, f"from 1 to {_MOST:,}")
    if type(smoothing) is not bool:
        raise WrongType("smoothing", smoothing, "True or False")
    return Asked(
        iterations=count,
        seconds=seconds,
        seed=whole_number("a seed", seed),
        aims=_aims(objective),
        rule=_rule(rule),
        smoothing=smoothing,
        reserve=int(Fraction(share("a reserve", reserve, most=1)) * SCALE),
        executor=open_executor(executor),
        on_progress=progress_function(on_progress),
    )


def _seconds(limit: Any) -> float | None:
    if limit is None:
        return None
    if isinstance(limit, timedelta):
        limit = limit.total_seconds()
    if isinstance(limit, bool) or not isinstance(limit, (int, float)):
        raise WrongType("a limit of time", limit, "seconds, or a timedelta")
    if not (isfinite(limit) and limit > 0):
        raise OutOfRange("a limit of time", limit, "more than 0 seconds")
    return float(limit)


def _aims(objective: Any) -> tuple[str, ...]:
    """One objective or several, each once; an earlier finish decides at last."""
    several = (
        objective if isinstance(objective, Sequence) and not isinstance(objective, str) else (objective,)
    )
    if not several:
        raise OutOfRange("a list of objectives", "nothing", f"at least one of {', '.join(OBJECTIVES)}")
    checked = one_of("an objective", *OBJECTIVES)
    return tuple(dict.fromkeys((*(checked(one) for one in several), "finish")))


def _rule(rule: Any) -> Rule | None:
    if callable(rule) and (isinstance(rule, type) or not takes(2, rule)):
        raise WrongType("a priority rule", rule, "its name, or a function of an item and its dates")
    found: Rule | None = (
        rule if rule is None or callable(rule) else one_of("a priority rule", *PLAN_RULES)(rule)
    )
    return found
