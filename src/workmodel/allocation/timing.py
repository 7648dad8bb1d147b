"""The one clock of the room: who sets a limit in seconds gets an answer that depends on the machine, and says so."""

from __future__ import annotations

import time
from collections.abc import Callable

from attrs import define

__all__ = ["Timer", "now"]


def now() -> float:
    """The time by which processes of one machine agree. [s]"""
    return time.time()


@define
class Timer:
    """How much time is left.

    Attributes
    ----------
    limit
        From the start on; ``None``: no end. [s]
    clock
        Seconds since whenever.

    Examples
    --------
    >>> ticks = iter([0.0, 3.0, 4.0])
    >>> timer = Timer(4.0, lambda: next(ticks))
    >>> timer.left(), timer.over
    (1.0, True)
    """

    limit: float | None = None
    clock: Callable[[], float] = time.monotonic
    began: float = 0.0

    def __attrs_post_init__(self) -> None:
        self.began = self.clock()

    @property
    def elapsed(self) -> float:
        """Since the start. [s]"""
        return self.clock() - self.began

    def left(self) -> float | None:
        """Seconds left, at least none; ``None``: no end."""
        return None if self.limit is None else max(self.limit - self.elapsed, 0.0)

    def ahead(self, seconds: float) -> Timer:
        """One that ends so much earlier."""
        left = self.left()
        return Timer(None if left is None else max(left - seconds, 0.0), self.clock)

    @property
    def over(self) -> bool:
        """Whether there is no time left."""
        return self.left() == 0.0
