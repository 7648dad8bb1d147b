"""When days of work begin and end: what decides whether times of day are shown, and where in its day a bar stands.

On a chart of days a full day of work fills its day, whatever its hours: half of the day's working time is the middle
of the column. So a task of three days covers three columns and one that follows on the next morning touches it.
"""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.calendars import union
from workmodel.quantities import Axis

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.domain import Plan

__all__ = ["Hours", "hours_of"]

_MOST_CALENDARS: Final = 8  # beyond that the union says little and costs much


@frozen
class DayEdges:
    """A local day on the axis: its midnights, first opening and last close, and work done before both midnights."""

    first: int
    last: int
    opening: int
    close: int
    before: int
    after: int

    @property
    def worked(self) -> bool:
        """Whether there is any working time in it."""
        return self.after > self.before


@frozen(eq=False)
class Hours:
    """Local days of one plan and the working time in them.

    Attributes
    ----------
    axis
        The plan's.
    work
        Whenever anybody in the plan works: the calendars of the plan, its items and its resources together.
    own
        The plan's own calendar, which says what days are shown as non-working.
    """

    axis: Axis
    work: WorkCalendar
    own: WorkCalendar
    _days: dict[date, DayEdges] = field(init=False, factory=dict, repr=False)

    def day(self, minute: int) -> date:
        """The local day of a minute."""
        return self.axis.time(minute).date()

    def edges(self, day: date) -> DayEdges:
        """A day's midnights, hours and work."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._measured(day)
        return known

    def _measured(self, day: date) -> DayEdges:
        first = self.axis.minute(day)
        last = first + 1440 if day == date.max else self.axis.minute(day, end=True)
        # no calendar reaches beyond the year 9999
        before = self.work.position(first)
        after = self.work.position(last) if day.year < MAXYEAR else before
        worked = after > before
        opening = self.work.start_of(before) if worked else first
        close = self.work.finish_of(after) if worked else last
        return DayEdges(first, last, opening, close, before, after)

    def opens(self, minute: int) -> bool:
        """Whether a day of work begins then."""
        edges = self.edges(self.day(minute))
        return edges.worked and edges.opening == minute

    def closes(self, minute: int) -> bool:
        """Whether a day of work ends then."""
        edges = self.edges(self.day(minute - 1))
        return edges.worked and edges.close == minute

    def whole_days(self, start: int, finish: int) -> bool:
        """Whether days alone say when something starts and finishes."""
        if start == finish:
            time = self.axis.time(start)
            if not time.hour and not time.minute:  # the night before or the morning after?
                return not self.closes(start)
            return self.opens(start) or self.closes(start)
        return self.opens(start) and self.closes(finish)

    def place(self, minute: int) -> float:
        """Where a minute stands: the ordinal of its day plus the share of that day's work before it. [days]"""
        day = self.day(minute)
        edges = self.edges(day)
        if edges.worked:
            share = (self.work.position(minute) - edges.before) / (edges.after - edges.before)
        else:
            share = (minute - edges.first) / (edges.last - edges.first)
        return day.toordinal() + share

    def closed_stretches(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """The stretches between two minutes in which the plan's calendar has no working time, in order."""
        starts, finishes = (values.tolist() for values in self.own.windows(lo, hi))
        edges = zip([lo, *finishes], [*starts, hi], strict=True)
        return [(a, b) for a, b in edges if a < b]

    def closed_days(self, first: date, days: int) -> list[tuple[int, int]]:
        """Runs of whole non-working days as half-open pairs, counted from *first*. [days]"""
        lo, hi = self.axis.minute(first), self.axis.minute(first + timedelta(days=days))
        open_days: set[int] = set()
        starts, finishes = (values.tolist() for values in self.own.windows(lo, hi))
        for a, b in zip(starts, finishes, strict=True):
            open_days.update(range(self.day(a).toordinal(), self.day(b - 1).toordinal() + 1))
        runs: list[tuple[int, int]] = []
        for number in range(days):
            if first.toordinal() + number in open_days:
                continue
            if runs and runs[-1][1] == number:
                runs[-1] = (runs[-1][0], number + 1)
            else:
                runs.append((number, number + 1))
        return runs


def hours_of(plan: Plan) -> Hours:
    """The hours of a plan."""
    own = plan.work_calendar()
    names = dict.fromkeys(name for entity in plan if (name := getattr(entity, "calendar", None)) is not None)
    used = [own, *(plan.work_calendar(name) for name in names if name != plan.calendar)]
    return Hours(plan.axis, union(used) if len(used) <= _MOST_CALENDARS else own, own)
