"""How full everybody is over the days of a chart, as plain rows: what claims their hours by kind, against what there is.

Unlike a heat map, which says how much of everything, it says how much of what, and lies on the time axis of a chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.capacity.hours import SCALE
from workmodel.capacity.wording import whole_minutes
from workmodel.views.heat import Claim, title

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity import Ledger
    from workmodel.domain import Plan
    from workmodel.domain.leveled import Entries

    Ints = NDArray[np.int64]

__all__ = ["LoadPeriod", "LoadRow", "load_period", "loads"]

_MOST_COLUMNS: Final = 112
_MOST_CELLS: Final = 4000  # beyond that, coarser periods are shown, and then fewer resources
_MOST_ROWS: Final = 100
_LENGTHS: Final = (("day", 1), ("week", 7), ("month", 30))  # days
_OF_TASKS: Final = ("task", "actual")


@frozen(kw_only=True)
class LoadPeriod:
    """One resource's hours in a period. There are tasks + ongoing + absence + free of them.

    Attributes
    ----------
    first, last
        The days, both included.
    tasks
        What tasks were granted, spent or planned. [person-min]
    ongoing
        What routines, meetings, reserves and switching take. [person-min]
    absence
        What absences take. [person-min]
    free
        What nobody claims, less what a limit forbids to claim. [person-min]
    short
        What was wanted and found no room. [person-min]
    claims
        The tasks and routines that were granted most, the greatest first.
    others
        How many more there are.
    """

    first: date
    last: date
    tasks: int
    ongoing: int
    absence: int
    free: int
    short: int
    claims: tuple[Claim, ...]
    others: int

    @property
    def capacity(self) -> int:
        """What there is, absences included. [person-min]"""
        return self.tasks + self.ongoing + self.absence + self.free

    @property
    def empty(self) -> bool:
        """Whether there is nothing, and nothing is wanted."""
        return not self.capacity and not self.short


@frozen(kw_only=True)
class LoadRow:
    """One resource's hours, period by period.

    Attributes
    ----------
    id
        Of the resource.
    name
        Its title, or its id.
    periods
        In order, without a gap.
    """

    id: str
    name: str
    periods: tuple[LoadPeriod, ...]

    def total(self, what: Literal["tasks", "ongoing", "absence", "free", "short"]) -> int:
        """One figure over all periods. [person-min]"""
        return sum(int(getattr(one, what)) for one in self.periods)


def load_period(days: int, resources: int) -> tuple[str, int]:
    """The finest of day, week and month at which so many resources can still be read, and how many are shown of them.

    Examples
    --------
    >>> load_period(28, 5), load_period(200, 5), load_period(28, 900), load_period(11_000, 50)
    (('day', 5), ('week', 5), ('day', 100), ('month', 10))
    """
    shown = min(resources, _MOST_ROWS)
    for period, length in _LENGTHS:
        columns = -(-days // length)
        if columns <= _MOST_COLUMNS and columns * shown <= _MOST_CELLS:
            return period, shown
    return "month", max(1, min(shown, _MOST_CELLS // max(-(-days // _LENGTHS[-1][1]), 1)))


def loads(ledger: Ledger, *, period: str, most: int, claims: int = 4) -> tuple[LoadRow, ...]:
    """The load of the first *most* resources that have hours, by day, week or month.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    period
        ``"day"``, ``"week"`` (Monday to Sunday) or ``"month"``.
    most
        How many resources at most.
    claims
        How many claims each period names.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Routine, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", absences=["2026-03-06"]),
    ...     Routine("support", reservation="8h per week", assignments=["kim"]),
    ...     Task("build", effort="16h", assignments=["kim"]),
    ... )
    >>> (row,) = loads(ledger(plan, "2026-03-02", "2026-03-09"), period="week", most=9)
    >>> one = row.periods[0]
    >>> one.tasks, one.ongoing, one.absence, one.free, one.short
    (720, 480, 480, 720, 240)
    """
    book = ledger.entries()
    days = [book.first + timedelta(days=n) for n in range((book.last - book.first).days + 1)]
    columns, of_day = _columns(days, period)
    sums = _Sums(book, of_day, len(columns))
    return tuple(
        LoadRow(
            id=name,
            name=title(ledger.plan, name),
            periods=tuple(
                sums.period(ledger.plan, row, number, span, claims) for number, span in enumerate(columns)
            ),
        )
        for row, name in enumerate(book.resources[:most])
    )


def _columns(days: Sequence[date], period: str) -> tuple[list[tuple[date, date]], list[int]]:
    """The periods, and to which each day belongs."""
    found: list[tuple[date, date]] = []
    of_day: list[int] = []
    for one in days:
        begins = period == "day" or (one.weekday() == 0 if period == "week" else one.day == 1)
        if begins or not found:
            found.append((one, one))
        found[-1] = found[-1][0], one
        of_day.append(len(found) - 1)
    return found, of_day


class _Sums:
    """What the days of a ledger add up to, by resource and period."""

    def __init__(self, book: Entries, of_day: list[int], columns: int) -> None:
        import numpy as np

        self.sources = book.sources
        where = np.asarray(of_day, dtype=np.int64)
        begins = np.flatnonzero(np.diff(where, prepend=-1))
        shape = (len(book.resources), columns)

        def by_period(amounts: Ints) -> Ints:
            return np.add.reduceat(amounts, begins, axis=1)

        def of_claims(amounts: Ints, some: NDArray[np.bool_]) -> Ints:
            found = np.zeros(shape, dtype=np.int64)
            np.add.at(found, (book.row[some], where[book.day[some]]), amounts[some])
            return found

        of_task = np.array([kind in _OF_TASKS for kind, _ in book.sources], dtype=bool)[book.source]
        self.tasks = of_claims(book.granted, of_task)
        self.ongoing = of_claims(book.granted, ~of_task) + by_period(book.lost)
        self.absence, self.free = by_period(book.absence), by_period(book.free)
        self.short = of_claims(book.wanted - book.granted, book.wanted > book.granted)
        self.claims = self._claims(book, where)

    def _claims(self, book: Entries, where: Ints) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """By resource and period, what each source was granted."""
        found: dict[tuple[int, int], dict[int, int]] = {}
        columns = (book.row, where[book.day], book.source, book.granted)
        for row, column, source, granted in zip(*(one.tolist() for one in columns), strict=True):
            if granted:
                cell = found.setdefault((row, column), {})
                cell[source] = cell.get(source, 0) + granted
        return {key: sorted(cell.items(), key=lambda one: (-one[1], one[0])) for key, cell in found.items()}

    def period(self, plan: Plan, row: int, column: int, span: tuple[date, date], most: int) -> LoadPeriod:
        """One resource's hours in one period, in whole minutes that add up."""
        kinds = (self.tasks, self.ongoing, self.absence, self.free)
        tasks, ongoing, absence, free = whole_minutes(
            [Decimal(int(kind[row, column])) / SCALE for kind in kinds]
        )
        served = self.claims.get((row, column), [])
        named = [(self.sources[source], granted) for source, granted in served[:most]]
        return LoadPeriod(
            first=span[0],
            last=span[1],
            tasks=tasks,
            ongoing=ongoing,
            absence=absence,
            free=free,
            short=round(int(self.short[row, column]) / SCALE),
            claims=tuple(
                Claim(title(plan, name) if name else kind, round(granted / SCALE))
                for (kind, name), granted in named
            ),
            others=len(served) - len(named),
        )
