"""Routines that keep one rhythm, expanded together: the same occurrences for all, then arrays over everybody who has them.

Most routines are plain: a rule, an effort, somebody who does it. Of those with the same rule, clock and period of validity
the occurrences are asked for once. What is special (steps, overrides, completions, windows, an effort that several share or
that somebody does at an efficiency of their own, a project) is left to `workmodel.capacity.demands`, occurrence by
occurrence; the results are the same.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from workmodel.capacity.claims import Part
from workmodel.capacity.demands import Demand, routine_source
from workmodel.capacity.hours import SCALE
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.domain import Plan, Routine, Schedule
from workmodel.routines.occurring import starting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Rhythm", "keeps_a_rhythm", "rhythm_of"]

rhythm_of: Final = attrgetter(
    "recurrence", "at", "zone", "gap", "day_off", "calendar", "valid_from", "valid_to", "split"
)
"""What routines have in common that are expanded together."""


def keeps_a_rhythm(routine: Routine, rows: Mapping[str, int], apart: Container[str]) -> bool:
    """Whether its occurrences are all alike: nothing reported of it may be, which is for the caller to see.

    Parameters
    ----------
    rows
        Those who have hours of their own.
    apart
        Of those, whoever works at an efficiency that is not the standard.
    """
    if not routine.recurrence or routine.effort is None or not routine.assignments:
        return False
    special = (
        routine.steps or routine.overrides or routine.after or routine.parent is not None
        or routine.window is not None or routine.renewal != "fixed" or "RDATE" in routine.recurrence
    )  # fmt: skip
    if special or (len(routine.assignments) > 1 and routine.split != "each"):
        return False
    if routine.split != "each" and routine.assignments[0].resource in apart:
        return False
    # units say who has which part: of one alone, or of what each spends, only whether they have any
    return all(one.resource in rows and one.units != 0 for one in routine.assignments)


@frozen(eq=False)
class Rhythm:
    """Routines that keep one rhythm and those who have them, one entry for each pair.

    Attributes
    ----------
    routines, sources
        The routines, and the line that each is if its occurrences have no time of day.
    routine, row, effort : int arrays, shape (pairs,)
        Number of the routine, row of the resource, what it takes. [min]
    """

    routines: Sequence[Routine]
    sources: Mapping[ClaimKind, Sequence[Source]]
    routine: Ints
    row: Ints
    effort: Ints

    @classmethod
    def of(cls, plan: Plan, routines: Sequence[Routine], rows: Mapping[str, int]) -> Rhythm:
        """Of routines that have in common what `rhythm_of` says."""
        import numpy as np

        found = []
        for number, routine in enumerate(routines):
            effort = 0 if routine.effort is None else plan.minutes(routine.effort)
            own = dict.fromkeys(rows[one.resource] for one in routine.assignments)
            found += [(number, row, effort) for row in own]
        timed: ClaimKind = "meeting" if routines[0].split == "each" else "timed"
        kinds: tuple[ClaimKind, ...] = (timed, "routine")
        sources = {kind: [routine_source(plan, one, kind) for one in routines] for kind in kinds}
        return cls(routines, sources, *np.array(found, dtype=np.int64).T)

    def only(self, some: Flags) -> Rhythm:
        """The same of some pairs. bool, shape (pairs,)"""
        return evolve(self, routine=self.routine[some], row=self.row[some], effort=self.effort[some])

    def demand(self, plan: Plan, cells: Cells, schedule: Schedule) -> Demand:
        """What they ask of the cells."""
        import numpy as np

        days, axis = cells.supply.days, plan.axis
        placed = list(starting(plan, self.routines[0], days[0], days[-1], schedule))
        if not placed:
            return Demand()
        starts = np.array([one.minute for one in placed], dtype=np.int64)
        numbers = np.array([(axis.time(t).date() - days[0]).days for t in starts.tolist()], dtype=np.int64)
        timed, each = placed[0].timed, self.routines[0].split == "each"
        demand, columns = Demand(), []
        clocks = cells.supply.calendar_of[self.row]
        for clock in np.unique(clocks).tolist():
            here = np.flatnonzero(clocks == clock)
            edges = cells.edges(int(self.row[here[0]]))
            place = np.searchsorted(edges, starts, side="right") - 1 if timed else numbers
            inside = (place >= 0) & (place < cells.days)
            there = np.zeros((len(here), len(place)), dtype=np.bool_)
            there[:, inside] = cells.supply.availability[self.row[here]][:, place[inside]] > 0
            if not each:
                counted = (numbers >= 0) & (numbers < len(days))
                pair, at = (~there & counted).nonzero()
                pair = here[pair]
                lines = self.sources["routine"]
                demand.open += [
                    (lines[number], days[day], lost)
                    for number, day, lost in zip(
                        self.routine[pair].tolist(), numbers[at].tolist(), (self.effort[pair] * SCALE).tolist(),
                        strict=True,
                    )
                ]  # fmt: skip
            columns.append(self._claims(here, there, starts, place, edges, timed=timed))
        source, cell, amount, begin, end = (np.concatenate(column) for column in zip(*columns, strict=True))
        kind: ClaimKind = "routine" if not timed else "meeting" if each else "timed"
        times = (begin, end) if timed else (None, None)
        demand.parts.append(Part(self.sources[kind], source, cell, amount, *times))
        return demand

    def _claims(
        self, pairs: Ints, there: Flags, starts: Ints, place: Ints, edges: Ints, *, timed: bool
    ) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Sources, cells, amounts, beginnings and ends of everybody's shares; over the edge of a day in two parts."""
        import numpy as np

        days = len(edges) - 1
        pair, at = there.nonzero()
        pair, place = pairs[pair], place[at]
        source, base, effort = self.routine[pair], self.row[pair] * days, self.effort[pair]
        begin = starts[at]
        if not timed:
            return source, base + place, effort * SCALE, begin, begin
        end = begin + effort
        cut = np.minimum(end, edges[place + 1])
        parts = [(source, base + place, begin, cut, at)]
        while (more := (cut < end) & (place + 1 < days)).any():
            source, base, end, begin, place, at = (
                source[more], base[more], end[more], cut[more], place[more] + 1, at[more],
            )  # fmt: skip
            cut = np.minimum(end, edges[place + 1])
            parts.append((source, base + place, begin, cut, at))
        source, cell, begin, cut, at = (np.concatenate(column) for column in zip(*parts, strict=True))
        if len(parts) > 1:  # what began before is served before what begins on the day itself
            order = np.argsort(at, kind="stable")
            source, cell, begin, cut = source[order], cell[order], begin[order], cut[order]
        return source, cell, (cut - begin) * SCALE, begin, cut
