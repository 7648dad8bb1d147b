"""The planner's questions, each answered by running the engines and telling what differs.

`consider`: can we take this on? `suggest`: what would help with an overload, or get something done earlier?

Nothing here has rules of its own: what is told of a change is what the engines, `workmodel.scheduling.schedule` and
`workmodel.allocation.allocate`, say of the plan before and after it.
"""

from workmodel.advice.asked import Asked
from workmodel.advice.consider import Consideration, consider
from workmodel.advice.moves import Move, Outcome
from workmodel.advice.shifts import Missed, Shift
from workmodel.advice.slots import Slot
from workmodel.advice.suggest import suggest

__all__ = ["Asked", "Consideration", "Missed", "Move", "Outcome", "Shift", "Slot", "consider", "suggest"]
