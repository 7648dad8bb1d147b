"""One run of the passes over one stretch of time: in which order, and what is placed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.calendars import ending
from workmodel.graph.network import GATE, LEAF
from workmodel.scheduling.awaiting import asked, own_start
from workmodel.scheduling.clock import compiled_calendars
from workmodel.scheduling.frame import horizons
from workmodel.scheduling.gaps import narrowed, waits_for_summaries
from workmodel.scheduling.layout import (
    AUTO,
    BIG,
    COMPLETE,
    DATE_FIELDS,
    DATE_WIDTH,
    LINK_WIDTH,
    NEVER,
    NODE_FIELDS,
    NODE_WIDTH,
    PLACED,
)
from workmodel.scheduling.rates import compiled_rates
from workmodel.scheduling.solved import Awaits, Solved

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = ["Run"]

# One round is enough but where how long work takes depends on when, or work under way has no date.
_ROUNDS: Final = 12


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
        self.settled = True
        self.awaited: dict[int, tuple[Awaits, ...]] = {}
        self.short = (
            False  # whether a lead or a routine reached beyond the stretch, so that floats are not known
        )
        self.D: Any = np.zeros(size, dtype=np.int64) if engine.arrays else [0] * size

    def _shaped(self, array: Any) -> Any:
        flat = array.ravel()
        return flat if self.engine.arrays else flat.tolist()

    def _change(self, **columns: Any) -> None:
        """Give the nodes other columns."""
        for name, column in columns.items():
            self._nodes[:, NODE_FIELDS.index(name)] = column
        self.N = self._shaped(self._nodes)

    def _column(self, name: str) -> Any:
        """A copy of a column as the kernels have it now."""
        return self._nodes[:, NODE_FIELDS.index(name)].copy()

    def _found(self) -> Solved:
        import numpy as np

        rows = np.asarray(self.D, dtype=np.int64).reshape(-1, DATE_WIDTH)
        fields = {name: rows[:, number] for number, name in enumerate(DATE_FIELDS)}
        fields["base"] = self._nodes[:, NODE_FIELDS.index("base")]
        fields["placed"] = self._nodes[:, NODE_FIELDS.index("mode")] == PLACED
        return Solved(
            fields, self.plan.settings.direction == "backward", settled=self.settled, awaited=self.awaited
        )

    def _field(self, name: str) -> Any:
        import numpy as np

        return np.asarray(self.D[DATE_FIELDS.index(name) :: DATE_WIDTH], dtype=np.int64)

    def left(self) -> tuple[bool, bool]:
        """Whether any date of a leaf left the stretch below or above."""
        leaf = self.problem.network.part == LEAF
        ends = [self._field(name)[leaf] for name in ("es", "ef", "ls", "lf")]
        return any(bool((e <= self.lo).any()) for e in ends), any(bool((e >= self.hi).any()) for e in ends)

    def _forward(self, begin: int = 0, end: int | None = None) -> None:
        end = len(self.problem.network) if end is None else end
        self.engine.forward(self.T, self.N, self.L, self.R, self.D, begin, end)

    def _forward_awaiting(self) -> None:
        """Forward from one node that waits for routines to the next: each stops where all before it have their dates."""
        begin = 0
        for node in self.problem.waits:
            self._forward(begin, node)
            self.hold(node)
            begin = node
        self._forward(begin)

    def hold(self, node: int) -> None:
        """Put floors under a node that waits for routines, where its own start lies within the stretch."""
        problem, network = self.problem, self.problem.network
        slot = int(network.slot[node])
        summary = network.part[node] == GATE
        base = int(problem.columns["base"][network.close_of_slot[slot] if summary else node])
        own = own_start(self.T, self.N, self.L, self.D, node, base)
        if not self.lo < own < self.hi:
            return  # a longer stretch will tell
        calendar = problem.numbers.calendars[int(problem.columns["plain"][node])]
        found = asked(self.plan, self.plan._at(slot), calendar, problem.waits[node], own)
        self.awaited[node] = found
        for one in found:
            field = NODE_FIELDS.index("floor" if one.at_start else "finish_floor")
            floor = max(int(self._nodes[node, field]), one.at)
            self._nodes[node, field] = self.N[node * NODE_WIDTH + field] = floor
            self.short = self.short or floor >= self.hi

    def _backward(self) -> None:
        self.engine.backward(self.T, self.N, self.L, self.R, self.D)

    def _finished(self) -> Solved:
        self.short = bool(self.engine.floats(self.T, self.N, self.L, self.D)) or self.short
        found = self._found()
        waits = waits_for_summaries(self.problem)
        if waits:
            narrowed(self.problem, found.fields, waits)
        return found

    def _place(self, starts: Any, finishes: Any) -> bool:
        """Fix the items that are planned against the direction, where early and late dates leave them a choice."""
        fill, late = self.problem.columns, self.problem.late
        free = late[(fill["state"][late] == 0) & (fill["mode"][late] == AUTO)]
        es, ef, ls, lf = (self._field(name)[free] for name in ("es", "ef", "ls", "lf"))
        free = free[(es <= ls) & (ef <= lf)]
        if not len(free):
            return False
        changed = {name: self._column(name) for name in ("mode", "fixed_start", "fixed_finish")}
        changed["mode"][free] = PLACED
        changed["fixed_start"][free] = starts[free]
        changed["fixed_finish"][free] = finishes[free]
        if self.plan.settings.direction != "backward":
            self._keep_reported(changed)
        self._change(**changed)
        return True

    def _keep_reported(self, changed: dict[str, Any]) -> None:
        """What is reported without dates stays where logic had it: nothing is placed late at its cost."""
        fill = self.problem.columns
        undated = self._undated() & (fill["mode"] == AUTO)
        done = undated & ((fill["state"] == COMPLETE) | (fill["duration"] == 0))
        changed["fixed_start"][undated] = self._field("es")[undated]
        changed["fixed_finish"][done] = self._field("ef")[done]

    def from_start(self) -> Solved:
        """Forward, then backward from the horizons; items as late as possible are placed at their late dates.

        Which occurrences of routines are waited for is found before anything is placed late.
        """
        problem = self.problem
        self._forward_awaiting()
        per_project = self.plan.settings.late_horizon == "project"
        self._change(
            horizon=horizons(problem.network, problem.project, self._field("ef"), per_project=per_project)
        )
        self._backward()
        if len(problem.late) and self._place(self._field("ls").copy(), self._field("lf").copy()):
            self._forward()
            self._backward()
        return self._finished()

    def from_finish(self) -> Solved:
        """The same mirrored: backward from the finish; the least late start is the plan's start."""
        import numpy as np

        problem, plan = self.problem, self.plan
        assert plan.settings.finish is not None
        end = plan.axis.minute(plan.settings.finish, end=True)
        undated, state = self._undated(), problem.columns["state"]
        self._change(
            base=self._based(end),  # how long everything takes; its dates do not matter yet
            state=np.where(undated, 0, state),
            horizon=self._ends(),
        )
        self._forward()
        self._backward()
        # what is complete, nobody said when, counts as done where it was planned: it goes on bounding like open work
        done = undated & (state == COMPLETE) & (problem.columns["mode"] == AUTO)
        self._change(state=np.where(done, 0, state))
        begin = self._begin(end)
        for _ in range(_ROUNDS):
            self._change(base=self._based(begin), **self._fixed_late(done))
            self._forward()
            self._backward()
            before, begin = begin, self._begin(end)
            if begin == before:
                break
        else:
            self.settled = False
        if len(problem.late) and self._place(self._field("es").copy(), self._field("ef").copy()):
            self._backward()
        self._change(state=state)
        return self._finished()

    def _fixed_late(self, done: Any) -> dict[str, Any]:
        """Columns that hold some leaves at their late dates."""
        import numpy as np

        fill = self.problem.columns
        return {
            "fixed_start": np.where(done, self._field("ls"), fill["fixed_start"]),
            "fixed_finish": np.where(done, self._field("lf"), fill["fixed_finish"]),
        }

    def _ends(self) -> Any:
        """Horizons of a plan from its finish: a day without a time is the end of work on each item's calendar."""
        import numpy as np

        problem, finish = self.problem, self.plan.settings.finish
        assert finish is not None
        leaf = problem.network.part == LEAF
        ends = np.full(len(leaf), BIG, dtype=np.int64)
        for number in np.unique(problem.columns["cal"][leaf]).tolist():
            some = leaf & (problem.columns["cal"] == number)
            ends[some] = ending(self.plan.axis, finish, problem.numbers.calendars[number])
        return ends

    def _based(self, begin: int) -> Any:
        """Before what nothing starts, in a plan from its finish: its project's start, if it has one, else *begin*."""
        import numpy as np

        given = self.problem.columns["base"]
        return np.where(self.problem.network.part == GATE, NEVER, np.where(given > NEVER, given, begin))

    def _undated(self) -> Any:
        """Which leaves are reported on without any date, so that logic dates them. bool, shape (nodes,)"""
        undated = self.problem.network.part < 0
        for node, report in self.problem.reports.items():
            undated[node] = not report.dated
        return undated

    def _begin(self, end: int) -> int:
        """The start of a plan from its finish: the least late start of all that has no actual dates."""
        problem = self.problem
        planned = (problem.network.part == LEAF) & ((problem.columns["state"] == 0) | self._undated())
        return int(self._field("ls")[planned].min()) if planned.any() else end
