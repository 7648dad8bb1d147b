"""What scheduled work asks of whom, day by day: effort spread over the open minutes between start and finish.

An assignment's amount is its share of the task's effort, in the proportion of units times efficiency times open minutes,
turned into hours of the one who does it; without an effort it is units times open minutes. It lies evenly over the minutes
in which both the person and the task's calendar are open, or as the task's contour says, cumulatively, so that its parts
add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.calendars import WorkCalendar, day_number, intersection
from workmodel.capacity.granting import spread
from workmodel.capacity.pace import in_hours, shared
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Task
from workmodel.domain.contour import CONTOURS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Assignment, Plan, Resource, Schedule

    Ints = NDArray[np.int64]

__all__ = ["Load", "Spread", "assignment_loads", "spread_over_days"]

SCALE: Final = 10_000  # ledger units in a person-minute


@frozen
class Load:
    """What one assignment asks for in all.

    Attributes
    ----------
    item, resource
        Ids.
    row
        Number of the resource among the cells.
    start, finish
        Between which minutes. [min since 1970]
    amount
        [1/10 000 person-minute]
    hours
        When it may be worked on.
    contour
        How it is spread.
    """

    item: str
    resource: str
    row: int
    start: int
    finish: int
    amount: int
    hours: WorkCalendar
    contour: str


@frozen(eq=False)
class Spread:
    """Loads by day: int64 arrays of one shape, one entry per load and day on which it asks for something.

    Attributes
    ----------
    load
        Number of the load.
    cell
        Row of the resource times the number of days, plus the day.
    amount
        [1/10 000 person-minute]
    """

    load: Ints
    cell: Ints
    amount: Ints


def assignment_loads(plan: Plan, schedule: Schedule, cells: Cells) -> Iterator[Load]:
    """The loads of all assignments of tasks that reach into the window, in the plan's order."""
    dates = schedule.dates
    starts, finishes = dates.start.tolist(), dates.finish.tolist()
    lo, hi = cells.window
    for row, name in enumerate(schedule.ids):
        if finishes[row] <= lo or starts[row] >= hi:
            continue
        task = plan[name]
        if isinstance(task, Task) and task.assignments:
            yield from _of_task(plan, task, starts[row], finishes[row], cells)


def _of_task(plan: Plan, task: Task, start: int, finish: int, cells: Cells) -> Iterator[Load]:
    parts = [part for one in task.assignments for part in _parts(plan, task, one, start, finish)]
    effort = effort_of(plan, task)
    amounts = [part.weight for part in parts]
    if effort is not None and task.split == "each":
        amounts = [effort] * len(parts)
    elif effort is not None:
        efforts = shared(effort, [part.weight * part.pace for part in parts])
        amounts = in_hours(efforts, ((part.resource, part.pace) for part in parts))
    for part, amount in zip(parts, amounts, strict=True):
        row = cells.row(part.resource)
        if amount and row is not None:
            yield Load(task.id, part.resource, row, part.start, part.finish, amount, part.hours, task.contour)


@frozen
class _Part:
    """What one person has for a task: hours, the part of its dates, units times open minutes in that, efficiency."""

    resource: str
    hours: WorkCalendar
    start: int
    finish: int
    weight: int
    pace: int


def _parts(plan: Plan, task: Task, one: Assignment, start: int, finish: int) -> Iterator[_Part]:
    """The people behind an assignment; a team with members stands for those who are in it at the time."""
    resource = plan.resources[one.resource]
    if not resource.works:
        return
    first, last = (plan.axis.time(t).date() for t in (start, max(finish - 1, start)))
    days = (last - first).days + 1
    for name, mask in days_in_team(plan, resource.id, day_number(first), days).items():
        who = plan.resources[name]
        if not (who.works and mask.any()):
            continue
        hours, lo, hi = _hours(plan, task, who), start, finish
        if not mask.all():  # in the team for a part of the time
            inside = mask.nonzero()[0].tolist()
            lo = max(start, plan.axis.minute(first + timedelta(days=inside[0])))
            hi = min(finish, plan.axis.minute(first + timedelta(days=inside[-1]), end=True))
        units = one.units if one.units is not None and not resource.members else who.capacity
        weight = int(units * SCALE) * hours.between(lo, hi)
        yield _Part(name, hours, lo, hi, weight, int(who.efficiency * SCALE))


def effort_of(plan: Plan, task: Task) -> int | None:
    """Person-time a task needs, as given or estimated; ``None`` where nothing is said of it. [1/10 000 person-minute]"""
    if task.effort is not None:
        return plan.minutes(task.effort) * SCALE
    if task.estimate is not None and task.estimate.of == "effort":
        low, likely, high = task.estimate.minutes(plan.conventions)
        return int(Fraction(low + 4 * likely + high, 6) * SCALE)
    return None


def _hours(plan: Plan, task: Task, resource: Resource) -> WorkCalendar:
    """When a person works on a task: in their own hours, within the task's calendar if it has one."""
    own = plan.work_calendar(resource.calendar)
    if task.calendar is None:
        return own
    calendar = plan.work_calendar(task.calendar)
    if task.ignore_resource_calendars or calendar == own:
        return calendar
    return intersection([own, calendar])


def spread_over_days(loads: Sequence[Load], cells: Cells) -> Spread:
    """Loads by day, in the order of the loads; what has no open minute lies on the day of its start."""
    import numpy as np

    groups: dict[tuple[WorkCalendar, int], list[int]] = {}
    for number, load in enumerate(loads):
        groups.setdefault((load.hours, cells.clock_of(load.row)), []).append(number)
    parts = [_group(np.array(members), [loads[n] for n in members], cells) for members in groups.values()]
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Spread(nothing, nothing, nothing)
    which, cell, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(which, kind="stable")
    return Spread(which[order], cell[order], amount[order])


def _group(numbers: Ints, loads: Sequence[Load], cells: Cells) -> tuple[Ints, Ints, Ints]:
    """Loads on one calendar by people whose days begin together."""
    import numpy as np

    hours = loads[0].hours
    edges = cells.edges(loads[0].row)
    row, start, finish, amount = (
        np.array([getattr(load, name) for load in loads], dtype=np.int64)
        for name in ("row", "start", "finish", "amount")
    )
    begin = hours.positions(start)
    weight = hours.positions(finish) - begin
    at_edges = hours.positions(edges)
    last = len(edges) - 2
    first = np.clip(np.searchsorted(edges, start, side="right") - 1, 0, last)
    final = np.clip(np.searchsorted(edges, np.maximum(finish - 1, start), side="right") - 1, first, last)
    final = np.where(weight > 0, final, first)
    count = final - first + 1
    which = np.repeat(np.arange(len(loads)), count)
    day = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[which]
    before = np.clip(at_edges[day] - begin[which], 0, weight[which])
    after = np.clip(at_edges[day + 1] - begin[which], 0, weight[which])
    shape = np.array([_SHAPES.index(load.contour) for load in loads], dtype=np.int64)[which]
    parts = _upto(shape, amount[which], after, weight[which])
    parts -= _upto(shape, amount[which], before, weight[which])
    # without an open minute all of it lies on the first day, if that is within the window
    bare = weight[which] == 0
    inside = (start[which] >= edges[0]) & (start[which] < edges[-1])
    parts = np.where(bare, np.where(inside, amount[which], 0), parts)
    kept = parts > 0
    return numbers[which][kept], (row[which] * cells.days + day)[kept], parts[kept]


_SHAPES: Final = tuple(CONTOURS)


def _upto(shape: Ints, amount: Ints, reached: Ints, weight: Ints) -> Ints:
    """What of each amount lies before a point of its working time, by its contour."""
    import numpy as np

    found = spread(amount, reached, weight)
    for number, name in enumerate(_SHAPES):
        some = np.flatnonzero((shape == number) & (weight > 0))
        tenths = np.array(CONTOURS[name], dtype=np.int64) // gcd(*CONTOURS[name])
        if len(some) and len(set(tenths.tolist())) > 1:
            w, whole = reached[some], weight[some]
            k = np.minimum(10 * w // whole, 9)
            below = np.concatenate([[0], np.cumsum(tenths)])
            # in tenths of the working time, so that every step is whole
            done = below[k] * whole + tenths[k] * (10 * w - k * whole)
            found[some] = spread(amount[some], done, whole * below[-1])
    return found
