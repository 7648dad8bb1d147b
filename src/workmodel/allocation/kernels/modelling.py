"""An `Instance` as a model of CP-SAT: a start each, links between them, and what the resources can hold.

Times are divided by what divides all of them, so that hours kept in minutes are no larger than hours. A capacity that
changes is the most there ever is, with fixed work wherever there is less.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.allocation.kernels.cpsat import library
from workmodel.allocation.kernels.packing import packed
from workmodel.allocation.kernels.rules import heads, tails

if TYPE_CHECKING:
    from workmodel.allocation.kernels.instance import Instance

__all__ = ["Modelled", "missing", "modelled", "modest", "unit_of"]

_SAFE: Final = (
    2**53
)  # activities times time times units: CP-SAT adds energies up in 64 bits, some of them scaled


@frozen(eq=False)
class Modelled:
    """A model, and where in it the starts are.

    Attributes
    ----------
    model
        CP-SAT's.
    starts
        A variable for each activity. [unit]
    makespan
        The variable to be made small. [unit]
    unit
        How much time one of the model is. [time]
    """

    model: Any
    starts: list[Any]
    makespan: Any
    unit: int


def unit_of(instance: Instance) -> int:
    """The largest length of time of which all durations, lags and steps are multiples.

    Some best schedule starts everything at multiples of it as well: one in which nothing could start earlier.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> unit_of(instance([60, 90], [(0, 1, 60)]))
    30
    """
    columns = (instance.durations, instance.predecessor_lags, instance.step_times)
    return gcd(*(int(time) for column in columns for time in column)) or 1


def modest(instance: Instance, latest: int) -> bool:
    """Whether a model of the instance until then holds no number that CP-SAT could not add up.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> modest(instance([3]), 100), modest(instance([2**40, 1]), 2**54)
    (True, False)
    """
    most = int(instance.step_capacities.max(initial=1))
    return (latest // unit_of(instance) + 1) * (len(instance) + 1) * most < _SAFE


def modelled(instance: Instance, *, least: int, latest: int) -> Modelled | None:
    """The model of all schedules that end within these times; ``None`` where links alone leave none.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> made = instance([60, 90], [(0, 1, 60)])
    >>> modelled(made, least=0, latest=180).unit, modelled(made, least=0, latest=149)
    (30, None)
    """
    unit = unit_of(instance)
    first, last = -(-max(least, 0) // unit), latest // unit
    problem = packed(instance)
    bounds: dict[int, tuple[int, int]] = {}
    for activity, head, tail in zip(problem.numbers, heads(problem), tails(problem), strict=True):
        bounds[activity] = (head // unit, last - tail // unit)
    if first > last or any(early > late for early, late in bounds.values()):
        return None
    model = library().CpModel()
    durations = [int(time) // unit for time in instance.durations]
    starts = [model.new_int_var(*bounds[i], f"start {i}") for i in range(len(instance))]
    makespan = model.new_int_var(first, last, "makespan")
    for i, start in enumerate(starts):
        behind = range(instance.successor_first[i], instance.successor_first[i + 1])
        model.add(makespan >= start + durations[i])
        for k in behind:
            model.add(starts[instance.successors[k]] >= start + int(instance.successor_lags[k]) // unit)
    runs = [model.new_fixed_size_interval_var(s, d, "") for s, d in zip(starts, durations, strict=True)]
    users: list[list[tuple[Any, int]]] = [[] for _ in range(instance.resources)]
    for i in range(len(instance)):
        for k in range(instance.requirement_first[i], instance.requirement_first[i + 1]):
            if durations[i]:
                users[instance.requirement_resources[k]].append((runs[i], int(instance.requirement_units[k])))
    for resource, row in enumerate(users):
        if row:
            rows = slice(instance.step_first[resource], instance.step_first[resource + 1])
            times, units = instance.step_times[rows].tolist(), instance.step_capacities[rows].tolist()
            most = max(units)
            for begin, end, gone in missing(times, units, most, last * unit):
                row.append(
                    (model.new_fixed_size_interval_var(begin // unit, (end - begin) // unit, ""), gone)
                )
            model.add_cumulative([run for run, _ in row], [taken for _, taken in row], most)
    model.minimize(makespan)
    return Modelled(model, starts, makespan, unit)


def missing(times: list[int], units: list[int], most: int, until: int) -> Iterator[tuple[int, int, int]]:
    """From when to when, until then, there is how much less than the most of a capacity that changes.

    Examples
    --------
    >>> [*missing([0, 4, 6], [1, 3, 2], 3, 9)]
    [(0, 4, 2), (6, 9, 1)]
    """
    for begin, there, end in zip(times, units, [*times[1:], until], strict=True):
        if there < most and begin < min(end, until):
            yield begin, min(end, until), most - there
