"""Bringing a database up to date: the steps of `workmodel.storage.migrations`, in one transaction and one at a time."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, column, inspect, select, table

from workmodel.errors import DamagedStore, MissingExtra, NewerStore, UnusableStore
from workmodel.storage.sql_tables import VERSION_TABLE

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

    from workmodel.storage.sql_database import Database

__all__ = ["SCHEMA", "brought_up_to_date"]

SCHEMA: Final = "0001"
"""The schema that this release reads and writes."""

_VERSION: Final = table(VERSION_TABLE, column("version_num"))
_LOADING: Final = Lock()  # the steps are modules that are loaded from their files


def brought_up_to_date(database: Database) -> None:
    """Make the tables where there are none, and bring older ones to the present schema.

    Raises
    ------
    NewerStore
        A later release has been there.
    UnusableStore
        It would have to be written to, and is open for reading only.
    """
    here = database.read("open", lambda connection: _version(connection, database.where))
    if here == SCHEMA:
        return
    if here is not None and here not in _known():
        raise NewerStore(database.where, here, SCHEMA)
    if database.read_only:
        problem = (
            "it holds no plans yet"
            if here is None
            else f"its tables are those of schema {here}, of an earlier release"
        )
        raise UnusableStore(
            database.where,
            problem,
            "Open it once without read_only=True: that makes the tables, or brings them up to date",
        )
    database.write("open", lambda connection: _migrate(connection, database), schema=True)


def _version(connection: Connection, where: str) -> str | None:
    """The schema of a database; nothing where no store has ever been."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.scalars(select(_VERSION.c.version_num)).all()
    if len(found) != 1:
        raise DamagedStore(where, f"{VERSION_TABLE} holds {len(found)} rows, not one")
    return str(found[0])


def _known() -> set[str]:
    return {step.revision for step in _steps().walk_revisions()}


def _steps() -> ScriptDirectory:
    try:
        from alembic.script import ScriptDirectory
    except ModuleNotFoundError:
        raise MissingExtra("sql", "making the tables of a store") from None
    with _LOADING:
        steps = ScriptDirectory(str(Path(__file__).with_name("migrations")))
        steps.get_heads()
    return steps


def _migrate(connection: Connection, database: Database) -> None:
    """Run what is missing; whoever waited for the lock finds that it was done meanwhile."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    here = _version(connection, database.where)
    if here == SCHEMA:
        return
    steps = _steps()
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    for step in reversed(list(steps.iterate_revisions(SCHEMA, here or "base"))):
        step.module.upgrade(Operations(context))  # handed over: Alembic's own `op` is one for all threads
    context.stamp(steps, SCHEMA)
