"""What routines ask of whom: occurrences, expected arrivals, hours held. One part per routine and way of asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from workmodel.capacity.claims import Part
from workmodel.capacity.hours import SCALE
from workmodel.capacity.periods import shares
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.takers import takers
from workmodel.domain import Assignment, Routine
from workmodel.routines import Occurrence, occurrences
from workmodel.routines.fanning import fan_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Completion, Plan, Schedule

    Ints = NDArray[np.int64]

__all__ = ["Demand", "mean_effort", "routine_demand", "routine_source"]


@define
class Demand:
    """What a routine, or several, ask for.

    Attributes
    ----------
    parts
        By cell.
    open
        What nobody takes: no assignee, or none with hours. The routine's line, day and amount. [1/10 000 person-minute]
    """

    parts: list[Part] = field(factory=list)
    open: list[tuple[Source, date, int]] = field(factory=list)


def routine_source(plan: Plan, routine: Routine, kind: ClaimKind) -> Source:
    """The line of the ledger that a routine is: by its priority, then the plan's order."""
    return Source(kind, routine.id, routine.parent or "", (-routine.priority, plan._slot(routine.id) or 0))


def routine_demand(plan: Plan, routine: Routine, cells: Cells, schedule: Schedule) -> Demand:
    """What a routine asks of the cells.

    Raises
    ------
    NoOccurrences
        Nothing says from when its rule counts.
    """
    made = _Demands(plan, routine, cells, schedule)
    if routine.recurrence:
        made.occurring()
    elif routine.arrivals is not None:
        made.arriving()
    elif routine.reservation is not None:
        made.held()
    return made.found


def mean_effort(plan: Plan, routine: Routine) -> int:
    """What one item of a routine takes on average. [1/10 000 person-minute]"""
    if routine.effort is not None:
        return plan.minutes(routine.effort) * SCALE
    if routine.estimate is None:
        return 0
    low, likely, high = routine.estimate.minutes(plan.conventions)
    return int(Fraction(low + 4 * likely + high, 6) * SCALE)


@frozen(eq=False)
class _Ask:
    """What an occurrence, or a step of it, asks of somebody."""

    takers: dict[int, Ints]
    amount: int
    each: bool
    completion: Completion | None


class _Demands:
    """The demand of one routine, being made."""

    def __init__(self, plan: Plan, routine: Routine, cells: Cells, schedule: Schedule) -> None:
        self.plan, self.routine, self.cells, self.schedule = plan, routine, cells, schedule
        self.found = Demand()
        self.timed: list[tuple[int, int, int, int]] = []  # cell, amount, start, finish
        self.loose: list[tuple[int, int, int, int]] = []
        self.done: list[tuple[int, int, int, int]] = []
        self.days = cells.supply.days
        self.takers = takers(plan, routine.assignments, cells)

    # -- amounts per period -------------------------------------------------------------------------------------

    def arriving(self) -> None:
        """Items that are expected, at so many in a period."""
        rate, plan, routine = self.routine.arrivals, self.plan, self.routine
        assert rate is not None
        if not routine.steps:
            amount = int(Fraction(rate.amount) * mean_effort(plan, routine))
            self._per_period("arrivals", rate.period, amount, self.takers, each=routine.split == "each")
        for step in fan_of(plan, routine).steps("", {}):
            amount = int(Fraction(rate.amount) * step.each * SCALE)
            self._per_period("arrivals", rate.period, amount, self._named(step.who), each=True)

    def held(self) -> None:
        """Hours that are held: per period, or as a share of what each has."""
        held = self.routine.reservation
        assert held is not None
        if held.share is None:
            assert held.time is not None
            assert held.period is not None
            amount, each = self.plan.minutes(held.time) * SCALE, self.routine.split == "each"
            self._per_period("reservation", held.period, amount, self.takers, each=each)
            return
        units = int(Fraction(held.share) * SCALE)
        available = (
            self._available(self.takers)
            * RoutineDays(self.plan, self.routine, self.cells, self.schedule).valid()
        )
        self._add("reservation", self.takers, available * units // SCALE)

    def _per_period(
        self, kind: ClaimKind, period: str, amount: int, theirs: dict[int, Ints], *, each: bool
    ) -> None:
        import numpy as np

        counted = RoutineDays(self.plan, self.routine, self.cells, self.schedule)
        available, valid, starts = self._available(theirs), counted.valid(), counted.starts(period)
        amounts = counted.amounts(period, np.array([[amount]], dtype=np.int64))[0]
        groups = [available[n : n + 1] for n in range(len(available))] if each else [available]
        spread_out = [shares(group, amounts, starts) for group in groups if len(group)]
        weights = available.sum(axis=0) if len(available) else np.zeros(self.cells.days, dtype=np.int64)
        idle = (np.add.reduceat(weights, starts[:-1]) == 0) & (amounts > 0)
        days = counted.first_valid(valid, starts)
        for number in np.flatnonzero(idle).tolist():
            if (day := days[number]) is not None:
                self._open(day, int(amounts[number]))
        if spread_out:
            self._add(kind, theirs, np.concatenate(spread_out) * valid)

    def _available(self, theirs: dict[int, Ints]) -> Ints:
        """What the takers have for it. int64, shape (takers, days)"""
        import numpy as np

        if not theirs:
            return np.zeros((0, self.cells.days), dtype=np.int64)
        return np.array(list(theirs.values()))

    def _add(self, kind: ClaimKind, theirs: dict[int, Ints], amounts: Ints) -> None:
        """A part out of amounts by taker and day."""
        import numpy as np

        rows = np.array(list(theirs), dtype=np.int64)
        cell = (rows[:, None] * self.cells.days + np.arange(self.cells.days)[None, :]).ravel()
        flat = amounts.ravel()
        kept = flat > 0
        if kept.any():
            self.found.parts.append(
                Part.of(routine_source(self.plan, self.routine, kind), cell[kept], flat[kept])
            )

    # -- occurrences --------------------------------------------------------------------------------------------

    def occurring(self) -> None:
        """Occurrences in their own minutes, or at any time of their day or window."""
        for one in occurrences(self.plan, self.routine, self.days[0], self.days[-1], self.schedule):
            for ask in self._asks(one):
                if ask.completion is not None:
                    self._was_done(ask, one)
                elif one.timed:
                    self._in_its_minutes(ask, self.plan.axis.minute(one.start))
                else:
                    self._in_its_window(ask, one)
        meeting: ClaimKind = "meeting" if self.routine.split == "each" else "timed"
        for kind, rows in ((meeting, self.timed), ("routine", self.loose), ("actual", self.done)):
            self._rows(kind, rows)

    def _named(self, who: Iterable[str]) -> dict[int, Ints]:
        return takers(self.plan, map(Assignment, who), self.cells)

    def _asks(self, one: Occurrence) -> Iterator[_Ask]:
        """Who is asked for how much by an occurrence, or by each of its steps."""
        if one.skipped:
            return
        if not one.steps:
            each = self.routine.split == "each"
            theirs = self.takers if one.completion is None or one.completion.person is None else {}
            amount = one.effort * SCALE // (max(len(theirs), 1) if each else 1)
            yield _Ask(theirs, amount, each, one.completion)
        for step in one.steps:
            if step.completion is None or step.completion.outcome == "done":
                yield _Ask(self._named(step.who), step.each * SCALE, True, step.completion)

    def _was_done(self, ask: _Ask, one: Occurrence) -> None:
        """What was spent, on the day on which it was done; on its own day where none is told."""
        reported = ask.completion
        assert reported is not None
        theirs = ask.takers if reported.person is None else self._named([reported.person])
        at = self.plan.axis.minute(one.start if reported.done is None else reported.done)
        amount = ask.amount if reported.effort is None else self.plan.minutes(reported.effort) * SCALE
        for row, part in self._divided(theirs, amount, ask.each and reported.effort is None, at):
            place = self._place(row, at)
            if place is not None:
                self.done.append((row * self.cells.days + place, part, 0, 0))

    def _in_its_minutes(self, ask: _Ask, start: int) -> None:
        """From its start on; whoever has no hours that day does not come."""
        for row, share in self._divided(ask.takers, ask.amount, ask.each, start):
            left, finish = share, start - (-share // SCALE)
            edges = self.cells.edges(row)
            here = start
            while here < finish:  # over the edge of a day, in two parts
                place = self._place(row, here)
                until = finish if place is None else min(finish, int(edges[place + 1]))
                part = min(left, (until - here) * SCALE)
                if place is not None and part:
                    self.timed.append((row * self.cells.days + place, part, here, until))
                left -= part
                here = until

    def _divided(
        self, theirs: dict[int, Ints], amount: int, each: bool, at: int
    ) -> Iterator[tuple[int, int]]:
        """An amount at a moment among those who have hours that day: to each, or in proportion to what they have."""
        there = []
        for row, weights in theirs.items():
            place = self._place(row, at)
            if place is not None:
                there.append((row, int(weights[place])))
        present = [(row, weight) for row, weight in there if weight]
        if each:
            yield from ((row, amount) for row, _ in present)
            return
        if not present:
            self._nobody_at(at, amount)
        whole, reached, before = sum(weight for _, weight in present), 0, 0
        for row, weight in present:
            reached += weight
            upto = amount * reached // whole
            yield row, upto - before
            before = upto

    def _in_its_window(self, ask: _Ask, one: Occurrence) -> None:
        """Evenly over the hours of its day, or of its window."""
        import numpy as np

        axis = self.plan.axis
        first = self._number(axis.minute(one.start))
        last = first if one.due is None else max(first, self._number(axis.minute(one.due) - 1))
        if first < 0 or not ask.takers:
            self._nobody_at(axis.minute(one.start), ask.amount)
            return
        days = slice(first, last + 1)
        rows = list(ask.takers)
        available = np.array([ask.takers[row][days] for row in rows])
        starts, amount = np.array([0, available.shape[1]]), np.array([ask.amount])
        groups = [available[n : n + 1] for n in range(len(rows))] if ask.each else [available]
        found = np.concatenate([shares(group, amount, starts) for group in groups])
        if not ask.each and not available.any():
            self._nobody_at(axis.minute(one.start), ask.amount)
        for n, row in enumerate(rows):
            base = row * self.cells.days + first
            self.loose += [(base + k, part, 0, 0) for k, part in enumerate(found[n].tolist()) if part]

    def _nobody_at(self, at: int, amount: int) -> None:
        if amount:
            self._open(self.plan.axis.time(at).date(), amount)

    def _open(self, day: date, amount: int) -> None:
        self.found.open.append((routine_source(self.plan, self.routine, "routine"), day, amount))

    def _number(self, at: int) -> int:
        """The day of the plan's clock in which a minute lies, among the days; -1 outside."""
        number = (self.plan.axis.time(at).date() - self.days[0]).days
        return min(number, len(self.days) - 1) if number >= 0 else -1

    def _place(self, row: int, at: int) -> int | None:
        """The day of a resource in which a minute lies."""
        import numpy as np

        edges = self.cells.edges(row)
        place = int(np.searchsorted(edges, at, side="right")) - 1
        return place if 0 <= place < self.cells.days else None

    def _rows(self, kind: ClaimKind, rows: list[tuple[int, int, int, int]]) -> None:
        import numpy as np

        if not rows:
            return
        cell, amount, start, finish = np.array(rows, dtype=np.int64).T
        times = (start, finish) if kind in ("meeting", "timed") else (None, None)
        self.found.parts.append(Part.of(routine_source(self.plan, self.routine, kind), cell, amount, *times))
