"""Routines that are asked again after an edit: those that differ, and those of people who differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workmodel.capacity.claimants import Claimants, claimants_of

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.asked import Extent
    from workmodel.capacity.cells import Cells
    from workmodel.capacity.claims import Part
    from workmodel.capacity.ledger import Ledger
    from workmodel.capacity.rhythms import Rhythm
    from workmodel.capacity.sources import Source
    from workmodel.capacity.steady import Steady
    from workmodel.capacity.touched import Touched
    from workmodel.domain import Schedule

    Flags = NDArray[np.bool_]
    Open = tuple[Source, date, int]

__all__ = ["RoutinesAnew"]


class RoutinesAnew:
    """What routines ask that differ, or whose people do.

    Of those that are expanded together, everybody's share is their own: only the pairs that differ are asked. Of all others,
    what one person has depends on what the others have.

    Attributes
    ----------
    changed : bool array, shape (rows,)
        Whose hours are not what they were: all that is asked of them is asked again.
    whole
        Ids, before or after, of routines that are asked again of everybody.
    parts
        What is asked again.
    """

    def __init__(
        self,
        previous: Ledger,
        touched: Touched,
        cells: Cells,
        schedule: Schedule,
        extent: Extent,
        claimants: Claimants,
    ) -> None:
        import numpy as np

        self.cells, self.schedule, self.claimants = cells, schedule, claimants
        self.changed: Flags = np.zeros(len(cells.rows), dtype=np.bool_)
        self.changed[[cells.rows[name] for name in touched.people if name in cells.rows]] = True
        apart = {one.id for some in (claimants_of(previous.plan), claimants) for one in some.special}
        self.whole = touched.routines | (touched.affected & apart)
        self.parts: list[Part] = []
        self._told: dict[int, bool] = {}  # of groups that are asked again, whether anything finds nobody
        self._open: dict[str, list[Open]] = {}
        self._anything = bool(self.whole or self.changed.any())
        if self._anything:
            self._ask_groups()
            self._ask_others(extent)

    @property
    def _groups(self) -> Sequence[Rhythm | Steady]:
        return [*self.claimants.rhythms, *self.claimants.steady]

    def _ask_groups(self) -> None:
        import numpy as np

        for number, group in enumerate(self._groups):
            own = np.array([one.id in self.whole for one in group.routines], dtype=np.bool_)
            some = own[group.routine] | self.changed[group.row]
            if some.any():
                found = group.only(some).demand(self.cells.plan, self.cells, self.schedule)
                self.parts += found.parts
                self._told[number] = bool(found.open)

    def _ask_others(self, extent: Extent) -> None:
        some = [one for one in self.claimants.special if one.id in self.whole]
        plan, days = self.cells.plan, (extent.begin, extent.until)
        for found in self.claimants.demands_of(some, plan, self.cells, self.schedule, *days):
            self.parts += found.parts
            for one in found.open:
                self._open.setdefault(one[0].id, []).append(one)

    def unserved(self, before: Sequence[Open]) -> Iterator[Open]:
        """What of routines nobody takes, in the order in which all of them would be asked.

        Parameters
        ----------
        before
            What it was.
        """
        if not self._anything:
            yield from before
            return
        known: dict[str, list[Open]] = {}
        for one in before:
            known.setdefault(one[0].id, []).append(one)
        for number, group in enumerate(self._groups):
            names = {one.id for one in group.routines}
            was = not names.isdisjoint(known)
            if number in self._told:
                if was or self._told[number]:
                    yield from group.demand(self.cells.plan, self.cells, self.schedule).open
            elif was:
                yield from (one for one in before if one[0].id in names)
        special = self.claimants.special
        for routine in sorted(special, key=lambda one: bool(one.recurrence)):
            yield from (self._open if routine.id in self.whole else known).get(routine.id, ())
