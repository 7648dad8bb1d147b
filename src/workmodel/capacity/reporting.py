"""`Period`: the days, ISO weeks or months by which hours are reported, as far as a ledger covers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.capacity.periods import period_of, period_starts
from workmodel.domain.values import one_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Period", "PeriodName", "Periods"]

PeriodName = Literal["day", "week", "month"]
_checked: Final = one_of("a period", "day", "week", "month")


@frozen
class Period:
    """A day, an ISO week or a month, as far as a ledger covers it.

    Attributes
    ----------
    name
        ``"2026-03-02"``, ``"2026-W10"`` or ``"2026-03"``; a week belongs to the year of its Thursday (ISO 8601).
    start, finish
        Its first and last day that are covered, both included.
    whole
        Whether all of its days are.

    Examples
    --------
    >>> from workmodel.capacity import ledger, workload
    >>> from workmodel.domain import Plan, Resource
    >>> found = ledger(Plan(start="2026-03-02").add(Resource("kim")), "2026-03-04", "2026-03-16")
    >>> [(str(one), one.whole) for one in workload(found, "week").periods]
    [('2026-W10 (from 2026-03-04)', False), ('2026-W11', True)]
    """

    name: str
    start: date
    finish: date
    whole: bool = True

    def __str__(self) -> str:
        if self.whole:
            return self.name
        first, last = period_of(self.start, "week" if "W" in self.name else "month")
        since = f"from {self.start}" if self.start > first else ""
        until = f"to {self.finish}" if self.finish < last else ""
        return f"{self.name} ({' '.join(filter(None, (since, until)))})"


class Periods:
    """The periods of consecutive days.

    Raises
    ------
    InvalidText, WrongType
        No name of a period.
    """

    def __init__(self, days: Sequence[date], period: str) -> None:
        self.starts = period_starts(days, _checked(period))
        self.all = tuple(
            _period(days[a], days[b - 1], period)
            for a, b in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True)
        )

    def total(self, by_day: Ints) -> Ints:
        """Amounts by day, along the last axis, summed by period."""
        import numpy as np

        found: Ints = np.add.reduceat(by_day, self.starts[:-1], axis=-1)
        return found

    def of_day(self) -> Ints:
        """The number of the period of each day."""
        import numpy as np

        return np.repeat(np.arange(len(self.all)), np.diff(self.starts))


def _period(first: date, last: date, period: str) -> Period:
    if period == "week":
        year, week, _ = first.isocalendar()
        name = f"{year}-W{week:02}"
    else:
        name = str(first) if period == "day" else f"{first:%Y-%m}"
    return Period(name, first, last, period_of(first, period) == (first, last))
