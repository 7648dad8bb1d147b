"""Absence: when somebody who would work does not. It lowers what there is of a resource; it is never work."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.values import decimals, optional, readable_id, several, share
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import Moment, moment

__all__ = ["Absence", "absence"]

_MOMENT: Final = r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?)?"
_NOTATION: Final = re.compile(
    rf"\s*({_MOMENT})(?:\s*\.\.\s*({_MOMENT}))?(?:\s+(\d{{1,3}}(?:\.\d+)?\s*%))?(?:\s+(\S+))?\s*", re.ASCII
)
_EXPECTED: Final = (
    'days or times with a share and a word for the reason, such as "2026-07-01..2026-07-14 vacation", '
    '"2026-05-04 sick", "2026-05-04..2026-05-08 50% parental" or "2026-05-04 08:00..2026-05-04 12:00 training"'
)


def _share(value: Any) -> Decimal:
    found = share("the share of an absence", value, most=1)
    if not found:
        raise OutOfRange("the share of an absence", value, "above 0, at most 1")
    return found


def _kind(value: Any) -> str:
    return readable_id(value)


@frozen
class Absence:
    """When a resource is away, wholly or for a share of its hours.

    It lowers supply and is never demand: modelled as work, it would make an overload look worse than it is.

    Attributes
    ----------
    start, finish
        Two days, both of them included, or two times, of which the second is the moment of return. Days are working
        days of the resource: a shift over midnight belongs to the day on which it starts. ``None`` as finish of a day
        is that day.
    kind
        Why, one word: ``"vacation"``, ``"sick"``, ``"training"``, ``"parental"``.
    share
        Which part of its hours it is away. [above 0, at most 1]

    Raises
    ------
    OutOfRange
        The finish is before the start, one end is a day and the other a time, or only one has a zone; the share is
        not above 0 and at most 1.

    Examples
    --------
    >>> away = absence("2026-07-01..2026-07-14 vacation")
    >>> away.start, away.finish, away.share
    (datetime.date(2026, 7, 1), datetime.date(2026, 7, 14), Decimal('1'))
    >>> str(absence("2026-05-04..2026-05-08 50% parental")), str(absence("2026-05-04 sick"))
    ('2026-05-04..2026-05-08 50% parental', '2026-05-04 sick')
    """

    start: Moment = field(converter=moment)
    finish: Moment | None = field(default=None, converter=optional(moment))
    kind: str = field(default="vacation", converter=_kind)
    share: Decimal = field(default=Decimal(1), converter=_share)

    def __attrs_post_init__(self) -> None:
        if self.finish is None and not self.timed:
            object.__setattr__(self, "finish", self.start)
        ends = f"{_text(self.start)} to {'nothing' if self.finish is None else _text(self.finish)}"
        if self.finish is None or self.timed is not isinstance(self.finish, datetime):
            raise OutOfRange("an absence", ends, "two days, or two times")
        if _zoned(self.start) is not _zoned(self.finish):
            raise OutOfRange("an absence", ends, "with a zone on both ends or on neither")
        if self.finish < self.start or (self.timed and self.finish == self.start):
            raise OutOfRange("an absence", ends, "one whose finish is after its start, or the same day")

    @property
    def timed(self) -> bool:
        """Whether it is given by times, not by whole days."""
        return isinstance(self.start, datetime)

    def __str__(self) -> str:
        assert self.finish is not None
        last = "" if self.finish == self.start else f"..{_text(self.finish)}"
        part = "" if self.share == 1 else f" {decimals(int(Fraction(self.share) * 1_000_000)):f}%"
        return f"{_text(self.start)}{last}{part} {self.kind}"


def _zoned(value: date) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _text(value: date) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()


def absence(value: object) -> Absence:
    """An absence from its notation, ``START[..FINISH] [SHARE%] [KIND]``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor an `Absence`.

    Examples
    --------
    >>> absence("2026-05-04 08:00..2026-05-04 12:00 training").timed
    True
    """
    if isinstance(value, Absence):
        return value
    if not isinstance(value, str):
        raise WrongType("an absence", value, _EXPECTED)
    return _parsed(value)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Absence:
    match = _NOTATION.fullmatch(text) if len(text) <= 300 else None
    if match is None:
        raise InvalidText("an absence", text, _EXPECTED)
    start, finish, part, kind = match.groups()
    try:
        return Absence(start, finish, kind or "vacation", part or 1)
    except InvalidValue as problem:
        raise InvalidText("an absence", text, f"{_EXPECTED} ({problem})") from None


absences = several("a list of absences", absence)
