"""Moments: dates and datetimes as planners give them, and the axis of minutes that engines count on.

Inside, time is whole minutes since 1970-01-01T00:00 on one int64 axis: UTC where the plan has a zone, plain
wall clock where it has none (*floating* time, RFC 5545 section 3.3.12). At the surface it is datetimes.
`Axis` is the door.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import index
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from workmodel.errors import InvalidText, OutOfRange, WrongType, ZoneMismatch, tuple_of

__all__ = ["Axis", "Moment", "TimeWindow", "moment"]

Moment = date | datetime
"""A day (``date``) or a time (``datetime``), as a planner gave it."""

_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_UTC: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = _EPOCH.toordinal()
_MINUTE: Final = timedelta(minutes=1)
_EXPECTED: Final = 'a date or a time in ISO 8601 form, such as "2026-03-02" or "2026-03-02 09:00"'
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def moment(value: object) -> Moment:
    """A date or datetime from ISO 8601 text; dates and datetimes are taken as they are, to the whole minute.

    Seconds are rounded half up, once, here: a time with a zone along UTC, so that it stays the same instant
    where clocks change; one without along the wall clock. Subclasses (``pandas.Timestamp``) become plain
    values.

    Raises
    ------
    InvalidText
        The text is no date or time.
    OutOfRange
        It rounds up to a time after the year 9999.
    WrongType
        Neither text, date nor datetime.

    Examples
    --------
    >>> moment("2026-03-02"), moment("2026-03-02T09:00:30")
    (datetime.date(2026, 3, 2), datetime.datetime(2026, 3, 2, 9, 1))
    """
    if isinstance(value, str):
        return _parsed(value) if len(value) <= 64 else _refuse(value)
    if isinstance(value, datetime):
        return _to_minute(value)
    if isinstance(value, date):
        return value if type(value) is date else date(value.year, value.month, value.day)
    raise WrongType("a date or time", value, _EXPECTED)


def _refuse(text: str) -> Moment:
    raise InvalidText("a date or time", text, _EXPECTED)


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Moment:
    clean = text.strip()
    try:
        if _DATE.fullmatch(clean):
            return date.fromisoformat(clean)
        if _DATE.match(clean):
            return _to_minute(datetime.fromisoformat(clean))
    except ValueError as problem:
        raise InvalidText("a date or time", text, f"{_EXPECTED} ({problem})") from None
    return _refuse(text)


def _to_minute(value: datetime) -> datetime:
    if type(value) is not datetime:
        value = _plain(value)
    if value.tzinfo is not None and value.utcoffset() is None:
        value = value.replace(tzinfo=None)  # naive by the definition of the datetime module
    if not value.second and not value.microsecond:
        return value
    up = value.second >= 30
    value = value.replace(second=0, microsecond=0)
    if not up:
        return value
    try:
        if value.tzinfo is None:
            return (value + _MINUTE).replace(fold=value.fold)
        return (value.astimezone(UTC) + _MINUTE).astimezone(value.tzinfo)
    except OverflowError:
        raise OutOfRange("a time", str(value), "between the years 1 and 9999") from None


def _plain(value: datetime) -> datetime:
    """A datetime without what subclasses add: nanoseconds, methods, "not a time"."""
    try:
        return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second,
                        value.microsecond, value.tzinfo, fold=value.fold)  # fmt: skip
    except (TypeError, ValueError):
        raise WrongType("a date or time", value, _EXPECTED) from None


@frozen
class Axis:
    """Between datetimes and whole minutes, in one zone or none.

    Attributes
    ----------
    zone
        IANA name of the zone in which naive times are wall clock; ``None``: floating, no zone anywhere.

    Examples
    --------
    >>> axis = Axis("Europe/Berlin")
    >>> axis.time(axis.minute(moment("2026-10-26 09:00"))).isoformat()
    '2026-10-26T09:00:00+01:00'
    >>> Axis().minute(moment("1970-01-02"))
    1440
    """

    zone: str | None = None
    _info: ZoneInfo | None = field(init=False, repr=False, eq=False, default=None)

    def __attrs_post_init__(self) -> None:
        if self.zone is not None:
            object.__setattr__(self, "_info", zone_info(self.zone))

    def minute(self, value: Moment, *, end: bool = False) -> int:
        """The minute of a moment; a day without a time counts from its start or to its end. [min since 1970]

        A wall-clock time that a change of clocks removes is read with the offset before the change, and one
        that it repeats is the first of the two (PEP 495, ``fold=0``) unless the datetime says otherwise.

        Raises
        ------
        OutOfRange
            In UTC it lies before the year 1 or after 9999.
        WrongType
            Neither a date nor a datetime.
        ZoneMismatch
            The time carries a zone and the axis has none.

        Examples
        --------
        >>> axis = Axis("Europe/Berlin")
        >>> axis.minute(date(2026, 3, 29), end=True) - axis.minute(date(2026, 3, 29))
        1380
        """
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                if self._info is None:
                    raise ZoneMismatch(value)
                return _universal(value)
            if self._info is None:
                return _minutes_since(value, _EPOCH)
            return _universal(value.replace(tzinfo=self._info))
        if not isinstance(value, date):
            raise WrongType("a moment", value, "a date or a datetime")
        if self._info is None:
            return (value.toordinal() - _EPOCH_DAY + end) * 1440
        last = value == date.max  # its end has no datetime, but a minute
        day = datetime(value.year, value.month, value.day, tzinfo=self._info)
        return _universal(day) + 1440 if end and last else _universal(day + timedelta(days=int(end)))

    def time(self, minute: int) -> datetime:
        """The datetime of a minute: aware where the axis has a zone, naive where it has none.

        Raises
        ------
        OutOfRange
            Before the year 1 or after 9999.
        WrongType
            No whole number; numpy's are.
        """
        try:
            whole = index(minute)
            if self._info is None:
                return _EPOCH + timedelta(minutes=whole)
            return (_EPOCH_UTC + timedelta(minutes=whole)).astimezone(self._info)
        except TypeError:
            raise WrongType("a minute", minute, "a whole number") from None
        except OverflowError:
            raise OutOfRange("a minute", minute, "between the years 1 and 9999") from None

    def times(self, minutes: Iterable[int]) -> list[datetime]:
        """The datetimes of many minutes."""
        return [self.time(m) for m in tuple_of("minutes", minutes, "a list of whole numbers")]


def zone_info(name: str) -> ZoneInfo:
    """The zone of that IANA name.

    Raises
    ------
    InvalidText
        No such zone.
    WrongType
        No text.

    Examples
    --------
    >>> zone_info("Europe/Berlin").key
    'Europe/Berlin'
    """
    if not isinstance(name, str):
        raise WrongType("a zone", name, 'an IANA name such as "Europe/Berlin"')
    return _zone(name)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InvalidText("a zone", name, 'an IANA name such as "Europe/Berlin" or "UTC"') from None


def _universal(value: datetime) -> int:
    try:
        return _minutes_since(value.astimezone(UTC), _EPOCH_UTC)
    except OverflowError:
        raise OutOfRange("a time", str(value), "between the years 1 and 9999, in UTC as well") from None


def _minutes_since(value: datetime, epoch: datetime) -> int:
    """Whole minutes, halves up: some zones' offsets before 1972 have seconds."""
    gap = value - epoch
    return (gap.days * 86400 + gap.seconds + 30) // 60


def _between(first: datetime, last: datetime) -> timedelta:
    """Time that passes between two datetimes, both naive or both aware, across changes of clocks.

    Subtracting two times of one zone would compare wall clocks, and going through UTC would leave the
    calendar at its ends.
    """
    walls = last.replace(tzinfo=None) - first.replace(tzinfo=None)
    before, after = first.utcoffset(), last.utcoffset()
    return walls if before is None or after is None else walls - (after - before)


@frozen
class TimeWindow:
    """A half-open stretch of time, ``start <= t < finish``.

    Attributes
    ----------
    start, finish
        Its ends; both naive or both aware. An empty window has its finish at its start.

    Raises
    ------
    OutOfRange
        The finish is before the start, or only one end has a zone.
    WrongType
        An end is no datetime.

    Examples
    --------
    >>> w = TimeWindow(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12))
    >>> datetime(2026, 3, 2, 12) in w
    False
    """

    start: datetime
    finish: datetime

    def __attrs_post_init__(self) -> None:
        for value in (self.start, self.finish):
            if not isinstance(value, datetime):
                raise WrongType("an end of a window", value, "a datetime")
        if (self.start.utcoffset() is None) is not (self.finish.utcoffset() is None):
            raise OutOfRange(
                "a window", f"{self.start} to {self.finish}", "with a zone on both ends or on neither"
            )
        if self.elapsed < timedelta(0):
            raise OutOfRange(
                "a window", f"{self.start} to {self.finish}", "one whose finish is not before its start"
            )

    @property
    def elapsed(self) -> timedelta:
        """Time that passes between the ends, across changes of clocks."""
        return _between(self.start, self.finish)

    def __contains__(self, time: object) -> bool:
        if not isinstance(time, datetime):
            return False
        if (time.utcoffset() is None) is not (self.start.utcoffset() is None):
            zone = "without a zone" if self.start.utcoffset() is None else "with a zone"
            raise WrongType("a time to look for in this window", time, f"a datetime {zone}, like its ends")
        return timedelta(0) <= _between(self.start, time) < self.elapsed
