"""`solved`: the shortest schedule there is, or proof that there is none shorter, by constraint programming.

After P. Laborie, "An update on the comparison of MIP, CP and hybrid approaches for mixed resource allocation and
scheduling", CPAIOR 2018, for the model, and A. Schutt, T. Feydy, P. Stuckey and M. Wallace, "Solving RCPSP/max by lazy clause
generation", Journal of Scheduling 16, 2013, for why learning from conflicts closes what bounds alone do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.allocation.kernels.cpsat import library, outcome
from workmodel.allocation.kernels.modelling import modelled, modest
from workmodel.allocation.kernels.passes import generated, improved
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    from workmodel.allocation.kernels.instance import Instance

__all__ = ["Solved", "finish_of", "solved"]


@frozen
class Solved:
    """The best schedule known, and how good any can be.

    Attributes
    ----------
    starts
        When each activity starts. [time]
    makespan
        The latest finish. [time]
    bound
        No schedule is shorter. [time]
    effort
        What it took. [deterministic time]
    """

    starts: list[int]
    makespan: int
    bound: int
    effort: float

    @property
    def proved(self) -> bool:
        """Whether no schedule is shorter than this one."""
        return self.makespan <= self.bound


def solved(
    instance: Instance,
    *,
    starts: Sequence[int] | None = None,
    bound: int = 0,
    effort: float = 1.0,
    seconds: float | None = None,
    workers: int = 1,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
) -> Solved:
    """The shortest schedule, as far as so much effort leads; never a longer one than is known.

    Parameters
    ----------
    starts
        A schedule that respects links and capacities; only shorter ones are looked for. Without it, one by rule.
    bound
        No schedule is shorter, as is known.
    effort
        At most. Equal efforts and seeds give equal answers. [deterministic time of CP-SAT]
    seconds
        At most, by the clock; the answer then depends on the machine.
    workers
        How many threads; with more than one the answer depends on which of them is first.
    stop
        Asked every now and then; true ends the search with what is known so far.

    Raises
    ------
    OutOfRange
        There are not as many starts as activities, or the effort is not positive.
    MissingExtra
        OR-Tools is not installed.

    Notes
    -----
    Where numbers are so large that sums would leave 64 bits, nothing is looked for.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> two_at_a_time = instance([3, 3, 2, 2, 2], capacities=[2], requirements=[{0: 1}] * 5)
    >>> found = solved(two_at_a_time)
    >>> found.makespan, found.bound, found.proved
    (6, 6, True)
    """
    library()
    if not effort > 0:
        raise OutOfRange("an effort", effort, "above 0")
    known = improved(instance, generated(instance) if starts is None else starts)
    makespan = finish_of(instance, known)
    as_known = Solved(known, makespan, min(bound, makespan), 0.0)
    if as_known.proved or not modest(instance, makespan):
        return as_known
    made = modelled(instance, least=bound, latest=makespan - 1)
    if made is None:
        return Solved(known, makespan, makespan, 0.0)
    for variable, start in zip(made.starts, known, strict=True):
        made.model.add_hint(variable, start // made.unit)
    done = outcome(made.model, effort=effort, seconds=seconds, workers=workers, seed=seed, stop=stop)
    if done.found:
        known = improved(instance, [done.value_of(variable) * made.unit for variable in made.starts])
        makespan = finish_of(instance, known)
    reached = makespan if done.closed else max(bound, done.bound * made.unit)
    return Solved(known, makespan, min(reached, makespan), done.effort)


def finish_of(instance: Instance, starts: Sequence[int]) -> int:
    """The latest finish. [time]

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> finish_of(instance([3, 2]), [0, 4])
    6
    """
    return max((start + int(time) for start, time in zip(starts, instance.durations, strict=True)), default=0)
