"""The rules of scheduling read slowly and plainly: what engines are compared with on small plans.

Each date is a function of others, found by recursion over predecessors or successors with no order, no arrays and no
passes. Progress, manual dates, effort, status dates, as-late-as-possible, planning backward and waiting for routines are
not here: for those `workmodel.verification` holds schedules to their promises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from workmodel.calendars import ALWAYS, WorkCalendar, ending, intersection, union
from workmodel.domain import Dependency, Plan, Project, Task
from workmodel.quantities import Percent

__all__ = ["plain_backward_pass", "plain_floats", "plain_forward_pass"]

Window = tuple[int, int]
"""A start and a finish. [min since 1970]"""


# -- reading the plan -------------------------------------------------------------------------------------------


def _parts(plan: Plan, name: str) -> list[str]:
    return [child for child in plan.children(name) if child in plan.items]


def _leaves(plan: Plan, name: str) -> list[str]:
    parts = _parts(plan, name)
    return [leaf for part in parts for leaf in _leaves(plan, part)] if parts else [name]


def _lineage(plan: Plan, name: str) -> Iterator[Any]:
    """The item and all it is part of."""
    here: str | None = name
    while here is not None:
        yield plan[here]
        here = plan[here].parent


def _minutes(plan: Plan, name: str) -> int:
    item = plan[name]
    if not isinstance(item, Task):
        return 0
    if item.duration is None:
        return plan.conventions.minutes_per_day
    return plan.minutes(item.duration)


def _plain(plan: Plan, name: str) -> WorkCalendar:
    """The calendar of lags and floats: its own, its nearest project's, the plan's; none for elapsed work."""
    item = plan[name]
    if (
        isinstance(item, Task)
        and item.duration is not None
        and item.duration.elapsed
        and not _parts(plan, name)
    ):
        return ALWAYS
    for one in _lineage(plan, name):
        if one.calendar is not None and (one is item or isinstance(one, Project)):
            return plan.work_calendar(one.calendar)
    return plan.work_calendar()


def _driving(plan: Plan, name: str) -> WorkCalendar:
    """The calendar of the work: its people's together, within its own if it has one."""
    item, own = plan[name], _plain(plan, name)
    people = [plan[one.resource] for one in getattr(item, "assignments", ())]
    hours = [plan.work_calendar(one.calendar) for one in people if one.works]
    if not hours or own == ALWAYS or (item.calendar is not None and item.ignore_resource_calendars):
        return own
    return union(hours) if item.calendar is None else intersection([union(hours), own])


def _lagged(plan: Plan, holder: str, dependency: Dependency, whole: int, time: int, sign: int) -> int:
    """A date with a dependency's lag after it, or before it."""
    lag = dependency.lag
    size = sign * (lag.minutes_of(whole) if isinstance(lag, Percent) else plan.minutes(lag))
    if size == 0:
        return time
    calendar = ALWAYS if lag.elapsed else _plain(plan, holder)
    return calendar.add(time, size, "finish" if size > 0 else "start")


def _links(plan: Plan, name: str) -> Iterator[tuple[str, Dependency]]:
    """What reaches an item: its own dependencies and those of all it is part of, with their holders."""
    for one in _lineage(plan, name):
        for dependency in one.after:
            if dependency.predecessor in plan.items:
                yield one.id, dependency


# -- forward ----------------------------------------------------------------------------------------------------


def plain_forward_pass(plan: Plan) -> dict[str, Window]:
    """Early start and finish of every task, milestone and project, by the plain reading of the rules.

    Parameters
    ----------
    plan
        Without rings, with a start, and without what the module leaves out; small.

    Returns
    -------
    dict from id to start and finish
        [min since 1970]

    Examples
    --------
    >>> from workmodel.testing import sketch
    >>> plan = sketch('''
    ...     draft   36h
    ...     review   8h  after draft
    ... ''')
    >>> start, finish = plain_forward_pass(plan)["review"]
    >>> f"{plan.axis.time(start):%a %H:%M} {plan.axis.time(finish):%a %H:%M}"
    'Fri 13:00 Mon 12:00'
    """

    @cache
    def early(name: str) -> Window:
        parts = _parts(plan, name)
        if parts:
            ends = [early(part) for part in parts]
            return min(start for start, _ in ends), max(finish for _, finish in ends)
        starts, finishes = _frame(plan, name), []
        for one in _lineage(plan, name):
            kind = one.constraint.kind if one.constraint is not None else ""
            if kind == "SNET" or (kind == "MSO" and one.id != name):
                starts.append(plan.axis.minute(one.constraint.date))
            elif kind == "FNET":
                finishes.append(plan.axis.minute(one.constraint.date))
        for holder, dependency in _links(plan, name):
            start, finish = early(dependency.predecessor)
            whole = _whole(plan, dependency.predecessor, early)
            time = finish if dependency.link in ("FS", "FF") else start
            bound = _lagged(plan, holder, dependency, whole, time, 1)
            (starts if dependency.link in ("FS", "SS") else finishes).append(bound)
        return _earliest(plan, name, starts, finishes)

    return {name: early(name) for name in plan.items}


def _frame(plan: Plan, name: str) -> list[int]:
    for one in _lineage(plan, name):
        if isinstance(one, Project) and one.start is not None:
            return [plan.axis.minute(one.start)]
    assert plan.start is not None
    return [plan.axis.minute(plan.start)]


def _whole(plan: Plan, name: str, early: Callable[[str], Window]) -> int:
    """The duration of which a lag may be a percentage."""
    return _plain(plan, name).between(*early(name)) if _parts(plan, name) else _minutes(plan, name)


def _earliest(plan: Plan, name: str, starts: list[int], finishes: list[int]) -> Window:
    item, calendar, size = plan[name], _driving(plan, name), _minutes(plan, name)
    kind = item.constraint.kind if item.constraint is not None else ""
    if kind in ("MSO", "MFO"):
        date = item.constraint.date
        time = ending(plan.axis, date, calendar) if kind == "MFO" else plan.axis.minute(date)
        return _fixed(calendar, size, time, kind)
    delay = getattr(item, "leveling_delay", None)
    begin = max(starts) + (0 if delay is None else plan.minutes(delay))
    if size == 0:
        return max([begin, *finishes]), max([begin, *finishes])
    start = calendar.next_open(begin)
    finish = calendar.add(start, size)
    later = max(finishes, default=finish)
    if later <= finish:
        return start, finish
    at_edge = later in (calendar.next_open(later), calendar.previous_open(later))
    return calendar.add(later, -size, "start"), later if at_edge else calendar.previous_open(later)


def _fixed(calendar: WorkCalendar, size: int, time: int, kind: str) -> Window:
    if size == 0:
        return time, time
    if kind == "MSO":
        return calendar.next_open(time), calendar.add(calendar.next_open(time), size)
    finish = time if calendar.next_open(time) == time else calendar.previous_open(time)
    return calendar.add(finish, -size, "start"), finish


# -- backward ---------------------------------------------------------------------------------------------------


def plain_backward_pass(plan: Plan, early: Mapping[str, Window]) -> dict[str, Window]:
    """Late start and finish of every task and milestone, given the early dates.

    Parameters
    ----------
    plan
        As for `plain_forward_pass`.
    early
        What that returned.

    Examples
    --------
    >>> from workmodel.testing import sketch
    >>> plan = sketch('''
    ...     long   5d
    ...     short  1d
    ... ''')
    >>> start, finish = plain_backward_pass(plan, plain_forward_pass(plan))["short"]
    >>> f"{plan.axis.time(start):%a %H:%M} {plan.axis.time(finish):%a %H:%M}"
    'Fri 08:00 Fri 17:00'
    """
    leaves = [name for name in plan.items if _leaves(plan, name) == [name]]

    @cache
    def late(name: str) -> Window:
        item = plan[name]
        kind = item.constraint.kind if item.constraint is not None else ""
        if kind in ("MSO", "MFO"):
            return early[name]
        finishes, calendar = [_horizon(plan, name, early, leaves)], _driving(plan, name)
        starts: list[int] = []
        for one in _lineage(plan, name):
            if one.deadline is not None:
                finishes.append(ending(plan.axis, one.deadline, calendar))
            inherited = one.constraint.kind if one.constraint is not None else ""
            if inherited in ("FNLT", "SNLT") or (inherited == "MFO" and one.id != name):
                bound = ending(plan.axis, one.constraint.date, calendar)
                (starts if inherited == "SNLT" else finishes).append(bound)
        for after in leaves:
            for holder, dependency in _links(plan, after):
                if name in _leaves(plan, dependency.predecessor) and _counts(dependency, early, name):
                    start, finish = late(after)
                    time = start if dependency.link in ("FS", "SS") else finish
                    whole = _whole(plan, dependency.predecessor, early.__getitem__)
                    bound = _allowed(plan, holder, dependency, whole, time)
                    (finishes if dependency.link in ("FS", "FF") else starts).append(bound)
        return _latest(calendar, _minutes(plan, name), starts, finishes)

    return {name: late(name) for name in leaves}


def _counts(dependency: Dependency, early: Mapping[str, Window], name: str) -> bool:
    """Whether a leaf matters to what waits for it, or for a summary around it: for a start, only what begins that."""
    return dependency.link in ("FS", "FF") or early[name][0] == early[dependency.predecessor][0]


def _allowed(plan: Plan, holder: str, dependency: Dependency, whole: int, time: int) -> int:
    """How late an end of a predecessor may be; for its start, as late as leaves what waits all its work."""
    if dependency.link in ("FS", "FF"):
        return _lagged(plan, holder, dependency, whole, time, -1)
    if dependency.link == "SF" and not _parts(plan, holder) and _minutes(plan, holder):
        time = _driving(plan, holder).next_open(time)
    bound = _lagged(plan, holder, dependency, whole, time, -1)
    leads = bound > time and not dependency.lag.elapsed
    return _plain(plan, holder).next_open(bound) if leads else bound


def _horizon(plan: Plan, name: str, early: Mapping[str, Window], leaves: list[str]) -> int:
    if plan.settings.late_horizon == "project":
        for one in _lineage(plan, name):
            if isinstance(one, Project) and _parts(plan, one.id):
                return early[one.id][1]
    return max(early[leaf][1] for leaf in leaves)


def _latest(calendar: WorkCalendar, size: int, starts: list[int], finishes: list[int]) -> Window:
    if size == 0:
        return min(starts + finishes), min(starts + finishes)
    finish = min(calendar.previous_open(time) for time in finishes)
    for start in starts:
        # nothing begins in closed hours: to begin by then is to begin before they do
        begin = start if calendar.is_open(start) else calendar.previous_open(start) - 1
        finish = min(finish, calendar.add(begin, size))
    return calendar.add(finish, -size, "start"), finish


# -- floats -----------------------------------------------------------------------------------------------------


def plain_floats(
    plan: Plan, early: Mapping[str, Window], late: Mapping[str, Window]
) -> dict[str, tuple[int, int]]:
    """Total and free float of every task and milestone that no constraint fixes. [working min]

    Examples
    --------
    >>> from workmodel.testing import sketch
    >>> plan = sketch('''
    ...     long   5d
    ...     short  1d
    ...     next   1d  after short
    ... ''')
    >>> early = plain_forward_pass(plan)
    >>> plain_floats(plan, early, plain_backward_pass(plan, early))["short"]
    (1440, 0)
    """
    found = {}
    for name in late:
        kind = plan[name].constraint.kind if plan[name].constraint is not None else ""
        if kind in ("MSO", "MFO"):
            continue
        calendar = _plain(plan, name)
        total = min(calendar.between(a, b) for a, b in zip(early[name], late[name], strict=True))
        gaps = [total]
        for after in late:
            for holder, dependency in _links(plan, after):
                if name in _leaves(plan, dependency.predecessor) and _counts(dependency, early, name):
                    mine = early[name][1] if dependency.link in ("FS", "FF") else early[name][0]
                    theirs = early[after][0] if dependency.link in ("FS", "SS") else early[after][1]
                    whole = _whole(plan, dependency.predecessor, early.__getitem__)
                    bound = _lagged(plan, holder, dependency, whole, theirs, -1)
                    gaps.append(_plain(plan, holder).between(mine, bound))
        found[name] = (total, max(0, min(gaps)))
    return found
