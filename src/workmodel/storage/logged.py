"""`LoggedStore`: a whole store on anything that can keep numbered records under a name.

Each plan is a log. Its first record holds the plan, every other one what changed; nothing else is needed, and nothing
is ever written twice. Records are added under the next number, *if it is still free*: that one step, which whatever keeps
them has to do as a whole, is all that keeps two savers from overwriting each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from threading import RLock
from typing import Final

from attrs import evolve

from workmodel.domain import Change, Plan
from workmodel.errors import DamagedStore, NameTaken, RevisionConflict, UnknownPlan
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
from workmodel.storage.records import read_content, read_revision, write_record

__all__ = ["LoggedStore"]

_MOST_PLANS: Final = 16  # kept at hand, of all logs together
_FAR: Final = 200  # so many revisions are replayed rather than a checkpoint read


class LoggedStore(ABC):
    """A `PlanStore` that needs three methods of whoever inherits: `logs`, `read` and `append`.

    It is safe to use from several threads; between processes, what `append` promises is enough.

    Parameters
    ----------
    clock
        What time it is; by default the system's.
    new_id
        Makes the ids of revisions; by default random ones.

    Examples
    --------
    >>> class DictStore(LoggedStore):
    ...     def __init__(self, records, **options):
    ...         super().__init__(**options)
    ...         self.records = records
    ...
    ...     def logs(self):
    ...         return [log for log, number in list(self.records) if number == 1]
    ...
    ...     def read(self, log, first, last=None):
    ...         found = []
    ...         while last is None or first + len(found) <= last:
    ...             record = self.records.get((log, first + len(found)))
    ...             if record is None:
    ...                 break
    ...             found.append(record)
    ...         return found
    ...
    ...     def append(self, log, number, record):
    ...         return self.records.setdefault((log, number), record) is record
    >>> from workmodel.domain import Task
    >>> records = {}
    >>> DictStore(records).create("website", Plan().add(Task("design"))).number
    1
    >>> len(DictStore(records).load("website").plan)
    1
    """

    def __init__(
        self, *, clock: Callable[[], datetime] | None = None, new_id: Callable[[], str] | None = None
    ) -> None:
        self._clock = given_callable("a clock", clock, now)
        self._new_id = given_callable("a maker of ids", new_id, random_id)
        self._lock = RLock()
        self._revisions: dict[str, list[Revision]] = {}
        self._plans: OrderedDict[tuple[str, int], Plan] = OrderedDict()

    # -- what keeps the records -----------------------------------------------------------------------------------------

    @abstractmethod
    def logs(self) -> Iterable[str]:
        """The names of all logs that have a record, in any order."""

    @abstractmethod
    def read(self, log: str, first: int, last: int | None = None) -> Sequence[str]:
        """The records of a log from number *first* to *last*, or to the end; none where there is no such log."""

    @abstractmethod
    def append(self, log: str, number: int, record: str) -> bool:
        """Keep a record under this number, for good; ``False``, and nothing is done, if there is one already.

        Of several that try it at once one succeeds. *record* is text on one line, of any content; *number* is 1, or
        the one after the last.
        """

    def where(self, log: str, number: int) -> str:
        """Where a record stands, as an error names it."""
        return f"record {number} of {log!r}"

    def checkpoint(self, _log: str, _last: int, _after: int) -> tuple[int, Plan] | None:
        """The plan at some revision up to *last* and behind *after*, with its number, if one is kept beside the log."""
        return None

    def saved(self, revision: Revision, plan: Plan) -> None:  # noqa: B027 - most have nothing to do
        """Called after a revision was kept: the place to keep a checkpoint."""

    def refuse_writing(self, what: str) -> None:  # noqa: B027 - most may be written to
        """Called before anything is changed; raises `ReadOnlyStore` where nothing may be."""

    # -- the store ------------------------------------------------------------------------------------------------------

    def create(self, name: str, plan: Plan, *, author: str = "", message: str = "") -> Revision:
        """A plan under a new name; see `PlanStore.create`."""
        self.refuse_writing("create a plan")
        return self._begin(given_name(name), given_plan(plan), Given(author, message), "created", None)

    def load(self, name: str, at: int | datetime | None = None) -> Stored:
        """The plan as it stands or stood; see `PlanStore.load`."""
        with self._lock:
            revision = revision_at(name, self._known(name), at)
            plan = self._plan(name, revision.number)
            return Stored(plan, evolve(revision, plan=plan))

    def save(
        self, name: str, plan: Plan, expected: Revision | int, *, author: str = "", message: str = ""
    ) -> Revision:
        """A further revision; see `PlanStore.save`."""
        self.refuse_writing("save")
        given, who = given_plan(plan), Given(author, message)
        with self._lock:
            while True:
                revisions = self._known(name)
                current = open_revision(revisions)
                began = given_expected(name, expected, revisions)
                if began.number != current.number:
                    self._conflict(name, expected, began, current)
                before = self._plan(name, current.number)
                if began.plan is not None and began.plan == before:  # shares more with what was made from it
                    before = began.plan
                changes = before.diff(given)
                if not changes or before == given:
                    return evolve(current, plan=before)
                made = self._next(current, who, "saved")
                record = write_record(made, given, before, changes)
                if self._append(made, given, record):
                    return evolve(made, plan=given)

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
        self.refuse_writing("update a plan")
        return updated(self, name, function, retries, author, message)

    def history(self, name: str) -> tuple[Revision, ...]:
        """All revisions, oldest first; see `PlanStore.history`."""
        with self._lock:
            return tuple(self._known(name))

    def changes(self, name: str, since: int, until: int | None = None) -> tuple[Change, ...]:
        """What leads from one revision to another; see `PlanStore.changes`."""
        with self._lock:
            first, last = between(name, self._known(name), since, until)
            early, late = sorted((first.number, last.number))
            self._plan(name, early)  # the later one is made from it, so that they share what did not change
            self._plan(name, late)
            return self._plan(name, first.number).diff(self._plan(name, last.number))

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
        self.refuse_writing("branch a plan")
        new, who = given_name(new_name), Given(author, message)
        stored = self.load(name, at)
        origin = (stored.revision.name, stored.revision.number)
        return self._begin(new, stored.plan, who, "branched", origin)

    def names(self, *, archived: bool = False) -> tuple[str, ...]:
        """Names of the plans in alphabetical order; see `PlanStore.names`.

        It costs a look at the log of each.
        """
        with self._lock:
            found = sorted(self.logs())
            return tuple(name for name in found if self._archived(name) is bool(archived))

    def archive(self, name: str, *, author: str = "", message: str = "") -> Revision:
        """Put a plan away; see `PlanStore.archive`."""
        self.refuse_writing("archive a plan")
        who = Given(author, message)
        with self._lock:
            while True:
                current = open_revision(self._known(name))
                plan = self._plan(name, current.number)
                made = self._next(current, who, "archived")
                if self._append(made, plan, write_record(made, plan, plan, ())):
                    return evolve(made, plan=plan)

    # -- records and what they say --------------------------------------------------------------------------------------

    def _known(self, name: str) -> list[Revision]:
        """All revisions there are by now."""
        known = self._revisions.get(given_name(name), [])
        found = list(known)
        for number, record in enumerate(self.read(name, len(known) + 1), len(known) + 1):
            before = found[-1] if found else None
            found.append(read_revision(record, name, number, before, self.where(name, number)))
        if not found:
            raise UnknownPlan(name, self._suggested())
        self._revisions[name] = found
        return found

    def _suggested(self) -> tuple[str, ...]:
        try:
            return tuple(self.logs())
        except DamagedStore:  # of another plan, which was not asked for
            return ()

    def _plan(self, name: str, number: int) -> Plan:
        """The plan at a revision: the nearest that is at hand, and what was recorded after it."""
        plan = self._plans.get((name, number))
        if plan is None:
            base = max((n for log, n in self._plans if log == name and n < number), default=0)
            plan = self._plans[name, base] if base else None
            if (base == 0 or number - base > _FAR) and (found := self.checkpoint(name, number, base)):
                base, plan = found
            records = self.read(name, base + 1, number) if base < number else ()
            if len(records) < number - base:
                where = self.where(name, base + len(records) + 1)
                raise DamagedStore(where, "it was there before, and is no more")
            for place, record in enumerate(records, base + 1):
                plan = read_content(record, plan, self.where(name, place))
        assert plan is not None, "the first record holds a plan"
        self._keep(name, number, plan)
        return plan

    def _keep(self, name: str, number: int, plan: Plan) -> None:
        self._plans[name, number] = plan
        self._plans.move_to_end((name, number))
        while len(self._plans) > _MOST_PLANS:
            self._plans.popitem(last=False)

    def _append(self, revision: Revision, plan: Plan, record: str) -> bool:
        if not self.append(revision.name, revision.number, record):
            return False
        known = self._revisions.get(revision.name, [])
        if len(known) == revision.number - 1:
            self._revisions[revision.name] = [*known, revision]
        self._keep(revision.name, revision.number, plan)
        self.saved(revision, plan)
        return True

    def _begin(
        self, name: str, plan: Plan, who: Given, event: str, origin: tuple[str, int] | None
    ) -> Revision:
        with self._lock:
            made = self._made(name, 1, later_than(None, self._clock), who, event, origin)
            if not self._append(made, plan, write_record(made, plan, None, ())):
                raise NameTaken(name, self._archived(name))
            return evolve(made, plan=plan)

    def _next(self, current: Revision, who: Given, event: str) -> Revision:
        at = later_than(current, self._clock)
        return self._made(current.name, current.number + 1, at, who, event, None)

    def _made(
        self, name: str, number: int, at: datetime, who: Given, event: str, origin: tuple[str, int] | None
    ) -> Revision:
        new = given_text("the id of a revision", self._new_id())
        return Revision(name, number, at, who.author, who.message, event, origin, new)

    def _archived(self, name: str) -> bool:
        return self._known(name)[-1].event == "archived"

    def _conflict(self, name: str, expected: Revision | int, began: Revision, current: Revision) -> None:
        raise RevisionConflict(name, expected, current, self.changes(name, began.number, current.number))
