"""Plans that are kept: stores behind one interface, with every revision there ever was.

A `PlanStore` holds plans by name. Saving names the revision that the work began from, so that nobody overwrites anybody;
nothing is ever overwritten or deleted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from workmodel.storage.files import FileStore
from workmodel.storage.interface import PlanStore, Revision, Stored
from workmodel.storage.logged import LoggedStore
from workmodel.storage.memory import MemoryStore

if TYPE_CHECKING:
    from workmodel.storage.sql import SqlStore

__all__ = ["FileStore", "LoggedStore", "MemoryStore", "PlanStore", "Revision", "SqlStore", "Stored"]


def __getattr__(name: str) -> Any:
    if name == "SqlStore":
        return import_module("workmodel.storage.sql").SqlStore
    raise AttributeError(f"module 'workmodel.storage' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
