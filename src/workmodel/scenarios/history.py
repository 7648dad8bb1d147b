"""`as_of` and `first_known`: what was known of a plan at any time, as a store kept it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Literal, Protocol

from attrs import field, frozen

from workmodel.capacity import Ledger, ledger
from workmodel.domain import Explanation, Plan, Schedule
from workmodel.domain.display import html_of
from workmodel.domain.values import flag, one_of
from workmodel.errors import WorkModelError, WrongType
from workmodel.quantities import moment
from workmodel.scenarios.what_changed import WhatChanged, what_changed
from workmodel.scheduling import schedule as scheduled

__all__ = ["History", "Kept", "KeptRevision", "Known", "Past", "as_of", "first_known"]

_of: Final = one_of("what a condition is about", "schedule", "plan")


class KeptRevision(Protocol):
    """One state of a plan that a store keeps: `workmodel.storage.Revision` is one.

    Examples
    --------
    >>> from workmodel.storage import Revision
    >>> one: KeptRevision = Revision("website", 3, datetime(2026, 3, 2, 9), author="ana")
    >>> one.number, one.author
    (3, 'ana')
    """

    @property
    def number(self) -> int:
        """1 for the first, then one more each."""

    @property
    def at(self) -> datetime:
        """When it was saved."""

    @property
    def author(self) -> str:
        """Who saved it."""

    @property
    def message(self) -> str:
        """What for."""


class Kept(Protocol):
    """A plan as a store keeps it: `workmodel.storage.Stored` is one.

    Examples
    --------
    >>> from workmodel.storage import Revision, Stored
    >>> one: Kept = Stored(Plan(title="Website"), Revision("website", 1, datetime(2026, 3, 2, 9)))
    >>> one.plan.title, one.revision.number
    ('Website', 1)
    """

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def revision(self) -> Any:
        """Which revision it is, a `KeptRevision`."""


class History(Protocol):
    """Where plans are kept with all their revisions: any `workmodel.storage.PlanStore`.

    Examples
    --------
    >>> from workmodel.storage import MemoryStore
    >>> shelf: History = MemoryStore()
    >>> saved = shelf.create("website", Plan(title="Website"))
    >>> [one.number for one in shelf.history("website")], shelf.load("website").plan.title
    ([1], 'Website')
    """

    def load(self, name: str, at: int | datetime | None = None) -> Kept:
        """The plan as it stands, at a revision's number, or at an instant."""

    def history(self, name: str) -> Sequence[Any]:
        """All its revisions, oldest first, each a `KeptRevision`."""


@frozen(eq=False)
class Past:
    """A plan as it stood at some time, with everything that followed from it then; made by `as_of`.

    Attributes
    ----------
    plan
        The plan.
    revision
        Which revision it was.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.storage import Revision
    >>> saved = Revision("website", 1, datetime(2026, 3, 2, 9))
    >>> past = Past(Plan(start="2026-03-02").add(Task("design", duration="5d")), saved)
    >>> print(past)
    revision 1, saved Mon 2026-03-02 09:00: <Plan: 1 task, start 2026-03-02>
    """

    plan: Plan
    revision: KeptRevision = field(repr=False)

    @cached_property
    def schedule(self) -> Schedule:
        """Its dates by logic, worked out once.

        Raises
        ------
        WorkModelError
            Whatever `workmodel.schedule` raises.
        """
        return scheduled(self.plan)

    def ledger(self, start: date | str, end: date | str) -> Ledger:
        """Who had how many hours in the days ``start <= day < end``, and what claimed them, as it was known then.

        Raises
        ------
        WorkModelError
            Whatever `workmodel.ledger` raises.
        """
        return ledger(self.plan, start, end, schedule=self.schedule)

    def explain(self, item: str) -> Explanation:
        """Why an item had the dates that it had.

        Raises
        ------
        UnknownId
            There was no such item.
        """
        return self.schedule.explain(item)

    def __str__(self) -> str:
        return f"{_told(self.revision)}: {self.plan!r}"


def as_of(store: History, name: str, when: int | date | datetime | str | None = None) -> Past:
    """A plan as it stood at some time: what was planned, who had which hours, and why, as it was known then.

    Parameters
    ----------
    store
        Where it is kept.
    name
        Its name there.
    when
        An instant, without a zone UTC: the last revision that is not later; a day counts to its end; or the number of a
        revision. ``None``: as it stands.

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.
    StoreError
        Whatever the store raises, such as `UnknownPlan` or `UnknownRevision`.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.storage import MemoryStore
    >>> store = MemoryStore()
    >>> first = store.create("website", Plan(start="2026-03-02").add(Task("design", duration="5d")))
    >>> again = store.save("website", first.plan.evolve("design", duration="8d"), first)
    >>> (
    ...     f"{as_of(store, 'website', 1).schedule.finish:%a %d %b}",
    ...     f"{as_of(store, 'website').schedule.finish:%a %d %b}",
    ... )
    ('Fri 06 Mar', 'Wed 11 Mar')
    """
    found = _a_store(store).load(name, _when(when))
    return Past(found.plan, found.revision)


def _when(when: object) -> int | datetime | None:
    if when is None or (isinstance(when, int) and not isinstance(when, bool)):
        return when
    at = moment(when)
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 23, 59, 59, 999_999)


@frozen(eq=False)
class Known:
    """Since when something is known; made by `first_known`.

    Attributes
    ----------
    since
        The revision from which on it has held; ``None`` where it does not hold any more.
    first
        The first revision at which it ever held.
    before
        The revision before *since*; ``None`` where it held from the first one on, or does not hold any more.
    plan
        The plan as of *since*, or of *first* where it does not hold any more.
    what_changed
        What *since* changed against the revision before, and what that caused; ``None`` where there is none before.
    untold
        Numbers of the revisions of which it could not be told, since they cannot be scheduled or have no such item.
    """

    since: KeptRevision | None
    first: KeptRevision
    before: KeptRevision | None
    plan: Plan = field(repr=False)
    what_changed: WhatChanged | None = field(repr=False)
    untold: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it holds as the plan stands."""
        return self.since is not None

    @property
    def wavered(self) -> bool:
        """Whether it held once before and did not hold in between."""
        return self.since is not None and self.since.number != self.first.number

    def __str__(self) -> str:
        if self.since is None:
            return f"known once, {_told(self.first)}; it does not hold any more"
        lines = [f"known since {_told(self.since)}"]
        if self.wavered:
            lines.append(f"it held once before, {_told(self.first)}")
        if self.what_changed is not None:
            lines += str(self.what_changed).splitlines()
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return html_of(self)


def _told(one: KeptRevision) -> str:
    """A revision: its number, when it was saved, by whom, what for."""
    who = f" by {one.author}" if one.author else ""
    why = f": {one.message}" if one.message else ""
    return f"revision {one.number}, saved {f'{one.at:%a %Y-%m-%d %H:%M %Z}'.strip()}{who}{why}"


def first_known(
    store: History,
    name: str,
    condition: Callable[[Any], object],
    *,
    of: Literal["schedule", "plan"] = "schedule",
    monotone: bool = False,
) -> Known | None:
    """When something was first known: the first revision from which on a condition has held, and what changed then.

    Parameters
    ----------
    store
        Where the plan is kept.
    name
        Its name there.
    condition
        A function of a revision's schedule (or plan) that is true where it holds. Where a revision cannot be scheduled, or
        the function asks for what is not there, it does not hold.
    of
        Whether *condition* is given the ``"schedule"`` by logic or the ``"plan"``.
    monotone
        Whether it is certain that once it holds it goes on to hold, and that the last revision can be scheduled: then fewer
        revisions are looked at. Where it is not so, what is found may be wrong.

    Returns
    -------
    Known or None
        ``None`` where it never held.

    Raises
    ------
    InvalidText, WrongType
        An argument is of no use here; the error names it.
    StoreError
        Whatever the store raises, such as `UnknownPlan`.

    Notes
    -----
    Each revision is loaded and scheduled once, in order: what holds may cease to hold and hold again, so nothing is left out,
    unless *monotone* says that it cannot. Then O(log revisions) are looked at.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> from workmodel.storage import MemoryStore
    >>> store, promised = MemoryStore(), datetime(2026, 3, 13, 17)
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="8d"), Milestone("live", after=["design"])
    ... )
    >>> saved = store.create("website", plan, author="ana")
    >>> saved = store.save(
    ...     "website", plan.evolve("design", duration="12d"), saved, author="ben", message="As estimated"
    ... )
    >>> known = first_known(store, "website", lambda dates: dates["live"].finish > promised)
    >>> known.since.number, known.since.author, known.since.message
    (2, 'ben', 'As estimated')
    >>> print(known.what_changed["live"])
    live is 4d later, Tue 2026-03-17, because design grew from 8d to 12d
    """
    if not callable(condition):
        raise WrongType("a condition", condition, "a function, such as lambda dates: dates.finish > promised")
    asked = _Asked(_a_store(store), name, condition, _of(of))
    revisions = tuple(store.history(name))
    since, first = _bisected(asked, revisions) if flag(monotone) else _walked(asked, revisions)
    if first is None:
        return None
    place = first if since is None else since
    before = revisions[since - 1] if since else None
    plan = asked.plan(revisions[place].number)
    changed = None if before is None else what_changed(asked.plan(before.number), plan)
    return Known(
        None if since is None else revisions[since], revisions[first], before, plan, changed, tuple(sorted(asked.untold))
    )  # fmt: skip


class _Asked:
    """A condition, asked of revisions; each is loaded and scheduled once."""

    def __init__(self, store: History, name: str, condition: Callable[[Any], object], of: str) -> None:
        self.store, self.name, self.condition, self.of = store, name, condition, of
        self.plans: dict[int, Plan] = {}
        self.untold: set[int] = set()

    def plan(self, number: int) -> Plan:
        """The plan of a revision."""
        if number not in self.plans:
            self.plans[number] = self.store.load(self.name, number).plan
        return self.plans[number]

    def holds(self, revision: KeptRevision) -> bool:
        """Whether the condition holds at a revision."""
        plan = self.plan(revision.number)
        try:
            return bool(self.condition(scheduled(plan) if self.of == "schedule" else plan))
        except WorkModelError:  # it cannot be scheduled, or has no such item: nothing is known of it
            self.untold.add(revision.number)
            return False


def _walked(asked: _Asked, revisions: Sequence[KeptRevision]) -> tuple[int | None, int | None]:
    """Places of the revision since which it has held, and of the first at which it did, looking at all."""
    since = first = None
    for place, held in enumerate(map(asked.holds, revisions)):
        if not held:
            since = None
        else:
            since = place if since is None else since
            first = place if first is None else first
    return since, first


def _bisected(asked: _Asked, revisions: Sequence[KeptRevision]) -> tuple[int | None, int | None]:
    """The same where what holds goes on to hold."""
    low, high = 0, len(revisions)
    while low < high:
        middle = (low + high) // 2
        if asked.holds(revisions[middle]):
            high = middle
        else:
            low = middle + 1
    found = None if low == len(revisions) else low
    return found, found


def _a_store(store: object) -> History:
    """Something that keeps plans.

    Raises
    ------
    WrongType
        It has no history, or nothing can be loaded from it.
    """
    if not all(callable(getattr(store, name, None)) for name in ("load", "history")):
        raise WrongType("a store of plans", store, "a PlanStore, such as MemoryStore()")
    return store  # type: ignore[return-value]
