"""Executors that are none of the standard library's: what they answer is what one process answers.

They leave threads running, and dask loads a library that pickles exceptions its own way, so they get a process of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

INSIDE = Path(__file__).with_name("inside_other_executors.py")


@pytest.mark.parametrize("name", ["loky", "dask"])
def test_other_executors_answer_what_one_process_answers(name):
    pytest.importorskip({"loky": "loky", "dask": "distributed"}[name], reason=f"needs {name}")
    usual = {key: value for key, value in os.environ.items() if not key.startswith(("COV", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", f"[{name}]", INSIDE],
        env=usual, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
