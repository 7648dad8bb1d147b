"""Plans that are kept: stores behind one interface, with every revision there ever was.

A `PlanStore` holds plans by name. Saving names the revision that the work began from, so that nobody overwrites anybody;
nothing is ever overwritten or deleted.
"""

from workmodel.storage.interface import PlanStore, Revision, Stored

__all__ = ["PlanStore", "Revision", "Stored"]
