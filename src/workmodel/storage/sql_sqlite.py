"""What is SQLite's own: how a database file is opened so that an acknowledged save survives, and how transactions run."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import SingletonThreadPool, StaticPool

from workmodel.errors import UnusableStore
from workmodel.storage.sql_verdicts import Verdict

if TYPE_CHECKING:
    from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["Sqlite", "safe_journal"]

_Version = tuple[int, int, int]
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY: Final = 0xFF  # the lower byte of an extended error code is the plain one
_SYNCHRONOUS: Final = {"WAL": "FULL", "DELETE": "EXTRA"}


def safe_journal(version: _Version = sqlite3.sqlite_version_info[:3]) -> str:
    """``"WAL"`` where this SQLite is known to keep what it wrote there, else ``"DELETE"``.

    From 3.7.0 on two connections could corrupt a database in WAL mode when one of them reset the log at a bad moment;
    3.51.3, 3.50.7 and 3.44.6 mend it.

    Examples
    --------
    >>> [safe_journal(version) for version in [(3, 51, 3), (3, 51, 2), (3, 50, 7), (3, 44, 6), (3, 45, 0)]]
    ['WAL', 'DELETE', 'WAL', 'WAL', 'DELETE']
    """
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
    return "WAL" if mended else "DELETE"


def _in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"} or url.query.get("mode") == "memory"


class Sqlite:
    """SQLite, embedded."""

    @staticmethod
    def where(url: URL) -> str:
        """What messages call the store."""
        return "the SQLite database in memory" if _in_memory(url) else f'the SQLite database "{url.database}"'

    def engine(self, url: URL, *, timeout: float, read_only: bool, journal: str | None) -> Engine:
        """An engine of our own, one connection for all where the database is in memory."""
        memory = _in_memory(url)
        if read_only:
            if memory:
                raise UnusableStore(
                    self.where(url), "nothing is ever in it", "Give the file that is to be read"
                )
            url = _for_reading(url)
        engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",  # transactions begin and end where this module says so
            connect_args={"timeout": timeout, "check_same_thread": False},
            hide_parameters=True,
            **({"poolclass": StaticPool} if memory else {"pool_timeout": timeout}),
        )
        if not memory and not read_only:
            mode = journal or safe_journal()
            event.listen(engine, "connect", lambda connection, record: _prepare(connection, record, mode))
        return engine

    def check(self, connection: Connection, engine: Engine, *, ours: bool) -> None:
        """Refuse an engine on which transactions would not hold."""
        if ours:
            return
        where = self.where(engine.url)
        if _in_memory(engine.url) and isinstance(engine.pool, SingletonThreadPool):
            raise UnusableStore(
                where,
                "its engine gives each thread a database of its own",
                'Make it with poolclass=StaticPool and connect_args={"check_same_thread": False}',
            )
        driver = connection.connection.dbapi_connection
        if getattr(driver, "autocommit", None) is False:
            raise UnusableStore(
                where,
                "its engine connects with autocommit=False",
                "Leave that to the store: it begins and ends transactions",
            )
        mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()).upper()
        if mode == "WAL" and safe_journal() != "WAL":
            raise UnusableStore(
                where,
                f"it is in WAL mode, in which SQLite {sqlite3.sqlite_version} may damage it",
                'Run "PRAGMA journal_mode=DELETE" on it, or use SQLite 3.51.3 or later',
            )
        if mode in {"OFF", "MEMORY"} and not _in_memory(engine.url):
            raise UnusableStore(
                where,
                f'its engine keeps the journal "{mode.lower()}", so that a crash would tear what is being saved',
                'Leave it at SQLite\'s own, "delete"',
            )

    def begin(self, connection: Connection, *, write: bool, ours: bool, timeout: float) -> None:  # noqa: ARG002 - as all have it
        """Begin a transaction; one that is going to write takes the lock at once, so that what it reads stays true."""
        if not ours:
            connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.begin()
        driver: Any = connection.connection.dbapi_connection
        if driver.in_transaction:  # a listener of somebody else's engine has begun one, of whatever kind
            connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    def commit(self, connection: Connection) -> None:
        """Make it last."""
        connection.exec_driver_sql("COMMIT")

    def alone(self, connection: Connection) -> None:
        """Nothing more: whoever writes is alone already."""

    def verdict(self, problem: DBAPIError) -> Verdict:
        """What an error of the driver means."""
        code = (getattr(problem.orig, "sqlite_errorcode", None) or 0) & _PRIMARY
        if code in _BUSY:
            return Verdict.BUSY
        return Verdict.DAMAGED if code in _DAMAGED else Verdict.FAILED

    def problem(self, problem: DBAPIError) -> str:
        """The error in words."""
        code = (getattr(problem.orig, "sqlite_errorcode", None) or 0) & _PRIMARY
        hint = (
            " (its folder has to exist, and to let you read and write)"
            if code == sqlite3.SQLITE_CANTOPEN
            else ""
        )
        return f"{problem.orig}{hint}"


def _for_reading(url: URL) -> URL:
    """The address of the same file, opened in such a way that nothing can be written to it."""
    database = url.database or ""
    if not database.startswith("file:"):
        database = "file:" + quote(str(Path(database).absolute()))
    return url.set(database=database).update_query_dict({"mode": "ro", "uri": "true"})


def _prepare(connection: Any, record: ConnectionPoolEntry, journal: str) -> None:  # noqa: ARG001 - as the event has it
    """Set what holds for one connection only, or for the file."""
    cursor = connection.cursor()
    (mode,) = cursor.execute(f"PRAGMA journal_mode={journal}").fetchone()
    if mode.upper() == "WAL" and journal != "WAL":
        raise sqlite3.OperationalError(
            "another process uses it in WAL mode, which this SQLite had better not"
        )
    cursor.execute(f"PRAGMA synchronous={_SYNCHRONOUS[mode.upper()]}")
    cursor.close()
