"""What somebody ended before there was an answer."""

from __future__ import annotations

from attrs import frozen

from workmodel.errors.base import WorkModelError

__all__ = ["Stopped"]


@frozen
class Stopped(WorkModelError, RuntimeError):
    """Work that was ended because whoever was told of its progress said so.

    Attributes
    ----------
    what
        What was asked for ("a ledger").
    made, most
        How many steps were made, and how many there would have been.

    Examples
    --------
    >>> print(Stopped("a ledger", 3, 40))
    a ledger was stopped after 3 of 40 steps, because on_progress returned False; nothing of it is handed out. Ask for less...
    """

    what: str
    made: int
    most: int

    def __str__(self) -> str:
        return (
            f"{self.what} was stopped after {self.made:,} of {self.most:,} steps, because on_progress returned False; nothing "
            "of it is handed out. Ask for less, such as fewer days, or let it come to its end."
        )
