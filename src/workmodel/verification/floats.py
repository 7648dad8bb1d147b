"""Promises about floats: how far an item can slip before the end moves, and before anything else does."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.below import below
from workmodel.verification.facts import COMPLETE, STARTED, Facts, Item
from workmodel.verification.limits import begins, lagged, lower, visible
from workmodel.verification.saying import broken

__all__ = ["between_dates", "free_float", "total_float"]


def total_float(facts: Facts) -> Iterator[Finding]:
    """Total float is the lesser working time between early and late start and finish, on the item's own calendar."""
    for item in facts.leaves:
        found, expected = facts[item.id].total_float, _total(facts, item)
        if found != expected:
            yield broken(
                "verify.total_float", item.id,
                f"{item.id} has {expected} minutes between its early and late dates, and a total float of {found}",
                found=found, expected=expected,
            )  # fmt: skip


def _total(facts: Facts, item: Item) -> int:
    row, hours = facts[item.id], item.plain
    if item.state == COMPLETE:
        return 0
    if item.pinned:  # what logic asks beyond the date it must keep is negative float
        room = [
            hours.between(limit.time, row.early_start if limit.at_start else row.early_finish)
            for limit in lower(facts, item)
        ]
        return min(0, *room)
    at_start = hours.between(row.early_start, row.late_start)
    at_finish = hours.between(row.early_finish, row.late_finish)
    return at_finish if item.state == STARTED else min(at_start, at_finish)


def free_float(facts: Facts) -> Iterator[Finding]:
    """Free float is the least gap to what waits, net of lag, not below zero and not above total float."""
    for item in facts.leaves:
        row = facts[item.id]
        expected = 0
        if item.state != COMPLETE:
            expected = max(0, min([row.total_float, *_gaps(facts, item)]))
        if row.free_float != expected:
            yield broken(
                "verify.free_float", item.id,
                f"{item.id} can slip {expected} minutes before anything moves, and its free float is {row.free_float}",
                found=row.free_float, expected=expected,
            )  # fmt: skip


def _gaps(facts: Facts, item: Item) -> Iterator[int]:
    start, finish = visible(facts, item)
    for wait in facts.followers(item):
        if not wait.from_finish and not begins(facts, item, wait):
            continue
        holder = facts.item(wait.holder)
        ends = below(facts, holder).open_seen
        if ends is not None:
            allowed = lagged(facts, wait, ends[0 if wait.at_start else 1], -1)
            yield holder.plain.between(finish if wait.from_finish else start, allowed)


def between_dates(facts: Facts) -> Iterator[Finding]:
    """Where total float is not negative, scheduled dates lie between early and late ones."""
    for item in facts.leaves:
        row, hours = facts[item.id], item.plain
        if row.total_float < 0 or not item.follows_logic:
            continue
        for what, early, here, late in (
            ("start", row.early_start, row.start, row.late_start),
            ("finish", row.early_finish, row.finish, row.late_finish),
        ):
            if not hours.position(early) <= hours.position(here) <= hours.position(late):
                yield broken(
                    "verify.between", item.id, f"the {what} of {item.id} is not between its early and its late {what}",
                    early=early, found=here, late=late,
                )  # fmt: skip
