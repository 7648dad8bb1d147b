"""Promises about the leveled plan: it is the plan, with what levelling may set and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.domain import Leveled, Milestone, Plan, Revised, Task, WorkItem
from workmodel.findings import Finding
from workmodel.verification.levels import Levels, stands_late
from workmodel.verification.saying import broken

__all__ = ["only_leveling", "own_dates", "same_plan", "set_with_reason"]

_SET = frozenset({
    "leveling_delay", "duration", "contour", "constraint", "effort", "assignments", "requires",
})  # fmt: skip


def same_plan(plan: Plan, found: Leveled) -> Iterator[Finding]:
    """The allocation is one of this plan."""
    if found.plan != plan:
        yield broken("verify.leveled_plan", "", "the allocation is one of another plan")


def own_dates(found: Leveled) -> Iterator[Finding]:
    """Its dates are those of its leveled plan, and what is told of logic that of its plan."""
    for schedule, plan, what in (
        (found.schedule, found.leveled, "dates"),
        (found.logic, found.plan, "dates of logic"),
    ):
        if schedule.plan != plan:
            yield broken("verify.leveled_plan", "", f"the {what} are those of another plan")


def only_leveling(plan: Plan, leveled: Plan) -> Iterator[Finding]:
    """Nothing is added, removed or renamed, and of items only what levelling may set differs."""
    for change in plan.diff(leveled):
        names = {name for name, _, _ in change.fields} if isinstance(change, Revised) else {"entity"}
        if change.subject not in plan or change.subject not in leveled or not names <= _SET:
            yield broken(
                "verify.leveled_plan", change.subject,
                f"{change.subject or 'the plan'} differs from the plan in {', '.join(sorted(names))}",
                fields=tuple(sorted(names)),
            )  # fmt: skip


def set_with_reason(levels: Levels) -> Iterator[Finding]:
    """Only what may move is delayed, only work that people share their time for is slowed, only late items are fixed."""
    if levels.plan is levels.leveled:
        return
    movable = {item.id for item in levels.movable}
    for change in levels.plan.diff(levels.leveled):
        name = change.subject
        before, after = levels.plan[name], levels.leveled[name]
        assert isinstance(before, WorkItem)
        assert isinstance(after, WorkItem)
        if before.constraint != after.constraint:
            yield from _fixed(levels, before, after)
        if isinstance(before, (Task, Milestone)) and isinstance(after, (Task, Milestone)):
            delayed = before.leveling_delay != after.leveling_delay
            if delayed and not (name in movable and (levels.shares(name) or after.leveling_delay is None)):
                yield broken(
                    "verify.leveled_plan", name, f"{name} has a levelling delay, and nobody could move it for anybody's sake",
                    delay=str(after.leveling_delay),
                )  # fmt: skip
        if isinstance(before, Task) and isinstance(after, Task):
            planned = levels.planned[name]
            if (planned.duration, planned.contour) != (after.duration, after.contour):
                yield from _slowed(planned, after, may_be=name in movable and bool(levels.shares(name)))


def _fixed(levels: Levels, before: WorkItem, after: WorkItem) -> Iterator[Finding]:
    """What is planned as late as possible stands on the date where that put it; a summary asks for it no more."""
    name = before.id
    item = levels.before.item(name)
    wanted = "none"
    if item.summary and before.constraint is not None and before.constraint.kind == "ALAP":
        if after.constraint is None:
            return
    elif not item.summary and stands_late(item):
        start = levels.after[name].start
        constraint = after.constraint
        wanted = f"SNET {levels.plan.axis.time(start):%Y-%m-%d %H:%M}"
        if (
            constraint is not None
            and constraint.kind == "SNET"
            and levels.after.minute(constraint.date) == start
        ):
            return
    else:
        wanted = str(before.constraint)
    yield broken(
        "verify.leveled_plan", name, f"{name} has another constraint: {after.constraint} instead of {wanted}",
        before=str(before.constraint), after=str(after.constraint),
    )  # fmt: skip


def _slowed(before: Task, after: Task, *, may_be: bool) -> Iterator[Finding]:
    """A duration is set for work that is done where there are hours for it, and only with that contour."""
    # what may be interrupted and says its effort takes as long as that does
    worked = before.contour == "as_worked" and not (before.splittable and before.effort is not None)
    given = before.duration is not None and (before.duration.elapsed or worked)
    kept = given or before.type == "fixed_duration" or before.ignore_resource_calendars
    said = after.contour == "as_worked" and after.duration is not None and not after.duration.elapsed
    if not may_be or kept or not said or before.duration == after.duration:
        yield broken(
            "verify.leveled_plan", before.id,
            f"{before.id} takes {after.duration} ({after.contour}) instead of {before.duration} ({before.contour}), which "
            "levelling cannot have set",
            before=str(before.duration), after=str(after.duration), contour=after.contour,
        )  # fmt: skip
