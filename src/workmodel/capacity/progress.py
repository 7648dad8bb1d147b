"""How far a ledger is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from workmodel.domain.telling import says_stop
from workmodel.errors import Stopped, WrongType

__all__ = ["Progress", "Steps"]

Progress = Callable[[int, int], bool | None]
"""Called with the steps made and how many there will be; ``False`` from it ends the work."""


@define
class Steps:
    """The steps of a ledger.

    Attributes
    ----------
    on_progress
        Who is told of them; ``None``: nobody.
    """

    on_progress: Progress | None
    _made: int = field(default=0, init=False)
    _most: int = field(default=0, init=False)

    @classmethod
    def told_to(cls, value: object) -> Steps:
        """Steps, told to somebody or nobody.

        Raises
        ------
        WrongType
            It cannot be called.
        """
        if value is not None and not callable(value):
            raise WrongType("what is called with progress", value, "a function of two numbers")
        return cls(value)

    def begin(self, most: int) -> None:
        """So many will be made."""
        self._most = most

    def made(self) -> None:
        """Another one is made.

        Raises
        ------
        Stopped
            Whoever was told ends it, and it was not the last.
        """
        self._made += 1
        if self.on_progress is None:
            return
        if says_stop(self.on_progress(self._made, self._most)) and self._made < self._most:
            raise Stopped("counting the hours", self._made, self._most)
