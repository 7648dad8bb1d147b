"""Chains of items that lead to one: the critical path, and the chains that leave the least room."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Final

from workmodel.domain import Schedule
from workmodel.graph.network import GATE, LEAF
from workmodel.scheduling.layout import BIG, FIXED, RESUMED
from workmodel.scheduling.look import Look, look_at

__all__ = ["critical_path", "paths"]


def critical_path(schedule: Schedule) -> tuple[str, ...]:
    """The driving chain to the latest finish, first item first."""
    look = look_at(schedule)
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


# -- the tightest chains ----------------------------------------------------------------------------------------------

Chain = tuple[int, "Chain | None"]
"""A leaf, and the chain from it to the item asked about: chains share their ends."""

NOWHERE: Final = -1  # where a chain has come to its first item


def paths(schedule: Schedule, to: str, n: int) -> tuple[tuple[str, ...], ...]:
    """The chains to an item that leave the least room, tightest first.

    Of equally tight ones, those come first that have more of their end in common with the one before, then as their
    dependencies were declared.

    Notes
    -----
    A best-first search backward that knows how little room the rest of a chain leaves (A* with an exact estimate), and
    goes on with the longest of equally tight beginnings. So it turns aside for nothing that is not among the
    results: each chain costs its own links, however many are equally tight.
    """
    look = look_at(schedule)
    node = look.node(to)
    if look.field("part", node) == GATE:
        node = look.decisive(node, start=False, reading="early")[0]
        if node < 0:
            return ()
    rooms = _Rooms(look)
    order = count()
    # the least room in all, minus how many items, a serial number for ties, the room so far, the chain
    heap: list[tuple[int, int, int, int, Chain]] = [(rooms.least(node), -1, next(order), 0, (node, None))]
    found: list[tuple[str, ...]] = []
    while heap and len(found) < n:
        least, length, serial, room, chain = heapq.heappop(heap)
        if chain[0] == NOWHERE:
            found.append(_ids(look, chain[1]))
            continue
        behind = room + rooms.least(chain[0])
        if behind > least:  # worked out only now that it is the tightest of all
            heapq.heappush(heap, (behind, length, serial, room, chain))
            continue
        for gap, other in rooms.steps(chain[0]) or ((0, NOWHERE),):
            heapq.heappush(heap, (room + gap, length - 1, next(order), room + gap, (other, chain)))
    return tuple(found)


def _ids(look: Look, chain: Chain | None) -> tuple[str, ...]:
    found = []
    while chain is not None:
        found.append(look.entity(chain[0]).id)
        chain = chain[1]
    return tuple(found)


class _Rooms:
    """What each leaf waits for, and how little room a chain to it leaves, worked out as they are asked for."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._steps: dict[int, tuple[tuple[int, int], ...]] = {}
        self._least: dict[int, int] = {}

    def steps(self, node: int) -> tuple[tuple[int, int], ...]:
        """Room and leaf of each step back, the tightest to each leaf, as the dependencies were declared."""
        known = self._steps.get(node)
        if known is None:
            least: dict[int, int] = {}
            for gap, other in _waited(self._look, node):
                least[other] = min(gap, least.get(other, gap))
            known = self._steps[node] = tuple((gap, other) for other, gap in least.items())
        return known

    def least(self, node: int) -> int:
        """The room of the tightest chain to a leaf; of what waits for nothing, none. [working min]

        Not by recursion: chains may be longer than Python's stack. Steps that leave no less room than a whole chain
        that is known already are not followed.
        """
        ways = [] if node in self._least else [_Way(node, self.steps(node))]
        while ways:
            way = ways[-1]
            if not way.left or way.left[-1][0] >= way.least:
                self._least[way.node] = way.least
                ways.pop()
                continue
            gap, other = way.left[-1]
            if other in self._least:
                way.left.pop()
                way.least = min(way.least, gap + self._least[other])
            else:
                ways.append(_Way(other, self.steps(other)))
        return self._least[node]


class _Way:
    """How far the search for the least room of a leaf has come: which steps are left, the tightest last."""

    __slots__ = ("least", "left", "node")

    def __init__(self, node: int, steps: tuple[tuple[int, int], ...]) -> None:
        self.node = node
        self.left = sorted(steps, reverse=True)
        self.least = BIG if steps else 0
