"""Dates that Microsoft Project stored, against ours; and the script that compares them, on any folder."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workmodel import Plan, schedule
from workmodel.domain import Milestone, Task
from workmodel.interchange import msproject


@pytest.fixture(scope="module")
def script(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location(
        "benchmark_of_msproject", root / "benchmarks" / "msproject.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_at_least_99_percent_of_the_stored_dates_are_ours(script: Any, benchmarks: Path) -> None:
    results = [script.examined(path) for path in sorted((benchmarks / "msproject").glob("*.xml"))]
    assert [result.failure for result in results if result.failure] == []
    for outcomes in ([one for result in results for one in result.outcomes], script.per_plan(results)):
        assert len(outcomes) > 200
        for cell in script.scores(outcomes):
            matched, compared = map(int, cell.split("/"))
            assert matched >= 0.99 * compared, cell
    stale = sum(len(result.stale) for result in results)
    assert stale <= 0.03 * sum(len(result.outcomes) for result in results)


def small_plan() -> Plan:
    return Plan(start="2026-03-02 08:00", calendar="standard").add(
        Task("t1", duration="2d"), Task("t2", duration="1d"), Milestone("t3", after=["t1", "t2"])
    )


def test_a_file_of_our_own_dates_matches_entirely(script: Any, tmp_path: Path) -> None:
    plan = small_plan()
    msproject.dump(plan, tmp_path / "plan.xml", schedule(plan))
    (result,) = [script.examined(path) for path in tmp_path.glob("*.xml")]
    assert script.scores(list(result.outcomes)) == ["3/3"] * 10
    assert "mismatches: 0" in script.report([result])


def test_a_wrong_date_is_a_mismatch_with_its_reason(script: Any, tmp_path: Path) -> None:
    plan = small_plan()
    text = msproject.dumps(plan, schedule(plan)).decode()
    path = tmp_path / "plan.xml"
    path.write_text(
        text.replace("<Start>2026-03-03T17:00:00", "<Start>2026-03-04T08:00:00"), encoding="utf-8"
    )
    result = script.examined(path)
    assert [one.wrong for one in result.outcomes if one.wrong] == [
        {"start": ("Tue 2026-03-03 17:00", "Wed 2026-03-04 08:00")}
    ]
    assert "t1" in script.report([result])


def test_stored_values_that_contradict_each_other_are_stale(script: Any, tmp_path: Path) -> None:
    plan = small_plan()
    text = msproject.dumps(plan, schedule(plan)).decode()
    path = tmp_path / "plan.xml"
    for wrong, rule in (
        (text.replace("<TotalSlack>4800<", "<TotalSlack>9600<"), 12),
        (text.replace("<FreeSlack>4800<", "<FreeSlack>9600<"), 14),
        (text.replace("<Critical>0<", "<Critical>1<"), 15),
    ):
        assert wrong != text
        path.write_text(wrong, encoding="utf-8")
        result = script.examined(path)
        assert [(one.id, one.rule) for one in result.stale] == [("t2", rule)]
        assert result.left_out == {"t2": "stale"}


def test_what_only_timephased_data_explains_is_left_out(script: Any, tmp_path: Path) -> None:
    plan = Plan(start="2026-03-02 08:00").add(
        Task("t1", duration="1d"), Task("t2", duration="1d", manual="2026-03-03 08:00")
    )
    text = msproject.dumps(plan, schedule(plan)).decode()
    text = text.replace("<Finish>2026-03-02T17", "<Finish>2026-03-05T17")
    shaped = "<Assignment><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><WorkContour>8</WorkContour></Assignment>"
    path = tmp_path / "plan.xml"
    path.write_text(text.replace("<Assignments>", f"<Assignments>{shaped}"), encoding="utf-8")
    assert script.examined(path).left_out == {"t1": "shaped by timephased data", "t2": "dates set by hand"}
    path.write_text(text, encoding="utf-8")
    assert "t1" not in script.examined(path).left_out


def test_the_script_runs_on_any_folder(root: Path, tmp_path: Path) -> None:
    head = '<Project xmlns="http://schemas.microsoft.com/project">'
    texts = {
        "empty.xml": "",
        "garbage.xml": "not xml",
        "no-tasks.xml": f"{head}</Project>",
        "no-dates.xml": f"{head}<Tasks><Task><UID>1</UID></Task></Tasks></Project>",
        "ring.xml": f"{head}<Tasks>"
        + "".join(
            f"<Task><UID>{a}</UID><Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"
            f"<PredecessorLink><PredecessorUID>{b}</PredecessorUID></PredecessorLink></Task>"
            for a, b in ((1, 2), (2, 1))
        )
        + "</Tasks></Project>",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "folder.xml").mkdir()
    for folder, expected in (
        (tmp_path, "could not be compared: 5"),
        (tmp_path / "folder.xml", ""),
        (tmp_path / "none", ""),
    ):
        done = subprocess.run(
            [sys.executable, str(root / "benchmarks" / "msproject.py"), str(folder)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
