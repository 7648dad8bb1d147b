"""`WorkCalendar`: when work happens, and arithmetic with it; unions and intersections of calendars."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import field, frozen

from workmodel.calendars.layers import Layer
from workmodel.calendars.weeks import WeekPattern
from workmodel.errors import MixedZones, WrongType, tuple_of, whole_number
from workmodel.quantities.moments import zone_info

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from workmodel.calendars.openings import Windows
    from workmodel.calendars.timeline import CompiledCalendar, Timeline

    Minutes = NDArray[np.int64]

__all__ = ["ALWAYS", "CombinedCalendar", "Reading", "WorkCalendar", "intersection", "union"]

Reading = Literal["start", "finish"]
"""How a boundary between two stretches of work is read: Monday 08:00 (start) or Friday 17:00 (finish)."""


_SILENT: Final = Layer()


def _layers(value: Any) -> tuple[Layer, ...]:
    if isinstance(value, Layer):
        return (value,)
    if isinstance(value, (str, WeekPattern)):
        return (Layer(value),)
    if isinstance(value, Iterable):
        found = tuple(value)
        if all(isinstance(one, Layer) for one in found):
            return tuple(one for one in found if one != _SILENT)
    raise WrongType("the layers of a calendar", value, "layers, the base first")


def _zone(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongType("a zone", value, 'an IANA name such as "Europe/Berlin", or None')
    zone_info(value)
    return value


@frozen(cache_hash=True)
class WorkCalendar:
    """When work happens: layers of wall-clock rules, and the arithmetic of working time on them.

    Time is whole minutes since 1970-01-01T00:00: UTC where the calendar has a zone, the wall clock where it
    has none. Working time is counted by W(t), the open minutes from a fixed origin to t, negative before it;
    all operations are this function and its inverses, for one value or for arrays, in O(log n) whatever the
    span.

    Where work stops and goes on later, one amount of work belongs to many moments. The *finish* reading is
    the earliest (Friday 17:00), the *start* reading the latest (Monday 08:00).

    Attributes
    ----------
    layers
        What it inherits and says itself, base first; a week pattern or its text is a calendar of one layer. Layers
        that say nothing are left out, so that everybody who just has the office's calendar has the same.
    zone
        IANA name of the zone whose wall clock the layers speak of; ``None``: floating, no zone anywhere.

    Raises
    ------
    InvalidText
        No such zone.
    NoWorkingTime
        By operations that look for working time: none for a hundred years.
    HorizonExceeded
        By operations that leave the years 1 to 9999.

    Notes
    -----
    Values compare by content. What is compiled for one is shared by all equal ones, and is no part of
    pickles.

    Examples
    --------
    >>> from workmodel.quantities import Axis, moment
    >>> axis, office = Axis(), WorkCalendar("mon-fri 08:00-12:00, 13:00-17:00")
    >>> friday = axis.minute(moment("2026-03-06 16:00"))
    >>> (
    ...     f"{axis.time(office.add(friday, 60)):%a %H:%M}",
    ...     f"{axis.time(office.add(friday, 60, 'start')):%a %H:%M}",
    ... )
    ('Fri 17:00', 'Mon 08:00')
    >>> office.between(friday, office.add(friday, 90))
    90
    """

    layers: tuple[Layer, ...] = field(default=(), converter=_layers)
    zone: str | None = field(default=None, converter=_zone)
    _shared: Any = field(init=False, repr=False, eq=False, default=None)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.layers, self.zone)

    @property
    def timeline(self) -> Timeline:
        """The compiled working time, made on first use and shared by content."""
        if self._shared is None:
            object.__setattr__(self, "_shared", _timeline(self))
        found: Timeline = self._shared
        return found

    def compute_windows(self, lo: int, hi: int) -> Windows:
        """The windows computed anew, as the timeline compiles them; `windows` is the one to ask."""
        from workmodel.calendars.openings import open_windows

        lo, hi = whole_number("a minute", lo), whole_number("a minute", hi)
        return open_windows(self.layers, self.zone, lo, hi)

    def position(self, t: int) -> int:
        """W(t): open minutes from the fixed origin to *t*, negative before it. [working min]"""
        return self.timeline.position(t)

    def start_of(self, w: int) -> int:
        """The latest moment at which *w* open minutes have passed, where what follows starts. [min]"""
        return self.timeline.start_of(w)

    def finish_of(self, w: int) -> int:
        """The earliest moment at which *w* open minutes have passed, where that work is done. [min]"""
        return self.timeline.finish_of(w)

    def is_open(self, t: int) -> bool:
        """Whether the minute that begins at *t* is working time."""
        return self.timeline.is_open(t)

    def next_open(self, t: int) -> int:
        """*t* if work can start there, else the next opening. [min]"""
        line = self.timeline
        return line.start_of(line.position(t))

    def previous_open(self, t: int) -> int:
        """*t* if work can end there (the minute before is open), else the last close before. [min]"""
        line = self.timeline
        return line.finish_of(line.position(t))

    def add(self, t: int, minutes: int, reading: Reading = "finish") -> int:
        """The moment *minutes* of working time after *t*; negative minutes walk back. [min]

        Parameters
        ----------
        t
            From when; outside working time it stands for both edges of the gap.
        minutes
            How much, either sign. [working min] Zero is no special case: the result is an edge of working
            time by the reading, or *t* inside it.
        reading
            ``"finish"``: the earliest such moment; ``"start"``: the latest.
        """
        line = self.timeline
        work = line.position(t) + whole_number("an amount of work", minutes)
        return line.start_of(work) if _reads_start(reading) else line.finish_of(work)

    def between(self, a: int, b: int) -> int:
        """Open minutes from *a* to *b*, negative where *b* is before *a*. [working min]"""
        line = self.timeline
        return line.position(b) - line.position(a)

    def positions(self, ts: ArrayLike) -> Minutes:
        """`position` of each: int64 arrays in and out."""
        return self.timeline.positions(ts)

    def starts_of(self, ws: ArrayLike) -> Minutes:
        """`start_of` of each."""
        return self.timeline.starts_of(ws)

    def finishes_of(self, ws: ArrayLike) -> Minutes:
        """`finish_of` of each."""
        return self.timeline.finishes_of(ws)

    def are_open(self, ts: ArrayLike) -> NDArray[np.bool_]:
        """`is_open` of each."""
        return self.timeline.are_open(ts)

    def next_opens(self, ts: ArrayLike) -> Minutes:
        """`next_open` of each."""
        line = self.timeline
        return line.starts_of(line.positions(ts))

    def previous_opens(self, ts: ArrayLike) -> Minutes:
        """`previous_open` of each."""
        line = self.timeline
        return line.finishes_of(line.positions(ts))

    def adds(self, ts: ArrayLike, minutes: ArrayLike, reading: Reading = "finish") -> Minutes:
        """`add` of each; *minutes* is one amount or an array of amounts."""
        from workmodel.calendars.timeline import whole

        line = self.timeline
        work = line.positions(ts) + whole(minutes)
        return line.starts_of(work) if _reads_start(reading) else line.finishes_of(work)

    def betweens(self, a: ArrayLike, b: ArrayLike) -> Minutes:
        """`between` of each pair."""
        line = self.timeline
        return line.positions(b) - line.positions(a)

    def windows(self, lo: int, hi: int) -> Windows:
        """The maximal open windows within ``lo <= t < hi``: two int64 arrays, starts and finishes. [min]"""
        return self.timeline.windows(lo, hi)

    def compiled(self, lo: int, hi: int) -> CompiledCalendar:
        """The windows within ``lo <= t < hi`` with the work done before each: what kernels count on."""
        return self.timeline.compiled(lo, hi)


def _rule(value: Any) -> Literal["union", "intersection"]:
    if value not in ("union", "intersection"):
        raise WrongType("a rule to combine calendars", value, '"union" or "intersection"')
    return "union" if value == "union" else "intersection"


def _calendars(value: Any) -> tuple[WorkCalendar, ...]:
    found = tuple_of("calendars to combine", value, "a list of WorkCalendar")
    for one in found:
        if not isinstance(one, WorkCalendar):
            raise WrongType("a calendar to combine", one, "a WorkCalendar")
    return found


@frozen(cache_hash=True)
class CombinedCalendar(WorkCalendar):
    """Open where one (union) or all (intersection) of its members are; made by `union` and `intersection`.

    Attributes
    ----------
    rule
        ``"union"`` or ``"intersection"``.
    members
        The calendars combined; their order is no part of the value. An intersection of none is `ALWAYS`.
    """

    rule: Literal["union", "intersection"] = field(default="intersection", kw_only=True, converter=_rule)
    members: tuple[WorkCalendar, ...] = field(default=(), kw_only=True, eq=frozenset, converter=_calendars)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.rule, self.members, self.zone)

    def compute_windows(self, lo: int, hi: int) -> Windows:
        """The members' windows combined."""
        from workmodel.calendars.openings import combined

        if self == ALWAYS:
            return self.timeline.windows(lo, hi)
        needed = 1 if self.rule == "union" else len(self.members)
        return combined([member.windows(lo, hi) for member in self.members], needed)


def _restored(
    rule: Literal["union", "intersection"], members: tuple[WorkCalendar, ...], zone: str | None
) -> CombinedCalendar:
    return CombinedCalendar((), zone, rule=rule, members=members)


ALWAYS: Final = CombinedCalendar()
"""Open around the clock: elapsed time, on any axis. W(t) = t."""


def _reads_start(reading: Reading) -> bool:
    if reading not in ("start", "finish"):  # not a set: it may be something that does not hash
        raise WrongType("a reading of a boundary", reading, '"start" or "finish"')
    return reading == "start"


@lru_cache(maxsize=256)
def _timeline(calendar: WorkCalendar) -> Timeline:
    from workmodel.calendars.timeline import ElapsedTimeline, Timeline

    return ElapsedTimeline() if calendar == ALWAYS else Timeline(calendar.compute_windows)


def union(calendars: Iterable[WorkCalendar]) -> WorkCalendar:
    """Open where any of the calendars is; the calendar itself where all are equal.

    Raises
    ------
    MixedZones
        Some have a zone and some have none.
    WrongType
        No calendar at all.

    Examples
    --------
    >>> early, late = WorkCalendar("mon-fri 06:00-14:00"), WorkCalendar("mon-fri 14:00-22:00")
    >>> union([early, early]) == early, union([early, late]) == union([late, early])
    (True, True)
    """
    members = _members(calendars, "union")
    if ALWAYS in members:
        return ALWAYS
    if not members:
        raise WrongType("calendars to unite", (), "at least one calendar")
    return _combined("union", members)


def intersection(calendars: Iterable[WorkCalendar]) -> WorkCalendar:
    """Open where all of the calendars are: the calendar itself if all are equal, `ALWAYS` if there is none.

    Whether any common working time is left is not looked at: operations raise `NoWorkingTime` where there is
    none.

    Raises
    ------
    MixedZones
        Some have a zone and some have none.

    Examples
    --------
    >>> office = WorkCalendar("mon-fri 08:00-17:00")
    >>> intersection([office, ALWAYS]) == office, intersection([]) == ALWAYS
    (True, True)
    """
    members = tuple(one for one in _members(calendars, "intersection") if one != ALWAYS)
    return _combined("intersection", members) if members else ALWAYS


def _members(calendars: Iterable[WorkCalendar], rule: str) -> tuple[WorkCalendar, ...]:
    """The calendars without repetition, those of combinations by the same rule taken out of them."""
    found: dict[WorkCalendar, None] = {}
    for calendar in _calendars(calendars):
        inner = isinstance(calendar, CombinedCalendar) and calendar.rule == rule and calendar.members
        found.update(dict.fromkeys(inner or (calendar,)))
    return tuple(found)


def _combined(rule: Literal["union", "intersection"], members: tuple[WorkCalendar, ...]) -> WorkCalendar:
    if len(members) == 1:
        return members[0]
    zones = {member.zone for member in members}
    if None in zones and len(zones) > 1:
        raise MixedZones(tuple(sorted(zone for zone in zones if zone is not None)))
    zone = zones.pop() if len(zones) == 1 else "UTC"
    return CombinedCalendar((), zone, rule=rule, members=members)
