"""Serial schedule generation over a plan: one item after the other, as soon as logic and its people allow.

R. Kolisch and S. Hartmann, "Heuristic algorithms for the resource-constrained project scheduling problem", in
J. Węglarz (ed.), *Project Scheduling*, 1999.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import Final

from attrs import define, field, frozen

from workmodel.allocation.holding import Held
from workmodel.allocation.splitting import Split
from workmodel.allocation.stocks import Stock
from workmodel.calendars import WorkCalendar
from workmodel.errors import HorizonExceeded, NoWorkingTime
from workmodel.scheduling.stepwise import Stepwise

__all__ = ["Choosing", "Level", "Place", "generated"]

EMPTY: Final[Mapping[int, int]] = MappingProxyType({})


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
    way
        The node of the way in which it is done; its own where there is just one.
    crowded
        Whether it stands where its people are held by more than there is of them, because it may go no later.
    kept
        Whether it was held back although it could begin.
    """

    start: int
    finish: int
    asked: int
    delay: int = 0
    resource: str = ""
    by: tuple[str, ...] = ()
    way: int = -1
    crowded: bool = False
    kept: bool = False


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
        Per node, for how many others it waits, -1 for a way that is never placed itself; and which wait for it.
    hours
        By resource, when it works at all.
    options
        By node that can be done in several ways, the nodes of these.
    budget, takes
        What there is of what is used up, and what each way takes of it.
    latest
        By node, after when it may not begin; empty unless dates are to stay within the float.
    splits
        By node whose work may be interrupted, how it goes on around other work.
    ranks
        Per node, what comes first where two want the same hours, whenever they are placed: less is first.
    """

    step: Stepwise
    needs: Mapping[int, tuple[tuple[str, int], ...]]
    names: Sequence[str]
    rooms: Mapping[str, tuple[list[int], list[int]]]
    facts: Mapping[int, tuple[int, int]]
    waits: Sequence[int]
    followers: Sequence[Sequence[int]]
    hours: Mapping[str, WorkCalendar]
    options: Mapping[int, tuple[int, ...]]
    budget: Mapping[str, int]
    takes: Mapping[int, tuple[tuple[str, int], ...]]
    latest: Mapping[int, int]
    splits: Mapping[int, Split]
    ranks: Sequence[tuple[float, ...]]

    def left_over(self, places: Mapping[int, Place]) -> dict[str, int]:
        """What is left of what is used up, below zero where there is too little. [1/10 000 of each resource's unit]"""
        left = dict(self.budget)
        for place in places.values() if left else ():
            for name, units in self.takes.get(place.way, ()):
                left[name] -= units
        return left

    def released(self, resource: str, finish: int) -> int:
        """When somebody who is held until a moment can do anything else: as soon as they work again."""
        try:
            return self.hours[resource].next_open(finish)
        except (NoWorkingTime, HorizonExceeded):
            return finish


Choosing = Callable[[int, int, Place], tuple[int, ...]]
"""Of a node, one of its ways and where that would put it: how good that is, less being better."""


def generated(
    level: Level,
    keys: Sequence[tuple[float, ...]],
    choice: Mapping[int, int] = EMPTY,
    better: Choosing = lambda _node, _way, place: (place.finish,),
    floors: Mapping[int, int] = EMPTY,
    settled: Callable[[int, Place], None] | None = None,
) -> dict[int, Place]:
    """Every node's place, where of all that may come next the least key comes first; ties by the plan's order.

    What holds nobody is placed as soon as it can be, so that nothing waits for its turn that takes nobody's time.

    Parameters
    ----------
    level
        What is to be levelled.
    keys
        One for each node.
    choice
        By node, the way that is to be taken; of others, the best of all that what there is of materials allows.
    better
        Which way is best.
    floors
        By node, before when it is not to begin although it could. [min since 1970]
    settled
        Is told of each place once it is decided.
    """
    step = level.step
    step.begin()
    made = _Made(level, {name: Held(*room) for name, room in level.rooms.items()}, choice, better, floors)
    made.stock = Stock.begin(level.budget, level.takes, level.options)
    made.numbers = {name: node for node, name in enumerate(level.names)} if level.splits else {}
    for node, (start, finish) in level.facts.items():
        made.hold(node, node, start, finish)
    waits = list(level.waits)

    def turn(node: int) -> tuple[bool, tuple[float, ...], int]:
        return node in level.needs or node in level.options, keys[node], node

    ready = [turn(node) for node, count in enumerate(waits) if not count]
    heapify(ready)
    found: dict[int, Place] = {}
    while ready:
        node = heappop(ready)[2]
        place = found[node] = made.placed(node)
        step.settle(node)
        if settled is not None:
            settled(node, place)
        for other in level.followers[node]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, turn(other))
    return found


@define
class _Made:
    """Places in the making."""

    level: Level
    held: dict[str, Held]
    choice: Mapping[int, int]
    better: Choosing
    floors: Mapping[int, int]
    stock: Stock = field(init=False)
    numbers: dict[str, int] = field(init=False)

    def hold(self, node: int, way: int, start: int, finish: int) -> None:
        """Let a node hold those whom its way needs."""
        for name, units in self.level.needs.get(way, ()):
            self.held[name].hold(self.level.names[node], start, self.level.released(name, finish), units)

    def placed(self, node: int) -> Place:
        """Put a node as early as it fits, in the best of its ways."""
        own = self.level.options.get(node, ())
        if not own:
            place = self._tried(node, node)
        else:
            self.stock.open(own)
            given = self.choice.get(node)
            some = own if given is None else (given,)
            tried = [(way, self._tried(node, way)) for way in some]
            way, place = min(tried, key=lambda pair: (self.stock.lacking(pair[0]), self.better(node, *pair)))
            if len(tried) > 1 and way != tried[-1][0]:
                place = self._tried(node, way)  # what follows reads the dates that were tried last
            self.stock.take(way)
        if node not in self.level.facts:
            if place.way in self.level.splits:
                self._hold_in_parts(node, place)
            else:
                self.hold(node, place.way, place.start, place.finish)
        return place

    def _hold_in_parts(self, node: int, place: Place) -> None:
        """Let a node that may be interrupted hold its people while they work on it."""
        taken, needs = self._taken(place.way), dict(self.level.needs[place.way])
        for name, stretches in self.level.splits[place.way].worked(taken, place.start, place.finish).items():
            for start, finish in stretches:
                self.held[name].hold(self.level.names[node], start, finish, needs[name])

    def _taken(self, way: int) -> dict[str, list[tuple[int, int]]]:
        return {name: self.held[name].full(units) for name, units in self.level.needs[way]}

    def _in_parts(self, node: int, way: int) -> Place:
        """Put a node that may be interrupted around what is served before it; it waits for what is served after it."""
        level, step = self.level, self.level.step
        pace = level.splits[way].pace(self._taken(way))
        step.at_pace(node, pace.curves, pace.effort)
        start, finish = step.tried(node)
        asked = start
        floor = self.floors.get(node, start)
        begin = step.works_from(node, max(start, floor))
        numbers = self.numbers
        while finish < step.hi:
            if begin > start:
                start, finish = step.tried(node, begin)
            ends = [
                end
                for name, _ in level.needs[way]
                for here, end, other in self.held[name].holders
                if here < finish and end > start and level.ranks[numbers[other]] > level.ranks[node]
            ]
            if not ends:
                break
            begin = step.works_from(node, max(*ends, start + 1))
        resource, by = "", ()  # type: str, tuple[str, ...]
        last = asked
        for name, _ in level.needs[way]:  # whoever is held longest is whom it waits for
            if start > asked and (end := self.held[name].last_end(asked, start)) > last:
                last, resource, by = end, name, self.held[name].until(end)
        return Place(
            start, finish, asked, step.delay(node), resource, by, way, kept=start > asked and floor >= start
        )

    def _tried(self, node: int, way: int) -> Place:
        level, step, needs = self.level, self.level.step, self.level.needs.get(way, ())
        if way != node:
            step.done_as(node, way)
        if way in level.splits:
            return self._in_parts(node, way)
        start, finish = step.tried(node)
        asked = start
        if node in level.facts or not needs:
            return Place(start, finish, start, step.delay(node), way=way)
        latest = level.latest.get(node)
        resource, by = "", ()  # type: str, tuple[str, ...]
        begin = step.works_from(node, start)
        kept = self.floors.get(node, begin) > begin
        if kept:
            begin = step.works_from(node, self.floors[node])
        while finish < step.hi:
            if begin > start:
                start, finish = step.tried(node, begin)
            again = [
                (moment, name)
                for name, units in needs
                if (moment := self.held[name].next_free(start, finish, units))
            ]
            if not again:
                break
            moment, resource = max(again)
            by = self.held[resource].until(moment)
            begin = step.works_from(node, max(moment, start + 1))
            if latest is not None and begin > latest:  # it may go no later: it stays where logic puts it
                start, finish = step.tried(node, asked)
                return Place(start, finish, asked, step.delay(node), way=way, crowded=True)
        return Place(start, finish, asked, step.delay(node), resource, by, way, kept=kept)
