"""Free float where items with different calendars wait for one summary: exact, link by link.

The kernel keeps for each summary the least date that what waits for it leaves, which is the least gap only where all gaps
are counted on one calendar. Where they are not, the gaps of all such links are counted here; plans seldom have any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workmodel.domain.rows import LAG_ELAPSED, LAG_PERCENT
from workmodel.errors import NoWorkingTime
from workmodel.graph.network import CLOSE, LEAF
from workmodel.scheduling.layout import BIG, COMPLETE, NEVER
from workmodel.scheduling.passes import percent

if TYPE_CHECKING:
    from workmodel.scheduling.problem import Problem

__all__ = ["lagged", "narrowed", "waits_for_summaries"]


def lagged(problem: Problem, span: Any, link: int, holder: int, t: int, *, back: bool = False) -> int:
    """A date and the lag of a link after it, or before it, on the calendar of its holder.

    Parameters
    ----------
    problem
        The plan as kernels read it.
    span
        Working time of every node. [working min]
    link, holder
        The link and the node that holds it.
    t
        The date. [min since 1970]
    back
        Whether to walk back.

    A lag that would have to reach over more working time than there is bounds nothing: `BIG`, or `NEVER` for a lead.
    """
    network = problem.network
    size, kind = int(network.lag[link]), int(network.lag_kind[link])
    if kind >= LAG_PERCENT:
        size = percent(int(span[network.predecessor[link]]), size)
        kind -= LAG_PERCENT
    size = -size if back else size
    if size == 0:
        return t
    if kind == LAG_ELAPSED:
        return t + size
    calendar = problem.numbers.calendars[int(problem.columns["plain"][holder])]
    try:
        return calendar.add(t, size, "finish" if size > 0 else "start")
    except NoWorkingTime:
        return BIG if size > 0 else NEVER


def waits_for_summaries(problem: Problem) -> list[tuple[int, int]]:
    """Links that wait for summaries with their holders, where those count on different calendars; else none."""
    import numpy as np

    network = problem.network
    links = np.flatnonzero(network.part[network.predecessor] == CLOSE)
    holders = np.repeat(np.arange(len(network)), np.diff(network.first))[links]
    if len(np.unique(problem.columns["plain"][holders])) < 2:
        return []
    return list(zip(links.tolist(), holders.tolist(), strict=True))


def narrowed(problem: Problem, fields: dict[str, Any], waits: list[tuple[int, int]]) -> None:
    """Narrow the free floats of what is below summaries to the least gap to what waits for them."""
    import numpy as np

    network, free = problem.network, fields["free"]
    for link, holder in waits:
        start, finish = _visible(problem, fields, holder)
        code = int(network.link[link])
        date = start if code < 2 else finish
        if date >= BIG:
            continue
        calendar = problem.numbers.calendars[int(problem.columns["plain"][holder])]
        latest = lagged(problem, fields["span"], link, holder, date, back=True)
        if latest >= BIG:
            continue
        waited = int(network.predecessor[link])
        leaves = network.below(waited)
        if code & 1:  # what waits for a summary's start waits for what begins it
            leaves = leaves[fields["es"][leaves] == fields["es"][waited]]
        if latest <= NEVER:
            free[leaves] = np.minimum(free[leaves], 0)
            continue
        gap = calendar.position(latest) - calendar.positions(fields["es" if code & 1 else "ef"][leaves])
        free[leaves] = np.minimum(free[leaves], np.maximum(gap, 0))


def _visible(problem: Problem, fields: dict[str, Any], holder: int) -> tuple[int, int]:
    """Start and finish of what waits, of a summary the least of what is not complete; `BIG` where nothing waits."""
    if problem.network.part[holder] != LEAF:
        return int(fields["open_start"][holder]), int(fields["open_finish"][holder])
    if problem.columns["state"][holder] == COMPLETE:
        return BIG, BIG
    return int(fields["es"][holder]), int(fields["ef"][holder])
