"""A problem placed node by node: each leaf as soon as all it waits for has its dates, or later where somebody asks.

What levelling needs of the passes: the same rules, links, calendars and constraints, one item at a time, in any order in
which nothing comes before what it waits for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workmodel.graph.network import CLOSE, GATE, LEAF
from workmodel.scheduling.compiled import plain
from workmodel.scheduling.layout import (
    AUTO,
    D_EF,
    D_ES,
    D_START_BOUND,
    DATE_WIDTH,
    N_CAL,
    N_CLOSE,
    N_DELAY,
    N_DURATION,
    N_EFFORT,
    N_FLOOR,
    N_RATED,
    N_RATED_END,
    NEVER,
    NODE_WIDTH,
    STARTED,
)
from workmodel.scheduling.passes import gathered, reached
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.rates import rated_finish
from workmodel.scheduling.run import Run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.plan import Plan

    Ints = NDArray[np.int64]

__all__ = ["Stepwise"]


class Stepwise:
    """A plan being placed node by node, in a stretch of time.

    Parameters
    ----------
    plan
        Planned from its start.
    lo, hi
        The stretch. [min since 1970]
    curves
        Segments of effort curves: opening, closing, rate, effort spent before. int64 arrays, shape (segments, 4)
    rated
        By node, the numbers of its curves (first, and behind the last) and the effort in their units; such work takes as
        long as it takes to spend that.
    floors
        By node, before when it does not begin, levelling delay included. [min since 1970]
    """

    def __init__(
        self,
        plan: Plan,
        lo: int,
        hi: int,
        curves: Sequence[Ints] = (),
        rated: dict[int, tuple[int, int, int]] | None = None,
        floors: dict[int, int] | None = None,
    ) -> None:
        self.plan, self.lo, self.hi = plan, lo, hi
        self.problem = problem_of(plan)
        self._run = Run(plan, self.problem, plain(), lo, hi)
        self._N, self._D = self._run.N, self._run.D
        known = len(self.problem.curves)
        for node, (first, end, effort) in (rated or {}).items():
            n = node * NODE_WIDTH
            self._N[n + N_RATED], self._N[n + N_RATED_END], self._N[n + N_EFFORT] = (
                known + first,
                known + end,
                effort,
            )
        for node, floor in (floors or {}).items():
            n = node * NODE_WIDTH
            self._N[n + N_FLOOR] = max(self._N[n + N_FLOOR], floor)
            self._N[n + N_DELAY] = 0
        self._R = _with_curves(self._run.R, known, curves)
        self._delays = self._N[N_DELAY::NODE_WIDTH]
        self._paced: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.problem.network)

    def begin(self) -> None:
        """Forget all places."""
        self._run.engine.forward(self._run.T, self._N, self._run.L, self._R, self._D, 0, 0)

    def tried(self, node: int, not_before: int = NEVER) -> tuple[int, int]:
        """The dates of a node whose predecessors are settled; no earlier than a moment, if it may move.

        Returns
        -------
        tuple of int
            Start and finish. [min since 1970]
        """
        run, n, d = self._run, node * NODE_WIDTH, node * DATE_WIDTH
        rates = self._paced.get(node, self._R)
        if node in self.problem.waits:
            run.hold(node)
        self._N[n + N_DELAY] = self._delays[node]
        close, self._N[n + N_CLOSE] = self._N[n + N_CLOSE], -1  # its summary hears of it once it is settled
        reached(run.T, self._N, run.L, rates, self._D, node)
        if not_before > self._D[d + D_ES] and self.movable(node):
            self._N[n + N_DELAY] = not_before - self._D[d + D_START_BOUND]
            reached(run.T, self._N, run.L, rates, self._D, node)
        self._N[n + N_CLOSE] = close
        return self.dates(node)

    def done_as(self, node: int, other: int) -> None:
        """Let a node take from now on what the work of another one takes: calendar, duration, pace."""
        n, o = node * NODE_WIDTH, other * NODE_WIDTH
        self._paced.pop(node, None)
        for one in (N_CAL, N_DURATION, N_RATED, N_RATED_END, N_EFFORT):
            self._N[n + one] = self._N[o + one]

    def at_pace(self, node: int, curves: Sequence[Ints], effort: int) -> None:
        """Let a node's work take from now on as long as it takes to spend an effort on some curves."""
        n = node * NODE_WIDTH
        self._paced[node] = _with_curves([self.lo, self.hi, 3], 0, curves)
        self._N[n + N_RATED], self._N[n + N_RATED_END], self._N[n + N_EFFORT] = 0, len(curves), effort

    def settle(self, node: int) -> None:
        """Leave a node at the dates that were last tried: what waits for it counts on them.

        The gate of a summary is no part of what is in the one around it.
        """
        close = self._N[node * NODE_WIDTH + N_CLOSE]
        if close >= 0 and self.problem.network.part[node] != GATE:
            gathered(self._N, self._D, node, close)

    def movable(self, node: int) -> bool:
        """Whether logic places a node: it is a leaf whose dates are no facts and set by nobody."""
        fill, reports = self.problem.columns, self.problem.reports
        undated = fill["state"][node] == STARTED and not reports[node].dated
        return bool(
            self.problem.network.part[node] == LEAF
            and (fill["state"][node] == 0 or undated)
            and fill["mode"][node] == AUTO
            and fill["fixed_start"][node] == NEVER
        )

    def dates(self, node: int) -> tuple[int, int]:
        """Start and finish of a node as last tried. [min since 1970]"""
        return self._D[node * DATE_WIDTH + D_ES], self._D[node * DATE_WIDTH + D_EF]

    def delay(self, node: int) -> int:
        """By how much a node is held back beyond the start that its links and bounds ask. [elapsed min]"""
        return int(self._N[node * NODE_WIDTH + N_DELAY])

    def works_from(self, node: int, moment: int) -> int:
        """The first minute from a moment on in which somebody gets on with rated work; that moment for other work."""
        n = node * NODE_WIDTH
        first, end = self._N[n + N_RATED], self._N[n + N_RATED_END]
        if first < 0:
            return moment
        rates = self._paced.get(node, self._R)
        return max(rated_finish(rates, c, c + 1, moment, 1) for c in range(first, end)) - 1

    def before(self) -> tuple[list[int], list[list[int]]]:
        """Per node, for how many others it waits, and which wait for it."""
        count = len(self)
        waits, followers = [0] * count, [[] for _ in range(count)]  # type: list[int], list[list[int]]
        for node in range(count):
            for other in set(self._sources(node)):
                waits[node] += 1
                followers[other].append(node)
        return waits, followers

    def _sources(self, node: int) -> Iterator[int]:
        network = self.problem.network
        if network.gate[node] >= 0:
            yield int(network.gate[node])
        if network.part[node] == CLOSE:
            yield int(network.own_gate[node])
            yield from self._inside().get(node, ())
            return
        for link in range(int(network.first[node]), int(network.first[node + 1])):
            yield int(network.predecessor[link])

    def _inside(self) -> dict[int, list[int]]:
        """By close, the nodes that it gathers."""
        if not hasattr(self, "_children"):
            self._children: dict[int, list[int]] = {}
            for node, close in enumerate(self.problem.network.close.tolist()):
                if close >= 0:
                    self._children.setdefault(close, []).append(node)
        return self._children


def _with_curves(R: Any, known: int, curves: Sequence[Ints]) -> list[int]:
    """Compiled effort curves with more of them behind; a flat list, see `workmodel.scheduling.rates`."""
    flat = [int(one) for one in R]
    shift = len(curves)
    head, body = flat[: 3 + known], flat[3 + known :]
    found = [*head[:2], *(place + shift for place in head[2:])]
    for curve in curves:
        found.append(found[-1] + int(curve.size))
    for curve in curves:
        body += curve.ravel().tolist()
    return found + body
