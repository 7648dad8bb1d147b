"""What of a plan an instance can say: its activities in the order of the file, and which waits for which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from workmodel.domain import Link, Milestone, Plan, WorkItem
from workmodel.domain.rings import rings
from workmodel.errors import DependencyCycle

__all__ = ["Outline", "outline"]

_NOBODY: Final[frozenset[str]] = frozenset()


@frozen
class Outline:
    """Activities and their order.

    Attributes
    ----------
    ids
        What the activities are called in the plan, in the order of the file; ``None``: an end that the plan has not.
    predecessors
        For each of them in the plan the ids of those it waits for, finish to start.
    """

    ids: tuple[str | None, ...]
    predecessors: Mapping[str, frozenset[str]]


def outline(plan: Plan) -> Outline:
    """The activities of a plan, between a first and a last one.

    Tasks and milestones without children, in the order of the plan. A link of a summary holds for everything below it.
    Links of other kinds and to routines cannot be said; lags are left out. Where not everything begins with one milestone
    and ends with one, an end is added.

    Raises
    ------
    DependencyCycle
        Items wait for each other.
    """
    for ring in rings(plan, 1):
        raise DependencyCycle(ring, tuple(name for name in ring if plan.children(name)))
    leaves = plan.leaves()
    own = set(leaves)
    waited: dict[str, frozenset[str]] = {}  # what a link to an item waits for
    held: dict[str | None, frozenset[str]] = {
        None: _NOBODY
    }  # what an item waits for, with what it is part of
    items = plan.items

    def holding(item: WorkItem) -> frozenset[str]:
        chain = [item]
        while chain[-1].id not in held and chain[-1].parent is not None:
            chain.append(items[chain[-1].parent])
        for one in reversed(chain):
            if one.id not in held:
                names = [link.predecessor for link in one.after if link.link is Link.FS]
                for name in names:
                    if name not in waited:
                        below = (name,) if name in own else plan.leaves(name) if name in items else ()
                        waited[name] = frozenset(below)
                held[one.id] = held[one.parent].union(*(waited[name] for name in names))
        return held[item.id]

    before = {name: holding(items[name]) for name in leaves}
    followed = frozenset[str]().union(*before.values())
    first = [name for name in leaves if not before[name]]
    last = [name for name in leaves if name not in followed]
    begin = first[0] if len(first) == 1 and isinstance(items[first[0]], Milestone) else None
    end = last[0] if len(last) == 1 and isinstance(items[last[0]], Milestone) and last[0] != begin else None
    between = [name for name in leaves if name not in (begin, end)]
    return Outline((begin, *between, end), before)
