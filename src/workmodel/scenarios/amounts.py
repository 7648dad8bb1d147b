"""What items take by their dates: working time, person-time and money, with those of summaries rolled up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from workmodel.capacity import Ledger, ledger
from workmodel.capacity.costing import costing
from workmodel.capacity.hours import SCALE
from workmodel.capacity.loads import effort_of, loads_of
from workmodel.domain import BaselineRow, Task
from workmodel.quantities import Money, Span

if TYPE_CHECKING:
    from workmodel.domain import Plan, Schedule
    from workmodel.scenarios.dates import Dated

__all__ = ["amounts", "as_money", "costs_by_item", "days_of", "efforts_of", "ledger_over", "rows_of"]

Sums = dict[str, Fraction]
"""Money by currency, exactly."""

_DECIMALS: Final = 10  # of money


def rows_of(found: Dated) -> tuple[BaselineRow, ...]:
    """Every item with its dates and what it takes, in the plan's order."""
    schedule, plan = found.schedule, found.plan
    efforts = efforts_of(found.worked, schedule)
    costs = amounts(found, None)
    dates = schedule.dates
    spans = zip(dates.start.tolist(), dates.finish.tolist(), dates.duration.tolist(), strict=True)
    rows = []
    for row, (name, (start, finish, minutes)) in enumerate(zip(schedule.ids, spans, strict=True)):
        entity = plan[name]
        summary = bool(dates.summary[row])
        length = getattr(entity, "duration", None)
        elapsed = bool(length and length.elapsed and not summary)
        effort = efforts.get(name)
        rows.append(
            BaselineRow(
                id=name, kind=entity.kind, title=entity.title, parent=entity.parent,
                start=_wall(plan, start), finish=_wall(plan, finish),
                duration=None if entity.kind == "milestone" else as_span(minutes, elapsed=elapsed),
                effort=None if effort is None else as_span(effort),
                cost=as_money(costs.get(name, {})),
            )
        )  # fmt: skip
    return tuple(rows)


def _wall(plan: Plan, minute: int) -> datetime:
    """A moment as the plan's wall clock shows it; in an hour that occurs twice, which of the two stays said."""
    return plan.axis.time(minute).replace(tzinfo=None)


def as_span(minutes: int, *, elapsed: bool = False) -> Span:
    """So many minutes, in hours or minutes: whatever a plan's conventions say of days later, it stays the same."""
    return Span.of_minutes(minutes, unit="h", elapsed=elapsed)


# -- person-time ------------------------------------------------------------------------------------------------------


def efforts_of(plan: Plan, schedule: Schedule) -> dict[str, int]:
    """Person-time of every item that says something of it, and of what contains such. [person-min]

    An effort counts as given; without one, or where each spends it, the hours that the people assigned give the item
    between its dates.
    """
    loads = loads_of(plan, schedule)
    hours: dict[str, int] = {}
    for item, amount in zip(loads.item.tolist(), loads.amount.tolist(), strict=True):
        hours[loads.items[item]] = hours.get(loads.items[item], 0) + amount
    own: dict[str, int] = {}
    for row, name in enumerate(schedule.ids):
        task = plan[name]
        given = effort_of(plan, task) if isinstance(task, Task) and not schedule.dates.summary[row] else None
        if given is not None and (task.split == "total" or name not in hours):
            own[name] = given
        elif name in hours:
            own[name] = hours[name]
    units = _rolled_up(plan, {name: {"": Fraction(amount)} for name, amount in own.items()})
    return {name: (int(sums[""]) + SCALE // 2) // SCALE for name, sums in units.items()}


# -- money ------------------------------------------------------------------------------------------------------------


def amounts(found: Dated, book: Ledger | None) -> dict[str, Sums]:
    """What every item costs by its dates, and what contains such; empty where nothing has a price.

    Parameters
    ----------
    found
        The dates.
    book
        A ledger that covers all of them, if there is one.
    """
    if not any(_priced(one) for one in found.worked.resources.values()) or not found.schedule.ids:
        return {}
    return _rolled_up(
        found.plan, costs_by_item(ledger_over(found, days_of([found.schedule])) if book is None else book)
    )


def _priced(resource: object) -> bool:
    """Whether anything may cost something by a resource."""
    names = ("cost_rate", "cost_rates", "cost_per_use")
    return getattr(resource, "type", "") == "money" or any(getattr(resource, name) for name in names)


def costs_by_item(book: Ledger) -> dict[str, Sums]:
    """What the items of a ledger's schedule cost, all work priced, also what finds no hours; routines are left out."""
    import numpy as np

    entries, _ = costing(book, np.zeros(len(book.days), dtype=np.int64), all_work=True)
    found: dict[str, Sums] = {}
    for one in entries:
        if one.item in book.schedule:
            sums = found.setdefault(one.item, {})
            sums[one.currency] = sums.get(one.currency, Fraction(0)) + one.amount
    return found


def days_of(schedules: Iterable[Schedule]) -> tuple[datetime, datetime]:
    """The first moment of some schedules of which at least one has items, and the last."""
    some = [one for one in schedules if one.ids]
    starts = [one.start for one in some if one.start is not None]
    ends = [one.finish for one in some if one.finish is not None]
    return min(starts), max(ends)


def ledger_over(found: Dated, ends: tuple[datetime, datetime]) -> Ledger:
    """Everybody's hours on the days from one moment to another, both included."""
    first, last = (one.date() for one in ends)
    end = last + timedelta(days=1)
    return ledger(found.worked, first, end, schedule=found.schedule, reserve=str(float(found.reserve)))


def as_money(sums: Mapping[str, Fraction]) -> tuple[Money, ...]:
    """Exact amounts as money, rounded to its ten decimals, by currency in alphabetical order.

    Examples
    --------
    >>> [str(one) for one in as_money({"USD": Fraction(1, 3), "EUR": Fraction(2004)})]
    ['2004 EUR', '0.3333333333 USD']
    """
    return tuple(Money(_decimal(sums[currency]), currency) for currency in sorted(sums))


def _decimal(amount: Fraction) -> Decimal:
    """An exact amount to the decimals of money, halves up."""
    ticks = (2 * amount.numerator * 10**_DECIMALS + amount.denominator) // (2 * amount.denominator)
    whole, rest = divmod(abs(ticks), 10**_DECIMALS)
    digits = f"{whole}.{rest:0{_DECIMALS}d}".rstrip("0").removesuffix(".")
    return Decimal(f"-{digits}" if ticks < 0 else digits)


# -- summaries --------------------------------------------------------------------------------------------------------


def _rolled_up(plan: Plan, own: Mapping[str, Sums]) -> dict[str, Sums]:
    """Sums of items, with what each contains added to its own."""
    found: dict[str, Sums] = {}
    for name, sums in own.items():
        here: str | None = name
        while here is not None:
            total = found.setdefault(here, {})
            for key, amount in sums.items():
                total[key] = total.get(key, Fraction(0)) + amount
            here = plan[here].parent
    return found
