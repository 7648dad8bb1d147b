"""`ModedInstance`: activities that can be done in one of several modes, as integer arrays.

A mode says how long an activity takes, what it needs of renewable resources while it runs (people, machines: what is
free again afterwards), and what it uses up of *stocks* (money, material: what is not). One mode has to be chosen for
each activity; `ModedInstance.under` is the plain `Instance` that a choice leaves.

A link may depend on the choice: it is given from start or finish to start or finish, and how long after the start of
one activity another may start follows from how long both take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.allocation.kernels.instance import (
    MOST,
    Instance,
    Steps,
    in_order,
    instance,
    rising,
    rows_of,
    within,
)
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["FROM_FINISH", "TO_FINISH", "ModeOf", "ModedInstance", "ModedLink", "moded_instance"]

ModedLink = tuple[int, int, int, bool, bool]
"""``(predecessor, successor, lag, from_finish, to_finish)``: from which end of the one to which end of the other."""

FROM_FINISH: Final = 1  # of an end: the lag counts from the finish of the predecessor
TO_FINISH: Final = 2  # of an end: and says when the successor may finish


@frozen
class ModeOf:
    """One way to do an activity.

    Attributes
    ----------
    duration
        How long it takes. [time]
    requirements
        Units by renewable resource, for as long as it runs.
    consumption
        Units by stock, once.
    """

    duration: int
    requirements: Mapping[int, int] = field(factory=dict)
    consumption: Mapping[int, int] = field(factory=dict)


@frozen(eq=False)
class ModedInstance:
    """What is to be scheduled. Arrays are int64; those that end in ``_first`` say where the rows of each begin.

    Attributes
    ----------
    mode_first
        Where the modes of each activity begin; every activity has one at least. shape (activities + 1,)
    durations
        How long each mode takes. shape (modes,) [time]
    requirement_first, requirement_resources, requirement_units
        What each mode takes of which resources for as long as it runs; none of them zero.
    consumption_first, consumption_stocks, consumption_units
        What each mode uses up of which stocks; none of them zero.
    predecessor_first, predecessors, predecessor_lags, predecessor_ends
        What each activity waits for, how long, and between which ends: `FROM_FINISH` and `TO_FINISH`, added up. The
        delay from start to start is the lag, and the duration of the predecessor where it counts from its finish,
        less that of the successor where it says when that may finish.
    successor_first, successors, successor_lags, successor_ends
        The same links, by what is waited for.
    order
        All activities, each after those it waits for; ties by position. shape (activities,)
    step_first, step_times, step_capacities
        How much there is of each resource, and from when on; the last step has no end.
    stocks
        How much there is to be used up. shape (stocks,)
    """

    mode_first: Ints
    durations: Ints
    requirement_first: Ints
    requirement_resources: Ints
    requirement_units: Ints
    consumption_first: Ints
    consumption_stocks: Ints
    consumption_units: Ints
    predecessor_first: Ints
    predecessors: Ints
    predecessor_lags: Ints
    predecessor_ends: Ints
    successor_first: Ints
    successors: Ints
    successor_lags: Ints
    successor_ends: Ints
    order: Ints
    step_first: Ints
    step_times: Ints
    step_capacities: Ints
    stocks: Ints

    def __len__(self) -> int:
        return len(self.mode_first) - 1

    @property
    def resources(self) -> int:
        """How many renewable resources there are."""
        return len(self.step_first) - 1

    def modes_of(self, activity: int) -> range:
        """Where its modes stand among all."""
        return range(int(self.mode_first[activity]), int(self.mode_first[activity + 1]))

    def requirements(self, mode: int) -> dict[int, int]:
        """Units by renewable resource of one mode, counted among all."""
        rows = slice(self.requirement_first[mode], self.requirement_first[mode + 1])
        resources, units = self.requirement_resources[rows], self.requirement_units[rows]
        return dict(zip(resources.tolist(), units.tolist(), strict=True))

    def consumption(self, mode: int) -> dict[int, int]:
        """Units by stock of one mode, counted among all."""
        rows = slice(self.consumption_first[mode], self.consumption_first[mode + 1])
        stocks, units = self.consumption_stocks[rows], self.consumption_units[rows]
        return dict(zip(stocks.tolist(), units.tolist(), strict=True))

    def links(self) -> Iterator[ModedLink]:
        """All links, by what waits."""
        for s in range(len(self)):
            for k in range(self.predecessor_first[s], self.predecessor_first[s + 1]):
                ends = int(self.predecessor_ends[k])
                lag = int(self.predecessor_lags[k])
                yield int(self.predecessors[k]), s, lag, bool(ends & FROM_FINISH), bool(ends & TO_FINISH)

    def fits(self, mode: int) -> bool:
        """Whether there is enough for a mode from the last step of every capacity on; if not, it cannot be chosen."""
        last = self.step_capacities[self.step_first[1:] - 1]
        return all(units <= last[resource] for resource, units in self.requirements(mode).items())

    def missing(self, choice: Sequence[int]) -> int:
        """How many units of all stocks together the modes chosen use up beyond what there is.

        Raises
        ------
        OutOfRange
            There are not as many modes as activities, or an activity has no such mode.

        Examples
        --------
        >>> quick, slow = ModeOf(2, consumption={0: 3}), ModeOf(5, consumption={0: 1})
        >>> made = moded_instance([[quick, slow], [quick, slow]], stocks=[4])
        >>> made.missing([0, 0]), made.missing([0, 1])
        (2, 0)
        """
        used = [0] * len(self.stocks)
        for mode in self._chosen(choice):
            for stock, units in self.consumption(mode).items():
                used[stock] += units
        return sum(max(0, units - there) for units, there in zip(used, self.stocks.tolist(), strict=True))

    def under(self, choice: Sequence[int]) -> Instance:
        """What is left to be scheduled once a mode is chosen for each activity, counted from 0 for each.

        Stocks are not looked at: see `missing`.

        Raises
        ------
        OutOfRange
            There are not as many modes as activities, an activity has no such mode, or it asks for more of a resource
            than there is in the end.

        Examples
        --------
        >>> quick, slow = ModeOf(2, {0: 2}), ModeOf(5, {0: 1})
        >>> made = moded_instance([[quick, slow], [quick]], [(0, 1, 1, True, False)], capacities=[2])
        >>> made.under([1, 0]).durations.tolist(), made.under([1, 0]).predecessor_lags.tolist()
        ([5, 2], [6])
        """
        modes = self._chosen(choice)
        durations = [int(self.durations[mode]) for mode in modes]
        links = [
            (p, s, lag + (durations[p] if from_finish else 0) - (durations[s] if to_finish else 0))
            for p, s, lag, from_finish, to_finish in self.links()
        ]
        times, units = self.step_times.tolist(), self.step_capacities.tolist()
        steps = [
            list(zip(times[a:b], units[a:b], strict=True))
            for a, b in zip(self.step_first[:-1], self.step_first[1:], strict=True)
        ]
        needs = [self.requirements(mode) for mode in modes]
        return instance(durations, links, capacities=steps, requirements=needs)

    def _chosen(self, choice: Sequence[int]) -> list[int]:
        """The modes of a choice, counted among all."""
        if len(choice) != len(self):
            raise OutOfRange("the number of modes chosen", len(choice), f"{len(self)}, one an activity")
        found = []
        for activity, mode in enumerate(choice):
            modes = self.modes_of(activity)
            within(f"the mode of activity {activity}", mode, 0, len(modes) - 1)
            found.append(modes[mode])
        return found


def moded_instance(
    modes: Sequence[Sequence[ModeOf]],
    links: Iterable[ModedLink] = (),
    *,
    capacities: Sequence[Steps] = (),
    stocks: Sequence[int] = (),
) -> ModedInstance:
    """An instance from plain numbers.

    Parameters
    ----------
    modes
        Those of each activity. A mode may ask for more of a resource than there is, as long as another one does not.
    links
        What waits for what, between which ends.
    capacities
        One for each renewable resource.
    stocks
        One for each resource that is used up. Whether any choice of modes makes do with them is not looked at.

    Raises
    ------
    OutOfRange
        A number is negative or too large, a position names nothing, steps are out of order, an activity has no mode, or
        none for which there is enough from the last step on.
    DependencyCycle
        Links form a ring.

    Examples
    --------
    >>> alone, together = ModeOf(6, {0: 1}, {0: 2}), ModeOf(3, {0: 2}, {0: 5})
    >>> made = moded_instance([[alone, together], [alone]], capacities=[2], stocks=[6])
    >>> len(made), made.durations.tolist(), made.consumption(1)
    (2, [6, 3, 6], {0: 5})
    """
    import numpy as np

    count = len(modes)
    steps = [[(0, one)] if isinstance(one, int) else list(one) for one in capacities]
    for row in steps:
        rising(row)
    for one in stocks:
        within("a stock", one, 0, MOST)
    taken, used = [], []
    for activity, those in enumerate(modes):
        if not those:
            raise OutOfRange(f"the number of modes of activity {activity}", 0, "at least 1")
        for mode in those:
            within("a duration", mode.duration, 0, MOST)
            taken.append(_units(activity, "resource", mode.requirements, len(steps)))
            used.append(_units(activity, "stock", mode.consumption, len(stocks)))
    before: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
    behind: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
    for p, s, lag, from_finish, to_finish in links:
        within("the predecessor of a link", p, 0, count - 1)
        within("the successor of a link", s, 0, count - 1)
        within("a lag", lag, -MOST, MOST)
        ends = FROM_FINISH * bool(from_finish) + TO_FINISH * bool(to_finish)
        before[s].append((int(p), int(lag), ends))
        behind[p].append((int(s), int(lag), ends))
    order = in_order(
        [[cell[:2] for cell in row] for row in before], [[cell[:2] for cell in row] for row in behind]
    )
    parts: list[Ints] = [
        np.cumsum([0, *(len(those) for those in modes)], dtype=np.int64),
        np.array([mode.duration for those in modes for mode in those], dtype=np.int64),
        *rows_of(taken, 2),
        *rows_of(used, 2),
        *rows_of(before, 3),
        *rows_of(behind, 3),
        np.array(order, dtype=np.int64),
        *rows_of(steps, 2),
        np.array(stocks, dtype=np.int64),
    ]
    made = ModedInstance(*parts)
    for activity in range(count):
        if not any(made.fits(mode) for mode in made.modes_of(activity)):
            raise OutOfRange(
                f"what each mode of activity {activity} takes",
                [dict(mode.requirements) for mode in modes[activity]],
                f"for one of them at most {[row[-1][1] for row in steps]}, which is all there is in the end",
            )
    return made


def _units(activity: int, kind: str, row: Mapping[int, int], there: int) -> list[tuple[int, int]]:
    for r, units in row.items():
        within(f"a {kind} of activity {activity}", r, 0, there - 1)
        within(f"what activity {activity} takes of {kind} {r}", units, 0, MOST)
    return [(int(r), int(units)) for r, units in sorted(row.items()) if units]
