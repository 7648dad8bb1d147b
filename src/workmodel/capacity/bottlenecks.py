"""`utilisation` and `bottlenecks`: how full everybody is, and where work waits for hours."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from workmodel.capacity.coverage import Coverage
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.wording import said_hours, said_share, share_of
from workmodel.domain import Plan
from workmodel.graph import DependencyGraph

__all__ = ["Bottleneck", "Utilisation", "bottlenecks", "utilisation"]


@frozen
class Utilisation:
    """How full one resource is.

    Attributes
    ----------
    resource
        Its id.
    availability
        What there is. [person-min]
    load
        What was granted of it. [person-min]
    wanted
        What was asked for. [person-min]
    share
        Load ÷ (availability − limit), in ten-thousandths, halves up; ``None`` where there are no hours. [0–1]
    asked
        Wanted ÷ (availability − limit); above 1 there is more to do than hours. [0 and more]
    coverage
        Which items say nothing of what they take, so that no load holds it.
    limit
        What of the availability a daily or weekly limit forbids to claim. [person-min]
    """

    resource: str
    availability: Decimal
    load: Decimal
    wanted: Decimal
    share: Decimal | None
    asked: Decimal | None
    coverage: Coverage
    limit: Decimal = Decimal(0)

    def __str__(self) -> str:
        return f"{self.resource}: {said_share(self.share)} of {said_hours(self.availability - self.limit)}"


def utilisation(ledger: Ledger) -> tuple[Utilisation, ...]:
    """How full everybody is over all days of a ledger, in the plan's order.

    Utilisation is load ÷ availability (ρ of operations research); what is left on purpose (a reserve) is load, and what a limit
    forbids to claim is not available: whoever is claimed for all that a limit allows is full.

    Raises
    ------
    WrongType
        No ledger.

    Examples
    --------
    Twelve requests a day of 25 minutes for two people with six hours each: 5 of 12 hours.

    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource, Routine
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", capacity="0.75"), Resource("ben", capacity="0.75"),
    ...     Routine("queue", arrivals="12 per day", effort="25min", assignments=["ana", "ben"]),
    ... )
    >>> ana, ben = utilisation(ledger(plan, "2026-03-02", "2026-03-09"))
    >>> print(ana)
    ana: 42 % of 30h
    >>> ben.share
    Decimal('0.4167')
    """  # fmt: skip
    here = covered(ledger)
    sums = (here.availability, here.barred, here.by_cell(here.granted), here.by_cell(here.wanted))
    by_row = zip(ledger.resources, *(one.sum(axis=1).tolist() for one in sums), strict=True)
    return tuple(
        Utilisation(
            name, amount(there), amount(load), amount(wanted), share_of(load, there - kept),
            share_of(wanted, there - kept), ledger.coverage, amount(kept),
        )
        for name, there, kept, load, wanted in by_row
    )  # fmt: skip


@frozen
class Bottleneck:
    """A resource for whose hours work waits.

    Attributes
    ----------
    resource
        Its id.
    unmet
        What was wanted of it and not granted. [person-min]
    utilisation
        Load ÷ (availability − limit); ``None`` where there are no hours. [0–1]
    short
        Ids of the items that lack hours, the most first.
    waiting
        Ids of the tasks and milestones that wait for these, directly or not, in the plan's order.
    reason
        Why it is one, in a sentence.
    """

    resource: str
    unmet: Decimal
    utilisation: Decimal | None
    short: tuple[str, ...]
    waiting: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"{self.resource}: {self.reason}"


def bottlenecks(ledger: Ledger) -> tuple[Bottleneck, ...]:
    """Where work waits for hours: resources of which more is wanted than granted, the worst first.

    Ranked by unmet hours, then by utilisation, then by how many items wait behind those that lack hours, then in the
    plan's order.

    Raises
    ------
    WrongType
        No ledger.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"),
    ...     Task("draw", duration="1d", effort="12h", assignments=["ana"]),
    ...     Task("build", after=["draw"]), Task("test", after=["build"]),
    ... )
    >>> print(*bottlenecks(ledger(plan, "2026-03-02", "2026-03-03")))
    ana: 4h wanted beyond its hours by draw, 100 % used; 2 items wait behind, build first
    """  # fmt: skip
    here = covered(ledger)
    missing = here.by_cell(here.wanted - here.granted).sum(axis=1).tolist()
    graph = DependencyGraph(ledger.plan)
    found = []
    for one, lacking, row in zip(utilisation(ledger), missing, range(len(missing)), strict=True):
        if lacking:
            short = _short(ledger, here, row)
            waiting = _behind(ledger.plan, graph, short)
            beyond = "limit" if _meets_limit(ledger, here, row) else "hours"
            reason = _reason(one, amount(lacking), beyond, short, waiting, int(here.free[row].sum()))
            found.append(Bottleneck(one.resource, amount(lacking), one.share, short, waiting, reason))
    return tuple(sorted(found, key=lambda one: (-one.unmet, -(one.utilisation or 0), -len(one.waiting))))


def _short(ledger: Ledger, here: Covered, row: int) -> tuple[str, ...]:
    """What lacks hours of a resource, the most first."""
    import numpy as np

    lacking: dict[str, int] = {}
    own = slice(*np.searchsorted(here.row, (row, row + 1)))  # claims stand by resource
    for source, units in zip(
        here.source[own].tolist(), (here.wanted - here.granted)[own].tolist(), strict=True
    ):
        if units:
            one = ledger.claims.sources[source]
            lacking[one.id or one.kind] = lacking.get(one.id or one.kind, 0) + units
    return tuple(sorted(lacking, key=lambda name: -lacking[name]))


def _meets_limit(ledger: Ledger, here: Covered, row: int) -> bool:
    """Whether anything would get more hours of a resource without a limit."""
    kept, own = ledger.claims.allowed, here.number[here.row == row]
    return kept is not None and bool((kept.by_day[own] + kept.by_week[own]).any())


def _behind(plan: Plan, graph: DependencyGraph, short: tuple[str, ...]) -> tuple[str, ...]:
    """What waits for tasks, without these and without summaries."""
    found: set[str] = set()
    for name in short:
        if name in plan.tasks and name not in found:  # behind what is found already, everything is
            found.update(graph.descendants(name, through_summaries=True))
    waiting = [
        name for name in found.difference(short) if plan[name].kind != "project" and not graph.children(name)
    ]
    return tuple(sorted(waiting, key=lambda name: plan._slot(name) or 0))


def _reason(
    one: Utilisation, lacking: Decimal, beyond: str, short: tuple[str, ...], waiting: tuple[str, ...], free: int,
) -> str:  # fmt: skip
    by = short[0] if len(short) == 1 else f"{short[0]} and {len(short) - 1} more"
    used = "no hours at all" if one.share is None else f"{said_share(one.share)} used"
    elsewhere = f", {said_hours(amount(free))} free at other times" if free else ""
    if not waiting:
        behind = "nothing waits behind"
    elif len(waiting) == 1:
        behind = f"{waiting[0]} waits behind"
    else:
        behind = f"{len(waiting)} items wait behind, {waiting[0]} first"
    return f"{said_hours(lacking)} wanted beyond its {beyond} by {by}, {used}{elsewhere}; {behind}"
