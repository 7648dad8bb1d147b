"""Week patterns: the shifts of the days of a week, for ever (`WeekPattern`) or for a period (`WorkWeek`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from attrs import field, frozen

from workmodel.calendars.shift import Shift, shifts
from workmodel.errors import InvalidText, OutOfRange, WrongType, instance_of
from workmodel.quantities.texts import name_of

__all__ = ["WeekPattern", "WorkWeek", "calendar_day", "week"]

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = tuple(name[:3] for name in _NAMES)
_EXPECTED: Final = (
    'days with their shifts, such as "mon-fri 08:00-12:00, 13:00-17:00; sat 10:00-14:00; sun off"; '
    "days that are not named are inherited"
)
_PART: Final = re.compile(r"\s*([a-z][a-z ,–-]*?)\s+(off|\d.*?)\s*", re.ASCII | re.DOTALL)
_LONGEST: Final = 4000

DayShifts = tuple[Shift, ...]


def _day_shifts(value: object) -> DayShifts | None:
    return None if value is None else shifts(value)


@frozen(cache_hash=True)
class WeekPattern:
    """The shifts of each day of the week; ``None`` where the pattern says nothing and the base decides.

    A partial pattern on top of a base changes only the days it names. Where no layer says anything about a
    day, nobody works on it.

    Attributes
    ----------
    monday, tuesday, wednesday, thursday, friday, saturday, sunday
        Shifts in order, ``()`` for a day without work, ``None`` for "not said here". Texts are taken as well.

    Examples
    --------
    >>> pattern = WeekPattern.of("mon-fri 09:00-17:00; sat off")
    >>> pattern.saturday, pattern.sunday
    ((), None)
    >>> str(pattern)
    'mon-fri 09:00-17:00; sat off'
    """

    monday: DayShifts | None = field(default=None, converter=_day_shifts)
    tuesday: DayShifts | None = field(default=None, converter=_day_shifts)
    wednesday: DayShifts | None = field(default=None, converter=_day_shifts)
    thursday: DayShifts | None = field(default=None, converter=_day_shifts)
    friday: DayShifts | None = field(default=None, converter=_day_shifts)
    saturday: DayShifts | None = field(default=None, converter=_day_shifts)
    sunday: DayShifts | None = field(default=None, converter=_day_shifts)

    @classmethod
    def of(cls, value: str | Mapping[str, Any]) -> WeekPattern:
        """The pattern that a text or a mapping of days describes.

        Parameters
        ----------
        value
            ``"mon-fri 09:00-17:00; sat 10:00-14:00"`` or ``{"mon-fri": "09:00-17:00", "sat":
            "10:00-14:00"}``. Days are English names, three letters or whole; ranges may run over Sunday
            (``"sat-mon"``).

        Raises
        ------
        InvalidText
            Not that notation, or a day named twice.

        Examples
        --------
        >>> WeekPattern.of({"tue, thu": "18:00-20:00"}) == WeekPattern.of("tue,thu 18-20")
        True
        """
        if isinstance(value, Mapping):
            return cls(**_by_name(value.items()))
        if not isinstance(value, str):
            raise WrongType("a week", value, _EXPECTED)
        if len(value) > _LONGEST:
            raise InvalidText("a week", value, f"at most {_LONGEST} characters")
        entries: list[tuple[Any, Any]] = []
        for part in filter(str.strip, value.split(";")):
            match = _PART.fullmatch(part.lower())
            if match is None:
                raise InvalidText("a week", part.strip(), _EXPECTED)
            entries.append((match[1], match[2]))
        return cls(**_by_name(entries))

    @property
    def days(self) -> tuple[DayShifts | None, ...]:
        """The seven days, Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )

    def on(self, day: date) -> DayShifts | None:
        """What the pattern says about a day; ``None``: nothing."""
        return self.days[instance_of(date, "a day", day, "a date").weekday()]

    def __str__(self) -> str:
        parts = []
        place = 0
        for said, group in groupby(self.days):
            count = len(list(group))
            if said is not None:
                first, last = _SHORT[place], _SHORT[place + count - 1]
                names = first if count == 1 else f"{first}-{last}"
                parts.append(f"{names} {', '.join(map(str, said)) or 'off'}")
            place += count
        return "; ".join(parts)


def week(value: str | Mapping[str, Any] | WeekPattern) -> WeekPattern:
    """A week pattern from text or a mapping; a `WeekPattern` is taken as it is.

    Examples
    --------
    >>> str(week({"mon-thu": "08:00-12:00, 13:00-17:00", "fri": "08:00-12:00"}))
    'mon-thu 08:00-12:00, 13:00-17:00; fri 08:00-12:00'
    """
    return value if isinstance(value, WeekPattern) else WeekPattern.of(value)


def _by_name(entries: Iterable[tuple[Any, Any]]) -> dict[str, DayShifts]:
    found: dict[str, DayShifts] = {}
    for names, value in entries:
        said = shifts(value)
        for number in _numbers(names):
            if _NAMES[number] in found:
                raise InvalidText("a week", str(names), f"each day once; {_NAMES[number]} is named twice")
            found[_NAMES[number]] = said
    return found


def _numbers(names: object) -> list[int]:
    """Weekdays of ``"mon-fri, sun"``, Monday being 0; ranges may run over Sunday."""
    if not isinstance(names, str):
        raise WrongType("days of the week", names, _EXPECTED)
    found: list[int] = []
    for part in names.lower().replace("–", "-").split(","):
        ends = [_number(name.strip(), names) for name in part.split("-")]
        if len(ends) > 2:
            raise InvalidText("days of the week", names, _EXPECTED)
        count = (ends[-1] - ends[0]) % 7 + 1
        found += [(ends[0] + step) % 7 for step in range(count)]
    return found


def _number(name: str, text: str) -> int:
    for number, whole in enumerate(_NAMES):
        if name in {whole, whole[:3]}:
            return number
    raise InvalidText("days of the week", text, _EXPECTED)


def calendar_day(value: object) -> date:
    """A day from a ``date`` or ISO 8601 text; a time of day is refused, since it would be dropped.

    Raises
    ------
    InvalidText, WrongType
        Not a day.

    Examples
    --------
    >>> calendar_day("2026-12-24")
    datetime.date(2026, 12, 24)
    """
    expected = 'a date such as "2026-12-24", without a time of day'
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
            raise InvalidText("a day", value, expected)
        try:
            return date.fromisoformat(value.strip())
        except ValueError as problem:
            raise InvalidText("a day", value, f"{expected} ({problem})") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise WrongType("a day", value, expected)


@frozen(kw_only=True, cache_hash=True)
class WorkWeek:
    """A week pattern that holds for a period: summer hours, a phase of night work.

    Beats the plain week of every layer and loses to exceptions; days of its pattern that say nothing are left
    as they are.

    Attributes
    ----------
    start, finish
        First and last day, both included; dates or ISO 8601 texts.
    pattern
        The shifts of the days of the week in that period.
    name
        For people.

    Examples
    --------
    >>> summer = WorkWeek(start="2026-07-01", finish="2026-08-31", pattern="fri 08:00-12:00", name="summer")
    >>> summer.on(date(2026, 7, 3)), summer.on(date(2026, 7, 6))
    ((Shift(start=480, finish=720),), None)
    """

    start: date = field(converter=calendar_day)
    finish: date = field(converter=calendar_day)
    pattern: WeekPattern = field(converter=week)
    name: str = field(default="", converter=name_of)

    def __attrs_post_init__(self) -> None:
        if self.finish < self.start:
            raise OutOfRange("the last day of a work week", self.finish.isoformat(), f"{self.start} or later")

    def on(self, day: date) -> DayShifts | None:
        """What the work week says about a day; ``None``: nothing."""
        day = calendar_day(day)
        return self.pattern.on(day) if self.start <= day <= self.finish else None
