"""Which plans the narrow passes date, and how: columns of 32 bits before, dates of the axis after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.domain.rows import LAG_PERCENT
from workmodel.graph.network import LEAF
from workmodel.scheduling.frame import horizons
from workmodel.scheduling.gaps import narrowed, waits_for_summaries
from workmodel.scheduling.layout import AUTO, BIG, NEVER
from workmodel.scheduling.narrow import (
    DATE_COLUMNS,
    E_EF,
    E_LF,
    FEW,
    LATEST,
    NODE_COLUMNS,
    SOONEST,
)
from workmodel.scheduling.solved import Solved
from workmodel.scheduling.steps import stepped_calendars

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.compiled import Kernels
    from workmodel.scheduling.problem import Problem

__all__ = ["Narrow", "is_narrow"]

_FAR: Final = 2**29  # moments and lags within this fit into 32 bits, and so does a moment with a lag after it
_MOMENTS: Final = ("base", "floor", "finish_floor", "start_cap", "finish_cap")
_USUAL: Final = (("state", 0), ("mode", AUTO), ("delay", 0), ("advance", 0), ("rated", -1))
_PLAIN: Final = (
    ("floor", NEVER),
    ("finish_floor", NEVER),
    ("start_cap", BIG),
    ("finish_cap", BIG),
    ("part", LEAF),
)


def is_narrow(plan: Plan, problem: Problem) -> bool:
    """Whether the narrow passes give the answer: logic, bounds and calendars alone, planned from the start."""
    network, fill = problem.network, problem.columns
    if not len(network) or plan.settings.direction == "backward" or len(problem.late) or problem.waits:
        return False
    if not all(_is(fill[name], value) for name, value in _USUAL):
        return False
    shares = network.lag_kind >= LAG_PERCENT
    if shares.any() and (network.part[network.predecessor[shares]] != LEAF).any():
        return False  # how long a summary takes is known on the way only
    return bool((abs(_lags(problem)) < _FAR).all()) and int(fill["duration"].max()) < _FAR


def _is(column: Any, value: int) -> bool:
    return bool((column == value).all())


def _lags(problem: Problem) -> Any:
    """Lags in minutes, percentages being of the predecessor's duration, rounded half away from zero."""
    import numpy as np

    network = problem.network
    shares = np.flatnonzero(network.lag_kind >= LAG_PERCENT)
    if not len(shares):
        return network.lag
    lag = network.lag.copy()
    product = problem.columns["duration"][network.predecessor[shares]] * lag[shares]
    lag[shares] = np.sign(product) * ((2 * abs(product) + 1000000) // 2000000)
    return lag


@frozen(eq=False)
class Narrow:
    """A problem in narrow columns, as they are for any stretch of time.

    Attributes
    ----------
    problem
        What is dated.
    per_project
        Whether late dates reach to the end of the project rather than of the plan.
    rich, linked
        Whether nodes have bounds or summaries, and links lags or other kinds than finish-to-start.
    links
        Code, kind and size of every link's lag in minutes. int32, one column after another
    """

    problem: Problem
    per_project: bool
    rich: bool
    linked: bool
    links: Any

    @classmethod
    def of(cls, plan: Plan, problem: Problem) -> Narrow:
        """The columns of a problem that the narrow passes can date."""
        import numpy as np

        network = problem.network
        rich = not all(_is(problem.columns[name], value) for name, value in _PLAIN)
        linked = bool(network.link.any() or network.lag.any())
        columns = (network.link, network.lag_kind % LAG_PERCENT, _lags(problem)) if linked else ()
        links = np.concatenate([np.zeros(0, dtype=np.int64), *columns]).astype(np.int32)
        return cls(problem, plan.settings.late_horizon == "project", rich, linked, links)

    def solved(self, engine: Kernels, lo: int, hi: int) -> tuple[Solved, tuple[bool, bool]] | None:
        """Dates over a stretch of time, and whether any left it below or above.

        Returns
        -------
        tuple or None
            ``None`` where calendars have windows too short for tables, or dates are too far apart.
        """
        import numpy as np

        problem, network = self.problem, self.problem.network
        K = stepped_calendars(tuple(problem.numbers.calendars), lo, hi)
        N = self._nodes(lo, hi)
        if K is None or N is None:
            return None
        n = len(network)
        names = DATE_COLUMNS if self.rich or self.linked else DATE_COLUMNS[:9]
        read: Any = [K, network.first, network.waited, self.links, N]
        D: Any = np.zeros(n * len(names), dtype=np.int32)
        if not engine.arrays:
            read, D = [array.tolist() for array in read], D.tolist()
        engine.narrow_forward(*read, D, self.linked, self.rich)
        early_finish = np.array(D[E_EF * n : E_EF * n + n], dtype=np.int64)
        ends = self._horizons(early_finish).astype(np.int32)
        D[E_LF * n : E_LF * n + n] = ends if engine.arrays else ends.tolist()
        short = bool(engine.narrow_backward(*read, D, self.linked, self.rich))
        rows = np.asarray(D, dtype=np.int32).reshape(len(names), n)
        found = self._found(dict(zip(names, rows, strict=True)), lo)
        below, above = self._left(found, lo, hi)
        return found, (below, above or short)

    def _nodes(self, lo: int, hi: int) -> Any:
        """Columns of nodes as they count from *lo*; ``None`` where one does not fit."""
        import numpy as np

        fill = self.problem.columns
        names = NODE_COLUMNS if self.rich else NODE_COLUMNS[:FEW]
        made = np.empty((len(names), len(self.problem.network)), dtype=np.int32)
        for row, name in zip(made, names, strict=True):
            column = fill[name]
            if name in _MOMENTS:
                given = (column > NEVER) & (column < BIG)
                moment = column - lo
                if (abs(moment[given]) >= _FAR).any():
                    return None
                column = np.where(given, moment, np.where(column <= NEVER, SOONEST, LATEST))
            row[:] = column
        return made.ravel() if hi - lo < _FAR else None

    def _horizons(self, early_finish: Any) -> Any:
        import numpy as np

        network = self.problem.network
        if not self.rich:
            return np.full(len(network), early_finish.max())
        found = horizons(network, self.problem.project, early_finish, per_project=self.per_project)
        return np.minimum(found, LATEST)

    def _left(self, found: Solved, lo: int, hi: int) -> tuple[bool, bool]:
        """Whether any date of a leaf left the stretch below or above."""
        leaf = self.problem.network.part == LEAF if self.rich else slice(None)
        ends = [getattr(found, name)[leaf] for name in ("es", "ef", "ls", "lf")]
        return min(int(e.min()) for e in ends) <= lo, max(int(e.max()) for e in ends) >= hi

    def _found(self, rows: dict[str, Any], lo: int) -> Solved:
        """What the passes found, as everybody else reads it."""
        import numpy as np

        n = len(self.problem.network)
        fields: dict[str, Any] = {}
        for name in ("es", "ef", "ls", "lf"):
            fields[name] = self._dates(rows[name], lo)
        for name in ("driver", "total", "free"):
            fields[name] = rows[name].astype(np.int64)
        fields["span"] = self.problem.columns["duration"]
        if self.rich:
            fields["span"] = np.where(self.problem.network.part == LEAF, fields["span"], rows["span"])
        seldom = {
            "start_bound": lambda: self._dates(rows["start_bound"], lo),
            "finish_bound": lambda: (
                self._dates(rows["finish_bound"], lo) if "finish_bound" in rows else np.full(n, NEVER)
            ),
            "seen": lambda: self._dates(rows["seen"], lo) if self.rich else fields["ls"],
            "base": lambda: self.problem.columns["base"],
            "placed": lambda: np.zeros(n, dtype=bool),
        }
        found = Solved(fields, backward=False, seldom=seldom)
        waits = waits_for_summaries(self.problem) if self.rich else []
        if waits:
            outer = {name: self._dates(rows[name], lo) for name in ("open_start", "open_finish")}
            narrowed(self.problem, fields | outer, waits)
        return found

    def _dates(self, column: Any, lo: int) -> Any:
        """Minutes since *lo* as minutes of the axis."""
        import numpy as np

        made = column.astype(np.int64)
        made += lo
        if self.rich or self.linked:
            made[column == SOONEST] = NEVER
            made[column == LATEST] = BIG
        return made
