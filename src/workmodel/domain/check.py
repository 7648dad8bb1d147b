"""What a planner should weigh about a plan itself, before any engine looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workmodel.domain.check_routines import check_completion, check_routine
from workmodel.domain.completion import Completion
from workmodel.domain.items import Milestone, Project, Task, WorkItem
from workmodel.domain.people import about_requirements, about_resource, about_staff
from workmodel.domain.quantity import about_quantities
from workmodel.domain.resource import Resource
from workmodel.domain.rings import rings
from workmodel.domain.routine import Routine
from workmodel.domain.starts import Starts, about_occurrence, about_overrides
from workmodel.errors import around
from workmodel.findings import Finding

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["check"]


def check(plan: ReadablePlan) -> tuple[Finding, ...]:
    """Findings about a plan, in its order: see `Plan.check`."""
    reported: set[tuple[object, ...]] = set()
    starts: dict[str, Starts | None] = {}
    found = [*_frame(plan), *_rings(plan)]
    for entity in plan:
        found += (
            [*check_completion(plan, entity, reported), *about_occurrence(plan, entity, starts)]
            if isinstance(entity, Completion)
            else _entity(plan, entity)
        )
    return tuple(found)


def _frame(plan: ReadablePlan) -> Iterator[Finding]:
    needed = "finish" if plan.settings.direction == "backward" else "start"
    if getattr(plan.settings, needed) is None:
        yield Finding(
            f"plan.no_{needed}", "", f"the plan has no {needed}, so nothing can be scheduled; plan.evolve({needed}=...)",
            severity="error",
        )  # fmt: skip


def _rings(plan: ReadablePlan) -> Iterator[Finding]:
    for ring in rings(plan):
        yield Finding(
            "dependency.cycle", ring[0], f"these items wait for each other: {around(ring)}; none of them can ever start",
            {"path": ring}, "error",
        )  # fmt: skip


def _entity(plan: ReadablePlan, entity: object) -> Iterator[Finding]:
    if isinstance(entity, WorkItem):
        yield from _links(entity)
    if isinstance(entity, Task):
        yield from _nobody_works(plan, entity)
        yield from about_staff(plan, entity)
        if plan.children(entity.id):
            if entity.duration is not None or entity.effort is not None:
                yield Finding(
                    "summary.own_amount", entity.id,
                    f"{entity.id} has items below it, which say how long it takes; "
                    "its own duration or effort is kept unused",
                )  # fmt: skip
        elif entity.duration is None and entity.effort is None and not _dated_by_hand(entity):
            yield Finding(
                "duration.missing", entity.id,
                f"{entity.id} has neither duration nor effort; one day is assumed", severity="info",
            )  # fmt: skip
    if isinstance(entity, Project) and not plan.children(entity.id):
        yield Finding(
            "project.empty", entity.id, f"project {entity.id} has nothing in it; it counts like a milestone", severity="info"
        )  # fmt: skip
    if isinstance(entity, Routine):
        yield from check_routine(plan, entity)
        yield from about_overrides(plan, entity)
    if isinstance(entity, (Task, Milestone)):
        yield from _bindings(plan, entity)
        yield from _share_for_percent(entity)
    if isinstance(entity, (Task, Routine)):
        yield from about_requirements(plan, entity)
        yield from about_quantities(plan, entity)
    if isinstance(entity, Resource):
        yield from about_resource(plan, entity)


def _share_for_percent(item: Task | Milestone) -> Iterator[Finding]:
    """A share between 0 and 1 where percent are meant."""
    percent = None if item.progress is None else item.progress.percent
    if percent is not None and 0 < percent < 1:
        yield Finding(
            "progress.tiny", item.id,
            f"{item.id} is reported {percent} % complete, less than a hundredth; write 50 for one half",
            {"percent": percent},
        )  # fmt: skip


def _dated_by_hand(task: Task) -> bool:
    """Whether both of its dates are set by hand, so that they say how long it takes."""
    return task.manual is not None and None not in (task.manual.start, task.manual.finish)


def _nobody_works(plan: ReadablePlan, task: Task) -> Iterator[Finding]:
    """An effort whose people all give it nothing."""
    people = [(one, plan.resources[one.resource]) for one in task.assignments]
    shares = [
        resource.capacity if one.units is None else one.units for one, resource in people if resource.works
    ]
    if task.effort is not None and shares and not any(shares):
        gives = "gives" if len(task.assignments) == 1 else "give"
        yield Finding(
            "assignment.nothing", task.id,
            f"{task.id} is done by {', '.join(map(str, task.assignments))}, who {gives} it no time; it is planned as if one "
            "full-time person did it",
            {"assignments": tuple(map(str, task.assignments))},
        )  # fmt: skip


def _links(item: WorkItem) -> Iterator[Finding]:
    seen = set()
    for d in item.after:
        key = (d.predecessor, d.link)
        if key in seen:
            yield Finding(
                "dependency.repeated", item.id,
                f"{item.id} waits for {d.predecessor} by {d.link} more than once; the later date counts",
                {"predecessor": d.predecessor, "link": str(d.link)}, "info",
            )  # fmt: skip
        seen.add(key)


def _bindings(plan: ReadablePlan, item: WorkItem) -> Iterator[Finding]:
    for d in item.after:
        if d.binding is None and isinstance(plan.get(d.predecessor), Routine):
            yield Finding(
                "dependency.unbound", item.id,
                f'{item.id} waits for routine {d.predecessor} without saying which occurrence; write "{d.predecessor} '
                'same_period", "... latest_before" or "... next_only"',
                {"predecessor": d.predecessor},
            )  # fmt: skip
