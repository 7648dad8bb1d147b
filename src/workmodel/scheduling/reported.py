"""What progress says about an item, made consistent: done, remaining, state.

Actual duration and remaining duration are the facts; percent complete is actual ÷ (actual + remaining). A given
percentage sets what remains; a given remainder wins.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from workmodel.calendars import ending
from workmodel.domain import Milestone
from workmodel.quantities.spans import half_up
from workmodel.scheduling.layout import COMPLETE, STARTED

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Progress, Task
    from workmodel.domain.plan import Plan

__all__ = ["Reported", "reported"]


@frozen
class Reported:
    """Progress as the kernels take it.

    Attributes
    ----------
    state
        `STARTED` or `COMPLETE`.
    start, finish
        Actual dates, where they are known. [min since 1970]
    done, remaining
        Of its duration. [working min]
    resume
        What remains goes on no earlier. [min since 1970]
    stated
        Percent complete as reported, where it disagrees with what was reported as remaining.
    percent
        Percent complete. [0–100]
    """

    state: int
    start: int | None
    finish: int | None
    done: int
    remaining: int
    resume: int | None
    stated: float | None
    percent: float

    @property
    def dated(self) -> bool:
        """Whether an actual date was reported."""
        return self.start is not None or self.finish is not None


def reported(plan: Plan, item: Task | Milestone, calendar: WorkCalendar, duration: int) -> Reported | None:
    """What was reported of an item; ``None`` where nothing was done."""
    progress = item.progress
    if progress is None or not (progress.started or progress.complete):
        return None
    complete = progress.complete
    if isinstance(item, Milestone):
        # it takes no time, whatever was reported
        progress = evolve(progress, actual_duration=None, remaining=None)
    axis = plan.axis
    start = None if progress.actual_start is None else axis.minute(progress.actual_start)
    finish = None if progress.actual_finish is None else ending(axis, progress.actual_finish, calendar)
    if start is not None and progress.actual_finish is not None and not duration:
        finish = axis.minute(progress.actual_finish)  # a moment told by its start
    if complete:
        return _complete(calendar, duration, start, finish, progress, plan)
    done, remaining, stated = _shares(plan, progress, duration)
    resume = None if progress.resume is None else axis.minute(progress.resume)
    whole = done + remaining
    percent = float(progress.percent or 0) if not whole else 100 * done / whole
    return Reported(STARTED, start, None, done, remaining, resume, stated, percent)


def _complete(
    calendar: WorkCalendar,
    duration: int,
    start: int | None,
    finish: int | None,
    progress: Progress,
    plan: Plan,
) -> Reported:
    if progress.actual_duration is not None:
        duration = plan.minutes(progress.actual_duration)
    if start is None and finish is not None:
        start = finish if not duration else calendar.start_of(calendar.position(finish) - duration)
    elif finish is None and start is not None:
        finish = start if not duration else calendar.add(start, duration)
    if start is not None and finish is not None:
        finish = max(start, finish)
        if duration:
            duration = calendar.between(start, finish) if progress.actual_duration is None else duration
    return Reported(COMPLETE, start, finish, duration, 0, None, None, 100.0)


def _shares(plan: Plan, progress: Progress, duration: int) -> tuple[int, int, float | None]:
    """Done, remaining, and the percentage that was stated where it does not fit them."""
    by_percent = None if progress.percent is None else half_up(Fraction(progress.percent) * duration / 100)
    if progress.actual_duration is not None:
        done = plan.minutes(progress.actual_duration)
    elif by_percent is not None:
        done = by_percent
    else:
        left = duration if progress.remaining is None else plan.minutes(progress.remaining)
        done = max(duration - left, 0)
    remaining = max(duration - done, 0) if progress.remaining is None else plan.minutes(progress.remaining)
    whole = done + remaining
    if progress.percent is None or not whole:
        return done, remaining, None
    stated = float(progress.percent)
    return done, remaining, stated if abs(100 * done / whole - stated) >= 1 else None
