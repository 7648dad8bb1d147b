"""What a file of 64 MB may make of itself in memory is bounded, whatever stands in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workmodel.errors import DocumentFaults, MsProjectError
from workmodel.interchange import document, msproject, tables
from workmodel.interchange.msproject import nodes

HEADER = '{"workmodel": {"format": "plan", "version": 1}, "entities": ['
PROJECT = '<Project xmlns="http://schemas.microsoft.com/project">'


def task(number: int) -> str:
    after = f'"a{number - 1}"' if number else ""
    return f'{{"kind":"task","id":"a{number}","title":"number {number} of many","duration":"3d","after":[{after}]}}'


def element(number: int) -> str:
    return f"<Task><UID>{number}</UID><Name>number {number} of very, very many</Name><ID>{number}</ID></Task>"


class TestCounts:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("[" + "{}," * 300_000 + "{}]", "262,144 objects"),
            ("[" + "[]," * 1_100_000 + "[]]", "1,048,576 lists"),
            ("[" + "1," * 2_200_000 + "1]", "2,097,152 values"),
        ],
    )
    def test_a_document_of_more_parts_than_a_plan_has_is_refused_before_it_is_built(self, text, what):
        with pytest.raises(
            DocumentFaults, match=f"more than {what}; split the plan, or pass a larger limit="
        ):
            document.loads(text)

    def test_a_table_of_more_rows_than_a_plan_has_is_refused(self):
        with pytest.raises(DocumentFaults, match="more than 262,144 rows"):
            tables.loads("Name\n" + "a\n" * 262_144)

    def test_a_larger_limit_allows_more(self):
        rows = "".join(f"{n},n\n" for n in range(10_001))
        with pytest.raises(DocumentFaults, match="more than 10,000 rows"):
            tables.loads(f"ID,Name\n{rows}", limit=2**20)
        assert len(tables.loads(f"ID,Name\n{rows}", limit=2**22).plan) == 10_001

    def test_undeclared_properties_are_told_up_to_a_thousand(self):
        names = ",".join(f'"b{n}":1' for n in range(5000))
        with pytest.raises(DocumentFaults) as caught:
            document.loads(f'{HEADER}{{"kind":"task","id":"a","properties":{{{names}}}}}]}}')
        assert len(caught.value.faults) == 1000


class TestElements:
    @pytest.fixture(autouse=True)
    def _needed(self):
        pytest.importorskip("defusedxml")

    @pytest.mark.parametrize(
        ("limit", "text", "told"),
        [
            ("MOST_ENTITIES", "<Tasks>" + "<Task><UID>1</UID></Task>" * 11 + "</Tasks>", "tasks, resources"),
            ("MOST_NODES", "<A><B>1</B></A>" * 11, "groups of values"),
            ("MOST_NAMES", "".join(f"<A{n}/>" for n in range(11)), "kinds of elements"),
            ("MOST_ELEMENTS", "<A/>" * 11, "elements"),
        ],
    )
    def test_a_limit_that_is_met_is_told_as_such(self, monkeypatch, limit, text, told):
        monkeypatch.setattr(nodes, limit, 10)
        with pytest.raises(MsProjectError) as caught:
            msproject.loads(f"{PROJECT}{text}</Project>")
        assert caught.value.problem.startswith("it has more than 10")
        assert told in caught.value.problem
        assert "not a Microsoft Project XML file" not in caught.value.problem


@pytest.mark.thorough
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts kilobytes as Linux does")
@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("document", lambda: HEADER + ",".join(map(task, range(262_000))) + "]}"),
        (
            "document",
            lambda: (
                HEADER
                + '{"kind":"task","id":"a","properties":{'
                + ",".join(f'"b{n}":1' for n in range(2_090_000))
                + "}}]}"
            ),
        ),
        ("document", lambda: HEADER + ",".join(f"1.{n:09}" for n in range(2_090_000)) + "]}"),
        ("msproject", lambda: f"{PROJECT}<Tasks>{''.join(map(element, range(199_990)))}</Tasks></Project>"),
        ("msproject", lambda: f"{PROJECT}<Tasks>{''.join(map(element, range(800_000)))}</Tasks></Project>"),
        (
            "tables",
            lambda: (
                "ID,Name,Duration,Predecessors,Resource Names\n"
                + "".join(f"{n + 1},task number {n},3d,{n or ''},Ana\n" for n in range(262_000))
            ),
        ),
    ],
)
def test_the_worst_that_is_read_stays_below_640_megabytes(form, text, tmp_path: Path):
    (tmp_path / "worst").write_text(text(), encoding="utf-8")
    code = (
        "import resource, sys\nfrom workmodel.errors import InvalidDocument\n"
        f"from workmodel.interchange import {form} as form\n"
        "try:\n    form.load(sys.argv[1])\nexcept InvalidDocument:\n    pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "worst")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 640 * 1024
