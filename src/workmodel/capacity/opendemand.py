"""`open_demand`: work that nobody is assigned to, or that falls where its people have no hours, and who could do it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from workmodel.capacity.ability import Ability
from workmodel.capacity.covered import covered, of_plan
from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.loads import effort_of
from workmodel.capacity.pace import is_work, paces
from workmodel.capacity.periods import period_of
from workmodel.capacity.standins import Candidate, candidates, window_of
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan, Requirement, Routine, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["OpenDemand", "open_demand", "to_staff"]


@frozen
class OpenDemand:
    """Work without hours: nobody is assigned, or nobody of those assigned is there.

    Attributes
    ----------
    item
        Id of the task or routine.
    reason
        ``"nobody"``: it has no people; ``"no_hours"``: on those days none of its people has any hours.
    start, finish
        First and last day on which it asks, as far as the ledger covers them.
    amount
        What it asks for there, at the standard efficiency; ``None``: it says no effort. [person-min]
    requires
        Whom it asks for.
    lacking
        What of that fewer in the plan can do than are asked for, whatever their hours.
    could
        Who meets one of its requirements, or anybody where it has none, and how many free hours they have in its own
        dates: who has enough alone comes first. Each item is looked at alone.
    by_day
        What a routine asks for on which day: one entry for each occurrence, or on the first day that counts of each period
        of its arrivals; where its people are away, one for each day. Empty for a task without people. [person-min]
    without_hours
        What of it nobody has a free hour for, of those who meet it.
    """

    item: str
    reason: Literal["nobody", "no_hours"]
    start: date
    finish: date
    amount: Decimal | None
    requires: tuple[Requirement, ...]
    lacking: tuple[Requirement, ...]
    could: tuple[Candidate, ...]
    by_day: tuple[tuple[date, Decimal], ...] = ()
    without_hours: tuple[Requirement, ...] = ()

    @property
    def can_be_met(self) -> bool:
        """Whether enough people can do it, one with free hours meets each thing it asks for, and all get enough done."""
        if self.lacking or self.without_hours or not self.could:
            return False
        return sum((one.done for one in self.could), Decimal(0)) >= (self.amount or 0)

    def __str__(self) -> str:
        asked = "an unknown effort" if self.amount is None else said_hours(self.amount)
        skills = f" of {', '.join(map(str, self.requires))}" if self.requires else ""
        why = "nobody is assigned" if self.reason == "nobody" else "none of its people has hours"
        days = f"{self.start}" if self.start == self.finish else f"{self.start} to {self.finish}"
        who = "; ".join(map(str, self.could)) or "nobody"
        lacking = f" (too few can do {', '.join(map(str, self.lacking))})" if self.lacking else ""
        return f"{self.item}, {days}: {asked}{skills}, {why}; could: {who}{lacking}"


@frozen(eq=False)
class _Gap:
    """One thing that asks and gets no hours."""

    item: Task | Routine
    reason: Literal["nobody", "no_hours"]
    units: int | None
    stretches: tuple[tuple[int, int], ...]
    work: bool
    by_day: tuple[tuple[date, int], ...] = ()


def open_demand(plan: Plan, ledger: Ledger) -> tuple[OpenDemand, ...]:
    """Work in a ledger's days that has nobody, or falls where nobody has hours, against the skills on offer.

    A task without people counts if it asks for skills or says an effort; otherwise nothing is known of it, and the coverage
    of the ledger names it. What was completed is no demand.

    Parameters
    ----------
    plan
        The plan.
    ledger
        Its ledger.

    Returns
    -------
    tuple of OpenDemand
        First what nobody can meet, then in the order of their days and of the plan.

    Raises
    ------
    WrongType
        No ledger, or one of another plan.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", skills=["sql 4"]),
    ...     Task("query", duration="1d", effort="6h", requires=["sql"]),
    ...     Task("audit", duration="2d", effort="12h", requires=["law"]),
    ... )
    >>> for one in open_demand(plan, ledger(plan, "2026-03-02", "2026-03-09")):
    ...     print(one)
    audit, 2026-03-02 to 2026-03-03: 12h of law, nobody is assigned; could: nobody (too few can do law)
    query, 2026-03-02: 6h of sql, nobody is assigned; could: ana (8h free, sql)
    """
    of_plan(plan, ledger)
    ability = Ability(plan)
    gaps = (*_tasks_without_people(ledger), *_routines(ledger), *_where_nobody_has_hours(ledger))
    found = [_demand(ledger, ability, gap) for gap in gaps]
    order = {name: n for n, name in enumerate(entity.id for entity in plan)}
    return tuple(sorted(found, key=lambda one: (one.can_be_met, one.start, order[one.item], one.reason)))


def to_staff(ledger: Ledger) -> Iterator[Task]:
    """Tasks without children whose dates reach into a ledger's days and that are not complete."""
    schedule = ledger.schedule
    dates, axis = schedule.dates, ledger.plan.axis
    lo, hi = axis.minute(ledger.first), axis.minute(ledger.last, end=True)
    for row, name in enumerate(schedule.ids):
        if dates.start[row] < hi and dates.finish[row] > lo and not dates.summary[row]:
            task = ledger.plan[name]
            if isinstance(task, Task) and schedule.percent_complete(row) < 100:
                yield task


def _tasks_without_people(ledger: Ledger) -> Iterator[_Gap]:
    asked = {one.source.id: one.amount for one in ledger.unassigned if one.source.kind == "task"}
    for task in to_staff(ledger):
        if _somebody(ledger.plan, task):
            continue
        units = asked.get(task.id)
        if task.assignments:  # to what has no hours
            units = effort_of(ledger.plan, task)
        if task.requires or units:
            yield _Gap(task, "nobody", units, (window_of(ledger, task.id),), task.split != "each")


def _somebody(plan: Plan, item: Task | Routine) -> bool:
    """Whether anybody with hours is assigned; material and money do no work."""
    return any(plan.resources[one.resource].works for one in item.assignments)


def _routines(ledger: Ledger) -> Iterator[_Gap]:
    """What routines ask for and nobody takes, a routine at a time."""
    axis = ledger.plan.axis
    by_routine: dict[str, list[tuple[date, int]]] = {}
    for one in ledger.unassigned:
        if one.source.kind != "task":
            by_routine.setdefault(one.source.id, []).append((one.day, one.amount))
    for name, asked in by_routine.items():
        routine = ledger.plan.routines[name]
        rate = routine.arrivals or routine.reservation
        period = (rate.period if rate is not None else None) or "day"
        days = dict.fromkeys(
            (max(first, ledger.first), min(last, ledger.last))
            for first, last in (period_of(day, period) for day, _ in asked)
        )
        stretches = tuple((axis.minute(first), axis.minute(last, end=True)) for first, last in days)
        is_effort = routine.reservation is None and routine.split != "each" and not routine.steps
        reason: Literal["nobody", "no_hours"] = "no_hours" if _somebody(ledger.plan, routine) else "nobody"
        whole = sum(units for _, units in asked)
        yield _Gap(routine, reason, whole, stretches, is_effort, tuple(sorted(asked)))


def _where_nobody_has_hours(ledger: Ledger) -> Iterator[_Gap]:
    """Claims on days on which nobody of those assigned has any hours, an item at a time."""
    import numpy as np

    here, axis = covered(ledger), ledger.plan.axis
    available = here.availability[here.row, here.day]
    pairs = here.source * here.gross.shape[1] + here.day
    there = np.unique(pairs[available > 0])
    bare = np.flatnonzero((available == 0) & (here.wanted > 0) & ~np.isin(pairs, there))
    by_source: dict[int, dict[int, int]] = {}
    works = {n: is_work(ledger.plan, ledger.claims.sources[n]) for n in np.unique(here.source[bare]).tolist()}
    for n in bare.tolist():
        source, day, units = int(here.source[n]), int(here.day[n]), int(here.wanted[n])
        if works[source]:  # hours of people without any: what others would have to get done in theirs
            units = units * int(paces(ledger.cells)[here.row[n]]) // SCALE
        days = by_source.setdefault(source, {})
        days[day] = days.get(day, 0) + units
    for source, days in by_source.items():
        item = ledger.plan.get(ledger.claims.sources[source].id)
        if isinstance(item, (Task, Routine)) and ledger.claims.sources[source].kind != "actual":
            when = [ledger.days[n] for n in sorted(days)]
            stretches = tuple((axis.minute(day), axis.minute(day, end=True)) for day in when)
            by_day = tuple((ledger.days[n], days[n]) for n in sorted(days))
            yield _Gap(item, "no_hours", sum(days.values()), stretches, works[source], by_day)


def _demand(ledger: Ledger, ability: Ability, gap: _Gap) -> OpenDemand:
    item, axis, plan = gap.item, ledger.plan.axis, ledger.plan
    lacking = []
    could: dict[str, tuple[str, ...]] = {}
    for one in item.requires:
        able = ability.able([one])
        if sum(max(1, int(plan[name].capacity)) for name in able) < one.count:
            lacking.append(one)
        for name in able:
            could[name] = tuple(dict.fromkeys((*could.get(name, ()), *([one.skill] if one.skill else []))))
    if not item.requires:
        could = {name: () for name in ability.able(()) if plan[name].type != "equipment"}
    for assigned in item.assignments if gap.reason == "no_hours" else ():
        could.pop(assigned.resource, None)
    first = axis.time(min(lo for lo, _ in gap.stretches)).date()
    last = (axis.time(max(hi for _, hi in gap.stretches)) - timedelta(minutes=1)).date()
    free = candidates(ledger, item.id, gap.units or 0, could, gap.stretches, work=gap.work)
    idle = [one for one in item.requires if not any(ability.meets(who.resource, one) for who in free)]
    return OpenDemand(
        item.id, gap.reason, max(first, ledger.first), min(last, ledger.last),
        None if gap.units is None else amount(gap.units), item.requires, tuple(lacking),
        free, tuple((day, amount(units)) for day, units in gap.by_day), tuple(idle),
    )  # fmt: skip
