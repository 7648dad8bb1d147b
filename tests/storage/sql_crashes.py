"""Children that save to a database and die: run by the tests, in a process without threads that may fork.

``sql_crashes.py kill FOLDER PLACE JOURNAL KILLS``   children are killed while they save, and what is there is checked
``sql_crashes.py save FOLDER PLACE JOURNAL``         saves until it is killed, or until the database is gone
``sql_crashes.py look FOLDER PLACE JOURNAL``         checks what is there
``sql_crashes.py count FOLDER PLACE JOURNAL``        four children count together, 500 times each
``sql_crashes.py careless FOLDER PLACE JOURNAL``     25 times each, without looking at what the others did
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from sqlalchemy import event

from workmodel.domain import Plan, Resource, Task
from workmodel.errors import RevisionConflict
from workmodel.storage.sql import SqlStore

FOLDER, PLACE, MODE = (*sys.argv[2:5], "", "", "-")[:3]  # whoever looks for doctests imports this without any
JOURNAL = None if MODE == "-" else MODE
TOLD = Path(FOLDER) / "acknowledged"
TASKS = 30


def opened() -> SqlStore:
    return SqlStore(PLACE, timeout=60, _journal=JOURNAL)


def counted(plan: Plan) -> Plan:
    """One more; and an entity that comes and goes, so that every table is written to."""
    count = int(plan["a"].title) + 1
    plan = plan.evolve("a", title=str(count), assignments=["ana"] if count % 2 else [])
    return plan.add(Task("b")) if count % 2 else plan.remove("b")


def created(store: SqlStore) -> None:
    store.create(
        "plan", Plan().add(Resource("ana"), Task("a", title="0"), [Task(f"t{i}") for i in range(TASKS)])
    )
    acknowledge(1)


def acknowledge(number: int) -> None:
    told = os.open(TOLD, os.O_WRONLY | os.O_CREAT)
    os.pwrite(told, b"%8d" % number, 0)
    os.close(told)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(store: SqlStore, number: int, after: bool) -> None:
    """Let the process die before or after its *number*th statement."""
    calls = iter(range(10**9))

    def call(work: object) -> bool:
        if next(calls) == number:
            if after:
                work()
            die()
        return False

    engine = store._database._engine
    event.listen(engine, "do_execute", lambda c, s, p, x: call(lambda: c.execute(s, p)))
    event.listen(engine, "do_executemany", lambda c, s, p, x: call(lambda: c.executemany(s, p)))


def save(at: tuple[int, bool] | None = None) -> None:
    store = opened()
    store.load("plan")
    if at is not None:
        dying_at(store, *at)
    while True:
        acknowledge(store.update("plan", counted).number)


def look() -> int:
    """The number of revisions, after a look at all that may have been torn."""
    acknowledged = int(TOLD.read_bytes())
    with opened() as store:
        history = store.history("plan")
        assert [r.number for r in history] == list(range(1, len(history) + 1))
        assert len(history) >= acknowledged, (len(history), acknowledged)
        for number in {*range(max(1, acknowledged - 2), len(history) + 1), 1}:
            count = number - 1
            store._kept.clear()  # the rows as they stand, not what is at hand
            plan = store.load("plan", at=number).plan
            assert plan["a"].title == str(count)
            assert len(plan["a"].assignments) == count % 2
            assert len(plan) == 2 + TASKS + count % 2
            assert ("b" in plan) is bool(count % 2)
        if PLACE.startswith("sqlite"):
            check = "PRAGMA integrity_check"
            assert store._database.read("look", lambda c: c.exec_driver_sql(check).scalar()) == "ok"
        assignees = "SELECT count(*) FROM workmodel_assignees"
        assert (
            store._database.read("look", lambda c: c.exec_driver_sql(assignees).scalar())
            == (len(history) - 1) % 2
        )
        return len(history)


def kill() -> dict[str, int]:
    kills, chance = int(sys.argv[5]), random.Random(20260302)
    with opened() as store:
        created(store)
    for number in range(kills):
        chosen = (chance.randrange(24), chance.random() < 0.5)
        child = os.fork()
        if child == 0:
            save(chosen if number % 2 else None)
        if number % 2 == 0:
            time.sleep(0.02 + chance.random() * 0.05)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), status
        before = look()
        with opened() as store:
            assert store.update("plan", counted).number == before + 1
        acknowledge(before + 1)
    return {"kills": kills, "revisions": look()}


def in_children(work: object, children: int) -> None:
    started = []
    for number in range(children):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(number)
                status = 0
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(status)
        started.append(child)
    assert [os.waitpid(child, 0)[1] for child in started] == [0] * children


def numbered(plan: Plan) -> Plan:
    return plan.evolve("a", title=str(int(plan["a"].title) + 1))


def count() -> dict[str, int]:
    with opened() as store:
        created(store)

    def work(_: int) -> None:
        with opened() as store:
            for _ in range(500):
                store.update("plan", numbered, retries=1000)

    in_children(work, 4)
    with opened() as store:
        return {"count": int(store.load("plan").plan["a"].title), "revisions": len(store.history("plan"))}


def careless() -> dict[str, int]:
    with opened() as store:
        created(store)

    def work(_: int) -> None:
        with opened() as store:
            for _ in range(25):
                plan = numbered(store.load("plan").plan)
                saved = False
                while not saved:
                    with suppress(RevisionConflict):
                        store.save("plan", plan, store.history("plan")[-1].number)
                        saved = True

    in_children(work, 4)
    with opened() as store:
        return {"count": int(store.load("plan").plan["a"].title)}


def looked() -> dict[str, int]:
    return {"revisions": look()}


if __name__ == "__main__":
    what = {"kill": kill, "save": save, "look": looked, "count": count, "careless": careless}[sys.argv[1]]
    print(json.dumps(what()))  # noqa: T201
