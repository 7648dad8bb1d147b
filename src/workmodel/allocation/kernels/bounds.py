"""How early a project can be finished at best: bounds from below, each with its reason.

The critical path and the energy of each resource are computed outright. Beyond them a time is *refuted*: assume that
everything is finished by then, narrow down when each activity can start, and find a contradiction. The largest time
that is refuted, and one more, is a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.allocation.kernels.compiled import Kernels, kernels
from workmodel.allocation.kernels.packing import Packed, packed
from workmodel.allocation.kernels.rules import heads, tails

if TYPE_CHECKING:
    from workmodel.allocation.kernels.instance import Instance

__all__ = ["Bound", "lower_bound"]

_MOST_PAIRS: Final = 1_000_000
AT_ONCE: Final = 3  # how many at a time are looked at: beyond that little is gained
_SAFE: Final = 2**62  # what an int64 surely holds


@frozen
class Bound:
    """No schedule is shorter.

    Attributes
    ----------
    makespan
        The bound. [time]
    reason
        ``"critical path"``, ``"energy"`` or ``"refutation"``: what it rests on.
    """

    makespan: int
    reason: str


def lower_bound(
    instance: Instance, *, below: int | None = None, looks: int = 10_000_000, using: Kernels | None = None
) -> Bound:
    """The best bound that these arguments find.

    Parameters
    ----------
    below
        The makespan of a schedule at hand: nothing beyond it needs refuting. Without it only the critical path and
        energy are looked at.
    looks
        How often an activity is compared with an interval of time, at most, for each time that is tried; fewer
        intervals are looked at where there would be more. It decides how good the bound is and how long it takes.
    using
        Which kernels; by default those that fit the size. The answer is the same.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> made = instance(
    ...     [3, 2, 3, 4], [(0, 1, 3), (1, 2, 2)], capacities=[1], requirements=[{}, {0: 1}, {}, {0: 1}]
    ... )
    >>> lower_bound(made)
    Bound(makespan=8, reason='critical path')
    >>> lower_bound(made, below=9)
    Bound(makespan=9, reason='refutation')
    """
    problem = packed(instance)
    earliest, to_end = heads(problem), tails(problem)
    path = max((head + tail for head, tail in zip(earliest, to_end, strict=True)), default=0)
    limits = list(_limits(instance))
    durations = instance.durations.tolist()
    asked = (sum(durations[activity] * units for activity, units in limit.users) for limit in limits)
    energy = max((limit.enough_at(area) for limit, area in zip(limits, asked, strict=True)), default=0)
    best = Bound(energy, "energy") if energy > path else Bound(path, "critical path")
    if below is None or best.makespan >= below:
        return best
    trial = _Trial(limits, problem, earliest, to_end, looks, using or kernels(looks))
    low, high = best.makespan, below  # everything before low is refuted, high is not to be
    while low < high:
        middle = (low + high) // 2
        if trial.refutes(middle):
            low = middle + 1
        else:
            high = middle
    return best if low == best.makespan else Bound(low, "refutation")


def _limits(instance: Instance) -> Iterator[Limit]:
    """The resources, and what follows from them: of those that need more than a third, two at a time; and so on."""
    users: list[list[tuple[int, int]]] = [[] for _ in range(instance.resources)]
    for activity in range(len(instance)):
        for k in range(instance.requirement_first[activity], instance.requirement_first[activity + 1]):
            if instance.durations[activity]:
                users[instance.requirement_resources[k]].append(
                    (activity, int(instance.requirement_units[k]))
                )
    for resource, those in enumerate(users):
        rows = slice(instance.step_first[resource], instance.step_first[resource + 1])
        times, units = instance.step_times[rows].tolist(), instance.step_capacities[rows].tolist()
        yield Limit(those, list(zip(times, units, strict=True)))
        for at_once in range(1, AT_ONCE + 1):
            large = [(activity, 1) for activity, taken in those if taken * (at_once + 1) > max(units)]
            if len(large) > at_once:
                yield Limit(large, [(0, at_once)])


@frozen
class Limit:
    """Who takes how much of something, and how much there is from when on."""

    users: list[tuple[int, int]]
    steps: list[tuple[int, int]]

    def area(self, until: int) -> int:
        """How much there is from 0 until then."""
        ends = [time for time, _ in self.steps[1:]] + [until]
        return sum(
            units * max(min(end, until) - time, 0)
            for (time, units), end in zip(self.steps, ends, strict=True)
        )

    def enough_at(self, asked: int) -> int:
        """When there has been so much."""
        if not asked:
            return 0
        left = asked
        for (time, units), (end, _) in zip(self.steps, self.steps[1:], strict=False):
            if left <= units * (end - time):
                return time + -(-left // units)
            left -= units * (end - time)
        time, units = self.steps[-1]
        return time + -(-left // units)


class _Trial:
    """Times to be refuted, one after the other."""

    def __init__(
        self,
        limits: list[Limit],
        problem: Packed,
        earliest: list[int],
        to_end: list[int],
        looks: int,
        using: Kernels,
    ) -> None:
        self.using = using
        self.problem = problem if using.arrays else problem.as_lists()
        self.earliest, self.to_end = earliest, to_end
        node_of = {activity: node for node, activity in enumerate(problem.numbers)}
        self.limits = [
            Limit(sorted((node_of[activity], units) for activity, units in limit.users), limit.steps)
            for limit in limits
            if limit.users
        ]
        apart = self._apart()
        self.pairs = (using.column_of([a for a, _ in apart]), using.column_of([b for _, b in apart]))
        asked = sum(len(limit.users) for limit in self.limits)
        self.moments = max(int((looks / asked) ** 0.5), 1) if asked else 0

    def _apart(self) -> list[tuple[int, int]]:
        """Pairs that cannot run at once, the first so many."""
        found: set[tuple[int, int]] = set()
        for limit in self.limits:
            most = max(units for _, units in limit.steps)
            by_units = sorted(limit.users, key=lambda user: (-user[1], user[0]))
            for i, (a, units) in enumerate(by_units):
                if 2 * units <= most or len(found) > _MOST_PAIRS:
                    break
                for b, others in by_units[i + 1 :]:
                    if units + others <= most:
                        break
                    found.add((min(a, b), max(a, b)))
        return sorted(found)

    def refutes(self, horizon: int) -> bool:
        """Whether nothing can be finished by then."""
        using, durations = self.using, self.problem.work[0]
        earliest = using.column_of(self.earliest)
        latest = using.column_of([horizon - tail for tail in self.to_end])
        if not using.narrowed(
            durations, self.problem.forward, self.problem.backward, self.pairs, earliest, latest
        ):
            return True
        for limit in self.limits:
            if len(durations) * horizon * max(units for _, units in limit.steps) >= _SAFE:
                continue
            begins = {int(earliest[node]) for node, _ in limit.users}
            ends = {int(latest[node] + durations[node]) for node, _ in limit.users}
            users = (
                using.column_of([node for node, _ in limit.users]),
                using.column_of([units for _, units in limit.users]),
            )
            begun, ended = self._some(begins, limit), self._some(ends, limit)
            if using.overfull(durations, users, begun, ended, earliest, latest):
                return True
        return False

    def _some(self, times: set[int], limit: Limit) -> tuple[object, object]:
        """So many of these moments, evenly chosen, and how much can be done until each."""
        every = -(-len(times) // self.moments)
        chosen = sorted(times)[::every]
        return self.using.column_of(chosen), self.using.column_of([limit.area(time) for time in chosen])
