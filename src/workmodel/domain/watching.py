"""How far a long load is, and whether somebody wants it to go on."""

from __future__ import annotations

from collections.abc import Callable

from workmodel.errors import LoadStopped, WrongType

__all__ = ["Progress", "Watch"]

Progress = Callable[[int, int], bool | None]
"""What is called with how much is done and how much there is to do; ``False`` from it ends the load."""


class Watch:
    """Calls whoever watches each time that more is done."""

    def __init__(self, told: Progress | None, total: int) -> None:
        if told is not None and not callable(told):
            raise WrongType("what is called with progress", told, "a function of two numbers")
        self.total = total
        self._told = told
        self._done = 0

    def more(self, rows: int) -> None:
        """Note that so many rows more are done.

        Raises
        ------
        LoadStopped
            Whoever watches wants no more.
        """
        if not rows:
            return
        self._done += rows
        if self._told is not None and self._told(self._done, self.total) is False:
            raise LoadStopped(self._done, self.total)
