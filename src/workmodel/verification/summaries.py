"""Promises about summaries: they are what is below them, added up."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.facts import COMPLETE, Facts, Item
from workmodel.verification.saying import broken, date_differs

__all__ = ["summaries"]

_LEAST = ("start", "early_start", "late_start")
_GREATEST = ("finish", "early_finish", "late_finish")


def summaries(facts: Facts) -> Iterator[Finding]:
    """A summary begins with the first and ends with the last below it, is as tight as the tightest."""
    for item in facts.items:
        if item.summary:
            yield from _dates(facts, item)
            if (
                facts.schedule.source == "computed"
            ):  # files are of two minds about what floats of summaries are
                yield from _floats(facts, item)


def _dates(facts: Facts, item: Item) -> Iterator[Finding]:
    row = facts[item.id]
    rows = [facts[leaf] for leaf in item.leaves]
    for columns, choose in ((_LEAST, min), (_GREATEST, max)):
        for column in columns:
            found, expected = getattr(row, column), choose(getattr(one, column) for one in rows)
            if found != expected:
                what = column.replace("_", " ")
                yield date_differs(facts, "verify.summary", item.id, what, found, expected, "what is in it")
    expected = item.plain.between(row.start, row.finish)
    if row.duration != expected:
        yield broken(
            "verify.summary", item.id,
            f"{item.id} has {expected} working minutes between its start and finish, and a duration of {row.duration}",
            found=row.duration, expected=expected,
        )  # fmt: skip


def _floats(facts: Facts, item: Item) -> Iterator[Finding]:
    row = facts[item.id]
    rows = [facts[leaf] for leaf in item.leaves if facts.item(leaf).state != COMPLETE]
    total = min((one.total_float for one in rows), default=0)
    if row.total_float != total:
        yield broken(
            "verify.summary", item.id,
            f"the least total float in {item.id} is {total} minutes, and its own is {row.total_float}",
            found=row.total_float, expected=total,
        )  # fmt: skip
    critical = any(one.critical for one in rows)
    if row.critical is not critical:
        yield broken(
            "verify.summary", item.id, f"{item.id} is marked critical {row.critical}, and what is in it {critical}",
            found=row.critical, expected=critical,
        )  # fmt: skip
