"""`single_points_of_failure`: what rests on one person alone, and what that person's absences do to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from workmodel.calendars import day_number
from workmodel.capacity.ability import Ability
from workmodel.capacity.covered import Covered, covered, of_plan
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.opendemand import to_staff
from workmodel.capacity.teams import days_in_team
from workmodel.capacity.wording import said_hours
from workmodel.domain import Plan, Requirement, Routine, Task
from workmodel.routines import validity

__all__ = ["SinglePoint", "single_points_of_failure"]


@frozen
class SinglePoint:
    """A task, a routine, a step of one or a skill that rests on one person alone.

    Attributes
    ----------
    subject
        Id of the task or routine, ``"close/check"`` for a step of a routine, or the skill with its level, ``"sql 4"``, and with
        whom to take from where that is said, ``"sql 4 from dev"``.
    kind
        ``"task"``, ``"routine"``, ``"step"`` or ``"skill"``.
    person
        Id of the one.
    reason
        ``"only one does it"``, or ``"only one can"``: nobody else meets what is asked for.
    items
        Ids of the tasks and routines that rest on it: itself, or for a skill those that ask for it.
    away
        Days in the ledger, and in the item's own dates, on which that person is absent, if only in part.
    lost
        What these items ask for on those days and nobody does. [person-min]
    """

    subject: str
    kind: Literal["task", "routine", "step", "skill"]
    person: str
    reason: Literal["only one does it", "only one can"]
    items: tuple[str, ...]
    away: tuple[date, ...]
    lost: Decimal

    def __str__(self) -> str:
        text = f"{self.subject} rests on {self.person}: {self.reason}"
        if self.kind == "skill":
            text += f", asked for by {', '.join(self.items)}"
        if not self.away:
            return f"{text}; no absence in these days"
        days = "1 day" if len(self.away) == 1 else f"{len(self.away)} days"
        lost = f"{said_hours(self.lost)} not done then" if self.lost else "nothing lost by it"
        return f"{text}; away on {days} from {self.away[0]} on, {lost}"


def single_points_of_failure(plan: Plan, ledger: Ledger) -> tuple[SinglePoint, ...]:
    """What only one person does or could do, of what is to be done in a ledger's days.

    - What asks for somebody (`Task.requires`) rests on one person where nobody else meets one of these requirements, whoever is
      assigned.
    - A routine that asks for nobody is known to those who do it: with one of them, it rests on one. So does each step of a
      routine that names one person.
    - A task that asks for nobody can be done by anybody, and rests on nobody.
    - A skill that is asked for rests on the one person who has it.

    Whoever has a capacity of 2 or more is no single one.

    Parameters
    ----------
    plan
        The plan.
    ledger
        Its ledger.

    Returns
    -------
    tuple of SinglePoint
        Tasks, routines with their steps, then skills, each in the plan's order.

    Raises
    ------
    WrongType
        No ledger, or one of another plan.

    Notes
    -----
    That it takes one person to stop something is known as a bus factor of one.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Resource
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", absences=["2026-03-04..2026-03-05 vacation"]), Resource("ben"),
    ...     Routine("backup", recurrence="FREQ=DAILY", at="10:00", effort="30min", assignments=["ana"]),
    ...     Routine("desk", reservation="5h per week", assignments=["ana", "ben"]),
    ... )
    >>> for one in single_points_of_failure(plan, ledger(plan, "2026-03-02", "2026-03-07")):
    ...     print(one)
    backup rests on ana: only one does it; away on 2 days from 2026-03-04 on, 1h not done then
    """  # fmt: skip
    of_plan(plan, ledger)
    found = _Points(ledger)
    return (*found.tasks(), *found.routines(), *found.skills())


class _Points:
    """The single points of failure of a ledger, being found."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.plan, self.ability = ledger, ledger.plan, Ability(ledger.plan)
        self.here: Covered = covered(ledger)
        self.open_tasks = tuple(to_staff(ledger))
        self.open_routines = tuple(self._counting())

    def _counting(self) -> Iterator[Routine]:
        """Routines whose period of validity reaches into the ledger's days."""
        axis, schedule = self.plan.axis, self.ledger.schedule
        lo, hi = axis.minute(self.ledger.first), axis.minute(self.ledger.last, end=True)
        for routine in self.plan.routines.values():
            start, end = validity(self.plan, routine, schedule)
            if start < hi and end > lo:
                yield routine

    def tasks(self) -> Iterator[SinglePoint]:
        for task in self.open_tasks:
            for who in self._sole(task.requires):
                yield self._point(task.id, "task", who, "only one can", (task.id,))

    def routines(self) -> Iterator[SinglePoint]:
        for routine in self.open_routines:
            if routine.requires:
                for who in self._sole(routine.requires):
                    yield self._point(routine.id, "routine", who, "only one can", (routine.id,))
                continue
            parts = [(step.id, step.who) for step in routine.steps if step.who]
            assigned = tuple(one.resource for one in routine.assignments)
            if len(parts) < len(routine.steps) or not routine.steps:
                one = self._one_of(assigned)
                if one is not None:
                    yield self._point(routine.id, "routine", one, "only one does it", (routine.id,))
            for step, names in parts:
                one = self._one_of(names)
                if one is not None:
                    subject = f"{routine.id}/{step}"
                    yield self._point(subject, "step", one, "only one does it", (routine.id,))

    def skills(self) -> Iterator[SinglePoint]:
        asked: dict[Requirement, list[str]] = {}
        items: tuple[Task | Routine, ...] = (*self.open_tasks, *self.open_routines)
        for item in items:
            for one in item.requires:
                if one.skill:
                    asked.setdefault(evolve(one, count=1, units=None), []).append(item.id)
        for wanted, names in asked.items():
            for who in self._sole((wanted,)):
                yield self._point(str(wanted), "skill", who, "only one can", tuple(dict.fromkeys(names)))

    def _sole(self, wanted: tuple[Requirement, ...]) -> tuple[str, ...]:
        """Those who are the only one to meet one of those requirements."""
        able = (self.ability.able([one]) for one in wanted)
        return tuple(dict.fromkeys(names[0] for names in able if len(names) == 1 and self._single(names[0])))

    def _one_of(self, names: tuple[str, ...]) -> str | None:
        """The one person behind names of people and teams on the ledger's days; ``None`` for several or a word."""
        if not names or any(name not in self.plan.resources for name in names):
            return None
        first, count = day_number(self.ledger.first), len(self.ledger.days)
        members = {
            who
            for name in names
            for who, mask in days_in_team(self.plan, name, first, count).items()
            if mask.any() and self.plan[who].works
        }
        one = next(iter(members)) if len(members) == 1 else None
        return one if one is not None and self._single(one) else None

    def _single(self, name: str) -> bool:
        return bool(self.plan[name].capacity < 2)

    def _point(
        self, subject: str, kind: Literal["task", "routine", "step", "skill"], who: str,
        reason: Literal["only one does it", "only one can"], items: tuple[str, ...],
    ) -> SinglePoint:  # fmt: skip
        away = {item: self._away(who, self.plan[item]) for item in items}
        lost = sum(self._lost(item, days) for item, days in away.items())
        days = sorted({day for own in away.values() for day in own})
        return SinglePoint(subject, kind, who, reason, items, tuple(days), amount(lost))

    def _away(self, who: str, item: Task | Routine) -> set[date]:
        """Days on which somebody is absent, within the dates of a task."""
        if who not in self.ledger.resources:
            return set()
        absence = self.here.absence[self.ledger.resources.index(who)].tolist()
        days = {day for day, units in zip(self.ledger.days, absence, strict=True) if units}
        if isinstance(item, Task):
            dates = self.ledger.schedule[item.id]
            days = {day for day in days if dates.start.date() <= day <= dates.finish.date()}
        return days

    def _lost(self, item: str, days: set[date]) -> int:
        """What an item asks for on days and nobody does. [1/10 000 person-minute]"""
        import numpy as np

        here, sources = self.here, self.ledger.claims.sources
        own = [n for n, source in enumerate(sources) if source.id == item]
        numbers = [n for n, day in enumerate(self.ledger.days) if day in days]
        some = np.isin(here.source, own) & np.isin(here.day, numbers)
        lost = int((here.wanted - here.granted)[some].sum())
        opened = (one.amount for one in self.ledger.unassigned if one.source.id == item and one.day in days)
        return lost + sum(opened)
