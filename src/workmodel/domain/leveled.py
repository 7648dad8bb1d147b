"""`Leveled`: a plan whose dates respect people's hours, with what is told of them, beside the plan that it came from.

The shape in which a room that finds such dates hands them to one that doubts them: neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from workmodel.domain.plan import Plan
from workmodel.domain.schedule import Schedule
from workmodel.domain.values import EMPTY_MAP
from workmodel.findings import Finding
from workmodel.quantities import WorkTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Book", "Entries", "HeldBack", "Leveled", "TakesLonger"]


class HeldBack(Protocol):
    """Why an item begins later than logic asks.

    Examples
    --------
    >>> from workmodel.allocation import Delay
    >>> late: HeldBack = Delay("build", datetime(2026, 3, 2, 8), datetime(2026, 3, 5, 8), "ben", ("deploy",))
    >>> late.item, late.resource, str(late.start - late.logic)
    ('build', 'ben', '3 days, 0:00:00')
    """

    @property
    def item(self) -> str:
        """Its id."""

    @property
    def logic(self) -> datetime:
        """When it would begin if everybody had time."""

    @property
    def start(self) -> datetime:
        """When it begins."""

    @property
    def resource(self) -> str:
        """Id of whom it waited for."""


class TakesLonger(Protocol):
    """Why work takes longer than its people would need if nothing else claimed them.

    Examples
    --------
    >>> from workmodel.allocation import Slowed
    >>> slow: TakesLonger = Slowed("guide", WorkTime(480), WorkTime(640), ())
    >>> str(slow.planned), str(slow.takes)
    ('8h', '10h 40min')
    """

    @property
    def item(self) -> str:
        """Its id."""

    @property
    def planned(self) -> WorkTime:
        """How long it would take. [working min]"""

    @property
    def takes(self) -> WorkTime:
        """How long it takes. [working min]"""


@frozen(eq=False)
class Entries:
    """The days of a ledger as plain arrays, for whoever adds them up again.

    Attributes
    ----------
    resources
        Ids of those who have hours, one row each.
    first, last
        The days, both included, one column each.
    gross, absence, lost, barred, free : int64 arrays, shape (resources, days)
        Open time × capacity; what absences take of it; what switching costs; what nobody claims and a limit forbids to claim;
        what nobody claims. [1/10 000 person-minute]
    sources
        What claims: kind and id.
    row, day, source, granted, wanted : int64 arrays, shape (claims,)
        Of whom, on which of the days, which of *sources*; what it was granted and what it wanted. [1/10 000 person-minute]

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource
    >>> book = ledger(Plan(start="2026-03-02").add(Resource("ana")), "2026-03-02", "2026-03-04")
    >>> days: Entries = book.entries()
    >>> days.resources, (days.gross // 600_000).tolist(), len(days.granted)
    (('ana',), [[8, 8]], 0)
    """

    resources: tuple[str, ...]
    first: date
    last: date
    gross: Ints
    absence: Ints
    lost: Ints
    barred: Ints
    free: Ints
    sources: tuple[tuple[str, str], ...]
    row: Ints
    day: Ints
    source: Ints
    granted: Ints
    wanted: Ints


class Book(Protocol):
    """Who has how many hours on which day, and what claims them.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> book: Book = ledger(Plan(start="2026-03-02"), "2026-03-02", "2026-03-04")
    >>> book.entries().resources
    ()
    """

    def entries(self) -> Entries:
        """All of it, as arrays."""


@frozen(kw_only=True)
class Leveled:
    """What levelling hands on: a plan, the same plan with its delays set, and that one's dates.

    Attributes
    ----------
    plan
        What was to be levelled.
    leveled
        The same with levelling delays and, where other claims slow work down, durations.
    schedule
        The dates of *leveled*.
    logic
        The dates of *plan* by logic alone.
    delays, slowed
        By item, what levelling added to its start, and what makes its work take longer.
    bound
        No dates within everybody's hours end before this.
    reserve
        Share of everybody's availability that is left on purpose. [0–1]
    smoothing
        Whether items stay within their float, even where people would have to be in two places then.
    findings
        What a planner should weigh.
    """

    plan: Plan = field(repr=False)
    leveled: Plan = field(repr=False)
    schedule: Schedule
    logic: Schedule = field(repr=False)
    delays: Mapping[str, HeldBack] = EMPTY_MAP
    slowed: Mapping[str, TakesLonger] = EMPTY_MAP
    bound: datetime | None = None
    reserve: Fraction = Fraction(0)
    smoothing: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def ledger(self) -> Book | None:
        """Everybody's hours over the days of the plan; ``None`` where nobody kept any."""
        return None
