"""Versions of the dates in a workspace: what each step changed, so that the workspace can go back and forth.

A version knows the one it was made from and the cells (node × `DATE_WIDTH` + field) that differ, before and after. When
the cells on the way add up to as many as the whole has, a version keeps all dates instead and forgets where it came from:
so chains stay short, and dropping a version frees what only it needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.scheduling.layout import BIG, DATE_WIDTH, NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Version", "between", "dates_of", "unpacked"]

_HIGH: Final = 2**31 - 1
_LOW: Final = -(2**31)


@frozen(eq=False)
class Version:
    """The dates of one version of a plan.

    Attributes
    ----------
    parent
        The version it was made from; ``None`` where it keeps all dates.
    cells, before, after
        Which numbers differ from the parent's, and what they were and are, packed. shape (cells,)
    whole
        All dates, where it has no parent. int64, shape (nodes, DATE_WIDTH)
    weight
        Cells on the way from the version that keeps all dates.
    depth
        Steps on that way.
    top
        The latest early finish of all leaves. [min since 1970]
    turned
        Whether something became a summary in this step, or is none any more.
    """

    parent: Version | None
    cells: Ints
    before: Ints
    after: Ints
    whole: Ints | None
    weight: int
    depth: int
    top: int
    turned: bool = False

    @classmethod
    def kept(cls, whole: Ints, top: int) -> Version:
        """A version that keeps all dates."""
        import numpy as np

        none: Any = np.zeros(0, dtype=np.int32)
        return cls(None, none, none, none, whole, 0, 0, top)

    def changed(self, cells: Ints, before: Ints, after: Ints, top: int, *, turned: bool) -> Version:
        """The version in which some cells changed."""
        return Version(
            self, cells, before, after, None, self.weight + len(cells), self.depth + 1, top, turned
        )


def packed(numbers: Ints) -> Any:
    """Numbers in half the room where they fit: moments are minutes, and "no bound" has a mark of its own."""
    import numpy as np

    marks = (numbers == BIG, numbers == NEVER)
    small = np.where(marks[0], _HIGH, np.where(marks[1], _LOW, numbers))
    if numbers.size and (int(small.max()) > _HIGH or int(small.min()) < _LOW):
        return numbers
    if int((small == _HIGH).sum() + (small == _LOW).sum()) != int(marks[0].sum() + marks[1].sum()):
        return numbers
    return small.astype(np.int32)


def unpacked(numbers: Any) -> Ints:
    """What was packed. int64"""
    import numpy as np

    if numbers.dtype == np.int64:
        return numbers  # type: ignore[no-any-return]
    wide = numbers.astype(np.int64)
    wide[wide == _HIGH] = BIG
    wide[wide == _LOW] = NEVER
    return wide  # type: ignore[no-any-return]


def between(a: Version, b: Version) -> tuple[list[Version], list[Version]] | None:
    """The versions to take back, newest first, and those to follow, oldest first, from one to another.

    ``None`` where they have no version in common.
    """
    back: list[Version] = []
    forth: list[Version] = []
    while a is not b:
        if a.depth >= b.depth:
            if a.parent is None:
                return None
            back.append(a)
            a = a.parent
        else:
            assert b.parent is not None
            forth.append(b)
            b = b.parent
    return back, forth[::-1]


def dates_of(version: Version) -> Ints:
    """All dates of a version. int64, shape (nodes, DATE_WIDTH)"""
    import numpy as np

    steps: list[Version] = []
    here = version
    while here.whole is None:
        steps.append(here)
        assert here.parent is not None
        here = here.parent
    whole = here.whole
    if not steps:
        return whole
    most = max((int(step.cells.max()) // DATE_WIDTH + 1 for step in steps if len(step.cells)), default=0)
    made = np.zeros((max(most, len(whole)), DATE_WIDTH), dtype=np.int64)
    made[: len(whole)] = whole
    flat: Any = made.reshape(-1)
    for step in reversed(steps):
        flat[step.cells] = unpacked(step.after)
    return made
