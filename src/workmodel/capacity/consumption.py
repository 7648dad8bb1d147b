"""`consumption`: what is used up of materials and money, and how long equipment runs, each in its own unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import field, frozen

from workmodel.capacity.completeness import Completeness
from workmodel.capacity.covered import a_ledger, covered
from workmodel.capacity.drawing_down import Draw, draws
from workmodel.capacity.grouping import project_of
from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.reporting import Period, PeriodName, Periods
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan, Resource, Routine, Task
from workmodel.domain.values import one_of
from workmodel.errors import UnknownId, named, nearest

if TYPE_CHECKING:
    from workmodel.capacity.ledger import Ledger

__all__ = ["Consumption", "Shortage", "consumption"]

_MINUTES: Final = "min"
_by: Final = one_of("what consumption is summed by", "resource", "item", "project")


@frozen
class Shortage:
    """More used up of a material, or of money, than there is.

    Attributes
    ----------
    resource
        Its id.
    unit
        What it is counted in.
    day
        The first day of the ledger by whose end more is used than there is.
    stock
        What there is.
    over
        What is used beyond that by the last day of the ledger.
    items
        Ids of the items that use it then and later, first used first.
    """

    resource: str
    unit: str
    day: date
    stock: Decimal
    over: Decimal
    items: tuple[str, ...]

    def __str__(self) -> str:
        over, stock = _said(self.over, self.unit), _said(self.stock, self.unit)
        by = f", by {', '.join(self.items)}" if self.items else ", used up before"
        return f"{self.resource}: {over} more than the {stock} there are, from {self.day} on{by}"


@frozen(eq=False)
class _Line:
    """What is used under one key of one resource in one unit, by period. [1/10 000 of the unit]"""

    key: str
    resource: str
    type: str
    unit: str
    used: Sequence[int]
    left: Sequence[int] | None
    over: Sequence[int] | None


@frozen(eq=False)
class Consumption:
    """What is used up by period, each resource in its own unit; made by `consumption`.

    Attributes
    ----------
    by
        What the keys are.
    period
        How long a period is.
    periods
        The periods, in order.
    shortages
        Of what more is used than there is, in the plan's order.
    coverage
        Which items are assigned a material or money and do not say how much, so that no figure here holds it.
    """

    by: str
    period: str
    periods: tuple[Period, ...]
    shortages: tuple[Shortage, ...]
    coverage: Completeness
    _lines: tuple[_Line, ...] = field(repr=False)

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry for each key, resource, unit and period, ready for any dataframe library.

        ``key``; ``resource``; ``type``; ``unit`` (of equipment ``"min"``, working minutes of one machine); ``period``,
        ``start``, ``finish``, ``whole`` as in `Workload.columns`; ``used``: exact decimals [unit]; by resource also
        ``left``, what remains of the stock at the end of the period, never below zero, and ``over``, what the period uses
        beyond it (of equipment, what is wanted and not granted): ``None`` where nothing says how much there is.
        """
        names = (
            "key",
            "resource",
            "type",
            "unit",
            "period",
            "start",
            "finish",
            "whole",
            "used",
            "left",
            "over",
        )
        found: dict[str, list[Any]] = {name: [] for name in names}
        for line in self._lines:
            for n, one in enumerate(self.periods):
                values = (
                    line.key, line.resource, line.type, line.unit, one.name, one.start, one.finish, one.whole,
                    *(None if part is None else amount(part[n]) for part in (line.used, line.left, line.over)),
                )  # fmt: skip
                for name, value in zip(names, values, strict=True):
                    found[name].append(value)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each key, resource, unit and period; names as in `columns`."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def of(self, key: str) -> list[dict[str, Any]]:
        """The rows of one key.

        Raises
        ------
        UnknownId
            Nothing is used under that key.
        """
        known = dict.fromkeys(line.key for line in self._lines)
        if key not in known:
            raise UnknownId(named(key), nearest(named(key), known))
        return [row for row in self.rows() if row["key"] == key]

    def totals(self) -> list[dict[str, Any]]:
        """One plain dict for each resource and unit, over all periods: ``resource``, ``type``, ``unit``, ``used``."""
        found: dict[tuple[str, str, str], int] = {}
        for line in self._lines:
            key = (line.resource, line.type, line.unit)
            found[key] = found.get(key, 0) + sum(line.used)
        return [
            {"resource": name, "type": kind, "unit": unit, "used": amount(units)}
            for (name, kind, unit), units in found.items()
        ]

    def __str__(self) -> str:
        lines = []
        for row in self.rows():
            if row["used"] or row["over"]:
                name = (
                    row["key"]
                    if row["key"] == row["resource"]
                    else f"{row['key'] or '(none)'}, {row['resource']}"
                )
                over = f", {_said(row['over'], row['unit'])} over" if row["over"] else ""
                lines.append(f"{name}, {row['period']}: {_said(row['used'], row['unit'])}{over}")
        return "\n".join([*lines, *(f"! {one}" for one in self.shortages), str(self.coverage)])


def _said(value: Decimal, unit: str) -> str:
    return said_hours(value) if unit == _MINUTES else f"{value:f} {unit}".rstrip()


def consumption(
    ledger: Ledger, period: PeriodName = "week", by: Literal["resource", "item", "project"] = "resource"
) -> Consumption:
    """What is used up of materials and money in a ledger's days, and how long equipment runs.

    A material and money have no hours: an assignment says how much of them its item uses up in all, ``"paint 40 litre"``.
    A task uses that evenly over its working time, an occurrence of a routine on its day. Nothing is added across units.
    There is `Resource.stock` of it, from the start of the plan on; what is used before the ledger's days counts.

    Parameters
    ----------
    ledger
        Whose days; its dates say when items use what.
    period
        ``"day"``, ``"week"`` (ISO weeks) or ``"month"``.
    by
        What the keys are: ``"resource"``, ``"item"`` or ``"project"`` (the nearest one).

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.

    Notes
    -----
    Quantities are fixed, as Microsoft Project calls what does not grow with the duration. O(assignments × days).

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("paint", type="material", unit="litre", stock=50),
    ...     Task("walls", duration="4d", assignments=["paint 40 litre"]),
    ...     Task("doors", duration="2d", after=["walls"], assignments=["paint 12 litre"]),
    ... )
    >>> print(consumption(ledger(plan, "2026-03-02", "2026-03-16")))
    paint, 2026-W10: 46 litre
    paint, 2026-W11: 6 litre, 2 litre over
    ! paint: 2 litre more than the 50 litre there are, from 2026-03-09 on, by doors
    0 of 2 items do not say how much they use up
    """
    chosen = _by(by)
    periods = Periods(a_ledger(ledger).days, period)
    drawn = list(draws(ledger))
    lines = [*_drawn_lines(ledger, drawn, periods, chosen), *_equipment(ledger, periods, chosen)]
    order = {one.id: n for n, one in enumerate(ledger.plan)}
    lines.sort(key=lambda line: (order.get(line.key, len(order)), order[line.resource]))
    asking = {
        one.id: all(
            a.units is not None for a in one.assignments if not ledger.plan.resources[a.resource].works
        )
        for one in _users(ledger.plan)
    }
    missing = tuple(name for name, told in asking.items() if not told)
    coverage = Completeness(len(asking), missing, "items do not say how much they use up")
    shortages = tuple(_shortages(ledger, drawn))
    return Consumption(chosen, period, periods.all, shortages, coverage, tuple(lines))


def _users(plan: Plan) -> Iterator[Task | Routine]:
    """Items that are assigned a material or money."""
    for one in plan:
        if isinstance(one, (Task, Routine)) and any(
            not plan.resources[a.resource].works for a in one.assignments
        ):
            yield one


def _key(plan: Plan, item: str, resource: str, by: str) -> str:
    if by == "project":
        return project_of(plan, item) if item else ""
    return resource if by == "resource" else item


def _drawn_lines(ledger: Ledger, drawn: Sequence[Draw], periods: Periods, by: str) -> Iterator[_Line]:
    """Materials and money."""
    of_day = periods.of_day().tolist()
    used: dict[tuple[str, str, str], list[int]] = {}
    before: dict[tuple[str, str], int] = {}
    for one in drawn:
        key = (_key(ledger.plan, one.item, one.resource, by), one.resource, one.unit)
        mine = used.setdefault(key, [0] * len(periods.all))
        before[one.resource, one.unit] = before.get((one.resource, one.unit), 0) + one.before
        for day, units in one.by_day:
            mine[of_day[(day - ledger.first).days]] += units
    for (key_, name, unit), mine in used.items():
        resource = ledger.plan.resources[name]
        left = over = None
        if by == "resource" and (stock := _stock(resource, unit)) is not None:
            left, over = _against(stock, before[name, unit], mine)
        yield _Line(key_, name, resource.type, unit, mine, left, over)


def _stock(resource: Resource, unit: str) -> int | None:
    """How much there is, where it is counted in that unit. [1/10 000 of the unit]"""
    if resource.stock is None or unit != (resource.unit or unit):
        return None
    return int(resource.stock * SCALE)


def _against(stock: int, before: int, used: Sequence[int]) -> tuple[list[int], list[int]]:
    """What is left after each period, and what each uses beyond what there is."""
    left, over, reached = [], [], before
    for units in used:
        left.append(max(stock - reached - units, 0))
        over.append(max(reached + units - stock, 0) - max(reached - stock, 0))
        reached += units
    return left, over


def _shortages(ledger: Ledger, drawn: Sequence[Draw]) -> Iterator[Shortage]:
    together: dict[tuple[str, str], list[Draw]] = {}
    for one in drawn:
        together.setdefault((one.resource, one.unit), []).append(one)
    order = {name: n for n, name in enumerate(ledger.plan.resources)}
    for name, unit in sorted(together, key=lambda pair: order[pair[0]]):
        stock = _stock(ledger.plan.resources[name], unit)
        if stock is None:
            continue
        mine = together[name, unit]
        reached = sum(one.before for one in mine)
        by_day = sorted((day, n, units) for n, one in enumerate(mine) for day, units in one.by_day)
        first, items = ledger.first if reached > stock else None, dict[str, None]()
        for day, n, units in by_day:
            reached += units
            if reached > stock:
                first = first or day
                items[mine[n].item] = None
        if first is not None:
            yield Shortage(name, unit, first, amount(stock), amount(reached - stock), tuple(items))


def _equipment(ledger: Ledger, periods: Periods, by: str) -> Iterator[_Line]:
    """How long machines run: the hours that the ledger grants."""
    here, of_day = covered(ledger), periods.of_day()
    plan, sources = ledger.plan, ledger.claims.sources
    used: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    rows = {n for n, name in enumerate(ledger.resources) if plan.resources[name].type == "equipment"}
    claims = zip(
        here.row.tolist(), here.source.tolist(), of_day[here.day].tolist(), here.granted.tolist(), here.wanted.tolist(),
        strict=True,
    )  # fmt: skip
    for row, source, number, granted, wanted in claims:
        if row in rows and sources[source].kind != "reserve":
            name = ledger.resources[row]
            key = (_key(plan, sources[source].id, name, by), name)
            got, short = used.setdefault(key, ([0] * len(periods.all), [0] * len(periods.all)))
            got[number] += granted
            short[number] += wanted - granted
    for (key_, name), (got, short) in used.items():
        yield _Line(key_, name, "equipment", _MINUTES, got, None, short if by == "resource" else None)
