"""Who refers to whom, found on demand and carried from version to version.

Building the index costs the size of the plan, once; later versions keep it together with the slots touched since, and
look there first: what the index says of a touched slot no longer holds. Custom properties that hold references are
looked up in the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from workmodel.domain.chunks import MASK, SHIFT, Row

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["Referrers"]

_HALF: Final = 32  # bits of a slot, beside which the other stands

_Index = dict[int, list[int]]
_Whole = Any  # an `_Index`, or `_Columnar`, which answers alike
_Since = tuple[Sequence[int], Any] | None
_State = tuple[_Whole, _Since, int]


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


class _Columnar:
    """An index whose greater part came in columns: pairs of target and user in one sorted array."""

    def __init__(self, some: _Index, pairs: Any) -> None:
        self._some = some
        self._pairs = pairs

    def get(self, target: int, default: Sequence[int] = ()) -> Sequence[int]:
        """Slots of what refers to *target*, in order."""
        first, end = self._pairs.searchsorted([target << _HALF, (target + 1) << _HALF]).tolist()
        users: list[int] = (self._pairs[first:end] - (target << _HALF)).tolist()
        more = self._some.get(target)
        return (sorted({*users, *more}) if more else users) or default


def _pairs_of(table: Any, begin: int, end: int) -> Any:
    """Targets and users of some rows of a table, each pair as one number that sorts by target, then user."""
    import numpy as np

    _, parent, calendar, _, _, counts, waited, *_ = table.columns(begin, end)
    here = np.arange(table.begin + begin, table.begin + end, dtype=np.int64)
    target = np.concatenate([parent[parent >= 0], calendar[calendar != -1], waited]).astype(np.int64)
    user = np.concatenate([here[parent >= 0], here[calendar != -1], np.repeat(here, counts)])
    return (target << _HALF) + user


def _index(plan: ReadablePlan) -> _Whole:
    index: _Index = {}
    columnar = []
    slot = 0
    for chunk in plan._spine:
        piece = chunk.piece()
        if piece is None:
            _note(index, slot, chunk.rows)
            slot += len(chunk.rows)
            continue
        table, begin, end = piece
        columnar.append(_pairs_of(table, begin, end))
        for row in table.special_between(begin, end):
            _note(index, slot + row - begin, [table.special[row][1]])
        slot += end - begin
    if not columnar:
        return index
    import numpy as np

    return _Columnar(index, np.unique(np.concatenate(columnar)))


def _note(index: _Index, slot: int, rows: Sequence[Row]) -> None:
    """Note what some rows refer to, the first of which stands in *slot*."""
    for user, row in enumerate(rows, slot):
        targets = row.targets
        for target in targets if len(targets) < 2 else dict.fromkeys(targets):
            found = index.get(target)
            if found is None:
                index[target] = [user]
            else:
                found.append(user)
