"""`MemoryStore`: plans kept for as long as the program runs. The reference for every other store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import RLock

from workmodel.domain import Change, Plan
from workmodel.errors import NameTaken, RevisionConflict, UnknownPlan
from workmodel.interchange.given import given_plan
from workmodel.storage.asked import (
    Given,
    between,
    given_callable,
    given_expected,
    given_name,
    given_text,
    later_than,
    now,
    open_revision,
    random_id,
    revision_at,
    updated,
)
from workmodel.storage.interface import Revision, Stored

__all__ = ["MemoryStore"]


class MemoryStore:
    """A `PlanStore` in memory, safe to use from several threads.

    Plans share what did not change, so that thousands of revisions take little room.

    Parameters
    ----------
    clock
        What time it is; by default the system's.
    new_id
        Makes the ids of revisions; by default random ones.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> store = MemoryStore(clock=lambda: datetime(2026, 3, 2, 9))
    >>> first = store.create("website", Plan().add(Task("design", duration="5d")), author="ana")
    >>> second = store.update("website", lambda plan: plan.evolve("design", duration="3d"), author="ben")
    >>> print(second)
    website 2, saved 2026-03-02 09:00 UTC by ben
    >>> str(store.load("website", at=1).plan["design"].duration)
    '5d'
    """

    def __init__(
        self, *, clock: Callable[[], datetime] | None = None, new_id: Callable[[], str] | None = None
    ) -> None:
        self._clock = given_callable("a clock", clock, now)
        self._new_id = given_callable("a maker of ids", new_id, random_id)
        self._lock = RLock()
        self._plans: dict[str, list[Revision]] = {}

    def create(self, name: str, plan: Plan, *, author: str = "", message: str = "") -> Revision:
        """A plan under a new name; see `PlanStore.create`."""
        return self._begin(given_name(name), given_plan(plan), Given(author, message), "created", None)

    def load(self, name: str, at: int | datetime | None = None) -> Stored:
        """The plan as it stands or stood; see `PlanStore.load`."""
        revision = revision_at(name, self._revisions(name), at)
        return Stored(_plan(revision), revision)

    def save(
        self, name: str, plan: Plan, expected: Revision | int, *, author: str = "", message: str = ""
    ) -> Revision:
        """A further revision; see `PlanStore.save`."""
        given, who = given_plan(plan), Given(author, message)
        with self._lock:
            revisions = self._revisions(name)
            current = open_revision(revisions)
            began = given_expected(name, expected, revisions)
            if began.number != current.number:
                changes = self.changes(name, began.number)
                raise RevisionConflict(name, expected, current, changes)
            if _plan(current) == given:
                return current
            return self._append(name, given, who, "saved")

    def update(
        self,
        name: str,
        function: Callable[[Plan], Plan],
        *,
        retries: int = 20,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """Save what a function makes of the current plan; see `PlanStore.update`."""
        return updated(self, name, function, retries, author, message)

    def history(self, name: str) -> tuple[Revision, ...]:
        """All revisions, oldest first; see `PlanStore.history`."""
        return tuple(self._revisions(name))

    def changes(self, name: str, since: int, until: int | None = None) -> tuple[Change, ...]:
        """What leads from one revision to another; see `PlanStore.changes`."""
        first, last = between(name, self._revisions(name), since, until)
        return _plan(first).diff(_plan(last))

    def branch(
        self,
        name: str,
        new_name: str,
        at: int | datetime | None = None,
        *,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """A plan of its own that begins as another stands or stood; see `PlanStore.branch`."""
        stored = self.load(name, at)
        origin = (stored.revision.name, stored.revision.number)
        return self._begin(given_name(new_name), stored.plan, Given(author, message), "branched", origin)

    def names(self, *, archived: bool = False) -> tuple[str, ...]:
        """Names of the plans in alphabetical order; see `PlanStore.names`."""
        with self._lock:
            return tuple(sorted(n for n, found in self._plans.items() if _archived(found) is bool(archived)))

    def archive(self, name: str, *, author: str = "", message: str = "") -> Revision:
        """Put a plan away; see `PlanStore.archive`."""
        who = Given(author, message)
        with self._lock:
            current = open_revision(self._revisions(name))
            return self._append(name, _plan(current), who, "archived")

    def _revisions(self, name: str) -> list[Revision]:
        with self._lock:
            found = self._plans.get(given_name(name))
            if found is None:
                raise UnknownPlan(name, tuple(self._plans))
            return list(found)

    def _begin(
        self, name: str, plan: Plan, who: Given, event: str, origin: tuple[str, int] | None
    ) -> Revision:
        with self._lock:
            if name in self._plans:
                raise NameTaken(name, _archived(self._plans[name]))
            return self._append(name, plan, who, event, origin)

    def _append(
        self, name: str, plan: Plan, who: Given, event: str, origin: tuple[str, int] | None = None
    ) -> Revision:
        revisions = self._plans.get(name, [])
        at = later_than(revisions[-1] if revisions else None, self._clock)
        new = given_text("the id of a revision", self._new_id())
        number = len(revisions) + 1
        revision = Revision(name, number, at, who.author, who.message, event, origin, new, plan=plan)
        self._plans.setdefault(name, revisions).append(revision)
        return revision


def _plan(revision: Revision) -> Plan:
    assert revision.plan is not None, "every revision in memory has its plan"
    return revision.plan


def _archived(revisions: list[Revision]) -> bool:
    return revisions[-1].event == "archived"
