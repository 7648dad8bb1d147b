"""How long an item takes, and where it ends or begins if it begins or ends somewhere.

A given duration wins; else effort is spent by the assigned people in their hours; else an estimate's mean; else one day.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from workmodel.calendars import WorkCalendar, intersection
from workmodel.domain import Task
from workmodel.verification.facts import COMPLETE, STARTED, Facts, Item

__all__ = ["done", "effort_of", "finish_from", "minutes", "rest", "start_from", "takes_time"]

_DECADES = 40 * 366 * 1440  # longer than any sensible work


def minutes(facts: Facts, item: Item) -> int | None:
    """Working minutes of an item, where they do not depend on when it begins; else ``None``. [working min]"""
    if not isinstance(item.entity, Task):
        return 0
    if item.state == STARTED and not item.manual:
        return done(facts, item) + rest(facts, item)
    reported = item.entity.progress if item.state == COMPLETE and not item.manual else None
    if reported is not None and reported.actual_duration is not None:
        return facts.plan.minutes(reported.actual_duration)
    return _planned(facts, item)


def _planned(facts: Facts, item: Item) -> int | None:
    task = item.entity
    if task.duration is not None:
        return facts.plan.minutes(task.duration)
    given = item.entity.manual if item.manual else None
    if given is not None and given.start is not None and given.finish is not None:
        start = facts.minute(given.start)
        return item.driving.between(start, max(start, facts.ending(given.finish, item)))
    effort = effort_of(facts, item)
    if effort is not None:
        people = _hours(facts, item)
        if not people:
            return effort
        if len({calendar for calendar, _ in people}) > 1:
            return None
        shares = [pace for _, pace in people]
        pace = min(shares) if task.split == "each" else sum(shares)
        return int(-(-effort // pace))
    if task.estimate is not None:
        return _mean(facts, item)
    return facts.plan.conventions.minutes_per_day


def effort_of(facts: Facts, item: Item) -> int | None:
    """Person-minutes needed, as given or estimated; ``None`` where nothing is said of effort."""
    task = item.entity
    if task.effort is not None:
        return facts.plan.minutes(task.effort)
    return _mean(facts, item) if task.estimate is not None and task.estimate.of == "effort" else None


def _mean(facts: Facts, item: Item) -> int:
    """The mean of a three-point estimate, (O + 4M + P) / 6, to the minute."""
    low, likely, high = item.entity.estimate.minutes(facts.plan.conventions)
    return int(low + 4 * likely + high + 3) // 6


def takes_time(facts: Facts, item: Item) -> bool:
    """Whether it has a duration at all; what has none is never read as working time."""
    return minutes(facts, item) != 0


def finish_from(facts: Facts, item: Item, start: int) -> int:
    """Where an item ends that begins at *start*: the least moment at which all its work is done."""
    size = minutes(facts, item)
    if size == 0:
        return start
    if size is not None:
        return item.driving.finish_of(item.driving.position(start) + size)
    return _least(start, lambda until: _is_spent(facts, item, start, until))


def start_from(facts: Facts, item: Item, finish: int) -> int:
    """Where an item begins that ends at *finish*: the latest moment from which all its work fits in before."""
    size = minutes(facts, item)
    if size == 0:
        return finish
    if size is not None:
        return item.driving.start_of(item.driving.position(finish) - size)
    return -_least(-finish, lambda back: _is_spent(facts, item, -back, finish))


def _least(begin: int, enough: Callable[[int], bool]) -> int:
    """The least moment after *begin* for which *enough* holds, which holds from then on."""
    if enough(begin):
        return begin
    short, step = begin, 60
    while not enough(begin + step):
        short, step = begin + step, step * 2
        if step > _DECADES:
            return begin + step
    there = begin + step
    while there - short > 1:
        middle = (short + there) // 2
        short, there = (short, middle) if enough(middle) else (middle, there)
    return there


def _is_spent(facts: Facts, item: Item, start: int, finish: int) -> bool:
    """Whether the assigned people's open minutes times their pace between two moments add up to the effort."""
    effort = effort_of(facts, item)
    assert effort is not None
    amounts = [pace * hours.between(start, finish) for hours, pace in _hours(facts, item)]
    return min(amounts) >= effort if item.entity.split == "each" else sum(amounts) >= effort


def _hours(facts: Facts, item: Item) -> list[tuple[WorkCalendar, Fraction]]:
    """Calendar and pace of each person whose hours count: their own, within the task's calendar if it has one."""
    found = []
    for calendar, pace in facts.people(item):
        hours = calendar
        if item.entity.calendar is not None:
            hours = (
                item.plain if item.entity.ignore_resource_calendars else intersection([calendar, item.plain])
            )
        if pace:
            found.append((hours, Fraction(pace)))
    return found


# -- work under way ---------------------------------------------------------------------------------------------


def done(facts: Facts, item: Item) -> int:
    """Working minutes done of an item in progress: as reported, else what the percentage or the remainder says."""
    progress = item.entity.progress
    if progress is None or not isinstance(item.entity, Task):
        return 0
    planned = _planned_when_started(facts, item)
    if progress.actual_duration is not None:
        return facts.plan.minutes(progress.actual_duration)
    if progress.percent is not None:
        return _half_up(Fraction(progress.percent) * planned / 100)
    if progress.remaining is not None:
        return max(planned - facts.plan.minutes(progress.remaining), 0)
    return 0


def rest(facts: Facts, item: Item) -> int:
    """Working minutes that remain of an item in progress: as reported, else what is not done."""
    progress = item.entity.progress
    if progress is None or not isinstance(item.entity, Task):
        return 0
    if progress.remaining is not None:
        return facts.plan.minutes(progress.remaining)
    return max(_planned_when_started(facts, item) - done(facts, item), 0)


def _planned_when_started(facts: Facts, item: Item) -> int:
    planned = _planned(facts, item)
    if planned is not None:
        return planned
    people, effort = _hours(facts, item), effort_of(facts, item)
    assert effort is not None
    shares = [pace for _, pace in people]
    pace = min(shares) if item.entity.split == "each" else sum(shares)
    return int(-(-effort // pace))


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
