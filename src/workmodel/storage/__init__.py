"""Plans that are kept: stores behind one interface, with every revision there ever was.

A `PlanStore` holds plans by name. Saving names the revision that the work began from, so that nobody overwrites anybody;
nothing is ever overwritten or deleted.
"""

from workmodel.storage.files import FileStore
from workmodel.storage.interface import PlanStore, Revision, Stored
from workmodel.storage.logged import LoggedStore
from workmodel.storage.memory import MemoryStore

__all__ = ["FileStore", "LoggedStore", "MemoryStore", "PlanStore", "Revision", "Stored"]
