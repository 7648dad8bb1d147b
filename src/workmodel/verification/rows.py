"""Promises about the table itself: each item once, dates in order, floats and marks that fit their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from workmodel.findings import Finding
from workmodel.verification.amounts import takes_time
from workmodel.verification.below import below
from workmodel.verification.facts import COMPLETE, Dates, Facts
from workmodel.verification.saying import broken, times

__all__ = ["critical", "items_once", "order", "representable", "summary_marks"]

_EPOCH = datetime(1970, 1, 1)
_FIRST = (datetime(1, 1, 2) - _EPOCH).days * 1440
_LAST = (datetime(9999, 12, 30) - _EPOCH).days * 1440
_DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


def items_once(facts: Facts) -> Iterator[Finding]:
    """Every task, milestone and project is there exactly once, in the plan's order, with a value in every column."""
    schedule = facts.schedule
    wanted = tuple(facts.plan.items)
    counted = Counter(schedule.ids)
    for name in wanted:
        if counted[name] != 1:
            yield broken(
                "verify.item", name, f"{name} is scheduled {counted[name]} times instead of once",
                found=counted[name], expected=1,
            )  # fmt: skip
    for name in counted.keys() - set(wanted):
        yield broken(
            "verify.item", name, f"{name} is scheduled, but is no task, milestone or project of the plan"
        )
    if not set(wanted) ^ counted.keys() and len(wanted) == len(schedule.ids) and wanted != schedule.ids:
        yield broken(
            "verify.item", "", "the items are not in the plan's order", found=schedule.ids, expected=wanted
        )
    for column in Dates.__annotations__:
        size = len(getattr(schedule.dates, column))
        if size != len(schedule.ids):
            yield broken(
                "verify.item", "", f"{column} has {size} values for {len(schedule.ids)} items",
                found=size, expected=len(schedule.ids),
            )  # fmt: skip


def representable(facts: Facts) -> Iterator[Finding]:
    """Every date lies in the years 1 to 9999."""
    dates = facts.schedule.dates
    columns = (getattr(dates, column) for column in _DATES)
    if all(((column >= _FIRST) & (column <= _LAST)).all() for column in columns):
        return
    for item in facts.items:
        for column in _DATES:
            minute = getattr(facts[item.id], column)
            if not _FIRST <= minute <= _LAST:
                yield broken(
                    "verify.range",
                    item.id,
                    f"{item.id}: {column} is minute {minute}, in no year",
                    found=minute,
                )


def order(facts: Facts) -> Iterator[Finding]:
    """Start is not after finish, and what takes no time has one date for both."""
    for item in facts.items:
        row = facts[item.id]
        ends = [(row.start, row.finish), (row.early_start, row.early_finish)]
        begun = below(facts, item).begun
        if not begun:  # the late start of work under way is its actual one, wherever its late finish
            ends.append((row.late_start, row.late_finish))
        for start, finish in ends:
            if start > finish and not item.manual:
                yield broken(
                    "verify.order", item.id, f"{item.id} starts after it finishes: {times(facts, start, finish)}",
                    start=start, finish=finish,
                )  # fmt: skip
            if item.follows_logic and not item.summary and not takes_time(facts, item) and start != finish:
                yield broken(
                    "verify.milestone", item.id,
                    f"{item.id} takes no time, but has two dates: {times(facts, start, finish)}",
                    start=start, finish=finish,
                )  # fmt: skip


def summary_marks(facts: Facts) -> Iterator[Finding]:
    """What has something below it is marked as a summary; nothing else is."""
    for item in facts.items:
        if facts[item.id].summary is not item.summary:
            said = "is" if item.summary else "is not"
            yield broken(
                "verify.summary_mark", item.id, f"{item.id} {said} a summary, and is marked otherwise"
            )


def critical(facts: Facts) -> Iterator[Finding]:
    """Critical is what is incomplete with total float at or below the plan's limit; nothing complete is."""
    limit = facts.plan.minutes(facts.plan.settings.critical_float)
    for item in facts.leaves:
        row = facts[item.id]
        expected = item.state != COMPLETE and row.total_float <= limit
        if row.critical is not expected:
            said = "critical" if expected else "not critical"
            yield broken(
                "verify.critical", item.id, f"{item.id} is {said} with a total float of {row.total_float} minutes",
                found=row.critical, expected=expected,
            )  # fmt: skip
