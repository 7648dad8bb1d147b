"""The JSON Schema says what documents look like, so that other programs can check them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from workmodel.domain import Plan
from workmodel.interchange import document
from workmodel.testing import strategies

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(scope="module")
def validator():
    schema = document.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def valid(validator, text: str) -> bool:
    return validator.is_valid(json.loads(text))


def test_the_plan_that_uses_everything_is_valid(validator, full_plan):
    errors = [
        f"{e.json_path}: {e.message[:200]}"
        for e in validator.iter_errors(json.loads(document.dumps(full_plan)))
    ]
    assert errors == []


@given(strategies.plans(details=True))
def test_any_plan_is_valid(validator, plan):
    assert valid(validator, document.dumps(plan))


def test_the_empty_plan_is_valid(validator):
    assert valid(validator, document.dumps(Plan()))


@pytest.mark.parametrize(
    "entity",
    [
        '{"kind": "tusk", "id": "t"}',
        '{"id": "t"}',
        '{"kind": "task"}',
        '{"kind": "task", "id": "a b"}',
        '{"kind": "task", "id": "t", "durration": "3d"}',
        '{"kind": "task", "id": "t", "duration": 3}',
        '{"kind": "task", "id": "t", "duration": "long"}',
        '{"kind": "task", "id": "t", "priority": 1.5}',
        '{"kind": "task", "id": "t", "priority": "500"}',
        '{"kind": "task", "id": "t", "after": "a"}',
        '{"kind": "task", "id": "t", "after": [{"link": "FS"}]}',
        '{"kind": "task", "id": "t", "after": [{"predecessor": "a", "link": "XX"}]}',
        '{"kind": "task", "id": "t", "deadline": "tomorrow"}',
        '{"kind": "task", "id": "t", "type": "fixed"}',
        '{"kind": "task", "id": "t", "constraint": "WHENEVER"}',
        '{"kind": "task", "id": "t", "estimated": 1}',
        '{"kind": "task", "id": "t", "progress": {"percents": 1}}',
        '{"kind": "task", "id": "t", "properties": {"x": [1]}}',
        '{"kind": "milestone", "id": "t", "duration": "3d"}',
        '{"kind": "resource", "id": "t", "capacity": "1"}',
        '{"kind": "resource", "id": "t", "cost_rate": 85}',
        '{"kind": "calendar", "id": "t", "exceptions": [{"name": "x"}]}',
        '{"kind": "calendar", "id": "t", "exceptions": [{"start": "2026-12-24T10:00"}]}',
        '{"kind": "property", "id": "t", "type": "number"}',
        '"task"',
    ],
)
def test_a_document_with_a_fault_is_not_valid(validator, entity):
    text = f'{{"workmodel": {{"format": "plan", "version": 1}}, "entities": [{entity}]}}'
    assert not valid(validator, text)
    with pytest.raises(ValueError, match=r"\$\.entities\[0\]"):
        document.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"workmodel": {"format": "plan"}}',
        '{"workmodel": {"format": "plan", "version": 2}}',
        '{"workmodel": {"format": "plan", "version": 1}, "setings": {}}',
        '{"workmodel": {"format": "plan", "version": 1}, "settings": {"conventions": {"minutes_per_day": 7.5}}}',
    ],
)
def test_a_document_with_a_faulty_frame_is_not_valid(validator, text):
    assert not valid(validator, text)


def test_it_describes_attributes_in_the_words_of_the_model():
    task = document.schema()["$defs"]["task"]["properties"]
    assert "Working time" in task["duration"]["description"]
    assert "Stable name" in task["id"]["description"]


def test_it_names_every_attribute_of_every_kind(full_plan):
    import attrs

    definitions = document.schema()["$defs"]
    for entity in full_plan:
        assert {a.name for a in attrs.fields(type(entity))} <= set(definitions[entity.kind]["properties"])


def test_it_can_be_written_as_json():
    assert json.loads(json.dumps(document.schema())) == document.schema()
