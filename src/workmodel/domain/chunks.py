"""How a plan holds its entities: slots in chunks, shared between versions.

Each entity has a *slot*, an integer that is its place in the order and changes only when the order does. Slots lie in
chunks of `SIZE`; an edit copies one chunk and the spine that lists them, so a thousand versions of a plan share nearly
everything. Beside each entity a chunk keeps its *row*: what engines need, with references resolved to slots and
spans to minutes, from which `Columns` are made. A *birth* number tells an entity that was renamed from one that
was removed and another added.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from itertools import count
from threading import Lock
from typing import Any, Final, NamedTuple

__all__ = ["NO_ROW", "SIZE", "Chunk", "Names", "Row", "births", "edited", "extended"]

SIZE: Final = 256
SHIFT: Final = 8
MASK: Final = SIZE - 1

births = count(1)


class Row(NamedTuple):
    """What engines need of one entity."""

    kind: int
    parent: int
    calendar: int
    duration: int
    flags: int
    links: tuple[tuple[int, int, int, int], ...]
    """Per dependency: predecessor's slot, link code, kind of lag, size of lag."""
    targets: tuple[int, ...]
    """Slots of everything it refers to, for "who refers to this?"."""


NO_ROW: Final = Row(255, -1, -1, 0, 0, (), ())


class Chunk:
    """Up to `SIZE` neighbouring slots: entities (``None`` is a hole), their rows and births."""

    __slots__ = ("birth", "columns", "items", "rows")

    def __init__(self, items: list[Any], rows: list[Row], birth: list[int]) -> None:
        self.items = items
        self.rows = rows
        self.birth = birth
        self.columns: Any = None  # a memo, filled by `workmodel.domain.columns`

    def copy(self) -> Chunk:
        """A chunk of its own with the same content."""
        return Chunk(self.items.copy(), self.rows.copy(), self.birth.copy())

    def at(self, place: int) -> Any:
        """The entity at a place, or ``None``."""
        return self.items[place]

    def name(self, place: int) -> str | None:
        """The id of the entity at a place, or ``None``."""
        item = self.items[place]
        return None if item is None else item.id

    def kind(self, place: int) -> int:
        """The code of the kind of the entity at a place."""
        return self.rows[place].kind

    def parent(self, place: int) -> int:
        """The slot of the parent of the entity at a place, or -1."""
        return self.rows[place].parent

    def born(self, place: int) -> int:
        """The birth of the entity at a place."""
        return self.birth[place]

    def names(self) -> Sequence[str | None]:
        """The id of each entity, in order; ``None`` for holes."""
        return [None if item is None else item.id for item in self.items]

    def kinds(self) -> Sequence[int]:
        """The code of each entity's kind, in order."""
        return [row.kind for row in self.rows]

    def piece(self) -> tuple[Any, int, int] | None:
        """The table whose rows it shows, and from which to which: see `workmodel.domain.table`."""
        return None


def edited(spine: tuple[Chunk, ...], changes: dict[int, tuple[Any, Row, int]]) -> tuple[Chunk, ...]:
    """The spine with some slots replaced; only their chunks are copied."""
    fresh: dict[int, Chunk] = {}
    for slot, (item, row, birth) in changes.items():
        number = slot >> SHIFT
        chunk = fresh.get(number)
        if chunk is None:
            chunk = fresh[number] = spine[number].copy()
        place = slot & MASK
        chunk.items[place] = item
        chunk.rows[place] = row
        chunk.birth[place] = birth
    if len(fresh) == 1:
        number, chunk = fresh.popitem()
        return (*spine[:number], chunk, *spine[number + 1 :])
    return tuple([fresh.get(number, chunk) for number, chunk in enumerate(spine)])


def extended(
    spine: tuple[Chunk, ...], end: int, items: list[Any], rows: list[Row], birth: list[int]
) -> tuple[Chunk, ...]:
    """The spine with entities appended from slot *end* on."""
    room = -end & MASK
    if not room:
        return spine + _chunks(items, rows, birth, 0)
    last = spine[-1]
    filled = Chunk(last.items + items[:room], last.rows + rows[:room], last.birth + birth[:room])
    return (*spine[:-1], filled, *_chunks(items, rows, birth, room))


def _chunks(items: list[Any], rows: list[Row], birth: list[int], begin: int) -> tuple[Chunk, ...]:
    return tuple(
        [
            Chunk(items[i : i + SIZE], rows[i : i + SIZE], birth[i : i + SIZE])
            for i in range(begin, len(items), SIZE)
        ]
    )


class Names:
    """Which id has which slot, for a whole family of versions.

    Append-only: only the version that owns its end extends it, under a lock. An entry may be stale for a given version
    (a later version's id, or one since removed); a reader checks the entity that it finds in its own slot. Ids that came
    in columns join when the first id is asked for that is not among the others and may be among them.
    """

    __slots__ = ("end", "later", "lock", "never", "slots")

    def __init__(
        self,
        slots: dict[str, int],
        end: int,
        later: Callable[[], dict[str, int]] | None = None,
        never: Container[str] = (),
    ) -> None:
        self.slots = slots
        self.end = end
        self.later = later
        self.never = never
        self.lock = Lock()

    def get(self, name: str) -> int | None:
        """The slot that an id has, or once had, in this family."""
        some_missing = self.later is not None  # asked first: they join before this changes
        slot = self.slots.get(name)
        if slot is None and some_missing and name not in self.never:
            self.settle()
            slot = self.slots.get(name)
        return slot

    def settle(self) -> None:
        """Let the ids that came in columns join."""
        with self.lock:
            if self.later is not None:
                joined = self.later()
                joined.update(self.slots)
                self.slots = joined
                self.later = None

    def bound(self, fresh: dict[str, int], overlay: dict[str, int], begin: int, end: int) -> dict[str, int]:
        """Bind *fresh* ids for a version whose slots went from *begin* to *end*; its overlay for what was taken."""
        self.settle()
        with self.lock:
            if self.end == begin and self.slots.keys().isdisjoint(fresh) and overlay.keys().isdisjoint(fresh):
                self.slots.update(fresh)
                self.end = end
                return overlay
        return overlay | fresh
