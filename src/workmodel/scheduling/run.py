"""One run of the passes over one stretch of time: in which order, and what is placed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.graph.network import GATE, LEAF
from workmodel.scheduling.clock import compiled_calendars
from workmodel.scheduling.frame import horizons
from workmodel.scheduling.layout import AUTO, DATE_FIELDS, DATE_WIDTH, LINK_WIDTH, NEVER, NODE_FIELDS, PLACED
from workmodel.scheduling.rates import compiled_rates
from workmodel.scheduling.solved import Solved

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = ["Run"]


class Run:
    """The arrays of one run, in the form the kernels take: numpy where they are compiled, lists where not."""

    def __init__(self, plan: Plan, problem: Problem, engine: Kernels, lo: int, hi: int) -> None:
        import numpy as np

        self.plan, self.problem, self.engine, self.lo, self.hi = plan, problem, engine, lo, hi
        network = problem.network
        self._nodes = np.stack([problem.columns[name] for name in NODE_FIELDS], axis=1)
        links = np.stack([network.predecessor, network.link, network.lag_kind, network.lag], axis=1)
        assert links.shape[1] == LINK_WIDTH
        self.T = self._shaped(compiled_calendars(problem.numbers.calendars, lo, hi))
        self.R = self._shaped(compiled_rates(problem.curves, lo, hi))
        self.L = self._shaped(links)
        self.N = self._shaped(self._nodes)
        size = len(network) * DATE_WIDTH
        self.D: Any = np.zeros(size, dtype=np.int64) if engine.arrays else [0] * size

    def _shaped(self, array: Any) -> Any:
        flat = array.ravel()
        return flat if self.engine.arrays else flat.tolist()

    def _change(self, **columns: Any) -> None:
        """Give the nodes other columns."""
        for name, column in columns.items():
            self._nodes[:, NODE_FIELDS.index(name)] = column
        self.N = self._shaped(self._nodes)

    def _found(self) -> Solved:
        import numpy as np

        rows = np.asarray(self.D, dtype=np.int64).reshape(-1, DATE_WIDTH)
        fields = {name: rows[:, number] for number, name in enumerate(DATE_FIELDS)}
        return Solved(fields, self.plan.settings.direction == "backward")

    def _field(self, name: str) -> Any:
        import numpy as np

        return np.asarray(self.D, dtype=np.int64)[DATE_FIELDS.index(name) :: DATE_WIDTH]

    def left(self) -> tuple[bool, bool]:
        """Whether any date of a leaf left the stretch below or above."""
        leaf = self.problem.network.part == LEAF
        ends = [self._field(name)[leaf] for name in ("es", "ef", "ls", "lf")]
        return any(bool((e <= self.lo).any()) for e in ends), any(bool((e >= self.hi).any()) for e in ends)

    def _forward(self) -> None:
        self.engine.forward(self.T, self.N, self.L, self.R, self.D)

    def _backward(self) -> None:
        self.engine.backward(self.T, self.N, self.L, self.R, self.D)

    def _finished(self) -> Solved:
        self.engine.floats(self.T, self.N, self.L, self.D)
        return self._found()

    def _place(self, starts: Any, finishes: Any) -> bool:
        """Fix the items that are planned against the direction, where logic leaves them their choice."""
        fill, late = self.problem.columns, self.problem.late
        free = late[(fill["state"][late] == 0) & (fill["mode"][late] == AUTO)]
        if not len(free):
            return False
        changed = {name: fill[name].copy() for name in ("mode", "fixed_start", "fixed_finish")}
        changed["mode"][free] = PLACED
        changed["fixed_start"][free] = starts[free]
        changed["fixed_finish"][free] = finishes[free]
        self._change(**changed)
        return True

    def from_start(self) -> Solved:
        """Forward, then backward from the horizons; items as late as possible are placed at their late dates."""
        import numpy as np

        problem = self.problem
        self._forward()
        per_project = self.plan.settings.late_horizon == "project"
        self._change(
            horizon=horizons(problem.network, problem.project, self._field("ef"), per_project=per_project)
        )
        self._backward()
        if len(problem.late):
            possible = self._field("ls") >= self._field("es")
            starts = np.where(possible, self._field("ls"), self._field("es"))
            finishes = np.where(possible, self._field("lf"), self._field("ef"))
            if self._place(starts, finishes):
                self._forward()
                self._backward()
        return self._finished()

    def from_finish(self) -> Solved:
        """The same mirrored: backward from the finish; the least late start is the plan's start."""
        import numpy as np

        problem, plan = self.problem, self.plan
        assert plan.settings.finish is not None
        end = plan.axis.minute(plan.settings.finish, end=True)
        part = problem.network.part
        gates = part == GATE
        self._change(base=np.where(gates, NEVER, np.maximum(problem.columns["base"], self.lo + 1)))
        self._forward()  # how long everything takes; its dates do not matter yet
        self._change(horizon=horizons(problem.network, problem.project, self._field("ef"), fixed=end))
        self._backward()
        open_leaf = (part == LEAF) & (problem.columns["fixed_start"] == NEVER)
        if open_leaf.any():
            begin = int(self._field("ls")[open_leaf].min())
            self._change(base=np.where(gates, NEVER, begin))
            self._forward()
            if self._place(self._field("es").copy(), self._field("ef").copy()):
                self._backward()
                self._forward()
        return self._finished()
