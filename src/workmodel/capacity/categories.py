"""`hours_by_category`: where everybody's hours go, every one of them, from gross down to free."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from workmodel.capacity.coverage import Coverage
from workmodel.capacity.covered import covered
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.sources import Source
from workmodel.capacity.wording import said_hours, said_share, share_of
from workmodel.domain import Plan, Routine
from workmodel.errors import UnknownId, named, nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["CATEGORIES", "HoursByCategory", "hours_by_category"]

CATEGORIES: Final = (
    "project",  # tasks in a project
    "task",  # tasks in none
    "routine",  # occurrences, expected items and hours held
    "meeting",  # occurrences that each of the assigned spends
    "reserve",  # left on purpose
    "limit",  # free hours that a daily or weekly limit forbids to claim
    "switching",  # lost to working on several things
    "absence",  # lost to absences
    "free",  # what nobody claims and somebody may
)
"""Where hours go; together all there are."""


@frozen(eq=False)
class HoursByCategory:
    """Gross hours of every resource, by where they go; made by `hours_by_category`.

    Attributes
    ----------
    resources
        Ids, in the plan's order.
    coverage
        Which items say nothing of what they take, so that no category holds it.
    """

    resources: tuple[str, ...]
    coverage: Coverage
    _units: dict[str, Ints] = field(repr=False)

    def of(self, resource: str) -> dict[str, Decimal]:
        """One resource's hours by category; they sum to its gross hours. [person-min]

        Raises
        ------
        UnknownId
            No such resource, or one without hours.
        """
        if resource not in self.resources:
            raise UnknownId(
                named(resource), nearest(named(resource), self.resources), "resource with hours of its own"
            )
        row = self.resources.index(resource)
        return {name: amount(int(units[row])) for name, units in self._units.items()}

    def total(self) -> dict[str, Decimal]:
        """Everybody's hours by category. [person-min]"""
        return {name: amount(int(units.sum())) for name, units in self._units.items()}

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry a resource: ``resource``, ``gross``, then one for each category. [person-min]"""
        gross = sum(self._units.values())
        found: dict[str, list[Any]] = {"resource": list(self.resources)}
        for name, units in {"gross": gross, **self._units}.items():
            found[name] = [amount(one) for one in units.tolist()]  # type: ignore[union-attr]
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict a resource; names as in `columns`."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def __str__(self) -> str:
        whole = sum(int(units.sum()) for units in self._units.values())
        lines = [f"{said_hours(amount(whole))} gross"]
        for name, units in self._units.items():
            own = int(units.sum())
            if own:
                lines.append(f"  {name}: {said_hours(amount(own))} ({said_share(share_of(own, whole))})")
        return "\n".join([*lines, str(self.coverage)])


def hours_by_category(ledger: Ledger) -> HoursByCategory:
    """Where everybody's hours go: project, routine, meeting, absence, switching, free …; exactly all there are.

    What was reported of a routine counts as the routine does; see `CATEGORIES`.

    Raises
    ------
    WrongType
        No ledger.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Project, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", absences=["2026-03-06 vacation"]),
    ...     Routine(
    ...         "talk", recurrence="FREQ=DAILY", at="09:00", effort="1h", split="each", assignments=["kim"]
    ...     ),
    ...     Project("site"),
    ...     Task("guide", parent="site", duration="3d", effort="12h", assignments=["kim"]),
    ... )
    >>> print(hours_by_category(ledger(plan, "2026-03-02", "2026-03-09")))
    40h gross
      project: 12h (30 %)
      meeting: 4h (10 %)
      absence: 8h (20 %)
      free: 16h (40 %)
    no item is without an effort
    """
    import numpy as np

    here = covered(ledger)
    found = {name: np.zeros(len(ledger.resources), dtype=np.int64) for name in CATEGORIES}
    names = [_category(ledger.plan, source) for source in ledger.claims.sources]
    category = np.array([CATEGORIES.index(name) for name in names], dtype=np.int64)[here.source]
    for number, name in enumerate(CATEGORIES):
        some = category == number
        np.add.at(found[name], here.row[some], here.granted[some])
    for name, by_day in (
        ("limit", here.barred),
        ("switching", here.loss),
        ("absence", here.absence),
        ("free", here.free),
    ):
        found[name] += by_day.sum(axis=1)
    return HoursByCategory(ledger.resources, ledger.coverage, found)


def _category(plan: Plan, source: Source) -> str:
    if source.kind == "task":
        return "project" if source.project else "task"
    if source.kind in ("meeting", "reserve"):
        return source.kind
    routine = plan.get(source.id)
    done_together = source.kind == "actual" and isinstance(routine, Routine) and routine.split == "each"
    return "meeting" if done_together else "routine"
