"""Everything that is wrong with a document is told at once, each fault with its place and the cure."""

from __future__ import annotations

import pickle
import time

import pytest

from workmodel.domain import Plan, Task
from workmodel.errors import DocumentFaults, InvalidDocument, NewerFormat, WorkModelError
from workmodel.interchange import document
from workmodel.interchange.document_codec import faults_of

HEADER = '"workmodel": {"format": "plan", "version": 1}'


def faults(text: str | bytes) -> dict[str, str]:
    with pytest.raises(DocumentFaults) as caught:
        document.loads(text)
    return {fault.path: fault.message for fault in caught.value.faults}


def of_entities(*entities: str) -> dict[str, str]:
    return faults(f'{{{HEADER}, "entities": [{", ".join(entities)}]}}')


def of_task(members: str) -> dict[str, str]:
    return of_entities(f'{{"kind": "task", "id": "t", {members}}}')


def test_all_faults_of_all_entities_are_told_in_the_order_of_the_document():
    found = of_entities(
        '{"kind": "task", "id": "a", "duration": "3 parsecs", "priority": 5000}',
        '{"kind": "task", "id": "b", "after": ["a", "a SS+later"]}',
        '{"kind": "milestone", "deadline": "tomorrow"}',
    )
    assert list(found) == [
        "$.entities[0].priority",
        "$.entities[0].duration",
        "$.entities[1].after[1]",
        "$.entities[2].id",
        "$.entities[2].deadline",
    ]
    assert found["$.entities[2].id"] == "is missing"


def test_an_unknown_member_is_refused_with_the_nearest_name():
    assert of_task('"durration": "3d"') == {
        "$.entities[0].durration": 'is not known here. Did you mean "duration"?'
    }


def test_unknown_members_of_the_document_itself_are_refused():
    found = faults(f'{{{HEADER}, "setings": {{}}, "entities": [], "due date": 1}}')
    assert found["$.setings"] == 'is not known here. Did you mean "settings"?'
    assert '$["due date"]' in found


def test_an_unknown_kind_is_refused_with_the_nearest():
    assert 'Did you mean "task"?' in of_entities('{"kind": "taks", "id": "a"}')["$.entities[0].kind"]
    assert "$.entities[0].kind" in of_entities('{"id": "a"}')
    assert "$.entities[0].kind" in of_entities('{"kind": ["task"], "id": "a"}')


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ('"priority": 1.7', ".priority"),
        ('"priority": 1.0', ".priority"),
        ('"priority": true', ".priority"),
        ('"priority": "500"', ".priority"),
        ('"priority": null', ".priority"),
        ('"title": 5', ".title"),
        ('"title": null', ".title"),
        ('"estimated": 1', ".estimated"),
        ('"estimated": "true"', ".estimated"),
        ('"duration": 3', ".duration"),
        ('"duration": ["3d"]', ".duration"),
        ('"duration": {"parts": [["1", "d"]], "sign": 1}', ".duration"),
        ('"duration": {"parts": [["1"]]}', ".duration"),
        ('"duration": {"parts": [["x", "d"]]}', ".duration"),
        ('"duration": {"parts": [["1", "d"]], "elapsed": 1}', ".duration"),
        ('"duration": "-3d"', ".duration"),
        ('"after": "design"', ".after"),
        ('"after": {"design": "FS"}', ".after"),
        ('"after": [1]', ".after[0]"),
        ('"after": [{"link": "FS"}]', ".after[0].predecessor"),
        ('"after": [{"predecessor": "t", "link": "XX"}]', ".after[0].link"),
        ('"tags": "red"', ".tags"),
        ('"tags": [null]', ".tags[0]"),
        ('"deadline": 20260302', ".deadline"),
        ('"deadline": "2026-02-30"', ".deadline"),
        ('"deadline": "2026-03-02T09:00+01:00[Mars/Base]"', ".deadline"),
        ('"deadline": "2026-03-02[Europe/Berlin]"', ".deadline"),
        ('"constraint": "SNET"', ".constraint"),
        ('"constraint": {"kind": "SNET"}', ".constraint"),
        ('"constraint": {"kind": "SNET", "date": "2026-03-02", "hard": true}', ".constraint"),
        ('"progress": 40', ".progress"),
        ('"progress": {"percent": 101}', ".progress.percent"),
        ('"progress": {"percent": "40"}', ".progress.percent"),
        ('"manual": "2026-03-02"', ".manual"),
        ('"manual": {}', ".manual"),
        ('"type": "fixed"', ".type"),
        ('"effort": "3ed"', ""),
        ('"properties": []', ".properties"),
        ('"properties": {"risk": 1}', ".properties.risk"),
        ('"external": ["jira"]', ".external[0]"),
        ('"id": "a b"', ".id"),
    ],
)
def test_nothing_is_taken_for_something_else(members, path):
    assert f"$.entities[0]{path}" in of_task(members)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1" * 500, "1e99999999999999999999"])
def test_numbers_that_are_none_are_refused_where_they_stand(number):
    assert "$.entities[0].priority" in of_task(f'"priority": {number}')
    assert "$.entities[1].properties.x" in of_entities(
        '{"kind": "property", "id": "x", "type": "decimal"}',
        f'{{"kind": "task", "id": "t", "properties": {{"x": {number}}}}}',
    )


def test_a_repeated_key_is_refused_where_it_stands():
    assert of_task('"title": "a", "title": "b"') == {
        "$.entities[0].title": "is given more than once; keep one"
    }
    assert "$.entities[0].properties.x" in of_task('"properties": {"x": 1, "x": 2}')
    assert "$.settings.zone" in faults(f'{{{HEADER}, "settings": {{"zone": null, "zone": null}}}}')
    assert "$.entities" in faults(f'{{{HEADER}, "entities": [], "entities": []}}')


def test_a_lone_surrogate_is_refused_where_it_stands():
    assert "surrogate" in of_task('"title": "\\ud800"')["$.entities[0].title"]
    assert '$.entities[0]["\\ud800"]' in of_task('"\\ud800": 1')


def test_what_does_not_fit_together_is_told_where_it_stands():
    found = of_entities(
        '{"kind": "task", "id": "a", "after": ["ghost"]}',
        '{"kind": "task", "id": "b", "deadline": "2026-03-02T09:00Z"}',
        '{"kind": "task", "id": "c", "parent": "b"}',
        '{"kind": "resource", "id": "d", "calendar": "a"}',
    )
    assert '"ghost"' in found["$.entities[0].after"]
    assert "$.entities[3]" in found
    assert "names a zone" in found["$.entities[1]"]


def test_very_many_references_that_lead_nowhere_are_told_quickly():
    entities = [f'{{"kind": "task", "id": "task-{n}", "after": ["tusk-{n}"]}}' for n in range(20_000)]
    begun = time.process_time()
    found = of_entities(*entities)
    assert 1000 <= len(found) <= 1001
    assert time.process_time() - begun < 10


def test_two_entities_with_one_id_are_told_with_both_places():
    found = of_entities('{"kind": "task", "id": "a"}', '{"kind": "resource", "id": "a"}')
    assert found == {"$.entities[1].id": '"a" is the id of $.entities[0] too; ids have to differ'}


def test_an_undeclared_property_is_refused_with_the_nearest():
    found = of_entities(
        '{"kind": "property", "id": "risk", "type": "int"}',
        '{"kind": "task", "id": "t", "properties": {"rick": 1}}',
    )
    assert 'Did you mean "risk"?' in found["$.entities[1].properties.rick"]


def test_a_faulty_declaration_is_told_once_and_not_wherever_it_is_used():
    found = of_entities(
        '{"kind": "property", "id": "risk", "type": "number"}',
        '{"kind": "task", "id": "t", "properties": {"risk": 1}}',
    )
    assert list(found) == ["$.entities[0].type"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("int", "1.5"), ("int", '"1"'), ("int", "true"), ("text", "1"), ("bool", "0"), ("date", "20260302"),
        ("date", '"soon"'), ("span", "3"), ("span", '"3 parsecs"'), ("decimal", '"x"'), ("decimal", "true"),
        ("reference", "5"), ("reference", '"ghost"'), ("text", '{"work_time": "5"}'), ("date", '{"time": "soon"}'),
        ("text", '{"words": "x"}'), ("span", "[]"), ("span", '{"work_time": 1, "effort": 1}'), ("date", '{"text": 5}'),
    ],
)  # fmt: skip
def test_a_custom_property_is_of_its_declared_type(kind, value):
    found = of_entities(
        f'{{"kind": "property", "id": "p", "type": "{kind}"}}',
        f'{{"kind": "task", "id": "t", "properties": {{"p": {value}}}}}',
    )
    assert set(found) <= {"$.entities[1].properties.p", "$.entities[1]"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [("int", '"x"'), ("date", '"soon"'), ("span", "{}"), ("text", "[]"), ("decimal", "NaN")],
)
def test_a_default_is_of_its_declared_type(kind, value):
    found = of_entities(f'{{"kind": "property", "id": "p", "type": "{kind}", "default": {value}}}')
    assert set(found) <= {"$.entities[0].default", "$.entities[0]"}


class TestTheWhole:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "{",
            "[1,",
            '{"a": }',
            "nonsense",
            "{'a': 1}",
            "\x00",
            '{"workmodel": 1}',
            "[]",
            "null",
            "{}",
            "3",
        ],
    )
    def test_what_is_no_document_is_said_to_be_none(self, text):
        assert list(faults(text)) == ["$"]

    def test_a_syntax_error_names_line_and_column(self):
        assert "line 2, column 3" in faults('{\n  "workmodel": oops}'.replace('"workmodel": ', ""))["$"]

    def test_bytes_that_are_no_text_are_refused(self):
        assert "UTF-8" in faults(b'{"workmodel": "\xff\xfe"}')["$"]

    def test_another_format_is_refused(self):
        assert "$.workmodel.format" in faults('{"workmodel": {"format": "ledger", "version": 1}}')

    @pytest.mark.parametrize("version", ["0", "-1", "1.0", '"1"', "true", "null", "1e2"])
    def test_a_version_is_a_whole_number(self, version):
        assert "$.workmodel.version" in faults(f'{{"workmodel": {{"format": "plan", "version": {version}}}}}')

    def test_a_document_of_a_later_release_says_so_and_what_to_do(self):
        with pytest.raises(NewerFormat, match=r"version 2 .* Upgrade workmodel") as caught:
            document.loads('{"workmodel": {"format": "plan", "version": 2}, "anything": "goes"}')
        assert (caught.value.format, caught.value.found, caught.value.known) == ("plan", 2, 1)

    def test_an_older_document_is_brought_up_step_by_step(self, monkeypatch):
        def from_1(raw):
            entities = [{**e, "kind": "task"} for e in raw.pop("tasks")]
            return {**raw, "entities": entities}

        monkeypatch.setattr(document, "VERSION", 3)
        monkeypatch.setattr(
            document, "_MIGRATIONS", {1: from_1, 2: lambda raw: {**raw, "settings": {"start": "2026-03-02"}}}
        )
        plan = document.loads('{"workmodel": {"format": "plan", "version": 1}, "tasks": [{"id": "a"}]}')
        assert plan == Plan(start="2026-03-02").add(Task("a"))

    def test_faults_of_settings(self):
        found = faults(
            f'{{{HEADER}, "settings": {{"start": "soon", "zone": "Mars", "direction": "up", "calender": "x"}}}}'
        )
        assert set(found) == {
            "$.settings.start",
            "$.settings.zone",
            "$.settings.direction",
            "$.settings.calender",
        }
        assert "$.settings" in faults(f'{{{HEADER}, "settings": {{"start": "2026-03-02T09:00Z"}}}}')
        assert "$.settings" in faults(f'{{{HEADER}, "settings": []}}')
        assert "$.entities" in faults(f'{{{HEADER}, "entities": {{}}}}')

    def test_very_many_faults_end_the_reading(self):
        with pytest.raises(DocumentFaults) as caught:
            document.loads(f'{{{HEADER}, "entities": [{",".join(["1"] * 5000)}]}}')
        assert len(caught.value.faults) <= 1002
        assert len(str(caught.value).splitlines()) == 22


def test_a_list_with_very_many_faults_is_told_in_part():
    found = of_task('"tags": [' + ", ".join(["1"] * 5000) + "]")
    assert len(found) == 100


def test_an_object_with_very_many_unknown_members_is_told_in_part():
    found = of_task(", ".join(f'"x{n}": 1' for n in range(5000)))
    assert len(found) == 100


def test_an_error_of_ours_is_not_taken_for_a_fault_of_the_document():
    with pytest.raises(ZeroDivisionError):
        list(faults_of(ZeroDivisionError(), "$"))


class TestTheError:
    def test_it_is_an_error_of_the_library_and_a_value_error(self):
        assert issubclass(DocumentFaults, (InvalidDocument, WorkModelError, ValueError))

    def test_one_fault_is_one_sentence(self):
        with pytest.raises(DocumentFaults) as caught:
            document.loads("oops")
        assert "\n" not in str(caught.value)

    def test_it_survives_pickling(self):
        with pytest.raises(DocumentFaults) as caught:
            document.loads("oops")
        assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_a_report_of_no_routine_is_told_once_with_whatever_else_is_wrong():
    text = """{"workmodel": {"format": "plan", "version": 1}, "entities": [
        {"kind": "task", "id": "a", "after": ["a"]},
        {"kind": "completion", "routine": "close", "occurrence": "2026-06-30"}
    ]}"""
    with pytest.raises(DocumentFaults) as caught:
        document.loads(text)
    assert [fault.path for fault in caught.value.faults] == ["$.entities[1].routine", "$.entities"]
