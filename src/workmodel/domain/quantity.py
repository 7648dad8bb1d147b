"""What an assignment uses up of a material or of money, and what is odd about how that is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workmodel.domain.resource import Resource
from workmodel.findings import Finding

if TYPE_CHECKING:
    from workmodel.domain.assignment import Assignment
    from workmodel.domain.items import Task
    from workmodel.domain.reading import ReadablePlan
    from workmodel.domain.routine import Routine

__all__ = ["about_quantities", "quantity_words"]


def quantity_words(resource: Resource, assigned: Assignment) -> str:
    """The units of an assignment as people read them: a quantity of what is used up, else a share; empty for none.

    Examples
    --------
    >>> from workmodel.domain import Assignment
    >>> quantity_words(Resource("ink", type="material", unit="litre"), Assignment("ink", 40))
    '40 litre'
    """
    if assigned.units is None:
        return ""
    if assigned.unit or not resource.works:
        return f"{assigned.units:f} {assigned.unit or resource.unit}".rstrip()
    return str(assigned).removeprefix(assigned.resource).strip()


def about_quantities(plan: ReadablePlan, item: Task | Routine) -> Iterator[Finding]:
    """Findings about what an item uses up, in any of its modes."""
    assigned = dict.fromkeys(
        (*item.assignments, *(one for mode in getattr(item, "modes", ()) for one in mode.assignments))
    )
    for one in assigned:
        resource = plan.resources[one.resource]
        if resource.works:
            if one.unit:
                yield Finding(
                    "assignment.unit", item.id,
                    f"{item.id} uses up {one.units:f} {one.unit} of {resource.id}, which has hours, so that counts "
                    f'as a share of {one.units:f} full-time; write "{resource.id} 50%", or make it a material',
                    {"assignment": str(one), "unit": ""},
                )  # fmt: skip
        elif one.unit and one.unit != resource.unit:
            known = f"is counted in {resource.unit}" if resource.unit else "names no unit"
            yield Finding(
                "assignment.unit", item.id,
                f"{item.id} uses up {one.units:f} {one.unit} of {resource.id}, which {known}; totals keep them "
                "apart, so write both in one unit",
                {"assignment": str(one), "unit": resource.unit},
            )  # fmt: skip
        elif one.units is None:
            yield Finding(
                "assignment.no_quantity", item.id,
                f"{item.id} does not say how much of {resource.id} it uses up, so no total holds it; write "
                f'"{resource.id} 40 {resource.unit or "litre"}"',
                {"resource": resource.id}, "info",
            )  # fmt: skip
