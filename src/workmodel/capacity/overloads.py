"""`overloads`: who has more to do than hours, on which days, because of what, and who could take it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from workmodel.capacity.ability import Ability
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.granting import granted
from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.limits import Limit, beyond, limits_met
from workmodel.capacity.pace import is_work, paces
from workmodel.capacity.reporting import Period, PeriodName, Periods
from workmodel.capacity.sources import Source
from workmodel.capacity.standins import Candidate, candidates, window_of
from workmodel.capacity.winning import served_before, won_by
from workmodel.capacity.wording import said_hours
from workmodel.domain.values import share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Cause", "Overload", "overloads"]

_NOBODYS = (
    "reserve",
    "actual",
    "meeting",
)  # what nobody can take over: it is kept, done, or one has to be there


@frozen
class Cause:
    """What claims the hours of days that hold too much.

    Attributes
    ----------
    source
        What claims.
    wanted, granted
        What it asks for on those days, and what it gets. [person-min]
    over
        What of it is too much. [person-min]
    won_by
        What got the hours instead where it falls short, first served first; where it is granted but too much, what was
        served before it.
    limits
        The limits that keep hours from it.
    """

    source: Source
    wanted: Decimal
    granted: Decimal
    over: Decimal
    won_by: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def __str__(self) -> str:
        name = self.source.id or self.source.kind
        if not self.over:
            return f"{name}: {said_hours(self.wanted)}"
        limit = f", {beyond(self.limits)}" if self.limits else ""
        won = f", after {', '.join(self.won_by)}" if self.won_by else ""
        return f"{name}: {said_hours(self.over)} of {said_hours(self.wanted)} too much{limit}{won}"


@frozen
class Overload:
    """More to do in a period than one resource has hours, or may be claimed for.

    Attributes
    ----------
    resource
        Whose.
    period
        The period.
    days
        The days on which there is too much.
    availability, wanted
        What there is on those days, and what is asked for. [person-min]
    over
        How much is too much. [person-min]
    free
        What nobody claims of the other days of the period, and may be claimed. [person-min]
    causes
        What claims those days: first what has too much, the most first.
    limit
        What of the availability of those days a daily or weekly limit forbids to claim. [person-min]
    """

    resource: str
    period: Period
    days: tuple[date, ...]
    availability: Decimal
    wanted: Decimal
    over: Decimal
    free: Decimal
    causes: tuple[Cause, ...]
    _asked: Callable[[], tuple[Candidate, ...]] = field(eq=False, repr=False, alias="asked")
    limit: Decimal = Decimal(0)

    @cached_property
    def could_take_over(self) -> tuple[Candidate, ...]:
        """Who else could do what falls short, item by item, in the order of the causes: those with enough free hours first.

        Each item is looked at alone: hours that are free for one are gone once they are given to another. Found when it is
        asked for, among everybody in the plan.
        """
        return self._asked()

    def __str__(self) -> str:
        kept = f", of which a limit keeps {said_hours(self.limit)}" if self.limit else ""
        head = (
            f"{self.resource}, {self.period}: {said_hours(self.over)} over, "
            f"{said_hours(self.wanted)} wanted of {said_hours(self.availability)}{kept}"
        )
        days = f"  on {', '.join(f'{day:%a %Y-%m-%d}' for day in self.days)}"
        lines = [head, days, *(f"  {cause}" for cause in self.causes)]
        for cause in self.causes:
            able = [str(one) for one in self.could_take_over if one.item == cause.source.id]
            if cause.over and cause.source.kind not in _NOBODYS:
                lines.append(f"  {cause.source.id} could go to: {'; '.join(able) or 'nobody'}")
        return "\n".join(lines)


def overloads(ledger: Ledger, threshold: Any = 1, period: PeriodName = "day") -> tuple[Overload, ...]:
    """Who has more to do than hours, period by period.

    A day holds too much where something that is wanted is not granted: there are too few hours, a daily or weekly limit
    allows no more, or two things lie at one moment. Nothing moves: what is too much on Monday is, though Tuesday be empty;
    `Overload.free` tells how empty.

    Who could take over an item is whoever meets what it asks for (`Task.requires`), as far as the overloaded person
    brings it; where it asks for nothing, whoever shares a skill with that person; where that person has none,
    everybody. Meetings, a reserve and what was done already are not taken over.

    Parameters
    ----------
    ledger
        Whose hours.
    threshold
        Share of a day's availability above which it is too much. Below 1, what is granted beyond it counts as well;
        above 1, so much beyond the availability is forgiven. [0–100]
    period
        ``"day"``, ``"week"`` or ``"month"``: days with too much are told together.

    Returns
    -------
    tuple of Overload
        By period, in it in the plan's order.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is of no use here; the error names it.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", skills=["sql"]), Resource("ben", skills=["sql"]), Resource("cem"),
    ...     Task("guide", duration="1d", effort="8h", assignments=["ana"], requires=["sql"], priority=900),
    ...     Task("query", duration="1d", effort="5h", assignments=["ana"], requires=["sql"]),
    ... )
    >>> for one in overloads(ledger(plan, "2026-03-02", "2026-03-09")):
    ...     print(one)
    ana, 2026-03-02: 5h over, 13h wanted of 8h
      on Mon 2026-03-02
      query: 5h of 5h too much, after guide
      guide: 8h
      query could go to: ben (8h free, sql)
    """  # fmt: skip
    here = covered(ledger)
    units = int(Fraction(share("a threshold", threshold, most=100)) * SCALE)
    periods = Periods(ledger.days, period)
    return tuple(_Overloads(ledger, here, periods, _too_much(here, units)).found())


def _too_much(here: Covered, units: int) -> Ints:
    """What of each claim is beyond a share of its day's availability; the last served first."""
    import numpy as np

    available, loss = here.availability.ravel(), here.loss.ravel()
    found: Ints
    if units <= SCALE:
        budget = np.maximum(available * units // SCALE - loss, 0)
        found = here.wanted - granted(here.cell, here.granted, budget)
    else:
        missing = here.wanted - here.granted
        found = missing - granted(here.cell, missing, available * (units - SCALE) // SCALE)
    return found


@frozen(eq=False)
class _Overloads:
    """The overloads of a ledger, being found."""

    ledger: Ledger
    here: Covered
    periods: Periods
    over: Ints
    ability: Ability = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "ability", Ability(self.ledger.plan))

    def found(self) -> Iterator[Overload]:
        import numpy as np

        here, of_day = self.here, self.periods.of_day()
        by_cell = here.by_cell(self.over)
        rows, days = np.nonzero(by_cell)
        for number, row in sorted(set(zip(of_day[days].tolist(), rows.tolist(), strict=True))):
            own = np.flatnonzero((by_cell[row] > 0) & (of_day == number))
            yield self._one(row, self.periods.all[number], own, np.flatnonzero(of_day == number))

    def _one(self, row: int, period: Period, days: Ints, all_days: Ints) -> Overload:
        import numpy as np

        here, ledger = self.here, self.ledger
        cell = row * here.gross.shape[1] + days
        edges = zip(np.searchsorted(here.cell, cell), np.searchsorted(here.cell, cell + 1), strict=True)
        claims = np.concatenate([np.arange(a, b) for a, b in edges])
        causes = self._causes(claims.tolist())
        short = [self._ask(row, cause, numbers) for cause, numbers in causes if cause.over]
        others = np.setdiff1d(all_days, days)
        return Overload(
            ledger.resources[row], period, tuple(ledger.days[n] for n in days.tolist()),
            amount(int(here.availability[row, days].sum())), amount(int(here.wanted[claims].sum())),
            amount(int(self.over[claims].sum())), amount(int(here.free[row, others].sum())),
            tuple(cause for cause, _ in causes),
            _Takers(ledger, self.ability, row, tuple(short)),
            amount(int(here.barred[row, days].sum())),
        )  # fmt: skip

    def _causes(self, claims: list[int]) -> list[tuple[Cause, list[int]]]:
        """What claims those days, and by which claims."""
        here, sources = self.here, self.ledger.claims.sources
        by_source: dict[int, list[int]] = {}
        for n in claims:
            by_source.setdefault(int(here.source[n]), []).append(n)
        found = []
        for source, own in by_source.items():
            wanted, got, over = (
                sum(int(column[n]) for n in own) for column in (here.wanted, here.granted, self.over)
            )
            won = dict.fromkeys(name for n in own if self.over[n] for name in self._before(n))
            cause = Cause(
                sources[source], amount(wanted), amount(got), amount(over), tuple(won), self._limits(own)
            )
            found.append((cause, own))
        found.sort(key=lambda pair: (-pair[0].over, -pair[0].wanted))
        return found

    def _before(self, number: int) -> tuple[str, ...]:
        """What got the hours that a claim lacks; where it lacks none, what was served before it."""
        here, ledger = self.here, self.ledger
        one = int(here.number[number])
        if here.wanted[number] > here.granted[number]:
            return won_by(ledger.claims, ledger.cells, one)
        return served_before(ledger.claims, one)

    def _limits(self, claims: list[int]) -> tuple[Limit, ...]:
        """The limits by which claims got too few hours."""
        ledger, numbers = self.ledger, (int(self.here.number[n]) for n in claims if self.over[n])
        return tuple(
            dict.fromkeys(one for n in numbers for one in limits_met(ledger.claims, ledger.cells, n))
        )

    def _ask(self, row: int, cause: Cause, claims: list[int]) -> _Ask:
        """What somebody else would have to take over of a cause."""
        if cause.source.kind in _NOBODYS:
            return _Ask(cause.source, 0, ())
        asked = sum(int(self.over[n]) for n in claims)
        if cause.source.kind == "task":
            return _Ask(cause.source, asked, (window_of(self.ledger, cause.source.id),))
        return _Ask(cause.source, asked, tuple(self._when(row, n) for n in claims if self.over[n]))

    def _when(self, row: int, n: int) -> tuple[int, int]:
        """The minutes of a routine's claim: its own, or those of its day."""
        claims, number = self.ledger.claims, int(self.here.number[n])
        if claims.timed(number):
            return int(claims.start[number]), int(claims.finish[number])
        cells = self.ledger.cells
        edges, day = cells.edges(row), int(claims.cell[number]) - row * cells.days
        return int(edges[day]), int(edges[day + 1])


@frozen
class _Ask:
    """What of an item is too much, and when it would have to be done. [1/10 000 person-minute; min since 1970]"""

    source: Source
    amount: int
    stretches: tuple[tuple[int, int], ...]


@frozen(eq=False)
class _Takers:
    """Finds who could take over what is too much for somebody: with many people, too much to do before anybody asks."""

    ledger: Ledger
    ability: Ability
    row: int
    asks: tuple[_Ask, ...]

    def __call__(self) -> tuple[Candidate, ...]:
        return tuple(
            found for ask in self.asks if ask.source.kind not in _NOBODYS for found in self._for(ask)
        )

    def _for(self, ask: _Ask) -> tuple[Candidate, ...]:
        """Who could take over one item; what is work takes others as long as they need for it."""
        ledger, name = self.ledger, ask.source.id
        able = self.ability.in_place_of(ledger.resources[self.row], ledger.plan[name])
        work = is_work(ledger.plan, ask.source)
        asked = ask.amount * int(paces(ledger.cells)[self.row]) // SCALE if work else ask.amount
        return candidates(ledger, name, asked, able, ask.stretches, work=work)
