"""Who gets how much of a day: claims are served in their order until nothing is left. Arrays in, arrays out.

All amounts are int64, ten-thousandths of a person-minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.capacity.ordering import beginnings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["granted", "spread"]

_FITS: Final = 3_000_000_000  # the square of less fits into 64 bits


def granted(cell: Ints, wanted: Ints, budget: Ints) -> Ints:
    """What each claim gets of its cell's budget, served in the order in which claims stand.

    A claim that finds less than it wants gets what there is; those behind it get nothing.

    Parameters
    ----------
    cell : int array, shape (claims,)
        The cell of each claim; claims of one cell stand together.
    wanted : int array, shape (claims,)
        What each could use, not negative.
    budget : int array, shape (cells,)
        What each cell has, not negative.

    Returns
    -------
    int array, shape (claims,)
        Not negative, not above what is wanted; those of a cell add up to its budget or to all that is wanted.

    Examples
    --------
    >>> import numpy as np
    >>> cell, wanted = np.array([0, 0, 0, 2]), np.array([5, 5, 5, 4])
    >>> granted(cell, wanted, np.array([8, 9, 9])).tolist()
    [5, 3, 0, 4]
    """
    import numpy as np

    if not len(cell):
        return wanted.copy()
    first = beginnings(cell, len(budget))
    before = np.concatenate([[0], np.cumsum(wanted)])
    # where on the scale of all that is wanted the budget of each cell ends, and from there back
    left = np.repeat(before[first[:-1]] + budget, np.diff(first))
    left -= before[:-1]
    return np.clip(left, 0, wanted, out=left)


def spread(amount: Ints, reached: Ints, weight: Ints) -> Ints:
    """What of an amount lies before a point, where it lies evenly over a weight: ⌊A·w/W⌋; all of it where W is nothing.

    Parameters
    ----------
    amount : int array
        A.
    reached : int array of a shape that fits
        w, from nothing to the whole.
    weight : int array of a shape that fits
        W.

    Examples
    --------
    >>> import numpy as np
    >>> spread(np.array(10), np.array([0, 1, 2, 3]), np.array(3)).tolist()
    [0, 3, 6, 10]
    """
    import numpy as np

    whole = np.maximum(weight, 1)
    # in two steps, since A·w may not fit into 64 bits: A = q·W + r
    quotient, rest = np.divmod(amount, whole)
    found = quotient * reached + _share(rest, reached, whole)
    return np.where(weight > 0, found, np.where(reached >= 0, amount, 0))


def _share(rest: Ints, reached: Ints, whole: Ints) -> Ints:
    """⌊r·w/W⌋ for r < W: in 64 bits where the product fits, in whole numbers of any size where it does not."""
    import numpy as np

    if int(whole.max(initial=0)) < _FITS:
        return rest * reached // whole
    rest, reached, whole = np.broadcast_arrays(rest, reached, whole)
    found = np.zeros(rest.shape, dtype=np.int64)
    large = (whole >= _FITS) & (rest > 0)
    small = ~large
    found[small] = rest[small] * reached[small] // whole[small]
    found[large] = rest[large].astype(object) * reached[large] // whole[large]
    return found
