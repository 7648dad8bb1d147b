"""What holds for every node by where it stands: calendars, frames of time and horizons, found by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import define

from workmodel.calendars import ALWAYS
from workmodel.domain.rows import BUILT_IN_SLOTS, ELAPSED, KIND_CODES
from workmodel.graph.network import LEAF, Network
from workmodel.scheduling.columns import alike
from workmodel.scheduling.layout import BIG, NEVER

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.plan import Plan

__all__ = ["CalendarNumbers", "horizons", "nearest_project", "plain_calendars", "start_frames"]

_PROJECT: Final = KIND_CODES["project"]
_BUILT_IN: Final = {slot: name for name, slot in BUILT_IN_SLOTS.items()}


@define
class CalendarNumbers:
    """The calendars of a plan as numbers for a kernel; 0 is elapsed time."""

    calendars: list[WorkCalendar]
    numbers: dict[WorkCalendar, int]

    @classmethod
    def start(cls) -> CalendarNumbers:
        """Elapsed time alone."""
        return cls([ALWAYS], {ALWAYS: 0})

    def number(self, calendar: WorkCalendar) -> int:
        """The number of a calendar."""
        known = self.numbers.get(calendar)
        if known is None:
            known = self.numbers[calendar] = len(self.calendars)
            self.calendars.append(calendar)
        return known


def nearest_project(plan: Plan) -> Any:
    """Slot of the nearest project of every slot (itself, for a project), or -1. int64, shape (slots,)"""
    import numpy as np

    columns = plan.columns
    parent = columns.parent.astype(np.int64)
    project = np.where(columns.kind == _PROJECT, np.arange(len(parent)), -1)
    if (project < 0).all():
        return project
    above = parent.copy()
    while True:
        open_ends = (project < 0) & (above >= 0)
        if not open_ends.any():
            return project
        project[open_ends] = project[above[open_ends]]
        still = open_ends & (project < 0)
        above[~still] = -1
        above[still] = parent[above[still]]


def plain_calendars(plan: Plan, project: Any, numbers: CalendarNumbers) -> Any:
    """Number of every slot's own calendar, else its nearest project's, else the plan's. int64, shape (slots,)"""
    import numpy as np

    columns = plan.columns
    calendar: Any = columns.calendar.astype(np.int64)
    inside = (calendar == -1) & (project >= 0)
    while inside.any():
        calendar[inside] = columns.calendar[project[inside]]
        # a project without a calendar has that of the project around it
        outer = np.where(columns.parent[project] >= 0, project[columns.parent[project]], -1)
        step = np.where(inside, outer, -1)
        project = np.where(inside, step, project)
        inside = (calendar == -1) & (project >= 0)
    elapsed = (columns.flags & ELAPSED) != 0
    one = len(calendar) and calendar.min() == calendar.max()
    given = [int(calendar[0])] if one else np.unique(calendar).tolist()
    found = alike(0, len(calendar))
    for slot in given:
        name = plan.calendar if slot == -1 else _BUILT_IN[slot] if slot < -1 else _id(plan, slot)
        number = numbers.number(plan.work_calendar(name))
        if len(given) == 1 and not elapsed.any():
            return alike(number, len(calendar))
        found = np.where(calendar == slot, number, found)
    return np.where(elapsed, 0, found)


def _id(plan: Plan, slot: int) -> str:
    entity = plan._at(slot)
    assert entity is not None
    return entity.id


def start_frames(plan: Plan, project: Any) -> Any:
    """Before what no item of a slot starts: its nearest dated project's start, else the plan's, else `NEVER`.

    A plan from its finish has the start that follows from its late dates, whatever it says.
    """
    import numpy as np

    start = None if plan.settings.direction == "backward" else plan.settings.start
    frame = NEVER if start is None else plan.axis.minute(start)
    frames = alike(frame, len(project))
    dated = (
        {plan._slot(p.id): p for p in plan.projects.values() if p.start is not None}
        if (project >= 0).any()
        else {}
    )
    if dated:
        columns, frames = plan.columns, frames.copy()
        for slot in np.unique(project[project >= 0]).tolist():
            here = slot
            while here >= 0 and here not in dated:
                outer = columns.parent[here]
                here = int(project[outer]) if outer >= 0 else -1
            if here >= 0:
                begin = dated[here].start
                assert begin is not None
                frames[project == slot] = plan.axis.minute(begin)
    return frames


def horizons(network: Network, project: Any, early_finish: Any, *, per_project: bool = False) -> Any:
    """For every leaf the latest date it may reach: the latest finish in its project or plan; `BIG` for other nodes.

    A project with nothing in it is in the project around it.
    """
    import numpy as np

    leaf = network.part == LEAF
    ends = np.full(len(network), BIG, dtype=np.int64)
    if not leaf.any():
        return ends
    ends[leaf] = early_finish[leaf].max()
    if per_project:
        within = project[network.slot]
        bare = leaf & (within == network.slot)
        parent = network.slot[network.gate[bare]]
        within[bare] = np.where(network.gate[bare] >= 0, project[parent], -1)
        inside = leaf & (within >= 0)
        ends[inside] = early_finish[network.close_of_slot[within[inside]]]
    return ends
