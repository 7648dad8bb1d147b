"""How good dates are: what is to be better, as numbers of which less is better, the first counting most."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.allocation.holding import Held
from workmodel.allocation.levelling import Choosing, Place
from workmodel.allocation.posing import Posed
from workmodel.domain import Task
from workmodel.graph.network import LEAF

if TYPE_CHECKING:
    from workmodel.allocation.workers import Worker

__all__ = ["Price", "Scores", "prices"]

Places = Mapping[int, Place]
_CENT: Final = 10_000  # prices are whole ten-thousandths of a unit of currency


class Scores:
    """The aims of one posed plan.

    Parameters
    ----------
    posed
        What is levelled.
    aims
        Names of objectives, the first counts most.
    """

    def __init__(self, posed: Posed, aims: tuple[str, ...]) -> None:
        self.posed, self.aims = posed, aims
        level = posed.level
        items = [posed.wide[name] for name in level.names]
        self._weights = [getattr(item, "priority", 500) + 1 for item in items]
        self._caps = level.step.problem.columns["finish_cap"].tolist()
        self._present = posed.column("start") if "stability" in aims else []
        self._prices = prices(posed)
        self._people = {node: {one.resource for one in own} for node, own in posed.workers.items()}
        self._before = _before(posed)
        parts: dict[str, Callable[[Places], int]] = {
            "finish": lambda places: max(place.finish for place in places.values()),
            "lateness": self._late,
            "cost": lambda places: sum(self._price(place) for place in places.values()),
            "stability": self._moved,
            "load": self._uneven,
            "handovers": self._handed_over,
        }
        self._parts = [parts[aim] for aim in aims]

    def of(self, places: Places) -> tuple[int, ...]:
        """How good places are; what is used up beyond what there is counts before all else, at last that all ends early."""
        total = sum(place.finish for place in places.values())
        return (self._short(places), *(part(places) for part in self._parts), total)

    def _price(self, place: Place) -> int:
        price = self._prices.get(place.way)
        return 0 if price is None else price.at(place.start)

    def _short(self, places: Places) -> int:
        return sum(max(-units, 0) for units in self.posed.level.left_over(places).values())

    def _late(self, places: Places) -> int:
        return sum(
            max(place.finish - self._caps[node], 0) * self._weights[node] for node, place in places.items()
        )

    def _moved(self, places: Places) -> int:
        return sum(
            abs(place.start - self._present[node]) * self._weights[node] for node, place in places.items()
        )

    def _uneven(self, places: Places) -> int:
        """What each resource is held by, squared and summed over time: least where it is the same throughout."""
        held: dict[str, Held] = {}
        for node, place in places.items():
            for name, units in self.posed.level.needs.get(place.way, ()):
                held.setdefault(name, Held([0], [0])).hold(str(node), place.start, place.finish, units)
        return sum(one.squared() for one in held.values())

    def _handed_over(self, places: Places) -> int:
        return sum(self._handovers(node, place.way, places) for node, place in places.items())

    def _handovers(self, node: int, way: int, places: Places) -> int:
        """From how many of those that a node waits for its work goes on with nobody who did those."""
        own = self._people.get(way)
        if not own:
            return 0
        return sum(
            not own & theirs
            for before in self._before[node]
            if before in places and (theirs := self._people.get(places[before].way))
        )

    def choosing(self, places: dict[int, Place]) -> Choosing:
        """Which way of a node is best, given the places of those before it: by the aims, then finish, hand-overs, price."""

        def better(node: int, way: int, place: Place) -> tuple[int, ...]:
            handed, price = self._handovers(node, way, places), self._price(place)
            found = {
                "finish": place.finish,
                "lateness": max(place.finish - self._caps[node], 0),
                "cost": price,
                "stability": abs(place.start - self._present[node]) if self._present else 0,
                "handovers": handed,
            }
            return (*(found[aim] for aim in self.aims if aim in found), handed, price)

        return better


def _before(posed: Posed) -> list[list[int]]:
    """Per node, the leaves that it waits for."""
    network = posed.level.step.problem.network
    return [
        [
            int(before)
            for before in network.predecessor[
                int(network.first[node]) : int(network.first[node + 1])
            ].tolist()
            if network.part[before] == LEAF
        ]
        for node in range(len(posed.level.names))
    ]


@frozen
class Price:
    """What the work of a node costs, by the day on which it begins.

    Attributes
    ----------
    since
        From when on, in order. [min since 1970]
    costs
        One more: the first before all of these. [1/10 000 of the currency]
    """

    since: list[int]
    costs: list[int]

    def at(self, start: int) -> int:
        """What it costs if it begins then."""
        return self.costs[bisect_right(self.since, start)]


def prices(posed: Posed) -> dict[int, Price]:
    """What the work of each node costs, as far as rates are known, at the rates of the day on which it begins.

    Amounts in different currencies are added as they stand.
    """
    plan = posed.wide
    if not any(
        one.cost_rate is not None or one.cost_rates or one.cost_per_use is not None
        for one in plan.resources.values()
    ):
        return {}
    found = {}
    for node, name in enumerate(posed.level.names):
        task = plan[name]
        if not isinstance(task, Task) or node in posed.level.options:
            continue
        names = {one.resource for one in task.assignments} | {
            one.resource for one in posed.workers.get(node, ())
        }
        changes = sorted({rate.start for name in names for rate in plan.resources[name].cost_rates})
        found[node] = Price(
            [plan.axis.minute(day) for day in changes],
            [_cost(posed, node, task, day) for day in (date.min, *changes)],
        )
    return found


def _cost(posed: Posed, node: int, task: Task, day: date) -> int:
    plan, cost = posed.wide, Fraction(0)
    for worker in posed.workers.get(node, ()):
        rate = plan.resources[worker.resource].cost_rate_on(day)
        if rate is not None:
            cost += Fraction(rate.amount) * _hours(posed, node, worker)
    for one in task.assignments:
        resource = plan.resources[one.resource]
        if resource.cost_per_use is not None:
            cost += Fraction(resource.cost_per_use.amount)
        if not resource.works and one.units is not None:
            rate = resource.cost_rate_on(day)
            price = 1 if resource.type == "money" else 0 if rate is None else Fraction(rate.amount)
            cost += Fraction(one.units) * price
    return int(cost * _CENT)


def _hours(posed: Posed, node: int, worker: Worker) -> Fraction:
    """How long somebody works on a node, with all their time. [h]"""
    units = Fraction(min(worker.asked, worker.units), 10_000)
    return Fraction(posed.minutes[node], 60) * units
