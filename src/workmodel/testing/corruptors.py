"""Schedules broken on purpose, each in one named way: to prove that whoever checks them would notice.

A corruptor takes a plan, a right schedule of it and a source of chance, and returns a schedule that is wrong, or
``None`` where the plan offers nothing to break in its way.
"""

# ruff: noqa: ARG001, ARG005 - corruptors take the same three arguments, needed or not

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from attrs import evolve

from workmodel.domain import Milestone, Plan, Schedule, Task
from workmodel.testing.breaking import changed, free, leaf, moved, pick, step, works

__all__ = ["CORRUPTORS", "Corruptor"]

Corruptor = Callable[[Plan, Schedule, Random], Schedule | None]

_DATES: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_EARLY: Final = ("start", "finish", "early_start", "early_finish")
_LATE: Final = ("late_start", "late_finish")


# -- early dates ------------------------------------------------------------------------------------------------


def starts_too_early(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item is moved before what it waits for, or before the plan begins."""
    row = pick(plan, schedule, random, lambda entity, row: free(entity, schedule, row))
    return None if row is None else moved(schedule, row, -step(random), _EARLY)


def starts_needlessly_late(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item waits longer than anything asks."""
    row = pick(plan, schedule, random, lambda entity, row: free(entity, schedule, row))
    return None if row is None else moved(schedule, row, step(random), _EARLY)


def forgets_a_link(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item is where it would be if it waited for nothing: at the start of everything."""
    begin = min(schedule.dates.early_start.tolist(), default=0)

    def fits(entity: Any, row: int) -> bool:
        return free(entity, schedule, row) and bool(entity.after) and schedule.dates.early_start[row] > begin

    row = pick(plan, schedule, random, fits)
    return None if row is None else moved(schedule, row, begin - int(schedule.dates.early_start[row]), _EARLY)


def forgets_a_lag(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """The successor by a finish-to-start link with a lag starts right where its predecessor ends."""
    found = []
    for row, name in enumerate(schedule.ids):
        entity = plan[name]
        if not works(entity, schedule, row):
            continue
        for dependency in entity.after:
            if dependency.link == "FS" and dependency.lag and dependency.predecessor in schedule:
                before = schedule.ids.index(dependency.predecessor)
                by = int(schedule.dates.early_finish[before] - schedule.dates.early_start[row])
                if by:
                    found.append((row, by))
    if not found:
        return None
    row, by = random.choice(found)
    return moved(schedule, row, by, _EARLY)


# -- work -------------------------------------------------------------------------------------------------------


def works_too_little(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item ends before its work is done."""
    row = pick(plan, schedule, random, lambda entity, row: works(entity, schedule, row))
    return None if row is None else moved(schedule, row, -1, ("finish", "early_finish"))


def works_too_much(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item goes on after its work is done."""
    row = pick(plan, schedule, random, lambda entity, row: works(entity, schedule, row))
    return None if row is None else moved(schedule, row, step(random), ("finish", "early_finish"))


def works_at_night(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item starts where its calendar is closed, though no working minute is lost by it."""

    def fits(entity: Any, row: int) -> bool:
        if not works(entity, schedule, row) or entity.assignments or entity.duration is None:
            return False
        return not entity.duration.elapsed and int(schedule.dates.early_start[row]) % 1440 == 8 * 60

    row = pick(plan, schedule, random, fits)
    return None if row is None else moved(schedule, row, -1, ("start", "early_start"))


def works_around_the_clock(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item's working time is counted as elapsed time."""

    def fits(entity: Any, row: int) -> bool:
        d = schedule.dates
        return works(entity, schedule, row) and bool(
            d.early_finish[row] - d.early_start[row] != d.duration[row]
        )

    row = pick(plan, schedule, random, fits)
    if row is None:
        return None
    end = int(schedule.dates.early_start[row] + schedule.dates.duration[row])
    return changed(schedule, row, finish=end, early_finish=end)


def a_milestone_lasts(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A milestone has two dates."""

    def fits(entity: Any, row: int) -> bool:
        return isinstance(entity, Milestone) and entity.progress is None

    row = pick(plan, schedule, random, fits)
    return None if row is None else moved(schedule, row, step(random), ("finish", "early_finish"))


def runs_backward(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item finishes before it starts."""
    row = pick(plan, schedule, random, lambda entity, row: works(entity, schedule, row))
    if row is None:
        return None
    d = schedule.dates
    return changed(
        schedule, row, start=d.finish[row], finish=d.start[row],
        early_start=d.early_finish[row], early_finish=d.early_start[row],
    )  # fmt: skip


def a_duration_is_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A duration does not fit its dates."""
    row = pick(plan, schedule, random, lambda entity, row: True)
    return None if row is None else moved(schedule, row, step(random) * random.choice((1, -1)), ("duration",))


# -- late dates -------------------------------------------------------------------------------------------------


def may_slip_too_far(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Late dates that would delay what waits, or the end."""
    row = pick(plan, schedule, random, lambda entity, row: works(entity, schedule, row))
    return None if row is None else moved(schedule, row, step(random), _LATE)


def may_slip_too_little(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Late dates that give room away."""
    row = pick(plan, schedule, random, lambda entity, row: free(entity, schedule, row))
    return None if row is None else moved(schedule, row, -step(random), _LATE)


def forgets_a_deadline(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """The late dates of an item run past its deadline."""

    def fits(entity: Any, row: int) -> bool:
        return free(entity, schedule, row) and entity.deadline is not None

    row = pick(plan, schedule, random, fits)
    if row is None:
        return None
    due = plan.axis.minute(plan[schedule.ids[row]].deadline, end=True)
    by = due + step(random) - int(schedule.dates.late_finish[row])
    return moved(schedule, row, by, _LATE) if by else None


# -- facts ------------------------------------------------------------------------------------------------------


def moves_what_is_set_by_hand(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A manual item is moved."""

    def fits(entity: Any, row: int) -> bool:
        return leaf(schedule, row) and getattr(entity, "manual", None) is not None

    row = pick(plan, schedule, random, fits)
    return None if row is None else moved(schedule, row, step(random), _EARLY)


def rewrites_history(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item with an actual start is moved."""

    def fits(entity: Any, row: int) -> bool:
        done = getattr(entity, "progress", None)
        return leaf(schedule, row) and done is not None and done.actual_start is not None

    row = pick(plan, schedule, random, fits)
    return (
        None if row is None else moved(schedule, row, -step(random), ("start", "early_start", "late_start"))
    )


def ignores_a_fixed_date(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """What must start or finish on a date is moved, early and late."""

    def fits(entity: Any, row: int) -> bool:
        fixed = entity.constraint is not None and entity.constraint.kind in ("MSO", "MFO")
        facts = getattr(entity, "progress", None), getattr(entity, "manual", None)
        return leaf(schedule, row) and fixed and facts == (None, None)

    row = pick(plan, schedule, random, fits)
    return None if row is None else moved(schedule, row, step(random) * random.choice((1, -1)), _DATES)


def ignores_a_lower_bound(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item starts the day before it may."""

    def fits(entity: Any, row: int) -> bool:
        return (
            free(entity, schedule, row) and entity.constraint is not None and entity.constraint.kind == "SNET"
        )

    row = pick(plan, schedule, random, fits)
    if row is None:
        return None
    bound = plan.axis.minute(plan[schedule.ids[row]].constraint.date)
    return moved(schedule, row, bound - 1440 - int(schedule.dates.early_start[row]), _EARLY)


def leaves_its_place(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Scheduled dates are neither the early nor the late ones."""
    row = pick(plan, schedule, random, lambda entity, row: leaf(schedule, row))
    return (
        None
        if row is None
        else moved(schedule, row, step(random) * random.choice((1, -1)), ("start", "finish"))
    )


# -- floats and marks -------------------------------------------------------------------------------------------


def total_float_is_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A total float does not fit its dates."""
    row = pick(plan, schedule, random, lambda entity, row: leaf(schedule, row))
    return (
        None if row is None else moved(schedule, row, step(random) * random.choice((1, -1)), ("total_float",))
    )


def free_float_is_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A free float does not fit what waits."""
    row = pick(plan, schedule, random, lambda entity, row: leaf(schedule, row))
    return (
        None if row is None else moved(schedule, row, step(random) * random.choice((1, -1)), ("free_float",))
    )


def critical_is_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item is marked critical that is not, or the other way round."""
    row = pick(plan, schedule, random, lambda entity, row: leaf(schedule, row))
    return None if row is None else changed(schedule, row, critical=not schedule.dates.critical[row])


def a_finding_is_kept_quiet(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Negative float or a missed deadline is not told."""
    loud = [f for f in schedule.findings if f.code in ("float.negative", "deadline.missed")]
    if not loud:
        return None
    dropped = random.choice(loud)
    return schedule.with_findings([f for f in schedule.findings if f is not dropped])


# -- summaries and the table ------------------------------------------------------------------------------------


def _summary(plan: Plan, schedule: Schedule, random: Random) -> int | None:
    def fits(entity: Any, row: int) -> bool:
        return bool(schedule.dates.summary[row]) and bool(plan.leaves(entity.id))

    return pick(plan, schedule, random, fits)


def a_summary_begins_elsewhere(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A summary does not begin with what is in it."""
    row = _summary(plan, schedule, random)
    column = random.choice(("start", "early_start", "late_start"))
    return None if row is None else moved(schedule, row, -step(random), (column,))


def a_summary_ends_elsewhere(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A summary does not end with what is in it."""
    row = _summary(plan, schedule, random)
    column = random.choice(("finish", "early_finish", "late_finish"))
    return None if row is None else moved(schedule, row, step(random), (column,))


def a_summary_adds_up_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """The duration, total float or mark of a summary is not what is in it."""
    row = _summary(plan, schedule, random)
    if row is None:
        return None
    column = random.choice(("duration", "total_float", "critical"))
    if column == "critical":
        return changed(schedule, row, critical=not schedule.dates.critical[row])
    return moved(schedule, row, step(random), (column,))


def a_mark_is_wrong(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A leaf is marked as a summary, or a summary as a leaf."""
    row = pick(plan, schedule, random, lambda entity, row: True)
    return None if row is None else changed(schedule, row, summary=not schedule.dates.summary[row])


def _taken(schedule: Schedule, rows: list[int]) -> Schedule:
    """The schedule of those rows, in that order."""
    columns = {name: getattr(schedule.dates, name)[rows] for name in _columns(schedule)}
    return evolve(
        schedule, ids=tuple(schedule.ids[row] for row in rows), dates=evolve(schedule.dates, **columns)
    )


def _columns(schedule: Schedule) -> list[str]:
    return [attribute.name for attribute in schedule.dates.__attrs_attrs__]


def an_item_is_missing(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item of the plan has no row."""
    gone = pick(plan, schedule, random, lambda entity, row: True)
    return (
        None if gone is None else _taken(schedule, [row for row in range(len(schedule.ids)) if row != gone])
    )


def an_item_is_there_twice(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """An item has two rows."""
    row = pick(plan, schedule, random, lambda entity, row: True)
    return None if row is None else _taken(schedule, [*range(len(schedule.ids)), row])


def items_change_places(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Two leaves have each other's dates, floats and marks."""
    tasks = [
        row for row, name in enumerate(schedule.ids) if isinstance(plan[name], Task) and leaf(schedule, row)
    ]
    d = schedule.dates
    pairs = [
        (a, b)
        for a in tasks
        for b in tasks
        if a < b and any(getattr(d, c)[a] != getattr(d, c)[b] for c in _EARLY)
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    order = list(range(len(schedule.ids)))
    order[one], order[other] = other, one
    return evolve(_taken(schedule, order), ids=schedule.ids)


def everything_is_a_week_later(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """Every date is moved by a whole number of weeks."""
    if not schedule.ids:
        return None
    by = random.choice((-1, 1, 2)) * 7 * 1440
    return evolve(
        schedule,
        dates=evolve(schedule.dates, **{name: getattr(schedule.dates, name) + by for name in _DATES}),
    )


def a_date_is_in_no_year(plan: Plan, schedule: Schedule, random: Random) -> Schedule | None:
    """A date lies beyond the end of time."""
    row = pick(plan, schedule, random, lambda entity, row: True)
    return None if row is None else changed(schedule, row, **{random.choice(_DATES): 2**60})


CORRUPTORS: Final[tuple[Corruptor, ...]] = (
    starts_too_early,
    starts_needlessly_late,
    forgets_a_link,
    forgets_a_lag,
    works_too_little,
    works_too_much,
    works_at_night,
    works_around_the_clock,
    a_milestone_lasts,
    runs_backward,
    a_duration_is_wrong,
    may_slip_too_far,
    may_slip_too_little,
    forgets_a_deadline,
    moves_what_is_set_by_hand,
    rewrites_history,
    ignores_a_fixed_date,
    ignores_a_lower_bound,
    leaves_its_place,
    total_float_is_wrong,
    free_float_is_wrong,
    critical_is_wrong,
    a_finding_is_kept_quiet,
    a_summary_begins_elsewhere,
    a_summary_ends_elsewhere,
    a_summary_adds_up_wrong,
    a_mark_is_wrong,
    an_item_is_missing,
    an_item_is_there_twice,
    items_change_places,
    everything_is_a_week_later,
    a_date_is_in_no_year,
)
"""Every way in which a schedule is broken here; the name says which."""
