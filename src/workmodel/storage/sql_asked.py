"""What `workmodel.storage.sql` is asked, checked and held against what the database has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from workmodel.domain import Change, Plan
from workmodel.errors import NameTaken, OutOfRange, UnknownPlan, UnknownRevision, WrongType, whole_number
from workmodel.storage import sql_rows as rows
from workmodel.storage import sql_statements as sql
from workmodel.storage.asked import instant
from workmodel.storage.interface import Revision

__all__ = ["Found", "began_from", "find", "free", "given_at", "given_number", "ready", "seconds", "there"]


@frozen
class Found:
    """What a database gave of a plan at a revision: whole or as kept, and the changes from there."""

    wanted: Revision
    number: int
    plan: Plan | None
    settings: str
    documents: Sequence[str]
    changes: Sequence[str]


def seconds(value: Any) -> float:
    """A time to wait. [s]"""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType("a time to wait", value, "a number of seconds")
    if not 0 < value <= 86_400:
        raise OutOfRange("a time to wait", value, "more than nothing and at most a day, in seconds")
    return float(value)


def given_at(at: Any) -> int | datetime | None:
    """No revision, its number, or an instant."""
    if at is None:
        return None
    if isinstance(at, datetime):
        instant(at)  # within the years that there are in UTC
        return at
    return given_number(at, "its number or an instant")


def given_number(number: Any, expected: str = "its number") -> int:
    """A number of a revision."""
    if number is None or isinstance(number, (bool, datetime)):
        raise WrongType("a revision", number, expected)
    return whole_number("a revision", number)


def there(head: sql.Head, number: int) -> int:
    """A number that the plan has a revision of."""
    if not 1 <= number <= head.current.number:
        raise UnknownRevision(head.current.name, number, 1, head.current.number)
    return number


def free(connection: Connection, name: str) -> None:
    """Refuse a name that is taken."""
    try:
        head = sql.head(connection, name)
    except UnknownPlan:
        return
    raise NameTaken(name, head.archived)


def began_from(connection: Connection, head: sql.Head, expected: Any) -> int:
    """The number of the revision that a caller began from, which has to be one of this plan."""
    name = head.current.name
    if not isinstance(expected, Revision):
        if isinstance(expected, datetime) or expected is None:
            raise WrongType("the expected revision", expected, "a Revision or its number")
        return there(head, given_number(expected))
    if expected.name == name:
        number = there(head, expected.number)
        if sql.revision(connection, head.key, name, number).id == expected.id:
            return number
    raise WrongType("the expected revision", expected, f"one that this store gave of {name!r}")


def ready(before: Plan | None, plan: Plan, changes: Sequence[Change]) -> sql.Written:
    """Everything that has to be written, made before the database is asked to wait for it."""
    settings = rows.settings_text(plan)
    if before is None:
        return sql.Written(plan, settings, {entity.id: rows.entity_row(entity) for entity in plan})
    delta = rows.delta(before, plan, changes)
    made = {e.id: rows.entity_row(e) for e in (*delta.renamed, *delta.new, *delta.revised)}
    return sql.Written(plan, settings, made, delta, rows.change_rows(changes, plan))


def find(connection: Connection, name: str, at: int | datetime | None, kept: Revision | None) -> Found:
    """What is needed to build a plan at a revision: from the current one, or from that which is at hand."""
    head = sql.head(connection, name)
    wanted = head.current
    if isinstance(at, datetime):
        wanted = sql.last_before(connection, head, at)
    elif at is not None and there(head, at) != wanted.number:
        wanted = sql.revision(connection, head.key, name, at)
    if kept is None or not _still(connection, head, kept):
        number, plan, documents = head.current.number, None, sql.documents(connection, head.key)
    else:
        number, plan, documents = kept.number, kept.plan, ()
    ends = sorted((number, wanted.number))
    changes = sql.changes_between(connection, head.key, *ends) if ends[0] < ends[1] else ()
    return Found(wanted, number, plan, head.settings, documents, changes)


def _still(connection: Connection, head: sql.Head, kept: Revision) -> bool:
    """Whether a plan at hand is one of this database: it may have been exchanged for a copy."""
    if kept.number > head.current.number:
        return False
    there = head.current
    if kept.number < there.number:
        there = sql.revision(connection, head.key, kept.name, kept.number)
    return there.id == kept.id
