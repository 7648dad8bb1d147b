"""Tables are made and brought up to date when a store is opened, whoever else opens it at the same time."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import StaticPool

import workmodel.storage.migrations
from workmodel.domain import Plan, Project, Resource, Task
from workmodel.errors import DamagedStore, NewerStore, StoreBusy, UnusableStore
from workmodel.storage import SqlStore
from workmodel.storage.sql_postgres import Postgres
from workmodel.storage.sql_schema import SCHEMA
from workmodel.storage.sql_tables import METADATA, VERSION_TABLE

SCRIPTS = Path(__file__).parent / "schemas"
OPENERS = """
import sys
from workmodel.storage import SqlStore
print("ready", flush=True)
sys.stdin.readline()
with SqlStore(sys.argv[1]) as store:
    print(store.names(), flush=True)
"""


def steps() -> ScriptDirectory:
    return ScriptDirectory(str(Path(workmodel.storage.migrations.__file__).parent))


def kept_before() -> Plan:
    """What the scripts of older schemas hold, at its second revision."""
    return Plan(title="Website", start="2026-03-02").add(
        Resource("ana"),
        Project("site", deadline="2026-04-10"),
        Task("design", parent="site", duration="3d", assignments=["ana"]),
        Task("build", parent="site", duration="10d", after=["design"]),
    )


def test_the_steps_lead_to_the_schema_of_this_release() -> None:
    assert steps().get_heads() == [SCHEMA]


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_the_steps_make_the_tables_that_the_store_uses(place: str, request: pytest.FixtureRequest) -> None:
    if place == "sqlite":
        engine = create_engine("sqlite://", poolclass=StaticPool)
    else:
        engine = create_engine(request.getfixturevalue("fresh_database")())
    SqlStore(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "include_name": lambda name, kind, _: kind != "table" or name.startswith("workmodel"),
            },
        )
        assert compare_metadata(context, METADATA) == []
        assert {name for name in inspect(connection).get_table_names() if "workmodel" in name} == {
            *METADATA.tables,
            VERSION_TABLE,
        }
    engine.dispose()


def test_the_store_of_every_older_schema_is_kept_for_this_test() -> None:
    assert {path.stem for path in SCRIPTS.glob("*.sql")} == {
        f"schema_{step.revision}" for step in steps().walk_revisions()
    }


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_store_of_an_older_schema_is_brought_up_to_date_with_all_it_holds(
    script: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plans.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(script.read_text(encoding="utf-8"))
    with SqlStore(path) as store:
        assert store.names() == ("website",)
        assert store.load("website").plan == kept_before()
        assert store.load("website", at=1).plan == kept_before().evolve("design", duration="5d")
        first, second = store.history("website")
        assert (first.author, first.event, first.at) == (
            "ana",
            "created",
            datetime(2026, 3, 2, 9, tzinfo=UTC),
        )
        assert (second.author, second.message) == ("ben", "less")
        assert store.update("website", lambda plan: plan.add(Task("test"))).number == 3
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall() == [(SCHEMA,)]


def test_a_store_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    SqlStore(path).close()
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(NewerStore) as refusal:
        SqlStore(path)
    assert (refusal.value.version, refusal.value.known) == ("9999", SCHEMA)
    assert path.read_bytes() == before


def test_a_store_that_does_not_know_its_schema_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    SqlStore(path).close()
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute(f"DELETE FROM {VERSION_TABLE}")
    with pytest.raises(DamagedStore):
        SqlStore(path)


def test_whoever_only_reads_makes_no_tables_and_changes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plans.db"
    sqlite3.connect(path).close()
    with pytest.raises(UnusableStore, match=r"it holds no plans yet.*without read_only=True"):
        SqlStore(path, read_only=True)
    SqlStore(path).close()
    monkeypatch.setattr("workmodel.storage.sql_schema.SCHEMA", "0002")
    with pytest.raises(UnusableStore, match=rf"schema {SCHEMA}, of an earlier release"):
        SqlStore(path, read_only=True)


def test_tables_of_others_in_the_same_database_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "all.db"
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.execute("CREATE TABLE plans (id)")
        plain.execute("CREATE TABLE alembic_version (version_num)")
        plain.execute("INSERT INTO alembic_version VALUES ('theirs')")
    with SqlStore(path) as store:
        store.create("website", Plan())
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT * FROM alembic_version").fetchall() == [("theirs",)]
        assert plain.execute("SELECT * FROM plans").fetchall() == []


def test_a_step_that_breaks_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plans.db"

    def stamp(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MigrationContext, "stamp", stamp)
    with pytest.raises(KeyboardInterrupt):
        SqlStore(path)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    with SqlStore(path) as store:
        assert store.names() == ()


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_several_processes_that_open_a_fresh_store_do_not_collide(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        f"sqlite:///{tmp_path}/plans.db" if place == "sqlite" else request.getfixturevalue("fresh_database")()
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPENERS, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        printed, problems = process.communicate(timeout=120)
        assert (process.returncode, printed) == (0, "()\n"), problems


def test_on_postgres_a_step_waits_for_whoever_is_at_it(fresh_database: Callable[[], str]) -> None:
    url = fresh_database()
    engine = create_engine(url)
    with engine.begin() as other:
        Postgres().alone(other)
        with pytest.raises(StoreBusy):
            SqlStore(url, timeout=0.2)
    with SqlStore(url) as store:
        assert store.names() == ()
    engine.dispose()


def test_a_step_speaks_of_the_tables_as_they_were() -> None:
    for path in Path(workmodel.storage.migrations.__file__).parent.glob("versions/schema_*.py"):
        assert not re.search(r"import .*sql_tables|METADATA", path.read_text(encoding="utf-8"))
