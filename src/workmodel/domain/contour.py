"""Contours: how the effort of a task is spread over its dates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["CONTOURS", "Contour"]

Contour = Literal["flat", "front", "back", "as_worked"]

_BACK: Final = (10, 15, 25, 50, 50, 75, 75, 100, 100, 100)

CONTOURS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"flat": (100,) * 10, "front": _BACK[::-1], "back": _BACK}
)
"""Weight of each tenth of a task's working time, by contour. [% of full intensity]

``"as_worked"`` has none: that effort lies where other claims leave hours for it, see `workmodel.capacity.ledger`.

The effort of a task is divided among the tenths in proportion to these weights; within a tenth it lies evenly. So half
of a front-loaded effort is done in the first 30 % of the time, and ``"front"`` is ``"back"`` read backwards. They are
the intensities of Microsoft Project's contours *front loaded* and *back loaded*, in percent of the assigned units; there
a contour stretches the duration until the effort fits, here the dates stay and the effort is spread over them.
"""
