"""Plans in a folder."""

import pytest

from workmodel.storage import FileStore
from workmodel.testing.store_contract import PlanStoreContract


class TestFileStore(PlanStoreContract):
    kept = True

    @pytest.fixture
    def place(self, tmp_path):
        return tmp_path / "plans"

    def open_store(self, place, **options):
        return FileStore(place, **options)
