"""`service`: whether a routine keeps its service level with the hours it is granted, and if not, since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from workmodel.calendars import day_number
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.drawing_down import own_calendar
from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.queueing import Queue, queue
from workmodel.capacity.reporting import Period, PeriodName, Periods
from workmodel.capacity.teams import days_in_team
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan, Routine
from workmodel.errors import OutOfRange
from workmodel.quantities import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Breach", "Service", "service"]

_LOADS = ("expected", "granted", "unmet", "caught_up")


@frozen
class Breach:
    """Days in a row on which what arrives waits longer than the service level.

    Attributes
    ----------
    start, finish
        The first and the last of them on which anything arrives, as far as the ledger covers them.
    backlog
        The most that waits at the end of one of them. [person-min]
    wait
        The longest that anything that arrives then waits; ``None``: it is never done. [working min]
    """

    start: date
    finish: date
    backlog: Decimal
    wait: Fraction | None

    def __str__(self) -> str:
        waits = "and nobody ever gets to it" if self.wait is None else f"waits up to {_said(self.wait)}"
        return f"from {self.start} to {self.finish}: backlog up to {said_hours(self.backlog)}, {waits}"


@frozen(eq=False)
class Service:
    """What arrives of a routine, what is done, and how long the rest waits; made by `service`.

    Attributes
    ----------
    routine
        Its id.
    level
        Its service level. [plan's conventions]
    item
        What one item takes on average. [person-min]
    periods
        The periods, in order.
    breaches
        When the service level is not kept, in order.
    """

    routine: str
    level: Span
    item: Fraction
    periods: tuple[Period, ...]
    breaches: tuple[Breach, ...]
    _columns: dict[str, list[Any]] = field(repr=False)

    @property
    def since(self) -> date | None:
        """The first day on which what arrives waits longer than the service level; ``None``: it is kept throughout."""
        return self.breaches[0].start if self.breaches else None

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry a period, ready for any dataframe library.

        ``period``, ``start``, ``finish``, ``whole`` as in `Workload.columns`; ``expected``, ``granted``, ``unmet`` (expected
        and not granted), ``caught_up`` (done of the backlog in free hours), ``backlog`` (at the end of the period): exact
        decimals [person-min]; ``items``: the backlog in items, exactly; ``wait``: the longest that anything that arrives in
        the period waits, ``None`` where it is never done [working min]; ``kept``: whether that is within the service level.
        """
        return {name: list(values) for name, values in self._columns.items()}

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict a period; names as in `columns`."""
        return [
            dict(zip(self._columns, values, strict=True))
            for values in zip(*self._columns.values(), strict=True)
        ]

    def __str__(self) -> str:
        lines = [
            f"{self.routine}, within {self.level}: "
            + ("kept" if not self.breaches else f"not kept since {self.since}")
        ]
        for row in self.rows():
            parts = [f"{said_hours(row['expected'])} expected", f"{said_hours(row['granted'])} granted"]
            parts += [f"{said_hours(row['caught_up'])} caught up"] if row["caught_up"] else []
            if row["backlog"]:
                waits = "never done" if row["wait"] is None else f"waits up to {_said(row['wait'])}"
                parts += [f"backlog {said_hours(row['backlog'])}, {waits}"]
            lines.append(f"{'' if row['kept'] else '! '}{row['period']}: {', '.join(parts)}")
        return "\n".join(lines)


def _said(minutes: Fraction) -> str:
    """Working time to the minute, up: what waits longer than a level does not read as within it."""
    return said_hours(Decimal(-(-minutes.numerator // minutes.denominator)))


def service(ledger: Ledger, routine: str, period: PeriodName = "week") -> Service:
    """Whether what arrives of a routine is done within its service level, by the hours that a ledger grants it.

    What is expected and finds no hours waits, first come, first served. It is done with the hours granted on later days, and
    with those of the routine's people that are free then; each routine is looked at alone. What arrives on a day waits the
    working time of the routine until all that waits at the end of that day is done; where the ledger ends before, at the
    rate of its last day of work.

    Parameters
    ----------
    ledger
        Whose hours; nothing waits when its first day begins.
    routine
        Id of a routine with arrivals, an effort and a service level.
    period
        ``"day"``, ``"week"`` (ISO weeks) or ``"month"``: by what the figures are told. Breaches are told to the day.

    Raises
    ------
    OutOfRange
        The routine has no arrivals, no effort or no service level.
    UnknownId
        No such routine.
    InvalidText, WrongType
        An argument is of no use here; the error names it.

    Notes
    -----
    At a steady rate the wait is Little's law, W = L ÷ λ: backlog over what is done in a day [1]_. Arrivals are expected
    values, spread as the ledger spreads them: chance makes waits longer than these, never shorter. O(claims + days).

    References
    ----------
    .. [1] J. D. C. Little, "A proof for the queuing formula: L = λW," Operations Research, vol. 9, no. 3, 1961, pp. 383-387.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource
    >>> plan = Plan(start="2026-06-29").add(
    ...     Resource("kim"),
    ...     Resource("lee", absences=["2026-07-01..2026-07-31 vacation"]),
    ...     Routine(
    ...         "tickets", arrivals="12 per day", effort="1h", service_level="2d", assignments=["kim", "lee"]
    ...     ),
    ... )
    >>> found = service(ledger(plan, "2026-06-29", "2026-07-20"), "tickets")
    >>> print(found)
    tickets, within 2d: not kept since 2026-07-07
    2026-W27: 60h expected, 48h granted, backlog 12h, waits up to 12h
    ! 2026-W28: 60h expected, 40h granted, backlog 32h, waits up to 32h
    ! 2026-W29: 60h expected, 40h granted, backlog 52h, waits up to 52h
    """
    here, plan = covered(ledger), ledger.plan
    asked = plan.routines[routine]
    item = _item(plan, asked)
    if asked.arrivals is None or not item or asked.service_level is None:
        raise OutOfRange(
            "a routine", routine, 'one with arrivals, an effort and a service_level, such as "2d"'
        )
    loads = _loads(ledger, here, asked)
    calendar = plan.work_calendar(own_calendar(plan, routine))
    axis = plan.axis
    ends = [axis.minute(ledger.first), *(axis.minute(day, end=True) for day in ledger.days)]
    minutes = [calendar.between(a, b) for a, b in pairwise(ends)]
    found = queue(
        loads["expected"].tolist(), loads["granted"].tolist(), _spare(ledger, here, asked).tolist(), minutes
    )
    level = plan.minutes(asked.service_level)
    late = []
    for day, wait in enumerate(found.wait):
        allowed = level
        if asked.service_level.elapsed:  # from the end of work on that day
            at = int(calendar.finishes_of([calendar.positions([ends[day + 1]])[0]])[0])
            allowed = calendar.between(at, at + level)
        late.append(bool(loads["expected"][day]) and (wait is None or wait > allowed))
    periods = Periods(ledger.days, period)
    return Service(
        routine, asked.service_level, item, periods.all, tuple(_breaches(ledger, loads["expected"], found, late)),
        _table(periods, loads, found, late, item),
    )  # fmt: skip


def _item(plan: Plan, routine: Routine) -> Fraction:
    """What one item takes: its effort, or the mean of its estimate. [person-min]"""
    if routine.effort is not None:
        return Fraction(plan.minutes(routine.effort))
    if routine.estimate is None:
        return Fraction(0)
    low, likely, high = routine.estimate.minutes(plan.conventions)
    return Fraction(low + 4 * likely + high, 6)


def _loads(ledger: Ledger, here: Covered, routine: Routine) -> dict[str, Ints]:
    """What is expected and granted, by day; what nobody takes is expected too."""
    import numpy as np

    sources = ledger.claims.sources
    own = np.array([one.id == routine.id and one.kind == "arrivals" for one in sources], dtype=bool)
    some = np.flatnonzero(own[here.source]) if len(sources) else here.source
    expected, granted = (np.zeros(len(ledger.days), dtype=np.int64) for _ in range(2))
    np.add.at(expected, here.day[some], here.wanted[some])
    np.add.at(granted, here.day[some], here.granted[some])
    for one in ledger.unassigned:
        if one.source.id == routine.id:
            expected[(one.day - ledger.first).days] += one.amount
    return {"expected": expected, "granted": granted}


def _spare(ledger: Ledger, here: Covered, routine: Routine) -> Ints:
    """Free hours of its people, by day."""
    import numpy as np

    place = {name: row for row, name in enumerate(ledger.resources)}
    first, days = day_number(ledger.first), len(ledger.days)
    inside: dict[int, NDArray[np.bool_]] = {}
    for one in routine.assignments:
        for who, mask in days_in_team(ledger.plan, one.resource, first, days).items():
            if who in place:
                row = place[who]
                inside[row] = inside[row] | mask if row in inside else mask
    found = np.zeros(days, dtype=np.int64)
    for row, mask in inside.items():
        found += here.free[row] * mask
    return found


def _breaches(ledger: Ledger, expected: Ints, found: Queue, late: list[bool]) -> Iterator[Breach]:
    """Days in a row that are late; days on which nothing arrives do not part them."""
    run: list[int] = []
    for day in [*(n for n in range(len(late)) if expected[n]), None]:
        if day is not None and late[day]:
            run.append(day)
        elif run:
            waits = [found.wait[n] for n in run]
            longest = None if None in waits else max(one for one in waits if one is not None)
            most = max(found.backlog[n] for n in run)
            yield Breach(ledger.days[run[0]], ledger.days[run[-1]], amount(most), longest)
            run = []


def _table(
    periods: Periods, loads: dict[str, Ints], found: Queue, late: list[bool], item: Fraction
) -> dict[str, list[Any]]:
    import numpy as np

    by_day = loads | {
        "unmet": loads["expected"] - loads["granted"],
        "caught_up": np.array(found.caught_up, dtype=np.int64),
    }
    names = {"period": "name", "start": "start", "finish": "finish", "whole": "whole"}
    table: dict[str, list[Any]] = {
        column: [getattr(one, name) for one in periods.all] for column, name in names.items()
    }
    for name in _LOADS:
        table[name] = [amount(units) for units in periods.total(by_day[name]).tolist()]
    spans = [range(a, b) for a, b in pairwise(periods.starts.tolist())]
    table["backlog"] = [amount(found.backlog[days[-1]]) for days in spans]
    table["items"] = [Fraction(found.backlog[days[-1]], SCALE) / item for days in spans]
    table["wait"] = [_longest([found.wait[n] for n in days if loads["expected"][n]]) for days in spans]
    table["kept"] = [not any(late[n] for n in days) for days in spans]
    return table


def _longest(waits: list[Fraction | None]) -> Fraction | None:
    return None if None in waits else max((one for one in waits if one is not None), default=Fraction(0))
