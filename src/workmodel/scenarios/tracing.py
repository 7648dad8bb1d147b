"""Why a date differs between two schedules: the driving chain of the item, followed to what was edited.

Where an item is later, the chain that drives it now holds the reason: had nothing on it been edited, the same chain would have
held the item as late before. Where it is earlier, the chain that drove it before does. Planned from the finish it is the
other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from workmodel.domain import BUILT_IN_CALENDARS, Schedule, Step, Task, WorkItem
from workmodel.quantities import Percent
from workmodel.scenarios.facts import Fact, by_subject

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["Tracer"]

_ABOUT_LENGTH: Final = frozenset({"duration", "effort", "estimate", "assignments", "split", "contour"})
"""Attributes that say how long an item takes: they move the end that follows, not the one that something bounds."""
_OF_SUMMARIES: Final = frozenset({"calendar", "constraint", "deadline", "start", "parent", "after"})
"""Attributes of what contains an item that act on it."""

_Numbers = frozenset[int]
_NONE: Final[_Numbers] = frozenset()
_Node = tuple[str, str, int]
"""An item of a chain, the end of it that matters there, and the side to which it moved."""


class Tracer:
    """Follows chains of one schedule to facts, as far as what stands on them moved against another."""

    def __init__(
        self,
        here: Schedule,
        there: Schedule,
        names: Mapping[str, str],
        facts: Sequence[Fact],
        ids: Mapping[str, str],
        *,
        ties: bool = False,
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
        ties
            Whether all chains that drive an item equally are followed, since all had to give way.
        """
        self.here, self.names, self.facts, self.ids, self.ties = here, names, facts, ids, ties
        self.about = by_subject(facts)
        self.rows = {name: row for row, name in enumerate(here.ids)}
        self.other_rows = {name: row for row, name in enumerate(there.ids)}
        columns = (here.dates.start, here.dates.finish, there.dates.start, there.dates.finish)
        self.start, self.finish, self.other_start, self.other_finish = (one.tolist() for one in columns)
        self.known: dict[_Node, _Numbers] = {}
        self.steps: dict[tuple[str, str], tuple[Step, Step | None]] = {}
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
        row, other = self.rows[name], self.other_rows[self.names.get(name, name)]
        end = "finish" if self.finish[row] != self.other_finish[other] else "start"
        if end == "start" and self.here.dates.summary[row]:  # it begins with what begins first in it
            inside = [one for one in self.here.plan.leaves(name) if one in self.rows]
            name = min(inside, key=lambda one: self.start[self.rows[one]], default=name)
        root = (name, end, side)
        stack: list[tuple[_Node, _Numbers | None, list[_Node]]] = [(root, None, [])]
        seen: set[_Node] = set()
        while stack:
            node, own, behind = stack.pop()
            if own is not None:
                self.known[node] = own.union(*(self.known.get(one, _NONE) for one in behind))
            elif node not in seen and node not in self.known:
                seen.add(node)
                own, behind = self._looked_at(node)
                stack.append((node, own, behind))
                stack.extend((one, None, []) for one in behind)
        return self.known[root]

    def own(self, name: str) -> _Numbers:
        """Numbers of the facts about an item itself."""
        return frozenset(self._of(name))

    def _looked_at(self, node: _Node) -> tuple[_Numbers, list[_Node]]:
        """The facts about one item of a chain, and what comes before it there as far as that moved to the same side."""
        name, end, side = node
        step, after = self._step(name, end)
        own = frozenset(self._on(step, after, end))
        behind = [] if after is None else [(after.id, self._next_end(step, after.id))]
        if after is None and any(driver.kind == "as_late_as_possible" for driver in step.drivers):
            behind.append((self._last(name), "earliest finish"))
        if self.ties:
            others = {one.subject for one in step.drivers if one.subject in self.rows}
            behind += [
                (one, self._next_end(step, one)) for one in sorted(others - {one for one, _ in behind})
            ]
        return own, [
            (one, which, side) for one, which in behind if self.moved(one, side) or which == "both ends"
        ]

    def _step(self, name: str, end: str) -> tuple[Step, Step | None]:
        """An item as it stands on a chain, and what comes before it there."""
        key = (name, end if self.here.dates.summary[self.rows[name]] else "")
        if key not in self.steps:
            steps, which = self.here.explain(name).steps, end
            for step, after in zip_longest(steps, steps[1:]):
                # a summary is held by other things at its start than at its finish
                summary = self.here.dates.summary[self.rows[step.id]]
                self.steps.setdefault((step.id, which if summary else ""), (step, after))
                which = "finish" if after is None else self._next_end(step, after.id)
        return self.steps[key]

    def _last(self, name: str) -> str:
        """What ends last of all that an item which is planned as late as possible waits for the end of."""
        plan = self.here.plan
        projects = (above for above in _above(plan, name) if plan[above].kind == "project")
        found = next(projects, None) if plan.late_horizon == "project" else None
        return self.here.ids[int(self.here.dates.early_finish.argmax())] if found is None else found

    # -- one step -------------------------------------------------------------------------------------------------

    def _on(self, step: Step, after: Step | None, end: str) -> Iterator[int]:
        """Facts about an item of a chain: itself, what it waits for, who and what drives it, what it is part of."""
        plan = self.here.plan
        waited = {driver.subject for driver in step.drivers} | ({after.id} if after is not None else set())
        waited |= {above for one in list(waited) for above in _above(plan, one)}
        bounded = {bound.side for bound in step.bounds if bound.binding}
        fixed = any(
            driver.kind in ("manual", "actual") for driver in step.drivers
        )  # with one of its ends, or both
        follows = fixed or bounded != {
            end
        }  # that end is not what is bounded, but follows from how long it takes
        item = plan.get(step.id)
        for number in self._of(step.id):
            if self._acts(step, number, waited) and (follows or not _of_length(self.facts[number])):
                yield number
        for above in _above(plan, step.id):
            for number in self._of(above):
                if self.facts[number].attribute in _OF_SUMMARIES and self._acts(step, number, waited):
                    yield number
        if isinstance(item, WorkItem):
            for name in _around(plan, item, length=follows):
                yield from self._of(name)
        for name in waited:
            for number in self._of(name):  # of what it has to be finished for
                if self.facts[number].attribute == "after" and self._waits(
                    self.facts[number].part, {step.id}
                ):
                    yield number
            routine = name.partition("@")[0]
            if routine != name:
                for other in (routine, *self.completed.get(routine, ())):
                    yield from self._of(other)
        yield from self._settings(step)

    def _acts(self, step: Step, number: int, waited: set[str]) -> bool:
        """Whether a fact can act on an item: a link where that is what it waits for, a deadline where that bounds it."""
        one = self.facts[number]
        if one.attribute == "after":
            return self._waits(one.part, waited)
        return one.attribute != "deadline" or any(driver.kind == "deadline" for driver in step.drivers)

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

    def _next_end(self, step: Step, name: str) -> str:
        """Which end of an item that drives this one drives it."""
        plan = self.here.plan
        for bound in step.bounds:
            driver = bound.driver
            if not bound.binding or driver.subject != name:
                continue
            if driver.kind == "summary":
                return bound.side
            holders = [name] if bound.upper else [step.id, *_above(plan, step.id)]
            for one in (one for holder in holders for one in getattr(plan.get(holder), "after", ())):
                told = f"{name} waits for {one}" if bound.upper else str(one)
                if told == driver.detail:
                    if isinstance(one.lag, Percent):
                        return "both ends"  # a share of how long it takes
                    starts = ("FS", "SS") if bound.upper else ("SS", "SF")
                    return "start" if one.link.name in starts else "finish"
        return "finish"


def _of_length(fact: Fact) -> bool:
    """Whether a fact is about how long something takes and no more: time around the clock begins at other moments."""
    return fact.attribute in _ABOUT_LENGTH and (fact.attribute != "duration" or fact.pushes != 0)


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


def _around(plan: Plan, item: WorkItem, *, length: bool) -> Iterator[str]:
    """Ids of the people and calendars that drive an item."""
    calendars = [item.calendar, *(plan[name].calendar for name in _above(plan, item.id)), plan.calendar]
    if isinstance(item, Task):
        for one in item.assignments:
            resource = plan.resources[one.resource]
            calendars.append(resource.calendar)
            if item.duration is None and length:
                yield one.resource
    seen: set[str] = set()
    for name in calendars:
        here = name
        while here is not None and here not in seen:
            seen.add(here)
            yield here
            calendar = plan.get(here) or BUILT_IN_CALENDARS[here]
            here = calendar.base
