"""How early a project can be finished at best, whichever modes are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workmodel.allocation.kernels.bounds import AT_ONCE, Bound, Limit

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = ["moded_bound"]


def moded_bound(instance: ModedInstance, modes: Sequence[Sequence[int]]) -> Bound:
    """The critical path over the modes that suit it best, or what each resource has to do at least.

    Parameters
    ----------
    modes
        For each activity, the modes that may be chosen, counted among all; at least one.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> alone, together = ModeOf(6, {0: 1}), ModeOf(4, {0: 2})
    >>> made = moded_instance([[alone, together]] * 2, [(0, 1, 0, True, False)], capacities=[2])
    >>> moded_bound(made, [[0, 1], [2, 3]])
    Bound(makespan=8, reason='critical path')
    >>> moded_bound(moded_instance([[alone, together]] * 3, capacities=[2]), [[0, 1], [2, 3], [4, 5]])
    Bound(makespan=9, reason='energy')
    """
    path = _path(instance, modes)
    energy = max(
        (limit.enough_at(sum(least for _, least in limit.users)) for limit in _limits(instance, modes)),
        default=0,
    )
    return Bound(energy, "energy") if energy > path else Bound(path, "critical path")


def _path(instance: ModedInstance, modes: Sequence[Sequence[int]]) -> int:
    """The earliest finish of all where each activity starts, and each finishes, in the mode that is best for that."""
    links: list[list[tuple[int, int, bool, bool]]] = [[] for _ in modes]
    for p, s, lag, from_finish, to_finish in instance.links():
        links[s].append((p, lag, from_finish, to_finish))
    starts, finishes = [0] * len(modes), [0] * len(modes)
    for activity in instance.order.tolist():
        early = until = 0
        for p, lag, from_finish, to_finish in links[activity]:
            bound = (finishes if from_finish else starts)[p] + lag
            if to_finish:
                until = max(until, bound)
            else:
                early = max(early, bound)
        durations = [int(instance.durations[mode]) for mode in modes[activity]]
        starts[activity] = min(max(early, until - duration) for duration in durations)
        finishes[activity] = min(max(early + duration, until) for duration in durations)
    return max(finishes, default=0)


def _limits(instance: ModedInstance, modes: Sequence[Sequence[int]]) -> Iterator[Limit]:
    """The resources, each with what activities take of it at least, all their time together.

    And of those that take more than a half, or a third, in whichever mode: one at a time, or two.
    """
    for resource in range(instance.resources):
        rows = slice(instance.step_first[resource], instance.step_first[resource + 1])
        times, units = instance.step_times[rows].tolist(), instance.step_capacities[rows].tolist()
        taken = [
            [(int(instance.durations[mode]), instance.requirements(mode).get(resource, 0)) for mode in those]
            for those in modes
        ]
        yield Limit(
            [
                (activity, min(duration * need for duration, need in row))
                for activity, row in enumerate(taken)
            ],
            list(zip(times, units, strict=True)),
        )
        for at_once in range(1, AT_ONCE + 1):
            large = [
                (
                    activity,
                    min(duration if need * (at_once + 1) > max(units) else 0 for duration, need in row),
                )
                for activity, row in enumerate(taken)
            ]
            yield Limit(large, [(0, at_once)])
