"""What a planner should weigh about routines and what was reported of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workmodel.domain.completion import Completion
from workmodel.domain.routine import Routine
from workmodel.domain.teams import people
from workmodel.findings import Finding

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["check_completion", "check_routine"]


def check_routine(plan: ReadablePlan, routine: Routine) -> Iterator[Finding]:
    """Findings about one routine."""
    if routine.owner is None:
        yield Finding(
            "routine.no_owner", routine.id, f"nobody answers for routine {routine.id}; give it an owner"
        )
    named = [step.id for step in routine.steps if step.per_person or "managers" in step.who]
    if named and not routine.fan_out:
        yield Finding(
            "routine.no_fan_out", routine.id,
            f"steps of routine {routine.id} are done for each person ({', '.join(named)}), but it does not say for whom, so "
            "they never happen; fan_out=[...] names people or teams",
            {"steps": tuple(named)},
        )  # fmt: skip
    managed = [step.id for step in routine.steps if {"manager", "managers"} & set(step.who)]
    if managed:
        for person in people(plan, routine.fan_out):
            if plan.resources[person].manager is None:
                yield Finding(
                    "routine.no_manager", routine.id,
                    f"routine {routine.id} needs the manager of {person} ({', '.join(managed)}), who has none; say so with "
                    f'plan.evolve("{person}", manager=...)',
                    {"person": person, "steps": tuple(managed)},
                )  # fmt: skip


def check_completion(
    plan: ReadablePlan, done: Completion, seen: set[tuple[object, ...]]
) -> Iterator[Finding]:
    """Findings about one completion.

    Parameters
    ----------
    seen
        What earlier completions report of; this one is added.
    """
    key = (done.routine, type(done.occurrence), done.occurrence, done.step, done.person)
    if key in seen:
        yield Finding(
            "completion.repeated", done.id,
            f"{done.id} reports what an earlier completion of routine {done.routine} reports; the later one counts",
            {"routine": done.routine},
        )  # fmt: skip
    seen.add(key)
    steps = {step.id: step for step in plan.routines[done.routine].steps}
    if done.step is not None and done.step not in steps:
        yield Finding(
            "completion.unknown_step", done.id,
            f"{done.id} reports step {done.step}, which routine {done.routine} does not have, so it counts for nothing",
            {"routine": done.routine, "step": done.step},
        )  # fmt: skip
