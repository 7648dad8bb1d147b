"""What differs between two schedules: items that move, and promises that are broken, or broken further."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen

from workmodel.advice.wording import said_day, said_work, work_between
from workmodel.domain import FrozenMap, Plan, Schedule
from workmodel.findings import Finding
from workmodel.quantities import WorkTime

__all__ = ["PROMISES", "Missed", "Shift", "missed_of", "shifts_of", "unmoved"]

PROMISES: Final = ("deadline.missed", "constraint.missed")
"""Findings that tell of a date that was promised."""

_WORDS: Final = {"deadline.missed": "its deadline", "constraint.missed": "its constraint"}


@frozen
class Shift:
    """An item that has other dates than before.

    Attributes
    ----------
    item
        Its id.
    kind
        ``"task"``, ``"milestone"`` or ``"project"``.
    start_before, finish_before
        Its dates before.
    start, finish
        Its dates now.
    later
        By how much work it ends later; below zero where it ends earlier. [working min on its calendar]
    said
        The same in the plan's days and hours.
    """

    item: str
    kind: str
    start_before: datetime
    finish_before: datetime
    start: datetime
    finish: datetime
    later: WorkTime
    said: str = field(repr=False)

    @property
    def elapsed(self) -> timedelta:
        """By how much its finish moves on the wall clock."""
        return self.finish - self.finish_before

    def __str__(self) -> str:
        if self.finish == self.finish_before:
            side = "later" if self.start > self.start_before else "earlier"
            return f"{self.item} begins {side}, {said_day(self.start)}, and ends as before"
        side = "later" if self.finish > self.finish_before else "earlier"
        by = f"{self.said} {side}" if self.later.minutes else f"{side} in closed hours"
        return f"{self.item} ends {by}, {said_day(self.finish)}"


@frozen
class Missed:
    """A deadline or a bound that is missed now: not at all before, or by less.

    Attributes
    ----------
    item
        Id of what comes too late.
    code
        The finding's code, ``"deadline.missed"`` or ``"constraint.missed"``.
    due
        When it was promised.
    finish
        When it comes.
    over
        By how much work. [working min]
    before
        By how much it was missed before; ``None``: it was kept. [working min]
    said
        How much *over* is in the plan's days and hours.
    """

    item: str
    code: str
    due: datetime
    finish: datetime
    over: WorkTime
    before: WorkTime | None
    said: str = field(repr=False)

    @property
    def newly(self) -> bool:
        """Whether it was kept before."""
        return self.before is None

    def __str__(self) -> str:
        by = f"by {self.said}" if self.over.minutes else "within closed hours"
        further = "" if self.newly else ", further than before"
        return f"{self.item} misses {_WORDS[self.code]}, {said_day(self.due)}, {by}{further}"


def unmoved(before: Schedule, after: Schedule, without: Collection[str] = ()) -> bool:
    """Whether everything that stood before stands where it was, apart from some items."""
    return all(before.ids[row] in without for row, _ in _shifted(before, after))


def _shifted(before: Schedule, after: Schedule) -> Iterator[tuple[int, int]]:
    """Rows of what has other dates, before and after."""
    rows = {name: row for row, name in enumerate(after.ids)}
    old = zip(before.dates.start.tolist(), before.dates.finish.tolist(), strict=True)
    starts, finishes = after.dates.start.tolist(), after.dates.finish.tolist()
    for row, (name, dates) in enumerate(zip(before.ids, old, strict=True)):
        now = rows.get(name)
        if now is not None and dates != (starts[now], finishes[now]):
            yield row, now


def shifts_of(before: Schedule, after: Schedule, without: Collection[str] = ()) -> tuple[Shift, ...]:
    """What is in both and has other dates, in the plan's order.

    Parameters
    ----------
    without
        Ids of items that are not asked about.
    """
    plan, found = after.plan, []
    for row, now in _shifted(before, after):
        name = before.ids[row]
        if name not in without:
            time = plan.axis.time
            old, new = time(before.dates.finish[row]), time(after.dates.finish[now])
            later = work_between(plan, name, old, new)
            found.append(
                Shift(
                    name, plan[name].kind, time(before.dates.start[row]), old, time(after.dates.start[now]), new,
                    WorkTime(later), said_work(later, plan),
                )
            )  # fmt: skip
    return tuple(found)


def missed_of(
    before: Schedule, after: Schedule, names: Mapping[str, str] = FrozenMap()
) -> tuple[Missed, ...]:
    """Promises that *after* breaks and *before* kept, or broke by less, in the plan's order.

    Parameters
    ----------
    names
        The id that an item has after, by the one it had before, where they differ.
    """
    was = {(one.code, names.get(one.subject, one.subject)): one for one in before.findings}
    found = []
    for one in after.findings:
        if one.code in PROMISES:
            old = was.get((one.code, one.subject))
            if old is None or one.fact("date") > old.fact("date"):
                found.append(_missed(after.plan, one, old))
    return tuple(found)


def _missed(plan: Plan, one: Finding, old: Finding | None) -> Missed:
    over = one.fact("over")
    return Missed(
        one.subject, one.code, one.fact("due"), one.fact("date"), WorkTime(over),
        None if old is None else WorkTime(old.fact("over")), said_work(over, plan),
    )  # fmt: skip
