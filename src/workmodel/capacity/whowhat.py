"""`who_what_when`: who works on what, from when to when, and for how many hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from workmodel.capacity.booking import ledger as made
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.domain import Schedule
from workmodel.errors import WrongType

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["who_what_when"]


def who_what_when(ledger: Ledger | Schedule) -> list[dict[str, Any]]:
    """Who works on what, from when to when, and for how many hours: one plain dict for each resource and item.

    ``resource``; ``item``; ``kind`` of claim (see `CLAIM_ORDER`); ``start``, ``finish``: the scheduled dates of a task,
    of anything else from where its first hours in the ledger's days begin to where its last end; ``wanted``,
    ``granted``: in the ledger's days, exact decimals [person-min].

    Parameters
    ----------
    ledger
        A ledger; or a schedule, which stands for the ledger of all its days.

    Returns
    -------
    list of dict
        In the plan's order of resources, then by start, then as claims are served.

    Raises
    ------
    WrongType
        Neither a ledger nor a schedule.
    WorkModelError
        Whatever `ledger` raises, where a schedule is given.

    Examples
    --------
    >>> from workmodel import schedule
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"), Task("draw", effort="12h", assignments=["ana"]),
    ... )
    >>> for row in who_what_when(schedule(plan)):
    ...     print(row["resource"], row["item"], row["start"], row["finish"], row["granted"] / 60)
    ana draw 2026-03-02 08:00:00 2026-03-03 12:00:00 12
    """  # fmt: skip
    found = _ledger_of(ledger)
    if found is None:
        return []
    here = covered(found)
    lines: dict[tuple[int, int], list[int]] = {}
    for n, pair in enumerate(zip(here.row.tolist(), here.source.tolist(), strict=True)):
        lines.setdefault(pair, []).append(n)
    rows = [(row, source, _line(found, here, row, source, own)) for (row, source), own in lines.items()]
    rows.sort(key=lambda one: (one[0], one[2]["start"], one[1]))
    return [line for _, _, line in rows]


def _ledger_of(value: Ledger | Schedule) -> Ledger | None:
    if isinstance(value, Ledger):
        return value
    if not isinstance(value, Schedule):
        raise WrongType(
            "a ledger or a schedule", value, "what ledger(plan, start, end) or schedule(plan) returns"
        )
    start, finish = value.start, value.finish
    if start is None or finish is None:
        return None
    return made(value.plan, start.date(), finish.date() + timedelta(days=1), value)


def _line(ledger: Ledger, here: Covered, row: int, source: int, own: list[int]) -> dict[str, Any]:
    what = ledger.claims.sources[source]
    start, finish = _dates(ledger, here, row, own)
    if what.kind == "task":
        start, finish = ledger.schedule[what.id].start, ledger.schedule[what.id].finish
    return {
        "resource": ledger.resources[row],
        "item": what.id or what.kind,
        "kind": what.kind,
        "start": start,
        "finish": finish,
        "wanted": amount(sum(int(here.wanted[n]) for n in own)),
        "granted": amount(sum(int(here.granted[n]) for n in own)),
    }


def _dates(ledger: Ledger, here: Covered, row: int, own: list[int]) -> tuple[datetime, datetime]:
    """Where the first of claims begins and the last ends: in their own minutes, else with the open time of their days."""
    claims, cells = ledger.claims, ledger.cells
    bounds = []
    for n in (own[0], own[-1]):  # claims stand in the order of days
        number = int(here.number[n])
        if claims.timed(number):
            bounds.append((int(claims.start[number]), int(claims.finish[number])))
            continue
        day = int(claims.cell[number]) - row * cells.days
        pieces = cells.pieces(row, day)
        edges = cells.edges(row)
        first, last = (
            (pieces[0].start, pieces[-1].finish) if pieces else (int(edges[day]), int(edges[day + 1]))
        )
        bounds.append((first, last))
    return ledger.plan.axis.time(bounds[0][0]), ledger.plan.axis.time(bounds[-1][1])
