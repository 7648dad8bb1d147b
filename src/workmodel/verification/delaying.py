"""Promises about what is told: delays where there are some, slower work where it is, a bound that can be one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workmodel.domain import Task
from workmodel.findings import Finding
from workmodel.quantities import Percent
from workmodel.verification.amounts import finish_from, minutes, takes_time
from workmodel.verification.facts import Item
from workmodel.verification.levels import Levels, stands_late
from workmodel.verification.limits import NEVER, Limit, lower
from workmodel.verification.saying import broken, times

__all__ = ["bound", "delays", "passed_on", "slowed"]


def delays(levels: Levels) -> Iterator[Finding]:
    """What begins later than logic asks has a delay that tells from when to when, and for whom; nothing else has one."""
    facts, told = levels.after, levels.found.delays
    movable = {item.id: item for item in levels.movable if levels.shares(item.id)}
    for name in [name for name in told if name not in movable]:
        yield broken("verify.delay", name, f"{name} is told to be delayed, and nothing could delay it")
    for name, item in movable.items():
        start, one = facts[name].start, told.get(name)
        asked = _asked(levels, item)
        if one is None:
            if asked is not None and start > asked:
                yield broken(
                    "verify.delay", name,
                    f"{name} begins later than logic asks, {times(facts, asked, start)}, and no delay tells so",
                    asked=asked, start=start,
                )  # fmt: skip
            continue
        people = {share.resource for share in levels.shares(name)}
        logic, begun = _minute(levels, one.logic), _minute(levels, one.start)
        if one.item != name or begun != start or logic >= start or (asked is not None and logic != asked):
            expected = (start if asked is None else asked, start)
            yield broken(
                "verify.delay", name,
                f"the delay of {one.item} is told as {times(facts, logic, begun)}, and is {times(facts, *expected)}",
                found=(logic, begun), expected=expected,
            )  # fmt: skip
        if one.resource and one.resource not in people:
            yield broken(
                "verify.delay", name, f"{name} is told to wait for {one.resource}, who does not work on it",
                resource=one.resource, people=tuple(sorted(people)),
            )  # fmt: skip


def _minute(levels: Levels, moment: datetime) -> int:
    return levels.plan.axis.minute(moment)


def _asked(levels: Levels, item: Item) -> int | None:
    """Where an item would begin if everybody had time, what it waits for being where it is.

    ``None`` where that hangs on how slow it would then be: work whose finish is bounded.
    """
    facts, before = levels.after, levels.before.item(item.id)
    limits = list(lower(facts, item))
    delay = getattr(before.entity, "leveling_delay", None)
    if stands_late(before):  # it was to stand where being late put it
        own = f"{item.entity.constraint} of {item.id}"
        limits = [limit for limit in limits if limit.why != own]
        limits.append(Limit(levels.before[item.id].start, True, "", ""))
        delay = None
    begin = max(limit.time for limit in limits if limit.at_start)
    if begin == NEVER:
        return None
    begin += 0 if delay is None else abs(facts.plan.minutes(delay))
    end = max((limit.time for limit in limits if not limit.at_start), default=NEVER)
    if not takes_time(facts, item):
        return max(begin, end)
    start = item.driving.next_open(begin)
    bounded = end > NEVER and item.id in levels.slowed
    return None if bounded or end > finish_from(facts, item, start) else start


def slowed(levels: Levels) -> Iterator[Finding]:
    """Work that takes longer than its people would need tells by how much; nothing else does."""
    told, plan = levels.found.slowed, levels.leveled
    longer = set()
    for name in levels.slowed:
        task = plan[name]
        assert isinstance(task, Task)
        assert task.duration is not None
        takes = plan.minutes(task.duration)
        planned = minutes(levels.before, levels.before.item(name))
        one = told.get(name)
        if one is None:
            if planned is not None and takes > planned:
                yield broken(
                    "verify.slowed", name, f"{name} takes {takes} working minutes instead of {planned}, and nothing tells so",
                    planned=planned, takes=takes,
                )  # fmt: skip
            continue
        longer.add(name)
        said = (one.planned.minutes, one.takes.minutes)
        expected = (said[0] if planned is None else planned, takes)
        if one.item != name or said != expected or said[0] >= said[1]:
            yield broken(
                "verify.slowed", name,
                f"{one.item} is told to take {said[1]} working minutes instead of {said[0]}, and takes {expected[1]} instead "
                f"of {expected[0]}",
                found=said, expected=expected,
            )  # fmt: skip
    for name in sorted(told.keys() - longer):
        yield broken("verify.slowed", name, f"{name} is told to be slowed down, and takes what it would")


def bound(levels: Levels) -> Iterator[Finding]:
    """The bound is not after the finish, nor before what logic alone asks."""
    found, axis = levels.found, levels.plan.axis
    finish = int(found.schedule.dates.finish.max())
    if found.bound is None:
        yield broken("verify.bound", "", "nothing bounds these dates from below", finish=finish)
        return
    told = _minute(levels, found.bound)
    if told > finish:
        yield broken(
            "verify.bound", "",
            f"the bound, {axis.time(told)}, is after {axis.time(finish)}, when all is done", bound=told, finish=finish,
        )  # fmt: skip
    begin = int(found.logic.dates.start.min())  # levelling may begin later for the sake of something else
    if levels.planned is not levels.plan and found.plan.start is not None:
        begin = min(
            begin, levels.plan.axis.minute(found.plan.start)
        )  # in another way something may begin earlier
    if told < begin:
        yield broken(
            "verify.bound", "",
            f"the bound, {axis.time(told)}, is before {axis.time(begin)}, when the first item begins", bound=told, start=begin,
        )  # fmt: skip
    logic = int(found.logic.dates.finish.max())
    if told < min(logic, finish) and levels.planned is levels.plan and _never_earlier(levels):
        yield broken(
            "verify.bound", "",
            f"the bound, {axis.time(told)}, is before {axis.time(logic)}, when logic alone has all done",
            bound=told, logic=logic,
        )  # fmt: skip


def _never_earlier(levels: Levels) -> bool:
    """Whether nothing ends before logic has it.

    Nobody becomes more, no team is several, no lag depends on work, and nothing can be done in another way.
    """
    plan = levels.plan
    grows = any(
        one.members or any(change.capacity > one.capacity for change in one.capacity_changes)
        for one in plan.resources.values()
    )
    hangs = any(isinstance(wait.lag, Percent) for item in plan.items.values() for wait in item.after)
    chosen = any(
        task.modes or (task.splittable and task.contour == "as_worked") for task in plan.tasks.values()
    )
    return not grows and not hangs and not chosen


def passed_on(levels: Levels) -> Iterator[Finding]:
    """What the dates tell a planner to weigh, the allocation tells as well."""
    told = set(levels.found.findings)
    for one in levels.found.schedule.findings:
        if one not in told:
            yield broken(
                "verify.finding",
                one.subject,
                f'the dates tell "{one.code}", and the allocation does not',
                missing=one.code,
            )
