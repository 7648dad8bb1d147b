"""`Workspace`: a plan's logic and dates in arrays that are edited in place, positioned at one version of the plan.

The first network of a family of plans numbers the nodes; items that come later get numbers behind them, and a slot keeps its
node for good, so that versions can tell their dates apart by node. Links and children hang together as lists of numbers;
ranks are kept by `workmodel.scheduling.ordering`; what is not there in this version is `DEAD`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.graph.network import CLOSE, GATE, LEAF
from workmodel.scheduling.hanging import APART, lists_of, near_of, out_of
from workmodel.scheduling.layout import (
    COMPLETE,
    D_DRIVER,
    D_EF,
    DATE_WIDTH,
    L_PREDECESSOR,
    LINK_WIDTH,
    N_CAL,
    N_CLOSE,
    N_END,
    N_FIRST,
    N_GATE,
    N_PART,
    N_PLAIN,
    N_SLOT,
    NEVER,
    NODE_WIDTH,
)
from workmodel.scheduling.near import (
    A_CHILD,
    A_NEXT,
    A_OTHER,
    A_OUT,
    A_PREVIOUS,
    A_PROJECT,
    A_RANK,
    DEAD,
    E_HOLDER,
    E_NEXT,
    E_PREVIOUS,
    KEPT_WIDTH,
    NEAR_WIDTH,
    OUT_WIDTH,
)
from workmodel.scheduling.sweeps import R_COMPLETE
from workmodel.scheduling.timetables import Timetables

if TYPE_CHECKING:
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem
    from workmodel.scheduling.run import Run

__all__ = ["Workspace"]

_LEAST: Final = 2000  # nodes that a journal holds at least


class Workspace:
    """Arrays as kernels take them, with room to grow; see `workmodel.scheduling.sweeps` for the letters.

    Attributes
    ----------
    nodes, links
        How many rows are in use, the dead among them.
    horizon
        The latest early finish of all leaves, as it was told to those that may reach it. [min since 1970]
    node_of_slot, close_of_slot
        By slot, the node of its leaf or gate, and of its close; -1 where it never had one.
    """

    def __init__(self, problem: Problem, run: Run) -> None:
        import numpy as np

        network = problem.network
        self.engine: Kernels = run.engine
        self.lo, self.hi = run.lo, run.hi
        self.tables = Timetables(
            problem.numbers.calendars,
            self.lo,
            self.hi,
            arrays=run.engine.arrays,
            in_use=self._calendars_in_use,
        )
        self.R = run.R
        self.curves = list(problem.curves)
        self.nodes, self.links = len(network), len(network.predecessor)
        self.live_links = self.links
        dates = np.asarray(run.D, dtype=np.int64).reshape(-1, DATE_WIDTH).copy()
        leaning = (dates[:, D_DRIVER] >= 0) & (network.part != CLOSE)
        dates[leaning, D_DRIVER] -= network.first[:-1][leaning]
        dates[network.part == LEAF, R_COMPLETE] = problem.columns["state"][network.part == LEAF] == COMPLETE
        self.D = self.shaped(dates)
        self.N = run.N
        self.L = run.L
        self.A, self.E = self.shaped(near_of(problem)), self.shaped(out_of(network))
        self.top_rank = self.nodes * APART
        self.taken: set[int] = set()  # ranks that are no multiples of `APART`
        self.node_of_slot: list[int] = network.node_of_slot.tolist()
        self.close_of_slot: list[int] = network.close_of_slot.tolist()
        self.horizon = int(dates[network.part == LEAF, D_EF].max()) if (network.part == LEAF).any() else NEVER
        self.lost_top = False  # whether one that ended last was taken away
        to_summaries = network.part[network.predecessor] == CLOSE
        holders = np.repeat(np.arange(len(network)), np.diff(network.first))[to_summaries]
        self._waits_on = set(problem.columns["plain"][holders].tolist())
        self.Q, self.J, self.S = (self.shaped(np.zeros(0, dtype=np.int64)) for _ in range(3))
        self._grow_nodes(1)
        self._grow_links(1)

    def shaped(self, array: Any) -> Any:
        """An array in the form that the kernels take."""
        flat = array.ravel()
        return flat if self.engine.arrays else flat.tolist()

    # -- room ---------------------------------------------------------------------------------------------------

    def _longer(self, array: Any, rows: int, width: int, fill: int = 0) -> Any:
        """An array with room for so many rows."""
        import numpy as np

        missing = rows * width - len(array)
        if missing <= 0:
            return array
        if self.engine.arrays:
            return np.concatenate([array, np.full(missing, fill, dtype=np.int64)])
        array.extend([fill] * missing)
        return array

    def _grow_nodes(self, more: int) -> None:
        """Room for *more* nodes; spare ones are dead."""
        needed = self.nodes + more
        if needed * DATE_WIDTH <= len(self.D) and len(self.Q):
            return
        rows = needed + needed // 8 + 64
        had = len(self.N) // NODE_WIDTH
        self.N = self._longer(self.N, rows, NODE_WIDTH)
        for node in range(had, rows):
            self.N[node * NODE_WIDTH + N_PART] = DEAD
        self.D = self._longer(self.D, rows, DATE_WIDTH)
        self.A = self._longer(self.A, rows, NEAR_WIDTH)
        self.Q = self._longer(self.Q, rows + 2, 1)
        self.S = self._longer(self.S, 2 * rows + 2, 1)
        # beyond so many nodes a full pass costs less than going round by a heap
        self.J = self._longer(self.J, 2 + max(_LEAST, rows // 8) * KEPT_WIDTH, 1)
        self.J[1] = (len(self.J) - 2) // KEPT_WIDTH

    def _grow_links(self, more: int) -> None:
        needed = self.links + more
        if needed * LINK_WIDTH > len(self.L) or needed * OUT_WIDTH > len(self.E):
            rows = needed + needed // 8 + 256
            self.L = self._longer(self.L, rows, LINK_WIDTH)
            self.E = self._longer(self.E, rows, OUT_WIDTH)

    # -- nodes --------------------------------------------------------------------------------------------------

    def node(self, slot: int) -> int:
        """The node of a slot's leaf or gate, made where it never had one."""
        while len(self.node_of_slot) <= slot:
            self.node_of_slot.append(-1)
            self.close_of_slot.append(-1)
        if self.node_of_slot[slot] < 0:
            self.node_of_slot[slot] = self._new_node(slot)
        return self.node_of_slot[slot]

    def close(self, slot: int) -> int:
        """The node of a summary's close, made where it never had one."""
        node = self.node(slot)
        if self.close_of_slot[slot] < 0:
            close = self.close_of_slot[slot] = self._new_node(slot)
            self.A[node * NEAR_WIDTH + A_OTHER] = close
            self.A[close * NEAR_WIDTH + A_OTHER] = node
        return self.close_of_slot[slot]

    def _new_node(self, slot: int) -> int:
        self._grow_nodes(1)
        node = self.nodes
        self.nodes += 1
        a = node * NEAR_WIDTH
        for field in (A_OUT, A_CHILD, A_NEXT, A_PREVIOUS, A_OTHER):
            self.A[a + field] = -1
        self.top_rank += APART
        self.A[a + A_RANK] = self.top_rank
        n = node * NODE_WIDTH
        self.N[n + N_SLOT] = slot
        self.N[n + N_GATE] = self.N[n + N_CLOSE] = -1
        self.N[n + N_FIRST] = self.N[n + N_END] = 0
        return node

    def part(self, node: int) -> int:
        """`LEAF`, `GATE`, `CLOSE` or `DEAD`."""
        return int(self.N[node * NODE_WIDTH + N_PART])

    def set_part(self, node: int, part: int) -> None:
        """Make a node something else."""
        self.N[node * NODE_WIDTH + N_PART] = part

    def is_summary(self, slot: int) -> bool:
        """Whether the item of a slot has anything below it here."""
        return (
            slot < len(self.node_of_slot)
            and self.close_of_slot[slot] >= 0
            and self.part(self.node_of_slot[slot]) == GATE
        )

    def children(self, gate: int) -> list[int]:
        """Leaves and gates below a gate."""
        found = []
        child = self.A[gate * NEAR_WIDTH + A_CHILD]
        while child >= 0:
            found.append(int(child))
            child = self.A[child * NEAR_WIDTH + A_NEXT]
        return found

    def has_more_children(self, gate: int, than: int) -> bool:
        """Whether more than so many items are right below a gate."""
        child = self.A[gate * NEAR_WIDTH + A_CHILD]
        while child >= 0 and than >= 0:
            than -= 1
            child = self.A[child * NEAR_WIDTH + A_NEXT]
        return than < 0

    # -- links --------------------------------------------------------------------------------------------------

    def unlink(self, node: int) -> list[int]:
        """Take away a node's links; what it waited for."""
        N, L, A, E = self.N, self.L, self.A, self.E
        n = node * NODE_WIDTH
        waited = []
        for e in range(int(N[n + N_FIRST]), int(N[n + N_END])):
            p = int(L[e * LINK_WIDTH + L_PREDECESSOR])
            waited.append(p)
            before, after = E[e * OUT_WIDTH + E_PREVIOUS], E[e * OUT_WIDTH + E_NEXT]
            if before >= 0:
                E[before * OUT_WIDTH + E_NEXT] = after
            else:
                A[p * NEAR_WIDTH + A_OUT] = after
            if after >= 0:
                E[after * OUT_WIDTH + E_PREVIOUS] = before
        N[n + N_FIRST] = N[n + N_END] = 0
        self.live_links -= len(waited)
        return waited

    def tidy(self) -> None:
        """Close up the links where most rows are left over from edits."""
        import numpy as np

        if self.links < 2 * self.live_links + 4096:
            return
        nodes = np.array(self.N[: self.nodes * NODE_WIDTH], dtype=np.int64).reshape(-1, NODE_WIDTH)
        near = np.array(self.A[: self.nodes * NEAR_WIDTH], dtype=np.int64).reshape(-1, NEAR_WIDTH)
        counts = nodes[:, N_END] - nodes[:, N_FIRST]
        first = np.cumsum(counts) - counts
        holders = np.repeat(np.arange(self.nodes), counts)
        places = np.arange(len(holders)) + (nodes[:, N_FIRST] - first)[holders]
        rows = np.array(self.L[: self.links * LINK_WIDTH], dtype=np.int64).reshape(-1, LINK_WIDTH)[places]
        out = np.empty((len(holders), OUT_WIDTH), dtype=np.int64)
        out[:, E_HOLDER] = holders
        near[:, A_OUT], out[:, E_NEXT], out[:, E_PREVIOUS] = lists_of(rows[:, L_PREDECESSOR], self.nodes)
        nodes[:, N_FIRST], nodes[:, N_END] = first, first + counts
        self.links = self.live_links = len(holders)
        self.L, self.E = self.shaped(rows), self.shaped(out)
        self.N[: nodes.size] = self.shaped(nodes)
        self.A[: near.size] = self.shaped(near)
        self._grow_links(1)

    def link(self, node: int, rows: list[tuple[int, int, int, int]]) -> None:
        """Give a node, which has none, its links: predecessor's node, code, kind and size of lag of each."""
        self._grow_links(len(rows))
        N, L, A, E = self.N, self.L, self.A, self.E
        n = node * NODE_WIDTH
        N[n + N_FIRST] = self.links
        for e, row in enumerate(rows, self.links):
            k, o = e * LINK_WIDTH, e * OUT_WIDTH
            for field, value in enumerate(row):
                L[k + field] = value
            a = row[0] * NEAR_WIDTH + A_OUT
            following = A[a]
            E[o + E_HOLDER], E[o + E_NEXT], E[o + E_PREVIOUS] = node, following, -1
            if following >= 0:
                E[following * OUT_WIDTH + E_PREVIOUS] = e
            A[a] = e
        self.links += len(rows)
        self.live_links += len(rows)
        N[n + N_END] = self.links

    # -- hierarchy ----------------------------------------------------------------------------------------------

    def leave(self, node: int) -> None:
        """Take a leaf or gate, and a gate's close, out of its parent."""
        N, A = self.N, self.A
        gate = N[node * NODE_WIDTH + N_GATE]
        if gate < 0:
            return
        a = node * NEAR_WIDTH
        before, after = A[a + A_PREVIOUS], A[a + A_NEXT]
        if before >= 0:
            A[before * NEAR_WIDTH + A_NEXT] = after
        else:
            A[gate * NEAR_WIDTH + A_CHILD] = after
        if after >= 0:
            A[after * NEAR_WIDTH + A_PREVIOUS] = before
        A[a + A_PREVIOUS] = A[a + A_NEXT] = -1
        for one in (node, A[a + A_OTHER]):
            if one >= 0:
                N[one * NODE_WIDTH + N_GATE] = N[one * NODE_WIDTH + N_CLOSE] = -1

    def enter(self, node: int, gate: int) -> None:
        """Put a leaf or gate, and a gate's close, which have no parent, below a gate."""
        N, A = self.N, self.A
        a, g = node * NEAR_WIDTH, gate * NEAR_WIDTH
        first = A[g + A_CHILD]
        A[a + A_NEXT], A[a + A_PREVIOUS] = first, -1
        if first >= 0:
            A[first * NEAR_WIDTH + A_PREVIOUS] = node
        A[g + A_CHILD] = node
        for one in (node, A[a + A_OTHER]):
            if one >= 0:
                N[one * NODE_WIDTH + N_GATE], N[one * NODE_WIDTH + N_CLOSE] = gate, A[g + A_OTHER]

    # -- calendars ----------------------------------------------------------------------------------------------

    @property
    def T(self) -> Any:  # noqa: N802
        """The calendars, as kernels take them."""
        return self.tables.T

    def _calendars_in_use(self) -> set[int]:
        """The numbers of the calendars that nodes run on, or count on for what waits for summaries."""
        import numpy as np

        end = self.nodes * NODE_WIDTH
        parts, *numbers = (
            np.array(self.N[field:end:NODE_WIDTH], dtype=np.int64) for field in (N_PART, N_CAL, N_PLAIN)
        )
        here = parts != DEAD
        return self._waits_on.union(*(np.unique(column[here]).tolist() for column in numbers))

    def counts_on_one_calendar(self, number: int) -> bool:
        """Whether all that waits for summaries does so on one calendar, if something else does on this one, too."""
        self._waits_on.add(number)
        return len(self._waits_on) == 1

    # -- dates --------------------------------------------------------------------------------------------------

    def row(self, node: int) -> list[int]:
        """The dates of a node, in the order of `workmodel.scheduling.layout.DATE_FIELDS`."""
        found = self.D[node * DATE_WIDTH : (node + 1) * DATE_WIDTH]
        return found.tolist() if self.engine.arrays else list(found)

    def dates(self, nodes: Any = None) -> Any:
        """A copy of the dates of some nodes, or of all. int64, shape (nodes, DATE_WIDTH)"""
        import numpy as np

        if nodes is None:
            return np.array(self.D[: self.nodes * DATE_WIDTH], dtype=np.int64).reshape(-1, DATE_WIDTH)
        if self.engine.arrays:
            return self.D[: self.nodes * DATE_WIDTH].reshape(-1, DATE_WIDTH)[nodes]
        return np.array([self.row(node) for node in nodes.tolist()], dtype=np.int64).reshape(-1, DATE_WIDTH)

    def set_dates(self, whole: Any) -> None:
        """Take over all dates; nodes that came later have none."""
        import numpy as np

        missing = self.nodes * DATE_WIDTH - whole.size
        all_of_them = np.concatenate([whole.ravel(), np.zeros(max(missing, 0), dtype=np.int64)])
        self.D[: len(all_of_them)] = self.shaped(all_of_them)

    def set_rows(self, nodes: Any, rows: Any) -> None:
        """Give some nodes these dates."""
        if self.engine.arrays:
            self.D[: self.nodes * DATE_WIDTH].reshape(-1, DATE_WIDTH)[nodes] = rows
            return
        for node, row in zip(nodes.tolist(), rows.tolist(), strict=True):
            self.D[node * DATE_WIDTH : (node + 1) * DATE_WIDTH] = row

    def journal(self) -> tuple[Any, Any]:
        """The nodes that were noted, and their dates before. int64, shapes (noted,) and (noted, DATE_WIDTH)"""
        import numpy as np

        end = 2 + int(self.J[0]) * KEPT_WIDTH
        kept = np.array(self.J[2:end], dtype=np.int64).reshape(-1, KEPT_WIDTH)
        return kept[:, 0], kept[:, 1:]

    def parts(self, nodes: Any) -> Any:
        """The parts of some nodes. shape (nodes,)"""
        import numpy as np

        if self.engine.arrays:
            return self.N[nodes * NODE_WIDTH + N_PART]
        return np.array([self.part(node) for node in nodes.tolist()], dtype=np.int64)

    def projects(self) -> list[int]:
        """The closes of projects."""
        closes = (close for close in self.close_of_slot if close >= 0 and self.part(close) == CLOSE)
        return [c for c in closes if self.A[self.A[c * NEAR_WIDTH + A_OTHER] * NEAR_WIDTH + A_PROJECT]]

    def listed(self, nodes: Any) -> Any:
        """A list of nodes as kernels take it."""
        import numpy as np

        if self.engine.arrays:
            return np.asarray(nodes, dtype=np.int64)
        return nodes if isinstance(nodes, list) else nodes.tolist()

    def top(self) -> int:
        """The latest early finish of all leaves."""
        return int(self.engine.sweep.latest_of_all(self.N, self.D))

    def early_finish(self, node: int) -> int:
        """When a node ends at the earliest."""
        return int(self.D[node * DATE_WIDTH + D_EF])
