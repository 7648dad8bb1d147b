"""Plans in a folder: how it is laid out, and what it costs."""

import json
import re

import pytest
from attrs import evolve

from workmodel.domain import Plan, Task
from workmodel.errors import (
    DamagedStore,
    InvalidValue,
    NewerStore,
    OutOfRange,
    ReadOnlyStore,
    StoreUnavailable,
    UnknownPlan,
    WrongType,
)
from workmodel.interchange import load
from workmodel.storage import FileStore, logfile
from workmodel.storage.files import folder_name
from workmodel.testing.store_contract import PlanStoreContract
from workmodel.testing.store_making import TEXTS


class TestFileStore(PlanStoreContract):
    kept = True

    @pytest.fixture
    def place(self, tmp_path):
        return tmp_path / "plans"

    def open_store(self, place, **options):
        return FileStore(place, **options)


def test_a_folder_says_in_which_version_it_is_from_the_first_day(tmp_path):
    FileStore(tmp_path / "new")
    said = json.loads((tmp_path / "new" / "workmodel-store.json").read_text(encoding="utf-8"))
    assert said == {"workmodel": {"format": "store", "version": 1}}


def test_a_folder_of_a_later_release_is_refused(tmp_path):
    FileStore(tmp_path).create("plan", Plan())
    (tmp_path / "workmodel-store.json").write_text('{"workmodel": {"format": "store", "version": 2}}')
    for read_only in (False, True):
        with pytest.raises(NewerStore) as refusal:
            FileStore(tmp_path, read_only=read_only)
        assert (refusal.value.where, refusal.value.version, refusal.value.known) == (str(tmp_path), "2", "1")


def test_a_folder_that_does_not_say_its_version_any_more_is_refused(tmp_path):
    FileStore(tmp_path).create("plan", Plan())
    for content in ("", "{}", "[]", '{"workmodel": {"format": "plan", "version": 1}}', "\0" * 40):
        (tmp_path / "workmodel-store.json").write_text(content)
        with pytest.raises(DamagedStore):
            FileStore(tmp_path)
    (tmp_path / "workmodel-store.json").unlink()
    with pytest.raises(DamagedStore):
        FileStore(tmp_path)


def test_a_folder_of_other_things_stays_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(StoreUnavailable):
        FileStore(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreUnavailable):
        FileStore(tmp_path / "letter.txt")


def test_nothing_is_made_by_who_only_reads(tmp_path):
    with pytest.raises(StoreUnavailable):
        FileStore(tmp_path / "none", read_only=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", [None, 3, b"plans", object(), "", "a\0b", "half \ud800"])
def test_what_is_no_folder_is_refused(wrong):
    with pytest.raises(InvalidValue):
        FileStore(wrong)


def test_a_plan_that_was_never_quite_created_is_not_there(tmp_path):
    store = FileStore(tmp_path)
    (tmp_path / "plans" / folder_name("plan")).mkdir(parents=True)
    (tmp_path / "plans" / folder_name("plan") / "log.jsonl").write_bytes(b'["5a03')
    assert store.names() == ()
    with pytest.raises(UnknownPlan):
        store.load("plan")
    assert store.create("plan", Plan(title="x")).number == 1
    assert FileStore(tmp_path).load("plan").plan.title == "x"


def test_a_revision_that_carries_another_plan_misleads_nobody(tmp_path):
    store = FileStore(tmp_path)
    plan = Plan().add(Task("a"), Task("b"))
    first = store.create("plan", plan)
    other = plan.evolve("a", title="never saved")
    store.save("plan", other.evolve("b", title="x"), evolve(first, plan=other))
    for path in tmp_path.rglob("revision-*.json"):
        path.unlink()
    assert FileStore(tmp_path).load("plan").plan == other.evolve("b", title="x")


def test_what_is_no_timeout_is_refused(tmp_path):
    for wrong in (-1, float("nan"), float("inf")):
        with pytest.raises(OutOfRange):
            FileStore(tmp_path, timeout=wrong)
    for wrong in (None, "1", True):
        with pytest.raises(WrongType):
            FileStore(tmp_path, timeout=wrong)


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_a_plan_is_called_its_folder_is_a_plain_one_inside(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{20}", folder_name(text))
    assert len(folder_name(text)) <= 61


def test_names_that_differ_in_capitals_only_have_different_folders():
    assert folder_name("Plan").lower() != folder_name("plan").lower()


def test_the_current_plan_is_a_document_that_anybody_can_read(tmp_path):
    store = FileStore(tmp_path)
    plan = Plan(title="Website").add(Task("design"))
    store.create("plan", plan)
    assert load(store.document("plan")).plan == plan
    later = plan.add([Task(f"t{i}") for i in range(500)])
    store.save("plan", later, 1)
    for number in range(2, 6):
        later = later.evolve("design", title=str(number))
        store.save("plan", later, number)
    assert load(store.document("plan")).plan == later
    assert load(FileStore(tmp_path, read_only=True).document("plan")).plan == later
    with pytest.raises(UnknownPlan):
        store.document("other")


def test_who_only_reads_makes_no_document(tmp_path):
    store = FileStore(tmp_path)
    store.create("plan", Plan())
    for path in tmp_path.rglob("revision-*.json"):
        path.unlink()
    with pytest.raises(ReadOnlyStore):
        FileStore(tmp_path, read_only=True).document("plan")


def test_every_line_of_a_log_is_json(tmp_path):
    store = FileStore(tmp_path)
    store.create("plan", Plan().add(Task("a", notes="two\nlines \u2028")), message="\t\n")
    store.update("plan", lambda plan: plan.evolve("a", title="x"))
    (log,) = tmp_path.rglob("log.jsonl")
    first, second = (json.loads(line) for line in log.read_bytes().splitlines())
    assert first[1][1]["entities"] == [{"kind": "task", "id": "a", "notes": "two\nlines \u2028"}]
    assert second[1][1] == [{"change": "revised", "kind": "task", "id": "a", "fields": [["title", "", "x"]]}]


def test_a_save_writes_what_changed_and_not_the_plan(tmp_path):
    store = FileStore(tmp_path)
    store.create("plan", Plan().add([Task(f"t{i}") for i in range(3000)]))
    (log,) = tmp_path.rglob("log.jsonl")
    before, documents = log.stat().st_size, set(tmp_path.rglob("revision-*"))
    store.update("plan", lambda plan: plan.evolve("t7", title="x"))
    assert log.stat().st_size - before < 500
    assert set(tmp_path.rglob("revision-*")) == documents


def test_documents_lie_so_close_that_the_past_is_near_and_so_far_apart_that_they_are_few(tmp_path):
    store = FileStore(tmp_path)
    store.create("plan", Plan().add([Task("a"), *(Task(f"t{i}") for i in range(50))]))
    for number in range(1, 1300):
        store.save("plan", store.load("plan").plan.evolve("a", title=str(number)), number)
    numbers = sorted(int(path.name.split("-")[1]) for path in tmp_path.rglob("revision-*.json"))
    assert len(numbers) <= 1300 // 500 + 3
    assert all(
        later - earlier <= 1000 for earlier, later in zip([0, *numbers], [*numbers, 1300], strict=True)
    )


def test_the_past_is_loaded_from_the_document_before_it(tmp_path, monkeypatch):
    store = FileStore(tmp_path)
    store.create("plan", Plan().add([Task("a"), *(Task(f"t{i}") for i in range(50))]))
    for number in range(1, 600):
        store.save("plan", store.load("plan").plan.evolve("a", title=str(number)), number)
    read = []
    real = logfile.LogFile.read
    monkeypatch.setattr(
        logfile.LogFile,
        "read",
        lambda log, first, last=None: read.append((first, last)) or real(log, first, last),
    )
    assert FileStore(tmp_path).load("plan", at=598).plan["a"].title == "597"
    replayed = [last - first + 1 for first, last in read if last is not None]
    assert sum(replayed) < 600
    assert FileStore(tmp_path).load("plan").plan["a"].title == "599"


def test_what_others_left_unfinished_is_tidied_up(tmp_path):
    import os

    store = FileStore(tmp_path)
    store.create("plan", Plan())
    (home,) = (tmp_path / "plans").iterdir()
    old, new = home / ".new-old", home / ".new-new"
    for path in (old, new):
        path.write_text("half")
    os.utime(old, (0, 0))
    store.save("plan", Plan(title="x"), 1)
    assert not old.exists()
    assert new.exists()


def test_a_plan_that_is_damaged_does_not_stand_in_the_way_of_another(tmp_path):
    store = FileStore(tmp_path)
    store.create("good", Plan(title="good"))
    store.create("bad", Plan(title="bad"))
    log = tmp_path / "plans" / folder_name("bad") / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"bad", b"sad"))
    again = FileStore(tmp_path)
    assert again.load("good").plan.title == "good"
    with pytest.raises(DamagedStore, match="line 1"):
        again.load("bad")
    with pytest.raises(UnknownPlan):
        again.load("none")


def test_a_log_in_the_folder_of_another_plan_is_noticed(tmp_path):
    store = FileStore(tmp_path)
    store.create("one", Plan())
    (tmp_path / "plans" / folder_name("one")).rename(tmp_path / "plans" / folder_name("two"))
    with pytest.raises(DamagedStore, match="belongs to 'one'"):
        FileStore(tmp_path).load("two")
