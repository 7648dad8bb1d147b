"""`DateColumns`: the dates of a schedule as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from workmodel.domain.pickling import packed_numbers, unpacked_numbers
from workmodel.errors import instance_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["DATE_NAMES", "DateColumns", "dates_at"]

DATE_NAMES = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
    "duration", "critical", "summary",
)  # fmt: skip


@frozen(eq=False)
class DateColumns:
    """The dates of a schedule as arrays, one row per scheduled item in the plan's order.

    Attributes
    ----------
    start, finish, early_start, early_finish, late_start, late_finish
        int64, shape (items,) [min since 1970 on the plan's axis]
    total_float, free_float, duration
        int64, shape (items,) [working min on the item's calendar; elapsed min where its duration is]
    critical, summary
        bool, shape (items,)
    """

    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints
    duration: Ints
    critical: NDArray[np.bool_]
    summary: NDArray[np.bool_]

    def __reduce__(self) -> tuple[Any, ...]:
        import numpy as np

        packed: list[Any] = []
        arrays = [getattr(self, name) for name in DATE_NAMES]
        for place, array in enumerate(arrays):
            same = (earlier for earlier in range(place) if np.array_equal(arrays[earlier], array))
            before = next(same, None)  # what is scheduled is most often what is early
            packed.append(packed_numbers(array) if before is None else before)
        return _unpacked_dates, tuple(packed)

    def same_as(self, other: DateColumns) -> bool:
        """Whether every value is equal."""
        import numpy as np

        instance_of(DateColumns, "dates to compare with", other, "DateColumns")
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in DATE_NAMES)


def dates_at(dates: DateColumns, rows: Ints) -> DateColumns:
    """The dates of some rows, in that order."""
    return DateColumns(*(getattr(dates, name)[rows] for name in DATE_NAMES))


def _unpacked_dates(*packed: Any) -> DateColumns:
    """Dates out of a pickle; a number stands for an earlier one of them."""
    arrays: list[Any] = []
    for name, one in zip(DATE_NAMES, packed, strict=True):
        array = arrays[one] if isinstance(one, int) else unpacked_numbers(one)
        arrays.append(array.astype(bool) if name in ("critical", "summary") else array)
    return DateColumns(*arrays)
