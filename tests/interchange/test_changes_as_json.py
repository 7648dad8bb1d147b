"""An entity, settings and a change as JSON by themselves are read back as they were."""

from __future__ import annotations

import contextlib

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Property, Renamed, Revised, Task
from workmodel.errors import ChangeDoesNotApply, DocumentFaults, InvalidValue, WorkModelError, WrongType
from workmodel.interchange import changes as text
from workmodel.interchange import document
from workmodel.testing import strategies


def again(value):
    return text.json_value(text.json_line(value))


def comes_back(before: Plan, after: Plan) -> None:
    """Every change between two plans, both ways."""
    for plan, other in ((before, after), (after, before)):
        found = plan.diff(other)
        read = text.read_changes(again([text.write_change(change, other) for change in found]))
        assert read == found
        assert [[type(v) for part in getattr(c, "fields", ()) for v in part] for c in read] == [
            [type(v) for part in getattr(c, "fields", ()) for v in part] for c in found
        ]
        assert plan.apply(read) == other


def test_every_attribute_of_every_kind_comes_back(full_plan):
    entities = text.read_entities(again([text.write_entity(entity) for entity in full_plan]))
    assert entities == list(full_plan)
    settings = text.read_settings(again(text.write_settings(full_plan.settings)))
    assert settings == full_plan.settings
    assert (
        text.read_plan(text.write_settings(full_plan.settings), map(text.write_entity, full_plan))
        == full_plan
    )


def test_every_attribute_that_comes_or_goes_comes_back(full_plan):
    bare = full_plan
    for entity in full_plan:
        if entity.kind not in ("property", "completion"):
            kept = {
                a.name: getattr(entity, a.name)
                for a in attrs.fields(type(entity))
                if a.default is attrs.NOTHING
            }
            bare = bare.replace(type(entity)(**kept))
    comes_back(full_plan, bare.evolve(title="", finish=None, direction="forward", late_horizon="plan"))
    comes_back(full_plan, Plan())


@given(strategies.plans(), strategies.plans())
def test_the_changes_between_any_two_plans_come_back(before, after):
    comes_back(before, after)


@given(strategies.plans(), st.data())
def test_an_edit_of_any_sort_comes_back(plan, data):
    names = [entity.id for entity in plan]
    after = plan
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(names)) if names else "none"
        other = data.draw(st.sampled_from(names)) if names else "none"
        edit = data.draw(st.sampled_from(["rename", "move", "remove", "title", "new", "kind"]))
        try:
            match edit:
                case "rename":
                    after = after.rename(name, f"{name}x")
                case "move":
                    after = after.move(name, before=other) if name != other else after.move(name)
                case "remove":
                    after = after.remove(name, cascade=True)
                case "title":
                    after = after.evolve(name, title="new", notes="x\n🚀")
                case "new":
                    after = after.add(Task("brand-new")).move("brand-new", before=name)
                case "kind":
                    after = after.replace(Milestone(name))
        except WorkModelError:
            continue
    comes_back(plan, after)


def test_a_change_reads_as_planners_write():
    plan = Plan().add(Task("a", duration="3d"), Task("b", after=["a"]))
    later = plan.evolve("b", after=["a FS+2d"]).evolve(title="Website").add(Task("c")).move("c", before="a")
    written = [text.write_change(change, later) for change in plan.diff(later)]
    assert [text.json_line(change) for change in written] == [
        '{"change": "added", "entity": {"kind": "task", "id": "c"}, "before": "a"}',
        '{"change": "settings", "fields": [["title", "", "Website"]]}',
        '{"change": "revised", "kind": "task", "id": "b", "fields": [["after", ["a"], ["a FS+2d"]]]}',
    ]


def test_a_value_of_a_property_says_its_own_type():
    day = Property("day", type="date")
    plan = Plan().add(
        day, Property("price", type="decimal"), Task("a", properties={"day": "2026-03-02", "price": "0.10"})
    )
    later = plan.evolve("a", properties={"day": day.value("2026-03-03")})
    (change,) = plan.diff(later)
    written = text.write_change(change, later)["fields"]
    assert written == [
        ["properties", {"day": "2026-03-02", "price": "0.10"}, {"day": {"date": "2026-03-03"}}]
    ]
    assert text.read_change(again(text.write_change(change, later))) == change


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], "$"),
        ({}, "$.change"),
        ({"change": "moved"}, "$.id"),
        ({"change": "deleted"}, "$.change"),
        ({"change": "renamed", "old": "a"}, "$.new"),
        ({"change": "renamed", "old": "a", "new": 3}, "$.new"),
        ({"change": "renamed", "old": "a", "new": "b", "why": ""}, "$.why"),
        ({"change": "added", "entity": {"kind": "task"}}, "$.entity.id"),
        ({"change": "added", "entity": {"kind": "tusk", "id": "a"}}, "$.entity.kind"),
        ({"change": "added", "entity": {"kind": "task", "id": "a", "properties": {"x": {"span": 3}}}}, "$.entity.properties.x"),
        ({"change": "added", "entity": {"kind": "property", "id": "a", "default": {"no": 3}}}, "$.entity.default"),
        ({"change": "revised", "kind": "task", "id": "a", "fields": {}}, "$.fields"),
        ({"change": "revised", "kind": "task", "id": "a", "fields": [["title", ""]]}, "$.fields[0]"),
        ({"change": "revised", "kind": "task", "id": "a", "fields": [["id", "a", "b"]]}, "$.fields[0]"),
        ({"change": "revised", "kind": "task", "id": "a", "fields": [["title", "", 3]]}, "$.fields[0][2]"),
        ({"change": "revised", "kind": "task", "id": "a", "fields": [["after", [], ["b XX"]]]}, "$.fields[0][2][0]"),
        ({"change": "revised", "kind": "set", "id": "a", "fields": []}, "$.kind"),
        ({"change": "settings", "fields": [["duration", "", "3d"]]}, "$.fields[0]"),
        ({"change": "settings", "fields": [["start", None, "soon"]]}, "$.fields[0][2]"),
    ],
)  # fmt: skip
def test_what_is_no_change_is_refused_with_its_place(raw, path):
    with pytest.raises(DocumentFaults) as refusal:
        text.read_change(raw)
    assert path in [fault.path for fault in refusal.value.faults]


def test_a_key_that_is_given_twice_is_refused():
    with pytest.raises(DocumentFaults, match="more than once"):
        text.read_change(text.json_value('{"change": "renamed", "old": "a", "new": "b", "new": "c"}'))


def test_what_cannot_be_written_is_refused():
    plan = Plan().add(Task("a"))
    with pytest.raises(ChangeDoesNotApply):
        text.write_change(Revised("b", (("title", "", "x"),)), plan)
    with pytest.raises(ChangeDoesNotApply):
        text.write_change(Revised("a", (("titel", "", "x"),)), plan)
    with pytest.raises(InvalidValue):
        text.write_change(Revised("a", (("title", "", 3),)), plan)
    for wrong in (None, 3, "renamed", {"change": "renamed"}):
        with pytest.raises(WrongType):
            text.write_change(wrong, plan)
        with pytest.raises(WrongType):
            text.write_entity(wrong)
        with pytest.raises(WrongType):
            text.write_settings(wrong)
    with pytest.raises(WrongType):
        text.write_change(Renamed("a", "b"), None)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["change", "entity", "kind", "id", "fields", "old", "new"]), inner
            )
        ),
    )
)
def test_nothing_but_faults_comes_out_of_reading(value):
    for read in (text.read_change, text.read_entity, text.read_settings):
        with contextlib.suppress(DocumentFaults):
            read(value)


def test_a_document_and_its_parts_agree(full_plan):
    raw = document.raw_document(full_plan)
    parts = [text.write_entity(entity) for entity in full_plan]
    assert [{**a, "properties": None, "default": None} for a in parts] == [
        {**b, "properties": None, "default": None} for b in raw["entities"]
    ]
