"""The days on which a routine counts, the working time of its calendar on them, and where its periods begin."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity.periods import period_starts
from workmodel.routines import validity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Plan, Routine, Schedule

    Ints = NDArray[np.int64]

__all__ = ["RoutineDays"]


@frozen(eq=False)
class RoutineDays:
    """A routine among the days of a ledger.

    Attributes
    ----------
    plan, routine, cells, schedule
        What it is made from.
    """

    plan: Plan
    routine: Routine
    cells: Cells
    schedule: Schedule

    def valid(self) -> Ints:
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

    def starts(self, period: str) -> Ints:
        """Where among the days periods begin, and one more entry for the end."""
        known: dict[object, Ints] = self.cells.memo
        if period not in known:
            known[period] = period_starts(self.cells.supply.days, period)
        return known[period]

    def amounts(self, period: str, each: Ints) -> Ints:
        """What comes in every period, where so much comes in one: nothing on closed days, by the hour as long as they are open.

        Parameters
        ----------
        period
            ``"hour"``, ``"day"``, ``"week"``, ``"month"`` or ``"year"``; hours count as days.
        each : int array, shape (routines, 1)
            What comes in one. [1/10 000 person-minute]

        Returns
        -------
        int array, shape (routines, periods)
        """
        import numpy as np

        if period == "hour":
            return each * self._open_minutes() // 60
        if period == "day":
            return each * (self._open_minutes() > 0)
        found: Ints = np.repeat(each, len(self.starts(period)) - 1, axis=1)
        return found

    def first_valid(self, valid: Ints, starts: Ints) -> list[date | None]:
        """The first day of each period that counts."""
        import numpy as np

        days = self.cells.supply.days
        number = np.where(valid > 0, np.arange(len(days)), len(days))
        least = np.minimum.reduceat(number, starts[:-1]).tolist()
        return [days[n] if n < len(days) else None for n in least]

    def _midnights(self) -> Ints:
        """Where the plan's days begin, and where the last ends. [min since 1970]"""
        import numpy as np

        known: dict[object, Ints] = self.cells.memo
        if "midnights" not in known:
            axis, days = self.plan.axis, self.cells.supply.days
            ends = [*map(axis.minute, days), axis.minute(days[-1], end=True)]
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
