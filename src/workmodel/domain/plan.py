"""`Plan`: every claim on people's hours, as one immutable value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from attrs import evolve, fields

from workmodel.domain import difference
from workmodel.domain.calendar import BUILT_IN_CALENDARS, Calendar, work_calendar
from workmodel.domain.chunks import MASK, SHIFT, Chunk, Names
from workmodel.domain.draft import Draft, appended
from workmodel.domain.index import Referrers
from workmodel.domain.items import Entity, Milestone, Project, Task, WorkItem
from workmodel.domain.kinds import KindView
from workmodel.domain.property import Property
from workmodel.domain.propertyvalues import with_values
from workmodel.domain.references import drop_references
from workmodel.domain.resource import Resource
from workmodel.domain.routine import Routine
from workmodel.domain.rows import CLASSES, KIND_CODES
from workmodel.domain.settings import SETTING_NAMES, Settings
from workmodel.domain.values import readable_id
from workmodel.errors import StillReferred, UnknownId, WrongType, nearest
from workmodel.quantities import Axis, Conventions, Moment, Span

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain.changes import Change
    from workmodel.domain.columns import Columns
    from workmodel.findings import Finding

__all__ = ["Plan"]

_E = TypeVar("_E", bound=Entity)
_NONE: Mapping[str, int] = {}


class Plan:
    """Tasks, projects, milestones, routines, resources and calendars that belong together: a value.

    Editing returns a new plan that shares what did not change, so a scenario is just another plan and undo an older
    value. A plan is ordered, the order is part of its value, and ties break by it. Plans compare by value and do not
    hash. References, hierarchy and properties are checked at birth, all faults at once; a ring of dependencies is not
    (a draft may hold one; `check` lists it).

    Parameters
    ----------
    settings
        The plan's own settings by name, all optional: ``title``, ``start``, ``finish``, ``direction``, ``zone``,
        ``calendar``, ``status_date``, ``conventions``, ``late_horizon``, ``uncompleted``, ``out_of_sequence``,
        ``critical_float``; see `Settings` for what they mean.

    Examples
    --------
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> len(plan), "draft" in plan, plan["review"].after[0].predecessor
    (2, True, 'draft')
    >>> shorter = plan.evolve("draft", duration="2d")
    >>> str(plan["draft"].duration), str(shorter["draft"].duration)
    ('3d', '2d')
    """

    __slots__ = (
        "__weakref__", "_end", "_live", "_memo", "_names", "_overlay", "_referrers", "_spine", "settings",
    )  # fmt: skip
    __hash__ = None  # type: ignore[assignment]

    settings: Settings
    _spine: tuple[Chunk, ...]
    _end: int
    _live: int
    _names: Names
    _overlay: dict[str, int]
    _referrers: Referrers
    _memo: dict[str, Any]

    def __init__(
        self,
        *,
        title: str = "",
        start: Moment | str | None = None,
        finish: Moment | str | None = None,
        direction: str = "forward",
        zone: str | None = None,
        calendar: str = "standard",
        status_date: Moment | str | None = None,
        conventions: Conventions | None = None,
        late_horizon: str = "project",
        uncompleted: str = "keep",
        out_of_sequence: str = "keep",
        critical_float: Span | str = "0d",
    ) -> None:
        settings = Settings(
            title=title, start=start, finish=finish, direction=direction, zone=zone, calendar=calendar,
            status_date=status_date, conventions=Conventions() if conventions is None else conventions,
            late_horizon=late_horizon, uncompleted=uncompleted, out_of_sequence=out_of_sequence,
            critical_float=critical_float,
        )  # fmt: skip
        self._fill(settings, (), 0, 0, Names({}, 0), {}, Referrers())
        if calendar not in BUILT_IN_CALENDARS:
            # an entity that can only come with the first add: remembered, and checked there and then
            return
        Draft(self).commit()

    def _fill(
        self, settings: Settings, spine: tuple[Chunk, ...], end: int, live: int, names: Names,
        overlay: dict[str, int], referrers: Referrers,
    ) -> None:  # fmt: skip
        put = object.__setattr__
        put(self, "settings", settings)
        put(self, "_spine", spine)
        put(self, "_end", end)
        put(self, "_live", live)
        put(self, "_names", names)
        put(self, "_overlay", overlay)
        put(self, "_referrers", referrers)
        put(self, "_memo", {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"a plan does not change; plan.evolve({name}=...) returns another one that has it"
        )

    __delattr__ = __setattr__  # type: ignore[assignment]

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
    def axis(self) -> Axis:
        """The door between datetimes and minutes."""
        return self.settings.axis

    # -- reading ------------------------------------------------------------------------------------------------

    def _at(self, slot: int) -> Entity | None:
        return cast("Entity | None", self._spine[slot >> SHIFT].items[slot & MASK])

    def _birth(self, slot: int) -> int:
        return self._spine[slot >> SHIFT].birth[slot & MASK]

    def _kind_of_slot(self, slot: int) -> int:
        return self._spine[slot >> SHIFT].rows[slot & MASK].kind

    def _slot(self, name: str) -> int | None:
        slot = self._overlay.get(name) if self._overlay else None
        if slot is None:
            slot = self._names.slots.get(name)
        if slot is None or slot >= self._end:
            return None
        entity = self._spine[slot >> SHIFT].items[slot & MASK]
        return slot if entity is not None and entity.id == name else None

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
            raise UnknownId(name, nearest(name, [e.id for e in self]))
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
    def items(self) -> Mapping[str, WorkItem]:
        """Its tasks, milestones and projects by id, in order."""
        return KindView(self, "task", "milestone", "project")

    def select(self, predicate: Callable[[Entity], bool]) -> tuple[Entity, ...]:
        """The entities for which *predicate* holds, in order."""
        return tuple(entity for entity in self if predicate(entity))

    def referrers(self, name: str) -> tuple[str, ...]:
        """Ids of what refers to an entity, in order; ``""`` stands for the plan's own settings."""
        slot = self._needed(name)
        found = tuple(entity.id for s in self._referring(slot) if (entity := self._at(s)) is not None)
        return ("", *found) if self.settings.calendar == name else found

    def children(self, name: str) -> tuple[str, ...]:
        """Ids of what has this parent, in order."""
        slot = self._needed(name)
        rows = ((s, self._spine[s >> SHIFT].rows[s & MASK]) for s in self._referring(slot))
        return tuple(cast("Entity", self._at(s)).id for s, row in rows if row.parent == slot)

    def leaves(self, name: str | None = None) -> tuple[str, ...]:
        """Ids of the tasks and milestones without children, of the whole plan or below one item, in order."""
        if name is None:
            parents = {row.parent for chunk in self._spine for row in chunk.rows}
            return tuple(
                e.id for s in range(self._end) if (e := self._at(s)) is not None
                and self._kind_of_slot(s) <= KIND_CODES["milestone"] and s not in parents
            )  # fmt: skip
        found: list[int] = []
        stack = [self._needed(name)]
        while stack:
            slot = stack.pop()
            below = [
                s for s in self._referring(slot) if self._spine[s >> SHIFT].rows[s & MASK].parent == slot
            ]
            below = [s for s in below if self._kind_of_slot(s) != KIND_CODES["routine"]]
            if not below and self._kind_of_slot(slot) <= KIND_CODES["milestone"]:
                found.append(slot)
            stack.extend(below)
        return tuple(cast("Entity", self._at(s)).id for s in sorted(found))

    def work_calendar(self, name: str | None = None) -> WorkCalendar:
        """The working time of a calendar of the plan; ``None``: of the plan's own.

        Raises
        ------
        UnknownId
            No such calendar.
        """
        name = self.settings.calendar if name is None else name
        known = self._memo.setdefault("work_calendars", {})
        if name not in known:
            if name not in self.calendars and name not in BUILT_IN_CALENDARS:
                raise UnknownId(name, nearest(name, [*self.calendars, *BUILT_IN_CALENDARS]))
            known[name] = work_calendar(self, name)
        return cast("WorkCalendar", known[name])

    def minutes(self, span: Span) -> int:
        """A span in minutes, by the plan's conventions."""
        return span.minutes(self.settings.conventions)

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
        slot = self._slot(name) if isinstance(name, str) else None
        if slot is None:
            raise UnknownId(str(name), nearest(str(name), [e.id for e in self]))
        return slot

    # -- editing ------------------------------------------------------------------------------------------------

    def add(self, *entities: Entity | Iterable[Entity]) -> Plan:
        """A plan with entities appended, in order; forward references among them are fine.

        Parameters
        ----------
        entities
            The entities, or lists of them.

        Raises
        ------
        PlanFaults
            Ids that are taken, references that lead nowhere, rings of parents, undeclared properties: all at once.
        """
        flat: list[Any] = []
        for entity in entities:
            if isinstance(entity, (Entity, str)) or not isinstance(entity, Iterable):
                flat.append(entity)
            else:
                flat.extend(entity)
        return appended(self, flat) if flat else self

    def replace(self, *entities: Entity) -> Plan:
        """A plan in which entities stand in the place of those with the same ids.

        Raises
        ------
        UnknownId
            There is none with that id.
        PlanFaults
            The result would not fit together.
        """
        draft = Draft(self)
        for entity in entities:
            if type(entity) not in CLASSES:
                raise WrongType(
                    "an entity", entity, "a Task, Milestone, Project, Routine, Resource, Calendar or Property"
                )
            draft.swap(self._needed(entity.id), entity)
        return draft.commit()

    def remove(self, *names: str, cascade: bool = False) -> Plan:
        """A plan without some entities.

        Parameters
        ----------
        names
            Their ids.
        cascade
            Whether to take children along and drop all references to what goes; otherwise removal is refused while
            something refers to them.

        Raises
        ------
        StillReferred
            Something refers to them; it lists what does.
        UnknownId
            There is none with that id.
        """
        slots = dict.fromkeys(self._needed(name) for name in names)
        if cascade:
            stack = list(slots)
            while stack:
                slot = stack.pop()
                for user in self._referring(slot):
                    if self._spine[user >> SHIFT].rows[user & MASK].parent == slot and user not in slots:
                        slots[user] = None
                        stack.append(user)
        draft = Draft(self)
        refused: list[tuple[str, tuple[str, ...]]] = []
        gone = frozenset(cast("Entity", self._at(slot)).id for slot in slots)
        for slot in slots:
            users = [user for user in self._referring(slot) if user not in slots]
            name = cast("Entity", self._at(slot)).id
            listed = [cast("Entity", self._at(user)).id for user in users]
            if self.settings.calendar == name:
                listed.append("the plan's settings")
            if listed and not cascade:
                refused.append((name, tuple(listed)))
            for user in users:
                entity = draft.entity(user)
                assert entity is not None
                kept = with_values(entity, self.get, lambda target: None if target in gone else target)
                draft.swap(user, drop_references(kept, gone))
        if refused:
            raise StillReferred(tuple(refused))
        if self.settings.calendar in gone:
            draft.settings = evolve(draft.settings, calendar="standard")
        for slot in slots:
            draft.clear(slot)
        return draft.commit()

    def rename(self, old: str, new: str) -> Plan:
        """A plan in which an entity has another id; everything that refers to it follows.

        Raises
        ------
        UnknownId
            There is none with the old id.
        InvalidValue
            The new id is none.
        PlanFaults
            The new id is taken.
        """
        draft = Draft(self)
        slot = self._needed(old)
        readable_id(new)
        if old == new:
            return self
        if self._slot(new) is not None or new in BUILT_IN_CALENDARS:
            draft.faults.append(f'"{old}" cannot be renamed: the id "{new}" is taken')
        else:
            difference.rename(draft, slot, new)
        return draft.commit()

    def move(self, name: str, *, before: str | None = None) -> Plan:
        """A plan in which an entity stands elsewhere in the order: before another, or at the end. O(plan).

        Raises
        ------
        UnknownId
            There is none with that id.
        """
        slot = self._needed(name)
        order = [s for s in range(self._end) if s != slot and self._at(s) is not None]
        anchor = None if before is None else self._needed(before)
        if anchor == slot:
            return self
        order.insert(len(order) if anchor is None else order.index(anchor), slot)
        return self._rearranged(order)

    def evolve(self, name: str | None = None, /, **changes: Any) -> Plan:
        """A plan in which some fields of one entity, or of its own settings, have other values.

        Parameters
        ----------
        name
            Id of the entity; left out, the plan's settings change.
        changes
            New values by field.

        Raises
        ------
        UnknownId
            There is none with that id.
        WrongType
            It has no such field.
        PlanFaults
            The result would not fit together.

        Examples
        --------
        >>> plan = Plan(start="2026-03-02").add(Task("draft"))
        >>> plan.evolve("draft", duration="2d").evolve(start="2026-03-09").start
        datetime.date(2026, 3, 9)
        """
        draft = Draft(self)
        if name is None:
            _known_fields("the plan's settings", SETTING_NAMES, changes)
            draft.settings = evolve(self.settings, **changes)
        else:
            slot = self._needed(name)
            entity = cast("Entity", self._at(slot))
            if changes.get("id", name) != name:
                new = changes.pop("id")
                return self.rename(name, new).evolve(new, **changes)
            _known_fields(f"a {entity.kind}", [f.name for f in fields(type(entity))], changes)
            draft.swap(slot, evolve(entity, **changes))
        return draft.commit()

    # -- changes ------------------------------------------------------------------------------------------------

    def diff(self, other: Plan) -> tuple[Change, ...]:
        """The changes that lead from this plan to another; between versions of one plan it costs what changed."""
        return difference.diff(self, other)

    def apply(self, changes: Iterable[Change]) -> Plan:
        """The plan after those changes, replayed in order and checked as a whole at the end.

        Raises
        ------
        ChangeDoesNotApply
            A change was made for another state of the plan.
        PlanFaults
            The result would not fit together.
        """
        return difference.apply(self, changes)

    # -- as a value ---------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Plan):
            return NotImplemented
        if self._live != other._live or self.settings != other.settings:
            return False
        if len(self._spine) == len(other._spine):
            pairs = [(a, b) for a, b in zip(self._spine, other._spine, strict=True) if a is not b]
            if all(len(a.items) == len(b.items) for a, b in pairs):
                same = all(x is y or x == y for a, b in pairs for x, y in zip(a.items, b.items, strict=True))
                if same:
                    return True
        return all(x is y or x == y for x, y in zip(self, other, strict=True))

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(view)} {kind}s" for kind, view in self._kinds() if len(view))
        start = f", start {self.start}" if self.start is not None else ""
        return f"<Plan{' ' + repr(self.title) if self.title else ''}: {counts or 'empty'}{start}>"

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)

    def _kinds(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [(kind, KindView(self, kind)) for kind in KIND_CODES]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.settings, tuple(self))

    def _successor(
        self,
        *,
        settings: Settings | None = None,
        spine: tuple[Chunk, ...],
        end: int,
        live: int,
        overlay: dict[str, int],
        touched: Sequence[int],
    ) -> Plan:
        """The next version, with what was touched on the way; names are gathered anew when too many went astray."""
        plan = Plan.__new__(Plan)
        names = self._names
        if len(overlay) > 256 + live // 64:
            slots = {e.id: s for s, e in enumerate(item for c in spine for item in c.items) if e is not None}
            names, overlay = Names(slots, end), {}
        plan._fill(
            self.settings if settings is None else settings, spine, end, live, names, overlay,
            self._referrers.after(touched),
        )  # fmt: skip
        return plan

    def _rearranged(self, order: Sequence[int]) -> Plan:
        """The same entities in another order, without holes."""
        items = [cast("Entity", self._at(slot)) for slot in order]
        fresh = Plan.__new__(Plan)
        fresh._fill(self.settings, (), 0, 0, Names({}, 0), {}, Referrers())
        return appended_as_is(fresh, items, [self._birth(slot) for slot in order])


def appended_as_is(empty: Plan, items: list[Entity], birth: list[int]) -> Plan:
    """An empty plan filled with entities that are known to fit together."""
    draft = Draft(empty)
    for slot, (item, born) in enumerate(zip(items, birth, strict=True)):
        draft.put(slot, item, born)
    draft.end = len(items)
    return draft.commit()


def _restored(settings: Settings, entities: tuple[Entity, ...]) -> Plan:
    """A plan out of a pickle: holes squeezed, no lineage."""
    plan = Plan.__new__(Plan)
    plan._fill(settings, (), 0, 0, Names({}, 0), {}, Referrers())
    return plan.add(*entities) if entities else plan


def _known_fields(what: str, known: Iterable[str], changes: Mapping[str, Any]) -> None:
    names = list(known)
    for name in changes:
        if name not in names:
            raise WrongType(
                f"a field of {what}", name, f"one of {', '.join(names)}.{nearest(name, names)}".rstrip(".")
            )
