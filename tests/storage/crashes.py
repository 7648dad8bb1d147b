"""Children that save and die: run by the tests, in a process without threads that may fork.

``crashes.py kill FOLDER``    children are killed while they save, and what is there afterwards is checked
``crashes.py count FOLDER``   four children count together, 500 times each
``crashes.py careless FOLDER``  the same without looking at what the others did
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

from workmodel.domain import Plan, Task
from workmodel.errors import RevisionConflict
from workmodel.storage import FileStore

KILLS = 150
CALLS = ("open", "write", "fsync", "replace", "ftruncate", "close")


def counted(plan: Plan) -> Plan:
    return plan.evolve("a", title=str(int(plan["a"].title) + 1))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(name: str, number: int, when: str) -> None:
    """Let the process die before, during or after the *number*th call of a function of the system."""
    real, calls = getattr(os, name), iter(range(10**9))

    def call(*args, **options):
        mine = next(calls) == number
        if mine and when == "before":
            die()
        if mine and when == "during" and name == "write":
            real(args[0], bytes(args[1])[: len(args[1]) // 2])
            die()
        found = real(*args, **options)
        if mine:
            die()
        return found

    setattr(os, name, call)


def saving(folder: str, acknowledged: int, at: tuple[str, int, str] | None) -> None:
    store = FileStore(folder)
    store.load("plan")
    if at is not None:
        dying_at(*at)
    for _ in range(500):  # it dies long before
        revision = store.update("plan", counted)
        os.pwrite(acknowledged, b"%8d" % revision.number, 0)


def intact(folder: str, acknowledged: int) -> int:
    """The number of revisions, after a look at all of them that are new."""
    store = FileStore(folder)
    history = store.history("plan")
    assert [r.number for r in history] == list(range(1, len(history) + 1))
    assert len(history) >= acknowledged, (len(history), acknowledged)
    for number in {*range(max(1, acknowledged - 3), len(history) + 1), 1}:
        assert store.load("plan", at=number).plan["a"].title == str(number - 1)
    return len(history)


def kill(folder: str) -> dict[str, int]:
    chance = random.Random(20260302)
    store = FileStore(folder)
    store.create("plan", Plan().add([Task("a", title="0"), *(Task(f"t{i}") for i in range(30))]))
    told = os.open(f"{folder}.told", os.O_RDWR | os.O_CREAT)
    os.pwrite(told, b"%8d" % 1, 0)
    torn = 0
    for number in range(KILLS):
        chosen = (chance.choice(CALLS), chance.randrange(8), chance.choice(["before", "during", "after"]))
        child = os.fork()
        if child == 0:
            try:
                saving(folder, told, chosen if number % 2 else None)
            finally:
                os._exit(3)
        if number % 2 == 0:
            time.sleep(0.004 + chance.random() * 0.02)
        with suppress(ProcessLookupError):
            if number % 2 == 0:
                os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        intact(folder, int(os.pread(told, 8, 0)))
        (log,) = FileStore(folder).folder.glob("plans/*/log.jsonl")
        torn += not log.read_bytes().endswith(b"\n")
        before = len(FileStore(folder).history("plan"))
        assert FileStore(folder, timeout=5).update("plan", counted).number == before + 1
        os.pwrite(told, b"%8d" % (before + 1), 0)
    return {"kills": KILLS, "torn": torn, "revisions": intact(folder, int(os.pread(told, 8, 0)))}


def in_children(work, children: int) -> None:
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
    assert all(os.waitpid(child, 0)[1] == 0 for child in started)


def count(folder: str) -> dict[str, int]:
    FileStore(folder).create("plan", Plan().add(Task("a", title="0")))

    def work(_: int) -> None:
        store = FileStore(folder, timeout=60)
        for _ in range(500):
            store.update("plan", counted, retries=1000)

    in_children(work, 4)
    store = FileStore(folder)
    return {"count": int(store.load("plan").plan["a"].title), "revisions": len(store.history("plan"))}


def careless(folder: str) -> dict[str, int]:
    FileStore(folder).create("plan", Plan().add(Task("a", title="0")))

    def work(_: int) -> None:
        store = FileStore(folder, timeout=60)
        for _ in range(100):
            plan = counted(store.load("plan").plan)
            saved = False
            while not saved:
                with suppress(RevisionConflict):
                    store.save("plan", plan, store.history("plan")[-1].number)
                    saved = True

    in_children(work, 4)
    return {"count": int(FileStore(folder).load("plan").plan["a"].title)}


if __name__ == "__main__":
    print(json.dumps({"kill": kill, "count": count, "careless": careless}[sys.argv[1]](sys.argv[2])))  # noqa: T201
