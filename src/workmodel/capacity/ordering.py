"""Orders of long columns: by one column, and by another within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["beginnings", "by_two"]


def by_two(major: Ints, minor: Ints) -> tuple[Ints, Ints, Ints]:
    """The positions that put rows in order by *major*, in each by *minor*, in each of those as they stand.

    Parameters
    ----------
    major, minor : int arrays, shape (rows,)
        Neither negative.

    Returns
    -------
    int arrays, shape (rows,)
        Both columns in that order, and the positions.

    Examples
    --------
    >>> import numpy as np
    >>> by_two(np.array([1, 0, 1, 0]), np.array([5, 7, 5, 2]))[2].tolist()
    [3, 1, 0, 2]
    """
    import numpy as np

    count = len(major)
    if not count:
        return major, minor, np.zeros(0, dtype=np.int64)
    low, middle, high = (int(most).bit_length() for most in (count - 1, minor.max(), major.max()))
    if low + middle + high > 62:
        at = np.lexsort((minor, major))
        return major[at], minor[at], at
    # one number a row sorts faster than positions do, and holds both columns
    key = major << middle
    key |= minor
    key <<= low
    key |= np.arange(count)
    key.sort()
    at = key & ((1 << low) - 1)
    key >>= low
    return key >> middle, key & ((1 << middle) - 1), at


def beginnings(group: Ints, groups: int) -> Ints:
    """Where the rows of each group begin, where rows stand by group; one more entry than groups.

    Examples
    --------
    >>> import numpy as np
    >>> beginnings(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    import numpy as np

    return np.concatenate([[0], np.cumsum(np.bincount(group, minlength=groups))])
