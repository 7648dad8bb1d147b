"""Calendar exceptions: days off, extra working days, changed hours, once or recurring."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from workmodel.calendars.recurrence import Recurrence
from workmodel.calendars.shift import Shift, shifts
from workmodel.calendars.weeks import calendar_day
from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities.texts import name_of

__all__ = ["CalendarException"]


def _maybe_day(value: object) -> date | None:
    return None if value is None else calendar_day(value)


def _maybe_rule(value: object) -> Recurrence | None:
    if value is None or isinstance(value, Recurrence):
        return value
    if isinstance(value, str):
        return Recurrence(value)
    raise WrongType("a recurrence", value, 'a Recurrence or a rule such as "FREQ=YEARLY"')


@frozen(kw_only=True, cache_hash=True)
class CalendarException:
    """Days on which other shifts hold than the week says.

    Attributes
    ----------
    start
        First day; for a recurring exception the day from which the rule counts.
    finish
        Last day, included. Left out, an exception without a rule holds for one day, and a recurring one for
        ever (or until its rule ends).
    shifts
        What is worked on these days; nothing: days off.
    name
        For people.
    recurrence
        Rule by which single days between *start* and *finish* are chosen; ``None``: all of them.

    Raises
    ------
    OutOfRange
        The last day is before the first.
    InvalidText
        The rule speaks of hours, where an exception is about days.

    Examples
    --------
    >>> christmas = CalendarException(start="2026-12-25", finish="2026-12-26", name="Christmas")
    >>> christmas.on(date(2026, 12, 26)), christmas.on(date(2026, 12, 27))
    ((), None)
    >>> stocktaking = CalendarException(
    ...     start="2026-01-01", shifts="06:00-10:00", recurrence="FREQ=MONTHLY;BYDAY=-1SA"
    ... )
    >>> [str(shift) for shift in stocktaking.on(date(2026, 1, 31))]
    ['06:00-10:00']
    """

    start: date = field(converter=calendar_day)
    finish: date | None = field(default=None, converter=_maybe_day)
    shifts: tuple[Shift, ...] = field(default=(), converter=shifts)
    name: str = field(default="", converter=name_of)
    recurrence: Recurrence | None = field(default=None, converter=_maybe_rule)

    def __attrs_post_init__(self) -> None:
        if self.recurrence is None and self.finish is None:
            object.__setattr__(self, "finish", self.start)
        if self.finish is not None and self.finish < self.start:
            raise OutOfRange("the last day of an exception", str(self.finish), f"{self.start} or later")
        if self.recurrence is not None and not self.recurrence.whole_days:
            raise InvalidText(
                "the rule of an exception", str(self.recurrence), "a rule about days, not hours"
            )

    @property
    def recurring(self) -> bool:
        """Whether a rule chooses its days."""
        return self.recurrence is not None

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Its days from *first* to *last*, both included, in order."""
        first, last = calendar_day(first), calendar_day(last)
        first, last = max(first, self.start), last if self.finish is None else min(last, self.finish)
        if last < first:
            return ()
        if self.recurrence is not None:
            return self.recurrence.days(self.start, first, last)
        return tuple(date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))

    def on(self, day: date) -> tuple[Shift, ...] | None:
        """What the exception says about a day; ``None``: nothing."""
        return self.shifts if self.days(day, day) else None
