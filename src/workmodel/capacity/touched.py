"""What an edit touched, as far as ledgers look at it: found from what two versions of a plan share, and from what moved.

Whatever is named here is asked again, with all that refers to it; of everything else it is certain that it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from workmodel.capacity.claimants import claimants_of
from workmodel.capacity.loads import rows_of_people
from workmodel.domain import Plan, Project, Resource, Routine, Schedule
from workmodel.domain.difference import slots_that_differ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Touched", "touched"]

_ITEMS: Final = frozenset({"task", "milestone", "project"})
_SILENT: Final = frozenset({"property", "baseline"})  # which no ledger looks at
_SORTED_BY: Final = frozenset({"routine", "completion"})
_FEW: Final = 256  # so many may differ in any plan; of a large one, a quarter


@frozen(eq=False)
class Touched:
    """What has to be asked again.

    Attributes
    ----------
    moved : int array, shape (rows before,)
        Where each row of the schedule before is in the one after; -1: it is gone, or asked again.
    routines
        Ids, before or after, of routines that are not what they were, or have other dates around them.
    affected
        Of those and of all others that somebody has who is not who they were.
    people
        Ids of resources that are not what they were.
    ongoing
        Whether anything differs that routines are sorted by.
    """

    moved: Ints
    routines: frozenset[str]
    affected: frozenset[str]
    people: frozenset[str]
    ongoing: bool


def touched(was: Schedule, now: Schedule) -> Touched | None:
    """What differs between the plans of two schedules and between their dates; ``None``: more than is worth following."""
    before, after = was.plan, now.plan
    found = _Found(before, after)
    if not _same_frame(was, now) or not found.gather():
        return None
    moved = _moved(was, now, found.gone, found.come)
    if moved is None:
        return None
    if not found.ongoing:
        after._memo.setdefault("claimants", claimants_of(before))
    for one in claimants_of(after, (claimants_of(before), found.routines)).special:
        follows = one.parent is not None or one.after
        if follows and one.id not in found.routines and _around(before, was, one) != _around(after, now, one):
            found.routines.add(one.id)
    return Touched(
        moved,
        frozenset(found.routines),
        frozenset(found.routines | found.having),
        frozenset(found.people),
        found.ongoing,
    )


def _same_frame(was: Schedule, now: Schedule) -> bool:
    """Whether the plans count in the same way, and routines without a beginning begin where they began."""
    before, after = was.plan, now.plan
    if evolve(before.settings, title="") != evolve(after.settings, title=""):
        return False
    return after.start is not None or was.start == now.start


class _Found:
    """What differs between two plans, being gathered."""

    def __init__(self, before: Plan, after: Plan) -> None:
        self.before, self.after = before, after
        self.gone: set[str] = set()  # items before
        self.come: set[str] = set()  # items after
        self.routines: set[str] = set()
        self.having: set[str] = set()  # routines that refer to people who differ
        self.people: set[str] = set()
        self.ongoing = False

    def gather(self) -> bool:
        """Whether that can be followed: calendars are the same, and who has hours of their own."""
        most = max(_FEW, len(self.after) // 4)
        for count, slot in enumerate(slots_that_differ(self.before, self.after)):
            a = self.before._at(slot) if slot < self.before._end else None
            b = self.after._at(slot) if slot < self.after._end else None
            if count >= most or not all(self._take(one) for one in (a, b) if one is not None):
                return False
            if isinstance(a, Resource) and isinstance(b, Resource):
                if a.calendar != b.calendar:
                    return False  # their days may begin elsewhere
                self.ongoing |= _stands(a) != _stands(b)
            elif isinstance(a, Resource) or isinstance(b, Resource):
                self.ongoing = True
            for one, names in ((a, self.gone), (b, self.come)):
                if one is not None and one.kind in _ITEMS:
                    names.add(one.id)
            if b is not None and b.kind in _ITEMS and _stands_for_others(a, b):
                below = set(_below(self.after, b.id))
                self.gone |= below
                self.come |= below
        if not self.people:
            self.after._memo.setdefault("rows_of_people", rows_of_people(self.before))
        else:
            if list(rows_of_people(self.before)) != list(rows_of_people(self.after)):
                return False
            self._refer(self.before, self.gone)
            self._refer(self.after, self.come)
        return True

    def _take(self, one: Any) -> bool:
        """Take in something that is in one of the plans only; whether that can be followed."""
        kind = one.kind
        if kind == "routine":
            self.routines.add(one.id)
        elif kind == "completion":
            self.routines.add(one.routine)
        elif kind == "resource":
            self.people.add(one.id)
        else:
            return kind in _ITEMS or kind in _SILENT
        self.ongoing |= kind in _SORTED_BY
        return True

    def _refer(self, plan: Plan, items: set[str]) -> None:
        """What refers to people who differ: items, routines, and through teams and managers other people."""
        waiting = [name for name in self.people if name in plan]
        seen = set(waiting)
        while waiting:
            for name in plan.referrers(waiting.pop()):
                one = plan.get(name) if name else None
                if one is None or name in seen:
                    continue
                if one.kind == "resource":
                    seen.add(name)
                    waiting.append(name)
                elif one.kind == "routine":
                    self.having.add(name)
                elif one.kind == "completion":
                    self.having.add(one.routine)
                elif one.kind in _ITEMS:
                    items.add(name)


def _stands(one: Resource) -> tuple[object, ...]:
    """What of somebody is told with the routines: how those are expanded that they have, and whether whole weeks count."""
    return one.id, one.works, bool(one.members), one.efficiency == 1, one.weekly_limit is None


def _stands_for_others(a: Any, b: Any) -> bool:
    """Whether what is below an item may be served in another order, or belong to something else."""
    if a is None or a.kind != b.kind or (a.id, a.parent) != (b.id, b.parent):
        return True
    return isinstance(b, Project) and a.priority != b.priority


def _below(plan: Plan, name: str) -> Iterator[str]:
    """Ids of all items below one."""
    waiting = [name]
    while waiting:
        for one in plan.children(waiting.pop()):
            if plan[one].kind in _ITEMS:
                yield one
                waiting.append(one)


def _moved(was: Schedule, now: Schedule, gone: Iterable[str], come: Iterable[str]) -> Ints | None:
    """Where the rows of a schedule are in another, where neither their items nor their dates differ; ``None``: nobody knows."""
    import numpy as np

    kept = []
    for schedule, names in ((was, gone), (now, come)):
        here = np.ones(len(schedule.ids), dtype=np.bool_)
        here[[schedule._row(name) for name in names if name in schedule]] = False
        kept.append(here)
    left, right = (np.flatnonzero(here) for here in kept)
    ids = [compress(one.ids, here.tolist()) for one, here in zip((was, now), kept, strict=True)]
    if len(left) != len(right) or any(a != b for a, b in zip(*ids, strict=True)):
        return None
    same = np.ones(len(left), dtype=np.bool_)
    for name in ("start", "finish", "duration", "summary"):
        same &= getattr(was.dates, name)[left] == getattr(now.dates, name)[right]
    moved = np.full(len(was.ids), -1, dtype=np.int64)
    moved[left[same]] = right[same]
    return moved


def _around(plan: Plan, schedule: Schedule, routine: Routine) -> tuple[object, ...]:
    """What other items say of when a routine counts: their dates, and the calendars of those above it."""
    names = [one.predecessor for one in routine.after]
    calendars: list[object] = []
    here = routine.parent
    if here is not None:
        names.append(here)
    while here is not None:
        above = plan[here]
        calendars.append(above.calendar)
        here = above.parent
    rows = [schedule._row(name) if name in schedule else None for name in names]
    columns = (schedule.dates.start, schedule.dates.finish, schedule.dates.duration)
    dates = [None if row is None else tuple(int(column[row]) for column in columns) for row in rows]
    return (tuple(dates), tuple(calendars))
