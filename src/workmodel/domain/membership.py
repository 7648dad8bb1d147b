"""Who is in a team, and from when to when: ``"ben"``, ``"ben from 2026-03-01 to 2026-06-30"``."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.domain.references import reference
from workmodel.domain.values import readable_id, several
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType

__all__ = ["Membership", "membership"]

_NOTATION: Final = re.compile(r"\s*(\S+)(?:\s+from\s+(\S+))?(?:\s+to\s+(\S+))?\s*")
_EXPECTED: Final = (
    'a resource\'s id with its days in the team if they are not all, such as "ben" or '
    '"ben from 2026-03-01 to 2026-06-30"'
)


def _end(value: Any) -> date | None:
    return None if value is None else calendar_day(value)


@frozen
class Membership:
    """A resource that is in the team that holds it.

    Attributes
    ----------
    resource
        Id of the resource; a team may be in a team.
    start, finish
        First and last day, both included; ``None``: since ever, for ever.

    Raises
    ------
    OutOfRange
        The last day is before the first.

    Examples
    --------
    >>> m = membership("ben from 2026-03-01 to 2026-06-30")
    >>> m.resource, str(m)
    ('ben', 'ben from 2026-03-01 to 2026-06-30')
    >>> m.holds_on(date(2026, 6, 30)), m.holds_on(date(2026, 7, 1))
    (True, False)
    """

    resource: str = reference("resource", converter=readable_id)
    start: date | None = field(default=None, converter=_end)
    finish: date | None = field(default=None, converter=_end)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.finish is not None and self.finish < self.start:
            raise OutOfRange(
                "a membership", f"{self.start} to {self.finish}", "one whose last day is not before its first"
            )

    def holds_on(self, on: date) -> bool:
        """Whether the resource is in the team on a day."""
        on = calendar_day(on)
        return (self.start is None or self.start <= on) and (self.finish is None or on <= self.finish)

    def __str__(self) -> str:
        first = "" if self.start is None else f" from {self.start}"
        return f"{self.resource}{first}" + ("" if self.finish is None else f" to {self.finish}")


def membership(value: object) -> Membership:
    """A membership from its notation, ``RESOURCE [from DAY] [to DAY]``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor a `Membership`.
    """
    if isinstance(value, Membership):
        return value
    if not isinstance(value, str):
        raise WrongType("a member of a team", value, _EXPECTED)
    return _parsed(value)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Membership:
    match = _NOTATION.fullmatch(text) if len(text) <= 300 else None
    if match is None:
        raise InvalidText("a member of a team", text, _EXPECTED)
    try:
        return Membership(*match.groups())
    except InvalidValue as problem:
        raise InvalidText("a member of a team", text, f"{_EXPECTED} ({problem})") from None


members = several("a list of members", membership)
