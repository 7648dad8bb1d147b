"""What a store of plans refuses, and what it cannot read."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from workmodel.errors.base import WorkModelError, nearest, shown

__all__ = [
    "DamagedStore",
    "NameTaken",
    "NewerStore",
    "PlanArchived",
    "ReadOnlyStore",
    "RevisionConflict",
    "StoreBusy",
    "StoreError",
    "StoreUnavailable",
    "UnknownOutcome",
    "UnknownPlan",
    "UnknownRevision",
    "UnusableStore",
]


class StoreError(WorkModelError):
    """A store cannot do what was asked; nothing in it has changed."""


@frozen
class UnknownPlan(StoreError, KeyError):
    """The store holds no plan of this name.

    Attributes
    ----------
    name
        What was asked for.
    known
        Names the store does hold, for a suggestion.
    """

    name: str
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"the store holds no plan {shown(self.name, 200)}.{nearest(self.name, self.known)}".rstrip(".")


@frozen
class UnknownRevision(StoreError, LookupError):
    """A plan of the store had no such revision, or none yet at that time.

    Attributes
    ----------
    name
        The plan.
    asked
        The revision number or the instant.
    first, last
        Numbers of the first and the last revision there is.
    """

    name: str
    asked: Any
    first: int
    last: int

    def __str__(self) -> str:
        if isinstance(self.asked, int):
            return f"{self.name!r} has no revision {self.asked}: there are {self.first} to {self.last}"
        return f"{self.name!r} did not exist at {self.asked}: its first revision is later; see history({self.name!r})"


@frozen
class NameTaken(StoreError, ValueError):
    """The name belongs to another plan of the store, perhaps an archived one: nothing is ever overwritten.

    Attributes
    ----------
    name
        The name.
    archived
        Whether the plan that has it is archived.
    """

    name: str
    archived: bool = False

    def __str__(self) -> str:
        which = "an archived plan of the store has" if self.archived else "another plan of the store has"
        return f"{which} the name {self.name!r}, and nothing is overwritten: choose another, or save a revision of that plan"


@frozen
class PlanArchived(StoreError, ValueError):
    """The plan was archived: it can be read and branched, and no longer saved.

    Attributes
    ----------
    name
        The plan.
    """

    name: str

    def __str__(self) -> str:
        return f"{self.name!r} is archived and takes no more revisions: go on from it with branch({self.name!r}, a new name)"


@frozen
class RevisionConflict(StoreError, RuntimeError):
    """Somebody else has saved since: the revision that was expected is no longer the current one.

    Attributes
    ----------
    name
        The plan.
    expected, current
        The `workmodel.storage.Revision` that was named (or its number, when a number was), and the one that stands.
    changes
        What leads from the expected to the current one, as ``plan.diff`` gives it.
    """

    name: str
    expected: Any
    current: Any
    changes: tuple[Any, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        expected = getattr(self.expected, "number", self.expected)
        by = f" by {self.current.author}" if self.current.author else ""
        count = len(self.changes)
        what = "one change" if count == 1 else f"{count} changes"
        return (
            f"{self.name!r} is at revision {self.current.number}{by}, not at {expected}: {what} came in between. "
            "Load it, merge yours into it and save again; update(name, function) does so by itself"
        )


@frozen
class ReadOnlyStore(StoreError, PermissionError):
    """The store was opened for reading only.

    Attributes
    ----------
    what
        What was asked of it ("save").
    """

    what: str

    def __str__(self) -> str:
        return f"the store is open for reading only, so it cannot {self.what}: open it without read_only=True"


@frozen
class StoreBusy(StoreError, TimeoutError):
    """Others held the store for longer than it was to be waited for; nothing was saved.

    Attributes
    ----------
    what
        What was asked of it ("save").
    seconds
        How long was waited.
    """

    what: str
    seconds: float

    def __str__(self) -> str:
        return (
            f"the store was held by others for {self.seconds:g} s, so it could not {self.what}; nothing was saved: "
            "try again, or wait longer (timeout=)"
        )


@frozen
class StoreUnavailable(StoreError, OSError):
    """What the store stands on refuses: no room, no permission, no connection; nothing was saved.

    Attributes
    ----------
    where
        The file, folder or database, without credentials.
    problem
        What it says.
    """

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where} cannot be used: {self.problem}. Nothing was saved; mend that and try again"


@frozen
class DamagedStore(StoreError, ValueError):
    """Something in the store is not what was once written there.

    Attributes
    ----------
    where
        The file, row or record, without credentials.
    problem
        What is wrong with it.
    """

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where} is damaged: {self.problem}. Nothing was changed; take it from a copy"


@frozen
class NewerStore(StoreError, ValueError):
    """The store was made by a later release.

    Attributes
    ----------
    where
        Which store, without credentials.
    version
        What it says of itself.
    known
        The newest that this release reads.
    """

    where: str
    version: str
    known: str

    def __str__(self) -> str:
        return (
            f"{self.where} is of version {self.version}, and this release reads up to {self.known}: "
            "install a later release of workmodel"
        )


@frozen
class UnknownOutcome(StoreError, OSError):
    """The answer to the last step of a save was lost, and with it whether it was saved.

    Attributes
    ----------
    where
        Which store, without credentials.
    what
        What was asked of it ("save").
    problem
        What came instead of the answer.
    """

    where: str
    what: str
    problem: str

    def __str__(self) -> str:
        return (
            f"{self.where} was asked to {self.what}, and its answer was lost: {self.problem}. Whether it was saved is not "
            "known: look into history() before you try again"
        )


@frozen
class UnusableStore(StoreError, ValueError):
    """What cannot be used as a store of plans.

    Attributes
    ----------
    where
        Which store, without credentials.
    problem
        Why not.
    cure
        What to do.
    """

    where: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where} cannot be used as a store of plans: {self.problem}. {self.cure}"
