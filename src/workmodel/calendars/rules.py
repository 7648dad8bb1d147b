"""The grammar of recurrence rules: RFC 5545 section 3.3.10, checked part by part.

Reads text into a `Rule` and writes the canonical text. What a rule means in time is for `recurrence`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final, NoReturn

from attrs import frozen

from workmodel.errors import InvalidText, named

__all__ = ["FREQUENCIES", "WEEKDAYS", "Rule", "parsed_rule"]

FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EXAMPLE: Final = 'a recurrence rule of RFC 5545 such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"'
_LONGEST: Final = 1000
_BY_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_LIMITS: Final = {  # key: least, most, whether it counts from the end as well
    "BYMONTH": (1, 12, False),
    "BYWEEKNO": (1, 53, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTHDAY": (1, 31, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSETPOS": (1, 366, True),
}
_KEYS: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", *_LIMITS, "BYDAY", "BYSECOND", "WKST")


@frozen
class Rule:
    """A recurrence rule in parts; lists are sorted, empty where the rule does not name them.

    Attributes
    ----------
    freq
        ``"YEARLY"`` to ``"HOURLY"``.
    interval
        Every how many periods.
    count
        After how many occurrences it ends, or ``None``.
    until
        Last wall-clock time that may occur, or ``None``.
    until_form
        How UNTIL was written: ``"day"``, ``"local"``, ``"utc"``, or ``""``.
    by_month, by_week, by_year_day, by_month_day, by_hour, by_minute, by_position
        The numbers of BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYHOUR, BYMINUTE and BYSETPOS.
    by_day
        Pairs of weekday (Monday 0) and ordinal (0: every) of BYDAY.
    week_start
        First day of the week, Monday 0.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_form: str = ""
    by_month: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        numbers = {
            "BYMONTH": self.by_month,
            "BYWEEKNO": self.by_week,
            "BYYEARDAY": self.by_year_day,
            "BYMONTHDAY": self.by_month_day,
            "BYDAY": tuple(f"{ordinal or ''}{WEEKDAYS[day]}" for day, ordinal in self.by_day),
            "BYHOUR": self.by_hour,
            "BYMINUTE": self.by_minute,
            "BYSETPOS": self.by_position,
        }
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            form = "%Y%m%d" if self.until_form == "day" else "%Y%m%dT%H%M%S"
            stamp = f"{self.until.year:04}" + self.until.strftime(form[2:])
            parts.append(f"UNTIL={stamp}{'Z' if self.until_form == 'utc' else ''}")
        parts += [f"{key}={','.join(map(str, values))}" for key, values in numbers.items() if values]
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        return ";".join(parts)


@lru_cache(maxsize=1024)
def parsed_rule(text: str) -> Rule:
    """The rule that a text describes, with or without ``RRULE:`` before it.

    Rules finer than hourly are refused: SECONDLY and MINUTELY, several minutes of an hour, any second but 0.

    Raises
    ------
    InvalidText
        The text breaks the grammar of RFC 5545, or the rule is too fine; the error says which part.

    Examples
    --------
    >>> str(parsed_rule("rrule:freq=weekly;wkst=su;byday=fr,mo;interval=2"))
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU'
    """
    parts = _split(text)

    def refuse(reason: str) -> NoReturn:
        raise InvalidText("a recurrence rule", text, f"{_EXAMPLE}; {reason}")

    freq = parts.get("FREQ", "")
    if freq in {"SECONDLY", "MINUTELY"}:
        refuse(f"{freq} is finer than hourly, the finest that plans know")
    if freq not in FREQUENCIES:
        refuse(f"FREQ has to be one of {', '.join(FREQUENCIES)}")
    if set(parts.get("BYSECOND", "0").split(",")) - {"0", "00"}:
        refuse("plans know whole minutes, so BYSECOND may only be 0")
    until, until_form = _until(parts["UNTIL"], refuse) if "UNTIL" in parts else (None, "")
    rule = Rule(
        freq,
        _number("INTERVAL", parts.get("INTERVAL", "1"), 100_000, refuse),
        _number("COUNT", parts["COUNT"], 1_000_000, refuse) if "COUNT" in parts else None,
        until,
        until_form,
        **{
            name: _numbers(key, parts[key], refuse) if key in parts else ()
            for key, name in (
                ("BYMONTH", "by_month"),
                ("BYWEEKNO", "by_week"),
                ("BYYEARDAY", "by_year_day"),
                ("BYMONTHDAY", "by_month_day"),
                ("BYHOUR", "by_hour"),
                ("BYMINUTE", "by_minute"),
                ("BYSETPOS", "by_position"),
            )
        },
        by_day=_days(parts["BYDAY"], refuse) if "BYDAY" in parts else (),
        week_start=_weekday(parts.get("WKST", "MO"), refuse),
    )
    reason = _misfit(rule)
    if reason:
        refuse(reason)
    return rule


def _split(text: object) -> dict[str, str]:
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise InvalidText("a recurrence rule", named(text), f"{_EXAMPLE}, at most {_LONGEST} characters")
    found: dict[str, str] = {}
    clean = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    for part in clean.split(";"):
        key, equals, value = part.partition("=")
        if not equals or not value or key not in _KEYS or key in found:
            known = ", ".join(_KEYS)
            raise InvalidText("a recurrence rule", named(text), f"{_EXAMPLE}; each part once, of {known}")
        found[key] = value
    return found


def _number(key: str, text: str, most: int, refuse: Callable[[str], NoReturn]) -> int:
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII) or not 1 <= int(text) <= most:
        refuse(f"{key} has to be a whole number from 1 to {most}")
    return int(text)


def _numbers(key: str, text: str, refuse: Callable[[str], NoReturn]) -> tuple[int, ...]:
    least, most, both_ends = _LIMITS[key]
    found = set()
    for part in text.split(","):
        value = int(part) if re.fullmatch(r"[+-]?\d{1,3}", part, re.ASCII) else None
        if value is None or not least <= (abs(value) if both_ends else value) <= most:
            signs = ", or counted from the end with a minus" if both_ends else ""
            refuse(f"{key} has to hold whole numbers from {least} to {most}{signs}")
        found.add(value)
    return tuple(sorted(found))


def _days(text: str, refuse: Callable[[str], NoReturn]) -> tuple[tuple[int, int], ...]:
    found = set()
    for part in text.split(","):
        match = _BY_DAY.fullmatch(part)
        ordinal = int(match[1] or 0) if match else 0
        if match is None or (match[1] and not 1 <= abs(ordinal) <= 53):
            refuse('BYDAY has to hold days such as "MO", "2TU" or "-1FR"')
        found.add((WEEKDAYS.index(match[2]), ordinal))
    return tuple(sorted(found))


def _weekday(text: str, refuse: Callable[[str], NoReturn]) -> int:
    if text not in WEEKDAYS:
        refuse(f"WKST has to be one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(text)


def _until(text: str, refuse: Callable[[str], NoReturn]) -> tuple[datetime, str]:
    expected = 'UNTIL has to be a date or time such as "20261231" or "20261231T170000"'
    match = _UNTIL.fullmatch(text)
    if match is None:
        refuse(expected)
    day, time, zulu = match.groups()
    try:
        found = datetime.strptime(day + (time or "235900"), "%Y%m%d%H%M%S")
    except ValueError:
        refuse(expected)
    return found.replace(second=0), "day" if time is None else "utc" if zulu else "local"


def _misfit(rule: Rule) -> str:
    """Which parts do not go together (the table of RFC 5545 section 3.3.10), or nothing."""
    freq = rule.freq
    ordinals = any(ordinal for _, ordinal in rule.by_day)
    by_any = (rule.by_month, rule.by_week, rule.by_year_day, rule.by_month_day, rule.by_day, rule.by_hour)
    table = (
        (rule.count is not None and rule.until is not None, "COUNT and UNTIL exclude each other"),
        (len(rule.by_minute) > 1, "several minutes of an hour are finer than hourly"),
        (bool(rule.by_week) and freq != "YEARLY", "BYWEEKNO goes with YEARLY only"),
        (bool(rule.by_year_day) and freq not in {"YEARLY", "HOURLY"}, f"BYYEARDAY does not go with {freq}"),
        (bool(rule.by_month_day) and freq == "WEEKLY", "BYMONTHDAY does not go with WEEKLY"),
        (
            ordinals and freq not in {"YEARLY", "MONTHLY"},
            f'BYDAY with a number ("2TU") does not go with {freq}',
        ),
        (ordinals and bool(rule.by_week), 'BYDAY with a number ("2TU") does not go with BYWEEKNO'),
        (bool(rule.by_position) and not any(by_any), "BYSETPOS needs another BY part to choose from"),
    )
    return next((reason for wrong, reason in table if wrong), "")
