"""What the logic around an item allows, read from the dates of its neighbours.

Nothing is propagated: each bound follows from the neighbours' dates as they stand in the schedule, so that a wrong date
is found where it is wrong and not in everything behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from workmodel.domain import Dependency, Project
from workmodel.quantities import Percent
from workmodel.verification.amounts import done, minutes, rest, takes_time
from workmodel.verification.below import below
from workmodel.verification.facts import COMPLETE, OPEN, STARTED, Facts, Item, Wait, has_facts, is_dated
from workmodel.verification.occurring import occurrence

__all__ = [
    "NEVER", "Ends", "Limit", "begins", "frame", "lagged", "lower", "planned_anyway", "resumption", "upper", "visible",
]  # fmt: skip

Ends = Mapping[str, tuple[int, int]]
"""Start and finish by id. [min since 1970]"""

NEVER: Final = -(2**60)  # of a plan without a start


@frozen
class Limit:
    """One bound of an item's start or finish, from below or from above.

    Attributes
    ----------
    time
        The bound, lag included, before any reading as working time. [min since 1970]
    at_start
        Whether it bounds the start rather than the finish.
    promise
        The code of the promise that is broken where it does not hold.
    why
        In the planner's notation.
    """

    time: int
    at_start: bool
    promise: str
    why: str


def lagged(facts: Facts, wait: Wait, time: int, sign: int, dates: Ends | None = None) -> int:
    """A date and the lag of a dependency after it, or before it with *sign* −1.

    Lag runs on the calendar of the item that declares it. Walking on ends where work ends, walking back where it
    starts; no lag changes nothing.
    """
    lag = wait.dependency.lag
    if isinstance(lag, Percent):
        size = sign * lag.minutes_of(_whole(facts, wait.dependency.predecessor, dates))
    else:
        size = sign * facts.plan.minutes(lag)
    if size == 0 or lag.elapsed:
        return time + size
    return facts.item(wait.holder).plain.add(time, size, "finish" if size > 0 else "start")


def _whole(facts: Facts, name: str, dates: Ends | None) -> int:
    """The duration of which a percentage is taken; a summary's is rolled up."""
    item = facts.item(name)
    if item.state == COMPLETE:
        return facts[name].duration
    size = None if item.summary else minutes(facts, item)
    if size is not None:
        return size
    calendar = item.plain if item.summary else item.driving
    return calendar.between(*visible(facts, item, dates))


def visible(facts: Facts, item: Item, dates: Ends | None = None) -> tuple[int, int]:
    """Start and finish that successors see: early dates, and of what is as late as possible, where it was placed.

    A summary begins with the first and ends with the last of what is below it. Other *dates* than the schedule's may be
    given, by id.
    """
    return below(facts, item).seen if dates is None else dates[item.id]


# -- from below -------------------------------------------------------------------------------------------------


def lower(facts: Facts, item: Item, dates: Ends | None = None) -> Iterator[Limit]:
    """Everything that keeps an item from being earlier: its frame, constraints, dependencies, routines."""
    yield from _without_routines(facts, item, dates)
    yield from _routines(facts, item, dates)


def _without_routines(facts: Facts, item: Item, dates: Ends | None) -> Iterator[Limit]:
    yield frame(facts, item)
    for holder, constraint in item.constraints:
        why = f"{constraint} of {holder}"
        inherited_start = constraint.kind == "MSO" and (item.summary or holder != item.id)
        if constraint.kind == "SNET" or inherited_start:
            yield Limit(facts.minute(constraint.date), True, "verify.constraint", why)
        elif constraint.kind == "FNET":
            yield Limit(facts.minute(constraint.date), False, "verify.constraint", why)
    status = facts.plan.settings.status_date
    moves = facts.plan.settings.uncompleted == "reschedule" and item.follows_logic
    moves = moves and not (item.pinned or item.summary)
    if status is not None and moves:
        yield Limit(facts.minute(status, end=True), True, "verify.status_date", f"the status date {status}")
    for wait in item.waits:
        start, finish = visible(facts, facts.item(wait.dependency.predecessor), dates)
        time = lagged(facts, wait, finish if wait.from_finish else start, 1, dates)
        yield Limit(time, wait.at_start, "verify.dependency", str(wait))


def _routines(facts: Facts, item: Item, dates: Ends | None) -> list[Limit]:
    """What waiting for occurrences of routines asks, of the item and of all it is part of, outermost first."""
    found: list[Limit] = []
    if facts.backward or not facts.routines:
        return found
    if dates is None and facts.places:
        dates = facts.unplaced  # which occurrence it is, is found before anything is placed late
    for name in reversed((item.id, *item.above)):
        waits = [
            d for d in facts.plan[name].after if d.binding is not None and d.predecessor in facts.routines
        ]
        if waits:
            holder = facts.item(name)
            own = _own_start(facts, holder, found, dates)
            found += [limit for d in waits for limit in _awaited(facts, holder, d, own)]
    return found


def _own_start(facts: Facts, holder: Item, around: list[Limit], dates: Ends | None) -> int:
    """The start that everything asks for but the routines that an item itself waits for; of a fact, that fact."""
    if not holder.summary and (has_facts(holder) or holder.pinned):
        return facts[holder.id].early_start
    limits = [*_without_routines(facts, holder, dates), *around]
    time = max(limit.time for limit in limits if limit.at_start)
    takes = not holder.summary and takes_time(facts, holder)
    return holder.driving.next_open(time) if takes else time


def _awaited(facts: Facts, holder: Item, d: Dependency, own: int) -> Iterator[Limit]:
    found = occurrence(facts.plan, d, own)
    if found is not None:
        (start, finish, whole), plain = found, holder.plain
        time = finish if d.link in ("FS", "FF") else start
        size = d.lag.minutes_of(whole) if isinstance(d.lag, Percent) else facts.plan.minutes(d.lag)
        if size:
            time = time + size if d.lag.elapsed else plain.add(time, size, "finish" if size > 0 else "start")
        yield Limit(time, d.link in ("FS", "SS"), "verify.routine", f'{holder.id} after "{d}"')


def frame(facts: Facts, item: Item) -> Limit:
    """Before what moment nothing happens to an item: the start of its nearest dated project, else of the plan."""
    for name in (item.id, *item.above):
        entity = facts.plan[name]
        if isinstance(entity, Project) and entity.start is not None:
            time = facts.minute(entity.start)
            return Limit(time, True, "verify.project_start", f"the start of project {name}")
    if facts.backward:
        return Limit(_least_late_start(facts), True, "verify.plan_start", "the start of the plan")
    start = facts.plan.start
    return Limit(
        NEVER if start is None else facts.minute(start), True, "verify.plan_start", "the start of the plan"
    )


def _least_late_start(facts: Facts) -> int:
    """What is the start of a plan that is planned back from its finish."""
    planned = [leaf.id for leaf in facts.leaves if leaf.state == OPEN or not is_dated(leaf)]
    if any(leaf.asks("ASAP") for leaf in facts.leaves):
        # placed early, such an item may ask more of what it waits for than was known when the start was found
        free = [
            name for name in planned if not facts.item(name).manual and not _in_dated_project(facts, name)
        ]
        if free:
            return min(facts[name].early_start for name in free)
    return min(
        (facts[name].late_start for name in planned), default=facts.minute(facts.plan.finish, end=True)
    )


def _in_dated_project(facts: Facts, name: str) -> bool:
    """Whether an item begins with a project that names a start of its own."""
    lineage = (facts.plan[one] for one in (name, *facts.item(name).above))
    return any(isinstance(one, Project) and one.start is not None for one in lineage)


# -- from above -------------------------------------------------------------------------------------------------


def upper(facts: Facts, item: Item, horizon: Limit) -> Iterator[Limit]:
    """Everything that keeps an item from being later without delaying something else, its *horizon* first."""
    yield horizon
    for name in (item.id, *item.above):
        deadline = facts.plan[name].deadline
        if deadline is not None:
            due = facts.ending(deadline, item)
            yield Limit(due, False, "verify.deadline", f"deadline {deadline} of {name}")
    for holder, constraint in item.constraints:
        # what must finish on a date fixes an item that has not begun, and caps one that has, and summaries
        begun = item.state == STARTED and not item.manual
        caps = constraint.kind == "MFO" and (holder != item.id or begun)
        if constraint.kind in ("SNLT", "FNLT") or caps:
            time = facts.ending(constraint.date, item)
            yield Limit(time, constraint.kind == "SNLT", "verify.constraint", f"{constraint} of {holder}")
    for wait in facts.followers(item):
        if not wait.from_finish and (item.manual or item.state == STARTED):
            continue  # its start is a fact, which nothing that waits for it bounds
        if not wait.from_finish and not begins(facts, item, wait):
            continue
        end = _least_late_end(facts, wait)
        if end is not None:
            yield Limit(_allowed(facts, wait, end), not wait.from_finish, "verify.late", str(wait))


def begins(facts: Facts, item: Item, wait: Wait) -> bool:
    """Whether an item, with the first of what is waited for, begins it; what waits for a start waits for that."""
    waited = facts.item(wait.dependency.predecessor)
    return visible(facts, item)[0] == visible(facts, waited)[0]


def _allowed(facts: Facts, wait: Wait, end: int) -> int:
    """The latest end of a predecessor that does not delay what waits for it.

    For its start, the latest moment that leaves as much work as there is before *end*: a start-of-work reading.
    """
    holder, lag = facts.item(wait.holder), wait.dependency.lag
    if wait.from_finish:
        return lagged(facts, wait, end, -1)
    if not wait.at_start and not holder.summary and takes_time(facts, holder):
        end = holder.driving.next_open(end)
    time = lagged(facts, wait, end, -1)
    working_lead = not lag.elapsed and time > end
    return holder.plain.next_open(time) if working_lead else time


def planned_anyway(facts: Facts, item: Item) -> bool:
    """Whether it is complete, nobody said when, in a plan made from its end: then it was done where it was planned."""
    return facts.backward and item.state == COMPLETE and not item.manual and not is_dated(item)


def _least_late_end(facts: Facts, wait: Wait) -> int | None:
    """The least late date in a successor that a predecessor has to respect, found once for each successor."""
    key = (wait.holder, wait.at_start)
    if key not in facts.late_ends:
        ends = [end for leaf in facts.item(wait.holder).leaves for end in _late_end(facts, wait, leaf)]
        facts.late_ends[key] = min(ends, default=None)
    return facts.late_ends[key]


def _late_end(facts: Facts, wait: Wait, leaf: str) -> Iterator[int]:
    """The late date of a successor that a predecessor has to respect; nothing where it is complete."""
    item = facts.item(leaf)
    if item.state == COMPLETE and not planned_anyway(facts, item):
        return
    if not wait.at_start:
        yield facts[leaf].late_finish
    elif item.state == STARTED:
        yield resumption(facts, item)
    else:
        yield facts[leaf].late_start


def resumption(facts: Facts, item: Item) -> int:
    """Where the rest of an item in progress begins: the end of what was done, read as a start of work."""
    here = facts[item.id]
    if minutes(facts, item) == 0:
        return here.late_finish
    if facts.plan.settings.out_of_sequence == "retained_logic":
        return item.driving.start_of(item.driving.position(here.late_finish) - rest(facts, item))
    return item.driving.start_of(item.driving.position(here.early_start) + done(facts, item))
