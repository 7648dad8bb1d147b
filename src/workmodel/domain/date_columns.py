"""The dates of a schedule as numpy columns and as dataframes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from workmodel.domain.frames import frame_of
from workmodel.domain.quiet import quiet_collector

if TYPE_CHECKING:
    from workmodel.domain.schedule import Schedule

__all__ = ["columns_of_dates"]

_MOMENTS: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_AMOUNTS: Final = ("duration", "total_float", "free_float")


def columns_of_dates(schedule: Schedule, frame: str | None) -> Any:
    """The columns of a schedule: see `Schedule.to_columns`."""
    with quiet_collector(len(schedule.ids)):
        columns = _arrays(schedule)
        return columns if frame is None else frame_of(columns, frame, schedule.plan.zone)


def _arrays(schedule: Schedule) -> dict[str, Any]:
    import numpy as np

    dates = schedule.dates
    ids = np.empty(len(schedule.ids), dtype=object)
    ids[:] = schedule.ids
    columns = {
        "id": ids,
        "summary": dates.summary.view(),
        **{name: getattr(dates, name).view("datetime64[m]") for name in _MOMENTS},
        **{f"{name}_minutes": getattr(dates, name).view() for name in _AMOUNTS},
        "critical": dates.critical.view(),
        "complete": _complete(schedule),
    }
    for column in columns.values():
        column.flags.writeable = False  # the schedule's own numbers, seen through
    return columns


def _complete(schedule: Schedule) -> Any:
    import numpy as np

    if not isinstance(schedule.complete, Mapping):
        return np.array(schedule.complete, dtype=np.float64)
    found = np.zeros(len(schedule.ids))
    for row, percent in schedule.complete.items():
        found[row] = percent
    return found
