"""A database as a store sees it: transactions that hold or leave nothing behind, and errors that can be shown to anybody."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import Pool, StaticPool

from workmodel.errors import (
    DamagedStore,
    MissingExtra,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    UnknownOutcome,
    UnusableStore,
    WrongType,
)
from workmodel.storage.sql_postgres import Postgres
from workmodel.storage.sql_sqlite import Sqlite
from workmodel.storage.sql_verdicts import Kind, Verdict

__all__ = ["Database", "opened"]

_T = TypeVar("_T")
_KINDS: Final[dict[str, Kind]] = {"sqlite": Sqlite(), "postgresql": Postgres()}
_ADDRESS: Final = '"sqlite:///plans.db" or "postgresql+psycopg://user@host/database"'
_TRIES: Final = 3  # where somebody else was first with a name
_LONGEST_PAUSE: Final = 0.05  # between two tries [s]
_LONGEST_PROBLEM: Final = 300
_INHERITED: Final[list[Pool]] = []  # connections of the parent: closing them here would end them there


class Database:
    """An engine, and how transactions run on it.

    Attributes
    ----------
    where
        What messages call it; without credentials.
    read_only
        Whether nothing is ever written.
    """

    def __init__(
        self, engine: Engine, kind: Kind, where: str, *, ours: bool, timeout: float, read_only: bool
    ) -> None:
        self.where = where
        self.read_only = read_only
        self._engine = engine
        self._kind = kind
        self._ours = ours
        self._timeout = timeout
        self._process = os.getpid()
        self._closed = False
        # one connection for all threads: one transaction at a time
        self._turn: AbstractContextManager[Any] = (
            RLock() if isinstance(engine.pool, StaticPool) else nullcontext()
        )

    def close(self) -> None:
        """Close the connections, if the engine is our own."""
        if self._ours and not self._closed:
            self._own().dispose()
        self._closed = True

    def check(self) -> None:
        """Refuse an engine on which transactions would not hold."""
        self._named("open", self._check)

    def _check(self) -> None:
        with self._turn, self._own().connect() as connection:
            self._kind.check(connection, self._engine, ours=self._ours)

    def read(self, what: str, work: Callable[[Connection], _T]) -> _T:
        """What *work* finds, all of it in one state of the database."""
        return self._named(what, lambda: self._attempt(work, write=False, last=[]))

    def write(
        self,
        what: str,
        work: Callable[[Connection], _T],
        *,
        saved: Callable[[Connection], bool] | None = None,
        schema: bool = False,
    ) -> _T:
        """Do *work* and make it last, all of it or nothing; it may be called several times.

        Parameters
        ----------
        what
            What messages call it.
        work
            What to do.
        saved
            Whether it was done, for when the answer to the last step was lost.
        schema
            Whether it changes tables, which only one may do at a time.
        """
        last: list[_T] = []

        def alone(connection: Connection) -> _T:
            self._kind.alone(connection)
            return work(connection)

        return self._named(
            what, lambda: self._attempt(alone if schema else work, write=True, last=last), last, saved
        )

    def _attempt(self, work: Callable[[Connection], _T], *, write: bool, last: list[_T]) -> _T:
        """One transaction; *last* holds what came of it from when it is about to be made to last."""
        last.clear()
        with (
            self._turn,
            self._own().connect() as connection,
        ):  # leaving it takes back what was not made to last
            self._kind.begin(connection, write=write, ours=self._ours, timeout=self._timeout)
            found = work(connection)
            last.append(found)
            self._kind.commit(connection)
            return found

    def _named(
        self,
        what: str,
        work: Callable[[], _T],
        last: list[_T] | None = None,
        saved: Callable[[Connection], bool] | None = None,
    ) -> _T:
        """What *work* gives; errors of the database come out as errors of ours, and not even chained to theirs."""
        began = time.monotonic()
        tries = 0
        while True:
            tries += 1
            try:
                return work()
            except SQLAlchemyError as problem:
                waited = time.monotonic() - began
                verdict = self._verdict(problem)
                refusal = self._refusal(what, problem, verdict, waited)
            again = (verdict is Verdict.AGAIN and waited < self._timeout) or (
                verdict is Verdict.TAKEN and tries < _TRIES
            )
            if not again:
                if last and saved is not None:
                    return self._after_all(what, last[0], saved, refusal)
                raise refusal
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.002 * 2 ** min(tries, 10))))  # noqa: S311 - no secret

    def _after_all(
        self, what: str, found: _T, saved: Callable[[Connection], bool], refusal: StoreError
    ) -> _T:
        """What was found, if it was made to last although the answer said otherwise, or was lost."""
        try:
            there = self.read(what, saved)
        except StoreError:
            problem = refusal.problem if isinstance(refusal, StoreUnavailable) else str(refusal)
            unknown = UnknownOutcome(self.where, what, problem)
        else:
            if there:
                return found
            raise refusal
        raise unknown

    def _verdict(self, problem: Exception) -> Verdict:
        if isinstance(problem, NoConnection):
            return Verdict.BUSY
        return self._kind.verdict(problem) if isinstance(problem, DBAPIError) else Verdict.FAILED

    def _refusal(self, what: str, problem: Exception, verdict: Verdict, waited: float) -> StoreError:
        if verdict in {Verdict.BUSY, Verdict.AGAIN}:
            return StoreBusy(what, round(waited, 1))
        said = self._kind.problem(problem) if isinstance(problem, DBAPIError) else str(problem)
        said = _shown(said, self._engine.url)
        if verdict is Verdict.DAMAGED:
            return DamagedStore(self.where, said)
        return StoreUnavailable(self.where, said)

    def _own(self) -> Engine:
        """The engine, with connections of this process."""
        if self._closed:
            raise UnusableStore(self.where, "it was closed", "Open it anew")
        if self._ours and self._process != os.getpid():
            _INHERITED.append(self._engine.pool)
            self._engine.dispose(close=False)
            self._process = os.getpid()
        return self._engine


def opened(
    target: str | URL | Path | Engine, *, timeout: float, read_only: bool, journal: str | None
) -> Database:
    """The database at an address, or that of an engine.

    Raises
    ------
    MissingExtra
        PostgreSQL's driver is not installed.
    UnusableStore
        Plans cannot be kept in it.
    WrongType
        Neither an address nor an engine.
    """
    if isinstance(target, Engine):
        kind = _kind(target.url)
        database = Database(
            target, kind, kind.where(target.url), ours=False, timeout=timeout, read_only=read_only
        )
    else:
        url = _address(target)
        kind = _kind(url)
        engine = _engine(kind, url, timeout=timeout, read_only=read_only, journal=journal)
        database = Database(engine, kind, kind.where(url), ours=True, timeout=timeout, read_only=read_only)
    try:
        database.check()
    except StoreError:
        database.close()
        raise
    return database


def _address(target: Any) -> URL:
    if isinstance(target, Path):
        return URL.create("sqlite", database=str(target))
    if isinstance(target, URL):
        return target
    if not isinstance(target, str):
        raise WrongType(
            "where plans are kept",
            type(target),
            f"the address of a database, such as {_ADDRESS}, or an engine",
        )
    try:
        return make_url(target)
    except (ArgumentError, ValueError):
        pass  # what was given may hold a password, and so may the error
    raise UnusableStore("what was given", "it is not the address of a database", f"Write it like {_ADDRESS}")


def _kind(url: URL) -> Kind:
    name = url.get_backend_name()
    if name == "postgres":
        name = "postgresql"
    if name not in _KINDS:
        raise UnusableStore(
            f"a database of the kind {name!r:.40}",
            "plans are kept in SQLite and in PostgreSQL",
            f"Write it like {_ADDRESS}",
        )
    return _KINDS[name]


def _engine(kind: Kind, url: URL, *, timeout: float, read_only: bool, journal: str | None) -> Engine:
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    missing = problem = ""
    try:
        engine = kind.engine(url, timeout=timeout, read_only=read_only, journal=journal)
        if not engine.dialect.is_async:
            return engine
        problem = f"the driver {url.get_driver_name()} is for asyncio"
    except ModuleNotFoundError as error:
        missing = error.name or "a module"
        problem = f"the module {missing} is not installed"
    except UnusableStore:
        raise  # it says what is wrong and what to do
    except (ArgumentError, NoSuchModuleError, TypeError, ValueError) as error:
        problem = _shown(str(error), url)
    if missing == "psycopg":
        raise MissingExtra("postgres", "keeping plans in PostgreSQL")
    raise UnusableStore(kind.where(url), problem, f"Write it like {_ADDRESS}")


def _shown(problem: str, url: URL) -> str:
    """What a database said, on one line and without anything that only its address may hold."""
    for secret in _secrets(url):
        problem = problem.replace(secret, "***")
    line = " ".join(problem.split()).rstrip(".")
    return line if len(line) <= _LONGEST_PROBLEM else line[: _LONGEST_PROBLEM - 1] + "…"


def _secrets(url: URL) -> list[str]:
    """Texts of an address that nobody else may read, the longest first."""
    found = [str(url.password)] if url.password else []
    for key, value in url.query.items():
        if "pass" in key.lower() or "key" in key.lower():
            found += [value] if isinstance(value, str) else value
    return sorted((secret for secret in found if secret), key=len, reverse=True)
