"""The columns of a schedule that was reached from another one, made when somebody asks for them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from attrs import define, field

from workmodel.graph.network import CLOSE
from workmodel.scheduling.layout import BIG, DATE_FIELDS, DATE_WIDTH, N_SLOT, NODE_WIDTH
from workmodel.scheduling.problem import Problem, problem_of
from workmodel.scheduling.result import finished
from workmodel.scheduling.solved import Solved
from workmodel.scheduling.versions import Version, dates_of

if TYPE_CHECKING:
    from workmodel.domain import Schedule
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.workspace import Workspace

__all__ = ["Family", "Known", "known_of", "regained"]


@define(eq=False)
class Family:
    """Schedules that share a workspace, and where that stands.

    Attributes
    ----------
    space
        The workspace.
    plan, version
        Where it stands.
    limit
        The total float up to which items are critical. [working min]
    lock
        Held by who moves it.
    moving
        Whether it is on its way from one version to another.
    broken
        Whether it was left half moved, so that nobody may use it; versions stay good.
    """

    space: Workspace
    plan: Plan
    version: Version
    limit: int
    lock: Any = field(factory=Lock)
    moving: bool = False
    broken: bool = False


@define(eq=False)
class Known:
    """What a schedule remembers of how it was made: its family and its version in it."""

    family: Family
    version: Version


def known_of(schedule: Schedule) -> Known | None:
    """The family and version of a schedule, if it has one."""
    return schedule._memo.get("known")


def regained(schedule: Schedule) -> dict[str, Any]:
    """Ids, dates, percent complete, findings and what the passes found, of a schedule that has a version."""
    known = known_of(schedule)
    assert known is not None
    problem = problem_of(schedule.plan)
    return finished(schedule.plan, problem, _solved(problem, known))


def _solved(problem: Problem, known: Known) -> Solved:
    """What full passes would have found, node by node of the plan's own network."""
    import numpy as np

    network, space = problem.network, known.family.space
    mine = [np.array(slots, dtype=np.int64) for slots in (space.node_of_slot, space.close_of_slot)]
    nodes = np.where(network.part == CLOSE, mine[1][network.slot], mine[0][network.slot])
    whole = dates_of(known.version)
    if len(nodes) and int(nodes.max()) >= len(whole):  # nodes that stand where all numbers are zero
        more = np.zeros((int(nodes.max()) + 1 - len(whole), DATE_WIDTH), dtype=np.int64)
        whole = np.concatenate([whole, more])
    rows = whole[nodes]
    fields = {name: rows[:, place] for place, name in enumerate(DATE_FIELDS)}
    closes = network.part == CLOSE
    leaning = (fields["driver"] >= 0) & ~closes
    fields["driver"][leaning] += network.first[:-1][leaning]
    drivers = fields["driver"][closes]
    if len(drivers):
        slots = np.array([int(space.N[node * NODE_WIDTH + N_SLOT]) for node in drivers.tolist()])
        inner = network.close_of_slot[slots]
        fields["driver"][closes] = np.where(inner >= 0, inner, network.node_of_slot[slots])
    for name, value in (("wls", 0), ("wlf", 0), ("total", 0), ("free", BIG), ("start_bound", 0)):
        fields[name][closes] = value  # where sums of what is below stood
    fields["base"] = problem.columns["base"]
    fields["placed"] = np.zeros(len(network), dtype=bool)
    return Solved(fields, backward=False)
