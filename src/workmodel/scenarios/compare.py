"""`compare`: what several plans come to, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from workmodel.allocation import allocate
from workmodel.capacity import Ledger, ledger, utilisation
from workmodel.capacity.covered import covered
from workmodel.capacity.hours import amount
from workmodel.domain import Leveled, Milestone, Plan, Schedule
from workmodel.domain.values import FrozenMap, flag
from workmodel.errors import OutOfRange, WorkModelError, WrongType, nearest
from workmodel.quantities import Moment, WorkTime, moment
from workmodel.scenarios.amounts import amounts, as_money, efforts_of
from workmodel.scenarios.comparison import Comparison, Scenario
from workmodel.scenarios.dates import Dated, Days, dates_of, days_asked, days_of

if TYPE_CHECKING:
    from workmodel.scenarios.amounts import Sums

__all__ = ["compare"]

_PLANS: Final = 'names with plans, such as {"as is": plan, "hire": other}'


def compare(
    scenarios: Mapping[str, Plan | Schedule | Leveled],
    *,
    levelled: bool = False,
    window: tuple[date | str, date | str] | None = None,
    as_of: Moment | str | None = None,
    **options: Any,
) -> Comparison:
    """What several plans come to, side by side: dates, floats, lateness, overloads, utilisation, effort and cost.

    What cannot be scheduled stands among the others with the reason.

    Parameters
    ----------
    scenarios
        Plans by the names that they are to have, the first being what the others are compared to. In place of a plan, a
        `Schedule` or an `Allocation` of it that is at hand.
    levelled
        Whether plans get dates within everybody's hours, by `allocate`; otherwise those of logic.
    window
        First day, and the first day that is no longer looked at: the days over which overloads and utilisation are counted,
        the same for all. ``None``: from the first day of the earliest to the last day of the latest.
    as_of
        The moment at which what is unfinished and should be finished counts as overdue; ``None``: not counted.
    options
        Arguments for `allocate` where *levelled*, such as ``iterations=100``.

    Raises
    ------
    InvalidText, OutOfRange, WrongType
        An argument is of no use here; the error names it.

    Notes
    -----
    Effort and cost are of tasks, by all their dates, and all their work is priced; what routines cost,
    `workmodel.capacity.costs` says.
    A scenario takes one schedule (or allocation) and one ledger.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"), Resource("ben"),
    ...     Task("design", effort="5d", assignments=["ana"]), Task("copy", effort="5d", assignments=["ana"]),
    ...     Milestone("live", after=["design", "copy"]),
    ... )
    >>> found = compare({"as is": plan, "hire": plan.evolve("copy", assignments=["ben"])}, levelled=True)
    >>> print(found)
    as is: ends Fri 2026-03-13
    hire: ends Fri 2026-03-06, 5d earlier
    >>> str(found.later("hire", "live")), {who: str(share) for who, share in found["hire"].utilisation.items()}
    ('-40h', {'ana': '0.5', 'ben': '0.5'})
    """  # fmt: skip
    if not isinstance(scenarios, Mapping) or not all(isinstance(name, str) for name in scenarios):
        raise WrongType("scenarios", scenarios, _PLANS)
    if not scenarios:
        raise OutOfRange("the number of scenarios", 0, f"at least 1: {_PLANS}")
    for one in scenarios.values():
        if not isinstance(one, (Plan, Schedule, Leveled)):
            raise WrongType("a scenario", one, "a Plan, a Schedule or an Allocation")
    within = flag(levelled)
    _known(options, within)
    at = None if as_of is None else moment(as_of)
    asked = None if window is None else days_asked(window)
    found = [_scheduled(name, one, within, options) for name, one in scenarios.items()]
    days = asked or days_of([dates.schedule for _, dates in found if dates is not None])
    made = [_overdue(_with_hours(*one, days), at) for one in found]
    first, end = (None, None) if days is None else days
    last = None if end is None else end - timedelta(days=1)
    seen = None if at is None else _time(made[0].plan, at)
    return Comparison(tuple(made), first, last, within, seen)


def _known(options: Mapping[str, Any], levelled: bool) -> None:
    """Refuse arguments that nothing takes."""
    known = [name for name in signature(allocate).parameters if name != "plan"] if levelled else []
    for name in options:
        if name not in known:
            expected = f"one of {', '.join(known)}.{nearest(name, known)}".rstrip(".")
            what = "an argument of allocate" if levelled else "an argument of compare without levelled=True"
            raise WrongType(what, name, expected if levelled else "none")


def _time(plan: Plan, at: Moment) -> datetime:
    return plan.axis.time(plan.axis.minute(at))


# -- one scenario -----------------------------------------------------------------------------------------------------


def _scheduled(
    name: str, one: Plan | Schedule | Leveled, levelled: bool, options: Mapping[str, Any]
) -> tuple[Scenario, Dated | None]:
    """A scenario with its dates, or why it has none."""
    plan = one if isinstance(one, Plan) else one.plan
    try:
        if levelled and isinstance(one, Plan):
            one = allocate(one, **options)
        found = dates_of(one, "a scenario")
    except WorkModelError as problem:
        return Scenario(name=name, plan=plan, problem=str(problem)), None
    allocation = one if isinstance(one, Leveled) else None
    made = Scenario(
        name=name, plan=plan, schedule=found.schedule, allocation=allocation, **_dates(found.schedule)
    )
    return made, found


def _dates(schedule: Schedule) -> dict[str, Any]:
    """The figures that follow from dates alone."""
    plan, dates = schedule.plan, schedule.dates
    leaves = ~dates.summary
    open_items = [row for row in leaves.nonzero()[0].tolist() if schedule.percent_complete(row) < 100]
    floats = dates.total_float[open_items]
    milestones = {
        name: plan.axis.time(dates.finish[row])
        for row, name in enumerate(schedule.ids)
        if isinstance(plan[name], Milestone)
    }
    return {
        "start": schedule.start,
        "finish": schedule.finish,
        "milestones": FrozenMap(milestones),
        "least_float": WorkTime(int(floats.min())) if open_items else None,
        "items": int(leaves.sum()),
        "critical": int((dates.critical & leaves).sum()),
        "late": tuple(
            dict.fromkeys(one.subject for one in schedule.findings if one.code == "deadline.missed")
        ),
    }


def _overdue(made: Scenario, at: Moment | None) -> Scenario:
    """The scenario with what should be finished by a moment, and is not."""
    schedule = made.schedule
    if at is None or schedule is None:
        return made
    try:
        minute = made.plan.axis.minute(at)
    except WorkModelError as problem:  # a time with a zone, for a plan without one
        return evolve(made, problem=made.problem or str(problem))
    finish, summary = schedule.dates.finish.tolist(), schedule.dates.summary.tolist()
    found = tuple(
        name
        for row, name in enumerate(schedule.ids)
        if not summary[row] and finish[row] <= minute and schedule.percent_complete(row) < 100
    )
    return evolve(made, overdue=found)


def _with_hours(made: Scenario, found: Dated | None, days: Days | None) -> Scenario:
    """The scenario with the figures of its hours and costs, or why it has none."""
    if found is None or days is None:
        return made
    efforts = efforts_of(found.worked, found.schedule)
    made = evolve(made, effort=sum(efforts[name] for name in _topmost(made.plan, efforts)))
    try:
        book = ledger(found.worked, *days, schedule=found.schedule, reserve=str(float(found.reserve)))
        costs = amounts(found, book if _covers(book, found.schedule) else None)
    except WorkModelError as problem:  # dates can be told, and hours cannot
        return evolve(made, problem=str(problem))
    return evolve(made, cost=as_money(_all(made.plan, costs)), **_hours(book))


def _hours(book: Ledger) -> dict[str, Any]:
    """Overloads and utilisation."""
    here = covered(book)
    over = here.by_cell(here.wanted - here.granted)
    return {
        "overloads": int((over > 0).sum()),
        "over": amount(int(over.sum())),
        "utilisation": FrozenMap({one.resource: one.share for one in utilisation(book)}),
    }


def _covers(book: Ledger, schedule: Schedule) -> bool:
    """Whether a ledger holds all days of a schedule."""
    if schedule.start is None or schedule.finish is None:
        return True
    return book.first <= schedule.start.date() and schedule.finish.date() <= book.last


def _topmost(plan: Plan, known: Mapping[str, Any]) -> list[str]:
    """What is part of nothing, of those that say something: it holds what it contains."""
    return [name for name in known if plan[name].parent is None]


def _all(plan: Plan, costs: Mapping[str, Sums]) -> Sums:
    """Money of all items together, by currency."""
    total: Sums = {}
    for name in _topmost(plan, costs):
        for currency, money in costs[name].items():
            total[currency] = total.get(currency, money * 0) + money
    return total
