"""Schedules from lists, one activity after the other: serial generation, forward and mirrored, and orders read off.

These functions are kernels: they index and count, allocate nothing, and run on lists or, compiled, on arrays (see
`workmodel.allocation.kernels.compiled`).

What is free is a chain of *moments* in order of time, each with the words of free units from then on until the next.
Only starts and finishes are moments, so nothing depends on how long durations are. An activity remembers the moments
at which it begins and ends: whoever waits for it looks for room from there, and the chain is also the order of time,
from which lists are read off without sorting.

What is free only ever becomes less while a schedule is made. So a stretch of moments, each of which had too little for
some need, can be skipped whenever the same need comes again: one such stretch is kept for each kind of need, the latest.
That makes a year of work for one person cost no more than its activities.

``room`` is a tuple of such scratch columns: ``at`` (when each moment is), ``after`` (the next one), ``free`` (words),
``begun`` and ``ended`` (moments of each node), ``head`` and ``chain`` (for reading off orders), ``low`` and ``high`` (the
stretch to be skipped by each kind of need).
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["ahead", "gathered", "listed", "mirrored", "opened", "serial", "split", "taken"]

_NEVER: Final = 1 << 62


def opened(base: Any, mirror: int, words: int, room: Any) -> int:
    """Lay out the moments of a capacity nobody has taken anything of; returns how many.

    With a mirror from 0 on, time runs backward from there. What then lies before the beginning has what there is in the
    end, which is enough for anything: a list that does not fit still gets a schedule, only not one to be carried out.
    """
    times, amounts = base
    at, after, free = room[0], room[1], room[2]
    at[0] = 0
    at[1] = _NEVER
    last = 0
    count = 2
    steps = len(times)
    k = 0
    if mirror >= 0:
        k = steps - 1
        while k > 0 and times[k] >= mirror:
            k -= 1
    for w in range(words):
        free[w] = amounts[k * words + w]
    if mirror < 0:
        for k in range(1, steps):
            at[count] = times[k]
            for w in range(words):
                free[count * words + w] = amounts[k * words + w]
            after[last] = count
            last = count
            count += 1
    else:
        while k > 0:
            at[count] = mirror - times[k]
            k -= 1
            for w in range(words):
                free[count * words + w] = amounts[k * words + w]
            after[last] = count
            last = count
            count += 1
        if steps > 1 and mirror > 0:
            at[count] = mirror
            for w in range(words):
                free[count * words + w] = amounts[(steps - 1) * words + w]
            after[last] = count
            last = count
            count += 1
    after[last] = 1
    return count


def split(k: int, time: int, count: int, words: int, room: Any) -> int:
    """A new moment, numbered ``count``, at a time after ``k`` and before what follows it."""
    at, after, free = room[0], room[1], room[2]
    at[count] = time
    after[count] = after[k]
    after[k] = count
    for w in range(words):
        free[count * words + w] = free[k * words + w]
    return count


def ahead(k: int, until: int, step: int, first: int, last: int, work: Any, room: Any) -> int:
    """The first moment from ``k`` on that is not before ``until``, or -1 - the one at which a need is not met."""
    word, amount, guards = work[2], work[3], work[4]
    at, after, free = room[0], room[1], room[2]
    if last - first == 1:
        need = amount[first]
        w = word[first]
        guard = guards[w]
        while True:
            if (free[k * step + w] - need) & guard != guard:
                return -1 - k
            k = after[k]
            if at[k] >= until:
                return k
    while at[k] < until:
        for e in range(first, last):
            guard = guards[word[e]]
            if (free[k * step + word[e]] - amount[e]) & guard != guard:
                return -1 - k
        k = after[k]
    return k


def taken(
    node: int, k: int, start: int, finish: int, first: int, last: int, count: int, work: Any, room: Any
) -> int:
    """Let a node run from a start at or after moment ``k``, with these rows of needs; returns how many moments there are."""
    word, amount, guards = work[2], work[3], work[4]
    at, after, free, begun, ended = room[0], room[1], room[2], room[3], room[4]
    words = len(guards)
    if at[k] < start:
        k = split(k, start, count, words, room)
        count += 1
    begun[node] = k
    while at[k] < finish:
        if at[after[k]] > finish:
            split(k, finish, count, words, room)
            count += 1
        for e in range(first, last):
            free[k * words + word[e]] -= amount[e]
        k = after[k]
    ended[node] = k
    return count


def serial(work: Any, side: Any, base: Any, mirror: int, order: Any, starts: Any, room: Any) -> int:
    """Start each node of the list as early as links and what is still free allow; returns the latest finish.

    What a node waits for need not come before it in the list: then its entry in ``starts`` counts, as it is so far.
    That makes a start given there an upper bound where the list is in the order of such starts.
    """
    durations, need_first, guards, kinds = work[0], work[1], work[4], work[5]
    link_first, others, lags = side
    at, after, begun, ended, low, high = room[0], room[1], room[3], room[4], room[7], room[8]
    words = len(guards)
    count = opened(base, mirror, words, room)
    for node in range(len(durations)):
        begun[node] = 0
        ended[node] = 0
        low[node] = 0
        high[node] = 0
    latest = 0
    for place in range(len(order)):
        node = order[place]
        start = 0
        k = 0
        for e in range(link_first[node], link_first[node + 1]):
            other = others[e]
            bound = starts[other] + lags[e]
            if bound > start:
                start = bound
                k = ended[other]
                if at[k] > bound:
                    k = begun[other]
                    if at[k] > bound:
                        k = 0
        while at[after[k]] <= start:
            k = after[k]
        first = need_first[node]
        last = need_first[node + 1]
        duration = durations[node]
        if first < last:
            kind = kinds[node]
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
        starts[node] = start
        count = taken(node, k, start, start + duration, first, last, count, work, room)
        if start + duration > latest:
            latest = start + duration
    return latest


def gathered(ends: bool, falling: bool, backward: bool, order: Any, room: Any) -> None:
    """Read a list off the chain: by start or by finish, rising or falling.

    Ties go to the smaller node first in a rising list and last in a falling one, the other way round where the
    schedule is a mirrored one: so that a list read off is one in which the next pass can go.
    """
    after, head, chain = room[1], room[5], room[6]
    spots = room[4] if ends else room[3]
    count = len(order)
    k = 0
    while k != 1:
        head[k] = -1
        k = after[k]
    for i in range(count):
        node = i if backward else count - 1 - i
        chain[node] = head[spots[node]]
        head[spots[node]] = node
    place = count - 1 if falling else 0
    step = -1 if falling else 1
    k = 0
    while k != 1:
        node = head[k]
        while node >= 0:
            order[place] = node
            place += step
            node = chain[node]
        k = after[k]


def mirrored(work: Any, about: int, starts: Any, images: Any) -> None:
    """Starts as they look from ``about`` backward: how long before it each node has finished."""
    durations = work[0]
    for node in range(len(durations)):
        images[node] = about - starts[node] - durations[node]


def listed(side: Any, backward: bool, starts: Any, order: Any, keys: Any) -> None:
    """A list by start in which everything comes after what it waits for, even where it starts before that."""
    link_first, others = side[0], side[1]
    count = len(order)
    for i in range(count):
        node = count - 1 - i if backward else i
        key = starts[node]
        for e in range(link_first[node], link_first[node + 1]):
            key = max(key, keys[others[e]])
        keys[node] = key
        place = i
        while place > 0 and keys[order[place - 1]] > key:
            order[place] = order[place - 1]
            place -= 1
        order[place] = node
