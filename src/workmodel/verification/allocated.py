"""A second opinion on dates that respect people's hours: one checker for each promise of levelling.

On the plan, the leveled plan, its dates and what is told of them; calendars, absences and capacities are counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from workmodel.domain import Leveled
from workmodel.findings import Finding
from workmodel.verification import balance, delaying, leveling, spending
from workmodel.verification.facts import Facts
from workmodel.verification.holding import within_capacity
from workmodel.verification.levels import Levels

__all__ = ["allocated"]

PROMISES: Final[tuple[Callable[[Levels], Iterator[Finding]], ...]] = (
    leveling.set_with_reason,
    delaying.delays,
    delaying.slowed,
    delaying.bound,
    delaying.passed_on,
    spending.hours_suffice,
    spending.no_longer_than_needed,
    balance.balanced,
    balance.granted_where_tasks_are,
    balance.work_gets_its_hours,
)
"""What an allocation promises beyond the dates of its leveled plan, each a function from facts to what breaks it."""


def allocated(found: Leveled, before: Facts, after: Facts) -> Iterator[Finding]:
    """What breaks the promises of levelling, apart from those of schedules.

    Parameters
    ----------
    found
        The allocation; its leveled plan differs from its plan in what levelling may set.
    before, after
        Facts of the plan with the dates of logic, and of the leveled plan with its dates.
    """
    levels = Levels(found, before, after)
    if not found.smoothing:
        yield from within_capacity(found)
    yield from chain.from_iterable(promise(levels) for promise in PROMISES)
