"""Better lists and better modes from good ones: the kernels of `workmodel.allocation.kernels.moded_search`.

The two populations that face each other are those of `workmodel.allocation.kernels.breeding`, and so is how parents are
found, but the lists of the herd are lists of *modes*: each says which node comes there and how it is done. A child takes
from its second parent what begins in a stretch of time, order and modes alike; then a few modes change by chance, what is
missing of the stocks is mended, and while its schedule is made some nodes look for a mode in which they finish earlier,
others for one that is cheaper and no later than before.

A member in which stocks do not last is *costly*: ``spans`` and the best are makespans plus, for each unit missing, a
number that no makespan reaches. So less missing is better, whatever the makespan.
"""

from __future__ import annotations

from typing import Any, Final

from workmodel.allocation.kernels.breeding import (
    ALIVE,
    BEST,
    BETTER,
    BOUND,
    CHANGE,
    CHOICE,
    FORWARD,
    LOOSE,
    MADE,
    MEMBERS,
    NARROW,
    NEXT,
    SEEDED,
    UNTIL,
    VARYING,
    WIDE,
    closed,
    far,
    fresh,
    kept,
    partner,
    print_of,
    sampled,
    shuffled,
)
from workmodel.allocation.kernels.chance import drawn
from workmodel.allocation.kernels.choosing import chosen, lacking, mended, reckoned
from workmodel.allocation.kernels.generation import mirrored

__all__ = ["costed", "best_noted", "kept_moded", "reseeded", "mingled", "wavered", "begotten"]

MODES: Final = 9  # how many nodes of a child get a mode by chance [per thousand]
EAGER: Final = 10  # how many take the mode that finishes first while a schedule is made [per thousand]
PATIENT: Final = 11  # how many take the cheapest that finishes when it did so far [per thousand]
TRIES: Final = 12  # how often a mode is changed because of stocks, at most
COSTLY: Final = 13  # what a missing unit costs
MOST: Final = 14  # how many units missing are told apart


def costed(makespan: int, habits: Any, left: Any) -> int:
    """The makespan and what is missing of the stocks in one number."""
    cost: int = makespan + min(lacking(left), habits[MOST]) * habits[COSTLY]
    return cost


def best_noted(
    forward: bool, cost: int, makespan: int, starts: Any, choice: Any, spans: Any, best: Any, tally: Any
) -> None:
    """Count a schedule, and keep it where it is the best so far."""
    tally[MADE] += 1
    if cost >= tally[BEST] or (tally[VARYING] and not forward):
        return
    tally[BEST] = cost
    best_starts, best_choice = best
    for node in range(len(starts)):
        best_choice[node] = choice[node]
        best_starts[node] = starts[node]
    if not forward:
        mirrored((spans,), makespan, starts, best_starts)


def kept_moded(
    side: Any, forward: bool, cost: int, makespan: int, mark: int, loose: int, member: int, starts: Any, choice: Any,
    spans: Any, herd: Any, scratch: Any, room: Any,
) -> None:  # fmt: skip
    """Put a schedule into the herd, as a list of modes."""
    kept((spans,), side, forward, makespan, mark, loose, member, starts, herd, scratch, room)
    lists = herd[0]
    row = member * len(choice)
    for place in range(row, row + len(choice)):
        lists[place] = choice[lists[place]]
    herd[2][member] = cost


def reseeded(
    work: Any, modes: Any, sides: Any, base: Any, stocks: Any, guides: Any, habits: Any, chance: Any, herd: Any,
    best: Any, tally: Any, scratch: Any, room: Any,
) -> None:  # fmt: skip
    """The first generation: lists and modes by chance, each decoded forward and then backward."""
    order, choice, left, spans, starts, images, keys, child = scratch
    urgency, _, prices = guides
    first = modes[0]
    nodes = len(choice)
    while tally[SEEDED] < tally[ALIVE] and tally[MADE] < tally[UNTIL] and tally[BEST] > tally[BOUND]:
        member = tally[SEEDED]
        sampled(
            sides[0],
            sides[1],
            urgency,
            habits[CHOICE] if member else 4 * nodes,
            chance,
            order,
            (child, images),
        )
        for node in range(nodes):
            choice[node] = first[node] + drawn(chance, first[node + 1] - first[node])
        reckoned(modes, stocks, choice, left)
        mended(work, modes, habits[TRIES], chance, choice, left)
        makespan = -1
        for back in range(2):
            forward = back == 0
            makespan = chosen(
                work, modes, sides[back], base, makespan, order, choice, left, (1000, 0, keys, prices), chance, starts,
                spans, room,
            )  # fmt: skip
            cost = costed(makespan, habits, left)
            best_noted(forward, cost, makespan, starts, choice, spans, best, tally)
            kept_moded(
                sides[1 - back], forward, cost, makespan, print_of(starts), tally[LOOSE],
                member + back * habits[MEMBERS], starts, choice, spans, herd, (order, images, keys), room,
            )  # fmt: skip
        tally[SEEDED] += 1


def mingled(
    row: int, other_row: int, begin: int, end: int, node_of: Any, herd: Any, durations: Any, order: Any,
    choice: Any, marks: Any, due: Any,
) -> None:  # fmt: skip
    """List and modes of one parent, and what begins in a stretch of its time in the order and the modes of the other.

    Each node is due when it finished there.
    """
    lists, times = herd[0], herd[1]
    nodes = len(order)
    fill = 0
    for place in range(nodes):
        mode = lists[row + place]
        node = node_of[mode]
        time = times[row + place]
        order[place] = node
        choice[node] = mode
        due[node] = time + durations[mode]
        if begin <= time < end:
            marks[node] = 1
        else:
            marks[node] = 0
        if time < begin:
            fill = place + 1
    for place in range(nodes):
        mode = lists[other_row + place]
        node = node_of[mode]
        if marks[node] == 1:
            order[fill] = node
            choice[node] = mode
            due[node] = times[other_row + place] + durations[mode]
            fill += 1


def wavered(modes: Any, change: int, chance: Any, choice: Any) -> None:
    """Let a few nodes have a mode by chance."""
    first = modes[0]
    for node in range(len(choice)):
        several = first[node + 1] - first[node]
        if several > 1 and drawn(chance, 1000) < change:
            choice[node] = first[node] + drawn(chance, several)


def begotten(
    work: Any, modes: Any, sides: Any, base: Any, stocks: Any, guides: Any, habits: Any, chance: Any, herd: Any,
    best: Any, tally: Any, scratch: Any, room: Any,
) -> None:  # fmt: skip
    """Go on until so many schedules are made or the bound is reached."""
    order, choice, left, spans, starts, images, keys, _ = scratch
    _, weights, prices = guides
    costs = herd[2]
    nodes = len(choice)
    while tally[MADE] < tally[UNTIL] and tally[BEST] > tally[BOUND]:
        members = tally[ALIVE]
        if tally[SEEDED] < members:
            reseeded(
                work, modes, sides, base, stocks, guides, habits, chance, herd, best, tally, scratch, room
            )
            continue
        forward = tally[FORWARD]
        parents = habits[MEMBERS] if forward else 0
        others = habits[MEMBERS] - parents
        own = others + tally[NEXT]
        one = parents + tally[NEXT]
        share = habits[NARROW] + drawn(chance, habits[WIDE] - habits[NARROW] + 1)
        span = costs[one] % habits[COSTLY]
        width = 1 + span // 100 * share + span % 100 * share // 100
        begin = far(chance, max(span - width, 0) + 1)
        two = partner(work, one, parents, nodes, begin, begin + width, weights, habits, chance, herd, tally)
        mingled(
            one * nodes,
            two * nodes,
            begin,
            begin + width,
            modes[1],
            herd,
            work[0],
            order,
            choice,
            images,
            keys,
        )
        shuffled(sides[1 - forward], habits[CHANGE], chance, order)
        wavered(modes, habits[MODES], chance, choice)
        reckoned(modes, stocks, choice, left)
        mended(work, modes, habits[TRIES], chance, choice, left)
        mirror = -1 if forward else tally[BEST] % habits[COSTLY]
        makespan = chosen(
            work, modes, sides[1 - forward], base, mirror, order, choice, left,
            (habits[EAGER], habits[PATIENT], keys, prices), chance, starts, spans, room,
        )  # fmt: skip
        cost = costed(makespan, habits, left)
        best_noted(forward == 1, cost, makespan, starts, choice, spans, best, tally)
        if cost <= costs[own]:
            mark = print_of(starts)
            if fresh(own, others, others + members, cost, mark, herd):
                tally[BETTER] += cost < costs[own]
                kept_moded(
                    sides[forward], forward == 1, cost, makespan, mark, tally[LOOSE], own, starts, choice, spans, herd,
                    (order, images, keys), room,
                )  # fmt: skip
        tally[NEXT] += 1
        if tally[NEXT] >= members:
            closed(habits, herd, tally, nodes)
