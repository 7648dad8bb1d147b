"""Each call to the database fails once: all or nothing was done, the error is named, and the next try succeeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from workmodel.domain import Plan, Resource, Task
from workmodel.errors import StoreUnavailable, UnknownOutcome
from workmodel.storage import SqlStore

PLAN = Plan(title="Website").add(
    Resource("ana"), Task("a", assignments=["ana"]), Task("b", after=["a"]), Task("c")
)
EDITED = PLAN.rename("a", "x").remove("c").evolve("x", assignments=[]).add(Task("d")).move("d", before="b")

OPERATIONS: dict[str, Callable[[SqlStore], object]] = {
    "create": lambda store: store.create("new", PLAN),
    "save": lambda store: store.save("website", EDITED, 1),
    "update": lambda store: store.update("website", lambda plan: plan.evolve(title="Site")),
    "branch": lambda store: store.branch("website", "new"),
    "archive": lambda store: store.archive("website"),
    "load": lambda store: store.load("website"),
    "history": lambda store: store.history("website"),
    "changes": lambda store: store.changes("website", 1),
    "names": lambda store: store.names(),
}

READS = ("load", "history", "changes", "names")


class Faults:
    """Counts the calls of a store to its database, and lets one of them fail, before or after it did its work."""

    def __init__(self, store: SqlStore) -> None:
        self.calls = 0
        self.failing = 0
        self.after = False
        engine = store._database._engine
        self.error = engine.dialect.loaded_dbapi.OperationalError
        event.listen(engine, "do_execute", self._execute)
        event.listen(engine, "do_execute_no_params", lambda c, s, x: self._call(lambda: c.execute(s)))
        event.listen(engine, "do_executemany", self._executemany)
        # COMMIT is a statement on SQLite, and a call on PostgreSQL
        self.commit: Any = engine.dialect.do_commit
        engine.dialect.do_commit = self._commit  # type: ignore[method-assign]

    def _execute(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        return self._call(lambda: cursor.execute(statement, parameters))

    def _executemany(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        return self._call(lambda: cursor.executemany(statement, parameters))

    def _commit(self, connection: Any) -> None:
        if not self._call(lambda: self.commit(connection)):
            self.commit(connection)

    def _call(self, work: Callable[[], object]) -> bool:
        self.calls += 1
        if self.calls != self.failing:
            return False
        if self.after:
            work()
        raise self.error("the cable was pulled")


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
    """Makes stores with one plan in them."""
    opened: list[SqlStore] = []

    def make() -> SqlStore:
        if request.param == "sqlite":
            place = f"sqlite:///{tmp_path}/{len(opened)}.db"
        else:
            place = request.getfixturevalue("fresh_database")()
        with SqlStore(place) as store:
            store.create("website", PLAN, author="ana")
        opened.append(SqlStore(place))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def state(store: SqlStore) -> dict[str, Any]:
    """All that a store holds."""
    store._kept.clear()
    names = store.names() + store.names(archived=True)
    return {
        name: (store.history(name), [store.load(name, r.number) for r in store.history(name)])
        for name in names
    }


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("after", [False, True], ids=["before it was done", "after it was done"])
def test_whichever_call_fails_all_or_nothing_is_done(
    fresh: Callable[[], SqlStore], operation: str, after: bool
) -> None:
    def work(store: SqlStore) -> None:
        store._kept.clear()
        OPERATIONS[operation](store)

    store = fresh()
    faults = Faults(store)
    work(store)
    calls = faults.calls
    assert calls > 2
    store = fresh()
    before = state(store)
    faults = Faults(store)
    for failing in range(1, calls):
        faults.calls, faults.failing, faults.after = 0, failing, after
        with pytest.raises(StoreUnavailable, match="the cable was pulled"):
            work(store)
        faults.failing = 0
        assert state(store) == before
    faults.calls, faults.failing = 0, calls
    if after and operation not in READS:  # the last answer was lost, and another look finds that it was done
        work(store)
    else:
        with pytest.raises(StoreUnavailable, match="the cable was pulled"):
            work(store)
        faults.failing = 0
        assert state(store) == before
        work(store)
    faults.failing = 0
    assert (state(store) == before) is (operation in READS)


def test_a_save_whose_outcome_nobody_can_tell_says_so(fresh: Callable[[], SqlStore]) -> None:
    store = fresh()
    faults = Faults(store)
    store.save("website", EDITED, 1)
    last = faults.calls
    store = fresh()
    faults = Faults(store)
    faults.failing, faults.after = last, True
    read = store._database.read

    def lost(what: str, work: Any) -> Any:
        if faults.calls >= last:
            raise StoreUnavailable("the server", "gone")
        return read(what, work)

    store._database.read = lost  # type: ignore[method-assign]
    with pytest.raises(UnknownOutcome) as refusal:
        store.save("website", EDITED, 1)
    assert (refusal.value.what, "the cable was pulled" in refusal.value.problem) == ("save", True)


def test_opening_a_fresh_store_makes_all_of_the_tables_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workmodel.storage import sql_database

    made: list[Faults] = []
    failing = 0

    class Noticed(sql_database.Database):
        def __init__(self, engine: Any, *words: Any, **options: Any) -> None:
            super().__init__(engine, *words, **options)
            made.append(Faults(type("Store", (), {"_database": self})()))  # type: ignore[arg-type]
            made[-1].failing = failing

    monkeypatch.setattr(sql_database, "Database", Noticed)
    SqlStore(tmp_path / "counted.db").close()
    calls = made[-1].calls
    assert calls > 10
    path = tmp_path / "plans.db"
    for number in range(1, calls + 1):
        failing = number
        with pytest.raises(StoreUnavailable):
            SqlStore(path)
    failing = 0
    with SqlStore(path) as store:
        assert store.create("website", PLAN).number == 1
