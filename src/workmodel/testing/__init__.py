"""For tests: plans as pictures, dates as text; further in, generated plans, an oracle and corruptors.

`sketch` and `timetable` are enough for most tests. `workmodel.testing.strategies` (Hypothesis, extra
``testing``) makes any valid plan, `workmodel.testing.oracle` reads the scheduling rules slowly and plainly,
and `workmodel.testing.corruptors` and `workmodel.testing.allocation_corruptors` break schedules and allocations
in named ways, to test whoever checks them. `workmodel.testing.store_contract` and `workmodel.testing.store_machine` are
the tests that every store of plans has to pass. Nothing here is imported by ``import workmodel``.
"""

from workmodel.testing.drawing import drawn
from workmodel.testing.reading import timetable
from workmodel.testing.sketching import sketch

__all__ = ["drawn", "sketch", "timetable"]
