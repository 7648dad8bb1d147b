"""The frame of a routine: whose clock it keeps, where its rule begins and ends, and which calendar governs its days."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.calendars import RecurrenceSet, WorkCalendar
from workmodel.domain import Dependency, Plan, Routine, Schedule
from workmodel.errors import NoOccurrences, UnknownId, instance_of
from workmodel.quantities import Axis, Percent
from workmodel.routines.fanning import Fans
from workmodel.routines.reports import Reports, closed, moment_of, reports_of

if TYPE_CHECKING:
    from workmodel.quantities import Moment

__all__ = ["FIRST", "LAST", "Frame", "frame_of", "validity"]

FIRST: Final = date(2, 1, 1)
LAST: Final = date(9998, 12, 31)
"""The days between which routines occur: at the ends of the calendar no zone could be applied."""

_ASK_RATE: Final = "Arrivals and reservations are amounts per period: ask the routine for its {}."


@frozen
class Frame:
    """What is the same for all occurrences of a routine.

    Attributes
    ----------
    local
        The clock that the routine keeps; on the same minutes as the plan's axis.
    begin
        Where the rule begins (DTSTART). [wall clock]
    timed
        Whether occurrences start at a time of day.
    low, high
        Original starts lie in ``low <= t < high``. [min since 1970]
    calendar
        The working time that governs its days and its window.
    reports
        What was reported of it.
    fans
        The steps of each occurrence.
    last
        When an occurrence was done last, and the original start of that one. [min since 1970]
    """

    plan: Plan
    routine: Routine
    occurs: RecurrenceSet
    local: Axis
    begin: datetime
    timed: bool
    low: int
    high: int
    calendar: WorkCalendar
    reports: Reports
    fans: Fans
    last: tuple[int, int] | None

    def wall(self, minute: int) -> datetime:
        """The wall clock of the routine at a minute."""
        return self.local.time(minute).replace(tzinfo=None, fold=0)

    def day(self, minute: int) -> date:
        """The day of the routine's wall clock at a minute, kept within those in which routines occur."""
        least, most = self.local.minute(FIRST), self.local.minute(LAST)
        return self.wall(min(max(minute, least), most)).date()


def frame_of(plan: Plan, name: str | Routine, schedule: Schedule | None) -> Frame:
    """The frame of a routine.

    Raises
    ------
    NoOccurrences
        It has no rule, no beginning, or needs the schedule and none is given.
    UnknownId
        There is no such routine.
    WrongType
        Not a plan, or not a schedule.
    """
    instance_of(Plan, "a plan", plan, "a Plan")
    if schedule is not None:
        instance_of(Schedule, "a schedule", schedule, "the Schedule of the plan, or None")
    routine: Routine = plan.routines[name.id if isinstance(name, Routine) else name]
    occurs = _rule(routine)
    local = Axis(routine.zone) if routine.zone is not None else plan.axis
    calendar = plan.work_calendar(_calendar(plan, routine))
    spans = _Spans(plan, routine, local, schedule)
    begin, low = spans.begin()
    timed = bool(routine.at) or occurs.says_times or occurs.hourly or _has_time(routine.valid_from)
    if not timed:
        low = local.minute(_wall(local, low).date())
    low = max(low, spans.after(calendar))
    fans = Fans.of(plan, routine)
    reports = reports_of(plan, routine, local)
    last = _last(plan, local, begin, reports, fans)
    return Frame(plan, routine, occurs, local, begin, timed, low, spans.end(), calendar, reports, fans, last)


def validity(plan: Plan, name: str | Routine, schedule: Schedule | None = None) -> tuple[int, int]:
    """The minutes between which a routine counts: its own period, that of its project, and what its beginning waits for.

    Parameters
    ----------
    plan
        The plan that holds the routine.
    name
        Its id.
    schedule
        The dates of the plan; needed where the routine belongs to a project or waits for something.

    Returns
    -------
    tuple of int
        ``start <= t < end``; of a routine that nothing bounds, the beginning and the end of time. [min since 1970]

    Raises
    ------
    NoOccurrences
        It needs the schedule.
    UnknownId
        There is no such routine.

    Examples
    --------
    >>> from workmodel.domain import Plan, Routine
    >>> plan = Plan(start="2026-03-02").add(Routine("desk", arrivals="5 per day", valid_from="2026-04-01"))
    >>> plan.axis.time(validity(plan, "desk")[0]).isoformat()
    '2026-04-01T00:00:00'
    """
    instance_of(Plan, "a plan", plan, "a Plan")
    routine: Routine = plan.routines[name.id if isinstance(name, Routine) else name]
    local = Axis(routine.zone) if routine.zone is not None else plan.axis
    spans = _Spans(plan, routine, local, schedule)
    released = spans.after(plan.work_calendar(_calendar(plan, routine)))
    return max(spans.low() or -(2**62), released), spans.end()


def _last(plan: Plan, local: Axis, begin: datetime, reports: Reports, fans: Fans) -> tuple[int, int] | None:
    """When an occurrence was done last, with its original start."""
    found = []
    for key, parts in reports.found.items():
        day = _wall(local, key).date() if isinstance(key, int) else key
        completions = closed(parts, fans.on(day).parts)
        if completions is not None:
            original = key if isinstance(key, int) else local.minute(datetime.combine(key, begin.time()))
            found.append((moment_of(completions, plan.axis, original), original))
    return max(found, default=None)


def _rule(routine: Routine) -> RecurrenceSet:
    found = routine.occurs
    if found is not None:
        return found
    for name in ("arrivals", "reservation"):
        if getattr(routine, name) is not None:
            raise NoOccurrences(routine.id, f"has {name} ({getattr(routine, name)})", _ASK_RATE.format(name))
    raise NoOccurrences(
        routine.id, "has no recurrence", 'Give it one, such as recurrence="FREQ=WEEKLY;BYDAY=MO".'
    )


def _calendar(plan: Plan, routine: Routine) -> str | None:
    """Its own calendar, else that of the nearest project above that has one, else the plan's."""
    here: Any = routine
    while here is not None:
        if here.calendar is not None:
            return str(here.calendar)
        here = None if here.parent is None else plan[here.parent]
    return None


def _has_time(value: Moment | None) -> bool:
    return isinstance(value, datetime)


def _wall(local: Axis, minute: int) -> datetime:
    return local.time(minute).replace(tzinfo=None, fold=0)


@frozen
class _Spans:
    """Where a routine begins and ends."""

    plan: Plan
    routine: Routine
    local: Axis
    schedule: Schedule | None

    def begin(self) -> tuple[datetime, int]:
        """Where the rule begins, by the wall clock, and the first minute at which something may occur."""
        routine, bound, given = self.routine, self.low(), self.routine.valid_from
        if bound is None:
            cure = "Give it valid_from, or the plan a start; or hand over schedule=schedule(plan), which computes one."
            raise NoOccurrences(routine.id, "does not say from when its rule counts", cure)
        first = _wall(self.local, bound if given is None else self.local.minute(given))
        hour = time.fromisoformat(routine.at) if routine.at else first.time() if _has_time(given) else time()
        return datetime.combine(first.date(), hour), bound

    def low(self) -> int | None:
        """The first minute at which it counts; ``None``: nothing says."""
        given, parent = self.routine.valid_from, self.routine.parent
        bounds = [] if parent is None else [self.plan.axis.minute(self.dates(parent)[0])]
        if given is not None:
            bounds.append(self.local.minute(given))
        elif parent is None and self.plan.start is not None:
            bounds.append(self.plan.axis.minute(self.plan.start))
        elif parent is None and self.schedule is not None and self.schedule.start is not None:
            bounds.append(self.plan.axis.minute(self.schedule.start))  # planned from its finish
        return max(bounds, default=None)

    def end(self) -> int:
        """The minute before which everything occurs."""
        routine = self.routine
        ends = [self.local.minute(LAST)]
        if routine.valid_to is not None:
            ends.append(self.local.minute(routine.valid_to, end=True))
        if routine.parent is not None:
            ends.append(self.plan.axis.minute(self.dates(routine.parent)[1]))
        ends += [
            self.local.minute(one.original) for one in routine.overrides if one.cancelled and one.following
        ]
        return min(ends)

    def after(self, calendar: WorkCalendar) -> int:
        """The minute before which nothing occurs because of what the first occurrence waits for."""
        return max((self.released(d, calendar) for d in self.routine.after), default=-(2**62))

    def released(self, d: Dependency, calendar: WorkCalendar) -> int:
        if d.predecessor in self.plan.routines:
            cure = "Let it wait for a task, milestone or project, or begin with valid_from."
            raise NoOccurrences(
                self.routine.id, f"waits for the routine {d.predecessor}, which has no end", cure
            )
        start, finish = map(self.plan.axis.minute, self.dates(d.predecessor))
        t = finish if d.link.startswith("F") else start
        if isinstance(d.lag, Percent):
            item = self.schedule[d.predecessor] if self.schedule is not None else None
            size = 0 if item is None else item.duration.minutes
            lag = int(Fraction(d.lag.value) * size / 100)
        else:
            lag = d.lag.minutes(self.plan.conventions)
        if d.lag.elapsed or not lag:
            return t + lag
        return calendar.add(t, lag, "finish")

    def dates(self, name: str) -> tuple[datetime, datetime]:
        """Start and finish of an item of the schedule."""
        if self.schedule is None:
            cure = "Hand it over: occurrences(plan, routine, start, end, schedule=schedule(plan))."
            raise NoOccurrences(self.routine.id, f"follows {name}, whose dates only a schedule tells", cure)
        if name not in self.schedule:
            raise UnknownId(name, " The schedule is of another plan.")
        item = self.schedule[name]
        return item.start, item.finish
