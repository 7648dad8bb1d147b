"""What keeping plans costs, store by store, against the same documents in bare SQLite.

    python benchmarks/storage.py [--sizes 1000 10000 100000] [--stores memory file sqlite] [--postgres URL]
                                 [--rounds 3] [--history 1000] [--json FILE]

Each task waits for the one before, and one of twenty people does it. Figures are wall-clock times, the least of some
rounds, since waiting for the disk is part of them; only their ratios mean anything. Beside a *bulk* save and load stand

- *documents*: making the JSON of all entities, and *objects*: making entities and a plan of it; every store but that in
  memory does both;
- *bare*: inserting the same documents by id into one table of SQLite, in one transaction that waits for the disk as
  the store does, and reading them in order.

For SQLite the rest of a save is at most 3 times the bare insert, the rest of a load at most 3 times the bare reading or
within a fifth of making the objects, whichever is more. An *edit* of one task is the median of fifty saves with the
plan at hand; it may not grow with the plan. A *past* load is one of the first revision after a history of that many.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from workmodel import Plan, Resource, Task
from workmodel.interchange.changes import json_line, json_value, read_plan, write_entity
from workmodel.storage import FileStore, MemoryStore, PlanStore, SqlStore

EDITS = 50
HISTORY = 1000
SAVE = 3.0
LOAD = 3.0
SPREAD = 0.2
GROWTH = 2.0
NUMBERS = count()


def plan_of(size: int) -> Plan:
    people = [Resource(f"r{i}") for i in range(20)]
    tasks = [
        Task(
            f"t{i}",
            title=f"Task {i}",
            duration="3d",
            after=[f"t{i - 1}"] if i else [],
            assignments=[f"r{i % 20}"],
        )
        for i in range(size)
    ]
    return Plan(start="2026-03-02").add(people, tasks)


def least(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Seconds of the quickest round, and what came of the last."""
    found: list[float] = []
    result: Any = None
    for _ in range(rounds):
        begin = time.perf_counter()
        result = work()
        found.append(time.perf_counter() - begin)
    return min(found), result


def bare(folder: Path, documents: list[tuple[str, str]], rounds: int) -> tuple[float, float]:
    """Inserting documents into SQLite, and reading them."""

    def insert() -> Path:
        path = folder / f"bare{next(NUMBERS)}.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=EXTRA")
            connection.execute("CREATE TABLE entities (id TEXT PRIMARY KEY, position INTEGER, document TEXT)")
            connection.execute("BEGIN IMMEDIATE")
            rows = [(name, place, text) for place, (name, text) in enumerate(documents)]
            connection.executemany("INSERT INTO entities VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")
        return path

    def read() -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT document FROM entities ORDER BY position").fetchall()

    inserting, path = least(insert, rounds)
    return inserting, least(read, rounds)[0]


def opener(kind: str, place: str) -> Callable[[], PlanStore]:
    if kind == "file":
        return lambda: FileStore(place)
    if kind == "memory":
        store = MemoryStore()
        return lambda: store
    return lambda: SqlStore(place)


def close(store: PlanStore) -> None:
    if isinstance(store, SqlStore):
        store.close()


def bulk(open_store: Callable[[], PlanStore], plan: Plan, rounds: int) -> dict[str, float]:
    """Seconds of a save and of a load in a store that has nothing at hand, and of an edit."""
    store = open_store()
    names = [f"plan {os.getpid()} {next(NUMBERS)}" for _ in range(rounds)]
    saves = iter(names)
    saving, _ = least(lambda: store.create(next(saves), plan), rounds)
    close(store)
    loads = []
    for name in names:
        store = open_store()
        loads.append(least(lambda store=store, name=name: store.load(name), 1)[0])
        close(store)
    store = open_store()
    revision = store.load(names[0]).revision
    edits = []
    for number in range(EDITS):
        assert revision.plan is not None
        edited = revision.plan.evolve(f"t{number}", duration="5h")
        begin = time.perf_counter()
        revision = store.save(names[0], edited, revision)
        edits.append(time.perf_counter() - begin)
    close(store)
    return {"save": saving, "load": min(loads), "edit": statistics.median(edits)}


def history(open_store: Callable[[], PlanStore], revisions: int) -> dict[str, float]:
    """Seconds of a past load, of the list of revisions and of all changes after so many edits."""
    store, name = open_store(), f"history {os.getpid()} {next(NUMBERS)}"
    revision = store.create(name, plan_of(1000))
    for number in range(1, revisions):
        assert revision.plan is not None
        revision = store.save(name, revision.plan.evolve(f"t{number % 1000}", title=f"{number}"), revision)
    close(store)
    found = {}
    asked: dict[str, Callable[[PlanStore], Any]] = {
        "past": lambda store: store.load(name, 1),
        "now": lambda store: store.load(name),
        "list": lambda store: store.history(name),
        "changes": lambda store: store.changes(name, 1),
    }
    for what, ask in asked.items():
        store = open_store()
        begin = time.perf_counter()
        ask(store)
        found[what] = time.perf_counter() - begin
        close(store)
    return found


def places(
    folder: Path, stores: list[str], postgres: str | None
) -> Iterator[tuple[str, Callable[[], PlanStore]]]:
    for kind in stores:
        number = next(NUMBERS)
        yield (
            kind,
            opener(kind, str(folder / f"{number}") if kind == "file" else f"sqlite:///{folder}/{number}.db"),
        )
    if postgres:
        yield "postgres", opener("postgres", postgres)


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size in options.sizes:
        plan = plan_of(size)
        making, documents = least(
            lambda plan=plan: [(e.id, json_line(write_entity(e))) for e in plan], options.rounds
        )
        text = f"[{','.join(document for _, document in documents)}]"
        objects, _ = least(lambda text=text: read_plan({}, json_value(text)), options.rounds)
        inserting, reading = bare(folder, documents, options.rounds)
        print(f"{size:,} tasks: documents {making:.3f} s, objects {objects:.3f} s, ", end="")
        print(f"bare insert {inserting:.3f} s, read {reading:.3f} s")
        rows = found[str(size)] = {
            "documents": making,
            "objects": objects,
            "insert": inserting,
            "read": reading,
        }
        for kind, open_store in places(folder, options.stores, options.postgres):
            row = rows[kind] = bulk(open_store, plan, options.rounds)
            save, load = (row["save"] - making) / inserting, (row["load"] - objects) / reading
            print(
                f"  {kind:<9} save {row['save']:.3f} s = documents + {save:.1f} x bare, "
                f"load {row['load']:.3f} s = objects + {load:.1f} x bare, edit {row['edit'] * 1000:.2f} ms"
            )
    for kind, open_store in places(folder, options.stores, options.postgres):
        row = found[f"history {kind}"] = history(open_store, options.history)
        shown = ", ".join(f"{what} {seconds * 1000:.1f} ms" for what, seconds in row.items())
        print(f"{options.history:,} revisions of 1,000 tasks, {kind}: {shown}")
    return found


def complaints(found: dict[str, Any], sizes: list[int]) -> list[str]:
    """What SQLite takes too much for."""
    told = []
    for size in map(str, sizes):
        row, sqlite = found[size], found[size].get("sqlite")
        if sqlite is None:
            continue
        if sqlite["save"] - row["documents"] > SAVE * row["insert"]:
            told.append(f"saving {size} tasks takes over {SAVE} bare inserts beside making the documents")
        if sqlite["load"] - row["objects"] > max(LOAD * row["read"], SPREAD * row["objects"]):
            told.append(f"loading {size} tasks takes over {LOAD} bare readings beside making the objects")
    first, last = (found[str(size)].get("sqlite") for size in (sizes[0], sizes[-1]))
    if first and last and last["edit"] > GROWTH * first["edit"]:
        told.append(f"an edit grows with the plan: {last['edit'] / first['edit']:.1f} times")
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument(
        "--stores", nargs="+", default=["memory", "file", "sqlite"], choices=["memory", "file", "sqlite"]
    )
    parser.add_argument("--postgres", metavar="URL", help="an empty database to be filled")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", type=int, default=HISTORY)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), options)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2), encoding="utf-8")
    told = complaints(found, options.sizes)
    for line in told:
        print(line)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
