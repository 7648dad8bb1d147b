"""Who works on a task, with how much of themselves, and how fast what is left of their time lets it go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from workmodel.calendars import day_number, intersection
from workmodel.capacity.hours import SCALE
from workmodel.capacity.loads import effort_of
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Plan, Resource, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.calendars import WorkCalendar
    from workmodel.capacity.remaining import Remaining

    Ints = NDArray[np.int64]

__all__ = ["Pace", "Worker", "pace_of", "worked", "workers_of"]

_WHOLE: Final = SCALE
EMPTY: Final[Mapping[str, Sequence[tuple[int, int]]]] = MappingProxyType({})


@frozen
class Worker:
    """Somebody with hours who works on a task.

    Attributes
    ----------
    resource
        Id; members stand for their team.
    units
        How much of a full-time person it holds at most. [1/10 000]
    asked
        How much it would like to have. [1/10 000]
    whole
        Whether it takes whatever there is of the resource.
    capacity
        How much there is of the resource at first. [1/10 000]
    efficiency
        Effort done per hour. [1/10 000]
    hours
        When they work on it.
    spells
        From when till when they are in the team that stands on the task; none: all the time. [min since 1970]
    part
        How much of their work counts: of a team that is said to be less than its members, less. [1/10 000]
    """

    resource: str
    units: int
    asked: int
    whole: bool
    capacity: int
    efficiency: int
    hours: WorkCalendar
    spells: tuple[tuple[int, int], ...] = ()
    part: int = SCALE


@frozen(eq=False)
class Pace:
    """How a task goes on in what is left of people's time.

    Attributes
    ----------
    curves
        Segments: opening, closing, rate, effort spent before. One curve for people who share the effort, one each where
        every one spends it. int64 arrays, shape (segments, 4)
    effort
        How much has to be spent, in the units of the curves.
    relative
        Whether that is a duration, and the curves a share of usual time.
    """

    curves: tuple[Ints, ...]
    effort: int
    relative: bool = False


def workers_of(plan: Plan, task: Task, left: Remaining) -> tuple[Worker, ...]:
    """Whoever of the assigned has hours, each once; a team with members is its members, each with their part of its units."""
    found: dict[str, Worker] = {}
    own = None if task.calendar is None else plan.work_calendar(task.calendar)
    for assigned in task.assignments:
        resource = plan.resources[assigned.resource]
        if not resource.works:
            continue
        members = _members(plan, resource, left)
        whole = sum(int(plan.resources[name].capacity * SCALE) for name in members)
        for name, spells in members.items():
            one = plan.resources[name]
            capacity = int(one.capacity * SCALE)
            most = max([capacity, *(int(change.capacity * SCALE) for change in one.capacity_changes)])
            asked, takes_all = capacity or most, assigned.units is None
            if assigned.units is not None:
                asked = int(assigned.units * SCALE)
                asked = asked if not resource.members else asked * capacity // max(whole, 1)
            calendar = plan.work_calendar(one.calendar)
            if own is not None:
                calendar = own if task.ignore_resource_calendars else intersection([calendar, own])
            if asked and most:
                units = most if takes_all else min(asked, most)
                efficiency = int(one.efficiency * SCALE)
                part = SCALE
                if takes_all and resource.members:  # held as a whole, they do as much as the team is said to
                    part = min(int(resource.capacity * SCALE) * SCALE // max(whole, 1), SCALE)
                worker = Worker(name, units, asked, takes_all, capacity, efficiency, calendar, spells, part)
                found[name] = _together(found[name], worker, most) if name in found else worker
    return tuple(found.values())


def _together(one: Worker, other: Worker, most: int) -> Worker:
    """Somebody who stands on a task by themselves and as one of a team, or twice: no more of them than there is."""
    asked = min(one.asked + other.asked, most)
    always = not one.spells or not other.spells
    spells = () if always else tuple(sorted({*one.spells, *other.spells}))
    return evolve(
        one,
        units=min(one.units + other.units, most),
        asked=asked,
        whole=one.whole or other.whole,
        part=max(one.part, other.part),
        spells=spells,
    )


def _members(plan: Plan, resource: Resource, left: Remaining) -> dict[str, tuple[tuple[int, int], ...]]:
    """Those who have the hours of a resource, itself or the people in its teams, and when they are in it."""
    if not resource.members:
        return {resource.id: ()}
    days = left.cells.supply.days
    masks = days_in_team(plan, resource.id, day_number(days[0]), len(days))
    return {
        name: () if mask.all() else _spells(left, name, mask)
        for name, mask in masks.items()
        if plan.resources[name].works and mask.any()
    }


def _spells(left: Remaining, name: str, there: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Stretches of days on which somebody is there; a night belongs to the day on which it begins."""
    import numpy as np

    row = left.cells.row(name)
    if row is None:
        return ()
    edges = left.cells.edges(row)
    steps = np.diff(np.concatenate([[0], there.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return tuple(zip(edges[begins].tolist(), edges[ends].tolist(), strict=True))


def _during(rows: Ints, spells: tuple[tuple[int, int], ...]) -> Ints:
    """Rows that begin while somebody is there."""
    import numpy as np

    if not spells:
        return rows
    kept = np.zeros(len(rows), dtype=np.bool_)
    for begin, end in spells:
        kept |= (rows[:, 0] >= begin) & (rows[:, 0] < end)
    return rows[kept]


def pace_of(
    plan: Plan, task: Task, workers: tuple[Worker, ...], minutes: int, left: Remaining,
    taken: Mapping[str, Sequence[tuple[int, int]]] = EMPTY, alike: dict[Any, tuple[Ints, ...]] | None = None,
) -> Pace:  # fmt: skip
    """How a task goes on.

    Work with an effort is done when what its people get done adds up to it. Other work goes on as fast as the share of
    their usual time that is left to them: a duration is how long it takes people with all their time. Neither goes on while
    fewer have time than the task needs at least.

    Parameters
    ----------
    minutes
        Its duration, where no effort is said. [working min]
    taken
        By resource, from when till when it cannot work on this in addition. [min since 1970]
    alike
        Curves that are known of such work by the same people; those that are found are added.
    """
    split = (
        task.splittable and task.contour == "as_worked"
    )  # its duration says how long it took around others
    effort = effort_of(plan, task) if task.duration is None or split else None
    relative, least = effort is None, min(task.minimum_staff, len(workers))
    how = "relative" if relative else task.split
    curves = None if alike is None else alike.get((workers, how, least))
    if curves is None:
        parts = [_outside(_segments(one, left), taken.get(one.resource, ())) for one in workers]
        curves = _curves(workers, parts, left, how, least)
        if alike is not None:
            alike[workers, how, least] = curves
    return Pace(curves, minutes * _WHOLE if effort is None else effort, relative)


def _curves(
    workers: tuple[Worker, ...], parts: list[Ints], left: Remaining, how: str, least: int
) -> tuple[Ints, ...]:
    if how == "relative":
        return (_relative(workers, parts, left, least),)
    if how == "each":
        return tuple(_curve([part], 1) for part in parts)
    for one, segments in zip(workers, parts, strict=True):
        segments[:, 2] = segments[:, 2] * one.efficiency * one.part // (SCALE * SCALE)
    return (_curve(parts, least),)


def worked(
    one: Worker, left: Remaining, taken: Sequence[tuple[int, int]], start: int, finish: int
) -> list[tuple[int, int]]:
    """When somebody works on a task between its dates, what else they are on left out. [min since 1970]"""
    found: list[tuple[int, int]] = []
    for begin, end, rate in _outside(_segments(one, left), taken).tolist():
        here = max(begin, start), min(end, finish)
        if rate <= 0 or here[0] >= here[1]:
            continue
        if found and found[-1][1] == here[0]:
            here = found.pop()[0], here[1]
        found.append(here)
    return found


def _outside(segments: Ints, taken: Sequence[tuple[int, int]]) -> Ints:
    """Segments without some stretches of time."""
    import numpy as np

    if not taken or not len(segments):
        return segments
    rows: list[tuple[int, int, int]] = []
    for begin, end, rate in segments.tolist():
        here = begin
        for start, finish in taken:
            if finish > here and start < end:
                rows.append((here, start, rate))
                here = finish
        rows.append((here, end, rate))
    return np.array([row for row in rows if row[0] < row[1]], dtype=np.int64).reshape(-1, 3)


def _segments(one: Worker, left: Remaining) -> Ints:
    """What somebody has for a task: opening, closing, rate; in order. int64, shape (segments, 3)"""
    import numpy as np

    pieces = _within(_during(left.of(one.resource), one.spells), one.hours)
    length = pieces[:, 1] - pieces[:, 0]
    amount = pieces[:, 2]
    if not one.whole:  # a part of what there is at the time
        amount = amount * np.minimum(one.asked, pieces[:, 3]) // np.maximum(pieces[:, 3], 1)
    rate, rest = np.divmod(amount, np.maximum(length, 1))
    # what does not divide lies in the last minutes
    first = np.stack([pieces[:, 0], pieces[:, 1] - rest, rate], axis=1)
    last = np.stack([pieces[:, 1] - rest, pieces[:, 1], rate + 1], axis=1)
    both = np.stack([first, last], axis=1).reshape(-1, 3)
    return both[both[:, 0] < both[:, 1]]


def _within(pieces: Ints, hours: WorkCalendar) -> Ints:
    """Pieces cut to working time; what lies outside is left out."""
    import numpy as np

    if not len(pieces):
        return pieces
    opens, shuts = hours.windows(int(pieces[0, 0]), int(pieces[-1, 1]))
    first = np.searchsorted(shuts, pieces[:, 0], side="right")
    last = np.searchsorted(opens, pieces[:, 1], side="left")
    count = np.maximum(last - first, 0)
    piece = np.repeat(np.arange(len(pieces)), count)
    window = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[piece]
    start = np.maximum(pieces[piece, 0], opens[window])
    finish = np.minimum(pieces[piece, 1], shuts[window])
    amount = pieces[piece, 2] * (finish - start) // (pieces[piece, 1] - pieces[piece, 0])
    return np.stack([start, finish, amount, pieces[piece, 3]], axis=1)


def _steps(parts: list[Ints]) -> tuple[Ints, Ints]:
    """Rates of several together: moments in order, and the rate from each to the next."""
    import numpy as np

    rows = np.concatenate([np.zeros((0, 3), dtype=np.int64), *parts])
    at = np.concatenate([rows[:, 0], rows[:, 1]])
    step = np.concatenate([rows[:, 2], -rows[:, 2]])
    moments, where = np.unique(at, return_inverse=True)
    change = np.zeros(len(moments), dtype=np.int64)
    np.add.at(change, where.ravel(), step)
    return moments, np.cumsum(change)


def _there(parts: list[Ints]) -> tuple[Ints, Ints]:
    """How many have time: moments in order, and the number from each to the next."""
    counted = []
    for part in parts:
        one = part.copy()
        one[:, 2] = one[:, 2] > 0
        counted.append(one)
    return _steps(counted)


def _curve(parts: list[Ints], least: int) -> Ints:
    """An effort curve out of several people's segments, flat while fewer than the least have time."""
    moments, rate = _steps(parts)
    if least > 1:
        rate = rate * (_there(parts)[1] >= least)
    return _compiled(moments, rate)


def _compiled(moments: Ints, rate: Ints) -> Ints:
    import numpy as np

    if len(moments) < 2:
        return np.zeros((0, 4), dtype=np.int64)
    rate = rate[:-1]
    done = np.concatenate([[0], np.cumsum(rate * np.diff(moments))])[:-1]
    busy = rate > 0
    return np.stack([moments[:-1][busy], moments[1:][busy], rate[busy], done[busy]], axis=1)


def _relative(workers: tuple[Worker, ...], parts: list[Ints], left: Remaining, least: int) -> Ints:
    """Which share of their usual time people have: 10,000 where they have all of it; none while fewer than the least have."""
    import numpy as np

    known = [pieces for one in workers if len(pieces := left.of(one.resource))]
    if not known:
        return np.zeros((0, 4), dtype=np.int64)
    # whoever has nothing left, from some day on or at all, is still missed
    lo, hi = min(int(pieces[0, 0]) for pieces in known), max(int(pieces[-1, 1]) for pieces in known)
    usual = []
    for one in workers:
        opens, shuts = one.hours.windows(lo, hi)
        usual.append(_during(np.stack([opens, shuts, np.full(len(opens), one.asked)], axis=1), one.spells))
    moments, rate = _steps(parts)
    if least > 1:
        rate = rate * (_there(parts)[1] >= least)
    edges, whole = _steps(usual)
    every = np.union1d(moments, edges)
    rates = np.concatenate([[0], rate])[np.searchsorted(moments, every, side="right")]
    wholes = np.concatenate([[0], whole])[np.searchsorted(edges, every, side="right")]
    share = np.where(wholes > 0, np.minimum(rates * _WHOLE // np.maximum(wholes, 1), _WHOLE), 0)
    return _compiled(every, share)
