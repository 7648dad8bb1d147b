"""Sets of occurrences: rules, dates added to them and dates left out, as RFC 5545 section 3.8.5 writes them.

Reads one rule, or several lines ``RRULE:``, ``RDATE:`` and ``EXDATE:``, and writes canonical text. As everywhere in
this room, time is wall clock; dates with a zone are brought to the wall clock of the one who asks.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NoReturn

from attrs import field, frozen

from workmodel.calendars.recurrence import Recurrence
from workmodel.calendars.rules import FREQUENCIES, parsed_rule
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType, named
from workmodel.quantities.moments import zone_info

__all__ = ["RecurrenceSet"]

_WHAT: Final = "a recurrence"
_EXAMPLE: Final = (
    'an RFC 5545 rule such as "FREQ=WEEKLY;BYDAY=MO,TH", or lines that begin with RRULE:, RDATE: or EXDATE:'
)
_LONGEST: Final = 50_000
_MOST_RULES: Final = 10
_MOST_COUNT: Final = 10_000
_LINE: Final = re.compile(r"(RRULE|RDATE|EXDATE)((?:;[^:]*)?):(.*)", re.IGNORECASE)
_FOLDED: Final = re.compile(r"\r?\n[ \t](?!\s*(?:RRULE|RDATE|EXDATE|DTSTART)\b)", re.IGNORECASE)
_STAMP: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_FOREVER: Final = datetime(9999, 12, 31, 23, 59)


@frozen
class Stamp:
    """A date of an RDATE or EXDATE line: a day, or a time of the wall clock of a zone, of UTC, or of whoever asks."""

    time: datetime
    whole_day: bool
    zone: str | None

    def wall(self, zone: str | None) -> datetime:
        """Its time by the wall clock of a zone."""
        if self.zone is None or zone is None or self.zone == zone:
            return self.time
        here = UTC if self.zone == "UTC" else zone_info(self.zone)
        return self.time.replace(tzinfo=here).astimezone(zone_info(zone)).replace(tzinfo=None)

    def __str__(self) -> str:
        day = f"{self.time.year:04}{self.time:%m%d}"
        return day if self.whole_day else f"{day}T{self.time:%H%M%S}{'Z' * (self.zone == 'UTC')}"


@frozen
class Parts:
    """A recurrence set in parts, each kind in order and without repetitions."""

    rules: tuple[Recurrence, ...]
    added: tuple[Stamp, ...]
    left_out: tuple[Stamp, ...]


def _canonical(value: object) -> str:
    if not isinstance(value, str):
        raise WrongType(_WHAT, value, _EXAMPLE)
    parts = parsed_set(value)
    if len(parts.rules) == 1 and not (parts.added or parts.left_out):
        return parts.rules[0].rule
    lines = [f"RRULE:{rule}" for rule in parts.rules]
    for name, stamps in (("RDATE", parts.added), ("EXDATE", parts.left_out)):
        kinds: dict[str, list[str]] = {}
        for stamp in stamps:
            zone = f";TZID={stamp.zone}" if stamp.zone not in (None, "UTC") else ""
            kinds.setdefault(";VALUE=DATE" if stamp.whole_day else zone, []).append(str(stamp))
        lines += [f"{name}{kind}:{','.join(kinds[kind])}" for kind in sorted(kinds)]
    return "\n".join(lines)


@frozen
class RecurrenceSet:
    """What one or several rules name, with dates added and dates left out (RFC 5545 section 3.8.5).

    Attributes
    ----------
    text
        One rule without a prefix, or lines ``RRULE:``, ``RDATE:`` and ``EXDATE:``, made canonical. Lines may also
        stand behind each other, with white space between them. A day (``VALUE=DATE``) that is added has the time of day of
        the start; one that is left out takes all that occurs on it. Dates may be local, in UTC (``Z``) or in a zone
        (``;TZID=``).

    Raises
    ------
    InvalidText
        A line breaks the grammar of RFC 5545, is none of the three, or there is nothing that occurs.

    Examples
    --------
    >>> every = RecurrenceSet('''
    ...     RRULE:FREQ=WEEKLY;BYDAY=MO
    ...     EXDATE:20260309T090000
    ...     RDATE;VALUE=DATE:20260311
    ... ''')
    >>> start, lo, hi = datetime(2026, 3, 2, 9), datetime(2026, 3, 1), datetime(2026, 3, 17)
    >>> [f"{time:%a %d %H:%M}" for time in every.occurrences(start, lo, hi)]
    ['Mon 02 09:00', 'Wed 11 09:00', 'Mon 16 09:00']
    """

    text: str = field(converter=_canonical)

    def __str__(self) -> str:
        return self.text

    @property
    def rules(self) -> tuple[Recurrence, ...]:
        """Its rules, in order."""
        return parsed_set(self.text).rules

    @property
    def plain(self) -> bool:
        """Whether it is a single rule, with no date added or left out."""
        parts = parsed_set(self.text)
        return len(parts.rules) == 1 and not (parts.added or parts.left_out)

    @property
    def counts(self) -> bool:
        """Whether one of its rules ends after a number of occurrences (COUNT)."""
        return any(parsed_rule(rule.rule).count is not None for rule in self.rules)

    @property
    def says_times(self) -> bool:
        """Whether each of its rules says at what time of the day it occurs, so that no other is needed."""
        return bool(self.rules) and all(not rule.whole_days for rule in self.rules)

    @property
    def hourly(self) -> bool:
        """Whether one of its rules is hourly."""
        return any(rule.frequency == FREQUENCIES[-1] for rule in self.rules)

    @property
    def zoned(self) -> str:
        """The first part that means an instant (a UTC time or a zone), or nothing."""
        for rule in self.rules:
            if parsed_rule(rule.rule).until_form == "utc":
                return "UNTIL"
        parts = parsed_set(self.text)
        for name, stamps in (("RDATE", parts.added), ("EXDATE", parts.left_out)):
            if any(stamp.zone is not None for stamp in stamps):
                return name
        return ""

    def occurrences(
        self, start: datetime, lo: datetime, hi: datetime, *, zone: str | None = None
    ) -> tuple[datetime, ...]:
        """What occurs in ``lo <= t < hi``, in order, each time once. [wall clock, whole minutes]

        Parameters
        ----------
        start
            Where the rules begin (DTSTART); what they leave open, such as the time of day, comes from here. Dates that are
            added may lie before it.
        lo, hi
            The window, half-open.
        zone
            IANA name of the zone of that wall clock, to which dates with a zone are brought.

        Raises
        ------
        WrongType
            A time carries a zone.
        OutOfRange
            A rule counts its occurrences from so far back that finding them is out of proportion.
        """
        parts = parsed_set(self.text)
        found: set[datetime] = set()
        for rule in parts.rules:
            found.update(rule.occurrences(start, lo, _until(rule, start, hi, zone), zone=zone))
        for stamp in parts.added:
            wall = stamp.wall(zone)
            time = wall.replace(hour=start.hour, minute=start.minute) if stamp.whole_day else wall
            if lo <= time < hi:
                found.add(time)
        if not parts.left_out:
            return tuple(sorted(found))
        days = {stamp.time.date() for stamp in parts.left_out if stamp.whole_day}
        times = {stamp.wall(zone) for stamp in parts.left_out if not stamp.whole_day}
        return tuple(time for time in sorted(found) if time not in times and time.date() not in days)


def _until(rule: Recurrence, start: datetime, hi: datetime, zone: str | None) -> datetime:
    """The end of the window, but not beyond the last occurrence of a rule that counts: its end is found once."""
    if parsed_rule(rule.rule).count is None or not isinstance(hi, datetime) or hi.tzinfo is not None:
        return hi
    return min(hi, _end_of_count(rule, start, zone))


@lru_cache(maxsize=1024)
def _end_of_count(rule: Recurrence, start: datetime, zone: str | None) -> datetime:
    count = parsed_rule(rule.rule).count
    days = 366
    while True:
        end = start + timedelta(days=days) if days < (_FOREVER - start).days else _FOREVER
        found = rule.occurrences(start, start, end, zone=zone)
        if len(found) == count:
            return found[-1] + timedelta(minutes=1)
        if end == _FOREVER:
            return end
        days *= 2


@lru_cache(maxsize=1024)
def parsed_set(text: str) -> Parts:
    """The parts that a text describes.

    Raises
    ------
    InvalidText
        A line breaks the grammar.

    Examples
    --------
    >>> [str(rule) for rule in parsed_set("RRULE:FREQ=DAILY RRULE:FREQ=MONTHLY").rules]
    ['FREQ=DAILY', 'FREQ=MONTHLY']
    """
    if len(text) > _LONGEST:
        _refuse(text, f"at most {_LONGEST:,} characters")
    lines = _FOLDED.sub("", text).split()
    if len(lines) == 1 and ":" not in lines[0]:
        lines = [f"RRULE:{lines[0]}"]
    rules: list[Recurrence] = []
    stamps: dict[str, set[Stamp]] = {"RDATE": set(), "EXDATE": set()}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            _refuse(text, _cure(line))
        name, parameters, value = match[1].upper(), match[2], match[3]
        if name == "RRULE":
            rules.append(_rule(text, parameters, value))
        else:
            stamps[name] |= _stamps(text, name, parameters, value)
    if len(rules) > _MOST_RULES:
        _refuse(text, f"at most {_MOST_RULES} rules")
    if not rules and not stamps["RDATE"]:
        _refuse(text, "there has to be an RRULE or an RDATE, or nothing ever occurs")
    added, left_out = (tuple(sorted(found, key=_order)) for found in stamps.values())
    return Parts(tuple(dict.fromkeys(rules)), added, left_out)


def _order(stamp: Stamp) -> tuple[str, bool, datetime]:
    return stamp.zone or "", stamp.whole_day, stamp.time


def _refuse(text: str, reason: str) -> NoReturn:
    raise InvalidText(_WHAT, text, f"{_EXAMPLE}; {reason}")


def _cure(line: str) -> str:
    if line.upper().startswith(("DTSTART", "DTEND")):
        return f"{line[:7].rstrip(':;')} is said apart: where it begins by valid_from, its time of day by at"
    if line.upper().startswith("FREQ="):
        return f"where there is more than a rule, write RRULE: in front of it, RRULE:{named(line)[:60]}"
    return f"{named(line)[:60]!r} is no such line"


def _rule(text: str, parameters: str, value: str) -> Recurrence:
    if parameters:
        _refuse(text, f"RRULE takes no parameter such as {parameters[1:60]!r}")
    try:
        rule = Recurrence(value)
    except InvalidText as problem:
        raise InvalidText(_WHAT, text, problem.expected) from None
    count = parsed_rule(rule.rule).count
    if count is not None and count > _MOST_COUNT:
        _refuse(text, f"COUNT has to be at most {_MOST_COUNT:,}; give UNTIL, or let it go on")
    return rule


def _stamps(text: str, name: str, parameters: str, value: str) -> set[Stamp]:
    zone, kind = None, ""
    for parameter in filter(None, parameters.split(";")):
        key, _, said = parameter.partition("=")
        if key.upper() == "TZID":
            try:
                zone = zone_info(said).key
            except InvalidValue:
                _refuse(text, f"the TZID of {name}, {said[:60]!r}, is no IANA name such as Europe/Berlin")
        elif key.upper() == "VALUE" and said.upper() in ("DATE", "DATE-TIME"):
            kind = said.upper()
        else:
            _refuse(text, f"{name} takes TZID and VALUE=DATE or VALUE=DATE-TIME, not {parameter[:60]!r}")
    return {_stamp(text, name, one, zone, kind) for one in value.split(",")}


def _stamp(text: str, name: str, value: str, zone: str | None, kind: str) -> Stamp:
    expected = f'{name} has to hold dates such as "20261231" or "20261231T170000", not {value[:40]!r}'
    match = _STAMP.fullmatch(value.upper())
    if match is None or (kind and (kind == "DATE") is not (match[2] is None)):
        _refuse(text, expected)
    if zone is not None and match[3]:
        _refuse(text, f"{name} names a zone for {value[:40]!r}, which is in UTC; keep one of the two")
    try:
        time = datetime.strptime(match[1] + (match[2] or "000000"), "%Y%m%d%H%M%S")
    except ValueError:
        _refuse(text, expected)
    if not date.min.year < time.year < date.max.year:
        raise OutOfRange(f"a date of {name}", value, "between the years 2 and 9998")
    if match[2] is None:
        return Stamp(time, whole_day=True, zone=None)
    return Stamp(time.replace(second=0), whole_day=False, zone="UTC" if match[3] else zone)
