"""Any sequence of edits, saves, branches and merges leaves a database as it leaves the store in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from workmodel.storage.sql import SqlStore
from workmodel.testing.store_machine import plan_store_machine


@pytest.fixture
def fewer(machine_settings: settings, thorough: bool) -> settings:
    """Fewer runs for a commit than for a store in memory: here every save waits for a disk or a server."""
    return machine_settings if thorough else settings(machine_settings, max_examples=50)


def test_sqlite_holds_what_memory_holds(fewer: settings) -> None:
    machine = plan_store_machine(
        lambda place, **options: SqlStore(Path(place.name) / "plans.db", **options),
        place=TemporaryDirectory,
        drop=TemporaryDirectory.cleanup,
        kept=True,
    )
    run_state_machine_as_test(machine, settings=fewer)


def test_postgres_holds_what_memory_holds(fewer: settings, fresh_database: Callable[[], str]) -> None:
    opened: list[SqlStore] = []

    def store(place: str, **options: Any) -> SqlStore:
        opened.append(SqlStore(place, **options))
        return opened[-1]

    def drop(_: str) -> None:
        while opened:
            opened.pop().close()

    machine = plan_store_machine(store, place=fresh_database, drop=drop, kept=True)
    run_state_machine_as_test(machine, settings=fewer)
