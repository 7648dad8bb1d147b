"""What is told of the rows of a schedule, in their order, and how it is told anew of some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Listing", "relisted"]

T = TypeVar("T")


@frozen(eq=False)
class Listing(Generic[T]):
    """Values of some rows, in the order of those rows.

    Attributes
    ----------
    places : int array, shape (values,)
        The row of each.
    values
        What is told of it.

    Examples
    --------
    >>> import numpy as np
    >>> told = Listing.of([(0, "a"), (2, "c")])
    >>> told.but(np.array([0, 1, 3]), Listing.of([(2, "new")])).values
    ('a', 'new', 'c')
    """

    places: Ints
    values: tuple[T, ...]

    @classmethod
    def of(cls, told: Iterable[tuple[int, T]]) -> Listing[T]:
        """Of rows with their values, in order."""
        import numpy as np

        found = list(told)
        return cls(
            np.array([place for place, _ in found], dtype=np.int64), tuple(value for _, value in found)
        )

    def but(self, moved: Ints, anew: Listing[T]) -> Listing[T]:
        """The same of another schedule.

        Parameters
        ----------
        moved : int array, shape (rows,)
            Where each row is there; -1: gone, or told anew.
        anew
            What is told anew.
        """
        here = moved[self.places]
        if not anew.values and (here >= 0).all():
            return Listing(here, self.values)
        kept, order, places = relisted(here, anew.places)
        every = [*(self.values[n] for n in kept.tolist()), *anew.values]
        return Listing(places, tuple([every[n] for n in order.tolist()]))


def relisted(here: Ints, anew: Ints) -> tuple[Ints, Ints, Ints]:
    """Which of some places are kept, the order of those followed by others, and all places in that order.

    Parameters
    ----------
    here : int array
        Places, -1 for what is not kept.
    anew : int array
        The others.

    Examples
    --------
    >>> import numpy as np
    >>> [one.tolist() for one in relisted(np.array([0, -1, 3]), np.array([2]))]
    [[0, 2], [0, 2, 1], [0, 2, 3]]
    """
    import numpy as np

    kept = np.flatnonzero(here >= 0)
    every = np.concatenate([here[kept], anew])
    order = np.argsort(every, kind="stable")
    return kept, order, every[order]
