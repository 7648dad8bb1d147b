"""Serial schedule generation over a plan: one item after the other, as soon as logic and its people allow.

R. Kolisch and S. Hartmann, "Heuristic algorithms for the resource-constrained project scheduling problem", in
J. Węglarz (ed.), *Project Scheduling*, 1999.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from attrs import frozen

from workmodel.allocation.holding import Held
from workmodel.calendars import WorkCalendar
from workmodel.errors import HorizonExceeded, NoWorkingTime
from workmodel.scheduling.stepwise import Stepwise

__all__ = ["Level", "Place", "generated"]


@frozen
class Place:
    """Where one item was put.

    Attributes
    ----------
    start, finish, asked
        Its dates, and the start that logic alone would give it. [min since 1970]
    delay
        By how much it is held back beyond what its links and bounds ask of its start. [elapsed min]
    resource, by
        Whom it waited for last, and what held them; empty where nothing did.
    """

    start: int
    finish: int
    asked: int
    delay: int = 0
    resource: str = ""
    by: tuple[str, ...] = ()


@frozen(eq=False)
class Level:
    """What is to be levelled.

    Attributes
    ----------
    step
        The plan, ready to be placed item by item.
    needs
        By node, whom it holds with how many units. [1/10 000]
    names
        Ids of nodes.
    rooms
        By resource, from when there is how much of it: moments and amounts. [min since 1970], [1/10 000]
    facts
        Nodes that stand where they are whatever is asked, with their dates.
    waits, followers
        Per node, for how many others it waits, and which wait for it.
    hours
        By resource, when it works at all.
    """

    step: Stepwise
    needs: Mapping[int, tuple[tuple[str, int], ...]]
    names: Sequence[str]
    rooms: Mapping[str, tuple[list[int], list[int]]]
    facts: Mapping[int, tuple[int, int]]
    waits: Sequence[int]
    followers: Sequence[Sequence[int]]
    hours: Mapping[str, WorkCalendar]

    def released(self, resource: str, finish: int) -> int:
        """When somebody who is held until a moment can do anything else: as soon as they work again."""
        try:
            return self.hours[resource].next_open(finish)
        except (NoWorkingTime, HorizonExceeded):
            return finish


def generated(level: Level, keys: Sequence[tuple[float, ...]]) -> dict[int, Place]:
    """Every node's place, where of all that may come next the least key comes first; ties by the plan's order.

    What holds nobody is placed as soon as it can be, so that nothing waits for its turn that takes nobody's time.
    """
    step = level.step
    step.begin()
    held = {name: Held(*room) for name, room in level.rooms.items()}
    for node, (start, finish) in level.facts.items():
        for name, units in level.needs.get(node, ()):
            held[name].hold(level.names[node], start, level.released(name, finish), units)
    waits = list(level.waits)

    def turn(node: int) -> tuple[bool, tuple[float, ...], int]:
        return node in level.needs, keys[node], node

    ready = [turn(node) for node, count in enumerate(waits) if not count]
    heapify(ready)
    found: dict[int, Place] = {}
    while ready:
        node = heappop(ready)[2]
        found[node] = _placed(level, held, node)
        step.settle(node)
        for other in level.followers[node]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, turn(other))
    return found


def _placed(level: Level, held: dict[str, Held], node: int) -> Place:
    step, needs = level.step, level.needs.get(node, ())
    start, finish = step.tried(node)
    asked = start
    if node in level.facts or not needs:
        return Place(start, finish, start, step.delay(node))
    resource, by = "", ()  # type: str, tuple[str, ...]
    begin = step.works_from(node, start)
    while finish < step.hi:
        if begin > start:
            start, finish = step.tried(node, begin)
        again = [
            (moment, name) for name, units in needs if (moment := held[name].next_free(start, finish, units))
        ]
        if not again:
            break
        moment, resource = max(again)
        by = held[resource].until(moment)
        begin = step.works_from(node, max(moment, start + 1))
    for name, units in needs:
        held[name].hold(level.names[node], start, level.released(name, finish), units)
    return Place(start, finish, asked, step.delay(node), resource, by)
