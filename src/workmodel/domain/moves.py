"""`Moves`: what differs between two schedules, item by item, made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import index
from typing import Any, Final, Literal, cast, overload

from attrs import field, fields_dict, frozen

from workmodel.domain.display import html_of, text_of
from workmodel.domain.explanation import Driver, Explanation
from workmodel.domain.itemmove import ItemDates, ItemMove
from workmodel.domain.schedule import Schedule
from workmodel.domain.schedule_dates import DateColumns
from workmodel.domain.wording import calendar_of, said_ends
from workmodel.errors import NoSuchPlace, OutOfRange, UnknownId, WrongType, named, nearest
from workmodel.quantities import WorkTime

__all__ = ["Moves"]

_KINDS: Final = ("task", "milestone", "project")
_PLACE: Final = 'a place among the moves, or an id, such as "live"'
_MOMENTS: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


@frozen(eq=False, repr=False)
class Moves(Sequence[ItemMove]):
    """What moved between two schedules, in the order of the plan after; made by `workmodel.scheduling.moves`.

    A sequence of `ItemMove`: of everything that is in both and has another date, float or critical mark. Moves are made from
    columns when somebody looks at them, so to hold thousands costs nothing. An item is looked up by its id
    as well, ``moves["live"]``, and ``"live" in moves`` tells whether it moved.

    Attributes
    ----------
    before, after
        The schedules.
    ids_before, ids
        Ids of what moved, in the one and in the other.
    was, now
        Their dates, in the one and in the other; a row for each.
    added
        Ids of items that only the schedule after has, in its order.
    removed
        Ids of items that only the schedule before has, in its order.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="5d"),
    ...     Task("build", duration="5d", after=["design"]),
    ...     Milestone("live", after=["build"]),
    ... )
    >>> found: Moves = moves(schedule(plan), schedule(plan.evolve("build", duration="7d").add(Task("party"))))
    >>> found
    <Moves: 2 items moved, 1 added, 0 removed>
    >>> found.added, [one.id for one in found], "design" in found
    (('party',), ['build', 'live'], False)
    >>> print(found["live"])
    live is 2d later, Tue 2026-03-17
    """

    before: Schedule
    after: Schedule
    ids_before: tuple[str, ...]
    ids: tuple[str, ...]
    was: DateColumns
    now: DateColumns
    added: tuple[str, ...]
    removed: tuple[str, ...]
    _memo: dict[str, Any] = field(init=False, factory=dict)

    # -- as a sequence ------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[ItemMove]:
        return map(self._move, range(len(self)))

    @overload
    def __getitem__(self, which: int | str) -> ItemMove: ...

    @overload
    def __getitem__(self, which: slice) -> tuple[ItemMove, ...]: ...

    def __getitem__(self, which: int | str | slice) -> ItemMove | tuple[ItemMove, ...]:
        """The move at a place, or of an item; of a slice, several.

        Raises
        ------
        UnknownId
            Nothing of that id moved.
        NoSuchPlace
            There are not so many.
        """
        if isinstance(which, str):
            return self._move(self._place(which))
        if isinstance(which, slice):
            return tuple(map(self._move, range(len(self))[which]))
        return self._move(_counted(which, len(self)))

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return item in self._places
        return isinstance(item, ItemMove) and item.id in self._places and self[item.id] == item

    @property
    def _places(self) -> dict[str, int]:
        """Where among the moves each id stands, as it is after."""
        known: dict[str, int] | None = self._memo.get("places")
        if known is None:
            known = self._memo["places"] = {name: n for n, name in enumerate(self.ids)}
        return known

    def _place(self, name: str) -> int:
        place = self._places.get(name) if isinstance(name, str) else None
        if place is None:
            raise UnknownId(named(name), nearest(named(name), self._places), "item that moved")
        return place

    # -- one move -----------------------------------------------------------------------------------------------

    def _move(self, place: int) -> ItemMove:
        name, plan = self.ids[place], self.after.plan
        entity = plan[name]
        was, now = self.was, self.now
        calendar = calendar_of(plan, name)
        length = getattr(entity, "duration", None)
        summary = bool(now.summary[place])
        return ItemMove(
            id=name, id_before=self.ids_before[place], title=entity.title, kind=cast("Any", entity.kind),
            summary=summary, elapsed=bool(length and length.elapsed and not summary),
            before=_stand(self.before, was, place), after=_stand(self.after, now, place),
            start_later=WorkTime(calendar.between(int(was.start[place]), int(now.start[place]))),
            finish_later=WorkTime(calendar.between(int(was.finish[place]), int(now.finish[place]))),
            conventions=plan.conventions, asked=_Driving(self.after, name),
        )  # fmt: skip

    def _differs(self, *names: str) -> Any:
        """Which moves have another value in one of some columns."""
        found: Any = False
        for name in names:
            found = found | (getattr(self.was, name) != getattr(self.now, name))
        return found

    # -- some of them -------------------------------------------------------------------------------------------

    @property
    def shifted(self) -> Sequence[ItemMove]:
        """Those with another start or finish; of the others only early or late dates, floats or critical marks differ."""
        return self._where(self._differs("start", "finish"))

    @property
    def milestones(self) -> Sequence[ItemMove]:
        """Milestones among those with another start or finish."""
        return self._some(self._differs("start", "finish").nonzero()[0].tolist(), "milestone")

    @property
    def float_changed(self) -> Sequence[ItemMove]:
        """Those with another total or free float."""
        return self._where(self._differs("total_float", "free_float"))

    @property
    def became_critical(self) -> Sequence[ItemMove]:
        """Those that are critical now and were not."""
        return self._where(self._differs("critical") & self.now.critical)

    @property
    def left_critical(self) -> Sequence[ItemMove]:
        """Those that were critical and are no longer."""
        return self._where(self._differs("critical") & self.was.critical)

    def of_kind(self, kind: Literal["task", "milestone", "project"]) -> Sequence[ItemMove]:
        """Those of one kind.

        Raises
        ------
        OutOfRange
            There is no such kind of item.
        """
        if kind not in _KINDS:
            raise OutOfRange("a kind of item", kind, f"one of {', '.join(_KINDS)}")
        return self._some(range(len(self)), kind)

    def _where(self, differs: Any) -> Sequence[ItemMove]:
        return _Some(self, tuple(differs.nonzero()[0].tolist()))

    def _some(self, places: Iterable[int], kind: str) -> Sequence[ItemMove]:
        plan, ids = self.after.plan, self.ids
        return _Some(self, tuple(place for place in places if plan[ids[place]].kind == kind))

    # -- the whole ----------------------------------------------------------------------------------------------

    @property
    def finish_before(self) -> datetime | None:
        """When all ended before; ``None`` where nothing had dates."""
        return self.before.finish

    @property
    def finish(self) -> datetime | None:
        """When all ends after; ``None`` where nothing has dates."""
        return self.after.finish

    @property
    def ends(self) -> str:
        """When all ends, and whether that is another date than before, in words."""
        return said_ends(self.after.plan, self.finish_before, self.finish)

    # -- why ----------------------------------------------------------------------------------------------------

    def explain(self, name: str) -> Explanation:
        """Why an item that moved stands where it stands after: its bounds, and the chain of causes behind it.

        Raises
        ------
        UnknownId
            Nothing of that id moved.
        """
        return self.after.explain(self.ids[self._place(name)])

    def chain(self, name: str) -> tuple[ItemMove, ...]:
        """The moves that brought an item where it is: its own, then back along what drives it, as far as that moved likewise.

        Where an item comes later, the chain that drives it after is followed; where it comes earlier, the one that drove it
        before, which gave way (planned from the finish, the other way round). The last one is where the move begins: what was
        edited acts on it, or on what it waits for.

        Raises
        ------
        UnknownId
            Nothing of that id moved.

        Examples
        --------
        >>> from workmodel.domain import Plan, Task
        >>> from workmodel.scheduling import moves, schedule
        >>> plan = Plan(start="2026-03-02").add(
        ...     Task("a", duration="2d"), Task("b", duration="1d", after=["a"]), Task("c", after=["b"])
        ... )
        >>> [one.id for one in moves(schedule(plan), schedule(plan.evolve("b", duration="3d"))).chain("c")]
        ['c', 'b']
        """
        here = self._move(self._place(name))
        holds_now = (here.side > 0) is (self.after.plan.direction == "forward")
        found = [here]
        if here.side:
            steps = (self.after.explain(here.id) if holds_now else self.before.explain(here.id_before)).steps
            places = self._places if holds_now else self._places_before
            for step in steps[1:]:
                place = places.get(step.id)
                one = None if place is None else self._move(place)
                if one is None or one.side != here.side:
                    break
                found.append(one)
        return tuple(found)

    @property
    def _places_before(self) -> dict[str, int]:
        """Where among the moves each id stands, as it was before."""
        return {name: n for n, name in enumerate(self.ids_before)}

    # -- shown --------------------------------------------------------------------------------------------------

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each move, ready for any dataframe library.

        ``id``, ``title``, ``kind``, ``summary``; each date as it was, ``start_before``, and is, ``start``;
        ``start_later_minutes`` and ``finish_later_minutes``, below zero where earlier; floats, ``total_float_before_minutes``
        and ``total_float_minutes``; ``critical_before``, ``critical``, and what drives it now, ``why``.
        """
        return [_row(one) for one in self]

    def __str__(self) -> str:
        return text_of(self)

    def __repr__(self) -> str:
        items = f"{len(self)} item{'' if len(self) == 1 else 's'}"
        return f"<Moves: {items} moved, {len(self.added)} added, {len(self.removed)} removed>"

    def _repr_html_(self) -> str:
        return html_of(self)


@frozen(eq=False)
class _Some(Sequence[ItemMove]):
    """Some of the moves, by their places; like all of them made when somebody looks."""

    moves: Moves
    places: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, which: int) -> ItemMove: ...

    @overload
    def __getitem__(self, which: slice) -> tuple[ItemMove, ...]: ...

    def __getitem__(self, which: int | slice) -> ItemMove | tuple[ItemMove, ...]:
        if isinstance(which, slice):
            return tuple(self.moves[place] for place in self.places[which])
        return self.moves[self.places[_counted(which, len(self.places))]]

    def __repr__(self) -> str:
        return f"<{len(self)} of {len(self.moves)} moves>"


def _counted(which: object, length: int) -> int:
    """A place among so many, counted from the front or the end."""
    if isinstance(which, bool) or not hasattr(which, "__index__"):
        raise WrongType("a place among moves", which, _PLACE)
    place = index(which)
    if not -length <= place < length:
        raise NoSuchPlace(place, length)
    return place % length


@frozen
class _Driving:
    """Finds what drives an item, when somebody asks."""

    schedule: Schedule
    name: str

    def __call__(self) -> Driver | None:
        return self.schedule.driver(self.name)


def _stand(schedule: Schedule, dates: DateColumns, row: int) -> ItemDates:
    """How the item of a row stands."""
    time = schedule.plan.axis.time
    moments = {name: time(int(getattr(dates, name)[row])) for name in _MOMENTS}
    return ItemDates(
        **moments, total_float=WorkTime(int(dates.total_float[row])),
        free_float=WorkTime(int(dates.free_float[row])), critical=bool(dates.critical[row]),
    )  # fmt: skip


def _row(one: ItemMove) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "title": one.title, "kind": one.kind, "summary": one.summary}
    for name in fields_dict(ItemDates):
        ends = ("_minutes", ".minutes") if name.endswith("float") else ("", "")
        for suffix, stand in (("_before", one.before), ("", one.after)):
            value = getattr(stand, name)
            found[f"{name}{suffix}{ends[0]}"] = value.minutes if ends[0] else value
    found["start_later_minutes"] = one.start_later.minutes
    found["finish_later_minutes"] = one.finish_later.minutes
    found["why"] = "" if one.why is None else str(one.why)
    return found
