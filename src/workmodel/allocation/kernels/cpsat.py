"""The one place that knows OR-Tools: whether it is there, and a model solved by CP-SAT within a given effort.

CP-SAT counts what it does in *deterministic time*, about a second each on a common machine, the same on every
machine. With one worker, equal models, seeds and efforts give equal answers; a limit in seconds gives that up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from math import ceil
from typing import Any, Final

from attrs import frozen

from workmodel.errors import MissingExtra

__all__ = ["Outcome", "available", "library", "outcome"]

_LOOK: Final = 0.05  # seconds between two questions whether to stop
_HAIR: Final = 1e-6  # bounds are whole numbers, told as floats
_PLAIN: Final[Mapping[str, Any]] = {
    "linearization_level": 0,  # propagation and learning alone: linear relaxations cost more than they tell here
    "catch_sigint_signal": False,  # an interrupt belongs to whoever called
}


@frozen
class Outcome:
    """What came of a model.

    Attributes
    ----------
    found
        Whether a solution was found.
    closed
        Whether nothing is left to look at: the solution is the best, or there is none.
    bound
        The objective is not below.
    effort
        What it took. [deterministic time]
    value_of
        The value of a variable in the solution.
    """

    found: bool
    closed: bool
    bound: int
    effort: float
    value_of: Callable[[Any], int]


def available() -> bool:
    """Whether OR-Tools can be imported.

    Examples
    --------
    >>> available()
    True
    """
    try:
        library()
    except MissingExtra:
        return False
    return True


def library() -> Any:
    """OR-Tools' interface to CP-SAT.

    Raises
    ------
    MissingExtra
        OR-Tools is not installed.

    Examples
    --------
    >>> library().CpModel().__class__.__name__
    'CpModel'
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtra("cpsat", "proving a schedule to be the shortest") from None
    return cp_model


def outcome(
    model: Any,
    *,
    effort: float,
    seconds: float | None = None,
    workers: int = 1,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Outcome:
    """Solve a model.

    It is solved in a thread of its own while the calling one asks whether to stop, so that an interrupt ends it too.

    Parameters
    ----------
    effort
        At most. [deterministic time]
    seconds
        At most, by the clock; the answer then depends on the machine.
    workers
        How many threads; with more than one the answer depends on which of them is first.
    stop
        Asked every now and then; true ends the search with what is known so far.
    settings
        Parameters of CP-SAT, beside or instead of ours.

    Examples
    --------
    >>> model = library().CpModel()
    >>> one = model.new_int_var(3, 9, "one")
    >>> model.minimize(one)
    >>> done = outcome(model, effort=1)
    >>> done.found, done.closed, done.bound, done.value_of(one)
    (True, True, 3, 3)
    """
    cp = library()
    solver = cp.CpSolver()
    chosen = {
        **_PLAIN,
        "num_workers": workers,
        "random_seed": seed % 2**31,
        "max_deterministic_time": effort,
        **(settings or {}),
    }
    if seconds is not None:
        chosen["max_time_in_seconds"] = max(seconds, 0.0)
    for name, value in chosen.items():
        setattr(solver.parameters, name, value)
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(solver.solve, model)
        try:
            while not wait([running], timeout=_LOOK).done and not (stop is not None and stop()):
                pass
        finally:
            while not wait([running], timeout=0).done:
                solver.stop_search()
                wait([running], timeout=_LOOK)
        status = running.result()
    response = solver.response_proto
    return Outcome(
        found=status in {cp.OPTIMAL, cp.FEASIBLE},
        closed=status in {cp.OPTIMAL, cp.INFEASIBLE},
        bound=ceil(response.best_objective_bound - _HAIR),
        effort=float(response.deterministic_time),
        value_of=solver.value,
    )
