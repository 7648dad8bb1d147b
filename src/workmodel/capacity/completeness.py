"""What a total covers: how many of what it should hold say enough to be in it."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Completeness"]


@frozen
class Completeness:
    """How much of what a total should hold is in it.

    Attributes
    ----------
    count
        How many there are.
    missing
        Ids of those that no total holds, in the plan's order.
    lacks
        What these lack, in words: ``"resources have no rate"``.

    Examples
    --------
    >>> print(Completeness(12, ("ana", "ben"), "resources have no rate"))
    2 of 12 resources have no rate
    """

    count: int
    missing: tuple[str, ...]
    lacks: str

    def __str__(self) -> str:
        return f"{len(self.missing)} of {self.count} {self.lacks}"
