"""Why a date differs between two schedules: the driving chain of the item, followed to what was edited.

Where an item is later, the chain that drives it now holds the reason: had nothing on it been edited, the same chain would have
held the item as late before. Where it is earlier, the chain that drove it before does. Planned from the finish it is the
other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from workmodel.domain import BUILT_IN_CALENDARS, Schedule, Step, Task, WorkItem
from workmodel.scenarios.facts import Fact, by_subject

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["Tracer"]

_ABOUT_FINISH: Final = frozenset({"duration", "effort", "estimate", "assignments", "split", "contour"})
"""Attributes that say how long an item takes, and nothing of when it starts."""
_OF_SUMMARIES: Final = frozenset({"calendar", "constraint", "deadline", "start", "parent"})
"""Attributes of what contains an item that act on it; links are looked at one by one."""

_Numbers = frozenset[int]


class Tracer:
    """Follows chains of one schedule to facts, as far as what stands on them moved against another."""

    def __init__(
        self,
        here: Schedule,
        there: Schedule,
        names: Mapping[str, str],
        facts: Sequence[Fact],
        ids: Mapping[str, str],
    ) -> None:
        """A tracer.

        Parameters
        ----------
        here
            The schedule whose chains are followed.
        there
            The other one.
        names
            For ids of the one what the other has instead, where that differs.
        facts
            What was edited.
        ids
            For ids of the one by which the facts speak of the same, where that differs.
        """
        self.here, self.there, self.names, self.facts, self.ids = here, there, names, facts, ids
        self.about = by_subject(facts)
        self.rows = {name: row for row, name in enumerate(here.ids)}
        self.other_rows = {name: row for row, name in enumerate(there.ids)}
        columns = (here.dates.start, here.dates.finish, there.dates.start, there.dates.finish)
        self.start, self.finish, self.other_start, self.other_finish = (one.tolist() for one in columns)
        self.known: dict[tuple[str, bool, int], _Numbers] = {}
        self.completed = _completed(here.plan)

    # -- moving ---------------------------------------------------------------------------------------------------

    def moved(self, name: str, side: int) -> bool:
        """Whether an item is later here than there (side 1), or earlier (-1), with either end; or is here alone."""
        row, other = self.rows.get(name), self.other_rows.get(self.names.get(name, name))
        if row is None or other is None:
            return True
        gaps = (self.start[row] - self.other_start[other], self.finish[row] - self.other_finish[other])
        return any(gap * side > 0 for gap in gaps)

    def causes(self, name: str, side: int) -> _Numbers:
        """Numbers of the facts on the chain that drives an item, as far back as it moved to that side."""
        found = self.known.get((name, False, side))
        if found is not None:
            return found
        chain: list[tuple[str, bool, _Numbers]] = []
        steps = self.here.explain(name).steps
        at_start, rest = False, frozenset[int]()
        for place, step in enumerate(steps):
            if place and not self.moved(step.id, side):
                break
            known = self.known.get((step.id, at_start, side))
            if known is not None:
                rest = known
                break
            after = steps[place + 1] if place + 1 < len(steps) else None
            chain.append((step.id, at_start, frozenset(self._on(step, after, at_start))))
            at_start = self._from_start(step, after)
        for item, flavour, own in reversed(chain):
            rest |= own
            self.known[item, flavour, side] = rest
        return rest

    # -- one step -------------------------------------------------------------------------------------------------

    def _on(self, step: Step, after: Step | None, at_start: bool) -> Iterator[int]:
        """Facts about an item of a chain: itself, what it waits for, who and what drives it, what it is part of."""
        plan = self.here.plan
        waited = {driver.subject for driver in step.drivers} | ({after.id} if after is not None else set())
        waited |= {above for one in list(waited) for above in _above(plan, one)}
        item = plan.get(step.id)
        for number in self._of(step.id):
            one = self.facts[number]
            if one.attribute == "after":
                if self._waits(one.part, waited):
                    yield number
            elif not (at_start and one.attribute in _ABOUT_FINISH):
                yield number
        for above in _above(plan, step.id):
            for number in self._of(above):
                one = self.facts[number]
                if one.attribute in _OF_SUMMARIES or (
                    one.attribute == "after" and self._waits(one.part, waited)
                ):
                    yield number
        if isinstance(item, WorkItem):
            for name in _around(plan, item, at_start=at_start):
                yield from self._of(name)
        for name in waited:
            routine = name.partition("@")[0]
            if routine != name:
                for other in (routine, *self.completed.get(routine, ())):
                    yield from self._of(other)
        yield from self._settings(step)

    def _of(self, name: str) -> tuple[int, ...]:
        return self.about.get(self.ids.get(name, name), ())

    def _waits(self, part: str, waited: set[str]) -> bool:
        return any(self.ids.get(name.partition("@")[0], name.partition("@")[0]) == part for name in waited)

    def _settings(self, step: Step) -> Iterator[int]:
        """Facts about the plan's own settings that act on an item."""
        kinds = {driver.kind for driver in step.drivers}
        for number in self.about.get("", ()):
            name = self.facts[number].attribute
            frame = {"start": "plan_start", "finish": "plan_finish", "status_date": "status_date"}.get(name)
            if frame is None or frame in kinds:
                yield number

    def _from_start(self, step: Step, after: Step | None) -> bool:
        """Whether what comes next on a chain drives with its start, so that it does not matter how long it takes."""
        if after is None:
            return False
        holders = (step.id, *_above(self.here.plan, step.id))
        details = {driver.detail for driver in step.drivers if driver.subject == after.id}
        for holder in holders:
            item = self.here.plan.get(holder)
            for one in item.after if isinstance(item, WorkItem) else ():
                if one.predecessor == after.id and str(one) in details:
                    return one.link.name in ("SS", "SF")
        return False


def _completed(plan: Plan) -> dict[str, list[str]]:
    """Ids of what reports of each routine."""
    found: dict[str, list[str]] = {}
    for name, one in plan.completions.items():
        found.setdefault(one.routine, []).append(name)
    return found


def _above(plan: Plan, name: str) -> Iterator[str]:
    """What an item is part of, the nearest first."""
    here = plan.get(name)
    while here is not None and getattr(here, "parent", None) is not None:
        yield here.parent
        here = plan[here.parent]


def _around(plan: Plan, item: WorkItem, *, at_start: bool) -> Iterator[str]:
    """Ids of the people and calendars that drive an item."""
    calendars = [item.calendar, *(plan[name].calendar for name in _above(plan, item.id)), plan.calendar]
    if isinstance(item, Task):
        for one in item.assignments:
            resource = plan.resources[one.resource]
            calendars.append(resource.calendar)
            if item.duration is None and not at_start:
                yield one.resource
    seen: set[str] = set()
    for name in calendars:
        here = name
        while here is not None and here not in seen:
            seen.add(here)
            yield here
            calendar = plan.get(here) or BUILT_IN_CALENDARS[here]
            here = calendar.base
