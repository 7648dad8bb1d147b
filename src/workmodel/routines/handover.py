"""From a project to operations: what goes on when it ends."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from workmodel.domain import Dependency, Plan, Routine
from workmodel.errors import HandoverRefused, instance_of, tuple_of

__all__ = ["hand_over"]


def hand_over(plan: Plan, project: str, routines: Iterable[Routine]) -> Plan:
    """The plan in which routines begin where a project ends, each with somebody who answers for it.

    A routine that nobody owns is work that nobody does; so they are refused, all that lack an owner at once, and nothing
    is added. Their hours are in the ledger from the project's finish on.

    Parameters
    ----------
    plan
        The plan.
    project
        Id of the project, or of a task or milestone, at whose finish they begin.
    routines
        New routines, or ones of the plan by their new contents.

    Raises
    ------
    HandoverRefused
        Some have no owner, or nobody to do them, or belong to what ends, so that they would end when they begin.
    PlanFaults
        They do not fit into the plan.
    UnknownId
        No such project.

    Examples
    --------
    >>> from workmodel.domain import Project, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim"),
    ...     Project("crm"),
    ...     Task("migrate", parent="crm", duration="22d", assignments=["kim"]),
    ... )
    >>> hygiene = Routine("hygiene", reservation="2h per week", owner="kim", assignments=["kim"])
    >>> [str(one) for one in hand_over(plan, "crm", [hygiene])["hygiene"].after]
    ['crm']
    """
    instance_of(Plan, "a plan", plan, "a Plan")
    name = plan.items[project].id
    work = tuple_of("what is handed over", routines, "a list of Routine")
    for one in work:
        instance_of(Routine, "what is handed over", one, "a Routine")
    lacking = tuple(one.id for one in work if one.owner is None)
    idle = tuple(one.id for one in work if one.owner is not None and not _has_people(one))
    ending = tuple(one.id for one in work if _ends_with(plan, one, name))
    if lacking or idle or ending:
        raise HandoverRefused(name, lacking, idle, ending)
    bound = [
        one
        if any(d.predecessor == name for d in one.after)
        else evolve(one, after=(*one.after, Dependency(name)))
        for one in work
    ]
    known = [one for one in bound if one.id in plan]
    added = plan.add(*(one for one in bound if one.id not in plan))
    return added.replace(*known) if known else added


def _ends_with(plan: Plan, routine: Routine, name: str) -> bool:
    """Whether a routine would begin when what it belongs to has ended."""
    links = [d for d in routine.after if d.predecessor == name]
    if links and not any(d.link.startswith("F") and not d.lag for d in links):
        return False
    here = routine.parent
    while here is not None and here != name:
        above = plan.get(here)
        here = None if above is None else getattr(above, "parent", None)
    return here is not None


def _has_people(routine: Routine) -> bool:
    """Whether somebody does it, or it says whom it needs."""
    return bool(routine.assignments or routine.requires or routine.steps)
