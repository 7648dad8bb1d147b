"""Overrides: what is different about one occurrence of a routine, or about it and all that follow."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.values import flag, optional
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType
from workmodel.quantities import Moment, Span, moment, span

__all__ = ["Override", "override"]

_EXPECTED: Final = (
    'the original start and what is different, such as "2026-06-30 cancelled", "2026-06-30 to 2026-07-02 10:00" or '
    '"2026-06-30 effort 2h window 1d following"'
)
_FLAGS: Final = ("cancelled", "following")
_VALUES: Final = ("to", "effort", "window")
_LONGEST: Final = 400


def _amount(what: str) -> Any:
    def converted(value: Any) -> Span | None:
        if value is None:
            return None
        found = span(value)
        if found.negative:
            raise OutOfRange(what, str(found), "zero or more")
        return found

    return converted


def _effort(value: Any) -> Span | None:
    found: Span | None = _amount("an effort")(value)
    if found is not None and found.elapsed:
        raise OutOfRange("an effort", str(found), 'working time such as "2h"')
    return found


@frozen
class Override:
    """What is different about an occurrence, named by its original start (RFC 5545, ``RECURRENCE-ID``).

    Attributes
    ----------
    original
        When it would have started: a time, or the day, which means all that starts on it. Times without a zone are the
        routine's wall clock.
    start
        When it starts instead; a day keeps the time of day. With *following*, all later ones move by as much.
    effort
        What it takes instead. [plan's conventions]
    window
        How long after its start it may be done instead.
    cancelled
        Whether it does not happen.
    following
        Whether this holds for all that follow as well (``RANGE=THISANDFUTURE``), until a later override that follows says
        otherwise; what is cancelled so has ended.

    Raises
    ------
    OutOfRange
        It says nothing, or says more of what is cancelled; an amount is negative, or an effort elapsed.
    InvalidText, WrongType
        A part is of no type that means something here.

    Examples
    --------
    >>> moved = override("2026-06-30 to 2026-07-02 10:00")
    >>> moved.start, str(moved)
    (datetime.datetime(2026, 7, 2, 10, 0), '2026-06-30 to 2026-07-02 10:00')
    """

    original: Moment = field(converter=moment)
    start: Moment | None = field(default=None, converter=optional(moment))
    effort: Span | None = field(default=None, converter=_effort)
    window: Span | None = field(default=None, converter=_amount("a window"))
    cancelled: bool = field(default=False, converter=flag)
    following: bool = field(default=False, converter=flag)

    def __attrs_post_init__(self) -> None:
        says = (self.start, self.effort, self.window) != (None, None, None)
        if says is self.cancelled:
            raise OutOfRange(
                "an override", str(self), "one that says start, effort or window, or that is cancelled"
            )

    def __str__(self) -> str:
        words = [_text(self.original)]
        words += [] if self.start is None else ["to", _text(self.start)]
        words += [] if self.effort is None else ["effort", str(self.effort)]
        words += [] if self.window is None else ["window", str(self.window)]
        return " ".join([*words, *(name for name in _FLAGS if getattr(self, name))])


def _text(value: Moment) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()


def override(value: object) -> Override:
    """An override from its notation, ``ORIGINAL [to START] [effort SPAN] [window SPAN] [cancelled] [following]``.

    Raises
    ------
    InvalidText
        The text does not follow the notation.
    WrongType
        Neither text nor an `Override`.

    Examples
    --------
    >>> str(override("2026-06-30  effort 2h  following"))
    '2026-06-30 effort 2h following'
    """
    if isinstance(value, Override):
        return value
    if not isinstance(value, str):
        raise WrongType("an override", value, _EXPECTED)
    return _parsed(value)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Override:
    said: dict[str, list[str]] = {"original": []}
    place = "original"
    for word in text.split() if len(text) <= _LONGEST else []:
        if word in said or (place in _FLAGS and word not in (*_FLAGS, *_VALUES)):
            raise InvalidText("an override", text, _EXPECTED)
        if word in (*_FLAGS, *_VALUES):
            place = word
            said[place] = []
        else:
            said[place].append(word)
    values: dict[str, Any] = {name: " ".join(words) for name, words in said.items() if name not in _FLAGS}
    if not all(values.values()):
        raise InvalidText("an override", text, _EXPECTED)
    values |= {name: True for name in _FLAGS if name in said}
    try:
        return Override(**{"start" if name == "to" else name: part for name, part in values.items()})
    except InvalidValue as problem:
        raise InvalidText("an override", text, f"{_EXPECTED} ({problem})") from None
