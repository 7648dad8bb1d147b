"""Work that may be interrupted: how it goes on around what else its people are on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from workmodel.allocation.workers import Pace, Worker, pace_of, worked
from workmodel.capacity.remaining import Remaining
from workmodel.domain import Plan, Task

__all__ = ["Split"]

Stretches = Mapping[str, Sequence[tuple[int, int]]]
"""By resource, from when till when it is taken, in order. [min since 1970]"""


@frozen(eq=False)
class Split:
    """A task that may be interrupted.

    Attributes
    ----------
    plan, task
        Which.
    workers
        Who works on it.
    minutes
        How long it takes where nothing interrupts it. [working min]
    left
        What other claims leave of everybody's time.
    """

    plan: Plan
    task: Task
    workers: tuple[Worker, ...]
    minutes: int
    left: Remaining

    def pace(self, taken: Stretches) -> Pace:
        """How it goes on around what takes any of its people."""
        return pace_of(self.plan, self.task, self.workers, self.minutes, self.left, self._taken(taken))

    def worked(self, taken: Stretches, start: int, finish: int) -> dict[str, list[tuple[int, int]]]:
        """By resource, when it works on this between two moments. [min since 1970]"""
        some = self._taken(taken)
        return {
            one.resource: worked(one, self.left, some[one.resource], start, finish) for one in self.workers
        }

    def _taken(self, taken: Stretches) -> Stretches:
        """For everybody, when any of them is taken: they work on it together, so that each does their part."""
        found: list[tuple[int, int]] = []
        for start, finish in sorted(stretch for stretches in taken.values() for stretch in stretches):
            if found and start <= found[-1][1]:
                found[-1] = found[-1][0], max(found[-1][1], finish)
            else:
                found.append((start, finish))
        return {one.resource: found for one in self.workers}
