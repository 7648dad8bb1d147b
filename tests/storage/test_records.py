"""A record that cannot be what it says is damage, told with its place, whatever keeps the records."""

import pytest

from workmodel.domain import Plan, Task
from workmodel.errors import DamagedStore
from workmodel.storage import FileStore, LoggedStore, records


class ListStore(LoggedStore):
    def __init__(self, kept, **options):
        super().__init__(**options)
        self.kept = kept

    def logs(self):
        return list(self.kept)

    def read(self, log, first, last=None):
        return self.kept.get(log, [])[first - 1 : last]

    def append(self, log, number, record):
        found = self.kept.setdefault(log, [])
        if len(found) >= number:
            return False
        found.append(record)
        return True


@pytest.fixture
def kept():
    found = {}
    store = ListStore(found)
    store.create("plan", Plan().add(Task("a")))
    store.save("plan", Plan().add(Task("a", title="x")), 1)
    store.branch("plan", "branch")
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"number": 2', '"number": 3'),
        ('"number": 2', '"number": true'),
        ('"number": 2', '"number": 2, "number": 2'),
        ('"name": "plan"', '"name": "other"'),
        ('"name": "plan", ', ""),
        ('"author": ""', '"author": null'),
        ('"message"', '"massage"'),
        ('"event": "saved"', '"event": "guessed"'),
        ('"at": "', '"at": "x'),
        ('"at": "20', '"at": "19'),
        ('"id": ', '"origin": "plan", "id": '),
        ('"id": ', '"origin": ["plan", "1"], "id": '),
        ("\t", " "),
        ("[{", "{"),
        ("]]", "]"),
        ('"number"', "number"),
        ('"change": "revised"', '"change": "revisited"'),
        ('["title", "", "x"]', '["title", "y", "x"]'),
        ('"id": "a"', '"id": "b"'),
        ('[{"change"', '{"settings": {}, "entities": [{"change"'),
    ],
)
def test_a_record_that_cannot_be_what_it_says_is_refused_with_its_place(kept, old, new):
    record = kept["plan"][1]
    assert old in record
    kept["plan"][1] = record.replace(old, new)
    with pytest.raises(DamagedStore) as refusal:
        ListStore(kept).load("plan")
    assert refusal.value.where == "record 2 of 'plan'"


def test_a_first_record_has_to_hold_a_plan(kept):
    kept["plan"][0] = kept["plan"][0].partition("\t")[0] + "\t[]]"
    with pytest.raises(DamagedStore, match="record 1 of 'plan'"):
        ListStore(kept).load("plan", at=1)


def test_a_record_that_is_gone_is_noticed(kept):
    store = ListStore(kept)
    assert len(store.history("plan")) == 2
    kept["plan"].clear()
    with pytest.raises(DamagedStore, match="it was there before"):
        store.load("plan")


def test_a_damaged_plan_does_not_hide_that_another_is_not_there(kept):
    kept["branch"][0] = "x"
    with pytest.raises(DamagedStore, match="'branch'"):
        ListStore(kept).names()
    assert len(ListStore(kept).history("plan")) == 2


def test_changes_that_do_not_lead_to_the_plan_are_not_relied_on(tmp_path, monkeypatch):
    store = FileStore(tmp_path)
    plan = Plan().add(Task("a"), Task("b"))
    store.create("plan", plan)
    monkeypatch.setattr(records, "write_change", lambda *_: {"change": "renamed", "old": "a", "new": "c"})
    store.save("plan", plan.evolve("a", title="x"), 1)
    monkeypatch.undo()
    store.save("plan", plan.evolve("a", title="y"), 2)
    for path in tmp_path.rglob("revision-*.json"):
        path.unlink()
    again = FileStore(tmp_path)
    assert [again.load("plan", at=n).plan["a"].title for n in (1, 2, 3)] == ["", "x", "y"]
