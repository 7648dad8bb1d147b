"""Changes worth trying, likeliest first: for an overload, from its causes; for an item, from what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from attrs import frozen

from workmodel.advice.changing import (
    as_capacity,
    delayed,
    more_capacity,
    priority_raised,
    reassigned,
    shared,
    standing,
)
from workmodel.advice.moves import MoveKind
from workmodel.advice.wording import said_day, said_work
from workmodel.allocation import Allocation
from workmodel.capacity import Ledger, Overload
from workmodel.capacity.ability import Ability
from workmodel.capacity.standins import candidates, window_of
from workmodel.domain import Plan, Schedule, Task

__all__ = ["Idea", "about_item", "about_overload", "chain"]

_LINKS = 8  # tasks of a chain that are looked at
_PEOPLE = 3  # who could stand in, for each person and task
_NEXT = timedelta(days=1)


@frozen(eq=False)
class Idea:
    """A change that may help.

    Attributes
    ----------
    kind, item, what, plan
        As those of `Move`.
    """

    kind: MoveKind
    item: str
    what: str
    plan: Plan


def _reassign(plan: Plan, item: str, old: str, new: str) -> Iterator[Idea]:
    made = reassigned(plan, item, old, new)
    if made is not None:
        yield Idea("reassign", item, f"{item} goes from {old} to {new}", made)


def _split(plan: Plan, item: str, new: str) -> Iterator[Idea]:
    made = shared(plan, plan[item], new) if isinstance(plan[item], Task) else None
    if made is not None:
        yield Idea("split", item, f"{new} works on {item} as well", made)


def _hours(plan: Plan, name: str, days: Sequence[date], overtime: int) -> Iterator[Idea]:
    resource = plan.resources[name]
    if not overtime or resource.members:
        return
    first, last = min(days), max(days)
    more = as_capacity(overtime, plan.conventions.minutes_per_day)
    when = f"on {first}" if first == last else f"from {first} to {last}"
    made = more_capacity(plan, name, more, first, last + _NEXT)
    yield Idea("hours", name, f"{name} works {said_work(overtime, plan)} a day longer {when}", made)


def _delay(schedule: Schedule, item: str, until: int) -> Iterator[Idea]:
    """A task that begins no earlier than a minute, where it would."""
    plan, axis = schedule.plan, schedule.plan.axis
    starts = int(schedule.dates.start[schedule._row(item)])
    calendar = plan.work_calendar()
    later = calendar.next_open(until)
    task = plan[item]
    if isinstance(task, Task) and later > starts and task.progress is None and task.manual is None:
        made = delayed(plan, task, later - starts)
        yield Idea("delay", item, f"{item} waits until {said_day(axis.time(later))}", made)


# -- an overload --------------------------------------------------------------------------------------------------


def about_overload(plan: Plan, schedule: Schedule, overload: Overload, overtime: int) -> Iterator[Idea]:
    """What may lessen an overload: others take over what is too much, or help; the least important waits; longer days."""
    who = overload.resource
    short = [one.source.id for one in overload.causes if one.over and one.source.id in plan]
    for item in short:
        able = [one.resource for one in overload.could_take_over if one.item == item][:_PEOPLE]
        for other in able:
            yield from _reassign(plan, item, who, other)
        for other in able:
            yield from _split(plan, item, other)
    tasks = [one.source.id for one in overload.causes if one.source.kind == "task"]
    last = schedule.plan.axis.minute(max(overload.days), end=True)
    for item in sorted(tasks, key=lambda name: standing(plan, name)):
        others = [name for name in tasks if name != item]
        if others and standing(plan, item) > max(standing(plan, name) for name in others):
            continue  # nothing waits for what matters less
        ends = [int(schedule.dates.finish[schedule._row(name)]) for name in others]
        yield from _delay(schedule, item, max(ends, default=last))
    yield from _hours(plan, who, overload.days, overtime)


# -- an item ------------------------------------------------------------------------------------------------------


def chain(found: Allocation, item: str) -> tuple[str, ...]:
    """The tasks that decide when an item is done, the last first: what it waits for, and whoever held its people."""
    plan, dates = found.plan, found.schedule
    known: dict[str, None] = {}
    here: str | None = item
    while here is not None and here not in known and len(known) < _LINKS:
        below = plan.leaves(here) if plan.children(here) else ()
        if below:
            here = max(below, key=lambda name: dates[name].finish)
        known[here] = None
        driver, delay = dates[here].driver, found.delays.get(here)
        waits = driver.subject if driver is not None and driver.subject in dates else None
        holds = [name for name in delay.by if name in dates] if delay is not None else []
        here = holds[-1] if holds else waits
    return tuple(name for name in known if isinstance(plan[name], Task))


def about_item(found: Allocation, item: str, overtime: int) -> Iterator[Idea]:
    """What may get an item done earlier, from the item back along what it waits for."""
    if found.finish is None:
        return
    book = found.ledger
    ability = Ability(found.plan)
    for name in chain(found, item):
        yield from _before_others(found, name)
        yield from _more_hands(found, book, ability, name, overtime)


def _before_others(found: Allocation, name: str) -> Iterator[Idea]:
    """What holds a task's people comes after it: by priority, or by waiting until it would be done."""
    plan, delay = found.plan, found.delays.get(name)
    if delay is None:
        return
    axis = plan.axis
    done = axis.minute(found.schedule[name].finish) - (axis.minute(delay.start) - axis.minute(delay.logic))
    for other in delay.by:
        if not isinstance(plan.get(other), Task):
            continue
        raised = priority_raised(plan, name, other)
        if raised is not None:
            made, whose, to = raised
            of = "" if whose == name else f" of {whose}"
            yield Idea("priority", whose, f"{name} comes before {other} (priority{of} {to})", made)
        if standing(plan, other) <= standing(plan, name):
            yield from _delay(found.logic, other, done)


def _more_hands(
    found: Allocation, book: Ledger, ability: Ability, name: str, overtime: int
) -> Iterator[Idea]:
    """Others who do a task, or help; more hours of those who do."""
    plan, dates = found.plan, found.schedule[name]
    task: Task = plan[name]
    if task.progress is not None and dates.complete >= 100:
        return
    for one in task.assignments:
        resource = plan.resources[one.resource]
        if not resource.works or resource.members:
            continue
        able = ability.in_place_of(one.resource, task)
        others = {
            who: skills for who, skills in able.items() if all(a.resource != who for a in task.assignments)
        }
        free = candidates(book, name, 0, others, (window_of(book, name),), work=True)
        ranked = list(dict.fromkeys([*(each.resource for each in free), *others]))
        for other in islice(ranked, _PEOPLE):
            yield from _reassign(plan, name, one.resource, other)
            yield from _split(plan, name, other)
        yield from _hours(plan, one.resource, (dates.start.date(), dates.finish.date()), overtime)
