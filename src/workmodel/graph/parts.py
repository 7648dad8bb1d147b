"""The parts of a plan that have nothing to do with each other, found by union-find over columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from workmodel.domain import Plan, Routine
from workmodel.domain.references import references_of
from workmodel.domain.rows import KIND_CODES
from workmodel.errors import instance_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.graph.network import Network

    Ints = NDArray[np.int64]

__all__ = ["independent_parts", "linked_parts", "network_parts"]

_ROUTINE: Final = KIND_CODES["routine"]  # task, milestone, project and routine have the codes up to this one
_RESOURCE: Final = KIND_CODES["resource"]
_COMPLETION: Final = KIND_CODES["completion"]


def independent_parts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The parts of a plan that share no link, no summary, no routine and nobody's hours.

    What is decided in one of them changes neither dates nor hours in another. A link joins, a summary joins what is in it,
    and so does whoever is assigned to several items or could be asked for by them: named, in a team, by a mode, or by a
    skill. Calendars do not join, nor do properties and baselines. Of a manager's hours something is asked only where a step
    of a routine names managers. In networkx's words: connected components, of the links and more; those of the links and
    the hierarchy alone are `DependencyGraph.connected_components`.

    Parameters
    ----------
    plan
        The plan; it may hold a ring.

    Returns
    -------
    tuple of tuple of str
        Ids of tasks, milestones, projects and routines, each in exactly one part; parts in the plan's order of their first
        items, and the plan's order within them.

    Notes
    -----
    Union-find by hooking and shortcutting on arrays [1]_, O(entities + references).

    References
    ----------
    .. [1] Y. Shiloach and U. Vishkin, "An O(log n) parallel connectivity algorithm", *Journal of Algorithms* 3, 1982.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan().add(
    ...     Resource("ana"),
    ...     Task("design"),
    ...     Task("build", after=["design"]),
    ...     Task("audit", assignments=["ana"]),
    ...     Task("report", assignments=["ana"]),
    ...     Task("move"),
    ... )
    >>> independent_parts(plan)
    (('design', 'build'), ('audit', 'report'), ('move',))
    """
    import numpy as np

    instance_of(Plan, "a plan", plan, "a Plan")
    holder, target = _targets(plan)
    kind = plan.columns.kind
    joins = ((kind[holder] <= _ROUTINE) | (kind[holder] == _COMPLETION)) & (kind[target] <= _RESOURCE)
    pairs = list(_staff(plan))
    more = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _named(
        plan, np.concatenate([holder[joins], more[:, 0]]), np.concatenate([target[joins], more[:, 1]])
    )


def linked_parts(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The parts of a plan that links and hierarchy hold together, as `independent_parts` gives them."""
    import numpy as np

    columns = plan.columns
    slots = np.arange(len(columns.kind))
    work = columns.kind <= _ROUTINE
    linking = np.repeat(work, columns.link_count)
    inner = work & (columns.parent >= 0)
    holder = np.concatenate([np.repeat(slots, columns.link_count)[linking], slots[inner]])
    return _named(plan, holder, np.concatenate([columns.link_predecessor[linking], columns.parent[inner]]))


def network_parts(network: Network) -> Ints:
    """Per node the first node of the part that it is in; parts share no link and no summary. int64, shape (nodes,)"""
    import numpy as np

    nodes = np.arange(len(network))
    inner = np.flatnonzero(network.gate >= 0)
    closes = np.flatnonzero(network.own_gate >= 0)
    heads = np.repeat(nodes, np.diff(network.first))
    one = np.concatenate([heads, inner, inner, closes])
    other = np.concatenate(
        [network.predecessor, network.gate[inner], network.close[inner], network.own_gate[closes]]
    )
    return _joined(len(nodes), one, other)


def _joined(count: int, one: Any, other: Any) -> Ints:
    """Per place the first place of the part that it is in, where each of *one* is joined to the same of *other*."""
    import numpy as np

    first = np.arange(count)
    while True:
        a, b = first[one], first[other]
        apart = a != b
        if not apart.any():
            return first
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        # every root that knows an earlier one hooks onto it: at least half of them, and all of a chain
        np.minimum.at(first, np.maximum(a, b), np.minimum(a, b))
        while True:
            above = first[first]
            if (above == first).all():
                break
            first = above


def _named(plan: Plan, one: Any, other: Any) -> tuple[tuple[str, ...], ...]:
    """The parts by the ids of the work in them."""
    import numpy as np

    kind = plan.columns.kind
    first = _joined(len(kind), one, other)
    work = np.flatnonzero(kind <= _ROUTINE)
    first = first[work]
    if not len(work):
        return ()
    by_part = np.argsort(first, kind="stable")
    parts, begins = np.unique(first[by_part], return_index=True)
    # a part may begin with somebody who works in it: it is named after its work
    at = np.argsort(work[by_part[begins]], kind="stable")
    ends = np.append(begins[1:], len(work))
    ids: list[str] = [
        e.id for chunk in plan._spine for e in chunk.items if e is not None and KIND_CODES[e.kind] <= _ROUTINE
    ]
    named = [ids[place] for place in by_part.tolist()]
    assert len(parts) == len(at)
    return tuple([tuple(named[begins[i] : ends[i]]) for i in at.tolist()])


def _targets(plan: Plan) -> tuple[Ints, Ints]:
    """Slots of what refers and of what it refers to, but not by what its custom properties hold."""
    import numpy as np

    lists: list[tuple[int, ...]] = []
    for chunk in plan._spine:
        lists += [
            row.targets if item is None or not item.properties else _without_properties(plan, item)
            for row, item in zip(chunk.rows, chunk.items, strict=True)
        ]
    holder = np.repeat(np.arange(len(lists)), np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)))
    target = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=len(holder))
    known = target >= 0  # ready-made calendars have no slots
    return holder[known], target[known]


def _without_properties(plan: Plan, item: Any) -> tuple[int, ...]:
    return tuple(_slots(plan, [found.target for found in references_of(item)]))


def _slots(plan: Plan, names: Iterable[str | None]) -> Iterator[int]:
    for name in names:
        slot = None if name is None else plan._slot(name)
        if slot is not None:
            yield slot


def _staff(plan: Plan) -> Iterator[tuple[int, int]]:
    """Who stands for whom: members for teams, managers where steps name them, all who have a skill that is asked for."""
    managed = any(
        {"manager", "managers"} & set(step.who) for one in plan.routines.values() for step in one.steps
    )
    able: dict[str, list[int]] = {}
    for name, one in plan.resources.items():
        (slot,) = _slots(plan, [name])
        mates = [member.resource for member in one.members] + [one.manager if managed else None]
        for mate in _slots(plan, mates):
            yield slot, mate
        for skill in one.skills:
            able.setdefault(skill.name, []).append(slot)
    items: Iterator[Any] = chain(plan.tasks.values(), plan.routines.values())
    for item in items:
        modes = () if isinstance(item, Routine) else item.modes
        for wanted in (*item.requires, *chain.from_iterable(mode.requires for mode in modes)):
            if not wanted.among and able.get(wanted.skill):
                (slot,) = _slots(plan, [item.id])
                for who in able[wanted.skill]:
                    yield slot, who
                del able[wanted.skill][1:]  # from now on one stands for all
