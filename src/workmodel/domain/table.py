"""Items that came as columns: their entities are made when somebody looks at them.

A `Table` holds the facts of many tasks, milestones and projects in arrays, references as slots and spans as minutes, as
engines read them. A `TableChunk` shows some of its rows as a chunk of a plan: it makes the entity, the row or the birth that
is asked for, and keeps it. An edit copies the chunk that it touches, as ever, into one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from workmodel.domain.chunks import Chunk, Row
from workmodel.domain.dependency import Dependency, Link
from workmodel.domain.items import Entity, Milestone, Project, Task
from workmodel.domain.rows import BUILT_IN_SLOTS, KIND_CODES, MISSING
from workmodel.quantities import NO_LAG, Lag, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.packed import Packed

    Ints = NDArray[np.int64]
    SmallInts = NDArray[np.int32]

__all__ = ["AS_MINUTES", "Links", "Table", "TableChunk"]

AS_MINUTES: Final = -1  # in place of the number of a span: it was given in minutes
_CLASSES: Final[tuple[type[Any], ...]] = (Task, Milestone, Project)
_LINKS: Final = tuple(Link)
_BUILT_IN: Final = {slot: name for name, slot in BUILT_IN_SLOTS.items()}
_numbers = count(1)


@lru_cache(maxsize=4096)
def _in_hours(minutes: int) -> Span:
    return Span.of_minutes(minutes, unit="h")


@frozen(eq=False)
class Links:
    """What the rows of a table wait for, in the order of those that wait.

    Attributes
    ----------
    first
        Where the links of each row begin; one more entry than rows. int32 or int64, shape (rows + 1,)
    predecessor, code, lag_kind, lag
        As in `workmodel.domain.columns.Columns`. shape (links,)
    written
        Numbers of the lags as they were written, in `lags`; `None` where all were given in minutes. shape (links,)
    lags
        Lags as they were written.
    """

    first: Ints
    predecessor: SmallInts
    code: NDArray[np.int8]
    lag_kind: NDArray[np.int8]
    lag: Ints
    written: SmallInts | None
    lags: tuple[Lag, ...]

    def lag_of(self, place: int) -> Lag:
        """The lag of one link, as it was written."""
        number = AS_MINUTES if self.written is None else int(self.written[place])
        if number != AS_MINUTES:
            return self.lags[number]
        minutes = int(self.lag[place])
        return _in_hours(minutes) if minutes else NO_LAG


@frozen(eq=False)
class Table:
    """The facts of many items.

    Attributes
    ----------
    begin
        Slot of its first row.
    before
        Ids of the entities in the slots before.
    names
        Ids of its rows.
    titles, priority
        ``None`` where no row has one.
    kind, parent, calendar, duration, flags
        As in `workmodel.domain.columns.Columns`. shape (rows,)
    written
        Numbers of the durations as they were written, in `spans`; `None` where all were given in minutes. shape (rows,)
    spans
        Durations as they were written.
    links
        What its rows wait for.
    special
        Entities and rows of those that say more than columns hold, by row.
    """

    begin: int
    before: tuple[str, ...]
    names: Packed
    titles: Packed | None
    priority: NDArray[np.int16] | None
    kind: NDArray[np.uint8]
    parent: SmallInts
    calendar: SmallInts
    duration: Ints
    flags: NDArray[np.uint8]
    written: SmallInts | None
    spans: tuple[Span, ...]
    links: Links
    special: dict[int, tuple[Entity, Row]] = field(factory=dict)
    births: int = field(init=False, factory=lambda: -(next(_numbers) << 40))
    """Birth of its first row; below zero, where no entity that was added has one."""
    lock: Any = field(init=False, factory=RLock)

    def __len__(self) -> int:
        return len(self.kind)

    def columns(self, begin: int, end: int) -> tuple[Any, ...]:
        """Arrays of some rows, in the order of `workmodel.domain.columns.Columns`; nothing is copied."""
        import numpy as np

        own, links = slice(begin, end), self.links
        held = slice(int(links.first[begin]), int(links.first[end]))
        counts = np.diff(links.first[begin : end + 1]).astype(np.int32)
        return (
            self.kind[own], self.parent[own], self.calendar[own], self.duration[own], self.flags[own], counts,
            links.predecessor[held], links.code[held], links.lag_kind[held], links.lag[held],
        )  # fmt: skip

    def special_between(self, begin: int, end: int) -> list[int]:
        """Those of some neighbouring rows that say more than columns hold."""
        return [row for row in range(begin, end) if row in self.special] if self.special else []

    def slots(self) -> dict[str, int]:
        """Slots of its rows by id."""
        return dict(zip(self.names.all(), range(self.begin, self.begin + len(self)), strict=True))

    def name_of(self, slot: int) -> str:
        """The id of what a row refers to."""
        if slot >= self.begin:
            return self.names[slot - self.begin]
        return self.before[slot] if slot >= 0 else _BUILT_IN[slot]

    def entities(self, begin: int, end: int) -> list[Entity]:
        """The entities of some neighbouring rows."""
        names = self.names.between(begin, end)
        special = self.special
        return [
            special[row][0] if row in special else self._entity(row, name)
            for row, name in enumerate(names, begin)
        ]

    def entity(self, row: int) -> Entity:
        """The entity of one row."""
        return self.entities(row, row + 1)[0]

    def _entity(self, row: int, name: str) -> Entity:
        facts: dict[str, Any] = {}
        if self.titles is not None:
            facts["title"] = self.titles[row]
        if self.priority is not None:
            facts["priority"] = int(self.priority[row])
        parent, calendar = int(self.parent[row]), int(self.calendar[row])
        if parent >= 0:
            facts["parent"] = self.name_of(parent)
        if calendar != -1:
            facts["calendar"] = self.name_of(calendar)
        begin, end = int(self.links.first[row]), int(self.links.first[row + 1])
        if begin < end:
            facts["after"] = tuple([self._dependency(place) for place in range(begin, end)])
        kind = int(self.kind[row])
        if not kind:
            facts["duration"] = self._span(row)
        entity: Entity = _CLASSES[kind](name, **facts)
        return entity

    def _span(self, row: int) -> Span | None:
        number = AS_MINUTES if self.written is None else int(self.written[row])
        if number != AS_MINUTES:
            return self.spans[number]
        minutes = int(self.duration[row])
        return None if minutes == MISSING else _in_hours(minutes)

    def _dependency(self, place: int) -> Dependency:
        links = self.links
        return Dependency(
            self.name_of(int(links.predecessor[place])), _LINKS[links.code[place]], links.lag_of(place)
        )

    def rows(self, begin: int, end: int) -> list[Row]:
        """The rows, as engines read them, of some neighbouring rows of the table."""
        kind, parent, calendar, duration, flags = (
            column[begin:end].tolist()
            for column in (self.kind, self.parent, self.calendar, self.duration, self.flags)
        )
        first = self.links.first[begin : end + 1].tolist()
        own = slice(first[0], first[-1])
        held = list(
            zip(
                self.links.predecessor[own].tolist(), self.links.code[own].tolist(),
                self.links.lag_kind[own].tolist(), self.links.lag[own].tolist(), strict=True,
            )
        )  # fmt: skip
        made = []
        for place in range(end - begin):
            known = self.special.get(begin + place)
            if known is not None:
                made.append(known[1])
                continue
            links = tuple(held[first[place] - first[0] : first[place + 1] - first[0]])
            up, by = parent[place], calendar[place]
            targets = (*[up][: up >= 0], *[link[0] for link in links], *[by][: by != -1])
            if kind[place] == KIND_CODES["project"]:
                targets = tuple(dict.fromkeys(targets))
            made.append(Row(kind[place], up, by, duration[place], flags[place], links, targets))
        return made


class TableChunk(Chunk):
    """Some rows of a table as a chunk, behind the entities of a chunk that was not full."""

    __slots__ = ("_begin", "_end", "_head", "_shift", "_single", "_table")

    def __init__(self, table: Table, begin: int, end: int, head: Chunk | None = None) -> None:
        self._table = table
        self._begin = begin
        self._end = end
        self._head = head
        self._shift = 0 if head is None else len(head.items)
        self._single: dict[int, Entity] = {}

    def __getattr__(self, name: str) -> Any:
        # reached for a slot that nothing was put in yet
        make = _MAKERS.get(name)
        if make is None:
            raise AttributeError(name)
        with self._table.lock:
            try:
                return object.__getattribute__(self, name)  # another thread was first
            except AttributeError:
                made = make(self)
                setattr(self, name, made)
                return made

    def _made(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            return None

    def _make_items(self) -> list[Any]:
        head = [] if self._head is None else self._head.items
        own: list[Any] = list(self._table.entities(self._begin, self._end))
        for place, entity in self._single.items():
            own[place] = entity  # one and the same, whoever saw it first
        return head + own

    def _make_rows(self) -> list[Row]:
        head = [] if self._head is None else self._head.rows
        return head + self._table.rows(self._begin, self._end)

    def _make_birth(self) -> list[int]:
        head = [] if self._head is None else self._head.birth
        first = self._table.births
        return head + list(range(first + self._begin, first + self._end))

    def at(self, place: int) -> Any:
        """The entity at a place; it alone is made."""
        items = self._made("items")
        if items is not None:
            return items[place]
        own = place - self._shift
        if own < 0:
            assert self._head is not None
            return self._head.items[place]
        with self._table.lock:
            items = self._made("items")
            if items is not None:
                return items[place]
            entity = self._single.get(own)
            if entity is None:
                entity = self._single[own] = self._table.entity(self._begin + own)
            return entity

    def name(self, place: int) -> str | None:
        """The id of the entity at a place."""
        own = place - self._shift
        if own < 0:
            assert self._head is not None
            return self._head.name(place)
        return self._table.names[self._begin + own]

    def names(self) -> Sequence[str | None]:
        """The id of each entity, in order."""
        own = self._table.names.between(self._begin, self._end)
        return own if self._head is None else [*self._head.names(), *own]

    def kind(self, place: int) -> int:
        """The code of the kind of the entity at a place."""
        own = place - self._shift
        if own < 0:
            assert self._head is not None
            return self._head.kind(place)
        return int(self._table.kind[self._begin + own])

    def parent(self, place: int) -> int:
        """The slot of the parent of the entity at a place, or -1."""
        own = place - self._shift
        if own < 0:
            assert self._head is not None
            return self._head.parent(place)
        return int(self._table.parent[self._begin + own])

    def kinds(self) -> Sequence[int]:
        """The code of each entity's kind, in order."""
        own: list[int] = self._table.kind[self._begin : self._end].tolist()
        return own if self._head is None else [*self._head.kinds(), *own]

    def born(self, place: int) -> int:
        """The birth of the entity at a place."""
        own = place - self._shift
        if own < 0:
            assert self._head is not None
            return self._head.born(place)
        return self._table.births + self._begin + own

    def piece(self) -> tuple[Any, int, int] | None:
        """The table and the rows of it that this chunk shows and nothing else."""
        return None if self._head is not None else (self._table, self._begin, self._end)


_MAKERS: Final[dict[str, Any]] = {
    "items": TableChunk._make_items,
    "rows": TableChunk._make_rows,
    "birth": TableChunk._make_birth,
    "columns": lambda _: None,  # by the rows, where a head stands before them; else the table has them
}
