"""What is stopped on its way by whoever asked for it."""

from __future__ import annotations

from attrs import frozen

from workmodel.errors.base import WorkModelError

__all__ = ["Stopped"]


@frozen
class Stopped(WorkModelError, RuntimeError):
    """What ``on_progress`` stopped by returning ``False``, where half of an answer is none.

    Attributes
    ----------
    what
        What was being done ("scheduling the plan").
    done, most
        How far it was, of how much.

    Examples
    --------
    >>> print(Stopped("scheduling the plan", 2, 4))
    scheduling the plan was stopped at 2 of 4, because on_progress returned False. Nothing has changed; begin anew to have...
    """

    what: str
    done: int
    most: int

    def __str__(self) -> str:
        return (
            f"{self.what} was stopped at {self.done:,} of {self.most:,}, because on_progress returned False. "
            "Nothing has changed; begin anew to have the whole, and return None to go on."
        )
