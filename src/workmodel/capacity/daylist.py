"""`persons_day`: one person's day as a list in the order in which to do it, each place with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from workmodel.calendars.weeks import calendar_day
from workmodel.capacity.covered import Covered, covered
from workmodel.capacity.grouping import project_of
from workmodel.capacity.hours import amount
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.sources import Source
from workmodel.capacity.wording import said_hours
from workmodel.domain import Task

if TYPE_CHECKING:
    from workmodel.quantities import Moment

__all__ = ["DayItem", "persons_day"]


@frozen
class DayItem:
    """One thing to do on a day.

    Attributes
    ----------
    item
        Id of the task or routine.
    kind
        Of claim; see `CLAIM_ORDER`.
    start, finish
        Its time of day; ``None``: at any time of it.
    amount
        How long on that day: what was granted. [person-min]
    short
        What it wanted and did not get. [person-min]
    reason
        Why it stands in its place.
    """

    item: str
    kind: str
    start: datetime | None
    finish: datetime | None
    amount: Decimal
    short: Decimal
    reason: str

    def __str__(self) -> str:
        when = f"{self.start:%H:%M}" if self.start is not None else "     "
        short = f" ({said_hours(self.short)} short)" if self.short else ""
        return f"{when} {self.item}: {said_hours(self.amount)}{short}; {self.reason}"


_NEVER: Final = 2**60


@frozen
class _Rank:
    """By what one thing stands before another; fields in the order in which they count, lower first."""

    standing: int  # of its project, higher first
    priority: int
    deadline: int
    slack: int
    order: int
    words: dict[str, str] = field(eq=False)

    def key(self) -> tuple[int, ...]:
        return (self.standing, self.priority, self.deadline, self.slack, self.order)

    def before(self, other: _Rank) -> str:
        """The first thing by which it stands before another."""
        for name in ("standing", "priority", "deadline", "slack"):
            if getattr(self, name) != getattr(other, name):
                return f"{self.words[name]} before {other.words[name]}"
        return "in the plan's order"


def persons_day(ledger: Ledger, person: str, day: date | str) -> tuple[DayItem, ...]:
    """What somebody has to do on a day, in order.

    First what has a time of day, by that time. Then by priority of the project, own priority, deadline and total float
    (what is due first and can slip least comes first), then in the plan's order; the reason names the first of these in
    which an item differs from the one that follows. A routine is due on the day on which it occurs. What was done already
    comes last, a reserve is nothing to do. Hours are granted in the ledger's own order of claims, so that what stands
    early may still be short.

    Parameters
    ----------
    ledger
        Whose hours.
    person
        Id of the resource.
    day
        The day.

    Raises
    ------
    OutOfRange
        The ledger does not cover that day.
    UnknownId
        No such resource, or one without hours.
    InvalidText, WrongType
        No ledger, or no day.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Routine
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim"),
    ...     Task("guide", duration="1d", effort="2h", assignments=["kim"]),
    ...     Task("offer", duration="1d", effort="3h", deadline="2026-03-04", assignments=["kim"]),
    ...     Routine("talk", recurrence="FREQ=DAILY", at="09:30", effort="15min", assignments=["kim"]),
    ... )
    >>> for one in persons_day(ledger(plan, "2026-03-02", "2026-03-03"), "kim", "2026-03-02"):
    ...     print(one)
    09:30 talk: 15min; at its time
          offer: 3h; due 2026-03-04 before no deadline
          guide: 2h; last
    """
    import numpy as np

    here = covered(ledger)
    asked = calendar_day(day)
    ledger.day(person, asked)  # refuses what the ledger does not cover
    cell = ledger.resources.index(person) * len(ledger.days) + (asked - ledger.first).days
    own = range(*np.searchsorted(here.cell, [cell, cell + 1]).tolist())
    return tuple(_Day(ledger, here, asked).listed(own))


@frozen(eq=False)
class _Day:
    """One person's day, being put in order."""

    ledger: Ledger
    here: Covered
    day: date

    def listed(self, claims: Iterable[int]) -> Iterator[DayItem]:
        timed, loose, done = [], [], []
        for n in claims:
            source = self.ledger.claims.sources[int(self.here.source[n])]
            if source.kind == "actual":
                done.append(n)
            elif self.ledger.claims.timed(int(self.here.number[n])):
                timed.append(n)
            elif source.kind != "reserve":
                loose.append((self._rank(source), n))
        timed.sort(key=lambda n: int(self.ledger.claims.start[int(self.here.number[n])]))
        loose.sort(key=lambda pair: pair[0].key())
        yield from (self._item(n, "at its time") for n in timed)
        for place, (rank, n) in enumerate(loose):
            follows = loose[place + 1][0] if place + 1 < len(loose) else None
            yield self._item(n, "last" if follows is None else rank.before(follows))
        yield from (self._item(n, "done already") for n in done)

    def _item(self, n: int, reason: str) -> DayItem:
        claims, number, time = self.ledger.claims, int(self.here.number[n]), self.ledger.plan.axis.time
        source, timed = claims.sources[int(self.here.source[n])], claims.timed(number)
        got = int(self.here.granted[n])
        return DayItem(
            source.id, source.kind,
            time(int(claims.start[number])) if timed else None,
            time(int(claims.finish[number])) if timed else None,
            amount(got), amount(int(self.here.wanted[n]) - got), reason,
        )  # fmt: skip

    def _rank(self, source: Source) -> _Rank:
        plan = self.ledger.plan
        item = plan[source.id]
        project = project_of(plan, item.id)
        standing = plan[project].priority if project else 500
        deadline: Moment | None = None
        words = {
            "standing": f"priority {standing} of {project or 'no project'}", "priority": f"priority {item.priority}",
            "slack": "no float known",
        }  # fmt: skip
        slack = _NEVER
        if isinstance(item, Task):
            deadline = item.deadline
            slack = self.ledger.schedule[item.id].total_float.minutes
            words["slack"] = f"{'−' if slack < 0 else ''}{said_hours(Decimal(abs(slack)))} of float"
        elif source.kind == "routine":
            deadline = self.day
        due = _NEVER if deadline is None else plan.axis.minute(deadline, end=True)
        words["deadline"] = "no deadline" if deadline is None else f"due {deadline}"
        return _Rank(-standing, -item.priority, due, slack, plan._slot(item.id) or 0, words)
