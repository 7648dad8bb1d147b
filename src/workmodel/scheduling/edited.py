"""What an edit concerns: the items that an engine has to read again, found from what two versions of a plan share.

Chunks that both versions hold are not looked into. From an entity that differs follows who else reads otherwise now: the
people's tasks where somebody's calendar changed, everything in a project whose start moved, those that wait for what
became a summary. Who refers to what is asked of the version before: whoever refers to it since then differs himself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from workmodel.domain.calendar import BUILT_IN_CALENDARS
from workmodel.domain.chunks import MASK, NO_ROW, SHIFT
from workmodel.domain.rows import KIND_CODES

if TYPE_CHECKING:
    from workmodel.domain.chunks import Row
    from workmodel.domain.plan import Plan
    from workmodel.scheduling.workspace import Workspace

__all__ = ["Edited", "TooMuch", "differing_slots", "row_at", "what_was_edited"]

_PROJECT: Final = KIND_CODES["project"]
_RESOURCE: Final = KIND_CODES["resource"]
_CALENDAR: Final = KIND_CODES["calendar"]
_TOLD_BELOW: Final = ("calendar", "start", "constraint", "deadline")
"""What an item says for all that is below it."""


class TooMuch(Exception):
    """The edit concerns so much that a full pass is the way; caught by who asked."""


class Edited:
    """What an edit concerns.

    Attributes
    ----------
    again
        Slots whose nodes have to be made anew, those that are gone among them.
    calendars
        Whether calendars differ.
    listed
        Whether items came, went or have another id, place or parent: ids and outline codes differ.
    turned
        Whether something becomes a summary, or is none any more.
    differing
        Slots whose entity or row differs.
    """

    def __init__(self, before: Plan, after: Plan, space: Workspace, most: int) -> None:
        self.before, self.after, self.space, self.most = before, after, space, most
        self.again: dict[int, None] = {}
        self.differing: list[int] = []
        self.more: Counter[int] = Counter()  # children that came, less those that went, by parent
        self.calendars = self.listed = self.turned = False

    def find(self) -> None:
        """Fill in what is concerned."""
        self.differing = list(differing_slots(self.before, self.after, self.most))
        for slot in self.differing:
            old, new = row_at(self.before, slot), row_at(self.after, slot)
            a, b = _entity(self.before, slot), _entity(self.after, slot)
            self._look(slot, old, new, a, b)
        self._summaries()

    def put(self, slots: Iterable[int]) -> None:
        """Have slots read again."""
        for slot in slots:
            self.again[slot] = None
        if len(self.again) > self.most:
            raise TooMuch

    def _look(self, slot: int, old: Row, new: Row, a: Any, b: Any) -> None:
        kinds = {old.kind, new.kind}
        scheduled = [row.kind <= _PROJECT for row in (old, new)]
        if any(scheduled):
            if _PROJECT in kinds and a is not None and b is not None and len(kinds) == 2:
                raise TooMuch
            self.put([slot])
            if a is None or b is None or a.id != b.id or old.parent != new.parent or old.kind != new.kind:
                self.listed = True
            if a is not None and b is not None and scheduled[0] != scheduled[1]:
                self.put(self._work_that_refers_to(slot))
            if a is not None and b is not None and self.space.is_summary(slot):
                below = old.parent != new.parent or any(
                    getattr(a, name, None) != getattr(b, name, None) for name in _TOLD_BELOW
                )
                if below:
                    self._put_below(slot)
        if _CALENDAR in kinds:
            self._calendar(slot, a, b)
        if _RESOURCE in kinds and new.kind == _RESOURCE:
            self.put(self._work_that_refers_to(slot))

    def _calendar(self, slot: int, a: Any, b: Any) -> None:
        self.calendars = True
        for plan, entity in ((self.before, a), (self.after, b)):
            if entity is not None and (entity.id in BUILT_IN_CALENDARS or slot in _main(plan)):
                raise TooMuch
        if b is not None:
            self._who_runs_on(slot)

    def _who_runs_on(self, slot: int) -> None:
        """Everything whose calendar is that in a slot, or follows from it."""
        stack = [slot]
        while stack:
            for user in self.before._referring(stack.pop()):
                kind = row_at(self.after, user).kind
                if kind == _CALENDAR:
                    if user in _main(self.after):
                        raise TooMuch
                    stack.append(user)
                elif kind == _RESOURCE:
                    self.put(self._work_that_refers_to(user))
                elif kind <= _PROJECT:
                    self.put([user])
                    if kind == _PROJECT:
                        self._put_below(user)

    def _work_that_refers_to(self, slot: int) -> Iterator[int]:
        return (user for user in self.before._referring(slot) if row_at(self.after, user).kind <= _PROJECT)

    def _put_below(self, slot: int) -> None:
        """Everything below a summary."""
        stack = [slot]
        while stack:
            here = stack.pop()
            for user in self.before._referring(here):
                row = row_at(self.after, user)
                if row.parent == here and row.kind <= _PROJECT:
                    self.put([user])
                    stack.append(user)

    def _summaries(self) -> None:
        """Items that become summaries, or are none any more: links to them end elsewhere."""
        more = self.more
        for slot in self.differing:
            for row, sign in ((row_at(self.before, slot), -1), (row_at(self.after, slot), 1)):
                if row.kind <= _PROJECT and row.parent >= 0:
                    more[row.parent] += sign
        for parent, balance in more.items():
            was = self.space.is_summary(parent)
            if balance and was != self.will_be_summary(parent):
                self.put([parent])
                self.put(self._work_that_refers_to(parent))
                self.listed = self.turned = True

    def will_be_summary(self, slot: int) -> bool:
        """Whether anything is below an item after the edit."""
        balance = self.more[slot]
        if not self.space.is_summary(slot):
            return balance > 0
        return balance >= 0 or self.space.has_more_children(self.space.node_of_slot[slot], -balance)


def differing_slots(before: Plan, after: Plan, most: int) -> Iterator[int]:
    """Slots whose entity or row differs."""
    ours, theirs = before._spine, after._spine
    numbers = [n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a is not b]
    numbers += range(min(len(ours), len(theirs)), max(len(ours), len(theirs)))
    if len(numbers) > most:
        raise TooMuch
    count = 0
    for number in numbers:
        mine = ours[number] if number < len(ours) else None
        other = theirs[number] if number < len(theirs) else None
        left, old = (mine.items, mine.rows) if mine is not None else ([], [])
        right, new = (other.items, other.rows) if other is not None else ([], [])
        base = number << SHIFT
        both = zip(left, right, old, new, strict=False)
        found = [place for place, (a, b, c, d) in enumerate(both) if a is not b or (c is not d and c != d)]
        found += range(min(len(left), len(right)), max(len(left), len(right)))
        count += len(found)
        if count > 4 * most:
            raise TooMuch
        for place in found:
            yield base + place


def row_at(plan: Plan, slot: int) -> Row:
    """The row of a slot; of a hole, or beyond the end, that of nothing."""
    return plan._spine[slot >> SHIFT].rows[slot & MASK] if 0 <= slot < plan._end else NO_ROW


def _entity(plan: Plan, slot: int) -> Any:
    return plan._at(slot) if slot < plan._end else None


def _main(plan: Plan) -> set[int]:
    """Slots of the plan's own calendar and of those that it takes hours from."""
    found: set[int] = set()
    slot = plan._slot(plan.settings.calendar)
    while slot is not None and slot >= 0 and slot not in found:
        found.add(slot)
        slot = row_at(plan, slot).calendar
    return found


def what_was_edited(before: Plan, after: Plan, space: Workspace, most: int) -> Edited | None:
    """What differs between two versions of a plan; ``None`` where it is the settings, a main calendar, or too much."""
    titled = before.settings is after.settings or evolve(before.settings, title=after.settings.title)
    if titled is not True and titled != after.settings:
        return None
    found = Edited(before, after, space, most)
    try:
        found.find()
    except TooMuch:
        return None
    return found
