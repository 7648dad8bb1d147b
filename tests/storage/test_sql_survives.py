"""What was acknowledged stays and nothing is torn, whoever is killed; and of many who save at once nobody is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "sql_crashes.py"
PLACES = ["DELETE", "WAL", "postgres"]


def run(what: str, folder: Path, place: str, journal: str, *more: str) -> dict[str, int]:
    command = [sys.executable, str(SCRIPT), what, str(folder), place, journal, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """An address and how its journal is kept."""
    if request.param == "postgres":
        return request.getfixturevalue("fresh_database")(), "-"
    return f"sqlite:///{tmp_path}/plans.db", request.param


def test_no_acknowledged_revision_is_lost_and_none_is_torn_when_savers_are_killed(
    place: tuple[str, str], tmp_path: Path
) -> None:
    found = run("kill", tmp_path, *place, "150")
    assert found["kills"] == 150
    assert found["revisions"] > 150


@pytest.mark.thorough
def test_neither_when_very_many_are_killed(place: tuple[str, str], tmp_path: Path) -> None:
    assert run("kill", tmp_path, *place, "1500")["revisions"] > 1500


def test_no_acknowledged_revision_is_lost_when_the_server_goes_down(
    durable_server: Any, tmp_path: Path
) -> None:
    url = durable_server.url()
    run("kill", tmp_path, url, "-", "0")
    for _ in range(4):
        saver = subprocess.Popen(
            [sys.executable, str(SCRIPT), "save", str(tmp_path), url, "-"], stderr=subprocess.DEVNULL
        )
        begun = (tmp_path / "acknowledged").read_bytes()
        while (tmp_path / "acknowledged").read_bytes() == begun:
            time.sleep(0.01)
        time.sleep(0.2)
        durable_server.stop()
        assert saver.wait(timeout=120) != 0
        durable_server.start()
        run("look", tmp_path, url, "-")


def test_four_that_count_together_count_to_two_thousand(place: tuple[str, str], tmp_path: Path) -> None:
    assert run("count", tmp_path, *place) == {"count": 2000, "revisions": 2001}


def test_those_who_do_not_look_at_what_others_did_lose_some(
    fresh_database: Callable[[], str], tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/plans.db", fresh_database()):
        assert run("careless", tmp_path, url, "-")["count"] < 100
