"""One search on plain arrays, or several side by side, whatever the instance: what levelling takes its orders from."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from typing import Any

from attrs import evolve, frozen

from workmodel.allocation.kernels.compiled import Kernels, plain
from workmodel.allocation.kernels.instance import Instance
from workmodel.allocation.kernels.moded import ModedInstance
from workmodel.allocation.kernels.moded_search import ModedSearch
from workmodel.allocation.kernels.moded_solving import ModedSolution, moded_solve
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.kernels.solving import Solution, solve
from workmodel.allocation.kernels.warming import compiled_within
from workmodel.allocation.timing import Timer, now
from workmodel.scheduling.workers import at_work, taking_work

__all__ = ["Outcome", "searched", "side_by_side"]

_WORTH_COMPILING = 0.5  # s that are left; what is compiled takes some tenths to load
_PATIENCE = (
    0.4  # of the time that is left, for what is compiled: on a machine's first call it takes a dozen seconds
)
_PROBED = 40  # schedules, to see how fast they are
_AT_LEAST = 20  # schedules a portion
_ENDLESS = 1e9  # of an exact solver that is limited in seconds
_SMALL = 40  # activities
_SEVERAL = 4  # searches side by side, on however many workers, so that the answer does not depend on these


@frozen
class Outcome:
    """What a search found.

    Attributes
    ----------
    makespan, bound
        The latest finish, and what none can be below. [time]
    starts
        When each activity starts. [time]
    modes
        In which of its modes each activity is done; empty for an instance without.
    made
        How many schedules were made.
    """

    makespan: int
    bound: int
    starts: tuple[int, ...]
    modes: tuple[int, ...]
    made: int


Told = Callable[[int, Outcome | None], bool]
"""Told how many schedules were made, and the best so far if there is any, between portions; whether to stop."""


def searched(
    instance: Instance | ModedInstance,
    schedules: int,
    seed: int,
    timer: Timer,
    told: Told,
    *,
    exact: bool = False,
) -> Outcome | None:
    """A search for so many schedules, or as long as there is time; ``None`` where there is not enough for any.

    Parameters
    ----------
    exact
        Whether an exact solver may take part, where it is installed; what it does is counted in seconds only.
    """
    left = timer.left()
    using = None if left is None else _using(left, moded=isinstance(instance, ModedInstance))
    if left is not None:
        schedules = min(schedules, _planned(instance, seed, timer, using))
        if schedules < _AT_LEAST:
            return None
    budget: dict[str, Any] = {
        "schedules": schedules,
        "effort": _ENDLESS if exact else 0.0,
        "seconds_left": None if left is None else lambda: timer.left() or 0.0,
        "exact": exact,
        "seed": seed,
        "using": using,
    }
    if isinstance(instance, ModedInstance):

        def heard(found: ModedSolution) -> bool:
            return not told(found.made, _of_modes(instance, found))

        return _of_modes(instance, moded_solve(instance, **budget, on_portion=heard))
    return _of(solve(instance, **budget, on_portion=lambda found: not told(found.made, _of(found))))


def _using(left: float, *, moded: bool) -> Kernels:
    """The kernels to use where so many seconds are left."""
    return compiled_within(_PATIENCE * left, moded=moded) if left >= _WORTH_COMPILING else plain()


def _planned(instance: Instance | ModedInstance, seed: int, timer: Timer, using: Kernels | None) -> int:
    """How many schedules there is time for."""
    if isinstance(instance, ModedInstance):
        probe: Search | ModedSearch = ModedSearch(instance, planned=2 * _PROBED, seed=seed, using=using)
    else:
        probe = Search(instance, planned=2 * _PROBED, seed=seed, using=using)
    probe.advance(_PROBED)  # what is compiled is loaded
    before, begun = probe.made, timer.elapsed
    probe.advance(_PROBED)
    rate = max(probe.made - before, 1) / max(timer.elapsed - begun, 1e-6)
    return int(rate * (timer.left() or 0.0))


def _of(found: Solution) -> Outcome:
    return Outcome(found.makespan, found.bound.makespan, tuple(found.starts), (), found.made)


def _of_modes(instance: ModedInstance, found: ModedSolution) -> Outcome | None:
    """What is known of an instance with modes; ``None`` where stocks last for no choice that was found."""
    best = found.schedule
    if best is None:
        return None
    return Outcome(best.makespan, found.bound.makespan, tuple(best.starts), tuple(best.choice), found.made)


def side_by_side(
    executor: Executor,
    instance: Instance | ModedInstance,
    schedules: int,
    seed: int,
    timer: Timer,
    told: Told,
) -> Outcome | None:
    """The best of several searches with seeds of their own.

    Counted in schedules, there are always four and each makes a quarter, so that the answer is the same on any number of
    workers; by time, there is one for each worker.
    """
    left = timer.left()
    several = _SEVERAL if left is None else getattr(executor, "_max_workers", _SEVERAL)
    until = None if left is None else now() + left
    small = len(instance) <= _SMALL  # these are closed at once by whoever tries
    share = schedules if left is not None else max(schedules // several, 1)
    with taking_work():
        jobs: set[Future[Outcome | None]] = {
            executor.submit(
                _apart,
                instance,
                share,
                seed * several + n,
                until,
                exact=left is not None and (n == 0 or small),
            )
            for n in range(several)
        }
    with at_work():
        return _best_of(jobs, left, told)


def _best_of(jobs: set[Future[Outcome | None]], left: float | None, told: Told) -> Outcome | None:
    """The best that searches find that are under way."""
    every = set(jobs)
    # counted in schedules all are waited for, so that it does not matter which ends first
    while jobs:
        done, jobs = wait(jobs, timeout=0.1)
        best = min((one.result() for one in every - jobs), key=_goodness, default=None)
        proved = (
            left is not None
            and best is not None
            and best.makespan
            <= max(one.bound for one in (each.result() for each in every - jobs) if one is not None)
        )
        if proved or (best is not None and done and told(best.made, best)):
            for one in jobs:
                one.cancel()
            break
    found = [one.result() for one in every if one.done() and not one.cancelled()]
    some = [one for one in found if one is not None]
    if not some:
        return None
    best = min(some, key=_goodness)
    return evolve(best, bound=max(one.bound for one in some), made=sum(one.made for one in some))


def _goodness(one: Outcome | None) -> tuple[float, ...]:
    """Less is better; of equals the same one always."""
    return (float("inf"),) if one is None else (one.makespan, *one.starts)


def _apart(
    instance: Instance | ModedInstance, schedules: int, seed: int, until: float | None, *, exact: bool
) -> Outcome | None:
    """A search in a process of its own."""
    timer = Timer(None if until is None else max(until - now(), 1e-3))
    return searched(instance, schedules, seed, timer, lambda _made, _found: timer.over, exact=exact)
