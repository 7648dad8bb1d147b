"""One column as somebody has it, a list, an array or a series, as the few forms that are read further.

Numbers become numpy arrays of int64 or float64, where not-a-number means that nothing is given; spans of time arrays of
timedelta64; all else becomes a list, in which nothing is ``None``, whatever it was called before (NaN, NaT, NA).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.errors import shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Values", "is_missing", "plain_values", "values_of"]

_NOTHING: Final = frozenset(("NAType", "NaTType"))
_DATAFRAME_LISTS: Final = ("to_list", "tolist", "to_pylist")


@frozen(eq=False)
class Values:
    """The cells of a column.

    Attributes
    ----------
    data
        A list without odd kinds of nothing, or an array of int64, float64, bool or timedelta64.
    texts
        Whether it is a list of texts, some perhaps missing.
    """

    data: Any
    texts: bool = False

    def __len__(self) -> int:
        return len(self.data)

    @property
    def kind(self) -> str:
        """What numpy calls the kind of its numbers, ``"i"``, ``"f"``, ``"b"`` or ``"m"``; ``"O"`` for a list."""
        return "O" if isinstance(self.data, list) else str(self.data.dtype.kind)

    @property
    def type_name(self) -> str:
        """What its cells are, in a message."""
        if not isinstance(self.data, list):
            return str(self.data.dtype)
        some = next((value for value in self.data if value is not None), None)
        return type(some).__name__

    def missing(self) -> NDArray[np.bool_]:
        """Which cells hold nothing."""
        import numpy as np

        if isinstance(self.data, list):
            return np.fromiter((value is None for value in self.data), dtype=bool, count=len(self.data))
        if self.kind in "fm":
            return np.asarray(np.isnan(self.data))
        return np.zeros(len(self.data), dtype=bool)


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing, by whatever name."""
    if value is None or type(value).__name__ in _NOTHING:
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124 - only not-a-number differs from itself


def values_of(given: Any) -> Values | str:
    """A column in one of the forms that are read further, or what is wrong with it."""
    import numpy as np

    if isinstance(given, np.ndarray):
        return _of_array(given)
    if isinstance(given, (list, tuple, range)):
        return _of_list(given if isinstance(given, list) else list(given))
    if isinstance(given, (str, bytes, Mapping, set, frozenset)) or not isinstance(given, Iterable):
        return f"is {shown(given, 40)} ({type(given).__name__}), not a column; give a list or an array"
    if hasattr(given, "dtype") or hasattr(given, "type"):  # a series of some dataframe library
        array = np.asarray(given)
        if array.dtype.kind in "iufbm":
            return _of_array(array)
        for name in _DATAFRAME_LISTS:
            if hasattr(given, name):
                return _of_list(list(getattr(given, name)()))
    return _of_list(list(given))


def _of_array(array: NDArray[Any]) -> Values | str:
    import numpy as np

    if array.ndim != 1:
        return f"has {array.ndim} dimensions; a column has one"
    kind = array.dtype.kind
    if isinstance(array, np.ma.MaskedArray):
        return _of_list(array.tolist())
    if kind == "u" and len(array) and array.max() > np.iinfo(np.int64).max:
        return _of_list(array.tolist())
    if kind in "iu":
        return Values(array.astype(np.int64, copy=False))
    if kind == "f":
        return Values(array.astype(np.float64, copy=False))
    if kind in "bm":
        return Values(array)
    if kind == "M":
        return _of_list(array.astype("datetime64[us]").tolist())
    return _of_list(array.tolist())


def _of_list(cells: list[Any]) -> Values:
    import numpy as np

    types = set(map(type, cells))
    if types <= {str, type(None)}:
        return Values(cells, texts=True)
    if any(
        kind is float or kind.__name__ in _NOTHING or issubclass(kind, (np.generic, np.ndarray))
        for kind in types
    ):
        cells = [_plain(cell) for cell in cells]
        types = set(map(type, cells))
    some = types - {type(None)}
    if some and some <= {int, float}:
        try:
            if types == {int}:
                return Values(np.array(cells, dtype=np.int64))
            return Values(np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64))
        except OverflowError:
            return Values(cells)
    if types == {bool}:
        return Values(np.array(cells, dtype=bool))
    if some and all(issubclass(kind, str) for kind in some):  # members of an enumeration, and the like
        return Values([None if cell is None else str.__str__(cell) for cell in cells], texts=True)
    return Values(cells)


def _plain(cell: Any) -> Any:
    """A cell without numpy's types and the many kinds of nothing."""
    import numpy as np

    if isinstance(cell, np.datetime64):
        cell = cell.astype("datetime64[us]").item()
    elif isinstance(cell, np.timedelta64):
        cell = cell.astype("timedelta64[us]").item()
    elif isinstance(cell, np.generic):
        cell = cell.item()
    elif isinstance(cell, np.ndarray):  # a list within a column, as files of columns give it
        return cell.tolist()
    return None if is_missing(cell) else cell


def plain_values(values: Values) -> list[Any]:
    """The cells as Python's own values; whole numbers that missing ones made floats are whole again."""
    if isinstance(values.data, list):
        return values.data
    if values.kind == "f":
        cells: Sequence[float] = values.data.tolist()
        return [None if cell != cell else int(cell) if cell.is_integer() else cell for cell in cells]  # noqa: PLR0124 - see above
    if values.kind == "m":
        return list(values.data.astype("timedelta64[us]").tolist())
    return list(values.data.tolist())
