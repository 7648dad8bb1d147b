"""What scheduled work asks of whom, day by day: effort spread over the open minutes between start and finish.

An assignment's amount is its share of the task's effort, in the proportion of units times efficiency times open minutes,
turned into hours of the one who does it; without an effort it is units times open minutes. It lies evenly over the minutes
in which both the person and the task's calendar are open, or as the task's contour says, cumulatively, so that its parts
add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve, frozen

from workmodel.calendars import WorkCalendar, day_number, intersection
from workmodel.capacity.granting import spread
from workmodel.capacity.listing import relisted
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
    Flags = NDArray[np.bool_]

__all__ = ["AS_WORKED", "Loads", "Spread", "effort_of", "loads_of", "rows_of_people", "spread_over_days"]

AS_WORKED: Final = -1  # the shape of loads that lie where there are hours
SCALE: Final = 10_000  # ledger units in a person-minute


@frozen(eq=False)
class Loads:
    """What assignments ask for in all, one entry each.

    Attributes
    ----------
    items
        Ids of the tasks behind them, in the plan's order.
    hours
        The working times that occur.
    item, row, start, finish, amount, clock, shape : int arrays, shape (loads,)
        Number of the task; row of the resource; between which minutes [min since 1970]; how much [1/10 000
        person-minute]; when it may be worked on, number in *hours*; how it is spread, number of the contour.
    share, pace, effort : int arrays, shape (loads,)
        Which part of the resource works on it, and how efficiently [1/10 000]; the effort that it shares with the other
        loads of its task [1/10 000 person-minute]; 0 where it is alone, -1 where the task says none.
    places : int array, shape (items,)
        The row of each of the tasks in the schedule.
    """

    items: tuple[str, ...]
    hours: tuple[WorkCalendar, ...]
    item: Ints
    row: Ints
    start: Ints
    finish: Ints
    amount: Ints
    clock: Ints
    shape: Ints
    share: Ints
    pace: Ints
    effort: Ints
    places: Ints

    def part(self, some: Flags, rows: Ints) -> Loads:
        """Those of them, by the rows that are left.

        Parameters
        ----------
        some : bool array, shape (loads,)
            Which.
        rows : int array
            The number of each row among those that are left.
        """
        columns = {name: getattr(self, name)[some] for name in _COLUMNS}
        return evolve(self, **columns | {"row": rows[self.row[some]]})

    def but(self, moved: Ints, anew: Loads) -> Loads:
        """The same of another schedule, see `workmodel.capacity.listing.Listing.but`; *anew* knows the same hours, and more."""
        import numpy as np

        kept, order, places = relisted(moved[self.places], anew.places)
        number = np.full(len(self.items), -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        some = number[self.item] >= 0
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        item = place[np.concatenate([number[self.item[some]], anew.item + len(kept)])]
        at = np.argsort(item, kind="stable")
        columns = {
            name: np.concatenate([getattr(self, name)[some], getattr(anew, name)])[at] for name in _COLUMNS
        }
        every = [*(self.items[n] for n in kept.tolist()), *anew.items]
        items = tuple([every[n] for n in order.tolist()])
        return Loads(items, anew.hours, **columns | {"item": item[at]}, places=places)


_COLUMNS: Final = (
    "item", "row", "start", "finish", "amount", "clock", "shape", "share", "pace", "effort",
)  # fmt: skip


@frozen(eq=False)
class Spread:
    """Loads by day: int64 arrays of one shape, one entry per load and day on which it asks for something.

    Attributes
    ----------
    item
        Number of the task.
    cell
        Row of the resource times the number of days, plus the day.
    amount
        [1/10 000 person-minute]
    """

    item: Ints
    cell: Ints
    amount: Ints


def loads_of(
    plan: Plan, schedule: Schedule, places: Iterable[int] | None = None, known: Sequence[WorkCalendar] = ()
) -> Loads:
    """The loads of all assignments of tasks, in the plan's order.

    Parameters
    ----------
    places
        Of which rows of the schedule, in order; ``None``: of all.
    known
        Working times that have their numbers.
    """
    import numpy as np

    items: list[str] = []
    of_items: list[int] = []
    hours: dict[WorkCalendar, int] = {one: number for number, one in enumerate(known)}
    found: list[tuple[int, ...]] = []
    rows = rows_of_people(plan)
    every = np.array(range(len(schedule.ids)) if places is None else list(places), dtype=np.int64)
    dates = (column[every].tolist() for column in (schedule.dates.start, schedule.dates.finish))
    for place, start, finish in zip(every.tolist(), *dates, strict=True):
        name = schedule.ids[place]
        task = plan[name]
        if not isinstance(task, Task) or not task.assignments:
            continue
        before = len(found)
        shape = AS_WORKED if task.contour == "as_worked" else _SHAPES.index(task.contour)
        effort = effort_of(plan, task)
        joint = -1 if effort is None else 0 if task.split == "each" else effort
        for part, amount in _of_task(plan, task, start, finish):
            if amount and part.resource in rows:
                clock, row = hours.setdefault(part.hours, len(hours)), rows[part.resource]
                spans = (len(items), row, part.start, part.finish, amount, clock, shape)
                found.append((*spans, part.share, part.pace, joint))
        if len(found) > before:
            items.append(name)
            of_items.append(place)
    columns = dict(zip(_COLUMNS, np.array(found, dtype=np.int64).reshape(-1, 10).T, strict=True))
    return Loads(tuple(items), tuple(hours), **columns, places=np.array(of_items, dtype=np.int64))


def rows_of_people(plan: Plan) -> dict[str, int]:
    """Rows as `supply` counts them for everybody; made once for a plan, and kept with it."""
    known = plan._memo.get("rows_of_people")
    if known is None:
        people = (one for one in plan.resources.values() if one.works and not one.members)
        known = plan._memo["rows_of_people"] = {one.id: row for row, one in enumerate(people)}
    return cast("dict[str, int]", known)


def _of_task(plan: Plan, task: Task, start: int, finish: int) -> Iterator[tuple[_Part, int]]:
    """Everybody's part in a task, and how much that is."""
    parts = [part for one in task.assignments for part in _parts(plan, task, one, start, finish)]
    effort = effort_of(plan, task)
    amounts = [part.weight for part in parts]
    if effort is not None and task.split == "each":
        amounts = [effort] * len(parts)
    elif effort is not None:
        efforts = shared(effort, [part.weight * part.pace for part in parts])
        amounts = in_hours(efforts, ((part.resource, part.pace) for part in parts))
    return zip(parts, amounts, strict=True)


@frozen
class _Part:
    """What one person has for a task: hours, the part of its dates, units times open minutes in that, efficiency.

    And which share of the person it has.
    """

    resource: str
    hours: WorkCalendar
    start: int
    finish: int
    weight: int
    pace: int
    share: int = SCALE


def _parts(plan: Plan, task: Task, one: Assignment, start: int, finish: int) -> Iterator[_Part]:
    """The people behind an assignment; a team with members stands for those who are in it at the time."""
    resource = plan.resources[one.resource]
    if not resource.works:
        return
    if not resource.members:
        hours = _hours(plan, task, resource)
        units = resource.capacity if one.units is None else one.units
        weight, pace = int(units * SCALE) * hours.between(start, finish), int(resource.efficiency * SCALE)
        share = min(int(units / resource.capacity * SCALE), SCALE) if resource.capacity else SCALE
        yield _Part(resource.id, hours, start, finish, weight, pace, share)
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
        weight = int(who.capacity * SCALE) * hours.between(lo, hi)
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


def spread_over_days(loads: Loads, cells: Cells) -> Spread:
    """Loads by day, as far as they reach into the days; what has no open minute lies on the day of its start.

    Those that lie where there are hours are `workmodel.capacity.working`'s.
    """
    import numpy as np

    lo, hi = cells.window
    parts = []
    reaching = (loads.finish > lo) & (loads.start < hi) & (loads.shape != AS_WORKED)
    days_of = cells.supply.calendar_of[loads.row]
    for clock, hours in enumerate(loads.hours):
        own = reaching & (loads.clock == clock)
        for number in np.unique(days_of[own]).tolist():
            some = np.flatnonzero(own & (days_of == number))
            parts.append(_group(some, loads, hours, cells))
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Spread(nothing, nothing, nothing)
    return Spread(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _group(some: Ints, loads: Loads, hours: WorkCalendar, cells: Cells) -> tuple[Ints, Ints, Ints]:
    """Loads on one calendar by people whose days begin together."""
    import numpy as np

    row, start, finish, amount = (
        column[some] for column in (loads.row, loads.start, loads.finish, loads.amount)
    )
    edges = cells.edges(int(row[0]))
    begin = hours.positions(start)
    weight = hours.positions(finish) - begin
    at_edges = hours.positions(edges)
    last = len(edges) - 2
    first = np.clip(np.searchsorted(edges, start, side="right") - 1, 0, last)
    final = np.clip(np.searchsorted(edges, np.maximum(finish - 1, start), side="right") - 1, first, last)
    final = np.where(weight > 0, final, first)
    count = final - first + 1
    which = np.repeat(np.arange(len(some)), count)
    day = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[which]
    before = np.clip(at_edges[day] - begin[which], 0, weight[which])
    after = np.clip(at_edges[day + 1] - begin[which], 0, weight[which])
    shape = loads.shape[some][which]
    parts = _upto(shape, amount[which], after, weight[which])
    parts -= _upto(shape, amount[which], before, weight[which])
    # without an open minute all of it lies on the first day, if that is within the window
    bare = weight[which] == 0
    inside = (start[which] >= edges[0]) & (start[which] < edges[-1])
    parts = np.where(bare, np.where(inside, amount[which], 0), parts)
    kept = parts > 0
    return loads.item[some][which][kept], (row[which] * cells.days + day)[kept], parts[kept]


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
