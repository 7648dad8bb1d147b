"""Promises about effort: between its dates, slowed work finds the hours that it takes, and does not wait for more.

Who takes which hours of a routine is for a ledger to say. What is counted here are hours that nothing but absences takes,
which have to suffice, and then those that the ledger has left for tasks, which may not be more than needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.domain import Task
from workmodel.findings import Finding
from workmodel.verification.amounts import effort_of, minutes
from workmodel.verification.facts import OPEN
from workmodel.verification.hours import WHOLE, Share
from workmodel.verification.levels import Levels
from workmodel.verification.limits import lower
from workmodel.verification.saying import broken, times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.leveled import Entries

    Ints = NDArray[np.int64]

__all__ = ["hours_suffice", "no_longer_than_needed"]

_MINUTE: Final = 1
_PERIOD: Final = 7  # days: how unevenly claims of a period may lie in it
_ROUNDED: Final = Fraction(1, 500)  # rates are whole ten-thousandths


@frozen
class _Work:
    """What a slowed task takes.

    Attributes
    ----------
    amount
        Effort of all, or of each; or how long it takes people with all their time. [min]
    relative
        Whether it is the latter.
    each
        Whether each of them spends it.
    people
        Who does it, with how much of themselves, and how efficiently.
    """

    amount: int
    relative: bool
    each: bool
    people: tuple[tuple[Share, Fraction], ...]

    def done(self, amounts: list[int], *, alike: bool) -> Fraction:
        """What people get done with so many hours, in the order of *people*. [1/10 000 person-min], then [min]

        Parameters
        ----------
        alike
            Whether they work at the same times.
        """
        if self.relative:
            usual = [share.units for share, _ in self.people]
            if alike:
                return Fraction(sum(amounts), sum(usual))
            return sum((Fraction(one, there) for one, there in zip(amounts, usual, strict=True)), Fraction(0))
        if self.each:
            return Fraction(min(amounts), WHOLE)
        paces = [pace for _, pace in self.people]
        return sum((one * pace for one, pace in zip(amounts, paces, strict=True)), Fraction(0)) / WHOLE


def _works(levels: Levels) -> Iterator[tuple[str, _Work]]:
    for name in levels.slowed:
        item = levels.before.item(name)
        if item.state != OPEN:
            continue  # what is done of it, and since when it waits to go on, are facts
        task = item.entity
        assert isinstance(task, Task)
        effort = effort_of(levels.before, item) if task.duration is None else None
        amount = minutes(levels.before, item) if effort is None else effort
        resources = levels.plan.resources
        people = tuple(
            (share, Fraction(resources[share.resource].efficiency)) for share in levels.shares(name)
        )
        if amount is not None and people:
            yield name, _Work(amount, effort is None, task.split == "each", people)


def _alike(levels: Levels, work: _Work) -> bool:
    resources = levels.plan.resources
    return len({resources[share.resource].calendar for share, _ in work.people}) == 1


def hours_suffice(levels: Levels) -> Iterator[Finding]:
    """If nothing but absences claimed its people, slowed work would be done between its dates."""
    for name, work in _works(levels):
        row = levels.after[name]
        there = [levels.hours.of(one.resource).most(one, row.start, row.finish) for one, _ in work.people]
        done = work.done(there, alike=_alike(levels, work))
        if done < work.amount - _MINUTE:
            yield broken(
                "verify.effort", name,
                f"{name} takes {work.amount} minutes, and {times(levels.after, row.start, row.finish)} has no more than "
                f"{float(done):.0f}",
                expected=work.amount, found=int(done),
            )  # fmt: skip


def no_longer_than_needed(levels: Levels) -> Iterator[Finding]:
    """Slowed work is not done long before it ends: but for its first day and last week, what is left for it is too little."""
    entries = levels.entries if levels.slowed else None
    if entries is None or any(one.parent is not None or one.after for one in levels.plan.routines.values()):
        return  # routines that begin and end with the dates were counted before these were known
    left = _Left(levels, entries)
    for name, work in _works(levels):
        if not _plain(levels, name, work) or getattr(levels.leveled[name], "splittable", False):
            continue  # what is interrupted is done around other work, too
        row = levels.after[name]
        there = [left.between(one, row.start, row.finish) for one, _ in work.people]
        done = work.done(there, alike=True)
        if done > work.amount * (1 + _ROUNDED) + _MINUTE:
            yield broken(
                "verify.effort", name,
                f"{name} takes {work.amount} minutes, and {times(levels.after, row.start, row.finish)} has {float(done):.0f} "
                "for it, its last week not counted",
                expected=work.amount, found=int(done),
            )  # fmt: skip


def _plain(levels: Levels, name: str, work: _Work) -> bool:
    """Whether what its people have left is left for it, and nothing but its hours decides when it ends."""
    task, resources = levels.plan[name], levels.plan.resources
    assert isinstance(task, Task)
    steady = not any(resources[one.resource].capacity_changes for one, _ in work.people)
    alone = not any(resources[one.resource].members for one in task.assignments)
    if task.calendar is not None or not (steady and alone and _alike(levels, work)):
        return False
    return all(limit.at_start for limit in lower(levels.after, levels.after.item(name)))


class _Left:
    """What a ledger has left for tasks: what they are granted, and what nobody claims."""

    def __init__(self, levels: Levels, entries: Entries) -> None:
        import numpy as np

        self.hours, self.entries = levels.hours, entries
        self.rows = {name: row for row, name in enumerate(entries.resources)}
        self.amounts = entries.free.copy()
        tasks = np.array([kind == "task" for kind, _ in entries.sources], dtype=np.bool_)
        some = tasks[entries.source]
        np.add.at(self.amounts, (entries.row[some], entries.day[some]), entries.granted[some])
        self.known: dict[Share, Ints] = {}

    def between(self, share: Share, start: int, finish: int) -> int:
        """What a task with that share has on days after that of its start and a week before that of its finish."""
        days = self.hours.of(share.resource)
        shift = (self.entries.first - self.hours.first).days
        first, end = days.day_of(start) + 1 - shift, days.day_of(finish - 1) - _PERIOD - shift
        if end <= first:
            return 0
        sums = self._upto(share)
        return int(sums[min(end, len(sums) - 1)] - sums[max(first, 0)])

    def _upto(self, share: Share) -> Ints:
        import numpy as np

        if share not in self.known:
            days, shift = self.hours.of(share.resource), (self.entries.first - self.hours.first).days
            own = self.amounts[self.rows[share.resource]]
            capacity = days.capacity[shift : shift + len(own)]
            part = capacity if share.whole else np.minimum(share.units, capacity)
            self.known[share] = np.concatenate([[0], np.cumsum(own * part // np.maximum(capacity, 1))])
        return self.known[share]
