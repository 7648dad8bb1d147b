"""`Candidate`: somebody who could do an item, and how many free hours they have in the item's own dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity.hours import SCALE, amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.pace import paces
from workmodel.capacity.wording import said_hours

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Candidate", "candidates", "free_between", "window_of"]


@frozen
class Candidate:
    """Somebody who could do an item, or somebody's part of it.

    Attributes
    ----------
    resource
        Id of who could.
    item
        Id of the task or routine.
    free
        What nobody claims of their time in the item's own dates, as far as the ledger covers them; not what a limit keeps.
        [person-min]
    enough
        Whether what they get done in that is as much as is asked for.
    skills
        By which skills; empty where none is asked for.
    done
        What of it they would get done in those hours, at their efficiency. [person-min of effort]
    """

    resource: str
    item: str
    free: Decimal
    enough: bool
    skills: tuple[str, ...] = ()
    done: Decimal = Decimal(0)

    def __str__(self) -> str:
        by = f", {', '.join(self.skills)}" if self.skills else ""
        return f"{self.resource} ({said_hours(self.free)} free{'' if self.enough else ', not enough'}{by})"


def candidates(
    ledger: Ledger, item: str, asked: int, able: Mapping[str, tuple[str, ...]],
    stretches: Iterable[tuple[int, int]], *, work: bool,
) -> tuple[Candidate, ...]:  # fmt: skip
    """Those with free hours in an item's stretches of time, best first.

    Who has enough comes first, then by how many skills fit, by free hours, and in the plan's order.

    Parameters
    ----------
    ledger
        Whose hours are free.
    item
        Its id.
    asked
        How much is asked for. [1/10 000 person-minute]
    able
        Who could, each with the skills by which.
    stretches
        When, ``start <= t < finish``. [min since 1970]
    work
        Whether what is asked for is an effort, done at one's own efficiency; else it is time.
    """
    pieces, pace = list(stretches), paces(ledger.cells)
    found = []
    for name, skills in able.items():
        row = ledger.cells.row(name)
        if row is not None:
            free = sum(free_between(ledger, row, lo, hi) for lo, hi in pieces)
            if free > 0:
                done = free * int(pace[row]) // SCALE if work else free
                found.append((free, Candidate(name, item, amount(free), done >= asked, skills, amount(done))))
    found.sort(key=lambda pair: (not pair[1].enough, -len(pair[1].skills), -pair[0]))
    return tuple(one for _, one in found)


def window_of(ledger: Ledger, item: str) -> tuple[int, int]:
    """The scheduled start and finish of a task; of a routine, which has none, all time. [min since 1970]"""
    schedule = ledger.schedule
    if item not in schedule:
        return -(2**60), 2**60
    row = schedule._row(item)
    return int(schedule.dates.start[row]), int(schedule.dates.finish[row])


def free_between(ledger: Ledger, row: int, lo: int, hi: int) -> int:
    """What nobody claims of a resource between two minutes, as far as the ledger covers them. [1/10 000 person-minute]

    What is free lies evenly over what claims with a time of day leave open of a day.
    """
    import numpy as np

    cells, free = ledger.cells, ledger.claims.free_before
    edges = cells.edges(row)
    first = (ledger.first - cells.supply.start).days
    end = (ledger.last - cells.supply.start).days + 1
    lo, hi = max(lo, int(edges[first])), min(hi, int(edges[end]))
    if lo >= hi:
        return 0
    since = int(np.searchsorted(edges, lo, side="right")) - 1
    until = int(np.searchsorted(edges, hi, side="right")) - 1
    base = row * cells.days
    if free[base + since] == free[base + min(until + 1, cells.days)]:
        return 0
    whole = int(free[base + until] - free[base + since])
    return whole - _before(ledger, row, since, lo) + _before(ledger, row, until, hi)


def _before(ledger: Ledger, row: int, day: int, moment: int) -> int:
    """What of a day's free hours lies before a moment in it."""
    import numpy as np

    cells = ledger.cells
    cell = row * cells.days + day
    free = int(ledger.claims.free[cell]) if day < cells.days else 0
    windows = cells.windows(row)
    first, end = np.searchsorted(windows.days, [windows.first + day, windows.first + day + 1])
    if not free or first == end or moment <= windows.starts[first]:
        return 0
    if moment >= windows.finishes[end - 1]:
        return free
    laid, _ = ledger.claims.day(cells, cell)  # the moment is within open hours: only then they are laid out
    weight = laid.rest()
    return free * laid.rest(moment) // weight if weight else 0
