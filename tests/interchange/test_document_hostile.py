"""Whatever a file holds, reading it ends soon, with a plan or with the documented error."""

from __future__ import annotations

import copy
import json
import random
import resource
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.errors import DocumentFaults, InvalidDocument
from workmodel.interchange import document
from workmodel.interchange.document_text import json_value

HEADER = '"workmodel": {"format": "plan", "version": 1}'
INPUTS = 20_000
JUNK = (
    None, True, False, 0, -1, 1.5, 10**30, 2**63, float("nan"), float("inf"), "", " ", "a", "\x00",
    "\ud800", "☃" * 50, "x" * 5000, "3d", "99999999999999999999d", "-1d", "2026-03-02", "9999-12-31T23:59",
    "0001-01-01T00:00+23:59", "a a a", "b FS+999999999999999mo", "FREQ=YEARLY;INTERVAL=99999",
    "RRULE:FREQ=;", "mon-fri 0-24", "1e999999 EUR", "%", "9e9%", [], {}, [[]], [None], {"a": 1},
    ["x"] * 100, [[[[[[[[]]]]]]]], {"kind": "task"}, {"parts": [["1e999999999", "d"]]}, {"text": "x"},
    {"predecessor": "build"}, "2026-03-02T09:00+01:00[../../etc/passwd]", "2026-03-02T09:00+01:00[UTC]",
)  # fmt: skip


def read(text: str | bytes) -> bool:
    """Whether it was a plan; anything but the documented error fails the test."""
    try:
        document.loads(text)
    except InvalidDocument as problem:
        shown = str(problem)
    else:
        return True
    assert len(shown) < 20_000
    shown.encode()
    return False


def nodes(value, path=()):
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, part in members:
        yield from nodes(part, (*path, key))


def spoilt(value, chance: random.Random):
    """The value with one to three of its parts replaced, dropped, doubled, renamed or swapped."""
    value = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        paths = list(nodes(value))[1:]
        if not paths:
            return value
        *way, last = chance.choice(paths)
        owner = value
        for step in way:
            owner = owner[step]
        act = chance.randrange(5)
        if act == 0:
            del owner[last]
        elif act == 1 and isinstance(owner, dict):
            owner[chance.choice(["x", "id", "kind", "parts", str(last)[:-1]])] = owner.pop(last)
        elif act == 2 and isinstance(owner, list):
            owner.insert(0, copy.deepcopy(owner[last]))
        else:
            owner[last] = copy.deepcopy(chance.choice(JUNK))
    return value


def torn(text: str, chance: random.Random) -> bytes:
    """The text cut off, with bytes flipped, or with a piece of it moved."""
    data = bytearray(text.encode())
    act = chance.randrange(4)
    if act == 0:
        return bytes(data[: chance.randrange(len(data))])
    if act == 1:
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif act == 2:
        start = chance.randrange(len(data))
        data[chance.randrange(len(data)) : 0] = data[start : start + chance.randrange(200)]
    else:
        return text.encode(chance.choice(["utf-16", "utf-32-be", "cp500", "utf-7"]))
    return bytes(data)


@pytest.fixture(scope="module")
def entries(full_plan):
    """The entities of a valid document, to be put together anew."""
    return json.loads(document.dumps(full_plan))["entities"]


def test_spoilt_documents_are_read_or_refused_and_nothing_else(entries, thorough):
    chance = random.Random(20260302)
    header = json.loads(f"{{{HEADER}}}")
    outcomes = {True: 0, False: 0}
    slowest = 0.0
    for _ in range(INPUTS * (10 if thorough else 1)):
        raw = {
            **header,
            "settings": {"zone": "Europe/Berlin"},
            "entities": chance.sample(entries, chance.randint(1, 4)),
        }
        text = json.dumps(spoilt(raw, chance))
        begun = time.process_time()
        outcomes[read(torn(text, chance) if chance.random() < 0.3 else text)] += 1
        slowest = max(slowest, time.process_time() - begun)
    assert outcomes[True] > 100
    assert outcomes[False] > 1000
    assert slowest < 2


def test_the_whole_document_cut_off_anywhere_is_refused(full_plan):
    text = document.dumps(full_plan)
    for end in range(0, len(text) - 2, 37):
        assert not read(text[:end])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data):
    read(data)


@given(st.text(max_size=300))
def test_any_text_is_refused(text):
    read(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(json_values, json_values)
def test_any_json_in_place_of_settings_and_entities_is_refused_or_read(settings, entities):
    read(json.dumps({**json.loads(f"{{{HEADER}}}"), "settings": settings, "entities": entities}))


@given(
    st.sampled_from(
        [
            "task",
            "milestone",
            "project",
            "routine",
            "resource",
            "calendar",
            "property",
            "completion",
            "baseline",
        ]
    ),
    st.data(),
)
def test_any_json_in_place_of_any_attribute_is_refused_or_read(kind, data):
    import attrs

    from workmodel.interchange.document import KINDS

    names = [a.name for a in attrs.fields(KINDS[kind]) if a.name != "id"]
    chosen = data.draw(st.dictionaries(st.sampled_from(names), json_values, max_size=5))
    read(json.dumps({**json.loads(f"{{{HEADER}}}"), "entities": [{"kind": kind, "id": "x", **chosen}]}))


class TestDepth:
    @pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
    def test_sixty_four_levels_are_read_and_one_more_is_not(self, opening, closing):
        levels = 64 // opening.count("[" if opening == "[" else "{") // (2 if opening == '[{"a":' else 1)
        assert json_value(opening * levels + "1" + closing * levels)
        with pytest.raises(DocumentFaults, match="deeper than 64 levels"):
            json_value(opening * (levels + 1) + "1" + closing * (levels + 1))

    @pytest.mark.parametrize("text", ["[" * 10_000_000, '{"a":' * 3_000_000, "[" * 200_000 + "]" * 200_000])
    def test_endless_nesting_is_refused_quickly(self, text):
        begun = time.process_time()
        assert not read(text)
        assert time.process_time() - begun < 5

    def test_brackets_in_texts_are_no_levels(self):
        assert json_value(json.dumps({"notes": "[" * 1000 + '"{' * 1000})) is not None


class TestSize:
    def test_a_file_just_under_the_limit_is_read_and_one_just_over_is_not(self, full_plan):
        text = document.dumps(full_plan)
        size = len(text.encode())
        assert document.loads(text, limit=size) == full_plan
        assert document.loads(text.encode(), limit=size) == full_plan
        for data in (text, text.encode()):
            with pytest.raises(DocumentFaults, match="larger than"):
                document.loads(data, limit=size - 1)

    def test_the_limit_is_64_megabytes(self):
        over = b'{"workmodel": {"format": "plan", "version": 1}}'.ljust(64 * 2**20 + 1)
        with pytest.raises(DocumentFaults, match="larger than 64 MB"):
            document.loads(over)
        assert len(document.loads(over[:-1])) == 0

    def test_no_more_than_the_limit_is_taken_from_a_file(self):
        class Endless:
            asked = 0

            def read(self, size: int) -> bytes:
                self.asked = size
                return b" " * size

        source = Endless()
        with pytest.raises(DocumentFaults, match="larger than"):
            document.load(source, limit=1000)
        assert source.asked == 1001

    @pytest.mark.parametrize("text", ["[" + "[]," * 20_000_000 + "[]]", '["' + 'a","' * 15_000_000 + '"]'])
    def test_what_would_fill_the_memory_is_refused_before_it_does(self, text):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert not read(text)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024

    def test_a_text_full_of_commas_and_brackets_is_no_reason_to_refuse(self, full_plan):
        notes = "[,{," * 2000
        plan = full_plan.evolve("site", notes=notes)
        text = document.dumps(plan)
        assert document.loads(text, limit=len(text.encode())) == plan
