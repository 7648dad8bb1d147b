"""What shows that a project cannot be finished by a given time: kernels for `workmodel.allocation.kernels.bounds`.

``earliest`` and ``latest`` are starts, narrowed in place. After R. Klein and A. Scholl, "Computing lower bounds by
destructive improvement", European Journal of Operational Research 112, 1999, and P. Baptiste, C. Le Pape and
W. Nuijten, "Satisfiability tests and time-bound adjustments for cumulative scheduling problems", Annals of Operations
Research 92, 1999.
"""

from __future__ import annotations

from typing import Any

__all__ = ["narrowed", "overfull"]


def narrowed(durations: Any, forward: Any, backward: Any, pairs: Any, earliest: Any, latest: Any) -> bool:
    """Narrow the starts until links and pairs that cannot overlap say nothing new; whether anything is left.

    Of such a pair, where one cannot be before the other, the other is before it.
    """
    first, others, lags = forward
    next_first, nexts, next_lags = backward
    ones, twos = pairs
    nodes = len(durations)
    changed = True
    while changed:
        changed = False
        for node in range(nodes):
            for e in range(first[node], first[node + 1]):
                earliest[node] = max(earliest[node], earliest[others[e]] + lags[e])
        for i in range(nodes):
            node = nodes - 1 - i
            for e in range(next_first[node], next_first[node + 1]):
                other = nexts[e]
                lag = next_lags[e] + durations[node] - durations[other]
                latest[node] = min(latest[node], latest[other] - lag)
            if latest[node] < earliest[node]:
                return False
        for k in range(len(ones)):
            a = ones[k]
            b = twos[k]
            if earliest[a] + durations[a] > latest[b]:
                a, b = b, a
            elif earliest[b] + durations[b] <= latest[a]:
                continue
            if earliest[a] + durations[a] > latest[b]:
                return False
            if earliest[b] < earliest[a] + durations[a]:
                earliest[b] = earliest[a] + durations[a]
                changed = True
            if latest[a] > latest[b] - durations[a]:
                latest[a] = latest[b] - durations[a]
                changed = True
    return True


def overfull(durations: Any, users: Any, begins: Any, ends: Any, earliest: Any, latest: Any) -> bool:
    """Whether, between two moments, some resource would have to do more than it can.

    ``users`` are the nodes that take something of one resource and how much; ``begins`` and ``ends`` are moments, and
    how much the resource can do from 0 until then.
    """
    nodes, units = users
    begin_times, begin_areas = begins
    end_times, end_areas = ends
    for i in range(len(begin_times)):
        begin = begin_times[i]
        for j in range(len(end_times)):
            end = end_times[j]
            if end <= begin:
                continue
            left = end_areas[j] - begin_areas[i]
            for k in range(len(nodes)):
                node = nodes[k]
                least = min(
                    durations[node], end - begin, earliest[node] + durations[node] - begin, end - latest[node]
                )
                if least > 0:
                    left -= units[k] * least
            if left < 0:
                return True
    return False
