"""What the tables hold after any edits is what they would hold had the plan been created like that; and no more was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from workmodel.domain import Milestone, Plan, Project, Resource, Task
from workmodel.storage.sql import SqlStore
from workmodel.storage.sql_places import STEP
from workmodel.testing.store_contents import EDITS
from workmodel.testing.store_making import a_plan
from workmodel.testing.strategies import plans

MADE: list[Engine] = []


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().dispose()


def in_memory() -> Engine:
    MADE.append(create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
    return MADE[-1]


def ask(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def tables(engine: Engine, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """What is current of a plan, but for the numbers that place it."""
    (key,) = ask(engine, f"SELECT id FROM workmodel_plans WHERE name = '{name}'")[0]
    columns = "id, kind, parent, start, finish, deadline, status, document"
    return {
        "settings": ask(engine, f"SELECT settings FROM workmodel_plans WHERE id = {key}"),
        "entities": ask(
            engine, f"SELECT {columns} FROM workmodel_entities WHERE plan = {key} ORDER BY position"
        ),
        "assignees": ask(
            engine,
            f"SELECT resource, entity FROM workmodel_assignees WHERE plan = {key} ORDER BY resource, entity",
        ),
    }


def same_as_created(engine: Engine, store: SqlStore, name: str, plan: Plan) -> None:
    fresh = f"fresh {len(store.names())}"
    store.create(fresh, plan)
    assert tables(engine, name) == tables(engine, fresh)


@contextmanager
def written(engine: Engine) -> Iterator[list[tuple[str, int]]]:
    """Statements that write, each with the number of rows that it was given."""
    found: list[tuple[str, int]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append((" ".join(statement.split()[:3]), len(parameters) if many else 1))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5))
def test_after_any_edits_the_rows_are_those_of_a_plan_created_like_that(names: list[str]) -> None:
    engine = in_memory()
    store = SqlStore(engine)
    plan = a_plan()
    revision = store.create("plan", plan)
    for name in names:
        try:
            plan = EDITS[name](plan)
        except (LookupError, ValueError):
            continue  # an edit of what an earlier one took away
        revision = store.save("plan", plan, revision)
    same_as_created(engine, store, "plan", plan)


@settings(max_examples=40)
@given(plans(), plans())
def test_any_plan_becomes_any_other(before: Plan, after: Plan) -> None:
    engine = in_memory()
    store = SqlStore(engine)
    store.create("plan", before)
    store.save("plan", after, 1)
    same_as_created(engine, store, "plan", after)
    again = SqlStore(engine)
    assert (again.load("plan").plan, again.load("plan", at=1).plan) == (after, before)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=60))
def test_any_moves_and_insertions_keep_the_order(steps: list[tuple[int, int, bool]]) -> None:
    engine = in_memory()
    store = SqlStore(engine)
    plan = Plan().add([Task(f"t{i}") for i in range(20)])
    revision = store.create("plan", plan)
    for number, (what, where, new) in enumerate(steps):
        ids = [entity.id for entity in plan]
        moving, before = ids[what % len(ids)], ids[where % len(ids)]
        if new:
            plan, moving = plan.add(Task(f"n{number}")), f"n{number}"
        plan = plan if moving == before else plan.move(moving, before=before)
        revision = store.save("plan", plan, revision)
    found = ask(engine, "SELECT id FROM workmodel_entities ORDER BY position")
    assert [name for (name,) in found] == [entity.id for entity in plan]


def big_store(size: int) -> tuple[Engine, SqlStore, Plan]:
    engine = in_memory()
    store = SqlStore(engine)
    plan = Plan().add(Resource("ana"), [Task(f"t{i}", assignments=["ana"]) for i in range(size)])
    store.create("plan", plan)
    return engine, store, plan


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        (lambda p: p.evolve("t7", duration="3d"), ["UPDATE workmodel_entities SET"]),
        (lambda p: p.add(Task("new")), ["INSERT INTO workmodel_entities"]),
        (lambda p: p.add(Task("new")).move("new", before="t7"), ["INSERT INTO workmodel_entities"]),
        (lambda p: p.move("t7", before="t3"), ["UPDATE workmodel_entities SET"]),
        (
            lambda p: p.remove("t7"),
            ["DELETE FROM workmodel_entities", "DELETE FROM workmodel_assignees"],
        ),
        (lambda p: p.evolve("t7", assignments=[]), ["UPDATE workmodel_entities SET", "DELETE FROM workmodel_assignees"]),
        (lambda p: p.evolve(title="Plan"), []),
    ],
    ids=["revised", "added", "added in the middle", "moved", "removed", "nobody assigned", "settings"],
)  # fmt: skip
def test_an_edit_of_one_entity_writes_one_row_of_it(edit: Any, rows: list[str]) -> None:
    engine, store, plan = big_store(300)
    with written(engine) as found:
        store.save("plan", edit(plan), store.load("plan").revision)
    always = [
        "UPDATE workmodel_plans SET",
        "INSERT INTO workmodel_revisions",
        "INSERT INTO workmodel_changes",
    ]
    assert sorted(found) == sorted((statement, 1) for statement in always + rows)


def test_saving_what_was_loaded_reads_no_entity() -> None:
    engine, store, plan = big_store(300)
    revision = store.load("plan").revision
    store = SqlStore(engine)  # one that has nothing at hand
    read: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *facts: read.append(facts[2]))
    store.save("plan", plan.evolve("t7", duration="3d"), revision)
    assert not [statement for statement in read if "FROM workmodel_entities" in statement]


def test_a_revision_that_carries_another_plan_misleads_nobody() -> None:
    engine, store, plan = big_store(3)
    misleading = evolve(store.load("plan").revision, plan=plan.remove("t1"))
    store.save("plan", plan.evolve(title="Plan"), misleading)
    same_as_created(engine, store, "plan", plan.evolve(title="Plan"))
    assert SqlStore(engine).load("plan", at=1).plan == plan


def test_where_a_thousand_come_to_one_place_hardly_anything_else_moves() -> None:
    engine, store, plan = big_store(300)
    revision = store.load("plan").revision
    with written(engine) as found:
        for i in range(1000):
            plan = plan.add(Task(f"n{i}")).move(f"n{i}", before="t7")
            revision = store.save("plan", plan, revision)
    moved = sum(count for statement, count in found if statement == "UPDATE workmodel_entities SET")
    assert moved < 1000 * 10
    order = [name for (name,) in ask(engine, "SELECT id FROM workmodel_entities ORDER BY position")]
    assert order == [entity.id for entity in plan]


def test_positions_leave_room_between_entities() -> None:
    engine, _, _ = big_store(3)
    assert ask(engine, "SELECT position FROM workmodel_entities ORDER BY position") == [
        (STEP * i,) for i in range(4)
    ]


def test_what_people_ask_for_stands_in_columns(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path) as store:
        store.create(
            "website",
            Plan(start="2026-03-02").add(
                Resource("ana"),
                Project("site", start="2026-03-09", deadline="2026-04-10"),
                Task("a", parent="site", assignments=["ana"], progress={"actual_start": "2026-03-02 09:00"}),
                Task("b", parent="site", progress="100%", assignments=["ana 50%"]),
                Milestone("c", manual="2026-05-01", deadline="2026-05-02"),
            ),
        )
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute(
            "SELECT id, kind, parent, start, finish, deadline, status FROM workmodel_entities ORDER BY position"
        ).fetchall()
        names = plain.execute("SELECT entity FROM workmodel_assignees WHERE resource = 'ana'").fetchall()
    assert rows == [
        ("ana", "resource", None, None, None, None, None),
        ("site", "project", None, "2026-03-09", None, "2026-04-10", None),
        ("a", "task", "site", "2026-03-02T09:00", None, None, "active"),
        ("b", "task", "site", None, None, None, "done"),
        ("c", "milestone", None, "2026-05-01", None, "2026-05-02", "planned"),
    ]
    assert names == [("a",), ("b",)]


def test_the_log_says_what_happened_to_an_entity(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    with SqlStore(path) as store:
        store.create("website", Plan().add(Task("a"), Task("b")))
        store.update("website", lambda p: p.evolve("a", duration="3d"))
        store.update("website", lambda p: p.evolve("b", duration="3d").remove("a"))
    with closing(sqlite3.connect(path)) as plain:
        query = "SELECT revision, change FROM workmodel_changes WHERE subject = 'a' ORDER BY revision, step"
        assert plain.execute(query).fetchall() == [(2, "revised"), (3, "removed")]
