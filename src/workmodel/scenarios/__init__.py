"""Several plans at once: what was agreed, what stands side by side, what changed and what that caused, what was known when.

`baseline` keeps what a plan promises, `variance` measures a plan against it. `compare` sets plans side by side. `what_changed`
tells edits and their consequences apart. `as_of` and `first_known` go back through the revisions that a store keeps.
"""

from workmodel.scenarios.baselines import baseline
from workmodel.scenarios.compare import compare
from workmodel.scenarios.comparison import Comparison, Scenario
from workmodel.scenarios.facts import Fact
from workmodel.scenarios.history import History, Kept, KeptRevision, Known, Past, as_of, first_known
from workmodel.scenarios.variance import Variance, VarianceRow, variance
from workmodel.scenarios.what_changed import Consequence, Consequences, WhatChanged, what_changed

__all__ = [
    "Comparison",
    "Consequence",
    "Consequences",
    "Fact",
    "History",
    "Kept",
    "KeptRevision",
    "Known",
    "Past",
    "Scenario",
    "Variance",
    "VarianceRow",
    "WhatChanged",
    "as_of",
    "baseline",
    "compare",
    "first_known",
    "variance",
    "what_changed",
]
