"""The kernels, compiled where numba is installed and the plan is large enough to pay for it.

Nothing is compiled at import. The functions of `workmodel.scheduling.passes` are compiled as they stand, so that both
ways are one source and their results are equal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Sequence
from threading import Lock
from types import FunctionType, SimpleNamespace
from typing import Any, Final

from attrs import fields, frozen

from workmodel.scheduling import (
    clock,
    mixed,
    narrow,
    near,
    passes,
    rates,
    reach,
    simple,
    slack,
    steps,
    sweeps,
)

__all__ = ["Kernels", "kernels", "translated"]

_WORTH_LOADING: Final = 50_000  # nodes: loading takes some tenths of a second
_WORTH_CALLING: Final = 500  # nodes: once loaded, below this building arrays costs as much as it saves

_CALENDARS: Final = (
    "position", "start_of", "finish_of", "work_in", "worked", "begun", "ended", "moment", "start_at", "finish_at",
)  # fmt: skip
_FULL: Final = (
    "spent", "segment", "rated_finish", "rated_start", "percent", "shifted", "gathered", "closed", "under_way", "stands",
    "placed", "dated", "allowed", "latest", "bounded", "tells_gate", "holds_back", "inherited", "total_float", "free_float",
    "left_to", "opened", "reached", *near.NEAR, *sweeps.SWEEPS, *reach.REACH, "forward", "backward", "floats",
)  # fmt: skip
_SHORT: Final = ("simple_forward", "lagged_forward", "simple_backward", "lagged_backward", "simple_moments")
_NARROW: Final = (
    "moved", "put", "ending_at", "reached_narrowly", "told", "floats_of", "summary_gaps", "leaf_late", "close_late", "left",
    "before", "narrow_forward", "narrow_backward", "mixed_forward", "mixed_late", "mixed_floats",
)  # fmt: skip
_INLINED: Final = (
    "told",
    "floats_of",
    "summary_gaps",
    "leaf_late",
    "close_late",
    "left",
    "before",
    "put",
    "reached_narrowly",
)
_IN_ORDER: Final = (*_CALENDARS, *_FULL, *_SHORT, *_NARROW)


@frozen
class Kernels:
    """The passes, and whether they want arrays (compiled) or lists (as they stand); `sweep` are those over a part."""

    forward: Callable[..., None]
    backward: Callable[..., None]
    floats: Callable[..., bool]
    simple_forward: Callable[..., int]
    lagged_forward: Callable[..., int]
    simple_backward: Callable[..., None]
    lagged_backward: Callable[..., None]
    simple_moments: Callable[..., None]
    narrow_forward: Callable[..., None]
    narrow_backward: Callable[..., bool]
    mixed_forward: Callable[..., int]
    mixed_late: Callable[..., None]
    mixed_floats: Callable[..., None]
    arrays: bool
    sweep: SimpleNamespace


_SWEEPS: Final = ((near, near.NEAR), (sweeps, sweeps.SWEEPS), (reach, reach.REACH))
_MODULES: Final = (clock, rates, passes, slack, steps, simple, narrow, mixed, near, sweeps, reach)
_NAMES: Final = {name: value for module in _MODULES for name, value in vars(module).items()}


def _chosen(names: dict[str, Any], *, arrays: bool) -> Kernels:
    found = {one.name: names[one.name] for one in fields(Kernels) if one.name not in ("arrays", "sweep")}
    sweep = SimpleNamespace(**{name: names[name] for _, some in _SWEEPS for name in some})
    return Kernels(**found, arrays=arrays, sweep=sweep)


_PLAIN: Final = _chosen(_NAMES, arrays=False)
_lock = Lock()
_made: list[Kernels] = []


def kernels(nodes: int) -> Kernels:
    """The kernels to use for so many nodes."""
    if nodes >= (_WORTH_CALLING if _made else _WORTH_LOADING):
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
    names = dict(_NAMES)
    translated(njit, names, _IN_ORDER, _INLINED)
    return _chosen(names, arrays=True)


def translated(
    njit: Callable[..., Any], names: dict[str, Any], order: Sequence[str], inlined: Container[str] = ()
) -> None:
    """Compile functions where they stand among names, each after those that it calls.

    Parameters
    ----------
    njit
        Numba's decorator.
    names
        What the functions see; the compiled ones take their places in it.
    order
        The functions.
    inlined
        Which of them are written out where they are called.
    """
    sources = [names[name] for name in order]
    mark = hashlib.sha256(
        repr(
            [
                (s.__code__.co_code, s.__code__.co_consts, s.__code__.co_names, s.__name__ in inlined)
                for s in sources
            ]
        ).encode()
    )
    for name, source in zip(order, sources, strict=True):
        function = FunctionType(source.__code__, names, name)
        function.__module__ = source.__module__
        # numba keeps compiled code by file and name, blind to changes in what a function calls: the name says all
        function.__qualname__ = f"{name}_{mark.hexdigest()[:12]}"
        inline = "always" if name in inlined else "never"
        try:
            names[name] = njit(cache=True, nogil=True, inline=inline)(function)
        except RuntimeError:  # no folder to keep the compiled code in: compile for this process
            names[name] = njit(nogil=True, inline=inline)(function)
