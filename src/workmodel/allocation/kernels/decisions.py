"""Schedules moment by moment: parallel generation, which at each moment starts what comes first and fits.

A kernel like those of `workmodel.allocation.kernels.generation`, whose columns it shares. Its schedules leave nothing idle that
somebody ready could use at that moment; the best of them need not be the best there is, but a single one is often better
than that of serial generation by the same rule.
"""

from __future__ import annotations

from typing import Any

from workmodel.allocation.kernels.generation import ahead, opened, taken

__all__ = ["parallel", "put_in"]


def put_in(node: int, count: int, ready: Any, ranks: Any) -> int:
    """Put a node among those that are ready, in order of rank; returns its place."""
    place = count
    while place > 0 and ranks[ready[place - 1]] > ranks[node]:
        ready[place] = ready[place - 1]
        place -= 1
    ready[place] = node
    return place


def parallel(
    work: Any, side: Any, behind: Any, base: Any, ranks: Any, starts: Any, scratch: Any, room: Any
) -> int:
    """Go through the moments and start, in order of rank, what is ready and fits; returns the latest finish.

    ``behind`` is the other side of the links; ``scratch`` two columns of nodes. Ranks are all different.
    """
    durations, need_first, guards = work[0], work[1], work[4]
    link_first = side[0]
    next_first, nexts, next_lags = behind
    ready, open_links = scratch
    at, after = room[0], room[1]
    nodes = len(durations)
    moments = opened(base, -1, len(guards), room)
    count = 0
    for node in range(nodes):
        starts[node] = 0
        open_links[node] = link_first[node + 1] - link_first[node]
        if open_links[node] == 0:
            put_in(node, count, ready, ranks)
            count += 1
    latest = 0
    time = 0
    k = 0
    while count > 0:
        i = 0
        while i < count:
            node = ready[i]
            i += 1
            first = need_first[node]
            last = need_first[node + 1]
            if starts[node] > time or (
                first < last and ahead(k, time + durations[node], len(guards), first, last, work, room) < 0
            ):
                continue
            starts[node] = time
            moments = taken(node, k, time, time + durations[node], first, last, moments, work, room)
            latest = max(latest, time + durations[node])
            if at[k] < time:
                k = after[k]
            count -= 1
            for place in range(i - 1, count):
                ready[place] = ready[place + 1]
            i -= 1
            for e in range(next_first[node], next_first[node + 1]):
                other = nexts[e]
                starts[other] = max(starts[other], time + next_lags[e] + durations[node] - durations[other])
                open_links[other] -= 1
                if open_links[other] == 0:
                    i = min(i, put_in(other, count, ready, ranks))
                    count += 1
        coming = at[after[k]]
        for place in range(count):
            if time < starts[ready[place]] < coming:
                coming = starts[ready[place]]
        time = coming
        if at[after[k]] == time:
            k = after[k]
    return latest
