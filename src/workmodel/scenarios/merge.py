"""`merge`: two edits of one plan made into one, and what they contradict each other in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain import Change, Plan
from workmodel.errors import UnknownConflict, WrongType, instance_of
from workmodel.scenarios.merge_build import merged_plan
from workmodel.scenarios.merge_conflict import SIDES, Choice, Conflict
from workmodel.scenarios.merge_sides import sides_of

__all__ = ["Merge", "Resolve", "merge"]

Resolve = Callable[[Conflict], Any] | str | None
"""How conflicts are resolved: a side for all of them, a function that gives the value of each, or not at all."""

_EXPECTED: Final = (
    '"ours", "theirs", "base", or a function that gives the value for a conflict, such as '
    "lambda conflict: conflict.theirs"
)
_MOST: Final = 20


@frozen(kw_only=True)
class Merge:
    """Two edits of one plan in one, and what is still to be decided between them.

    Attributes
    ----------
    base
        The plan that both began from.
    ours, theirs
        The two edits of it.
    plan
        Everything that the two do not contradict each other in, and where they do what was decided. While a conflict is open,
        ours stands; what cannot stand beside it gives way. It is always a valid plan.
    conflicts
        What is open.
    decided
        What was decided, by side or value.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource, Task
    >>> base = Plan(start="2026-03-02").add(Resource("ben"), Task("build", title="Build", duration="5d"))
    >>> found = merge(
    ...     base,
    ...     base.evolve("build", duration="8d"),
    ...     base.evolve("build", duration="6d", assignments=["ben"]),
    ... )
    >>> print(found.conflicts[0])
    Build: duration was 5d; ours says 8d, theirs says 6d
    >>> str(found.plan["build"].duration), str(found.plan["build"].assignments[0])
    ('8d', 'ben')
    >>> found = found.settle(found.conflicts[0], found.conflicts[0].theirs)
    >>> str(found.plan["build"].duration), found.conflicts
    ('6d', ())
    """

    base: Plan
    ours: Plan
    theirs: Plan
    plan: Plan
    conflicts: tuple[Conflict, ...] = ()
    decided: tuple[Conflict, ...] = ()
    _choices: Mapping[tuple[Any, ...], Choice] = field(factory=dict, repr=False, eq=False)

    @property
    def changes_from_ours(self) -> tuple[Change, ...]:
        """The changes that lead from ours to the merged plan: what theirs brings."""
        return self.ours.diff(self.plan)

    @property
    def changes_from_theirs(self) -> tuple[Change, ...]:
        """The changes that lead from theirs to the merged plan: what ours brings."""
        return self.theirs.diff(self.plan)

    def settle(self, conflict: Conflict, value: Any) -> Merge:
        """The merge in which one conflict is decided.

        Deciding one may open others: what is kept may refer to what was removed.

        Parameters
        ----------
        conflict
            One of this merge's, open or decided.
        value
            ``conflict.ours``, ``conflict.theirs``, ``conflict.base``, or any other value that the field may have; for an
            entity as a whole an entity of that id, or ``None`` to be without it; for names an id. `OPEN` opens it again.

        Raises
        ------
        UnknownConflict
            The merge has no such conflict.
        PlanFaults
            The value, none of the three, does not fit the merged plan.
        InvalidValue
            The field cannot have it.
        """
        instance_of(Conflict, "a conflict", conflict, "one of merge.conflicts")
        if all(conflict.address != one.address for one in (*self.conflicts, *self.decided)):
            raise UnknownConflict(str(conflict), len(self.conflicts))
        return self._again({**self._choices, conflict.address: conflict.choice(value)}, None)

    def resolved(self, resolve: Resolve) -> Merge:
        """The merge in which all open conflicts are decided in one way.

        Parameters
        ----------
        resolve
            ``"ours"``, ``"theirs"``, ``"base"``, or a function that gives the value for a conflict: see `settle`; where it
            gives `OPEN`, the conflict stays open.

        Raises
        ------
        PlanFaults
            A value, none of the three, does not fit the merged plan.
        InvalidValue
            A field cannot have a value.

        Examples
        --------
        >>> from workmodel.domain import Plan
        >>> base = Plan(title="Fair")
        >>> found = merge(base, base.evolve(title="Spring fair"), base.evolve(title="Book fair"))
        >>> found.plan.title, found.resolved("theirs").plan.title
        ('Spring fair', 'Book fair')
        """
        return self._again(self._choices, resolve)

    def _again(self, choices: Mapping[tuple[Any, ...], Choice], resolve: Resolve) -> Merge:
        return _merged(self.base, self.ours, self.theirs, choices, resolve)

    def __str__(self) -> str:
        ours, theirs = (len(self.base.diff(plan)) for plan in (self.ours, self.theirs))
        told = f"merge of {_changes(ours)} of ours and {_changes(theirs)} of theirs"
        decided = f", {len(self.decided)} decided" if self.decided else ""
        if not self.conflicts:
            return f"{told}: no open conflicts{decided}"
        lines = [f"  - {conflict}" for conflict in self.conflicts[:_MOST]]
        more = len(self.conflicts) - _MOST
        lines += [f"  … and {more} more"] if more > 0 else []
        number = f"{len(self.conflicts)} open conflict{'s' if len(self.conflicts) > 1 else ''}{decided}"
        return "\n".join([f"{told}: {number}; ours stands until they are decided", *lines])

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)


def _changes(number: int) -> str:
    return f"{number} change{'' if number == 1 else 's'}"


def merge(base: Plan, ours: Plan, theirs: Plan, *, resolve: Resolve = None) -> Merge:
    """Two edits of one plan in one: three-way, by what they say and not by how they are written down.

    What only one of them changed is taken over, field by field; lists are merged by element, so that two people may add
    different predecessors to one task, different absences to one person, different tags. References follow renames that the
    other side made. Orders never conflict: what one side moved moves, ours where both did, and of what both put in one place
    ours comes first.

    Parameters
    ----------
    base
        The plan that both began from.
    ours, theirs
        The two edits of it.
    resolve
        How conflicts are decided: ``"ours"``, ``"theirs"``, ``"base"``, or a function that gives the value for a
        `Conflict`, such as ``lambda conflict: conflict.theirs``; ``None`` leaves them open.

    Returns
    -------
    Merge
        The merged plan, always a valid one, and the conflicts. While one is open, ours stands.

    Raises
    ------
    WrongType
        An argument is no plan, or no way to resolve.
    PlanFaults, InvalidValue
        A value that the function gave, none of the three, does not fit.

    Notes
    -----
    Costs what the edits changed where the plans share their structure, as versions of one plan do. Only where both changed
    what waits for what is the merged plan searched for a ring, and only where theirs moved or inserted is its order written
    anew, each O(plan).

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> base = Plan(start="2026-03-02").add(
    ...     Task("spec"), Task("build", after=["spec"]), Task("test", after=["build"])
    ... )
    >>> ours = base.rename("build", "make").evolve("spec", duration="3d")
    >>> theirs = base.evolve("test", after=["build", "spec FS+1d"]).add(Task("ship", after=["test", "build"]))
    >>> found = merge(base, ours, theirs)
    >>> (
    ...     found.conflicts,
    ...     [str(one) for one in found.plan["test"].after],
    ...     found.plan["ship"].after[1].predecessor,
    ... )
    ((), ['make', 'spec FS+1d'], 'make')
    """
    for name, plan in (("base", base), ("ours", ours), ("theirs", theirs)):
        instance_of(Plan, f"the plan to merge ({name})", plan, "a Plan")
    return _merged(base, ours, theirs, {}, resolve)


def _merged(
    base: Plan, ours: Plan, theirs: Plan, choices: Mapping[tuple[Any, ...], Choice], resolve: Resolve
) -> Merge:
    asker = _Asker(choices, resolve)
    if theirs in (ours, base):
        plan = ours
    elif ours == base:
        plan = theirs
    else:
        plan = merged_plan(sides_of(base, ours, theirs, asker), asker)
    return Merge(
        base=base, ours=ours, theirs=theirs, plan=plan, conflicts=tuple(asker.open), decided=tuple(asker.decided),
        choices=asker.choices,
    )  # fmt: skip


class _Asker:
    """Decides about conflicts: by what was decided before, else as it was told to; keeps what it was asked."""

    def __init__(self, choices: Mapping[tuple[Any, ...], Choice], resolve: Resolve) -> None:
        if not (resolve is None or resolve in SIDES or (callable(resolve) and not isinstance(resolve, str))):
            raise WrongType("a way to resolve conflicts", resolve, _EXPECTED)
        self.choices = dict(choices)
        self.resolve = resolve
        self.open: list[Conflict] = []
        self.decided: list[Conflict] = []

    def __call__(self, conflict: Conflict) -> Choice:
        choice = self.choices.get(conflict.address)
        if choice is None or (choice.side == "open" and self.resolve is not None):
            choice = self._answer(conflict)
        self.choices[conflict.address] = choice
        (self.open if choice.side == "open" else self.decided).append(conflict)
        return choice

    def _answer(self, conflict: Conflict) -> Choice:
        if self.resolve is None:
            return Choice("open")
        if isinstance(self.resolve, str):
            return Choice(self.resolve)
        return conflict.choice(self.resolve(conflict))
