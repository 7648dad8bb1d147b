"""Which starts the rule of a routine names, so that what is said of one that it does not name is pointed out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.calendars import RecurrenceSet
from workmodel.domain.completion import Completion
from workmodel.domain.routine import Routine
from workmodel.errors import OutOfRange
from workmodel.findings import Finding
from workmodel.quantities import Axis, Moment

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["Starts", "about_occurrence", "about_overrides"]

_DAY: Final = timedelta(days=1)
_NEAR: Final = timedelta(days=400)


@frozen
class Starts:
    """The original starts of a routine whose rule begins on a day that the plan itself tells.

    Attributes
    ----------
    occurs
        Its rule.
    local
        The clock that it keeps.
    begin
        Where the rule begins. [wall clock]
    timed
        Whether occurrences start at a time of day.
    low, high
        They lie in ``low <= t < high``. [min since 1970]
    """

    occurs: RecurrenceSet
    local: Axis
    begin: datetime
    timed: bool
    low: int
    high: int | None

    @classmethod
    def of(cls, plan: ReadablePlan, routine: Routine) -> Starts | None:
        """Those of a routine; ``None`` where a schedule or what was done decides on them."""
        occurs, given = routine.occurs, routine.valid_from
        known = plan.start if given is None and routine.parent is None else given
        if occurs is None or known is None or routine.renewal == "after_completion":
            return None
        local = plan.axis if routine.zone is None else Axis(routine.zone)
        low = (local if given is not None else plan.axis).minute(known)
        first = local.time(low).replace(tzinfo=None, fold=0)
        clock = isinstance(given, datetime)
        hour = time.fromisoformat(routine.at) if routine.at else first.time() if clock else time()
        timed = bool(routine.at) or occurs.says_times or occurs.hourly or clock
        ends = [local.minute(one.original) for one in routine.overrides if one.cancelled and one.following]
        if routine.valid_to is not None:
            ends.append(local.minute(routine.valid_to, end=True))
        return cls(
            occurs, local, datetime.combine(first.date(), hour), timed,
            low if timed else local.minute(first.date()), min(ends, default=None),
        )  # fmt: skip

    def on(self, day: date) -> tuple[int, ...]:
        """The minutes at which something starts on a day of its wall clock."""
        return tuple(self._minute(wall) for wall in self._walls(day, day))

    def near(self, day: date) -> tuple[date, ...]:
        """The last day before and the first after a day on which something starts."""
        days = [wall.date() for wall in self._walls(_shifted(day, -_NEAR), _shifted(day, _NEAR))]
        before, after = [one for one in days if one < day], [one for one in days if one > day]
        return (*before[-1:], *after[:1])

    def _walls(self, first: date, last: date) -> Iterator[datetime]:
        lo, hi = datetime.combine(first, time()), datetime.combine(_shifted(last, _DAY), time())
        for wall in self.occurs.occurrences(self.begin, lo, hi, zone=self.local.zone):
            minute = self._minute(wall)
            if self.low <= minute and (self.high is None or minute < self.high):
                yield wall

    def _minute(self, wall: datetime) -> int:
        timed = self.timed or wall.time() != self.begin.time()
        return self.local.minute(wall if timed else wall.date())


def _shifted(day: date, by: timedelta) -> date:
    return date.fromordinal(min(max(day.toordinal() + by.days, 2), date.max.toordinal() - 1))


def _unnamed(starts: Starts, said: Moment, *, alone: bool) -> tuple[str, tuple[date, ...]] | None:
    """What is wrong with a start that the rule does not name, with the days near it on which it names some."""
    day = said
    if isinstance(said, datetime):
        day = starts.local.time(starts.local.minute(said)).date()
    try:
        found = starts.on(day)
        if not isinstance(said, datetime):
            if len(found) > 1 and alone:
                return "which is one of several on its day; name its time as well", ()
            named = bool(found)
        else:
            named = starts.local.minute(said) in found
        if named:
            return None
        if found and isinstance(said, datetime):
            return "which starts on that day, but not at that time", ()
        near = starts.near(day)
    except OutOfRange:  # nobody can follow the rule so far, so nobody can say that it is not named
        return None
    words = f"; near it are {' and '.join(map(str, near))}" if near else ""
    return f"which its rule does not name{words}", near


def about_overrides(plan: ReadablePlan, routine: Routine) -> Iterator[Finding]:
    """Overrides of single starts that the rule does not name."""
    starts = Starts.of(plan, routine) if routine.overrides else None
    if starts is None:
        return
    for one in routine.overrides:
        wrong = None if one.following else _unnamed(starts, one.original, alone=False)
        if wrong is not None:
            yield Finding(
                "override.unknown_start", routine.id,
                f'"{one}" is said of a start of routine {routine.id} {wrong[0]}. It changes nothing; '
                "name an original start, or drop it",
                {"override": str(one), "near": wrong[1]},
            )  # fmt: skip


def about_occurrence(
    plan: ReadablePlan, done: Completion, known: dict[str, Starts | None]
) -> Iterator[Finding]:
    """A completion of an occurrence that the rule does not name.

    Parameters
    ----------
    known
        The starts of routines that were asked for before; this routine's are added.
    """
    if done.routine not in known:
        known[done.routine] = Starts.of(plan, plan.routines[done.routine])
    starts = known[done.routine]
    wrong = None if starts is None else _unnamed(starts, done.occurrence, alone=True)
    if wrong is not None:
        yield Finding(
            "completion.unknown_occurrence", done.id,
            f"{done.id} reports an occurrence of routine {done.routine} {wrong[0]}. What it took is counted, and no "
            "occurrence is done by it; name an original start",
            {"routine": done.routine, "occurrence": str(done.occurrence), "near": wrong[1]},
        )  # fmt: skip
