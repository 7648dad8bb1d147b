"""Recurrence: what repeats by an RFC 5545 rule, and when, in local wall-clock time.

The only module that knows python-dateutil. Whatever the rule, a question about a window ends: its cost is
bounded by the window (and 400 years of periods for rules that never happen), never by the end of the
calendar.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import gcd
from typing import Any, Final

from attrs import evolve, field, frozen

from workmodel.calendars.rules import FREQUENCIES, Rule, parsed_rule
from workmodel.calendars.weeks import calendar_day
from workmodel.errors import OutOfRange, WrongType
from workmodel.quantities.moments import zone_info

__all__ = ["Recurrence"]

_MOST_STEPS: Final = 2_000_000
_CYCLE: Final = 400  # years after which the Gregorian calendar repeats, weekdays included
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


def _canonical(value: object) -> str:
    if not isinstance(value, str):
        raise WrongType("a recurrence rule", value, 'text such as "FREQ=MONTHLY;BYDAY=-1FR"')
    return str(parsed_rule(value))


@frozen
class Recurrence:
    """A recurrence rule of RFC 5545 section 3.3.10, without its start.

    Times are wall clock: a rule knows no zone, and a zone is attached to its occurrences afterwards. Unlike
    RFC 5545, which counts the start as the first occurrence whatever the rule says, only what the rule names
    occurs.

    Attributes
    ----------
    rule
        Its text, made canonical: parts in a fixed order, lists sorted, defaults left out.

    Raises
    ------
    InvalidText
        The text breaks the grammar, or the rule is finer than hourly.

    Examples
    --------
    >>> last_friday = Recurrence("FREQ=MONTHLY;BYDAY=-1FR")
    >>> [str(d) for d in last_friday.days(date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31))]
    ['2026-01-30', '2026-02-27', '2026-03-27']

    Every second week, weeks beginning on Sunday, Microsoft Project's weekly kind:

    >>> Recurrence("WKST=SU;FREQ=WEEKLY;BYDAY=MO;INTERVAL=2").rule
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU'
    """

    rule: str = field(converter=_canonical)

    def __str__(self) -> str:
        return self.rule

    @property
    def frequency(self) -> str:
        """``"YEARLY"``, ``"MONTHLY"``, ``"WEEKLY"``, ``"DAILY"`` or ``"HOURLY"``."""
        return parsed_rule(self.rule).freq

    @property
    def whole_days(self) -> bool:
        """Whether the rule speaks of days only, not of hours or minutes."""
        rule = parsed_rule(self.rule)
        return rule.freq != FREQUENCIES[-1] and not (rule.by_hour or rule.by_minute)

    @property
    def ends(self) -> bool:
        """Whether it ends by itself, with COUNT or UNTIL."""
        rule = parsed_rule(self.rule)
        return rule.count is not None or rule.until is not None

    def occurrences(
        self, start: datetime, lo: datetime, hi: datetime, *, zone: str | None = None
    ) -> tuple[datetime, ...]:
        """The occurrences in ``lo <= t < hi``, in order. [wall clock, whole minutes]

        Parameters
        ----------
        start
            Where the rule begins (DTSTART); what it leaves open, such as the time of day, comes from here.
        lo, hi
            The window, half-open.
        zone
            IANA name of the zone in which an UNTIL given in UTC is read; without it, such an UNTIL is wall
            clock.

        Raises
        ------
        WrongType
            A time carries a zone.
        OutOfRange
            The rule counts its occurrences or hours from so far back that finding them is out of proportion.

        Examples
        --------
        >>> rule = Recurrence("FREQ=DAILY;COUNT=3")
        >>> start, lo, hi = datetime(2026, 3, 2, 9), datetime(2026, 3, 3), datetime(2027, 1, 1)
        >>> [f"{time:%d %H:%M}" for time in rule.occurrences(start, lo, hi)]
        ['03 09:00', '04 09:00']
        """
        if zone is not None:
            zone_info(zone)
        for value in (start, lo, hi):
            if not isinstance(value, datetime) or value.tzinfo is not None:
                raise WrongType("a time of a recurrence", value, "a datetime without a zone: wall clock")
        start = start.replace(second=0, microsecond=0)
        return _occurrences(self.rule, start, max(lo, start), hi, zone)

    def days(self, start: date, first: date, last: date) -> tuple[date, ...]:
        """The days on which it occurs from *first* to *last*, both included, in order.

        Parameters
        ----------
        start
            The day on which the rule begins.
        """
        start, first, last = calendar_day(start), calendar_day(first), calendar_day(last)
        lo, end = datetime(first.year, first.month, first.day), datetime(last.year, last.month, last.day)
        hi = end + _DAY if last < date.max else datetime(9999, 12, 31, 23, 59)
        found = self.occurrences(datetime(start.year, start.month, start.day), lo, hi)
        return tuple(dict.fromkeys(time.date() for time in found))


@lru_cache(maxsize=4096)
def _occurrences(
    text: str, start: datetime, lo: datetime, hi: datetime, zone: str | None
) -> tuple[datetime, ...]:
    rule = parsed_rule(text)
    until = rule.until
    if until is not None and rule.until_form == "utc" and zone is not None:
        until = until.replace(tzinfo=UTC).astimezone(zone_info(zone)).replace(tzinfo=None)
    if until is not None and until < hi:
        hi = until + _MINUTE
    if hi <= lo:
        return ()
    stepped = rule.freq in {"DAILY", "HOURLY"}
    if not _ever(evolve(_explicit(rule, start), interval=1, count=None, until=None, until_form="")):
        return ()
    if rule.freq == "HOURLY" and not _meets_an_hour(rule, start):
        return ()
    found = _stepped(rule, start, lo, hi) if stepped else _expanded(rule, start, lo, hi)
    return tuple(time for time in found if lo <= time < hi)


@lru_cache(maxsize=1024)
def _ever(rule: Rule) -> bool:
    """Whether a rule of every period, with its BY parts all said, happens at all: one cycle of the calendar tells."""
    if rule.freq not in {"DAILY", "HOURLY"}:
        first = datetime(9999 - _CYCLE, 1, 1)
        return next(_expanded(rule, first, first, datetime(9999, 12, 31)), None) is not None
    if rule.freq == "DAILY" and not _times_of_a_step(rule, datetime(2000, 1, 1)):
        return False
    by_hour = rule.by_hour[0] if rule.by_hour else 0
    days = (datetime(2000, 1, 1, by_hour) + timedelta(days=day) for day in range(146_097))
    return any(_keeps(rule, day, hourly=True) for day in days)


def _meets_an_hour(rule: Rule, start: datetime) -> bool:
    """Whether the steps of an hourly rule ever meet one of its hours."""
    step = gcd(rule.interval, 24)
    return not rule.by_hour or any((hour - start.hour) % step == 0 for hour in rule.by_hour)


def _explicit(rule: Rule, start: datetime) -> Rule:
    """The rule with the days that it takes from its start said, so that it may be looked at from another."""
    if rule.by_day or rule.by_month_day or rule.by_year_day or rule.freq in {"DAILY", "HOURLY"}:
        return rule
    if rule.freq == "WEEKLY" or rule.by_week:
        return evolve(rule, by_day=((start.weekday(), 0),))
    if rule.freq == "YEARLY":
        return evolve(rule, by_month=rule.by_month or (start.month,), by_month_day=(start.day,))
    return evolve(rule, by_month_day=(start.day,))


def _nearer(rule: Rule, start: datetime, lo: datetime) -> datetime:
    """A start from which the same periods count, shortly before the window: what lies between costs nothing."""
    if rule.freq == "WEEKLY":
        weeks = timedelta(weeks=rule.interval)
        return start + max(0, (lo - start) // weeks - 1) * weeks
    months = rule.interval * (12 if rule.freq == "YEARLY" else 1)
    passed = 12 * (lo.year - start.year) + lo.month - start.month
    skipped = (passed // months - 1) * months
    if skipped <= 0:
        return start
    year, month = divmod(12 * start.year + start.month - 1 + skipped, 12)
    return start.replace(year=year, month=month + 1, day=1)


def _stepped(rule: Rule, start: datetime, lo: datetime, hi: datetime) -> Iterator[datetime]:
    """Daily and hourly rules: fixed steps, of which the BY parts keep some.

    dateutil would look for the next match without an end, day after day; here each step is one of the
    window's.
    """
    hourly = rule.freq == "HOURLY"
    step = timedelta(hours=rule.interval) if hourly else timedelta(days=rule.interval)
    base = start.replace(minute=0) if hourly else start.replace(hour=0, minute=0)
    times = _times_of_a_step(rule, start)
    first = 0 if rule.count is not None else max(0, (lo - base) // step)
    last = (hi - _MINUTE - base) // step
    if last - first > _MOST_STEPS:
        raise OutOfRange("a rule", str(rule), f"begun at most {_MOST_STEPS:,} steps before {hi:%Y-%m-%d}")
    left = rule.count if rule.count is not None else _MOST_STEPS * len(times)
    for number in range(first, last + 1):
        period = base + number * step
        if not _keeps(rule, period, hourly=hourly):
            continue
        for time in times:
            occurrence = period + time
            if occurrence < start:
                continue
            if left <= 0:
                return
            left -= 1
            yield occurrence


def _times_of_a_step(rule: Rule, start: datetime) -> list[timedelta]:
    """Where in its day (or hour) a daily (hourly) rule occurs, after BYSETPOS."""
    minute = timedelta(minutes=rule.by_minute[0] if rule.by_minute else start.minute)
    hours = (0,) if rule.freq == "HOURLY" else rule.by_hour or (start.hour,)
    times = [timedelta(hours=hour) + minute for hour in hours]
    if not rule.by_position:
        return times
    places = {p - 1 if p > 0 else p + len(times) for p in rule.by_position}
    return [time for place, time in enumerate(times) if place in places]


def _keeps(rule: Rule, time: datetime, *, hourly: bool) -> bool:
    """Whether the BY parts that limit a daily or hourly rule let a time through."""
    if rule.by_month and time.month not in rule.by_month:
        return False
    if rule.by_day and (time.weekday(), 0) not in rule.by_day:
        return False
    if hourly and rule.by_hour and time.hour not in rule.by_hour:
        return False
    if rule.by_month_day:
        length = monthrange(time.year, time.month)[1]
        if not {time.day, time.day - length - 1} & set(rule.by_month_day):
            return False
    if rule.by_year_day:
        day, length = time.timetuple().tm_yday, 366 if isleap(time.year) else 365
        return bool({day, day - length - 1} & set(rule.by_year_day))
    return True


def _expanded(rule: Rule, start: datetime, lo: datetime, hi: datetime) -> Iterator[datetime]:
    """Weekly, monthly and yearly rules, by dateutil.

    dateutil gives up only after the year 9999, so the question is asked as late as the calendar's cycle of
    400 years allows: a rule that never happens costs at most one cycle.
    """
    from dateutil import rrule

    rule = _explicit(rule, start)
    if rule.count is None:
        start = _nearer(rule, start, lo)
    later = (9999 - (hi - _MINUTE).year) // _CYCLE * _CYCLE
    options: dict[str, Any] = {
        "freq": FREQUENCIES.index(rule.freq),
        "bymonth": rule.by_month,
        "byweekno": rule.by_week,
        "byyearday": rule.by_year_day,
        "bymonthday": rule.by_month_day,
        "byweekday": [rrule.weekday(day, ordinal or None) for day, ordinal in rule.by_day],
        "byhour": rule.by_hour,
        "byminute": rule.by_minute,
        "bysetpos": rule.by_position,
    }
    found = iter(
        rrule.rrule(
            dtstart=start.replace(year=start.year + later),
            interval=rule.interval,
            count=rule.count,
            wkst=rule.week_start,
            bysecond=0,
            **{name: value for name, value in options.items() if value or name == "freq"},
        )
    )
    while True:
        try:
            time = next(found)
        except (StopIteration, ValueError, OverflowError):  # it may trip over the last week of the year 9999
            return
        time = time.replace(year=time.year - later)
        if time >= hi:
            return
        yield time
