"""When activities start, as a table: what is handed to those who compare results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from workmodel.domain import Plan, Project, Schedule, Task, WorkItem
from workmodel.errors import NoPlanDate, OutOfRange, WrongType
from workmodel.interchange.psplib.instance import PERIOD
from workmodel.interchange.psplib.outline import outline
from workmodel.interchange.tables_text import guarded, table_text

__all__ = ["dumps_starts"]

_EXPECTED: Final = 'schedules by the names of their instances, such as {"j301_1": schedule(plan)}'


def dumps_starts(schedules: Mapping[str, Schedule]) -> str:
    r"""When each activity starts, as CSV with a row for each: ``instance``, ``activity`` and ``start``.

    Where a task of any of the plans has modes there is a column ``mode`` before the last: the number of the one that it is
    planned in, as `dumps` numbers them, and 1 for what has none.

    Activities are numbered as `dumps` numbers them; where a plan has projects, within their project, ``2:7`` being the
    seventh in the second, as ``.rcmp`` files do (``0`` stands for no project). Ends that `dumps` adds are no rows.

    Parameters
    ----------
    schedules
        Dates by the name of their instance; of an `Allocation` that is ``allocation.schedule``.

    Raises
    ------
    DependencyCycle
        Items of a plan wait for each other.
    NoPlanDate
        A plan has no start.
    OutOfRange
        A start is no whole number of periods after that of its plan, or a task is planned in none of its modes.
    WrongType
        Not schedules by name.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-01-05", calendar="24_hours").add(
    ...     Task("dig", duration="3h"), Task("drain", duration="8h", after=["dig"])
    ... )
    >>> print(dumps_starts({"bridge": schedule(plan)}).replace("\r", ""), end="")
    instance,activity,start
    bridge,2,0
    bridge,3,3
    """
    if not isinstance(schedules, Mapping):
        raise WrongType("results", schedules, _EXPECTED)
    for name, dates in schedules.items():
        if not isinstance(name, str) or not isinstance(dates, Schedule):
            odd: Any = dates if isinstance(name, str) else name
            raise WrongType("a result", odd, _EXPECTED)
    moded = any(task.modes for dates in schedules.values() for task in dates.plan.tasks.values())
    rows: list[tuple[str, ...]] = [("instance", "activity", "mode", "start")]
    for name, dates in schedules.items():
        rows += [(guarded(name), *row) for row in _starts(dates)]
    kept = rows if moded else [(name, label, start) for name, label, _, start in rows]
    return table_text(kept).replace("\r\n", "\n")


def _starts(dates: Schedule) -> Iterator[tuple[str, str, str]]:
    plan = dates.plan
    if plan.start is None:
        raise NoPlanDate("start")
    begin = plan.axis.minute(plan.start)
    for item, label in _labels(plan):
        minutes = plan.axis.minute(dates[item].start) - begin
        if minutes < 0 or minutes % PERIOD:
            raise OutOfRange(
                f"the start of {item}, in periods after that of the plan,",
                f"{minutes / PERIOD:g}",
                "a whole number: an instance knows no part of an hour",
            )
        yield label, _mode(plan.items[item]), str(minutes // PERIOD)


def _mode(item: WorkItem) -> str:
    """The number of the mode in which an item is planned."""
    if not isinstance(item, Task) or not item.modes:
        return "1"
    names = [one.name for one in item.modes]
    if item.mode not in names:
        raise OutOfRange(
            f"the way in which {item.id} is planned",
            "none of its modes",
            f"one of them, such as in_mode({names[0]!r})",
        )
    return str(names.index(item.mode) + 1)


def _labels(plan: Plan) -> Iterator[tuple[str, str]]:
    """Activities with what they are called among those who compare results."""
    if not plan.projects:
        yield from ((name, str(n)) for n, name in enumerate(outline(plan).ids, 1) if name is not None)
        return
    numbers = {name: number for number, name in enumerate(plan.projects, 1)}
    within: Counter[int] = Counter()
    for name in plan.leaves():
        item = plan.items[name]
        while item.parent is not None and not isinstance(item, Project):
            item = plan.items[item.parent]
        project = numbers.get(item.id, 0)
        within[project] += 1
        yield name, f"{project}:{within[project]}"
