"""Leveled plans changed in ways in which levelling changes none, each as a corruptor of allocations.

The dates of what is changed are made anew, so that only what was changed is wrong.
"""

# ruff: noqa: ARG001 - corruptors take the same three arguments, needed or not

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any, Final

from attrs import evolve

from workmodel.allocation import Allocation
from workmodel.domain import Entity, Mode, Plan, Resource, Task, WorkItem
from workmodel.domain.people import able
from workmodel.errors import WorkModelError
from workmodel.scheduling import schedule

__all__ = ["PLAN_CORRUPTORS", "AllocationCorruptor", "picked"]

AllocationCorruptor = Callable[[Plan, Allocation, Random], Allocation | None]


def picked(random: Random, found: Iterable[Any]) -> Any:
    """One of several, ``None`` of none."""
    known = list(found)
    return random.choice(known) if known else None


def _dated(found: Allocation, leveled: Plan) -> Allocation | None:
    """The allocation with another leveled plan and its dates; ``None`` where it is no other, or has none."""
    if leveled == found.leveled:
        return None
    try:
        return evolve(found, leveled=leveled, schedule=schedule(leveled))
    except WorkModelError:
        return None


def _with(found: Allocation, *entities: Entity) -> Allocation | None:
    return _dated(found, found.leveled.replace(*entities))


def _leaves(found: Allocation) -> list[WorkItem]:
    dates = found.schedule.dates.summary.tolist()
    return [
        found.leveled.items[name]
        for name, summary in zip(found.schedule.ids, dates, strict=True)
        if not summary
    ]


def _tasks(found: Allocation) -> list[Task]:
    return [one for one in _leaves(found) if isinstance(one, Task)]


def _staffed(found: Allocation) -> list[Task]:
    """Tasks that somebody with hours works on."""
    known = found.leveled.resources
    return [task for task in _tasks(found) if any(known[one.resource].works for one in task.assignments)]


# -- delays and durations ---------------------------------------------------------------------------------------


def _redelayed(found: Allocation, task: Task, delay: str | None) -> Allocation | None:
    """With another delay of a task, if that moves it."""
    wrong = _with(found, evolve(task, leveling_delay=delay))
    moved = wrong is not None and wrong.schedule[task.id].start != found.schedule[task.id].start
    return wrong if moved else None


def _delayed(found: Allocation) -> list[Task]:
    return [one for one in _tasks(found) if one.leveling_delay and one.id in found.delays]


def a_delay_is_dropped(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task is told to be delayed, and is where logic puts it."""
    task = picked(random, _delayed(found))
    return None if task is None else _redelayed(found, task, None)


def a_delay_is_longer(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task is delayed by more than is told."""
    task = picked(random, _delayed(found))
    if task is None:
        return None
    more = abs(plan.minutes(task.leveling_delay)) + random.choice((600, 1440, 7 * 1440))
    return _redelayed(found, task, f"{more}emin")


def two_things_at_once(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task begins while the one person who does it has another, and nothing tells of a delay."""

    def alone(task: Task) -> bool:
        told, who = found.delays[task.id], plan.resources[task.assignments[0].resource]
        single = len(task.assignments) == 1 and who.works and not (who.members or who.capacity_changes)
        full = task.assignments[0].units is None and task.contour != "as_worked"
        return single and full and bool(told.by) and all(name in plan.tasks for name in told.by)

    task = picked(random, (one for one in _delayed(found) if alone(one)))
    wrong = None if task is None else _redelayed(found, task, None)
    if wrong is None:
        return None
    here, others = wrong.schedule[task.id], [wrong.schedule[name] for name in found.delays[task.id].by]
    if not any(here.start < one.finish and one.start < here.finish for one in others):
        return None
    return evolve(wrong, delays={name: told for name, told in found.delays.items() if name != task.id})


def what_is_fixed_has_a_delay(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work that is reported or set by hand gets a levelling delay, which moves nothing."""

    def fixed(one: Any) -> bool:
        progress = getattr(one, "progress", None)
        begun = progress is not None and (progress.actual_start, progress.actual_finish) != (None, None)
        return getattr(one, "manual", None) is not None or begun

    item: Any = picked(random, filter(fixed, _leaves(found)))
    return None if item is None else _with(found, evolve(item, leveling_delay="37emin"))


def a_duration_is_cut(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work that other claims slow down is done in half the time."""
    task = picked(random, (one for one in _tasks(found) if one.id in found.slowed))
    if task is None:
        return None
    return _with(found, evolve(task, duration=f"{found.slowed[task.id].takes.minutes // 2}min"))


def a_duration_is_stretched(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work takes a month longer than is told."""
    task = picked(random, (one for one in _tasks(found) if one.id in found.slowed))
    if task is None:
        return None
    return _with(found, evolve(task, duration=f"{found.slowed[task.id].takes.minutes + 20 * 480}min"))


def an_effort_is_cut(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task is half the work."""
    task = picked(random, (one for one in _tasks(found) if one.effort and plan.minutes(one.effort) > 1))
    return None if task is None else _with(found, evolve(task, effort=f"{plan.minutes(task.effort) // 2}min"))


# -- links and constraints --------------------------------------------------------------------------------------


def a_link_is_dropped(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item does not wait for what it waits for."""
    item = picked(random, (one for one in found.leveled.items.values() if one.after))
    return None if item is None else _with(found, evolve(item, after=item.after[1:]))


def a_link_is_added(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item waits for something it has nothing to do with."""
    leaves = _leaves(found)
    pairs = [
        (one, other.id) for one in leaves for other in leaves
        if one is not other and other.id not in {wait.predecessor for wait in one.after}
    ]  # fmt: skip
    pair = picked(random, pairs)
    return None if pair is None else _with(found, evolve(pair[0], after=(*pair[0].after, pair[1])))


def a_constraint_is_added(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item may not begin before it does anyway."""
    item = picked(random, (one for one in _leaves(found) if one.constraint is None and plan[one.id] == one))
    if item is None:
        return None
    start = found.schedule[item.id].start.replace(tzinfo=None)
    return _with(found, evolve(item, constraint=f"SNET {start:%Y-%m-%d %H:%M}"))


def a_constraint_is_dropped(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item is free of its constraint."""
    item = picked(random, (one for one in _leaves(found) if one.constraint is not None))
    return None if item is None else _with(found, evolve(item, constraint=None))


def a_deadline_is_moved(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """An item is due on another day."""
    item = picked(random, found.leveled.items.values())
    return None if item is None else _with(found, evolve(item, deadline="2099-12-31"))


# -- people and ways --------------------------------------------------------------------------------------------


def units_are_raised(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task has more of somebody than it asks for."""
    task = picked(random, _staffed(found))
    if task is None:
        return None
    one = next(one for one in task.assignments if plan.resources[one.resource].works)
    raised = evolve(one, units=(one.units or plan.resources[one.resource].capacity) + 1)
    return _with(
        found, evolve(task, assignments=[raised if other is one else other for other in task.assignments])
    )


def somebody_else_does_it(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task is done by somebody who is not assigned to it."""
    pairs = [
        (task, other) for task in _staffed(found) for other in plan.resources
        if other not in {one.resource for one in task.assignments}
    ]  # fmt: skip
    pair = picked(random, pairs)
    return None if pair is None else _with(found, evolve(pair[0], assignments=[pair[1]]))


def somebody_without_the_skill_joins(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Whoever is added to a task is none of those it asks for."""
    pairs = [
        (task, name) for task in _tasks(found) for name, other in plan.resources.items()
        if task.requires and other.works and not any(name in able(plan, one) for one in task.requires)
        and name not in {one.resource for one in task.assignments}
    ]  # fmt: skip
    pair = picked(random, pairs)
    return (
        None if pair is None else _with(found, evolve(pair[0], assignments=[*pair[0].assignments, pair[1]]))
    )


def one_of_those_asked_for_is_missing(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Of two that a task asks for, one is there."""

    def needs_two(task: Task) -> bool:
        named = plan[task.id].assignments
        return not named and sum(one.count for one in task.requires) > 1

    task = picked(random, filter(needs_two, _tasks(found)))
    if task is None:
        return None
    single = [
        name for name in able(plan, task.requires[0]) if plan.resources[name].capacity < 2
    ]  # who is several fills several places
    return None if not single else _with(found, evolve(task, assignments=[single[0]]))


def two_ways_are_mixed(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task has the duration of one of its modes and the people of another."""
    mixed = []
    for task in _tasks(found):
        known: tuple[Task | Mode, ...] = (task, *task.modes)
        whole = {(way.duration, way.effort, way.assignments, way.requires) for way in known}
        for one in task.modes:
            for other in task.modes:
                way = (one.duration, other.effort, other.assignments, other.requires)
                if way not in whole and one.duration is not None and task.contour != "as_worked":
                    mixed.append(evolve(_other_way(task, other.name), duration=one.duration))
    task = picked(random, mixed)
    return None if task is None else _with(found, task)


def _other_way(task: Task, name: str) -> Task:
    """The task in one of its modes, with nothing that levelling set."""
    return evolve(task.in_mode(name), leveling_delay=None)


def more_is_used_than_there_is(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task is done in a mode for which the stock does not suffice."""

    def used(task: Task, name: str) -> Any:
        return sum(one.units or 0 for one in task.assignments if one.resource == name)

    greedy = [
        wrong for task in _tasks(found) for mode in task.modes for name, one in plan.resources.items()
        if one.stock is not None and not one.works
        and used(wrong := _other_way(task, mode.name), name) > one.stock + used(task, name)
        and all(used(other, name) == 0 for other in plan.tasks.values() if other.id != task.id)
    ]  # fmt: skip
    task = picked(random, greedy)
    return None if task is None else _with(found, task)


# -- the rest of the plan ---------------------------------------------------------------------------------------


def work_is_called_done(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """A task that nobody reported on is said to be complete."""
    task = picked(random, (one for one in _tasks(found) if one.progress is None and one.manual is None))
    return None if task is None else _with(found, evolve(task, progress="100%"))


def a_task_is_added(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """There is work in the leveled plan of which the plan knows nothing."""
    return _dated(found, found.leveled.add(Task("one-more-task", duration="1h")))


def a_task_is_left_out(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Work of the plan is not in the leveled one."""
    free = [one.id for one in _leaves(found) if not found.leveled.referrers(one.id)]
    name = picked(random, free)
    return None if name is None else _dated(found, found.leveled.remove(name))


def _person(found: Allocation, random: Random, fits: Callable[[Resource], bool]) -> Resource | None:
    one = picked(random, filter(fits, found.leveled.resources.values()))
    return one if isinstance(one, Resource) else None


def there_is_more_of_somebody(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Somebody has more capacity in the leveled plan."""
    one = _person(found, random, lambda one: one.works)
    return None if one is None else _with(found, evolve(one, capacity=one.capacity + 1))


def nobody_is_away(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """Somebody's absences are not in the leveled plan."""
    one = _person(found, random, lambda one: bool(one.absences))
    return None if one is None else _with(found, evolve(one, absences=()))


def a_routine_is_left_out(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What claims hours is not in the leveled plan."""
    name = picked(random, (one for one in found.leveled.routines if not found.leveled.referrers(one)))
    return None if name is None else _dated(found, found.leveled.remove(name))


def it_is_one_of_another_plan(plan: Plan, found: Allocation, random: Random) -> Allocation | None:
    """What was levelled is not what was asked for."""
    item = picked(random, plan.items.values())
    return None if item is None else evolve(found, plan=plan.evolve(item.id, title="something else"))


PLAN_CORRUPTORS: Final[tuple[AllocationCorruptor, ...]] = (
    a_delay_is_dropped,
    a_delay_is_longer,
    two_things_at_once,
    what_is_fixed_has_a_delay,
    a_duration_is_cut,
    a_duration_is_stretched,
    an_effort_is_cut,
    a_link_is_dropped,
    a_link_is_added,
    a_constraint_is_added,
    a_constraint_is_dropped,
    a_deadline_is_moved,
    units_are_raised,
    somebody_else_does_it,
    somebody_without_the_skill_joins,
    one_of_those_asked_for_is_missing,
    two_ways_are_mixed,
    more_is_used_than_there_is,
    work_is_called_done,
    a_task_is_added,
    a_task_is_left_out,
    there_is_more_of_somebody,
    nobody_is_away,
    a_routine_is_left_out,
    it_is_one_of_another_plan,
)
"""Every way in which the leveled plan, or what it is a leveled plan of, is changed here."""
