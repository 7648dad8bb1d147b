"""From a plan to what is levelled: who holds whom, how fast work goes on in what is left of people's time."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from workmodel.allocation.levelling import Level
from workmodel.allocation.priority import priorities
from workmodel.allocation.splitting import Split
from workmodel.allocation.stocks import stocks
from workmodel.allocation.ways import Ways
from workmodel.allocation.workers import Pace, Worker, pace_of, workers_of
from workmodel.capacity.hours import SCALE
from workmodel.capacity.remaining import Remaining, remaining
from workmodel.domain import Plan, Schedule, Task
from workmodel.errors import NoWorkingTime
from workmodel.graph.network import LEAF
from workmodel.scheduling.stepwise import Stepwise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Posed", "posed"]


@frozen(eq=False)
class Posed:
    """A plan ready to be levelled.

    Attributes
    ----------
    level
        What the generation reads.
    logic
        The dates that logic alone gives.
    left
        What other claims leave of everybody's time.
    workers
        By node, who works on it.
    paces
        By node whose people are claimed otherwise, how it goes on.
    minutes
        By node, how long its work takes people with all their time. [working min]
    idle
        Nodes whose people have no hours left at all.
    ways
        What can be done in several ways.
    way_of
        By node of a way, the node of the task.
    """

    level: Level
    logic: Schedule
    left: Remaining
    workers: Mapping[int, tuple[Worker, ...]]
    paces: Mapping[int, Pace]
    minutes: Mapping[int, int]
    idle: tuple[int, ...]
    ways: Ways
    way_of: Mapping[int, int]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.left.plan

    @property
    def wide(self) -> Plan:
        """The plan and, as tasks, all ways of doing what can be done in several."""
        return self.ways.plan

    def column(self, name: str) -> list[int]:
        """A column of the logic's dates by node; ways have that of their task."""
        rows = {item: row for row, item in enumerate(self.logic.ids)}
        values, names = getattr(self.logic.dates, name).tolist(), self.level.names
        return [values[rows[names[self.way_of.get(node, node)]]] for node in range(len(names))]


def posed(
    ways: Ways, logic: Schedule, dated: Schedule, lo: int, hi: int, *,
    reserve: int = 0, hopeless: Container[str] = (), smoothing: bool = False,
) -> Posed:  # fmt: skip
    """A plan to be levelled in a stretch of time.

    Parameters
    ----------
    ways
        The plan and what can be done in several ways.
    logic
        The dates that logic alone gives.
    dated
        The dates from which routines of projects begin and end.
    lo, hi
        The stretch. [min since 1970]
    reserve
        Share of everybody's availability that is left on purpose. [1/10 000]
    hopeless
        Ids of what would never end within everybody's hours: it stands where logic puts it.
    smoothing
        Whether nothing takes longer than planned, and nothing begins after its late start.
    """
    plan, wide = logic.plan, ways.plan
    axis = plan.axis
    left = remaining(
        plan,
        dated,
        axis.time(lo).date(),
        axis.time(hi).date() + timedelta(days=1),
        reserve=Fraction(reserve, SCALE),
    )
    asking = Stepwise(wide, lo, hi)  # who may move, and how long work takes, follow from the plan alone
    network = asking.problem.network
    names = [entity.id for slot in network.slot.tolist() if (entity := wide._at(slot)) is not None]
    leaves = {name: node for node, name in enumerate(names) if network.part[node] == LEAF}
    options = {leaves[name]: tuple(leaves[way.id] for way in own) for name, own in ways.ways.items()}
    way_of = {way: node for node, own in options.items() for way in own}
    durations = asking.problem.columns["duration"].tolist()
    movable = {node for node in range(len(asking)) if asking.movable(node)}
    workers = {
        node: found
        for node in leaves.values()
        if isinstance(task := wide[names[node]], Task)
        and (found := workers_of(wide, task, left))
        and durations[node]
    }
    begin = int(logic.dates.start.min())
    tasks = [wide[name] for name in names]
    paces, idle = _paced(
        wide, tasks, workers, set() if smoothing else movable, durations, left, begin, hopeless
    )
    never = _never(asking, way_of, begin)
    options = {node: _possible(own, workers, idle, never) for node, own in options.items()}
    rows = {name: row for row, name in enumerate(logic.ids)}
    dates = logic.dates
    here = {node: rows[name] for name, node in leaves.items() if name in rows}
    late = {node: int(dates.start[here[node]]) for node in asking.problem.late.tolist() if node in here}
    step = Stepwise(wide, lo, hi, *_rated(paces), late)
    facts = {
        node: (int(dates.start[here[node]]), int(dates.finish[here[node]]))
        for node in workers
        if node not in movable and node in here
    }
    needs = {node: tuple((one.resource, one.units) for one in own) for node, own in workers.items()}
    people = {name for own in needs.values() for name, _ in own}
    level = Level(
        step, needs, names, {name: _rooms(plan, name) for name in people}, facts, *_waits(step, way_of),
        {name: plan.work_calendar(plan.resources[name].calendar) for name in people}, options,
        *stocks(wide, names, options, way_of),
        {node: int(dates.late_start[row]) for node, row in here.items()} if smoothing else {},
        {
            node: Split(wide, task, workers[node], durations[node], left)
            for node in paces
            if isinstance(task := tasks[node], Task) and task.splittable
        },
        _ranks(wide, names, network.slot.tolist()) if any(getattr(one, "splittable", False) for one in tasks) else (),
    )  # fmt: skip
    return Posed(level, logic, left, workers, paces, dict(enumerate(durations)), tuple(idle), ways, way_of)


def _never(asking: Stepwise, ways: Collection[int], begin: int) -> set[int]:
    """Ways on calendars that are never open from a moment on: their people do not work when the task may be done."""
    calendars, used = asking.problem.numbers.calendars, asking.problem.columns["cal"]
    closed = set()
    for number in {int(used[way]) for way in ways}:
        try:
            calendars[number].next_open(begin)
        except NoWorkingTime:
            closed.add(number)
    return {way for way in ways if int(used[way]) in closed}


def _possible(
    own: tuple[int, ...],
    workers: Mapping[int, tuple[Worker, ...]],
    idle: Container[int],
    never: Container[int],
) -> tuple[int, ...]:
    """The ways that are a choice.

    Not those of people who never work when the task may be done, or have no hours left, or of whom more is asked than there is.
    """
    own = tuple(way for way in own if way not in never) or own
    some = [
        way
        for way in own
        if way not in idle and all(one.asked <= max(one.units, one.capacity) for one in workers.get(way, ()))
    ]
    return tuple(some) or tuple(way for way in own if way not in idle) or own


def _rated(paces: Mapping[int, Pace]) -> tuple[list[Ints], dict[int, tuple[int, int, int]]]:
    """Curves, each once, and by node the numbers of its own and its effort."""
    curves: list[Ints] = []
    rated: dict[int, tuple[int, int, int]] = {}
    known: dict[int, int] = {}
    for node, pace in paces.items():
        first = known.setdefault(id(pace.curves), len(curves))
        if first == len(curves):
            curves += pace.curves
        rated[node] = (first, first + len(pace.curves), pace.effort)
    return curves, rated


def _waits(step: Stepwise, way_of: Mapping[int, int]) -> tuple[list[int], list[list[int]]]:
    """Per node, for how many others it waits, and which wait for it; ways are looked at, never placed."""
    waits, followers = step.before()
    for way in range(len(waits)):
        if way in way_of:
            for other in followers[way]:
                waits[other] -= 1
            followers[way], waits[way] = [], -1
    return waits, [
        [other for other in row if other not in way_of] for row in followers
    ] if way_of else followers


def _paced(
    plan: Plan, items: Sequence[Any], workers: Mapping[int, tuple[Worker, ...]], movable: Container[int],
    durations: Sequence[int], left: Remaining, begin: int, hopeless: Container[str],
) -> tuple[dict[int, Pace], list[int]]:  # fmt: skip
    """How work goes on whose people are claimed otherwise; and that whose people have no hours from a moment on."""
    paces, idle = {}, []
    alike: dict[Any, tuple[Ints, ...]] = {}
    for node, task in enumerate(items):
        if node not in movable or not durations[node] or not isinstance(task, Task):
            continue
        own = workers.get(node, ())
        if not own:
            if any(plan.resources[one.resource].works for one in task.assignments):
                idle.append(node)
            continue
        fixed = task.type == "fixed_duration" or task.ignore_resource_calendars
        # a duration that runs around the clock, or that was given to work as it is worked, is one
        worked = task.contour == "as_worked" and not (task.splittable and task.effort is not None)
        given = task.duration is not None and (task.duration.elapsed or worked)
        if fixed or given:
            continue
        whole = all(left.whole(one.resource) and one.asked <= one.capacity and not one.spells for one in own)
        if whole and not task.splittable and task.minimum_staff == 1:
            continue
        pace = pace_of(plan, task, own, durations[node], left, alike=alike)
        there = all(len(curve) and int(curve[-1, 1]) > begin for curve in pace.curves)
        if there and task.id not in hopeless:
            paces[node] = pace
        else:
            idle.append(node)
    return paces, idle


def _ranks(plan: Plan, names: Sequence[str], slots: Sequence[int]) -> list[tuple[float, ...]]:
    """What is served first where two want the same hours: by priority of the project, of the task, then the plan's order."""
    return [(*priorities(plan, name), float(slot)) for name, slot in zip(names, slots, strict=True)]


def _rooms(plan: Plan, name: str) -> tuple[list[int], list[int]]:
    """From when there is how much of a resource."""
    resource = plan.resources[name]
    moments, rooms = [plan.axis.minute(date(2, 1, 1))], [int(resource.capacity * SCALE)]
    for change in sorted(resource.capacity_changes, key=lambda one: one.start):
        moments.append(plan.axis.minute(change.start))
        rooms.append(int(change.capacity * SCALE))
    return moments, rooms
