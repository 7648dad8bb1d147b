"""Overloads before and after a change: which are new, gone, worse or eased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, cast

from attrs import frozen

from workmodel.capacity import Overload, Period
from workmodel.capacity.wording import said_hours

__all__ = ["OverloadChange", "overload_changes"]


@frozen
class OverloadChange:
    """More, or less, that is too much for one resource in a period than before a change.

    Attributes
    ----------
    before, after
        The overload before and after; one of them ``None`` where there was, or is, none.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource, Task
    >>> from workmodel.scenarios import what_if
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"), Task("design", duration="3d", assignments=["ana"])
    ... )
    >>> found = what_if(plan, lambda plan: plan.evolve("ana", absences=["2026-03-03 ill"]))
    >>> change: OverloadChange = found.overloads[0]
    >>> print(change)
    ana, 2026-W10 (to 2026-03-04): 8h over, none before
    """

    before: Overload | None
    after: Overload | None

    @property
    def _either(self) -> Overload:
        return cast("Overload", self.after or self.before)

    @property
    def resource(self) -> str:
        """Whose: the id after, or before where nothing is too much after."""
        return self._either.resource

    @property
    def period(self) -> Period:
        """When."""
        return self._either.period

    @property
    def kind(self) -> Literal["new", "gone", "worse", "eased"]:
        """What became of it: ``"worse"`` where more is too much than before, ``"eased"`` where less is."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "worse" if self.after.over > self.before.over else "eased"

    def __str__(self) -> str:
        now = "none" if self.after is None else f"{said_hours(self.after.over)} over"
        was = "none" if self.before is None else said_hours(self.before.over)
        return f"{self.resource}, {self.period}: {now}, {was} before"


def overload_changes(
    before: Sequence[Overload], after: Sequence[Overload], names: Mapping[str, str]
) -> tuple[OverloadChange, ...]:
    """What differs between the overloads of two ledgers of the same days, by period, in it first what is there after.

    Parameters
    ----------
    names
        The id that a resource has after, by the one it had, where they differ.
    """
    was: dict[tuple[date, str], Overload] = {
        (one.period.start, names.get(one.resource, one.resource)): one for one in before
    }
    found = []
    for one in after:
        old = was.pop((one.period.start, one.resource), None)
        if old is None or old.over != one.over:
            found.append(OverloadChange(old, one))
    found += [OverloadChange(old, None) for old in was.values()]
    return tuple(sorted(found, key=lambda one: one.period.start))
