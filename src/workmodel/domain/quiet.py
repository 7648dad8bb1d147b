"""A quiet garbage collector while many values are made at once.

Nothing that a bulk load makes is garbage, and the collector would look at all of it again and again. It is paused for
the whole process while at least one load is under way, whoever began first, and is afterwards as it was.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

__all__ = ["quiet_collector"]

_BULK: Final = 1000  # for fewer values a pause is not worth its while


class _Pause:
    """How many loads are under way, and whether the collector was on before the first."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.loads = 0
        self.was_on = False

    def begin(self) -> None:
        with self.lock:
            if not self.loads:
                self.was_on = gc.isenabled()
                gc.disable()
            self.loads += 1

    def end(self) -> None:
        with self.lock:
            self.loads -= 1
            if not self.loads and self.was_on:
                gc.enable()


_pause = _Pause()


@contextmanager
def quiet_collector(size: int) -> Iterator[None]:
    """A stretch in which *size* values are made: without the collector where they are many."""
    if size < _BULK:
        yield
        return
    _pause.begin()
    try:
        yield
    finally:
        _pause.end()
