"""From what the passes found to what a schedule holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.domain import DateColumns, Schedule
from workmodel.graph.network import LEAF
from workmodel.scheduling.causes import CAUSES
from workmodel.scheduling.columns import chosen
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
    fill = problem.columns
    # without summaries, and in the order of the plan, the columns of the passes are those of the schedule
    as_they_are = len(node) == len(network) and network.slot is network.node_of_slot

    def taken(column: Any) -> Any:
        if not as_they_are:
            return chosen(column, node)
        return column if column.strides[0] in (0, column.itemsize) else column.copy()

    state = taken(fill["state"])
    start, finish = taken(D.es), taken(D.ef)
    if solved.backward:
        late = (state == 0) & (taken(fill["mode"]) == AUTO) & ~taken(D.placed)
        start, finish = np.where(late, taken(D.ls), start), np.where(late, taken(D.lf), finish)
    limit = plan.minutes(plan.settings.critical_float)
    total = taken(D.total)
    summary = taken(network.part) != LEAF
    return DateColumns(
        start=start, finish=finish, early_start=taken(D.es), early_finish=taken(D.ef), late_start=taken(D.ls),
        late_finish=taken(D.lf), total_float=total, free_float=taken(D.free), duration=taken(D.span),
        critical=(total <= limit) & (state != COMPLETE) & ~summary, summary=summary,
    ), node  # fmt: skip
