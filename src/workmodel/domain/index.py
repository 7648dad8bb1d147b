"""Who refers to whom, found on demand and carried from version to version.

Building the index costs the size of the plan, once; later versions keep it together with the slots touched since, and
look there first: what the index says of a touched slot no longer holds. Custom properties that hold references are
looked up in the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workmodel.domain.chunks import MASK, SHIFT

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["Referrers"]

_Index = dict[int, list[int]]
_Since = tuple[Sequence[int], Any] | None
_State = tuple[_Index | None, _Since, int]


class Referrers:
    """The index of an older version and the slots touched since, newest first.

    Both change together, as one tuple, so that threads that ask the same plan never see one without the other.
    The first question to a version gathers what was touched, and what those slots refer to now; from then on a
    question costs what it finds.
    """

    __slots__ = ("_recent", "_state")

    def __init__(self, state: _State = (None, None, 0)) -> None:
        self._state = state
        self._recent: tuple[frozenset[int], _Index] | None = None

    @property
    def known(self) -> bool:
        """Whether the index, or that of an older version, has been built."""
        return self._state[0] is not None

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
            self._recent = None
            self._state = (index, None, 0)
        if since is None:
            return tuple(index.get(slot, ()))
        touched, fresh = self._recent or self._gathered(plan, since)
        found = [user for user in index.get(slot, ()) if user not in touched]
        more = fresh.get(slot)
        return tuple(sorted(found + more) if more else found)

    def _gathered(self, plan: ReadablePlan, since: _Since) -> tuple[frozenset[int], _Index]:
        """The slots touched since the index was built, and who among them refers to what."""
        slots: set[int] = set()
        while since is not None:
            touched, since = since
            slots.update(touched)
        spine, end = plan._spine, plan._end
        fresh: _Index = {}
        for slot in slots:
            if slot < end:
                for target in dict.fromkeys(spine[slot >> SHIFT].rows[slot & MASK].targets):
                    fresh.setdefault(target, []).append(slot)
        self._recent = frozenset(slots), fresh
        return self._recent


def _index(plan: ReadablePlan) -> _Index:
    index: _Index = {}
    slot = 0
    for chunk in plan._spine:
        for row in chunk.rows:
            targets = row.targets
            for target in targets if len(targets) < 2 else dict.fromkeys(targets):
                found = index.get(target)
                if found is None:
                    index[target] = [slot]
                else:
                    found.append(slot)
            slot += 1
    return index
