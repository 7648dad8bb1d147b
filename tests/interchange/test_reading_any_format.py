"""What a file is, is told by what is in it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from workmodel import interchange
from workmodel.domain import Plan, Task
from workmodel.errors import DocumentFaults, InvalidDocument, UnknownFormat
from workmodel.interchange import document, load, msproject, read, tables

PLAN = Plan(start="2026-03-02").add(Task("draft", title="Draft", duration="3d"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_is_known_by_its_brace_in_any_encoding(encoding):
    assert read(document.dumps(PLAN).encode(encoding)).plan == PLAN


def test_space_before_it_does_no_harm():
    assert read("\ufeff \r\n\t" + document.dumps(PLAN)).plan == PLAN


def test_microsoft_project_is_known_by_its_bracket():
    pytest.importorskip("defusedxml")
    found = read(msproject.dumps(PLAN, None))
    assert [task.title for task in found.plan.tasks.values()] == ["Draft"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_everything_else_that_is_text_is_a_table(encoding):
    assert "cafe" in read("Name,Duration\nCafé,3d\n".encode(encoding)).plan


def test_a_file_is_read_whatever_its_name(tmp_path: Path):
    document.dump(PLAN, tmp_path / "plan.csv")
    tables.dump(PLAN, tmp_path / "plan.json")
    assert load(tmp_path / "plan.csv").plan == PLAN
    assert "draft" in load(tmp_path / "plan.json").plan
    assert load(io.StringIO(document.dumps(PLAN))).plan == PLAN


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "an empty file"),
        ("", "an empty file"),
        (b"\xef\xbb\xbf \n", "an empty file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "binary form"),
        (b"PK\x03\x04" + bytes(40), "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "picture"),
        (b"ab\x00\x01cdefgh", "binary data"),
    ],
)
def test_what_is_no_plan_is_named_with_a_cure(data, found):
    with pytest.raises(UnknownFormat, match=found) as caught:
        read(data)
    assert caught.value.cure


def test_a_list_is_a_document_with_a_fault():
    with pytest.raises(DocumentFaults, match="not a workmodel document"):
        read("[]")


def test_the_limit_holds_for_every_format():
    for data in (document.dumps(PLAN), tables.dumps(PLAN)):
        with pytest.raises(InvalidDocument, match="larger than"):
            read(data, limit=20)


def test_modules_of_formats_are_loaded_when_they_are_first_used():
    assert interchange.document is document
    assert {"document", "msproject", "psplib", "tables", "read", "load", "Imported"} <= set(dir(interchange))
    with pytest.raises(AttributeError, match="gantt"):
        interchange.gantt
