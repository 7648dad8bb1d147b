"""What is used up, and what there is of it: what bounds the choice among ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define

from workmodel.capacity.hours import SCALE
from workmodel.domain import Plan, Task

__all__ = ["Stock", "stocks"]

Amounts = tuple[tuple[str, int], ...]


def stocks(
    wide: Plan, names: Sequence[str], options: Mapping[int, Sequence[int]], aside: Iterable[int]
) -> tuple[dict[str, int], dict[int, Amounts]]:
    """What is left for those who have a choice, and what each way takes of it.

    Returns
    -------
    dict of str to int
        By resource of which there is a stock: the stock without what tasks take that are done in just one way; below zero
        where these take more than there is. [1/10 000 of its unit]
    dict of int to tuple
        By node of a way, what it takes of which. [1/10 000 of the resource's unit]
    """
    left = {
        name: int(one.stock * SCALE)
        for name, one in wide.resources.items()
        if one.stock is not None and not one.works
    }
    ways = {way for own in options.values() for way in own}
    # all ways stand aside, those too that are no choice
    chosen = {names[node] for node in (*options, *aside)}
    takes = {way: tuple(_taken(wide, names[way], left)) for way in ways}
    for item in wide.items.values():
        if item.id not in chosen:
            for name, units in _taken(wide, item.id, left):
                left[name] -= units
    return left, takes


def _taken(plan: Plan, name: str, left: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    item = plan[name]
    for one in item.assignments if isinstance(item, Task) else ():
        if one.resource in left and one.units is not None:
            resource = plan.resources[one.resource]
            if not one.unit or one.unit == (resource.unit or one.unit):
                yield one.resource, int(one.units * SCALE)


@define
class Stock:
    """What is left while ways are chosen one by one, with the least that those still to come need set aside.

    Attributes
    ----------
    left
        What there is. [1/10 000 of each resource's unit]
    takes
        What each way takes of it.
    least
        What all that are still to be chosen take at least.
    """

    left: dict[str, int]
    takes: Mapping[int, Amounts]
    least: dict[str, int]

    @classmethod
    def begin(
        cls, left: Mapping[str, int], takes: Mapping[int, Amounts], options: Mapping[int, Sequence[int]]
    ) -> Stock:
        """Before anything is chosen."""
        made = cls(dict(left), takes, dict.fromkeys(left, 0))
        for own in options.values():
            made._set_aside(own, 1)
        return made

    def _set_aside(self, own: Sequence[int], sign: int) -> None:
        for name in self.left:
            self.least[name] += sign * min(dict(self.takes.get(way, ())).get(name, 0) for way in own)

    def open(self, own: Sequence[int]) -> None:
        """What a task takes at least is no longer set aside: it is being chosen."""
        if self.left:
            self._set_aside(own, -1)

    def lacking(self, way: int) -> int:
        """By how much a way takes more than the others can spare."""
        return sum(
            max(units - (self.left[name] - self.least[name]), 0) for name, units in self.takes.get(way, ())
        )

    def take(self, way: int) -> None:
        """Choose a way."""
        for name, units in self.takes.get(way, ()):
            self.left[name] -= units
