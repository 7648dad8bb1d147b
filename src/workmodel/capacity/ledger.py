"""`Ledger`: every hour of every resource in a window, and what claims it; balanced to the last unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.calendars import day_number
from workmodel.capacity.hours import amount
from workmodel.capacity.limits import Limit, limits_met
from workmodel.capacity.sources import LIMIT, Source
from workmodel.capacity.stretch import Line, Stretch, Unmet, together
from workmodel.capacity.teams import days_in_team, runs_of
from workmodel.capacity.winning import won_by
from workmodel.domain import Resource
from workmodel.domain.leveled import Entries
from workmodel.errors import OutOfRange, UnknownId, WrongType, named, nearest
from workmodel.quantities import Moment, moment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.asked import Asked
    from workmodel.capacity.cells import Cells
    from workmodel.capacity.claims import Claims
    from workmodel.capacity.coverage import Coverage
    from workmodel.domain import Plan, Schedule

    Ints = NDArray[np.int64]

__all__ = ["Ledger", "Open"]


@frozen
class Open:
    """Work that nobody is assigned to, or that falls where none of its people has hours.

    Attributes
    ----------
    source
        What asks.
    day
        When.
    amount
        [1/10 000 person-minute]
    """

    source: Source
    day: date
    amount: int


@frozen(eq=False)
class Ledger:
    """Who has how many hours, and what claims them.

    For each resource and stretch, exactly: availability = granted claims + limit + switching loss + free, where *limit* is
    what nobody claims and a daily or weekly limit forbids to claim.

    Attributes
    ----------
    plan
        The plan.
    schedule
        The dates from which tasks load it.
    first, last
        The days it covers, both included.
    cells
        What hours there are, over whole periods around those days.
    claims
        What was asked for and granted, over the same.
    unserved
        What nobody takes, over the same: the line, the day, the amount. [1/10 000 person-minute]
    coverage
        What its totals cover.
    asked
        How it was asked for.
    """

    plan: Plan
    schedule: Schedule
    first: date
    last: date
    cells: Cells
    claims: Claims
    unserved: tuple[tuple[Source, date, int], ...]
    coverage: Coverage
    asked: Asked

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Ledger):
            return NotImplemented
        plain = ("asked", "coverage", "unserved")
        return (
            all(getattr(self, name) == getattr(other, name) for name in plain)
            and self.cells.supply.same_as(other.cells.supply)
            and self.claims.same_as(other.claims)
            and self.schedule == other.schedule
            and self.plan == other.plan
        )

    __hash__ = None  # type: ignore[assignment]

    # -- looking into it --------------------------------------------------------------------------------------------

    @property
    def resources(self) -> tuple[str, ...]:
        """Ids of the resources with hours, in the plan's order."""
        return self.cells.supply.resources

    @cached_property
    def unassigned(self) -> tuple[Open, ...]:
        """What nobody takes on the days it covers."""
        return tuple(Open(*one) for one in self.unserved if self.first <= one[1] <= self.last)

    @property
    def days(self) -> tuple[date, ...]:
        """The days it covers."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def day(self, resource: str, day: date | str) -> Stretch:
        """One resource's day; of a team with members, theirs together.

        Raises
        ------
        OutOfRange
            The ledger does not cover that day.
        UnknownId
            The plan has no such resource.
        WrongType
            Something of the plan that has no hours.
        """
        number = self._day(day)
        return self._days(resource, number, number)

    def week(self, resource: str, day: date | str) -> Stretch:
        """The days of a resource's or team's week, Monday to Sunday, around a day, as far as the ledger covers them."""
        here = self._as_day(day)
        self._day(here)
        monday = here - timedelta(days=here.weekday())
        first, last = max(monday, self.first), min(monday + timedelta(days=6), self.last)
        return self._days(resource, self._day(first), self._day(last))

    def total(self, resource: str) -> Stretch:
        """All of a resource's or team's days; members count on the days on which they are in their team.

        Examples
        --------
        >>> from workmodel.capacity import ledger
        >>> from workmodel.domain import Plan, Resource, Routine
        >>> plan = Plan(start="2026-03-02").add(
        ...     Resource("ana"), Resource("ben"), Resource("desk", members=["ana", "ben to 2026-03-02"]),
        ...     Routine("queue", arrivals="12 per day", effort="20min", assignments=["desk"]),
        ... )
        >>> print(ledger(plan, "2026-03-02", "2026-03-04").total("desk"))
        desk, Mon 2026-03-02 00:00 to Wed 2026-03-04 00:00: 24h
          queue: 8h
          free: 16h
        """  # fmt: skip
        return self._days(resource, self._day(self.first), self._day(self.last))

    def between(self, resource: str, start: Moment | str, end: Moment | str) -> Stretch:
        """Any stretch of one resource's time, ``start <= t < end``.

        Claims with a time of day lie in their own minutes, all others evenly over what those leave open of their day.

        Raises
        ------
        OutOfRange
            The end is before the start, or the ledger does not cover the stretch.
        """
        rows, axis = self._rows(resource), self.plan.axis
        lo, hi = axis.minute(moment(start)), axis.minute(moment(end))
        first, last = self._day(self.first), self._day(self.last)
        parts = []
        for row, runs in rows.items():
            edges = self.cells.edges(row)
            if not int(edges[first]) <= lo <= hi <= int(edges[last + 1]):
                covered = (
                    f"within {axis.time(int(edges[first]))} and {axis.time(int(edges[last + 1]))}, in order"
                )
                raise OutOfRange("a stretch of the ledger", f"{start} to {end}", covered)
            for begin, finish in runs:
                inside = max(lo, int(edges[begin])), min(hi, int(edges[finish + 1]))
                if inside[0] < inside[1] or (lo == hi and inside[0] == inside[1]):
                    parts.append(self._partial(row, *inside))
        if resource in self.cells.rows:
            return parts[0]
        return together(resource, axis.time(lo), axis.time(hi), parts)

    def explain(self, resource: str, at: Moment | str) -> Stretch:
        """What claims one minute of a resource: the stretch of the minute that holds a moment."""
        lo = self.plan.axis.minute(_minute_that_holds(at))
        return self.between(resource, self.plan.axis.time(lo), self.plan.axis.time(lo + 1))

    def entries(self) -> Entries:
        """All its days as plain arrays, resource by resource: for whoever adds them up again.

        Examples
        --------
        >>> from workmodel.capacity import ledger
        >>> from workmodel.domain import Plan, Resource, Task
        >>> plan = Plan(start="2026-03-02").add(
        ...     Resource("ana"), Task("draft", effort="6h", assignments=["ana"])
        ... )
        >>> days = ledger(plan, "2026-03-02", "2026-03-03").entries()
        >>> days.sources, days.granted.tolist(), days.free.tolist()
        ((('task', 'draft'),), [3600000], [[1200000]])
        """
        import numpy as np

        cells, claims = self.cells, self.claims
        begin, end = self._day(self.first), self._day(self.last) + 1
        shape = (len(cells.supply.resources), cells.days)
        row, day = np.divmod(claims.cell, max(cells.days, 1))
        some = (day >= begin) & (day < end)
        lost, barred, free = (
            column.reshape(shape)[:, begin:end] for column in (claims.loss, claims.barred, claims.free)
        )
        return Entries(
            cells.supply.resources, self.first, self.last,
            cells.supply.gross[:, begin:end], cells.supply.absence[:, begin:end], lost, barred, free,
            tuple((one.kind, one.id) for one in claims.sources),
            row[some], day[some] - begin, claims.source[some], claims.granted[some], claims.wanted[some],
        )  # fmt: skip

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)

    # -- whole days -------------------------------------------------------------------------------------------------

    def _days(self, resource: str, first: int, last: int) -> Stretch:
        """Days of a resource, or of the members of a team while they are in it."""
        rows = self._rows(resource)
        parts = [
            self._whole(row, max(begin, first), min(finish, last))
            for row, runs in rows.items()
            for begin, finish in runs
            if begin <= last and finish >= first
        ]
        if resource in self.cells.rows:
            return parts[0]
        days, axis = self.cells.supply.days, self.plan.axis
        start, finish = axis.minute(days[first]), axis.minute(days[last], end=True)
        return together(resource, axis.time(start), axis.time(finish), parts)

    def _whole(self, row: int, first: int, last: int) -> Stretch:
        cells, claims = self.cells, self.claims
        base = row * cells.days
        part = slice(base + first, base + last + 1)
        lo, hi = int(claims.first[base + first]), int(claims.first[base + last + 1])
        edges = cells.edges(row)
        return self._stretch(
            row, int(edges[first]), int(edges[last + 1]),
            gross=int(cells.supply.gross[row, first : last + 1].sum()),
            absence=int(cells.supply.absence[row, first : last + 1].sum()),
            loss=int(claims.loss[part].sum()), barred=int(claims.barred[part].sum()), free=int(claims.free[part].sum()),
            granted=_by_source(claims.source[lo:hi], claims.granted[lo:hi]),
            missing=self._missing(range(lo, hi)),
        )  # fmt: skip

    def _missing(self, numbers: Iterable[int]) -> Iterator[_Missing]:
        """Claims that found less than they wanted, and what got that instead."""
        claims = self.claims
        for n in numbers:
            short = int(claims.wanted[n] - claims.granted[n])
            if short:
                won = won_by(claims, self.cells, n)
                yield _Missing(int(claims.source[n]), short, won, limits_met(claims, self.cells, n))

    def _stretch(
        self, row: int, start: int, finish: int, *, gross: int, absence: int, loss: int, barred: int, free: int,
        granted: dict[int, int], missing: Iterable[_Missing],
    ) -> Stretch:  # fmt: skip
        sources, time = self.claims.sources, self.plan.axis.time
        unmet: dict[int, _Missing] = {}
        for one in missing:
            unmet[one.source] = unmet.get(one.source, _Missing(one.source)).and_(one)
        lines = [Line(sources[n], amount(units)) for n, units in sorted(granted.items()) if units]
        lines += [Line(LIMIT, amount(barred))] if barred else []
        return Stretch(
            self.resources[row], time(start), time(finish), amount(gross), amount(absence), tuple(lines),
            amount(loss), amount(free),
            tuple(Unmet(sources[n], amount(one.amount), one.won_by, one.limits) for n, one in sorted(unmet.items())),
        )  # fmt: skip

    # -- parts of days ----------------------------------------------------------------------------------------------

    def _partial(self, row: int, lo: int, hi: int) -> Stretch:
        import numpy as np

        edges = self.cells.edges(row)
        first = max(int(np.searchsorted(edges, lo, side="right")) - 1, 0)
        last = min(int(np.searchsorted(edges, hi, side="left")) - 1, self.cells.days - 1)
        sums = {"gross": 0, "absence": 0, "loss": 0, "barred": 0, "free": 0}
        granted: dict[int, int] = {}
        missing: list[_Missing] = []
        for day in range(first, max(last, first) + 1):
            _Part(self, row, day, lo, hi).add_to(sums, granted)
            cell = row * self.cells.days + day
            if lo <= int(edges[day]) < hi:  # what a day lacks is told where it begins
                missing += self._missing(
                    range(int(self.claims.first[cell]), int(self.claims.first[cell + 1]))
                )
        return self._stretch(row, lo, hi, **sums, granted=granted, missing=missing)

    # -- names and days ---------------------------------------------------------------------------------------------

    def _rows(self, name: str) -> dict[int, list[tuple[int, int]]]:
        """The row of a resource, or those of a team's members, each with the runs of days on which it counts, both included."""
        asked = self.plan.get(name) if isinstance(name, str) else None
        if asked is None:
            raise UnknownId(named(name), nearest(named(name), self.resources), "resource")
        if not (isinstance(asked, Resource) and asked.works):
            what = asked.type if isinstance(asked, Resource) else asked.kind
            raise WrongType("a resource with hours", name, f"a person, team or equipment; it is a {what}")
        if name in self.cells.rows and not asked.members:
            return {self.cells.rows[name]: [(0, self.cells.days - 1)]}
        found = {}
        first = day_number(self.cells.supply.start)
        for who, mask in days_in_team(self.plan, name, first, self.cells.days).items():
            row = self.cells.row(who)
            if row is not None:
                found[row] = runs_of(mask)
        return found

    def _as_day(self, value: date | str) -> date:
        found = moment(value)
        return found if type(found) is date else date(found.year, found.month, found.day)

    def _day(self, value: date | str) -> int:
        """The number of a day among the cells."""
        here = self._as_day(value)
        if not self.first <= here <= self.last:
            raise OutOfRange("a day of the ledger", str(here), f"from {self.first} to {self.last}")
        return (here - self.cells.supply.days[0]).days


@frozen
class _Missing:
    """What a source found too little of: how much, what was served before it, and by which limits."""

    source: int
    amount: int = 0
    won_by: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def and_(self, other: _Missing) -> _Missing:
        """That, and what another claim of it lacks."""
        won, limits = ((*self.won_by, *other.won_by), (*self.limits, *other.limits))
        return _Missing(
            self.source, self.amount + other.amount, tuple(dict.fromkeys(won)), tuple(dict.fromkeys(limits))
        )


def _minute_that_holds(at: Moment | str) -> Moment:
    """A moment without its seconds: others are rounded, but what holds at 9:00:30 is what holds in the minute of 9:00."""
    rounded = moment(at)
    if not isinstance(rounded, datetime):
        return rounded
    exact = datetime.fromisoformat(at.strip()) if isinstance(at, str) else at
    return moment(exact.replace(second=0, microsecond=0) if isinstance(exact, datetime) else exact)


def _by_source(source: Ints, amount: Ints) -> dict[int, int]:
    import numpy as np

    found, where = np.unique(source, return_inverse=True)
    sums = np.zeros(len(found), dtype=np.int64)
    np.add.at(sums, where, amount)
    return dict(zip(found.tolist(), sums.tolist(), strict=True))


class _Part:
    """The part of one cell that lies between two moments."""

    def __init__(self, ledger: Ledger, row: int, day: int, lo: int, hi: int) -> None:
        self.ledger, self.lo, self.hi = ledger, lo, hi
        self.cell = row * ledger.cells.days + day
        self.laid, self.timed = ledger.claims.day(ledger.cells, self.cell)
        self.weight = self.laid.rest()
        self.row, self.day = row, day

    def add_to(self, sums: dict[str, int], granted: dict[int, int]) -> None:
        """Add what of the cell lies in the stretch."""
        claims = self.ledger.claims
        for n in range(int(claims.first[self.cell]), int(claims.first[self.cell + 1])):
            units = self._of_claim(n)
            source = int(claims.source[n])
            granted[source] = granted.get(source, 0) + units
            sums["gross"] += units
        for name, column in (("loss", claims.loss), ("barred", claims.barred), ("free", claims.free)):
            units = self._even(int(column[self.cell]))
            sums[name] += units
            sums["gross"] += units
        away = self._away(int(self.ledger.cells.supply.absence[self.row, self.day]))
        sums["absence"] += away
        sums["gross"] += away

    def _of_claim(self, number: int) -> int:
        if number in self.timed:
            place = self.timed.index(number)
            return self.laid.before(place, self.hi) - self.laid.before(place, self.lo)
        return self._even(int(self.ledger.claims.granted[number]))

    def _even(self, units: int) -> int:
        """What of an amount that lies evenly over the rest of the day is in the stretch; without a rest, at the day's end."""
        return self._upto(units, self.hi) - self._upto(units, self.lo)

    def _upto(self, units: int, t: int) -> int:
        if not self.weight:
            return units if t >= int(self.ledger.cells.edges(self.row)[self.day + 1]) else 0
        return units * self.laid.rest(t) // self.weight

    def _away(self, units: int) -> int:
        """What of an absence lies in the stretch: evenly over the calendar's open minutes of the day."""
        found = self.ledger.cells.windows(self.row)
        own = found.days == found.first + self.day
        starts, finishes = found.starts[own], found.finishes[own]
        whole = int((finishes - starts).sum())

        def reached(t: int) -> int:
            return int((finishes.clip(max=t) - starts.clip(max=t)).sum())

        if not whole:
            return 0
        return units * reached(self.hi) // whole - units * reached(self.lo) // whole
