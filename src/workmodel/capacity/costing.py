"""What a ledger costs, as exact entries: hours at the rate of their day, uses, materials at their price, money spent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.capacity.covered import covered
from workmodel.capacity.drawing_down import draws, starts
from workmodel.capacity.hours import SCALE
from workmodel.domain import Resource, Routine, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.ledger import Ledger
    from workmodel.quantities import Money

    Ints = NDArray[np.int64]

__all__ = ["Entry", "Part", "costing"]

Part = Literal["work", "use", "material", "money"]

_HOUR: Final = 60 * SCALE
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


@frozen(eq=False)
class Entry:
    """One thing that costs something.

    Attributes
    ----------
    item, resource
        Ids.
    part
        What it is.
    period
        Number of the period in which it falls.
    currency
        ISO 4217 code.
    amount
        How much, exactly.
    """

    item: str
    resource: str
    part: Part
    period: int
    currency: str
    amount: Fraction


def costing(ledger: Ledger, of_day: Ints, *, all_work: bool = False) -> tuple[list[Entry], dict[str, bool]]:
    """Everything that costs something in a ledger's days, and of each resource that is used whether all of it has a price.

    Parameters
    ----------
    ledger
        Whose hours and days.
    of_day
        The number of the period of each day.
    all_work
        Whether hours that are wanted are priced, granted or not.
    """
    told: dict[str, bool] = {}
    entries = [
        *_hours(ledger, of_day, told, all_work),
        *_quantities(ledger, of_day, told),
        *_uses(ledger, of_day),
    ]
    return entries, told


def _entry(item: str, name: str, part: Part, period: int, rate: Money, times: Fraction) -> Entry:
    return Entry(item, name, part, period, rate.currency, Fraction(rate.amount) * times)


def _hours(ledger: Ledger, of_day: Ints, told: dict[str, bool], all_work: bool) -> Iterator[Entry]:
    """Hours at the rate of their day, summed as long as one rate holds in one period."""
    import numpy as np

    here, sources = covered(ledger), ledger.claims.sources
    hours = here.wanted if all_work else here.granted
    rates: list[Money | None] = []
    rate_of = np.zeros((len(ledger.resources), len(ledger.days)), dtype=np.int64)
    for r, name in enumerate(ledger.resources):
        rate_of[r] = _rates_by_day(ledger, ledger.plan.resources[name], rates)
    counts = np.array([one.kind != "reserve" for one in sources], dtype=bool)
    some = np.flatnonzero((hours > 0) & counts[here.source]) if len(sources) else here.source
    row, day = here.row[some], here.day[some]
    keys = np.stack([row, here.source[some], rate_of[row, day], of_day[day]])
    groups, where = np.unique(keys, axis=1, return_inverse=True)
    sums = np.zeros(groups.shape[1], dtype=np.int64)
    np.add.at(sums, where.ravel(), hours[some])
    for r, source, rate, period, units in zip(*groups.tolist(), sums.tolist(), strict=True):
        name, money = ledger.resources[r], rates[rate]
        told[name] = told.get(name, True) and money is not None
        if money is not None:
            yield _entry(sources[source].id, name, "work", period, money, Fraction(units, _HOUR))


def _rates_by_day(ledger: Ledger, resource: Resource, rates: list[Money | None]) -> Ints:
    """For each day the number of the rate that holds, among rates, to which those of the resource are added."""
    import numpy as np

    found = np.full(len(ledger.days), len(rates), dtype=np.int64)
    rates.append(resource.cost_rate)
    for change in sorted(resource.cost_rates, key=lambda one: one.start):
        found[max((change.start - ledger.first).days, 0) :] = len(rates)
        rates.append(change.rate)
    return found


def _quantities(ledger: Ledger, of_day: Ints, told: dict[str, bool]) -> Iterator[Entry]:
    """Materials at the price of their day, and money as it is."""
    for one in draws(ledger):
        resource = ledger.plan.resources[one.resource]
        for day, units in one.by_day:
            period, quantity = int(of_day[(day - ledger.first).days]), Fraction(units, SCALE)
            if resource.type == "money":
                fits = bool(_CURRENCY.fullmatch(one.unit))
                if fits:
                    yield Entry(one.item, one.resource, "money", period, one.unit, quantity)
            else:
                rate = resource.cost_rate_on(day)
                fits = rate is not None and one.unit == (resource.unit or one.unit)
                if rate is not None and fits:
                    yield _entry(one.item, one.resource, "material", period, rate, quantity)
            told[one.resource] = told.get(one.resource, True) and fits


def _uses(ledger: Ledger, of_day: Ints) -> Iterator[Entry]:
    """What each assignment costs once: of a task on the day on which it starts, of a routine whenever it occurs."""
    plan = ledger.plan
    for item in plan:
        if not isinstance(item, (Task, Routine)):
            continue
        priced = [
            (one.resource, rate)
            for one in item.assignments
            if (rate := plan.resources[one.resource].cost_per_use) is not None
        ]
        if not priced:
            continue
        days = [ledger.schedule[item.id].start.date()] if isinstance(item, Task) else starts(ledger, item)
        for day in days:
            if ledger.first <= day <= ledger.last:
                for name, rate in priced:
                    yield _entry(
                        item.id, name, "use", int(of_day[(day - ledger.first).days]), rate, Fraction(1)
                    )
