"""What is PostgreSQL's own: how long a statement may wait, what is worth another try, and transactions for reading."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from workmodel.errors import UnusableStore
from workmodel.storage.sql_verdicts import Verdict

__all__ = ["Postgres"]

_VERDICTS: Final = {
    "40001": Verdict.AGAIN,  # could not serialize access
    "40P01": Verdict.AGAIN,  # deadlock detected
    "23505": Verdict.TAKEN,  # unique violation
    "55P03": Verdict.BUSY,  # lock not available in time
    "57014": Verdict.BUSY,  # a statement took too long
    "XX001": Verdict.DAMAGED,  # data corrupted
    "XX002": Verdict.DAMAGED,  # index corrupted
}
_LONGER: Final = 10  # times the time for waiting: how long a statement may take in all
_LIMITS: Final = text(
    "SELECT set_config('lock_timeout', :wait, true), set_config('statement_timeout', :most, true)"
)
_ALONE: Final = text("SELECT pg_advisory_xact_lock(:key)")
_KEY: Final = 0x776F726B6D6F646C  # any number, as long as it is the same for all: "workmodl"


class Postgres:
    """PostgreSQL, a server for many."""

    @staticmethod
    def where(url: URL) -> str:
        """What messages call the store."""
        host = url.host or url.query.get("host")
        place = f" at {host}" if isinstance(host, str) else ""
        port = f":{url.port}" if url.port and place else ""
        return f'the PostgreSQL database "{url.database or ""}"{place}{port}'

    def engine(self, url: URL, *, timeout: float, read_only: bool, journal: str | None) -> Engine:  # noqa: ARG002 - as all have it
        """An engine of our own."""
        wait = {} if "connect_timeout" in url.query else {"connect_timeout": max(2, ceil(timeout))}
        return create_engine(
            url, connect_args=wait, pool_timeout=timeout, pool_pre_ping=True, hide_parameters=True
        )

    def check(self, connection: Connection, engine: Engine, *, ours: bool) -> None:
        """Refuse an engine on which transactions would not hold."""
        driver: Any = connection.connection.dbapi_connection
        if not ours and getattr(driver, "autocommit", False):
            raise UnusableStore(
                self.where(engine.url),
                "its engine commits after each statement",
                'Make it without isolation_level="AUTOCOMMIT"',
            )

    def begin(self, connection: Connection, *, write: bool, ours: bool, timeout: float) -> None:  # noqa: ARG002 - as all have it
        """Begin a transaction; one that reads sees one state of everything, whoever writes meanwhile."""
        connection.begin()
        if not write:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        wait = max(1, round(timeout * 1000))
        connection.execute(_LIMITS, {"wait": f"{wait}ms", "most": f"{wait * _LONGER}ms"})

    def commit(self, connection: Connection) -> None:
        """Make it last."""
        try:
            connection.commit()
        except DBAPIError:
            connection.invalidate()  # in what state it is nobody knows, so nobody gets it again
            raise

    def alone(self, connection: Connection) -> None:
        """Wait until nobody else changes the tables."""
        connection.execute(_ALONE, {"key": _KEY})

    def verdict(self, problem: DBAPIError) -> Verdict:
        """What an error of the driver means."""
        return _VERDICTS.get(_state(problem), Verdict.FAILED)

    def problem(self, problem: DBAPIError) -> str:
        """The error in words, without the values that it concerned."""
        said = getattr(getattr(problem.orig, "diag", None), "message_primary", None)
        return str(said or problem.orig)


def _state(problem: DBAPIError) -> str:
    """The five characters by which SQL names what is wrong."""
    return str(getattr(problem.orig, "sqlstate", None) or getattr(problem.orig, "pgcode", None) or "")
