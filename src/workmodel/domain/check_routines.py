"""What a planner should weigh about routines and what was reported of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from workmodel.domain.completion import Completion
from workmodel.domain.routine import Routine
from workmodel.domain.teams import people
from workmodel.findings import Finding
from workmodel.quantities import Axis

if TYPE_CHECKING:
    from workmodel.calendars import RecurrenceSet
    from workmodel.domain.reading import ReadablePlan

__all__ = ["check_completion", "check_routine"]

_FIRST: Final = date(2, 1, 1)
_LAST: Final = date(9998, 12, 31)  # at the ends of the calendar no zone could be applied


def check_routine(plan: ReadablePlan, routine: Routine) -> Iterator[Finding]:
    """Findings about one routine."""
    if routine.owner is None:
        yield Finding(
            "routine.no_owner", routine.id, f"nobody answers for routine {routine.id}; give it an owner"
        )
    yield from _never(plan, routine)
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


def _never(plan: ReadablePlan, routine: Routine) -> Iterator[Finding]:
    """A period of validity, or a rule, in which nothing happens; where only a schedule says when it begins, nothing is said."""
    local = plan.axis if routine.zone is None else Axis(routine.zone)
    given = plan.start if routine.valid_from is None and routine.parent is None else routine.valid_from
    if given is None:
        return
    own = local if routine.valid_from is not None else plan.axis
    low, high = own.minute(given), local.minute(_LAST)
    if routine.valid_to is not None:
        high = min(high, local.minute(routine.valid_to, end=True))
    facts = {"valid_from": given, "valid_to": routine.valid_to}
    if high <= low:
        message = f"routine {routine.id} never happens: it is valid to {routine.valid_to}, before it begins on {given}"
        yield Finding("routine.never", routine.id, message, facts)
    elif (occurs := routine.occurs) is not None and low >= local.minute(_FIRST):
        begin, until = (local.time(t).replace(tzinfo=None) for t in (low, high))
        if not _names_anything(occurs, datetime.combine(begin.date(), time()), until, local.zone):
            span = f"from {given} on" if routine.valid_to is None else f"from {given} to {routine.valid_to}"
            message = f"routine {routine.id} never happens: its rule {occurs} names no day {span}"
            yield Finding("routine.never", routine.id, message, facts)


def _names_anything(occurs: RecurrenceSet, begin: datetime, end: datetime, zone: str | None) -> bool:
    """Whether a rule names a day: looked for in longer and longer stretches, as most rules do so soon."""
    lo, days = begin, 32
    while lo < end:
        hi = end if (end - lo).days <= days else lo + timedelta(days=days)
        if occurs.occurrences(begin, lo, hi, zone=zone):
            return True
        lo, days = hi, 4 * days
    return False


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
