"""`Relation`: one declared link between two items, seen from outside both; and who holds the links that wait for an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workmodel.domain import Binding, Dependency, Link
    from workmodel.domain.chunks import Row
    from workmodel.quantities import Lag

__all__ = ["Relation", "incoming"]


@frozen
class Relation:
    """A link as it was declared: *successor* holds *dependency*, which names *predecessor*.

    Attributes
    ----------
    predecessor, successor
        Ids of the two items; either may be a summary, and then the link holds for everything below it.
    dependency
        What the successor declares.

    Examples
    --------
    >>> from workmodel.domain import dependency
    >>> relation = Relation("design", "build", dependency("design SS+2d"))
    >>> str(relation), relation.link.name, str(relation.lag)
    ('build after design SS+2d', 'SS', '2d')
    """

    predecessor: str
    successor: str
    dependency: Dependency

    @property
    def link(self) -> Link:
        """Which ends are tied."""
        return self.dependency.link

    @property
    def lag(self) -> Lag:
        """What is added to the date that is waited for."""
        return self.dependency.lag

    @property
    def binding(self) -> Binding | None:
        """Which occurrence is waited for, where the predecessor is a routine."""
        return self.dependency.binding

    def __str__(self) -> str:
        return f"{self.successor} after {self.dependency}"


def incoming(rows: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """For each slot the links that wait for it: slot of the holder and position among the holder's. O(slots + links)."""
    found: list[list[tuple[int, int]]] = [[] for _ in rows]
    for slot, row in enumerate(rows):
        for place, link in enumerate(row.links):
            found[link[0]].append((slot, place))
    return found
