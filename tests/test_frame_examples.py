"""Every example prints what the file beside it says.

``python3 dev.py accept`` runs this file as a script, which writes those files anew.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))


def ran(script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run *script* as a reader would, in an empty folder, with warnings as errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def difference(expected: str, printed: str, name: str) -> str:
    """The two texts as a unified diff; empty if they are equal."""
    lines = difflib.unified_diff(
        expected.splitlines(), printed.splitlines(), f"{name} (expected)", f"{name} (printed)", lineterm=""
    )
    return "\n".join(lines)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_prints_what_the_file_beside_it_says(script: Path, tmp_path: Path) -> None:
    done = ran(script, tmp_path)
    assert done.returncode == 0, done.stderr
    expected = script.with_suffix(".out")
    assert expected.exists(), f"{expected.name} is missing; python3 dev.py accept writes it"
    found = difference(expected.read_text(encoding="utf-8"), done.stdout, expected.name)
    assert not found, f"{found}\n\nIf the new output is right: python3 dev.py accept"
    assert not done.stderr, done.stderr


def test_no_expected_output_outlives_its_example() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.out")} <= {script.stem for script in SCRIPTS}


def test_a_difference_is_shown_line_by_line() -> None:
    assert difference("a\nb\n", "a\nc\n", "x") == (
        "--- x (expected)\n+++ x (printed)\n@@ -1,2 +1,2 @@\n a\n-b\n+c"
    )


def accept() -> int:
    """Write each example's output beside it; the number of examples that failed."""
    failures = 0
    for script in SCRIPTS:
        with tempfile.TemporaryDirectory() as folder:
            done = ran(script, Path(folder))
        if done.returncode != 0 or done.stderr:
            failures += 1
            print(f"{script.name}: failed\n{done.stderr}")
            continue
        beside = script.with_suffix(".out")
        changed = not beside.exists() or beside.read_text(encoding="utf-8") != done.stdout
        beside.write_text(done.stdout, encoding="utf-8")
        print(f"{beside.name}: {'written' if changed else 'unchanged'}")
    return failures


if __name__ == "__main__":
    raise SystemExit(1 if accept() else 0)
