"""When routines occur: the occurrences of a window, the next one, and how well a routine is kept.

Occurrences are derived, never entities: whatever the rule, a question about a window ends, and its cost is that of the
window. What was done is a `workmodel.domain.Completion`, keyed by the original start, so that moving an occurrence
never breaks the chain.
"""

from workmodel.routines.frame import validity
from workmodel.routines.handover import hand_over
from workmodel.routines.keeping import Adherence, adherence
from workmodel.routines.occurrence import Occurrence, OccurrenceStep
from workmodel.routines.occurring import next_occurrence, occurrences

__all__ = [
    "Adherence",
    "Occurrence",
    "OccurrenceStep",
    "adherence",
    "hand_over",
    "next_occurrence",
    "occurrences",
    "validity",
]
