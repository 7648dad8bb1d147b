"""`Plan`: every claim on people's hours, as one immutable value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve, fields

from workmodel.domain import difference, replay
from workmodel.domain.arrangement import behind, moved, squeezed
from workmodel.domain.bulk import plan_of_columns
from workmodel.domain.calendar import BUILT_IN_CALENDARS
from workmodel.domain.chunks import Chunk, Names
from workmodel.domain.draft import Draft, appended
from workmodel.domain.index import Referrers
from workmodel.domain.items import Entity
from workmodel.domain.kinds import plural
from workmodel.domain.pickling import pack, unpack
from workmodel.domain.reading import ReadablePlan
from workmodel.domain.removal import removed
from workmodel.domain.rows import CLASSES, KIND_CODES
from workmodel.domain.settings import SETTING_NAMES, Settings
from workmodel.domain.telling import OnProgress, Teller
from workmodel.domain.values import readable_id
from workmodel.errors import WrongType, instance_of, nearest, shown, tuple_of
from workmodel.quantities import Conventions, Moment, Span

if TYPE_CHECKING:
    from workmodel.domain.changes import Change

__all__ = ["Plan"]

_NONE: Mapping[str, int] = {}


class Plan(ReadablePlan):
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
    >>> from workmodel.domain import Plan, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> len(plan), "draft" in plan, plan["review"].after[0].predecessor
    (2, True, 'draft')
    >>> shorter = plan.evolve("draft", duration="2d")
    >>> str(plan["draft"].duration), str(shorter["draft"].duration)
    ('3d', '2d')
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

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

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a plan does not change; plan.remove(...) returns another one without an entity")

    @classmethod
    def from_columns(
        cls, items: Any, links: Any = None, *, also: Entity | Iterable[Entity] = (),
        on_progress: OnProgress | None = None, **settings: Any,
    ) -> Plan:  # fmt: skip
        """A plan whose items come as columns: a million tasks without an object for each.

        It equals the plan of the same entities, and is checked as strictly. Entities are made when somebody looks at
        them. Cells that are ``None``, NaN or NaT say nothing.

        Parameters
        ----------
        items
            One row an item: a mapping from names to columns (lists, arrays, series), or a dataframe. Columns are ``id``
            (left out: ``t0``, ``t1`` …, by row), ``kind`` (``"task"``, ``"milestone"`` or ``"project"``; left out: tasks),
            ``parent`` (an id, or the place of a row counted from 0, -1 for none), ``duration`` (whole minutes, timedeltas, or
            texts such as ``"3d"``), and any other field of a task, milestone or project. Minutes are kept in hours; a
            timedelta of a day is 24 hours of work. ``title``, ``calendar`` and ``priority`` cost no entity, a cell of any
            other field costs one.
        links
            One row a dependency: ``predecessor`` and ``successor`` (ids, or places of rows: fast), ``link`` (left out:
            ``"FS"``) and ``lag`` (minutes, timedeltas or texts).
        also
            Entities that stand before the items: calendars, resources, projects. Add afterwards what refers to items.
        on_progress
            Called with how much is done and how much there is, in rows; one that gets an entity counts for two more.
            ``False`` from it ends the load.
        settings
            The plan's own, as in ``Plan(...)``.

        Raises
        ------
        PlanFaults
            Rows that do not fit, each with its place; of one fault the first five, and how many more.
        Stopped
            *on_progress* returned ``False``.
        MissingExtra
            A dataframe is given, and narwhals (the extra ``frames``) is not installed.
        WrongType
            Neither columns nor a dataframe, or no such setting.

        Examples
        --------
        >>> items = {"id": ["draft", "review"], "duration": [960, 480]}
        >>> links = {"predecessor": [0], "successor": [1], "lag": ["1d"]}
        >>> plan = Plan.from_columns(items, links, start="2026-03-02")
        >>> str(plan["draft"].duration), str(plan["review"].after[0])
        ('16h', 'draft FS+1d')
        """
        _known_fields("the plan's settings", SETTING_NAMES, settings)
        before = (also,) if isinstance(also, Entity) else tuple_of("also", also, "a list of entities")
        return plan_of_columns(cls(**settings), before, items, links, on_progress)

    # -- editing ------------------------------------------------------------------------------------------------

    def add(self, *entities: Entity | Iterable[Entity], on_progress: OnProgress | None = None) -> Plan:
        """A plan with entities appended, in order; forward references among them are fine.

        Parameters
        ----------
        entities
            The entities, or lists of them.
        on_progress
            Called now and then with how many were looked at and how many there are. ``False`` from it stops with
            `Stopped`, an error raised in it with that error; this plan is as it was.

        Raises
        ------
        PlanFaults
            Ids that are taken, references that lead nowhere, rings of parents, undeclared properties: all at once.
        Stopped
            `on_progress` returned ``False``.
        """
        teller = Teller("adding to the plan", on_progress)
        flat: list[Any] = []
        for entity in entities:
            if isinstance(entity, (Entity, str, Mapping)) or not isinstance(entity, Iterable):
                flat.append(entity)
            else:
                flat.extend(entity)
        return appended(self, flat, teller) if flat else self

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
                    "an entity",
                    entity,
                    "a Task, Milestone, Project, Routine, Resource, Calendar, Property, Completion or Baseline",
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
            Whether to take along children and what means nothing without them (completions), and drop all other
            references to what goes; otherwise removal is refused while something refers to them.

        Raises
        ------
        StillReferred
            Something refers to them; it lists what does.
        UnknownId
            There is none with that id.
        """
        return removed(self, names, cascade=cascade)

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
        self._needed(old)
        readable_id(new)
        if old == new:
            return self
        if self._slot(new) is not None or new in BUILT_IN_CALENDARS:
            there = self.get(new)
            holder = "a ready-made calendar" if there is None else f"a {there.kind} ({shown(there.name, 40)})"
            draft.faults.append(
                f'"{old}" cannot be renamed: the id "{new}" is taken by {holder}; choose another'
            )
        else:
            replay.rename(draft, {old: new})
        return draft.commit()

    def move(self, name: str, *, before: str | None = None, after: str | None = None) -> Plan:
        """A plan in which an entity stands elsewhere in the order: right before or after another, or at the end.

        What stands between its new place and the nearest hole makes room by one slot, so a move costs what it
        shifts and what refers to that. A plan that has no hole near is dealt out anew, O(plan), with holes for
        the moves that follow: see `workmodel.domain.arrangement`.

        Parameters
        ----------
        name
            Its id.
        before, after
            Id of the entity that it shall stand before, or after; neither: it goes to the end.

        Raises
        ------
        UnknownId
            There is none with that id.
        WrongType
            Both are given.

        Examples
        --------
        >>> from workmodel.domain import Plan, Task
        >>> plan = Plan().add(Task("draft"), Task("review"), Task("print"))
        >>> [entity.id for entity in plan.move("draft", after="review")]
        ['review', 'draft', 'print']
        """
        if before is not None and after is not None:
            raise WrongType("one place in the order", (before, after), "either before= or after=")
        slot = self._needed(name)
        if after is not None:
            return moved(self, slot, behind(self, self._needed(after), slot))
        return moved(self, slot, None if before is None else self._needed(before))

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
        >>> from workmodel.domain import Plan, Task
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
        return difference.diff(self, instance_of(Plan, "the plan to compare with", other, "a Plan"))

    def apply(self, changes: Iterable[Change]) -> Plan:
        """The plan after those changes, replayed in order and checked as a whole at the end.

        Raises
        ------
        ChangeDoesNotApply
            A change was made for another state of the plan.
        PlanFaults
            The result would not fit together.
        """
        return replay.apply(self, changes)

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
        found = Counter(kind for _, kind in self._named())
        counts = ", ".join(
            f"{found[code]} {plural(kind, found[code])}" for kind, code in KIND_CODES.items() if found[code]
        )
        start = f", start {self.start}" if self.start is not None else ""
        return f"<Plan{' ' + repr(self.title) if self.title else ''}: {counts or 'empty'}{start}>"

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # holes squeezed, no lineage: what a plan is, and not how it came about
        return _restored, pack((self.settings, *self))

    def __copy__(self) -> Plan:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Plan:
        return self

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
            slots = {
                name: s
                for s, name in enumerate(name for c in spine for name in c.names())
                if name is not None
            }
            names, overlay = Names(slots, end), {}
        plan._fill(
            self.settings if settings is None else settings, spine, end, live, names, overlay,
            self._referrers.after(touched),
        )  # fmt: skip
        return squeezed(plan)


def _restored(*packed: Any) -> Plan:
    """A plan out of a pickle.

    Raises
    ------
    UnknownFormat
        Another release made the pickle.
    """
    settings, *entities = unpack(packed)
    plan = Plan.__new__(Plan)
    plan._fill(settings, (), 0, 0, Names({}, 0), {}, Referrers())
    return plan.add(entities) if entities else plan


def _known_fields(what: str, known: Iterable[str], changes: Mapping[str, Any]) -> None:
    names = list(known)
    for name in changes:
        if name not in names:
            raise WrongType(
                f"a field of {what}", name, f"one of {', '.join(names)}.{nearest(name, names)}".rstrip(".")
            )
