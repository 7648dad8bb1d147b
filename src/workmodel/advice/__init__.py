"""The planner's questions, each answered by running the engines and telling what differs.

`consider`: can we take this on? `suggest`: what would help with an overload, or get something done earlier?
`conflicts`: why can this not be had, and what would mend it? `marginal_value`: whose hours are worth most?
`latest_start`: when do we have to begin, to be done in time?

Nothing here has rules of its own: what is told of a change is what the engines, `workmodel.scheduling.schedule` and
`workmodel.allocation.allocate`, say of the plan before and after it.
"""

from workmodel.advice.asked import Asked
from workmodel.advice.conflicts import Conflict, conflicts
from workmodel.advice.consider import Consideration, consider
from workmodel.advice.facts import Fact
from workmodel.advice.latest import latest_start
from workmodel.advice.marginal import MarginalValue, marginal_value, with_more_hours
from workmodel.advice.moves import Move, Outcome
from workmodel.advice.repairs import Repair
from workmodel.advice.shifts import Missed, Shift
from workmodel.advice.slots import Slot
from workmodel.advice.suggest import suggest

__all__ = [
    "Asked",
    "Conflict",
    "Consideration",
    "Fact",
    "MarginalValue",
    "Missed",
    "Move",
    "Outcome",
    "Repair",
    "Shift",
    "Slot",
    "conflicts",
    "consider",
    "latest_start",
    "marginal_value",
    "suggest",
    "with_more_hours",
]
