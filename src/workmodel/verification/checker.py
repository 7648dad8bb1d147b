"""`verify`: one checker for each promise, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from workmodel.domain import Leveled, Plan, Schedule
from workmodel.errors import WrongType
from workmodel.findings import Finding
from workmodel.verification import (
    choosing,
    early,
    floats,
    late,
    leveling,
    reported,
    rows,
    summaries,
    told,
    work,
)
from workmodel.verification.allocated import allocated
from workmodel.verification.facts import Facts
from workmodel.verification.logic import without_placing

__all__ = ["doubts", "verify"]

PROMISES: Final[tuple[Callable[[Facts], Iterator[Finding]], ...]] = (
    rows.order,
    rows.summary_marks,
    reported.manual_dates,
    reported.complete_items,
    reported.items_under_way,
    work.working_time,
    work.durations,
    work.placement,
    early.early_dates,
    early.pinned_dates,
    late.late_dates,
    floats.total_float,
    floats.free_float,
    floats.between_dates,
    rows.critical,
    summaries.summaries,
    told.findings_told,
)
"""What a schedule promises, each a function from the facts to what breaks it."""


def verify(plan: Plan, schedule: Schedule | Leveled) -> tuple[Finding, ...]:
    """Everything in which a schedule breaks a promise about a plan; nothing where it keeps all of them.

    A second opinion: calendars, dependencies, constraints, floats and summaries are read from the plan
    again, item by item, by code that shares nothing with any engine. Each date is held against the dates of
    its neighbours as they stand, so a wrong one is told where it is wrong; dates that are needlessly late
    (or late dates needlessly early) are told too.

    Parameters
    ----------
    plan
        The plan.
    schedule
        Its schedule, computed or read from a file; or an allocation of it, whose dates are held against the plan with its
        levelling delays, and against everybody's capacity.

    Returns
    -------
    tuple of Finding
        In the order of the promises, then of the plan; codes ``verify.…``, severity ``"error"``, with the
        values expected and found as facts (dates in minutes since 1970 on the plan's axis).

    Raises
    ------
    NoWorkingTime
        An item's calendars have no working time in common.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> verify(plan, schedule(plan))
    ()
    >>> longer = plan.evolve("draft", duration="4d")
    >>> [str(finding) for finding in verify(longer, schedule(plan))][0]
    '[verify.work] draft: dates Mon 2026-03-02 08:00 → Wed 2026-03-04 17:00 hold 1440 working minutes; ...'
    """
    if isinstance(plan, Plan) and isinstance(schedule, Leveled):
        return tuple(doubts(plan, schedule))
    if not isinstance(plan, Plan) or not isinstance(schedule, Schedule):
        wrong = schedule if isinstance(plan, Plan) else plan
        raise WrongType("something to verify", wrong, "a Plan and a Schedule of it")
    facts = Facts(plan, schedule)
    return _unreadable(facts) or tuple(_promised(facts))


def _unreadable(facts: Facts) -> tuple[Finding, ...]:
    """Why nothing else can be read out of a table of dates."""
    for gate in (rows.items_once(facts), rows.representable(facts)):
        found = tuple(gate)
        if found:
            return found
    return ()


def _promised(facts: Facts) -> Iterator[Finding]:
    """What breaks a promise of a schedule."""
    if facts.places:
        without_placing(facts)  # routines are waited for as though nothing were placed late
    for promise in PROMISES:
        yield from promise(facts)


def doubts(plan: Plan, found: Leveled, *, logic: bool = True) -> Iterator[Finding]:
    """What breaks a promise of levelling, or one of the dates of the leveled plan, or of those of logic.

    Parameters
    ----------
    plan, found
        The plan and its allocation.
    logic
        Whether to doubt the dates of logic: who has just asked an engine for them may leave that to others.
    """
    before, after = Facts(found.plan, found.logic), Facts(found.leveled, found.schedule)
    unreadable = (*_unreadable(after), *_unreadable(before))
    dates = unreadable or (*_promised(after), *(_promised(before) if logic else ()))
    yield from dates
    wrong = [
        *leveling.same_plan(plan, found),
        *leveling.own_dates(found),
        *leveling.only_leveling(plan, found.leveled),
    ]
    if not wrong:
        wrong += [
            *choosing.ways_are_kept(plan, found.leveled),
            *choosing.stocks_last(plan, found.leveled),
        ]
    yield from wrong
    if wrong or unreadable or not found.schedule.ids:
        return  # there is no item to compare with itself
    planned = choosing.as_chosen(plan, found.leveled)
    if planned != plan:
        before = Facts(planned, found.logic)
    yield from allocated(found, before, after, dated=not dates)
