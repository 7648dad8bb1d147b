"""`schedule(plan)`: when everything happens, by logic and calendars."""

from __future__ import annotations

from concurrent.futures import Executor

from workmodel.domain import Plan, Schedule
from workmodel.domain.telling import OnProgress
from workmodel.errors import WrongType, instance_of
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.compiled import kernels
from workmodel.scheduling.incremental import continued, rescheduled
from workmodel.scheduling.parts import spread_over
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.progress import Steps
from workmodel.scheduling.result import finished
from workmodel.scheduling.solving import solve
from workmodel.scheduling.workers import open_executor

__all__ = ["schedule"]


def schedule(
    plan: Plan,
    *,
    previous: Schedule | None = None,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Schedule:
    """When everything in a plan happens, by logic and calendars: early, late and scheduled dates, floats, drivers.

    Capacity is not looked at: people may be overloaded. The rules are Microsoft Project's where it has one; each choice
    is a setting of the plan.

    Parameters
    ----------
    plan
        Tasks, milestones and projects with a start (or, planned backward, a finish).
    previous
        A schedule of an earlier or otherwise edited version of the plan: only what the edit reaches is computed again. The
        result is equal in every field, with or without.
    executor
        Where parts of a large plan that no link and no summary joins are dated side by side, in a few portions, such as a
        ``ThreadPoolExecutor`` where numba is installed, or a ``ProcessPoolExecutor``; the answer is the same in every field.
    on_progress
        Called between passes and stretches of time with how many there have been and how many there will be as far as is
        known; at the end both are equal. ``False`` from it before the end stops with `Stopped`, an error raised in it with
        that error; either leaves nothing half done. What an edit reaches from *previous* is one step.

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
    OutOfRange
        The executor takes no work.
    Stopped
        `on_progress` returned ``False``.

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
    executor, steps = open_executor(executor), Steps(on_progress)
    if previous is not None:
        instance_of(Schedule, "a schedule to start from", previous, "a Schedule, such as schedule(plan)")
        found = rescheduled(plan, previous)
        if found is not None:
            steps.end()
            return found
    problem = problem_of(plan)
    steps.step()
    engine = kernels(len(problem.network))
    spread = spread_over(engine, problem, executor)
    solved = solve(plan, problem, steps.between(spread), whole=spread is not engine)
    made = Schedule(plan=plan, source="computed", causes=CAUSES, **finished(plan, problem, solved))
    steps.end()
    return made if previous is None else continued(made, previous)
