"""Equal input, equal output: whatever the hash seed, the thread or the process."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from workmodel import Plan, Task, schedule
from workmodel.interchange import document
from workmodel.views import report

LAUNCH = Path(__file__).parent.parent / "examples" / "product_launch.json"


def fingerprint(path: str) -> str:
    """Everything that can be seen of a plan and its schedule, as one number."""
    plan = document.loads(Path(path).read_text(encoding="utf-8"))
    dates = schedule(plan)
    seen = [
        document.dumps(plan),
        repr(dates.columns()),
        repr([(item.id, item.driver) for item in dates.values()]),
        repr(dates.findings),
        repr([str(dates.explain(name)) for name in dates]),
        repr((dates.critical_path, dates.paths("live", 5))),
        report.html(dates),
    ]
    return sha256("\x00".join(seen).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_shows_nowhere(seed: str) -> None:
    program = f"import test_frame_determinism as t; print(t.fingerprint({str(LAUNCH)!r}))"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == fingerprint(str(LAUNCH))


def test_threads_that_ask_one_plan_at_once_get_one_answer() -> None:
    plan = Plan(start="2026-03-02").add(
        *(Task(f"t{i}", duration=f"{1 + i % 7}d", after=[f"t{i - 3}"] if i > 2 else []) for i in range(400))
    )
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: schedule(plan), range(32)))
    fresh = schedule(Plan(start="2026-03-02").add(*plan))
    assert all(answer == fresh for answer in answers)
    assert all(answer.columns() == fresh.columns() for answer in answers)


def test_processes_give_what_this_one_gives() -> None:
    plan = document.loads(LAUNCH.read_text(encoding="utf-8"))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        answers = list(pool.map(schedule, [plan] * 2))
    here = schedule(plan)
    for answer in answers:
        assert answer == here
        assert answer.explain("live") == here.explain("live")
        assert [item.driver for item in answer.values()] == [item.driver for item in here.values()]
