"""`schedule(plan)`: when everything happens, by logic and calendars."""

from __future__ import annotations

from typing import Any

from workmodel.domain import DateColumns, Plan, Schedule
from workmodel.errors import WrongType
from workmodel.graph.network import LEAF
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.compiled import kernels
from workmodel.scheduling.findings import findings_of
from workmodel.scheduling.layout import AUTO, COMPLETE
from workmodel.scheduling.problem import Problem, problem_of
from workmodel.scheduling.rollup import rolled_up
from workmodel.scheduling.solved import Solved
from workmodel.scheduling.solving import solve

__all__ = ["schedule"]


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
    NoOccurrences
        Something waits for a routine whose occurrences cannot be told, or only once the plan is scheduled.
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
    if not isinstance(plan, Plan):
        raise WrongType("a plan", plan, "a Plan, such as Plan(start=...).add(*items)")
    problem = problem_of(plan)
    solved = solve(plan, problem, kernels(len(problem.network)))
    columns, row_of_node = _columns(plan, problem, solved)
    ids = plan.columns.ids
    complete = rolled_up(plan, problem, columns, row_of_node)
    made = Schedule(
        plan=plan, ids=ids, dates=columns, complete=complete, findings=(), source="computed", causes=CAUSES, extra=solved
    )  # fmt: skip
    return made.with_findings(findings_of(made, problem, solved))


def _columns(plan: Plan, problem: Problem, solved: Solved) -> tuple[DateColumns, Any]:
    """Dates per item in the plan's order; those of summaries are filled in by the roll-up."""
    import numpy as np

    network, D = problem.network, solved
    slots = (plan.columns.kind <= 2).nonzero()[0]
    node = network.node_of_slot[slots]
    summary = network.part[node] != LEAF
    # where every item is a node in its place, and no summary's dates are filled in, nothing has to be picked out
    alike = len(node) == len(network) and not summary.any() and bool((node[1:] > node[:-1]).all())
    pick: Any = slice(None) if alike else node
    state = problem.columns["state"][pick]
    start, finish = D.es[pick], D.ef[pick]
    if solved.backward:
        late = (state == 0) & (problem.columns["mode"][pick] == AUTO) & ~D.placed[pick]
        start, finish = np.where(late, D.ls[pick], start), np.where(late, D.lf[pick], finish)
    limit = plan.minutes(plan.settings.critical_float)
    total = D.total[pick]
    return DateColumns(
        start=start, finish=finish, early_start=D.es[pick], early_finish=D.ef[pick], late_start=D.ls[pick],
        late_finish=D.lf[pick], total_float=total, free_float=D.free[pick], duration=D.span[pick],
        critical=(total <= limit) & (state != COMPLETE) & ~summary, summary=summary,
    ), node  # fmt: skip
