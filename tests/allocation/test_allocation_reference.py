"""Published projects through what a program calls: read, allocate, verify; and the script that measures it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def script(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location(
        "benchmark_of_allocation", root / "benchmarks" / "allocation.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_schedule_of_a_published_project_breaks_a_promise_or_beats_what_is_proved(
    script: Any, benchmarks: Path
) -> None:
    folder = benchmarks / "psplib"
    if not (folder / "j30.zip").is_file():
        pytest.skip(f"no j30.zip in {folder}")
    outcomes = [script.run(case, {"iterations": 60, "seed": 0}) for case in script.cases(folder, "j30", 48)]
    assert len(outcomes) == 10
    for one in outcomes:
        assert one.faults == 0
        assert one.case.path <= one.case.best <= one.makespan  # all of this set are closed
        assert one.makespan == one.case.best or not one.proved
    assert script.report("j30", outcomes).startswith("j30: 10 instances, ")


def test_modes_of_published_projects_are_chosen_within_what_is_proved(script: Any, benchmarks: Path) -> None:
    folder = benchmarks / "psplib"
    if not (folder / "j10mm.zip").is_file():
        pytest.skip(f"no j10mm.zip in {folder}")
    outcomes = [script.run(case, {"iterations": 300}) for case in script.cases(folder, "j10mm", 60)]
    assert len(outcomes) == 9
    for one in outcomes:
        assert one.faults == 0
        assert one.case.best <= one.makespan  # all of this set are closed
        assert one.makespan == one.case.best or not one.proved


def test_without_the_data_the_script_says_what_is_missing(root: Path, tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "allocation.py"), "j30"],
        env={"WORKMODEL_BENCHMARKS": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith("skipped: no j30.zip in ")
