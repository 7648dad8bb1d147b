"""What routines ask of whom: occurrences, expected arrivals, hours held. One part per routine and way of asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from workmodel.calendars import day_number
from workmodel.capacity.claims import Part
from workmodel.capacity.hours import SCALE
from workmodel.capacity.pace import divided, paces, worked
from workmodel.capacity.routinedays import RoutineDays
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Routine
from workmodel.routines import Occurrence, occurrences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Completion, Plan, Schedule

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

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

    takers: dict[int, Flags]
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
        self.takers = self._takers(one.resource for one in routine.assignments)

    def _takers(self, names: Iterable[str]) -> dict[int, Flags]:
        """Rows of those resources, teams standing for their members, with the days on which each counts."""
        found: dict[int, Flags] = {}
        first = day_number(self.cells.supply.start)
        for name in names:
            for who, mask in days_in_team(self.plan, name, first, self.cells.days).items():
                row = self.cells.row(who)
                if row is not None:
                    found[row] = found[row] | mask if row in found else mask
        return found

    # -- amounts per period -------------------------------------------------------------------------------------

    def arriving(self) -> None:
        """Items that are expected, at so many in a period."""
        rate = self.routine.arrivals
        assert rate is not None
        self._per_period(
            "arrivals", rate.period, int(Fraction(rate.amount) * mean_effort(self.plan, self.routine))
        )

    def held(self) -> None:
        """Hours that are held: per period, or as a share of what each has."""
        held = self.routine.reservation
        assert held is not None
        if held.share is None:
            assert held.time is not None
            assert held.period is not None
            self._per_period("reservation", held.period, self.plan.minutes(held.time) * SCALE)
            return
        units = int(Fraction(held.share) * SCALE)
        available = (
            self._available() * RoutineDays(self.plan, self.routine, self.cells, self.schedule).valid()
        )
        self._add("reservation", available * units // SCALE)

    def _per_period(self, kind: ClaimKind, period: str, amount: int) -> None:
        import numpy as np

        counted = RoutineDays(self.plan, self.routine, self.cells, self.schedule)
        available, valid, starts = self._available(), counted.valid(), counted.starts(period)
        amounts = counted.amounts(period, np.array([[amount]], dtype=np.int64))[0]
        each = self.routine.split == "each"
        groups = [available[n : n + 1] for n in range(len(available))] if each else [available]
        pace = None if each or kind != "arrivals" else paces(self.cells)[list(self.takers)]
        spread_out = [worked(group, amounts, starts, pace) for group in groups if len(group)]
        weights = available.sum(axis=0) if len(available) else np.zeros(self.cells.days, dtype=np.int64)
        idle = (np.add.reduceat(weights, starts[:-1]) == 0) & (amounts > 0)
        days = counted.first_valid(valid, starts)
        for number in np.flatnonzero(idle).tolist():
            if (day := days[number]) is not None:
                self._open(day, int(amounts[number]))
        if spread_out:
            self._add(kind, np.concatenate(spread_out) * valid)

    def _available(self) -> Ints:
        """Availability of the takers, where they count. int64, shape (takers, days)"""
        import numpy as np

        rows = list(self.takers)
        if not rows:
            return np.zeros((0, self.cells.days), dtype=np.int64)
        masks = np.array([self.takers[row] for row in rows])
        found: Ints = self.cells.supply.availability[rows] * masks
        return found

    def _add(self, kind: ClaimKind, amounts: Ints) -> None:
        """A part out of amounts by taker and day."""
        import numpy as np

        rows = np.array(list(self.takers), dtype=np.int64)
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

    def _asks(self, one: Occurrence) -> Iterator[_Ask]:
        """Who is asked for how much by an occurrence, or by each of its steps."""
        names = tuple(a.resource for a in self.routine.assignments)
        if one.skipped:
            return
        if not one.steps:
            each = self.routine.split == "each"
            takers = self._takers(names) if one.completion is None or one.completion.person is None else {}
            amount = one.effort * SCALE // (max(len(takers), 1) if each else 1)
            yield _Ask(takers, amount, each, one.completion)
        for step in one.steps:
            if step.completion is None or step.completion.outcome == "done":
                yield _Ask(self._takers(step.who), step.each * SCALE, True, step.completion)

    def _was_done(self, ask: _Ask, one: Occurrence) -> None:
        """What was spent, on the day on which it was done; on its own day where none is told."""
        reported = ask.completion
        assert reported is not None
        names = [reported.person] if reported.person is not None else None
        takers = ask.takers if names is None else self._takers(names)
        at = self.plan.axis.minute(one.start if reported.done is None else reported.done)
        amount = ask.amount if reported.effort is None else self.plan.minutes(reported.effort) * SCALE
        told = reported.effort is not None
        for row, part in self._divided(takers, amount, ask.each and not told, at, hours=told):
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
        self, takers: dict[int, Flags], amount: int, each: bool, at: int, *, hours: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Hours at a moment of those who have any that day: of each, or an effort shared by what they get done."""
        there = []
        for row, mask in takers.items():
            place = self._place(row, at)
            if place is not None and mask[place]:
                there.append((row, int(self.cells.supply.availability[row, place])))
        present = [(row, weight) for row, weight in there if weight]
        if each:
            if not takers:  # nobody is named, so nobody spends it
                self._nobody_at(at, amount)
            yield from ((row, amount) for row, _ in present)
            return
        if not present:
            self._nobody_at(at, amount)
        yield from divided(amount, present, None if hours else paces(self.cells))

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
        masks = np.array([ask.takers[row][days] for row in rows])
        available = self.cells.supply.availability[rows, days] * masks
        starts, amount = np.array([0, available.shape[1]]), np.array([ask.amount])
        groups = [available[n : n + 1] for n in range(len(rows))] if ask.each else [available]
        pace = None if ask.each else paces(self.cells)[rows]
        found = np.concatenate([worked(group, amount, starts, pace) for group in groups])
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
