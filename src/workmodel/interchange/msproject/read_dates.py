"""The dates that a file carries, as a schedule that says it was read."""

from __future__ import annotations

from typing import Any, Final

from workmodel.domain import Bound, Causes, DateColumns, Driver, Explanation, Plan, Schedule, Step
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report

__all__ = ["READ", "schedule_of"]

_DATES: Final = ("Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish")


def _driver(schedule: Schedule, row: int) -> Driver:
    return Driver("read", detail=schedule.plan[schedule.ids[row]].kind)


def _explain(schedule: Schedule, name: str) -> Explanation:
    item = schedule[name]
    bound = Bound(Driver("read"), "start", item.start, binding=True)
    return Explanation(name, (Step(name, item.title, item.start, item.finish, (bound,)),))


def _paths(schedule: Schedule, name: str, most: int) -> tuple[tuple[str, ...], ...]:
    """A file does not tell its chains: each item stands alone."""
    return ((name,),) if most > 0 and name in schedule else ()


def _critical_path(schedule: Schedule) -> tuple[str, ...]:
    """What the file calls critical, by start."""
    dates = schedule.dates
    rows = [row for row in range(len(schedule.ids)) if dates.critical[row] and not dates.summary[row]]
    return tuple(schedule.ids[row] for row in sorted(rows, key=lambda row: (int(dates.start[row]), row)))


READ: Final = Causes(driver=_driver, explain=_explain, paths=_paths, critical_path=_critical_path)
"""How dates out of a file explain themselves."""


def schedule_of(
    plan: Plan, rows: tuple[tuple[str, Node], ...], summaries: frozenset[str], report: Report
) -> Schedule | None:
    """The dates of a file; ``None`` where an item has no start or finish.

    Early and late dates that a file leaves out are taken from start and finish, slack that it leaves out is none.
    """
    import numpy as np

    axis = plan.axis
    columns: dict[str, list[Any]] = {
        name: [] for name in (*_DATES, "TotalSlack", "FreeSlack", "Duration", "Critical")
    }
    quiet = Report()  # what is wrong with a duration was told where the task was read
    complete = []
    without = []
    for name, node in rows:
        fields = Fields(node, report, name)
        found = _dates(fields)
        if found is None:
            without.append(name)
            continue
        for column, date in zip(_DATES, found, strict=True):
            columns[column].append(axis.minute(date))
        columns["TotalSlack"].append(fields.tenths("TotalSlack") or 0)
        columns["FreeSlack"].append(fields.tenths("FreeSlack") or 0)
        columns["Duration"].append(Fields(node, quiet).minutes("Duration") or 0)
        columns["Critical"].append(fields.flag("Critical"))
        percent = Fields(node, quiet).number("PercentComplete") or 0
        complete.append(float(round(percent)) if 0 <= percent <= 100 else 0.0)
    if without or not rows:
        if without and len(without) < len(rows):
            report.add(
                "no_dates", without[0],
                f"{len(without)} of {len(rows)} tasks have no start or finish; the file's dates were not kept",
                {"subjects": tuple(without[:20])}, "info",
            )  # fmt: skip
        return None
    ints = {name: np.array(columns[name], dtype=np.int64) for name in columns if name != "Critical"}
    dates = DateColumns(
        start=ints["Start"], finish=ints["Finish"], early_start=ints["EarlyStart"], early_finish=ints["EarlyFinish"],
        late_start=ints["LateStart"], late_finish=ints["LateFinish"], total_float=ints["TotalSlack"],
        free_float=ints["FreeSlack"], duration=ints["Duration"], critical=np.array(columns["Critical"], dtype=bool),
        summary=np.array([name in summaries for name, _ in rows], dtype=bool),
    )  # fmt: skip
    return Schedule(plan, tuple(name for name, _ in rows), dates, tuple(complete), (), "read", READ)


def _dates(fields: Fields) -> list[Any] | None:
    """The six dates, or ``None`` without start or finish."""
    start, finish = fields.moment("Start"), fields.moment("Finish")
    if start is None or finish is None:
        return None
    dates = [start, finish]
    for name, other in zip(_DATES[2:], (start, finish, start, finish), strict=True):
        date = fields.moment(name)
        if date is None:
            fields.report.tally(
                "no_pass", name, fields.subject, "{what} was missing {n}; the scheduled date stands for it"
            )
        dates.append(date or other)
    return dates
