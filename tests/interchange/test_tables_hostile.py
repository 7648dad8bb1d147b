"""Whatever a table holds, reading it ends soon, with a plan or with the documented error."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.errors import DocumentFaults, InvalidDocument
from workmodel.interchange import read, tables

INPUTS = 20_000
HEADERS = (
    "ID", "Name", "Duration", "Work", "Start", "Finish", "% Complete", "Predecessors", "Resource Names",
    "Outline Level", "WBS", "Parent", "Type", "Milestone", "Constraint", "Constraint Type",
    "Constraint Date", "Deadline", "Priority", "Calendar", "Task Mode", "Actual Start", "Actual Finish",
    "Tags", "Notes", "Moon", "", "Duration (h)",
)  # fmt: skip
CELLS = (
    "", " ", "1", "2", "3", "-1", "1e999", "99999999999999999999", "NaN", "A", "B", "a b", "a/b@c", "\x00",
    "☃" * 40, "x" * 3000, "3d", "3 days?", "1w 2ed", "-3d", "99999999999999d", "2026-03-02", "3/2/26",
    "25/12/2026", "31.2.2026", "9999-12-31 23:59", "0001-01-01", "Mon 13/13/13", "12:00 PM", "1FS+2d",
    "2SS-50%", "1;2;3", "1,1,1", "4FS", "1 FS+", "FS+2d", "+", "=1+1", "'=x", "Ana[50%]", "Ana[",
    "Ana[[1]]", "Ana[-5%]", "[]", "Ana[99999999999999%]", "yes", "no", "maybe", "project", "milestone",
    "task", "SNET 2026-03-02", "ALAP", "Start No Earlier Than", "Must Finish On", "standard", "24 Hours",
    "high", "1.1", "1.2.3.", "..", "Manually Scheduled", "100%", "0.5", "150%", "\ud7ff", " " * 2000 + "x",
    "-" * 2000, "1" * 2000, "a\nb", 'q"q', "a" * 400 + "FS",
)  # fmt: skip


def is_read(data: str | bytes) -> bool:
    """Whether it was a table; anything but the documented error fails the test."""
    try:
        tables.loads(data)
    except DocumentFaults as problem:
        shown = str(problem)
    else:
        return True
    assert len(shown) < 30_000
    shown.encode()
    return False


def quoted(cell: str, delimiter: str, chance: random.Random) -> str:
    if any(mark in cell for mark in f'"\n\r{delimiter}') and chance.random() < 0.95:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def made_up(chance: random.Random) -> bytes:
    delimiter = chance.choice([",", ",", ";", "\t"])
    header = [chance.choice(["Name", "ID"]), *chance.sample(HEADERS, chance.randint(1, 8))]
    records = [[chance.choice(CELLS) for _ in header] for _ in range(chance.randint(0, 6))]
    for number, record in enumerate(records, 1):
        if chance.random() < 0.7:
            record[0] = str(number)
    text = "\n".join(
        delimiter.join(quoted(cell, delimiter, chance) for cell in row) for row in [header, *records]
    )
    data = bytearray(text.encode(chance.choice(["utf-8"] * 8 + ["utf-16", "cp1252"]), errors="replace"))
    if chance.random() < 0.2:
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


def test_made_up_tables_are_read_or_refused_and_nothing_else(thorough):
    chance = random.Random(20260302)
    outcomes = {True: 0, False: 0}
    slowest = 0.0
    for _ in range(INPUTS * (10 if thorough else 1)):
        data = made_up(chance)
        begun = time.process_time()
        outcomes[is_read(data)] += 1
        slowest = max(slowest, time.process_time() - begun)
    assert outcomes[True] > 1000
    assert outcomes[False] > 1000
    assert slowest < 2


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    is_read(data)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    is_read(f"Name,Duration\n{text}")


@given(st.lists(st.lists(st.sampled_from(CELLS) | st.text(max_size=8), min_size=6, max_size=6), max_size=5))
def test_any_cells_are_read_or_refused(cells):
    lines = [
        "\t".join(cell.replace("\t", " ").replace("\n", " ").replace('"', "") for cell in row)
        for row in cells
    ]
    is_read("\n".join(["Name\tDuration\tStart\tPredecessors\tResource Names\t% Complete", *lines]))


def test_what_reads_like_a_table_can_be_written_and_read_again():
    chance = random.Random(7)
    for _ in range(300):
        data = made_up(chance)
        try:
            plan = tables.loads(data).plan
        except DocumentFaults:
            continue
        tables.losses(plan)


class TestLimits:
    def test_a_table_just_under_the_limit_is_read_and_one_just_over_is_not(self):
        data = b"Name,Duration\nDraft,3d\n"
        assert tables.loads(data, limit=len(data))
        with pytest.raises(DocumentFaults, match="larger than"):
            tables.loads(data, limit=len(data) - 1)

    def test_the_limit_is_64_megabytes(self):
        with pytest.raises(DocumentFaults, match="larger than 64 MB"):
            tables.loads(b"Name\n".ljust(64 * 2**20 + 1, b"\n"))
        row = b"Draft,".ljust(65_535, b"x") + b"\n"
        table = (b"Name,Notes\n" + 1023 * row).ljust(64 * 2**20, b"\n")
        assert len(tables.loads(table, limit=64 * 2**20).plan) == 1023

    def test_more_than_a_million_rows_are_refused(self):
        assert not is_read("Name\n" + "\n" * 1_000_001)

    def test_a_cell_of_endless_length_is_refused_with_its_row(self):
        assert not is_read("Name\n" + "x" * 200_000)

    @pytest.mark.parametrize(
        "cell",
        [
            " " * 100_000 + "x",
            "1" * 100_000,
            "a " * 50_000,
            "[" * 100_000,
            "FS" * 50_000,
            "1," * 60_000,
            "+-" * 50_000,
        ],
    )
    @pytest.mark.parametrize(
        "column", ["Duration", "Start", "Predecessors", "Resource Names", "% Complete", "WBS", "Tags"]
    )
    def test_no_cell_takes_long(self, cell, column):
        begun = time.process_time()
        is_read(f'Name,{column}\nA,"{cell}"\n')
        assert time.process_time() - begun < 2

    def test_very_many_faults_end_the_reading_soon(self):
        begun = time.process_time()
        with pytest.raises(DocumentFaults) as caught:
            tables.loads("Name,After\n" + "".join(f"task {n},tusk {n}\n" for n in range(20_000)))
        assert len(caught.value.faults) <= 1001
        assert time.process_time() - begun < 10

    def test_very_many_rows_of_one_name_are_read(self):
        begun = time.process_time()
        assert len(tables.loads("Name\n" + "Draft\n" * 20_000).plan) == 20_000
        assert time.process_time() - begun < 10


@given(st.binary(max_size=200))
def test_reading_any_format_gives_the_documented_errors_only(data):
    try:
        read(data)
    except InvalidDocument as problem:
        shown = str(problem)
        assert shown
