"""The ways in which tasks can be done: modes, and whoever could do what a task asks for before anybody is named.

Each way stands as a task beside the one it is a way of, without links, in a plan that only the generation sees: so calendars,
effort and pace of every way are worked out as those of any task are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count, islice, product
from math import comb, prod
from typing import Final

from attrs import evolve, field, frozen

from workmodel.capacity.ability import Ability
from workmodel.domain import Assignment, Plan, Requirement, Task

__all__ = ["Ways", "widened"]

_MOST: Final = 48  # groups of people that are tried for one mode
_LOOKED_AT: Final = 5_000  # sets of people, some of which name somebody twice


@frozen
class Way:
    """One way of doing a task.

    Attributes
    ----------
    id
        What the way is called in the plan with all ways.
    mode
        The name of its mode; empty for a task without modes.
    people
        Who was chosen for what the task asks for, in this way.
    """

    id: str
    mode: str
    people: tuple[str, ...]


@frozen(eq=False)
class Ways:
    """A plan in which every way of doing a task is a task of its own.

    Attributes
    ----------
    plan
        The plan, with the ways added behind everything else.
    ways
        By task, its ways; none for tasks that are done in just one.
    nobody
        By task, what it asks for that nobody meets, so that it is left as it is.
    partly
        Tasks of which not every group of people is tried, because there are too many.
    """

    plan: Plan
    ways: Mapping[str, tuple[Way, ...]] = field(factory=dict)
    nobody: Mapping[str, Requirement] = field(factory=dict)
    partly: tuple[str, ...] = ()


def widened(plan: Plan) -> Ways:
    """The plan and all ways of doing what is not yet begun.

    Examples
    --------
    >>> from workmodel.domain import Resource
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", skills=["python"]),
    ...     Resource("ben", skills=["python"]),
    ...     Task("build", requires=["python"]),
    ... )
    >>> wide = widened(plan)
    >>> [way.people for way in wide.ways["build"]], [str(way) for way in wide.plan["~2"].assignments]
    ([('ana',), ('ben',)], ['ben'])
    """
    some = [
        item
        for item in plan.items.values()
        if isinstance(item, Task) and (item.modes or item.requires) and not plan.children(item.id)
    ]
    some = [item for item in some if item.progress is None and item.manual is None]
    if not some:
        return Ways(plan)
    found, nobody, partly, added = {}, {}, [], []
    ability, free = Ability(plan), _unused(plan)
    for number, task in enumerate(some):
        own, lacking, more = _ways(ability, task, number)
        if lacking is not None and not own:
            nobody[task.id] = lacking
        if more:
            partly.append(task.id)
        if not own or [way for way, _, _ in own] == [task]:
            continue
        ids = list(islice(free, len(own)))
        found[task.id] = tuple(
            Way(name, mode, people) for name, (_, mode, people) in zip(ids, own, strict=True)
        )
        added += [_alone(way, name) for name, (way, _, _) in zip(ids, own, strict=True)]
    return Ways(plan.add(added) if added else plan, found, nobody, tuple(partly))


def _unused(plan: Plan) -> Iterator[str]:
    return (name for number in count(1) if (name := f"~{number}") not in plan)


def _alone(task: Task, name: str) -> Task:
    return evolve(task, id=name, after=(), constraint=None, deadline=None, leveling_delay=None, modes=())


_Way = tuple[Task, str, tuple[str, ...]]
"""The task done so, the name of its mode, and who was chosen."""


def _ways(ability: Ability, task: Task, number: int) -> tuple[list[_Way], Requirement | None, bool]:
    """All ways, the present one first if it is one; what nobody meets, if anything; whether some were left out."""
    modes = [task.in_mode(mode.name) for mode in task.modes]
    if not task.mode:
        modes.insert(0, task)
    else:
        modes.sort(key=lambda one: one.mode != task.mode)
    found: list[_Way] = []
    lacking, more = None, False
    for mode in modes:
        wanted = _open(ability, mode)
        pools = [_pool(ability, mode, one) for one in wanted]
        short = [one for one, pool in zip(wanted, pools, strict=True) if len(pool) < one.count]
        if short:
            lacking = lacking or short[0]
            continue
        many = prod(comb(len(pool), one.count) for one, pool in zip(wanted, pools, strict=True)) > _LOOKED_AT
        groups = [] if many else list(islice(_groups(wanted, pools), _MOST + 1))
        if many or len(groups) > _MOST:
            more = True
            groups = list(_turns(wanted, pools, number))
        if not groups:  # each alone could be met, not all at once
            lacking = lacking or wanted[-1]
        for group in groups:
            way = evolve(mode, assignments=(*mode.assignments, *group)) if group else mode
            found.append((way, mode.mode, tuple(one.resource for one in group)))
    return found, lacking, more


def _open(ability: Ability, task: Task) -> list[Requirement]:
    """What the named people do not bring, each of them for one thing, with how many are still needed."""
    places = [one for one in task.requires for _ in range(one.count)]
    able = [frozenset(ability.able([one])) for one in places]
    taken: dict[int, Assignment] = {}

    def seated(named: Assignment, tried: set[int]) -> bool:
        for place, wanted in enumerate(places):
            enough = wanted.units is None or named.units is None or named.units >= wanted.units
            if place in tried or not enough or named.resource not in able[place]:
                continue
            tried.add(place)
            if place not in taken or seated(taken[place], tried):
                taken[place] = named
                return True
        return False

    for named in task.assignments:
        seated(named, set())
    left = Counter(places[place] for place in range(len(places)) if place not in taken)
    return [evolve(one, count=number) for one, number in left.items()]


def _pool(ability: Ability, task: Task, wanted: Requirement) -> list[str]:
    named = {one.resource for one in task.assignments}
    return [name for name in ability.able([wanted]) if name not in named]


Group = tuple[Assignment, ...]


def _groups(wanted: Sequence[Requirement], pools: Sequence[Sequence[str]]) -> Iterator[Group]:
    """Every set of people who meet everything, each of them for one thing."""
    seen = set()
    for chosen in product(*(combinations(pool, one.count) for one, pool in zip(wanted, pools, strict=True))):
        names = [name for some in chosen for name in some]
        group = _group(wanted, chosen)
        if len(set(names)) == len(names) and frozenset(group) not in seen:
            seen.add(frozenset(group))
            yield group


def _turns(wanted: Sequence[Requirement], pools: Sequence[Sequence[str]], number: int) -> Iterator[Group]:
    """Some sets of people in which everybody has their turn; other tasks begin elsewhere."""
    seen = set()
    for turn in range(min(max(map(len, pools)), _MOST)):
        used: set[str] = set()
        chosen = []
        for one, pool in zip(wanted, pools, strict=True):
            first = (number * 7 + turn) % len(pool)
            some = [name for name in (*pool[first:], *pool[:first]) if name not in used][: one.count]
            used.update(some)
            chosen.append(tuple(some))
        full = all(len(some) == one.count for some, one in zip(chosen, wanted, strict=True))
        group = _group(wanted, chosen)
        if full and frozenset(group) not in seen:
            seen.add(frozenset(group))
            yield group


def _group(wanted: Sequence[Requirement], chosen: Sequence[Sequence[str]]) -> Group:
    return tuple(
        Assignment(name, one.units) for one, some in zip(wanted, chosen, strict=True) for name in some
    )
