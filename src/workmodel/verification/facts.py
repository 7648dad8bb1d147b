"""What a plan says about each of its items, gathered once for all checkers: calendars, links, constraints, state.

Dates are not computed here. The module reads the plan as a careful person would, entity by entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen

from workmodel.calendars import ALWAYS, WorkCalendar, ending, intersection, union
from workmodel.domain import Constraint, Dependency, Plan, Project, Schedule

__all__ = ["COMPLETE", "OPEN", "STARTED", "Dates", "Facts", "Item", "Wait", "has_facts", "is_dated"]

OPEN: Final = "open"
STARTED: Final = "started"
COMPLETE: Final = "complete"


@frozen
class Dates:
    """The row of one item in a schedule. [min since 1970; working min for floats and duration]"""

    start: int
    finish: int
    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    duration: int
    critical: bool
    summary: bool


@frozen(eq=False)
class Wait:
    """One dependency as it reaches an item, perhaps through a summary that holds it.

    Attributes
    ----------
    holder
        Id of the item that declares it, on whose calendar its lag runs.
    dependency
        As declared.
    """

    holder: str
    dependency: Dependency

    @property
    def at_start(self) -> bool:
        """Whether it bounds the start of what waits (FS, SS) rather than the finish."""
        return self.dependency.link in ("FS", "SS")

    @property
    def from_finish(self) -> bool:
        """Whether it counts from the finish of what is waited for (FS, FF) rather than the start."""
        return self.dependency.link in ("FS", "FF")

    def __str__(self) -> str:
        return f'{self.holder} after "{self.dependency}"'


@frozen(eq=False)
class Item:
    """One task, milestone or project, with what drives it.

    Attributes
    ----------
    entity
        As declared.
    around
        What it is part of.
    summary
        Whether it only gathers what is below it. A project with nothing in it does not.
    plain
        Its own calendar, else its nearest project's, else the plan's: that of lags and floats. Around the clock for
        elapsed work.
    driving
        The calendar its work runs on.
    state
        ``"open"``, ``"started"`` or ``"complete"``, by its progress.
    constraints
        Its own constraint and those of what it is part of, nearest first, with their holders.
    waits
        Its dependencies and those of what it is part of.
    """

    entity: Any
    around: Item | None
    summary: bool
    _outline: tuple[tuple[str, ...], int, int]
    plain: WorkCalendar
    driving: WorkCalendar
    state: str
    constraints: tuple[tuple[str, Constraint], ...]
    waits: tuple[Wait, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.entity.id)

    @property
    def above(self) -> Iterator[str]:
        """Ids of the items it is part of, nearest first."""
        here = self.around
        while here is not None:
            yield here.id
            here = here.around

    @property
    def leaves(self) -> tuple[str, ...]:
        """Ids of what is below it with nothing below itself; of a leaf, itself."""
        leaves, first, end = self._outline
        return leaves[first:end]

    @property
    def manual(self) -> bool:
        """Whether it keeps dates set by hand."""
        return not self.summary and getattr(self.entity, "manual", None) is not None

    @property
    def elapsed(self) -> bool:
        """Whether it runs around the clock, on no calendar."""
        return self.plain == ALWAYS

    @property
    def follows_logic(self) -> bool:
        """Whether its dates follow from its logic, and are neither set by hand nor reported."""
        return not self.manual and self.state == OPEN

    @property
    def pinned(self) -> bool:
        """Whether a constraint of its own fixes its dates."""
        own = self.entity.constraint
        return self.follows_logic and own is not None and own.kind in ("MSO", "MFO")

    def asks(self, kind: str) -> bool:
        """Whether it is to be as late (``"ALAP"``) or as soon (``"ASAP"``) as possible, by itself or what it is in."""
        if not self.follows_logic:
            return False
        own = self.entity.constraint
        return (
            own.kind == kind if own is not None else any(found.kind == kind for _, found in self.constraints)
        )


@frozen(eq=False)
class Facts:
    """A plan and a schedule of it, read item by item."""

    plan: Plan
    schedule: Schedule
    # what other modules find once
    unplaced: dict[str, tuple[int, int]] = field(init=False, factory=dict)
    below: dict[str, Any] = field(init=False, factory=dict)
    late_ends: dict[tuple[str, bool], int | None] = field(init=False, factory=dict)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All tasks, milestones and projects, in the plan's order."""
        return tuple(self._items[name] for name in self.plan.items)

    @cached_property
    def outline(self) -> tuple[Item, ...]:
        """All of them, each before what is below it."""
        return tuple(self._items.values())

    @cached_property
    def leaves(self) -> tuple[Item, ...]:
        """Those that are done themselves."""
        return tuple(item for item in self.items if not item.summary)

    @cached_property
    def backward(self) -> bool:
        """Whether the plan is planned back from its finish."""
        return self.plan.settings.direction == "backward"

    @cached_property
    def routines(self) -> frozenset[str]:
        """Ids of the plan's routines."""
        return frozenset(self.plan.routines)

    @cached_property
    def places(self) -> bool:
        """Whether anything in it, planned from its start, is to be as late as possible."""
        return not self.backward and any(leaf.asks("ALAP") for leaf in self.leaves)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entity in self.plan.items.values():
            if entity.parent is not None:
                found.setdefault(entity.parent, []).append(entity.id)
        return found

    @cached_property
    def _items(self) -> dict[str, Item]:
        order, leaves, spans = self._walk()
        found: dict[str, Item] = {}
        calendars: dict[str, Any] = {}
        for name in order:
            entity = self.plan[name]
            around = None if entity.parent is None else found[entity.parent]
            inherited = None if around is None else calendars[around.id]
            calendars[name] = (
                entity.calendar if isinstance(entity, Project) and entity.calendar else inherited
            )
            found[name] = self._read(entity, around, (leaves, *spans[name]), entity.calendar or inherited)
        return found

    def _walk(self) -> tuple[list[str], tuple[str, ...], dict[str, tuple[int, int]]]:
        """All items, each before what is below it; the leaves among them; and for each, where those below it begin and end.

        Not by recursion: outlines may be deeper than Python's stack.
        """
        order: list[str] = []
        leaves: list[str] = []
        spans: dict[str, tuple[int, int]] = {}
        stack = [(entity.id, -1) for entity in self.plan.items.values() if entity.parent is None][::-1]
        while stack:
            name, first = stack.pop()
            if first >= 0:
                spans[name] = (first, len(leaves))
                continue
            order.append(name)
            stack.append((name, len(leaves)))
            if name not in self._children:
                leaves.append(name)
            stack.extend((below, -1) for below in reversed(self._children.get(name, ())))
        return order, tuple(leaves), spans

    @cached_property
    def _declared(self) -> dict[str, tuple[Wait, ...]]:
        # what waits for a routine waits for an occurrence, which has no row in a schedule
        items = self.plan.items
        return {
            entity.id: tuple(Wait(entity.id, one) for one in entity.after if one.predecessor in items)
            for entity in items.values()
        }

    @cached_property
    def _followers(self) -> dict[str, list[Wait]]:
        found: dict[str, list[Wait]] = {}
        for waits in self._declared.values():
            for wait in waits:
                found.setdefault(wait.dependency.predecessor, []).append(wait)
        return found

    def item(self, name: str) -> Item:
        """What is known about one item."""
        return self._items[name]

    def followers(self, item: Item) -> Iterator[Wait]:
        """What waits for an item: for itself, or for something it is part of."""
        for name in (item.id, *item.above):
            yield from self._followers.get(name, ())

    def people(self, item: Item) -> Iterator[tuple[WorkCalendar, Decimal]]:
        """Calendar and pace of each assigned resource that has hours: units times efficiency.

        Where each spends the effort, what they spend is time, and no efficiency counts.
        """
        for assigned in getattr(item.entity, "assignments", ()):
            for calendar, units in self._hours(assigned):
                alone = item.entity.split != "each"
                yield calendar, units * self.plan[assigned.resource].efficiency if alone else units

    def _hours(self, assigned: Any) -> Iterator[tuple[WorkCalendar, Decimal]]:
        resource = self.plan[assigned.resource]
        if resource.works:
            units = resource.capacity if assigned.units is None else assigned.units
            yield self.plan.work_calendar(resource.calendar), units

    def _read(
        self,
        entity: Any,
        around: Item | None,
        outline: tuple[tuple[str, ...], int, int],
        calendar: str | None,
    ) -> Item:
        leaf = entity.id not in self._children
        duration = getattr(entity, "duration", None)
        elapsed = leaf and duration is not None and duration.elapsed
        plain = ALWAYS if elapsed else self.plan.work_calendar(calendar)
        own = () if entity.constraint is None else ((entity.id, entity.constraint),)
        # what adds nothing shares what it inherits
        constraints, waits = ((), ()) if around is None else (around.constraints, around.waits)
        declared = self._declared[entity.id]
        return Item(
            entity,
            around,
            not leaf,
            outline,
            plain,
            self._driving(entity, plain) if leaf else plain,
            _state(entity) if leaf else OPEN,
            (*own, *constraints) if own else constraints,
            (*declared, *waits) if declared else waits,
        )

    def _driving(self, entity: Any, plain: WorkCalendar) -> WorkCalendar:
        assigned = getattr(entity, "assignments", ())
        people = [calendar for one in assigned for calendar, _ in self._hours(one)]
        if plain == ALWAYS or not people:
            return plain
        if entity.calendar is None:
            return union(people)
        return plain if entity.ignore_resource_calendars else intersection([union(people), plain])

    # -- the schedule -------------------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> dict[str, Dates]:
        columns = [getattr(self.schedule.dates, name).tolist() for name in Dates.__annotations__]
        rows = (Dates(*row) for row in zip(*columns, strict=True))
        return dict(zip(self.schedule.ids, rows, strict=True))

    def __getitem__(self, name: str) -> Dates:
        return self._rows[name]

    def minute(self, moment: Any, *, end: bool = False) -> int:
        """A moment of the plan on its axis. [min since 1970]"""
        return self.plan.axis.minute(moment, end=end)

    def ending(self, moment: Any, item: Item) -> int:
        """A moment at which something of an item ends or is due: a day is the end of its work that day. [min since 1970]"""
        return ending(self.plan.axis, moment, item.driving)


def _state(entity: Any) -> str:
    progress = getattr(entity, "progress", None)
    if progress is None:
        return OPEN
    if progress.complete:
        return COMPLETE
    return STARTED if progress.started else OPEN


def has_facts(item: Item) -> bool:
    """Whether its dates are set by hand or reported, rather than found by logic."""
    return item.manual or is_dated(item)


def is_dated(item: Item) -> bool:
    """Whether an actual date is reported of it."""
    progress = None if item.summary or item.state == OPEN else item.entity.progress
    return progress is not None and (progress.actual_start, progress.actual_finish) != (None, None)
