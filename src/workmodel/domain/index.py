"""Who refers to whom, found on demand and carried from version to version.

Building the index costs the size of the plan, once; later versions keep it together with the slots touched since, and
look there as well. What it holds may be out of date (it names slots that *may* refer); every candidate is checked
against its row. Custom properties that hold references are looked up in the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workmodel.domain.chunks import MASK, SHIFT

if TYPE_CHECKING:
    from workmodel.domain.plan import Plan

__all__ = ["Referrers"]


class _Built:
    """An index of one version, shared with its successors once it is there."""

    __slots__ = ("index",)

    def __init__(self) -> None:
        self.index: dict[int, list[int]] | None = None


class Referrers:
    """The index of an older version and the slots touched since, newest first."""

    __slots__ = ("built", "count", "since")

    def __init__(
        self, built: _Built | None = None, since: tuple[Sequence[int], object] | None = None, count: int = 0
    ) -> None:
        self.built = built or _Built()
        self.since = since
        self.count = count

    def after(self, touched: Sequence[int]) -> Referrers:
        """The same for the next version, in which these slots were touched."""
        if self.built.index is None:
            return Referrers()  # nothing worth carrying on: the next question builds it
        return Referrers(self.built, (touched, self.since), self.count + len(touched))

    def of(self, plan: Plan, slot: int) -> tuple[int, ...]:
        """Slots of what refers to the entity in *slot*, in order."""
        index = self.built.index
        if index is None or self.count > 64 + plan._end // 32:
            index = _index(plan)
            self.built = _Built()
            self.built.index = index
            self.since = None
            self.count = 0
        candidates = set(index.get(slot, ()))
        since = self.since
        while since is not None:
            touched, rest = since
            candidates.update(touched)
            since = rest  # type: ignore[assignment]
        spine, end = plan._spine, plan._end
        return tuple(
            sorted(c for c in candidates if c < end and slot in spine[c >> SHIFT].rows[c & MASK].targets)
        )


def _index(plan: Plan) -> dict[int, list[int]]:
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
