"""How far something is, told to whoever asked to hear of it; they may stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from workmodel.errors import Stopped, WrongType, takes

__all__ = ["SILENT", "OnProgress", "Teller", "progress_function", "says_stop"]

_T = TypeVar("_T")

OnProgress = Callable[[int, int], bool | None]
"""Called with how much is done and the most there will be, as far as is known; ``False`` from it stops."""


def progress_function(value: Any) -> OnProgress | None:
    """Who is told how far something is, or ``None``.

    Raises
    ------
    WrongType
        It is no function of two numbers.
    """
    if value is not None and not takes(2, value):
        raise WrongType("what is called with progress", value, "a function of two numbers")
    checked: OnProgress | None = value
    return checked


def says_stop(said: Any) -> bool:
    """Whether an answer to progress is ``False``, by Python or by numpy; other answers that count for nothing go on."""
    return type(said).__name__ in ("bool", "bool_") and not said


class Teller:
    """Tells of one thing that is being done.

    Parameters
    ----------
    what
        What is being done ("scheduling the plan").
    on_progress
        Who is told; ``None``: nobody.

    Raises
    ------
    WrongType
        That is no function of two numbers.

    Examples
    --------
    >>> heard = []
    >>> teller = Teller("counting", lambda done, most: heard.append(f"{done} of {most}"))
    >>> [number for number in teller.each("abcd", every=3)]
    ['a', 'b', 'c', 'd']
    >>> heard
    ['3 of 4', '4 of 4']
    """

    def __init__(self, what: str, on_progress: OnProgress | None) -> None:
        self.what = what
        self.on_progress = progress_function(on_progress)

    def tell(self, done: int, most: int) -> None:
        """Tell of so much, of so much at most; at the end there is nothing left to stop.

        Raises
        ------
        Stopped
            Whoever is told answers ``False``.
        """
        if self.on_progress is not None and says_stop(self.on_progress(done, most)) and done < most:
            raise Stopped(self.what, done, most)

    def each(self, values: Sequence[_T], *, every: int = 5000) -> Iterable[_T]:
        """The values, while it is told after every so many of them, and at the end."""
        return values if self.on_progress is None else self._told(values, every)

    def _told(self, values: Sequence[_T], every: int) -> Iterator[_T]:
        most = len(values)
        for begin in range(0, most, every):
            yield from values[begin : begin + every]
            self.tell(min(begin + every, most), most)


SILENT: Final = Teller("", None)
"""Tells nobody."""
