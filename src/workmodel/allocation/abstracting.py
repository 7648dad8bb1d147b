"""A plan as an instance of plain project scheduling: durations on one axis of working time, constant capacities.

Exact where all that holds anybody works on one calendar with nothing else claiming it; elsewhere near enough to say in
which order items should get their people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.allocation.floors import by_logic
from workmodel.allocation.kernels.instance import Instance, instance
from workmodel.allocation.kernels.moded import ModedInstance, ModeOf, moded_instance
from workmodel.allocation.posing import Posed
from workmodel.graph.network import CLOSE, LEAF

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar

__all__ = ["Abstract", "abstracted"]

_WORKING_LAG = 0  # kinds of lags; others run around the clock, or are percentages


@frozen(eq=False)
class Abstract:
    """An instance, one activity per node of the plan's network.

    Attributes
    ----------
    instance
        In working minutes from the plan's first start on; with modes where something can be done in several ways.
    calendar
        The axis of working time.
    begin
        Where it begins. [working min on that axis]
    exact
        Whether its schedules are those of the plan.
    """

    instance: Instance | ModedInstance
    calendar: WorkCalendar
    begin: int
    exact: bool

    def moment(self, time: int) -> int:
        """When so much working time has passed: the end of it. [min since 1970]"""
        return self.calendar.finish_of(self.begin + time) if time else self.calendar.start_of(self.begin)


def abstracted(posed: Posed) -> Abstract:
    """The instance of a plan."""
    level, network = posed.level, posed.level.step.problem.network
    problem, nodes = level.step.problem, range(len(level.names))
    leaves = [node for node in nodes if network.part[node] == LEAF and node not in level.options]
    used = [int(problem.columns["cal"][node]) for node in posed.workers or leaves]
    common = max(set(used), key=used.count)
    calendar = problem.numbers.calendars[common]
    early = posed.column("early_start")
    own = [node for node in nodes if network.part[node] == LEAF and node not in posed.way_of]
    if level.options:  # logic knows the ways as they are planned, and not the best
        places = by_logic(posed)
        for node in own:
            early[node] = places[node].start
    begin = calendar.position(min(early[node] for node in own))
    names = list(level.rooms)
    capacities = [level.rooms[name][1][-1] for name in names]
    number = {name: n for n, name in enumerate(names)}
    stocks = list(level.budget)
    starts = posed.column("start")

    def way(node: int) -> ModeOf:
        """How a node, or a way of one, takes time and people on the axis."""
        duration = 0
        if network.part[node] == LEAF:
            open_ = problem.numbers.calendars[int(problem.columns["cal"][node])]
            duration = _takes(open_, calendar, starts[node], posed.minutes[node])
        held = level.needs.get(node, ()) if duration and level.step.movable(node) else ()
        takes = dict(level.takes.get(node, ()))
        return ModeOf(
            duration,
            {number[who]: min(units, capacities[number[who]]) for who, units in held},
            {n: takes[name] for n, name in enumerate(stocks) if takes.get(name)},
        )

    modes = [
        [ModeOf(0)] if node in posed.way_of else [way(one) for one in level.options.get(node, (node,))]
        for node in nodes
    ]
    links = list(_links(posed))
    source = len(modes)
    links += [(source, node, max(calendar.position(early[node]) - begin, 0), False, False) for node in own]
    made = _instance(
        [*modes, [ModeOf(0)]], links, capacities, [max(level.budget[name], 0) for name in stocks]
    )
    plain = (
        set(used) == {common}
        and not posed.paces
        and not level.facts
        and all(len(rooms) == 1 for _, rooms in level.rooms.values())
        and all(_plain(posed, node, common) for node in nodes if node not in posed.way_of)
    )
    return Abstract(made, calendar, begin, plain)


Link = tuple[int, int, int, bool, bool]
"""Predecessor, successor, lag, and whether it counts from the finish of the one, to the finish of the other."""


def _instance(
    modes: list[list[ModeOf]], links: list[Link], capacities: list[int], stocks: list[int]
) -> Instance | ModedInstance:
    """An instance with modes, or a plain one where there is nothing to choose."""
    if any(len(own) > 1 for own in modes):
        return moded_instance(modes, links, capacities=capacities, stocks=stocks)
    durations = [own[0].duration for own in modes]
    return instance(
        durations,
        [(p, s, lag + durations[p] * after - durations[s] * until) for p, s, lag, after, until in links],
        capacities=capacities,
        requirements=[own[0].requirements for own in modes],
    )


def _takes(own: WorkCalendar, axis: WorkCalendar, start: int, minutes: int) -> int:
    """How long work on one calendar takes on another, about as long as by logic. [working min]"""
    if own == axis or not minutes:
        return minutes
    return max(axis.between(start, own.add(start, minutes)), 1)


def _links(posed: Posed) -> Iterator[Link]:
    """All links. [working min]"""
    network = posed.level.step.problem.network
    for node in range(len(posed.level.names)):
        if node in posed.way_of:
            continue
        if network.gate[node] >= 0:
            yield int(network.gate[node]), node, 0, False, False
        if network.part[node] == CLOSE:
            yield int(network.own_gate[node]), node, 0, False, False
        elif network.close[node] >= 0:
            yield node, int(network.close[node]), 0, True, False
        if network.part[node] == CLOSE and network.close[node] >= 0:
            yield node, int(network.close[node]), 0, False, False
        if network.part[node] == CLOSE:
            continue
        for link in range(int(network.first[node]), int(network.first[node + 1])):
            before = int(network.predecessor[link])
            code, lag = int(network.link[link]), int(network.lag[link])
            if int(network.lag_kind[link]) != _WORKING_LAG:
                lag = 0
            if code & 1:  # from the start; of a summary, from what lets it begin
                before = int(network.own_gate[before]) if network.part[before] == CLOSE else before
            yield before, node, lag, not code & 1, code >= 2


def _plain(posed: Posed, node: int, common: int) -> bool:
    """Whether a node follows the same axis in all that it asks for."""
    problem, network = posed.level.step.problem, posed.level.step.problem.network
    fill = problem.columns
    if network.part[node] == CLOSE:
        return True
    for link in range(int(network.first[node]), int(network.first[node + 1])):
        from_summary = network.part[int(network.predecessor[link])] == CLOSE and int(network.link[link]) & 1
        if int(network.lag_kind[link]) != _WORKING_LAG or from_summary:
            return False
    same = int(fill["plain"][node]) == common and int(fill["cal"][node]) == common
    still = network.part[node] != LEAF or posed.level.step.movable(node)
    return same and still and not fill["delay"][node] and node not in problem.waits
