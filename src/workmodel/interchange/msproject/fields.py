"""Values of an element, converted; what cannot be read becomes a finding and counts as missing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from workmodel.errors import shown
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report

__all__ = ["Fields", "minutes_of_tenths", "rounded"]

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][+-]?\d)?", re.ASCII)
_DURATION: Final = re.compile(
    r"(-?)P(?:(\d{1,9})D)?(?:T(?:(-?[\d.]{1,15})H)?(?:(-?[\d.]{1,15})M)?(?:(-?[\d.]{1,15})S)?)?", re.ASCII
)
_MOST_MINUTES: Final = 500_000_000  # some 950 years
_TRUE: Final = frozenset({"1", "true", "True", "TRUE", "-1"})
_FALSE: Final = frozenset({"0", "false", "False", "FALSE"})
_MINUTE: Final = timedelta(minutes=1)


def rounded(value: Fraction | Decimal) -> int:
    """The nearest whole number, halves away from zero."""
    exact = Fraction(value)
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


def minutes_of_tenths(tenths: Decimal) -> int:
    """Whole minutes of tenths of minutes, the unit of lags, slack and levelling delays."""
    return rounded(Fraction(tenths) / 10)


class Fields:
    """The values of one element.

    Parameters
    ----------
    node
        The element.
    report
        Where findings go.
    subject
        Id of the entity that the element describes.
    """

    __slots__ = ("_values", "node", "report", "subject")

    def __init__(self, node: Node, report: Report, subject: str = "") -> None:
        self.node = node
        self.report = report
        self.subject = subject
        self._values = node.values

    def has(self, name: str) -> bool:
        """Whether there is such an element with anything in it."""
        return bool(self._values.get(name, "").strip())

    def text(self, name: str) -> str:
        """The text as it stands; nothing where there is none."""
        return self._values.get(name, "")

    def word(self, name: str) -> str:
        """The text without white space around it."""
        return self._values.get(name, "").strip()

    def number(self, name: str) -> Decimal | None:
        """A decimal number."""
        text = self.word(name)
        if not text:
            return None
        found = _number(text)
        if found is None:
            self._bad(name, text, "a number")
        return found

    def whole(self, name: str, least: int = -(2**62), most: int = 2**62) -> int | None:
        """A whole number within limits."""
        found = self.number(name)
        if found is None:
            return None
        if found != found.to_integral_value() or not least <= found <= most:
            self._bad(name, self.word(name), f"a whole number from {least} to {most}")
            return None
        return int(found)

    def flag(self, name: str, default: bool = False) -> bool:
        """A switch."""
        text = self.word(name)
        if text in _TRUE:
            return True
        if text in _FALSE or not text:
            return default if not text else False
        self._bad(name, text, "0 or 1")
        return default

    def moment(self, name: str) -> datetime | None:
        """A date and time without a zone, to the minute."""
        text = self.word(name)
        if not text:
            return None
        read = _moment(text)
        if read is None:
            self._bad(name, text, 'a time such as "2026-03-02T08:00:00"')
            return None
        found, offset, inexact = read
        if offset:
            message = "{what} carries an offset {n}; its wall clock was taken"
            self.report.tally("offset", name, self.subject, message)
        if inexact:
            self._told(name)
        return found

    def minutes(self, name: str) -> int | None:
        """A duration in whole minutes, halves away from zero."""
        text = self.word(name)
        if not text:
            return None
        read = _minutes(text)
        if read is None:
            self._bad(name, text, 'a duration such as "PT8H0M0S" of at most 950 years')
            return None
        found, inexact = read
        if inexact:
            self._told(name)
        return found

    def tenths(self, name: str) -> int | None:
        """Tenths of minutes in whole minutes, halves away from zero."""
        found = self.number(name)
        if found is None:
            return None
        if abs(found) > 10 * _MOST_MINUTES:
            self._bad(name, self.word(name), "tenths of minutes of at most 950 years")
            return None
        if found % 10:
            self._told(name)
        return minutes_of_tenths(found)

    def _told(self, name: str) -> None:
        self.report.tally("rounded", name, self.subject, "{what} was rounded to whole minutes {n}")

    def _bad(self, name: str, text: str, expected: str) -> None:
        self.report.add(
            "bad_value", self.subject,
            f"{self.node.name}/{name} is {shown(text, 60)}, which is not {expected}; it was left out",
            {"element": name, "value": text[:200]},
        )  # fmt: skip


@lru_cache(maxsize=8192)
def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=8192)
def _moment(text: str) -> tuple[datetime, bool, bool] | None:
    """A time to the minute, halves up; whether it carried an offset, and whether it was rounded."""
    try:
        found = datetime.fromisoformat(text)
        offset = found.tzinfo is not None
        exact = found.replace(second=0, microsecond=0, tzinfo=None)
        return exact + _MINUTE * (found.second >= 30), offset, bool(found.second or found.microsecond)
    except (ValueError, OverflowError):  # no time, or rounded up beyond the year 9999
        return None


@lru_cache(maxsize=8192)
def _minutes(text: str) -> tuple[int, bool] | None:
    """A duration in whole minutes, and whether it was rounded."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    sign, *amounts = match.groups("")
    try:
        days, hours, minutes, seconds = (Fraction(amount or 0) for amount in amounts)
    except ValueError:  # two points in one number
        return None
    total = days * 1440 + hours * 60 + minutes + seconds / 60
    if not any(amounts) or abs(total) > _MOST_MINUTES:
        return None
    return rounded(-total if sign else total), total.denominator != 1
