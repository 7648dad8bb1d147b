"""How databases are opened: safely, waiting only as long as was said, and without telling anybody's password."""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.pool import NullPool

from workmodel.domain import Plan, Task
from workmodel.errors import (
    DamagedStore,
    MissingExtra,
    OutOfRange,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    UnusableStore,
    WrongType,
)
from workmodel.storage import SqlStore
from workmodel.storage.sql_sqlite import safe_journal

SECRET = "s3cr3t%2Fpass"
A_PLAN = Plan().add(Task("a"))
WITHOUT_SQLALCHEMY = """
import sys
sys.modules["sqlalchemy"] = None
import workmodel.storage
from workmodel.errors import MissingExtra
workmodel.storage.MemoryStore()
try:
    workmodel.storage.SqlStore
except MissingExtra as problem:
    print(problem.extra)
"""


def adding(name: str) -> Callable[[Plan], Plan]:
    return lambda plan: plan.add(Task(name))


def pragma(store: SqlStore, name: str) -> Any:
    return store._database.read(
        "look", lambda connection: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
    )


# -- SQLite -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_a_log_ahead_is_written_only_by_an_sqlite_that_cannot_damage_it(version: Any, mode: str) -> None:
    assert safe_journal(version) == mode


@pytest.mark.parametrize(("mode", "synchronous"), [("DELETE", 3), ("WAL", 2)])
def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path, mode: str, synchronous: int) -> None:
    with SqlStore(tmp_path / "plans.db", _journal=mode) as store:
        assert pragma(store, "journal_mode") == mode.lower()
        assert pragma(store, "synchronous") == synchronous


def test_a_file_goes_back_from_a_log_ahead_where_that_is_not_safe(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    SqlStore(path, _journal="WAL").close()
    with SqlStore(path, _journal="DELETE") as store:
        assert pragma(store, "journal_mode") == "delete"


def test_a_file_that_others_use_with_a_log_ahead_is_refused_where_that_is_not_safe(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path, _journal="WAL") as other:
        other.create("website", A_PLAN)
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM workmodel_plans").fetchall()
            with pytest.raises(StoreBusy):
                SqlStore(path, _journal="DELETE", timeout=0.2)


def test_a_save_waits_for_others_as_long_as_was_said(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path, timeout=0.3) as store, closing(sqlite3.connect(path)) as other:
        first = store.create("website", A_PLAN)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as refusal:
            store.save("website", A_PLAN.evolve("a", title="A"), first)
        assert refusal.value.what == "save"
        assert 0.2 <= refusal.value.seconds <= 20
        other.execute("ROLLBACK")
        assert store.save("website", A_PLAN.evolve("a", title="A"), first).number == 2


def test_a_store_in_memory_is_one_for_all_threads() -> None:
    with SqlStore("sqlite://") as store:
        store.create("website", Plan())
        _add_from_threads(store, "website")


def test_a_store_in_a_file_is_used_by_many_threads(tmp_path: Path) -> None:
    with SqlStore(tmp_path / "plans.db") as store:
        store.create("website", Plan())
        _add_from_threads(store, "website")


def test_a_store_on_a_server_is_used_by_many_threads(fresh_database: Callable[[], str]) -> None:
    with SqlStore(fresh_database()) as store:
        store.create("website", Plan())
        _add_from_threads(store, "website")


def _add_from_threads(store: SqlStore, name: str) -> None:
    def add(thread: int) -> None:
        for i in range(10):
            store.update(name, adding(f"t{thread}-{i}"), retries=1000)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(4)))
    assert len(store.load(name).plan) == 40
    assert len(store.history(name)) == 41


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    path.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(DamagedStore) as refusal:
        SqlStore(path)
    assert "plans.db" in refusal.value.where
    assert "not a database" in refusal.value.problem


def test_rows_that_somebody_wrote_into_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path) as store:
        first = store.create("website", A_PLAN)
    for column, table in (("document", "entities"), ("settings", "plans")):
        with closing(sqlite3.connect(path)) as plain, plain:
            (kept,) = plain.execute(f"SELECT {column} FROM workmodel_{table}").fetchone()
            plain.execute(f"UPDATE workmodel_{table} SET {column} = '{{\"kind\": 3}}'")
        with SqlStore(path) as store, pytest.raises(DamagedStore) as refusal:
            store.load("website")
        assert "website" in refusal.value.where
        with closing(sqlite3.connect(path)) as plain, plain:
            plain.execute(f"UPDATE workmodel_{table} SET {column} = ?", [kept])
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("DELETE FROM workmodel_entities")
    with SqlStore(path) as store, pytest.raises(DamagedStore):
        store.save("website", A_PLAN.evolve("a", title="A"), first)
    with SqlStore(path) as store:
        assert len(store.history("website")) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"its folder has to exist"):
        SqlStore(tmp_path / "nowhere" / "plans.db")


def test_names_with_signs_of_addresses_are_names_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a %41 ?x=1#y.db"
    with SqlStore(path) as store:
        store.create("website", A_PLAN)
    assert path.exists()
    with SqlStore(path, read_only=True) as store:
        assert store.load("website").plan == A_PLAN


# -- reading only -------------------------------------------------------------------------------------------------------


def test_a_store_for_reading_only_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path) as store:
        first = store.create("website", A_PLAN)
    before = path.read_bytes()
    with SqlStore(path, read_only=True) as store:
        _only_reads(store, first)
        with pytest.raises(StoreUnavailable, match="readonly"):  # and SQLite would not let it either
            store._database.write("try", lambda c: c.exec_driver_sql("DELETE FROM workmodel_plans"))
    assert path.read_bytes() == before


def test_a_store_on_a_server_for_reading_only_writes_nothing(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    with SqlStore(url) as store:
        first = store.create("website", A_PLAN)
    with SqlStore(url, read_only=True) as store:
        _only_reads(store, first)
        with pytest.raises(StoreUnavailable, match="read-only transaction"):
            store._database.read("try", lambda c: c.exec_driver_sql("DELETE FROM workmodel_plans"))


def _only_reads(store: SqlStore, first: Any) -> None:
    assert "for reading only" in repr(store)
    assert store.load("website").plan == A_PLAN
    assert store.names() == ("website",)
    assert store.history("website") == (first,)
    assert store.changes("website", 1) == ()
    for attempt in (
        lambda: store.create("other", A_PLAN),
        lambda: store.save("website", A_PLAN, first),
        lambda: store.update("website", lambda plan: plan),
        lambda: store.branch("website", "other"),
        lambda: store.archive("website"),
    ):
        with pytest.raises(ReadOnlyStore):
            attempt()


def test_nothing_is_to_be_read_in_memory() -> None:
    with pytest.raises(UnusableStore, match="nothing is ever in it"):
        SqlStore("sqlite://", read_only=True)


# -- engines of others --------------------------------------------------------------------------------------------------


def test_an_engine_that_was_handed_in_is_neither_changed_nor_disposed(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/all.db")
    with engine.connect() as connection:
        before = connection.get_isolation_level()
    with SqlStore(engine) as store:
        store.create("website", A_PLAN)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT name FROM workmodel_plans").all() == [("website",)]
        assert connection.get_isolation_level() == before
    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    engine.dispose()


def test_an_engine_whose_listeners_begin_transactions_serves_as_well(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/all.db")

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    with SqlStore(engine) as store:
        store.create("website", Plan())
        _add_from_threads(store, "website")
    engine.dispose()


def test_an_engine_without_a_pool_serves_as_well(tmp_path: Path, fresh_database: Callable[[], str]) -> None:
    for url in (f"sqlite:///{tmp_path}/all.db", fresh_database()):
        with SqlStore(create_engine(url, poolclass=NullPool)) as store:
            store.create("website", Plan())
            _add_from_threads(store, "website")


@pytest.mark.parametrize("level", ["SERIALIZABLE", "REPEATABLE READ"])
def test_an_engine_with_a_stricter_isolation_serves_as_well(
    fresh_database: Callable[[], str], level: Any
) -> None:
    engine = create_engine(fresh_database(), isolation_level=level)
    with SqlStore(engine) as store:
        store.create("website", Plan())
        _add_from_threads(store, "website")
    engine.dispose()


def test_an_engine_that_commits_each_statement_is_refused(fresh_database: Callable[[], str]) -> None:
    engine = create_engine(fresh_database(), isolation_level="AUTOCOMMIT")
    with pytest.raises(UnusableStore, match="commits after each statement"):
        SqlStore(engine)
    engine.dispose()


def test_an_engine_in_memory_that_is_another_for_each_thread_is_refused() -> None:
    engine = create_engine("sqlite://")
    if type(engine.pool).__name__ == "SingletonThreadPool":
        with pytest.raises(UnusableStore, match="each thread a database of its own"):
            SqlStore(engine)
    engine.dispose()


@pytest.mark.parametrize("mode", ["WAL", "OFF", "MEMORY"])
def test_an_engine_whose_journal_would_not_hold_is_refused(tmp_path: Path, mode: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/all.db")

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA journal_mode={mode}")

    if mode == "WAL" and safe_journal() == "WAL":
        SqlStore(engine).close()
    else:
        with pytest.raises(UnusableStore):
            SqlStore(engine)
    engine.dispose()


# -- addresses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("plans.db", "not the address of a database"),
        ("mysql://user@host/plans", "plans are kept in SQLite and in PostgreSQL"),
        ("sqlite+aiosqlite:///plans.db", "aiosqlite"),
        ("postgresql+nosuch://user@host/plans", "nosuch"),
    ],
)
def test_an_address_where_no_plans_can_be_kept_is_refused(address: str, problem: str) -> None:
    with pytest.raises(UnusableStore, match=problem):
        SqlStore(address)


@pytest.mark.parametrize("wrong", [None, 3, b"sqlite://", object()])
def test_what_is_no_address_is_refused(wrong: Any) -> None:
    with pytest.raises(WrongType):
        SqlStore(wrong)


@pytest.mark.parametrize(
    ("wrong", "kind"), [("3", WrongType), (True, WrongType), (0, OutOfRange), (-1, OutOfRange)]
)
def test_a_time_to_wait_is_a_number_of_seconds(wrong: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        SqlStore("sqlite://", timeout=wrong)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra) as refusal:
        SqlStore("postgresql://host/plans")
    assert refusal.value.extra == "postgres"


def test_without_sqlalchemy_the_other_stores_are_there_and_the_extra_is_named() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_SQLALCHEMY], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "sql\n"), done.stderr


# -- secrets ------------------------------------------------------------------------------------------------------------


def _everything_said(problem: BaseException) -> str:
    """All that an error, what it was caused by and what it came up in say."""
    said = "".join(traceback.format_exception(problem)) + repr(problem) + str(pickle.dumps(problem))
    seen: BaseException | None = problem
    while seen is not None:
        said += repr(seen) + str(seen)
        seen = seen.__cause__ or seen.__context__
    return said


def _addresses(server: Any) -> Iterator[str]:
    yield f"postgresql+psycopg://nobody:{SECRET}@/postgres?host={server.folder}"
    yield f"postgresql+psycopg://nobody@/postgres?host={server.folder}&password={SECRET}"
    yield f"postgresql+psycopg://test:{SECRET}@/nowhere?host={server.folder}"
    yield f"postgresql+psycopg://test:{SECRET}@localhost:1/nowhere?nonsense={SECRET}"
    yield f"postgresql+psycopg://test:{SECRET}@[/nowhere"
    yield f"mysql://test:{SECRET}@host/plans"
    yield f"nonsense {SECRET}"
    yield f"sqlite://test:{SECRET}@host/plans.db"


def test_no_error_tells_a_password(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for address in _addresses(server):
        for target in (address, _url(address)):
            if target is None:
                continue
            with pytest.raises(StoreError) as refusal:
                SqlStore(target, timeout=1)
            said = _everything_said(refusal.value) + caplog.text
            assert SECRET not in said
            assert "s3cr3t" not in said


def _url(address: str) -> URL | None:
    try:
        return make_url(address)
    except Exception:  # noqa: BLE001 - whatever it says of an address that is none
        return None


def test_a_store_shows_where_it_is_and_no_password(server: Any, fresh_database: Callable[[], str]) -> None:
    url = make_url(fresh_database()).set(password=SECRET)
    with SqlStore(url) as store:
        assert repr(store) == f'<SqlStore: the PostgreSQL database "postgres" at {server.folder}>'
        store.create("website", A_PLAN)
        with pytest.raises(StoreUnavailable) as refusal:
            store._database.read("try", lambda c: c.exec_driver_sql(f"SELECT '{SECRET}' FROM nowhere"))
    assert "s3cr3t" not in _everything_said(refusal.value)


def test_a_closed_store_says_that_it_is_closed(tmp_path: Path) -> None:
    for place in (tmp_path / "plans.db", "sqlite://"):
        store = SqlStore(place)
        store.create("website", Plan(start="2026-03-02"))
        store.close()
        store.close()
        with pytest.raises(UnusableStore, match="it was closed"):
            store.load("website")


# -- processes ----------------------------------------------------------------------------------------------------------


def _in_a_child(store: SqlStore, number: int) -> None:
    for i in range(5):
        store.update("website", adding(f"c{number}-{i}"), retries=1000)
    store.close()
    os._exit(0)


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_a_store_is_used_on_after_a_fork_by_parent_and_children(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        f"sqlite:///{tmp_path}/plans.db" if place == "sqlite" else request.getfixturevalue("fresh_database")()
    )
    forks = multiprocessing.get_context("fork")
    with SqlStore(url) as store:
        store.create("website", Plan())
        children = [forks.Process(target=_in_a_child, args=(store, number)) for number in range(3)]
        for child in children:
            child.start()
        for i in range(5):
            store.update("website", adding(f"p{i}"), retries=1000)
        for child in children:
            child.join(timeout=120)
            assert child.exitcode == 0
        assert len(store.load("website").plan) == 20
        assert len(store.history("website")) == 21


# -- PostgreSQL ---------------------------------------------------------------------------------------------------------


def test_a_save_on_a_server_waits_for_others_as_long_as_was_said(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    engine = create_engine(url)
    with SqlStore(url, timeout=0.3) as store:
        first = store.create("website", A_PLAN)
        with engine.begin() as other:
            other.exec_driver_sql("SELECT * FROM workmodel_plans FOR UPDATE")
            with pytest.raises(StoreBusy) as refusal:
                store.save("website", A_PLAN.evolve("a", title="A"), first)
            assert refusal.value.what == "save"
            assert store.load("website").plan == A_PLAN  # who reads waits for nobody
        assert store.save("website", A_PLAN.evolve("a", title="A"), first).number == 2
    engine.dispose()


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_two_did_to_each_other_is_done_again(fresh_database: Callable[[], str], state: str) -> None:
    with SqlStore(fresh_database()) as store:
        first = store.create("website", A_PLAN)
        raised: list[str] = []

        @event.listens_for(store._database._engine, "before_cursor_execute")
        def _once(connection: Any, _: Any, statement: str, *__: Any) -> None:
            if statement.startswith("INSERT INTO workmodel_revisions") and not raised:
                raised.append(state)
                connection.exec_driver_sql(
                    f"DO $$ BEGIN RAISE EXCEPTION 'no luck' USING ERRCODE = '{state}'; END $$"
                )

        assert store.save("website", A_PLAN.evolve("a", title="A"), first).number == 2
        assert raised == [state]
        assert len(store.history("website")) == 2


def test_of_those_that_take_one_name_at_once_one_gets_it(fresh_database: Callable[[], str]) -> None:
    def create(one: SqlStore, name: str) -> str:
        try:
            return str(one.create(name, A_PLAN).number)
        except StoreError as problem:
            return type(problem).__name__

    url = fresh_database()
    with SqlStore(url) as store, SqlStore(url) as other, ThreadPoolExecutor(2) as threads:
        for name in map(str, range(20)):
            found = list(threads.map(create, (store, other), (name, name)))
            assert sorted(found) == ["1", "NameTaken"]


def test_the_permissions_that_the_guide_grants_are_enough(
    fresh_database: Callable[[], str], root: Path
) -> None:
    guide = (root / "docs" / "how-to" / "keep-plans-in-a-database.md").read_text(encoding="utf-8")
    grants = guide.partition("```sql\n")[2].partition("```")[0]
    url = fresh_database()
    schema = url.rpartition("%3D")[2]
    with SqlStore(url) as store:
        store.create("website", A_PLAN)
    engine = create_engine(url)
    with engine.begin() as owner:
        for role in ("planner", "reader"):
            if not _is_role(owner, role):
                owner.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
            owner.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO {role}')
        owner.exec_driver_sql(grants.replace("SCHEMA public", f'SCHEMA "{schema}"'))
    with SqlStore(url.replace("test@", "planner@")) as store:
        store.update("website", lambda plan: plan.evolve("a", title="A", assignments=[]).add(Task("b")))
        store.update("website", lambda plan: plan.remove("b"))
        store.create("other", A_PLAN)
        store.archive("other")
    with SqlStore(url.replace("test@", "reader@"), read_only=True) as store:
        assert store.load("website").plan == A_PLAN.evolve("a", title="A")
    with SqlStore(url.replace("test@", "reader@")) as store, pytest.raises(StoreUnavailable, match="denied"):
        store.update("website", adding("c"))
    engine.dispose()


def _is_role(connection: Any, name: str) -> bool:
    return bool(connection.exec_driver_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'").first())
