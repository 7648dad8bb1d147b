"""Questions over several plans, and over several versions of one.

`merge` makes two edits of one plan into one and tells what they contradict each other in. `Edits` keeps versions for
undo and redo, and takes back a step in the middle by a merge. `baseline` keeps what a plan promises, `variance` measures a
plan against it. `compare` sets plans side by side. `what_if` tells what a change would do before it is made, `what_changed`
tells edits and what they caused apart. `as_of` and `first_known` go back through the revisions that a store keeps.
"""

from workmodel.scenarios.baselines import baseline
from workmodel.scenarios.compare import compare
from workmodel.scenarios.comparison import Comparison, Scenario
from workmodel.scenarios.edits import Edits, EditStep
from workmodel.scenarios.facts import Fact
from workmodel.scenarios.history import History, Kept, KeptRevision, Known, Past, as_of, first_known
from workmodel.scenarios.merge import Merge, merge
from workmodel.scenarios.merge_conflict import OPEN, Conflict
from workmodel.scenarios.overload_changes import OverloadChange
from workmodel.scenarios.variance import Variance, VarianceRow, variance
from workmodel.scenarios.what_changed import Consequence, Consequences, WhatChanged, what_changed
from workmodel.scenarios.what_if import WhatIf, what_if

__all__ = [
    "OPEN",
    "Comparison",
    "Conflict",
    "Consequence",
    "Consequences",
    "EditStep",
    "Edits",
    "Fact",
    "History",
    "Kept",
    "KeptRevision",
    "Known",
    "Merge",
    "OverloadChange",
    "Past",
    "Scenario",
    "Variance",
    "VarianceRow",
    "WhatChanged",
    "WhatIf",
    "as_of",
    "baseline",
    "compare",
    "first_known",
    "merge",
    "variance",
    "what_changed",
    "what_if",
]
