"""Allocations broken on purpose, each in one named way: to prove that whoever checks them would notice.

A corruptor takes a plan, a right allocation of it and a source of chance, and returns an allocation that is wrong, or
``None`` where there is nothing to break in its way, or nothing would change by it.
"""

# ruff: noqa: ARG001, ARG005 - corruptors take the same three arguments, needed or not

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any, Final

from attrs import evolve, frozen

from workmodel.allocation import Allocation, Delay, Slowed
from workmodel.capacity import ledger
from workmodel.domain import Plan, Task
from workmodel.domain.leveled import Entries
from workmodel.quantities import WorkTime
from workmodel.testing.breaking import free, leaf, moved, pick, works
from workmodel.testing.corrupted_plans import PLAN_CORRUPTORS, AllocationCorruptor, picked
from workmodel.testing.corruptors import CORRUPTORS, an_item_is_missing, everything_is_a_week_later

__all__ = ["ALLOCATION_CORRUPTORS", "AllocationCorruptor"]

_EARLY: Final = ("start", "finish", "early_start", "early_finish")
_DAY: Final = 1440


# -- dates ------------------------------------------------------------------------------------------------------


def _by(found: Allocation, random: Random, by: int) -> Allocation | None:
    """An item moved. [min]"""
    row = pick(found.leveled, found.schedule, random, lambda entity, row: free(entity, found.schedule, row))
    return None if row is None else evolve(found, schedule=moved(found.schedule, row, by, _EARLY))


def an_item_is_an_hour_early(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item begins an hour before it does."""
    return _by(found, random, -60)


def an_item_is_an_hour_late(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item begins an hour after it does."""
    return _by(found, random, 60)


def two_tasks_change_places(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Two tasks of one person have each other's dates."""
    rows = [
        (row, {one.resource for one in task.assignments})
        for row, name in enumerate(found.schedule.ids)
        if isinstance(task := found.leveled[name], Task) and free(task, found.schedule, row)
    ]
    columns = [getattr(found.schedule.dates, name) for name in _EARLY]
    pairs = [
        (a, b) for a, one in rows for b, other in rows
        if a < b and one & other and any(column[a] != column[b] for column in columns)
    ]  # fmt: skip
    pair = picked(random, pairs)
    if pair is None:
        return None
    one, other = pair
    changes = {}
    for name in (attribute.name for attribute in found.schedule.dates.__attrs_attrs__):
        column = getattr(found.schedule.dates, name).copy()
        column[one], column[other] = column[other], column[one]
        changes[name] = column
    return evolve(found, schedule=evolve(found.schedule, dates=evolve(found.schedule.dates, **changes)))


def work_lies_on_a_day_off(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item begins on the first day after its own on which nobody works."""
    row = pick(found.leveled, found.schedule, random, lambda entity, row: works(entity, found.schedule, row))
    if row is None:
        return None
    calendar, start = plan.work_calendar(), int(found.schedule.dates.start[row])
    midnight = start // _DAY * _DAY
    closed = (
        day
        for day in range(midnight + _DAY, midnight + 15 * _DAY, _DAY)
        if not calendar.between(day, day + _DAY)
    )
    off = next(closed, None)
    return None if off is None else evolve(found, schedule=moved(found.schedule, row, off - midnight, _EARLY))


def everything_lies_a_week_off(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """All dates are a week off."""
    wrong = everything_is_a_week_later(found.leveled, found.schedule, random)
    return None if wrong is None else evolve(found, schedule=wrong)


def an_item_is_lost(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item of the leveled plan has no dates."""
    wrong = an_item_is_missing(found.leveled, found.schedule, random)
    return None if wrong is None else evolve(found, schedule=wrong)


def dates_are_those_of_logic(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What is delayed has the dates that it would have if everybody had time."""
    if (found.schedule.dates.start == found.logic.dates.start).all():
        return None
    return evolve(found, schedule=evolve(found.schedule, dates=found.logic.dates))


def the_logic_has_the_leveled_dates(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What is told as the dates by logic alone are those of the leveled plan."""
    if (found.schedule.dates.start == found.logic.dates.start).all():
        return None
    return evolve(found, logic=evolve(found.logic, dates=found.schedule.dates))


def dates_are_broken_as_those_of_schedules_are(
    plan: Plan, found: Allocation, random: Random
) -> Allocation | None:
    """The dates of the leveled plan are broken in one of the ways of `workmodel.testing.corruptors`."""
    wrong = random.choice(CORRUPTORS)(found.leveled, found.schedule, random)
    return None if wrong is None else evolve(found, schedule=wrong)


def the_logic_is_broken_as_schedules_are(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """The dates by logic alone are broken in one of the ways of `workmodel.testing.corruptors`."""
    wrong = random.choice(CORRUPTORS)(plan, found.logic, random)
    return None if wrong is None else evolve(found, logic=wrong)


# -- what is told -----------------------------------------------------------------------------------------------


def _without(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {known: one for known, one in told.items() if known != name}


def a_delay_is_kept_quiet(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A delay is not told."""

    def plain(name: str) -> bool:
        return name not in found.slowed and found.leveled.tasks[name].progress is None

    name = picked(random, filter(plain, found.delays))
    return None if name is None else evolve(found, delays=_without(found.delays, name))


def a_delay_is_made_up(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Something that begins when logic asks is told to be delayed."""
    rows = [
        row
        for row, name in enumerate(found.schedule.ids)
        if leaf(found.schedule, row) and name not in found.delays
    ]
    name = picked(random, (found.schedule.ids[row] for row in rows))
    if name is None:
        return None
    start = found.schedule[name].start
    people = [one.resource for one in getattr(found.leveled[name], "assignments", ())] or ["nobody"]
    made = Delay(name, start - timedelta(days=1), start, people[0], ())
    return evolve(found, delays={**found.delays, name: made})


def a_delay_is_told_wrong(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A delay ends at another moment than its item begins."""
    name = picked(random, found.delays)
    if name is None:
        return None
    told = found.delays[name]
    wrong = evolve(told, start=told.start + random.choice((-1, 1)) * timedelta(hours=1))
    return evolve(found, delays={**found.delays, name: wrong})


def a_delay_blames_somebody_else(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A delay is told to be for the sake of somebody who does not work on the item."""
    name = picked(random, found.delays)
    if name is None:
        return None
    wrong = evolve(found.delays[name], resource="somebody-else")
    return evolve(found, delays={**found.delays, name: wrong})


def slower_work_is_kept_quiet(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """That work takes longer than its people would need is not told."""

    def single(name: str) -> bool:
        return len(found.leveled.tasks[name].assignments) == 1

    name = picked(random, filter(single, found.slowed))
    return None if name is None else evolve(found, slowed=_without(found.slowed, name))


def slower_work_is_told_wrong(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work is told to take longer than it does."""
    name = picked(random, found.slowed)
    if name is None:
        return None
    told = found.slowed[name]
    return evolve(found, slowed={**found.slowed, name: evolve(told, takes=WorkTime(told.takes.minutes + 60))})


def slower_work_is_made_up(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work that nothing slows down is told to take longer."""
    name = picked(random, (name for name in found.leveled.tasks if name not in found.slowed))
    if name is None:
        return None
    return evolve(found, slowed={**found.slowed, name: Slowed(name, WorkTime(60), WorkTime(120), ())})


def the_bound_is_after_the_finish(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """It is told that nothing could end before a moment at which all is done."""
    return None if found.finish is None else evolve(found, bound=found.finish + timedelta(minutes=1))


def the_bound_is_before_all_dates(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """It is told that all could be done before anything begins."""
    begin = found.schedule.start
    return None if begin is None else evolve(found, bound=begin - timedelta(days=1))


def nothing_bounds_the_dates(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """No bound is told."""
    return None if found.bound is None else evolve(found, bound=None)


def a_finding_is_not_passed_on(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What the dates tell a planner to weigh, the allocation does not."""
    lost = picked(random, found.schedule.findings)
    return (
        None if lost is None else evolve(found, findings=tuple(one for one in found.findings if one != lost))
    )


# -- the ledger -------------------------------------------------------------------------------------------------


@frozen
class _Forged:
    """A ledger that says what it is told to say."""

    said: Entries

    def entries(self) -> Entries:
        """What it says."""
        return self.said


def _forged(found: Allocation, **changes: Any) -> Allocation:
    """The allocation with a ledger in which some columns are others."""
    wrong = evolve(found)
    object.__setattr__(
        wrong, "ledger", _Forged(evolve(found.ledger.entries(), **changes))
    )  # frozen, and not yet handed out
    return wrong


def _claims(found: Allocation, fits: Callable[[str, str], bool]) -> list[int]:
    """Numbers of the claims whose kind and id fit, of an allocation that has dates."""
    if not found.schedule.ids:
        return []
    known = found.ledger.entries()
    return [
        n
        for n, source in enumerate(known.source.tolist())
        if fits(*known.sources[source]) and known.granted[n]
    ]


def the_ledger_is_of_other_dates(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """The ledger is that of the days a week later."""
    if found.schedule.start is None or found.schedule.finish is None:
        return None
    week = timedelta(days=7)
    first, end = found.schedule.start.date() + week, found.schedule.finish.date() + week + timedelta(days=1)
    wrong = evolve(found)
    object.__setattr__(wrong, "ledger", ledger(found.leveled, first, end, schedule=found.schedule))
    return wrong


def an_hour_is_counted_twice(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Somebody has an hour free that is granted as well."""
    number = picked(random, _claims(found, lambda kind, name: True))
    if number is None:
        return None
    known = found.ledger.entries()
    more = known.free.copy()
    more[known.row[number], known.day[number]] += known.granted[number]
    return _forged(found, free=more)


def an_absence_is_forgotten(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """The hours of whoever is away are free."""
    if not found.schedule.ids or not (known := found.ledger.entries()).absence.any():
        return None
    return _forged(found, absence=known.absence * 0, free=known.free + known.absence)


def more_is_granted_than_there_is(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Something is granted an hour more than its day has."""
    number = picked(random, _claims(found, lambda kind, name: True))
    if number is None:
        return None
    known = found.ledger.entries()
    more = known.granted.copy()
    more[number] += 600_000
    return _forged(found, granted=more, wanted=known.wanted + (more - known.granted))


def a_task_has_hours_of_somebody_else(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What a routine is granted is told as hours of a task that its people do not work on."""
    number = picked(random, _claims(found, lambda kind, name: kind not in ("task", "reserve")))
    if number is None:
        return None
    known = found.ledger.entries()
    source = known.source.copy()
    source[number] = len(known.sources)
    return _forged(found, source=source, sources=(*known.sources, ("task", "no-such-task")))


def work_has_hours_before_it_begins(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Hours of a task lie before its start."""
    begins = {name: one.start.date() for name, one in found.schedule.items()}
    first = min(begins.values(), default=None)
    if first is None:
        return None
    later = _claims(found, lambda kind, name: kind == "task" and begins[name] > first + timedelta(days=2))
    number = picked(random, later)
    if number is None:
        return None
    known = found.ledger.entries()
    row, day, amount = int(known.row[number]), known.day.copy(), int(known.granted[number])
    free = known.free.copy()
    free[row, 0] -= amount
    free[row, day[number]] += amount
    day[number] = 0
    return _forged(found, day=day, free=free)


def work_has_half_its_hours(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task asks the ledger for half the hours that it takes."""

    def known_effort(kind: str, name: str) -> bool:
        task = found.leveled.tasks.get(name)
        return (
            kind == "task" and task is not None and task.effort is not None and len(task.assignments) == 1
            and task.progress is None and not found.leveled.resources[task.assignments[0].resource].members
        )  # fmt: skip

    entries = found.ledger.entries() if found.schedule.ids else None
    number = picked(random, _claims(found, known_effort))
    if entries is None or number is None:
        return None
    lost = entries.source == entries.source[number]
    if int(entries.wanted[lost].sum()) < 10 * 600_000:
        return None  # a minute or two is what rounding may do
    granted, wanted, free = entries.granted.copy(), entries.wanted.copy(), entries.free.copy()
    for n in lost.nonzero()[0].tolist():
        free[entries.row[n], entries.day[n]] += granted[n] - granted[n] // 2
    granted[lost], wanted[lost] = granted[lost] // 2, wanted[lost] // 2
    return _forged(found, granted=granted, wanted=wanted, free=free)


ALLOCATION_CORRUPTORS: Final[tuple[AllocationCorruptor, ...]] = (
    an_item_is_an_hour_early,
    an_item_is_an_hour_late,
    two_tasks_change_places,
    work_lies_on_a_day_off,
    everything_lies_a_week_off,
    an_item_is_lost,
    dates_are_those_of_logic,
    the_logic_has_the_leveled_dates,
    dates_are_broken_as_those_of_schedules_are,
    the_logic_is_broken_as_schedules_are,
    *PLAN_CORRUPTORS,
    a_delay_is_kept_quiet,
    a_delay_is_made_up,
    a_delay_is_told_wrong,
    a_delay_blames_somebody_else,
    slower_work_is_kept_quiet,
    slower_work_is_told_wrong,
    slower_work_is_made_up,
    the_bound_is_after_the_finish,
    the_bound_is_before_all_dates,
    nothing_bounds_the_dates,
    a_finding_is_not_passed_on,
    the_ledger_is_of_other_dates,
    an_hour_is_counted_twice,
    an_absence_is_forgotten,
    more_is_granted_than_there_is,
    a_task_has_hours_of_somebody_else,
    work_has_hours_before_it_begins,
    work_has_half_its_hours,
)
"""Every way in which an allocation is broken here; the name says which."""
