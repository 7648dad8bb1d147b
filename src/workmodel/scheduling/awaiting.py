"""Waiting for occurrences of routines: which nodes do, and what it asks of them.

Such a wait is no link: it becomes a floor under the node that holds it, found when everything before that node has its
dates. So a routine adds neither nodes nor links, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from workmodel.domain.rows import KIND_CODES
from workmodel.quantities import Percent
from workmodel.routines.waiting import Waiting
from workmodel.scheduling.clock import position, start_of
from workmodel.scheduling.layout import (
    D_EF,
    D_ES,
    D_SPAN,
    DATE_WIDTH,
    L_CODE,
    L_LAG,
    L_LAG_KIND,
    L_PREDECESSOR,
    LEAF,
    LINK_WIDTH,
    N_CAL,
    N_DURATION,
    N_END,
    N_FIRST,
    N_FIXED_START,
    N_FLOOR,
    N_GATE,
    N_PART,
    N_PLAIN,
    NEVER,
    NODE_WIDTH,
)
from workmodel.scheduling.passes import shifted
from workmodel.scheduling.refusal import naming
from workmodel.scheduling.solved import Awaits

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Dependency, Plan
    from workmodel.graph.network import Network

__all__ = ["Waits", "asked", "own_start", "waits_of"]

Waits = tuple[tuple["Dependency", Waiting], ...]
"""What a node waits for: each dependency with its routine, in the order in which they are declared."""

_PROJECT: Final = KIND_CODES["project"]
_ROUTINE: Final = KIND_CODES["routine"]


def waits_of(plan: Plan, network: Network) -> dict[int, Waits]:
    """The nodes that wait for routines, in topological order; a summary waits at its gate.

    A dependency that names no binding means no occurrence, and a plan from its finish looks at none.

    Raises
    ------
    NoOccurrences
        A routine says no occurrences, or has them only once the plan is scheduled.
    """
    if plan.settings.direction == "backward":
        return {}
    routines: dict[str, Waiting] = {}
    found: dict[int, Waits] = {}
    for slot in _holders(plan):
        item: Any = plan._at(slot)
        waits = []
        for d in item.after:
            if d.binding is None or d.predecessor not in plan.routines:
                continue
            if d.predecessor not in routines:
                routines[d.predecessor] = Waiting.of(plan, d.predecessor, item.id)
            waits.append((d, routines[d.predecessor]))
        if waits:
            found[int(network.node_of_slot[slot])] = tuple(waits)
    return dict(sorted(found.items()))


def _holders(plan: Plan) -> list[int]:
    """Slots of the tasks, milestones and projects that wait for a routine, found by columns."""
    import numpy as np

    kind = plan.columns.kind
    if not (kind == _ROUTINE).any() or not len(plan.columns.link_predecessor):
        return []
    holder = np.repeat(np.arange(len(kind)), plan.columns.link_count)
    waits = (kind[plan.columns.link_predecessor] == _ROUTINE) & (kind[holder] <= _PROJECT)
    return np.unique(holder[waits]).tolist()  # type: ignore[no-any-return]


def own_start(T: Any, N: Any, L: Any, D: Any, i: int, base: int) -> int:
    """The start that everything but its waits for routines asks of a node; of a fact, that fact. [min since 1970]

    Everything before the node has its dates. A summary asks for what holds for all of it: the start of its project or
    plan (*base*), its links and constraints and those around it.
    """
    n = i * NODE_WIDTH
    if N[n + N_FIXED_START] > NEVER:
        return int(N[n + N_FIXED_START])
    start = int(max(base, N[n + N_FLOOR]))
    if N[n + N_GATE] >= 0:
        start = max(start, int(D[N[n + N_GATE] * DATE_WIDTH + D_ES]))
    start = max([start, *_links(T, N, L, D, n)])
    if N[n + N_PART] == LEAF and N[n + N_DURATION] != 0:
        start = int(start_of(T, N[n + N_CAL], position(T, N[n + N_CAL], start)))
    return start


def _links(T: Any, N: Any, L: Any, D: Any, n: int) -> Iterator[int]:
    """What the links of a node ask of its start."""
    for e in range(N[n + N_FIRST], N[n + N_END]):
        k = e * LINK_WIDTH
        p = L[k + L_PREDECESSOR] * DATE_WIDTH
        if L[k + L_CODE] < 2:
            t = D[p + (D_ES if L[k + L_CODE] & 1 else D_EF)]
            yield int(shifted(T, N[n + N_PLAIN], L[k + L_LAG_KIND], L[k + L_LAG], D[p + D_SPAN], t))


def asked(plan: Plan, item: Any, plain: WorkCalendar, waits: Waits, own: int) -> tuple[Awaits, ...]:
    """Which occurrences are waited for by what could start at *own*, and until when.

    Parameters
    ----------
    plan, item
        The plan, and what waits in it.
    plain
        The calendar of its lags.
    waits
        What it waits for.
    own
        Its own start. [min since 1970]
    """
    found = []
    for d, waiting in waits:
        assert d.binding is not None
        one = waiting.awaited(d.binding, own)
        if one is None:
            found.append(Awaits(d, "", NEVER, own))
            continue
        t = one.start if d.link.code & 1 else one.finish
        size = d.lag.minutes_of(one.whole) if isinstance(d.lag, Percent) else plan.minutes(d.lag)
        if size:
            with naming(plan, item):
                t = t + size if d.lag.elapsed else plain.add(t, size, "finish" if size > 0 else "start")
        found.append(Awaits(d, one.id, t, own))
    return tuple(found)
