"""The days that a ledger covers, as arrays: its cells and its claims, without those of the days around them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity.ledger import Ledger
from workmodel.errors import WrongType, instance_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain import Plan

    Ints = NDArray[np.int64]

__all__ = ["Covered", "a_ledger", "covered", "of_plan"]


@frozen(eq=False)
class Covered:
    """What a ledger says of the days it covers. Amounts are ten-thousandths of a person-minute.

    Attributes
    ----------
    gross, absence, loss, barred, free : int64 arrays, shape (resources, days)
        What there is, what absences and switching take, and of what nobody claims what limits forbid and what they do not.
    row, day, source, wanted, granted : int64 arrays, shape (claims,)
        Claims of one resource's day stand together, in the order in which they are served.
    number : int64 array, shape (claims,)
        Which claim of the ledger each is.
    """

    gross: Ints
    absence: Ints
    loss: Ints
    barred: Ints
    free: Ints
    row: Ints
    day: Ints
    source: Ints
    wanted: Ints
    granted: Ints
    number: Ints

    @cached_property
    def availability(self) -> Ints:
        """Gross less absence, by resource and day."""
        return self.gross - self.absence

    @cached_property
    def claimable(self) -> Ints:
        """Availability less what limits forbid, by resource and day."""
        return self.availability - self.barred

    @cached_property
    def cell(self) -> Ints:
        """Row × days + day of each claim, by the days that are covered."""
        found: Ints = self.row * self.gross.shape[1] + self.day
        return found

    def by_cell(self, amounts: Ints) -> Ints:
        """Amounts of claims, summed by resource and day."""
        import numpy as np

        found = np.zeros(self.gross.shape, dtype=np.int64)
        np.add.at(found, (self.row, self.day), amounts)
        return found


def a_ledger(value: object) -> Ledger:
    """The value, checked to be a ledger.

    Raises
    ------
    WrongType
        It is none.
    """
    return instance_of(Ledger, "a ledger", value, "a Ledger, as ledger(plan, start, end) returns it")


def of_plan(plan: Plan, ledger: Ledger) -> None:
    """Check that a ledger is that of a plan.

    Raises
    ------
    WrongType
        No ledger, or one of another plan.
    """
    made_for = a_ledger(ledger).plan
    if plan is not made_for and plan != made_for:
        raise WrongType("the plan of this ledger", plan, "the very plan that the ledger was made for")


def covered(ledger: Ledger) -> Covered:
    """The arrays of the days that a ledger covers.

    Raises
    ------
    WrongType
        No ledger.
    """
    import numpy as np

    cells, claims = a_ledger(ledger).cells, ledger.claims
    first = (ledger.first - cells.supply.start).days
    count = (ledger.last - ledger.first).days + 1
    days = slice(first, first + count)
    shape = (len(ledger.resources), cells.days)
    row, day = np.divmod(claims.cell, max(cells.days, 1))
    inside = np.flatnonzero((day >= first) & (day < first + count))
    return Covered(
        cells.supply.gross[:, days], cells.supply.absence[:, days],
        claims.loss.reshape(shape)[:, days], claims.barred.reshape(shape)[:, days], claims.free.reshape(shape)[:, days],
        row[inside], day[inside] - first, claims.source[inside], claims.wanted[inside], claims.granted[inside], inside,
    )  # fmt: skip
