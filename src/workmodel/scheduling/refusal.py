"""Why a plan cannot be dated: no working time, or dates too far apart, and whose fault it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from workmodel.domain import Project, Task
from workmodel.errors import HorizonExceeded, NoWorkingTime, PlanTooLong
from workmodel.graph.network import LEAF

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.problem import Problem
    from workmodel.scheduling.solved import Solved

__all__ = ["LONGEST", "check_spread", "naming", "refuse"]

LONGEST: Final = 100 * 366 * 1440
"""How far apart the dates of a plan may lie. [min]"""


@contextmanager
def naming(plan: Plan, item: Any) -> Iterator[None]:
    """Errors of working time that come out of here name the item and its calendars.

    Raises
    ------
    NoWorkingTime
        With the names of the item and of its calendars.
    PlanTooLong
        Instead of a date beyond what calendars know.
    """
    try:
        yield
    except NoWorkingTime as problem:
        raise NoWorkingTime(_names(plan, item), problem.minute, problem.direction, item.id) from None
    except HorizonExceeded:
        raise PlanTooLong(item.id) from None


def check_spread(plan: Plan, problem: Problem, found: Solved) -> None:
    """Refuse dates of leaves that lie too far apart.

    Raises
    ------
    NoWorkingTime
        A calendar that is needed is not open again.
    PlanTooLong
        More than a hundred years lie between the first and the last.
    """
    import numpy as np

    leaf = np.flatnonzero(problem.network.part == LEAF)
    if not len(leaf):
        return
    first, last = np.minimum(found.es[leaf], found.ls[leaf]), np.maximum(found.ef[leaf], found.lf[leaf])
    if int(last.max()) - int(first.min()) <= LONGEST:
        return
    middle = int(np.median(found.es[leaf]))
    if found.backward and plan.settings.finish is not None:
        # early dates run from the least late start, which may be what is far
        first, middle = found.ls[leaf], plan.axis.minute(plan.settings.finish, end=True)
    after = int(last.max()) - middle >= middle - int(first.min())
    far = leaf[last - middle > LONGEST // 2] if after else leaf[middle - first > LONGEST // 2]
    node = int(far[0] if after else far[-1])
    for calendar, item in _needed(plan, problem, node):
        with naming(plan, item):
            calendar.next_open(int(last.max())) if after else calendar.previous_open(int(first.min()))
    raise PlanTooLong(_item(plan, problem, node).id)


def refuse(plan: Plan, problem: Problem, found: Solved, lo: int, hi: int) -> NoReturn:
    """Say why dates left the longest stretch of time.

    Raises
    ------
    NoWorkingTime
        A calendar that is needed is never open.
    PlanTooLong
        Something takes longer than a hundred years.
    """
    leaf = problem.network.part == LEAF
    above = leaf & ((found.ef >= hi) | (found.es >= hi))
    below = leaf & ((found.ls <= lo) | (found.lf <= lo))
    upward = bool(above.any())
    astray = (above if upward else below).nonzero()[0].tolist()
    seen: set[WorkCalendar] = set()
    for node in astray:
        for calendar, item in _needed(plan, problem, node):
            if calendar not in seen:
                seen.add(calendar)
                with naming(plan, item):
                    calendar.next_open(hi) if upward else calendar.previous_open(lo)
    raise PlanTooLong(_item(plan, problem, astray[0 if upward else -1]).id)


def _needed(plan: Plan, problem: Problem, node: int) -> Iterator[tuple[WorkCalendar, Any]]:
    """The calendars that a leaf's dates need, each with the item whose it is."""
    fill, numbers = problem.columns, problem.numbers.calendars
    item = _item(plan, problem, node)
    yield numbers[int(fill["cal"][node])], item
    if fill["rated"][node] >= 0:
        for curve in problem.curves[int(fill["rated"][node]) : int(fill["rated_end"][node])]:
            for calendar, _ in curve:
                yield calendar, item
    holder = node
    while holder >= 0:
        yield numbers[int(fill["plain"][holder])], _item(plan, problem, holder)
        holder = int(problem.network.gate[holder])


def _item(plan: Plan, problem: Problem, node: int) -> Any:
    return plan._at(int(problem.network.slot[node]))


def _names(plan: Plan, item: Any) -> tuple[str, ...]:
    """The calendars that drive an item: those of its people and its own, else its project's, else the plan's."""
    alone = getattr(item, "ignore_resource_calendars", False) and item.calendar is not None
    people = () if alone or not isinstance(item, Task) else item.assignments
    names = [plan[one.resource].calendar or plan.calendar for one in people if plan[one.resource].works]
    if item.calendar is not None:
        names.append(item.calendar)
    here = item
    while not names:
        if here.parent is None:
            names.append(plan.calendar)
        else:
            here = plan[here.parent]
            if isinstance(here, Project) and here.calendar is not None:
                names.append(here.calendar)
    return tuple(dict.fromkeys(names))
