"""`SqlStore`: plans in a database, SQLite or PostgreSQL, for one program or for many at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from attrs import evolve

from workmodel.domain import Change, Plan, inverse
from workmodel.errors import (
    DamagedStore,
    InvalidDocument,
    InvalidPlan,
    InvalidValue,
    MissingExtra,
    PlanArchived,
    ReadOnlyStore,
    RevisionConflict,
)
from workmodel.interchange.given import given_plan
from workmodel.storage.asked import (
    Given,
    given_callable,
    given_name,
    given_text,
    later_than,
    now,
    random_id,
    updated,
)
from workmodel.storage.interface import Revision, Stored

try:
    import sqlalchemy as _sqlalchemy  # noqa: F401 - whether it is there
except ModuleNotFoundError:
    raise MissingExtra("sql", "keeping plans in a database") from None

from workmodel.storage import sql_rows as rows
from workmodel.storage import sql_statements as sql
from workmodel.storage.sql_asked import (
    Found,
    began_from,
    find,
    free,
    given_at,
    given_number,
    ready,
    seconds,
    there,
)
from workmodel.storage.sql_database import opened
from workmodel.storage.sql_schema import brought_up_to_date

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["SqlStore"]

_MOST_PLANS: Final = 8  # kept at hand
_UNREADABLE: Final = (InvalidDocument, InvalidPlan, InvalidValue)


class SqlStore:
    """A `PlanStore` in a database: SQLite, in a file or in memory, or PostgreSQL (extras ``sql`` and ``postgres``).

    It may be used by many threads and many processes at once, and after a fork. What was saved once survives a crash
    of the program, of the server and of the machine. The tables are made, and those of earlier releases brought up to
    date, when it is opened. A save writes what changed; its cost does not depend on the size of the plan.

    Parameters
    ----------
    database
        The address, ``"sqlite:///plans.db"``, ``"sqlite://"`` for one in memory or
        ``"postgresql+psycopg://user@host/name"``; the path of an SQLite file, as a `pathlib.Path`; or an engine of
        SQLAlchemy, which stays the caller's: its settings are kept, those on which a save would not be safe are
        refused, and closing the store leaves it open.
    clock
        What time it is; by default the system's.
    new_id
        Makes the ids of revisions; by default random ones.
    read_only
        Whether nothing is to be written: saving raises `ReadOnlyStore`, and the database is told so.
    timeout
        How long to wait for others before `StoreBusy` is raised. PostgreSQL is told to end a statement after ten times as
        long. An SQLite engine of the caller's waits as long as it was made to. [s]

    Raises
    ------
    MissingExtra
        SQLAlchemy, Alembic or psycopg are not installed.
    NewerStore
        A later release has made the tables, or changed them.
    StoreUnavailable, StoreBusy, DamagedStore
        The database cannot be reached or read.
    UnusableStore
        Plans cannot be kept in this; the error says why and what to do.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> with SqlStore("sqlite://", clock=lambda: datetime(2026, 3, 2, 9)) as store:
    ...     first = store.create("website", Plan().add(Task("design", duration="5d")), author="ana")
    ...     second = store.update("website", lambda plan: plan.evolve("design", duration="3d"))
    ...     print(second)
    ...     str(store.load("website", at=1).plan["design"].duration)
    website 2, saved 2026-03-02 09:00 UTC
    '5d'
    """

    def __init__(
        self,
        database: str | URL | Path | Engine,
        *,
        clock: Callable[[], datetime] | None = None,
        new_id: Callable[[], str] | None = None,
        read_only: bool = False,
        timeout: float = 30.0,
        _journal: str | None = None,
    ) -> None:
        self._clock = given_callable("a clock", clock, now)
        self._new_id = given_callable("a maker of ids", new_id, random_id)
        self._lock = Lock()
        self._kept: OrderedDict[str, Revision] = OrderedDict()
        self._database = opened(
            database, timeout=seconds(timeout), read_only=bool(read_only), journal=_journal
        )
        try:
            brought_up_to_date(self._database)
        except BaseException:
            self._database.close()
            raise

    def __repr__(self) -> str:
        return f"<SqlStore: {self._database.where}{', for reading only' if self._database.read_only else ''}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the database; an engine that was handed in is left alone."""
        self._database.close()
        with self._lock:
            self._kept.clear()

    # -- reading --------------------------------------------------------------------------------------------------------

    def load(self, name: str, at: int | datetime | None = None) -> Stored:
        """The plan as it stands or stood; see `PlanStore.load`."""
        name, at = given_name(name), given_at(at)
        with self._lock:
            kept = self._kept.get(name)
        found = self._database.read("load a plan", lambda connection: find(connection, name, at, kept))
        plan = self._built(found)
        stored = Stored(plan, evolve(found.wanted, plan=plan))
        self._keep(stored.revision)
        return stored

    def history(self, name: str) -> tuple[Revision, ...]:
        """All revisions, oldest first; see `PlanStore.history`."""
        name = given_name(name)
        return self._database.read(
            "read a history",
            lambda connection: sql.revisions_of(connection, sql.head(connection, name).key, name),
        )

    def changes(self, name: str, since: int, until: int | None = None) -> tuple[Change, ...]:
        """What leads from one revision to another; see `PlanStore.changes`."""
        name, first = given_name(name), given_number(since)
        last = None if until is None else given_number(until)

        def work(connection: Connection) -> tuple[Sequence[str], bool]:
            head = sql.head(connection, name)
            ends = [first, head.current.number if last is None else last]
            for number in ends:
                there(head, number)
            found = sql.changes_between(connection, head.key, min(ends), max(ends))
            return found, ends[1] < ends[0]

        documents, back = self._database.read("read changes", work)
        return self._steps(name, documents, back=back)

    def names(self, *, archived: bool = False) -> tuple[str, ...]:
        """Names of the plans in alphabetical order; see `PlanStore.names`."""
        return self._database.read(
            "list plans", lambda connection: sql.known_names(connection, archived=bool(archived))
        )

    # -- writing --------------------------------------------------------------------------------------------------------

    def create(self, name: str, plan: Plan, *, author: str = "", message: str = "") -> Revision:
        """A plan under a new name; see `PlanStore.create`."""
        self._refuse_writing("create a plan")
        return self._begin(given_name(name), given_plan(plan), Given(author, message), "created", None)

    def save(
        self, name: str, plan: Plan, expected: Revision | int, *, author: str = "", message: str = ""
    ) -> Revision:
        """A further revision; see `PlanStore.save`."""
        self._refuse_writing("save")
        name, given, who = given_name(name), given_plan(plan), Given(author, message)
        before = self._carried(expected)
        if before is None:
            before = self._expected_plan(name, expected)
        changes = before.diff(given)
        written = ready(before, given, changes)

        def work(connection: Connection, new: str) -> Revision:
            head = sql.locked(connection, name)
            self._meet(connection, head, expected)
            if not changes:
                return head.current
            made = self._next(head, who, "saved", new)
            sql.write_next(connection, head, made, written)
            return made

        return self._saved("save", work, given if changes else before)

    def update(
        self,
        name: str,
        function: Callable[[Plan], Plan],
        *,
        retries: int = 20,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """Save what a function makes of the current plan; see `PlanStore.update`."""
        self._refuse_writing("update a plan")
        return updated(self, name, function, retries, author, message)

    def branch(
        self,
        name: str,
        new_name: str,
        at: int | datetime | None = None,
        *,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """A plan of its own that begins as another stands or stood; see `PlanStore.branch`."""
        self._refuse_writing("branch")
        who = Given(author, message)
        stored = self.load(name, at)
        origin = (stored.revision.name, stored.revision.number)
        return self._begin(given_name(new_name), stored.plan, who, "branched", origin)

    def archive(self, name: str, *, author: str = "", message: str = "") -> Revision:
        """Put a plan away; see `PlanStore.archive`."""
        self._refuse_writing("archive")
        name, who = given_name(name), Given(author, message)

        def work(connection: Connection, new: str) -> Revision:
            head = sql.locked(connection, name)
            made = self._next(head, who, "archived", new)
            sql.write_next(connection, head, made, None)
            return made

        return self._saved("archive", work, None)

    # -- inside ---------------------------------------------------------------------------------------------------------

    def _refuse_writing(self, what: str) -> None:
        if self._database.read_only:
            raise ReadOnlyStore(what)

    def _begin(
        self, name: str, plan: Plan, who: Given, event: str, origin: tuple[str, int] | None
    ) -> Revision:
        written = ready(None, plan, ())

        def work(connection: Connection, new: str) -> Revision:
            free(connection, name)
            made = Revision(
                name, 1, later_than(None, self._clock), who.author, who.message, event, origin, new
            )
            sql.write_first(connection, made, written)
            return made

        return self._saved("create a plan", work, plan)

    def _next(self, head: sql.Head, who: Given, event: str, new: str) -> Revision:
        current = head.current
        at = later_than(current, self._clock)
        return Revision(current.name, current.number + 1, at, who.author, who.message, event, None, new)

    def _saved(self, what: str, work: Callable[[Connection, str], Revision], plan: Plan | None) -> Revision:
        """What came of *work*, with its plan; whether it lasted is known by its id, whatever became of the answer."""
        new = given_text("the id of a revision", self._new_id())
        made = self._database.write(
            what,
            lambda connection: work(connection, new),
            saved=lambda connection: sql.has_revision(connection, new),
        )
        if plan is None:
            return made
        made = evolve(made, plan=plan)
        self._keep(made)
        return made

    def _meet(self, connection: Connection, head: sql.Head, expected: Revision | int) -> None:
        """Refuse what began from another revision than the current one."""
        began = began_from(connection, head, expected)
        if began != head.current.number:
            log = sql.changes_between(connection, head.key, began, head.current.number)
            raise RevisionConflict(
                head.current.name, expected, head.current, self._steps(head.current.name, log)
            )

    def _carried(self, expected: Revision | int) -> Plan | None:
        """The plan that a revision carries, unless it is known to be another than the one that was saved."""
        if not isinstance(expected, Revision):
            return None
        with self._lock:
            kept = self._kept.get(expected.name)
        if kept is not None and kept.id == expected.id and kept.plan != expected.plan:
            return None
        return expected.plan

    def _expected_plan(self, name: str, expected: Revision | int) -> Plan:
        """The plan of the revision that is expected to be the current one."""

        def work(connection: Connection) -> int:
            head = sql.head(connection, name)
            if head.archived:
                raise PlanArchived(name)
            self._meet(connection, head, expected)
            return head.current.number

        return self.load(name, self._database.read("save", work)).plan

    def _built(self, found: Found) -> Plan:
        name = found.wanted.name
        try:
            plan = found.plan
            if plan is None:
                plan = rows.plan_of(found.settings, found.documents)
            if found.number == found.wanted.number:
                return plan
            return plan.apply(self._steps(name, found.changes, back=found.wanted.number < found.number))
        except _UNREADABLE as problem:
            raise self._damaged(name, problem) from None

    def _steps(self, name: str, documents: Sequence[str], *, back: bool = False) -> tuple[Change, ...]:
        try:
            steps = rows.changes_of(documents)
        except _UNREADABLE as problem:
            raise self._damaged(name, problem) from None
        return inverse(steps) if back else steps

    def _damaged(self, name: str, problem: Exception) -> DamagedStore:
        return DamagedStore(f"plan {name!r} in {self._database.where}", str(problem).rstrip("."))

    def _keep(self, revision: Revision) -> None:
        """Have the newest revision of a plan at hand: what is asked next is told from there."""
        with self._lock:
            kept = self._kept.get(revision.name)
            if kept is None or kept.number <= revision.number:
                self._kept[revision.name] = revision
            self._kept.move_to_end(revision.name)
            while len(self._kept) > _MOST_PLANS:
                self._kept.popitem(last=False)
