"""A plan's rows column by column: what engines read instead of walking entities.

Columns are made per chunk, kept there, and shared by every version that shares the chunk; those of a plan are the
concatenation. Positions in all of them are slots; holes have kind `HOLE`.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

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
    ids: tuple[str, ...]
    """Ids of its tasks, milestones and projects, in order."""


def _of_chunk(chunk: Chunk) -> Any:
    """Columns of one chunk, made once."""
    known = chunk.columns
    if known is not None:
        return known
    import numpy as np

    kind, parent, calendar, duration, flags, links, _ = zip(*chunk.rows, strict=True)
    flat = np.array(list(chain.from_iterable(links)), dtype=np.int64).reshape(-1, 4)
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
        [item.id for item, code in zip(chunk.items, kind, strict=True) if code <= _LAST_SCHEDULED],
    )
    chunk.columns = made
    return made


def columns_of(plan: ReadablePlan) -> Columns:
    """The columns of a plan; only chunks that no earlier version had are converted."""
    import numpy as np

    if not plan._spine:
        types = ("u1", "i4", "i4", "i8", "u1", "i4", "i4", "i1", "i1", "i8")
        empty: list[Any] = [np.zeros(0, dtype=kind) for kind in types]
        return Columns(*[*empty, ()])
    *arrays, names = zip(*map(_of_chunk, plan._spine), strict=True)
    joined: list[Any] = [np.concatenate(pieces) for pieces in arrays]
    return Columns(*[*joined, tuple(chain.from_iterable(names))])


def keep_columns(spine: tuple[Chunk, ...]) -> None:
    """Convert chunks now, where a bulk load has just made them."""
    for chunk in spine:
        _of_chunk(chunk)
