"""What a merge and a history of edits do not have."""

from __future__ import annotations

from attrs import frozen

from workmodel.errors.base import WorkModelError

__all__ = ["NoStep", "UnknownConflict"]


@frozen
class UnknownConflict(WorkModelError, LookupError):
    """A merge has no such conflict.

    Attributes
    ----------
    conflict
        The conflict, as it prints.
    number
        How many are open.
    """

    conflict: str
    number: int

    def __str__(self) -> str:
        many = "one is" if self.number == 1 else f"{self.number or 'none'} are"
        return f"this merge has no such conflict: {self.conflict}; {many} open, see its conflicts"


@frozen
class NoStep(WorkModelError, LookupError):
    """A history of edits has no such step.

    Attributes
    ----------
    asked
        What was asked of it: ``"undo"``, ``"redo"`` or a number.
    steps
        How many it has in that direction; for a number, how many are done.
    """

    asked: str
    steps: int

    def __str__(self) -> str:
        have = f"there {'is' if self.steps == 1 else 'are'} {self.steps or 'none'}"
        if self.asked in ("undo", "redo"):
            return f"there are not so many steps to {self.asked}: {have}; ask can_{self.asked} first"
        return f"step {self.asked} is none of what was done: {have}, numbered from 1; see steps"
