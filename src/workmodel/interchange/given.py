"""What callers hand in: content, plans, limits; whatever else it is, is refused by name before anything is done."""

from __future__ import annotations

from typing import Any

from workmodel.domain import Plan, Schedule
from workmodel.errors import InvalidText, OutOfRange, WrongType

__all__ = ["encoded", "given_content", "given_limit", "given_plan", "given_plan_or_schedule"]


def given_content(data: Any, what: str) -> str | bytes:
    """Text or bytes as plain values: subclasses and views of memory become what they hold.

    Raises
    ------
    WrongType
        Neither.

    Examples
    --------
    >>> given_content(bytearray(b"{}"), "a document")
    b'{}'
    """
    if isinstance(data, str):
        return data if type(data) is str else str.__str__(data)
    if isinstance(data, bytes) and type(data) is bytes:
        return data
    if isinstance(data, (bytes, bytearray, memoryview)):
        return memoryview(data).tobytes()
    raise WrongType(what, data, "its content as text or bytes; `load` takes a path or an open file")


def encoded(text: str) -> bytes:
    """The text in UTF-8, as files hold it.

    Raises
    ------
    InvalidText
        It holds a lone surrogate, half of a character, which no file can hold.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as problem:
        around = text[max(problem.start - 20, 0) : problem.end + 20]
        raise InvalidText("a text of a document", around, "text without lone surrogates") from None


def given_limit(limit: Any) -> int:
    """A largest size. [bytes]

    Raises
    ------
    OutOfRange
        Less than nothing.
    WrongType
        No whole number.
    """
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise WrongType("a largest size", limit, "a whole number of bytes")
    if limit < 0:
        raise OutOfRange("a largest size", limit, "zero bytes or more")
    return limit


def given_plan(plan: Any) -> Plan:
    """A plan.

    Raises
    ------
    WrongType
        Something else.
    """
    if isinstance(plan, Plan):
        return plan
    hint = "; of a schedule it is schedule.plan" if isinstance(plan, Schedule) else ""
    raise WrongType("a plan", plan, f"a Plan{hint}")


def given_plan_or_schedule(source: Any) -> Plan | Schedule:
    """A plan, or a schedule of one.

    Raises
    ------
    WrongType
        Something else.
    """
    if isinstance(source, (Plan, Schedule)):
        return source
    raise WrongType("a plan or a schedule", source, "a Plan or a Schedule")
