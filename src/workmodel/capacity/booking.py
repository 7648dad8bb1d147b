"""`ledger`: gather all claims on everybody's hours, and serve them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from workmodel.calendars.weeks import calendar_day
from workmodel.capacity.asked import Asked, Extent
from workmodel.capacity.cells import Cells
from workmodel.capacity.claimants import claimants_of
from workmodel.capacity.claims import booked, reserved
from workmodel.capacity.hours import SCALE
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.progress import Progress, Steps
from workmodel.capacity.reuse import Served, from_previous
from workmodel.capacity.sources import CLAIM_ORDER, claim_order
from workmodel.capacity.supply import supply
from workmodel.capacity.switching import SwitchingModel, switching_model
from workmodel.capacity.tasks import task_claims
from workmodel.capacity.working import worked_part
from workmodel.domain import Plan, Schedule
from workmodel.domain.values import share
from workmodel.errors import OutOfRange, WrongType, instance_of
from workmodel.routines.frame import FIRST, LAST
from workmodel.scheduling import schedule as scheduled

__all__ = ["ledger"]

_MOST_DAYS: Final = 36_525  # as long as a schedule may take


def ledger(
    plan: Plan,
    start: date | str,
    end: date | str,
    schedule: Schedule | None = None,
    *,
    order: Sequence[str] = CLAIM_ORDER,
    switching: SwitchingModel | str | None = None,
    reserve: Any = 0,
    previous: Ledger | None = None,
    on_progress: Progress | None = None,
) -> Ledger:
    """Who has how many hours in the days ``start <= day < end``, and what claims them.

    Every claim is on somebody's day. Those with a time of day lie in their own minutes, the rest evenly over what is
    left. Claims are served in an order; what finds no room is told with what got the hours instead. An effort claims as many
    hours as it takes who does it, effort ÷ efficiency; nobody is claimed for more than a daily or weekly limit allows, and
    whole weeks are counted for that. Nothing moves: dates are those of the schedule.

    Parameters
    ----------
    plan
        The plan.
    start, end
        First day, and the first day that is no longer looked at.
    schedule
        The dates from which tasks load people; ``None``: ``schedule(plan)``.
    order
        Kinds of claims, first served first; see `CLAIM_ORDER`.
    switching
        What working on several things in a day costs: a model, or ``"weinberg"``, ``"geometric"``, ``"15min per switch"``;
        ``None``: nothing.
    reserve
        Share of everybody's availability that is left on purpose. [0–1]
    previous
        A ledger of this plan before an edit, or of one that shares with it what did not change: only what differs is asked
        and served again, and the ledger is the same in every field. Where it was asked for otherwise, for other days or of
        a plan that shares nothing, all is made anew. It is not kept.
    on_progress
        Called with the steps made and how many there will be; ``False`` from it before the last ends the ledger.

    Raises
    ------
    OutOfRange
        The end is not after the start, they lie outside the years 2 to 9998, or there is too much to count: more than a hundred
        years, or too many people for so many days.
    InvalidText, WrongType
        An argument is of no use here; the error names it.
    NoOccurrences
        Nothing says from when a routine counts.
    Stopped
        *on_progress* ended it.
    WorkModelError
        Whatever `schedule` raises, where none is given.

    Notes
    -----
    Exact: amounts are whole ten-thousandths of a person-minute, and an amount A over a weight W lies cumulatively,
    ⌊A·w/W⌋ before w, so that parts add up.

    With *previous*, the cost is that of the people whom an edit reaches, plus a copy of what is kept: an edited task reaches
    those who are assigned to it and to all that it moves, an absence whoever is away and those who share routines with them.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource, Routine, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.75"),
    ...     Routine("support", reservation="12h per week", assignments=["kim"]),
    ...     Task("guide", effort="8h", assignments=["kim"]),
    ... )
    >>> print(ledger(plan, "2026-03-02", "2026-03-09").week("kim", "2026-03-02"))
    kim, Mon 2026-03-02 00:00 to Mon 2026-03-09 00:00: 30h
      support: 12h
      guide: 5h 36min
      free: 12h 24min
      ! guide: 2h 24min short, taken by support

    What an edit does to it is known sooner from the ledger before.

    >>> before = ledger(plan, "2026-03-02", "2026-03-09")
    >>> shorter = plan.evolve("guide", effort="4h")
    >>> after = ledger(shorter, "2026-03-02", "2026-03-09", previous=before)
    >>> after == ledger(shorter, "2026-03-02", "2026-03-09")
    True
    """
    instance_of(Plan, "a plan", plan, "a Plan")
    asked = Asked(
        *_window(start, end), claim_order(order), switching_model(switching),
        int(Fraction(share("a reserve", reserve, most=1)) * SCALE),
    )  # fmt: skip
    if previous is not None:
        instance_of(Ledger, "the ledger before", previous, "a Ledger, as ledger(plan, start, end) returns it")
    steps = Steps.told_to(on_progress)
    if schedule is None:
        schedule = scheduled(plan)
    elif not isinstance(schedule, Schedule) or schedule.plan != plan:
        raise WrongType("the schedule of the plan", schedule, "the Schedule of this very plan")
    found = None if previous is None else from_previous(previous, asked, plan, schedule, steps)
    if found is None:
        found = _in_full(asked, plan, schedule, steps)
    coverage = found.tasks.coverage + claimants_of(plan).coverage
    return Ledger(
        plan, schedule, asked.first, asked.last, found.cells, found.claims, found.unserved, coverage, asked
    )


def _in_full(asked: Asked, plan: Plan, schedule: Schedule, steps: Steps) -> Served:
    """What a ledger is made of, everything asked."""
    claimants, tasks = claimants_of(plan), task_claims(plan, schedule)
    steps.begin(2 + claimants.count)
    extent = Extent.of(plan, asked, claimants, tasks)
    cells = Cells(plan, supply(plan, extent.lo, extent.hi + timedelta(days=1)))
    parts = [tasks.part(cells)]
    unserved = [*tasks.open]
    steps.made()
    for found in claimants.demands(plan, cells, schedule, extent.begin, extent.until):
        parts += found.parts
        unserved += found.open
        steps.made()
    if asked.reserve:
        parts.append(reserved(cells, asked.reserve))
    worked = worked_part(tasks.loads, tasks.sources, parts, cells, asked.order, asked.switching)
    claims = booked(parts if worked is None else [*parts, worked], cells, asked.order, asked.switching)
    steps.made()
    return Served(cells, claims, tuple(unserved), tasks)


def _window(start: date | str, end: date | str) -> tuple[date, date]:
    """The first and the last day of a ledger."""
    first, end = calendar_day(start), calendar_day(end)
    told = f"{first} to {end}"
    if end <= first:
        raise OutOfRange(
            "the window of a ledger",
            told,
            "one that ends after it starts; the end is the first day no longer looked at",
        )
    if first < FIRST or end > LAST:
        raise OutOfRange(
            "the window of a ledger", told, f"within {FIRST} to {LAST}, where every zone has days around it"
        )
    if (end - first).days > _MOST_DAYS:
        expected = f"at most {_MOST_DAYS:,} days long, a hundred years; ask for one part after the other"
        raise OutOfRange("the window of a ledger", told, expected)
    return first, end - timedelta(days=1)
