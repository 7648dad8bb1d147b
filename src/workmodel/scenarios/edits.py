"""`Edits`: undo and redo over versions of a plan.

A plan is a value, so a step is the plan after it, and going back is taking an older one. Versions share what they have in
common: a thousand of them cost little more than one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve, field, frozen

from workmodel.domain import Change, Plan
from workmodel.errors import NoStep, OutOfRange, instance_of, tuple_of, whole_number
from workmodel.quantities.texts import text
from workmodel.scenarios.merge import Merge, merge

__all__ = ["EditStep", "Edits"]


@frozen
class EditStep:
    """One edit.

    Attributes
    ----------
    number
        Its place among what was done, from 1.
    message
        What it was for, as whoever did it said.
    before, after
        The plans around it.
    """

    number: int
    message: str
    before: Plan = field(repr=False)
    after: Plan = field(repr=False)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that it made."""
        return self.before.diff(self.after)

    def __str__(self) -> str:
        count = len(self.changes)
        return f"{self.number}. {self.message or 'edit'} ({count} change{'' if count == 1 else 's'})"


def _plan(value: object) -> Plan:
    return instance_of(Plan, "a version of a plan", value, "a Plan, or a function from a Plan to a Plan")


def _steps(value: Any) -> tuple[EditStep, ...]:
    expected = "a list of steps, such as other edits have"
    found = tuple_of("the steps of edits", value, expected)
    return tuple([instance_of(EditStep, "a step of edits", one, expected) for one in found])


@frozen
class Edits:
    """A plan that is being edited, with what was done and what was undone: a value, as the plan is.

    Every method gives other edits; these stay as they are.

    Attributes
    ----------
    plan
        The plan as it stands.
    steps
        What was done, oldest first.
    undone
        What was undone, next to redo first.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> edits = Edits(Plan(start="2026-03-02"))
    >>> edits = edits.do(lambda plan: plan.add(Task("spec", duration="3d")), "add the specification")
    >>> edits = edits.do(edits.plan.evolve("spec", duration="5d"), "it takes longer")
    >>> [str(step) for step in edits.steps]
    ['1. add the specification (1 change)', '2. it takes longer (1 change)']
    >>> str(edits.undo().plan["spec"].duration), edits.undo().redo() == edits
    ('3d', True)
    """

    plan: Plan = field(converter=_plan)
    steps: tuple[EditStep, ...] = field(default=(), converter=_steps, kw_only=True)
    undone: tuple[EditStep, ...] = field(default=(), converter=_steps, kw_only=True)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self.steps)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self.undone)

    def do(self, edit: Plan | Callable[[Plan], Plan], message: str = "") -> Edits:
        """The edits after one more; what was undone is gone. An edit that changes nothing is none.

        Parameters
        ----------
        edit
            The plan after it, or a function that makes it of the plan as it stands.
        message
            What it is for.

        Raises
        ------
        WrongType
            It is, or gives, no plan.
        """
        text("the message of an edit", message)
        after = edit(self.plan) if callable(edit) else edit
        _plan(after)
        if after == self.plan:
            return self
        step = EditStep(len(self.steps) + 1, message, self.plan, after)
        return Edits(after, steps=(*self.steps, step))

    def undo(self, steps: int = 1) -> Edits:
        """The edits with the last steps undone.

        Raises
        ------
        NoStep
            There are not so many.
        """
        count = _count("undo", steps, len(self.steps))
        if not count:
            return self
        back = self.steps[-count:]
        return evolve(self, plan=back[0].before, steps=self.steps[:-count], undone=(*back, *self.undone))

    def redo(self, steps: int = 1) -> Edits:
        """The edits with the steps that were undone last done again.

        Raises
        ------
        NoStep
            There are not so many.
        """
        count = _count("redo", steps, len(self.undone))
        if not count:
            return self
        again = self.undone[:count]
        return evolve(self, plan=again[-1].after, steps=(*self.steps, *again), undone=self.undone[count:])

    def revert(self, step: EditStep | int) -> Merge:
        """What the plan would be without one past step, all later ones kept.

        A merge whose base is the plan after that step, ours the plan as it stands, and theirs the plan before the step. Where
        later steps built on it there are conflicts, and until they are decided the later steps stand. Its plan is the next
        edit: ``edits.do(edits.revert(2).plan, "without 2")``.

        Parameters
        ----------
        step
            One of `steps`, or its number.

        Raises
        ------
        NoStep
            It is none of what was done.

        Examples
        --------
        >>> from workmodel.domain import Plan, Task
        >>> edits = Edits(Plan().add(Task("spec", duration="3d"), Task("build", duration="5d")))
        >>> edits = edits.do(edits.plan.evolve("spec", duration="9d"), "a guess")
        >>> edits = edits.do(edits.plan.evolve("build", duration="6d"), "as measured")
        >>> without = edits.revert(1)
        >>> str(without.plan["spec"].duration), str(without.plan["build"].duration), without.conflicts
        ('3d', '6d', ())
        """
        if isinstance(step, EditStep):
            found = step if step in self.steps[step.number - 1 : step.number] else None
            number = step.number
        else:
            number = whole_number("the number of a step", step)
            found = self.steps[number - 1] if 1 <= number <= len(self.steps) else None
        if found is None:
            raise NoStep(str(number), len(self.steps))
        return merge(found.after, self.plan, found.before)


def _count(what: str, steps: object, most: int) -> int:
    count = whole_number(f"how many steps to {what}", steps)
    if count < 0:
        raise OutOfRange(f"the number of steps to {what}", count, "zero or more")
    if count > most:
        raise NoStep(what, most)
    return count
