"""`Network`: the logic of a plan as integer arrays in topological order, for engines.

A link of a summary holds for everything below it. Instead of one edge per pair of leaves, each summary has two nodes: a
*gate*, through which what it waits for reaches everything in it, and a *close*, which gathers everything in it for what
waits for it. A link into a summary ends at its gate, one out of it begins at its close; leaves name the gate and
close of their parent. So hierarchy costs two nodes a summary and no edges. A project with nothing in it is a leaf.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import fields, frozen

from workmodel.domain.pickling import packed_numbers, unpacked_numbers
from workmodel.domain.rings import rings
from workmodel.domain.rows import KIND_CODES
from workmodel.errors import DependencyCycle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.plan import Plan

    Ints = NDArray[np.int64]

__all__ = ["CLOSE", "GATE", "LEAF", "Network", "network"]

LEAF: Final = 0
GATE: Final = 1
CLOSE: Final = 2

_SCHEDULED: Final = KIND_CODES["project"]  # task, milestone and project have the codes up to this one


@frozen(eq=False)
class Network:
    """Nodes in topological order, each after all that it waits for, and their incoming links.

    Attributes
    ----------
    slot
        Slot of each node's item in the plan. int64, shape (nodes,)
    part
        `LEAF`, `GATE` or `CLOSE`. int64, shape (nodes,)
    gate, close
        Node of the parent's gate and close, or -1; for a close its own gate is `own_gate`. int64, shape (nodes,)
    own_gate
        For a close, its own gate; else -1. int64, shape (nodes,)
    first
        Where each node's incoming links begin; one more entry than nodes. int64, shape (nodes + 1,)
    predecessor, link, lag_kind, lag
        Per incoming link, in the order in which its holder declares them: node waited for, code of the link, kind of
        lag and its size. int64, shape (links,)
    node_of_slot, close_of_slot
        Node of a slot's leaf or gate, and of its close; -1 where there is none. int64, shape (slots,)
    """

    slot: Ints
    part: Ints
    gate: Ints
    close: Ints
    own_gate: Ints
    first: Ints
    predecessor: Ints
    link: Ints
    lag_kind: Ints
    lag: Ints
    node_of_slot: Ints
    close_of_slot: Ints

    def __len__(self) -> int:
        return len(self.slot)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, tuple(packed_numbers(getattr(self, field.name)) for field in fields(Network))

    def below(self, node: int) -> Ints:
        """The leaves below a summary, given its gate or close, in no particular order; a leaf is below itself."""
        gate = int(self.node_of_slot[self.slot[node]])
        leaves, first, end = self._outline
        return leaves[first[gate] : end[gate]]

    @cached_property
    def waited(self) -> NDArray[np.uint32]:
        """The nodes waited for, as narrow as kernels like them: they are only ever places. uint32, shape (links,)"""
        import numpy as np

        return self.predecessor.astype(np.uint32)

    @cached_property
    def _outline(self) -> tuple[Ints, Ints, Ints]:
        """All leaves in the order of the outline, and by node where those below it begin and end."""
        import numpy as np

        children: list[list[int]] = [[] for _ in range(len(self))]
        stack: list[int] = []
        for node, (part, gate) in enumerate(zip(self.part.tolist(), self.gate.tolist(), strict=True)):
            if part != CLOSE:
                (stack if gate < 0 else children[gate]).append(node)
        leaves: list[int] = []
        first, end = [0] * len(self), [0] * len(self)
        while stack:  # not by recursion: outlines may be deeper than Python's stack
            node = stack.pop()
            if node < 0:
                end[~node] = len(leaves)
                continue
            first[node] = len(leaves)
            if self.part[node] == LEAF:
                leaves.append(node)
            stack.append(~node)
            stack.extend(children[node])
        return np.array(leaves, dtype=np.int64), np.array(first), np.array(end)


def network(plan: Plan) -> Network:
    """The network of a plan's tasks, milestones and projects. O(items + links), and a sort where order asks for it.

    Links that wait for a routine are not in it: which occurrence they mean depends on dates.

    Raises
    ------
    DependencyCycle
        Items wait for each other, perhaps through summaries; the error names the ring.
    """
    import numpy as np

    columns = plan.columns
    scheduled = columns.kind <= _SCHEDULED
    whole = bool(scheduled.all())
    parent = (
        columns.parent.astype(np.int64) if whole else np.where(scheduled, columns.parent, -1).astype(np.int64)
    )
    if whole and (parent < 0).all():
        return _flat(plan)
    summary = np.zeros(len(scheduled), dtype=bool)
    summary[parent[parent >= 0]] = True
    node_of_slot, close_of_slot, slot, part = _nodes(scheduled, summary)
    holder = np.repeat(np.arange(len(scheduled)), columns.link_count)
    waited = columns.link_predecessor.astype(np.int64)
    kept = scheduled[holder] & scheduled[waited] if len(waited) else np.zeros(0, dtype=bool)
    every = bool(kept.all())
    if not every:
        holder, waited = holder[kept], waited[kept]
    head = node_of_slot[holder]
    tail = np.where(summary[waited], close_of_slot[waited], node_of_slot[waited])
    details: list[Any] = [columns.link_code, columns.link_lag_kind, columns.link_lag]
    link, lag_kind, lag = [_lean(c if every else c[kept]) for c in details]

    up_gate = up_close = own_gate = _none(len(slot))
    if summary.any():
        up_gate, up_close, own_gate = (column.copy() for column in (up_gate, up_close, own_gate))
        above = parent[slot]
        below = above >= 0
        up_gate[below] = node_of_slot[above[below]]
        up_close[below] = close_of_slot[above[below]]
        closes = part == CLOSE
        own_gate[closes] = node_of_slot[slot[closes]]
    order = _order(plan, part, slot, parent, up_gate, up_close, own_gate, head, tail)
    if order is not None:
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        slot, part = slot[order], part[order]
        up_gate, up_close, own_gate = [
            a if a.strides == (0,) else _mapped(rank, a[order]) for a in (up_gate, up_close, own_gate)
        ]
        node_of_slot, close_of_slot = _mapped(rank, node_of_slot), _mapped(rank, close_of_slot)
        head, tail = rank[head], rank[tail]
        head, tail, link, lag_kind, lag = _by_head(head, tail, link, lag_kind, lag)
    first = np.zeros(len(slot) + 1, dtype=np.int64)
    np.cumsum(np.bincount(head, minlength=len(slot)), out=first[1:])
    return Network(
        slot, part, up_gate, up_close, own_gate, first, tail, link, lag_kind, lag, node_of_slot, close_of_slot
    )


def _flat(plan: Plan) -> Network:
    """The network of a plan in which everything is scheduled and nothing is in anything: a node for each slot."""
    import numpy as np

    columns = plan.columns
    count = len(columns.kind)
    slot = np.arange(count)
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(columns.link_count, out=first[1:])
    tail = columns.link_predecessor.astype(np.int64)
    link, lag_kind, lag = (_lean(c) for c in (columns.link_code, columns.link_lag_kind, columns.link_lag))
    head = np.repeat(slot, columns.link_count)
    node_of_slot = slot
    if not (tail < head).all():
        slot = _sorted(plan, count, tail, head)
        node_of_slot = np.empty(count, dtype=np.int64)
        node_of_slot[slot] = np.arange(count)
        head, tail, link, lag_kind, lag = _by_head(
            node_of_slot[head], node_of_slot[tail], link, lag_kind, lag
        )
        np.cumsum(columns.link_count[slot], out=first[1:])
    none, part = _none(count), np.broadcast_to(np.int64(LEAF), (count,))
    return Network(slot, part, none, none, none, first, tail, link, lag_kind, lag, node_of_slot, none)


def _by_head(head: Ints, *columns: Ints) -> tuple[Ints, ...]:
    """Links in the order of their heads, of equals as declared; columns of one value stay as they are."""
    import numpy as np

    order = np.argsort(head, kind="stable")
    return (head[order], *(c if c.strides == (0,) else c[order] for c in columns))


def _lean(column: Any) -> Ints:
    """A column as int64; where it is zero throughout it takes no room, and may not be written to."""
    import numpy as np

    if not column.any():
        return np.broadcast_to(np.int64(0), column.shape)
    return column.astype(np.int64)  # type: ignore[no-any-return]


def _none(count: int) -> Ints:
    """No node at all, in no room."""
    import numpy as np

    return np.broadcast_to(np.int64(-1), (count,))


def _unpacked(*packed: Any) -> Network:
    """A network out of a pickle."""
    return Network(*map(unpacked_numbers, packed))


def _mapped(rank: Ints, nodes: Ints) -> Ints:
    """Nodes under their new numbers, -1 staying -1."""
    import numpy as np

    if not len(rank):
        return nodes
    return np.where(nodes >= 0, rank[nodes], -1)


def _nodes(scheduled: Any, summary: Any) -> tuple[Ints, Ints, Ints, Ints]:
    """Number the nodes by slot, a summary's close right behind its gate."""
    import numpy as np

    counts = scheduled.astype(np.int64) + (summary & scheduled)
    begin = np.cumsum(counts) - counts
    node_of_slot = np.where(scheduled, begin, -1)
    close_of_slot = np.where(summary, begin + 1, -1)
    slot = np.repeat(np.arange(len(scheduled)), counts)
    part = np.zeros(len(slot), dtype=np.int64)
    part[begin[summary]] = GATE
    part[begin[summary] + 1] = CLOSE
    return node_of_slot, close_of_slot, slot, part


def _order(
    plan: Plan,
    part: Ints,
    slot: Ints,
    parent: Ints,
    gate: Ints,
    close: Ints,
    own_gate: Ints,
    head: Ints,
    tail: Ints,
) -> Ints | None:
    """A topological order; ``None`` where the nodes already stand in one."""
    import numpy as np

    nodes = np.arange(len(slot))
    if not (part == GATE).any():
        if (tail < head).all():
            return None
        return _sorted(plan, len(slot), tail, head)
    inner = gate >= 0
    starts = inner & (part != CLOSE)
    ends = inner & (part != GATE)
    closes = part == CLOSE
    before = np.concatenate([tail, gate[starts], nodes[ends], own_gate[closes]])
    after = np.concatenate([head, nodes[starts], close[ends], nodes[closes]])
    declared = _as_declared(slot, part, parent)
    rank = np.empty(len(slot), dtype=np.int64)
    rank[declared] = nodes
    if (rank[before] < rank[after]).all():
        return declared
    return _sorted(plan, len(slot), before, after)


def _as_declared(slot: Ints, part: Ints, parent: Ints) -> Ints:
    """Nodes in the order of declaration, each close behind the last item below it: most plans need no sorting."""
    import numpy as np

    last = np.arange(len(parent))
    depth = (parent >= 0).astype(np.int64)
    above = parent.copy()
    below = np.flatnonzero(above >= 0)
    while below.size:  # each round looks twice as far up as the one before
        np.maximum.at(last, above[below], last[below])
        depth[below] += depth[above[below]]
        above[below] = above[above[below]]
        below = below[above[below] >= 0]
    key = np.where(part == CLOSE, 2 * last[slot] + 1, 2 * slot)
    return np.lexsort((-depth[slot], key))


def _sorted(plan: Plan, count: int, before: Ints, after: Ints) -> Ints:
    """A topological order by Kahn's algorithm (A. B. Kahn, CACM 5, 1962)."""
    import numpy as np

    by_before = np.argsort(before, kind="stable")
    targets = after[by_before].tolist()
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(before, minlength=count), out=first[1:])
    bounds = first.tolist()
    waiting = np.bincount(after, minlength=count).tolist()
    order = [node for node in range(count) if not waiting[node]]
    for node in order:  # grows while it is walked
        for place in range(bounds[node], bounds[node + 1]):
            target = targets[place]
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    if len(order) < count:
        raise cycle_in(plan)
    return np.array(order, dtype=np.int64)


def cycle_in(plan: Plan) -> DependencyCycle:
    """The error that names the first ring of a plan that has one."""
    ring = rings(plan, most=1)[0]
    summaries = tuple(name for name in ring if plan.children(name) or plan[name].kind == "project")
    return DependencyCycle(ring, summaries)
