"""From what the passes found to what a schedule holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.domain import DateColumns, Schedule
from workmodel.graph.network import LEAF
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.findings import findings_of
from workmodel.scheduling.layout import AUTO, COMPLETE
from workmodel.scheduling.rollup import rolled_up

if TYPE_CHECKING:
    from workmodel.domain import Plan
    from workmodel.scheduling.problem import Problem
    from workmodel.scheduling.solved import Solved

__all__ = ["finished"]


def finished(plan: Plan, problem: Problem, solved: Solved) -> dict[str, Any]:
    """Ids, dates, percent complete and findings, and what the passes found, by the names a schedule has for them."""
    columns, node = _columns(plan, problem, solved)
    complete = rolled_up(plan, problem, columns, node)
    made: dict[str, Any] = {
        "ids": plan.columns.ids,
        "dates": columns,
        "complete": complete,
        "findings": (),
        "extra": solved,
    }
    bare = Schedule(plan=plan, source="computed", causes=CAUSES, **made)
    return {**made, "findings": findings_of(bare, problem, solved)}


def _columns(plan: Plan, problem: Problem, solved: Solved) -> tuple[DateColumns, Any]:
    """Dates per item in the plan's order; those of summaries are filled in by the roll-up."""
    import numpy as np

    network, D = problem.network, solved
    slots = (plan.columns.kind <= 2).nonzero()[0]
    node = network.node_of_slot[slots]
    state = problem.columns["state"][node]
    start, finish = D.es[node], D.ef[node]
    if solved.backward:
        late = (state == 0) & (problem.columns["mode"][node] == AUTO) & ~D.placed[node]
        start, finish = np.where(late, D.ls[node], start), np.where(late, D.lf[node], finish)
    limit = plan.minutes(plan.settings.critical_float)
    total = D.total[node]
    summary = network.part[node] != LEAF
    return DateColumns(
        start=start, finish=finish, early_start=D.es[node], early_finish=D.ef[node], late_start=D.ls[node],
        late_finish=D.lf[node], total_float=total, free_float=D.free[node], duration=D.span[node],
        critical=(total <= limit) & (state != COMPLETE) & ~summary, summary=summary,
    ), node  # fmt: skip
