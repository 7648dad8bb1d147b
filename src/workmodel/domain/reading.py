"""What can be asked of a plan, and how it holds what it answers from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from workmodel.domain.baseline import Baseline
from workmodel.domain.calendar import BUILT_IN_CALENDARS, Calendar, work_calendar
from workmodel.domain.chunks import MASK, SHIFT, SIZE, Chunk, Names
from workmodel.domain.completion import Completion
from workmodel.domain.index import Referrers
from workmodel.domain.items import Entity, Milestone, Project, Task, WorkItem
from workmodel.domain.kinds import KindView
from workmodel.domain.property import Property
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.domain.rows import KIND_CODES
from workmodel.domain.settings import Settings
from workmodel.errors import UnknownId, WrongType, named, nearest
from workmodel.quantities import Axis, Conventions, Moment, Span, span

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.columns import Columns
    from workmodel.findings import Finding

__all__ = ["ReadablePlan"]


class ReadablePlan:
    """The reading half of `workmodel.domain.plan.Plan`: entities in slots, found by id, in order, by kind, by reference.

    Attributes
    ----------
    settings
        The plan's own settings.
    """

    __slots__ = (
        "__weakref__", "_end", "_live", "_memo", "_names", "_overlay", "_referrers", "_spine", "settings",
    )  # fmt: skip

    settings: Settings
    _spine: tuple[Chunk, ...]
    _end: int
    _live: int
    _names: Names
    _overlay: dict[str, int]
    _referrers: Referrers
    _memo: dict[str, Any]

    # -- settings -----------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What people call the plan."""
        return self.settings.title

    @property
    def start(self) -> Moment | None:
        """Nothing begins before."""
        return self.settings.start

    @property
    def finish(self) -> Moment | None:
        """Everything ends by then, when planning backward."""
        return self.settings.finish

    @property
    def zone(self) -> str | None:
        """IANA name of its zone; ``None``: floating times."""
        return self.settings.zone

    @property
    def calendar(self) -> str:
        """Id of the calendar of work that has no other."""
        return self.settings.calendar

    @property
    def status_date(self) -> Moment | None:
        """The date to which progress is true."""
        return self.settings.status_date

    @property
    def conventions(self) -> Conventions:
        """How long a day, week and month of work are."""
        return self.settings.conventions

    @property
    def direction(self) -> Literal["forward", "backward"]:
        """Whether it is planned forward from its start or backward from its finish."""
        return self.settings.direction

    @property
    def late_horizon(self) -> Literal["project", "plan"]:
        """From which finish late dates run back."""
        return self.settings.late_horizon

    @property
    def uncompleted(self) -> Literal["keep", "reschedule"]:
        """What becomes of unfinished work before the status date."""
        return self.settings.uncompleted

    @property
    def out_of_sequence(self) -> Literal["keep", "retained_logic"]:
        """What becomes of work that started before its predecessors allow."""
        return self.settings.out_of_sequence

    @property
    def critical_float(self) -> Span:
        """The total float up to which items are critical."""
        return self.settings.critical_float

    @property
    def axis(self) -> Axis:
        """The door between datetimes and minutes."""
        return self.settings.axis

    # -- reading ------------------------------------------------------------------------------------------------

    def _at(self, slot: int) -> Entity | None:
        chunk = self._spine[slot >> SHIFT]
        found = chunk.items[slot & MASK] if chunk.__class__ is Chunk else chunk.at(slot & MASK)
        return cast("Entity | None", found)

    def _id(self, slot: int) -> str:
        return cast("str", self._spine[slot >> SHIFT].name(slot & MASK))

    def _birth(self, slot: int) -> int:
        return self._spine[slot >> SHIFT].born(slot & MASK)

    def _kind_of_slot(self, slot: int) -> int:
        return self._spine[slot >> SHIFT].kind(slot & MASK)

    def _parent_of_slot(self, slot: int) -> int:
        return self._spine[slot >> SHIFT].parent(slot & MASK)

    def _slot(self, name: str) -> int | None:
        slot = self._overlay.get(name) if self._overlay else None
        if slot is None:
            slot = self._names.get(name)
        if slot is None or slot >= self._end:
            return None
        chunk = self._spine[slot >> SHIFT]
        if chunk.__class__ is not Chunk:
            return slot if chunk.name(slot & MASK) == name else None
        entity = chunk.items[slot & MASK]
        return slot if entity is not None and entity.id == name else None

    def _named(self) -> Iterator[tuple[str, int]]:
        """Id and code of the kind of every entity, in order; no entity is made for it."""
        for chunk in self._spine:
            for name, kind in zip(chunk.names(), chunk.kinds(), strict=True):
                if name is not None:
                    yield name, kind

    def _ids(self) -> list[str]:
        return [name for name, _ in self._named()]

    def _referring(self, slot: int) -> tuple[int, ...]:
        return self._referrers.of(self, slot)

    def __len__(self) -> int:
        return self._live

    def __bool__(self) -> bool:
        return True

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._slot(name) is not None

    def __iter__(self) -> Iterator[Entity]:
        for chunk in self._spine:
            for entity in chunk.items:
                if entity is not None:
                    yield entity

    def __getitem__(self, name: str) -> Any:
        found = self.get(name)
        if found is None:
            if not isinstance(name, str):
                raise WrongType("an id", name, "text; to go through a plan in order, iterate over it")
            raise UnknownId(name, nearest(name, self._ids()))
        return found

    @overload
    def get(self, name: str) -> Any: ...
    @overload
    def get(self, name: str, default: Any) -> Any: ...
    def get(self, name: str, default: Any = None) -> Any:
        """The entity of that id, or *default*."""
        slot = self._slot(name) if isinstance(name, str) else None
        return default if slot is None else self._at(slot)

    @property
    def tasks(self) -> Mapping[str, Task]:
        """Its tasks by id, in order."""
        return KindView(self, "task")

    @property
    def milestones(self) -> Mapping[str, Milestone]:
        """Its milestones by id, in order."""
        return KindView(self, "milestone")

    @property
    def projects(self) -> Mapping[str, Project]:
        """Its projects by id, in order."""
        return KindView(self, "project")

    @property
    def routines(self) -> Mapping[str, Routine]:
        """Its routines by id, in order."""
        return KindView(self, "routine")

    @property
    def resources(self) -> Mapping[str, Resource]:
        """Its resources by id, in order."""
        return KindView(self, "resource")

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        """Its calendars by id, in order; the ready-made ones are not among them."""
        return KindView(self, "calendar")

    @property
    def properties(self) -> Mapping[str, Property]:
        """Its declarations of custom properties by id, in order."""
        return KindView(self, "property")

    @property
    def completions(self) -> Mapping[str, Completion]:
        """What was done of its routines, by id, in order."""
        return KindView(self, "completion")

    @property
    def baselines(self) -> Mapping[str, Baseline]:
        """What was agreed of it, by id, in order."""
        return KindView(self, "baseline")

    @property
    def items(self) -> Mapping[str, WorkItem]:
        """Its tasks, milestones and projects by id, in order."""
        return KindView(self, "task", "milestone", "project")

    def select(self, predicate: Callable[[Entity], bool]) -> tuple[Entity, ...]:
        """The entities for which *predicate* holds, in order."""
        if not callable(predicate):
            raise WrongType(
                "a condition", predicate, "a function of an entity, such as lambda e: e.kind == 'task'"
            )
        return tuple(entity for entity in self if predicate(entity))

    def referrers(self, name: str) -> tuple[str, ...]:
        """Ids of what refers to an entity, in order; ``""`` stands for the plan's own settings."""
        slot = self._needed(name)
        found = tuple(self._id(s) for s in self._referring(slot))
        return ("", *found) if self.settings.calendar == name else found

    def children(self, name: str) -> tuple[str, ...]:
        """Ids of what has this parent, in order."""
        slot = self._needed(name)
        return tuple(self._id(s) for s in self._referring(slot) if self._parent_of_slot(s) == slot)

    def leaves(self, name: str | None = None) -> tuple[str, ...]:
        """Ids of the tasks and milestones without children, of the whole plan or below one item, in order."""
        if name is None:
            parents = set(self.columns.parent.tolist())
            return tuple(
                name for chunk, begin in zip(self._spine, range(0, self._end, SIZE), strict=True)
                for slot, (name, kind) in enumerate(zip(chunk.names(), chunk.kinds(), strict=True), begin)
                if name is not None and kind <= KIND_CODES["milestone"] and slot not in parents
            )  # fmt: skip
        found: list[int] = []
        stack = [self._needed(name)]
        while stack:
            slot = stack.pop()
            below = [s for s in self._referring(slot) if self._parent_of_slot(s) == slot]
            below = [s for s in below if self._kind_of_slot(s) != KIND_CODES["routine"]]
            if not below and self._kind_of_slot(slot) <= KIND_CODES["milestone"]:
                found.append(slot)
            stack.extend(below)
        return tuple(self._id(s) for s in sorted(found))

    def work_calendar(self, name: str | None = None) -> WorkCalendar:
        """The working time of a calendar of the plan; ``None``: of the plan's own.

        Raises
        ------
        UnknownId
            No such calendar.
        """
        name = self.settings.calendar if name is None else name
        known = self._memo.setdefault("work_calendars", {})
        if not isinstance(name, str) or (name not in self.calendars and name not in BUILT_IN_CALENDARS):
            raise UnknownId(named(name), nearest(named(name), [*self.calendars, *BUILT_IN_CALENDARS]))
        if name not in known:
            known[name] = work_calendar(self, name)
        return cast("WorkCalendar", known[name])

    def minutes(self, length: Span | str) -> int:
        """A span, or its text, in minutes, by the plan's conventions.

        Raises
        ------
        InvalidText, WrongType
            It is no span.
        """
        return span(length).minutes(self.settings.conventions)

    @property
    def columns(self) -> Columns:
        """What engines read: every entity's row, column by column."""
        from workmodel.domain.columns import columns_of

        if "columns" not in self._memo:
            self._memo["columns"] = columns_of(self)
        return cast("Columns", self._memo["columns"])

    def check(self) -> tuple[Finding, ...]:
        """Findings about the plan itself: rings of dependencies, empty or contradictory entries, in a stable order."""
        from workmodel.domain.check import check

        return check(self)

    def _needed(self, name: str) -> int:
        if not isinstance(name, str):
            several = isinstance(name, (list, tuple, set, frozenset))
            raise UnknownId(
                named(name), " Ids are given one by one: remove(*ids)." if several else " An id is text."
            )
        slot = self._slot(name)
        if slot is None:
            raise UnknownId(name, nearest(name, self._ids()))
        return slot
