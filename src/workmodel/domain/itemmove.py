"""One item in two schedules: how it stood, how it stands, and by how much it moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from workmodel.domain.explanation import Driver
from workmodel.domain.wording import called, said_minutes, said_to
from workmodel.quantities import Conventions, WorkTime

__all__ = ["ItemDates", "ItemMove"]

_DAY = 1440


@frozen(kw_only=True)
class ItemDates:
    """How an item stands in a schedule.

    Attributes
    ----------
    start, finish
        Scheduled dates, in the zone of the plan.
    early_start, early_finish, late_start, late_finish
        Dates of the forward and the backward pass.
    total_float, free_float
        How much it can slip without moving the end, or anything at all. [working min on its calendar; elapsed where its
        duration is]
    critical
        Incomplete, with total float at or below the plan's limit.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(Task("a", duration="1d"))
    >>> stood: ItemDates = moves(schedule(plan), schedule(plan.evolve("a", duration="2d")))["a"].before
    >>> f"{stood.finish:%a %H:%M}", stood.critical
    ('Mon 17:00', True)
    """

    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float: WorkTime
    free_float: WorkTime
    critical: bool


@frozen(kw_only=True)
class ItemMove:
    """An item that stands otherwise in another schedule; one of `Moves`.

    Attributes
    ----------
    id
        Its id after.
    id_before
        Its id before: another where it was renamed.
    title
        Its title after.
    kind
        ``"task"``, ``"milestone"`` or ``"project"``.
    summary
        Whether it has children.
    elapsed
        Whether its floats run around the clock.
    before, after
        How it stood and stands.
    start_later, finish_later
        By how much work it begins and ends later, below zero earlier. [working min on its calendar in the plan after]

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scheduling import moves, schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"), Task("copy", duration="2d"),
    ...     Milestone("live", title="Live", after=["design", "copy"]),
    ... )
    >>> found = moves(schedule(plan), schedule(plan.evolve("design", duration="8d")))
    >>> for one in found:
    ...     print(one)
    Design ends 3d later, Wed 2026-03-11
    copy keeps its dates, with 6d of float instead of 3d
    Live is 3d later, Wed 2026-03-11
    >>> move: ItemMove = found["live"]
    >>> move.later, str(move.why)
    (WorkTime(minutes=1440), 'design')
    """  # fmt: skip

    id: str
    id_before: str
    title: str
    kind: Literal["task", "milestone", "project"]
    summary: bool
    elapsed: bool
    before: ItemDates
    after: ItemDates
    start_later: WorkTime
    finish_later: WorkTime
    _conventions: Conventions = field(repr=False, eq=False, alias="conventions")
    _asked: Callable[[], Driver | None] = field(repr=False, eq=False, alias="asked")

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id

    @cached_property
    def why(self) -> Driver | None:
        """What holds its date after; of several that bind equally, the first. Found when it is asked for."""
        return self._asked()

    # -- how far ------------------------------------------------------------------------------------------------

    @property
    def side(self) -> int:
        """1 where it comes later, -1 where it comes earlier, 0 where it keeps its dates; its finish decides, then its start."""
        return _side(self.before.finish, self.after.finish) or _side(self.before.start, self.after.start)

    @property
    def shifted(self) -> bool:
        """Whether it has another start or finish."""
        return self.side != 0

    @property
    def later(self) -> WorkTime:
        """By how much work it ends later (where it ends as before: begins); below zero earlier. [working min]"""
        return self.finish_later if _side(self.before.finish, self.after.finish) else self.start_later

    @property
    def float_changed(self) -> bool:
        """Whether it has another total or free float."""
        was, now = self.before, self.after
        return (was.total_float, was.free_float) != (now.total_float, now.free_float)

    @property
    def became_critical(self) -> bool:
        """Whether it is critical now and was not."""
        return self.after.critical and not self.before.critical

    @property
    def left_critical(self) -> bool:
        """Whether it was critical and is no longer."""
        return self.before.critical and not self.after.critical

    # -- in words -----------------------------------------------------------------------------------------------

    @property
    def by(self) -> str:
        """How far it moved, in words: ``"3d later"``; empty where it keeps its dates."""
        if not self.shifted:
            return ""
        side = "later" if self.side > 0 else "earlier"
        minutes = self.later.minutes
        if not minutes:
            return f"{side} in closed hours"
        return f"{said_minutes(minutes, self._conventions.minutes_per_day)} {side}"

    @property
    def to(self) -> str:
        """Where it moved, in words: the day, or the time where the day is the same."""
        if _side(self.before.finish, self.after.finish):
            return said_to(self.after.finish, self.before.finish)
        return said_to(self.after.start, self.before.start)

    def __str__(self) -> str:
        critical = ", and becomes critical" if self.became_critical else ""
        critical = ", and is no longer critical" if self.left_critical else critical
        if not self.shifted:
            return f"{called(self)} keeps its dates{self._floats()}{critical}"
        ends = _side(self.before.finish, self.after.finish)
        verb = "is" if self.kind == "milestone" else "ends" if ends else "begins"
        return f"{called(self)} {verb} {self.by}, {self.to}{critical}"

    def _floats(self) -> str:
        """What became of its floats, in words."""
        was, now = self.before, self.after
        if was.total_float != now.total_float:
            return f", with {self._size(now.total_float)} of float instead of {self._size(was.total_float)}"
        if was.free_float != now.free_float:
            return (
                f", with {self._size(now.free_float)} of free float instead of {self._size(was.free_float)}"
            )
        if (was.early_start, was.early_finish, was.late_start, was.late_finish) != (
            now.early_start, now.early_finish, now.late_start, now.late_finish,
        ):  # fmt: skip
            return ", and could stand elsewhere than before"
        return ""

    def _size(self, length: WorkTime) -> str:
        if not length.minutes:
            return "0d"
        per_day = _DAY if self.elapsed else self._conventions.minutes_per_day
        said = said_minutes(length.minutes, per_day)
        unit = " around the clock" if self.elapsed else ""
        return f"{'-' if length.minutes < 0 else ''}{said}{unit}"


def _side(before: datetime, now: datetime) -> int:
    """Which of two moments comes first; those of one zone go through UTC, where clocks are never set back."""
    if before.tzinfo is not None and now.tzinfo is not None:
        before, now = before.astimezone(UTC), now.astimezone(UTC)
    return (now > before) - (now < before)
