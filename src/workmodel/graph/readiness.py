"""What may start now: progress held against the links of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from workmodel.domain import Link
from workmodel.domain.rows import (
    KIND_CODES,
    LAG_ELAPSED,
    LAG_PERCENT,
    LAG_PERCENT_ELAPSED,
    MISSING,
    RARE,
)
from workmodel.quantities.spans import half_up

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Plan
    from workmodel.domain.chunks import Row

__all__ = ["ready"]

_MILESTONE: Final = KIND_CODES["milestone"]
_PROJECT: Final = KIND_CODES["project"]
_FS, _SS = Link.FS.code, Link.SS.code


def ready(plan: Plan, done: Iterable[int], started: Iterable[int], as_of: int | None) -> list[int]:
    """Slots of the tasks and milestones that have not started and that no link holds back, in the plan's order.

    Parameters
    ----------
    plan
        Its progress counts.
    done, started
        Slots that count as complete, or begun, beside; a summary stands for everything below it.
    as_of
        What was reported later does not count, and lags have to have passed; ``None``: everything reported
        counts, and lags do not hold. [min since 1970]
    """
    state = _State(plan, as_of)
    state.report(done, started)
    state.roll_up()
    return state.free()


class _State:
    """What is complete and begun, and when, per slot."""

    def __init__(self, plan: Plan, as_of: int | None) -> None:
        self.plan = plan
        self.as_of = as_of
        self.rows: list[Row] = [row for chunk in plan._spine for row in chunk.rows]
        size = len(self.rows)
        self.below: list[list[int]] = [[] for _ in range(size)]
        for slot, row in enumerate(self.rows):
            if row.kind <= _PROJECT and row.parent >= 0:
                self.below[row.parent].append(slot)
        self.complete = [False] * size
        self.begun = [False] * size
        self.start: list[int | None] = [None] * size
        self.finish: list[int | None] = [None] * size
        self.calendars: dict[int, WorkCalendar] = {}

    def report(self, done: Iterable[int], started: Iterable[int]) -> None:
        """Progress of the plan, and what counts beside."""
        for slot, row in enumerate(self.rows):
            if row.kind <= _MILESTONE and row.flags & RARE and not self.below[slot]:
                reported = self.plan._at(slot).progress  # type: ignore[union-attr]
                if reported is not None:
                    self._report(slot, reported)
        for slot in self._leaves(done):
            self.complete[slot] = self.begun[slot] = True
        for slot in self._leaves(started):
            self.begun[slot] = True

    def _report(self, slot: int, reported: Any) -> None:
        axis = self.plan.axis
        first, last = reported.actual_start, reported.actual_finish
        start = None if first is None else axis.minute(first)
        finish = None if last is None else axis.minute(last, end=True)
        if self.as_of is not None and start is not None and start >= self.as_of:
            return
        late = self.as_of is not None and finish is not None and finish > self.as_of
        self.complete[slot] = reported.complete and not late
        self.begun[slot] = self.complete[slot] or (reported.started and (start is not None or not late))
        self.start[slot] = start
        self.finish[slot] = None if late else finish

    def _leaves(self, slots: Iterable[int]) -> Iterable[int]:
        stack = list(slots)
        while stack:
            slot = stack.pop()
            stack.extend(self.below[slot])
            if not self.below[slot]:
                yield slot

    def roll_up(self) -> None:
        """Summaries from what is below them: complete when all is, begun when anything is."""
        for slot in self._bottom_up():
            below = self.below[slot]
            self.complete[slot] = all(self.complete[s] for s in below)
            self.begun[slot] = any(self.begun[s] for s in below)
            self.start[slot] = min((t for s in below if (t := self.start[s]) is not None), default=None)
            self.finish[slot] = max((t for s in below if (t := self.finish[s]) is not None), default=None)

    def _bottom_up(self) -> list[int]:
        """Slots of the summaries, each after those in it; an empty project counts as a summary of nothing."""
        order = [s for s, row in enumerate(self.rows) if row.kind <= _PROJECT and row.parent < 0]
        for slot in order:  # grows while it is gone through
            order.extend(self.below[slot])
        return [s for s in reversed(order) if self.below[s] or self.rows[s].kind == _PROJECT]

    def free(self) -> list[int]:
        """Leaves that have not begun and that neither their links nor those of their summaries hold."""
        held: list[bool] = [False] * len(self.rows)
        order = [s for s, row in enumerate(self.rows) if row.kind <= _PROJECT and row.parent < 0]
        for slot in order:  # grows while it is gone through: parents before what is in them
            row = self.rows[slot]
            above = row.parent >= 0 and held[row.parent]
            held[slot] = above or not all(self._met(slot, *link) for link in row.links)
            order.extend(self.below[slot])
        return [
            slot
            for slot, row in enumerate(self.rows)
            if row.kind <= _MILESTONE and not (self.below[slot] or self.begun[slot] or held[slot])
        ]

    def _met(self, holder: int, predecessor: int, code: int, kind: int, lag: int) -> bool:
        """Whether a link lets its holder start; FF and SF only bound its finish, a routine has no completion."""
        if code not in (_FS, _SS) or self.rows[predecessor].kind > _PROJECT:
            return True
        if not (self.complete if code == _FS else self.begun)[predecessor]:
            return False
        since = (self.finish if code == _FS else self.start)[predecessor]
        if self.as_of is None or since is None or lag <= 0:
            return True
        return self._later(since, holder, predecessor, kind, lag) <= self.as_of

    def _later(self, since: int, holder: int, predecessor: int, kind: int, lag: int) -> int:
        if kind in (LAG_PERCENT, LAG_PERCENT_ELAPSED):
            duration = self.rows[predecessor].duration
            lag = 0 if duration == MISSING else half_up(Fraction(lag * duration, 1_000_000))
        if kind in (LAG_ELAPSED, LAG_PERCENT_ELAPSED):
            return since + lag
        return self._calendar(holder).add(since, lag)

    def _calendar(self, slot: int) -> WorkCalendar:
        """The item's own calendar, else that of the nearest summary above that has one, else the plan's."""
        here = slot
        while here >= 0 and self.rows[here].calendar == -1:
            here = self.rows[here].parent
        known = self.calendars.get(here)
        if known is None:
            name = None if here < 0 else self.plan._at(here).calendar  # type: ignore[union-attr]
            known = self.calendars[here] = self.plan.work_calendar(name)
        return known
