"""Schedules by rule, and schedules justified: the numbers of `generation` and `decisions` for one instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from workmodel.allocation.kernels.compiled import Kernels, plain
from workmodel.allocation.kernels.instance import Instance
from workmodel.allocation.kernels.packing import Packed, packed
from workmodel.allocation.kernels.rules import listed_by, ranks, values
from workmodel.errors import InvalidText, OutOfRange

__all__ = ["generated", "improved", "room_for"]


def generated(
    instance: Instance,
    rule: str | Sequence[int] = "latest start",
    *,
    scheme: Literal["serial", "parallel"] = "serial",
    backward: bool = False,
    using: Kernels | None = None,
) -> list[int]:
    """When each activity starts in the schedule that one priority rule gives.

    Parameters
    ----------
    rule
        A name of `workmodel.allocation.kernels.rules.RULES`, or a number for each activity, of which the smaller comes first.
    scheme
        Activity by activity, each as early as it fits; or moment by moment, starting what comes first and fits.
    backward
        Look from the end: serial generation only. What it gives is then moved to the front in its own order.

    Raises
    ------
    InvalidText
        There is no such rule or scheme.
    OutOfRange
        There are not as many values as activities.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> made = instance([3, 2, 4], [(0, 1, 3)], capacities=[2], requirements=[{0: 1}, {0: 2}, {0: 1}])
    >>> generated(made, "shortest"), generated(made, [1, 2, 0]), generated(made, scheme="parallel")
    ([0, 3, 5], [0, 4, 0], [0, 4, 0])
    """
    if scheme not in {"serial", "parallel"} or (backward and scheme != "serial"):
        raise InvalidText("a scheme", scheme, "serial or parallel, the second only forward")
    using = using or plain()
    problem = packed(instance)
    shown = problem if using.arrays else problem.as_lists()
    given = values(problem, rule, backward=backward)
    room, starts, nodes = room_for(shown, using), using.column(len(instance)), len(instance)
    if scheme == "parallel":
        scratch = (using.column(nodes), using.column(nodes))
        rank = using.column_of(ranks(given))
        using.parallel(shown.work, shown.forward, shown.backward, shown.base, rank, starts, scratch, room)
    elif not backward:
        order = using.column_of(listed_by(problem, given))
        using.serial(shown.work, shown.forward, shown.base, -1, order, starts, room)
    else:
        order = using.column_of(listed_by(problem, given, backward=True))
        horizon = sum(instance.durations.tolist()) + sum(abs(lag) for lag in shown.forward[2])
        horizon += int(instance.step_times.max(initial=0))
        using.serial(shown.work, shown.backward, shown.base, horizon, order, starts, room)
        images, keys = using.column(nodes), using.column(nodes)
        using.mirrored(shown.work, horizon, starts, images)
        using.listed(shown.forward, False, images, order, keys)
        using.serial(shown.work, shown.forward, shown.base, -1, order, starts, room)
    return _by_activity(problem, starts)


def improved(instance: Instance, starts: Sequence[int], *, using: Kernels | None = None) -> list[int]:
    """The schedule justified to the right and then to the left, until that makes it no shorter.

    The makespan never grows. After V. Valls, F. Ballestín and S. Quintanilla, "Justification and RCPSP: a technique that
    pays", European Journal of Operational Research 165, 2005.

    Parameters
    ----------
    starts
        A schedule that respects links and capacities.

    Raises
    ------
    OutOfRange
        There are not as many starts as activities.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> made = instance([3, 3, 3], capacities=[2], requirements=[{0: 1}, {0: 2}, {0: 1}])
    >>> improved(made, [0, 3, 6])
    [3, 0, 3]
    """
    if len(starts) != len(instance):
        raise OutOfRange("the number of starts", len(starts), f"{len(instance)}, one an activity")
    using = using or plain()
    problem = packed(instance)
    shown = problem if using.arrays else problem.as_lists()
    room, nodes = room_for(shown, using), len(instance)
    durations = shown.work[0]
    here = using.column_of([int(starts[activity]) for activity in problem.numbers])
    there, order = using.column(nodes), using.column(nodes)

    def span() -> int:
        return max((int(s + d) for s, d in zip(here, durations, strict=True)), default=0)

    def in_order(times: Any, side: int) -> None:
        key = [(int(times[node]), side * node) for node in range(nodes)]
        order[:] = using.column_of(sorted(range(nodes), key=key.__getitem__))

    makespan = span()
    while True:
        using.mirrored(shown.work, makespan, here, there)
        in_order(there, -1)
        length = using.serial(shown.work, shown.backward, shown.base, makespan, order, there, room)
        using.mirrored(shown.work, makespan if problem.varying else length, there, here)
        in_order(here, 1)
        now = using.serial(shown.work, shown.forward, shown.base, -1, order, here, room)
        if now >= makespan:
            return _by_activity(problem, here)
        makespan = now


def room_for(problem: Packed, using: Kernels) -> tuple[Any, ...]:
    """The scratch columns of `workmodel.allocation.kernels.generation` for a problem."""
    nodes = len(problem.numbers)
    moments = len(problem.base[0]) + 2 * nodes + 3
    words = len(problem.work[4])
    lengths = (moments, moments, moments * words, nodes, nodes, moments, nodes, nodes, nodes)
    return tuple(using.column(length) for length in lengths)


def _by_activity(problem: Packed, starts: Any) -> list[int]:
    found = [0] * len(problem.numbers)
    for activity, start in zip(problem.numbers, starts, strict=True):
        found[activity] = int(start)
    return found
