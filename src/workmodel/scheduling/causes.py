"""Why: drivers, explanations, the critical path and the paths beside it, computed when somebody asks."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Final

from workmodel.domain import Bound, Causes, Driver, Explanation, Schedule, Step
from workmodel.domain.explanation import Side
from workmodel.graph.network import GATE, LEAF
from workmodel.scheduling.bounds import Found, bounds_of, scheduled_late
from workmodel.scheduling.layout import FINISH_FLOOR, FIXED, FLOOR, RESUMED, STARTED
from workmodel.scheduling.look import Look
from workmodel.scheduling.words import said

__all__ = ["CAUSES"]


def _look(schedule: Schedule) -> Look:
    known = schedule._memo.get("look")
    if known is None:
        known = schedule._memo["look"] = Look(schedule)
    return known


# -- one driver -------------------------------------------------------------------------------------------------------


def driver_of(schedule: Schedule, row: int) -> Driver | None:
    """What held the date of the item in a row; of several that bind equally, the first."""
    look = _look(schedule)
    node = look.node(schedule.ids[row])
    if look.field("part", node) == GATE:
        return _summary_driver(look, node)
    code = look.date("driver", node)
    if scheduled_late(look, node) or code in (FLOOR, FINISH_FLOOR, FIXED, RESUMED) or code < 0:
        decided = [found.bound.driver for found in bounds_of(look, node) if found.bound.binding]
        return decided[0] if decided else None
    holder = node
    d = look.dependency(code, holder)
    return Driver("dependency", d.predecessor, str(d))


def _summary_driver(look: Look, gate: int) -> Driver | None:
    leaf, says, _ = look.decisive(gate, start=look.backward)
    return None if leaf < 0 else Driver("summary", look.entity(leaf).id, f"{look.entity(leaf).id} {says}")


# -- explanation ------------------------------------------------------------------------------------------------------


def explain(schedule: Schedule, name: str) -> Explanation:
    """Every bound that applied to an item's date, and the chain of winners behind it."""
    look = _look(schedule)
    node, cause = look.node(name), None
    steps: list[Step] = []
    seen: set[int] = set()
    while node >= 0 and node not in seen:
        seen.add(node)
        if look.field("part", node) == LEAF:
            if node not in look.steps:
                look.steps[node] = _step(look, node)
            step, cause = look.steps[node]
            node = -1 if cause is None else cause.other
        else:
            step, node = _summary_step(look, node, cause)
        steps.append(step)
    return Explanation(name, tuple(steps))


def _step(look: Look, node: int) -> tuple[Step, Found | None]:
    """The step of a leaf, and the link that decided its date."""
    item = look.entity(node)
    entry = look.schedule[item.id]
    found = bounds_of(look, node)
    bounds, notes = tuple(f.bound for f in found), tuple(_notes(look, node))
    step = Step(item.id, item.title, entry.start, entry.finish, bounds, notes)
    return step, next((one for one in found if one.bound.binding and one.other >= 0), None)


def _summary_step(look: Look, node: int, cause: Found | None) -> tuple[Step, int]:
    """A summary on the chain, and the leaf in it whose date a link looked at; its own last, where nothing did."""
    item = look.entity(node)
    entry = look.schedule[item.id]
    if cause is None:
        leaf, says, at = look.decisive(node, start=look.backward)
        side: Side = "start" if look.backward else "finish"
    else:
        start, upper = look.end_of_other(cause.link, upper=cause.bound.upper), cause.bound.upper
        leaf, says, at = look.decisive(node, start=start, reading="late" if upper else "early")
        side = "start" if start else "finish"
    if leaf < 0:
        return Step(item.id, item.title, entry.start, entry.finish, (), ("nothing in it decides",)), -1
    inner = look.entity(leaf).id
    driver = Driver("summary", inner, f"{inner} {says}")
    bound = Bound(
        driver, side, look.plan.axis.time(at), binding=True, upper=bool(cause and cause.bound.upper)
    )
    return Step(item.id, item.title, entry.start, entry.finish, (bound,)), leaf


def _notes(look: Look, node: int) -> Iterator[str]:
    item = look.entity(node)
    calendar = look.calendar(node)
    start = look.date("start_bound", node) + look.field("delay", node)
    if look.field("delay", node):
        yield f"levelling delays it by {item.leveling_delay}"
    moved = not look.field("state", node) and look.field("mode", node) == 0 and look.date("span", node)
    if moved and not calendar.is_open(start) and look.date("es", node) > start:
        yield f"its calendar is closed until {said(look.plan.axis.time(look.date('es', node)))}"
    if look.field("state", node) == STARTED and look.date("driver", node) == RESUMED:
        yield "what remains of it goes on later than where it was left"


# -- paths ------------------------------------------------------------------------------------------------------------


def critical_path(schedule: Schedule) -> tuple[str, ...]:
    """The driving chain to the latest finish, first item first."""
    look = _look(schedule)
    leaf = look.network.part == LEAF
    if not leaf.any():
        return ()
    best = look.dates.ef[leaf].max()
    last = (leaf & (look.dates.ef == best)).nonzero()[0].tolist()
    waited_for = set(look.network.predecessor.tolist())
    last.sort(key=lambda n: (_is_waited_for(look, n, waited_for), int(look.network.slot[n])))
    chain = [last[0]]
    while (previous := _driving(look, chain[-1])) >= 0:
        chain.append(previous)
    return tuple(look.entity(n).id for n in reversed(chain))


def _is_waited_for(look: Look, node: int, waited_for: set[int]) -> bool:
    """Whether something waits for a leaf or for a summary around it."""
    while node >= 0:
        if node in waited_for:
            return True
        node = int(look.network.close[node])
    return False


def _driving(look: Look, node: int) -> int:
    """The leaf whose date decided the early date of a leaf, or -1."""
    if look.field("mode", node) in (1, 2) or look.date("driver", node) in (FIXED, RESUMED):
        return -1
    for gap, other in _waited(look, node):
        if gap == 0:
            return other
    return -1


def _waited(look: Look, node: int) -> Iterator[tuple[int, int]]:
    """For each link a leaf waits for, how much room it leaves, and the leaf at its other end. [working min]"""
    calendar = look.calendar(node)
    es, ef = look.date("es", node), look.date("ef", node)
    delay = look.field("delay", node)
    zero = not look.date("span", node)
    for link, holder in look.incoming(node):
        start = look.code(link) < 2
        at = look.asked(link, holder) + (delay if start else 0)
        mine = es if start else ef
        gap = mine - at if zero else calendar.between(at, mine)
        waited = int(look.network.predecessor[link])
        other = look.decisive(waited, start=bool(look.code(link) & 1), reading="early")[0]
        if other >= 0:
            yield max(gap, 0), other


def paths(schedule: Schedule, to: str, n: int) -> tuple[tuple[str, ...], ...]:
    """The chains to an item that leave the least room, tightest first; best-first search backward."""
    look = _look(schedule)
    node = look.node(to)
    if look.field("part", node) == GATE:
        node = look.decisive(node, start=False, reading="early")[0]
        if node < 0:
            return ()
    ties = count()
    heap: list[tuple[int, int, tuple[int, ...], bool]] = [(0, next(ties), (node,), False)]
    found: list[tuple[str, ...]] = []
    while heap and len(found) < n:
        room, _, chain, ended = heapq.heappop(heap)
        if ended:
            found.append(tuple(look.entity(i).id for i in reversed(chain)))
            continue
        steps: dict[int, int] = {}
        for gap, other in _waited(look, chain[-1]):
            steps[other] = min(gap, steps.get(other, gap))
        if not steps:
            heapq.heappush(heap, (room, next(ties), chain, True))
        for other, gap in steps.items():
            heapq.heappush(heap, (room + gap, next(ties), (*chain, other), False))
    return tuple(found)


CAUSES: Final = Causes(driver=driver_of, explain=explain, paths=paths, critical_path=critical_path)
