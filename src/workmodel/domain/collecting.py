"""Pausing the garbage collector while very many objects are made: it would look at all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["BULK", "quiet_collector"]

BULK: Final = 1000
"""From so many objects on it is worth it."""


@contextmanager
def quiet_collector(size: int) -> Iterator[None]:
    """No garbage is collected in here, if many objects are made."""
    pause = size >= BULK and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()
