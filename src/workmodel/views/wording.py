"""Dates, amounts and counts in words that people read, the same in every view and in every locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.quantities import STANDARD_CONVENTIONS, Conventions, Moment, Span

if TYPE_CHECKING:
    from workmodel.domain import Schedule
    from workmodel.views.hours import Hours

__all__ = ["Wording", "amount", "brief", "count", "day", "moment_words", "percent", "point", "wording"]

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MINUTE: Final = timedelta(minutes=1)
_UNITS: Final = ("d", "h", "min")


def day(value: date) -> str:
    """A day with its weekday; English whatever the locale.

    Examples
    --------
    >>> day(date(2026, 3, 2))
    'Mon 2 Mar 2026'
    """
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def point(value: datetime) -> str:
    """A day with the time of day; with its offset where a change of clocks repeats that hour.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> point(datetime(2026, 3, 2, 9)), point(datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    ('Mon 2 Mar 2026 09:00', 'Sun 25 Oct 2026 02:30 +02:00')
    """
    text = f"{day(value)} {value.hour:02}:{value.minute:02}"
    if value.tzinfo is not None and value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset():
        text += value.isoformat()[-6:].join((" ", ""))
    return text


def moment_words(value: Moment) -> str:
    """A day, or a day with its time where one was given.

    Examples
    --------
    >>> moment_words(date(2026, 3, 2)), moment_words(datetime(2026, 3, 2, 0, 0))
    ('Mon 2 Mar 2026', 'Mon 2 Mar 2026 00:00')
    """
    return point(value) if isinstance(value, datetime) else day(value)


def amount(minutes: int, conventions: Conventions = STANDARD_CONVENTIONS, *, elapsed: bool = False) -> Span:
    """So many minutes as a planner would write them: days, hours and minutes, none of them zero.

    Parameters
    ----------
    minutes
        Either sign. [working min, or elapsed min]
    conventions
        How long a day of work is.
    elapsed
        Whether they run around the clock.

    Examples
    --------
    >>> str(amount(1680)), str(amount(-480)), str(amount(4320, elapsed=True)), str(amount(0))
    ('3d 4h', '-1d', '3ed', '0d')
    """
    per_day = 1440 if elapsed else conventions.minutes_per_day
    days, rest = divmod(abs(minutes), per_day)
    sizes = (days, *divmod(rest, 60))
    parts = tuple((Decimal(size), unit) for size, unit in zip(sizes, _UNITS, strict=True) if size)
    return Span(parts or ((Decimal(0), "d"),), elapsed, minutes < 0)


def brief(value: Span) -> Span:
    """A span in its two largest units, for a column of a table; what is smaller is left out.

    Examples
    --------
    >>> str(brief(amount(6 * 480 + 400))), str(brief(amount(400))), str(brief(amount(-9040, elapsed=True)))
    ('6d 6h', '6h 40min', '-6ed 6eh')
    """
    return value if len(value.parts) <= 2 else Span(value.parts[:2], value.elapsed, value.negative)


def percent(value: float) -> str:
    """A percentage without needless digits; only what is complete says 100 %.

    Examples
    --------
    >>> percent(40.0), percent(99.7), percent(0.2), percent(100)
    ('40%', '99%', '1%', '100%')
    """
    if 0 < value < 1:
        return "1%"
    return f"{99 if 99 < value < 100 else round(value)}%"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "task"), count(3, "task"), count(0, "person", "people")
    ('1 task', '3 tasks', '0 people')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


@frozen
class Wording:
    """How the dates of one schedule are written: with times of day where any of them needs one, else as days.

    Attributes
    ----------
    times
        Whether times of day are written.

    Notes
    -----
    In a schedule that is written in days, nothing without duration lies where a day of work ends at midnight
    (`Hours.whole_days`), so its day is never in doubt.

    Examples
    --------
    >>> (
    ...     Wording(times=False).finish(datetime(2026, 3, 3)),
    ...     Wording(times=True).finish(datetime(2026, 3, 2, 17)),
    ... )
    ('Mon 2 Mar 2026', 'Mon 2 Mar 2026 17:00')
    """

    times: bool

    def start(self, value: datetime) -> str:
        """A date at which something begins."""
        return point(value) if self.times else day(value)

    def finish(self, value: datetime) -> str:
        """A date at which something ends; midnight without a time is the day that it ends."""
        return point(value) if self.times else day(ending_day(value))

    def at(self, value: datetime) -> str:
        """The date of something without duration; midnight without a time is the day that begins."""
        return point(value) if self.times else day(value)

    def limit(self, value: datetime) -> str:
        """A deadline; at midnight the day that it closes, for a day counts to its end."""
        return point(value) if self.times and (value.hour or value.minute) else day(ending_day(value))

    def ends(self, start: datetime, finish: datetime) -> tuple[str, str]:
        """Both ends of something."""
        if start == finish:
            return self.at(start), self.at(start)
        return self.start(start), self.finish(finish)

    def span(self, start: datetime, finish: datetime) -> str:
        """Both ends, or one where they read the same."""
        first, last = self.ends(start, finish)
        return first if first == last else f"{first} → {last}"


def ending_day(value: datetime) -> date:
    """The day that a finish closes: midnight belongs to the day before.

    >>> ending_day(datetime(2026, 3, 3)), ending_day(datetime(2026, 3, 3, 17))
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 3))
    """
    return (
        (value.replace(tzinfo=None) - _MINUTE).date() if not value.hour and not value.minute else value.date()
    )


def wording(schedule: Schedule, hours: Hours, *, times: bool | None = None) -> Wording:
    """The wording of a schedule's dates.

    Parameters
    ----------
    schedule
        Whose dates.
    hours
        When its days of work begin and end.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.
    """
    if times is None:
        starts, finishes = schedule.dates.start.tolist(), schedule.dates.finish.tolist()
        times = not all(hours.whole_days(a, b) for a, b in set(zip(starts, finishes, strict=True)))
    return Wording(times)
