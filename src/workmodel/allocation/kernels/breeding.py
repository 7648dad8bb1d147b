"""Better lists from good ones: the kernels of the search in `workmodel.allocation.kernels.search`.

Two populations stand facing each other: one of schedules made forward, one of schedules made backward, from the end.
Children of one are decoded in the other direction. So each child is justified to the side on which its parents are not,
and improves by that alone, at the price of one schedule and not of three. After D. Debels and M. Vanhoucke, "A
decomposition-based genetic algorithm for the resource-constrained project-scheduling problem", Operations Research
55, 2007, and V. Valls, F. Ballestín and S. Quintanilla, "A hybrid genetic algorithm for the resource-constrained project
scheduling problem", European Journal of Operational Research 185, 2008.

``herd`` is what is remembered between calls, each column with one row a member, those of the forward population first:
``lists`` (in the order in which a pass in the other direction goes), ``times`` (when each node of the list begins, as seen
by that pass), ``spans`` (makespans) and ``prints`` (to tell equal ones). ``tally`` counts; its fields are the constants
below. ``habits`` are the settings of `workmodel.allocation.kernels.search`.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.allocation.kernels.chance import drawn
from workmodel.allocation.kernels.generation import gathered, listed, mirrored, serial

__all__ = [  # each after those that it calls, as they are compiled
    "sampled",
    "noted",
    "kept",
    "crossed",
    "shuffled",
    "far",
    "print_of",
    "seeded",
    "renewed",
    "shrunk",
    "content",
    "partner",
    "closed",
    "fresh",
    "bred",
]

MADE: Final = 0  # schedules generated so far
UNTIL: Final = 1  # stop when there are so many
BEST: Final = 2  # the shortest makespan
BOUND: Final = 3  # stop when it is not above this
FORWARD: Final = 4  # whether the next child is decoded forward
NEXT: Final = 5  # which member the next child is to replace; those of the first generation come first
SEEDED: Final = 6  # members of the first generation that are there
VARYING: Final = 7  # whether only schedules made forward are schedules
LOOSE: Final = 8  # whether something may start before what it waits for
BETTER: Final = 9  # members that became shorter in this generation
IDLE: Final = 10  # generations in a row in which none did
ALIVE: Final = 11  # members of each population that still count
TALLY_WIDTH: Final = 12

MEMBERS: Final = 0  # of each population in the beginning
NARROW: Final = 1  # the least share of a schedule that a child takes over from its second parent [percent]
WIDE: Final = 2  # the largest
CHANGE: Final = 3  # how many neighbours in a list change places [per thousand]
CHOICE: Final = 4  # among how many of those that could come next the first generation chooses
PATIENCE: Final = 5  # after so many idle generations all but the best begin anew
PLANNED: Final = 6  # about how many schedules it will be
FEWEST: Final = 7  # members of each population when so many are made
CANDIDATES: Final = 8  # among how many the second parent is chosen for what it gets done


def sampled(
    links: Any, behind: Any, urgency: Any, choice: int, chance: Any, child: Any, scratch: Any
) -> None:
    """A list by chance, in which what is urgent tends to come early: the best of so many that could come next."""
    first = links[0]
    next_first, nexts = behind[0], behind[1]
    ready, open_links = scratch
    count = 0
    for node in range(len(child)):
        open_links[node] = first[node + 1] - first[node]
        if open_links[node] == 0:
            ready[count] = node
            count += 1
    place = 0
    while count > 0:
        pick = drawn(chance, count)
        for _ in range(choice - 1):
            other = drawn(chance, count)
            if urgency[ready[other]] > urgency[ready[pick]]:
                pick = other
        node = ready[pick]
        count -= 1
        ready[pick] = ready[count]
        child[place] = node
        place += 1
        for e in range(next_first[node], next_first[node + 1]):
            other = nexts[e]
            open_links[other] -= 1
            if open_links[other] == 0:
                ready[count] = other
                count += 1


def noted(work: Any, forward: bool, makespan: int, starts: Any, best: Any, tally: Any) -> None:
    """Count a schedule, and keep it where it is the best so far."""
    tally[MADE] += 1
    if makespan >= tally[BEST] or (tally[VARYING] and not forward):
        return
    tally[BEST] = makespan
    if forward:
        for node in range(len(best)):
            best[node] = starts[node]
    else:
        mirrored(work, makespan, starts, best)


def kept(
    work: Any, side: Any, forward: bool, makespan: int, mark: int, loose: int, member: int, starts: Any, herd: Any,
    scratch: Any, room: Any,
) -> None:  # fmt: skip
    """Put a schedule into the herd, as the list in which a pass in the other direction goes; ``side`` is its links."""
    lists, times, spans, prints = herd
    order, images, keys = scratch
    nodes = len(order)
    mirrored(work, makespan, starts, images)
    if loose:
        listed(side, forward, images, order, keys)
    else:
        gathered(True, True, not forward, order, room)
        keys = images
    row = member * nodes
    for place in range(nodes):
        lists[row + place] = order[place]
        times[row + place] = keys[order[place]]
    spans[member] = makespan
    prints[member] = mark


def print_of(starts: Any) -> int:
    """A number that equal schedules share, and different ones hardly ever."""
    mark = 0
    for node in range(len(starts)):
        mark = (mark * 31 + starts[node]) % 1_000_000_007
    return mark


def seeded(
    work: Any, sides: Any, base: Any, urgency: Any, habits: Any, chance: Any, herd: Any, best: Any, tally: Any,
    scratch: Any, room: Any,
) -> None:  # fmt: skip
    """The first generation: lists by chance, each decoded forward and then backward; the first has no chance in it."""
    child, starts, order, images, keys = scratch
    while tally[SEEDED] < tally[ALIVE] and tally[MADE] < tally[UNTIL] and tally[BEST] > tally[BOUND]:
        member = tally[SEEDED]
        choice = habits[CHOICE] if member else 4 * len(child)
        sampled(sides[0], sides[1], urgency, choice, chance, child, (order, images))
        makespan = serial(work, sides[0], base, -1, child, starts, room)
        noted(work, True, makespan, starts, best, tally)
        kept(
            work, sides[1], True, makespan, print_of(starts), tally[LOOSE], member, starts, herd,
            (order, images, keys), room,
        )  # fmt: skip
        for place in range(len(child)):
            child[place] = order[place]
        makespan = serial(work, sides[1], base, makespan, child, starts, room)
        noted(work, False, makespan, starts, best, tally)
        kept(
            work, sides[0], False, makespan, print_of(starts), tally[LOOSE], habits[MEMBERS] + member, starts, herd,
            (order, images, keys), room,
        )  # fmt: skip
        tally[SEEDED] += 1


def renewed(habits: Any, herd: Any, tally: Any, nodes: int) -> None:
    """Keep the best of each population as its first member; the others are to be made anew."""
    lists, times, spans, prints = herd
    members = habits[MEMBERS]
    for first in (0, members):
        best = first
        for member in range(first, first + tally[ALIVE]):
            if spans[member] < spans[best]:
                best = member
        spans[first] = spans[best]
        prints[first] = prints[best]
        for place in range(nodes):
            lists[first * nodes + place] = lists[best * nodes + place]
            times[first * nodes + place] = times[best * nodes + place]
    tally[SEEDED] = 1
    tally[IDLE] = 0


def shrunk(goal: int, habits: Any, herd: Any, tally: Any, nodes: int) -> None:
    """Leave out the longest of each population until there are only so many members."""
    lists, times, spans, prints = herd
    while tally[ALIVE] > goal:
        tally[ALIVE] -= 1
        for first in (0, habits[MEMBERS]):
            last = first + tally[ALIVE]
            worst = first
            for member in range(first, last + 1):
                if spans[member] > spans[worst]:
                    worst = member
            spans[worst] = spans[last]
            prints[worst] = prints[last]
            for place in range(nodes):
                lists[worst * nodes + place] = lists[last * nodes + place]
                times[worst * nodes + place] = times[last * nodes + place]


def content(work: Any, row: int, nodes: int, begin: int, end: int, weights: Any, herd: Any) -> int:
    """How much of the resources a member uses between two moments of its time."""
    durations = work[0]
    lists, times = herd[0], herd[1]
    found = 0
    for place in range(nodes):
        time = times[row + place]
        if time >= end:
            break
        node = lists[row + place]
        inside = min(time + durations[node], end) - max(time, begin)
        if inside > 0:
            found += inside * weights[node]
    return found


def partner(
    work: Any, one: int, parents: int, nodes: int, begin: int, end: int, weights: Any, habits: Any, chance: Any,
    herd: Any, tally: Any,
) -> int:  # fmt: skip
    """The second parent: of two by chance the shorter; or of some more, who gets most done between these moments."""
    members = tally[ALIVE]
    spans = herd[2]
    two = parents + drawn(chance, members)
    three = parents + drawn(chance, members)
    if spans[three] < spans[two]:
        two = three
    if two == one:
        two = parents + (one - parents + 1 + drawn(chance, members - 1)) % members
    most = content(work, two * nodes, nodes, begin, end, weights, herd)
    for _ in range(habits[CANDIDATES]):
        three = parents + drawn(chance, members)
        if three != one:
            found = content(work, three * nodes, nodes, begin, end, weights, herd)
            if found > most:
                most = found
                two = three
    return two


def closed(habits: Any, herd: Any, tally: Any, nodes: int) -> None:
    """What is due when every member had its child: change direction, let go of the longest, begin anew after a rest."""
    tally[NEXT] = 0
    tally[FORWARD] = 1 - tally[FORWARD]
    tally[IDLE] = 0 if tally[BETTER] else tally[IDLE] + 1
    tally[BETTER] = 0
    spare = habits[MEMBERS] - habits[FEWEST]
    shrunk(
        max(habits[MEMBERS] - spare * tally[MADE] // habits[PLANNED], habits[FEWEST]),
        habits,
        herd,
        tally,
        nodes,
    )
    if tally[IDLE] >= habits[PATIENCE]:
        renewed(habits, herd, tally, nodes)


def fresh(own: int, first: int, last: int, span: int, mark: int, herd: Any) -> bool:
    """Whether no other member of a population, those from the first up to the last, has such a schedule already."""
    spans, prints = herd[2], herd[3]
    others = 0
    for member in range(first, last):
        others += prints[member] == mark and spans[member] == span and member != own
    return others == 0


def bred(
    work: Any, sides: Any, base: Any, guides: Any, habits: Any, chance: Any, herd: Any, best: Any, tally: Any,
    scratch: Any, room: Any,
) -> None:  # fmt: skip
    """Go on until so many schedules are made or the bound is reached."""
    child, starts, order, images, keys = scratch
    urgency, weights = guides
    spans = herd[2]
    nodes = len(child)
    while tally[MADE] < tally[UNTIL] and tally[BEST] > tally[BOUND]:
        members = tally[ALIVE]
        if tally[SEEDED] < members:
            seeded(work, sides, base, urgency, habits, chance, herd, best, tally, scratch, room)
            continue
        forward = tally[FORWARD]
        parents = habits[MEMBERS] if forward else 0
        others = habits[MEMBERS] - parents
        own = others + tally[NEXT]
        one = parents + tally[NEXT]
        share = habits[NARROW] + drawn(chance, habits[WIDE] - habits[NARROW] + 1)
        width = 1 + spans[one] // 100 * share + spans[one] % 100 * share // 100
        begin = far(chance, max(spans[one] - width, 0) + 1)
        two = partner(work, one, parents, nodes, begin, begin + width, weights, habits, chance, herd, tally)
        crossed(one * nodes, two * nodes, begin, begin + width, herd, child, order)
        shuffled(sides[1 - forward], habits[CHANGE], chance, child)
        makespan = serial(work, sides[1 - forward], base, -1 if forward else tally[BEST], child, starts, room)
        noted(work, forward == 1, makespan, starts, best, tally)
        if makespan <= spans[own]:
            mark = print_of(starts)
            if fresh(own, others, others + members, makespan, mark, herd):
                tally[BETTER] += makespan < spans[own]
                kept(
                    work, sides[forward], forward == 1, makespan, mark, tally[LOOSE], own, starts, herd,
                    (order, images, keys), room,
                )  # fmt: skip
        tally[NEXT] += 1
        if tally[NEXT] >= members:
            closed(habits, herd, tally, nodes)


def far(chance: Any, below: int) -> int:
    """A number from 0 up to and without ``below``, however large."""
    if below <= 1_000_000_000:
        return drawn(chance, below)
    return drawn(chance, 1_000_000_000) * (below // 1_000_000_000)


def crossed(row: int, other_row: int, begin: int, end: int, herd: Any, child: Any, marks: Any) -> None:
    """The list of one parent, and what begins in a stretch of its time in the order of the other."""
    lists, times = herd[0], herd[1]
    nodes = len(child)
    fill = 0
    for place in range(nodes):
        node = lists[row + place]
        time = times[row + place]
        child[place] = node
        if begin <= time < end:
            marks[node] = 1
        else:
            marks[node] = 0
        if time < begin:
            fill = place + 1
    for place in range(nodes):
        node = lists[other_row + place]
        if marks[node] == 1:
            child[fill] = node
            fill += 1


def shuffled(side: Any, change: int, chance: Any, child: Any) -> None:
    """Let a few neighbours change places, those apart that wait for each other."""
    first, others = side[0], side[1]
    for place in range(len(child) - 1):
        if drawn(chance, 1000) >= change:
            continue
        node = child[place + 1]
        free = True
        for e in range(first[node], first[node + 1]):
            if others[e] == child[place]:
                free = False
        if free:
            child[place + 1] = child[place]
            child[place] = node
