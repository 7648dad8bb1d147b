"""Columns of nodes, of which most hold one value: those take no room, and nobody has to look through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Columns", "all_are", "alike", "chosen"]


class Columns(dict[str, "Ints"]):
    """Columns by name; one that is read only, or somebody else's, is copied when it is first written to."""

    def __init__(self) -> None:
        super().__init__()
        self._own: set[str] = set()

    def own(self, name: str) -> Ints:
        """A column to write to."""
        if name not in self._own:
            self[name] = self[name].copy()
            self._own.add(name)
        return self[name]


def alike(value: int, count: int) -> Ints:
    """A column of one value, which takes no room. int64, shape (count,), read only"""
    import numpy as np

    return np.broadcast_to(np.int64(value), (count,))


def all_are(column: Any, value: int) -> bool:
    """Whether every value of a column is *value*; at once where it is known to hold one."""
    if column.strides == (0,) and len(column):
        return bool(column[0] == value)
    return bool((column == value).all())


def chosen(column: Any, places: Any) -> Any:
    """The values of a column at some places; where all are alike, so are those."""
    return alike(column[0], len(places)) if column.strides == (0,) and len(column) else column[places]
