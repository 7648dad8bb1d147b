"""Where occurrences end up: overrides, and what happens on days off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from attrs import evolve, frozen

from workmodel.domain import Override
from workmodel.errors import HorizonExceeded, NoWorkingTime
from workmodel.quantities import Moment, Span
from workmodel.routines.frame import FIRST, LAST, Frame
from workmodel.routines.originals import Original, originals
from workmodel.routines.reports import Key, key_of

__all__ = ["Placed", "Placing"]

_NONE = timedelta(0)


@frozen
class Placed:
    """An occurrence where it ends up.

    Attributes
    ----------
    original
        By the routine's rule.
    minute
        When it starts. [min since 1970]
    timed
        Whether at a time of day.
    effort, window
        What overrides say instead of the routine.
    """

    original: Original
    minute: int
    timed: bool
    effort: Span | None
    window: Span | None


@frozen
class _Following:
    """An override that holds for all that follow."""

    minute: int
    said: Override
    shift: timedelta


@frozen
class Placing:
    """The overrides of a routine, ready to be asked.

    Attributes
    ----------
    single
        By the occurrence (or day) that they name.
    following
        Those that hold for all that follow, in order of time.
    """

    frame: Frame
    single: dict[Key, Override]
    following: tuple[_Following, ...]

    @classmethod
    def of(cls, frame: Frame) -> Placing:
        """The overrides of the routine of a frame."""
        local = frame.local
        single = {key_of(local, o.original): o for o in frame.routine.overrides if not o.following}
        following = [
            _Following(local.minute(o.original), o, _shift(frame, o))
            for o in frame.routine.overrides
            if o.following
        ]
        return cls(frame, single, tuple(sorted(following, key=lambda one: one.minute)))

    def between(self, lo: int, hi: int) -> tuple[list[Placed], int]:
        """The occurrences that start in ``lo <= t < hi``, in order, and how many were looked at and left out."""
        found: dict[int, Placed] = {}
        left_out = 0
        for original in self._candidates(lo, hi):
            placed = self.place(original) if original.minute not in found else found[original.minute]
            if placed is None:
                left_out += 1
            elif lo <= placed.minute < hi:
                found[original.minute] = placed
        return sorted(found.values(), key=lambda one: (one.minute, one.original.minute)), left_out

    def _candidates(self, lo: int, hi: int) -> Iterator[Original]:
        """Whatever may start in the window."""
        first, last = _reach(self.frame, lo, hi)
        shifts = [one for one in self.following if one.said.start is not None]
        begins: list[tuple[int | None, timedelta]] = [
            (None, _NONE),
            *((one.minute, one.shift) for one in shifts),
        ]
        for place, (begin, shift) in enumerate(begins):
            low = _shifted(first, -shift, -1)
            high = _shifted(last, -shift, 1)
            if begin is not None:
                low = max(low, self.frame.day(begin))
            if place + 1 < len(begins) and (end := begins[place + 1][0]) is not None:
                high = min(high, self.frame.day(end))
            yield from originals(self.frame, low, high)
        for key, said in self.single.items():
            if said.start is not None and first <= _day(self.frame, said.start) <= last:
                day = self.frame.day(key) if isinstance(key, int) else key
                yield from originals(self.frame, day, day)

    def place(self, original: Original) -> Placed | None:
        """Where an occurrence ends up, or nothing where it is cancelled or left out."""
        day = original.wall.date()
        single = self.single.get(original.minute) or self.single.get(day)
        before = [one for one in reversed(self.following) if one.minute <= original.minute]
        if single is not None and single.cancelled:
            return None
        named = [*([] if single is None else [single]), *(one.said for one in before)]
        effort = next((one.effort for one in named if one.effort is not None), None)
        window = next((one.window for one in named if one.window is not None), None)
        here = Placed(original, original.minute, original.timed, effort, window)
        if single is not None and single.start is not None:
            start = single.start
            wall = _moved(self.frame, start, original.first) + (original.wall - original.first)
            return self._at(here, wall, timed=here.timed or isinstance(start, datetime))
        moved = next((one for one in before if one.said.start is not None), None)
        wall = original.wall if moved is None else original.wall + moved.shift
        timed = here.timed or (moved is not None and isinstance(moved.said.start, datetime))
        open_wall = _open(self.frame, wall)
        if open_wall is None:
            return None
        return here if open_wall == original.wall else self._at(here, open_wall, timed=timed)

    def _at(self, placed: Placed, wall: datetime, *, timed: bool) -> Placed:
        minute = self.frame.local.minute(wall if timed else wall.date())
        return evolve(placed, minute=minute, timed=timed)


def _shifted(day: date, shift: timedelta, more: int) -> date:
    """A day so much later, and some days more, within the days in which routines occur."""
    number = day.toordinal() + shift.days + more
    return date.fromordinal(min(max(number, FIRST.toordinal()), LAST.toordinal()))


def _day(frame: Frame, moment: Moment) -> date:
    return frame.day(frame.local.minute(moment))


def _moved(frame: Frame, start: Moment, usual: datetime) -> datetime:
    """The wall clock of a new start; a day keeps the usual time of day."""
    if isinstance(start, datetime):
        return frame.wall(frame.local.minute(start)) if start.tzinfo is not None else start
    return datetime.combine(start, usual.time())


def _shift(frame: Frame, said: Override) -> timedelta:
    """By how much an override moves all that follow."""
    if said.start is None:
        return _NONE
    key = said.original
    if isinstance(key, datetime):
        usual = _moved(frame, key, frame.begin)
    else:
        day = next(originals(frame, key, key), None)
        usual = datetime.combine(key, frame.begin.time()) if day is None else day.first
    return _moved(frame, said.start, usual) - usual


def _reach(frame: Frame, lo: int, hi: int) -> tuple[date, date]:
    """The days of what may start in a window, once days off have moved it."""
    first, last = frame.day(lo), frame.day(hi)
    try:
        if frame.routine.day_off == "next":
            first = min(first, frame.day(frame.calendar.previous_open(frame.local.minute(first)) - 1))
    except (NoWorkingTime, HorizonExceeded):
        first = FIRST
    try:
        if frame.routine.day_off == "previous":
            last = max(last, frame.day(frame.calendar.next_open(frame.local.minute(last, end=True))))
    except (NoWorkingTime, HorizonExceeded):
        last = _shifted(last, timedelta(days=366), 0)
    return first, last


def _open(frame: Frame, wall: datetime) -> datetime | None:
    """The same time on the open day that counts instead, where its own is closed; nothing where it is left out."""
    rule = frame.routine.day_off
    if rule == "keep":
        return wall
    begin, end = frame.local.minute(wall.date()), frame.local.minute(wall.date(), end=True)
    if frame.calendar.between(begin, end):
        return wall
    if rule == "skip":
        return None
    try:
        t = frame.calendar.next_open(end) if rule == "next" else frame.calendar.previous_open(begin) - 1
    except NoWorkingTime as problem:
        raise NoWorkingTime(problem.calendars, problem.minute, problem.direction, frame.routine.id) from None
    return datetime.combine(frame.day(t), wall.time())
