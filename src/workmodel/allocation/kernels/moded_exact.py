"""`moded_solved`: modes and starts that finish first, by constraint programming; and `ModedModel`, on which parts are built.

Each activity has a start and a length, and of its modes exactly one is there: it sets the length, takes of resources as
an optional interval, and uses up stocks. A redundant sum says that no resource can do more until the end than there is of it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from workmodel.allocation.kernels.cpsat import library, outcome
from workmodel.allocation.kernels.exact import finish_of
from workmodel.allocation.kernels.modelling import missing
from workmodel.allocation.kernels.passes import improved
from workmodel.errors import OutOfRange

if TYPE_CHECKING:
    from workmodel.allocation.kernels.moded import ModedInstance

__all__ = [
    "ModedModel",
    "ModedSchedule",
    "ModedSolved",
    "moded_horizon",
    "moded_solved",
    "modest",
]

_SAFE: Final = 2**53
_SETTINGS: Final = {"linearization_level": 1}  # sums over modes are what a relaxation is good at


@frozen
class ModedSchedule:
    """A mode and a start for each activity.

    Attributes
    ----------
    choice
        Modes, counted from 0 for each activity.
    starts
        When each starts. [time]
    makespan
        The latest finish. [time]
    """

    choice: list[int]
    starts: list[int]
    makespan: int


@frozen
class ModedSolved:
    """The best schedule known, and how good any can be.

    Attributes
    ----------
    schedule
        The best one; ``None`` where none is known.
    bound
        No schedule is shorter. [time]
    effort
        What it took. [deterministic time of CP-SAT]
    closed
        Whether nothing is left to look at.
    """

    schedule: ModedSchedule | None
    bound: int
    effort: float
    closed: bool = field(default=False)

    @property
    def proved(self) -> bool:
        """Whether no schedule is shorter than this one."""
        return self.schedule is not None and self.schedule.makespan <= self.bound

    @property
    def impossible(self) -> bool:
        """Whether it was shown that there is no schedule: no choice of modes makes do with the stocks."""
        return self.closed and self.schedule is None


def moded_solved(
    instance: ModedInstance,
    *,
    known: ModedSchedule | None = None,
    bound: int = 0,
    effort: float = 1.0,
    seconds: float | None = None,
    workers: int = 1,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
) -> ModedSolved:
    """The modes and starts that finish first, as far as so much effort leads; never later than what is known.

    Parameters
    ----------
    known
        A schedule that respects links, capacities and stocks; only shorter ones are looked for.
    bound
        No schedule is shorter, as is known.
    effort, seconds, workers, seed, stop
        As in `workmodel.allocation.kernels.exact.solved`.

    Raises
    ------
    OutOfRange
        The effort is not positive.
    MissingExtra
        OR-Tools is not installed.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> quick, slow = ModeOf(2, {0: 2}, {0: 3}), ModeOf(3, {0: 1}, {0: 1})
    >>> found = moded_solved(moded_instance([[quick, slow]] * 2, capacities=[2], stocks=[4]))
    >>> found.schedule, found.proved
    (ModedSchedule(choice=[1, 1], starts=[0, 0], makespan=3), True)
    """
    library()
    if not effort > 0:
        raise OutOfRange("an effort", effort, "above 0")
    as_known = ModedSolved(known, bound if known is None else min(bound, known.makespan), 0.0)
    latest = moded_horizon(instance) if known is None else known.makespan - 1
    if as_known.proved or not modest(instance, latest):
        return as_known
    if latest < bound:
        return ModedSolved(known, bound, 0.0, closed=True)
    made = ModedModel(instance, least=bound, latest=latest)
    if known is not None:
        made.hint(known)
    done = outcome(
        made.model, effort=effort, seconds=seconds, workers=workers, seed=seed, stop=stop, settings=_SETTINGS
    )
    best = made.read(done.value_of) if done.found else known
    reached = done.bound * made.unit
    if done.closed and best is not None:
        reached = best.makespan
    reached = max(bound, reached)
    return ModedSolved(
        best, reached if best is None else min(reached, best.makespan), done.effort, closed=done.closed
    )


def moded_horizon(instance: ModedInstance) -> int:
    """By when everything can be finished, if at all: one after the other, in the longest modes. [time]

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> moded_horizon(moded_instance([[ModeOf(2), ModeOf(5)], [ModeOf(3)]], [(0, 1, 4, True, False)]))
    12
    """
    longest = sum(max(int(instance.durations[m]) for m in instance.modes_of(i)) for i in range(len(instance)))
    lags = sum(max(int(lag), 0) for lag in instance.predecessor_lags)
    return longest + lags + int(instance.step_times.max(initial=0))


def modest(instance: ModedInstance, latest: int) -> bool:
    """Whether a model of the instance until then holds no number that CP-SAT could not add up.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> modest(moded_instance([[ModeOf(3)]]), 100)
    True
    """
    most = int(instance.step_capacities.max(initial=1))
    return (latest // _unit_of(instance) + 1) * (len(instance.durations) + 1) * most < _SAFE


def _unit_of(instance: ModedInstance) -> int:
    columns = (instance.durations, instance.predecessor_lags, instance.step_times)
    return gcd(*(int(time) for column in columns for time in column)) or 1


class ModedModel:
    """A model of all schedules that end within some times, and where in it modes and starts are.

    Examples
    --------
    >>> from workmodel.allocation.kernels.moded import ModeOf, moded_instance
    >>> made = ModedModel(moded_instance([[ModeOf(20), ModeOf(50)]]), least=0, latest=100)
    >>> made.unit, len(made.modes)
    (10, 2)
    """

    def __init__(self, instance: ModedInstance, *, least: int, latest: int) -> None:
        self.instance = instance
        self.unit = unit = _unit_of(instance)
        self.model = model = library().CpModel()
        self.last = last = latest // unit
        first = -(-max(least, 0) // unit)
        self.makespan = model.new_int_var(min(first, last), last, "makespan")
        self.durations = [int(time) // unit for time in instance.durations]
        self.starts = [model.new_int_var(0, last, "") for _ in range(len(instance))]
        self.lengths: list[Any] = []
        self.modes: list[Any] = []
        for i in range(len(instance)):
            self._activity(i)
        for p, s, lag, from_finish, to_finish in instance.links():
            behind = self.starts[p] + (self.lengths[p] if from_finish else 0) + lag // unit
            model.add(self.starts[s] + (self.lengths[s] if to_finish else 0) >= behind)
        self._resources()
        self._stocks()
        model.minimize(self.makespan)

    def _activity(self, i: int) -> None:
        model, ways = self.model, self.instance.modes_of(i)
        there = [model.new_bool_var("") for _ in ways]
        length = model.new_int_var_from_domain(
            library().Domain.from_values([self.durations[mode] for mode in ways]), ""
        )
        model.add_exactly_one(there)
        for mode, chosen in zip(ways, there, strict=True):
            model.add(length == self.durations[mode]).only_enforce_if(chosen)
            if not self.instance.fits(mode):
                model.add(chosen == 0)
        model.add(self.makespan >= self.starts[i] + length)
        self.lengths.append(length)
        self.modes += there

    def _resources(self) -> None:
        one, model = self.instance, self.model
        users: list[list[tuple[Any, int]]] = [[] for _ in range(one.resources)]
        area: list[list[Any]] = [[] for _ in range(one.resources)]
        for i, start in enumerate(self.starts):
            for mode in one.modes_of(i):
                needs, length = one.requirements(mode), self.durations[mode]
                if not needs or not length:
                    continue
                run = model.new_optional_fixed_size_interval_var(start, length, self.modes[mode], "")
                for resource, units in needs.items():
                    users[resource].append((run, units))
                    area[resource].append(self.modes[mode] * (length * units))
        for resource, row in enumerate(users):
            if not row:
                continue
            rows = slice(one.step_first[resource], one.step_first[resource + 1])
            times, units = one.step_times[rows].tolist(), one.step_capacities[rows].tolist()
            most = max(units)
            runs, taken = [run for run, _ in row], [many for _, many in row]
            for begin, end, gone in missing(times, units, most, self.last * self.unit):
                runs.append(
                    model.new_fixed_size_interval_var(begin // self.unit, (end - begin) // self.unit, "")
                )
                taken.append(gone)
            model.add_cumulative(runs, taken, most)
            model.add(sum(area[resource]) <= self.makespan * most)

    def _stocks(self) -> None:
        for stock, there in enumerate(self.instance.stocks.tolist()):
            used = [
                self.modes[mode] * units
                for mode in range(len(self.modes))
                for units in [self.instance.consumption(mode).get(stock, 0)]
                if units
            ]
            if used:
                self.model.add(sum(used) <= there)

    def hint(self, known: ModedSchedule) -> None:
        """Say where to begin."""
        for i, (choice, start) in enumerate(zip(known.choice, known.starts, strict=True)):
            self.model.add_hint(self.starts[i], start // self.unit)
            for way, mode in enumerate(self.instance.modes_of(i)):
                self.model.add_hint(self.modes[mode], int(way == choice))

    def read(self, value_of: Callable[[Any], int]) -> ModedSchedule:
        """The schedule of a solution, everything as early as its order allows."""
        choice = []
        for i in range(len(self.instance)):
            ways = [value_of(self.modes[mode]) for mode in self.instance.modes_of(i)]
            choice.append(ways.index(1))
        plain = self.instance.under(choice)
        starts = improved(plain, [value_of(start) * self.unit for start in self.starts])
        return ModedSchedule(choice, starts, finish_of(plain, starts))
