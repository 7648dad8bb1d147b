"""Questions over several versions of a plan: two edits made into one, and edits undone and redone.

`merge` makes two edits of one plan into one and tells what they contradict each other in. `Edits` keeps versions for
undo and redo, and takes back a step in the middle by a merge.
"""

from workmodel.scenarios.edits import Edits, EditStep
from workmodel.scenarios.merge import Merge, merge
from workmodel.scenarios.merge_conflict import OPEN, Conflict

__all__ = ["OPEN", "Conflict", "EditStep", "Edits", "Merge", "merge"]
