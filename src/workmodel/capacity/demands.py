"""What routines ask of whom: occurrences, expected arrivals, hours held. One part per routine and way of asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from workmodel.calendars import day_number
from workmodel.capacity.claims import Part
from workmodel.capacity.hours import SCALE
from workmodel.capacity.periods import period_of, period_starts, shares
from workmodel.capacity.sources import ClaimKind, Source
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Routine
from workmodel.routines import Occurrence, occurrences, validity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Completion, Plan, Schedule

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Demand", "routine_demand", "routine_source", "widest"]


def widest(plan: Plan, first: date, last: date) -> tuple[date, date]:
    """The days that whole periods around a window take, so that a routine asks for the same whatever window is looked at."""
    lo, hi = first, last
    for routine in plan.routines.values():
        held = routine.reservation
        period = (
            routine.arrivals.period
            if routine.arrivals is not None
            else held.period
            if held is not None
            else None
        )
        if period is not None:
            lo, hi = min(lo, period_of(first, period)[0]), max(hi, period_of(last, period)[1])
        if routine.window is not None:
            reach = timedelta(days=1 + plan.minutes(routine.window) // 60)
            lo, hi = min(lo, first - reach), max(hi, last + reach)
    return lo, hi


@define
class Demand:
    """What one routine asks for.

    Attributes
    ----------
    parts
        By cell.
    open
        What nobody takes: no assignee, or none with hours. Pairs of day and amount. [1/10 000 person-minute]
    """

    parts: list[Part] = field(factory=list)
    open: list[tuple[date, int]] = field(factory=list)


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

    def mean_effort(self) -> int:
        """What one item takes on average. [1/10 000 person-minute]"""
        if self.routine.effort is not None:
            return self.plan.minutes(self.routine.effort) * SCALE
        if self.routine.estimate is None:
            return 0
        low, likely, high = self.routine.estimate.minutes(self.plan.conventions)
        return int(Fraction(low + 4 * likely + high, 6) * SCALE)

    # -- amounts per period -------------------------------------------------------------------------------------

    def arriving(self) -> None:
        """Items that are expected, at so many in a period."""
        rate = self.routine.arrivals
        assert rate is not None
        self._per_period("arrivals", rate.period, int(Fraction(rate.amount) * self.mean_effort()))

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
        available = self._available() * self._valid()
        self._add("reservation", available * units // SCALE)

    def _per_period(self, kind: ClaimKind, period: str, amount: int) -> None:
        import numpy as np

        available, valid = self._available(), self._valid()
        starts = self._starts(period)
        open_days = self._open_minutes() > 0
        if period in ("day", "hour"):
            amounts = np.where(open_days, amount, 0)
            if period == "hour":
                amounts = amount * self._open_minutes() // 60
        else:
            amounts = np.full(len(starts) - 1, amount, dtype=np.int64)
        each = self.routine.split == "each"
        groups = [available[n : n + 1] for n in range(len(available))] if each else [available]
        spread_out = [shares(group, amounts, starts) for group in groups if len(group)]
        self._nobody(groups, amounts, starts, valid)
        if spread_out:
            self._add(kind, np.concatenate(spread_out) * valid)

    def _nobody(self, groups: list[Ints], amounts: Ints, starts: Ints, valid: Ints) -> None:
        """Note the periods in which nobody has hours, on their first day that counts."""
        import numpy as np

        weights = sum((group.sum(axis=0) for group in groups), start=np.zeros(len(self.days), dtype=np.int64))
        totals = np.add.reduceat(weights, starts[:-1]) if len(starts) > 1 else weights
        for number in np.flatnonzero((totals == 0) & (amounts > 0)).tolist():
            own = [n for n in range(int(starts[number]), int(starts[number + 1])) if valid[n]]
            if own:
                self.found.open.append((self.days[own[0]], int(amounts[number])))

    def _available(self) -> Ints:
        """Availability of the takers, where they count. int64, shape (takers, days)"""
        import numpy as np

        rows = list(self.takers)
        if not rows:
            return np.zeros((0, self.cells.days), dtype=np.int64)
        masks = np.array([self.takers[row] for row in rows])
        found: Ints = self.cells.supply.availability[rows] * masks
        return found

    def _valid(self) -> Ints:
        """Which days lie in its period of validity. int64 of 0 and 1, shape (days,)"""
        import numpy as np

        lo, hi = validity(self.plan, self.routine, self.schedule)
        days = self._midnights()
        found = (days[1:] > lo) & (days[:-1] < hi)
        # a day in which it begins when work is over, or ends before work begins, is none of its days
        calendar = self.plan.work_calendar(self._calendar())
        for number in np.flatnonzero(found & ((days[:-1] < lo) | (days[1:] > hi))).tolist():
            found[number] = calendar.between(max(int(days[number]), lo), min(int(days[number + 1]), hi)) > 0
        return found.astype(np.int64)

    def _midnights(self) -> Ints:
        """Where the plan's days begin, and where the last ends. [min since 1970]"""
        import numpy as np

        known: dict[object, Ints] = self.cells.memo
        if "midnights" not in known:
            axis = self.plan.axis
            ends = [*map(axis.minute, self.days), axis.minute(self.days[-1], end=True)]
            known["midnights"] = np.array(ends, dtype=np.int64)
        return known["midnights"]

    def _open_minutes(self) -> Ints:
        """Open minutes of the calendar that governs it, by day."""
        import numpy as np

        calendar = self.plan.work_calendar(self._calendar())
        known: dict[object, Ints] = self.cells.memo
        if calendar not in known:
            known[calendar] = np.diff(calendar.positions(self._midnights()))
        return known[calendar]

    def _starts(self, period: str) -> Ints:
        """Where among the days periods begin."""
        known: dict[object, Ints] = self.cells.memo
        if period not in known:
            known[period] = period_starts(self.days, period)
        return known[period]

    def _calendar(self) -> str | None:
        if self.routine.calendar is not None:
            return self.routine.calendar
        here = self.routine.parent
        while here is not None:
            item = self.plan[here]
            if item.calendar is not None:
                return str(item.calendar)
            here = item.parent
        return None

    def _add(self, kind: ClaimKind, amounts: Ints) -> None:
        """A part out of amounts by taker and day."""
        import numpy as np

        rows = np.array(list(self.takers), dtype=np.int64)
        cell = (rows[:, None] * self.cells.days + np.arange(self.cells.days)[None, :]).ravel()
        flat = amounts.ravel()
        kept = flat > 0
        if kept.any():
            self.found.parts.append(
                Part(routine_source(self.plan, self.routine, kind), cell[kept], flat[kept])
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
        for row, part in self._divided(takers, amount, ask.each and reported.effort is None, at):
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
        self, takers: dict[int, Flags], amount: int, each: bool, at: int
    ) -> Iterator[tuple[int, int]]:
        """An amount at a moment among those who have hours that day: to each, or in proportion to what they have."""
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
        masks = np.array([ask.takers[row][days] for row in rows])
        available = self.cells.supply.availability[rows, days] * masks
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
            self.found.open.append((self.plan.axis.time(at).date(), amount))

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
        self.found.parts.append(Part(routine_source(self.plan, self.routine, kind), cell, amount, *times))
