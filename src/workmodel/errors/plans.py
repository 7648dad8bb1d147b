"""What is wrong with entities that do not fit together, and with plans that cannot be dated."""

from __future__ import annotations

from attrs import field, frozen

from workmodel.errors.base import WorkModelError, around, nearest, shown_id

__all__ = [
    "ChangeDoesNotApply",
    "DependencyCycle",
    "InvalidPlan",
    "HandoverRefused",
    "LoadStopped",
    "NoCompletion",
    "NoOccurrences",
    "NoPlanDate",
    "PlanFaults",
    "PlanTooLong",
    "StillReferred",
    "UnknownId",
    "UnknownMode",
]


class InvalidPlan(WorkModelError, ValueError):
    """Entities that do not fit together."""


@frozen
class PlanFaults(InvalidPlan):
    """Everything that is wrong with one edit of a plan; the plan is as it was.

    Attributes
    ----------
    faults
        One sentence each, in the order of the entities given.
    rings
        Ids around each ring of parents or of calendars' bases, of which a sentence shows both ends only.
    """

    faults: tuple[str, ...]
    rings: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return self.faults[0]
        most = 20
        lines = [f"  - {fault}" for fault in self.faults[:most]]
        if len(self.faults) > most:
            lines.append(f"  … and {len(self.faults) - most} more")
        return "\n".join([f"{len(self.faults)} things do not fit; nothing was changed:", *lines])


@frozen
class LoadStopped(WorkModelError, RuntimeError):
    """A plan was not loaded, because what was called with the progress wanted no more.

    Attributes
    ----------
    done
        Rows that had been read.
    total
        Rows there were.

    Examples
    --------
    >>> print(LoadStopped(2000, 1_000_000))
    the load was stopped by on_progress after 2,000 of 1,000,000 rows; there is no plan
    """

    done: int
    total: int

    def __str__(self) -> str:
        return f"the load was stopped by on_progress after {self.done:,} of {self.total:,} rows; there is no plan"


@frozen
class UnknownId(InvalidPlan, KeyError):
    """No entity of the plan has this id.

    Attributes
    ----------
    id
        The id asked for.
    hint
        A half-sentence with near names, or nothing.
    wanted
        What it should have been.
    """

    id: str
    hint: str = ""
    wanted: str = "item"

    def __str__(self) -> str:
        return f'the plan has no {self.wanted} with the id "{shown_id(self.id)}".{self.hint}'


@frozen
class UnknownMode(InvalidPlan, KeyError):
    """A task has no mode of this name.

    Attributes
    ----------
    task
        Id of the task.
    name
        The name asked for.
    known
        The names of its modes, in its order.

    Examples
    --------
    >>> print(UnknownMode("trench", "diger", ("by hand", "digger")))
    "trench" has no mode "diger"; it has by hand, digger. Did you mean "digger"?
    """

    task: str
    name: str
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        about = f'"{shown_id(self.task)}" has no mode "{shown_id(self.name)}"'
        if not self.known:
            return f"{about}, as it has none at all; give it some: modes=[Mode(...), ...]."
        more = "" if len(self.known) <= 10 else f" and {len(self.known) - 10} more"
        return f"{about}; it has {', '.join(self.known[:10])}{more}.{nearest(self.name, self.known)}"


@frozen
class StillReferred(InvalidPlan):
    """Something that others refer to was to be removed.

    Attributes
    ----------
    referrers
        For each id to be removed, the ids that refer to it.
    """

    referrers: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        parts = []
        for name, users in self.referrers[:10]:
            listed = ", ".join(f'"{u}"' for u in users[:10]) + (
                f" and {len(users) - 10} more" if len(users) > 10 else ""
            )
            parts.append(f'"{name}" is referred to by {listed}')
        more = f"; and {len(self.referrers) - 10} more" if len(self.referrers) > 10 else ""
        return (
            f"cannot remove: {'; '.join(parts)}{more}. Change or remove those first, or pass cascade=True to remove "
            "the children as well and drop the references."
        )


@frozen
class ChangeDoesNotApply(InvalidPlan):
    """A change was made for another state of the plan.

    Attributes
    ----------
    subject
        The id the change is about (empty: the plan's own settings).
    reason
        What does not fit.
    """

    subject: str
    reason: str

    def __str__(self) -> str:
        about = f'the change of "{self.subject}"' if self.subject else "the change of the plan's settings"
        return (
            f"{about} does not apply here: {self.reason}. Changes replay on the plan they were made from; "
            "for another plan, take a new difference first."
        )


@frozen
class DependencyCycle(InvalidPlan):
    """Items that wait for each other in a ring.

    Attributes
    ----------
    path
        The ids around the ring, each waiting for the one before it; the first waits for the last.
    through_summaries
        Ids on the ring that are summaries: what is inside waits for what the summary waits for.
    """

    path: tuple[str, ...]
    through_summaries: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        via = ""
        if self.through_summaries:
            names = ", ".join(self.through_summaries[:5])
            via = f" ({names}: a link of a summary holds for everything below it)"
        return (
            f"these items wait for each other: {around(self.path)}{via}; none of them can ever start. Drop one of these "
            "dependencies, or split an item so that only its first part is waited for."
        )


@frozen
class NoPlanDate(InvalidPlan):
    """A plan without a start (or, planned backward, without a finish) has no dates.

    Attributes
    ----------
    setting
        The missing setting, ``"start"`` or ``"finish"``.
    """

    setting: str

    def __str__(self) -> str:
        return (
            f'the plan has no {self.setting}, so nothing has a date. Give one: Plan({self.setting}="2026-03-02") '
            f'or plan.evolve({self.setting}="2026-03-02").'
        )


@frozen
class PlanTooLong(InvalidPlan):
    """Dates more than a hundred years apart.

    Attributes
    ----------
    subject
        Id of an item whose date lies that far away.
    """

    subject: str

    def __str__(self) -> str:
        return (
            f'"{self.subject}" would lie more than a hundred years from the other dates of the plan. Look for a duration, '
            "lag or date that is too large, such as months written for minutes or a wrong century."
        )


@frozen
class NoOccurrences(InvalidPlan):
    """A routine whose occurrences cannot be told.

    Attributes
    ----------
    routine
        Its id.
    reason
        What is missing, as a half-sentence.
    cure
        What to do or ask instead, as a sentence.
    """

    routine: str
    reason: str
    cure: str

    def __str__(self) -> str:
        return (
            f'routine "{shown_id(self.routine)}" {self.reason}, so it has no occurrences to tell. {self.cure}'
        )


@frozen
class HandoverRefused(InvalidPlan):
    """Routines that a project leaves behind and that nobody answers for, or nobody does.

    Attributes
    ----------
    project
        Id of what ends.
    without_owner
        Ids of routines that have no owner.
    without_people
        Ids of routines that have an owner, but nobody to do them.
    ending
        Ids of routines that belong to what ends, so that they would end when they begin.
    """

    project: str
    without_owner: tuple[str, ...]
    without_people: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()

    def __str__(self) -> str:
        found = []
        if self.ending:
            names = ", ".join(map(shown_id, self.ending))
            found.append(f"it ends what belongs to it, {names}: give each another parent, or none")
        if self.without_owner:
            found.append(
                f"nobody answers for {', '.join(map(shown_id, self.without_owner))}: give each an owner"
            )
        if self.without_people:
            found.append(
                f"nobody does {', '.join(map(shown_id, self.without_people))}: give each assignments, or requires"
            )
        return f"{shown_id(self.project)} cannot be handed over: {'; '.join(found)}. Nothing was added."


@frozen
class NoCompletion(InvalidPlan):
    """A question for the completion of a routine, which goes on.

    Attributes
    ----------
    routine
        Its id.
    """

    routine: str

    def __str__(self) -> str:
        return (
            f'routine "{shown_id(self.routine)}" goes on and is never complete, so no percentage of it is. Ask how well it is '
            "kept: workmodel.routines.adherence(plan, routine, start, end, as_of=...)."
        )
