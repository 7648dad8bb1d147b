"""`baseline`: a plan's items as they stand, to be agreed and kept."""

from __future__ import annotations

from workmodel.domain import Baseline, Leveled, Plan, Schedule
from workmodel.quantities import Moment
from workmodel.scenarios.amounts import rows_of
from workmodel.scenarios.dates import dated

__all__ = ["baseline"]


def baseline(
    plan: Plan,
    id: str,  # noqa: A002 - the word of every entity
    *,
    title: str = "",
    date: Moment | str | None = None,
    schedule: Schedule | Leveled | None = None,
) -> Baseline:
    """What a plan promises now: every item with its dates, its working time, its effort and its cost.

    The plan stays as it is: ``plan.add(baseline(plan, "march"))`` keeps it.

    Parameters
    ----------
    plan
        The plan.
    id
        The id of the baseline.
    title
        What people call it.
    date
        When it is agreed; ``None``: the plan's status date, if it has one.
    schedule
        The dates that are agreed, a `Schedule` or an `Allocation` of the plan; ``None``: those of logic.

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.
    WorkModelError
        Whatever `workmodel.schedule` raises, where no dates are given.

    Notes
    -----
    Amounts stand in hours, so that they stay what they are when the plan's conventions change. An effort counts as given;
    without one, the hours that people give the item between its dates. Costs price all work, also what finds no hours by
    these dates, as Microsoft Project does: a promise is no cheaper because somebody is promised twice. Summaries hold what
    they contain. O(items), and where anything has a price, what a ledger over the plan takes.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", cost_rate="80 EUR"),
    ...     Task("design", effort="3d", assignments=["ana 50%"]),
    ... )
    >>> agreed = baseline(plan, "march", date="2026-02-27")
    >>> row = agreed.row("design")
    >>> f"{row.finish:%a %d %b}", str(row.duration), str(row.effort), [str(one) for one in row.cost]
    ('Mon 09 Mar', '48h', '24h', ['1920 EUR'])
    >>> list(plan.add(agreed).baselines)
    ['march']
    """
    found = dated(plan, schedule)
    agreed = plan.status_date if date is None else date
    return Baseline(id, title=title, date=agreed, rows=rows_of(found))
