"""`costs`: what the granted hours, uses and quantities of a ledger cost, by period and whatever one asks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import field, frozen

from workmodel.capacity.completeness import Completeness
from workmodel.capacity.costing import Entry, costing
from workmodel.capacity.coverage import Coverage
from workmodel.capacity.covered import a_ledger
from workmodel.capacity.grouping import project_of
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.reporting import Period, PeriodName, Periods
from workmodel.domain.values import one_of
from workmodel.errors import UnknownId, named, nearest
from workmodel.quantities import Money

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["Costs", "costs"]

_by: Final = one_of("what costs are summed by", "resource", "item", "project", "kind")
_PARTS: Final = ("work", "use", "material", "money")
_DECIMALS: Final = 10  # of a Money
_ONE: Final = 10**_DECIMALS
_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_SHOWN: Final = Decimal("0.01")

_Sums = dict[str, list[Fraction]]


@frozen(eq=False)
class Costs:
    """Money by period and key, each currency by itself; made by `costs`.

    Attributes
    ----------
    by
        What the keys are.
    period
        How long a period is.
    periods
        The periods, in order.
    currencies
        The currencies, in alphabetical order. Nothing is ever added across them.
    coverage
        Which of the resources that are used have no rate on some of the days, or no price in the unit in which they are used
        up, so that no figure here holds that.
    effort
        Which items say nothing of what they take, so that no figure here holds them.
    """

    by: str
    period: str
    periods: tuple[Period, ...]
    currencies: tuple[str, ...]
    coverage: Completeness
    effort: Coverage
    _lines: dict[tuple[str, str], _Sums] = field(repr=False)

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry for each key, currency of that key and period, ready for any dataframe library.

        ``key``; ``currency``; ``period``, ``start``, ``finish``, ``whole`` as in `Workload.columns`; ``work`` (granted hours
        at the rate of their day), ``use`` (once for each assignment), ``material`` (quantities at their price), ``money``
        (amounts that are spent) and ``total``, their sum: decimals with at most ten places. [currency]

        Sums are exact; what no decimal can say, as a third, is rounded so that entries below each other add up.
        """
        names = ("key", "currency", "period", "start", "finish", "whole", *_PARTS, "total")
        found: dict[str, list[Any]] = {name: [] for name in names}
        for (key, currency), sums in self._lines.items():
            parts = {name: _exact(sums[name]) for name in _PARTS}
            for n, one in enumerate(self.periods):
                mine = [parts[name][n] for name in _PARTS]
                values = (key, currency, one.name, one.start, one.finish, one.whole)
                rounded = map(_decimal, (*mine, sum(mine)))
                for name, value in zip(names, (*values, *rounded), strict=True):
                    found[name].append(value)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each key, currency and period; names as in `columns`."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def of(self, key: str) -> tuple[Money, ...]:
        """What one key costs over all periods, one amount for each currency.

        Raises
        ------
        UnknownId
            Nothing costs anything under that key.
        """
        known = dict.fromkeys(one for one, _ in self._lines)
        if key not in known:
            raise UnknownId(named(key), nearest(named(key), known))
        return tuple(self._money({pair: sums for pair, sums in self._lines.items() if pair[0] == key}))

    def total(self) -> tuple[Money, ...]:
        """What everything costs, one amount for each currency, in the order of *currencies*."""
        return tuple(self._money(self._lines))

    def _money(self, lines: dict[tuple[str, str], _Sums]) -> Iterator[Money]:
        for currency in self.currencies:
            own = [sums for (_, one), sums in lines.items() if one == currency]
            if own:
                ticks = sum(sum(_exact(sums[name])) for sums in own for name in _PARTS)
                yield Money(_decimal(ticks), currency)

    def __str__(self) -> str:
        lines = [
            f"{key or '(none)'}: {' + '.join(_shown(one) for one in self.of(key))}"
            for key in dict.fromkeys(one for one, _ in self._lines)
        ]
        total = " + ".join(_shown(one) for one in self.total()) or "nothing"
        return "\n".join([*lines, f"in all: {total}", str(self.coverage), str(self.effort)])


def _exact(amounts: list[Fraction]) -> list[int]:
    """Amounts in units of the last decimal of money: each the difference of two rounded running sums, so that they add up."""
    found, reached, before = [], Fraction(0), 0
    for one in amounts:
        reached += one
        upto = (2 * reached.numerator * _ONE + reached.denominator) // (2 * reached.denominator)
        found.append(upto - before)
        before = upto
    return found


def _decimal(ticks: int) -> Decimal:
    """A whole number of units of the last decimal, without trailing zeros."""
    whole, rest = divmod(abs(ticks), _ONE)
    digits = f"{whole}.{rest:0{_DECIMALS}d}".rstrip("0").removesuffix(".")
    return Decimal(f"-{digits}" if ticks < 0 else digits)


def _shown(money: Money) -> str:
    """An amount to the hundredth, halves up."""
    return f"{_WIDE.quantize(money.amount, _SHOWN):,f} {money.currency}"


def costs(
    ledger: Ledger,
    period: PeriodName = "month",
    by: Literal["resource", "item", "project", "kind"] = "resource",
) -> Costs:
    """What a ledger's days cost: hours, uses, materials and money, by period and key.

    Hours that were granted cost the rate that holds on their day (`Resource.cost_rate_on`); what found no room, what nobody
    is assigned to and what is kept as a reserve costs nothing. `Resource.cost_per_use` comes once for each
    assignment: of a task on the day on which it starts, of a routine whenever it occurs. A material costs its rate per
    unit, money itself, as `consumption` spreads them. Of a team, hours cost the rates of its members, and a use that of
    the team.

    Parameters
    ----------
    ledger
        Whose hours.
    period
        ``"day"``, ``"week"`` (ISO weeks) or ``"month"``.
    by
        What the keys are: ``"resource"``; ``"item"``, the task or routine; ``"project"``, the nearest one, the empty key
        holding what is in none; or ``"kind"``: ``"work"``, ``"use"``, ``"material"``, ``"money"``.

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.

    Notes
    -----
    Exact: amounts are summed as fractions, and rounded to the ten decimals of `Money` once; text shows two. There is no rate
    for overtime. Microsoft Project prices all work, granted or not:
    where nothing is lacking, its costs are these. O(claims + assignments × days).

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-30").add(
    ...     Resource("ana", cost_rate="80 EUR", cost_rates=["2026-04-01 85.50 EUR"]),
    ...     Resource("van", type="equipment", cost_rate="12 EUR", cost_per_use="40 EUR"),
    ...     Resource("ben"),
    ...     Task("move", duration="3d", effort="24h", assignments=["ana", "van 0%"]),
    ...     Task("tidy", duration="1d", effort="8h", assignments=["ben"]),
    ... )
    >>> found = costs(ledger(plan, "2026-03-30", "2026-04-06"), by="item")
    >>> print(found)
    move: 2,004.00 EUR
    in all: 2,004.00 EUR
    1 of 2 resources have no rate
    no item is without an effort
    >>> [(row["period"], str(row["work"]), str(row["use"])) for row in found.rows()]
    [('2026-03', '1280', '40'), ('2026-04', '684', '0')]
    """
    chosen = _by(by)
    periods = Periods(a_ledger(ledger).days, period)
    entries, told = costing(ledger, periods.of_day())
    lines: dict[tuple[str, str], _Sums] = {}
    for one in entries:
        key = (_key(ledger.plan, one, chosen), one.currency)
        sums = lines.setdefault(key, {name: [Fraction(0)] * len(periods.all) for name in _PARTS})
        sums[one.part][one.period] += one.amount
    order = {name: n for n, name in enumerate((*_PARTS, *(one.id for one in ledger.plan)))}
    keys = sorted(lines, key=lambda key: (order.get(key[0], len(order)), key[1]))
    missing = tuple(name for name in ledger.plan.resources if not told.get(name, True))
    return Costs(
        chosen, period, periods.all, tuple(sorted({currency for _, currency in lines})),
        Completeness(len(told), missing, "resources have no rate"), ledger.coverage, {key: lines[key] for key in keys},
    )  # fmt: skip


def _key(plan: Plan, one: Entry, by: str) -> str:
    if by == "kind":
        return one.part
    if by == "project":
        return project_of(plan, one.item)
    return one.resource if by == "resource" else one.item
