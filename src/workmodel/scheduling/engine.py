"""`schedule(plan)`: when everything happens, by logic and calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.domain import DateColumns, Schedule
from workmodel.errors import PlanTooLong
from workmodel.graph.network import LEAF
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.compiled import Kernels, kernels
from workmodel.scheduling.findings import findings_of
from workmodel.scheduling.frame import horizons
from workmodel.scheduling.passes import AUTO, BIG, COMPLETE, NEVER, PLACED, Dates, Links, Nodes
from workmodel.scheduling.problem import NODE_FIELDS, Problem, problem_of
from workmodel.scheduling.rates import rates
from workmodel.scheduling.rollup import rolled_up
from workmodel.scheduling.tables import tables

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["Solved", "schedule", "solve"]

_YEAR: Final = 366 * 1440
_LONGEST: Final = 110 * _YEAR  # a plan may run a hundred years


def schedule(plan: Plan) -> Schedule:
    """When everything in a plan happens, by logic and calendars: early, late and scheduled dates, floats, drivers.

    Capacity is not looked at: people may be overloaded. The rules are Microsoft Project's where it has one; each choice
    is a setting of the plan.

    Parameters
    ----------
    plan
        Tasks, milestones and projects with a start (or, planned backward, a finish).

    Returns
    -------
    Schedule
        One entry for each task, milestone and project, in the plan's order, with findings.

    Raises
    ------
    DependencyCycle
        Items wait for each other; the error names the ring.
    NoPlanDate
        The plan has no start (or no finish, planned backward).
    NoWorkingTime
        Something has no working time in common, such as a task's calendar and its people's.
    PlanTooLong
        Dates more than a hundred years apart.

    Notes
    -----
    Forward and backward pass of the critical-path method [1]_, with calendars, four links, lags and constraints;
    O(items + links). Compiled with numba where it is installed and the plan is large; the result is the same.

    References
    ----------
    .. [1] J. E. Kelley Jr. and M. R. Walker, "Critical-path planning and scheduling," Proc. Eastern Joint Computer
       Conf., 1959, pp. 160-173.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="3d"),
    ...     Task("build", duration="2d", after=["design"]),
    ...     Milestone("live", after=["build"]),
    ... )
    >>> found = schedule(plan)
    >>> f"{found['live'].start:%a %d %b %H:%M}", found.critical_path
    ('Fri 06 Mar 17:00', ('design', 'build', 'live'))
    """
    problem = problem_of(plan)
    solved = solve(plan, problem, kernels(len(problem.network)))
    columns, row_of_node = _columns(plan, problem, solved)
    ids = _ids(plan)
    complete = rolled_up(plan, problem, columns, row_of_node)
    made = Schedule(
        plan=plan, ids=ids, dates=columns, complete=complete, findings=(), source="computed", causes=CAUSES, extra=solved
    )  # fmt: skip
    return made.with_findings(findings_of(made, problem, solved))


@frozen(eq=False)
class Solved:
    """What the passes found, as numpy arrays over nodes, and the stretch of time they were compiled for."""

    dates: Dates
    backward: bool


def solve(plan: Plan, problem: Problem, engine: Kernels) -> Solved:
    """Run the passes over as long a stretch of time as they need.

    Raises
    ------
    PlanTooLong
        Dates more than a hundred years apart.
    """
    lo, hi = _stretch(plan, problem)
    while True:
        found, below, above = _attempt(plan, problem, engine, lo, hi)
        if not below and not above:
            return found
        if hi - lo > _LONGEST:
            _refuse(plan, problem, found, lo, hi)
        width = hi - lo
        lo, hi = (lo - 2 * width if below else lo), (hi + 2 * width if above else hi)


def _refuse(plan: Plan, problem: Problem, found: Solved, lo: int, hi: int) -> None:
    """Say why dates lie beyond the longest stretch.

    Raises
    ------
    NoWorkingTime
        A calendar that is needed is never open.
    PlanTooLong
        Something takes longer than a hundred years.
    """
    network, dates = problem.network, found.dates
    leaf = network.part == LEAF
    astray = leaf & ((dates.es <= lo) | (dates.ls <= lo) | (dates.ef >= hi) | (dates.lf >= hi))
    node = int(astray.nonzero()[0][0])
    calendar = problem.numbers.calendars[int(problem.columns["cal"][node])]
    calendar.next_open((lo + hi) // 2)  # raises NoWorkingTime where that is the reason
    item = plan._at(int(network.slot[node]))
    assert item is not None
    raise PlanTooLong(item.id)


def _stretch(plan: Plan, problem: Problem) -> tuple[int, int]:
    """A first guess: around every date that is given, and as long as one chain of a few hundred items may take."""
    import numpy as np

    fill = problem.columns
    given = [
        fill[name][(fill[name] > NEVER) & (fill[name] < BIG)]
        for name in (
            "base",
            "floor",
            "finish_floor",
            "fixed_start",
            "fixed_finish",
            "resume",
            "start_cap",
            "finish_cap",
        )
    ]
    dates = np.concatenate(given)
    if plan.settings.direction == "backward" and plan.settings.finish is not None:
        dates = np.append(dates, plan.axis.minute(plan.settings.finish, end=True))
    low, high = (int(dates.min()), int(dates.max())) if len(dates) else (0, 0)
    work = int(np.minimum(fill["duration"], _LONGEST).sum())
    ahead = min(max(_YEAR // 4, 6 * work), 3 * _YEAR)
    return low - _YEAR // 4 - min(ahead, _YEAR), high + ahead


def _attempt(plan: Plan, problem: Problem, engine: Kernels, lo: int, hi: int) -> tuple[Solved, bool, bool]:
    """The passes over one stretch, and whether any date left it below or above."""
    import numpy as np

    network = problem.network
    shape = (lambda a: a) if engine.arrays else (lambda a: a.tolist())
    T = tables(problem.numbers.calendars, lo, hi, arrays=engine.arrays)
    R = rates(problem.curves, lo, hi, arrays=engine.arrays)
    L = Links(*map(shape, (network.first, network.predecessor, network.link, network.lag_kind, network.lag)))
    count = len(network)
    D = Dates(*(np.zeros(count, dtype=np.int64) if engine.arrays else [0] * count for _ in Dates._fields))
    backwards = plan.settings.direction == "backward"
    run = _Run(problem, engine, T, R, L, D, shape)
    if backwards:
        assert plan.settings.finish is not None
        _from_finish(plan, run)
    else:
        _from_start(plan, run)
    engine.floats(T, run.nodes, L, D)
    found = Dates(*(np.asarray(column, dtype=np.int64) for column in D))
    leaf = network.part == LEAF
    ends = [found.es[leaf], found.ef[leaf], found.ls[leaf], found.lf[leaf]]
    below = any(bool((end <= lo).any()) for end in ends)
    above = any(bool((end >= hi).any()) for end in ends)
    return Solved(found, backwards), below, above


class _Run:
    """One attempt's arrays, in the form the kernels take."""

    def __init__(
        self, problem: Problem, engine: Kernels, T: Any, R: Any, L: Links, D: Dates, shape: Any
    ) -> None:
        self.problem, self.engine, self.T, self.R, self.L, self.D, self.shape = (
            problem,
            engine,
            T,
            R,
            L,
            D,
            shape,
        )
        self.nodes = Nodes(*(shape(problem.columns[name]) for name in NODE_FIELDS))

    def change(self, **columns: Any) -> None:
        """Give the nodes other columns."""
        self.nodes = self.nodes._replace(**{name: self.shape(column) for name, column in columns.items()})

    def forward(self) -> None:
        self.engine.forward(self.T, self.nodes, self.L, self.R, self.D)

    def backward(self, horizon: Any) -> None:
        self.engine.backward(self.T, self.nodes, self.L, self.R, self.shape(horizon), self.D)

    def place(self, starts: Any, finishes: Any) -> bool:
        """Fix the items that are planned against the direction, where logic leaves them their choice."""
        import numpy as np

        fill = self.problem.columns
        late = self.problem.late
        free = late[(fill["state"][late] == 0) & (fill["mode"][late] == AUTO)]
        if not len(free):
            return False
        mode, start, finish = fill["mode"].copy(), fill["fixed_start"].copy(), fill["fixed_finish"].copy()
        mode[free] = PLACED
        start[free] = np.asarray(starts)[free]
        finish[free] = np.asarray(finishes)[free]
        self.change(mode=mode, fixed_start=start, fixed_finish=finish)
        return True


def _from_start(plan: Plan, run: _Run) -> None:
    """Forward, then backward from the horizons; items as late as possible are placed at their late dates."""
    import numpy as np

    problem = run.problem
    run.forward()
    per_project = plan.settings.late_horizon == "project"
    horizon = horizons(problem.network, problem.project, run.D, per_project=per_project, fixed=None)
    run.backward(horizon)
    if len(problem.late):
        es, ls = np.asarray(run.D.es), np.asarray(run.D.ls)
        possible = ls >= es
        starts = np.where(possible, ls, es)
        finishes = np.where(possible, np.asarray(run.D.lf), np.asarray(run.D.ef))
        if run.place(starts, finishes):
            run.forward()
            run.backward(horizon)


def _from_finish(plan: Plan, run: _Run) -> None:
    """The same mirrored: backward from the finish; the least late start is the plan's start."""
    import numpy as np

    problem = run.problem
    assert plan.settings.finish is not None
    end = plan.axis.minute(plan.settings.finish, end=True)
    leaf = problem.network.part == LEAF
    base = np.where(problem.columns["base"] == NEVER, NEVER, problem.columns["base"])
    base = np.where(problem.network.part == 1, NEVER, np.maximum(base, run.T.lo + 1))
    run.change(base=base)
    run.forward()  # how long everything takes; its dates do not matter yet
    horizon = horizons(problem.network, problem.project, run.D, per_project=False, fixed=end)
    run.backward(horizon)
    if leaf.any():
        planned = leaf & ((problem.columns["state"] == 0) | (problem.columns["fixed_start"] == NEVER))
        late = np.asarray(run.D.ls)[planned]
        begin = int(late.min()) if len(late) else end
        run.change(base=np.where(problem.network.part == 1, NEVER, begin))
        run.forward()
        if run.place(run.D.es, run.D.ef):
            run.backward(horizon)
            run.forward()


def _ids(plan: Plan) -> tuple[str, ...]:
    scheduled = plan._memo.get("scheduled_ids")
    if scheduled is None:
        kinds = plan.columns.kind <= 2
        names = [e.id if e is not None else "" for chunk in plan._spine for e in chunk.items]
        scheduled = plan._memo["scheduled_ids"] = tuple([names[s] for s in kinds.nonzero()[0].tolist()])
    return scheduled  # type: ignore[no-any-return]


def _columns(plan: Plan, problem: Problem, solved: Solved) -> tuple[DateColumns, Any]:
    """Dates per item in the plan's order; those of summaries are filled in by the roll-up."""
    import numpy as np

    network, D = problem.network, solved.dates
    slots = (plan.columns.kind <= 2).nonzero()[0]
    node = network.node_of_slot[slots]
    state = problem.columns["state"][node]
    late = solved.backward & (state == 0) & (problem.columns["mode"][node] == AUTO)
    asap = np.zeros(len(network), dtype=bool)
    asap[problem.late] = True
    late &= ~asap[node]
    start, finish = np.where(late, D.ls[node], D.es[node]), np.where(late, D.lf[node], D.ef[node])
    limit = plan.minutes(plan.settings.critical_float)
    total = D.total[node]
    summary = network.part[node] != LEAF
    return DateColumns(
        start=start, finish=finish, early_start=D.es[node], early_finish=D.ef[node], late_start=D.ls[node],
        late_finish=D.lf[node], total_float=total, free_float=D.free[node], duration=D.span[node],
        critical=(total <= limit) & (state != COMPLETE) & ~summary, summary=summary,
    ), node  # fmt: skip
