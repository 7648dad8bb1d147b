"""Where an item belongs between its bounds: the rule of each date, for one item alone."""

from __future__ import annotations

from collections.abc import Sequence

from workmodel.calendars import WorkCalendar
from workmodel.verification.amounts import finish_from, start_from, takes_time
from workmodel.verification.facts import STARTED, Facts, Item, has_facts
from workmodel.verification.limits import Limit

__all__ = ["earliest", "latest", "pinned"]


def earliest(facts: Facts, item: Item, limits: Sequence[Limit], *, unplaced: bool = False) -> tuple[int, int]:
    """The first start and finish that all lower bounds allow.

    Work starts where its calendar opens and ends where it is done. What takes no time sits at the bound itself. A bound
    of the finish counts only where it lies after the finish that the start allows. *unplaced*: as though it were not
    to be as late as possible.
    """
    begin, end = _greatest(limits, at_start=True), _greatest(limits, at_start=False)
    assert begin is not None
    if not facts.backward:
        begin += _delay(facts, item, unplaced=unplaced)
    if not takes_time(facts, item):
        time = begin if end is None else max(begin, end)
        return time, time
    start = item.driving.next_open(begin)
    finish = finish_from(facts, item, start)
    if end is None or end <= finish:
        return start, finish
    edges = (item.driving.previous_open(end), item.driving.next_open(end))
    return start_from(facts, item, end), end if end in edges else edges[0]


def _greatest(limits: Sequence[Limit], *, at_start: bool) -> int | None:
    return max((limit.time for limit in limits if limit.at_start is at_start), default=None)


def _delay(facts: Facts, item: Item, *, unplaced: bool = False) -> int:
    """Elapsed time that levelling moves an item: later, and in a plan made from its finish earlier. [min]"""
    placed = (
        item.asks("ASAP") if facts.backward else item.asks("ALAP")
    )  # against the direction: delays do not count
    delay = (
        None if has_facts(item) or (placed and not unplaced) else getattr(item.entity, "leveling_delay", None)
    )
    return 0 if delay is None else abs(facts.plan.minutes(delay))


def latest(facts: Facts, item: Item, limits: Sequence[Limit]) -> tuple[int, int]:
    """The last start and finish that all upper bounds allow; what takes no time, and manual dates, at the raw bound."""
    advance = _delay(facts, item) if facts.backward else 0
    ends = [limit.time - advance for limit in limits if not limit.at_start]
    starts = [limit.time for limit in limits if limit.at_start]
    if item.manual:
        finish, here = min(ends if takes_time(facts, item) else ends + starts), facts[item.id]
        between = item.driving.between(here.early_start, here.early_finish)
        start = item.driving.start_of(item.driving.position(finish) - between) if between else finish
    elif not takes_time(facts, item):
        finish = min(ends + starts)
        start = finish
    else:
        work = min([item.driving.position(end) for end in ends])
        if starts:
            # a start that is bounded bounds the finish by as much work as lies between
            begin = _last_start(item.driving, min(starts))
            work = min(work, item.driving.position(finish_from(facts, item, begin)))
        finish = item.driving.finish_of(work)
        start = start_from(facts, item, finish)
    if item.state == STARTED:
        start = facts[item.id].early_start
    return start, finish


def _last_start(hours: WorkCalendar, time: int) -> int:
    """The last moment up to *time* at which work can begin: in closed hours, a minute before they began."""
    return time if hours.is_open(time) else hours.previous_open(time) - 1


def pinned(facts: Facts, item: Item) -> tuple[int, int]:
    """The dates of an item that must start on, or must finish on, a date: the other one follows."""
    constraint = item.entity.constraint
    starts = constraint.kind == "MSO"
    time = facts.minute(constraint.date) if starts else facts.ending(constraint.date, item)
    if not takes_time(facts, item):
        return time, time
    if starts:
        start = item.driving.next_open(time)
        return start, finish_from(facts, item, start)
    finish = time if item.driving.next_open(time) == time else item.driving.previous_open(time)
    return start_from(facts, item, finish), finish
