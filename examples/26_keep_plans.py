"""Plans that are kept: revisions, conflicts, the past, branches, in memory and in a folder."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import workmodel as wm
from workmodel.errors import (
    DamagedStore,
    NameTaken,
    NewerStore,
    PlanArchived,
    ReadOnlyStore,
    RevisionConflict,
    StoreBusy,
    StoreError,
    StoreUnavailable,
    UnknownPlan,
    UnknownRevision,
)
from workmodel.interchange import changes, load
from workmodel.storage import FileStore, MemoryStore, PlanStore, Revision, Stored

# -- a clock that goes on by an hour with every revision, so that this prints the same every day -------------

HOURS = count()


def clock() -> datetime:
    return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=next(HOURS))


store: PlanStore = MemoryStore(clock=clock)
plan = wm.Plan(title="Website", start="2026-03-02").add(
    wm.Resource("ana"),
    wm.Task("design", effort="5d", assignments=["ana"]),
    wm.Task("build", duration="8d", after=["design"]),
)
first: Revision = store.create("website", plan, author="ana", message="what we agreed on")
print(first)

# -- two people begin from the same revision, and one is quicker ---------------------------------------------

anas: Stored = store.load("website")
bens: Stored = store.load("website")
store.save("website", anas.plan.evolve("design", effort="3d"), anas.revision, author="ana")
longer = bens.plan.evolve("build", duration="10d").add(wm.Milestone("live", after=["build"]))
try:
    store.save("website", longer, bens.revision, author="ben")
except RevisionConflict as conflict:
    print(conflict)
    print([change.subject for change in conflict.changes])
    merged = store.load("website").plan.apply(bens.plan.diff(longer))
    print(store.save("website", merged, conflict.current, author="ben", message="merged"))

store.update("website", lambda current: current.evolve(title="Website launch"), author="cem")

# -- what happened, and what stood when ----------------------------------------------------------------------

print()
for revision in store.history("website"):
    print(revision)
for change in store.changes("website", 1, 3):
    print(" ", changes.json_line(changes.write_change(change, store.load("website", at=3).plan)))
print(store.load("website", at=datetime(2026, 3, 2, 10, 30)).revision.number)
print(store.load("website", at=1).plan == plan)

# -- a branch, and what is put away --------------------------------------------------------------------------

store.branch("website", "website in Rust", at=1, author="ben")
store.archive("website in Rust", author="ana", message="no")
print()
print(store.names(), store.names(archived=True))
print(store.history("website in Rust")[0].origin)

# -- what a store refuses ------------------------------------------------------------------------------------

print()
for attempt in (
    lambda: store.load("webiste"),
    lambda: store.load("website", at=9),
    lambda: store.load("website", at=datetime(2026, 3, 1)),
    lambda: store.create("website in Rust", plan),
    lambda: store.save("website in Rust", plan, 2),
):
    try:
        attempt()
    except (UnknownPlan, UnknownRevision, NameTaken, PlanArchived) as problem:
        print(f"{type(problem).__name__}: {problem}")

# -- the same in a folder, for several programs at once, and for people to read ------------------------------

with TemporaryDirectory() as folder:
    files = FileStore(folder, clock=clock)
    revision = files.create("website", plan, author="ana")
    revision = files.save("website", plan.evolve("design", effort="4d"), revision)
    print()
    print(sorted(path.suffix for path in Path(folder).rglob("*.json*")))
    print(load(files.document("website")).plan["design"].effort)
    print(FileStore(folder).history("website") == files.history("website"))
    try:
        FileStore(folder, read_only=True).archive("website")
    except ReadOnlyStore as problem:
        print(problem)

    (log,) = Path(folder).rglob("log.jsonl")
    log.write_text(log.read_text(encoding="utf-8").replace("4d", "9d"), encoding="utf-8")
    try:
        FileStore(folder).load("website")
    except DamagedStore as problem:
        print(problem.problem)
    (Path(folder) / "workmodel-store.json").write_text('{"workmodel": {"format": "store", "version": 9}}')
    try:
        FileStore(folder)
    except NewerStore as problem:
        print((problem.version, problem.known))

# -- what others, or the disk, may refuse --------------------------------------------------------------------

for found in (StoreBusy("save", 10.0), StoreUnavailable("plans", "no space left on device")):
    assert isinstance(found, StoreError)
    print(f"{type(found).__name__}: {found}")
