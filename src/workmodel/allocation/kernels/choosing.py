"""Schedules from lists where modes are to be chosen: serial generation that may change its mind about them.

Kernels like those of `workmodel.allocation.kernels.generation`, whose moments they share; ``work`` is that of modes, see
`workmodel.allocation.kernels.moded_packing`. ``choice`` is the mode of each node and ``left`` what it leaves of each
stock, below zero where there is not enough; both are kept up together. ``room`` has three more cells at its end.

Trying all modes of an activity and taking the one that finishes first is the multi-mode left shift of A. Sprecher,
S. Hartmann and A. Drexl (1997), within generation as in V. Van Peteghem and M. Vanhoucke, "A genetic algorithm for the
preemptive and non-preemptive multi-mode resource-constrained project scheduling problem", European Journal of
Operational Research 201, 2010. Taking the cheapest that finishes in time is its counterpart: what is not urgent gives
stock and capacity to what is.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.allocation.kernels.chance import drawn
from workmodel.allocation.kernels.generation import ahead, opened, taken

__all__ = [  # each after those that it calls, as they are compiled
    "reckoned",
    "affordable",
    "switched",
    "lacking",
    "mended",
    "spot",
    "beats",
    "allowed",
    "cleared",
    "chosen",
]

_NEVER: Final = 1 << 62


def reckoned(modes: Any, stocks: Any, choice: Any, left: Any) -> None:
    """What a choice leaves of each stock."""
    uses = modes[2]
    count = len(left)
    for stock in range(count):
        left[stock] = stocks[stock]
    for node in range(len(choice)):
        for stock in range(count):
            left[stock] -= uses[choice[node] * count + stock]


def affordable(mode: int, other: int, modes: Any, left: Any) -> bool:
    """Whether the other mode in place of one leaves enough, or at least no less where there is too little."""
    uses = modes[2]
    count = len(left)
    for stock in range(count):
        more = uses[other * count + stock] - uses[mode * count + stock]
        if more > 0 and left[stock] < more:
            return False
    return True


def switched(node: int, mode: int, modes: Any, choice: Any, left: Any) -> None:
    """Choose another mode for a node."""
    uses = modes[2]
    count = len(left)
    for stock in range(count):
        left[stock] += uses[choice[node] * count + stock] - uses[mode * count + stock]
    choice[node] = mode


def lacking(left: Any) -> int:
    """How much is missing of all stocks together."""
    found = 0
    for stock in range(len(left)):
        if left[stock] < 0:
            found -= left[stock]
    return found


def mended(work: Any, modes: Any, tries: int, chance: Any, choice: Any, left: Any) -> None:
    """Change modes of nodes by chance, so often at most, to those with which the least is missing."""
    durations = work[0]
    first, uses = modes[0], modes[2]
    count = len(left)
    missing = lacking(left)
    while missing > 0 and tries > 0:
        tries -= 1
        node = drawn(chance, len(choice))
        own = choice[node]
        best = own
        least = missing
        for mode in range(first[node], first[node + 1]):
            if mode == own:
                continue
            found = 0
            for stock in range(count):
                after = left[stock] + uses[own * count + stock] - uses[mode * count + stock]
                if after < 0:
                    found -= after
            if found < least or (found == least and best != own and durations[mode] < durations[best]):
                least = found
                best = mode
        if best != own:
            switched(node, best, modes, choice, left)
            missing = least


def spot(kind: int, k: int, start: int, duration: int, first: int, last: int, work: Any, room: Any) -> int:
    """The moment at or after which something can start, from ``k`` and a start at or after it on; see `serial`."""
    at, after, low, high = room[0], room[1], room[7], room[8]
    words = len(work[4])
    while at[after[k]] <= start:
        k = after[k]
    if first == last:
        return k
    if at[low[kind]] <= start < at[high[kind]]:
        k = high[kind]
        start = at[k]
    end = ahead(k, start + duration, words, first, last, work, room)
    while end < 0:
        short = -1 - end
        k = after[short]
        if high[kind] == short:
            high[kind] = k
        elif at[high[kind]] < at[short]:
            low[kind] = short
            high[kind] = k
        start = at[k]
        end = ahead(k, start + duration, words, first, last, work, room)
    return k


def beats(end: int, finish: int, due: int, cheaper: bool) -> bool:
    """Whether a mode that ends then is better than one that finishes as given: earlier, or cheap where both are in time."""
    if finish > due:
        return end < finish
    return cheaper and end <= due


def allowed(node: int, side: Any, starts: Any, spans: Any, room: Any, bounds: Any) -> None:
    """When links let a node start and finish, and a moment at or before its start; the three of ``bounds``."""
    link_first, others, lags, ends = side
    at, begun, ended = room[0], room[3], room[4]
    early = 0
    until = 0
    near = 0
    for e in range(link_first[node], link_first[node + 1]):
        other = others[e]
        bound = starts[other] + lags[e]
        if ends[e] & 1:
            bound += spans[other]
        if ends[e] & 2:
            until = max(until, bound)
        elif bound > early:
            early = bound
            near = ended[other]
            if at[near] > bound:
                near = begun[other]
                if at[near] > bound:
                    near = 0
    bounds[0] = early
    bounds[1] = until
    bounds[2] = near


def cleared(room: Any) -> None:
    """Nobody has begun or ended, and nothing is known of what is to be skipped."""
    begun, ended, low, high = room[3], room[4], room[7], room[8]
    for node in range(len(begun)):
        begun[node] = 0
        ended[node] = 0
    for kind in range(len(low)):
        low[kind] = 0
        high[kind] = 0


def chosen(
    work: Any, modes: Any, side: Any, base: Any, mirror: int, order: Any, choice: Any, left: Any, wishes: Any,
    chance: Any, starts: Any, spans: Any, room: Any,
) -> int:  # fmt: skip
    """Start each node of the list as early as it fits in its mode, or in another that the stocks allow.

    ``wishes`` are: of a thousand nodes, how many take the mode that finishes first, and how many, as *patient* ones, the
    cheapest that finishes when it is due; when each node is due; and the prices of modes. Where none is in time, a
    patient node takes the one that finishes first. ``spans`` gets the durations; returned is the latest finish.
    """
    durations, need_first, guards, kinds = work[0], work[1], work[4], work[5]
    mode_first = modes[0]
    eager, patient, due, prices = wishes
    at, bounds = room[0], room[9]
    count = opened(base, mirror, len(guards), room)
    cleared(room)
    latest = 0
    for place in range(len(order)):
        node = order[place]
        allowed(node, side, starts, spans, room, bounds)
        own = choice[node]
        several = mode_first[node + 1] - mode_first[node]
        limit = -1
        if several > 1:
            pick = drawn(chance, 1000)
            if pick >= eager + patient:
                several = 1
            elif pick >= eager:
                limit = due[node]
        mode = own
        best = own
        k = 0
        begin = 0
        finish = _NEVER
        for _ in range(several):
            duration = durations[mode]
            start = max(bounds[0], bounds[1] - duration)
            cheaper = prices[mode] < prices[best]
            if beats(start + duration, finish, limit, cheaper) and affordable(own, mode, modes, left):
                near = spot(
                    kinds[mode],
                    bounds[2],
                    start,
                    duration,
                    need_first[mode],
                    need_first[mode + 1],
                    work,
                    room,
                )
                start = max(start, at[near])
                if beats(start + duration, finish, limit, cheaper):
                    best = mode
                    k = near
                    begin = start
                    finish = start + duration
            mode = mode + 1 if mode + 1 < mode_first[node + 1] else mode_first[node]
        if best != own:
            switched(node, best, modes, choice, left)
        starts[node] = begin
        spans[node] = durations[best]
        count = taken(node, k, begin, finish, need_first[best], need_first[best + 1], count, work, room)
        latest = max(latest, finish)
    return latest
