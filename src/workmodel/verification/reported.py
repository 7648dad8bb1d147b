"""Promises about facts: dates set by hand and dates reported are kept, whatever logic says."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.domain import Task
from workmodel.findings import Finding
from workmodel.verification.amounts import done, finish_from, rest, start_from, takes_time
from workmodel.verification.facts import COMPLETE, STARTED, Facts, Item, is_dated
from workmodel.verification.limits import lower
from workmodel.verification.saying import date_differs

__all__ = ["complete_items", "end_of_rest", "items_under_way", "manual_dates", "pauses"]


def manual_dates(facts: Facts) -> Iterator[Finding]:
    """Dates set by hand are kept; the one that is not given follows from the duration."""
    for item in facts.leaves:
        if not item.manual or (item.state == COMPLETE and is_dated(item)):
            continue
        given, row, why = item.entity.manual, facts[item.id], "what is set by hand"
        start = None if given.start is None else facts.minute(given.start)
        finish = None if given.finish is None else facts.ending(given.finish, item)
        if start is not None and given.finish is not None and not _lasts(item):
            finish = facts.minute(given.finish)
        if start is None:
            assert finish is not None
            start = start_from(facts, item, finish)
        if finish is None:
            finish = finish_from(facts, item, start)
        finish = max(start, finish)
        for what, found, expected in (
            ("start", row.start, start), ("finish", row.finish, finish),
            ("early start", row.early_start, start), ("early finish", row.early_finish, finish),
        ):  # fmt: skip
            if found != expected:
                yield date_differs(facts, "verify.manual", item.id, what, found, expected, why)


def _lasts(item: Item) -> bool:
    """Whether it is planned to take time, so that a finish that is a day without a time is the end of work that day."""
    duration = getattr(item.entity, "duration", None)
    return isinstance(item.entity, Task) and (duration is None or bool(duration))


def complete_items(facts: Facts) -> Iterator[Finding]:
    """A completed item has its actual dates everywhere, early and late alike."""
    for item in facts.leaves:
        if item.state != COMPLETE:
            continue
        progress, row = item.entity.progress, facts[item.id]
        known = []
        if progress.actual_start is not None:
            known.append(("start", row.early_start, facts.minute(progress.actual_start)))
        if progress.actual_finish is not None:
            finish = facts.ending(progress.actual_finish, item)
            if progress.actual_start is not None:
                if not takes_time(facts, item):
                    finish = facts.minute(progress.actual_finish)
                finish = max(finish, facts.minute(progress.actual_start))
            known.append(("finish", row.early_finish, finish))
        for what, found, expected in known:
            if found != expected:
                yield date_differs(
                    facts, "verify.actual", item.id, what, found, expected, "what was reported"
                )
        for what, found, expected in (
            ("scheduled start", row.start, row.early_start), ("late start", row.late_start, row.early_start),
            ("scheduled finish", row.finish, row.early_finish), ("late finish", row.late_finish, row.early_finish),
        ):  # fmt: skip
            if found != expected:
                yield date_differs(facts, "verify.actual", item.id, what, found, expected, "being complete")


def items_under_way(facts: Facts) -> Iterator[Finding]:
    """An item in progress starts at its actual start and ends when what remains is done."""
    for item in facts.leaves:
        if item.state != STARTED or item.manual:
            continue
        progress, row = item.entity.progress, facts[item.id]
        start = row.early_start
        if progress.actual_start is not None:
            start = facts.minute(progress.actual_start)
            finish = end_of_rest(facts, item, start)
            if row.early_finish != finish:
                why = "the work that remains"
                yield date_differs(facts, "verify.actual", item.id, "finish", row.early_finish, finish, why)
        for what, found in (
            ("early start", row.early_start), ("scheduled start", row.start), ("late start", row.late_start)
        ):  # fmt: skip
            if found != start:
                yield date_differs(facts, "verify.actual", item.id, what, found, start, "the actual start")


def pauses(facts: Facts, item: Item) -> list[int]:
    """Before what moments the rest of an item under way does not go on. [min since 1970]"""
    progress, settings = item.entity.progress, facts.plan.settings
    found = [] if progress.resume is None else [facts.minute(progress.resume)]
    if settings.status_date is not None and settings.uncompleted == "reschedule":
        found.append(facts.minute(settings.status_date, end=True))
    return found


def end_of_rest(facts: Facts, item: Item, start: int) -> int:
    """Where an item under way ends: what is done, then perhaps a pause, then what remains."""
    hours, remaining = item.driving, rest(facts, item)
    work = hours.position(start) + done(facts, item)
    if remaining or not takes_time(facts, item):
        moments = pauses(facts, item)
        if facts.plan.settings.out_of_sequence == "retained_logic":
            moments += [limit.time for limit in lower(facts, item) if limit.at_start]
        work = max([work, *map(hours.position, moments)])
    end = work + remaining
    return start if end == hours.position(start) else hours.finish_of(end)
