"""Plans in a database: one row an entity, so that plain SQL can ask, and errors that say what cannot be."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import workmodel as wm
from workmodel.errors import ReadOnlyStore, UnknownOutcome, UnusableStore
from workmodel.storage import SqlStore

HOURS = count()


def clock() -> datetime:
    return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=next(HOURS))


plan = wm.Plan(title="Website", start="2026-03-02").add(
    wm.Resource("ana"),
    wm.Task("design", effort="5d", assignments=["ana"]),
    wm.Task("build", duration="8d", after=["design"], deadline="2026-04-10"),
    wm.Milestone("live", after=["build"], deadline="2026-04-03"),
)


def done(before: wm.Plan) -> wm.Plan:
    return before.evolve("design", progress="100%")


with TemporaryDirectory() as folder:
    path = Path(folder) / "plans.db"

    with SqlStore(path, clock=clock) as store:
        store.create("website", plan, author="ana")
        try:
            print(store.update("website", done, author="ana", message="at last"))
        except UnknownOutcome as problem:  # a server may go down between the save and its answer
            print(problem, store.history("website")[-1])

    # -- what any program can ask ------------------------------------------------------------------------------------

    with closing(sqlite3.connect(path)) as plain:
        due = "SELECT id, deadline FROM workmodel_entities WHERE status <> 'done' AND deadline IS NOT NULL ORDER BY deadline"
        for row in plain.execute(due):
            print("due:", *row)
        for row in plain.execute("SELECT revision, change, subject FROM workmodel_changes"):
            print("happened:", *row)

    # -- what a store refuses ----------------------------------------------------------------------------------------

    with SqlStore(path, read_only=True) as store:
        try:
            store.update("website", done)
        except ReadOnlyStore as problem:
            print(problem)

try:
    SqlStore("mysql://planner@office/plans")
except UnusableStore as problem:
    print(problem.problem)
