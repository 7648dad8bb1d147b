"""What a store of plans can do, whatever it stands on, and the values it hands out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from workmodel.domain import Change, Plan

__all__ = ["PlanStore", "Revision", "Stored"]


@frozen
class Revision:
    """One state of a plan that a store keeps for good.

    Attributes
    ----------
    name
        The plan's name in the store.
    number
        1 for the first, then one more each; never given twice.
    at
        When it was saved: an instant, with UTC as its zone. Never earlier than the revision before it.
    author, message
        Who saved it and what for, as they said.
    event
        ``"created"``, ``"saved"``, ``"branched"`` (the first one of a branch) or ``"archived"``.
    origin
        Of the first revision of a branch: the name and number it was made from.
    id
        A name that no other revision of any store has.
    plan
        The plan as saved, where the store has it at hand: what is saved after it is then told from shared structure. Not
        compared, not printed.
    """

    name: str
    number: int
    at: datetime
    author: str = ""
    message: str = ""
    event: str = "saved"
    origin: tuple[str, int] | None = None
    id: str = ""
    plan: Plan | None = field(default=None, eq=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        who = f" by {self.author}" if self.author else ""
        why = f": {self.message}" if self.message else ""
        return f"{self.name} {self.number}, {self.event} {self.at:%Y-%m-%d %H:%M} UTC{who}{why}"


@frozen
class Stored:
    """A plan as a store keeps it.

    Attributes
    ----------
    plan
        The plan.
    revision
        Which revision it is; hand it to `PlanStore.save` as ``expected``.
    """

    plan: Plan
    revision: Revision


@runtime_checkable
class PlanStore(Protocol):
    """Plans by name, each a sequence of revisions that is only ever added to.

    Every method either does all it says or raises an error of `workmodel.errors` and leaves the store as it was.

    Names are text of any content with 1 to 500 letters, and two names are the same only if all their letters are;
    authors and messages are text of any content. Arguments of another type raise `InvalidValue`. What happens in which
    process counts alike: a revision that one store object handed out is good for every other one of the same place.
    """

    def create(self, name: str, plan: Plan, *, author: str = "", message: str = "") -> Revision:
        """A plan under a new name; `NameTaken` if there is one, archived or not."""
        ...

    def load(self, name: str, at: int | datetime | None = None) -> Stored:
        """The plan as it stands, at a revision's number, or at an instant (the last revision not later than it).

        An instant without a zone is UTC; of several revisions at one instant the last is meant. `UnknownPlan` or
        `UnknownRevision` if there is none.
        """
        ...

    def save(
        self, name: str, plan: Plan, expected: Revision | int, *, author: str = "", message: str = ""
    ) -> Revision:
        """A further revision, if *expected* is still the current one; else `RevisionConflict`.

        The conflict holds both revisions and what came in between. `PlanArchived` if the plan was put away, whatever
        is expected; `UnknownRevision` if there never was one of that number, and `InvalidValue` for a revision of another
        plan. The revision says when it was saved, which is never before the one before it, even if the clock was set back.

        A plan equal to the current one makes no revision: the current one is returned. Given a `Revision` that carries
        its plan, the change is told from what the two plans share; given a bare number the store loads that revision
        and compares, which costs as much as the plan is large.
        """
        ...

    def update(
        self,
        name: str,
        function: Callable[[Plan], Plan],
        *,
        retries: int = 20,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """Save what *function* makes of the current plan; when somebody else saves meanwhile, do it again on theirs.

        *function* may be called several times. After so many *retries* `RevisionConflict` is raised. A plan that it
        returns as it is makes no revision; what it raises goes through, and nothing is saved.
        """
        ...

    def history(self, name: str) -> tuple[Revision, ...]:
        """All revisions, oldest first; of a branch from where it was made: the first one says its origin."""
        ...

    def changes(self, name: str, since: int, until: int | None = None) -> tuple[Change, ...]:
        """What leads from revision *since* to *until* (the current one), as ``plan.apply`` takes it.

        With *until* before *since* the changes lead back.
        """
        ...

    def branch(
        self,
        name: str,
        new_name: str,
        at: int | datetime | None = None,
        *,
        author: str = "",
        message: str = "",
    ) -> Revision:
        """A plan of its own that begins as *name* stands, or stood, at a number or an instant as for `load`.

        Archived plans can be branched as well. `NameTaken` if there is a plan of the new name.
        """
        ...

    def names(self, *, archived: bool = False) -> tuple[str, ...]:
        """Names of the plans in alphabetical order; with *archived* of the archived ones instead."""
        ...

    def archive(self, name: str, *, author: str = "", message: str = "") -> Revision:
        """Put a plan away: a last revision that says so. It stays readable and can be branched, and is never deleted.

        Its name stays taken. `PlanArchived` if it was put away already.
        """
        ...
