"""`Allocation`: dates that respect everybody's hours, with what held each back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from workmodel.capacity import Ledger, ledger
from workmodel.domain import Assignment, Leveled, Plan, Schedule, Task
from workmodel.domain.display import html_of
from workmodel.domain.values import EMPTY_MAP
from workmodel.errors import OutOfRange, UnknownId, named, nearest
from workmodel.findings import Finding
from workmodel.quantities import WorkTime

__all__ = ["Allocation", "Chosen", "Delay", "Slowed"]


@frozen
class Delay:
    """Why an item begins later than logic asks.

    Attributes
    ----------
    item
        Its id.
    logic
        When it would begin if everybody had time.
    start
        When it begins.
    resource
        Whom it waited for last; empty where it could begin, and waits because the objective is met better so.
    by
        Ids of what held them until then, or what else claims them; ``"absence"`` and ``"limit"`` are among those.
    """

    item: str
    logic: datetime
    start: datetime
    resource: str
    by: tuple[str, ...]

    @property
    def elapsed(self) -> timedelta:
        """By how much."""
        return self.start - self.logic

    def __str__(self) -> str:
        if not self.resource:
            return f"{self.item} waits until {self.start:%a %Y-%m-%d %H:%M} because that is better for what was asked for"
        has = (
            f"{self.resource} has {' and '.join(self.by)} until then"
            if self.by
            else f"{self.resource} has no time"
        )
        return f"{self.item} waits until {self.start:%a %Y-%m-%d %H:%M} because {has}"


@frozen
class Slowed:
    """Why work takes longer than its people would need if nothing else claimed them.

    Attributes
    ----------
    item
        Its id.
    planned, takes
        Working time without and with other claims. [working min]
    by
        Per resource, ids of what else claims its hours in between; ``"absence"``, ``"limit"``, or ``"capacity"`` where there
        is less of it than is asked for.
    """

    item: str
    planned: WorkTime
    takes: WorkTime
    by: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        claims = "; ".join(f"{who} has {', '.join(what)}" for who, what in self.by)
        return f"{self.item} takes {self.takes} instead of {self.planned} of working time: {claims}"


@frozen
class Chosen:
    """In which of several ways a task is done.

    Attributes
    ----------
    item
        Its id.
    mode
        The name of its mode; empty where it has no modes.
    people
        Ids of those who were chosen for what it asks for.
    of
        How many ways there were.
    """

    item: str
    mode: str
    people: tuple[str, ...]
    of: int

    def __str__(self) -> str:
        who = f" by {' and '.join(self.people)}" if self.people else ""
        mode = f" in mode {self.mode}" if self.mode else ""
        ways = f", one of {self.of} ways" if self.of > 1 else ""
        return f"{self.item} is done{mode}{who}{ways}"


@frozen(kw_only=True, eq=False)
class Allocation(Leveled):
    """A plan's dates within everybody's hours; made by `allocate`.

    Attributes
    ----------
    plan, leveled, schedule
        The plan, the plan with its delays set, and the dates.
    delays
        By item, what levelling added to its start, apart from what logic asks.
    slowed
        By item, what makes its work take longer.
    chosen
        By task that could be done in several ways, the one that was taken: its mode, and who was chosen.
    bound
        No dates within everybody's hours end before this.
    rule
        The priority rule that led to these dates.
    generated
        How many schedules were made to find them.
    ended
        Why no more were made: ``"proved"``, there is nothing better; ``"iterations"``, so many were asked for; ``"time"``,
        so that another run may find others; ``"stopped"`` by whoever followed its progress.
    logic
        The dates by logic alone.
    smoothing
        Whether items stay within their float.
    reserve
        Share of everybody's availability that was left on purpose. [0–1]
    findings
        What a planner should weigh.
    """

    delays: Mapping[str, Delay] = EMPTY_MAP
    slowed: Mapping[str, Slowed] = EMPTY_MAP
    chosen: Mapping[str, Chosen] = EMPTY_MAP
    bound: datetime | None = None
    rule: str = ""
    generated: int = 0
    ended: Literal["proved", "iterations", "time", "stopped"] = "proved"
    logic: Schedule = field(repr=False)
    reserve: Fraction = Fraction(0)
    findings: tuple[Finding, ...] = ()

    @property
    def finish(self) -> datetime | None:
        """When the last item ends."""
        return self.schedule.finish

    @property
    def gap(self) -> Fraction:
        """How far these dates can be from the best at most: (finish − bound) ÷ (bound − start); 0 where they are the best."""
        if self.bound is None or self.finish is None or self.schedule.start is None:
            return Fraction(0)
        span = self.bound - self.schedule.start
        return Fraction((self.finish - self.bound) // _MINUTE, max(span // _MINUTE, 1))

    @cached_property
    def ledger(self) -> Ledger:
        """Everybody's hours over the days of the plan.

        Raises
        ------
        OutOfRange
            The plan has no items, so there are no days.
        """
        first, last = self.schedule.start, self.schedule.finish
        if first is None or last is None:
            raise OutOfRange(
                "the ledger of an allocation", "no days", "of a plan with items; this one has none"
            )
        end = last.date() + timedelta(days=1)
        return ledger(
            self.leveled, first.date(), end, schedule=self.schedule, reserve=str(float(self.reserve))
        )

    @cached_property
    def assignments(self) -> Mapping[str, tuple[Assignment, ...]]:
        """By task, who works on it and what it uses up: those it names, and those who were chosen."""
        return {
            item.id: item.assignments
            for item in self.leveled.items.values()
            if isinstance(item, Task) and item.assignments
        }

    def _repr_html_(self) -> str:
        return html_of(self)

    def leveled_plan(self) -> Plan:
        """The plan with its levelling delays set: keep it, or go on from the plan without them."""
        return self.leveled

    def explain(self, item: str) -> str:
        """Why an item stands where it does: what held it back, what slows it down, or that only logic counts.

        Raises
        ------
        UnknownId
            No such item in the schedule.
        """
        if item not in self.schedule:
            raise UnknownId(named(item), nearest(named(item), self.schedule.ids))
        return "\n".join(self._told(item))

    def _told(self, item: str) -> Iterator[str]:
        """Why an item stands where it does; what it waits for, if that is what moved it, and so on."""
        known: set[str] = set()
        while True:
            known.add(item)
            here = self.schedule[item]
            own = [one for one in (self.delays.get(item), self.slowed.get(item)) if one is not None]
            yield from map(str, own)
            if item in self.chosen:
                yield str(self.chosen[item])
            moved = here.start > self.logic[item].start
            waits = here.driver.subject if moved and here.driver is not None else ""
            if not waits or waits in known or waits not in self.schedule:
                break
            yield f"{item} waits for {waits}"
            item = waits
        if not own:
            asks = "what is in it" if here.summary else "logic"
            yield f"{item} begins when {asks} asks: {here.start:%a %Y-%m-%d %H:%M}"


_MINUTE = timedelta(minutes=1)
