"""Values of an element, converted; what cannot be read becomes a finding and counts as missing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
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
        if not _NUMBER.fullmatch(text):
            self._bad(name, text, "a number")
            return None
        return Decimal(text)

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
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            self._bad(name, text, 'a time such as "2026-03-02T08:00:00"')
            return None
        if found.tzinfo is not None:
            found = found.replace(tzinfo=None)
            self.report.tally(
                "offset", name, self.subject, "{what} carries an offset {n}; its wall clock was taken"
            )
        if found.second or found.microsecond:
            self._told(name)
            up = found.second >= 30
            found = found.replace(second=0, microsecond=0)
            if up:
                if found.year == 9999:
                    self._bad(name, text, "a time before the year 9999")
                    return None
                found += _MINUTE
        return found

    def minutes(self, name: str) -> int | None:
        """A duration in whole minutes, halves away from zero."""
        text = self.word(name)
        if not text:
            return None
        match = _DURATION.fullmatch(text)
        total = None if match is None else _total(*match.groups(""))
        if total is None or abs(total) > _MOST_MINUTES:
            self._bad(name, text, 'a duration such as "PT8H0M0S" of at most 950 years')
            return None
        if total.denominator != 1:
            self._told(name)
        return rounded(total)

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
            "bad_value", self.subject, f"{self.node.name}/{name} is {shown(text, 60)}, which is not {expected}; it was left out",
            {"element": name, "value": text[:200]},
        )  # fmt: skip


def _total(sign: str, days: str, hours: str, minutes: str, seconds: str) -> Fraction | None:
    if not (days or hours or minutes or seconds):
        return None
    try:
        parts = [Fraction(part or "0") for part in (days, hours, minutes, seconds)]
    except ValueError:
        return None
    total = parts[0] * 1440 + parts[1] * 60 + parts[2] + parts[3] / 60
    return -total if sign else total
