"""A second opinion on dates that respect people's hours: one checker for each promise of levelling.

On the plan, the leveled plan, its dates and what is told of them; calendars, absences and capacities are counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from workmodel.domain import Leveled
from workmodel.findings import Finding
from workmodel.verification import balance, delaying, leveling, spending
from workmodel.verification.facts import Facts
from workmodel.verification.holding import within_capacity
from workmodel.verification.levels import Levels

__all__ = ["allocated"]

_TOLD: Final[tuple[Callable[[Levels], Iterator[Finding]], ...]] = (
    leveling.set_with_reason,
    delaying.delays,
    delaying.slowed,
    delaying.bound,
    delaying.passed_on,
)
"""What an allocation promises of what it sets and tells, each a function from facts to what breaks it."""

_SPENT: Final[tuple[Callable[[Levels], Iterator[Finding]], ...]] = (
    spending.no_longer_than_needed,
    balance.granted_where_tasks_are,
    balance.work_gets_its_hours,
)
"""What it promises of a ledger that accounts for every hour."""


def allocated(found: Leveled, before: Facts, after: Facts, *, dated: bool) -> Iterator[Finding]:
    """What breaks the promises of levelling, apart from those of schedules.

    Parameters
    ----------
    found
        The allocation; its leveled plan differs from its plan in what levelling may set.
    before, after
        Facts of the plan, every task in the way that was chosen, with the dates of logic; and of the leveled plan with its
        dates.
    dated
        Whether those dates are right; hours between wrong ones are not worth adding up.
    """
    levels = Levels(found, before, after)
    if not found.smoothing:
        yield from within_capacity(levels)
    for promise in _TOLD:
        yield from promise(levels)
    if dated:
        yield from spending.hours_suffice(levels)
        lost = tuple(balance.balanced(levels))
        yield from lost
        for promise in () if lost else _SPENT:
            yield from promise(levels)
