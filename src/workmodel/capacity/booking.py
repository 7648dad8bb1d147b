"""`ledger`: gather all claims on everybody's hours, and serve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from workmodel.calendars.weeks import calendar_day
from workmodel.capacity.cells import Cells
from workmodel.capacity.claims import Part, booked
from workmodel.capacity.demands import Demand, routine_demand, routine_source, widest
from workmodel.capacity.hours import SCALE
from workmodel.capacity.ledger import Coverage, Ledger, Open
from workmodel.capacity.loads import assignment_loads, effort_of, spread_over_days
from workmodel.capacity.rhythms import by_rhythm, rhythm_demands
from workmodel.capacity.sources import CLAIM_ORDER, Source, claim_order
from workmodel.capacity.supply import supply
from workmodel.capacity.switching import SwitchingModel, switching_model
from workmodel.domain import Plan, Project, Schedule, Task
from workmodel.domain.values import share
from workmodel.errors import OutOfRange, WrongType, instance_of
from workmodel.scheduling import schedule as scheduled

if TYPE_CHECKING:
    from workmodel.capacity.loads import Spread

__all__ = ["ledger"]


def ledger(
    plan: Plan,
    start: date | str,
    end: date | str,
    schedule: Schedule | None = None,
    *,
    order: Sequence[str] = CLAIM_ORDER,
    switching: SwitchingModel | str | None = None,
    reserve: Any = 0,
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

    Raises
    ------
    OutOfRange
        The end is not after the start, or there is too much to count.
    InvalidText, WrongType
        An argument is of no use here; the error names it.
    NoOccurrences
        Nothing says from when a routine counts.
    WorkModelError
        Whatever `schedule` raises, where none is given.

    Notes
    -----
    Exact: amounts are whole ten-thousandths of a person-minute, and an amount A over a weight W lies cumulatively,
    ⌊A·w/W⌋ before w, so that parts add up.

    Examples
    --------
    >>> from workmodel.domain import Resource, Routine
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
    """
    instance_of(Plan, "a plan", plan, "a Plan")
    first, last = calendar_day(start), calendar_day(end) - timedelta(days=1)
    if last < first:
        raise OutOfRange("the days of a ledger", f"{start} to {end}", "with an end that is after the start")
    kinds, model = claim_order(order), switching_model(switching)
    if schedule is None:
        schedule = scheduled(plan)
    elif not isinstance(schedule, Schedule) or schedule.plan != plan:
        raise WrongType("the schedule of the plan", schedule, "the Schedule of this very plan")
    lo, hi = widest(plan, first, last)
    cells = Cells(plan, supply(plan, lo, hi + timedelta(days=1)))
    parts, open_tasks = _tasks(plan, schedule, cells)
    unassigned = [one for one in open_tasks if first <= one.day <= last]
    for source, found in _routines(plan, schedule, cells):
        parts += found.parts
        unassigned += [Open(source, day, amount) for day, amount in found.open if first <= day <= last]
    kept = share("a reserve", reserve, most=1)
    if kept:
        parts.append(_reserve(cells, int(Fraction(kept) * SCALE)))
    claims = booked(parts, cells, kinds, model)
    return Ledger(plan, schedule, first, last, cells, claims, tuple(unassigned), _coverage(plan, schedule))


def _routines(plan: Plan, schedule: Schedule, cells: Cells) -> Iterator[tuple[Source, Demand]]:
    rhythms, special = by_rhythm(plan, cells)
    for routines in rhythms.values():
        for routine, found in rhythm_demands(plan, routines, cells):
            yield routine_source(plan, routine, "routine"), found
    for routine in special:
        yield routine_source(plan, routine, "routine"), routine_demand(plan, routine, cells, schedule)


def _reserve(cells: Cells, units: int) -> Part:
    import numpy as np

    amount = cells.budget * units // SCALE
    some = np.flatnonzero(amount)
    return Part(Source("reserve", ""), some, amount[some])


def _tasks(plan: Plan, schedule: Schedule, cells: Cells) -> tuple[list[Part], list[Open]]:
    """Parts of all tasks with people, one a task; and what those without ask for."""
    loads = list(assignment_loads(plan, schedule, cells))
    found = spread_over_days(loads, cells)
    return list(_parts(plan, [load.item for load in loads], found)), list(
        _without_people(plan, schedule, cells)
    )


def _parts(plan: Plan, items: Sequence[str], found: Spread) -> Any:
    import numpy as np

    names = list(dict.fromkeys(items))
    number = {name: n for n, name in enumerate(names)}
    of_load = np.array([number[name] for name in items], dtype=np.int64)
    task = of_load[found.load] if len(found.load) else found.load
    order = np.argsort(task, kind="stable")
    edges = np.searchsorted(task[order], np.arange(len(names) + 1))
    for n, name in enumerate(names):
        some = order[edges[n] : edges[n + 1]]
        if len(some):
            yield Part(_source(plan, name), found.cell[some], found.amount[some])


def _source(plan: Plan, name: str) -> Source:
    """The line of a task: by priority of its project, its own, and the plan's order."""
    task = plan.tasks[name]
    here, project = task.parent, None
    while here is not None and project is None:
        above = plan[here]
        project = above if isinstance(above, Project) else None
        here = above.parent
    order = plan._slot(name) or 0
    standing = 500 if project is None else project.priority
    return Source("task", name, "" if project is None else project.id, (-standing, -task.priority, order))


def _without_people(plan: Plan, schedule: Schedule, cells: Cells) -> Iterator[Open]:
    """Effort of tasks that nobody is assigned to and that start in these days, on the day on which they do."""
    parents = {item.parent for item in plan.items.values()}
    for name, task in plan.tasks.items():
        effort = None if task.assignments or name in parents else effort_of(plan, task)
        if effort:
            day = plan.axis.time(int(schedule.dates.start[schedule._row(name)])).date()
            if cells.supply.start <= day < cells.supply.end:
                yield Open(_source(plan, name), day, effort)


def _coverage(plan: Plan, schedule: Schedule) -> Coverage:
    """Which tasks say nothing of what they take, so that no total holds it."""
    dates = schedule.dates
    missing = []
    count = 0
    for row, name in enumerate(schedule.ids):
        task = plan[name]
        if not isinstance(task, Task) or dates.summary[row] or not dates.duration[row]:
            continue
        count += 1
        said = effort_of(plan, task) is not None or (task.assignments and task.duration is not None)
        if not said:
            missing.append(name)
    return Coverage(count, tuple(missing))
