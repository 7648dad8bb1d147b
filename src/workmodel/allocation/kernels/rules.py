"""Priority rules: which activity comes first, by name.

After R. Kolisch, "Efficient priority rules for the resource-constrained project scheduling problem", Journal of
Operations Management 14, 1996. Values are per node of `workmodel.allocation.kernels.packing`; the smaller comes first, ties go
to the smaller node. Mirrored, a rule looks at the project from its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final

from workmodel.allocation.kernels.packing import Packed
from workmodel.errors import InvalidText, OutOfRange, nearest

__all__ = ["RULES", "heads", "listed_by", "ranks", "tails", "values"]


def heads(problem: Packed, *, backward: bool = False) -> list[int]:
    """Earliest starts by links alone. [time]"""
    first, others, lags = (column.tolist() for column in (problem.backward if backward else problem.forward))
    count = len(first) - 1
    found = [0] * count
    for node in reversed(range(count)) if backward else range(count):
        for e in range(first[node], first[node + 1]):
            found[node] = max(found[node], found[others[e]] + lags[e])
    return found


def tails(problem: Packed, *, backward: bool = False) -> list[int]:
    """From each start to the end of all, at least. [time]"""
    durations = problem.work[0].tolist()
    return [head + d for head, d in zip(heads(problem, backward=not backward), durations, strict=True)]


def _latest_start(problem: Packed, backward: bool) -> list[int]:
    return [-tail for tail in tails(problem, backward=backward)]


def _latest_finish(problem: Packed, backward: bool) -> list[int]:
    return [-head for head in heads(problem, backward=not backward)]


def _slack(problem: Packed, backward: bool) -> list[int]:
    pairs = zip(heads(problem, backward=backward), tails(problem, backward=backward), strict=True)
    return [-head - tail for head, tail in pairs]


def _successors(problem: Packed, backward: bool) -> list[list[int]]:
    first, others, _ = problem.forward if backward else problem.backward
    return [others[a:b].tolist() for a, b in pairwise(first)]


def _most_successors(problem: Packed, backward: bool) -> list[int]:
    rows = _successors(problem, backward)
    reached = [0] * len(rows)  # a set of nodes each, as bits
    for node in range(len(rows)) if backward else reversed(range(len(rows))):
        for other in rows[node]:
            reached[node] |= reached[other] | 1 << other
    return [-bits.bit_count() for bits in reached]


def _shortest(problem: Packed, _backward: bool) -> list[int]:
    durations: list[int] = problem.work[0].tolist()
    return durations


def _weight(problem: Packed, backward: bool) -> list[int]:
    durations = problem.work[0].tolist()
    rows = _successors(problem, backward)
    return [-d - sum(durations[o] for o in row) for d, row in zip(durations, rows, strict=True)]


RULES: Final[dict[str, Callable[[Packed, bool], list[int]]]] = {
    "latest finish": _latest_finish,
    "latest start": _latest_start,
    "minimum slack": _slack,
    "most total successors": _most_successors,
    "shortest": _shortest,
    "greatest rank positional weight": _weight,
}
"""LFT, LST, MSLK, MTS, SPT and GRPW (the durations of an activity and those that follow it at once)."""


def values(problem: Packed, rule: str | Sequence[int], *, backward: bool = False) -> list[int]:
    """What a rule gives each node; or the caller's own values, one an activity, for its node.

    Raises
    ------
    InvalidText
        There is no rule of that name.
    OutOfRange
        There are not as many values as activities.

    Examples
    --------
    >>> from workmodel.allocation.kernels.instance import instance
    >>> from workmodel.allocation.kernels.packing import packed
    >>> values(packed(instance([3, 2, 9], [(0, 1, 3)])), "latest start")
    [-5, -2, -9]
    """
    if isinstance(rule, str):
        if rule not in RULES:
            raise InvalidText("a priority rule", rule, f"one of {', '.join(RULES)}.{nearest(rule, RULES)}")
        return RULES[rule](problem, backward)
    if len(rule) != len(problem.numbers):
        raise OutOfRange("the number of priorities", len(rule), f"{len(problem.numbers)}, one an activity")
    return [rule[activity] for activity in problem.numbers]


def ranks(given: Sequence[int], *, backward: bool = False) -> list[int]:
    """Places in order of value, all different."""
    count = len(given)
    order = sorted(range(count), key=lambda node: (given[node], -node if backward else node))
    found = [0] * count
    for place, node in enumerate(order):
        found[node] = place
    return found


def listed_by(problem: Packed, given: Sequence[int], *, backward: bool = False) -> list[int]:
    """A list in which each node comes after what it waits for, and otherwise the smallest value first."""
    place_of = ranks(given, backward=backward)
    first = problem.backward[0] if backward else problem.forward[0]
    open_links = [int(b - a) for a, b in pairwise(first)]
    rows = _successors(problem, backward)
    ready = [(place_of[node], node) for node, number in enumerate(open_links) if not number]
    heapify(ready)
    found = []
    while ready:
        node = heappop(ready)[1]
        found.append(node)
        for other in rows[node]:
            open_links[other] -= 1
            if not open_links[other]:
                heappush(ready, (place_of[other], other))
    return found
