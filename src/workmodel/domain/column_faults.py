"""What is wrong with columns, told row by row: the first rows of each fault in a sentence each, the others as a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from workmodel.errors import PlanFaults, nearest, shown
from workmodel.errors.base import shown_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ColumnFaults"]

_MOST: Final = 5  # rows of one fault that are told one by one, so that it hides no other
_HINTS: Final = 5  # near names cost a look through the plan


class ColumnFaults:
    """Faults found so far."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.rings: list[tuple[str, ...]] = []
        self._hints = _HINTS

    def add(self, sentence: str) -> None:
        """Note a fault of a whole column, or of the plan."""
        self.told.append(sentence)

    def rows(
        self, word: str, rows: Sequence[int] | NDArray[np.intp], what: str, say: Callable[[int], str]
    ) -> None:
        """Note a fault of some rows.

        Parameters
        ----------
        word
            What a row is called, ``"row"`` or ``"link"``.
        rows
            Their places, counted from 0.
        what
            The fault in few words, for the rows that are not told one by one.
        say
            From a row to its sentence.
        """
        places = [int(row) for row in rows[:_MOST]]
        self.told.extend(f"{word} {row}: {say(row)}" for row in places)
        left = len(rows) - len(places)
        if left > 0:
            some = f"{left:,} {word}s" if left > 1 else f"one {word}"
            self.told.append(f"{some} more, up to {word} {int(max(rows))}, with the same fault: {what}")

    def near(self, name: str, known: Callable[[], Sequence[str]]) -> str:
        """A half-sentence with near names, for the first few that are looked for."""
        if not self._hints:
            return ""
        self._hints -= 1
        return nearest(name, known())

    def unknown(self, attribute: str, name: Any, known: Callable[[], Sequence[str]]) -> str:
        """That an attribute names what is not there."""
        if not isinstance(name, str):
            return f"{attribute} is {shown(name, 40)} ({type(name).__name__}), not an id"
        return f'{attribute} names "{shown_id(name)}", which is not in the plan.{self.near(name, known)}'

    def raise_if_any(self) -> None:
        """Raise all of them.

        Raises
        ------
        PlanFaults
            There are some.
        """
        if self.told:
            raise PlanFaults(tuple(self.told), tuple(self.rings))
