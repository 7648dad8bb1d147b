"""`consider`: can we take this on? What a request does to everybody's dates and hours, and from when on it does nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from attrs import field, frozen

from workmodel.advice.asked import Asked, asked_of
from workmodel.advice.asking import asking, planned
from workmodel.advice.shifts import Missed, Shift, missed_of, shifts_of
from workmodel.advice.slots import Slot, own_dates, slot_of
from workmodel.advice.wording import listed, said_day
from workmodel.allocation import Allocation
from workmodel.domain import Entity, Plan
from workmodel.errors import OutOfRange

__all__ = ["Consideration", "consider"]

Verdict = Literal["yes", "at a price", "not in time", "no"]
_SHOWN = 2
_NOBODY = frozenset({"allocation.no_hours", "allocation.nobody_can", "allocation.understaffed"})


@frozen(eq=False)
class Consideration:
    """Whether something more can be taken on, and at what price; made by `consider`.

    Attributes
    ----------
    request
        Ids of what is asked for, in the plan's order.
    without, beside
        The allocation of the plan as it is, and with the request beside everything else.
    start, finish
        When the request would begin and be done; ``None`` where nothing of it is scheduled, as of a routine.
    shifts
        What else moves, in the plan's order.
    missed
        Promises that are broken only with it, or by more: its own among them.
    asked
        Whom it asks for how many hours, and who has too few with it, in the plan's order.
    slot
        From when on nothing else would move, if it had the lowest priority; ``None`` where no start is such.
    """

    request: tuple[str, ...]
    without: Allocation = field(repr=False)
    beside: Allocation = field(repr=False)
    start: datetime | None
    finish: datetime | None
    shifts: tuple[Shift, ...]
    missed: tuple[Missed, ...]
    asked: tuple[Asked, ...]
    slot: Slot | None

    @property
    def plan(self) -> Plan:
        """The plan with the request in it."""
        return self.beside.plan

    @property
    def nobody(self) -> tuple[str, ...]:
        """Ids of what is asked for and whose people have no hours for it, or which nobody, or too few, can do."""
        return tuple(
            dict.fromkeys(
                one.subject
                for one in self.beside.findings
                if one.code in _NOBODY and one.subject in self.request
            )
        )

    @property
    def lacking(self) -> tuple[str, ...]:
        """What more is used up of with the request than there is, and was not without it."""
        before = {one.subject for one in self.without.findings if one.code == "allocation.beyond_stock"}
        return tuple(
            one.subject
            for one in self.beside.findings
            if one.code == "allocation.beyond_stock" and one.subject not in before
        )

    @property
    def fits(self) -> bool:
        """Whether nothing else moves, no promise is broken, and nobody has more to do than hours."""
        over = any(one.overloaded for one in self.asked)
        return not (self.shifts or self.missed or self.nobody or self.lacking or over)

    @property
    def verdict(self) -> Verdict:
        """``"yes"``, ``"at a price"`` that others pay, ``"not in time"`` for its own promise, or ``"no"``.

        It is no where nobody can or has hours, or where too little is there of what it uses up.
        """
        if self.nobody or self.lacking:
            return "no"
        if any(one.item in self.request for one in self.missed):
            return "not in time"
        return "yes" if self.fits else "at a price"

    def explain(self) -> str:
        """The answer, then everything that it rests on, line by line."""
        lines = [str(self), *(f"  {one}" for one in (*self.missed, *self.shifts, *self.asked))]
        return "\n".join(lines)

    def __str__(self) -> str:
        parts = [] if self.finish is None else [f"done by {said_day(self.finish)}"]
        if self.nobody:
            told = {one.subject: one for one in self.beside.findings if one.code in _NOBODY}
            gone = [name for name in self.nobody if told[name].code == "allocation.no_hours"]
            parts = [f"nobody assigned to {listed(gone)} has hours for it"] if gone else []
            parts += [told[name].message for name in self.nobody if name not in gone]
        if self.lacking:
            parts.append(f"there is too little of {listed(self.lacking)}")
        parts += [str(one) for one in self.missed if one.item in self.request]
        parts += self._price()
        over = [one.resource for one in self.asked if one.overloaded]
        if over:
            parts.append(f"{listed(over)} {'has' if len(over) == 1 else 'have'} more to do than hours")
        if not self.shifts:
            parts.append("nothing else moves")
        elif self.slot is not None:
            parts.append(f"from {said_day(self.slot.start)} on nothing else would move")
        return f"{self.verdict}: {'; '.join(parts)}"

    def _price(self) -> list[str]:
        """What others pay, in words: broken promises, then what ends later, milestones and projects first."""
        broken = {one.item: one for one in self.missed if one.item not in self.request}
        order = {"milestone": 0, "project": 1, "task": 2}
        known = sorted(
            self.shifts, key=lambda one: (one.item not in broken, order[one.kind], -one.later.minutes)
        )
        told = [
            f"{one} ({_broken(broken[one.item])})" if one.item in broken else str(one)
            for one in known[:_SHOWN]
        ]
        told += [str(one) for name, one in broken.items() if name not in {shift.item for shift in known}]
        if len(known) > _SHOWN:
            rest = len(known) - _SHOWN
            told.append(f"{rest} more {'item moves' if rest == 1 else 'items move'}")
        return told


def _broken(one: Missed) -> str:
    what = "deadline" if one.code == "deadline.missed" else "constraint"
    further = "" if one.newly else ", further than before"
    return f"{what} missed by {one.said}{further}" if one.over.minutes else f"{what} missed{further}"


def consider(
    plan: Plan, request: Entity | Iterable[Entity], *, iterations: int = 30, seed: int = 0, **options: Any
) -> Consideration:
    """Whether something more can be taken on: what it does to everybody's dates and hours, and when it would do nothing.

    Parameters
    ----------
    plan
        The plan as it is, with a start.
    request
        What is asked for: a task, a project with its tasks, a routine, a person as well; with priorities, people and
        deadlines as they would be.
    iterations, seed, options
        How `allocate` is run, without and with the request alike.

    Returns
    -------
    Consideration
        Both allocations and what differs. ``str`` of it is the answer in one line, ``explain()`` all of it.

    Raises
    ------
    OutOfRange
        Nothing is asked for; the plan is planned from its finish.
    PlanFaults
        The request does not fit into the plan.
    WorkModelError
        Whatever `allocate` raises.

    Notes
    -----
    What is told is the difference of two runs of `allocate`, the second on ``plan.add(request)``. The slot is found by
    putting the request into what the first leaves free, and checked by a run in which nothing else moves. Both runs look for
    good dates of the whole: with more to do, another order may be the better one, and then things move that the request
    has nothing to do with. What should stay where it is has a higher priority, or its delays set (`Allocation.leveled_plan`).

    Examples
    --------
    >>> from workmodel.domain import Milestone, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"),
    ...     Task("build", duration="8d", assignments=["ben"]),
    ...     Milestone("launch", after=["build"], deadline="2026-03-12"),
    ... )
    >>> print(consider(plan, Task("audit", duration="3d", assignments=["ben"], priority=600)))
    at a price: done by Wed 2026-03-04; launch ends 3d later, Mon 2026-03-16 (deadline missed by 2d); build ends 3d later, \
Mon 2026-03-16; from Thu 2026-03-12 on nothing else would move
    >>> print(consider(plan, Task("audit", duration="3d", assignments=["ben"], priority=400)))
    yes: done by Mon 2026-03-16; nothing else moves
    """
    ask = asking(iterations, seed, options)
    known = planned(plan)
    more = known.add(request)
    added = [one for one in more if one.id not in known]
    if not added:
        raise OutOfRange("a request", "nothing", "at least one task, project, milestone or routine")
    without, beside = ask.allocated(known), ask.allocated(more)
    names = tuple(one.id for one in added)
    shifts, missed = (
        shifts_of(without.schedule, beside.schedule),
        missed_of(without.schedule, beside.schedule),
    )
    start, finish = own_dates(beside.schedule, names) or (None, None)
    slot = slot_of(ask, without, added)
    return Consideration(
        names, without, beside, start, finish, shifts, missed, asked_of(without, beside, names), slot
    )
