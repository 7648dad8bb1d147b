"""Steps of an occurrence: who does each, fanned out over people and their managers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from workmodel.domain import Completion, Plan, Routine, RoutineStep
from workmodel.domain.routinestep import WORDS
from workmodel.domain.teams import people, turnover
from workmodel.routines.occurrence import OccurrenceStep
from workmodel.routines.reports import Part

__all__ = ["Fan", "Fans"]


@frozen
class _Copy:
    """A step of every occurrence, for one person where it is fanned out; ids are told without the occurrence's."""

    step: str
    person: str | None
    who: tuple[str, ...]
    each: int
    duration: int | None
    after: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.step if self.person is None else f"{self.step}/{self.person}"


@frozen
class Fan:
    """The steps of the occurrences of a routine, as long as the same people are in its teams.

    Attributes
    ----------
    copies
        One for each step and person.
    assigned
        How many people spend the effort of an occurrence without steps.
    pace
        How much of that effort they get done together in a minute, full time.
    """

    copies: tuple[_Copy, ...]
    assigned: int
    pace: Fraction

    @property
    def parts(self) -> tuple[Part, ...]:
        """Step and person of each copy."""
        return tuple((copy.step, copy.person) for copy in self.copies)

    def steps(self, name: str, parts: Mapping[Part, Completion]) -> Iterator[OccurrenceStep]:
        """The steps of the occurrence of that id, with what was reported of them."""
        for copy in self.copies:
            reported = parts.get((copy.step, copy.person)) or parts.get((copy.step, None))
            after = tuple(f"{name}/{one}" for one in copy.after)
            yield OccurrenceStep(
                f"{name}/{copy.id}", copy.step, copy.person, copy.who, copy.each, copy.duration, after, reported
            )  # fmt: skip


@frozen(eq=False)
class Fans:
    """The steps of every occurrence of a routine: who is in a team on the day of its original start is in it for all of it.

    Attributes
    ----------
    plan, routine
        What it is made from.
    changes
        The days from which on somebody else is in a team.
    """

    plan: Plan
    routine: Routine
    changes: tuple[date, ...]
    _known: dict[int, Fan] = field(init=False, factory=dict)

    @classmethod
    def of(cls, plan: Plan, routine: Routine) -> Fans:
        """Those of a routine."""
        named = [one.resource for one in routine.assignments]
        named += [name for step in routine.steps for name in step.who if name not in WORDS]
        return cls(plan, routine, turnover(plan, [*named, *routine.fan_out]))

    def on(self, day: date) -> Fan:
        """The steps of an occurrence with its original start on that day; O(steps × people) for each change."""
        number = bisect_right(self.changes, day)
        if number not in self._known:
            era = self.changes[number - 1] if number else day
            self._known[number] = _fan(self.plan, self.routine, era)
        return self._known[number]


def _fan(plan: Plan, routine: Routine, day: date) -> Fan:
    assigned = people(plan, (one.resource for one in routine.assignments), day)
    everybody = people(plan, routine.fan_out, day)
    fanned = {step.id for step in routine.steps if step.per_person}
    copies: list[_Copy] = []
    for step in routine.steps:
        each = plan.minutes(step.effort)
        duration = None if step.duration is None else plan.minutes(step.duration)
        for person in everybody if step.per_person else (None,):
            who = _who(plan, step, person, everybody, day) if step.who else assigned
            after = tuple(_waits(step, person, everybody, fanned))
            copies.append(_Copy(step.id, person, who, each, duration, after))
    standard = routine.split == "each"  # what each spends is time
    pace = sum((Fraction(1 if standard else plan.resources[one].efficiency) for one in assigned), Fraction(0))
    return Fan(tuple(copies), len(assigned), pace or Fraction(1))


def _who(
    plan: Plan, step: RoutineStep, person: str | None, everybody: tuple[str, ...], day: date
) -> tuple[str, ...]:
    """Who does a step, for one person or for all; whoever has no manager brings none."""
    found: dict[str, None] = {}
    for name in step.who:
        if name == "each":
            found |= {} if person is None else {person: None}
        elif name in ("manager", "managers"):
            whose = everybody if name == "managers" or person is None else (person,)
            bosses = (plan.resources[one].manager for one in whose)
            found |= {boss: None for boss in bosses if boss is not None}
        else:
            found |= dict.fromkeys(people(plan, (name,), day))
    return tuple(found)


def _waits(
    step: RoutineStep, person: str | None, everybody: tuple[str, ...], fanned: set[str]
) -> Iterator[str]:
    for name in step.after:
        if name not in fanned:
            yield name
        elif person is not None:
            yield f"{name}/{person}"
        else:
            yield from (f"{name}/{one}" for one in everybody)
