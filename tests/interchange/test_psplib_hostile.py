"""Whatever an instance holds, reading it ends soon, with a plan or with the documented error."""

from __future__ import annotations

import random
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel import Milestone, Plan, Resource, Task
from workmodel.domain import Mode
from workmodel.errors import DocumentFaults, InvalidDocument
from workmodel.interchange import psplib, read

SINGLE = psplib.dumps(
    Plan(start=psplib.START, calendar="24_hours").add(
        Resource("r1", type="equipment", capacity=2, calendar="24_hours"), Milestone("a1"),
        Task("a2", duration="3h", after=["a1"], assignments=["r1"]), Task("a3", duration="5h", after=["a1"]),
        Milestone("a4", after=["a2", "a3"]),
    )
)  # fmt: skip
MODES = psplib.dumps(
    psplib.loads(SINGLE).plan.evolve(
        "a2",
        modes=[
            Mode("m1", duration="3h", assignments=["r1"]),
            Mode("m2", duration="9h"),
            Mode("m3", duration="0h"),
        ],
    )
)
SKILLED = (
    "\\* Project Module *\\\n3 2 2 5\n9\n9\n0 1 2\n6 1 3\n0 0\n\\* Workforce Module *\\\n1 0\n1 1\n"
    "\\* Workforce Module with Skill Levels *\\\n4 0\n1 5\n\\* Skill Requirements Module *\\\n0 0\n2 1\n0 0\n"
)
SEVERAL = "2\n1\n3\n\n2 0\n1\n5 2 1 1:2\n1 0 0\n\n2 4\n1\n2 3 1 2:2\n3 1 0\n"
WORDS = (
    "-1", "1e9", "999999999", "9999999999", "9" * 5000, "NaN", "0", "1.5", "☃", "\x00", "1:1", ":", "1:", "0:0", "\ud800",
    "x" * 3000, "", "\n", "٣", "2", "3", "4", "5", "6",
)  # fmt: skip


def is_read(data: str | bytes) -> bool:
    """Whether it was an instance; anything but the documented error fails the test."""
    try:
        psplib.loads(data)
    except DocumentFaults as problem:
        shown = str(problem)
    else:
        return True
    assert 0 < len(shown) < 30_000
    shown.encode()
    return False


def test_files_with_words_replaced_are_read_or_refused(thorough):
    chance = random.Random(20260105)
    outcomes = {True: 0, False: 0}
    slowest = 0.0
    for _ in range(20_000 if thorough else 2_000):
        text = chance.choice([SINGLE, SEVERAL, MODES, SKILLED])
        for _ in range(chance.randint(1, 3)):
            words = [(place, word) for place, word in enumerate(text) if word.isdigit()]
            place, _ = chance.choice(words or [(0, "")])
            text = text[:place] + chance.choice(WORDS) + text[place + 1 :]
        begun = time.process_time()
        outcomes[is_read(text)] += 1
        slowest = max(slowest, time.process_time() - begun)
    assert min(outcomes.values()) > 100
    assert slowest < 2


@pytest.mark.parametrize("text", [SINGLE, SEVERAL, MODES, SKILLED])
def test_a_file_that_is_cut_off_anywhere_is_refused(text):
    whole = text.rstrip("*\n")
    for length in range(len(whole)):
        assert not is_read(whole[:length])


@pytest.mark.parametrize(
    "text",
    [
        SINGLE.replace("):  4", "):  999999999"),
        SINGLE.replace("renewable                 :  1", "renewable                 :  999999999"),
        SINGLE.replace("nonrenewable              :  0", "nonrenewable              :  999999999"),
        MODES.replace("   2        3  ", "   2        999999999  "),
        SKILLED.replace("\n3 2 2 5", "\n999999999 2 2 5"),
        SKILLED.replace("\n3 2 2 5", "\n3 999999999 2 5"),
        SKILLED.replace("\n3 2 2 5", "\n3 2 999999999 5"),
        "999999999\n1\n3\n1 0\n1\n5 2 0\n",
        "1\n999999999\n3\n1 0\n1\n5 2 0\n",
        "1\n1\n3\n999999999 0\n1\n5 2 0\n",
        "1\n1\n3\n1 0\n1\n5 2 999999999 1:1\n",
        "1\n1\n3\n1 0\n1\n999999999 2 0\n",
        "1\n1\n3\n1 999999999\n1\n5 2 0\n",
        "1\n1\n999999999\n1 0\n1\n5 2 0\n",
        "1\n1\n3\n1 0\n1\n5 999999999 0\n",
        "1\n0\n\n999999999 0\n" + "0 0\n" * 20,
        "*" * 1_000_000,
        "1\n" * 500_000,
        " \n" * 500_000,
    ],
)  # fmt: skip
def test_huge_counts_are_refused_before_anything_is_made_of_them(text):
    begun = time.process_time()
    assert not is_read(text)
    assert time.process_time() - begun < 1


@pytest.mark.untraced
def test_rings_of_any_length_are_refused():
    number = 5_000
    rows = "".join(f"1 0 1 1:{place % number + 1}\n" for place in range(1, number + 1))
    assert not is_read(f"1\n1\n3\n{number} 0\n1\n" + rows)


def test_a_thousand_faults_are_enough():
    rows = "".join("1 0 1 1:9999\n" for _ in range(3_000))
    with pytest.raises(DocumentFaults, match="are wrong") as caught:
        psplib.loads(f"1\n1\n3\n3000 0\n1\n{rows}")
    assert len(caught.value.faults) == 1001


@pytest.mark.untraced
def test_what_a_file_may_hold_grows_with_its_limit():
    text = "1\n1\n3\n4000 0\n1\n" + "1 0 0\n" * 4_000
    assert psplib.loads(text)
    with pytest.raises(DocumentFaults, match="10,000 numbers"):
        psplib.loads(text, limit=100_000)
    many = "1\n1\n3\n11000 0\n1\n" + "1 0 0\n" * 11_000
    assert len(psplib.loads(many).plan.tasks) == 11_000
    with pytest.raises(DocumentFaults, match="10,000 projects, resources and activities"):
        psplib.loads(many, limit=100_000)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    is_read(data)
    is_read(SINGLE.encode()[:400] + data)


@given(st.lists(st.integers(-1, 4).map(str) | st.sampled_from(["1:1", "1:2", "2:1", "x"]), max_size=40))
def test_any_numbers_are_read_or_refused(words):
    is_read("1\n1\n3\n" + " ".join(words))
    with suppress(InvalidDocument):
        read("1\n1\n3\n" + " ".join(words))
