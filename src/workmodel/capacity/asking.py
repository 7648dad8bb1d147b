"""Occurrences laid over the hours of those who do them: what each asks of which cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import define, field

from workmodel.capacity.cells import Cells
from workmodel.capacity.claims import Part
from workmodel.capacity.demands import Demand, routine_source
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import divided, paces
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.spent import Spent
from workmodel.capacity.stages import ranks, stages
from workmodel.capacity.takers import Extent, Takers
from workmodel.domain import Assignment
from workmodel.routines import Occurrence
from workmodel.routines.frame import Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Asking"]


@define(eq=False)
class Asking:
    """What one routine asks for, being gathered.

    Attributes
    ----------
    frame
        The routine.
    cells
        Of whom it is asked: what lies elsewhere is left out.
    here
        Hours of those who do it on all the days on which it takes any.
    """

    frame: Frame
    cells: Cells
    here: Cells
    _timed: list[tuple[int, int, int, int]] = field(init=False, factory=list)  # cell, amount, start, finish
    _loose: list[tuple[Ints, Ints]] = field(init=False, factory=list)  # cells, amounts
    _done: list[tuple[int, int]] = field(init=False, factory=list)  # cell, amount
    _open: list[tuple[int, int]] = field(init=False, factory=list)  # minute, amount
    _known: dict[tuple[Assignment, ...], Takers] = field(init=False, factory=dict)

    # -- what there is to ask for -------------------------------------------------------------------------------

    def occurs(self, one: Occurrence) -> None:
        """Ask for what an occurrence takes, or each of its steps, unless its completions tell of it."""
        routine, axis = self.frame.routine, self.frame.plan.axis
        if one.skipped:
            return
        if not one.steps:
            if one.completion is None:
                each = routine.split == "each"
                fan = self.frame.fans.on(self.frame.day(axis.minute(one.original)))
                amount = one.effort * SCALE // (max(1, fan.assigned) if each else 1)
                takers = self._takers(routine.assignments)
                self._ask(one, takers, amount, each=each)
        elif one.completion is None or one.completion.effort is None:
            for step in one.steps:
                if step.completion is None:
                    self._ask(
                        one, self._takers(_named(step.who)), step.each * SCALE, each=True, step=step.step
                    )

    def _ask(
        self, one: Occurrence, takers: Takers, amount: int, *, each: bool, step: str | None = None
    ) -> None:
        start = self.frame.plan.axis.minute(one.start)
        due = self._due(one, start)
        if one.timed and due is None:
            found = self._in_its_minutes(takers, amount, start, each=each)
        else:
            found = self._in_its_hours(takers, amount, self._extent(one, takers, start, due, step), each=each)
        if not found and (step is not None or not each or not takers.rows):
            self._open.append((start, amount * max(1, len(takers.rows)) if each else amount))

    def _due(self, one: Occurrence, start: int) -> int | None:
        """The end of its window, if it has any."""
        due = start if one.due is None else self.frame.plan.axis.minute(one.due)
        return due if due > start else None

    def _takers(self, assigned: tuple[Assignment, ...]) -> Takers:
        if assigned not in self._known:
            self._known[assigned] = Takers.of(self.here, assigned)
        return self._known[assigned]

    def _pace(self, takers: Takers) -> Ints:
        """The efficiency of each. [1/10 000]"""
        return paces(self.here)[list(takers.rows)]

    # -- at any time --------------------------------------------------------------------------------------------

    def _extent(
        self, one: Occurrence, takers: Takers, start: int, due: int | None, step: str | None
    ) -> Extent:
        """The hours among which it lies: of its day, of its window, or of the stage of its step.

        Who has no hours in that stage spends them in the stages behind it, and where there are none either, in those before.
        """
        whole = self._hours(takers, start, start + 1 if due is None else due, timed=one.timed)
        if step is None or due is None:
            return whole
        rank = ranks(self.frame.routine.steps)
        cuts = stages(self.frame.calendar, start, due, 1 + max(rank.values()))
        lo, hi = cuts[rank[step]]
        rest = self._hours(takers, lo, due, timed=one.timed)
        return self._hours(takers, lo, hi, timed=one.timed).or_else(rest).or_else(whole)

    def _hours(self, takers: Takers, lo: int, hi: int, *, timed: bool) -> Extent:
        """The hours in a stretch; without a time of day whole days count."""
        if timed:
            return takers.within(lo, hi)
        return takers.on_days(self._number(self._date(lo)), self._number(self._date(hi - 1)))

    def _in_its_hours(self, takers: Takers, amount: int, extent: Extent, *, each: bool) -> bool:
        """Evenly over hours; whether there are any. What is not for each is an effort, done at everybody's efficiency."""
        import numpy as np

        first = self._shift
        end = min(first + self.cells.days, self.here.days)
        pace = None if each else self._pace(takers)
        taker, day, parts = extent.parts(amount, max(first, 0), end, each=each, pace=pace)
        if len(parts):
            rows = np.array([self._row(row) for row in takers.rows], dtype=np.int64)
            self._loose.append((rows[taker] * self.cells.days + day - first, parts))
        return bool(extent.whole.any())

    # -- at a time of day ---------------------------------------------------------------------------------------

    def _in_its_minutes(self, takers: Takers, amount: int, start: int, *, each: bool) -> bool:
        """From its start on; whoever has no hours that day does not come. Whether anybody does."""
        places = [takers.place(row, start) for row in takers.rows]
        pace = None if each else self._pace(takers)
        found = list(_divided(takers, places, amount, each=each, pace=pace))
        for number, _, share in found:
            self._lay(takers.rows[number], share, start)
        return bool(found)

    def _lay(self, row: int, share: int, start: int) -> None:
        """A share from a minute on; over the edge of a day in several parts."""
        import numpy as np

        target = self._row(row)
        edges = self.cells.edges(target)
        finish = start - (-share // SCALE)
        begin, end = max(start, int(edges[0])), min(finish, int(edges[-1]))
        while begin < end:
            place = int(np.searchsorted(edges, begin, side="right")) - 1
            until = min(finish, int(edges[place + 1]))
            part = min(share - (begin - start) * SCALE, (until - begin) * SCALE)
            self._timed.append((target * self.cells.days + place, part, begin, until))
            begin = until

    # -- what was spent -----------------------------------------------------------------------------------------

    def was_spent(self, spent: Spent) -> None:
        """On the day on which it was done, by those who have hours then."""
        takers, amount = self._takers(_named(spent.names)), spent.minutes * SCALE
        places = [takers.place(row, spent.at) for row in takers.rows]
        if spent.day is not None:
            number = self._number(spent.day)
            places = [number if 0 <= number < self.here.days else None for _ in takers.rows]
        pace = self._pace(takers) if spent.work else None
        found = list(_divided(takers, places, amount, each=spent.each, pace=pace))
        for number, place, part in found:
            day = place - self._shift
            if 0 <= day < self.cells.days:
                self._done.append((self._row(takers.rows[number]) * self.cells.days + day, part))
        if not found:
            self._open.append((spent.at, amount * max(1, len(takers.rows)) if spent.each else amount))

    # -- what comes of it ---------------------------------------------------------------------------------------

    def demand(self) -> Demand:
        """All that was asked for."""
        import numpy as np

        routine, time = self.frame.routine, self.frame.plan.axis.time
        line = self._source("routine")
        found = Demand(open=[(line, time(at).date(), amount) for at, amount in self._open if amount])
        if self._timed:
            cell, amount, start, finish = np.array(self._timed, dtype=np.int64).T
            source = self._source("meeting" if routine.split == "each" else "timed")
            found.parts.append(Part.of(source, cell, amount, start, finish))
        if self._loose:  # windows overlap: what falls on a day is one claim, of however many occurrences
            cells, amounts = (np.concatenate(column) for column in zip(*self._loose, strict=True))
            cell, where = np.unique(cells, return_inverse=True)
            total = np.zeros(len(cell), dtype=np.int64)
            np.add.at(total, where, amounts)
            found.parts.append(Part.of(line, cell, total))
        if self._done:
            cell, amount = np.array(self._done, dtype=np.int64).T
            found.parts.append(Part.of(self._source("actual"), cell, amount))
        return found

    def _source(self, kind: ClaimKind) -> Source:
        return routine_source(self.frame.plan, self.frame.routine, kind)

    # -- days and rows ------------------------------------------------------------------------------------------

    @property
    def _shift(self) -> int:
        """How many of the days here come before those of whom it is asked."""
        return (self.cells.supply.start - self.here.supply.start).days

    def _date(self, at: int) -> date:
        """The day of the plan's clock in which a minute lies."""
        return self.frame.plan.axis.time(at).date()

    def _number(self, day: date) -> int:
        """The number of a day among those here."""
        return (day - self.here.supply.start).days

    def _row(self, row: int) -> int:
        """The row of somebody here among those of whom it is asked."""
        found = self.cells.row(self.here.supply.resources[row])
        assert found is not None
        return found


def _named(who: Iterable[str]) -> tuple[Assignment, ...]:
    """People by name, each with all they have."""
    return tuple(Assignment(name) for name in who)


def _divided(
    takers: Takers, places: Sequence[int | None], amount: int, *, each: bool, pace: Ints | None
) -> Iterator[tuple[int, int, int]]:
    """An amount among those who have hours that day: to each, or in proportion to what they have. Taker, day, hours.

    With the efficiency of each, the amount is an effort, and what they get done counts.
    """
    there = [
        (number, place, weight)
        for number, place in enumerate(places)
        if place is not None and (weight := int(takers.available[number, place]))
    ]
    if each:
        yield from ((number, place, amount) for number, place, _ in there)
        return
    shares = divided(amount, [(number, weight) for number, _, weight in there], pace)
    for (_, place, _), (number, share) in zip(there, shares, strict=True):
        yield number, place, share
