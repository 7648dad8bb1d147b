"""Who takes what is asked of several, and what each has for it: units × open time, less absences, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from workmodel.calendars import day_number
from workmodel.capacity.hours import SCALE
from workmodel.capacity.teams import days_in_team

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.capacity.cells import Cells
    from workmodel.domain import Assignment

    Ints = NDArray[np.int64]

__all__ = ["weights_of"]


def weights_of(cells: Cells, assignments: Iterable[Assignment]) -> dict[int, Ints]:
    """What those who are assigned have for it on each of the days, by their rows. [1/10 000 person-minute]

    Without units, that is all they have; with units, as much as if these were their capacity. A team stands for its members
    on the days on which they are in it, its units for a share of what each has. Who is in several teams has what the one
    that gives most gives; who is named besides a team, what that name says.
    """
    import numpy as np

    plan = cells.plan
    first = day_number(cells.supply.start)
    found: dict[int, Ints] = {}
    named: dict[int, Ints] = {}
    for one in assignments:
        team = bool(plan[one.resource].members)
        for who, mask in days_in_team(plan, one.resource, first, cells.days).items():
            row = cells.row(who)
            if row is None:
                continue
            weights = cells.supply.availability[row] * mask
            if one.units is not None:
                whole = SCALE if team else cells.supply.capacity[row].clip(min=1)
                weights = weights * int(Fraction(one.units) * SCALE) // whole
            if not team:
                named[row] = weights
            found[row] = np.maximum(found[row], weights) if row in found else weights
    return {**found, **named}
