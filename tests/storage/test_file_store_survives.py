"""A folder of plans survives killed processes, torn and flipped bytes, many writers and a system that refuses."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workmodel.domain import Plan, Task
from workmodel.errors import DamagedStore, NewerStore, ReadOnlyStore, StoreBusy, StoreUnavailable, UnknownPlan
from workmodel.storage import FileStore, disk

CRASHES = Path(__file__).with_name("crashes.py")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def outcome(what: str, folder: Path) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, CRASHES, what, folder], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@needs_fork
def test_after_a_hundred_and_fifty_kills_nothing_that_was_acknowledged_is_lost_or_torn(tmp_path):
    found = outcome("kill", tmp_path / "plans")
    assert found["kills"] == 150
    assert found["torn"] > 0, "no kill came in the middle of a line"
    assert found["revisions"] > 150


@needs_fork
def test_four_processes_that_count_together_lose_no_count(tmp_path):
    assert outcome("count", tmp_path / "plans") == {"count": 2000, "revisions": 2001}


@needs_fork
def test_whoever_does_not_look_at_what_others_saved_loses_it(tmp_path):
    assert outcome("careless", tmp_path / "plans")["count"] < 400


@pytest.mark.skipif(sys.platform == "win32", reason="folders settle by themselves there")
def test_what_is_acknowledged_was_waited_for_in_the_file_and_in_every_new_folder(tmp_path, monkeypatch):
    settled = set()
    real = os.fsync

    def fsync(file):
        settled.add(os.fstat(file).st_ino)
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    store = FileStore(tmp_path / "plans")
    store.create("plan", Plan())
    (log,) = tmp_path.rglob("log.jsonl")
    new = [log, log.parent, log.parent.parent, tmp_path / "plans", tmp_path]
    assert {path.stat().st_ino for path in new} <= settled
    settled.clear()
    store.save("plan", Plan(title="x"), 1)
    assert settled == {log.stat().st_ino}


# -- bytes that are not what was written -----------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path):
    """A folder with twelve revisions of a plan, and the plans."""
    folder = tmp_path / "made"
    store = FileStore(folder)
    plan = Plan(title="Website 🚀").add([Task(f"t{i}", duration=f"{i}h") for i in range(12)])
    store.create("plan", plan)
    plans = [plan]
    for number in range(1, 12):
        plans.append(plans[-1].evolve(f"t{number}", title=f"title {number}"))
        store.save("plan", plans[-1], number)
    return folder, plans


def held_by(folder: Path) -> list[Plan]:
    store = FileStore(folder)
    try:
        return [store.load("plan", at=r.number).plan for r in store.history("plan")]
    except UnknownPlan:
        return []


def copied(folder: Path, to: Path) -> list[Path]:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return sorted(path for path in to.rglob("*") if path.is_file() and path.stat().st_size)


def test_of_a_file_that_was_cut_off_a_beginning_is_left(made, tmp_path):
    folder, plans = made
    chance = random.Random(1)
    lengths = set()
    for _ in range(200):
        copy = tmp_path / "copy"
        path = chance.choice(
            [p for p in copied(folder, copy) if p.suffix == ".jsonl"] * 3 + copied(folder, copy)
        )
        content = path.read_bytes()
        rest = content[: chance.randrange(len(content))]
        path.write_bytes(rest + b"\0" * (len(content) - len(rest)) * chance.randrange(2))
        try:
            found = held_by(copy)
        except DamagedStore:
            assert path.name == "workmodel-store.json" or b"\0" in path.read_bytes()
            continue
        assert found == plans[: len(found)]
        assert path.suffix == ".jsonl" or len(found) == len(plans)
        lengths.add(len(found))
        if found:
            store = FileStore(copy)
            assert store.update("plan", lambda plan: plan.evolve(title="goes on")).number == len(found) + 1
            assert FileStore(copy).load("plan").plan.title == "goes on"
    assert len(lengths) > 5


def test_a_flipped_bit_is_found_and_its_line_named(made, tmp_path):
    folder, plans = made
    chance = random.Random(2)
    refused = 0
    for _ in range(200):
        copy = tmp_path / "copy"
        path = chance.choice(
            [p for p in copied(folder, copy) if p.suffix == ".jsonl"] * 3 + copied(folder, copy)
        )
        content = bytearray(path.read_bytes())
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        if path.suffix == ".jsonl":
            with pytest.raises(DamagedStore) as refusal:
                held_by(copy)
            line = bytes(content[:place]).count(b"\n") + 1
            assert refusal.value.where in {f"{path}, line {n}," for n in (line, line - 1)}
            refused += 1
        else:
            try:
                assert held_by(copy) == plans
            except (DamagedStore, NewerStore):
                assert path.name == "workmodel-store.json"
    assert refused > 100


def test_every_bit_of_the_last_line_is_watched_over(made, tmp_path):
    folder, _ = made
    copied(folder, tmp_path / "copy")
    (path,) = (tmp_path / "copy").rglob("log.jsonl")
    content = path.read_bytes()
    begin = content.rindex(b"\n", 0, -1) + 1
    for place in range(begin, len(content)):
        for bit in range(8):
            flipped = bytearray(content)
            flipped[place] ^= 1 << bit
            path.write_bytes(flipped)
            with pytest.raises(DamagedStore):
                FileStore(tmp_path / "copy").history("plan")


def test_a_line_that_is_missing_is_noticed(made, tmp_path):
    folder, _ = made
    copied(folder, tmp_path / "copy")
    (path,) = (tmp_path / "copy").rglob("log.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:4] + lines[5:]))
    with pytest.raises(DamagedStore, match=r"line 5, is damaged: it belongs to 'plan' 6"):
        FileStore(tmp_path / "copy").history("plan")


def test_a_file_that_was_made_shorter_behind_an_open_store_is_noticed(made):
    folder, _ = made
    store = FileStore(folder)
    store.load("plan")
    (path,) = folder.rglob("log.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DamagedStore, match="shorter"):
        store.load("plan")


def test_without_its_documents_a_store_has_everything(made):
    folder, plans = made
    documents = list(folder.rglob("revision-*.json"))
    assert documents
    for path in documents:
        path.unlink()
    assert held_by(folder) == plans


def test_whoever_edits_a_document_changes_nothing(made):
    folder, plans = made
    for path in folder.rglob("revision-*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace("t1", "z1"), encoding="utf-8")
    assert held_by(folder) == plans


def test_a_document_of_a_log_that_was_put_back_is_not_believed(tmp_path):
    store = FileStore(tmp_path)
    store.create("plan", Plan(title="1"))
    (path,) = tmp_path.rglob("log.jsonl")
    kept = path.read_bytes()
    store.save("plan", Plan(title="never mind"), 1)
    assert list(tmp_path.rglob("revision-000002-*.json"))
    path.write_bytes(kept)
    FileStore(tmp_path).save("plan", Plan(title="2"), 1)
    assert FileStore(tmp_path).load("plan").plan.title == "2"


# -- a system that refuses -------------------------------------------------------------------------------------------


class Fault:
    """Lets the *number*th call of a function fail."""

    def __init__(self, real, number):
        self.real, self.left, self.happened = real, number, False

    def __call__(self, *args, **options):
        self.left -= 1
        if self.left == -1:
            self.happened = True
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.real(*args, **options)


CALLS = ["open", "write", "fsync", "ftruncate", "lseek", "replace", "lock", "mkdir", "scandir", "listdir"]
DEEDS = {
    "create": lambda store: store.create("new", Plan(title="new")),
    "save": lambda store: store.save("plan", Plan(title="2"), 1),
    "update": lambda store: store.update("plan", lambda plan: plan.evolve(title="2")),
    "branch": lambda store: store.branch("plan", "new"),
    "archive": lambda store: store.archive("plan"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize("call", CALLS)
def test_when_the_system_refuses_all_is_done_or_nothing(call, deed, tmp_path, monkeypatch):
    faults = 0
    for number in range(50):
        folder = tmp_path / str(number)
        store = FileStore(folder)
        store.create("plan", Plan(title="1"))
        before = whole(FileStore(folder))
        holder, name = (disk, "_take") if call == "lock" else (os, call)
        fault = Fault(getattr(holder, name), number)
        monkeypatch.setattr(holder, name, fault)
        try:
            deed(store)
            done = True
        except StoreUnavailable:
            done = False
        finally:
            monkeypatch.undo()
        after = whole(FileStore(folder))
        assert whole(store) == after
        assert (after != before) is done
        faults += fault.happened
        if not fault.happened:
            assert done
            break
        if not done:
            deed(store)
            assert whole(FileStore(folder)) != before
    else:
        pytest.fail("it never got through")
    assert faults or call in {"mkdir", "replace", "scandir", "listdir"}


def whole(store: FileStore) -> dict[str, list[object]]:
    names = (*store.names(), *store.names(archived=True))
    return {name: [(r, store.load(name, at=r.number).plan) for r in store.history(name)] for name in names}


def test_what_the_system_says_is_told_with_the_file(tmp_path, monkeypatch):
    store = FileStore(tmp_path)
    monkeypatch.setattr(os, "fsync", Fault(os.fsync, 0))
    with pytest.raises(StoreUnavailable, match="no space left on device") as refusal:
        store.create("plan", Plan())
    assert str(tmp_path) in refusal.value.where


def test_a_first_opening_that_fails_leaves_nothing_that_stands_in_the_way(tmp_path, monkeypatch):
    for call in ("open", "write", "fsync", "replace"):
        folder = tmp_path / call
        monkeypatch.setattr(os, call, Fault(getattr(os, call), 0))
        with pytest.raises(StoreUnavailable):
            FileStore(folder)
        monkeypatch.undo()
        assert FileStore(folder).names() == ()


def test_whoever_waits_too_long_for_others_is_told(tmp_path):
    store = FileStore(tmp_path, timeout=0.05)
    store.create("plan", Plan())
    (lock,) = tmp_path.rglob("lock")
    with disk.held(lock, 1, "hold it"):
        with pytest.raises(StoreBusy) as refusal:
            store.save("plan", Plan(title="x"), 1)
        assert (refusal.value.what, refusal.value.seconds) == ("save", 0.05)
        assert store.load("plan").plan == Plan()  # reading waits for nobody
        store.create("another", Plan())  # nor does another plan
    assert store.save("plan", Plan(title="x"), 1).number == 2


def test_a_store_that_is_open_for_reading_writes_nothing(made):
    folder, plans = made
    seen = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}
    store = FileStore(folder, read_only=True)
    assert [store.load("plan", at=r.number).plan for r in store.history("plan")] == plans
    assert store.changes("plan", 1)
    for attempt in (
        lambda: store.create("b", Plan()),
        lambda: store.save("plan", Plan(), 12),
        lambda: store.save("plan", plans[-1], 12),
        lambda: store.update("plan", lambda plan: plan),
        lambda: store.branch("plan", "b"),
        lambda: store.archive("plan"),
    ):
        with pytest.raises(ReadOnlyStore):
            attempt()
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")} == seen
