"""Summaries: what the dates of their leaves add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.scheduling.layout import COMPLETE, STARTED

if TYPE_CHECKING:
    from workmodel.domain import DateColumns
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.problem import Problem

__all__ = ["rolled_up"]


def rolled_up(plan: Plan, problem: Problem, dates: DateColumns, node: Any) -> dict[int, float]:
    """Fill in the rows of summaries, and return percent complete by row where it is not zero.

    Start and finish, early and late, are the least and the greatest below; the duration is the working time between them
    on the summary's calendar; total and free float are the least of what is incomplete below; a summary is critical when
    anything in it is; it is as complete as the durations below it are done, elapsed ones counted
    by the working time of the plan's calendar they span.
    """
    import numpy as np

    fill = problem.columns
    state = fill["state"][node]
    complete = _reported_percent(problem, node)
    rows = np.flatnonzero(dates.summary)
    if not len(rows):
        return complete
    slots = problem.network.slot[node]
    row_of_slot = np.full(plan._end, -1, dtype=np.int64)
    row_of_slot[slots] = np.arange(len(slots))
    parent = plan.columns.parent.astype(np.int64)[slots]
    up = np.where(parent >= 0, row_of_slot[parent], -1)
    leaf = ~dates.summary
    least = {
        name: getattr(dates, name)
        for name in ("start", "early_start", "late_start", "total_float", "free_float")
    }
    most = {name: getattr(dates, name) for name in ("finish", "early_finish", "late_finish")}
    far = 2**60
    for column in least.values():
        column[rows] = far
    for column in most.values():
        column[rows] = -far
    open_leaf = leaf & (state != COMPLETE)
    done, whole = fill["done"][node].astype(np.float64), dates.duration.astype(np.float64)
    done = np.where(state == COMPLETE, whole, np.where(state == STARTED, done, 0.0))
    _weigh_elapsed(plan, dates, np.flatnonzero(leaf & (fill["cal"][node] == 0) & (whole > 0)), done, whole)
    done[rows] = whole[rows] = 0.0
    critical = dates.critical
    for level in _levels(up):
        above = up[level]
        counts = open_leaf[level]
        for name, column in least.items():
            take = level[counts] if name.endswith("float") else level
            np.minimum.at(column, up[take], column[take])
        for column in most.values():
            np.maximum.at(column, above, column[level])
        np.logical_or.at(critical, above, critical[level])
        np.add.at(done, above, done[level])
        np.add.at(whole, above, whole[level])
        np.logical_or.at(open_leaf, above, counts)
    for column in (dates.total_float, dates.free_float):
        column[rows[column[rows] == far]] = 0  # what is finished has none
    _durations(problem, dates, node, rows)
    for row in rows[whole[rows] > 0].tolist():
        share = 100 * done[row] / whole[row]
        if share:
            complete[row] = float(share)
    for row in rows[(whole[rows] == 0) & ~open_leaf[rows]].tolist():
        complete[row] = 100.0
    return complete


def _weigh_elapsed(plan: Plan, dates: DateColumns, elapsed: Any, done: Any, whole: Any) -> None:
    """Elapsed work by the working time it spans: around the clock it would weigh threefold beside office hours."""
    if len(elapsed):
        working = plan.work_calendar().betweens(dates.start[elapsed], dates.finish[elapsed])
        done[elapsed] *= working / whole[elapsed]
        whole[elapsed] = working


def _reported_percent(problem: Problem, node: Any) -> dict[int, float]:
    """Percent complete of leaves by row."""
    if not problem.reports:
        return {}
    row_of_node = {n: row for row, n in enumerate(node.tolist())}
    return {row_of_node[n]: report.percent for n, report in sorted(problem.reports.items()) if report.percent}


def _levels(up: Any) -> list[Any]:
    """Rows with a parent, deepest first, a level at a time."""
    import numpy as np

    depth = np.zeros(len(up), dtype=np.int64)
    here = up.copy()
    while (here >= 0).any():
        depth += here >= 0
        here = np.where(here >= 0, up[here], -1)
    return [np.flatnonzero(depth == level) for level in range(int(depth.max(initial=0)), 0, -1)]


def _durations(problem: Problem, dates: DateColumns, node: Any, rows: Any) -> None:
    """Working time between start and finish on each summary's calendar."""
    import numpy as np

    numbers = problem.columns["plain"][node[rows]]
    for number in np.unique(numbers).tolist():
        some = rows[numbers == number]
        calendar = problem.numbers.calendars[number]
        dates.duration[some] = calendar.betweens(dates.start[some], dates.finish[some])
