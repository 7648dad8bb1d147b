"""What else a heat map marks: where today is, and why somebody is away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from workmodel.quantities import Moment, moment
from workmodel.views.characters import clean

if TYPE_CHECKING:
    from workmodel.capacity import Ledger
    from workmodel.views.heat import HeatColumn

__all__ = ["reasons_by_column", "together", "today_in"]


def today_in(
    ledger: Ledger, columns: Sequence[HeatColumn], as_of: Moment | str | None
) -> tuple[Moment | None, Fraction | None]:
    """The moment that counts as today, and where it lies among the columns; ``None`` where it lies in none.

    Raises
    ------
    InvalidText, WrongType, ZoneMismatch
        *as_of* is no moment on the plan's axis.
    """
    axis, status = ledger.plan.axis, ledger.plan.status_date
    known = status if as_of is None else moment(as_of)
    if known is None:
        return None, None
    minute = axis.minute(known, end=as_of is None)  # what is reported as of a day includes it
    for number, column in enumerate(columns):
        start, end = axis.minute(column.first), axis.minute(column.last, end=True)
        if start <= minute < end or (minute == end and number == len(columns) - 1):
            return known, number + Fraction(minute - start, end - start)
    return known, None


def reasons_by_column(ledger: Ledger, resource: str, columns: Sequence[HeatColumn]) -> list[tuple[str, ...]]:
    """Kinds of absence that take hours of a resource in each column, each once, in the order in which they begin."""
    from workmodel.capacity import presence

    supply, found = ledger.cells.supply, [dict[str, None]() for _ in columns]
    absences = ledger.plan.resources[resource].absences
    if absences:
        windows = supply.calendars[int(supply.calendar_of[supply.resources.index(resource)])]
        for one in sorted(absences, key=lambda one: ledger.plan.axis.minute(one.start)):
            lost = presence(windows, [one], ledger.plan.axis).by_day()
            for kinds, column in zip(found, columns, strict=True):
                first, last = ((day - supply.start).days for day in (column.first, column.last))
                if lost[first : last + 1].any():
                    kinds[clean(one.kind)] = None
    return [tuple(kinds) for kinds in found]


def together(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All of several, each once.

    Examples
    --------
    >>> together([("sick",), ("vacation", "sick")])
    ('sick', 'vacation')
    """
    return tuple(dict.fromkeys(one for some in several for one in some))
