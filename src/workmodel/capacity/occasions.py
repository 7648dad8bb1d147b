"""What a routine asks for by its occurrences, one by one: in their own minutes, or over the hours of their day or window.

Whatever days are looked at, occurrences claim the same: those that begin before and reach into the days, and the hours
of people whose own day is another, are known as well. The cost is that of the occurrences that reach into the days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import islice
from math import ceil
from typing import Final

from attrs import frozen

from workmodel.capacity.asking import Asking
from workmodel.capacity.cells import Cells
from workmodel.capacity.demands import Demand
from workmodel.capacity.spent import Shown, Spent, spent_on
from workmodel.domain import Override, Plan, Routine, Schedule
from workmodel.domain.teams import people
from workmodel.errors import HorizonExceeded, NoWorkingTime, OutOfRange
from workmodel.routines import Occurrence
from workmodel.routines.frame import FIRST, Frame, frame_of
from workmodel.routines.occurring import occurrence_of, placed_in

__all__ = ["Occasions"]

_MOST: Final = 200_000
"""How many occurrences of one routine are looked at."""


@frozen(eq=False)
class Occasions:
    """The occurrences of a routine that may claim hours on some days, and what was spent on it then.

    Attributes
    ----------
    plan, routine, frame
        What it is made from.
    found
        The occurrences.
    spent
        What was reported.
    """

    plan: Plan
    routine: Routine
    frame: Frame
    found: tuple[Occurrence, ...]
    spent: tuple[Spent, ...]

    @classmethod
    def of(cls, plan: Plan, routine: Routine, schedule: Schedule, shown: Shown) -> Occasions:
        """Those of a routine with a rule.

        Raises
        ------
        NoOccurrences
            Nothing says from when its rule counts.
        OutOfRange
            There are too many.
        """
        frame = frame_of(plan, routine, schedule)
        lo, hi, longest = _asked(plan, frame, shown)
        placed = list(islice(placed_in(frame, lo, hi), _MOST + 1))
        if len(placed) > _MOST:
            raise OutOfRange(
                "what a ledger counts", f"more than {_MOST:,} occurrences of routine {routine.id} reaching into it",
                "fewer: shorten its window, or let it occur less often",
            )  # fmt: skip
        every = (occurrence_of(frame, one) for one in placed)
        found = tuple(one for one in every if _reaches(plan, one, longest, shown))
        return cls(plan, routine, frame, found, tuple(spent_on(frame, shown)))

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of all who may do it: teams stand for their members, and materials do nothing."""
        found = [one.resource for one in self.routine.assignments]
        found += [name for one in self.found for step in one.steps for name in step.who]
        found += [name for one in self.spent for name in one.names]
        every = people(self.plan, dict.fromkeys(found))
        return tuple(name for name in every if self.plan.resources[name].works)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day, by the plan's clock, on which its occurrences take hours; ``None`` without any."""
        axis = self.plan.axis
        if not self.found:
            return None
        ends = (axis.minute(one.start) if one.due is None else axis.minute(one.due) for one in self.found)
        return axis.time(axis.minute(self.found[0].start)).date(), axis.time(max(ends)).date()

    def demand(self, cells: Cells, here: Cells) -> Demand:
        """What it asks for.

        Parameters
        ----------
        cells
            Of whom it is asked.
        here
            Hours of those who do it on all the days on which it takes any.
        """
        made = Asking(self.frame, cells, here)
        for spent in self.spent:
            made.was_spent(spent)
        for one in self.found:
            made.occurs(one)
        return made.demand()


def _asked(plan: Plan, frame: Frame, shown: Shown) -> tuple[int, int, int]:
    """Where occurrences may start that reach into the days, half-open, and how long the longest takes in its minutes."""
    routine, minutes, axis = frame.routine, plan.minutes, plan.axis
    low = min(shown.low, axis.minute(shown.first))
    high = max(shown.high, axis.minute(shown.last, end=True))
    told: list[Routine | Override] = [routine, *routine.overrides]
    efforts = [minutes(one.effort) for one in told if one.effort is not None]
    longest = max(
        [*map(_slowest(plan, routine), efforts), *(minutes(step.effort) for step in routine.steps)], default=0
    )
    begins = [low - longest]
    for window in {one.window for one in told if one.window is not None}:
        try:
            back = minutes(window)
            begins.append(low - back if window.elapsed else frame.calendar.add(low, -back))
        except (NoWorkingTime, HorizonExceeded):  # it reaches back as far as there is any time
            begins.append(frame.local.minute(FIRST))
    return min(begins), high, longest


def _slowest(plan: Plan, routine: Routine) -> Callable[[int], int]:
    """How many minutes an effort takes the least efficient of those who share it; what each spends is time."""
    who = () if routine.split == "each" else people(plan, (one.resource for one in routine.assignments))
    pace = Fraction(min((plan.resources[one].efficiency for one in who), default=1))
    return lambda effort: ceil(effort / pace)


def _reaches(plan: Plan, one: Occurrence, longest: int, shown: Shown) -> bool:
    """Whether an occurrence may claim hours on the days."""
    start = plan.axis.minute(one.start)
    due = _due(plan, one)
    if one.timed:
        finish = start + longest if due is None else due
        return start < shown.high and finish > shown.low
    end = one.start.date() if due is None else plan.axis.time(due - 1).date()
    return one.start.date() <= shown.last and end >= shown.first


def _due(plan: Plan, one: Occurrence) -> int | None:
    """Where its window ends, if it has any."""
    if one.due is None:
        return None
    due = plan.axis.minute(one.due)
    return due if due > plan.axis.minute(one.start) else None
