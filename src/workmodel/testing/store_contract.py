"""`PlanStoreContract`: the tests that every store of plans has to pass, to be inherited (pytest, extra ``testing``).

::

    class TestMyStore(PlanStoreContract):
        kept = True

        @pytest.fixture
        def place(self, tmp_path):
            return tmp_path / "plans"

        def open_store(self, place, **options):
            return MyStore(place, **options)

`plan_store_machine` in `workmodel.testing.store_machine` makes the test that looks for what nobody thought of.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from workmodel.errors import MissingExtra

if find_spec("pytest") is None:
    raise MissingExtra("testing", "the tests of a store")

# below what tells of a missing library in our own words
import pytest

# asserts of modules that are not tests themselves would otherwise only say that they failed
_TESTS = ("workmodel.testing.store_saving", "workmodel.testing.store_contents")
pytest.register_assert_rewrite(*(name for name in _TESTS if name not in sys.modules))

from workmodel.testing.store_contents import Contents, Reopening, Times  # noqa: E402
from workmodel.testing.store_saving import ABranch, AnArchivedPlan, AnUpdate, Saving, WrongArguments  # noqa: E402

__all__ = ["PlanStoreContract"]


class PlanStoreContract(
    Saving, AnUpdate, ABranch, AnArchivedPlan, WrongArguments, Contents, Times, Reopening
):
    """What every `workmodel.storage.PlanStore` has to do, each promise a test; inherit, and say how to open a store.

    A subclass gives ``open_store(place, **options)``, which opens a store in a place and takes ``clock=`` and ``new_id=``.
    The fixture ``place`` says where: a dict by default, or whatever the subclass returns. ``kept = True`` says that a
    store opened in the same place again has what was saved there.

    Examples
    --------
    >>> from workmodel.storage import MemoryStore
    >>> class TestMemoryStore(PlanStoreContract):
    ...     def open_store(self, place, **options):
    ...         return MemoryStore(**options)
    >>> len([name for name in dir(TestMemoryStore) if name.startswith("test_")]) > 50
    True
    """
