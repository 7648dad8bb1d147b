"""Which occurrence of a routine is meant by what waits for it, and when that one begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Final

from attrs import frozen

from workmodel.calendars import ending
from workmodel.domain import Binding, Completion, Plan
from workmodel.errors import NoOccurrences, NoWorkingTime
from workmodel.routines.frame import FIRST, LAST, Frame, frame_of
from workmodel.routines.occurrence import Occurrence
from workmodel.routines.occurring import PATIENCE, occurrence_of, occurring
from workmodel.routines.originals import originals
from workmodel.routines.placing import Placing

__all__ = ["Awaited", "Waiting"]

_DAY: Final = 1440
_PERIODS: Final = ("YEARLY", "MONTHLY", "WEEKLY")
_YEAR: Final = 366 * _DAY


@frozen
class Awaited:
    """An occurrence that something waits for.

    Attributes
    ----------
    id
        Its id.
    start, finish
        When it begins, and when it is done or will be. [min since 1970]
    whole
        The working time between. [working min]
    """

    id: str
    start: int
    finish: int
    whole: int


@frozen(eq=False)
class Waiting:
    """A routine, ready to be asked for the occurrence that a binding means."""

    frame: Frame

    @classmethod
    def of(cls, plan: Plan, name: str, waits: str) -> Waiting:
        """The routine of that name, for an item that waits.

        Raises
        ------
        NoOccurrences
            It says none, or has them only once the plan is scheduled.
        """
        routine = plan.routines[name]
        follows = [routine.parent] if routine.parent is not None else []
        follows += [d.predecessor for d in routine.after]
        if follows:
            raise NoOccurrences(
                name, f"follows {follows[0]}, whose dates come with the schedule in which {waits} waits for it",
                f"Let the routine begin with valid_from, without parent and after, or bound {waits} by a constraint.",
            )  # fmt: skip
        return cls(frame_of(plan, name, None))

    def awaited(self, binding: Binding, own: int) -> Awaited | None:
        """The occurrence that is waited for by what could start at *own* otherwise; ``None``: none.

        Raises
        ------
        NoWorkingTime
            Its calendar is not open again.
        """
        try:
            return self._awaited(binding, own)
        except NoWorkingTime as problem:
            name = self.frame.routine.id
            raise NoWorkingTime(problem.calendars, problem.minute, problem.direction, name) from None

    def _awaited(self, binding: Binding, own: int) -> Awaited | None:
        if binding is Binding.NEXT_ONLY:
            found = self._next(own)
        elif binding is Binding.LATEST_BEFORE:
            found = self._latest(own)
        else:
            found = self._of_period(own)
        if found is None:
            return None
        start, finish = self._minute(found), self._finish(found)
        return Awaited(found.id, start, finish, self.frame.calendar.between(start, finish))

    @cached_property
    def _placing(self) -> Placing:
        return Placing.of(self.frame)

    def _minute(self, one: Occurrence) -> int:
        return self.frame.plan.axis.minute(one.start)

    def _day(self, minute: int) -> int:
        return self.frame.local.minute(self.frame.day(minute))

    # -- which --------------------------------------------------------------------------------------------------

    def _next(self, own: int) -> Occurrence | None:
        """Without a time of day, an occurrence may be done at any time of its day, so it is not past on that day."""
        later = occurring(self.frame, self._day(own), self.frame.local.minute(LAST), patience=PATIENCE)
        return next(
            (one for one in _kept(later) if not one.timed or self._minute(one) >= own), None
        )  # fmt: skip

    def _latest(self, own: int) -> Occurrence | None:
        """Backward, in stretches that become longer."""
        least = max(self._least, self.frame.local.minute(FIRST))
        hi, stretch = own + 1, 32 * _DAY
        while hi > least:
            lo = max(hi - stretch, least)
            found = list(_kept(occurring(self.frame, lo, hi)))
            if found:
                return found[-1]
            hi, stretch = lo, 2 * stretch
        return None

    @cached_property
    def _least(self) -> int:
        """A minute before which nothing starts, wherever it was moved to."""
        moved = [
            self.frame.local.minute(o.start) for o in self.frame.routine.overrides if o.start is not None
        ]
        return min([self.frame.low, *moved]) - _YEAR

    def _of_period(self, own: int) -> Occurrence | None:
        """By original start: the June close is that of June also where it was moved to July."""
        first, last = self._period(self.frame.day(own))
        placed = (self._placing.place(one) for one in originals(self.frame, first, last))
        ordered = sorted(
            (one for one in placed if one is not None), key=lambda p: (p.minute, p.original.minute)
        )
        return next(_kept(occurrence_of(self.frame, one) for one in reversed(ordered)), None)

    def _period(self, day: date) -> tuple[date, date]:
        """First and last day of the longest period of its rules around a day."""
        said = {rule.frequency for rule in self.frame.occurs.rules}
        period = next((one for one in _PERIODS if one in said), "DAILY")
        if period == "YEARLY":
            return date(day.year, 1, 1), date(day.year, 12, 31)
        if period == "MONTHLY":
            after = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
            return day.replace(day=1), after - timedelta(days=1)
        monday = day - timedelta(days=day.weekday())
        return (monday, monday + timedelta(days=6)) if period == "WEEKLY" else (day, day)

    # -- until when ---------------------------------------------------------------------------------------------

    def _finish(self, one: Occurrence) -> int:
        if one.done is None:
            return self._planned(one)
        reports = _reports(one)
        return max(self._planned(one) if said.done is None else self._reported(said) for said in reports)

    def _reported(self, said: Completion) -> int:
        assert said.done is not None
        return ending(self.frame.plan.axis, said.done, self.frame.calendar)

    def _planned(self, one: Occurrence) -> int:
        """The end of its window; else, with a time of day, after its effort; else the end of work of its day."""
        frame, start = self.frame, self._minute(one)
        if one.due is not None:
            return frame.plan.axis.minute(one.due)
        if not one.timed:
            return ending(frame.local, frame.day(start), frame.calendar)
        fan = frame.fans.on(frame.day(frame.plan.axis.minute(one.original)))
        takes = self._of_steps(one) if one.steps else -(-one.effort // fan.pace)
        return frame.calendar.add(start, takes) if takes else start

    def _of_steps(self, one: Occurrence) -> int:
        """Its longest chain of steps, each as long as it says or as one person needs. [working min]"""
        steps = {step.id: step for step in one.steps}
        ends: dict[str, int] = {}
        for name in TopologicalSorter({step.id: step.after for step in one.steps}).static_order():
            step = steps[name]
            begin = max((ends[before] for before in step.after), default=0)
            ends[name] = begin + (step.each if step.duration is None else step.duration)
        return max(ends.values())


def _reports(one: Occurrence) -> list[Completion]:
    """What closes an occurrence: the report of all of it, or those of its steps."""
    if one.completion is not None:
        return [one.completion]
    return [step.completion for step in one.steps if step.completion is not None]


def _kept(found: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Those that were not left out on purpose, in whole or in every step."""
    for one in found:
        if one.done is None or any(said.outcome != "skipped" for said in _reports(one)):
            yield one
