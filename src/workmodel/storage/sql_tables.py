"""The tables of a store in a database, as they stand now; `workmodel.storage.migrations` holds how they came to be.

::

    workmodel_plans        one row a plan: its name, its current revision, its settings
    workmodel_revisions    one row a revision, only ever added to
    workmodel_entities     one row an entity as it stands now, in the order of `position`
    workmodel_assignees    who is assigned to what as it stands now
    workmodel_changes      one row a step from each revision to the next, only ever added to

What an entity, settings or a change are stands in a JSON document; the columns beside it repeat what people ask for.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect

__all__ = [
    "METADATA",
    "VERSION_TABLE",
    "AnyText",
    "Instant",
    "assignees",
    "changes",
    "entities",
    "plans",
    "revisions",
]

METADATA: Final = MetaData()
VERSION_TABLE: Final = "workmodel_version"

# PostgreSQL's texts hold no NUL. The sign that stands for it is doubled where somebody wrote it, so that nothing is lost.
_SIGN: Final = "\N{SYMBOL FOR NULL}"
_SIGNS: Final = re.compile(f"{_SIGN}(.?)", re.DOTALL)


class AnyText(TypeDecorator[str]):
    """Text of any content, NUL characters included."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as the interface has it
        """The text as the database holds it."""
        return None if value is None else value.replace(_SIGN, _SIGN * 2).replace("\0", f"{_SIGN}0")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as the interface has it
        """The text as it was given."""
        if value is None or _SIGN not in value:
            return value
        return _SIGNS.sub(lambda found: "\0" if found[1] == "0" else _SIGN, value)


class Instant(TypeDecorator[datetime]):
    """A moment on the line of UTC; where a database has no zones, in UTC without saying so."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The instant as the database holds it."""
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as the interface has it
        """The instant, with UTC as its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


plans: Final = Table(
    "workmodel_plans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("settings", Text, nullable=False),
)

revisions: Final = Table(
    "workmodel_revisions",
    METADATA,
    Column("plan", Integer, ForeignKey("workmodel_plans.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", AnyText, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("author", AnyText, nullable=False),
    Column("message", AnyText, nullable=False),
    Column("event", Text, nullable=False),
    Column("origin_name", AnyText),
    Column("origin_number", Integer),
    Index("workmodel_revisions_at", "plan", "at"),
)

entities: Final = Table(
    "workmodel_entities",
    METADATA,
    Column("plan", Integer, ForeignKey("workmodel_plans.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent", Text),
    Column("start", Text),
    Column("finish", Text),
    Column("deadline", Text),
    Column("status", Text),
    Column("document", Text, nullable=False),
)
for _name in ("parent", "start", "finish", "deadline"):
    _held = entities.c[_name].is_not(None)  # most entities have none of these: they cost no place in an index
    Index(
        f"workmodel_entities_{_name}",
        entities.c.plan,
        entities.c[_name],
        sqlite_where=_held,
        postgresql_where=_held,
    )

assignees: Final = Table(
    "workmodel_assignees",
    METADATA,
    Column("plan", Integer, ForeignKey("workmodel_plans.id"), primary_key=True),
    Column("resource", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    sqlite_with_rowid=False,
)

changes: Final = Table(
    "workmodel_changes",
    METADATA,
    Column("plan", Integer, ForeignKey("workmodel_plans.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("change", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("document", Text, nullable=False),
    Index("workmodel_changes_subject", "plan", "subject"),
)
