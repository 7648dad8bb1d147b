"""From a plan to the text of an instance, ``.sm``, or ``.mm`` where tasks have modes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Final

from attrs import frozen

from workmodel.domain import Mode, Plan, Resource, Task
from workmodel.errors import OutOfRange
from workmodel.interchange.given import given_plan
from workmodel.interchange.psplib.instance import PERIOD, Activity, Instance, Part, Way, too_long
from workmodel.interchange.psplib.outline import outline
from workmodel.interchange.psplib.planning import midnight, resource_ids
from workmodel.interchange.psplib.text import one_line
from workmodel.quantities import Moment

__all__ = ["Written", "dumps", "text_of", "written"]

_STARS: Final = "*" * 72
_MOST: Final = 999_999_999


@frozen
class Written:
    """A plan as an instance.

    Attributes
    ----------
    instance
        The instance.
    ids
        What its activities are called in the plan; ``None``: an end that the plan has not.
    resources
        What its resources are called in the plan.
    """

    instance: Instance
    ids: tuple[str | None, ...]
    resources: tuple[str, ...]


def dumps(plan: Plan) -> str:
    r"""The text of a plan as an instance of one project, PSPLIB's ``.sm``, or ``.mm`` where tasks have modes.

    Activities are the tasks and milestones without children, in the order of the plan, between a first and a last one,
    which are added where the plan does not begin and end with one milestone. Durations are working hours, units and
    capacities whole numbers, both rounded up. What people and machines do is written, and materials as what there is in
    all. A task with modes is written with these; which of them it is planned in is not. Whatever else a plan says is left out:
    `losses` lists it.

    Parameters
    ----------
    plan
        The plan.

    Raises
    ------
    DependencyCycle
        Items wait for each other, so that no instance could be read again.
    OutOfRange
        A duration follows from effort, which is for `schedule` to find out; or a number is beyond the format.
    WrongType
        Not a plan.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Resource, Task
    >>> plan = Plan(start="2026-01-05", calendar="24_hours").add(
    ...     Resource("digger", type="equipment", capacity=2, calendar="24_hours"),
    ...     Task("dig", duration="3h", assignments=["digger 200%"]),
    ... )
    >>> print(dumps(plan).partition("PRECEDENCE")[2])
     RELATIONS:
    jobnr.    #modes  #successors   successors
       1        1          1           2
       2        1          1           3
       3        1          0
    ************************************************************************
    REQUESTS/DURATIONS:
    jobnr. mode duration  R 1
    ------------------------------------------------------------------------
      1      1     0       0
      2      1     3       2
      3      1     0       0
    ************************************************************************
    RESOURCEAVAILABILITIES:
      R 1
        2
    ************************************************************************
    <BLANKLINE>
    """
    return text_of(written(given_plan(plan)).instance)


def written(plan: Plan) -> Written:
    """A plan as an instance; see `dumps`."""
    found = outline(plan)
    places = {name: place for place, name in enumerate(found.ids) if name is not None}
    successors: list[list[int]] = [[] for _ in found.ids]
    for name, before in found.predecessors.items():
        for other in before:
            successors[places[other]].append(places[name])
    begin, end = found.ids[0], found.ids[-1]
    if begin is None:
        successors[0] = [places[name] for name, before in found.predecessors.items() if not before] or [
            len(found.ids) - 1
        ]
    if end is None:
        for place in range(0 if begin is not None else 1, len(found.ids) - 1):
            successors[place] = successors[place] or [len(found.ids) - 1]
    resources = [one for one in plan.resources.values() if one.works]
    materials = [one for one in plan.resources.values() if one.type == "material"]
    used = (*resources, *materials)
    activities = [
        _activity(plan, name, used, after) for name, after in zip(found.ids, successors, strict=True)
    ]
    totals = [
        sum(max(way.requirements[place] for way in one.ways) for one in activities)
        for place in range(len(used))
    ]
    capacities = [_capacity(one, total) for one, total in zip(used, totals, strict=True)]
    instance = Instance(
        tuple(activities),
        (Part(_release(plan, begin), len(activities)),),
        tuple(capacities),
        tuple([one.works for one in used]),
        title=one_line(plan.title),
    )
    return Written(instance, found.ids, tuple([one.id for one in used]))


def _activity(
    plan: Plan, name: str | None, resources: Sequence[Resource], successors: Iterable[int]
) -> Activity:
    task = None if name is None else plan.items[name]
    ways: list[Way] = []
    if isinstance(task, Task):
        ways = [_way(plan, one, f"{name} in mode {one.name}", resources) for one in task.modes]
        ways = ways or [_way(plan, task, task.id, resources)]
    if len(ways) < 2 and not any(way.duration for way in ways):
        ways = [Way(0, (0,) * len(resources))]  # what takes no time holds nothing
    return Activity(tuple(ways), tuple(sorted(successors)))


def _way(plan: Plan, done: Task | Mode, name: str, resources: Sequence[Resource]) -> Way:
    duration = _duration(plan, done, name)
    asked = _requirements(plan, done, name, resources)
    return Way(
        duration,
        tuple(
            [units if duration or not one.works else 0 for units, one in zip(asked, resources, strict=True)]
        ),
    )


def _duration(plan: Plan, done: Task | Mode, name: str) -> int:
    """In whole periods, rounded up; what says neither duration nor effort takes a day."""
    if done.duration is None and done.effort is not None:
        raise OutOfRange(
            f"the duration of {name}",
            f"left to its effort of {done.effort}",
            "given, as schedule(plan) finds it: an instance knows durations only",
        )
    minutes = plan.minutes("1d" if done.duration is None else done.duration)
    periods = -(-minutes // PERIOD)
    if problem := too_long(periods):
        raise OutOfRange(f"the duration of {name}", str(done.duration), f"shorter, since {problem}")
    return periods


def _requirements(plan: Plan, done: Task | Mode, name: str, resources: Sequence[Resource]) -> tuple[int, ...]:
    """What is asked for of each resource, in whole units, rounded up."""
    found: dict[str, int] = {}
    for one in done.assignments:
        resource = plan.resources[one.resource]
        units = one.units if one.units is not None else resource.capacity if resource.works else Decimal(0)
        found[resource.id] = found.get(resource.id, 0) + ceil(units)
    most = max(found.values(), default=0)
    if most > _MOST:
        raise OutOfRange(f"what {name} asks for", most, f"at most {_MOST:,} units")
    return tuple([found.get(one.id, 0) for one in resources])


def _capacity(resource: Resource, total: int) -> int:
    """How much there is of a resource: at once, or in all; of a material without a stock as much as is asked for."""
    amount = resource.capacity if resource.works else total if resource.stock is None else resource.stock
    if amount > _MOST:
        raise OutOfRange(f"how much there is of {resource.id}", amount, f"at most {_MOST:,} units")
    return ceil(amount)


def _release(plan: Plan, begin: str | None) -> int:
    """Whole periods from the start of the plan to that of its first milestone, where a constraint holds that back."""
    held = None if begin is None else plan.items[begin].constraint
    if held is None or held.kind != "SNET" or held.date is None or plan.start is None:
        return 0
    first, then = _floating(plan.start), _floating(held.date)
    if first is None or then is None:
        return 0
    minutes = (then - first).total_seconds() / 60
    return int(minutes // PERIOD) if minutes > 0 and minutes % PERIOD == 0 else 0


def _floating(value: Moment) -> datetime | None:
    """A time without a zone; ``None`` for one that has one."""
    found = midnight(value)
    return found if found.tzinfo is None else None


def text_of(instance: Instance) -> str:
    """The text of an instance of one project, in the columns of PSPLIB."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(instance))


def _lines(instance: Instance) -> Iterator[str]:
    activities = instance.activities
    jobs = len(activities)
    renewable = sum(instance.renewable)
    horizon = sum(one.longest for one in activities) + instance.parts[0].release
    names = "".join(f"  {name[0].upper()} {name[1:]}" for name in resource_ids(instance.renewable))
    yield _STARS
    yield f"file with basedata            : {instance.title}"
    yield "initial value random generator: 0"
    yield _STARS
    yield "projects                      :  1"
    yield f"jobs (incl. supersource/sink ):  {jobs}"
    yield f"horizon                       :  {horizon}"
    yield "RESOURCES"
    yield f"  - renewable                 :  {renewable}   R"
    yield f"  - nonrenewable              :  {len(instance.renewable) - renewable}   N"
    yield "  - doubly constrained        :  0   D"
    yield _STARS
    yield "PROJECT INFORMATION:"
    yield "pronr.  #jobs rel.date duedate tardcost  MPM-Time"
    # nothing is due, which the format says by delay that costs nothing
    yield f"    1 {jobs - 2:6} {instance.parts[0].release:6} {horizon:8} {0:8} {_longest_path(activities):8}"
    yield _STARS
    yield "PRECEDENCE RELATIONS:"
    yield "jobnr.    #modes  #successors   successors"
    for number, one in enumerate(activities, 1):
        after = _cells([place + 1 for place in one.successors], 3)
        yield f"{number:4} {len(one.ways):8} {len(one.successors):10}        {after}"
    yield _STARS
    yield "REQUESTS/DURATIONS:"
    yield f"jobnr. mode duration{names}"
    yield "-" * 72
    for number, one in enumerate(activities, 1):
        for mode, way in enumerate(one.ways, 1):
            name = number if mode == 1 else ""
            yield f"{name:3} {mode:6} {way.duration:5}   {_cells(way.requirements, 4)}"
    yield _STARS
    yield "RESOURCEAVAILABILITIES:"
    yield names
    yield _cells(instance.capacities, 4)
    yield _STARS


def _cells(numbers: Iterable[int], width: int) -> str:
    return "".join(f" {number:{width}}" for number in numbers)


def _longest_path(activities: Sequence[Activity]) -> int:
    """How long the project takes where nothing is scarce, without its release. [periods]"""
    waits = [0] * len(activities)
    for one in activities:
        for place in one.successors:
            waits[place] += 1
    begin = [0] * len(activities)
    free = [place for place, number in enumerate(waits) if not number]
    longest = 0
    while free:
        place = free.pop()
        finish = begin[place] + activities[place].shortest
        longest = max(longest, finish)
        for other in activities[place].successors:
            begin[other] = max(begin[other], finish)
            waits[other] -= 1
            if not waits[other]:
                free.append(other)
    return longest
