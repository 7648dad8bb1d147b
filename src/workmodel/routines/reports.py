"""What was reported of a routine: its completions, found again by original start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from attrs import Factory, frozen

from workmodel.domain import Completion, Plan, Routine
from workmodel.quantities import Axis, Moment

__all__ = ["Key", "Reports", "key_of", "reports_of"]

Key = int | date
"""How an occurrence is named: by the minute of its original start, or by its day."""

Part = tuple[str | None, str | None]
"""Step and person of a completion; both ``None``: all of an occurrence."""

WHOLE: Final[Part] = (None, None)


def key_of(local: Axis, moment: Moment) -> Key:
    """The key of an original start, as a planner names it."""
    return local.minute(moment) if isinstance(moment, datetime) else moment


@frozen
class Reports:
    """The completions of one routine by key and part; the last one of a part counts."""

    found: dict[Key, dict[Part, Completion]] = Factory(dict)

    def of(self, minute: int, day: date, *, alone: bool) -> dict[Part, Completion]:
        """What was reported of an occurrence; its day names it only where it is alone on it."""
        named = self.found.get(minute, {})
        return {**self.found.get(day, {}), **named} if alone else named


def reports_of(plan: Plan, routine: Routine, local: Axis) -> Reports:
    """The completions of a routine; O(what refers to it)."""
    found: dict[Key, dict[Part, Completion]] = {}
    for name in plan.referrers(routine.id):
        entity = plan.get(name)
        if isinstance(entity, Completion) and entity.routine == routine.id:
            parts = found.setdefault(key_of(local, entity.occurrence), {})
            parts[entity.step, entity.person] = entity
    return Reports(found)


def closed(parts: dict[Part, Completion], needed: Sequence[Part]) -> tuple[Completion, ...] | None:
    """The completions that close an occurrence: the one of all of it, or one of each step; ``None`` while it is open."""
    if WHOLE in parts:
        return (parts[WHOLE],)
    by_step = [parts.get(part) or parts.get((part[0], None)) for part in needed]
    return tuple(one for one in by_step if one) if needed and all(by_step) else None


def moment_of(completions: Iterable[Completion], axis: Axis, usual: int) -> int:
    """When the last of them was done, on a day without a time in its last minute; where one does not say, as usual."""
    return max(usual if one.done is None else _minute(axis, one.done) for one in completions)


def _minute(axis: Axis, done: Moment) -> int:
    return axis.minute(done) if isinstance(done, datetime) else axis.minute(done, end=True) - 1
