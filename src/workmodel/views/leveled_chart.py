"""What the chart of levelled dates shows: two places an item, who was waited for, and the load of everybody below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from workmodel.allocation import Allocation
from workmodel.errors import OutOfRange, instance_of, whole_number
from workmodel.views.chart import Chart, LinkLine, compared
from workmodel.views.leveled import LeveledRow, rows_beside
from workmodel.views.leveled_words import headline
from workmodel.views.load import LoadRow, load_period, loads

if TYPE_CHECKING:
    from workmodel.quantities import Moment

__all__ = ["LeveledChart", "leveled_chart"]

_MOST_ITEMS: Final = 2000  # what is drawn of more would be read by nobody


@frozen(kw_only=True)
class LeveledChart:
    """Levelled dates beside those of logic, without their drawing.

    Attributes
    ----------
    chart
        Bars of the levelled dates; `Chart.beside` is where they stand by logic, `Chart.links` who was waited for.
    rows
        One for each of its rows.
    loads
        How full everybody is, on the same time axis; empty where nobody has hours.
    period
        What a bar of those is: ``"day"``, ``"week"`` or ``"month"``.
    headline
        What levelling did to the plan as a whole.
    items, resources
        How many there are, shown or not.
    """

    chart: Chart
    rows: tuple[LeveledRow, ...]
    loads: tuple[LoadRow, ...]
    period: str
    headline: str
    items: int
    resources: int


def leveled_chart(
    allocation: Allocation,
    *,
    as_of: Moment | str | None = None,
    times: bool | None = None,
    most: int = _MOST_ITEMS,
) -> LeveledChart:
    """The bars, links and loads of an allocation.

    Parameters
    ----------
    allocation
        Whose dates.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.
    most
        How many items are shown, the first ones.

    Raises
    ------
    WrongType
        No allocation.
    OutOfRange
        *most* is less than 1.
    InvalidText, WrongType, ZoneMismatch
        *as_of* is no moment on the plan's axis.

    Notes
    -----
    Loads are shown of a hundred resources at most, and by periods so long that there are some thousand bars at most.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"), *(Task(name, duration="2d", assignments=["ben"]) for name in ("a", "b"))
    ... )
    >>> found = leveled_chart(allocate(plan))
    >>> [(bar.left, bar.right) for bar in found.chart.bars], found.chart.beside
    ([(0.0, 2.0), (2.0, 4.0)], ((0.0, 2.0), (0.0, 2.0)))
    >>> [(link.before, link.after) for link in found.chart.links], len(found.loads[0].periods)
    ([(0, 1)], 4)
    """
    instance_of(
        Allocation, "the allocation of a view", allocation, "an Allocation, such as allocate(plan) gives"
    )
    if whole_number("a number of items", most) < 1:
        raise OutOfRange("a number of items to show", most, "at least 1")
    chart = compared(allocation.schedule, allocation.logic, as_of=as_of, times=times)
    rows = rows_beside(allocation, chart.rows)
    found, period, resources = _loads(allocation)
    shown = evolve(
        chart,
        rows=chart.rows[:most],
        bars=chart.bars[:most],
        beside=chart.beside[:most],
        links=_waits(allocation, rows[:most]),
    )
    return LeveledChart(
        chart=shown,
        rows=rows[:most],
        loads=found,
        period=period,
        headline=headline(allocation, rows),
        items=len(rows),
        resources=resources,
    )


def _waits(allocation: Allocation, rows: tuple[LeveledRow, ...]) -> tuple[LinkLine, ...]:
    """From what held somebody to what waited for them, as far as both are shown."""
    places = {row.id: number for number, row in enumerate(rows)}
    found = []
    for number, row in enumerate(rows):
        held = allocation.delays.get(row.id)
        for name in () if held is None else held.by:
            before = places.get(name)
            if held is not None and before is not None and rows[before].finish <= row.start:
                label = f"{held.resource}: {name} before {row.id}"
                found.append(LinkLine(before, number, "FS", label, driving=False, critical=False))
    return tuple(found)


def _loads(allocation: Allocation) -> tuple[tuple[LoadRow, ...], str, int]:
    """The load of those who are shown, by which period, and how many have hours."""
    if not allocation.schedule.ids:
        return (), "week", 0
    ledger = allocation.ledger
    resources = len(ledger.entries().resources)
    days = (ledger.last - ledger.first).days + 1
    period, shown = load_period(days, resources)
    return loads(ledger, period=period, most=shown), period, resources
