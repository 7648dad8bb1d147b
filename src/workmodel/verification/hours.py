"""What hours people have, counted again from calendars, capacities and absences: nobody's claims on them are known here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.calendars import DayWindows, day_number, windows_by_day
from workmodel.domain import Plan, Resource, Task
from workmodel.domain.teams import people

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["WHOLE", "Days", "Hours", "Share", "shares"]

WHOLE: Final = 10_000  # a full-time person


@frozen
class Share:
    """How much of somebody a task has.

    Attributes
    ----------
    resource
        Their id.
    units
        What it asks for. [1/10 000]
    whole
        Whether it takes whatever there is of them.
    """

    resource: str
    units: int
    whole: bool

    def of(self, capacity: int) -> int:
        """What it holds where there is so much of them. [1/10 000]"""
        return capacity if self.whole else min(self.units, capacity)


def shares(plan: Plan, task: Task) -> Iterator[Share]:
    """Whom a task has: of a team with members, each in proportion to their capacity."""
    for assigned in task.assignments:
        resource = plan.resources[assigned.resource]
        if not resource.works:
            continue
        members = [plan.resources[name] for name in people(plan, (resource.id,))]
        members = [one for one in members if one.works]
        together = sum((Fraction(one.capacity) for one in members), Fraction(0))
        for one in members:
            most = max([one.capacity, *(change.capacity for change in one.capacity_changes)])
            part, whole = Fraction(one.capacity or most), assigned.units is None
            if assigned.units is not None:
                part = Fraction(assigned.units)
                if resource.members:
                    part = part * Fraction(one.capacity) / together if together else Fraction(0)
            yield Share(one.id, int(part * WHOLE), whole)


@frozen(eq=False)
class Days:
    """One resource's local days.

    Attributes
    ----------
    windows
        When it works.
    capacity, gross, absence : int64 arrays, shape (days,)
        How much there is of it; open minutes × that; what absences take. [1/10 000 person-minute]
    """

    windows: DayWindows
    capacity: Ints
    gross: Ints
    absence: Ints
    _sums: dict[tuple[int, bool], list[int]] = field(init=False, factory=dict)

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.windows.starts.tolist()
        return starts

    @cached_property
    def _lengths(self) -> list[int]:
        lengths: list[int] = (self.windows.finishes - self.windows.starts).tolist()
        return lengths

    @cached_property
    def _before(self) -> list[int]:
        """Open minutes before each window, and in all."""
        return list(accumulate(self._lengths, initial=0))

    @cached_property
    def _firsts(self) -> list[int]:
        """The first window of each day, and behind the last."""
        import numpy as np

        numbers = np.arange(self.windows.first, self.windows.end + 1)
        firsts: list[int] = np.searchsorted(self.windows.days, numbers, "left").tolist()
        return firsts

    def day_of(self, minute: int) -> int:
        """The day, as a place among these, to which the last window that begins by then belongs. [0 before the first]"""
        place = bisect_right(self._starts, minute) - 1
        return max(int(self.windows.days[place]) - self.windows.first, 0) if place >= 0 else 0

    def _open(self, minute: int) -> int:
        """Open minutes before a moment."""
        place = bisect_right(self._starts, minute) - 1
        if place < 0:
            return 0
        return self._before[place] + min(minute - self._starts[place], self._lengths[place])

    def most(self, share: Share, start: int, finish: int) -> int:
        """The most that a task can have of it between two moments, if nothing but absences claims it. [1/10 000 person-min]"""
        first, last = self.day_of(start), self.day_of(max(finish - 1, start))
        sums = self._upto(share)
        if first == last:
            return min(sums[first + 1] - sums[first], self._part(share, first, start, finish))
        head = min(sums[first + 1] - sums[first], self._part(share, first, start, finish))
        tail = min(sums[last + 1] - sums[last], self._part(share, last, start, finish))
        return head + sums[last] - sums[first + 1] + tail

    def _part(self, share: Share, day: int, start: int, finish: int) -> int:
        opens, shuts = self._before[self._firsts[day]], self._before[self._firsts[day + 1]]
        minutes = min(self._open(finish), shuts) - max(self._open(start), opens)
        return max(minutes, 0) * share.of(int(self.capacity[day]))

    def _upto(self, share: Share) -> list[int]:
        """What a task can have before each day."""
        key = (share.units, share.whole)
        if key not in self._sums:
            left, capacity = (self.gross - self.absence).tolist(), self.capacity.tolist()
            parts = [
                -(-amount * share.of(there) // there) if there else 0
                for amount, there in zip(left, capacity, strict=True)
            ]
            self._sums[key] = list(accumulate(parts, initial=0))
        return self._sums[key]


@frozen(eq=False)
class Hours:
    """Everybody's days, each counted when somebody asks.

    Attributes
    ----------
    plan
        Whose resources they are.
    first, last
        The days, both included.
    """

    plan: Plan
    first: date
    last: date
    _known: dict[str, Days] = field(init=False, factory=dict)
    _windows: dict[object, DayWindows] = field(init=False, factory=dict)

    def of(self, name: str) -> Days:
        """One resource's days."""
        if name not in self._known:
            self._known[name] = self._counted(self.plan.resources[name])
        return self._known[name]

    def _counted(self, one: Resource) -> Days:
        import numpy as np

        calendar = self.plan.work_calendar(one.calendar)
        if calendar not in self._windows:
            end = self.last + timedelta(days=1)
            self._windows[calendar] = windows_by_day(calendar, self.first, end)
        windows = self._windows[calendar]
        count = windows.end - windows.first
        capacity = np.full(count, int(one.capacity * WHOLE), dtype=np.int64)
        for change in sorted(one.capacity_changes, key=lambda change: change.start):
            capacity[max(day_number(change.start) - windows.first, 0) :] = int(change.capacity * WHOLE)
        gross = windows.minutes * capacity
        away = np.zeros(count, dtype=np.int64)
        if one.absences:
            minutes = self._away(one, windows)
            for day, amount in minutes.items():
                away[day] = (2 * amount * int(capacity[day]) + WHOLE) // (2 * WHOLE)  # half up
        return Days(windows, capacity, gross, away)

    def _away(self, one: Resource, windows: DayWindows) -> dict[int, int]:
        """By day, the open minutes that absences take; of two at once the larger counts. [1/10 000 min]"""
        import numpy as np

        found: dict[int, int] = {}
        spans: list[tuple[int, int, int]] = []  # first and last day, share
        timed: list[tuple[int, int, int]] = []  # start, finish, share
        for absent in one.absences:
            share, until = int(absent.share * WHOLE), absent.finish or absent.start
            if absent.timed:
                timed.append((self.plan.axis.minute(absent.start), self.plan.axis.minute(until), share))
            else:
                first, last = (day_number(day) - windows.first for day in (absent.start, until))
                spans.append((first, last, share))
        places = windows.days - windows.first
        touched = np.zeros(len(places), dtype=np.bool_)
        for first, last, _ in spans:
            touched |= (places >= first) & (places <= last)
        for lo, hi, _ in timed:
            touched |= (windows.starts < hi) & (windows.finishes > lo)
        for n in np.flatnonzero(touched).tolist():
            day, start, finish = int(places[n]), int(windows.starts[n]), int(windows.finishes[n])
            usual = max((share for first, last, share in spans if first <= day <= last), default=0)
            cuts = {start, finish, *(t for lo, hi, _ in timed for t in (lo, hi) if start < t < finish)}
            for begin, end in pairwise(sorted(cuts)):
                here = max([usual, *(share for lo, hi, share in timed if lo <= begin < hi)])
                found[day] = found.get(day, 0) + (end - begin) * here
        return found
