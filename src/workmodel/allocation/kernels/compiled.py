"""The kernels of this room, compiled where numba is installed and there is enough to do to pay for it.

Nothing is compiled at import. The functions are compiled as they stand, so that both ways are one source and their
results are equal.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Final

from attrs import frozen

from workmodel.allocation.kernels import (
    breeding,
    chance,
    choosing,
    decisions,
    generation,
    moded_breeding,
    reasoning,
)
from workmodel.scheduling.compiled import translated

__all__ = ["Kernels", "compiled", "kernels", "plain"]

_WORTH_LOADING: Final = (
    500_000  # nodes placed, about a second's work as it stands: loading takes some tenths of one
)

_INLINE: Final = ("drawn", "opened", "split", "ahead", "taken")
_IN_ORDER: Final = (
    *_INLINE,
    "serial", "gathered", "mirrored", "listed", "put_in", "parallel",
    *breeding.__all__,
    *choosing.__all__,
    *moded_breeding.__all__,
    *reasoning.__all__,
)  # fmt: skip


@frozen
class Kernels:
    """The kernels by name, and whether they want arrays (compiled) or lists (as they stand)."""

    by_name: dict[str, Callable[..., Any]]
    arrays: bool

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            return self.by_name[name]
        except KeyError:
            raise AttributeError(name) from None

    def column(self, length: int) -> Any:
        """A column of zeros of the kind that these kernels want."""
        if not self.arrays:
            return [0] * length
        import numpy as np

        return np.zeros(length, dtype=np.int64)

    def column_of(self, values: Any) -> Any:
        """These values as such a column."""
        import numpy as np

        return np.array(values, dtype=np.int64) if self.arrays else list(values)


def _names() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for module in (chance, generation, decisions, breeding, choosing, moded_breeding, reasoning):
        names |= vars(module)
    return names


_PLAIN: Final = Kernels({name: _names()[name] for name in _IN_ORDER}, arrays=False)
_lock = Lock()
_made: list[Kernels] = []


def kernels(placings: int) -> Kernels:
    """The kernels to use where so many nodes are to be placed, counted over all schedules."""
    if _made or placings >= _WORTH_LOADING:
        return compiled() or _PLAIN
    return _PLAIN


def plain() -> Kernels:
    """The kernels as they stand."""
    return _PLAIN


def compiled() -> Kernels | None:
    """The compiled kernels; ``None`` where numba is not installed."""
    with _lock:
        if not _made:
            try:
                import numba
            except ImportError:
                return None
            _made.append(_compile(numba.njit))
    return _made[0]


def _compile(njit: Callable[..., Any]) -> Kernels:
    names = _names()
    translated(njit, names, _IN_ORDER, _INLINE)
    return Kernels({name: names[name] for name in _IN_ORDER}, arrays=True)
