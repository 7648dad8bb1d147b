"""How well a routine is kept: of what was due, how much was done in its window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.domain import Plan, Schedule
from workmodel.quantities import Moment, moment
from workmodel.routines.frame import Frame, frame_of
from workmodel.routines.occurrence import Occurrence
from workmodel.routines.occurring import occurring, window_of

if TYPE_CHECKING:
    from workmodel.domain import Routine

__all__ = ["Adherence", "adherence"]

_DUE: Final = ("done", "late", "missed", "overdue")


@frozen
class Adherence:
    """What became of the occurrences of a routine that start in a window, as known at some moment.

    Attributes
    ----------
    routine
        Id of the routine.
    done
        Ids of those that were done in time: in their window and within the service level of the routine, counted from their
        start; without either, whenever they were done.
    late
        Done after it.
    missed
        Not done when the next one started: their turn is over.
    overdue
        Not done though their time is over; the next one has not started.
    skipped
        Left out on purpose; they count neither way.
    open
        Not done, and still in time, or not started: not due yet.
    """

    routine: str
    done: tuple[str, ...]
    late: tuple[str, ...]
    missed: tuple[str, ...]
    overdue: tuple[str, ...]
    skipped: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def due(self) -> tuple[str, ...]:
        """Those that had to be done: done, late, missed and overdue ones, in this order."""
        return (*self.done, *self.late, *self.missed, *self.overdue)

    @property
    def share(self) -> Fraction | None:
        """Done in time ÷ due, exactly; ``None`` where nothing was due. [0–1]"""
        return Fraction(len(self.done), len(self.due)) if self.due else None

    def __str__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in (*_DUE, "skipped", "open"))
        kept = "nothing due" if self.share is None else f"{len(self.done)} of {len(self.due)} in time"
        return f"{self.routine}: {kept} ({counts})"


def adherence(
    plan: Plan,
    routine: str | Routine,
    start: Moment | str,
    end: Moment | str,
    as_of: Moment | str,
    schedule: Schedule | None = None,
) -> Adherence:
    """What became of the occurrences of a routine that start in ``start <= t < end``.

    Parameters
    ----------
    plan, routine, start, end, schedule
        As in `workmodel.routines.occurrences`.
    as_of
        What is known then: what is done later counts as open. A day counts to its end.

    Raises
    ------
    NoOccurrences, NoWorkingTime, OutOfRange, UnknownId, ZoneMismatch
        As in `workmodel.routines.occurrences`.

    Examples
    --------
    >>> from workmodel.domain import Completion, Plan, Routine
    >>> plan = Plan(start="2026-03-02").add(
    ...     Routine("backup", recurrence="FREQ=WEEKLY;BYDAY=FR", at="16:00", window="4eh"),
    ...     Completion(routine="backup", occurrence="2026-03-06", done="2026-03-06 16:30"),
    ...     Completion(routine="backup", occurrence="2026-03-13", done="2026-03-14 10:00"),
    ... )
    >>> found = adherence(plan, "backup", "2026-03-02", "2026-03-31", as_of="2026-03-21")
    >>> print(found)
    backup: 1 of 3 in time (1 done, 1 late, 0 missed, 1 overdue, 0 skipped, 1 open)
    >>> found.overdue, found.share
    (('backup@2026-03-20',), Fraction(1, 3))
    """
    frame = frame_of(plan, routine, schedule)
    lo, hi = window_of(plan, start, end)
    now = plan.axis.minute(moment(as_of), end=True)
    found: dict[str, list[str]] = {name: [] for name in (*_DUE, "skipped", "open")}
    for one, following in _with_next(frame, lo, hi, now):
        found[_outcome(plan, one, _limit(frame, one), following, now)].append(one.id)
    return Adherence(frame.routine.id, **{name: tuple(ids) for name, ids in found.items()})


def _with_next(frame: Frame, lo: int, hi: int, now: int) -> Iterator[tuple[Occurrence, int | None]]:
    """Each occurrence of a window with the start of the one that comes next, in the window or behind it until now."""
    before: Occurrence | None = None
    for one in occurring(frame, lo, max(hi, now + 1)):
        minute = frame.plan.axis.minute(one.start)
        if before is not None:
            yield before, minute
        before = one
        if minute >= hi:
            return
    if before is not None:
        yield before, None


def _limit(frame: Frame, one: Occurrence) -> int | None:
    """Until when it is in time: the end of its window or its start and the service level, whichever is first."""
    axis, level = frame.plan.axis, frame.routine.service_level
    ends = [] if one.due is None else [axis.minute(one.due)]
    if level is not None:
        start, minutes = axis.minute(one.start), frame.plan.minutes(level)
        ends.append(start + minutes if level.elapsed else frame.calendar.add(start, minutes))
    return min(ends, default=None)


def _outcome(plan: Plan, one: Occurrence, due: int | None, following: int | None, now: int) -> str:
    minute = plan.axis.minute
    if one.done is not None and minute(one.done) <= now:
        if one.skipped:
            return "skipped"
        return "done" if due is None or minute(one.done) <= due or _counts_in_time(plan, one, due) else "late"
    if minute(one.start) > now:
        return "open"
    in_time = due is not None and now <= due
    if following is not None and following <= now and not in_time:
        return "missed"
    return "open" if due is None or now <= due else "overdue"


def _counts_in_time(plan: Plan, one: Occurrence, due: int) -> bool:
    """Whether what was reported leaves open that it was in time: it names the day on which it was due, or none."""
    if one.completion is None or isinstance(one.completion.done, datetime):
        return False
    return one.completion.done is None or one.completion.done <= plan.axis.time(due).date()
