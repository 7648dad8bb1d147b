"""What stores are asked: names, texts, revisions and instants, checked the same way by every store."""

from __future__ import annotations

import time
import uuid
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from workmodel.domain import Plan
from workmodel.errors import (
    OutOfRange,
    PlanArchived,
    RevisionConflict,
    UnknownRevision,
    WrongType,
    whole_number,
)
from workmodel.interchange.given import given_plan
from workmodel.quantities.texts import text
from workmodel.storage.interface import PlanStore, Revision

__all__ = [
    "LONGEST_NAME",
    "Given",
    "at_random",
    "between",
    "given_callable",
    "given_expected",
    "given_name",
    "given_text",
    "instant",
    "later_than",
    "now",
    "open_revision",
    "random_id",
    "revision_at",
    "updated",
]

LONGEST_NAME: Final = 500
"""Letters that the name of a plan may have."""

_LONGEST_PAUSE: Final = 0.1  # [s]
_FIRST_PAUSE: Final = 0.001  # [s]


def now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def random_id() -> str:
    """An id that nobody else makes."""
    return uuid.uuid4().hex


def at_random(most: float) -> float:
    """Some pause, so that those who met do not meet again. [s]"""
    return most * (uuid.uuid4().int >> 64) / 2**64


def given_callable(what: str, value: Any, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """A function, or the one that is taken where none is given."""
    if value is None:
        return otherwise
    if not callable(value):
        raise WrongType(what, value, "a function without arguments")
    return value  # type: ignore[no-any-return]


def given_name(name: Any) -> str:
    """The name of a plan: text of any content, not empty.

    Raises
    ------
    InvalidText
        It holds half of a character.
    OutOfRange
        It is empty, or longer than 500 letters.
    WrongType
        It is no text.
    """
    found = text("the name of a plan", name)
    if not 0 < len(found) <= LONGEST_NAME:
        raise OutOfRange("the name of a plan", name, f"one to {LONGEST_NAME} letters")
    return str.__str__(found)


def given_text(what: str, value: Any) -> str:
    """The author or the message of a revision: text of any content, also empty."""
    return str.__str__(text(what, value))


class Given:
    """Who saves and what for, checked."""

    __slots__ = ("author", "message")

    def __init__(self, author: Any, message: Any) -> None:
        self.author = given_text("the author of a revision", author)
        self.message = given_text("the message of a revision", message)


def instant(value: datetime) -> datetime:
    """An instant with UTC as its zone; without a zone it is taken for UTC.

    Raises
    ------
    OutOfRange
        Beyond the years 1 to 9999 in UTC.
    WrongType
        No datetime.
    """
    if not isinstance(value, datetime):
        raise WrongType("an instant", value, "a datetime")
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        raise OutOfRange("an instant", value, "within the years 1 to 9999 in UTC") from None


def later_than(before: Revision | None, clock: Callable[[], datetime]) -> datetime:
    """What the clock says, but never earlier than the revision before."""
    found = instant(clock())
    return found if before is None else max(found, before.at)


def revision_at(name: str, revisions: Sequence[Revision], at: int | datetime | None) -> Revision:
    """The last revision, that of a number, or the last one not later than an instant.

    Raises
    ------
    UnknownRevision
        There is none.
    WrongType
        Neither a number nor an instant.
    """
    if at is None:
        return revisions[-1]
    if isinstance(at, datetime):
        wanted = instant(at)
        place = bisect_right(revisions, wanted, key=lambda revision: revision.at)
    else:
        if isinstance(at, bool) or not hasattr(at, "__index__"):
            raise WrongType("a revision", at, "its number, or an instant as a datetime")
        place = whole_number("a revision", at)
    if 1 <= place <= len(revisions):
        return revisions[place - 1]
    raise UnknownRevision(name, at, revisions[0].number, revisions[-1].number)


def between(
    name: str, revisions: Sequence[Revision], since: int, until: int | None
) -> tuple[Revision, Revision]:
    """The two revisions that changes are asked between, both by number.

    Raises
    ------
    UnknownRevision
        There is none of that number.
    WrongType
        No number.
    """
    for number in (since, 1 if until is None else until):
        if isinstance(number, datetime) or number is None:
            raise WrongType("a revision", number, "its number")
    return revision_at(name, revisions, since), revision_at(name, revisions, until)


def open_revision(revisions: Sequence[Revision]) -> Revision:
    """The current revision of a plan that is not put away.

    Raises
    ------
    PlanArchived
        It is.
    """
    if revisions[-1].event == "archived":
        raise PlanArchived(revisions[-1].name)
    return revisions[-1]


def given_expected(name: str, expected: Any, revisions: Sequence[Revision]) -> Revision:
    """The revision that a caller began from, which may carry a plan.

    Raises
    ------
    UnknownRevision
        There never was one of that number.
    WrongType
        Neither a number nor a revision of this plan.
    """
    if not isinstance(expected, Revision):
        if isinstance(expected, datetime) or expected is None:
            raise WrongType("the expected revision", expected, "a Revision or its number")
        return revision_at(name, revisions, expected)
    found = revision_at(name, revisions, expected.number) if expected.name == name else None
    if found is None or expected.id != found.id:
        raise WrongType("the expected revision", expected, f"one that this store gave of {name!r}")
    return found if expected.plan is None else expected


def updated(
    store: PlanStore, name: str, function: Callable[[Plan], Plan], retries: int, author: str, message: str
) -> Revision:
    """`PlanStore.update` for any store: load, change, save, and again from the start where somebody was quicker.

    Between two tries it waits for a random time that grows, so that many at once do not meet again and again.
    """
    if not callable(function):
        raise WrongType("what an update does", function, "a function from a plan to a plan")
    most = whole_number("a number of retries", retries)
    if most < 0:
        raise OutOfRange("a number of retries", retries, "zero or more")
    for tries in count():
        stored = store.load(name)
        plan = given_plan(function(stored.plan))
        try:
            return store.save(name, plan, stored.revision, author=author, message=message)
        except RevisionConflict:
            if tries >= most:
                raise
        time.sleep(at_random(min(_FIRST_PAUSE * 2 ** min(tries, 10), _LONGEST_PAUSE)))
    raise AssertionError("unreachable")
