"""The stages of a window: steps that wait for each other lie one after the other in it.

A window has as many stages as its longest chain of steps has links, all with as much of the working time that governs
the routine; where its calendar is closed all the time, all equally long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise

from workmodel.calendars import WorkCalendar
from workmodel.domain import RoutineStep

__all__ = ["ranks", "stages"]


def ranks(steps: Sequence[RoutineStep]) -> Mapping[str, int]:
    """In which stage each step lies: behind all that it waits for, from 0 on.

    Examples
    --------
    >>> dict(
    ...     ranks(
    ...         [
    ...             RoutineStep("draft"),
    ...             RoutineStep("sign", after=["check"]),
    ...             RoutineStep("check", after=["draft"]),
    ...         ]
    ...     )
    ... )
    {'draft': 0, 'check': 1, 'sign': 2}
    """
    after = {step.id: step.after for step in steps}
    found: dict[str, int] = {}
    for name in TopologicalSorter(after).static_order():
        found[name] = max((found[one] + 1 for one in after[name]), default=0)
    return found


def stages(calendar: WorkCalendar, lo: int, hi: int, count: int) -> tuple[tuple[int, int], ...]:
    """A stretch cut into so many stages, each from the minute on at which work can begin. [min since 1970]

    Examples
    --------
    >>> from datetime import date
    >>> from workmodel.quantities import Axis
    >>> minute, calendar = Axis(None).minute, WorkCalendar("mon-fri 08:00-12:00")
    >>> thursday, tuesday = minute(date(2026, 3, 5)), minute(date(2026, 3, 10))
    >>> for begin, end in stages(calendar, thursday, tuesday, 3):
    ...     print(f"{Axis(None).time(begin):%a %H:%M} to {Axis(None).time(end):%a %H:%M}")
    Thu 00:00 to Thu 12:00
    Fri 08:00 to Fri 12:00
    Mon 08:00 to Tue 00:00
    """
    whole = calendar.between(lo, hi)
    if whole < count:
        cuts = [lo + (hi - lo) * number // count for number in range(count + 1)]
        return tuple(pairwise(cuts))
    ends = [calendar.add(lo, whole * number // count) for number in range(1, count)]
    return tuple(zip([lo, *map(calendar.next_open, ends)], [*ends, hi], strict=True))
