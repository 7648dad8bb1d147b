"""Original starts: what a routine's rule names, before anything is moved, cancelled or skipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from attrs import frozen

from workmodel.routines.frame import FIRST, LAST, Frame
from workmodel.routines.reports import closed

__all__ = ["Original", "originals"]


@frozen
class Original:
    """An occurrence by its routine's rule.

    Attributes
    ----------
    minute
        Its original start. [min since 1970]
    wall
        What the routine's wall clock should show then: a time that a change of clocks removes stands here all the same.
    first
        That of the first occurrence of its day.
    alone
        Whether its day has no other.
    timed
        Whether it starts at a time of day.
    """

    minute: int
    wall: datetime
    first: datetime
    alone: bool
    timed: bool

    @property
    def name(self) -> str:
        """What its id says behind the routine's."""
        return self.wall.date().isoformat() if self.alone else self.wall.isoformat(timespec="minutes")


def originals(frame: Frame, first: date, last: date) -> Iterator[Original]:
    """The original starts on the days from *first* to *last*, by the routine's wall clock, in its order.

    Whole days, so that names do not depend on the window.
    """
    day = timedelta(days=1)
    first = max(first, FIRST, frame.day(frame.low) - day)
    last = min(last, LAST, frame.day(frame.high) + day)
    if last < first:
        return
    found: dict[int, datetime] = {}
    days: dict[date, list[datetime]] = {}
    for wall in _walls(frame, datetime.combine(first, datetime.min.time()), _end(last)):
        timed = _timed(frame, wall)
        minute = frame.local.minute(wall if timed else wall.date())
        if timed and frame.routine.gap == "skip" and frame.wall(minute) != wall:
            continue
        if minute in found:  # a removed time falls on one that occurs by itself
            days[found[minute].date()].remove(found[minute])
        found[minute] = wall
        days.setdefault(wall.date(), []).append(wall)
    for minute, wall in found.items():
        same = days[wall.date()]
        original = Original(minute, wall, same[0], len(same) == 1, _timed(frame, wall))
        if frame.low <= minute < frame.high and not _passed(frame, original):
            yield original


def _timed(frame: Frame, wall: datetime) -> bool:
    """Whether an occurrence has a time of day: its routine has, or a date was added with one."""
    return frame.timed or wall.time() != frame.begin.time()


def _end(last: date) -> datetime:
    return datetime.combine(last, datetime.min.time()) + timedelta(days=1)


def _walls(frame: Frame, lo: datetime, hi: datetime) -> Iterator[datetime]:
    zone = frame.local.zone
    if frame.routine.renewal != "after_completion" or frame.last is None:
        yield from frame.occurs.occurrences(frame.begin, lo, hi, zone=zone)
        return
    done, original = frame.last
    recorded = sorted(_recorded(frame))
    yield from (wall for wall in recorded if lo <= wall < hi)
    latest = frame.wall(max(done, original))
    if frame.occurs.hourly:
        begin, after = frame.wall(done), latest
    else:
        begin = datetime.combine(frame.wall(done).date(), frame.begin.time())
        after = datetime.combine(latest.date(), datetime.max.time())
    for wall in frame.occurs.occurrences(begin, lo, hi, zone=zone):
        if wall > after and wall not in recorded:
            yield wall


def _recorded(frame: Frame) -> Iterator[datetime]:
    """The original starts of what was done, where each occurrence depends on when the one before was."""
    for key, parts in frame.reports.found.items():
        wall = frame.wall(key) if isinstance(key, int) else datetime.combine(key, frame.begin.time())
        if closed(parts, frame.fans.on(wall.date()).parts) is not None:
            yield wall


def _passed(frame: Frame, original: Original) -> bool:
    """Whether a routine that catches up has left this one behind."""
    if frame.routine.renewal != "catch_up" or frame.last is None or original.minute > frame.last[0]:
        return False
    parts = frame.reports.of(original.minute, original.wall.date(), alone=original.alone)
    return closed(parts, frame.fans.on(original.wall.date()).parts) is None
