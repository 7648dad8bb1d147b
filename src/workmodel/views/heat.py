"""What a heat map of hours shows, as plain rows: per resource and period what is wanted, what there is, and what is short.

Whole minutes by largest remainder: along a row each figure adds up to that of its total, and in a cell claims add up to what
was granted. No drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from attrs import evolve, frozen

from workmodel.capacity import Ledger
from workmodel.capacity.sources import LIMIT
from workmodel.capacity.wording import whole_minutes
from workmodel.domain import Resource
from workmodel.errors import InvalidText, instance_of, nearest
from workmodel.views.characters import clean
from workmodel.views.heat_marks import reasons_by_column, today_in, together

if TYPE_CHECKING:
    from workmodel.capacity import Limit, Source, Stretch
    from workmodel.domain import Plan
    from workmodel.quantities import Moment

__all__ = [
    "Claim",
    "HeatCell",
    "HeatColumn",
    "HeatMap",
    "HeatRow",
    "Short",
    "heat",
    "parts",
    "reduced",
    "source_name",
    "title",
]

Period = Literal["day", "week", "month"]
PERIODS: Final[tuple[Period, ...]] = ("day", "week", "month")


@frozen
class HeatColumn:
    """The days of one period, as far as the ledger covers them.

    Attributes
    ----------
    first, last
        The days, both included.
    """

    first: date
    last: date


@frozen
class Claim:
    """What something was granted.

    Attributes
    ----------
    name
        Title of what claims, or its id.
    minutes
        [person-min]
    """

    name: str
    minutes: int


@frozen
class Short:
    """What something wanted and did not get.

    Attributes
    ----------
    name
        Title of what wanted it, or its id.
    minutes
        [person-min]
    won_by
        Names of what got the hours instead, first served first; empty where there were none to get.
    limits
        The limits that keep hours from it.
    """

    name: str
    minutes: int
    won_by: tuple[str, ...]
    limits: tuple[Limit, ...] = ()


@frozen(kw_only=True)
class HeatCell:
    """One resource's hours in one period. availability = granted + limit + switching + free

    Attributes
    ----------
    granted, switching, free, absence, unmet
        What claims got, what working on several things costs, what nobody claims and somebody may, what absences take, what
        was wanted and found no room. [person-min]
    claims
        What was granted to whom, first served first.
    short
        What is unmet of what.
    reasons
        Kinds of the absences that take hours, ``"vacation"``, ``"sick"``, each once.
    pooled
        Whether it is several people's: then one's free hours do not serve another's work, and it is over-full only where all
        of them together are.
    limit
        What nobody claims and a daily or weekly limit forbids to claim. [person-min]
    """

    granted: int
    switching: int
    free: int
    absence: int
    unmet: int
    claims: tuple[Claim, ...] = ()
    short: tuple[Short, ...] = ()
    reasons: tuple[str, ...] = ()
    pooled: bool = False
    limit: int = 0

    @property
    def availability(self) -> int:
        """What there is. [person-min]"""
        return self.claimable + self.limit

    @property
    def claimable(self) -> int:
        """What there is to claim: availability less what limits forbid. [person-min]"""
        return self.granted + self.switching + self.free

    @property
    def wanted(self) -> int:
        """All that is asked for, granted or not. [person-min]"""
        return self.granted + self.unmet

    @property
    def load(self) -> Fraction | None:
        """Wanted ÷ what there is to claim; ``None`` where there is nothing."""
        return Fraction(self.wanted, self.claimable) if self.claimable else None

    @property
    def over(self) -> bool:
        """Whether something finds no room: on the whole, or on one of its days or in its own hours."""
        return self.wanted > self.claimable if self.pooled else self.unmet > 0

    @property
    def closed(self) -> bool:
        """Whether there is no working time at all."""
        return not self.availability and not self.absence

    @property
    def away(self) -> bool:
        """Whether absences take all of its working time."""
        return not self.availability and self.absence > 0

    @property
    def barred(self) -> bool:
        """Whether a limit forbids all that there is to claim."""
        return not self.claimable and self.limit > 0


@frozen(kw_only=True)
class HeatRow:
    """One resource, or all people together.

    Attributes
    ----------
    id
        Of the resource; empty for all people.
    name
        Its title, or its id.
    cells
        One per column.
    total
        Over all columns.
    """

    id: str
    name: str
    cells: tuple[HeatCell, ...]
    total: HeatCell


@frozen(kw_only=True)
class HeatMap:
    """Everybody's workload by period.

    Attributes
    ----------
    title
        Of the plan.
    period
        ``"day"``, ``"week"`` or ``"month"``.
    columns
        The periods.
    rows
        One per resource with hours, in the plan's order.
    together
        All people and teams in one row; ``None`` where there are fewer than two.
    as_of
        What counts as today, if anything does.
    today
        Where that lies, in columns from the left: 1.5 is the middle of the second; ``None``: outside.
    """

    title: str
    period: Period
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    together: HeatRow | None
    as_of: Moment | None = None
    today: Fraction | None = None

    @property
    def lines(self) -> tuple[HeatRow, ...]:
        """All rows, the one of all people last."""
        return self.rows if self.together is None else (*self.rows, self.together)


def heat(ledger: Ledger, *, period: str = "week", as_of: Moment | str | None = None) -> HeatMap:
    """The workload of every resource: cells with what is wanted of it and what it has.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    period
        What a column is: ``"day"``, ``"week"`` (Monday to Sunday) or ``"month"``.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.

    Raises
    ------
    InvalidText, WrongType
        No such period, no ledger, or no moment.
    ZoneMismatch
        *as_of* carries a zone, and the plan has none.

    Notes
    -----
    Along a row, each of granted, limit, switching, free, absence and unmet adds up to that of the total, and the total's
    availability is the ledger's, rounded to whole minutes, halves up.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Routine
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.75"),
    ...     Routine("support", reservation="12h per week", assignments=["kim"]),
    ... )
    >>> found = heat(ledger(plan, "2026-03-02", "2026-03-16"))
    >>> [(cell.wanted, cell.availability) for cell in found.rows[0].cells]
    [(720, 1800), (720, 1800)]
    """
    instance_of(Ledger, "a ledger", ledger, "a Ledger; see workmodel.capacity.ledger")
    instance_of(str, "a period", period, "a text: day, week or month")
    chosen = next((one for one in PERIODS if one == period), None)
    if chosen is None:
        raise InvalidText(
            "a period of a heat map", period, f"day, week or month.{nearest(period, PERIODS)}".rstrip(".")
        )
    columns = _columns(ledger, chosen)
    found = tuple(_row(ledger, name, chosen, columns) for name in ledger.resources)
    known, today = today_in(ledger, columns, as_of)
    return HeatMap(
        title=clean(ledger.plan.title),
        period=chosen,
        columns=columns,
        rows=found,
        together=_together(ledger.plan, found),
        as_of=known,
        today=today,
    )


def _columns(ledger: Ledger, period: Period) -> tuple[HeatColumn, ...]:
    def key(day: date) -> date:
        if period == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if period == "month" else day

    groups = (list(days) for _, days in groupby(ledger.days, key))
    return tuple(HeatColumn(days[0], days[-1]) for days in groups)


def _stretches(ledger: Ledger, resource: str, period: Period, column: HeatColumn) -> list[Stretch]:
    """One resource's time in a column, in pieces that the ledger keeps whole."""
    if period == "day":
        return [ledger.day(resource, column.first)]
    if period == "week":
        return [ledger.week(resource, column.first)]
    days = (column.last - column.first).days + 1
    return [ledger.day(resource, column.first + timedelta(days=n)) for n in range(days)]


def _row(ledger: Ledger, resource: str, period: Period, columns: Sequence[HeatColumn]) -> HeatRow:
    entity = ledger.plan[resource]
    whole = ledger.total(resource)
    order = {line.source: n for n, line in enumerate(whole.lines)}
    pieces = [_stretches(ledger, resource, period, column) for column in columns]
    balanced = whole_minutes([whole.claimed, whole.switching, whole.free, whole.limit])
    totals = dict(zip(("claimed", "switching", "free", "limit"), balanced, strict=True))
    totals |= {name: whole_minutes([getattr(whole, name)])[0] for name in ("absence", "over")}
    figures = {name: parts(_sums(pieces, name), total) for name, total in totals.items()}
    reasons = reasons_by_column(ledger, resource, columns)
    cells = tuple(
        _cell(ledger.plan, group, {name: values[n] for name, values in figures.items()}, order, reasons[n])
        for n, group in enumerate(pieces)
    )
    total = _cell(ledger.plan, [whole], totals, order, together(reasons))
    return HeatRow(id=resource, name=clean(entity.title, entity.id), cells=cells, total=total)


def _sums(pieces: Iterable[Sequence[Stretch]], name: str) -> list[Decimal]:
    return [sum((getattr(stretch, name) for stretch in group), Decimal(0)) for group in pieces]


def parts(amounts: Sequence[Decimal], total: int) -> list[int]:
    """Amounts as whole minutes that add up to a total, their own sum rounded either way, by largest remainder."""
    found = [int(one) for one in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda n: (found[n] - amounts[n], n))
    for number in by_rest[: total - sum(found)]:
        found[number] += 1
    return found


def _cell(
    plan: Plan,
    group: Sequence[Stretch],
    figures: dict[str, int],
    order: dict[Source, int],
    reasons: tuple[str, ...],
) -> HeatCell:
    granted: dict[Source, Decimal] = {}
    missing: dict[Source, tuple[Decimal, dict[str, None], dict[Limit, None]]] = {}
    for stretch in group:
        for line in stretch.lines:
            if line.source != LIMIT:
                granted[line.source] = granted.get(line.source, Decimal(0)) + line.amount
        for one in stretch.unmet:
            before, names, limits = missing.get(one.source, (Decimal(0), {}, {}))
            names, limits = names | dict.fromkeys(one.won_by), limits | dict.fromkeys(one.limits)
            missing[one.source] = before + one.amount, names, limits
    served = sorted(granted, key=lambda source: order.get(source, len(order)))
    claims = parts([granted[source] for source in served], figures["claimed"])
    short = parts([found for found, *_ in missing.values()], figures["over"])
    return HeatCell(
        granted=figures["claimed"],
        switching=figures["switching"],
        free=figures["free"],
        absence=figures["absence"],
        unmet=figures["over"],
        limit=figures["limit"],
        claims=tuple(
            Claim(source_name(plan, source), minutes) for source, minutes in zip(served, claims, strict=True)
        ),
        short=tuple(
            Short(
                source_name(plan, source),
                minutes,
                tuple(title(plan, name) for name in missing[source][1]),
                tuple(missing[source][2]),
            )
            for source, minutes in zip(missing, short, strict=True)
        ),
        reasons=reasons,
    )


def source_name(plan: Plan, source: Source) -> str:
    """What claims, by its title or id; a reserve by its kind."""
    return title(plan, source.id) if source.id else source.kind


def title(plan: Plan, name: str) -> str:
    """The title of an entity, or its id."""
    entity = plan.get(name)
    return name if entity is None else clean(entity.title, entity.id)


def _together(plan: Plan, found: Sequence[HeatRow]) -> HeatRow | None:
    people = [row for row in found if _is_human(plan, row.id)]
    if len(people) < 2:
        return None
    cells = tuple(_sum(group) for group in zip(*(row.cells for row in people), strict=True))
    return HeatRow(id="", name="All people", cells=cells, total=_sum([row.total for row in people]))


def _is_human(plan: Plan, name: str) -> bool:
    entity = plan[name]
    return isinstance(entity, Resource) and entity.type in ("person", "team")


def reduced(found: HeatMap, rows: int, columns: int) -> HeatMap:
    """The heat map with so many rows and columns at most; totals are those of all."""
    if len(found.rows) <= rows and len(found.columns) <= columns:
        return found

    def narrow(row: HeatRow) -> HeatRow:
        return evolve(row, cells=row.cells[:columns])

    return evolve(
        found,
        columns=found.columns[:columns],
        today=found.today if found.today is not None and found.today < columns else None,
        rows=tuple(map(narrow, found.rows[:rows])),
        together=None if found.together is None else narrow(found.together),
    )


def _sum(cells: Sequence[HeatCell]) -> HeatCell:
    return HeatCell(
        granted=sum(cell.granted for cell in cells),
        switching=sum(cell.switching for cell in cells),
        free=sum(cell.free for cell in cells),
        absence=sum(cell.absence for cell in cells),
        unmet=sum(cell.unmet for cell in cells),
        limit=sum(cell.limit for cell in cells),
        reasons=together(cell.reasons for cell in cells),
        pooled=True,
    )
