"""Limits: the most somebody may be claimed for in a day, in an ISO week, and what they keep from claims and from what is free.

Days are the cells of a ledger, weeks those cells from Monday to Sunday. Claims of a week are served in their order over all of
it: whoever stands first gets the allowance, whatever day it is on. Only resources with a limit are looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.capacity.granting import granted
from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.wording import said_hours

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.capacity.claims import Claims
    from workmodel.domain import Plan

    Ints = NDArray[np.int64]

__all__ = ["Allowed", "Limit", "allowed", "beyond", "limited", "limits_met", "served_before", "whole_weeks"]

_NONE: Final = 2**60  # no limit


@frozen
class Limit:
    """The most somebody may be claimed for.

    Attributes
    ----------
    period
        ``"day"``, a local day; ``"week"``, its ISO week from Monday on.
    amount
        How much. [person-min]

    Examples
    --------
    >>> print(Limit("week", Decimal(1800)))
    30h a week
    """

    period: Literal["day", "week"]
    amount: Decimal

    def __str__(self) -> str:
        return f"{said_hours(self.amount)} a {self.period}"


def beyond(limits: Iterable[Limit]) -> str:
    """That something is more than limits allow, in words.

    Examples
    --------
    >>> beyond([Limit("day", Decimal(360)), Limit("week", Decimal(1800))])
    'beyond the limit of 6h a day and 30h a week'
    """
    return f"beyond the limit of {' and '.join(map(str, limits))}"


@frozen(eq=False)
class Allowed:
    """What limits leave of claims and of free hours.

    Attributes
    ----------
    granted : int64 array, shape (claims,)
        What each claim gets. [1/10 000 person-minute]
    barred : int64 array, shape (cells,)
        Hours that nobody claims and nobody may. [1/10 000 person-minute]
    by_day, by_week : int64 arrays, shape (claims,)
        What the daily limit, and beyond that the weekly one, keeps from each claim. [1/10 000 person-minute]
    """

    granted: Ints
    barred: Ints
    by_day: Ints
    by_week: Ints


def whole_weeks(plan: Plan, first: date, last: date) -> tuple[date, date]:
    """The days whose claims decide what is granted in a window: where anybody has a weekly limit, whole weeks.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan().add(Resource("kim", weekly_limit="30h"))
    >>> [str(day) for day in whole_weeks(plan, date(2026, 3, 4), date(2026, 3, 4))]
    ['2026-03-02', '2026-03-08']
    """
    if all(one.weekly_limit is None for one in plan.resources.values()):
        return first, last
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def allowed(cells: Cells, cell: Ints, source: Ints, possible: Ints, budget: Ints) -> Allowed | None:
    """What claims get where limits hold; ``None`` where nobody has one.

    Parameters
    ----------
    cells
        Whose they are.
    cell, source, possible : int64 arrays, shape (claims,)
        The cell of each claim, in order; its place in the order of claims; what it could use.
    budget : int64 array, shape (cells,)
        What there is to claim without limits.
    """
    import numpy as np

    days = cells.days
    daily, weekly = _limits(cells)
    rows = np.flatnonzero(np.minimum(daily, weekly) < _NONE)
    if not len(rows):
        return None
    allowance = np.minimum(budget, np.repeat(daily, days))
    plain = granted(cell, possible, budget)
    by_day = granted(cell, possible, allowance)
    found = by_day.copy()
    week, most = _weeks(cells, weekly)
    some = np.flatnonzero(np.isin(cell // days, rows))
    order = some[np.lexsort((cell[some], source[some], week[cell[some]]))]
    found[order] = granted(week[cell[order]], by_day[order], most)
    used, used_in_week = (np.zeros(size, dtype=np.int64) for size in (len(budget), len(most)))
    np.add.at(used, cell, found)
    np.add.at(used_in_week, week[cell[some]], found[some])
    free = budget - used
    own = (rows[:, None] * days + np.arange(days)[None, :]).ravel()
    barred = np.zeros(len(budget), dtype=np.int64)
    barred[own] = free[own] - granted(week[own], (allowance - used)[own], (most - used_in_week))
    return Allowed(found, barred, plain - by_day, by_day - found)


def limited(cells: Cells) -> bool:
    """Whether any of those who have hours has a limit."""
    daily, weekly = _limits(cells)
    return bool((daily < _NONE).any() or (weekly < _NONE).any())


def _limits(cells: Cells) -> tuple[Ints, Ints]:
    """The daily and weekly limits of each row. [1/10 000 person-minute]"""
    import numpy as np

    people = [cells.plan.resources[name] for name in cells.supply.resources]
    spans = ([one.daily_limit for one in people], [one.weekly_limit for one in people])
    daily, weekly = (
        np.array([_NONE if one is None else cells.plan.minutes(one) * SCALE for one in own], dtype=np.int64)
        for own in spans
    )
    return daily, weekly


def _weeks(cells: Cells, weekly: Ints) -> tuple[Ints, Ints]:
    """The number of each cell's week, weeks of one row together, and the most that may be claimed in each week."""
    import numpy as np

    of_day = (np.arange(cells.days) + cells.supply.start.weekday()) // 7
    count = int(of_day[-1]) + 1
    number = (np.arange(len(weekly))[:, None] * count + of_day[None, :]).ravel()
    return number, np.repeat(weekly, count)


def limits_met(claims: Claims, cells: Cells, number: int) -> tuple[Limit, ...]:
    """By which limits a claim got less than there are hours for."""
    found = claims.allowed
    if found is None:
        return ()
    resource = cells.plan.resources[cells.supply.resources[int(claims.cell[number]) // cells.days]]
    met: list[Limit] = []
    if found.by_day[number] and resource.daily_limit is not None:
        met.append(Limit("day", amount(cells.plan.minutes(resource.daily_limit) * SCALE)))
    if found.by_week[number] and resource.weekly_limit is not None:
        met.append(Limit("week", amount(cells.plan.minutes(resource.weekly_limit) * SCALE)))
    return tuple(met)


def served_before(claims: Claims, cells: Cells, number: int) -> Iterator[int]:
    """Claims that were granted hours before one that found too few, in the order of claims.

    Those of its own day; where its resource's week was used up, those of the week.
    """
    cell = int(claims.cell[number])
    first = claims.first
    numbers = range(int(first[cell]), number)
    if claims.allowed is not None and claims.allowed.by_week[number]:
        row, day = divmod(cell, cells.days)
        monday = day - (cells.supply.start.weekday() + day) % 7
        lo, hi = max(monday, 0), min(monday + 7, cells.days)
        own = int(claims.source[number])
        week = range(int(first[row * cells.days + lo]), int(first[row * cells.days + hi]))
        earlier = [n for n in week if claims.source[n] < own or n in numbers]
        yield from (n for n in sorted(earlier, key=lambda n: (int(claims.source[n]), n)) if claims.granted[n])
        return
    yield from (n for n in numbers if claims.granted[n])
