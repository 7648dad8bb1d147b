"""A store in a database keeps every promise of stores, on SQLite in both journal modes, in memory, and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workmodel.storage.sql import SqlStore
from workmodel.testing.store_contract import PlanStoreContract


class OnSql(PlanStoreContract):
    """Stores in databases, closed when a test is over."""

    options: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @pytest.fixture(autouse=True)
    def _closing(self) -> Iterator[None]:
        self.opened: list[SqlStore] = []
        yield
        for store in self.opened:
            store.close()

    def open_store(self, place: Any, **options: Any) -> SqlStore:
        store = SqlStore(place, **self.options, **options)
        self.opened.append(store)
        return store


class TestSqliteInMemory(OnSql):
    @pytest.fixture
    def place(self) -> str:
        return "sqlite://"


class TestSqliteWithAJournalFile(OnSql):
    kept = True
    options = {"_journal": "DELETE"}  # noqa: RUF012 - never changed

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "plans % ?.db"


class TestSqliteWithALogAhead(TestSqliteWithAJournalFile):
    options = {"_journal": "WAL"}  # noqa: RUF012 - never changed


class TestPostgres(OnSql):
    kept = True

    @pytest.fixture
    def place(self, fresh_database: Callable[[], str]) -> str:
        return fresh_database()
