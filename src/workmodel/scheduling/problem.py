"""From a plan to what the kernels read: one row per node, rarely set fields folded in.

Columns give what most items have; only items that set something rare are looked at one by one.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from attrs import define, frozen

from workmodel.calendars import ending
from workmodel.domain import Milestone, Project, Task
from workmodel.domain.rows import ASSIGNED, ELAPSED, MISSING, RARE
from workmodel.errors import NoPlanDate
from workmodel.graph.network import CLOSE, GATE, LEAF, Network, network
from workmodel.scheduling.awaiting import Waits, waits_of
from workmodel.scheduling.effort import work_of
from workmodel.scheduling.frame import CalendarNumbers, nearest_project, plain_calendars, start_frames
from workmodel.scheduling.layout import AUTO, BIG, MANUAL, NEVER, PINNED, STARTED
from workmodel.scheduling.rates import Curve, solved_finish, solved_start
from workmodel.scheduling.refusal import naming
from workmodel.scheduling.reported import Reported, reported

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.plan import Plan

    Ints = NDArray[np.int64]

__all__ = ["Problem", "problem_of"]


@frozen(eq=False)
class Problem:
    """A plan as its kernels read it; kept with the plan, because it follows from it.

    Attributes
    ----------
    network
        The logic.
    project
        Slot of the nearest project of every slot, or -1.
    numbers
        The calendars.
    columns
        Per node, the fields of `workmodel.scheduling.layout.NODE_FIELDS`. int64, shape (nodes,)
    curves
        Effort curves of items whose people have different calendars, several for one item where each works alone.
    late
        Nodes planned as late as possible (forward) or as soon as possible (backward).
    missing
        Slots of tasks with neither duration nor effort.
    reports
        Per node under way or complete, what was reported.
    waits
        Per node that waits for routines, for which of their occurrences.
    """

    network: Network
    project: Ints
    numbers: CalendarNumbers
    columns: dict[str, Ints]
    curves: list[Curve]
    late: Ints
    missing: tuple[int, ...]
    reports: dict[int, Reported]
    waits: dict[int, Waits]


@define
class _Build:
    """A problem being put together."""

    plan: Plan
    network: Network
    numbers: CalendarNumbers
    columns: dict[str, Any]
    curves: list[Curve]
    late: list[int]
    missing: list[int]
    reports: dict[int, Reported]


def problem_of(plan: Plan) -> Problem:
    """The problem of a plan, compiled once and kept with it.

    Raises
    ------
    DependencyCycle
        Items wait for each other.
    NoPlanDate
        Something has no date to begin from.
    NoOccurrences
        Something waits for a routine whose occurrences cannot be told.
    """
    known = plan._memo.get("problem")
    if known is None:
        known = plan._memo["problem"] = _compiled(plan)
    return cast("Problem", known)


def _compiled(plan: Plan) -> Problem:
    import numpy as np

    logic = network(plan)
    numbers = CalendarNumbers.start()
    project = nearest_project(plan)
    plain = plain_calendars(plan, project, numbers) if len(project) else project
    count = len(logic.slot)
    slot = logic.slot
    build = _Build(plan, logic, numbers, {}, [], [], [], {})
    fill = build.columns
    for name in ("part", "slot", "gate", "close"):
        fill[name] = getattr(logic, name)
    fill["first"], fill["end"] = logic.first[:-1], logic.first[1:]
    fill["plain"] = plain[slot]
    fill["cal"] = fill["plain"].copy()
    fill["duration"] = np.where(logic.part == LEAF, plan.columns.duration[slot], 0)
    fill["base"] = np.where(logic.part == GATE, NEVER, start_frames(plan, project)[slot])
    for name, value in (
        ("done", 0), ("state", 0), ("mode", AUTO), ("floor", NEVER), ("finish_floor", NEVER), ("delay", 0),
        ("advance", 0), ("fixed_start", NEVER), ("fixed_finish", NEVER), ("resume", NEVER), ("waits", 0), ("start_cap", BIG),
        ("finish_cap", BIG), ("rated", -1), ("rated_end", 0), ("effort", 0),
        ("horizon", BIG),
    ):  # fmt: skip
        # zeros cost no memory before something is written among them
        fill[name] = np.full(count, value, dtype=np.int64) if value else np.zeros(count, dtype=np.int64)
    _summaries_are_not_elapsed(build, plain, project)
    _look_at_the_rare(build)
    _check_frames(build)
    return Problem(
        logic, project, numbers, fill, build.curves, np.array(build.late, dtype=np.int64), tuple(build.missing),
        build.reports, waits_of(plan, logic),
    )  # fmt: skip


def _summaries_are_not_elapsed(build: _Build, plain: Any, project: Any) -> None:
    """A summary's own duration counts for nothing, so it cannot put the summary on elapsed time."""
    flags = build.plan.columns.flags
    for node in (
        ((build.network.part != LEAF) & ((flags[build.network.slot] & ELAPSED) != 0)).nonzero()[0].tolist()
    ):
        name = build.plan._at(int(build.network.slot[node])).calendar  # type: ignore[union-attr]
        inside = project[build.network.slot[node]]
        if name is None and inside >= 0:
            build.columns["plain"][node] = build.columns["cal"][node] = plain[inside]
        else:
            number = build.numbers.number(build.plan.work_calendar(name))
            build.columns["plain"][node] = build.columns["cal"][node] = number


def _look_at_the_rare(build: _Build) -> None:
    """Fold in what only some items set: constraints, progress, people, missing durations."""
    columns = build.plan.columns
    part, slots = build.network.part, build.network.slot
    rare = ((columns.flags & (RARE | ASSIGNED)) != 0) | ((columns.duration == MISSING) & (columns.kind == 0))
    retained = build.plan.settings.out_of_sequence == "retained_logic"
    status = build.plan.settings.status_date
    status_minute = None if status is None else build.plan.axis.minute(status, end=True)
    moving = status_minute is not None and build.plan.settings.uncompleted == "reschedule"
    for node in rare[slots].nonzero()[0].tolist():
        entity = build.plan._at(int(slots[node]))
        if part[node] == LEAF:
            assert isinstance(entity, (Task, Milestone, Project))
            with naming(build.plan, entity):
                _look_at(build, node, entity)
        else:
            assert isinstance(entity, (Task, Project))
            _summary_bounds(build, node, entity)
    if moving:
        assert status_minute is not None
        _move_unfinished(build, status_minute)
    if retained:
        build.columns["waits"][build.columns["state"] == STARTED] = 1


def _look_at(build: _Build, node: int, item: Task | Milestone | Project) -> None:
    if isinstance(item, Task):
        _amount(build, node, item)
    _own_bounds(build, node, item)
    if isinstance(item, Project):
        return  # nothing is in it; nobody sets its dates or reports on it
    _own_place(build, node, item)
    found = reported(build.plan, item, _calendar(build, node), int(build.columns["duration"][node]))
    if found is not None:
        build.reports[node] = found
        _progress(build, node, item, found)


def _calendar(build: _Build, node: int) -> Any:
    return build.numbers.calendars[int(build.columns["cal"][node])]


def _amount(build: _Build, node: int, task: Task) -> None:
    """Whose calendars a task runs on, and how long it takes where that follows from effort."""
    found = work_of(build.plan, task, _calendar(build, node))
    fill = build.columns
    if fill["cal"][node] != 0:
        fill["cal"][node] = build.numbers.number(found.calendar)
    if fill["duration"][node] == MISSING:
        fill["duration"][node] = found.minutes
        if found.curves:
            fill["rated"][node] = len(build.curves)
            fill["effort"][node] = found.effort
            build.curves.extend(found.curves)
            fill["rated_end"][node] = len(build.curves)
        if found.assumed:
            build.missing.append(int(build.network.slot[node]))


def _own_bounds(build: _Build, node: int, item: Task | Milestone | Project) -> None:
    fill, axis = build.columns, build.plan.axis
    if item.deadline is not None:
        fill["finish_cap"][node] = ending(axis, item.deadline, _calendar(build, node))
    if item.constraint is not None:
        _constrain(build, node, item.constraint.kind, item.constraint.date)


def _own_place(build: _Build, node: int, item: Task | Milestone) -> None:
    if item.leveling_delay is not None:
        backward = build.plan.settings.direction == "backward"
        build.columns["advance" if backward else "delay"][node] = abs(build.plan.minutes(item.leveling_delay))
    if item.manual is not None:
        _by_hand(build, node, item)


def _constrain(build: _Build, node: int, kind: str, date: Any) -> None:
    fill, axis = build.columns, build.plan.axis
    backward = build.plan.settings.direction == "backward"
    if kind in ("ASAP", "ALAP"):
        if (kind == "ALAP") is not backward:
            build.late.append(node)
        return
    late = kind in ("SNLT", "FNLT", "MFO")
    at = ending(axis, date, _calendar(build, node)) if late else axis.minute(date)
    if kind == "SNET":
        fill["floor"][node] = at
    elif kind == "FNET":
        fill["finish_floor"][node] = at
    elif kind == "SNLT":
        fill["start_cap"][node] = at
    elif kind == "FNLT":
        fill["finish_cap"][node] = min(int(fill["finish_cap"][node]), at)
    else:
        _pin(build, node, kind, at)


def _curves(build: _Build, node: int) -> list[Curve]:
    """The effort curves of a node whose people have different hours; else none."""
    first = int(build.columns["rated"][node])
    return build.curves[first : int(build.columns["rated_end"][node])] if first >= 0 else []


def _pin(build: _Build, node: int, kind: str, at: int) -> None:
    """Must start on, must finish on: both dates follow from one."""
    fill = build.columns
    calendar, length = _calendar(build, node), int(fill["duration"][node])
    start = finish = at
    curves = _curves(build, node)
    effort = int(fill["effort"][node])
    if kind == "MSO" and (length or curves):
        start = calendar.next_open(at)
        finish = solved_finish(curves, start, effort) if curves else calendar.add(start, length)
    elif length or curves:
        if calendar.next_open(at) != at:
            finish = calendar.previous_open(at)
        work = calendar.position(finish)
        start = solved_start(curves, finish, effort) if curves else calendar.start_of(work - length)
    if curves:
        fill["duration"][node] = calendar.between(start, finish)
        fill["rated"][node] = -1
    fill["mode"][node] = PINNED
    fill["fixed_start"][node] = start
    fill["fixed_finish"][node] = finish


def _by_hand(build: _Build, node: int, item: Task | Milestone) -> None:
    """Manual dates: what is not given follows from the duration."""
    fill, axis = build.columns, build.plan.axis
    assert item.manual is not None
    calendar, length = _calendar(build, node), int(fill["duration"][node])
    given_start, given_finish = item.manual.start, item.manual.finish
    whole = given_start is not None and given_finish is not None
    zero = isinstance(item, Milestone) or (length == 0 and (item.duration is not None or not whole))
    start = None if given_start is None else axis.minute(given_start)
    finish = None if given_finish is None else ending(axis, given_finish, calendar)
    if zero and start is not None and given_finish is not None:
        finish = axis.minute(given_finish)  # a moment set by its start
    curves, effort = _curves(build, node), int(fill["effort"][node])
    if start is None:
        assert finish is not None
        worked = (
            solved_start(curves, finish, effort)
            if curves
            else calendar.start_of(calendar.position(finish) - length)
        )
        start = finish if zero else worked
    if finish is None:
        worked = solved_finish(curves, start, effort) if curves else calendar.add(start, length)
        finish = start if zero else worked
    if not zero and isinstance(item, Task) and item.duration is None:
        fill["duration"][node] = calendar.between(start, max(start, finish))
        fill["rated"][node] = -1
        slot = int(build.network.slot[node])
        if whole and slot in build.missing:
            build.missing.remove(slot)  # its dates say how long it takes
    fill["mode"][node] = MANUAL
    fill["fixed_start"][node] = start
    fill["fixed_finish"][node] = max(start, finish)


def _progress(build: _Build, node: int, item: Task | Milestone, found: Reported) -> None:
    """Facts replace what was planned; a finish that must be kept still caps what is left."""
    fill = build.columns
    fill["state"][node] = found.state
    if fill["mode"][node] == MANUAL and (found.state == STARTED or not found.dated):
        fill["done"][node] = found.done  # dates set by hand stay until others are reported
        return
    if fill["mode"][node] == PINNED and found.state == STARTED and item.constraint.kind == "MFO":  # type: ignore[union-attr]
        fill["finish_cap"][node] = min(fill["finish_cap"][node], fill["fixed_finish"][node])
    fill["mode"][node] = AUTO
    fill["fixed_start"][node] = NEVER if found.start is None else found.start
    fill["fixed_finish"][node] = NEVER if found.finish is None else found.finish
    if found.dated:
        fill["delay"][node] = fill["advance"][node] = 0
    if found.state == STARTED or found.finish is not None or found.done != fill["duration"][node]:
        fill["duration"][node] = found.done + found.remaining
        fill["done"][node] = found.done
        fill["rated"][node] = -1
    if found.resume is not None:
        fill["resume"][node] = found.resume


def _summary_bounds(build: _Build, node: int, item: Task | Project) -> None:
    """What a summary says of its own dates holds for everything below it, through its gate and close."""
    fill, axis = build.columns, build.plan.axis
    opening = build.network.part[node] == GATE
    if not opening and item.deadline is not None:
        fill["finish_cap"][node] = axis.minute(item.deadline, end=True)
        _end_of_day_below(build, node, "finish_cap", item.deadline)
    if item.constraint is None or item.constraint.date is None:
        if opening and item.constraint is not None:
            _all_below(build, node, item.constraint.kind)
        return
    kind = item.constraint.kind
    at = axis.minute(item.constraint.date, end=item.constraint.reads_end_of_day)
    if opening:
        if kind in ("SNET", "MSO"):
            fill["floor"][node] = at
        elif kind == "FNET":
            fill["finish_floor"][node] = at
    elif kind in ("FNLT", "MFO"):
        fill["finish_cap"][node] = min(int(fill["finish_cap"][node]), at)
        _end_of_day_below(build, node, "finish_cap", item.constraint.date)
    elif kind == "SNLT":
        fill["start_cap"][node] = at
        _end_of_day_below(build, node, "start_cap", item.constraint.date)


def _end_of_day_below(build: _Build, close: int, cap: str, date: Any) -> None:
    """A day without a time that caps a summary is the end of work that day on the calendar of each item below.

    Where late dates are read as working time that follows anyway.
    """
    if isinstance(date, datetime):
        return
    fill, below = build.columns, build.network.below(close)
    raw = (fill["duration"][below] == 0) | (fill["mode"][below] == MANUAL) | (fill["advance"][below] > 0)
    _end_of_day(build, below[raw], cap, date)


def _end_of_day(build: _Build, nodes: Any, cap: str, date: Any) -> None:
    """Cap nodes at a moment at which something ends or is due, each on its calendar."""
    import numpy as np

    fill = build.columns
    for number in np.unique(fill["cal"][nodes]).tolist():
        some = nodes[fill["cal"][nodes] == number]
        at = ending(build.plan.axis, date, build.numbers.calendars[number])
        fill[cap][some] = np.minimum(fill[cap][some], at)


def _all_below(build: _Build, gate: int, kind: str) -> None:
    backward = build.plan.settings.direction == "backward"
    if (kind == "ALAP") is backward:
        return
    for leaf in sorted(build.network.below(gate).tolist(), key=build.network.slot.__getitem__):
        if build.plan._at(int(build.network.slot[leaf])).constraint is None:  # type: ignore[union-attr]
            build.late.append(leaf)


def _move_unfinished(build: _Build, status: int) -> None:
    """What is not done lies after the status date."""
    import numpy as np

    fill = build.columns
    leaf = (build.network.part == LEAF) & (fill["mode"] == AUTO)
    waiting = leaf & (fill["state"] == 0)
    fill["floor"][waiting] = np.maximum(fill["floor"][waiting], status)
    started = leaf & (fill["state"] == STARTED)
    fill["resume"][started] = np.maximum(fill["resume"][started], status)


def _check_frames(build: _Build) -> None:
    """Everything that logic dates needs a date to begin from."""
    if build.plan.settings.direction == "backward":
        if build.plan.settings.finish is None:
            raise NoPlanDate("finish")
        return
    fill = build.columns
    adrift = (build.network.part != GATE) & (fill["base"] == NEVER) & (fill["fixed_start"] == NEVER)
    if (adrift & (build.network.part == LEAF)).any() or (adrift & (build.network.part == CLOSE)).any():
        raise NoPlanDate("start")
