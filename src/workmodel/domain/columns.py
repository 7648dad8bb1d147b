"""A plan's rows column by column: what engines read instead of walking entities.

Columns are made per chunk, kept there, and shared by every version that shares the chunk; those of a plan are the
concatenation. What came in columns lies in columns already. Positions in all of them are slots; holes have kind `HOLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.chunks import Chunk
    from workmodel.domain.reading import ReadablePlan

    Ints = NDArray[np.int64]

__all__ = ["HOLE", "Columns", "columns_of"]

HOLE: Final = 255
_LAST_SCHEDULED: Final = 2  # codes of task, milestone and project come first


@frozen(eq=False)
class Columns:
    """Columns over the slots of a plan, and its dependencies in the order of their holders.

    Attributes
    ----------
    kind
        Code of the entity's kind, see `workmodel.domain.rows.KIND_CODES`. uint8, shape (slots,)
    parent
        Slot of the parent, or -1. int32, shape (slots,)
    calendar
        Slot of its own calendar, -1 for none, below that a ready-made one. int32, shape (slots,)
    duration
        Minutes as given, -1 where not. int64, shape (slots,) [working or elapsed min]
    flags
        `ELAPSED`, `RARE`, `ASSIGNED` bits. uint8, shape (slots,)
    link_count
        How many dependencies each holds. int32, shape (slots,)
    link_predecessor, link_code, link_lag_kind, link_lag
        Per dependency: predecessor's slot, code of the link, kind of its lag, size. shape (links,)
    """

    kind: NDArray[np.uint8]
    parent: NDArray[np.int32]
    calendar: NDArray[np.int32]
    duration: Ints
    flags: NDArray[np.uint8]
    link_count: NDArray[np.int32]
    link_predecessor: NDArray[np.int32]
    link_code: NDArray[np.int8]
    link_lag_kind: NDArray[np.int8]
    link_lag: Ints
    _names: tuple[Callable[[], Sequence[str]], ...]
    _memo: dict[str, tuple[str, ...]] = field(init=False, factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of its tasks, milestones and projects, in order; joined when somebody asks."""
        found = self._memo.get("ids")
        if found is None:
            pieces = [names() for names in self._names]
            whole = pieces[0] if len(pieces) == 1 else chain.from_iterable(pieces)
            found = self._memo["ids"] = tuple(whole)
        return found


def _of_chunk(chunk: Chunk) -> Any:
    """Columns of one chunk, made once, and its ids."""
    known = chunk.columns
    if known is not None:
        return known
    import numpy as np

    kind, parent, calendar, duration, flags, links, _ = zip(*chunk.rows, strict=True)
    flat = np.array(list(chain.from_iterable(links)), dtype=np.int64).reshape(-1, 4)
    ids = [item.id for item, code in zip(chunk.items, kind, strict=True) if code <= _LAST_SCHEDULED]
    made = (
        np.array(kind, dtype=np.uint8),
        np.array(parent, dtype=np.int32),
        np.array(calendar, dtype=np.int32),
        np.array(duration, dtype=np.int64),
        np.array(flags, dtype=np.uint8),
        np.array([len(row) for row in links], dtype=np.int32),
        flat[:, 0].astype(np.int32),
        flat[:, 1].astype(np.int8),
        flat[:, 2].astype(np.int8),
        flat[:, 3].copy(),
        ids.copy,
    )
    chunk.columns = made
    return made


def _of_table(table: Any, begin: int, end: int) -> Any:
    """Columns of some rows of a table, which are there already, and how to come by their ids."""
    whole = begin == 0 and end == len(table)
    return (
        *table.columns(begin, end),
        table.names.all if whole else partial(table.names.between, begin, end),
    )


def _pieces(spine: tuple[Chunk, ...]) -> Iterator[Any]:
    """Columns of every chunk, those of chunks that show one stretch of a table together."""
    run: tuple[Any, int, int] | None = None
    for chunk in spine:
        here = chunk.piece()
        if run is not None and here is not None and here[0] is run[0] and here[1] == run[2]:
            run = (run[0], run[1], here[2])
            continue
        if run is not None:
            yield _of_table(*run)
        run = here
        if here is None:
            yield _of_chunk(chunk)
    if run is not None:
        yield _of_table(*run)


def columns_of(plan: ReadablePlan) -> Columns:
    """The columns of a plan; only chunks that no earlier version had are converted."""
    import numpy as np

    if not plan._spine:
        types = ("u1", "i4", "i4", "i8", "u1", "i4", "i4", "i1", "i1", "i8")
        empty: list[Any] = [np.zeros(0, dtype=kind) for kind in types]
        return Columns(*[*empty, ()])
    pieces = list(_pieces(plan._spine))
    *arrays, names = zip(*pieces, strict=True)
    joined: list[Any] = [each[0] if len(each) == 1 else np.concatenate(each) for each in arrays]
    return Columns(*[*joined, names])


def keep_columns(spine: tuple[Chunk, ...]) -> None:
    """Convert chunks now, where a bulk load has just made them."""
    for chunk in spine:
        if chunk.piece() is None:
            _of_chunk(chunk)
