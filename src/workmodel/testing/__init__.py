"""For tests: plans as pictures, dates as text; further in, generated plans, an oracle and corruptors.

`sketch` and `timetable` are enough for most tests. `workmodel.testing.strategies` (Hypothesis, extra
``testing``) makes any valid plan, `workmodel.testing.oracle` reads the scheduling rules slowly and plainly,
and `workmodel.testing.corruptors` and `workmodel.testing.allocation_corruptors` break schedules and allocations
in named ways, to test whoever checks them. `PlanStoreContract` and `plan_store_machine` are the tests that every store of
plans has to pass; they need pytest and Hypothesis, and are loaded on first use. Nothing here is imported by
``import workmodel``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from workmodel.testing.drawing import drawn
from workmodel.testing.reading import timetable
from workmodel.testing.sketching import sketch

if TYPE_CHECKING:
    from workmodel.testing.store_contract import PlanStoreContract as PlanStoreContract
    from workmodel.testing.store_machine import plan_store_machine as plan_store_machine

__all__ = ["drawn", "sketch", "timetable"]  # the tests of stores stand on the pages of their own modules

_LATER = {"PlanStoreContract": "store_contract", "plan_store_machine": "store_machine"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'workmodel.testing' has no attribute {name!r}")
    return getattr(import_module(f"workmodel.testing.{_LATER[name]}"), name)
