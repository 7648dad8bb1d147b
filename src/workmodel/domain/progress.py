"""What has been done of an item, and dates that a planner set by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from attrs import field, fields, frozen

from workmodel.domain.values import decimals, number, optional
from workmodel.errors import OutOfRange, WrongType, nearest
from workmodel.quantities import Moment, Span, moment, span
from workmodel.quantities.spans import half_up

__all__ = ["ManualDates", "Progress", "manual_dates", "progress"]

_EXPECTED: Final = (
    'a Progress, a percentage such as "40%", or a mapping such as '
    '{"actual_start": "2026-03-02 09:00", "remaining": "2d"}'
)


def _percent(value: object) -> Decimal:
    given = value.strip().removesuffix("%") if isinstance(value, str) else value
    found = number("percent complete", given, "a number from 0 to 100")
    if not 0 <= found <= 100:
        raise OutOfRange("percent complete", value, "a number from 0 to 100")
    return decimals(half_up(found * 10_000))


def before(one: Moment, other: Moment) -> bool:
    """Whether one moment is certainly before the other; a day and a time, or only one with a zone, are not compared."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        naive = [m.tzinfo is None for m in (one, other)]
        return naive[0] is naive[1] and (one < other if naive[0] else one.timestamp() < other.timestamp())
    if isinstance(one, datetime) or isinstance(other, datetime):
        return False
    return one < other


def _amount(value: object) -> Span:
    found = span(value)
    if found.negative:
        raise OutOfRange("an amount of work", str(found), "zero or more")
    return found


@frozen(kw_only=True)
class Progress:
    """What has been done, as reported.

    Actual duration and remaining duration are the facts; percent complete is actual ÷ (actual + remaining). A given
    percentage sets what remains; a given remainder wins over it.

    Attributes
    ----------
    actual_start
        When work began.
    actual_finish
        When it was finished; with it the item is complete.
    percent
        Percent complete, of duration, rounded to four decimals. [0–100]
    actual_duration
        Working time done.
    remaining
        Working time still to do.
    resume
        When the remaining work goes on, where it was interrupted.

    Examples
    --------
    >>> p = progress("40%")
    >>> p.percent, p.started, p.complete
    (Decimal('40'), True, False)
    """

    actual_start: Moment | None = field(default=None, converter=optional(moment))
    actual_finish: Moment | None = field(default=None, converter=optional(moment))
    percent: Decimal | None = field(default=None, converter=optional(_percent))
    actual_duration: Span | None = field(default=None, converter=optional(_amount))
    remaining: Span | None = field(default=None, converter=optional(_amount))
    resume: Moment | None = field(default=None, converter=optional(moment))

    def __attrs_post_init__(self) -> None:
        first, last = self.actual_start, self.actual_finish
        if first is not None and last is not None and before(last, first):
            raise OutOfRange("actual finish", str(last), f"not before the actual start, {first}")

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        if self.actual_finish is not None:
            return True
        if self.remaining is not None:
            return not self.remaining and self.started
        return self.percent is not None and self.percent == 100

    @property
    def started(self) -> bool:
        """Whether any work was done."""
        return (
            self.actual_start is not None
            or self.actual_finish is not None
            or bool(self.percent)
            or bool(self.actual_duration)
        )


def progress(value: Any) -> Progress:
    """Progress from a percentage, from a mapping of its fields, or as it is.

    Raises
    ------
    InvalidValue
        A value is none of these, or the mapping has a key that is no field: the error names it.
    """
    if isinstance(value, Progress):
        return value
    if isinstance(value, dict):
        known = [one.name for one in fields(Progress)]
        for name in value:
            if name not in known:
                hint = nearest(name, known) if isinstance(name, str) else ""
                raise WrongType("a field of progress", name, f"one of {', '.join(known)}.{hint}".rstrip("."))
        return Progress(**value)
    if isinstance(value, (int, float, Decimal, str)) and not isinstance(value, bool):
        return Progress(percent=value)
    raise WrongType("progress", value, _EXPECTED)


@frozen
class ManualDates:
    """Dates set by hand: the item keeps them, whatever its logic says.

    Attributes
    ----------
    start, finish
        At least one of them; the other follows from the duration.
    """

    start: Moment | None = field(default=None, converter=optional(moment))
    finish: Moment | None = field(default=None, converter=optional(moment))

    def __attrs_post_init__(self) -> None:
        if self.start is None and self.finish is None:
            raise WrongType("manual dates", (None, None), "a start, a finish or both")
        if self.start is not None and self.finish is not None and before(self.finish, self.start):
            raise OutOfRange(
                "a manual finish", str(self.finish), f"not before the manual start, {self.start}"
            )


def manual_dates(value: Any) -> ManualDates:
    """Manual dates from a start, or from a pair of start and finish."""
    if isinstance(value, ManualDates):
        return value
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return ManualDates(*value)
    return ManualDates(value)
