"""Routines that keep one rhythm, expanded together: the same occurrences for all, then arrays over everybody who has them.

Most routines are plain: a rule, an effort, somebody who does it. Of those with the same rule, clock and period of validity
the occurrences are asked for once. What is special (steps, overrides, completions, windows, an effort that several share or
that somebody does at an efficiency of their own, a project) is left to `workmodel.capacity.demands`, occurrence by
occurrence; the results are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workmodel.capacity.claims import Part
from workmodel.capacity.demands import Demand, routine_source
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import paces
from workmodel.capacity.sources import ClaimKind
from workmodel.domain import Routine
from workmodel.routines import occurrences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Plan

    Ints = NDArray[np.int64]

__all__ = ["by_rhythm", "rhythm_demands"]

Rhythm = tuple[object, ...]


def by_rhythm(plan: Plan, cells: Cells) -> tuple[dict[Rhythm, list[Routine]], list[Routine]]:
    """Plain routines by their rhythm, and those that are not plain."""
    reported = {one.routine for one in plan.completions.values()}
    plain: dict[Rhythm, list[Routine]] = {}
    special = []
    for one in plan.routines.values():
        if one.id not in reported and _is_plain(one, cells):
            key = (
                one.recurrence, one.at, one.zone, one.gap, one.day_off, one.calendar, one.valid_from, one.valid_to,
                one.split,
            )  # fmt: skip
            plain.setdefault(key, []).append(one)
        else:
            special.append(one)
    return plain, special


def _is_plain(one: Routine, cells: Cells) -> bool:
    several = len(one.assignments) > 1 and one.split != "each"
    special = one.steps or one.overrides or one.after or one.parent is not None or one.window is not None
    if not one.recurrence or special or several or not one.assignments or one.renewal != "fixed":
        return False
    rows = [cells.row(a.resource) for a in one.assignments]
    at_standard = one.split == "each" or all(row is None or paces(cells)[row] == SCALE for row in rows)
    return one.effort is not None and at_standard and None not in rows


def rhythm_demands(plan: Plan, routines: Sequence[Routine], cells: Cells) -> Iterator[tuple[Routine, Demand]]:
    """What each of several routines that keep one rhythm asks for."""
    import numpy as np

    days, axis = cells.supply.days, plan.axis
    found = list(occurrences(plan, routines[0], days[0], days[-1]))
    if not found:
        return
    starts = np.array([axis.minute(one.start) for one in found], dtype=np.int64)
    numbers = np.array([(axis.time(t).date() - days[0]).days for t in starts.tolist()], dtype=np.int64)
    timed, each = found[0].timed, routines[0].split == "each"
    kind: ClaimKind = "routine" if not timed else "meeting" if each else "timed"
    for routine in routines:
        effort = 0 if routine.effort is None else plan.minutes(routine.effort)
        demand, source, parts = Demand(), routine_source(plan, routine, kind), []
        for row in _rows(routine, cells):
            place = np.searchsorted(cells.edges(row), starts, side="right") - 1 if timed else numbers
            there = (place >= 0) & (place < cells.days)
            there[there] = cells.supply.availability[row, place[there]] > 0
            if not each:
                demand.open += [
                    (days[n], effort * SCALE) for n in numbers[~there].tolist() if 0 <= n < len(days)
                ]
            parts.append(_of_one(cells, row, starts[there], place[there], effort, timed=timed))
        cell, amount, begin, end = (np.concatenate(column) for column in zip(*parts, strict=True))
        times = (begin, end) if timed else (None, None)
        if len(cell):
            demand.parts.append(Part(source, cell, amount, *times))
        yield routine, demand


def _rows(routine: Routine, cells: Cells) -> list[int]:
    found = (cells.row(one.resource) for one in routine.assignments)
    return [row for row in dict.fromkeys(found) if row is not None]


def _of_one(
    cells: Cells, row: int, begin: Ints, place: Ints, effort: int, *, timed: bool
) -> tuple[Ints, Ints, Ints, Ints]:
    """Cells, amounts, beginnings and ends of one person's share; over the edge of a day in two parts."""
    import numpy as np

    edges, base, end = cells.edges(row), row * cells.days, begin + effort
    if not timed:
        return base + place, np.full(len(place), effort * SCALE, dtype=np.int64), begin, end
    cut = np.minimum(end, edges[place + 1])
    parts = [(base + place, begin, cut)]
    while (cut < end).any():
        more = (cut < end) & (place + 1 < cells.days)
        begin, end, place = cut[more], end[more], place[more] + 1
        cut = np.minimum(end, edges[place + 1])
        parts.append((base + place, begin, cut))
    cell, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
    return cell, (last - first) * SCALE, first, last
