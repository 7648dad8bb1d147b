"""Who refers to whom, found on demand and carried from version to version.

Building the index costs the size of the plan, once; later versions keep it together with the slots touched since, and
look there as well. What it holds may be out of date (it names slots that *may* refer); every candidate is checked
against its row. Custom properties that hold references are looked up in the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workmodel.domain.chunks import MASK, SHIFT

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["Referrers"]

_Since = tuple[Sequence[int], Any] | None
_State = tuple[dict[int, list[int]] | None, _Since, int]


class Referrers:
    """The index of an older version and the slots touched since, newest first.

    Both change together, as one tuple, so that threads that ask the same plan never see one without the other.
    """

    __slots__ = ("_state",)

    def __init__(self, state: _State = (None, None, 0)) -> None:
        self._state = state

    def after(self, touched: Sequence[int]) -> Referrers:
        """The same for the next version, in which these slots were touched."""
        index, since, count = self._state
        if index is None:
            return Referrers()  # nothing worth carrying on: the next question builds it
        return Referrers((index, (touched, since), count + len(touched)))

    def of(self, plan: ReadablePlan, slot: int) -> tuple[int, ...]:
        """Slots of what refers to the entity in *slot*, in order."""
        index, since, count = self._state
        if index is None or count > 64 + plan._end // 32:
            index, since = _index(plan), None
            self._state = (index, None, 0)
        candidates = set(index.get(slot, ()))
        while since is not None:
            touched, since = since
            candidates.update(touched)
        spine, end = plan._spine, plan._end
        return tuple(
            sorted(c for c in candidates if c < end and slot in spine[c >> SHIFT].rows[c & MASK].targets)
        )


def _index(plan: ReadablePlan) -> dict[int, list[int]]:
    index: dict[int, list[int]] = {}
    slot = 0
    for chunk in plan._spine:
        for row in chunk.rows:
            for target in row.targets:
                found = index.get(target)
                if found is None:
                    index[target] = [slot]
                else:
                    found.append(slot)
            slot += 1
    return index
