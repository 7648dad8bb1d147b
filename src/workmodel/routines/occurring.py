"""`occurrences` and `next_occurrence`: what a routine comes to in a window, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from workmodel.domain import Plan, Schedule
from workmodel.errors import OutOfRange
from workmodel.quantities import Moment, moment
from workmodel.routines.frame import FIRST, LAST, Frame, frame_of
from workmodel.routines.occurrence import Occurrence
from workmodel.routines.placing import Placed, Placing
from workmodel.routines.reports import WHOLE, closed, moment_of

if TYPE_CHECKING:
    from workmodel.domain import Routine

__all__ = [
    "PATIENCE",
    "next_occurrence",
    "occurrence_of",
    "occurrences",
    "occurring",
    "placed_in",
    "starting",
]

_DAY: Final = 1440
_FIRST_STRETCH: Final = 32 * _DAY
_LONGEST_STRETCH: Final = 200 * 366 * _DAY
PATIENCE: Final = 10_000
"""After how many in a row that are left out the search for the next one ends."""

_PLENTY: Final = 200  # occurrences after which a stretch is not made longer


def occurrences(
    plan: Plan,
    routine: str | Routine,
    start: Moment | str,
    end: Moment | str,
    schedule: Schedule | None = None,
) -> Iterator[Occurrence]:
    """The occurrences of a routine that start in ``start <= t < end``, in order.

    Lazy, and finite whatever the rule: the cost is that of the part of the window that is asked for. The occurrences of a
    window are those of its two halves, and no id depends on the window.

    Parameters
    ----------
    plan
        The plan that holds the routine.
    routine
        Its id.
    start, end
        The window; a day as *start* counts from its start, as *end* to its end.
    schedule
        The dates of the plan; needed where the routine belongs to a project or waits for something.

    Raises
    ------
    NoOccurrences
        The routine has arrivals or a reservation, which are amounts per period; nothing says from when its rule counts;
        or it needs the schedule.
    NoWorkingTime
        An occurrence has to move to an open day, and its calendar has none for a hundred years.
    OutOfRange
        The window ends before it starts.
    UnknownId
        There is no such routine.
    ZoneMismatch
        An end of the window carries a zone, and the plan has none.

    Notes
    -----
    Occurrences take the wall clock of their routine through changes of clocks. A time that is removed moves by as much, or
    is left out (``gap``); one that is repeated happens the first time. A routine renewed after completion has the
    occurrences that were done, and from the last of those on what its rule names, as though each were done when it
    starts. RFC 5545 section 3.3.10; renewal as in org-mode (``+``, ``.+``, ``++``).

    Examples
    --------
    >>> from workmodel.domain import Plan, Routine
    >>> plan = Plan(start="2026-10-01", zone="Europe/Berlin").add(
    ...     Routine("post", recurrence="FREQ=WEEKLY;BYDAY=MO", at="09:00", effort="30min")
    ... )
    >>> for one in occurrences(plan, "post", "2026-10-19", "2026-10-26"):
    ...     print(one.id, one.start.isoformat(), one.effort)
    post@2026-10-19 2026-10-19T09:00:00+02:00 30
    post@2026-10-26 2026-10-26T09:00:00+01:00 30
    """
    frame = frame_of(plan, routine, schedule)
    return occurring(frame, *window_of(plan, start, end))


def window_of(plan: Plan, start: Moment | str, end: Moment | str) -> tuple[int, int]:
    """The minutes of a window, ``start <= t < end``; a day as its end counts to its end.

    Raises
    ------
    OutOfRange
        The end is before the start.
    """
    lo, hi = plan.axis.minute(moment(start)), plan.axis.minute(moment(end), end=True)
    if hi < lo:
        raise OutOfRange(
            "the window of occurrences", f"{start} to {end}", "one that does not end before it starts"
        )
    return lo, hi


def next_occurrence(
    plan: Plan, routine: str | Routine, after: Moment | str, schedule: Schedule | None = None
) -> Occurrence | None:
    """The first occurrence that starts after a moment, or ``None`` where there is none.

    Cheap however far away it is, and where a rule never happens; the search ends after ten thousand in a row that are left
    out on days off.

    Parameters
    ----------
    plan, routine, schedule
        As in `occurrences`.
    after
        The moment; a day counts to its end.

    Raises
    ------
    NoOccurrences, NoWorkingTime, UnknownId, ZoneMismatch
        As in `occurrences`.

    Examples
    --------
    >>> from workmodel.domain import Plan, Routine
    >>> plan = Plan(start="2026-03-02").add(Routine("leap", recurrence="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"))
    >>> next_occurrence(plan, "leap", "2026-03-02").id
    'leap@2028-02-29'
    """
    frame = frame_of(plan, routine, schedule)
    day = moment(after)
    least = plan.axis.minute(day, end=True) + isinstance(day, datetime)
    return next(occurring(frame, least, frame.local.minute(LAST), patience=PATIENCE), None)


def starting(
    plan: Plan, routine: Routine, start: Moment, end: Moment, schedule: Schedule
) -> Iterator[Placed]:
    """Where the occurrences of a routine end up that start in ``start <= t < end``, without what was reported of them.

    For engines; as `occurrences`, of which it is the quicker half.
    """
    frame = frame_of(plan, routine, schedule)
    return placed_in(frame, plan.axis.minute(start), plan.axis.minute(end, end=True))


def occurring(frame: Frame, lo: int, hi: int, *, patience: int | None = None) -> Iterator[Occurrence]:
    """The occurrences that start in ``lo <= t < hi``, in order.

    Parameters
    ----------
    patience
        As in `placed_in`.
    """
    return (occurrence_of(frame, one) for one in placed_in(frame, lo, hi, patience=patience))


def placed_in(frame: Frame, lo: int, hi: int, *, patience: int | None = None) -> Iterator[Placed]:
    """Where occurrences end up that start in ``lo <= t < hi``, stretch by stretch, longer ones where little happens.

    Parameters
    ----------
    patience
        After how many in a row that are cancelled or left out on days off the search ends; ``None``: never.
    """
    placing = Placing.of(frame)
    lo, hi = max(lo, frame.local.minute(FIRST)), min(hi, frame.local.minute(LAST))
    stretch, left_out = _FIRST_STRETCH, 0
    while lo < hi:
        end = min(lo + stretch, hi)
        found, more = placing.between(lo, end)
        yield from found
        lo = end
        left_out = 0 if found else left_out + more
        if patience is not None and left_out >= patience:
            return
        if len(found) + more < _PLENTY:
            stretch = min(2 * stretch, _LONGEST_STRETCH)


def occurrence_of(frame: Frame, placed: Placed) -> Occurrence:
    """An occurrence where it ends up, with what was reported of it."""
    routine, axis, original = frame.routine, frame.plan.axis, placed.original
    name = f"{routine.id}@{original.name}"
    day = original.wall.date()
    parts, fan = frame.reports.of(original.minute, day, alone=original.alone), frame.fans.on(day)
    closing = closed(parts, fan.parts)
    steps = tuple(fan.steps(name, parts))
    return Occurrence(
        id=name,
        routine=routine.id,
        original=axis.time(original.minute),
        start=axis.time(placed.minute),
        due=_due(frame, placed),
        effort=sum(step.effort for step in steps) if steps else _effort(frame, placed, fan.assigned),
        timed=placed.timed,
        moved=placed.minute != original.minute,
        completion=parts.get(WHOLE),
        steps=steps,
        done=None if closing is None else axis.time(moment_of(closing, axis, placed.minute)),
    )


def _due(frame: Frame, placed: Placed) -> datetime | None:
    window = placed.window if placed.window is not None else frame.routine.window
    if window is None:
        return None
    minutes = frame.plan.minutes(window)
    if window.elapsed or not minutes:
        return frame.plan.axis.time(placed.minute + minutes)
    return frame.plan.axis.time(frame.calendar.add(placed.minute, minutes))


def _effort(frame: Frame, placed: Placed, assigned: int) -> int:
    routine, plan = frame.routine, frame.plan
    effort = placed.effort if placed.effort is not None else routine.effort
    if effort is not None:
        minutes = plan.minutes(effort)
    elif routine.estimate is not None:
        low, likely, high = routine.estimate.minutes(plan.conventions)
        minutes = (2 * (low + 4 * likely + high) + 6) // 12  # beta-PERT, to the minute
    else:
        return 0
    return minutes * (max(1, assigned) if routine.split == "each" else 1)
