"""Which plans the narrow passes date, and how: columns of 32 bits before, dates of the axis after."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.domain.rows import LAG_PERCENT
from workmodel.graph.network import LEAF
from workmodel.scheduling.columns import all_are
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
    if not all(all_are(fill[name], value) for name, value in _USUAL):
        return False
    shares = network.lag_kind >= LAG_PERCENT
    if shares.any() and (network.part[network.predecessor[shares]] != LEAF).any():
        return False  # how long a summary takes is known on the way only
    return bool((abs(_lags(problem)) < _FAR).all()) and int(fill["duration"].max()) < _FAR


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
        fill = problem.columns
        rich = not all(
            all_are(fill[name], value) for name, value in (*_PLAIN, ("base", int(fill["base"][0])))
        )
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
        problem = self.problem
        K = stepped_calendars(tuple(problem.numbers.calendars), lo, hi)
        if K is None or hi - lo >= _FAR:
            return None
        if not self.rich and not self.linked:
            return self._mixed(engine, K, lo, hi)
        N = self._nodes(lo)
        return None if N is None else self._narrow(engine, K, N, lo, hi)

    def _mixed(self, engine: Kernels, K: Any, lo: int, hi: int) -> tuple[Solved, tuple[bool, bool]]:
        """Nothing but calendars."""
        import numpy as np

        network, fill = self.problem.network, self.problem.columns
        n, base = len(network), int(fill["base"][0])
        cal, plain, length = (fill[name].astype(np.int32) for name in ("cal", "plain", "duration"))
        read: Any = [K, network.first, network.waited, cal, plain, length]
        room: Any = [np.empty(n, dtype=np.int64 if place < 4 else np.int32) for place in range(8)]
        if not engine.arrays:
            read, room = [array.tolist() for array in read], [[0] * n for _ in range(8)]
        K, first, waited, cal, plain, length = read
        es, ls, total, driver, ef, wef, lf, free = room
        end = engine.mixed_forward(K, first, waited, cal, length, base - lo, lo, es, ef, wef, driver)
        engine.mixed_late(K, first, waited, cal, length, end, lo, wef, ls, lf, total)
        engine.mixed_floats(K, first, waited, cal, plain, length, lo, es, ef, ls, lf, total, free)
        es, ef, ls, lf, total, free, driver = (
            np.asarray(column).astype(np.int64, copy=False)
            for column in (es, ef, ls, lf, total, free, driver)
        )
        ef += lo
        lf += lo
        fields = {"es": es, "ef": ef, "ls": ls, "lf": lf, "total": total, "free": free, "driver": driver,
                  "span": fill["duration"], "seen": ls}  # fmt: skip

        def start_bound() -> Any:
            found = np.full(n, base)
            found[driver >= 0] = ef[network.predecessor[driver[driver >= 0]]]
            return found

        seldom = {"start_bound": start_bound, "finish_bound": lambda: np.full(n, NEVER)}
        return self._told(fields, seldom), (int(ls.min()) <= lo, lo + end >= hi or int(es.max()) >= hi)

    def _told(self, fields: dict[str, Any], seldom: dict[str, Any]) -> Solved:
        import numpy as np

        work = {f"w{name}": partial(self._work, fields[name]) for name in ("es", "ef", "ls", "lf")}
        others = {
            "base": lambda: self.problem.columns["base"],
            "placed": lambda: np.zeros(len(self.problem.network), dtype=bool),
        }
        return Solved(fields, backward=False, seldom=seldom | others | work)

    def _work(self, dates: Any) -> Any:
        """Dates of leaves as work done since the beginning of the axis, each on its node's calendar."""
        import numpy as np

        cal, leaf = self.problem.columns["cal"], self.problem.network.part == LEAF
        found = np.zeros(len(dates), dtype=np.int64)
        for number in np.unique(cal[leaf]).tolist():
            some = leaf & (cal == number)
            found[some] = self.problem.numbers.calendars[number].positions(dates[some])
        return found

    def _narrow(self, engine: Kernels, K: Any, N: Any, lo: int, hi: int) -> tuple[Solved, tuple[bool, bool]]:
        """Links of every kind, bounds and summaries."""
        import numpy as np

        network = self.problem.network
        n = len(network)
        read: Any = [K, network.first, network.waited, self.links, N]
        D: Any = np.zeros(n * len(DATE_COLUMNS), dtype=np.int32)
        if not engine.arrays:
            read, D = [array.tolist() for array in read], D.tolist()
        engine.narrow_forward(*read, D, self.linked, self.rich)
        ends = self._horizons(np.array(D[E_EF * n : E_EF * n + n], dtype=np.int64)).astype(np.int32)
        D[E_LF * n : E_LF * n + n] = ends if engine.arrays else ends.tolist()
        short = bool(engine.narrow_backward(*read, D, self.linked, self.rich))
        rows = np.asarray(D, dtype=np.int32).reshape(-1, n)
        found = self._found(dict(zip(DATE_COLUMNS, rows, strict=True)), lo)
        below, above = self._left(found, lo, hi)
        return found, (below, above or short)

    def _nodes(self, lo: int) -> Any:
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
        return made.ravel()

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
            "finish_bound": lambda: self._dates(rows["finish_bound"], lo),
            "seen": lambda: self._dates(rows["seen"], lo) if self.rich else fields["ls"],
        }
        found = self._told(fields, seldom)
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
        made[column == SOONEST] = NEVER
        made[column == LATEST] = BIG
        return made
