"""A plan as an instance of plain project scheduling: durations on one axis of working time, constant capacities.

Exact where all that holds anybody works on one calendar with nothing else claiming it; elsewhere near enough to say in
which order items should get their people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.allocation.kernels.instance import Instance, instance
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
        In working minutes from the plan's first start on.
    calendar
        The axis of working time.
    begin
        Where it begins. [working min on that axis]
    exact
        Whether its schedules are those of the plan.
    """

    instance: Instance
    calendar: WorkCalendar
    begin: int
    exact: bool

    def moment(self, time: int) -> int:
        """When so much working time has passed: the end of it. [min since 1970]"""
        return self.calendar.finish_of(self.begin + time) if time else self.calendar.start_of(self.begin)


def abstracted(posed: Posed) -> Abstract:
    """The instance of a plan."""
    level, network = posed.level, posed.level.step.problem.network
    problem = level.step.problem
    leaves = [node for node in range(len(level.names)) if network.part[node] == LEAF]
    used = [int(problem.columns["cal"][node]) for node in posed.workers or leaves]
    common = max(set(used), key=used.count)
    calendar = problem.numbers.calendars[common]
    rows = {name: row for row, name in enumerate(posed.logic.ids)}
    dates = posed.logic.dates
    early = {node: int(dates.early_start[rows[name]]) for node, name in enumerate(level.names)}
    begin = calendar.position(min(early.values()))
    durations = _durations(posed, calendar, common)
    names = list(level.rooms)
    capacities = [level.rooms[name][1][-1] for name in names]
    number = {name: n for n, name in enumerate(names)}
    requirements: list[Mapping[int, int]] = [
        {number[who]: min(units, capacities[number[who]]) for who, units in level.needs.get(node, ())}
        if durations[node] and level.step.movable(node)
        else {}
        for node in range(len(durations))
    ]
    links = list(_links(posed, durations))
    releases = [max(calendar.position(early[node]) - begin, 0) for node in range(len(durations))]
    source = len(durations)
    links += [(source, node, release) for node, release in enumerate(releases) if network.part[node] == LEAF]
    made = instance([*durations, 0], links, capacities=capacities, requirements=requirements)
    plain = (
        set(used) == {common}
        and not posed.paces
        and not level.facts
        and all(len(rooms) == 1 for _, rooms in level.rooms.values())
        and all(_plain(posed, node, common) for node in range(len(durations)))
    )
    return Abstract(made, calendar, begin, plain)


def _durations(posed: Posed, calendar: WorkCalendar, common: int) -> list[int]:
    """How long each node takes on the axis: its duration; what is paced or on another calendar, about as long as by logic."""
    problem, network = posed.level.step.problem, posed.level.step.problem.network
    rows = {name: row for row, name in enumerate(posed.logic.ids)}
    dates, found = posed.logic.dates, []
    for node, name in enumerate(posed.level.names):
        if network.part[node] != LEAF or not posed.minutes[node]:
            found.append(0)
        elif int(problem.columns["cal"][node]) == common:
            found.append(posed.minutes[node])
        else:
            row = rows[name]
            found.append(max(calendar.between(int(dates.start[row]), int(dates.finish[row])), 1))
    return found


def _links(posed: Posed, durations: list[int]) -> Iterator[tuple[int, int, int]]:
    """All links as delays from start to start. [working min]"""
    network = posed.level.step.problem.network
    for node in range(len(durations)):
        if network.gate[node] >= 0:
            yield int(network.gate[node]), node, 0
        if network.part[node] == CLOSE:
            yield int(network.own_gate[node]), node, 0
        elif network.close[node] >= 0:
            yield node, int(network.close[node]), durations[node]
        if network.part[node] == CLOSE and network.close[node] >= 0:
            yield node, int(network.close[node]), 0
        if network.part[node] == CLOSE:
            continue
        for link in range(int(network.first[node]), int(network.first[node + 1])):
            before = int(network.predecessor[link])
            code, lag = int(network.link[link]), int(network.lag[link])
            if int(network.lag_kind[link]) != _WORKING_LAG:
                lag = 0
            if code & 1:  # from the start; of a summary, from what lets it begin
                before = int(network.own_gate[before]) if network.part[before] == CLOSE else before
            else:
                lag += durations[before]
            yield before, node, lag - (durations[node] if code >= 2 else 0)


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
