"""The store in memory keeps every promise; the others are measured by it."""

from workmodel.storage import MemoryStore
from workmodel.testing.store_contract import PlanStoreContract


class TestMemoryStore(PlanStoreContract):
    def open_store(self, place, **options):
        return MemoryStore(**options)
