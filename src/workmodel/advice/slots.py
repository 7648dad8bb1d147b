"""`Slot`: from when on something more can be done without moving anything else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from workmodel.advice.asked import asked_of
from workmodel.advice.asking import Asking
from workmodel.advice.shifts import missed_of, unmoved
from workmodel.allocation import Allocation
from workmodel.domain import Entity, Milestone, Plan, Project, Routine, Schedule, Task

__all__ = ["Slot", "own_dates", "slot_of"]


@frozen(eq=False)
class Slot:
    """The earliest start of a request beside which nothing else moves.

    What it is part of may last longer for it, if no promise is broken by that.

    Attributes
    ----------
    start
        When the request begins; of a routine, the day from which it counts.
    finish
        When it is done; ``None`` for routines, which never are.
    plan
        The plan to keep: everything else held at the dates it has without the request (where a routine is asked for, the plan
        as it is), and the request, of lowest priority, not before *start*.
    allocation
        The dates of *plan*.
    """

    start: datetime
    finish: datetime | None
    plan: Plan = field(repr=False)
    allocation: Allocation = field(repr=False)


def own_dates(schedule: Schedule, names: Collection[str]) -> tuple[datetime, datetime] | None:
    """From when to when items run; ``None`` where none of them is scheduled."""
    own = [schedule[name] for name in names if name in schedule]
    if not own:
        return None
    return min(one.start for one in own), max(one.finish for one in own)


def slot_of(asking: Asking, without: Allocation, request: Sequence[Entity]) -> Slot | None:
    """The earliest slot of a request; ``None`` where its own dates leave it none.

    First the request is put, with lowest priority, into what the dates without it leave free. Where that moves
    something (a routine has no dates to choose, a project of low priority comes after everything of others), the
    moments at which something ends are tried, by halves.
    """
    look = _Look(asking, without, tuple(_lowest(one) for one in request))
    return look.put() or look.by_halves()


@frozen(eq=False)
class _Look:
    """One look for a slot."""

    asking: Asking
    without: Allocation
    request: tuple[Entity, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.request)

    @property
    def ongoing(self) -> bool:
        """Whether a routine is asked for, which slows down what its people do."""
        return any(isinstance(one, Routine) for one in self.request)

    def allocated(self, request: Sequence[Entity]) -> Allocation:
        """Everything at its dates without the request, which finds room beside it."""
        if self.ongoing:
            return self.asking.allocated(self.without.plan.add(*request))
        # everything else has its dates already: there is no order among it to search for
        return self.asking.allocated(self.without.leveled.add(*request), 1)

    def nothing_moves(self, found: Allocation) -> bool:
        """Whether all else stands; what the request is part of may last longer, if no promise is broken by that."""
        before, after, around = self.without.schedule, found.schedule, _around(found.plan, self.names)
        if not unmoved(before, after, around) or any(one.item in around for one in missed_of(before, after)):
            return False
        return not self.ongoing or not any(
            one.overloaded for one in asked_of(self.without, found, self.names)
        )

    def put(self) -> Slot | None:
        """Where the request lies of itself."""
        found = self.allocated(self.request)
        dates = own_dates(found.schedule, self.names)
        if dates is None or not self.nothing_moves(found):
            return None
        return self.tried(dates[0])

    def by_halves(self) -> Slot | None:
        """The first of the moments at which something ends that moves nothing, if it is so from one of them on."""
        moments = self.without.plan.axis.times(sorted(set(self.without.schedule.dates.finish.tolist())))
        best = self.tried(moments[-1]) if moments else None
        low, high = 0, len(moments) - 1
        while best is not None and low < high:
            middle = (low + high) // 2
            found = self.tried(moments[middle])
            if found is None:
                low = middle + 1
            else:
                best, high = found, middle
        return best

    def tried(self, start: datetime) -> Slot | None:
        """The slot of the request from a moment on; ``None`` where something else moves."""
        plan = self.without.plan
        bound = [_bound(plan, one, self.names, start) for one in self.request]
        found = self.allocated(bound)
        if not self.nothing_moves(found):
            return None
        dates = own_dates(found.schedule, self.names)
        if dates is not None:
            return Slot(*dates, found.plan, found)
        days = [
            plan.axis.minute(one.valid_from) for one in bound if isinstance(one, Routine) and one.valid_from
        ]
        first = min(days, default=plan.axis.minute(start))
        return Slot(plan.axis.time(first), None, found.plan, found)


def _around(plan: Plan, names: Collection[str]) -> set[str]:
    """Ids of what items are part of."""
    found: set[str] = set()
    for name in names:
        here = getattr(plan[name], "parent", None)
        while here is not None and here not in found:
            found.add(here)
            here = plan[here].parent
    return found.difference(names)


def _lowest(one: Entity) -> Entity:
    return evolve(one, priority=0) if isinstance(one, (Task, Milestone, Project, Routine)) else one


def _bound(plan: Plan, one: Entity, inside: Collection[str], start: datetime) -> Entity:
    """The entity, not before a moment; what is part of something in the request follows that."""
    minute, wall = plan.axis.minute(start), start.replace(tzinfo=None)
    if isinstance(one, Routine):
        day = wall.date() if minute == plan.axis.minute(wall.date()) else wall.date() + timedelta(days=1)
        later = one.valid_from is None or plan.axis.minute(one.valid_from) < plan.axis.minute(day)
        return evolve(one, valid_from=day) if later else one
    if getattr(one, "parent", None) in inside:
        return one
    if isinstance(one, Project):
        later = one.start is None or plan.axis.minute(one.start) < minute
        return evolve(one, start=wall) if later else one
    if isinstance(one, (Task, Milestone)):
        held = one.constraint
        free = held is None or held.date is None or held.kind == "SNET"
        if free and (held is None or held.date is None or plan.axis.minute(held.date) < minute):
            return evolve(one, constraint=f"SNET {wall:%Y-%m-%d %H:%M}")
    return one
